"""Where a request stands: a fold over its steps, equal in whatever order they arrive.

Online acts refuse before they add a step; a step that a device made while out of reach is added always,
and the fold lists what was not allowed where it stands. A hand-over is sticky: paper that somebody took
home is a fact, and no step, before or after it on the clock, takes it back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from siip.kernel import fold

PAPERS, DRAFTED, HANDED, CANCELLED = "papers", "drafted", "handed", "cancelled"

# act -> state before -> state after; "" is a request that nobody has taken yet
ALLOWED: Final[dict[str, dict[str, str]]] = {
    "take": {"": PAPERS},
    "show": {PAPERS: PAPERS},
    "draft": {PAPERS: DRAFTED},
    "correct": {PAPERS: PAPERS, DRAFTED: DRAFTED},
    "carry": {PAPERS: PAPERS, DRAFTED: DRAFTED},
    "hand_over": {DRAFTED: HANDED},
    "cancel": {PAPERS: CANCELLED, DRAFTED: CANCELLED},
}


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it."""

    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What came of the steps: state, the first hand-over (when, to whom), ids of the steps that were not allowed.

    `promise` is the carry-over that holds: the last one on the clock, whatever was promised before it.
    """

    state: str
    handed_at: datetime | None = None
    handed_to: str = ""
    conflicts: tuple[UUID, ...] = ()
    promise: UUID | None = None


def course(steps: Iterable[Said]) -> Course:
    """Fold the steps of one request in (hlc, dev, seq) order; the same step twice counts once.

    The taking stands first wherever its clock puts it: nothing can be done to what does not exist.
    """
    state, handed, promise, conflicts = "", None, None, []
    for step in fold.in_order(steps, "take"):
        after = ALLOWED.get(step.act, {}).get(state)
        if after is None:
            conflicts.append(step.id)
        elif step.act == "carry":
            promise = step.id
        if step.act == "hand_over":
            state, handed = HANDED, handed or step
        elif after is not None:
            state = after
    if handed is None:
        return Course(state or PAPERS, conflicts=tuple(conflicts), promise=promise)
    return Course(state, handed.at, handed.receiver, tuple(conflicts), promise)


def allows(state: str, act: str) -> bool:
    """Whether an act is allowed where the request stands; what an online act asks before it adds a step."""
    return state in ALLOWED[act]
