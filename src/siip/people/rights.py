"""From offices to grants: who may do what, where, on a day."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from siip.kernel import journal
from siip.kernel.actor import Actor, Grant
from siip.people.models import Account, Holding
from siip.people.rules.holdings import Term
from siip.people.rules.rights import granted
from siip.wilayah import successions
from siip.wilayah.rules.zones import TZDB, Zone


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


def _local(at: datetime, holding: Holding) -> date:
    """Offices lie in three zones: at 23.30 WIB the next day has begun for an office in Papua."""
    return at.astimezone(ZoneInfo(TZDB[Zone(holding.office.wilayah.zone)])).date()
