"""Mandates: given with dates and a ground, taken back, and never to oneself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.actor import Actor
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.people import mandates
from siip.people.models import Mandate, Office, Person
from siip.people.tests.conftest import FRIDAY, KARANG_PILANG, PLAJU_ILIR, Plaju, missing, refused

TODAY = date(2026, 11, 27)
WEEK = timedelta(days=6)


@pytest.fixture
def house(plaju: Plaju) -> Any:
    """The lurah Hendra, the seklur Nyimas and the kasi Agus, each with an account."""
    plaju.hendra = plaju.actor(plaju.staff("lurah", "Hendra", PLAJU_ILIR))  # type: ignore[attr-defined]
    plaju.nyimas = plaju.actor(plaju.staff("seklur", "Nyimas", PLAJU_ILIR))  # type: ignore[attr-defined]
    return plaju


def office(kind: str) -> Office:
    return Office.objects.get(kind=kind, wilayah__path=PLAJU_ILIR)


def give(by: Actor, **said: Any) -> Mandate:
    usual = {
        "office_id": office("lurah").pk, "deputy_id": office("seklur").pk, "from_on": TODAY, "until_on": TODAY + WEEK,
        "ground": "Nota dinas 800/12/PLI/2026", "ground_on": TODAY, "at": FRIDAY, "id": uuid7(),
    }  # fmt: skip
    return mandates.give_mandate(**{**usual, **said}, by=by)


def in_force(at: datetime = FRIDAY) -> Mandate | None:
    return mandates.mandate_for(office("lurah"), office("seklur").pk, at)


@pytest.mark.parametrize("who", ["hendra", "dewi"])
def test_the_lurah_or_the_manager_enters_it_and_the_lurah_is_the_giver(house: Any, who: str) -> None:
    made = give(getattr(house, who))
    assert (made.giver.person.name, made.ground, in_force()) == ("Hendra", "Nota dinas 800/12/PLI/2026", made)
    assert Entry.objects.get(pk=made.pk).act == "people.give_mandate"
    assert mandates.mandates_of(office("lurah").pk) == mandates.mandates_held([office("seklur").pk], FRIDAY) == [made]


def test_it_holds_from_its_first_day_to_its_last_on_the_local_calendar(house: Any) -> None:
    give(house.hendra)
    midnight = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # 00.00 WIB of the 27th
    end = midnight + timedelta(days=7)
    held = [bool(in_force(at)) for at in (midnight - timedelta(seconds=1), midnight, end - timedelta(seconds=1), end)]
    assert held == [False, True, True, False]


def test_it_is_taken_back_at_once(house: Any) -> None:
    made, id = give(house.dewi), uuid7()
    for _ in range(2):
        mandates.end_mandate(made.pk, by=house.hendra, at=FRIDAY, id=id)
    assert (in_force(), Mandate.objects.get().ended_at) == (None, FRIDAY)
    with refused("mandate-ended"):
        mandates.end_mandate(made.pk, by=house.hendra, at=FRIDAY, id=uuid7())
    assert give(house.dewi).pk != made.pk  # what has ended stands in nobody's way


def test_sent_twice_it_is_given_once(house: Any) -> None:
    id = uuid7()
    assert give(house.dewi, id=id) == give(house.dewi, id=id)
    assert Mandate.objects.count() == 1


def test_it_is_refused(house: Any) -> None:
    counter = house.office("petugas_loket", PLAJU_ILIR)
    for said, code in (
        ({"until_on": TODAY - timedelta(days=1)}, "dates"),
        ({"from_on": TODAY - WEEK, "until_on": TODAY - timedelta(days=1)}, "dates"),
        ({"until_on": TODAY + timedelta(days=367)}, "mandate-long"),
        ({"ground": " "}, "ground-missing"),
        ({"ground": "Nota dinas " + "1" * mandates.LONGEST_GROUND}, "ground-long"),
        ({"ground_on": TODAY + timedelta(days=1)}, "ground-date"),
        ({"ground": "NIK 1671140101010001"}, "nik-in-text"),
        ({"deputy_id": counter.pk}, "mandate-deputy"),
        ({"deputy_id": office("lurah").pk}, "mandate-deputy"),
        ({"office_id": missing()}, "not-found"),
    ):
        with refused(code):
            give(house.dewi, **said)
    assert Mandate.objects.count() == 0


def test_two_of_the_same_may_not_overlap(house: Any) -> None:
    give(house.dewi)
    with refused("mandate-twice"):
        give(house.dewi, from_on=TODAY + WEEK, until_on=TODAY + 2 * WEEK)
    give(house.dewi, from_on=TODAY + WEEK + timedelta(days=1), until_on=TODAY + 2 * WEEK)


def test_nobody_gives_one_to_himself(house: Any) -> None:
    """Nyimas is Plh. Lurah this week, and stays seklur."""
    nyimas = Person.objects.get(name="Nyimas")
    house.hold(office("lurah"), nyimas, capacity="plh", from_on=TODAY, until_on=TODAY + WEEK)
    with refused("own-mandate"):
        give(house.actor(nyimas.account))


def test_a_vacant_office_gives_none(plaju: Plaju) -> None:
    plaju.office("lurah", PLAJU_ILIR)
    plaju.staff("seklur", "Nyimas", PLAJU_ILIR)
    with refused("nobody-gives"):
        give(plaju.dewi)


def test_who_has_no_right_gives_and_ends_none(house: Any) -> None:
    with refused("no-right"):
        give(house.nyimas)
    made = give(house.dewi)
    with refused("no-right"):
        mandates.end_mandate(made.pk, by=house.nyimas, at=FRIDAY, id=uuid7())


def test_what_lies_elsewhere_is_not_found(house: Any) -> None:
    made = give(house.dewi)
    stranger = house.actor(house.staff("pengelola", "Sri", KARANG_PILANG))
    with refused("not-found"):
        give(stranger)
    with refused("not-found"):
        mandates.end_mandate(made.pk, by=stranger, at=FRIDAY, id=uuid7())
    assert (list(mandates.mandates(stranger)), mandates.offices_that_give(stranger)) == ([], [])


def test_the_deputies_are_those_whom_a_letter_names(house: Any) -> None:
    assert [one.kind for one in mandates.deputies_of(office("lurah"))] == ["seklur"]
    assert [one.kind for one in mandates.offices_that_give(house.hendra)] == ["lurah"]


@pytest.mark.parametrize(
    "wrong", [{"until_on": TODAY - timedelta(days=1)}, {"ground": ""}, {"deputy_id": "office"}]
)  # fmt: skip
def test_the_table_refuses_what_is_no_mandate(house: Any, wrong: dict[str, Any]) -> None:
    made = give(house.dewi)
    wrong = {name: made.office_id if value == "office" else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=made.pk).update(**wrong)
