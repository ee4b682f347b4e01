"""The pure rules: the folds of promises and aduan."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.followup.rules import aduan, promises

SEVEN = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
DEV = UUID(int=9)
LURAH, CAMAT = UUID(int=101), UUID(int=102)
MONDAY = date(2026, 11, 23)


def made(n, act, kind=promises, **said):
    return kind.Said(UUID(int=n), act, SEVEN + timedelta(minutes=n), n, DEV, n, **said)


def heard(n, act, **said):
    return made(n, act, aduan, **said)


# Promises

MAKE = made(1, "make", office=LURAH, due_on=MONDAY)


def test_a_promise_is_open_with_owner_and_date():
    found = promises.standing([MAKE])
    assert (found.state, found.office, found.due_on, found.closed_at) == ("open", LURAH, MONDAY, None)


def test_a_promise_is_extended_given_away_and_kept():
    later = MONDAY + timedelta(days=7)
    steps = [MAKE, made(2, "extend", due_on=later), made(3, "assign", office=CAMAT), made(4, "finish")]
    found = promises.standing(steps)
    assert (found.state, found.office, found.due_on, found.extended_count) == ("kept", CAMAT, later, 1)
    assert found.closed_at == SEVEN + timedelta(minutes=4)


def test_a_promise_that_was_dropped_is_taken_up_again():
    found = promises.standing([MAKE, made(2, "drop"), made(3, "resume", due_on=MONDAY + timedelta(days=30))])
    assert (found.state, found.closed_at) == ("open", None)


def test_what_is_not_allowed_is_told_and_changes_nothing():
    steps = [MAKE, made(2, "finish"), made(3, "extend", due_on=date(2030, 1, 1)), made(4, "make", office=CAMAT)]
    found = promises.standing(steps)
    assert found.conflicts == (UUID(int=4), UUID(int=3))  # a second making stands at the beginning too
    assert (found.state, found.due_on, found.office) == ("kept", MONDAY, LURAH)


def test_a_making_whose_clock_was_late_stands_first():
    late = promises.Said(UUID(int=50), "make", SEVEN, 99, DEV, 1, LURAH, MONDAY)
    assert promises.standing([made(2, "finish"), late]).state == "kept"


# Aduan

RECEIVE = heard(1, "receive", due_on=MONDAY)


def test_an_aduan_goes_its_way():
    steps = [RECEIVE, heard(2, "forward", office=LURAH, due_on=MONDAY), heard(3, "finish"), heard(4, "confirm")]
    states = [aduan.standing(steps[:n]).state for n in range(1, 5)]
    assert states == ["received", "assigned", "finished", "confirmed"]
    found = aduan.standing(steps)
    assert found.answered_at == SEVEN + timedelta(minutes=2)
    assert found.ended_at == SEVEN + timedelta(minutes=3)  # when the office finished, not when it was confirmed


def test_the_reporter_opens_it_again():
    steps = [RECEIVE, heard(2, "finish"), heard(3, "reopen", due_on=MONDAY + timedelta(days=7))]
    found = aduan.standing(steps)
    assert (found.state, found.ended_at, found.due_on) == ("reopened", None, MONDAY + timedelta(days=7))
    assert aduan.standing([*steps, heard(4, "finish")]).ended_at == SEVEN + timedelta(minutes=4)


@pytest.mark.parametrize(("act", "state"), [("reject", "rejected"), ("pass_on", "elsewhere")])
def test_an_aduan_ends_otherwise(act, state):
    found = aduan.standing([RECEIVE, heard(2, act), heard(3, "confirm"), heard(4, "reopen")])
    assert (found.state, len(found.conflicts)) == (state, 2)


def test_a_word_in_between_changes_no_state_and_is_an_answer():
    found = aduan.standing([RECEIVE, heard(2, "reply")])
    assert (found.state, found.answered_at) == ("received", SEVEN + timedelta(minutes=2))


def test_whether_the_public_reads_of_it_is_a_thing_of_its_own():
    steps = [RECEIVE, heard(2, "show", text="Sampah di lorong"), heard(3, "finish")]
    found = aduan.standing(steps)
    assert (found.state, found.shown, found.public_text) == ("finished", "shown", "Sampah di lorong")
    hidden = aduan.standing([*steps, heard(4, "hide")])
    assert (hidden.state, hidden.shown, hidden.public_text) == ("finished", "hidden", "")
    assert aduan.standing([RECEIVE]).shown == "waiting" and aduan.standing([RECEIVE]).answered_at is None


# Both, in whatever order


def some(kind, acts, first):
    """Steps with colliding clocks, one of which is the beginning."""
    one = st.builds(
        kind.Said,
        id=st.uuids(),
        act=st.sampled_from(acts),
        at=st.integers(0, 600).map(lambda n: SEVEN + timedelta(seconds=n)),
        hlc=st.integers(0, 4),
        dev=st.sampled_from([DEV, UUID(int=1)]),
        seq=st.integers(0, 3),
        office=st.sampled_from([None, LURAH, CAMAT]),
        due_on=st.sampled_from([None, MONDAY, MONDAY + timedelta(days=9)]),
    )
    begun = st.builds(
        kind.Said, st.just(UUID(int=7)), st.just(first), st.just(SEVEN), st.integers(0, 4), st.just(DEV), st.just(9),
        st.just(LURAH), st.just(MONDAY),
    )  # fmt: skip
    # Device and sequence name a step: two that share them are one.
    rest = st.lists(one, max_size=9, unique_by=lambda step: (step.dev, step.seq, step.act == first))
    return st.tuples(begun, rest).map(lambda both: [both[0], *both[1]])


PROMISED = some(promises, ["assign", "extend", "finish", "drop", "resume"], "make")
REPORTED = some(aduan, [act for act in aduan.ALLOWED if act != "receive"], "receive")


def shuffled(kind, steps, random):
    mixed = [*steps, *steps[:2]]
    random.shuffle(mixed)
    return kind.standing(mixed)


@given(PROMISED, st.randoms())
def test_promises_end_equal_in_any_order_of_arrival(steps, random):
    assert shuffled(promises, steps, random) == promises.standing(steps)


@given(REPORTED, st.randoms())
def test_aduan_end_equal_in_any_order_of_arrival(steps, random):
    assert shuffled(aduan, steps, random) == aduan.standing(steps)


@given(PROMISED)
def test_a_promise_is_closed_exactly_when_it_has_a_day_of_closing(steps):
    found = promises.standing(steps)
    assert (found.state == "open") == (found.closed_at is None)
    assert found.office and found.due_on


@given(REPORTED)
def test_an_aduan_has_ended_exactly_when_it_is_open_no_more(steps):
    found = aduan.standing(steps)
    assert (found.state in aduan.OPEN) == (found.ended_at is None) and found.state in aduan.OPEN + aduan.ENDED
    assert (found.state in ("received",)) <= (found.ended_at is None)


@given(REPORTED)
def test_every_step_is_either_told_as_a_conflict_or_was_allowed(steps):
    found = aduan.standing(steps)
    kept = [step for step in steps if step.id not in found.conflicts]
    assert aduan.standing(kept) == aduan.Standing(**{**_fields(found), "conflicts": ()})


def _fields(found):
    return {name: getattr(found, name) for name in type(found).__slots__}


def test_acts_are_asked_before_a_step_is_added():
    assert promises.allows("open", "finish") and not promises.allows("kept", "finish")
    assert aduan.allows("finished", "confirm") and not aduan.allows("received", "confirm")
