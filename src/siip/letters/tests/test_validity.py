"""The date of a letter and what a stranger is told on a day."""

from datetime import UTC, date, datetime

import pytest

from siip.letters.rules import chain
from siip.letters.rules.validity import dated_on, first_moment, local_time, standing_for_strangers

LAST = date(2027, 5, 27)


@pytest.mark.parametrize(
    ("zone", "on"), [("WIB", date(2026, 12, 31)), ("WITA", date(2027, 1, 1)), ("WIT", date(2027, 1, 1))]
)
def test_the_year_ends_at_another_hour_in_each_zone(zone, on):
    assert dated_on(datetime(2026, 12, 31, 16, 30, tzinfo=UTC), zone) == on


def test_a_day_begins_at_midnight_of_the_office():
    assert first_moment(date(2026, 11, 27), "WIT") == datetime(2026, 11, 26, 15, 0, tzinfo=UTC)


def test_the_hour_on_the_offices_wall():
    assert local_time(datetime(2026, 11, 27, 0, 30, tzinfo=UTC), "WIB").strftime("%H.%M") == "07.30"


@pytest.mark.parametrize(
    ("state", "until", "on", "told"),
    [
        (chain.CHAIN, None, LAST, "unknown"),
        (chain.RETURNED, None, LAST, "unknown"),
        (chain.APPROVED, LAST, LAST, "unknown"),
        (chain.NUMBERED, LAST, LAST, "unsigned"),
        (chain.SIGNED, LAST, LAST, "valid"),
        (chain.SIGNED, None, LAST, "valid"),
        (chain.SIGNED, LAST, date(2027, 5, 28), "lapsed"),
        (chain.REVOKED, LAST, date(2027, 5, 28), "revoked"),
        (chain.REVIEW, LAST, LAST, "review"),
        (chain.VOID, None, LAST, "void"),
    ],
)
def test_what_a_stranger_is_told(state, until, on, told):
    assert standing_for_strangers(state, until, on) == told
