"""Days and capacities of a holding: when two of them cannot stand side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Final

DEFINITIF: Final = "definitif"


@dataclass(frozen=True, slots=True)
class Term:
    """From one day to another, both included; `until_on` None: with no end yet. Capacity as in the tables."""

    capacity: str
    from_on: date
    until_on: date | None

    def covers(self, on: date) -> bool:
        """Whether the office is held on that day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


def overlap(one: Term, other: Term) -> bool:
    """Whether two terms share a day."""
    starts_in_time = other.until_on is None or one.from_on <= other.until_on
    ends_late_enough = one.until_on is None or other.from_on <= one.until_on
    return starts_in_time and ends_late_enough


def clash(one: Term, other: Term) -> bool:
    """Whether two holders of one office exclude each other.

    A Plh. stands in while the definitive holder is away, so these two share days; but there are never
    two definitive holders, nor two who act, on one day (UU 30/2014 article 34).
    """
    same_sort = (one.capacity == DEFINITIF) == (other.capacity == DEFINITIF)
    return same_sort and overlap(one, other)
