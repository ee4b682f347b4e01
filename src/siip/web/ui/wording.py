"""How figures, dates, times and names are written on a screen, in Indonesian."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
MASK = "•" * 5


def local(at: datetime, zone: str) -> datetime:
    """The moment on the clock of that zone. `at` must be aware: a naive one is a bug, and crashes."""
    if at.tzinfo is None:
        raise ValueError("naive datetime on a screen")
    return at.astimezone(ZoneInfo(ZONES[zone]))


def day(on: date) -> str:
    """`Jumat, 27 November 2026`."""
    return f"{DAYS[on.weekday()]}, {plain_day(on)}"


def plain_day(on: date) -> str:
    """`27 November 2026`."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def clock(at: datetime, zone: str) -> str:
    """`07.30 WIB`, on the clock of that zone."""
    return f"{local(at, zone):%H.%M} {zone}"


def number(value: int | Decimal | float) -> str:
    """`1.250` and `4,3`: thousands by a point, decimals by a comma."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def masked(name: str) -> str:
    """`N••••• R•••••`: the first letter of at most three words; the mask tells nothing of their length."""
    return " ".join(f"{word[0].upper()}{MASK}" for word in name.split()[:3])
