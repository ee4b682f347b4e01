"""Where an aduan stands: a fold over its steps, equal in whatever order they arrive.

States of SP4N-LAPOR (Permenpan RB 62/2018) as an office of a kecamatan uses them; verifying and passing on are one
step, since here one person does both. Whether the public reads of it is a thing of its own: the last who said so
decides, wherever the matter itself stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from siip.kernel import fold

RECEIVED, ASSIGNED, FINISHED, CONFIRMED = "received", "assigned", "finished", "confirmed"
REOPENED, REJECTED, ELSEWHERE = "reopened", "rejected", "elsewhere"
OPEN: Final = (RECEIVED, ASSIGNED, REOPENED)
ENDED: Final = (FINISHED, CONFIRMED, REJECTED, ELSEWHERE)
WAITING, SHOWN, HIDDEN = "waiting", "shown", "hidden"


def _from(states: Iterable[str], after: str) -> dict[str, str]:
    return dict.fromkeys(states, after)


# act -> state before -> state after; "" is an aduan that nobody has sent yet
ALLOWED: Final[dict[str, dict[str, str]]] = {
    "receive": {"": RECEIVED},
    "forward": _from(OPEN, ASSIGNED),
    "reply": {state: state for state in OPEN},
    "finish": _from(OPEN, FINISHED),
    "reject": _from(OPEN, REJECTED),
    "pass_on": _from(OPEN, ELSEWHERE),
    "confirm": {FINISHED: CONFIRMED},
    "reopen": {FINISHED: REOPENED},
    "show": {state: state for state in OPEN + ENDED},
    "hide": {state: state for state in OPEN + ENDED},
}
ANSWERS: Final = frozenset({"forward", "reply", "finish", "reject", "pass_on"})
"""What the reporter gets to know of, and so a first answer."""


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it.

    `office` of forward; `due_on` of receive (the first answer), forward and reopen; `text` of show, the words that
    the public reads.
    """

    office: UUID | None = None
    due_on: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps; `ended_at` is when it last came to an end, None while it is open."""

    state: str = ""
    office: UUID | None = None
    due_on: date | None = None
    shown: str = WAITING
    public_text: str = ""
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    conflicts: tuple[UUID, ...] = ()


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one aduan in (hlc, dev, seq) order; the same step twice counts once.

    Its receiving stands first wherever its clock puts it: nothing can be done to what does not exist.
    """
    found = Standing()
    for step in fold.in_order(steps, "receive"):
        after = ALLOWED[step.act].get(found.state)
        if after is None:
            found = replace(found, conflicts=(*found.conflicts, step.id))
        elif step.act in ("show", "hide"):
            found = replace(found, shown=SHOWN if step.act == "show" else HIDDEN, public_text=step.text)
        else:
            found = _stepped(found, step, after)
    return found


def allows(state: str, act: str) -> bool:
    """Whether an act is allowed where the aduan stands; what an online act asks before it adds a step."""
    return state in ALLOWED[act]


def _stepped(found: Standing, step: Said, after: str) -> Standing:
    # Confirming says when the reporter agreed, not when it ended: that was when the office finished it.
    ended_at = None if after in OPEN else found.ended_at or step.at
    answered = found.answered_at or (step.at if step.act in ANSWERS else None)
    return replace(
        found,
        state=after,
        office=step.office or found.office,
        due_on=step.due_on or found.due_on,
        answered_at=answered,
        ended_at=ended_at,
    )
