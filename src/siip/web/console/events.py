"""Events at the console: the list, planning a Friday, one event, revising its plan."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel import catalogue
from siip.programme import events, maps, places, programmes
from siip.programme.models import Event, Place, Programme, Tier
from siip.programme.rules.hours import next_day
from siip.web.asked import ConsoleRequest
from siip.web.console import day, promises
from siip.web.console.event_forms import closed_words, plan_form, said
from siip.web.console.guard import console
from siip.web.console.kept import keeps, left_open
from siip.web.ui import tables
from siip.web.ui.forms import attempt, show
from siip.web.ui.tables import Column
from siip.web.ui.wording import DAYS, local
from siip.wilayah import territory

PLAN, SEE = programmes.PLAN, programmes.SEE
COLUMNS = (
    Column("hari", "Tanggal", order="starts_at", names_row=True),
    Column("jam", "Mulai"),
    Column("jalan", "Jalan", order="street"),
    Column("kelurahan", "Kelurahan", order="wilayah__name"),
    Column("keadaan", "Keadaan", is_state=True),
)


@console(SEE)
def board(request: ConsoleRequest) -> HttpResponse:
    listing = tables.listing(request.GET, events.listed(by=request.actor), COLUMNS, sort="-hari")
    coming = sum(event.ends_at > request.now and not event.cancelled_at for event in listing.rows)
    rows = [(event, DAYS[events.local_day(event).weekday()], *state(event, request.now)) for event in listing.rows]
    context = {"listing": listing, "rows": rows, "coming": coming, "may_plan": request.actor.may_somewhere(PLAN)}
    return render(request, "console/events/events.html", context)


@keeps
@console(PLAN)
def plan(request: ConsoleRequest, *, again: bool = False) -> HttpResponse:
    """Where first, since RT belong to a kelurahan; whoever plans for one only is asked no such thing."""
    places = [place for scope in request.actor.scope(PLAN) for place in territory.kelurahan_of(scope)]
    asked = request.GET.get("kelurahan", places[0].code if len(places) == 1 else "")
    place = next((one for one in places if one.code == asked), None)
    choices = programmes.programmes(request.kecamatan.path)
    if place is None or not choices:
        return render(request, "console/events/where.html", {"places": places, "has_programme": bool(choices)})
    today = local(request.now, place.zone).date()
    form = plan_form(place, choices, today)(request.POST or None, initial=_usual(choices[0], today))
    made = None
    if again:
        left_open(form)
    if form.is_valid():
        made = attempt(
            form, events.plan_event, programme_id=UUID(form.cleaned_data["programme"]), plan=form.plan(),
            by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
    if made is None:
        return show(request, "console/events/plan.html", form, {"place": place})
    messages.success(request, "Kegiatan sudah direncanakan, dan tampil di jadwal untuk warga.")
    return redirect("console:event", made.pk)


@console(SEE)
def event_page(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor)
    word, meaning = state(event, request.now)
    names = {service.kode: service.name for service in catalogue.services()}
    is_on, may_plan = event.cancelled_at is None, request.actor.may(PLAN, event.wilayah.path)
    context = {
        "event": event, "word": word, "meaning": meaning, "day": (on := events.local_day(event)),
        "closed": closed_words(on) if events.is_movable(event, request.now) else "",
        "services": [names.get(one.kode, one.kode) for one in event.services.all()], "facts": _facts(event),
        "rts": [one.wilayah for one in event.rts.all()],
        "team": [(one.said, one.person.name) for one in event.team.all()],
        "spots": [spot_words(one.place) for one in event.places.all()], "map": maps.event_map(event),
        "may_take": is_on and request.actor.may("services.take", event.wilayah.path) and _has_begun(event, request.now),
        "may_plan": may_plan, "may_revise": is_on and may_plan,
        "may_change": may_plan and events.is_movable(event, request.now), "day_links": day.links(event, request.actor),
        **_before(request, event),
    }  # fmt: skip
    return render(request, "console/events/event.html", context)


def _before(request: ConsoleRequest, event: Event) -> dict[str, Any]:
    """What was promised and reported at this place and is still open, for whoever sees such things."""
    if not request.actor.may(promises.SEE, event.wilayah.path):
        return {}
    return promises.from_before(event, local(request.now, event.wilayah.zone).date())


@keeps
@console(PLAN)
def revise(request: ConsoleRequest, event_id: UUID, *, again: bool = False) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=PLAN)
    events.refuse_cancelled(event)
    shape = plan_form(event.wilayah, [event.programme], events.local_day(event), event)
    form = shape(request.POST or None, initial=said(event))
    made = None
    if again:
        left_open(form)
    if form.is_valid():
        made = attempt(
            form, events.revise_event, event_id=event_id, plan=form.plan(),
            by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
    if made is not None:
        messages.success(request, "Rencana kegiatan sudah diubah. Kalender warga ikut diperbarui.")
        return redirect("console:event", event_id)
    return show(
        request,
        "console/events/plan.html",
        form,
        {"place": event.wilayah, "event": event, "may_change": events.is_movable(event, request.now)},
    )


def _usual(programme: Programme, today: date) -> dict[str, Any]:
    return {
        "on": next_day(programme.weekday, today), "starts": programme.starts, "ends": programme.ends,
        "services": [service.kode for service in catalogue.services() if service.letter and "event" in service.where],
    }  # fmt: skip


def state(event: Event, now: datetime) -> tuple[str, str]:
    """Where an event stands, in a word with its meaning."""
    if event.cancelled_at:
        return "Dibatalkan", "no"
    if event.ends_at <= now or event.closed_at:
        return "Selesai", ""
    return ("Berlangsung", "ok") if event.starts_at <= now else ("Akan datang", "wait")


def spot_words(place: Place) -> tuple[str, str]:
    """A place as it is listed: its name, then what it is and where."""
    where = maps.rt_name(place.rt) if place.rt else ""
    return place.name, ", ".join(word for word in (places.kind_name(place.kind), where) if word)


def _facts(event: Event) -> list[tuple[str, str]]:
    return [
        ("Berkumpul", event.gathering), ("Dibawa", event.bring), ("Tingkat", str(Tier(event.tier).label)),
        ("Loket", ", ".join(event.counter_letters)), ("Titik di peta", str(event.point or "")),
    ]  # fmt: skip


def _has_begun(event: Event, now: datetime) -> bool:
    """From the day of the event on: people queue before the hour."""
    return events.local_day(event) <= now.astimezone(events.zone_info(event.wilayah)).date()


urlpatterns = [
    path("kegiatan/", board, name="events"),
    path("kegiatan/baru/", plan, name="plan"),
    path("kegiatan/<uuid:event_id>/", event_page, name="event"),
    path("kegiatan/<uuid:event_id>/ubah/", revise, name="event-revise"),
]
