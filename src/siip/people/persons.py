"""The people who work here: who they are, and which offices each holds or has held."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.people.models import Account, Holding, Person
from siip.people.rights import MANAGE, held_on, managed, managed_one

_NIP = re.compile(r"[0-9]{18}")


@dataclass(frozen=True, slots=True)
class PersonToday:
    """A person, the offices held on one day, and the account if there is one."""

    person: Person
    holdings: tuple[Holding, ...]
    account: Account | None


def make_person(
    *, kecamatan: str, name: str, nip: str = "", rank: str = "", phone: str = "", by: Actor, at: datetime, id: UUID
) -> Person:
    """Enter somebody who works here. `name` as printed on letters, with titles.

    Raises Refused: "no-right", "name-missing", "nip-shape", "nik-in-text".
    """
    by.require(MANAGE, kecamatan)
    body = [kecamatan, name, nip, rank, phone]
    with journal.act("people.make_person", id=id, by=by, at=at, where=kecamatan, body=body) as act:
        if act.repeated:
            return Person.objects.get(pk=id)
        person = Person(id=act.id, kecamatan=kecamatan, **_person(name, nip, rank, phone))
        person.save(force_insert=True)
    return person


def revise_person(
    person_id: UUID, *, name: str, nip: str = "", rank: str = "", phone: str = "", by: Actor, at: datetime, id: UUID
) -> Person:
    """Correct the name, NIP, rank or telephone of a person; letters already signed keep what they say.

    Raises Refused: "no-right", "not-found", "name-missing", "nip-shape", "nik-in-text".
    """
    found = person(person_id, by)
    about, body = {"person": str(person_id)}, [person_id, name, nip, rank, phone]
    with journal.act("people.revise_person", id=id, by=by, at=at, where=found.kecamatan, about=about, body=body) as act:
        if act.repeated:
            return found
        found = Person.objects.select_for_update().get(pk=person_id)
        for field, value in _person(name, nip, rank, phone).items():
            setattr(found, field, value)
        found.save()
    return found


def persons_today(found: Sequence[Person], by: Actor, on: date) -> list[PersonToday]:
    """Some of `persons`, with their offices of a day within the actor's reach and their accounts."""
    held = held_on(on).filter(managed("office__wilayah__path", by)).order_by("from_on", "id")
    today = Prefetch("holdings", queryset=held, to_attr="today")
    prefetch_related_objects(found, today)
    return [PersonToday(one, tuple(one.today), getattr(one, "account", None)) for one in found]  # type: ignore[attr-defined]


def persons(by: Actor) -> QuerySet[Person]:
    """The people whom the actor manages by name, with their accounts."""
    return Person.objects.filter(managed("kecamatan", by)).select_related("account").order_by("name", "pk")


def person(person_id: UUID, by: Actor) -> Person:
    """One person whom the actor manages. Raises Refused: "no-right", "not-found"."""
    return managed_one(Person.objects.select_related("account"), "kecamatan", person_id, by, "Orang")


def holdings_of_person(person_id: UUID, by: Actor) -> list[Holding]:
    """Every holding of a person within the actor's reach, the newest first."""
    found = Holding.objects.filter(managed("office__wilayah__path", by), person=person_id)
    return list(found.select_related("office__wilayah").order_by("-from_on", "-id"))


def _person(name: str, nip: str, rank: str, phone: str) -> dict[str, str]:
    name, digits = tidy(refuse_nik(name, "Nama")), re.sub(r"[\s.-]", "", nip)
    if not name:
        raise Refused("name-missing", "Nama belum diisi. Tulis nama lengkap dengan gelar, seperti pada surat.")
    if digits and not _NIP.fullmatch(digits):
        raise Refused("nip-shape", "NIP berisi 18 angka. Periksa, atau kosongkan bila tidak punya NIP.")
    said = {"name": name, "nip": digits, "rank": tidy(refuse_nik(rank, "Pangkat")), "phone": tidy(phone)}
    return said | {"phone": refuse_nik(said["phone"], "Nomor telepon")}
