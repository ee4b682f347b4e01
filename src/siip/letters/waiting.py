"""What waits for a person: letters to initial and sign in his own office, and those he may sign in another's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.letters.courses import Seat, sits_over, standing_of
from siip.letters.models import Letter, LetterStep
from siip.letters.rules import chain
from siip.letters.rules.capacity import signing
from siip.people import mandates
from siip.people.models import Holding, Mandate
from siip.people.rights import held_at
from siip.people.rules.rights import LEVELS

_RIGHTS = ("letters.paraf", "letters.sign")
_MAKING = ("draft", "revise")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits for one person: what he may do ("paraf" or "sign"), and in which seat."""

    letter: Letter
    act: str
    seat: Seat

    @property
    def mandate(self) -> Mandate | None:
        """By which he would sign; None in his own office."""
        return self.seat.mandate


def waiting_for(*, by: Actor, at: datetime) -> list[Waiting]:
    """What waits for this person's own paraf or signature, the oldest first."""
    held = _held(by, at)
    found = []
    for letter in _listed(_own(by, held)):
        standing = standing_of(letter)
        seats = [one for one in held if one.office.kind == letter.waits_for and sits_over(one, letter)]
        if seats:
            found.append(Waiting(letter, standing.chain[standing.next].act, Seat(seats[0])))
    return found


def waiting_count(*, by: Actor, at: datetime) -> int:
    """How many letters `waiting_for` would list: one question to the database, which folds nothing."""
    return _own(by, _held(by, at)).count()


def in_name_of_others(*, by: Actor, at: datetime) -> list[Waiting]:
    """What this person may sign now a.n. or u.b. by a mandate that is in force, the oldest first.

    A letter that waits for his own paraf is here as well: who signs a.n. need not initial for himself.
    """
    held = _held(by, at)
    given = {(one.office_id, one.deputy_id): one for one in _mandates(held, at)}
    found = []
    for letter in _listed(_open(by).filter(office__in={office for office, _ in given})) if given else ():
        standing = standing_of(letter)
        for holding in held:
            mandate = given.get((letter.office_id, holding.office_id))
            if mandate and "sign" in chain.turns(standing, holding.office.kind):
                how = signing(standing.chain[-1], office=holding.office.kind, held_as=holding.capacity)
                found.append(Waiting(letter, "sign", Seat(holding, how, mandate)))
                break
    return found


def mandates_of(*, by: Actor, at: datetime) -> list[Mandate]:
    """The mandates by which this person may sign now, whether something waits or not."""
    return _mandates(_held(by, at), at)


def signed_in_name(*, by: Actor, at: datetime, since: date) -> list[Letter]:
    """What deputies have signed in the name of the offices that this person holds, the latest first."""
    rows = _in_name(by, at).filter(dated_on__gte=since).order_by("-dated_on", "-id")
    return list(rows.select_related("office", "holding__person", "holding__office", "mandate"))


def signed_count(*, by: Actor, at: datetime, since: date) -> int:
    """How many letters `signed_in_name` would list."""
    return _in_name(by, at).filter(dated_on__gte=since).count()


def counted_by_mandate(ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many letters were signed by each of these mandates."""
    counted = Letter.objects.filter(mandate__in=list(ids)).values("mandate").annotate(count=Count("pk")).order_by()
    return {one["mandate"]: one["count"] for one in counted}


def _held(by: Actor, at: datetime) -> list[Holding]:
    return held_at(by.person, at) if by.person else []


def _own(by: Actor, held: list[Holding]) -> QuerySet[Letter]:
    """Letters whose next link is an office that this person holds, and that he did not make."""
    mine = Q(pk__in=[])
    for holding in held:
        mine |= Q(waits_for=holding.office.kind) & _below(holding)
    return _open(by).filter(mine)


def _mandates(held: list[Holding], at: datetime) -> list[Mandate]:
    return mandates.mandates_held([holding.office_id for holding in held], at) if held else []


def _open(by: Actor) -> QuerySet[Letter]:
    scope = {path for right in _RIGHTS for path in by.scope(right)}
    rows = Letter.objects.filter(within("wilayah__path", scope), state=chain.CHAIN)
    # Who made a letter approves none of it; asked of the steps, since whoever revised it made it too.
    made = LetterStep.objects.filter(letter=OuterRef("pk"), act__in=_MAKING, by=by.person)
    return rows.exclude(Exists(made))


def _listed(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    related = rows.select_related("office__wilayah", "wilayah").prefetch_related("steps")
    return related.order_by("drafted_at", "id")


def _below(holding: Holding) -> Q:
    path = holding.office.wilayah.path
    return Q(wilayah__path=path) if "kelurahan" in LEVELS[holding.office.kind] else within("wilayah__path", [path])


def _in_name(by: Actor, at: datetime) -> QuerySet[Letter]:
    offices = [holding.office_id for holding in _held(by, at)]
    return Letter.objects.filter(
        within("wilayah__path", by.scope("letters.see")), office__in=offices, mandate__isnull=False
    )
