"""The fold of a ticket and the order of calling."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.fieldday.rules.queue import ALLOWED, Course, Said, allows, course, place, written

AT = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)
DESKS = [UUID(int=n) for n in (1, 2, 3)]


def step(n, act, counter="A", *, hlc=None, desk=0):
    return Said(UUID(int=100 + n), act, AT + timedelta(minutes=n), hlc or n, DESKS[desk], n, counter)


def fold(*acts):
    return course(step(n, act) for n, act in enumerate(acts, start=1))


def at(n):
    return AT + timedelta(minutes=n)


def test_a_number_that_was_taken_waits():
    assert fold("take") == Course(counter="A")


def test_called_recalled_finished():
    found = fold("take", "call", "recall", "finish")
    assert (found.state, found.counter, found.call_count) == ("finished", "A", 2)
    assert (found.called_at, found.last_called_at, found.finished_at) == (at(2), at(3), at(4))


def test_skipped_can_be_called_again():
    assert [fold("take", "call", "skip").state, fold("take", "call", "skip", "call").state] == ["skipped", "called"]


@pytest.mark.parametrize("before", [("call",), ("call", "skip"), ("call", "finish"), ("finish",)])
def test_put_back_waits_at_no_counter(before):
    found = fold("take", *before, "back")
    assert (found.state, found.counter, found.finished_at) == ("waiting", "", None)


def test_the_second_counter_that_called_is_a_conflict():
    steps = [step(1, "take"), step(2, "call", "A"), step(3, "call", "B", desk=1)]
    found = course(steps)
    assert (found.counter, found.call_count, found.conflicts) == ("A", 1, (steps[2].id,))


def test_the_taking_stands_first_wherever_its_clock_puts_it():
    assert course([step(1, "call"), step(2, "take", hlc=9)]).state == "called"


def test_what_is_not_known_is_a_conflict():
    assert fold("take", "terbang").conflicts == (UUID(int=102),)


def test_steps_without_a_taking_wait():
    assert (course([]), course([step(1, "finish")]).state) == (Course(), "waiting")


def test_what_an_online_act_asks():
    assert allows("waiting", "call") and not allows("finished", "call") and not allows("called", "take")


def test_priority_is_called_first_then_who_took_his_number_first():
    first, second = place("", 1, DESKS[0], 1, 1), place("", 2, DESKS[0], 2, 2)
    old = place("lansia", 9, DESKS[2], 9, 3)
    assert sorted([second, first, old]) == [old, first, second]


def test_a_number_as_it_is_written():
    assert (written("B", 17), written("A", 1234)) == ("B-017", "A-1234")


said = st.builds(
    Said, st.uuids(), st.sampled_from([*ALLOWED, "terbang"]), st.datetimes(timezones=st.just(UTC)), st.integers(1, 9),
    st.sampled_from(DESKS), st.integers(1, 9), st.sampled_from(["", "A", "B"]),
)  # fmt: skip


@given(st.lists(said, max_size=12, unique_by=lambda one: one.id), st.data())
def test_any_order_of_arrival_ends_equal(steps, data):
    again = data.draw(st.lists(st.sampled_from(steps))) if steps else []
    assert course(data.draw(st.permutations([*steps, *again]))) == course(steps)
