"""Outlines: the ground of a place as rings of whole micro-degrees, a hand's breadth each.

A micro-degree is taken for the same length both ways: in Indonesia, 11 degrees from the equator at most, that is
wrong by 2 % at the very edge, and by 0.2 % in Palembang. Imported lines are off by more.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from siip.kernel.refused import Refused

# The outermost points: Rondo and Miangas in the north, Dana in the south, Benggala in the west, Merauke in the east.
SOUTH, NORTH = Decimal("-11.1"), Decimal("6.2")
WEST, EAST = Decimal("94.9"), Decimal("141.1")

MICRO: Final = 1_000_000
METRE: Final = MICRO / 111_320  # of a degree of latitude; in micro-degrees
OFF_BY: Final = (5, 20, 80)  # metres; 5 is finer than any list of boundaries is right, and half a dot on a page
MOST_POINTS: Final = 1_000  # of a stored outline: 20 kB

# Pairs of sides beside one another, of which an ordinary outline has a few for each side. One made to have more costs
# 0.03 s, and is not looked through to the end.
MOST_PAIRS: Final = 100_000

# From here on a line is cut in the middle and not at its farthest point: a zigzag made to be peeled off point by
# point would take n * n steps, an hour for a file that may be sent.
_DEEP: Final = 16

Position = tuple[int, int]
"""Longitude and latitude in micro-degrees."""
Ring = tuple[Position, ...]
"""The corners in order; the first is not said again at the end."""
Outline = tuple[Ring, ...]
"""Islands and holes alike: inside is what an odd number of rings encloses."""


class Box(NamedTuple):
    """The outermost micro-degrees of something."""

    west: int
    south: int
    east: int
    north: int


class Span(NamedTuple):
    """Where a name fits: the middle of the widest stretch, and how wide that is."""

    longitude: int
    latitude: int
    width: int


def box_of(outlines: Iterable[Outline]) -> Box:
    """The box around one outline or more."""
    all_of_them = [position for outline in outlines for ring in outline for position in ring]
    longitudes, latitudes = zip(*all_of_them, strict=True)
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def stored(outline: Outline) -> tuple[Outline, int]:
    """An outline as it is kept, and how many metres it may be off: 5, or as many as 1,000 points take.

    Raises Refused: "outline-narrow", "outline-ragged".
    """
    for metres in OFF_BY:
        found = simplified(outline, metres * METRE)
        if not found:
            raise Refused("outline-narrow", f"Bidangnya lebih sempit dari {metres} meter. Periksa garisnya.")
        if sum(map(len, found)) <= MOST_POINTS:
            return found, metres
    raise Refused(
        "outline-ragged",
        f"Garisnya terlalu bergerigi: lebih dari {MOST_POINTS} titik walau disederhanakan sampai {OFF_BY[-1]} meter.",
    )


def simplified(outline: Outline, tolerance: float) -> Outline:
    """The outline with fewer points, no dropped one farther than `tolerance` micro-degrees from the new line.

    Douglas and Peucker, 1973. Rings that are narrower than the tolerance go.
    """
    rings = (_simplified(ring, tolerance) for ring in outline)
    return tuple(ring for ring in rings if len(ring) > 2)


def is_inside(outline: Outline, position: Position) -> bool:
    """Whether a position lies inside; on the line itself either may be said."""
    x, y = position
    crossed = sum(cut > x for ring in outline for cut in _cuts(ring, y))
    return crossed % 2 == 1


def metres_outside(outline: Outline, position: Position) -> int:
    """How far a position lies outside an outline, in whole metres; 0 when it lies inside."""
    if is_inside(outline, position):
        return 0
    return round(min(_distance(position, *side) for ring in outline for side in _sides(ring)) / METRE)


def metres_between(one: Box, other: Box) -> int:
    """How far two boxes are apart, in whole metres; 0 when they meet."""
    across = max(0, one.west - other.east, other.west - one.east)
    up = max(0, one.south - other.north, other.south - one.north)
    return round(float((across * across + up * up) ** 0.5) / METRE)


def crosses(outline: Outline) -> bool | None:
    """Whether two sides of an outline cross each other; None when it is too fine to be looked through.

    Sides that only touch do not: a place may narrow to a point, and two polygons of one place share a line.
    """
    sides = [side for ring in outline for side in _sides(ring)]
    box = box_of([outline])
    # Along the longer way fewer sides stand beside one another.
    if box.north - box.south > box.east - box.west:
        sides = [((y1, x1), (y2, x2)) for (x1, y1), (x2, y2) in sides]
    sides = sorted((start, end) if start <= end else (end, start) for start, end in sides)
    looked = 0
    for at, one in enumerate(sides):
        for beside in range(at + 1, len(sides)):
            if sides[beside][0][0] > one[1][0]:
                break
            looked += 1
            if looked > MOST_PAIRS:
                return None
            if _cross(one, sides[beside]):
                return True
    return False


def span_of(outline: Outline, seen: Box) -> Span:
    """The widest stretch of an outline inside what is seen of it, at one of five heights: there a name stands, also in
    a place bent like a hook, or of which a picture shows a corner. Of nothing that is seen the width is 0.
    """
    box = box_of([outline])
    west, south = max(box.west, seen.west), max(box.south, seen.south)
    east, north = min(box.east, seen.east), min(box.north, seen.north)
    high = max(0, north - south)
    return max(
        (_widest(outline, south + high * part // 6, west, east) for part in (3, 2, 4, 1, 5)),
        key=lambda span: span.width,
    )


def _simplified(ring: Ring, tolerance: float) -> Ring:
    """A ring as two lines: from its first corner to the farthest one, and back."""
    half = max(range(len(ring)), key=lambda at: _distance(ring[at], ring[0], ring[0]))
    there, back = _line(ring[: half + 1], tolerance), _line((*ring[half:], ring[0]), tolerance)
    return (*there[:-1], *back[:-1])


def _line(points: Sequence[Position], tolerance: float) -> list[Position]:
    kept, open_parts = {0, len(points) - 1}, [(0, len(points) - 1, 0)]
    while open_parts:
        first, last, depth = open_parts.pop()
        far, at = max(
            ((_distance(points[at], points[first], points[last]), at) for at in range(first + 1, last)),
            default=(0.0, 0),
        )
        if far <= tolerance:
            continue
        if depth > _DEEP:
            at = (first + last) // 2
        kept.add(at)
        open_parts += [(first, at, depth + 1), (at, last, depth + 1)]
    return [points[at] for at in sorted(kept)]


def _distance(position: Position, start: Position, end: Position) -> float:
    """From a position to the nearest point of a line from start to end."""
    (x, y), (x1, y1), (x2, y2) = position, start, end
    wide, high = x2 - x1, y2 - y1
    long = wide * wide + high * high
    along = 0.0 if not long else min(1.0, max(0.0, ((x - x1) * wide + (y - y1) * high) / long))
    across, up = x - x1 - along * wide, y - y1 - along * high
    return float((across * across + up * up) ** 0.5)


def _cross(one: tuple[Position, Position], other: tuple[Position, Position]) -> bool:
    """Whether each of two sides has the ends of the other on both hands of it."""
    (a, b), (c, d) = one, other
    return _hand(a, b, c) * _hand(a, b, d) < 0 and _hand(c, d, a) * _hand(c, d, b) < 0


def _hand(start: Position, end: Position, position: Position) -> int:
    """Above 0 on the left of a line, below 0 on the right, 0 on it."""
    return (end[0] - start[0]) * (position[1] - start[1]) - (end[1] - start[1]) * (position[0] - start[0])


def _sides(ring: Ring) -> Iterator[tuple[Position, Position]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _cuts(ring: Ring, y: int) -> Iterator[float]:
    """Where a ring crosses a height."""
    for (x1, y1), (x2, y2) in _sides(ring):
        if (y1 > y) != (y2 > y):
            yield x1 + (y - y1) * (x2 - x1) / (y2 - y1)


def _widest(outline: Outline, y: int, west: int, east: int) -> Span:
    cuts = sorted(cut for ring in outline for cut in _cuts(ring, y))
    stretches = ((max(left, west), min(right, east)) for left, right in zip(cuts[::2], cuts[1::2], strict=True))
    width, middle = max(((right - left, (left + right) / 2) for left, right in stretches), default=(0.0, 0.0))
    return Span(round(middle), y, max(0, round(width)))
