"""The ground of a map: boundaries of a kelurahan and its RT to scale, with the point of an event and places on it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from siip.kernel.ground import Area, Frame, Look, Spot, Words, frame_of, ground_map
from siip.kernel.paths import kecamatan_of, within
from siip.programme.models import Event, Place
from siip.programme.rules.points import Point
from siip.wilayah.boundaries import boundaries_around
from siip.wilayah.models import Boundary, Wilayah
from siip.wilayah.rules.codes import Level
from siip.wilayah.rules.outlines import MICRO, Box, Outline, Position, box_of, metres_outside, simplified, span_of

_NEAR = 0.4
"""How far a point may lie outside, in parts of the map, to be drawn: farther off it would shrink all the rest."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A map to scale as SVG; whose boundaries it shows; how many metres outside of them the point of the event lies,
    None when they cannot tell; and whether each RT and each place is on it, so that nothing else need be drawn.
    """

    svg: str
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    outside: int | None
    is_whole: bool

    @property
    def distance(self) -> str:
        """How far outside the point lies, no finer than such a line can tell: "220 meter", "1,4 km"."""
        return _distance(self.outside or 0)


def ground_of(
    home: Wilayah, rts: Sequence[Wilayah], *, key: str, called: Collection[str] = (), meant: Sequence[Place] = (),
    others: Sequence[Place] = (), point: Position | None = None,
) -> Ground | None:  # fmt: skip
    """The map to scale of a kelurahan with these of its RT; None while neither has a boundary."""
    known = {one.wilayah_id: one for one in boundaries_around(home.path)}
    edge, inner = known.get(home.pk), [(rt, known[rt.pk]) for rt in rts if rt.pk in known]
    own = [*([edge] if edge else []), *(one for _, one in inner)]
    if not own:
        return None
    outside = metres_outside(edge.outline, point) if edge and point else None
    frame, pin = _framed(box_of([one.outline for one in own]), point)
    beside = [one for one in known.values() if _is_neighbour(one, home)]
    areas = [
        *(_area(frame, one, Look.BESIDE, one.wilayah.name) for one in beside),
        *([_area(frame, edge, Look.HOME)] if edge else []),
        *(_area(frame, one, _look(rt, called), rt.number) for rt, one in inner),
        *([_area(frame, edge, Look.EDGE)] if edge else []),
    ]
    spots = [one for one in (*_spots(others, False), *_spots(meant, True)) if frame.shows(one.at)]
    words = _words(home, bool(edge), [rt for rt, _ in inner], called, spots, pin is not None)
    svg = ground_map(
        frame, areas, spots, pin, words, title=f"Peta batas {home.title}",
        description=_description(words, outside), key=f"{key}-g",
    )  # fmt: skip
    said = tuple(dict.fromkeys(one.source for one in own))
    licences = tuple(dict.fromkeys(one.licence for one in own if one.licence))
    is_whole = 0 < len(inner) == len(rts) and len(spots) == len(meant) + len(others)
    return Ground(svg, said, licences, outside, is_whole)


def position_of(point: Point) -> Position:
    """A point as outlines are kept."""
    return int(point.longitude * MICRO), int(point.latitude * MICRO)


def points_in(path: str) -> list[Position]:
    """The points of the events and places of a kecamatan, of which this path is one or a part, as outlines are kept."""
    here = within("wilayah__path", [kecamatan_of(path)]), Q(latitude__isnull=False)
    found = [*Event.objects.filter(*here), *Place.objects.filter(*here, retired_at__isnull=True)]
    return list({position_of(one.point) for one in found if one.point})


def _framed(box: Box, point: Position | None) -> tuple[Frame, Position | None]:
    """The frame around a box and a point that lies near it; of one far off only words tell."""
    if point is None:
        return frame_of(*box), None
    x, y = point
    wide, high = (box.east - box.west) * _NEAR, (box.north - box.south) * _NEAR
    if not (box.west - wide <= x <= box.east + wide and box.south - high <= y <= box.north + high):
        return frame_of(*box), None
    return frame_of(min(box.west, x), min(box.south, y), max(box.east, x), max(box.north, y)), point


def _is_neighbour(one: Boundary, home: Wilayah) -> bool:
    place = one.wilayah
    return place.pk != home.pk and place.level == Level.KELURAHAN and place.valid_until is None


def _look(rt: Wilayah, called: Collection[str]) -> Look:
    return Look.MARKED if rt.path in called else Look.PLAIN


def _area(frame: Frame, boundary: Boundary, look: Look, name: str = "") -> Area:
    """The outline as this picture can show it: half a dot is not seen."""
    outline: Outline = simplified(boundary.outline, 0.5 / frame.scale)
    if not name or not outline:
        return Area(outline, look)
    span = span_of(outline, Box(*frame.box()))
    return Area(outline, look, name, (span.longitude, span.latitude), span.width)


def _spots(places: Iterable[Place], is_meant: bool) -> Iterator[Spot]:
    for one in places:
        if one.point:
            yield Spot(position_of(one.point), is_meant)


def _words(
    home: Wilayah, has_edge: bool, rts: Sequence[Wilayah], called: Collection[str], spots: Sequence[Spot], has_pin: bool
) -> Words:
    marked, full = sum(rt.path in called for rt in rts), sum(one.is_meant for one in spots)
    return Words(
        pin="Titik kegiatan" if has_pin else "",
        marked=f"RT yang diajak: {marked}" if marked else "",
        plain=f"{'RT lain' if marked else 'RT'}: {len(rts) - marked}" if len(rts) > marked else "",
        edge=f"Batas {home.title}" if has_edge else "",
        spot=f"{'Titik kerja' if called else 'Tempat'}: {full}" if full else "",
        other=f"Tempat lain: {len(spots) - full}" if len(spots) > full else "",
    )


def _description(words: Words, outside: int | None) -> str:
    said = [words.edge, words.marked, words.plain, words.spot, words.other]
    if outside is not None:
        where = f"sekitar {_distance(outside)} di luar" if outside else "di dalam"
        said.append(f"Titik kegiatan {where} batas")
    return f"{'. '.join(one for one in said if one)}. Utara di atas."


def _distance(metres: int) -> str:
    if metres < 1_000:
        return f"{metres if metres < 100 else round(metres, -1)} meter"
    return f"{metres / 1_000:.1f}".replace(".", ",").removesuffix(",0") + " km"
