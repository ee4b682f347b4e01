from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from siip.kernel.refused import Refused
from siip.programme.rules.hours import FRIDAY, check_day, moments, next_day

MONDAY = date(2026, 11, 23)


def test_the_next_friday_after_a_monday():
    assert next_day(FRIDAY, MONDAY) == date(2026, 11, 27)


def test_on_a_friday_the_next_one_is_a_week_off():
    assert next_day(FRIDAY, date(2026, 11, 27)) == date(2026, 12, 4)


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 0), ("Asia/Makassar", 23), ("Asia/Jayapura", 22)])
def test_seven_in_the_morning_is_another_moment_in_each_zone(zone, hour):
    starts, ends = moments(date(2026, 11, 27), time(7), time(9, 30), ZoneInfo(zone))
    assert starts.hour == hour
    assert (ends - starts).total_seconds() == 2.5 * 3600


def test_moments_are_kept_in_utc():
    starts, _ = moments(date(2026, 11, 27), time(7), time(9, 30), ZoneInfo("Asia/Jakarta"))
    assert starts == datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert starts.tzinfo is UTC


@pytest.mark.parametrize("ends", [time(7), time(6, 59)])
def test_an_end_that_does_not_follow_the_start_is_refused(ends):
    with pytest.raises(Refused) as refused:
        moments(MONDAY, time(7), ends, ZoneInfo("Asia/Jakarta"))
    assert refused.value.code == "hours-wrong"


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 10, 22), "day-past"), (date(2027, 12, 29), "day-far"), (date(2062, 11, 27), "day-far")],
)
def test_a_day_too_far_off_is_refused(day, code):
    with pytest.raises(Refused) as refused:
        check_day(day, MONDAY)
    assert refused.value.code == code


@pytest.mark.parametrize("day", [date(2026, 10, 23), MONDAY, date(2027, 12, 28)])
def test_a_day_just_within_is_taken(day):
    check_day(day, MONDAY)
