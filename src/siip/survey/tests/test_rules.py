"""The fold of the faces: equal in whatever order their marks arrive."""

from itertools import permutations
from uuid import UUID

from siip.survey.rules.faces import Said, shares, standing, totals

A, B = UUID(int=1), UUID(int=2)


def mark(n, face, count=1, source="spot", seq=None, dev=A):
    return Said(UUID(int=n), "mark", n, dev, seq or n, face, count, source)


def undo(n, dev=A):
    return Said(UUID(int=n), "undo", n, dev, n)


def test_each_touch_counts_one():
    found = standing([mark(1, "good"), mark(2, "good"), mark(3, "poor")])
    assert (found.counts, found.last) == ({"spot": {"good": 2, "poor": 1}}, {"poor": 1})
    assert totals(found.counts) == {"good": 2, "fair": 0, "poor": 1}


def test_an_undo_takes_back_the_last_touch():
    found = standing([mark(1, "good"), mark(2, "poor"), undo(3)])
    assert (found.counts, found.last) == ({"spot": {"good": 1}}, {"good": 1})


def test_an_undo_takes_back_a_whole_sheet():
    sheet = [mark(2, "good", 20, "paper", seq=7), mark(3, "poor", 4, "paper", seq=7)]
    assert standing([mark(1, "good"), *sheet]).last == {"good": 20, "poor": 4}
    assert standing([mark(1, "good"), *sheet, undo(8)]).counts == {"spot": {"good": 1}}


def test_two_sheets_with_one_sequence_of_two_devices_are_two():
    found = standing([mark(1, "good", 3, "paper", 5, A), mark(2, "good", 4, "paper", 5, B), undo(9)])
    assert found.counts == {"paper": {"good": 3}}


def test_touches_that_a_device_sent_together_are_taken_back_one_by_one():
    touches = [mark(1, "good", seq=7), mark(2, "good", seq=7), mark(3, "poor", seq=7)]
    assert (standing(touches).last, standing([*touches, undo(8)]).last) == ({"poor": 1}, {"good": 1})


def test_a_sheet_stays_whole_where_somebody_touched_between():
    sheet = [mark(1, "good", 20, "paper", seq=7), mark(3, "poor", 4, "paper", seq=7)]
    steps = [*sheet, mark(2, "fair", dev=B)]
    assert standing([*steps, undo(8)]).counts == {"spot": {"fair": 1}}


def test_shares_are_a_hundred_together():
    assert shares({"good": 34, "fair": 3, "poor": 3}) == {"good": 85, "fair": 8, "poor": 7}
    assert shares({"good": 1, "fair": 1, "poor": 1}) == {"good": 34, "fair": 33, "poor": 33}
    assert shares({"good": 0, "fair": 0, "poor": 0}) == {"good": 0, "fair": 0, "poor": 0}


def test_an_undo_of_nothing_does_nothing():
    assert standing([undo(1), mark(2, "fair")]).counts == {"spot": {"fair": 1}}
    assert standing([]).last == {}


def test_the_order_of_arrival_makes_no_difference():
    steps = [mark(1, "good"), mark(2, "fair", 9, "paper"), undo(3), mark(4, "poor", dev=B), mark(4, "poor", dev=B)]
    assert all(standing(order) == standing(steps) for order in permutations(steps))
    assert standing(steps).counts == {"spot": {"good": 1, "poor": 1}}
