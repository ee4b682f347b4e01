"""Hybrid logical clock: 48 bits of milliseconds and a counter of 16, as one whole number."""

from datetime import UTC, datetime, timedelta

COUNTER = 1 << 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_time(at: datetime) -> int:
    """The first clock value of that millisecond. Raises ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("a naive time has no place on the clock")
    return (at - _EPOCH) // timedelta(milliseconds=1) * COUNTER  # whole numbers: a float loses the last millisecond


def after(last: int, at: datetime) -> int:
    """The clock value of something done at `at` to an object whose last step bears `last` (0: none yet)."""
    return max(from_time(at), last + 1)
