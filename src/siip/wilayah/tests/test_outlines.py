import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.wilayah.rules.outlines import (
    METRE,
    MOST_PAIRS,
    MOST_POINTS,
    Box,
    Span,
    box_of,
    crosses,
    is_inside,
    metres_between,
    metres_outside,
    simplified,
    span_of,
    stored,
)

X, Y = 104_800_000, -3_000_000
SIDE = 10_000  # 1.1 km
ISLES = st.lists(st.tuples(st.integers(X, X + SIDE), st.integers(Y, Y + SIDE)), min_size=3, max_size=60, unique=True)


def square(x=0, y=0, side=SIDE):
    return ((X + x, Y + y), (X + x + side, Y + y), (X + x + side, Y + y + side), (X + x, Y + y + side))


def test_a_straight_side_keeps_its_ends_alone():
    along = tuple((X + n * 100, Y + n % 2 * 10) for n in range(101))  # off by a metre
    ring = (*along, (X + SIDE, Y + SIDE), (X, Y + SIDE))
    assert set(simplified((ring,), 5 * METRE)[0]) == set(square())


def test_what_sticks_out_farther_than_the_tolerance_stays():
    (x, y) = nose = (X + SIDE // 2, Y - 100)  # 11 m
    ring = (square()[0], nose, *square()[1:])
    assert nose in simplified((ring,), 5 * METRE)[0] and nose not in simplified((ring,), 20 * METRE)[0]


def test_a_ring_narrower_than_the_tolerance_goes():
    assert simplified((square(), square(side=20)), 5 * METRE) == (square(),)


def nearest(position, ring):
    return metres_outside((ring,), position)


@given(ISLES)
def test_no_dropped_corner_is_farther_away_than_the_tolerance(corners):
    found = simplified((tuple(corners),), 100 * METRE)
    for ring in found:
        assert set(ring) <= set(corners)
        assert all(is_inside((ring,), one) or nearest(one, ring) <= 101 for one in corners)


def test_an_outline_is_kept_within_five_metres():
    assert stored((square(),)) == ((square(),), 5)


def saw(teeth, high):
    """A square whose lower side is a saw."""
    lower = tuple((X + n * 2_000, Y - n % 2 * high) for n in range(teeth))
    return ((*lower, (X + teeth * 2_000, Y + 9_000), (X, Y + 9_000)),)


def test_an_outline_of_too_many_points_is_kept_coarser():
    found, metres = stored(saw(3000, 100))
    assert metres == 20 and sum(map(len, found)) <= MOST_POINTS


@pytest.mark.parametrize(
    ("outline", "code"), [((square(side=30),), "outline-narrow"), (saw(1500, 5_000), "outline-ragged")]
)
def test_what_cannot_be_kept_is_refused(outline, code):
    with pytest.raises(Refused) as refused:
        stored(outline)
    assert refused.value.code == code


def test_a_line_made_to_be_peeled_off_point_by_point_takes_no_square_of_steps():
    growing = tuple((X + n * 7, Y + (-1) ** n * n * 2) for n in range(8_000))
    begun = time.process_time()
    simplified(((*growing, (X, Y + 900_000)),), 5 * METRE)
    assert time.process_time() - begun < 5  # 0.3 s; peeled off it were 32,000,000 steps


def test_a_hole_is_outside_and_an_island_inside():
    outline = (square(), square(2_000, 2_000, 2_000), square(2_500, 2_500, 500))
    assert is_inside(outline, (X + 1_000, Y + 1_000))
    assert not is_inside(outline, (X + 2_200, Y + 2_200))
    assert is_inside(outline, (X + 2_700, Y + 2_700))
    assert not is_inside(outline, (X - 1, Y + 1_000))


def test_the_way_outside_is_told_in_metres():
    assert metres_outside((square(),), (X + 500, Y + 500)) == 0
    assert metres_outside((square(),), (X + 500, Y - 898)) == 100
    assert metres_outside((square(),), (X - 300 * 9, Y - 400 * 9)) == 501


def test_the_box_is_around_all_of_them():
    assert box_of([(square(),), (square(-50, 10, 20), square())]) == Box(X - 50, Y, X + SIDE, Y + SIDE)


def span(*rings, seen=None):
    return span_of(rings, seen or box_of([rings]))


def test_a_name_stands_where_the_place_is_widest():
    foot = ((X, Y), (X + 800, Y), (X + 800, Y + 300), (X + 100, Y + 300), (X + 100, Y + 1200), (X, Y + 1200))
    assert span(foot) == Span(X + 400, Y + 200, 800)


def test_a_name_does_not_stand_in_a_hole():
    assert span(square(side=1200), square(100, 100, 1000)) == Span(X + 1150, Y + 600, 100)


def test_a_name_stands_in_the_corner_that_is_seen():
    assert span(square(side=600), seen=Box(X + 400, Y + 500, X + 900, Y + 800)) == Span(X + 500, Y + 550, 200)


def test_what_is_not_seen_has_no_room_for_a_name():
    assert span(square(side=600), seen=Box(X + 900, Y, X + 990, Y + 600)).width == 0
    assert span(square(side=600), seen=Box(X, Y + 900, X + 600, Y + 990)).width == 0


def test_between_two_far_islands_there_is_no_room_for_a_name():
    assert span(square(side=10), square(y=990, side=10)).width == 0


def at(*corners):
    return tuple((X + x, Y + y) for x, y in corners)


BOW = at((0, 0), (100, 80), (100, 0), (0, 80))
HIGH = tuple((X + y - Y, Y + x - X) for x, y in BOW)


@pytest.mark.parametrize("outline", [(BOW,), (HIGH,), (square(), square(SIDE // 2, 77)), (square(), BOW, square(70))])
def test_sides_that_cross_are_found_within_a_ring_and_between_two(outline):
    assert crosses(outline) is True


@pytest.mark.parametrize(
    "outline",
    [
        (square(),), (square(), square(100, 100, 50)), (square(), square(SIDE)), (square(), square(SIDE, SIDE)),
        (at((0, 0), (50, 50), (100, 0), (100, 100), (50, 50), (0, 100)),),
    ],
)  # fmt: skip
def test_holes_neighbours_and_sides_that_touch_do_not_cross(outline):
    assert crosses(outline) is False


@given(ISLES)
def test_it_is_the_same_from_any_corner_and_either_way_round(corners):
    ring = tuple(corners)
    assert len({crosses((turned,)) for turned in (ring, ring[::-1], ring[1:] + ring[:1])}) == 1


def test_a_line_made_to_be_slow_is_not_looked_through():
    high = 2 * int(MOST_PAIRS**0.5)
    teeth = (*((X + n % 2 * SIDE, Y + n) for n in range(high + 1)), (X - 1, Y + high))
    began = time.perf_counter()
    assert crosses((teeth,)) is None
    assert time.perf_counter() - began < 2


def test_boxes_that_meet_are_no_way_apart():
    box = Box(X, Y, X + SIDE, Y + SIDE)
    assert metres_between(box, Box(X + SIDE, Y - SIDE, X + 2 * SIDE, Y)) == 0
    assert metres_between(box, Box(X - 4_000_000, Y, X - 3_000_000, Y)) == 333_960
    assert metres_between(box, Box(X + SIDE + 3_000, Y + SIDE + 4_000, X + 2 * SIDE, Y + 2 * SIDE)) == 557
