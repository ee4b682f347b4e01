"""The rules of promises: days, words for strangers, codes, whether one was kept."""

from datetime import date

import pytest

from siip.services.rules import slips

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (FRIDAY, ""), (MONDAY, ""), (date(2027, 1, 26), ""), (date(2027, 1, 27), "far"), (SATURDAY, "closed"),
        (date(2026, 11, 26), "past"),
    ],
)  # fmt: skip
def test_a_day_can_be_promised_on_which_the_office_is_open_and_which_is_not_far(day, problem):
    assert slips.day_problem(day, FRIDAY, lambda on: on != SATURDAY) == problem


@pytest.mark.parametrize(
    ("request_state", "letter_state", "told"),
    [
        ("papers", None, slips.PAPERS),
        ("drafted", "chain", slips.WORKING),
        ("drafted", "returned", slips.WORKING),
        ("drafted", "numbered", slips.WORKING),
        ("drafted", "review", slips.WORKING),
        ("drafted", "signed", slips.READY),
        ("drafted", "void", slips.STOPPED),
        ("drafted", "revoked", slips.STOPPED),
        ("cancelled", None, slips.STOPPED),
        ("cancelled", "void", slips.STOPPED),
        ("handed", "signed", slips.HANDED),
        ("handed", "revoked", slips.HANDED),
    ],
)
def test_whoever_holds_the_slip_is_told_a_state(request_state, letter_state, told):
    assert slips.told(request_state, letter_state) == told


@pytest.mark.parametrize(
    ("ready_on", "today", "kept"),
    [
        (MONDAY, MONDAY, True),
        (FRIDAY, MONDAY, True),
        (TUESDAY, TUESDAY, False),
        (None, MONDAY, None),
        (None, TUESDAY, False),
    ],
)
def test_a_promise_is_kept_by_its_day(ready_on, today, kept):
    assert slips.was_kept(MONDAY, ready_on, today) is kept


def test_a_code_is_twelve_signs_and_read_as_people_type_it():
    assert slips.code_from(bytes([255] * 8)) == "Z" * 12
    assert slips.parse(" 7kq-2mx 9td 4hw ") == "7KQ2MX9TD4HW"
    assert slips.parse("7kq o00 9td lhw") == "7KQ0009TD1HW"
    assert slips.parse("7KQ2MX9TD4H") is None and slips.parse("7" * 30) is None and slips.parse("U" * 12) is None


def test_too_little_chance_is_a_bug():
    with pytest.raises(ValueError, match="8 random bytes"):
        slips.code_from(bytes(7))
