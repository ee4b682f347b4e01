"""The photo sheet of a day: before and after side by side, to be sent along with the report.

Beside the report and not in it: a numbered letter never changes, and whoever is in a picture may take consent back.
So the sheet is made whenever it is asked for, of the photos that may be seen outside the office at that moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from siip.activity import photos, sites
from siip.activity.models import Photo, WorkSite
from siip.activity.rules import pictures
from siip.kernel.models import House
from siip.kernel.paper import render_pdf, words
from siip.kernel.paper.shots import Shot, Spot, sheet_data
from siip.kernel.paper.surat import Letterhead
from siip.kernel.refused import Refused
from siip.people import offices
from siip.programme import events
from siip.programme.models import Event
from siip.reporting import papers
from siip.reporting.rules import texts

MOST: Final = 60
"""Rows of two: some fifteen pages and 3 MB, as much as a chat takes on a poor connection."""
Row = tuple[Photo | None, Photo | None]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many photos a sheet would show, and how many nobody has yet said of that they may be seen."""

    shown: int
    unasked: int


def counted(event: Event) -> Counted:
    """What the sheet of an event would hold; the caller has asked the right to see."""
    held = photos.photos_of(event)
    shown = sum(pictures.may_be_public(one.faces) for one in held)
    return Counted(shown, len(held) - shown)


def sheet_pdf(event: Event, *, at: datetime) -> bytes:
    """The sheet as PDF; the caller has asked the right to see. Raises Refused: "no-photos"."""
    count = counted(event)
    if not count.shown:
        raise Refused(
            "no-photos",
            "Belum ada foto yang boleh keluar dari kantor. Buka fotonya, lalu tandai: tidak ada wajah yang dikenali, "
            "atau orang di foto setuju.",
        )
    zone = events.zone_info(event.wilayah)
    now, starts = at.astimezone(zone), event.starts_at.astimezone(zone)
    left = list(_cut(_spots(event), MOST))
    unshown = count.shown - sum(one is not None for spot in left for row in spot.rows for one in row)
    data = sheet_data(
        tuple(left), event=f"{event.programme.name}, {event.street}",
        when=f"{texts.day(starts.date())}, {event.wilayah.title}", left_out=_left_out(count.unasked, unshown),
        office=Letterhead(**offices.letterhead(papers.office_of(event))), dated=now.date(),
        printed=f"{words(now.date(), 'date')}, {now:%H.%M} {event.wilayah.zone}",
        training=House.objects.values_list("training", flat=True).get(),
    )  # fmt: skip
    return render_pdf("lembar_foto", data)


def _spots(event: Event) -> Iterator[Spot]:
    """The sites in the order of work, then what shows none of them."""
    rows = sites.sites_of(event)
    by_site = photos.photos_at(rows)
    for row in rows:
        if seen := _public(by_site[row.pk]):
            yield Spot(row.place.name, _done(row), tuple(_shots(event, [*photos.pairs(seen), *_others(seen)])))
    loose = [one for one in photos.photos_of(event) if one.site_id is None]
    if seen := _public(loose):
        yield Spot("Foto kegiatan", "", tuple(_shots(event, _two(seen))))


def _public(rows: Iterable[Photo]) -> list[Photo]:
    return [one for one in rows if pictures.may_be_public(one.faces)]


def _others(rows: Iterable[Photo]) -> list[Row]:
    return _two([one for one in rows if one.shows == pictures.OTHER])


def _two(rows: Sequence[Photo]) -> list[Row]:
    left = iter(rows)
    return [(one, next(left, None)) for one in left]


def _shots(event: Event, rows: Iterable[Row]) -> Iterator[tuple[Shot | None, Shot | None]]:
    for before, after in rows:
        yield _shot(event, before), _shot(event, after)


def _shot(event: Event, row: Photo | None) -> Shot | None:
    if row is None:
        return None
    taken = row.captured_at and row.captured_at.astimezone(events.zone_info(event.wilayah))
    name = pictures.SHOWS[row.shows] if row.shows != pictures.OTHER else "Foto"
    said = f"{name}, {taken:%H.%M} {event.wilayah.zone}" if taken else name
    return Shot(said, photos.picture(row, small=True), row.width, row.height)


def _cut(spots: Iterable[Spot], most: int) -> Iterator[Spot]:
    for spot in spots:
        rows = tuple(islice(spot.rows, most))
        most -= len(rows)
        if rows:
            yield Spot(spot.name, spot.done, rows)


def _done(row: WorkSite) -> str:
    """What was done there and how it was left: "Membersihkan saluran: Bersih; 320 m; 86 karung"."""
    told = [sites.state_word(row), papers.measured(row)]
    return f"{sites.kind_name(row.kind)}: {'; '.join(word for word in told if word)}"


def _left_out(unasked: int, unshown: int) -> str:
    said = [f"{unasked} foto lain hanya untuk kantor: belum ditandai boleh dilihat umum."] if unasked else []
    said += [f"{unshown} foto lain tidak muat di lembar ini."] if unshown > 0 else []
    return " ".join(said)
