"""The chain of a letter: its state as a pure fold of what happened, in whatever order that arrived.

Paraf goes from below to above and the signature comes last (Permendagri 1/2023); whoever made a letter
approves none of it. A number and a signature by pen are facts on paper: a step that arrives late can
contradict them, which shows as a conflict, but not undo them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from siip.kernel.fold import in_order

CHAIN: Final = "chain"
RETURNED: Final = "returned"
APPROVED: Final = "approved"
NUMBERED: Final = "numbered"
SIGNED: Final = "signed"
VOID: Final = "void"
REVOKED: Final = "revoked"
REVIEW: Final = "review"
STATES: Final = (CHAIN, RETURNED, APPROVED, NUMBERED, SIGNED, VOID, REVOKED, REVIEW)

ON_PAPER: Final = (NUMBERED, SIGNED)

# An act -> the states in which it may be done.
ALLOWED: Final = {
    "revise": (CHAIN, RETURNED),
    "paraf": (CHAIN,),
    "return": (CHAIN,),
    "sign": (CHAIN,),
    "number": (APPROVED,),
    "confirm": (NUMBERED,),
    "void": (CHAIN, RETURNED, APPROVED, NUMBERED),
    "revoke": (NUMBERED, SIGNED, REVIEW),
    "review": (NUMBERED, SIGNED),
    "clear": (REVIEW,),
}
ACTS: Final = ("draft", *ALLOWED)


@dataclass(frozen=True, slots=True)
class Deputy:
    """A kind of office that may sign in the signer's place; `through` is the one between, under u.b."""

    office: str
    capacity: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain as it was frozen when the letter was drafted: check, paraf or sign."""

    office: str
    act: str
    deputies: tuple[Deputy, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a letter. `office` is the kind of office in which it was done."""

    id: UUID
    act: str
    by: UUID | None
    at: datetime
    hlc: int
    dev: UUID
    seq: int
    office: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A step that was not allowed where it stands: which, why, by whom, in which office, on which device, when."""

    step: UUID
    act: str
    why: str
    by: UUID | None
    office: str
    dev: UUID
    at: datetime

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "step": str(self.step), "act": self.act, "why": self.why, "by": str(self.by) if self.by else None,
            "office": self.office, "dev": str(self.dev), "at": self.at.isoformat(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a letter stands. `base` is the state beneath a review; `next` the index of the link whose turn it is."""

    chain: tuple[Link, ...]
    base: str = CHAIN
    next: int = 0
    under_review: bool = False
    drafter: UUID | None = None
    makers: frozenset[UUID | None] = frozenset()
    was_signed: bool = False
    was_numbered: bool = False
    conflicts: tuple[Conflict, ...] = field(default=())

    @property
    def state(self) -> str:
        """One of STATES."""
        return REVIEW if self.under_review else self.base

    @property
    def waits_for(self) -> str:
        """The kind of office whose turn it is: in the chain the next link's, returned the maker's, else ""."""
        if self.state == CHAIN:
            return self.chain[self.next].office
        return self.chain[0].office if self.state == RETURNED and self.chain[0].act == "check" else ""


def fold(chain: Iterable[Link], steps: Iterable[Step]) -> Standing:
    """Where the letter stands after these steps, in whatever order they are given.

    The steps are a set: one given twice counts once. A draft stands first wherever its clock puts it,
    since nothing can be done to what does not exist.
    """
    standing = _opened(tuple(chain))
    for step in in_order(steps, "draft"):
        standing = after(standing, step)
    return standing


def after(standing: Standing, step: Step) -> Standing:
    """The standing after one more step; a step that is not allowed here changes nothing but the conflicts."""
    if step.act == "draft" and not standing.makers:
        return replace(standing, drafter=step.by, makers=frozenset({step.by}))
    why = why_not(standing, step.act, by=step.by, office=step.office)
    if why:
        conflict = Conflict(step.id, step.act, why, step.by, step.office, step.dev, step.at)
        standing = replace(standing, conflicts=(*standing.conflicts, conflict))
        return _fact(standing, step)
    return _noted(_moved(standing, step), step)


def why_not(standing: Standing, act: str, *, by: UUID | None, office: str = "") -> str:
    """Why an act may not be done now, as a code, or "" if it may.

    "no-draft", "unknown-act", "state", "maker" (who made it may not approve it), "not-your-turn".
    """
    if act not in ALLOWED:
        return "state" if act == "draft" else "unknown-act"
    if not standing.makers:
        return "no-draft"
    if standing.state not in ALLOWED[act]:
        return "state"
    if act in ("paraf", "sign") and (by is None or by in standing.makers):
        return "maker"
    if act in ("paraf", "return", "sign") and act not in turns(standing, office):
        return "not-your-turn"
    return ""


def turns(standing: Standing, office: str) -> frozenset[str]:
    """What a kind of office may do to the letter now: of paraf, return and sign.

    A deputy signs in the signer's place once nothing is open before the signature but his own paraf and
    that of the office he signs through: who signs a.n. need not initial for himself.
    """
    if standing.state != CHAIN:
        return frozenset()
    link = standing.chain[standing.next]
    found = {link.act, "return"} if link.office == office else set()
    signer = standing.chain[-1]
    for deputy in signer.deputies:
        rest = {link.office for link in standing.chain[standing.next : -1]}
        if deputy.office == office and rest <= {deputy.office, deputy.through}:
            found |= {"sign", "return"}
    return frozenset(found)


def _opened(chain: tuple[Link, ...]) -> Standing:
    return Standing(chain, next=_first(chain))


def _first(chain: tuple[Link, ...]) -> int:
    """The first link that is not the counter's own check, which the draft itself is."""
    return next(index for index, link in enumerate(chain) if link.act != "check")


def _moved(standing: Standing, step: Step) -> Standing:
    match step.act:
        case "revise":  # what was initialled is no longer what is written
            makers = standing.makers | {step.by}
            return replace(standing, base=CHAIN, next=_first(standing.chain), makers=makers)
        case "paraf":
            return replace(standing, next=standing.next + 1)
        case "review" | "clear":
            return replace(standing, under_review=step.act == "review")
        case "revoke":
            return replace(standing, base=REVOKED, under_review=False)
        case act:
            return replace(standing, base=_LEADS_TO[act])


_LEADS_TO: Final = {"return": RETURNED, "sign": APPROVED, "number": NUMBERED, "confirm": SIGNED, "void": VOID}


def _fact(standing: Standing, step: Step) -> Standing:
    """What a step that was not allowed leaves all the same: paper that went out stays out."""
    if step.act == "number" and standing.was_signed and standing.base not in (*ON_PAPER, REVOKED):
        standing = replace(standing, base=NUMBERED)
    if step.act == "confirm" and standing.was_numbered and standing.base != REVOKED:
        standing = replace(standing, base=SIGNED)
    return _noted(standing, step)


def _noted(standing: Standing, step: Step) -> Standing:
    signed = standing.was_signed or (step.act == "sign" and _is_a_signature(standing, step))
    numbered = standing.was_numbered or (step.act == "number" and standing.was_signed)
    return replace(standing, was_signed=signed, was_numbered=numbered)


def _is_a_signature(standing: Standing, step: Step) -> bool:
    """Whether it may be called one, though it came at the wrong time: never the drafter's or a stranger's.

    Who revised is not asked here: a revision that arrives late must not turn a signature into none.
    """
    signer = standing.chain[-1]
    offices = {signer.office, *(deputy.office for deputy in signer.deputies)}
    return step.by is not None and step.by != standing.drafter and step.office in offices
