"""Where a promise stands: a fold over its steps, equal in whatever order they arrive.

Online acts refuse before they add a step; a step that a device made while out of reach is added always, and the fold
lists what was not allowed where it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from siip.kernel import fold

OPEN, KEPT, DROPPED = "open", "kept", "dropped"

# act -> state before -> state after; "" is a promise that nobody has made yet
ALLOWED: Final[dict[str, dict[str, str]]] = {
    "make": {"": OPEN},
    "assign": {OPEN: OPEN},
    "extend": {OPEN: OPEN},
    "finish": {OPEN: KEPT},
    "drop": {OPEN: DROPPED},
    "resume": {KEPT: OPEN, DROPPED: OPEN},
}


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it: `office` of make and assign, `due_on` of make, extend and resume."""

    office: UUID | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps; `closed_at` is when it was kept or dropped."""

    state: str = ""
    office: UUID | None = None
    due_on: date | None = None
    extended_count: int = 0
    closed_at: datetime | None = None
    conflicts: tuple[UUID, ...] = ()


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one promise in (hlc, dev, seq) order; the same step twice counts once.

    The making stands first wherever its clock puts it: nothing can be done to what does not exist.
    """
    found = Standing()
    for step in fold.in_order(steps, "make"):
        after = ALLOWED[step.act].get(found.state)
        if after is None:
            found = replace(found, conflicts=(*found.conflicts, step.id))
        else:
            found = _stepped(found, step, after)
    return found


def allows(state: str, act: str) -> bool:
    """Whether an act is allowed where the promise stands; what an online act asks before it adds a step."""
    return state in ALLOWED[act]


def _stepped(found: Standing, step: Said, after: str) -> Standing:
    return replace(
        found,
        state=after,
        office=step.office or found.office,
        due_on=step.due_on or found.due_on,
        extended_count=found.extended_count + (step.act == "extend"),
        closed_at=None if after == OPEN else step.at,
    )
