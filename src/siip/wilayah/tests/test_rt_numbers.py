import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.wilayah.rules import rt_numbers as rules

written = st.from_regex(r"0{0,2}[1-9][a-zA-Z]?", fullmatch=True)


@given(written)
def test_reading_a_number_twice_changes_nothing(text):
    once = rules.rt_number(text)
    assert rules.rt_number(once) == once


@given(written, st.integers(0, 2))
def test_zeros_and_case_never_make_another_rt(text, zeros):
    key = rules.number_key(rules.rt_number(text))
    assert rules.number_key("0" * zeros + text.upper()) == key
    assert rules.number_key(key) == key


@given(st.text())
def test_any_text_is_a_number_or_refused_and_nothing_else_happens(text):
    try:
        number = rules.rt_number(text)
    except Refused as refused:
        assert refused.code in ("rt-missing", "rt-unreadable")
    else:
        assert rules.rt_path("16/71/14/1003/", "-", number).endswith(f"/-/{number}/")


@pytest.mark.parametrize("text", ["7a", "07A", "007a", "RT 07 a", "RT.07a", "rt07a", "No. 07-A", "07/a"])
def test_one_rt_in_all_its_spellings(text):
    assert rules.number_key(rules.rt_number(text)) == "7a"


def test_07_and_07a_are_two():
    assert rules.number_key("07") != rules.number_key("07a")


def test_a_number_is_kept_as_it_was_written():
    assert (rules.rt_number("007"), rules.rw_number("05"), rules.rt_number("07A")) == (
        "007",
        "05",
        "07a",
    )


@pytest.mark.parametrize("cell", [7, 7.0, "7", " 7\xa0"])
def test_a_cell_that_holds_a_number(cell):
    assert rules.rt_number(cell) == "7"


@pytest.mark.parametrize("cell", [None, "", "-", "000", "RW", "RW -", "Tidak ada", 0, 0.0])
def test_a_missing_rw_is_a_dash(cell):
    assert rules.rw_number(cell) == "-"


@pytest.mark.parametrize("cell", [None, "", "-", "00", "RT"])
def test_a_missing_rt_is_refused(cell):
    with pytest.raises(Refused) as refused:
        rules.rt_number(cell)
    assert refused.value.code == "rt-missing"


@pytest.mark.parametrize("cell", ["7.5", 7.5, "0007", "7ab", "abc", "=1+1", "<b>7", "VII", "٧", "00a"])
def test_an_unreadable_rt_is_refused_with_what_was_written(cell):
    with pytest.raises(Refused, match="tidak terbaca") as refused:
        rules.rt_number(cell)
    assert (refused.value.code, str(cell) in refused.value.message) == ("rt-unreadable", True)


def test_an_unreadable_rw_is_refused():
    with pytest.raises(Refused) as refused:
        rules.rw_number("lima")
    assert refused.value.code == "rw-unreadable"


def test_a_typed_list_with_runs():
    assert rules.rt_numbers("01-03, RT 07; 07A\n12 s/d 13") == (
        "01",
        "02",
        "03",
        "07",
        "07a",
        "12",
        "13",
    )


@pytest.mark.parametrize("text", ["5-3", "0-4", "1-999"])
def test_a_run_that_falls_or_is_too_long_is_refused(text):
    with pytest.raises(Refused) as refused:
        rules.rt_numbers(text)
    assert refused.value.code == "rt-run"


def test_an_empty_list_is_refused():
    with pytest.raises(Refused) as refused:
        rules.rt_numbers(" , ")
    assert refused.value.code == "rt-missing"


def test_the_key_of_a_path_leaves_official_codes_alone():
    assert rules.path_key("06/01/01/0003/005/07a/") == "06/01/01/0003/5/7a/"


def test_numbers_in_the_order_people_expect():
    numbers = ["10", "07a", "2", "-", "07"]
    assert sorted(numbers, key=rules.number_order) == ["-", "2", "07", "07a", "10"]


@pytest.mark.parametrize(("rw", "rt"), [("005", ""), ("005", "-"), ("x/y", "07"), ("005", "7/8")])
def test_what_is_no_number_makes_no_path(rw, rt):
    with pytest.raises(ValueError, match="not the path of an RT"):
        rules.rt_path("16/71/14/1003/", rw, rt)
