"""A Friday with RT 07, 07a and 13: Ruslan heads RT 07, Yusuf 07a, Hasan the RW around both."""

from datetime import date, time

import pytest

from siip.kernel.ids import uuid7
from siip.mobilisation import links
from siip.mobilisation.answers import Reply
from siip.people import offices, persons
from siip.programme import events, programmes
from tests.cast import AT, PLAJU, PLAJU_ILIR

FRIDAY = date(2026, 11, 27)
RTS = tuple(PLAJU_ILIR + tail for tail in ("02/07/", "02/07a/", "05/13/"))
COMES = Reply("yes", 15)


@pytest.fixture
def rini(cast):
    return cast.actor("rini")


@pytest.fixture
def dewi(cast):
    return cast.actor("dewi")


@pytest.fixture
def install(cast, dewi):
    """Gives somebody the office of head: `install("Yusuf", "ketua_rt", path, phone)` returns the holding."""

    def install(name, kind, path, phone="", from_on=date(2026, 1, 5), **term):
        person = persons.make_person(kecamatan=PLAJU, name=name, phone=phone, by=dewi, at=AT, id=uuid7())
        office = next((one for one in offices.offices_at(path) if one.kind == kind), None) or offices.make_office(
            kind=kind, wilayah=cast.place(path).pk, title=f"Ketua {cast.place(path).title}", by=dewi, at=AT, id=uuid7()
        )
        made = offices.give_office(
            office_id=office.id, person_id=person.id, from_on=from_on, **term, by=dewi, at=AT, id=uuid7()
        )
        return offices.holding(made.id, dewi)

    return install


@pytest.fixture
def yusuf(install):
    return install("Yusuf", "ketua_rt", PLAJU_ILIR + "02/07a/", "0812-3456-7890")


@pytest.fixture
def hasan(install):
    return install("Hasan", "ketua_rw", PLAJU_ILIR + "02/", "0813 1111 2222")


@pytest.fixture
def plan(cast, rini):
    """Plans a Friday: `plan(on=..., rts=...)`."""

    def plan(**other):
        usual = {
            "kelurahan": PLAJU_ILIR, "on": FRIDAY, "starts": time(7), "ends": time(9, 30),
            "street": "Jalan DI Panjaitan", "gathering": "Depan Kantor Lurah", "rts": RTS,
            "services": ("domisili_orang",),
        }  # fmt: skip
        said = events.Plan(**(usual | other))
        return events.plan_event(programmes.programmes(PLAJU)[0].id, said, by=rini, at=AT, id=uuid7())

    return plan


@pytest.fixture
def event(plan, yusuf, hasan):
    return plan()


@pytest.fixture
def visit(event, rini):
    """`visit(holding)` opens the page of a head by his link."""

    def visit(holding, at=AT):
        links.make_links(event.pk, by=rini, at=AT, id=uuid7())
        link = links.latest([holding.pk])[holding.pk]
        return links.by_token(links.token(link), kecamatan=PLAJU, at=at)

    return visit
