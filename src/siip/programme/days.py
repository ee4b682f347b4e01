"""The day of an event on the clock of its place: whether anything may be noted there, and whom it may be about."""

from datetime import date, datetime
from uuid import UUID

from siip.kernel.refused import Refused
from siip.programme.events import local_day, refuse_cancelled, zone_info
from siip.programme.models import Event
from siip.programme.rules.hours import PAST_DAYS
from siip.wilayah import territory
from siip.wilayah.models import Wilayah


def event_of(event_id: UUID) -> Event:
    """An event, whoever asks: each act asks the right. Raises Refused: "not-found"."""
    event = Event.objects.select_related("programme__wilayah", "wilayah").filter(pk=event_id).first()
    if event is None:
        raise Refused("not-found", "Kegiatan itu tidak ada di wilayah Anda. Buka dari daftar kegiatan.")
    return event


def rts(event: Event) -> list[Wilayah]:
    """The RT of the event's kelurahan on its day, in their order: everybody may come, called or not."""
    return territory.rts_of(event.wilayah.path, local_day(event))


def today(event: Event, at: datetime) -> date:
    """The date of a moment on the clock of the event's place."""
    return at.astimezone(zone_info(event.wilayah)).date()


def is_on(event: Event, at: datetime) -> bool:
    """Whether that moment lies on the day of the event: people come before the hour."""
    return today(event, at) == local_day(event)


def is_ahead(event: Event, at: datetime) -> bool:
    """Whether the day of the event is still to come."""
    return today(event, at) < local_day(event)


def is_open(event: Event, at: datetime, *, ahead: bool = False) -> bool:
    """Whether anything may be noted: what a button asks. `ahead`: what is prepared may be noted before the day too."""
    if event.cancelled_at is not None or (is_ahead(event, at) and not ahead):
        return False
    return not _is_over(event, at)


def check_open(event: Event, at: datetime, *, ahead: bool = False) -> None:
    """As `is_open`. Raises Refused: "event-cancelled", "event-ahead" (not with `ahead`), "event-over"."""
    refuse_cancelled(event)
    if is_ahead(event, at) and not ahead:
        raise Refused("event-ahead", "Kegiatan ini belum berlangsung. Pencatatan dibuka pada hari kegiatan.")
    if _is_over(event, at):
        raise Refused(
            "event-over",
            f"Kegiatan ini sudah lewat lebih dari {PAST_DAYS} hari, jadi catatannya tetap. "
            "Yang masih perlu dicatat masuk ke kegiatan berikutnya.",
        )


def _is_over(event: Event, at: datetime) -> bool:
    return (today(event, at) - local_day(event)).days > PAST_DAYS
