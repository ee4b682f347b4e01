"""How long a list of residents is kept: what its source and basis allow, then it goes by itself."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import kecamatan_of, within
from siip.kernel.refused import Refused
from siip.people.models import Resident, ResidentImport
from siip.people.resident_imports import local_date
from siip.people.residents import ERASED, IMPORT
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

WARNED: Final = timedelta(days=14)
"""Time enough to ask for a newer list: whoever stands on that one stays."""


def lists_past(at: datetime) -> list[UUID]:
    """Lists whose last day is over where they belong, and that are still there."""
    rows = ResidentImport.objects.filter(discarded_at__isnull=True, until_on__lt=at.date() + timedelta(days=1))
    return [
        row.pk for row in rows.select_related("wilayah").order_by("until_on", "pk") if row.until_on < _today(row, at)
    ]


def lists_ending(on: date, *, by: Actor) -> list[ResidentImport]:
    """Lists of this actor that go within 14 days of a day, the first to go first; those past it too."""
    rows = ResidentImport.objects.filter(within("wilayah__path", by.scope(IMPORT)), discarded_at__isnull=True)
    return list(rows.filter(until_on__lte=on + WARNED).select_related("wilayah").order_by("until_on", "pk"))


def discard_list(import_id: UUID, *, by: Actor, at: datetime, id: UUID) -> ResidentImport:
    """Let a whole list go: the data keys of its residents destroyed, what lies in clear overwritten, as in `erase`.

    Whoever stands on a newer list too belongs to that one, and stays. What remains says that there was a list:
    source, basis, counts, dates. Raises Refused: "not-found", "no-right".
    """
    row = ResidentImport.objects.select_related("wilayah").filter(pk=import_id).first()
    if row is None:
        raise Refused("not-found", "Impor ini tidak ada di wilayah Anda.")
    path = row.wilayah.path
    by.require(IMPORT, path)
    with journal.act("people.discard_list", id=id, by=by, at=at, where=path, body=import_id) as act:
        # An import under way may take somebody over from this list: it goes first, or waits.
        list(Wilayah.objects.select_for_update(no_key=True).filter(pk=territory.kecamatan(kecamatan_of(path)).pk))
        row = ResidentImport.objects.select_related("wilayah").select_for_update(of=("self",)).get(pk=import_id)
        act.about = {"import": str(import_id), "residents": 0}
        if act.repeated or row.discarded_at:
            return row
        act.about = {"import": str(import_id), "residents": _erase_all(row, at)}
        crypt.destroy(DataKey.objects.select_for_update().get(pk=row.key), at)
        row.sealed, row.discarded_at = b"", at
        row.save(update_fields=["sealed", "discarded_at"])
    return row


def _erase_all(row: ResidentImport, at: datetime) -> int:
    here = within("wilayah__path", [kecamatan_of(row.wilayah.path)])  # by the index of `wilayah`
    listed = Resident.objects.filter(here, source=row, erased_at__isnull=True)
    DataKey.objects.filter(pk__in=listed.values("key")).update(wrapped=None, destroyed_at=at)
    return listed.update(
        name=ERASED, name_key="", birth_on=None, nik_blind=None, kk_blind=None, sealed=b"", erased_at=at
    )


def _today(row: ResidentImport, at: datetime) -> date:
    return local_date(territory.kecamatan(kecamatan_of(row.wilayah.path)), at)
