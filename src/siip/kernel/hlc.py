"""Hybrid logical clock: 48 bits of milliseconds and a counter of 16, as one whole number."""

from datetime import datetime

COUNTER = 1 << 16


def from_time(at: datetime) -> int:
    """The first clock value of that millisecond. Raises ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("a naive time has no place on the clock")
    return int(at.timestamp() * 1000) * COUNTER


def after(last: int, at: datetime) -> int:
    """The clock value of something done at `at` to an object whose last step bears `last` (0: none yet)."""
    return max(from_time(at), last + 1)
