"""The paper pack in words: what each role does at what hour, and how much of a thing is taken along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

LEADER, GREETER, COUNTER, OTHER = "pemimpin", "penyambut", "loket", "lainnya"
FIVES: Final = 25
"""Boxes of a line of the roll."""
LEAST_BOXES, MOST_BOXES = 50, 250
EARLY: Final = timedelta(minutes=45)
SOON: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of an event on its own clock."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """A post on the team: part by its code, what it is called ("Loket A"), who has it; "" for nobody yet."""

    part: str
    said: str
    person: str = ""


Tasks = tuple[tuple[str, str], ...]


def posts(held: Sequence[Post], counters: Sequence[str]) -> list[Post]:
    """Everybody on the team, then the posts that an event cannot do without and that nobody has."""
    parts = [one.part for one in held]
    lacking = [Post(part, said) for part, said in ((LEADER, "Pemimpin"), (GREETER, "Penyambut")) if part not in parts]
    manned = parts.count(COUNTER)
    return [*held, *lacking, *(Post(COUNTER, f"Loket {letter}") for letter in counters[manned:])]


def tasks(post: Post, hours: Hours) -> Tasks:
    """What a post does, each with its hour ("06.15"), in the order of the day."""
    return _TASKS[post.part](post, hours)


def boxes(promised: int | None) -> int:
    """How many boxes stand on the roll of an RT: half as many again as were promised, in whole lines."""
    wanted = -(-(promised or 0) * 3 // 2 // FIVES) * FIVES
    return min(max(wanted, LEAST_BOXES), MOST_BOXES)


def _leader(_: Post, hours: Hours) -> Tasks:
    return (
        (_clock(hours.starts - EARLY), "Cocokkan daftar bawaan. Bagikan kartu peran, daftar hadir, dan nomor antrean."),
        (
            _clock(hours.starts),
            "Buka kegiatan: sebutkan titik kerja dan letak loket. Semua layanan tanpa biaya.",
        ),
        (
            "",
            "Keliling dari titik ke titik. Janji kepada warga dicatat saat itu juga: apa, siapa, kapan.",
        ),
        ("", "Listrik atau sinyal mati? Katakan “pakai kertas”; kegiatan berjalan terus."),
        (_clock(hours.ends - SOON), "Kumpulkan semua kertas. Hitung blangko: terpakai, salah tulis, dan sisanya."),
        (_clock(hours.ends), "Ucapkan terima kasih, sebutkan hasilnya. Kertas diketik hari ini juga, lalu tutup hari."),
    )


def _greeter(_: Post, hours: Hours) -> Tasks:
    return (
        (_clock(hours.starts - SOON), "Berdiri di tempat berkumpul dengan daftar hadir setiap RT."),
        (_clock(hours.starts), "Sapa setiap warga, tanyakan RT-nya, coret satu kotak. Nama hanya bila ia ingin."),
        ("", "RT yang tidak ada lembarnya ditulis pada lembar kosong."),
        ("", "Tunjukkan titik kerja dan loket. Antar lansia, penyandang disabilitas, dan ibu hamil ke depan."),
        (_clock(hours.ends), "Jumlahkan kotak tiap lembar, tulis nama Anda, serahkan kepada pemimpin."),
    )


def _counter(_: Post, hours: Hours) -> Tasks:
    return (
        (_clock(hours.starts - EARLY), "Pasang huruf loket. Coba sambungan dan pencetak."),
        (_clock(hours.starts), "Beri nomor berurutan. Lansia, penyandang disabilitas, dan ibu hamil didahulukan."),
        ("", "Berkas cukup diperlihatkan; jangan meminta fotokopi. Yang tidak perlu tertulis di lembar isian."),
        ("", "SIIP mati? Isi lembar isian dan tulis suratnya pada blangko; nomornya tercetak, atau dari buku."),
        ("", "Belum bisa selesai? Tulis hari dan tempat mengambilnya pada lembar isian dan untuk warga."),
        (
            _clock(hours.ends),
            "Serahkan semua lembar, juga yang salah tulis. Diketik hari ini juga, urut nomor.",
        ),
    )


def _other(post: Post, hours: Hours) -> Tasks:
    return (
        (_clock(hours.starts - SOON), "Lapor kepada pemimpin di tempat berkumpul."),
        (_clock(hours.starts), f"Tugas Anda: {post.said}."),
        ("", "Ada yang kurang atau rusak? Katakan kepada pemimpin, jangan menunggu."),
        (_clock(hours.ends), "Sebutkan hasilnya kepada pemimpin: apa, berapa, di mana. Alat kembali ke kendaraan."),
    )


def _clock(at: datetime) -> str:
    return f"{at:%H.%M}"


_TASKS: Final[MappingProxyType[str, Callable[[Post, Hours], Tasks]]] = MappingProxyType(
    {LEADER: _leader, GREETER: _greeter, COUNTER: _counter, OTHER: _other}
)
