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
    done: list[Said] = []
    for step in fold.in_order(steps):
        if step.act == MARK:
            done.append(step)
        elif done:
            taken = _whole(done[-1])
            done = [one for one in done if _whole(one) != taken]
    counts: dict[str, Counter[str]] = {}
    for one in done:
        counts.setdefault(one.source, Counter())[one.face] += one.count
    last = {one.face: one.count for one in done if _whole(one) == _whole(done[-1])}
    return Standing({source: dict(sorted(found.items())) for source, found in sorted(counts.items())}, last)


def totals(counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """How often each face, from whatever source, in the order in which they are shown."""
    return {face: sum(found.get(face, 0) for found in counts.values()) for face in FACES}


def shares(found: Mapping[str, int]) -> dict[str, int]:
    """Of a hundred who chose, how many chose each; together a hundred, the largest remainders rounded up."""
    answers = sum(found.values())
    if not answers:
        return dict.fromkeys(found, 0)
    whole = {face: 100 * count // answers for face, count in found.items()}
    missing = 100 - sum(whole.values())
    for face in sorted(found, key=lambda face: -(100 * found[face] % answers))[:missing]:
        whole[face] += 1
    return whole


def _whole(step: Said) -> tuple[object, ...]:
    """What is taken back together: a touch by itself, a sheet as it came by one act."""
    return (step.id,) if step.source == SPOT else (step.dev, step.seq)
