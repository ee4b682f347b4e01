from datetime import date

import pytest

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.wilayah import national, territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level
from siip.wilayah.tests.conftest import AT, BAGUSKUNING, ILIR, PLAJU, holder


def refused_code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def paths(places):
    return [place.path for place in places]


# Loading


def test_a_kecamatan_comes_with_what_it_lies_in_and_what_lies_in_it(plaju):
    assert (plaju.path, plaju.code, plaju.title) == (PLAJU, "16.71.14", "Kecamatan Plaju")
    assert (plaju.kind, plaju.zone, plaju.valid_from) == ("kecamatan", "WIB", None)
    titles = [territory.at_path(path).title for path in ("16/", "16/71/", ILIR)]
    assert titles == ["Provinsi Sumatera Selatan", "Kota Palembang", "Kelurahan Plaju Ilir"]
    assert Wilayah.objects.count() == 3 + 7


def test_a_kecamatan_of_desa_in_the_east(db, house):
    loaded = territory.load_kecamatan("91.03.01", by=house, at=AT, id=uuid7())
    inside = territory.kelurahan_of(loaded.path)
    assert loaded.zone == "WIT"
    assert {place.kind for place in inside} >= {"desa"}
    assert {place.zone for place in inside} == {"WIT"}


def test_loading_again_changes_nothing_and_is_not_in_the_journal(plaju, house):
    before = list(Wilayah.objects.values()), Entry.objects.count()
    again = territory.load_kecamatan("167114", by=house, at=AT, id=uuid7())
    assert again == plaju
    assert (list(Wilayah.objects.values()), Entry.objects.count()) == before


def test_two_kecamatan_share_city_and_province(plaju, house):
    territory.load_kecamatan("16.71.02", by=house, at=AT, id=uuid7())
    assert paths(territory.kecamatan_list()) == ["16/71/02/", "16/71/14/"]
    assert Wilayah.objects.filter(level__in=["province", "city"]).count() == 2
    assert len(territory.kelurahan_of(PLAJU)) == 7


def test_loading_leaves_one_entry_in_the_chain_of_the_kecamatan(db, house):
    id = uuid7()
    territory.load_kecamatan("16.71.14", by=house, at=AT, id=id)
    entry = Entry.objects.get()
    assert (entry.id, entry.act, entry.kecamatan) == (id, "wilayah.load_kecamatan", PLAJU)
    assert (entry.device, entry.person, entry.about["places"]) == (house.device, None, 10)
    assert list(journal.faults()) == []


def test_sent_twice_is_done_once(db, house):
    id = uuid7()
    twice = [territory.load_kecamatan("16.71.14", by=house, at=AT, id=id) for _ in range(2)]
    assert (twice[0], Entry.objects.count(), Wilayah.objects.count()) == (twice[1], 1, 10)


def test_another_kecamatan_under_the_same_id_is_refused(db, house):
    id = uuid7()
    territory.load_kecamatan("16.71.14", by=house, at=AT, id=id)
    call = territory.load_kecamatan
    assert refused_code(call, "16.71.02", by=house, at=AT, id=id) == "other-payload"
    assert Wilayah.objects.count() == 10


def test_an_unknown_kecamatan_is_refused(db, house):
    call = territory.load_kecamatan
    assert refused_code(call, "16.71.99", by=house, at=AT, id=uuid7()) == "unknown-kecamatan"


def test_loading_needs_the_right_there(db, lurah):
    call = territory.load_kecamatan
    assert refused_code(call, "16.71.14", by=lurah, at=AT, id=uuid7()) == "no-right"
    assert (Wilayah.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.slow
def test_the_whole_country_beside_a_kecamatan_that_is_there(plaju, house):
    calls = []
    added = territory.load_national(
        by=house, at=AT, id=uuid7(), progress=lambda done, total: calls.append((done, total))
    )
    assert added == national.COUNT - 10
    assert Wilayah.objects.count() == national.COUNT
    assert (calls[-1], calls) == ((added, added), sorted(calls))
    assert Entry.objects.filter(act="wilayah.load_national", kecamatan="").count() == 1
    assert territory.load_national(by=house, at=AT, id=uuid7()) == 0
    assert Entry.objects.count() == 2


def test_the_whole_country_needs_the_right_everywhere(db, admin):
    assert refused_code(territory.load_national, by=admin, at=AT, id=uuid7()) == "no-right"


# Finding


def test_the_kelurahan_of_a_kecamatan_by_code(plaju):
    assert paths(territory.kelurahan_of(PLAJU))[2:4] == [ILIR, BAGUSKUNING]


@pytest.mark.parametrize("path", ["16/71/15/", "16/71/", "16/71/14/1003/", "", "x" * 99])
def test_what_is_no_kecamatan_here_is_refused(plaju, path):
    assert refused_code(territory.kecamatan, path) == "unknown-wilayah"


@pytest.mark.parametrize("written", ["Bagus Kuning", "Kel. baguskuning", "16.71.14.1004"])
def test_a_kelurahan_by_the_name_people_write(plaju, written):
    found = territory.by_name(written, level=Level.KELURAHAN, inside=PLAJU)
    assert found.path == BAGUSKUNING


def test_a_name_of_another_kecamatan_is_not_found(plaju, house):
    territory.load_kecamatan("16.71.02", by=house, at=AT, id=uuid7())
    call = territory.by_name
    assert refused_code(call, "7 Ulu", level=Level.KELURAHAN, inside=PLAJU) == "unknown-name"


def test_a_name_that_two_desa_bear_is_refused_with_both_codes(db, house):
    loaded = territory.load_kecamatan("16.71.14", by=house, at=AT, id=uuid7())
    territory.new_row(PLAJU + "1009/", "Plaju Ilir").save()
    with pytest.raises(Refused, match="16.71.14.1003 atau 16.71.14.1009") as refused:
        territory.by_name("Plaju Ilir", level=Level.KELURAHAN, inside=loaded.path)
    assert refused.value.code == "ambiguous-name"


def test_rt_in_the_order_of_rw_and_number(add):
    add("010/02", "-/30", "002/10", "002/07a", "002/7")
    assert [place.path.removeprefix(ILIR) for place in territory.rts_of(ILIR)] == [
        "-/30/", "002/7/", "002/07a/", "002/10/", "010/02/",
    ]  # fmt: skip
    assert [place.number for place in territory.rws_of(ILIR)] == ["002", "010"]


def test_an_rw_covers_its_rt_and_no_other(add):
    add("005/07", "005/08", "05a/09", "-/10")
    assert [place.number for place in territory.rts_of(ILIR + "005/")] == ["07", "08"]


def test_rt_07_does_not_reach_into_07a(add):
    seven, seven_a = add("005/07", "005/07a")
    found = Wilayah.objects.filter(within("path", [seven.path]))
    assert (paths(found), holder(seven.path).may(territory.MANAGE, seven_a.path)) == (
        [seven.path],
        False,
    )


def test_a_path_means_what_it_meant_on_that_day(plaju):
    Wilayah.objects.filter(path=ILIR).update(valid_until=date(2027, 1, 1))
    territory.new_row(ILIR, "Plaju Ilir Baru", date(2027, 1, 1)).save()
    on = [date(2026, 12, 31), date(2027, 1, 1)]
    assert [territory.at_path(ILIR, day).name for day in on] == ["Plaju Ilir", "Plaju Ilir Baru"]
    assert [territory.at_path(ILIR, day).is_valid(day) for day in on] == [True, True]
    assert territory.at_path(ILIR).name == "Plaju Ilir Baru"
    assert len(territory.kelurahan_of(PLAJU, date(2026, 12, 31))) == 7
