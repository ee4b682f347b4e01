"""Events at the console: the list, planning a Friday, one event, revising its plan."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel import catalogue
from siip.programme import events, programmes
from siip.programme.models import Event, Part, Programme
from siip.programme.plans import Member, Plan
from siip.programme.rules.hours import next_day
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui import tables
from siip.web.ui.fields import DateText, Line, Paragraph, TimeText, option
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.tables import Column
from siip.web.ui.wording import DAYS
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

PLAN = programmes.PLAN
TEAM_LINES = 4
COLUMNS = (
    Column("hari", "Tanggal", order="starts_at", names_row=True),
    Column("jam", "Mulai"),
    Column("jalan", "Jalan", order="street"),
    Column("kelurahan", "Kelurahan", order="wilayah__name"),
    Column("keadaan", "Keadaan", is_state=True),
)


class PlanForm(TokenForm):
    """What is planned; `plan_form` gives it the choices of one kelurahan and the lines of the team."""

    kelurahan: ClassVar[str]
    lines: ClassVar[int]
    refusals = {
        "day-past": "on", "day-far": "on", "hours-wrong": "ends", "street-missing": "street", "event-twice": "street",
        "rt-elsewhere": "rts", "service-unknown": "services",
    }  # fmt: skip
    on = DateText(label="Tanggal")
    starts = TimeText(label="Mulai")
    ends = TimeText(label="Selesai")
    street = Line(label="Jalan", max_length=120, help_text="Seperti Jalan DI Panjaitan.")
    gathering = Line(label="Berkumpul di", max_length=160, required=False, help_text="Misalnya: depan kantor lurah.")
    bring = Paragraph(
        label="Yang dibawa warga", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for n in range(1, self.lines + 1):
            person, role = said.get(f"orang_{n}"), said.get(f"tugas_{n}")
            if person and not role and f"tugas_{n}" not in self.errors:
                self.add_error(f"tugas_{n}", "Tulis tugasnya, misalnya: loket 1.")
            if role and not person and f"orang_{n}" not in self.errors:
                self.add_error(f"orang_{n}", "Pilih petugasnya, atau kosongkan tugasnya.")
        return said

    def plan(self) -> Plan:
        """The plan that the area takes. The form must be valid."""
        said = self.cleaned_data
        lines = ((said[f"orang_{n}"], said[f"tugas_{n}"]) for n in range(1, self.lines + 1))
        return Plan(
            self.kelurahan, said["on"], said["starts"], said["ends"], said["street"], said["gathering"],
            " ".join(said["bring"].split()), tuple(said["rts"]), tuple(said["services"]),
            tuple(Member(UUID(person), Part.OTHER, role) for person, role in lines if person),
        )  # fmt: skip

    def what(self) -> list[Any]:
        return [self[name] for name in ("programme", "on", "starts", "ends", "street", "gathering", "bring")]

    def whom(self) -> list[Any]:
        return [self[name] for name in ("services", "rts")]

    def team(self) -> list[Any]:
        return [self[name] for n in range(1, self.lines + 1) for name in (f"orang_{n}", f"tugas_{n}")]


@console(PLAN)
def board(request: ConsoleRequest) -> HttpResponse:
    listing = tables.listing(request.GET, events.planned(by=request.actor), COLUMNS, sort="-hari")
    coming = sum(event.ends_at > request.now for event in listing.rows)
    rows = [(event, DAYS[events.local_day(event).weekday()], *_state(event, request.now)) for event in listing.rows]
    context = {"listing": listing, "rows": rows, "coming": coming}
    return render(request, "console/events/events.html", context)


@console(PLAN)
def plan(request: ConsoleRequest) -> HttpResponse:
    """Where first, since RT belong to a kelurahan; whoever plans for one only is asked no such thing."""
    places = [place for scope in request.actor.scope(PLAN) for place in territory.kelurahan_of(scope)]
    asked = request.GET.get("kelurahan", places[0].code if len(places) == 1 else "")
    place = next((one for one in places if one.code == asked), None)
    choices = programmes.programmes(request.kecamatan.path)
    if place is None or not choices:
        return render(request, "console/events/where.html", {"places": places, "has_programme": bool(choices)})
    form = plan_form(place, choices)(request.POST or None, initial=_usual(choices[0], request, place))
    made = None
    if form.is_valid():
        made = attempt(
            form, events.plan_event, programme_id=UUID(form.cleaned_data["programme"]), plan=form.plan(),
            by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
    if made is None:
        return show(request, "console/events/plan.html", form, {"place": place})
    messages.success(request, "Kegiatan sudah direncanakan, dan tampil di jadwal untuk warga.")
    return redirect("console:event", made.pk)


@console(PLAN)
def event_page(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor)
    word, meaning = _state(event, request.now)
    names = {service.kode: service.name for service in catalogue.services()}
    context = {
        "event": event, "word": word, "meaning": meaning, "day": events.local_day(event),
        "services": [names.get(one.kode, one.kode) for one in event.services.all()],
        "rts": [one.wilayah for one in event.rts.all()], "team": list(event.team.all()),
        "may_take": request.actor.may("services.take", event.wilayah.path) and _has_begun(event, request.now),
    }  # fmt: skip
    return render(request, "console/events/event.html", context)


@console(PLAN)
def revise(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor)
    lines = max(TEAM_LINES, event.team.count() + 2)
    shape = plan_form(event.wilayah, [event.programme], events.local_day(event), lines)
    form = shape(request.POST or None, initial=_said(event))
    made = None
    if form.is_valid():
        made = attempt(
            form, events.revise_event, event_id=event_id, plan=form.plan(),
            by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
    if made is not None:
        messages.success(request, "Rencana kegiatan sudah diubah. Kalender warga ikut diperbarui.")
        return redirect("console:event", event_id)
    return show(request, "console/events/plan.html", form, {"place": event.wilayah, "event": event})


def plan_form(
    place: Wilayah, choices: Iterable[Programme], on: date | None = None, lines: int = TEAM_LINES
) -> type[PlanForm]:
    """The form of one kelurahan: its RT, the people of its kecamatan, what can be offered at an event."""
    people = [("", "Pilih orang"), *((str(one.pk), one.name) for one in events.people_for(place.path))]
    offered = [
        (service.kode, option(service.name, service.summary))
        for service in catalogue.services()
        if "event" in service.where
    ]
    rts = [(rt.path, _rt_label(rt)) for rt in territory.rts_of(place.path, on)]
    fields: dict[str, Any] = {
        "kelurahan": place.path,
        "lines": lines,
        "programme": forms.ChoiceField(label="Program", choices=[(str(one.pk), one.name) for one in choices]),
        "services": _boxes("Layanan yang dibuka", offered),
        "rts": _boxes("RT yang diajak", rts),
    }
    for n in range(1, lines + 1):
        fields[f"orang_{n}"] = forms.ChoiceField(label=f"Petugas {n}", choices=people, required=False)
        fields[f"tugas_{n}"] = Line(label=f"Tugas petugas {n}", max_length=60, required=False)
    return cast(type[PlanForm], type("PlanForm", (PlanForm,), fields))


def _boxes(label: str, choices: list[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def _usual(programme: Programme, request: ConsoleRequest, place: Wilayah) -> dict[str, Any]:
    today = request.now.astimezone(events.zone_info(place)).date()
    return {
        "on": next_day(programme.weekday, today), "starts": programme.starts, "ends": programme.ends,
        "services": [service.kode for service in catalogue.services() if service.letter and "event" in service.where],
    }  # fmt: skip


def _said(event: Event) -> dict[str, Any]:
    zone = events.zone_info(event.wilayah)
    said: dict[str, Any] = {
        "programme": str(event.programme_id), "on": events.local_day(event), "street": event.street,
        "starts": event.starts_at.astimezone(zone).time(), "ends": event.ends_at.astimezone(zone).time(),
        "gathering": event.gathering, "bring": event.bring,
        "services": [one.kode for one in event.services.all()], "rts": [one.wilayah.path for one in event.rts.all()],
    }  # fmt: skip
    for n, one in enumerate(event.team.all(), 1):
        said |= {f"orang_{n}": str(one.person_id), f"tugas_{n}": one.role}
    return said


def _state(event: Event, now: datetime) -> tuple[str, str]:
    if event.ends_at <= now:
        return "Selesai", ""
    return ("Berlangsung", "ok") if event.starts_at <= now else ("Akan datang", "wait")


def _has_begun(event: Event, now: datetime) -> bool:
    """From the day of the event on: people queue before the hour."""
    return events.local_day(event) <= now.astimezone(events.zone_info(event.wilayah)).date()


def _rt_label(rt: Wilayah) -> str:
    rw = rt.path.split("/")[4]
    return rt.title if rw == "-" else f"{rt.title} / RW {rw}"


urlpatterns = [
    path("kegiatan/", board, name="events"),
    path("kegiatan/baru/", plan, name="plan"),
    path("kegiatan/<uuid:event_id>/", event_page, name="event"),
    path("kegiatan/<uuid:event_id>/ubah/", revise, name="event-revise"),
]
