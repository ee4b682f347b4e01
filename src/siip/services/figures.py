"""What became of the requests of an event, counted from their rows: for the report of the day and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from siip.programme.events import local_day, zone_info
from siip.programme.models import Event
from siip.services import slips
from siip.services.courses import rows
from siip.services.models import Request
from siip.services.rules import course
from siip.services.rules.slips import was_kept

WHICH: Final = ("taken", "same_day", "continued", "cancelled", "promised", "kept", "late")


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """The requests for one service at one event. `taken` = `same_day` + `continued` + `cancelled`.

    `same_day` were handed over on the day of the event; `promised` got a slip, of which so many were `kept`
    (signed on the promised day or before) and so many are `late`, whether they came too late or not at all yet.
    """

    kode: str
    taken: int
    same_day: int
    continued: int
    cancelled: int
    promised: int
    kept: int
    late: int


@dataclass(frozen=True, slots=True)
class Timed:
    """One request with what was promised and what came: each moment None while it has not come."""

    request: Request
    which: frozenset[str]
    ready_at: datetime | None


def figures_of(event: Event, *, at: datetime) -> list[ServiceFigures]:
    """The counts by service, in the order of their codes; [] where nothing was taken."""
    timed = _timed(event, at)
    return [_counted(kode, timed) for kode in sorted({one.request.kode for one in timed})]


def rows_of(event: Event, which: str, *, at: datetime, kode: str = "") -> list[Timed]:
    """The rows behind a count (one of WHICH), of one service or of all, the oldest first."""
    return [one for one in _timed(event, at) if which in one.which and kode in ("", one.request.kode)]


def _timed(event: Event, at: datetime) -> list[Timed]:
    found = list(rows().filter(event=event).order_by("taken_at", "id"))
    ready = slips.ready_at(found)
    return [Timed(row, _which(row, event, ready.get(row.pk), at), ready.get(row.pk)) for row in found]


def _which(row: Request, event: Event, ready_at: datetime | None, at: datetime) -> frozenset[str]:
    zone = zone_info(row.wilayah)
    found = {"taken"}
    if row.state == course.CANCELLED:
        return frozenset({*found, "cancelled"})
    handed = row.handed_at.astimezone(zone).date() if row.handed_at else None
    found.add("same_day" if handed == local_day(event) else "continued")
    if row.slip:
        ready = ready_at.astimezone(zone).date() if ready_at else None
        kept = was_kept(row.slip.due_on, ready, at.astimezone(zone).date())
        found |= {"promised"} if kept is None else {"promised", "kept" if kept else "late"}
    return frozenset(found)


def _counted(kode: str, timed: Iterable[Timed]) -> ServiceFigures:
    mine = [one for one in timed if one.request.kode == kode]
    return ServiceFigures(kode, *(sum(which in one.which for one in mine) for which in WHICH))
