"""The day of an event: from when to when something is noted there, at which counter, from which source."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from siip.fieldday.rules.tallies import REPORTED, SOURCES
from siip.kernel.refused import Refused
from siip.programme.events import local_day, refuse_cancelled, zone_info
from siip.programme.models import Event
from siip.programme.rules.hours import PAST_DAYS
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

SEE: Final = "fieldday.see"
RECORD: Final = "fieldday.record"
FORGET: Final = "fieldday.forget"
"""Of the house alone: letting names go when their time is over."""


def event_of(event_id: UUID) -> Event:
    """An event, whoever asks: each act asks the right. Raises Refused: "not-found"."""
    event = Event.objects.select_related("programme", "wilayah").filter(pk=event_id).first()
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


def is_open(event: Event, at: datetime) -> bool:
    """Whether anything may be noted: what a button asks."""
    return event.cancelled_at is None and 0 <= (today(event, at) - local_day(event)).days <= PAST_DAYS


def check_open(event: Event, at: datetime) -> None:
    """Raises Refused: "event-cancelled", "event-ahead", "event-over"."""
    refuse_cancelled(event)
    late = (today(event, at) - local_day(event)).days
    if late < 0:
        raise Refused("event-ahead", "Kegiatan ini belum berlangsung. Pencatatan dibuka pada hari kegiatan.")
    if late > PAST_DAYS:
        raise Refused("event-over", f"Kegiatan ini sudah lewat lebih dari {PAST_DAYS} hari, jadi catatannya tetap.")


def check_counter(event: Event, counter: str) -> None:
    """Raises Refused: "counter-unknown"."""
    if counter not in event.counter_letters:
        letters = ", ".join(event.counter_letters)
        raise Refused("counter-unknown", f"Loket itu tidak ada di kegiatan ini. Pilih loket {letters}.")


def check_source(event: Event, source: str, counter: str, at: datetime) -> None:
    """Whether something can be known from there, at that counter.

    Raises Refused: "source-unknown", "counter-unknown", "not-on-the-spot".
    """
    if source not in SOURCES or (source == "rt") != (counter == REPORTED):
        raise Refused("source-unknown", "Pilih dari mana hitungan ini: di tempat, dari kertas, atau laporan RT.")
    if counter != REPORTED:
        check_counter(event, counter)
    if source == "spot" and not is_on(event, at):
        raise Refused("not-on-the-spot", "Hari kegiatan sudah lewat. Pilih dari kertas atau laporan RT.")
