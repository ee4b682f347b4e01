from datetime import date

import pytest

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.wilayah import successions, territory
from siip.wilayah.models import Succession, Wilayah
from siip.wilayah.rules.succession import Heir
from siip.wilayah.tests.conftest import AT, BAGUSKUNING, ILIR, PLAJU, holder

pytestmark = pytest.mark.usefixtures("plaju")
DAY = date(2027, 1, 1)
EVE = date(2026, 12, 31)
BARU = PLAJU + "1008/"


def refused_code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


@pytest.fixture
def retire(admin):
    return lambda path, on=DAY, by=admin, id=None: successions.retire(path, on=on, by=by, at=AT, id=id or uuid7())


@pytest.fixture
def succeed(admin):
    return lambda old, *heirs, on=DAY, by=admin, id=None: successions.succeed(
        [old], heirs, on=on, by=by, at=AT, id=id or uuid7()
    )


# Ends


def test_an_rw_ends_with_its_rt_and_no_other(add, retire):
    add("005/07", "005/07a", "006/08")
    assert retire(ILIR + "005/") == 3
    assert [place.number for place in territory.rts_of(ILIR)] == ["08"]
    assert [place.number for place in territory.rts_of(ILIR, EVE)] == ["07", "07a", "08"]
    assert [place.number for place in territory.rts_of(ILIR, DAY)] == ["08"]


def test_07_ends_and_07a_stays(add, retire):
    add("005/07", "005/07a")
    assert (retire(ILIR + "005/07/"), len(territory.rts_of(ILIR))) == (1, 1)


def test_what_ended_cannot_end_again(add, retire):
    add("005/07")
    retire(ILIR + "005/07/")
    assert refused_code(retire, ILIR + "005/07/") == "unknown-wilayah"


def test_an_end_before_the_start_is_refused(add, retire):
    add("005/07")
    retire(ILIR + "005/07/", DAY)
    add("005/07")
    assert refused_code(retire, ILIR + "005/07/", DAY) == "before-start"


def test_ending_needs_the_right_there(retire, lurah):
    assert refused_code(retire, BAGUSKUNING, by=lurah) == "no-right"
    assert len(territory.kelurahan_of(PLAJU)) == 7


def test_an_end_is_one_entry_and_once_only(add, retire):
    add("005/07")
    id = uuid7()
    assert [retire(ILIR + "005/", id=id) for _ in range(2)] == [2, 2]
    entry = Entry.objects.get(act="wilayah.retire")
    assert (entry.id, entry.path, entry.about) == (id, ILIR + "005/", {"on": "2027-01-01"})
    assert refused_code(retire, ILIR, id=id) == "other-payload"


# Successors


def test_a_kelurahan_gives_a_part_to_a_new_one(add, succeed):
    add("005/07", "005/07a", "006/08")
    mother, daughter = succeed(ILIR, Heir(ILIR), Heir(BARU, "Plaju Baru", takes=(ILIR + "005/07a/",)))
    assert (mother.valid_from, mother.valid_until) == (None, None)
    assert (daughter.title, daughter.valid_from) == ("Kelurahan Plaju Baru", DAY)
    assert [place.path for place in territory.rts_of(BARU)] == [BARU + "005/07a/"]
    assert [place.number for place in territory.rts_of(ILIR)] == ["07", "08"]
    assert successions.successors(ILIR) == (BARU,)
    assert successions.predecessors(BARU + "005/07a/") == (ILIR + "005/07a/",)


def test_the_old_rows_keep_their_ids_and_their_period(add, succeed):
    (rt,) = add("005/07")
    succeed(ILIR, Heir(BARU, "Plaju Ilir"))
    rt.refresh_from_db()
    assert (rt.path, rt.valid_until) == (ILIR + "005/07/", DAY)
    link = Succession.objects.get(predecessor=rt)
    assert (link.successor.path, link.effective_on) == (BARU + "005/07/", DAY)


