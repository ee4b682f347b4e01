"""The order of steps, with clocks that are wrong and devices that send twice."""

from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID

from siip.kernel.fold import Said, in_order

AT = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
DESKS = UUID(int=1), UUID(int=2)


def step(n: int, hlc: int, desk: int = 0, seq: int = 1, act: str = "note") -> Said:
    return Said(UUID(int=n), act, AT, hlc, DESKS[desk], seq)


def test_the_clock_goes_first_then_the_device_then_its_count_then_the_id() -> None:
    steps = [step(9, 1), step(8, 2, 0, 1), step(7, 2, 0, 2), step(6, 2, 1, 1), step(5, 3), step(55, 3)]
    assert all(in_order(shuffled) == steps for shuffled in permutations(steps))


def test_the_same_step_twice_counts_once() -> None:
    assert in_order([step(1, 1), step(1, 1)]) == [step(1, 1)]


def test_what_makes_the_thing_stands_first_though_its_clock_is_late() -> None:
    made, changed = step(1, 99, act="make"), step(2, 1)
    assert in_order([changed, made], "make") == [made, changed]
    assert in_order([changed, made]) == [changed, made]
