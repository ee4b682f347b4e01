"""Figures: what came of one event, gathered from every area; each total is made of its rows."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from siip.kernel import catalogue
from siip.kernel.refused import Refused
from siip.letters.models import Letter
from siip.letters.rules.validity import dated_on
from siip.programme.events import local_day
from siip.programme.models import Event
from siip.reporting.rules.figures import Figure, Row, figure
from siip.services.models import Request
from siip.services.rules import course

SEE: Final = "reporting.see"


def figures_of(event: Event) -> list[Figure]:
    """Everything that was counted at an event, in the order of a report; what is 0 is there too.

    The caller has asked the right to see; rows name kinds and places, never a resident.
    """
    return [one for source in SOURCES for one in source(event)]


def figure_of(event: Event, kode: str) -> Figure:
    """One figure with its rows. Raises Refused: "not-found"."""
    found = next((one for one in figures_of(event) if one.kode == kode), None)
    if found is None:
        raise Refused("not-found", "Angka itu tidak ada di laporan ini. Buka lagi dari halaman laporan.")
    return found


def served(event: Event) -> list[tuple[str, int, int, int]]:
    """For each service: name, requests taken, letters finished that day, gone on at the office."""
    day = local_day(event)
    found: dict[str, tuple[int, int, int]] = {}
    for request in _requests(event):
        name = service_name(request.kode)
        taken, done, later = found.get(name, (0, 0, 0))
        is_done = _is_done(request, day)
        found[name] = (taken + 1, done + is_done, later + (not is_done))
    return [(name, *counts) for name, counts in sorted(found.items())]


def service_name(kode: str) -> str:
    """What a service is called; its code where the office has taken it out of the catalogue since."""
    try:
        return catalogue.service(kode).name
    except (KeyError, catalogue.CatalogueError):
        return kode


def _services(event: Event) -> Iterator[Figure]:
    day, requests = local_day(event), _requests(event)
    how = "permohonan yang diterima di kegiatan ini dan tidak dibatalkan"
    yield figure("permohonan", "Permohonan diterima", "permohonan", how, map(_row, requests))
    signed = [one for one in requests if one.letter and _is_issued(one.letter, day)]
    yield figure(
        "surat", "Surat terbit hari itu", "surat", "bernomor di register pada hari kegiatan", map(_row, signed)
    )
    done = [one for one in requests if _is_done(one, day)]
    yield figure("diserahkan", "Surat diserahkan hari itu", "surat", "serah terima tercatat pada hari kegiatan",
                 map(_row, done))  # fmt: skip
    later = [one for one in requests if not _is_done(one, day)]
    yield figure("dilanjutkan", "Dilanjutkan di kantor", "permohonan", "belum diserahkan ketika hari kegiatan berakhir",
                 map(_row, later))  # fmt: skip


def _requests(event: Event) -> list[Request]:
    rows = Request.objects.filter(event=event).exclude(state=course.CANCELLED).select_related("letter", "wilayah")
    return list(rows.order_by("taken_at", "id"))


def _row(request: Request) -> Row:
    return Row(service_name(request.kode), ref=("request", str(request.pk)))


def _is_issued(letter: Letter, day: date) -> bool:
    return letter.dated_on == day and bool(letter.number) and letter.state != "void"


def _is_done(request: Request, day: date) -> bool:
    return request.handed_at is not None and dated_on(request.handed_at, request.wilayah.zone) == day


SOURCES: Final[tuple[Callable[[Event], Iterator[Figure]], ...]] = (_services,)
"""Where figures come from, in the order of the report."""
