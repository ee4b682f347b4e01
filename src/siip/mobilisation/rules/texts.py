"""The texts of a call: to a head, to the residents of his RT, and to be read out at the mosque."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from siip.kernel.paper.text import words

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_HOURS: Final = (
    "dua belas", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_SPOKEN: Final = 3  # services that a listener keeps in mind


@dataclass(frozen=True, slots=True)
class Told:
    """One Friday as all three texts tell it; times are local, with the word of their zone."""

    programme: str
    starts: datetime
    ends: datetime
    zone: str
    street: str
    kelurahan: str
    gathering: str = ""
    bring: str = ""
    services: tuple[str, ...] = ()

    @property
    def on(self) -> date:
        return self.starts.date()

    @property
    def when(self) -> str:
        """`Jumat, 27 November 2026, pukul 07.00–09.30 WIB`."""
        return f"{day(self.on)}, pukul {self.starts:%H.%M}–{self.ends:%H.%M} {self.zone}"


@dataclass(frozen=True, slots=True)
class Way:
    """How a head comes to his page of one event: by `link`; at `door` the `code` does it on a simple telephone."""

    link: str
    door: str
    code: str

    @property
    def lines(self) -> tuple[str, ...]:
        """As every message to a head says it, after the line that asks for his answer."""
        return (
            self.link,
            "",
            f"Tautan tidak terbuka? Buka {self.door} lalu ketik kode {self.code}.",
            "Tautan ini milik Bapak/Ibu; mohon jangan diteruskan. Untuk mengajak warga, tekan Undang warga di "
            "halaman itu.",
        )


def call_text(told: Told, *, name: str, office: str, way: Way) -> str:
    """The message to one head."""
    lines = [
        f"Yth. Bapak/Ibu {name}, {office}",
        "",
        f"{told.programme}: {told.when}",
        _where(told),
        "",
        "Mohon jawab lewat tautan Bapak/Ibu, cukup tiga kali tekan:",
        *way.lines,
        "",
        told.kelurahan,
    ]
    return "\n".join(lines)


def invitation(told: Told, *, place: str, address: str) -> str:
    """What a head sends on to the residents of his RT."""
    lines = [
        f"*{told.programme} {place}*",
        told.when,
        _where(told),
        f"Dibawa: {told.bring}" if told.bring else "",
        f"Layanan di tempat, semua Rp0: {', '.join(told.services)}." if told.services else "",
        f"Syarat layanan: {address}" if told.services else "",
    ]
    return "\n".join(line for line in lines if line)


def loudspeaker(told: Told, *, place: str) -> str:
    """The same to be read out: short sentences, the hour in words, no address that nobody can hear."""
    gathering = f" Berkumpul di {_inside(told.gathering)}." if told.gathering else ""
    services = _services(told.services)
    return (
        f"Bapak, Ibu warga {place}: {day(told.on).rsplit(' ', 1)[0]}, {spoken(told.starts.time())}, "
        f"kita bekerja bakti bersama di {told.street}.{gathering}{services} Terima kasih."
    )


def day(on: date) -> str:
    """`Jumat, 27 November 2026`."""
    return f"{DAYS[on.weekday()]}, {words(on, 'date')}"


def spoken(at: time) -> str:
    """`pukul tujuh pagi`, `pukul setengah delapan pagi`; other minutes in figures."""
    part = "pagi" if at.hour < 11 else "siang" if at.hour < 15 else "sore" if at.hour < 18 else "malam"
    if at.minute == 0:
        return f"pukul {_HOURS[at.hour % 12]} {part}"
    if at.minute == 30:
        return f"pukul setengah {_HOURS[(at.hour + 1) % 12]} {part}"
    return f"pukul {at:%H.%M}"


def _where(told: Told) -> str:
    gathering = f" Berkumpul di {_inside(told.gathering)}." if told.gathering else ""
    return f"Tempat: {told.street}, {told.kelurahan}.{gathering}"


def _inside(gathering: str) -> str:
    """As it stands inside a sentence: "Depan Kantor Lurah" is "depan Kantor Lurah"."""
    first, _, rest = gathering.rstrip(".").removeprefix("di ").removeprefix("Di ").partition(" ")
    small = first.lower() if first.lower() in ("depan", "halaman", "samping", "belakang", "muka", "lapangan") else first
    return f"{small} {rest}".strip()


def _services(services: tuple[str, ...]) -> str:
    if not services:
        return ""
    more = ", dan lainnya" if len(services) > _SPOKEN else ""
    return f" Di sana dibuka pelayanan {', '.join(services[:_SPOKEN])}{more}. Semua gratis."
