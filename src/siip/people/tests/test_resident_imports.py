import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from siip.kernel import journal
from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.people import resident_imports, residents
from siip.people.models import Resident, ResidentImport
from siip.people.resident_files import read_list
from siip.people.resident_imports import RowsRefused, Terms
from siip.people.tests.conftest import (
    FRIDAY,
    KARANG_PILANG,
    PLAJU,
    PLAJU_ILIR,
    PLAJU_ULU,
    build,
    missing,
    refused,
)
from siip.people.tests.lists import ALI, RUSLAN, SITI, changed, workbook
from siip.wilayah.models import Wilayah
from siip.wilayah.territory import new_row

TERMS = Terms("Dukcapil Kota Palembang", "UU 27/2022 pasal 20 ayat (2) huruf e", date(2027, 12, 31))


def manager(plaju, path=PLAJU, *more):
    rights = ("people.import", "people.find", *more)
    return Actor(None, None, plaju.house.device, frozenset(Grant(right, path) for right in rights))


def take(plaju, *rows, where=PLAJU, by=None, terms=TERMS, at=FRIDAY, id=None, **said):
    file = read_list(workbook(*rows), "daftar.xlsx")
    return resident_imports.import_residents(
        file, terms, where=where, new_id=uuid7, by=by or manager(plaju), at=at, id=id or uuid7(), **said
    )


def names():
    return sorted(Resident.objects.values_list("name", flat=True))


def counts(row):
    return (row.row_count, row.added_count, row.updated_count, row.refused_count, row.warned_count)


def found(plaju, row):
    (one,) = residents.find_by_nik(row[0], by=manager(plaju))
    return one


def test_a_list_is_taken_in(plaju):
    outcome = take(plaju, RUSLAN, SITI)
    assert counts(outcome.taken) == (2, 2, 0, 0, 0)
    assert (outcome.refused, outcome.warnings) == ((), ())
    assert names() == ["RUSLAN", "SITI"]
    row = found(plaju, RUSLAN)
    assert (row.wilayah.path, row.birth_on, row.name_key) == (PLAJU_ILIR + "005/07/", date(1969, 11, 4), "ruslan")


