"""The front page and the schedule: the next Friday, those after it, those before; and the calendar feed."""

from datetime import datetime, timedelta
from urllib.parse import quote

import icalendar
from django.http import HttpResponse
from django.urls import path

from siip.programme import events, programmes
from siip.programme.models import Event, Programme
from siip.web.asked import HouseRequest
from siip.web.public import services, when
from siip.web.public.frame import page, shared
from siip.web.ui import wording
from siip.web.ui.address import address_of

# What 5 KB hold of a long season: eight Fridays with all about them, the dates of twenty more, ten that were.
WHOLE, BRIEF, PAST = 8, 20, 10
FED = 26  # events before and after today in a calendar: half a year each way
OFFSETS = {"WIB": 7, "WITA": 8, "WIT": 9}


@shared
def front(request: HouseRequest) -> HttpResponse:
    # Several kelurahan may clean on one morning: the first is told whole, the others have a line each.
    announced = list(events.coming(request.kecamatan.path, request.now, with_cancelled=True)[:BRIEF])
    coming = [event for event in announced if event.cancelled_at is None]
    off = [when.called_off(event) for event in announced if event.cancelled_at is not None]
    if not coming:
        return _nothing_planned(request, off)
    event = coming[0]
    on = when.on_day(event)
    return page(
        request,
        "public/schedule/front.html",
        title=when.heading(event, request.now),
        description=f"{wording.day(on)}, {when.hours(event)}, {when.place(event)}. Semua layanan Rp0.",
        card=f"{event.programme.name} di {event.street}",
        event=event,
        on=on,
        facts=when.facts(event),
        off=off,
        send=_message(event, request),
        links=[services.link(service) for service in when.offered(event)],
        others=[(when.hours(other), when.place(other)) for other in coming[1:] if when.on_day(other) == on],
    )


def _nothing_planned(request: HouseRequest, off: list[tuple[str, str]]) -> HttpResponse:
    return page(
        request,
        "public/schedule/nothing.html",
        title="Belum ada kegiatan yang dijadwalkan",
        description=f"Layanan Kecamatan {request.kecamatan.name}: syarat, cara, dan pemeriksaan surat. Semua Rp0.",
        card=f"SIIP Kecamatan {request.kecamatan.name}",
        off=off,
        customs=[_custom(one) for one in programmes.programmes(request.kecamatan.path)],
    )


def _custom(programme: Programme) -> str:
    times = f"{programme.starts:%H.%M}–{programme.ends:%H.%M} {programme.wilayah.zone}"
    return f"{programme.name} biasanya diadakan hari {wording.DAYS[programme.weekday]}, pukul {times}."


def _message(event: Event, request: HouseRequest) -> str:
    text = (
        f"{event.programme.name}: {wording.day(when.on_day(event))}, {when.hours(event)}, {when.place(event)}. "
        f"Semua layanan Rp0. {address_of(request.kecamatan)}/"
    )
    return f"https://wa.me/?text={quote(text)}"


@shared
def schedule(request: HouseRequest) -> HttpResponse:
    coming = list(events.coming(request.kecamatan.path, request.now, with_cancelled=True)[: WHOLE + BRIEF])
    past = events.past(request.kecamatan.path, request.now, with_cancelled=True)[:PAST]
    count = sum(event.cancelled_at is None for event in coming)
    many = f"{count} kegiatan akan datang" if count else "Belum ada kegiatan yang dijadwalkan"
    return page(
        request,
        "public/schedule/schedule.html",
        title=many,
        description=f"Jadwal kegiatan di Kecamatan {request.kecamatan.name}: hari, jam, jalan, dan layanannya.",
        card=f"Jadwal Kecamatan {request.kecamatan.name}",
        coming=[(when.on_day(event), _whole(event)) for event in coming[:WHOLE]],
        later=[_line(event) for event in coming[WHOLE:]],
        past=[_line(event) for event in past],
    )


def _whole(event: Event) -> list[tuple[str, str]]:
    """All about an event; of a cancelled one what it was and why it is not held."""
    if event.cancelled_at is not None:
        return [("Dibatalkan", event.cancelled_reason), ("Semula", f"{when.hours(event)}, {when.place(event)}")]
    return [*when.facts(event), _services(event)]


def _services(event: Event) -> tuple[str, str]:
    return "Layanan", ", ".join(service.name for service in when.offered(event))


def _line(event: Event) -> tuple[str, str]:
    if event.cancelled_at is not None:
        return when.called_off(event)
    return wording.plain_day(when.on_day(event)), f"{when.hours(event)}, {when.place(event)}"


@shared
def calendar(request: HouseRequest) -> HttpResponse:
    """RFC 5545. Those of late stay in the feed: a calendar drops what is no longer there."""
    kecamatan = request.kecamatan
    feed = icalendar.Calendar()
    feed.add("version", "2.0")
    feed.add("prodid", "-//SIIP//Jadwal//ID")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", f"Kegiatan Kecamatan {kecamatan.name}")
    feed.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT1H")
    feed.add_component(_zone(kecamatan.zone))  # also what makes an empty calendar valid: one component at least
    for found in (events.past, events.coming):
        for event in found(kecamatan.path, request.now, with_cancelled=True)[:FED]:
            feed.add_component(_entry(event, f"{address_of(kecamatan)}/jadwal/"))
    response = HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="jadwal.ics"'
    return response


def _zone(zone: str) -> icalendar.Timezone:
    """The zone spelt out: since 1964 no clock in Indonesia was ever put forward or back by season."""
    offset, standard = f"+{OFFSETS[zone]:02}00", icalendar.TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # RFC 5545 3.6.5 wants local time here
    for name, value in (("tzname", zone), ("tzoffsetfrom", offset), ("tzoffsetto", offset)):
        standard[name] = value
    described = icalendar.Timezone()
    described.add("tzid", wording.ZONES[zone])
    described.add_component(standard)
    return described


def _entry(event: Event, url: str) -> icalendar.Event:
    zone, changed = events.zone_info(event.wilayah), event.revised_at or event.planned_at
    entry = icalendar.Event()
    # The id alone (RFC 7986 5.3): a house that moves to another address keeps its entries.
    entry.add("uid", str(event.id))
    entry.add("sequence", event.revision)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    off = "Dibatalkan: " if event.cancelled_at else ""
    entry.add("status", "CANCELLED" if off else "CONFIRMED")
    entry.add("summary", f"{off}{event.programme.name}: {event.street}")
    entry.add("location", ", ".join(filter(None, (event.gathering, when.place(event)))))
    if event.point:
        entry.add("geo", event.point)
    told = [(name, said) for name, said in (*when.facts(event), _services(event)) if name not in ("Pukul", "Tempat")]
    entry.add("description", "\n".join(f"{name}: {said}" for name, said in told if said))
    entry.add("url", url)
    return entry


urlpatterns = [
    path("", front, name="front"),
    path("jadwal/", schedule, name="schedule"),
    path("jadwal/kalender.ics", calendar, name="calendar"),
]
