"""A map drawn to scale as SVG: areas by their outlines, spots, the point it is about, a scale bar and north.

Positions are longitude and latitude in micro-degrees, north is up. In Indonesia both are nearly of one length, so
that nothing is projected; the scale bar is right within 2 %.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from html import escape
from typing import Final

from siip.kernel.drawing import WIDTH, map_svg, spot_mark

Position = tuple[int, int]

_MARGIN: Final = 11  # half a pin
_HIGHEST: Final = 320
_FOOT: Final = 34  # scale bar and north
_METRE: Final = 1_000_000 / 111_320
_LEAST: Final = 200 * _METRE  # of a side of the map: of a single house there is nothing to see
_BARS: Final = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
_LONGEST_BAR: Final = 110
_PIN_HIGH: Final = 27
_INK: Final = "#14211f"
_PIN: Final = (
    '<path class="p" transform="translate({} {})" d="M0 0C-2-6-9-9-9-16A9 9 0 0 1 9-16C9-9 2-6 0 0z" fill="#e3ae45" '
    'stroke="#14211f" stroke-width="1.5"/><circle cx="{}" cy="{}" r="3" fill="#14211f"/>'
)


class Look(Enum):
    """What an area is on the map: class, fill, and its line."""

    BESIDE = 'class="b" fill="none" stroke="#566866" stroke-dasharray="4 3"'
    HOME = 'class="g" fill="#f2f6f5"'
    PLAIN = 'class="t" fill="#ffffff" stroke="#566866"'
    MARKED = 'class="t" fill="#0b4c55" stroke="#566866"'
    EDGE = 'class="e" fill="none" stroke="#14211f" stroke-width="2.5"'


_NAMES: Final = {
    Look.MARKED: ('<g class="on"><text', "#ffffff", "</g>"),
    Look.BESIDE: ('<text class="h"', "#3d4d4b", ""),
}


@dataclass(frozen=True, slots=True)
class Area:
    """The ground of one place: rings of corners, how it looks, its name and where that fits, with how much room."""

    rings: Sequence[Sequence[Position]]
    look: Look
    name: str = ""
    at: Position = (0, 0)
    room: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a point; a meant one is full."""

    at: Position
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What the key says of each sign; a sign without words is left out."""

    pin: str = ""
    marked: str = ""
    plain: str = ""
    edge: str = ""
    spot: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the earth that is drawn, and how: dots for a micro-degree, and where its upper left corner lies."""

    west: int
    north: int
    scale: float
    left: float
    top: float
    high: float

    def x(self, longitude: int) -> float:
        """The column of a longitude."""
        return round((longitude - self.west) * self.scale + self.left, 1)

    def y(self, latitude: int) -> float:
        """The row of a latitude."""
        return round((self.north - latitude) * self.scale + self.top, 1)

    def box(self) -> tuple[int, int, int, int]:
        """What is seen: west, south, east, north."""
        west, north = self.west - self.left / self.scale, self.north + self.top / self.scale
        return round(west), round(north - self.high / self.scale), round(west + WIDTH / self.scale), round(north)

    def shows(self, at: Position) -> bool:
        """Whether a position lies in the picture."""
        return 0 <= self.x(at[0]) <= WIDTH and 0 <= self.y(at[1]) <= self.high


def frame_of(west: int, south: int, east: int, north: int) -> Frame:
    """The frame around a box: as wide as the picture, or as high as it may be."""
    wide, high = max(east - west, _LEAST), max(north - south, _LEAST)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (_HIGHEST - 2 * _MARGIN) / high)
    left = (WIDTH - (east - west) * scale) / 2
    return Frame(west, north, scale, left, _MARGIN, (north - south) * scale + 2 * _MARGIN)