def test_a_new_name_is_a_new_row_under_the_same_path(add, succeed):
    add("005/07")
    (row,) = succeed(ILIR, Heir(ILIR, "Plaju Hilir"))
    assert (row.path, row.name) == (ILIR, "Plaju Hilir")
    assert territory.at_path(ILIR, EVE).name == "Plaju Ilir"
    assert (successions.successors(ILIR), len(territory.rts_of(ILIR))) == ((), 1)


def test_a_succession_before_the_start_is_refused(succeed):
    succeed(ILIR, Heir(BARU, "Plaju Ilir"), on=DAY)
    assert refused_code(succeed, BARU, Heir(ILIR, "Plaju Ilir"), on=DAY) == "before-start"


def test_a_code_begins_again_only_after_its_last_day(succeed):
    succeed(ILIR, Heir(BARU, "Plaju Ilir"), on=DAY)
    assert refused_code(succeed, BAGUSKUNING, Heir(ILIR, "Lama"), on=EVE) == "before-start"


def test_what_the_rule_refuses_leaves_nothing_behind(add, succeed):
    add("005/07")
    before = list(Wilayah.objects.values()), Entry.objects.count()
    assert refused_code(succeed, ILIR, Heir(BARU)) == "name-missing"
    assert (list(Wilayah.objects.values()), Entry.objects.count()) == before


@pytest.mark.parametrize("heir", [Heir(BARU, "Plaju Baru"), Heir("16/71/02/1099/", "Lain")])
def test_a_succession_needs_the_right_at_both_ends(succeed, lurah, heir):
    assert refused_code(succeed, ILIR, heir, by=lurah) == "no-right"


def test_a_succession_is_one_entry_and_once_only(succeed):
    id = uuid7()
    twice = [succeed(ILIR, Heir(BARU, "Plaju Ilir"), id=id) for _ in range(2)]
    entry = Entry.objects.get(act="wilayah.succeed")
    assert (twice[0] == twice[1], entry.id, entry.kecamatan) == (True, id, PLAJU)
    assert (entry.about["heirs"], list(journal.faults())) == ([BARU], [])
    assert refused_code(succeed, ILIR, Heir(BARU, "Lain"), id=id) == "other-payload"


def test_a_succession_across_two_kecamatan_stands_in_the_chain_of_the_house(house, succeed):
    territory.load_kecamatan("16.71.02", by=house, at=AT, id=uuid7())
    succeed(ILIR, Heir("16/71/02/1099/", "Plaju Ilir"), by=holder("16/71/"))
    entry = Entry.objects.get(act="wilayah.succeed")
    assert (entry.path, entry.kecamatan) == ("16/71/", "")


# How far a right reaches


def lineage(path, on):
    return successions.lineage([path], on)[path]


def test_without_successions_a_path_reaches_itself(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert lineage(ILIR, DAY) == (ILIR,)


def test_a_new_code_reaches_what_was_done_under_the_old_one(succeed):
    succeed(ILIR, Heir(BARU, "Plaju Ilir"))
    assert (lineage(BARU, DAY), lineage(ILIR, DAY)) == ((BARU, ILIR), (ILIR, BARU))


def test_mother_and_daughter_do_not_reach_each_other(succeed):
    succeed(ILIR, Heir(ILIR), Heir(BARU, "Plaju Baru"))
    assert (lineage(ILIR, DAY), lineage(BARU, DAY)) == ((ILIR,), (BARU,))


def test_a_right_reaches_through_two_changes_of_code(succeed):
    last = PLAJU + "1009/"
    succeed(ILIR, Heir(BARU, "Plaju Ilir"))
    succeed(BARU, Heir(last, "Plaju Ilir"), on=date(2028, 1, 1))
    assert set(lineage(last, date(2028, 1, 1))) == {last, BARU, ILIR}


def test_a_neighbour_is_never_reached(succeed):
    succeed(ILIR, Heir(BARU, "Plaju Ilir"))
    assert successions.lineage([BAGUSKUNING, BARU], DAY)[BAGUSKUNING] == (BAGUSKUNING,)
