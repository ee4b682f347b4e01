"""Figures: made of their rows or not at all, frozen without names, compared with what is counted now."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.reporting.rules.figures import Change, Figure, Row, changes, figure, freeze, number, thaw, total

HEADS = figure("hadir", "Yang hadir", "orang", "hitungan RT", [Row("RT 07", Decimal(31)), Row("RT 08", Decimal(9)),
                                                             Row("RT 07", Decimal(2))])  # fmt: skip


def test_a_figure_is_the_sum_of_its_rows():
    assert (HEADS.value, HEADS.said) == (Decimal(42), "42")


def test_a_figure_that_its_rows_do_not_bear_out_cannot_be_made():
    with pytest.raises(ValueError, match="hadir says 43, its rows 42"):
        Figure(Decimal(43), "orang", HEADS.rows, "hadir", "Yang hadir", "hitungan RT")


def test_nothing_is_nought():
    assert (total([]), figure("surat", "Surat", "surat", "", []).said) == (Decimal(0), "0")


def test_rows_are_put_together_by_what_is_said_of_them():
    assert HEADS.grouped() == [("RT 07", Decimal(33)), ("RT 08", Decimal(9))]


@pytest.mark.parametrize(
    ("value", "said"), [("1250", "1.250"), ("19.2", "19,2"), ("19.20", "19,2"), ("1E+3", "1.000"), ("0", "0")]
)
def test_numbers_are_written_as_here(value, said):
    assert number(Decimal(value)) == said


amounts = st.decimals(0, 10_000, places=2)


@given(st.lists(st.tuples(st.sampled_from(["RT 07", "RT 08", "RT 07a"]), amounts)))
def test_freezing_loses_no_value(rows):
    made = figure("hadir", "Yang hadir", "orang", "", [Row(said, amount) for said, amount in rows])
    (back,) = thaw(freeze([made]))
    assert back.value == made.value == sum((amount for _, amount in back.rows), Decimal(0))
    assert back.said == made.said


def test_what_is_frozen_names_no_thing_that_staff_open():
    made = figure("surat", "Surat", "surat", "", [Row("Domisili", ref=("request", "0192f0c4"))])
    assert "0192f0c4" not in str(freeze([made]))


def test_changes_are_told_with_both_values():
    closed = thaw(freeze([HEADS, figure("surat", "Surat", "surat", "", [Row("Domisili")])]))
    now = [figure("hadir", "Yang hadir", "orang", "", [Row("RT 07", Decimal(45))]),
           figure("janji", "Janji", "janji", "", [Row("Lampu")]), figure("aduan", "Aduan", "", "", [])]  # fmt: skip
    assert changes(closed, now) == [
        Change("hadir", "Yang hadir", "orang", "42", "45"),
        Change("janji", "Janji", "janji", "0", "1"),
        Change("surat", "Surat", "surat", "1", "0"),
    ]


def test_without_a_change_nothing_is_told():
    assert changes(thaw(freeze([HEADS])), [HEADS]) == []
