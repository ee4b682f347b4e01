"""When a photo was taken, which show the same before and after, and what people in it agree to."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from types import MappingProxyType
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")

BEFORE, AFTER, OTHER = "before", "after", "other"
SHOWS: Final = MappingProxyType({BEFORE: "Sebelum", AFTER: "Sesudah", OTHER: "Lainnya"})

UNASKED, NONE, AGREED = "unasked", "none", "agreed"
FACES: Final = MappingProxyType({NONE: "Tidak ada wajah yang dikenali", AGREED: "Orang di foto setuju"})
TEXT: Final = 1
"""The version of AGREEMENT; a change of its meaning is a new one, and older consent stays what it was."""
AGREEMENT: Final = (
    "Foto ini boleh dipasang di halaman hasil kegiatan untuk umum. Boleh ditolak, dan boleh ditarik lagi kapan saja."
)
AHEAD: Final = timedelta(minutes=10)
"""A telephone's clock goes wrong by minutes; a time further ahead is a wrong clock, and none is better than it."""


def captured(taken: datetime | None, zone: ZoneInfo, received: datetime) -> datetime | None:
    """The moment at which a camera says that it took the photo, read on the clock of the place; None if it says
    nothing or what cannot be."""
    if taken is None or taken.year < 2000:
        return None
    moment = taken.replace(tzinfo=zone).astimezone(UTC)
    return moment if moment <= received + AHEAD else None


def may_be_public(faces: str) -> bool:
    """Whether a photo may be shown to everybody: nobody in it is recognised, or they agreed."""
    return faces in FACES


def pairs(before: Iterable[T], after: Iterable[T]) -> Sequence[tuple[T | None, T | None]]:
    """The first before beside the first after, and so on; what has no counterpart stands alone."""
    return list(zip_longest(before, after))
