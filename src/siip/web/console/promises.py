"""Promises at the console: noted at an event in a few taps, the list of who owns what until when, their course."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.followup import aduan, promises, spots
from siip.followup.models import Promise
from siip.followup.promises import RECORD, SEE, Past, Told
from siip.people import offices
from siip.people.models import Office, Person
from siip.programme import events
from siip.programme.models import Event
from siip.web.asked import ConsoleRequest
from siip.web.console import aduan_words
from siip.web.console.guard import console
from siip.web.console.kept import keeps, left_open
from siip.web.console.promise_forms import FinishForm, ReasonForm, assign_form, extend_form, promise_form, spot_of
from siip.web.ui import tables
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Meaning, Step
from siip.web.ui.tables import Column, Filter
from siip.web.ui.wording import clock, local, plain_day

STATES: Final[dict[str, tuple[Meaning, str]]] = {
    "late": ("no", "Lewat tenggat"), "open": ("wait", "Masih berjalan"), "kept": ("ok", "Ditepati"),
    "dropped": ("", "Dilepas"),
}  # fmt: skip
COLUMNS: Final = (
    Column("janji", "Janji", names_row=True),
    Column("tempat", "Di mana"),
    Column("pemilik", "Penanggung jawab", order="office__title"),
    Column("tenggat", "Tenggat", order="due_on"),
    Column("keadaan", "Keadaan", is_state=True),
)
WORDS: Final = {
    "make": "Dicatat", "assign": "Diserahkan kepada {office}", "extend": "Tenggat menjadi {due}", "finish": "Ditepati",
    "drop": "Dilepas", "resume": "Dibuka kembali, tenggat {due}",
}  # fmt: skip


@keeps
@console(SEE)
def at_event(request: ConsoleRequest, event_id: UUID, *, again: bool = False) -> HttpResponse:
    """What was promised and reported at an event, what came back to its place, and a form for one more."""
    event = events.event(event_id, by=request.actor, right=SEE)
    today = spots.local_day(event.wilayah, request.now)
    form = promise_form(event, today)(request.POST or None)
    if again:
        left_open(form)
    if form.is_valid():
        said = {"said": form.wording(), "spot": spot_of(form.cleaned_data["spot"], event=event), "id": form.id}
        made = attempt(form, promises.make_promise, by=request.actor, at=request.now, **said)
        if made is not None:
            messages.success(request, f"Janji dicatat: {made.office.title}, paling lambat {plain_day(made.due_on)}.")
            return redirect("console:event-promises", event_id)
    context = {
        "event": event, "may_record": request.actor.may(RECORD, event.wilayah.path),
        "promises": _lines(promises.told(promises.at_event(event)), today),
        "aduan": aduan_words.lines(aduan.told(aduan.at_event(event)), today), **from_before(event, today),
    }  # fmt: skip
    return show(request, "console/promises/at_event.html", form, context)


def from_before(event: Event, today: date) -> dict[str, Any]:
    """What is still open of the place where an event goes, for its pages; the caller has asked the right to see."""
    return {
        "promises_before": _lines(promises.told(promises.come_back(event)), today),
        "aduan_before": aduan_words.lines(aduan.told(aduan.come_back(event)), today),
    }


@console(SEE)
def board(request: ConsoleRequest) -> HttpResponse:
    today = local(request.now, request.kecamatan.zone).date()
    found = promises.grouped(promises.seen(request.actor), today)
    listing = tables.listing(request.GET, found, COLUMNS, filters=filters(found, STATES))
    still, late = promises.open_counts(request.actor, today)
    rows = [(told, _where(told.row, told.where), *mark(told.row, today)) for told in promises.told(listing.rows)]
    context = {"listing": listing, "rows": rows, "open": still, "late": late}
    return render(request, "console/promises/index.html", context)


@console(SEE)
def one(request: ConsoleRequest, promise_id: UUID) -> HttpResponse:
    told, past = promises.promise(promise_id, request.actor)
    today = spots.local_day(told.row.wilayah, request.now)
    meaning, word = mark(told.row, today)
    form = FinishForm()
    context = {
        "told": told, "row": told.row, "meaning": meaning, "word": word, "form": form, "course": course(request, past),
        "is_open": told.row.state == "open", "may_record": request.actor.may(RECORD, told.row.wilayah.path),
        "facts": [
            ("Di mana", _where(told.row, told.where)), ("Penanggung jawab", owner_words(told.row.office, today)),
            ("Paling lambat", plain_day(told.row.due_on)), ("Diundur", _times(told.row.extended_count)),
        ],
    }  # fmt: skip
    return render(request, "console/promises/one.html", context)


# What may be done: act, its form, title, button, what is said when it is done.
Done = tuple[Callable[..., Promise], Callable[[Promise, date], type[TokenForm]], str, str, str]
ACTS: Final[dict[str, Done]] = {
    "selesai": (
        promises.finish_promise, lambda row, today: FinishForm, "Janji ini sudah ditepati", "Catat: ditepati",
        "Dicatat: janji ditepati."),
    "undur": (
        promises.extend_promise, lambda row, today: extend_form(today), "Undurkan tenggat", "Undurkan",
        "Tenggat diundur."),
    "alihkan": (
        promises.assign_promise, lambda row, today: assign_form(row.wilayah.path), "Serahkan kepada jabatan lain",
        "Serahkan", "Janji diserahkan."),
    "lepas": (
        promises.drop_promise, lambda row, today: ReasonForm, "Lepaskan janji ini", "Lepaskan",
        "Janji dilepas; alasannya tersimpan."),
    "buka": (
        promises.resume_promise, lambda row, today: extend_form(today), "Buka kembali janji ini", "Buka kembali",
        "Janji dibuka kembali."),
}  # fmt: skip


@keeps
@console(RECORD)
def step(request: ConsoleRequest, promise_id: UUID, name: str, *, again: bool = False) -> HttpResponse:
    act, shape, title, button, done = ACTS[name]
    told, _ = promises.promise(promise_id, request.actor)
    form = shape(told.row, spots.local_day(told.row.wilayah, request.now))(request.POST or None)
    if again:
        left_open(form)
    if form.is_valid() and attempt(
        form, act, promise_id=promise_id, by=request.actor, at=request.now, **form.act()
    ) is not None:  # fmt: skip
        messages.success(request, done)
        return redirect("console:promise", promise_id)
    context = {"told": told, "title": title, "button": button, "is_stop": name == "lepas"}
    return show(request, "console/promises/step.html", form, context)


def mark(row: Promise, today: date) -> tuple[Meaning, str]:
    """The tag of a promise: its meaning and its word."""
    return STATES["late" if row.state == "open" and row.due_on < today else row.state]


def filters(found: Any, states: dict[str, tuple[Meaning, str]]) -> list[Filter]:
    """By state and by owner; what holds nothing is left out, so that a telephone shows the list itself."""
    pairs = list(found.order_by().values_list("group", "office", "office__title"))
    counts = {state: sum(group == state for group, _, _ in pairs) for state in states}
    choices = tuple((state, f"{word} ({counts[state]})") for state, (_, word) in states.items() if counts[state])
    owners = sorted({(str(pk), title) for _, pk, title in pairs if pk}, key=lambda pair: pair[1])
    shown = [Filter("keadaan", "Keadaan", choices, field="group")]
    return [*shown, Filter("pemilik", "Penanggung jawab", tuple(owners), field="office")] if len(owners) > 1 else shown


def owner_words(office: Office | None, today: date) -> str:
    """ "Lurah Plaju Ilir (Hendra Saputra, S.IP.)"; the name only where one person holds the office."""
    if office is None:
        return ""
    held = [one for one in offices.holdings_of_office(office.pk) if offices.is_held(one, today)]
    return f"{office.title} ({held[0].person.name})" if len(held) == 1 else office.title


def course(request: ConsoleRequest, past: Iterable[Past]) -> list[Step]:
    """What happened to a promise, by whom, with what was said."""
    past = list(past)
    names = names_of(one.row.by for one in past)
    steps = []
    for one in past:
        said = {"office": one.row.office.title if one.row.office else "", "due": _day(one.row.due_on)}
        note = ": ".join(part for part in (names.get(one.row.by, ""), one.note) if part)
        steps.append(Step(WORDS[one.row.act].format(**said), "past", moment(request, one.row.at), note=note))
    return steps


def names_of(people: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Who did it, by name."""
    return {one.pk: one.name for one in Person.objects.filter(pk__in={person for person in people if person})}


def moment(request: ConsoleRequest, at: datetime) -> str:
    """ "27 November 2026, 07.30 WIB"; of today the hour alone."""
    zone = request.kecamatan.zone
    on = local(at, zone).date()
    return clock(at, zone) if on == local(request.now, zone).date() else f"{plain_day(on)}, {clock(at, zone)}"


def _lines(told: Iterable[Told], today: date) -> list[tuple[Told, str, Meaning, str]]:
    return [(one, _where(one.row, one.where), *mark(one.row, today)) for one in told]


def _where(row: Promise, words: str) -> str:
    return aduan_words.where(row, words)


def _day(on: date | None) -> str:
    return plain_day(on) if on else ""


def _times(count: int) -> str:
    return f"{count} kali" if count else ""


urlpatterns = [
    path("kegiatan/<uuid:event_id>/janji/", at_event, name="event-promises"),
    path("janji/", board, name="promises"),
    path("janji/<uuid:promise_id>/", one, name="promise"),
    *(path(f"janji/<uuid:promise_id>/{name}/", step, {"name": name}, name=f"promise-{name}") for name in ACTS),
]
