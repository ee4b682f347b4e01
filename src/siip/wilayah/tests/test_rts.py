from datetime import date

import pytest

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.wilayah import rts, successions, territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rts import RefusedRow, RwRt
from siip.wilayah.rules.rt_sheet import RtRow
from siip.wilayah.tests.conftest import AT, BAGUSKUNING, ILIR, PLAJU, holder

pytestmark = pytest.mark.usefixtures("plaju")


def refused_code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def beneath(path):
    places = [*territory.rws_of(path), *territory.rts_of(path)]
    return sorted(place.path.removeprefix(path) for place in places)


# Typed


def test_an_rt_comes_with_its_rw(add):
    (rt,) = add("005/07A")
    assert (rt.path, rt.code) == (ILIR + "005/07a/", "16.71.14.1003.005.07a")
    assert (rt.title, rt.number, rt.zone, rt.valid_from) == ("RT 07a", "07a", "WIB", None)
    assert beneath(ILIR) == ["005/", "005/07a/"]
    assert territory.at_path(ILIR + "005/").title == "RW 005"


def test_a_missing_rw_is_no_place(add):
    (rt,) = add("-/07")
    assert (rt.path, beneath(ILIR)) == (ILIR + "-/07/", ["-/07/"])
    assert rt in territory.rts_of(ILIR)


def test_another_spelling_is_the_same_rt(add):
    first = add("005/07a", "005/08")
    assert add("5/7A", "05/008") == first
    assert beneath(ILIR) == ["005/", "005/07a/", "005/08/"]


def test_the_lurah_adds_in_his_kelurahan_only(lurah):
    added = rts.add_rts(ILIR, [RwRt("1", "1")], by=lurah, at=AT, id=uuid7())
    assert len(added) == 1
    call = rts.add_rts
    code = refused_code(call, BAGUSKUNING, [RwRt("1", "1")], by=lurah, at=AT, id=uuid7())
    assert (code, beneath(BAGUSKUNING)) == ("no-right", [])


def test_one_bad_number_refuses_them_all(add):
    entries = Entry.objects.count()
    assert refused_code(add, "005/07", "005/tujuh") == "rt-unreadable"
    assert (beneath(ILIR), Entry.objects.count()) == ([], entries)


def test_a_number_with_and_without_rw_is_refused(add):
    add("-/07")
    assert refused_code(add, "005/07") == "rt-rw-unclear"


@pytest.mark.parametrize("path", ["16/71/14/1099/", "16/71/14/1003", "abc", "16/71/14/1003/005/"])
def test_what_is_no_place_here_gets_no_rt(house, path):
    call = rts.add_rts
    code = refused_code(call, path, [RwRt("1", "1")], by=house, at=AT, id=uuid7())
    assert code == "unknown-wilayah"


def test_a_kecamatan_gets_no_rt(house):
    call = rts.add_rts
    code = refused_code(call, PLAJU, [RwRt("1", "1")], by=house, at=AT, id=uuid7())
    assert code == "not-a-kelurahan"


def test_adding_leaves_one_entry_without_the_numbers(lurah):
    id = uuid7()
    rts.add_rts(ILIR, [RwRt("5", "7"), RwRt("5", "8")], by=lurah, at=AT, id=id)
    entry = Entry.objects.get(pk=id)
    assert (entry.act, entry.path, entry.about) == ("wilayah.add_rts", ILIR, {"count": 2})
    assert (entry.person, list(journal.faults())) == (lurah.person, [])


def test_adding_what_is_there_leaves_no_entry(add):
    add("005/07")
    entries = Entry.objects.count()
    add("005/07")
    assert Entry.objects.count() == entries


def test_sent_twice_is_added_once(lurah):
    id, pairs = uuid7(), [RwRt("5", "7")]
    first = rts.add_rts(ILIR, pairs, by=lurah, at=AT, id=id)
    assert rts.add_rts(ILIR, pairs, by=lurah, at=AT, id=id) == first
    assert Entry.objects.filter(act="wilayah.add_rts").count() == 1


def test_another_rt_under_the_same_id_is_refused(lurah):
    id = uuid7()
    rts.add_rts(ILIR, [RwRt("5", "7")], by=lurah, at=AT, id=id)
    call = rts.add_rts
    assert refused_code(call, ILIR, [RwRt("5", "8")], by=lurah, at=AT, id=id) == "other-payload"


def test_a_number_used_before_begins_when_the_old_one_ended(add, admin):
    (old,) = add("005/07")
    day = date(2026, 12, 1)
    successions.retire(old.path, on=day, by=admin, at=AT, id=uuid7())
    (new,) = add("005/07")
    assert (new.pk == old.pk, new.valid_from) == (False, day)


# From a sheet


def imported(rows, by, inside=PLAJU, id=None):
    return rts.import_rts(rows, inside=inside, by=by, at=AT, id=id or uuid7())


