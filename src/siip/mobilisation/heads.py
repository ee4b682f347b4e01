"""Heads: who is called to an event, the RT that were planned and the RW around them, with whoever leads each."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from siip.kernel.refused import Refused
from siip.mobilisation.rules.phones import international
from siip.people import offices
from siip.people.models import Capacity, Holding, OfficeKind
from siip.programme.events import local_day
from siip.programme.models import Event
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import NO_RW, Level, parent_of

KINDS: Final = {Level.RT.value: OfficeKind.KETUA_RT.value, Level.RW.value: OfficeKind.KETUA_RW.value}


@dataclass(frozen=True, slots=True)
class Head:
    """A place that is called to an event, and its head on the day of the event; None where the office is vacant."""

    wilayah: Wilayah
    holding: Holding | None

    @property
    def is_rt(self) -> bool:
        return self.wilayah.level == Level.RT

    @property
    def phone(self) -> str:
        """His number as wa.me wants it; "" where there is none."""
        return international(self.holding.person.phone) if self.holding else ""


def event_called(event_id: UUID) -> Event:
    """An event with its RT, whoever asks: acts ask the right of their own place. Raises Refused: "not-found"."""
    found = Event.objects.select_related("programme__wilayah", "wilayah").prefetch_related("rts__wilayah", "services")
    event = found.filter(pk=event_id).first()
    if event is None:
        raise Refused("not-found", "Kegiatan itu tidak ada di wilayah Anda. Buka dari daftar kegiatan.")
    return event


def heads(event: Event) -> list[Head]:
    """Everybody who is called to an event: each RW before its RT, in the order in which they were planned."""
    on = local_day(event)
    places = _places(event, on)
    led = _led(places, on)
    return [Head(place, led.get(place.path)) for place in places]


def head_at(event: Event, wilayah: int) -> Head:
    """The one of a place, by its key. Raises Refused: "not-called"."""
    found = next((one for one in heads(event) if one.wilayah.pk == wilayah), None)
    if found is None:
        raise Refused("not-called", "RT atau RW itu tidak diajak ke kegiatan ini. Buka dari daftar panggilan.")
    return found


def head_of(event: Event, holding: Holding) -> Head:
    """The place of somebody who heads it, among those called. Raises Refused: "not-called"."""
    path = holding.office.wilayah.path
    found = next((one for one in heads(event) if one.wilayah.path == path), None)
    if found is None:
        raise Refused("not-called", "RT atau RW Anda tidak diajak ke kegiatan ini. Lihat kegiatan lain di halaman ini.")
    return found


def _places(event: Event, on: date) -> list[Wilayah]:
    rts = [one.wilayah for one in sorted(event.rts.all(), key=lambda one: one.pk)]
    around = list(dict.fromkeys(outer for rt in rts if not (outer := parent_of(rt.path)).endswith(f"/{NO_RW}/")))
    rws = {one.path: one for one in Wilayah.objects.filter(territory.valid(on), path__in=around)}
    places: list[Wilayah] = []
    for outer in dict.fromkeys(parent_of(rt.path) for rt in rts):
        places += [rws[outer]] if outer in rws else []
        places += [rt for rt in rts if parent_of(rt.path) == outer]
    return places


def _led(places: list[Wilayah], on: date) -> dict[str, Holding]:
    """Who leads each RT and RW: beside a definitive head who is away, the Plt. or Plh. who does the work."""
    held = offices.holders_at([one.path for one in places], KINDS.values(), on)
    held.sort(key=lambda one: one.capacity != Capacity.DEFINITIF)
    return {one.office.wilayah.path: one for one in held}
