"""A list goes on the day after its last: keys destroyed, names overwritten, nothing of a newer list touched."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.people import resident_imports, resident_retention, residents
from siip.people.models import Resident, ResidentImport
from siip.people.resident_files import read_list
from siip.people.resident_imports import Terms
from siip.people.tests.conftest import FRIDAY, PLAJU, PLAJU_ILIR, missing, refused
from siip.people.tests.lists import ALI, RUSLAN, SITI, changed, workbook
from siip.people.tests.test_resident_imports import manager

LAST = date(2027, 1, 31)
BEGUN = datetime(2027, 1, 31, 17, 0, tzinfo=UTC)  # the first minute of February in Palembang


@pytest.fixture
def dewi(plaju):
    return manager(plaju)


def take(by, *rows, until=LAST):
    return resident_imports.import_residents(
        read_list(workbook(*rows), "daftar.xlsx"), Terms("Dukcapil", "pelayanan publik", until), where=PLAJU,
        new_id=uuid7, by=by, at=FRIDAY, id=uuid7(),
    ).taken.pk  # fmt: skip


def discard(list_id, by, id=None):
    return resident_retention.discard_list(list_id, by=by, at=BEGUN, id=id or uuid7())


def test_a_list_is_past_when_its_last_day_is_over_where_it_belongs(dewi):
    id = take(dewi, RUSLAN)
    assert resident_retention.lists_past(BEGUN - timedelta(seconds=1)) == []
    assert resident_retention.lists_past(BEGUN) == [id]
    discard(id, dewi)
    assert resident_retention.lists_past(BEGUN) == []


def test_a_list_is_warned_of_for_fourteen_days(plaju, dewi):
    id = take(dewi, RUSLAN)
    assert resident_retention.lists_ending(date(2027, 1, 16), by=dewi) == []
    assert [row.pk for row in resident_retention.lists_ending(date(2027, 1, 17), by=dewi)] == [id]
    assert [row.pk for row in resident_retention.lists_ending(date(2027, 2, 1), by=dewi)] == [id]
    assert resident_retention.lists_ending(LAST, by=manager(plaju, PLAJU_ILIR)) == []
    discard(id, dewi)
    assert resident_retention.lists_ending(LAST, by=dewi) == []


def test_nothing_of_a_list_can_be_read_or_found_afterwards(dewi):
    id = take(dewi, RUSLAN, SITI, changed(ALI, name=""))
    findings = ResidentImport.objects.get().key
    row = discard(id, dewi)
    assert (row.discarded_at, bytes(row.sealed), row.source) == (BEGUN, b"", "Dukcapil")
    for gone in Resident.objects.all():
        assert (gone.name, gone.name_key, gone.birth_on, gone.erased_at) == ("dihapus", "", None, BEGUN)
        assert gone.nik_blind is None and gone.kk_blind is None and bytes(gone.sealed) == b""
        with pytest.raises(crypt.Unreadable):
            residents.details_of(gone)
    keys = DataKey.objects.filter(pk__in=[*Resident.objects.values_list("key", flat=True), findings])
    assert [(key.wrapped, key.destroyed_at) for key in keys] == [(None, BEGUN)] * 3
    assert residents.resident_count(dewi) == 0
    told = resident_imports.outcome(id, by=dewi)
    assert (told.refused, told.warnings) == ((), ())


def test_whoever_stands_on_a_newer_list_stays(dewi):
    old = take(dewi, RUSLAN, SITI)
    take(dewi, RUSLAN, until=LAST + timedelta(days=365))
    discard(old, dewi)
    assert sorted(Resident.objects.values_list("name", flat=True)) == ["RUSLAN", "dihapus"]
    assert residents.details_of(Resident.objects.get(name="RUSLAN"))["nik"] == RUSLAN[0]


def test_it_is_written_down_once_with_a_count_and_no_name(dewi):
    id, act = take(dewi, RUSLAN, SITI), uuid7()
    assert discard(id, dewi, act).pk == discard(id, dewi, act).pk
    entry = Entry.objects.get(act="people.discard_list")
    assert (entry.about, entry.path, entry.at) == ({"import": str(id), "residents": 2}, PLAJU, BEGUN)
    discard(id, dewi)
    assert [one.about["residents"] for one in Entry.objects.filter(act="people.discard_list").order_by("seq")] == [2, 0]


def test_somebody_on_a_list_that_went_can_be_taken_in_again(dewi):
    discard(take(dewi, RUSLAN), dewi)
    take(dewi, RUSLAN, until=LAST + timedelta(days=365))
    assert sorted(Resident.objects.values_list("name", flat=True)) == ["RUSLAN", "dihapus"]


def test_letting_a_list_go_asks_the_right_to_import(plaju, dewi):
    id = take(dewi, RUSLAN)
    for by, which, code in (
        (manager(plaju, PLAJU_ILIR), id, "no-right"),
        (replace(dewi, grants=frozenset()), id, "no-right"),
        (dewi, missing(), "not-found"),
    ):
        with refused(code):
            discard(which, by)
    assert Resident.objects.get().name == "RUSLAN"
