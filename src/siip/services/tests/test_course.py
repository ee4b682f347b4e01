from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.services.rules.course import ALLOWED, CANCELLED, DRAFTED, HANDED, PAPERS, Said, allows, course

SEVEN = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
DEVICES = (UUID(int=1), UUID(int=2))


def said(*acts):
    """One step a minute, in order, on one device."""
    return [Said(UUID(int=n + 1), act, SEVEN + timedelta(minutes=n), n, DEVICES[0], n) for n, act in enumerate(acts)]


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (("take",), PAPERS),
        (("take", "show"), PAPERS),
        (("take", "draft"), DRAFTED),
        (("take", "show", "draft", "correct"), DRAFTED),
        (("take", "draft", "hand_over"), HANDED),
        (("take", "carry"), PAPERS),
        (("take", "carry", "show", "draft", "carry", "hand_over"), HANDED),
        (("take", "cancel"), CANCELLED),
        (("take", "draft", "cancel"), CANCELLED),
    ],
)
def test_the_ordinary_courses(acts, state):
    assert course(said(*acts)).state == state
    assert course(said(*acts)).conflicts == ()


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (("take", "take"), PAPERS),
        (("take", "hand_over"), HANDED),
        (("take", "draft", "draft"), DRAFTED),
        (("take", "cancel", "show"), CANCELLED),
        (("take", "draft", "hand_over", "cancel"), HANDED),
        (("take", "draft", "hand_over", "hand_over"), HANDED),
        (("take", "draft", "hand_over", "correct"), HANDED),
        (("take", "cancel", "carry"), CANCELLED),
        (("take", "draft", "hand_over", "carry"), HANDED),
        (("take", "burn"), PAPERS),
    ],
)
def test_the_last_step_is_a_conflict_where_it_stands(acts, state):
    steps = said(*acts)
    assert course(steps).state == state
    assert course(steps).conflicts == (steps[-1].id,)


def test_the_promise_that_holds_is_the_last_one_that_was_allowed():
    steps = said("take", "carry", "draft", "carry", "hand_over", "carry")
    assert course(steps).promise == steps[3].id and course(steps[:2]).promise == steps[1].id
    assert course(steps[:1]).promise is None


def test_a_hand_over_stays_though_a_cancel_lies_before_it_on_the_clock():
    steps = said("take", "draft", "cancel", "hand_over")
    assert course(steps).state == HANDED
    assert course(steps).conflicts == (steps[3].id,)


def test_time_and_receiver_are_those_of_the_first_hand_over():
    steps = said("take", "draft", "hand_over", "hand_over")
    steps[2], steps[3] = replace(steps[2], receiver="Siti"), replace(steps[3], receiver="Budi")
    assert (course(steps).handed_at, course(steps).handed_to) == (SEVEN + timedelta(minutes=2), "Siti")


def test_no_step_at_all_waits_for_papers():
    assert course([]).state == PAPERS


def test_what_is_allowed_is_what_the_fold_takes():
    assert allows(DRAFTED, "hand_over")
    assert not allows(PAPERS, "hand_over")


STEPS = st.lists(
    st.builds(
        Said,
        id=st.uuids(),
        act=st.sampled_from([*ALLOWED, "unknown"]),
        at=st.integers(0, 600).map(lambda n: SEVEN + timedelta(seconds=n)),
        hlc=st.integers(0, 5),
        dev=st.sampled_from(DEVICES),
        seq=st.integers(0, 10**6),
    ),
    max_size=9,
    unique_by=(lambda step: step.id, lambda step: step.seq),
)


@given(STEPS, st.randoms())
def test_any_order_of_arrival_ends_equal(steps, random):
    shuffled = [*steps, *steps[:2]]
    random.shuffle(shuffled)
    assert course(shuffled) == course(steps)


@given(STEPS, STEPS)
def test_a_late_step_never_takes_a_hand_over_back(steps, late):
    if course(steps).state == HANDED:
        known = {step.id for step in steps}
        assert course([*steps, *(step for step in late if step.id not in known)]).state == HANDED
