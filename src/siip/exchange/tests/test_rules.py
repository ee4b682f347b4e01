"""The folds of needs, offers and matches: equal in whatever order their steps arrive."""

from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID

import pytest

from siip.exchange.rules import helps as rules
from siip.exchange.rules.helps import HELP, MATCH, Said, standing

AT = datetime(2026, 11, 27, tzinfo=UTC)
DEV = UUID(int=1)


def step(n, act, why="", hlc=None):
    return Said(UUID(int=n), act, AT.replace(minute=n), hlc or n, DEV, n, why)


def test_a_help_is_open_until_it_is_closed():
    assert standing([step(1, "note")], HELP).state == "open"
    found = standing([step(1, "note"), step(2, "close", "gone")], HELP)
    assert (found.state, found.why, found.since) == ("closed", "gone", AT.replace(minute=2))


def test_a_help_that_is_opened_again_has_no_reason():
    found = standing([step(1, "note"), step(2, "close", "gone"), step(3, "reopen")], HELP)
    assert (found.state, found.why) == ("open", "")


def test_a_match_is_given_taken_back_and_undone():
    steps = [step(1, "match"), step(2, "give"), step(3, "take_back"), step(4, "undo")]
    assert [standing(steps[: n + 1], MATCH).state for n in range(4)] == ["agreed", "given", "agreed", "undone"]


def test_what_was_not_allowed_is_a_conflict():
    found = standing([step(1, "match"), step(2, "undo"), step(3, "give")], MATCH)
    assert (found.state, found.conflicts) == ("undone", (UUID(int=3),))


def test_the_order_of_arrival_makes_no_difference():
    steps = [step(1, "note", hlc=9), step(2, "close", "met"), step(3, "reopen"), step(4, "close", "wrong")]
    assert {standing(order, HELP) for order in permutations(steps)} == {standing(steps, HELP)}
    assert standing(steps, HELP).why == "wrong"


def test_a_step_that_arrives_twice_counts_once():
    assert standing([step(1, "note"), step(1, "note")], HELP).conflicts == ()


@pytest.mark.parametrize(("count", "matched", "left"), [(5, 0, 5), (5, 3, 2), (5, 5, 0), (5, 7, 0)])
def test_what_is_left_is_never_less_than_none(count, matched, left):
    assert rules.left(count, matched) == left


def test_only_what_stands_open_can_be_closed():
    assert rules.allows(HELP, "open", "close") and not rules.allows(HELP, "closed", "close")
