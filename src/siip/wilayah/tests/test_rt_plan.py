import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.wilayah.rules.rt_numbers import path_key
from siip.wilayah.rules.rt_plan import RtPlan

ILIR = "16/71/14/1003/"
number = st.from_regex(r"0{0,2}[1-9][abAB]?", fullmatch=True)
pairs = st.lists(st.tuples(number | st.just("-"), number), max_size=12)


def plan(*known):
    return RtPlan(ILIR, [ILIR + path for path in known])


def refused_code(rt_plan, rw, rt):
    with pytest.raises(Refused) as refused:
        rt_plan.add(rw, rt)
    return refused.value.code


def added(written):
    rt_plan = plan()
    for rw, rt in written:
        try:
            rt_plan.add(rw, rt)
        except Refused as refused:
            assert refused.code == "rt-rw-unclear"
    return rt_plan


@given(pairs)
def test_no_two_places_are_one_in_two_spellings(written):
    keys = [path_key(path) for path in added(written).new]
    assert len(keys) == len(set(keys))


@given(pairs)
def test_what_was_added_is_known_the_next_time(written):
    first = added(written)
    again = RtPlan(ILIR, first.new)
    for path in first.new:
        if path.count("/") == 6:
            rw, rt = path.split("/")[4:6]
            assert again.add(rw, rt) == path
    assert again.new == []


def test_a_new_rw_comes_before_its_first_rt():
    rt_plan = plan()
    assert rt_plan.add("005", "07A") == ILIR + "005/07a/"
    assert rt_plan.new == [ILIR + "005/", ILIR + "005/07a/"]


def test_the_spelling_that_is_there_stays():
    rt_plan = plan("005/", "005/07a/")
    assert (rt_plan.add(5, "7a"), rt_plan.add("05", "8")) == (ILIR + "005/07a/", ILIR + "005/8/")
    assert rt_plan.new == [ILIR + "005/8/"]


def test_one_number_may_stand_in_two_rw():
    rt_plan = plan("001/", "001/01/")
    assert rt_plan.add("002", "01") == ILIR + "002/01/"


@pytest.mark.parametrize(("known", "rw"), [("-/07/", "005"), ("005/07/", "-")])
def test_one_number_with_an_rw_and_without_is_refused(known, rw):
    assert refused_code(plan(known), rw, "7") == "rt-rw-unclear"


def test_an_rt_without_rw_makes_no_rw():
    rt_plan = plan()
    rt_plan.add("-", "07")
    assert rt_plan.new == [ILIR + "-/07/"]


@pytest.mark.parametrize(
    ("rw", "rt", "code"),
    [
        ("5", "", "rt-missing"),
        ("5", "=1+1", "rt-unreadable"),
        ("V", "7", "rw-unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(rw, rt, code):
    rt_plan = plan()
    assert (refused_code(rt_plan, rw, rt), rt_plan.new) == (code, [])
