"""Invented people: names that occur here in any order, addresses, reasons. Nobody of them exists; nobody has a NIK."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

WOMEN: Final = (
    "Siti Maryam", "Nur Aini", "Rohana", "Yuliana", "Sri Rahayu", "Fatimah", "Masayu Hasanah", "Ratna Dewi",
    "Nyimas Rohani", "Halimah", "Dwi Lestari", "Kartini", "Maimunah", "Ernawati", "Suryani",
)  # fmt: skip
MEN: Final = (
    "Ahmad Fauzi", "Muhammad Ridwan", "Kemas Zulkifli", "Herman", "Sahrul Efendi", "Masagus Rizal", "Budi Santoso",
    "Rudi Hartono", "Iskandar", "Amir Hamzah", "Yusuf Effendi", "Darmawan", "Syaiful Bahri", "Supriyadi", "Hasan Basri",
)  # fmt: skip
LAST: Final = ("", "", "bin Ali", "Saputra", "Wijaya", "Pratama", "Lubis", "Siregar", "Oktavianus", "Anggraini")
LANES: Final = ("Lorong Sukarela", "Lorong Sederhana", "Lorong Pertahanan", "Lorong Kemang Manis", "Lorong Setia")
PURPOSES: Final = (
    "membuka rekening bank", "mendaftar sekolah anak", "melamar pekerjaan", "mengurus BPJS Kesehatan",
    "mengajukan kredit usaha", "mengurus pindah sekolah",
)  # fmt: skip
TRADES: Final = ("warung sembako", "penjahit", "bengkel sepeda motor", "kue basah", "tambal ban", "depot air minum")
PROMISES: Final = (
    "Mengganti tutup saluran yang pecah", "Menyalakan lampu jalan yang mati", "Mengangkut tumpukan ranting",
    "Memperbaiki papan nama lorong", "Membawa surat yang belum selesai kepada Ketua RT",
)  # fmt: skip
ADUAN: Final = (
    "Sampah menumpuk di ujung lorong sejak seminggu.", "Lampu jalan mati, gelap bila malam.",
    "Saluran tersumbat, air naik ke jalan bila hujan.", "Pohon condong ke kabel, kami khawatir roboh.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who comes to the counter, as read off the papers shown."""

    name: str
    sex: str
    born: date
    address: str
    purpose: str
    trade: str


def somebody(chance: Random, today: date) -> Somebody:
    """One of many thousands, grown up, living along Jalan DI Panjaitan."""
    is_woman = chance.random() < 0.55
    first, last = chance.choice(WOMEN if is_woman else MEN), chance.choice(LAST)
    return Somebody(
        name=f"{first} {last}".strip(), sex="Perempuan" if is_woman else "Laki-laki",
        born=today - timedelta(days=chance.randrange(18 * 366, 75 * 365)),
        address=f"Jalan DI Panjaitan {chance.choice(LANES)} No. {chance.randrange(1, 90)}",
        purpose=chance.choice(PURPOSES), trade=chance.choice(TRADES),
    )  # fmt: skip
