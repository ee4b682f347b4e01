from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from siip.kernel import crypt
from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.people import residents
from siip.people.models import Resident
from siip.people.tests.conftest import FRIDAY, KARANG_PILANG, PLAJU, PLAJU_ILIR, PLAJU_ULU, missing, refused
from siip.people.tests.lists import ALI, RUSLAN, SITI
from siip.people.tests.test_resident_imports import take


def finder(plaju, path=PLAJU, *rights):
    rights = rights or ("people.find",)
    return Actor(None, None, plaju.house.device, frozenset(Grant(right, path) for right in rights))


@pytest.fixture
def listed(plaju):
    take(plaju, RUSLAN, SITI, ALI)
    return plaju


@pytest.mark.parametrize("written", ["1671140411690001", " 1671 1404 1169 0001\u00a0", "167114-041169-0001"])
def test_a_resident_is_found_by_nik_however_it_is_typed(listed, written):
    assert [row.name for row in residents.find_by_nik(written, by=finder(listed))] == ["RUSLAN"]


@pytest.mark.parametrize("written", ["1671140411690009", "16711404", "", "siti", "1,67114E+15"])
def test_another_number_or_none_finds_nobody(listed, written):
    assert residents.find_by_nik(written, by=finder(listed)) == []


def test_a_resident_is_found_by_name_and_birth_date(listed):
    by = finder(listed)
    assert [row.name for row in residents.find_by_name("H. Rus", date(1969, 11, 4), by=by)] == ["RUSLAN"]
    assert residents.find_by_name("Ruslan", date(1969, 11, 5), by=by) == []
    assert residents.find_by_name("Siti", date(1969, 11, 4), by=by) == []
    assert residents.find_by_name("", date(1969, 11, 4), by=by) == []


def test_nobody_is_found_outside_ones_own_territory(listed):
    ulu = finder(listed, PLAJU_ULU)
    assert residents.find_by_nik(RUSLAN[0], by=ulu) == []
    assert residents.find_by_name("Ruslan", date(1969, 11, 4), by=ulu) == []
    assert [row.name for row in residents.find_by_nik(ALI[0], by=ulu)] == ["ALI"]
    assert residents.find_by_nik(RUSLAN[0], by=finder(listed, KARANG_PILANG)) == []
    assert residents.find_by_nik(RUSLAN[0], by=finder(listed, PLAJU, "people.import")) == []


def test_a_resident_is_shown_with_what_is_sealed(listed):
    (row,) = residents.find_by_nik(RUSLAN[0], by=finder(listed))
    card = residents.resident(row.id, by=finder(listed))
    assert (card.name, card.birth_on, card.wilayah.path) == ("RUSLAN", date(1969, 11, 4), PLAJU_ILIR + "005/07/")
    assert card.details == {"nik": RUSLAN[0], "no_kk": RUSLAN[1], "sex": "L", "address": "Lr. Mawar"}


def test_a_resident_of_another_territory_is_not_shown(listed):
    (row,) = residents.find_by_nik(RUSLAN[0], by=finder(listed))
    with refused("not-found"):
        residents.resident(row.id, by=finder(listed, PLAJU_ULU))
    with refused("not-found"):
        residents.resident(missing(), by=finder(listed))


def test_residents_are_counted_where_one_may_look(listed):
    assert residents.resident_count(finder(listed)) == 3
    assert residents.resident_count(finder(listed, PLAJU_ULU)) == 1
    assert residents.resident_count(finder(listed, PLAJU, "services.see")) == 0


@pytest.mark.sqlite
def test_counting_them_reads_no_row_of_the_list(listed):
    by = finder(listed)
    with CaptureQueriesContext(connection) as asked:
        assert residents.resident_count(by) == 3
    with connection.cursor() as cursor:
        plans = [cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}").fetchall() for one in asked]
    counted = [step[3] for plan in plans for step in plan if "people_resident" in step[3]]
    assert len(counted) == 2 and all("COVERING INDEX people_resident_" in step for step in counted)


def erased(plaju, number=RUSLAN[0], id=None, path=PLAJU):
    (row,) = residents.find_by_nik(number, by=finder(plaju))
    by = finder(plaju, path, "people.find", "people.import")
    return residents.erase(row.id, by=by, at=FRIDAY, id=id or uuid7())


def test_erasing_leaves_nothing_that_tells_who_it_was(listed):
    row = erased(listed)
    kept = Resident.objects.get(pk=row.pk)
    assert (kept.name, kept.name_key, kept.birth_on, kept.nik_blind, kept.kk_blind, bytes(kept.sealed)) == (
        "dihapus", "", None, None, None, b"",
    )  # fmt: skip
    key = DataKey.objects.get(pk=row.key)
    assert (key.wrapped, key.destroyed_at) == (None, FRIDAY)
    with pytest.raises(crypt.Unreadable):
        residents.details_of(kept)
    assert residents.find_by_nik(RUSLAN[0], by=finder(listed)) == []
    assert residents.resident_count(finder(listed)) == 2


def test_erasing_leaves_an_entry_without_a_name(listed):
    row = erased(listed)
    entry = Entry.objects.get(act="people.erase_resident")
    assert (entry.about, entry.path) == ({"resident": str(row.pk)}, PLAJU_ILIR + "005/07/")


def test_erasing_twice_by_the_same_form_is_once(listed):
    (row,) = residents.find_by_nik(RUSLAN[0], by=finder(listed))
    by, id = finder(listed, PLAJU, "people.import"), uuid7()
    for _ in range(2):
        assert residents.erase(row.id, by=by, at=FRIDAY, id=id).name == "dihapus"
    assert Entry.objects.filter(act="people.erase_resident").count() == 1
    with refused("not-found"):
        residents.erase(row.id, by=by, at=FRIDAY, id=uuid7())


def test_whoever_only_finds_may_not_erase(listed):
    (row,) = residents.find_by_nik(RUSLAN[0], by=finder(listed))
    with refused("no-right"):
        residents.erase(row.id, by=finder(listed), at=FRIDAY, id=uuid7())
    with refused("not-found"):
        residents.erase(row.id, by=finder(listed, PLAJU_ULU, "people.import"), at=FRIDAY, id=uuid7())
    with refused("not-found"):
        residents.erase(missing(), by=finder(listed, PLAJU, "people.import"), at=FRIDAY, id=uuid7())
    assert Resident.objects.get(pk=row.pk).name == "RUSLAN"


def test_a_newer_list_takes_an_erased_person_in_as_somebody_new(listed):
    row = erased(listed)
    take(listed, RUSLAN)
    (again,) = residents.find_by_nik(RUSLAN[0], by=finder(listed))
    assert again.pk != row.pk


def test_the_database_keeps_no_half_erased_person(listed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(name="RUSLAN").update(erased_at=FRIDAY)


def test_the_database_keeps_one_nik_once_in_a_kecamatan(listed):
    blind = crypt.blind("nik", RUSLAN[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.filter(name="SITI").update(nik_blind=blind)
