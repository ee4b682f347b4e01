"""Maps: the RT of a kelurahan as a picture, those of an event marked, places as spots; and the table beside it.

Schematic: tiles stand by RW and number and not where they lie. Where boundaries were imported, `ground` draws what
lies where; the tiles stay beside it until each RT has its outline and each place its point: only they show all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from siip.kernel.drawing import Block, Legend, Tile, tile_map
from siip.programme import places
from siip.programme.events import local_day
from siip.programme.grounds import Ground, ground_of, position_of
from siip.programme.models import Event, Place
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import NO_RW, segments
from siip.wilayah.rules.outlines import Position


@dataclass(frozen=True, slots=True)
class Row:
    """What the map shows of one RT, in words: is it called, its places, and which of them the event means."""

    name: str
    is_called: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The tiles as SVG ("" where they are not needed), the same as rows: the RT that are called or have a place, then
    places in no RT; and the map to scale, if there are boundaries.
    """

    svg: str
    rows: tuple[Row, ...]
    ground: Ground | None = None


def event_map(event: Event) -> Map | None:
    """The map of an event: its RT marked, its places full, other places of the kelurahan hollow.

    None without RT and without boundaries.
    """
    called = {one.wilayah.path for one in event.rts.all()}
    meant = [one.place for one in event.places.all()]
    others = places.places_of(event.wilayah.path).exclude(pk__in=[one.pk for one in meant])
    point = event.point and position_of(event.point)
    return _map(event.wilayah, local_day(event), called, meant, list(others), f"map-{event.pk}", point)


def kelurahan_map(kelurahan: Wilayah) -> Map | None:
    """The map of a kelurahan with all its places; None while neither RT nor boundaries are known."""
    return _map(kelurahan, None, set(), list(places.places_of(kelurahan.path)), [], f"map-{kelurahan.pk}")


def rt_name(rt: Wilayah) -> str:
    """ "RT 07a / RW 02", or "RT 07" where there is no RW."""
    rw = segments(rt.path)[4]
    return rt.title if rw == NO_RW else f"{rt.title} / RW {rw}"


def _map(
    home: Wilayah, on: date | None, called: set[str], meant: list[Place], others: list[Place], key: str,
    point: Position | None = None,
) -> Map | None:  # fmt: skip
    rts = territory.rts_of(home.path, on)
    ground = ground_of(home, rts, key=key, called=called, meant=meant, others=others, point=point)
    if not rts:
        return Map("", (), ground) if ground else None
    rows = tuple(_rows(rts, called, [*meant, *others]))
    if ground and ground.is_whole:
        return Map("", rows, ground)
    legend = Legend(
        marked=f"RT yang diajak: {len(called)}" if called else "",
        plain=f"RT lain: {len(rts) - len(called)}" if called else f"RT: {len(rts)}",
        spot=f"Titik kerja: {len(meant)}" if called and meant else f"Tempat: {len(meant)}" if meant else "",
        other=f"Tempat lain: {len(others)}" if others else "",
    )
    svg = tile_map(
        list(_blocks(rts, called, meant, others)), legend, title=f"Peta skema {home.title}",
        description=f"{'. '.join(_words(legend))}. Rincian ada di tabel.", key=key,
    )  # fmt: skip
    return Map(svg, rows, ground)


def _blocks(
    rts: Iterable[Wilayah], called: set[str], meant: Iterable[Place], others: Iterable[Place]
) -> Iterator[Block]:
    by_rw: dict[str, list[Tile]] = {}
    for rt in rts:
        spots, more = (sum(one.rt_id == rt.pk for one in group) for group in (meant, others))
        tile = Tile(segments(rt.path)[5], rt.path in called, spots, more)
        by_rw.setdefault(segments(rt.path)[4], []).append(tile)
    for rw, tiles in by_rw.items():
        yield Block("Tanpa RW" if rw == NO_RW else f"RW {rw}", tuple(tiles))


def _rows(rts: Iterable[Wilayah], called: set[str], spots: list[Place]) -> Iterator[Row]:
    known = set()
    for rt in rts:
        known.add(rt.pk)
        here = tuple(one for one in spots if one.rt_id == rt.pk)
        if rt.path in called or here:
            yield Row(rt_name(rt), rt.path in called, here)
    if elsewhere := tuple(one for one in spots if one.rt_id not in known):
        yield Row("Tanpa RT", False, elsewhere)


def _words(legend: Legend) -> list[str]:
    return [words for words in (legend.marked, legend.plain, legend.spot, legend.other) if words]
