"""The front page and the schedule: the next Friday, those after it, those before; and the calendar feed."""

from datetime import timedelta

import icalendar
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from siip.kernel import catalogue
from siip.programme import events
from siip.programme.models import Event
from siip.web.asked import HouseRequest
from siip.web.ui.parts import Link

SHOWN_PAST = 10


@require_safe
def front(request: HouseRequest) -> HttpResponse:
    coming = list(events.coming(request.kecamatan.path, request.now)[:4])
    event = coming[0] if coming else None
    context = {
        "event": event, "others": coming[1:], "services": _offered(event), "facts": _facts(event) if event else [],
        "on": events.local_day(event) if event else None,
    }  # fmt: skip
    return _briefly(render(request, "public/front.html", context))


@require_safe
def schedule(request: HouseRequest) -> HttpResponse:
    coming = list(events.coming(request.kecamatan.path, request.now)[:26])
    past = list(events.past(request.kecamatan.path, request.now)[:SHOWN_PAST])
    return _briefly(render(request, "public/schedule.html", {"coming": coming, "past": past}))


@require_safe
def calendar(request: HouseRequest) -> HttpResponse:
    feed = icalendar.Calendar()
    feed.add("prodid", f"-//SIIP//{request.kecamatan.name}//ID")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", f"Jumat Bersih, Kecamatan {request.kecamatan.name}")
    for event in events.coming(request.kecamatan.path, request.now)[:26]:
        feed.add_component(_entry(event))
    response = HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")
    return _briefly(response)


def _entry(event: Event) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"{event.id}@{settings.SIIP.public_url.split('//')[-1].split(':')[0]}")
    entry.add("dtstamp", event.planned_at)
    zone = events.zone_info(event.wilayah)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", f"{event.programme.name}: {event.street}")
    entry.add("location", event.gathering or f"{event.street}, {event.wilayah.title}")
    return entry


def _offered(event: Event | None) -> list[Link]:
    if event is None:
        return []
    known = {service.kode: service for service in catalogue.services()}
    found = [known[row.kode] for row in event.services.all() if row.kode in known]
    return [Link(f"/layanan/{one.kode}/", one.name, "Rp0" if one.letter else "petugas mitra") for one in found]


def _facts(event: Event) -> list[tuple[str, str]]:
    zone = events.zone_info(event.wilayah)
    hours = f"{event.starts_at.astimezone(zone):%H.%M} sampai {event.ends_at.astimezone(zone):%H.%M}"
    rts = ", ".join(row.wilayah.name for row in event.rts.all())
    return [
        ("Pukul", f"{hours} {event.wilayah.zone}"), ("Tempat", f"{event.street}, {event.wilayah.title}"),
        ("Berkumpul", event.gathering), ("Bawa", event.bring), ("Giliran", rts),
    ]  # fmt: skip


def _briefly(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={int(timedelta(minutes=5).total_seconds())}"
    return response


urlpatterns = [
    path("", front, name="front"),
    path("jadwal/", schedule, name="schedule"),
    path("jadwal/kalender.ics", calendar, name="calendar"),
]
