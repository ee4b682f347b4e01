"""The cast of the programme: Plaju with two RT, its administrator, the lurah of Plaju Ilir, an outsider."""

from datetime import UTC, date, datetime, time

import pytest

from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.people.models import Person
from siip.programme import events, programmes
from siip.wilayah import rts, territory

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, 10.00 WIB
FRIDAY = date(2026, 11, 27)
PLAJU = "16/71/14/"
ILIR = PLAJU + "1003/"
ULU = PLAJU + "1001/"
SURABAYA = "35/78/01/"


def planner(path):
    rights = ("programme.see", "programme.plan", "wilayah.manage")
    return Actor(uuid7(), 1, uuid7(), frozenset(Grant(right, path) for right in rights))


@pytest.fixture
def rini():
    """Bu Rini, clerk of Kecamatan Plaju."""
    return planner(PLAJU)


@pytest.fixture
def hendra():
    """Pak Hendra, lurah of Plaju Ilir."""
    return planner(ILIR)


@pytest.fixture
def outsider():
    """Somebody who plans in another kecamatan."""
    return planner(SURABAYA)


@pytest.fixture
def plaju(db):
    house = territory.house_actor(uuid7())
    territory.load_kecamatan("35.78.01", by=house, at=AT, id=uuid7())
    return territory.load_kecamatan("16.71.14", by=house, at=AT, id=uuid7())


@pytest.fixture
def ilir_rts(plaju, rini):
    return [
        row.path for row in rts.add_rts(ILIR, [rts.RwRt("02", "07"), rts.RwRt("02", "07a")], by=rini, at=AT, id=uuid7())
    ]


@pytest.fixture
def programme(plaju, rini):
    return programmes.begin_programme(PLAJU, programmes.Custom("Jumat Bersih"), by=rini, at=AT, id=uuid7())


@pytest.fixture
def ruslan(plaju):
    return Person.objects.create(id=uuid7(), kecamatan=PLAJU, name="Ruslan")


def a_plan(**other):
    """Friday, 07.00 to 09.30, along Jalan DI Panjaitan."""
    usual = {"kelurahan": ILIR, "on": FRIDAY, "starts": time(7), "ends": time(9, 30), "street": "Jalan DI Panjaitan"}
    return events.Plan(**(usual | other))


@pytest.fixture
def plan(programme, rini):
    """Plans an event: `plan(street=...)` by Bu Rini."""

    def plan(*, by=rini, at=AT, id=None, **other):
        return events.plan_event(programme.id, a_plan(**other), by=by, at=at, id=id or uuid7())

    return plan
