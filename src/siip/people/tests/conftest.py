"""A small Plaju for the tests of people: two kelurahan, a second kecamatan, and the manager Bu Dewi."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import House
from siip.kernel.refused import Refused
from siip.people import accounts, offices, persons, rights
from siip.people.models import Account, Holding, Office, Person
from siip.wilayah.models import Wilayah
from siip.wilayah.territory import new_row

PLAJU = "16/71/14/"
PLAJU_ILIR = "16/71/14/1003/"
PLAJU_ULU = "16/71/14/1001/"
KARANG_PILANG = "35/78/01/"
PLACES = {
    "16/": "Sumatera Selatan", "16/71/": "Kota Palembang", PLAJU: "Plaju", PLAJU_ILIR: "Plaju Ilir",
    PLAJU_ULU: "Plaju Ulu", "16/71/14/1003/005/": "RW 005", "16/71/14/1003/005/07/": "RT 07",
    "35/": "Jawa Timur", "35/78/": "Kota Surabaya", KARANG_PILANG: "Karang Pilang",
}  # fmt: skip
FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # 08.00 WIB
PASSWORD = "hujan kemarau sepeda"


@dataclass
class Plaju:
    """Builds rows by the area's own acts. `house` may do everything, `dewi` manages Kecamatan Plaju."""

    places: dict[str, Wilayah]
    house: Actor
    dewi: Actor = field(init=False)

    def person(self, name: str, kecamatan: str = PLAJU, nip: str = "") -> Person:
        return persons.make_person(kecamatan=kecamatan, name=name, nip=nip, by=self.house, at=FRIDAY, id=uuid7())

    def office(self, kind: str, path: str = PLAJU_ILIR, title: str = "") -> Office:
        place = self.places[path]
        name = title or f"{kind} {place.name}"
        return offices.make_office(kind=kind, wilayah=place.pk, title=name, by=self.house, at=FRIDAY, id=uuid7())

    def hold(self, office: Office, person: Person, **said: object) -> Holding:
        values = {"from_on": date(2026, 1, 1), **said}
        return offices.give_office(
            office_id=office.pk, person_id=person.pk, **values, by=self.house, at=FRIDAY, id=uuid7()
        )  # type: ignore[arg-type]

    def account(self, person: Person, username: str) -> Account:
        return accounts.open_account(
            person_id=person.pk, username=username, password=PASSWORD, by=self.house, at=FRIDAY, id=uuid7()
        )

    def staff(self, kind: str, name: str, path: str = PLAJU_ILIR, username: str = "") -> Account:
        """Somebody in an office with an account of his own."""
        person = self.person(name, kecamatan=path[:9])
        self.hold(self.office(kind, path), person)
        return self.account(person, username or name.split()[-1].lower())

    def actor(self, account: Account, at: datetime = FRIDAY) -> Actor:
        return rights.actor_for(account, at)


def build() -> Plaju:
    house = House.objects.create(id=uuid7(), training=True, made_at=FRIDAY)
    places = {path: new_row(path, name) for path, name in PLACES.items()}
    for place in places.values():
        place.save()
    grants = frozenset({Grant("people.manage", "")})
    found = Plaju(places, Actor(None, None, house.pk, grants))
    found.dewi = found.actor(found.staff("pengelola", "Dewi", PLAJU))
    return found


@pytest.fixture
def plaju(db: None) -> Plaju:
    return build()


def refused(code: str) -> Any:
    """The block is refused with exactly this code."""
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def missing() -> UUID:
    """An id that is nobody's."""
    return UUID(int=7)