def ground_map(
    frame: Frame, areas: Sequence[Area], spots: Sequence[Spot], pin: Position | None, words: Words, *, title: str,
    description: str, key: str,
) -> str:  # fmt: skip
    """A map to scale: areas in the order given, spots and the pin on top, scale and north and a key underneath.

    Colours stand as attributes, for paper; a page sets them anew by its classes (`ui/css/map.css`).
    """
    if pin and (lacks := _PIN_HIGH - frame.y(pin[1])) > 0:
        frame = replace(frame, top=frame.top + lacks, high=frame.high + lacks)
    high = round(frame.high)
    drawn = "".join(_area(frame, area) for area in areas)
    names = "".join(_name(frame, area) for area in areas)
    # A picture inside the picture cuts off what reaches beyond it, on a page as on paper.
    parts = [f'<svg width="{WIDTH}" height="{high}">{drawn}{names}{_spots(frame, spots)}</svg>']
    if pin:
        parts.append(_pin(frame.x(pin[0]), frame.y(pin[1])))
    parts.append(_bar(frame.scale, high))
    return map_svg(parts, high + _FOOT, list(_signs(words)), title=title, description=description, key=key)


def _area(frame: Frame, area: Area) -> str:
    d = "".join("M" + " ".join(f"{frame.x(x):g} {frame.y(y):g}" for x, y in ring) + "z" for ring in area.rings)
    # Not "nonzero": strangers draw holes in either direction, and they would be filled. Of a line that crosses itself
    # both parts are filled, since each lies inside once.
    path = f'<path {area.look.value} d="{d}" fill-rule="evenodd"/>'
    return f'<g class="on">{path}</g>' if area.look is Look.MARKED else path


def _name(frame: Frame, area: Area) -> str:
    """The name, where there is room for it in the area and in the picture."""
    x, y, wide = frame.x(area.at[0]), frame.y(area.at[1]), 3.4 * len(area.name)
    if not area.name or area.room * frame.scale < 2 * wide + 4:
        return ""
    if not (wide <= x <= WIDTH - wide and 12 <= y <= frame.high - 4):
        return ""
    before, ink, after = _NAMES.get(area.look, ("<text", _INK, ""))
    place = f'x="{x:g}" y="{y + 4:g}" font-size="12" text-anchor="middle" fill="{ink}"'
    return f"{before} {place}>{escape(area.name)}</text>{after}"


def _spots(frame: Frame, spots: Sequence[Spot]) -> str:
    return "".join(
        f'<circle class="w" cx="{frame.x(one.at[0]):g}" cy="{frame.y(one.at[1]):g}" r="6" fill="#ffffff"/>'
        + spot_mark(frame.x(one.at[0]), frame.y(one.at[1]), one.is_meant, _INK)
        for one in spots
    )


def _pin(x: float, y: float) -> str:
    return _PIN.format(f"{x:g}", f"{y:g}", f"{x:g}", f"{y - 16:g}")


def _bar(scale: float, high: int) -> str:
    """A bar of a round length, with its words, and an arrow to the north at the other end."""
    metres = max(one for one in _BARS if one * _METRE * scale <= _LONGEST_BAR)
    long = round(metres * _METRE * scale, 1)
    words = f"{metres} m" if metres < 1_000 else f"{metres // 1_000} km"
    y, x = high + 22, WIDTH - 20
    return (
        f'<path class="s" d="M{_MARGIN} {y - 5}v5h{long:g}v-5" fill="none" stroke="{_INK}" stroke-width="1.5"/>'
        f'<text x="{_MARGIN + long + 8:g}" y="{y + 2}" font-size="13">{words}</text>'
        f'<path class="d" d="M{x} {y - 16}l5 16-5-4-5 4z" fill="{_INK}"/>'
        f'<text x="{x - 10}" y="{y + 2}" font-size="13" text-anchor="end">Utara</text>'
    )


def _signs(words: Words) -> Iterator[tuple[str, str]]:
    box = '<rect {} x="1" y="1" width="24" height="18" rx="2"/>'
    if words.pin:
        yield f'<g transform="translate(13 19) scale(.72)">{_pin(0, 0)}</g>', words.pin
    if words.marked:
        yield f'<g class="on">{box.format(Look.MARKED.value)}</g>', words.marked
    if words.plain:
        yield box.format(Look.PLAIN.value), words.plain
    if words.edge:
        yield box.format(Look.EDGE.value), words.edge
    for said, is_meant in ((words.spot, True), (words.other, False)):
        if said:
            yield spot_mark(13, 10, is_meant, _INK), said
