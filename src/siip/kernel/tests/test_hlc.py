"""The hybrid clock: rises whatever the wall clock does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel import hlc

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
moments = st.timedeltas(timedelta(days=-9_000), timedelta(days=30_000)).map(lambda past: FRIDAY + past)


def test_a_millisecond_has_room_for_65536_steps() -> None:
    at = datetime(1970, 1, 1, 0, 0, 0, 5000, tzinfo=UTC)
    assert hlc.from_time(at) == 5 << 16


def test_a_naive_time_has_no_place() -> None:
    with pytest.raises(ValueError, match="naive"):
        hlc.from_time(FRIDAY.replace(tzinfo=None))


@given(moments)
def test_no_millisecond_is_lost(at: datetime) -> None:
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    millis = (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
    assert hlc.from_time(at) == millis << 16
    assert hlc.from_time(at) < 1 << 63


@given(moments, moments)
def test_later_is_never_less(one: datetime, other: datetime) -> None:
    assert (one <= other) <= (hlc.from_time(one) <= hlc.from_time(other))


@given(st.lists(moments, min_size=1))
def test_the_clock_of_an_object_rises_though_the_wall_clock_jumps(walls: list[datetime]) -> None:
    last = 0
    for at in walls:
        now = hlc.after(last, at)
        assert now > last and now >= hlc.from_time(at)
        last = now


def test_a_clock_that_was_ahead_counts_on() -> None:
    ahead = hlc.from_time(FRIDAY + timedelta(days=400))
    assert hlc.after(ahead, FRIDAY) == ahead + 1