def test_what_would_come_of_rows_is_told_and_nothing_stored(admin, add):
    add("005/08")
    rows = [RtRow(2, "Plaju Ilir", "005", "07a"), RtRow(3, "Plaju Ilir", "5", "8"), RtRow(4, "Atlantis", "1", "1")]
    told = rts.check_rts(rows, inside=PLAJU, by=admin)
    assert (told.added, told.known_count, [row.number for row in told.refused]) == ((ILIR + "005/07a/",), 1, [4])
    assert beneath(ILIR) == ["005/", "005/08/"]
    assert imported(rows, admin) == told


def test_looking_asks_the_right_too(lurah):
    assert refused_code(rts.check_rts, [], inside=PLAJU, by=lurah) == "no-right"


def test_good_rows_go_in_and_bad_rows_are_listed(admin, add):
    add("005/08")
    result = imported(
        [
            RtRow(2, "Plaju Ilir", "005", "07a"),
            RtRow(3, "Kel. Bagus Kuning", None, 12.0),
            RtRow(4, "1671141004", "-", "13"),
            RtRow(5, "Sebelas Ulu", "1", "1"),
            RtRow(6, "Plaju Ilir", "005", ""),
            RtRow(7, "Plaju Ilir", "5", "007A"),
            RtRow(8, "Plaju Ilir", "5", "8"),
            RtRow(9, "", "5", "9"),
        ],
        admin,
    )
    assert beneath(ILIR) == ["005/", "005/07a/", "005/08/"]
    assert beneath(BAGUSKUNING) == ["-/12/", "-/13/"]
    assert set(result.added) == {ILIR + "005/07a/", BAGUSKUNING + "-/12/", BAGUSKUNING + "-/13/"}
    assert result.known_count == 1
    assert [row.number for row in result.refused] == [5, 6, 7, 9]
    assert result.refused[0].reason.startswith("“Sebelas Ulu” tidak ditemukan")
    assert result.refused[1].reason.startswith("Nomor RT kosong")
    assert result.refused[2] == RefusedRow(7, "RT ini sudah ada di baris 2.")
    assert result.refused[3].reason.startswith("Kolom kelurahan kosong")


def test_a_lurah_need_not_name_his_kelurahan(lurah):
    result = imported([RtRow(2, "", "5", "7")], lurah, ILIR)
    assert result.added == (ILIR + "5/", ILIR + "5/7/")


def test_a_row_of_the_kelurahan_next_door_is_refused(lurah):
    result = imported([RtRow(2, "Baguskuning", "5", "7")], lurah, ILIR)
    assert (result.added, [row.number for row in result.refused]) == ((), [2])


def test_a_sheet_for_a_place_without_the_right_is_refused(lurah):
    assert refused_code(imported, [RtRow(2, "Plaju Ilir", "5", "7")], lurah) == "no-right"


@pytest.mark.parametrize(
    "cell", ["=1+1", "<script>alert(1)</script>", '#read("/etc/passwd")', "\x00", "\u202e70", "1e9"]
)
def test_a_hostile_cell_is_a_refused_row(admin, cell):
    rows = [
        RtRow(2, "Plaju Ilir", cell, "1"),
        RtRow(3, "Plaju Ilir", "1", cell),
        RtRow(4, cell, "1", "1"),
        RtRow(5, "Plaju Ilir", "001", "02"),
    ]
    result = imported(rows, admin)
    assert [row.number for row in result.refused] == [2, 3, 4]
    assert beneath(ILIR) == ["001/", "001/02/"]


def test_an_import_leaves_one_entry_with_counts_only(admin):
    id = uuid7()
    imported([RtRow(2, "Plaju Ilir", "5", "7"), RtRow(3, "x", "5", "7")], admin, id=id)
    entry = Entry.objects.get(pk=id)
    assert (entry.act, entry.about) == ("wilayah.import_rts", {"rows": 2, "refused": 1})


def test_an_import_sent_twice_is_done_once(admin):
    id, rows = uuid7(), [RtRow(2, "Plaju Ilir", "5", "7")]
    imported(rows, admin, id=id)
    again = imported(rows, admin, id=id)
    assert (again.added, again.known_count) == ((), 1)
    assert Entry.objects.filter(act="wilayah.import_rts").count() == 1


def test_a_file_of_bad_rows_only_leaves_no_entry(admin):
    entries = Entry.objects.count()
    result = imported([RtRow(2, "Plaju Ilir", "5", "")], admin)
    assert (len(result.refused), Entry.objects.count()) == (1, entries)


def test_a_city_officer_imports_into_one_kecamatan_at_a_time():
    officer = holder("16/71/")
    result = imported([RtRow(2, "Plaju Ilir", "5", "7")], officer)
    assert len(result.added) == 2


def test_a_hundred_rows_take_as_many_queries_as_one(admin, django_assert_max_num_queries):
    rows = [RtRow(n, "Plaju Ilir", "1", str(n)) for n in range(2, 102)]
    with django_assert_max_num_queries(24):
        imported(rows, admin)
    assert Wilayah.objects.filter(level="rt").count() == 100
