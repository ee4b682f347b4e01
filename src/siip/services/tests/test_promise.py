from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from siip.services.rules.promise import promised

WIB = ZoneInfo("Asia/Jakarta")


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
    assert promised(datetime(2026, 11, 27, 8, 0, tzinfo=WIB), usual) == ready
