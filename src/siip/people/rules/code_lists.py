"""The numbers that lists use for religion, marital status, occupation and so on, and what they mean.

The lists of Permendagri 109/2019, form F-1.01, as the import template with 43 columns numbers them. Its
occupation 89 is "Lainnya"; the national list goes on there and its numbers above 88 agree in no two
systems, so that what comes as text stays text.
"""

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from siip.people.rules.spellings import filled

_RELIGION: Final = (
    "Islam", "Kristen", "Katolik", "Hindu", "Buddha", "Khonghucu", "Kepercayaan terhadap Tuhan Yang Maha Esa",
)  # fmt: skip

_MARITAL: Final = (
    "Belum Kawin", "Kawin", "Cerai Hidup", "Cerai Mati",
)  # fmt: skip

_NATIONALITY: Final = (
    "WNI", "WNA", "Dua Kewarganegaraan",
)  # fmt: skip

_RELATION: Final = (
    "Kepala Keluarga", "Suami", "Istri", "Anak", "Menantu", "Cucu", "Orangtua", "Mertua", "Famili Lain", "Pembantu",
    "Lainnya",
)  # fmt: skip

_EDUCATION: Final = (
    "Tidak/Belum Sekolah", "Belum Tamat SD/Sederajat", "Tamat SD/Sederajat", "SLTP/Sederajat", "SLTA/Sederajat",
    "Diploma I/II", "Akademi/Diploma III/Sarjana Muda", "Diploma IV/Strata I", "Strata II", "Strata III",
)  # fmt: skip

_OCCUPATION: Final = (
    "Belum/Tidak Bekerja", "Mengurus Rumah Tangga", "Pelajar/Mahasiswa", "Pensiunan", "Pegawai Negeri Sipil (PNS)",
    "Tentara Nasional Indonesia (TNI)", "Kepolisian RI (POLRI)", "Perdagangan", "Petani/Pekebun", "Peternak",
    "Nelayan/Perikanan", "Industri", "Konstruksi", "Transportasi", "Karyawan Swasta", "Karyawan BUMN",
    "Karyawan BUMD", "Karyawan Honorer", "Buruh Harian Lepas", "Buruh Tani/Perkebunan", "Buruh Nelayan/Perikanan",
    "Buruh Peternakan", "Pembantu Rumah Tangga", "Tukang Cukur", "Tukang Listrik", "Tukang Batu", "Tukang Kayu",
    "Tukang Sol Sepatu", "Tukang Las/Pandai Besi", "Tukang Jahit", "Tukang Gigi", "Penata Rias", "Penata Busana",
    "Penata Rambut", "Mekanik", "Seniman", "Tabib", "Paraji", "Perancang Busana", "Penterjemah", "Imam Masjid",
    "Pendeta", "Pastor", "Wartawan", "Ustadz/Mubaligh", "Juru Masak", "Promotor Acara", "Anggota DPR-RI",
    "Anggota DPD", "Anggota BPK", "Presiden", "Wakil Presiden", "Anggota Mahkamah Konstitusi",
    "Anggota Kabinet Kementerian", "Duta Besar", "Gubernur", "Wakil Gubernur", "Bupati", "Wakil Bupati", "Walikota",
    "Wakil Walikota", "Anggota DPRD Provinsi", "Anggota DPRD Kabupaten/Kota", "Dosen", "Guru", "Pilot", "Pengacara",
    "Notaris", "Arsitek", "Akuntan", "Konsultan", "Dokter", "Bidan", "Perawat", "Apoteker", "Psikiater/Psikolog",
    "Penyiar Televisi", "Penyiar Radio", "Pelaut", "Peneliti", "Sopir", "Pialang", "Paranormal", "Pedagang",
    "Perangkat Desa", "Kepala Desa", "Biarawati", "Wiraswasta", "Lainnya",
)  # fmt: skip

LISTS: Final = MappingProxyType(
    {
        "religion": _RELIGION,
        "marital": _MARITAL,
        "occupation": _OCCUPATION,
        "education": _EDUCATION,
        "relation": _RELATION,
        "nationality": _NATIONALITY,
    }
)
"""Field of a resident -> the meanings of 1, 2, 3 ..."""

_ALIASES: Final = {
    "marital": {"bk": 1, "k": 2, "ch": 3, "cm": 4, "belummenikah": 1, "menikah": 2, "kawintercatat": 2},
    "religion": {"katholik": 3, "kristenprotestan": 2, "protestan": 2, "budha": 5, "konghucu": 6, "kepercayaan": 7},
    "nationality": {"indonesia": 1, "asing": 2},
    "education": {"tidak/blmsekolah": 1, "tidaktamatsd/sederajat": 2, "stratai": 8, "strataii": 9, "strataiii": 10},
}  # fmt: skip
_GONE: Final = {2: "meninggal", 3: "pindah", 4: "hilang", 6: "pergi", 9: "tidak sah"}
_GONE_WORDS: Final = {
    "mati": 2, "meninggal": 2, "wafat": 2, "almarhum": 2, "pindah": 3, "pindahdalamnegeri": 3, "pindahluarnegeri": 3,
    "pindahkeluar": 3, "hilang": 4, "pergi": 6, "tidakvalid": 9, "tidaksah": 9,
}  # fmt: skip


@lru_cache(maxsize=1_000, typed=True)
def meaning(field: str, cell: object) -> str:
    """What a cell of a listed field says: a number its meaning, a known spelling the list's own, any other
    text as it stands; "" for nothing.
    """
    said = filled(cell)
    return _MEANINGS[field].get(_folded(said), said)


@lru_cache(maxsize=100, typed=True)
def gone(cell: object) -> str:
    """Why somebody on the list no longer lives there ("meninggal", "pindah" ...), or "" for who does."""
    key = _folded(filled(cell))
    return _GONE.get(_GONE_WORDS.get(key, 0) or (int(key) if key in "23469" and key else 0), "")


def _folded(said: str) -> str:
    return re.sub(r"[\s\-]+", "", said).lower()


def _meanings(field: str, names: tuple[str, ...]) -> dict[str, str]:
    own = {_folded(name): name for name in names} | {str(n): name for n, name in enumerate(names, start=1)}
    return own | {spelling: names[n - 1] for spelling, n in _ALIASES.get(field, {}).items()}


_MEANINGS: Final = {field: _meanings(field, names) for field, names in LISTS.items()}
