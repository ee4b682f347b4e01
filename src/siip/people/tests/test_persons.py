"""The people who work here, and what each has held."""

from datetime import date
from typing import Any

import pytest

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.people import offices, persons
from siip.people.models import Person
from siip.people.tests.conftest import FRIDAY, KARANG_PILANG, PLAJU, Plaju, missing, refused

TODAY = date(2026, 11, 27)


def test_a_person_is_kept_as_printed_on_letters(plaju: Plaju) -> None:
    made = persons.make_person(
        kecamatan=PLAJU, name="  Hendra   Saputra, S.Sos. ", nip="19800101 200501 1 001", by=plaju.dewi, at=FRIDAY,
        id=uuid7(),
    )  # fmt: skip
    assert (made.name, made.nip) == ("Hendra Saputra, S.Sos.", "198001012005011001")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " \u200b "}, "name-missing"),
        ({"name": "Rini", "nip": "12345"}, "nip-shape"),
        ({"name": "Rini 1671140101010001"}, "nik-in-text"),
        ({"name": "Rini", "phone": "1671140101010001"}, "nik-in-text"),
        ({"name": "Rini", "rank": "1671140101010001"}, "nik-in-text"),
    ],
)
def test_a_person_is_refused(plaju: Plaju, said: dict[str, str], code: str) -> None:
    with refused(code):
        persons.make_person(kecamatan=PLAJU, **said, by=plaju.dewi, at=FRIDAY, id=uuid7())
    assert Person.objects.filter(name__startswith="Rini").count() == 0


def test_a_person_sent_twice_is_made_once(plaju: Plaju) -> None:
    id = uuid7()
    for _ in range(2):
        made = persons.make_person(kecamatan=PLAJU, name="Rini", by=plaju.dewi, at=FRIDAY, id=id)
    assert (made.pk, Person.objects.filter(name="Rini").count()) == (id, 1)
    assert Entry.objects.get(pk=id).act == "people.make_person"


def test_a_manager_enters_nobody_in_another_kecamatan(plaju: Plaju) -> None:
    with refused("no-right"):
        persons.make_person(kecamatan=KARANG_PILANG, name="Rini", by=plaju.dewi, at=FRIDAY, id=uuid7())


def test_a_person_is_revised(plaju: Plaju) -> None:
    person, id = plaju.person("Rini"), uuid7()
    for _ in range(2):
        persons.revise_person(person.pk, name="Rini Astuti", rank="Penata (III/c)", by=plaju.dewi, at=FRIDAY, id=id)
    person.refresh_from_db()
    assert (person.name, person.rank) == ("Rini Astuti", "Penata (III/c)")


def test_a_person_of_another_kecamatan_is_not_found(plaju: Plaju) -> None:
    stranger = plaju.person("Slamet", KARANG_PILANG)
    for id in (stranger.pk, missing()):
        with refused("not-found"):
            persons.revise_person(id, name="X", by=plaju.dewi, at=FRIDAY, id=uuid7())


def test_whoever_manages_nothing_learns_nothing(plaju: Plaju) -> None:
    clerk = plaju.actor(plaju.staff("petugas_loket", "Rini"))
    with refused("no-right"):
        persons.persons(clerk)


def test_the_manager_sees_each_person_with_offices_and_account(plaju: Plaju, django_assert_num_queries: Any) -> None:
    rini, theirs = plaju.person("Rini"), plaju.person("Slamet", KARANG_PILANG)
    plaju.hold(plaju.office("petugas_loket"), rini)
    plaju.hold(plaju.office("camat", KARANG_PILANG), theirs)
    with django_assert_num_queries(2):
        found = persons.persons_today(list(persons.persons(plaju.dewi)), plaju.dewi, TODAY)
    seen = [(one.person.name, [held.office.kind for held in one.holdings], one.account is not None) for one in found]
    assert seen == [("Dewi", ["pengelola"], True), ("Rini", ["petugas_loket"], False)]


def test_every_office_that_somebody_held_is_remembered(plaju: Plaju) -> None:
    rini = plaju.person("Rini")
    plaju.hold(plaju.office("petugas_loket"), rini, until_on=date(2026, 10, 31))
    plaju.hold(plaju.office("seklur"), rini, from_on=date(2026, 11, 1))
    held = persons.holdings_of_person(rini.pk, plaju.dewi)
    assert [(one.office.kind, offices.is_held(one, TODAY)) for one in held] == [
        ("seklur", True),
        ("petugas_loket", False),
    ]
