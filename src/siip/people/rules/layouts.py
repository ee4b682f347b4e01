"""How lists of residents are laid out: which row is the heading, and which column holds what.

Three layouts in one reading. Columns by their heading, in any order (our own plain list); the import
template of 43 columns, whose headings are field names; and the population book of 2012 (BIP), where each
family has a block of its own: a line with KK number and address, a heading, and then its members.
Only columns that a letter needs are taken. Health, contraception, disability, tribe, insurance and the
place on a map are left in the file: UU 27/2022 articles 16 and 27 allow no more than the purpose needs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from siip.people.rules.spellings import filled, text

Row = Sequence[object]

_HEADINGS: Final = {
    "nik": "nik nonik nomornik noktp nomorktp nonikktp nomorindukkependudukan nik16digit nik16angka",
    "no_kk": "nokk nomorkk nkk nomorkartukeluarga nokartukeluarga kk",
    "name": "nama namalengkap namawarga namapenduduk namaanggotakeluarga",
    "sex": "sex jeniskelamin jnskelamin jeniskel kelamin jk lp jkel",
    "birth_place": "tempatlahir tmptlhr tmplahir tptlahir tempatlhr tmptlahir tmplhr",
    "birth_on": "tanggallahir tgllahir tgllhr tanggallhr",
    "birth": "tempattanggallahir tempattgllahir tmpttgllahir ttl tempatdantanggallahir",
    "address": "alamat alamatlengkap alamatrumah alamatktp jalan",
    "rt": "rt nort nomorrt",
    "rw": "rw norw nomorrw",
    "rt_rw": "rtrw",
    "kelurahan": "kelurahan desa keldesa desakel desakelurahan kelurahandesa namakelurahan namadesa kodekelurahan "
    "kodedesa kodewilayah kel",
    "hamlet": "dusun lingkungan",
    "religion": "agama agamaid",
    "marital": "statusperkawinan statuskawin statuspernikahan statusnikah status statkwn perkawinan stskawin",
    "occupation": "pekerjaan pekerjaanid jenispekerjaan",
    "education": "pendidikan pendidikankkid pendidikanterakhir pendidikanakhir pendidikandalamkk",
    "relation": "kklevel hubkel shdk hubungankeluarga hubungandalamkeluarga statushubungan hubungan "
    "statushubungandalamkeluarga hubkeluarga",
    "nationality": "warganegaraid warganegara kewarganegaraan",
    "father": "namaayah ayah namalengkapayah",
    "mother": "namaibu ibu namalengkapibu",
    "state": "statusdasar statushidup keadaan",
}
_FIELD_OF: Final = {heading: name for name, headings in _HEADINGS.items() for heading in headings.split()}
_ROWS_LOOKED_AT: Final = 40  # a list may begin with a letterhead, a title and the filters of a report
_AT_LEAST: Final = 3

FIELDS: Final = MappingProxyType(
    {
        "nik": "NIK", "no_kk": "Nomor KK", "name": "Nama", "sex": "Jenis kelamin", "birth_place": "Tempat lahir",
        "birth_on": "Tanggal lahir", "birth": "Tempat dan tanggal lahir", "address": "Alamat", "rt": "RT", "rw": "RW",
        "rt_rw": "RT/RW", "kelurahan": "Kelurahan", "hamlet": "Dusun", "religion": "Agama",
        "marital": "Status perkawinan", "occupation": "Pekerjaan", "education": "Pendidikan",
        "relation": "Hubungan keluarga", "nationality": "Kewarganegaraan", "father": "Nama ayah",
        "mother": "Nama ibu", "state": "Status dasar",
    }
)  # fmt: skip
"""Every field that can be taken in -> its heading in our own plain list."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the heading stands (index of its row) and which column holds which field."""

    heading: int
    columns: Mapping[str, int]
    left_out: tuple[str, ...]  # headings that are not taken in
    kelurahan: str = ""  # named once above the list, for all of it
    is_template: bool = False
    in_families: bool = False


@dataclass(slots=True)
class Family:
    """In a book of families, the line above the members: it stands for each of them."""

    no_kk: object = ""
    address: str = ""
    numbers: dict[str, str] = field(default_factory=dict)  # "rt" and "rw"


def layout_of(rows: Sequence[Row]) -> Layout | None:
    """The layout of a sheet, or None when no row among the first forty is a heading of residents."""
    best: Layout | None = None
    for at, row in enumerate(rows[:_ROWS_LOOKED_AT]):
        columns = _columns(row)
        fits = len(columns) >= _AT_LEAST and "name" in columns
        if fits and (best is None or len(columns) > len(best.columns)):
            best = Layout(
                at, columns, _left_out(row), _kelurahan_above(rows[:at]), "kk_level" in row, _families(rows[:at])
            )
    return best


def is_family_heading(row: Row) -> bool:
    """Whether the next row of a book names a family: its KK number and address."""
    return any(_field(cell) == "no_kk" for cell in row) and not any(_field(cell) == "nik" for cell in row)


def family(heading: Row, row: Row) -> Family:
    """The family named in a row under its heading; RT and RW stand in the address ("..., RT:001, RW:002")."""
    said = {name: row[at] for name, at in _columns(heading).items() if at < len(row)}
    address = filled(said.get("address", ""))
    numbers = {
        what.lower(): number for what, number in re.findall(r"\b(RT|RW)\s*[:.]?\s*(\w+)", address, re.IGNORECASE)
    }
    plain = re.split(r",?\s*\b(?:RT|RW|Kodepos)\s*[:.]", address, maxsplit=1, flags=re.IGNORECASE)[0]
    return Family(said.get("no_kk", ""), plain.strip(" ,-"), numbers)


def _columns(row: Row) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in enumerate(row):
        if name := _field(cell):
            columns.setdefault(name, at)
    return columns


def _field(cell: object) -> str:
    return _field_of(cell) if isinstance(cell, str) and len(cell) <= 60 else ""


@lru_cache(maxsize=2_000)
def _field_of(heading: str) -> str:
    bare = re.sub(r"\(.*?\)|[^a-z0-9]", "", heading.lower())
    return _FIELD_OF.get(bare, "")


def _left_out(row: Row) -> tuple[str, ...]:
    return tuple(text(cell)[:40] for cell in row if filled(cell) and not _field(cell))


def _families(above: Sequence[Row]) -> bool:
    return bool(above) and any(is_family_heading(row) for row in above[-2:])


def _kelurahan_above(above: Sequence[Row]) -> str:
    for row in above:
        said = [filled(cell) for cell in row if filled(cell)]
        if len(said) >= 2 and re.fullmatch(r"(?:desa|kelurahan|kel|desa\s*/\s*kelurahan)\s*\.?:?", said[0].lower()):
            return said[1].lstrip(": ")
        if len(said) == 1 and (found := re.fullmatch(r"(?:desa|kelurahan)\s*:\s*(.{2,60})", said[0], re.IGNORECASE)):
            return found[1]
    return ""