def test_one_person_has_one_data_key(plaju):
    take(plaju, RUSLAN, SITI)
    keys = set(Resident.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert DataKey.objects.filter(pk__in=keys).count() == 2


def test_an_import_leaves_one_entry_with_counts_only(plaju):
    outcome = take(plaju, RUSLAN, changed(SITI, birth="entah"))
    entry = Entry.objects.get(act="people.import_residents")
    assert entry.pk == outcome.taken.pk
    assert entry.about == {"rows": 2, "added": 1, "updated": 0, "refused": 1, "warned": 0}
    assert list(journal.faults()) == []


def test_good_rows_go_in_and_the_others_are_listed_with_number_and_reason(plaju):
    outcome = take(plaju, changed(RUSLAN, name=""), SITI, changed(ALI, kelurahan="Kalidoni"))
    assert names() == ["SITI"]
    assert [(finding.row, finding.code) for finding in outcome.refused] == [
        (2, "name-missing"),
        (4, "kelurahan-unknown"),
    ]
    assert outcome.refused[1].message == "“Kalidoni” bukan kelurahan atau desa di wilayah impor ini. Periksa ejaannya."


def test_all_or_nothing_takes_nothing_when_a_row_is_refused(plaju):
    with pytest.raises(RowsRefused) as refusal:
        take(plaju, changed(RUSLAN, name=""), SITI, all_or_nothing=True)
    assert [finding.row for finding in refusal.value.rows] == [2]
    assert (names(), Entry.objects.filter(act="people.import_residents").count()) == ([], 0)
    assert counts(take(plaju, RUSLAN, SITI, all_or_nothing=True).taken) == (2, 2, 0, 0, 0)


def test_warnings_are_listed_and_counted_by_row(plaju):
    outcome = take(plaju, changed(RUSLAN, sex="P", birth="05-11-1969"), SITI)
    assert [(finding.row, finding.code) for finding in outcome.warnings] == [(2, "nik-birth"), (2, "nik-sex")]
    assert outcome.taken.warned_count == 1


def test_the_findings_are_kept_sealed_and_read_again(plaju):
    outcome = take(plaju, changed(RUSLAN, birth="32-01-1969"), SITI, changed(ALI, sex="X"))
    again = resident_imports.outcome(outcome.taken.pk, by=manager(plaju))
    assert (again.refused, again.warnings) == (outcome.refused, outcome.warnings)
    assert b"32-01-1969" not in bytes(ResidentImport.objects.get().sealed)


def test_an_import_sent_twice_is_done_once(plaju):
    id = uuid7()
    first = take(plaju, RUSLAN, changed(SITI, name=""), id=id)
    second = take(plaju, RUSLAN, changed(SITI, name=""), id=id)
    assert (second.taken.pk, second.refused) == (first.taken.pk, first.refused)
    assert (names(), ResidentImport.objects.count()) == (["RUSLAN"], 1)
    with refused("other-payload"):
        take(plaju, SITI, id=id)


def test_the_same_nik_is_the_same_person_as_the_newer_list_says(plaju):
    take(plaju, RUSLAN, SITI)
    before = found(plaju, RUSLAN)
    outcome = take(plaju, changed(RUSLAN, name="H. RUSLAN", kelurahan="Plaju Ulu", rt="", address="Jl. Melati"))
    after = found(plaju, RUSLAN)
    assert counts(outcome.taken) == (1, 0, 1, 0, 0)
    assert (after.pk, after.key, after.name, after.wilayah.path) == (before.pk, before.key, "H. RUSLAN", PLAJU_ULU)
    assert residents.details_of(after)["address"] == "Jl. Melati"
    assert (after.source_id, found(plaju, SITI).source_id != after.source_id) == (outcome.taken.pk, True)


def test_a_list_taken_in_again_doubles_nobody_with_or_without_nik(plaju):
    rows = (RUSLAN, changed(SITI, nik=""), changed(ALI, nik="", no_kk=""))
    take(plaju, *rows)
    assert counts(take(plaju, *rows).taken) == (3, 0, 3, 0, 2)
    assert names() == ["ALI", "RUSLAN", "SITI"]


def test_a_newborn_gets_the_nik_of_the_next_list(plaju):
    take(plaju, changed(SITI, nik=""))
    before = Resident.objects.get()
    take(plaju, SITI)
    assert found(plaju, SITI).pk == before.pk


def test_a_row_without_nik_does_not_replace_one_with_it(plaju):
    take(plaju, RUSLAN)
    outcome = take(plaju, changed(RUSLAN, nik=1671140411690000, address="Jl. Lain"), SITI)
    assert [finding.code for finding in outcome.refused] == ["row-poorer"]
    assert residents.details_of(found(plaju, RUSLAN))["address"] == "Lr. Mawar"


def test_each_kecamatan_has_a_list_of_its_own(plaju):
    new_row(KARANG_PILANG + "1001/", "Warugunung").save()
    take(plaju, RUSLAN)
    moved = changed(RUSLAN, kelurahan="Warugunung", rt="")
    outcome = take(plaju, moved, where=KARANG_PILANG, by=manager(plaju, KARANG_PILANG))
    assert counts(outcome.taken) == (1, 1, 0, 0, 0)
    assert Resident.objects.count() == 2


def test_an_import_into_one_kelurahan_refuses_the_others(plaju):
    outcome = take(plaju, RUSLAN, ALI, where=PLAJU_ILIR)
    assert [finding.code for finding in outcome.refused] == ["kelurahan-unknown"]
    assert names() == ["RUSLAN"]


def test_an_unknown_rt_is_told_and_the_person_stands_with_the_kelurahan(plaju):
    outcome = take(plaju, ALI)
    assert [finding.code for finding in outcome.warnings] == ["rt-unknown"]
    assert found(plaju, ALI).wilayah.path == PLAJU_ULU


def test_missing_rt_are_made_when_asked(plaju):
    by = manager(plaju, PLAJU, "wilayah.manage")
    outcome = take(plaju, ALI, changed(SITI, rt="08"), by=by, make_rt=True)
    assert outcome.warnings == ()
    assert found(plaju, ALI).wilayah.path == PLAJU_ULU + "006/013/"
    assert found(plaju, SITI).wilayah.path == PLAJU_ILIR + "005/08/"
    assert Wilayah.objects.filter(path=PLAJU_ULU + "006/").exists()


def test_an_rt_that_cannot_be_made_is_told(plaju):
    by = manager(plaju, PLAJU, "wilayah.manage")
    twin = ["1671140411700004", "1671141509150002", "UMAR", "04-11-1970", "L", "013", "-", "Plaju Ulu", ""]
    outcome = take(plaju, ALI, twin, changed(SITI, rt="07", rw="-"), by=by, make_rt=True)
    assert outcome.taken.added_count == 3
    assert {finding.code for finding in outcome.warnings} <= {"rt-unknown"}


def test_making_rt_asks_the_right_to_manage_territory(plaju):
    with refused("no-right"):
        take(plaju, ALI, make_rt=True)
    assert (names(), Wilayah.objects.filter(path__startswith=PLAJU_ULU).count()) == ([], 1)


def test_an_import_asks_its_right(plaju):
    for by in (manager(plaju, KARANG_PILANG), Actor(None, None, plaju.house.device, frozenset())):
        with refused("no-right"):
            take(plaju, RUSLAN, by=by)
    with refused("no-right"):
        take(plaju, RUSLAN, by=manager(plaju, PLAJU_ILIR))
    assert names() == []


def test_a_place_that_is_not_here_is_refused(plaju):
    with refused("unknown-wilayah"):
        take(plaju, RUSLAN, where="16/71/99/", by=manager(plaju, ""))


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(" ", "dasar", date(2027, 1, 1)), "terms-missing"),
        (Terms("Dukcapil", "", date(2027, 1, 1)), "terms-missing"),
        (Terms("Dukcapil", "dasar", date(2026, 11, 26)), "terms-past"),
        (Terms(f"Berkas {RUSLAN[0]}", "dasar", date(2027, 1, 1)), "nik-in-text"),
        (Terms("Dukcapil", RUSLAN[0], date(2027, 1, 1)), "nik-in-text"),
    ],
)
def test_where_a_list_is_from_why_and_until_when_must_be_said(plaju, terms, code):
    with refused(code):
        take(plaju, RUSLAN, terms=terms)


