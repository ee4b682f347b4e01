from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from siip.services.rules.promise import promised

WIB = ZoneInfo("Asia/Jakarta")
OPEN = [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]


def after(day, working_days):
    """So many of the open days later; the day itself if none."""
    return [day, *(one for one in OPEN if one > day)][working_days]


@pytest.mark.parametrize(
    ("usual", "ready"),
    [
        ((10, 30), datetime(2026, 11, 27, 8, 30, tzinfo=WIB)),
        ((60, 1440), datetime(2026, 11, 30, 8, 0, tzinfo=WIB)),  # Friday to Monday
        ((60, 4320), datetime(2026, 12, 2, 8, 0, tzinfo=WIB)),
        ((60, 1500), datetime(2026, 11, 30, 9, 0, tzinfo=WIB)),
    ],
)
def test_what_is_promised_on_friday_at_eight(usual, ready):
    assert promised(datetime(2026, 11, 27, 8, 0, tzinfo=WIB), usual, after) == ready


def test_a_promise_of_a_day_goes_by_the_days_that_are_open():
    late = datetime(2026, 11, 27, 8, 0, tzinfo=WIB)
    assert promised(late, (60, 1440), lambda day, n: day + timedelta(days=7 * n)) == late + timedelta(days=7)
