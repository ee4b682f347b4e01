"""How long the words of an aduan are kept: a year after it ended. What happened when, and what was published, stays."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from siip.followup import aduan
from siip.followup.aduan import acting
from siip.followup.models import Aduan
from siip.followup.rules import aduan as rules
from siip.kernel import crypt
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.refused import Refused

KEPT: Final = timedelta(days=365)
DISCARD: Final = "followup.discard"
"""Held by the house alone: nobody erases what somebody reported because he would rather not have it."""


def aduan_past(at: datetime) -> list[UUID]:
    """Aduan whose time is over and whose words can still be read."""
    ended = Aduan.objects.filter(state__in=rules.ENDED, ended_at__lt=at - KEPT).values_list("pk", "key")
    keys = dict(ended)
    whole = set(DataKey.objects.filter(pk__in=keys.values(), wrapped__isnull=False).values_list("pk", flat=True))
    return [pk for pk, key in keys.items() if key in whole]


def discard_aduan(aduan_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Destroy the key of an aduan: text, place, contact and notes are gone for good.

    Raises Refused: "no-right", "not-found", "not-past".
    """
    with acting("discard_aduan", aduan_id, "", by=by, at=at, id=id) as act:
        row = aduan.locked(aduan_id)
        if act.repeated:
            return row
        by.require(DISCARD, row.wilayah.path)
        if row.ended_at is None or row.ended_at >= at - KEPT:
            raise Refused("not-past", "Batas simpan aduan ini belum lewat.")
        crypt.destroy(DataKey.objects.select_for_update().get(pk=row.key), at)
    return row
