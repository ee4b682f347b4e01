"""How long names, telephones and words of needs and offers are kept: a year. What and how many stays."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from siip.exchange.models import Need, Offer
from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.refused import Refused
from siip.programme import days

KEPT: Final = timedelta(days=366)
FORGET: Final = "exchange.forget"
"""Held by the house alone."""


def events_to_forget(at: datetime) -> list[UUID]:
    """Events with words of needs or offers whose time is over."""
    found: set[UUID] = set()
    for kind in (Need, Offer):
        late = kind.objects.filter(sealed__isnull=False, event__ends_at__lte=at - KEPT)
        found |= set(late.values_list("event", flat=True))
    return sorted(found)


def forget_contacts(event_id: UUID, *, by: Actor, at: datetime, id: UUID) -> int:
    """Destroy what was said of needs and offers at an event whose time is over. Gives how many went.

    Raises Refused: "not-found", "no-right", "not-yet".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id)}
    with journal.act("exchange.forget_contacts", id=id, by=by, at=at, where=where, about=about, body=event_id) as act:
        if act.repeated:
            return 0
        by.require(FORGET, where)
        if event.ends_at + KEPT > at:
            raise Refused("not-yet", "Nama dan telepon di kegiatan ini masih boleh disimpan.")
        gone = 0
        for kind in (Need, Offer):
            rows = kind.objects.select_for_update().filter(event=event, sealed__isnull=False)
            keys = [row.key for row in rows if row.key]
            DataKey.objects.filter(pk__in=keys).update(wrapped=None, destroyed_at=at)
            gone += kind.objects.filter(key__in=keys).update(key=None, sealed=None)
    return gone
