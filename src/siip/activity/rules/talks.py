"""Where a talk stands: a fold over its steps, equal in whatever order they arrive.

What is said of it last by the clock counts as a whole; a talk that was noted by mistake is dropped for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from siip.kernel import fold

NOTE, REVISE, DROP = "note", "revise", "drop"
MOST_HEADS: Final = 500
"""More than a street has; beyond it a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Said:
    """A step as far as the fold looks at it: note and revise say everything, drop nothing."""

    id: UUID
    act: str
    hlc: int
    dev: UUID
    seq: int
    topic: int | None = None
    speaker: str = ""
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps; `step` is the one whose words count."""

    step: UUID | None = None
    topic: int | None = None
    speaker: str = ""
    heads: int = 0
    is_dropped: bool = False


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one talk in (hlc, dev, seq) order."""
    in_order = fold.in_order(steps)
    is_dropped = any(step.act == DROP for step in in_order)
    last = next((step for step in reversed(in_order) if step.act != DROP), None)
    if last is None:
        return Standing(is_dropped=is_dropped)
    return Standing(last.id, last.topic, last.speaker, last.heads, is_dropped)
