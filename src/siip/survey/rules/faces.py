"""Which faces were touched at one counter: a fold over its marks, equal in whatever order they arrive.

An "undo" takes back what was marked last: one touch, or a whole sheet of paper, whose marks came by one act.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from uuid import UUID

from siip.kernel import fold

MARK, UNDO = "mark", "undo"
GOOD, FAIR, POOR = "good", "fair", "poor"
FACES: Final = MappingProxyType({GOOD: "Puas", FAIR: "Cukup", POOR: "Tidak puas"})
"""Three, since the middle of five is what the hurried touch, and two of five look alike to old eyes."""
SPOT, PAPER = "spot", "paper"
SOURCES: Final = MappingProxyType({SPOT: "ditekan di loket", PAPER: "dari kertas"})
MOST: Final = 500
"""On one sheet for one face."""


@dataclass(frozen=True, slots=True)
class Said:
    """A step as far as the fold looks at it; marks of one act share `dev` and `seq`."""

    id: UUID
    act: str
    hlc: int
    dev: UUID
    seq: int
    face: str = ""
    count: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """{source: {face: count}}, and what "undo" would take back: {face: count}."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one counter in (hlc, dev, seq) order; the same step twice counts once."""
    done: list[tuple[tuple[UUID, int], list[Said]]] = []
    for step in fold.in_order(steps):
        if step.act == MARK:
            if not done or done[-1][0] != (step.dev, step.seq):
                done.append(((step.dev, step.seq), []))
            done[-1][1].append(step)
        elif done:
            done.pop()
    counts: dict[str, Counter[str]] = {}
    for _, marks in done:
        for one in marks:
            counts.setdefault(one.source, Counter())[one.face] += one.count
    last = {one.face: one.count for one in done[-1][1]} if done else {}
    return Standing({source: dict(sorted(found.items())) for source, found in sorted(counts.items())}, last)


def totals(counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """How often each face, from whatever source, in the order in which they are shown."""
    return {face: sum(found.get(face, 0) for found in counts.values()) for face in FACES}
