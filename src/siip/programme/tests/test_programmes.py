from datetime import time

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.programme import programmes
from siip.programme.models import Programme
from siip.programme.programmes import Custom
from siip.programme.tests.conftest import AT, PLAJU


def begin(by, id=None, **custom):
    return programmes.begin_programme(
        PLAJU, Custom(**({"name": "Jumat Bersih"} | custom)), by=by, at=AT, id=id or uuid7()
    )


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_a_programme_is_on_friday_from_seven_unless_told_otherwise(plaju, rini):
    row = begin(rini)
    assert (row.weekday, row.starts, row.ends) == (4, time(7), time(9, 30))


def test_beginning_twice_with_one_token_begins_once(plaju, rini):
    token = uuid7()
    assert begin(rini, token) == begin(rini, token)
    assert Programme.objects.count() == 1
    assert Entry.objects.filter(act="programme.begin_programme").count() == 1


def test_a_lurah_does_not_begin_a_programme_of_the_kecamatan(plaju, hendra):
    assert refusal(lambda: begin(hendra)) == "no-right"
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("custom", "code"),
    [
        ({"name": ""}, "name-missing"),
        ({"ends": time(6)}, "hours-wrong"),
        ({"about": "hubungi 1671 1457 0885 9001"}, "nik-in-text"),
    ],
)
def test_a_wrong_programme_is_refused_and_leaves_no_entry(plaju, rini, custom, code):
    assert refusal(lambda: begin(rini, **custom)) == code
    assert not Entry.objects.filter(act="programme.begin_programme").exists()


def test_a_name_is_given_once_in_a_kecamatan(programme, rini):
    assert refusal(lambda: begin(rini)) == "name-taken"


def test_changing_the_hours_keeps_the_name_its_own(programme, rini):
    custom = Custom("Jumat Bersih", starts=time(6, 30))
    changed = programmes.change_programme(programme.id, custom, by=rini, at=AT, id=uuid7())
    assert changed.starts == time(6, 30)
    assert programmes.programmes(PLAJU) == [changed]


def test_changing_twice_with_one_token_changes_once(programme, rini):
    token = uuid7()
    for _ in range(2):
        programmes.change_programme(programme.id, Custom("Gotong Royong"), by=rini, at=AT, id=token)
    assert Entry.objects.filter(act="programme.change_programme").count() == 1


def test_an_outsider_neither_finds_nor_changes_a_programme(programme, outsider):
    change = lambda: programmes.change_programme(programme.id, Custom("X"), by=outsider, at=AT, id=uuid7())  # noqa: E731
    assert refusal(change) == "no-right"
    assert refusal(lambda: programmes.programme(programme.id, by=outsider)) == "not-found"


def test_a_lurah_finds_the_programme_of_his_kecamatan(programme, hendra):
    assert programmes.programme(programme.id, by=hendra) == programme


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("programme_weekday", {"weekday": 7}),
        ("programme_hours", {"ends": time(6)}),
        ("programme_name_once", {}),
    ],
)
def test_the_database_holds_its_rules(programme, name, values):
    row = {"id": uuid7(), "wilayah": programme.wilayah, "name": f"x{name}", "starts": time(7), "ends": time(8)}
    row |= values or {"name": programme.name}
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.create(**row)
