"""Who was there by name: an observed-remove set, equal in whatever order the steps arrive.

A cancel takes away the marks that it saw and no other: whoever is marked at a second desk meanwhile stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from siip.kernel import fold

STAFF, PARTNER, RESIDENT = "staff", "partner", "resident"
MARK, CANCEL = "mark", "cancel"
ROLES: Final = MappingProxyType({"memimpin": "Memimpin", "bekerja": "Bekerja", "melayani": "Melayani"})
AGENCIES: Final = MappingProxyType(
    {
        "dlh": "DLH",
        "puskesmas": "Puskesmas",
        "dukcapil": "Dukcapil",
        "babinsa": "Babinsa",
        "bhabinkamtibmas": "Bhabinkamtibmas",
        "linmas": "Linmas",
        "lainnya": "Lainnya",
    }
)


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it: "mark" (role, counter, source), or "cancel" of the marks it saw."""

    role: str = ""
    counter: str = ""
    source: str = ""
    seen: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps: whether somebody was there, since when, in which role, and who says so.

    `sources` are pairs (counter, source); `marks` are what a cancel of now would take away.
    """

    is_present: bool = False
    role: str = ""
    first_at: datetime | None = None
    sources: tuple[tuple[str, str], ...] = ()
    marks: tuple[UUID, ...] = ()


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one person; the last role by the clock counts."""
    in_order = fold.in_order(steps)
    gone = {mark for step in in_order if step.act == CANCEL for mark in step.seen}
    marks = [one for one in in_order if one.act == MARK and one.id not in gone]
    if not marks:
        return Standing()
    sources = tuple(sorted({(one.counter, one.source) for one in marks}))
    first = min(one.at for one in marks)
    return Standing(True, marks[-1].role, first, sources, tuple(one.id for one in marks))
