"""From offices to grants: who may do what, where, on a day; and what that lets a manager of people find."""

from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet

from siip.kernel import journal
from siip.kernel.actor import Actor, Grant
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.people.models import Account, Holding
from siip.people.rules.holdings import Term
from siip.people.rules.rights import granted
from siip.wilayah import successions
from siip.wilayah.rules.zones import TZDB, Zone

MANAGE: Final = "people.manage"
Row = TypeVar("Row", bound=Model)


def actor_for(account: Account, at: datetime) -> Actor:
    """The actor of an account: grants from the offices held on the local date of `at`.

    They reach the territory of the office, the ended codes it came from, and those that came after its
    own has ended. A closed account has none.
    """
    held = held_at(account.person_id, at) if account.is_active else []
    grants: set[Grant] = set()
    for on in {_local(at, holding) for holding in held}:
        pairs = [(one.office.kind, one.office.wilayah.path) for one in held if _local(at, one) == on]
        lineage = successions.lineage({path for _, path in pairs}, on)
        grants |= {Grant(right, path) for right, path in granted(pairs, lineage)}
    return Actor(account.person_id, account.pk, journal.house_id(), frozenset(grants))


def held_at(person: UUID, at: datetime) -> list[Holding]:
    """The holdings of a person at a moment, each on the date of its own zone, with office and territory."""
    found = Holding.objects.filter(person=person).select_related("office__wilayah")
    return [one for one in found if Term(one.capacity, one.from_on, one.until_on).covers(_local(at, one))]


def held_on(on: date) -> QuerySet[Holding]:
    """Every holding that covers that day, with person, office and territory."""
    open_end = Q(until_on__isnull=True) | Q(until_on__gte=on)
    return Holding.objects.filter(open_end, from_on__lte=on).select_related("person", "office__wilayah")


def managed(field: str, by: Actor) -> Q:
    """The rows whose path in `field` lies where the actor manages people. Raises Refused: "no-right"."""
    # Outside the own territory everything is "not found": a refusal must not tell that it is there.
    if not by.may_somewhere(MANAGE):
        by.require(MANAGE, "")
    return within(field, by.scope(MANAGE))


def managed_one(rows: QuerySet[Row], field: str, pk: object, by: Actor, what: str) -> Row:
    """One of these rows, named `what` where it is not found. Raises Refused: "no-right", "not-found"."""
    found = rows.filter(managed(field, by), pk=pk).first()
    if found is None:
        raise Refused("not-found", f"{what} ini tidak ditemukan di kecamatan Anda. Kembali ke daftar, lalu pilih lagi.")
    return found


def _local(at: datetime, holding: Holding) -> date:
    """Offices lie in three zones: at 23.30 WIB the next day has begun for an office in Papua."""
    return at.astimezone(ZoneInfo(TZDB[Zone(holding.office.wilayah.zone)])).date()
