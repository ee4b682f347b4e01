"""Where a need, an offer or a match stands: folds over their steps, equal in whatever order they arrive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from siip.kernel import fold

OPEN, CLOSED = "open", "closed"
AGREED, GIVEN, UNDONE = "agreed", "given", "undone"

WRONG: Final = "wrong"
WHY: Final = MappingProxyType(
    {
        "met": "Sudah beres dengan cara lain",
        "gone": "Tidak jadi",
        WRONG: "Salah catat",
    }
)
"""Why a need or an offer is closed; what was noted by mistake counts in no report."""
MOST: Final = 999
"""Of one thing: more is a slip of the finger, or the work of an office."""

Course = Mapping[str, Mapping[str, str]]
# act -> state before -> state after; "" is what nobody has noted yet
HELP: Final[Course] = MappingProxyType(
    {"note": {"": OPEN}, "close": {OPEN: CLOSED}, "reopen": {CLOSED: OPEN}},
)
MATCH: Final[Course] = MappingProxyType(
    {"match": {"": AGREED}, "give": {AGREED: GIVEN}, "take_back": {GIVEN: AGREED}, "undo": {AGREED: UNDONE}},
)
_FIRST: Final = ("note", "match")


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it; `why` of a closing."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps: the state, since when, and why it was closed; `conflicts` were not allowed."""

    state: str = ""
    since: datetime | None = None
    why: str = ""
    conflicts: tuple[UUID, ...] = ()


def standing(steps: Iterable[Said], course: Course) -> Standing:
    """Fold the steps of one thing in (hlc, dev, seq) order; the same step twice counts once.

    The first step stands first wherever its clock puts it: nothing can be done to what does not exist.
    """
    found = Standing()
    for step in fold.in_order(steps, *_FIRST):
        after = course[step.act].get(found.state)
        if after is None:
            found = replace(found, conflicts=(*found.conflicts, step.id))
        else:
            found = replace(found, state=after, since=step.at, why=step.why)
    return found


def allows(course: Course, state: str, act: str) -> bool:
    """Whether an act is allowed where the thing stands; what an online act asks before it adds a step."""
    return state in course[act]


def left(count: int, matched: int) -> int:
    """How many are still without a match; never fewer than none, though two devices may have given the same twice."""
    return max(0, count - matched)
