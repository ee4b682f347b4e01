"""Residents on the list: found by NIK, or by name and birth date; shown; erased. Taken in: resident_imports."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.people.models import Resident
from siip.people.rules import nik as nik_rules
from siip.people.rules.names import is_match, name_key
from siip.wilayah.models import Wilayah

IMPORT, FIND = "people.import", "people.find"
ERASED = "dihapus"
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Card:
    """A resident with everything on the list; `details` are texts, the NIK and KK number among them."""

    id: UUID
    wilayah: Wilayah
    name: str
    birth_on: date | None
    details: dict[str, str]


def find_by_nik(written: str, *, by: Actor) -> list[Resident]:
    """The resident with this NIK, however it was typed; none for what is no NIK. One at most a kecamatan."""
    number = nik_rules.read(written).number
    if not number or nik_rules.faults(number):
        return []
    return list(_findable(by).filter(nik_blind=crypt.blind("nik", number)))


def find_by_name(written: str, birth_on: date, *, by: Actor) -> list[Resident]:
    """Residents born that day whose name has every word asked for, or begins one; titles do not count."""
    asked = name_key(written)
    born = _findable(by).filter(birth_on=birth_on).order_by("name", "id")
    return [row for row in born if is_match(asked, row.name_key)][:MOST_FOUND]


def resident(resident_id: UUID, *, by: Actor) -> Card:
    """A resident with what is sealed. Raises Refused: "not-found"."""
    row = _findable(by).filter(pk=resident_id).first()
    if row is None:
        raise Refused("not-found", "Orang ini tidak ada di daftar penduduk wilayah Anda. Layani dengan isian biasa.")
    return Card(row.id, row.wilayah, row.name, row.birth_on, details_of(row))


def details_of(row: Resident) -> dict[str, str]:
    """What is sealed of a resident. Raises crypt.Unreadable once erased."""
    plain = crypt.plain_key(DataKey.objects.get(pk=row.key))
    details: dict[str, str] = crypt.open_json(plain, bytes(row.sealed), aad=aad(row.id))
    return details


def aad(resident_id: UUID) -> str:
    """The place of a resident's sealed details, for kernel.crypt."""
    return f"people.resident:{resident_id}"


def resident_count(by: Actor) -> int:
    """How many residents are on the list where this actor may import or find."""
    here = Resident.objects.filter(within("wilayah__path", {*by.scope(IMPORT), *by.scope(FIND)}))
    # Two counts out of indexes alone, 3 ms for 30,000; who is not erased would be asked of every row, 50 ms.
    return here.count() - here.filter(erased_at__isnull=False).count()


def to_erase(resident_id: UUID, *, by: Actor) -> Resident:
    """A resident whom this actor may erase. Raises Refused: "no-right", "not-found"."""
    row = Resident.objects.select_related("wilayah").filter(pk=resident_id).first()
    if row is None or not any(by.may(right, row.wilayah.path) for right in (IMPORT, FIND)):
        raise Refused("not-found", "Orang ini tidak ada di daftar penduduk wilayah Anda.")
    by.require(IMPORT, row.wilayah.path)
    return row


def erase(resident_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Resident:
    """Erase somebody for good: the data key is destroyed, what lies in clear is overwritten.

    Letters that were issued keep their own sealed copy, as archive law asks. A newer list that names the
    person takes him in again, as somebody new. Raises Refused: "no-right", "not-found".
    """
    path = to_erase(resident_id, by=by).wilayah.path
    about = {"resident": str(resident_id)}
    with journal.act("people.erase_resident", id=id, by=by, at=at, where=path, about=about, body=resident_id) as act:
        row = Resident.objects.select_for_update(of=("self",)).select_related("wilayah").get(pk=resident_id)
        if act.repeated:
            return row
        if row.erased_at:
            raise Refused("not-found", "Orang ini sudah dihapus dari daftar penduduk.")
        crypt.destroy(DataKey.objects.select_for_update().get(pk=row.key), at)
        row.name, row.name_key, row.sealed, row.erased_at = ERASED, "", b"", at
        row.birth_on = row.nik_blind = row.kk_blind = None
        row.save(update_fields=["name", "name_key", "sealed", "erased_at", "birth_on", "nik_blind", "kk_blind"])
    return row


def _findable(by: Actor) -> QuerySet[Resident]:
    scope = within("wilayah__path", by.scope(FIND))
    return Resident.objects.filter(scope, erased_at__isnull=True).select_related("wilayah")
