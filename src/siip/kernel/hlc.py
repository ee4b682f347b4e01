"""Hybrid logical clock: 48 bits of milliseconds and a counter of 16, as one whole number."""

from datetime import UTC, datetime, timedelta

COUNTER = 1 << 16
LATEST = (1 << 47) - 1  # milliseconds; one bit more would be the sign bit of a database's whole number
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_time(at: datetime) -> int:
    """The first clock value of that millisecond. Raises ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("a naive time has no place on the clock")
    return (at - _EPOCH) // timedelta(milliseconds=1) * COUNTER  # whole numbers: a float loses the last millisecond


def after(last: int, at: datetime) -> int:
    """The clock value of something done at `at` to an object whose last step bears `last` (0: none yet)."""
    return max(from_time(at), last + 1)


def tick(last: int, wall: int) -> int:
    """The next value on a device whose own clock shows `wall` (milliseconds); it rises whatever that clock does."""
    return max(min(wall, LATEST) * COUNTER, last + 1)


def text(value: int) -> str:
    """As it travels: 16 hex digits, since JSON of the standard ends at 2^53. Sorted as text is sorted by time."""
    return f"{value:016x}"


def read(said: str) -> int:
    """The value behind its 16 hex digits; the sign bit stays clear, as a database's whole number wants it."""
    return int(said, 16)