def test_nothing_to_take_in_is_refused_with_the_first_reason(plaju):
    with pytest.raises(resident_imports.Refused, match=r"Baris 2: Nama kosong") as refusal:
        take(plaju, changed(RUSLAN, name=""))
    assert refusal.value.code == "nothing-to-import"
    with refused("nothing-to-import"):
        take(plaju)


def test_defaults_name_the_file_and_last_a_year():
    terms = resident_imports.default_terms("daftar.xlsx", date(2028, 2, 29))
    assert (terms.source, terms.until_on) == ("Berkas daftar.xlsx", date(2029, 2, 28))
    assert "27/2022" in terms.basis


def test_today_is_the_day_of_the_kecamatan(plaju):
    late = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)  # 00.30 WIB on Saturday
    assert resident_imports.local_date(plaju.places[PLAJU], late) == date(2026, 11, 28)
    newborn = changed(RUSLAN, nik="", birth="28-11-2026")
    assert counts(take(plaju, newborn, at=late).taken)[1] == 1


def test_a_check_stores_nothing_and_says_what_an_import_would(plaju):
    file = read_list(workbook(RUSLAN, ALI, changed(SITI, name="")), "daftar.xlsx")
    checked = resident_imports.check_list(file, where=PLAJU, by=manager(plaju), at=FRIDAY)
    assert [one.name for one in checked.listed] == ["RUSLAN", "ALI"]
    assert [finding.code for finding in checked.refused] == ["name-missing"]
    assert [finding.code for finding in checked.warnings] == ["rt-unknown"]
    assert names() == []
    with refused("no-right"):
        resident_imports.check_list(file, where=PLAJU, by=manager(plaju, PLAJU_ILIR), at=FRIDAY)


def test_imports_are_listed_where_one_may_import(plaju):
    first = take(plaju, RUSLAN, where=PLAJU_ILIR).taken
    second = take(plaju, SITI, at=FRIDAY.replace(hour=2)).taken
    assert [row.pk for row in resident_imports.imports(manager(plaju))] == [second.pk, first.pk]
    assert [row.pk for row in resident_imports.imports(manager(plaju, PLAJU_ILIR))] == [first.pk]
    with refused("not-found"):
        resident_imports.outcome(second.pk, by=manager(plaju, PLAJU_ILIR))
    with refused("not-found"):
        resident_imports.outcome(missing(), by=manager(plaju))


def test_progress_is_told_to_the_end(plaju):
    told = []
    take(plaju, RUSLAN, SITI, progress=lambda what, done, total: told.append((what, done, total)))
    assert told == [("Memeriksa", 2, 2), ("Menyimpan", 2, 2)]


def test_an_import_that_breaks_half_way_leaves_nothing(plaju, monkeypatch):
    def full(what, done, total):
        if what == "Menyimpan":
            raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        take(plaju, RUSLAN, SITI, progress=full)
    assert (names(), DataKey.objects.filter(pk__in=ResidentImport.objects.values("key")).count()) == ([], 0)
    assert not Entry.objects.filter(act="people.import_residents").exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_double_nobody():
    plaju = build()
    rows = [changed(RUSLAN, nik=f"167114041169{number:04}") for number in range(1, 120)]
    by, start = manager(plaju), threading.Barrier(2)

    def one(address: str) -> tuple[int, int]:
        try:
            start.wait()
            taken = take(plaju, *[changed(row, address=address) for row in rows], by=by).taken
            return taken.added_count, taken.updated_count
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ["Lr. Mawar", "Jl. Melati"])) == [(0, 119), (119, 0)]
    assert Resident.objects.count() == 119
    assert len({residents.details_of(row)["address"] for row in Resident.objects.all()}) == 1
    assert list(journal.faults()) == []
