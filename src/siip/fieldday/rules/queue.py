"""Where a ticket stands, and who is next: folds over steps, equal in whatever order they arrive.

Online acts refuse before they add a step; a step that a device made while out of reach is added always, and the
fold lists what was not allowed where it stands: two desks that called one number, the second after the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from siip.kernel import fold

WAITING, CALLED, SKIPPED, FINISHED = "waiting", "called", "skipped", "finished"
TAKE, CALL, RECALL, SKIP, FINISH, BACK = "take", "call", "recall", "skip", "finish", "back"
PRIORITIES: Final = MappingProxyType({"lansia": "Lansia", "disabilitas": "Disabilitas", "hamil": "Hamil"})
"""UU 25/2009 article 29 asks for particular treatment; whoever has one is called before those who have none."""

# act -> state before -> state after; "" is a number that nobody has taken yet
ALLOWED: Final = MappingProxyType(
    {
        TAKE: {"": WAITING},
        CALL: {WAITING: CALLED, SKIPPED: CALLED},
        RECALL: {CALLED: CALLED},
        SKIP: {CALLED: SKIPPED},
        FINISH: {CALLED: FINISHED, WAITING: FINISHED, SKIPPED: FINISHED},
        BACK: {CALLED: WAITING, SKIPPED: WAITING, FINISHED: WAITING},
    }
)


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it; `counter` is where somebody was called or served."""

    counter: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What came of the steps: state, the counter that called last, how often, when first called, when finished."""

    state: str = WAITING
    counter: str = ""
    call_count: int = 0
    called_at: datetime | None = None
    last_called_at: datetime | None = None
    finished_at: datetime | None = None
    conflicts: tuple[UUID, ...] = ()


def course(steps: Iterable[Said]) -> Course:
    """Fold the steps of one ticket in (hlc, dev, seq) order; the same step twice counts once.

    The taking stands first wherever its clock puts it: nobody is called by a number that is not there.
    """
    state, counter, finished = "", "", None
    calls: list[datetime] = []
    conflicts = []
    for step in fold.in_order(steps, TAKE):
        after = ALLOWED.get(step.act, {}).get(state)
        if after is None:
            conflicts.append(step.id)
            continue
        state = after
        counter = {BACK: ""}.get(step.act, step.counter or counter)
        finished = step.at if after == FINISHED else None
        calls += [step.at] if step.act in (CALL, RECALL) else []
    first, last = (calls[0], calls[-1]) if calls else (None, None)
    return Course(state or WAITING, counter, len(calls), first, last, finished, tuple(conflicts))


def allows(state: str, act: str) -> bool:
    """Whether an act is allowed where the ticket stands; what an online act asks before it adds a step."""
    return state in ALLOWED[act]


def place(priority: str, hlc: int, dev: UUID, seq: int, number: int) -> tuple[bool, int, str, int, int]:
    """The place in the order of calling: priority, then when the number was taken; smaller is earlier."""
    return priority == "", hlc, str(dev), seq, number


def written(letter: str, number: int) -> str:
    """ "B-017"."""
    return f"{letter}-{number:03}"
