"""An event that moves or is cancelled, at the console: what is said, a check before it, whom to tell after it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from siip.fieldday import attendance, queue
from siip.letters import blanks, registers
from siip.letters.models import Register
from siip.letters.rules import numbers
from siip.letters.texts import kind_name
from siip.mobilisation import calls, moves
from siip.mobilisation.moves import Change, Recipient
from siip.programme import events
from siip.programme.models import Event
from siip.services.models import Request
from siip.web.asked import ConsoleRequest
from siip.web.console.calls import way_in
from siip.web.console.event_forms import CancelForm, MoveForm, moment
from siip.web.console.guard import console
from siip.web.ui import wording
from siip.web.ui.address import address_of
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Answer

PLAN = events.PLAN


@console(PLAN)
def move(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = _movable(request, event_id)
    form = MoveForm(request.POST or None, initial=moment(event))
    return _asked(request, event, form, "move", _do_move)


@console(PLAN)
def cancel(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = _movable(request, event_id)
    form = CancelForm(request.POST or None)
    return _asked(request, event, form, "cancel", _do_cancel)


def _movable(request: ConsoleRequest, event_id: UUID) -> Event:
    event = events.event(event_id, by=request.actor, right=PLAN)
    if request.method == "GET":  # nobody is asked for a reason in vain; what is sent twice is for the act to judge
        events.refuse_unmovable(event, request.now)
    return event


@console(PLAN)
def tell(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    change = moves.change_of(event_id, address=_schedule(request), by=request.actor)
    rows = [_to_tell(request, change, one) for one in change.recipients]
    context = {
        "event": change.event, "text": change.text, "rows": 2 * len(change.text.splitlines()),
        "group": f"https://wa.me/?text={quote(change.text)}", "partners": moves.PARTNERS,
        "recipients": rows, "asked": sum(bool(ask) for _, _, ask in rows),
        **_aside(request, change.event, events.local_day(change.event)),
    }  # fmt: skip
    return render(request, "console/events/tell.html", context)


def _to_tell(request: ConsoleRequest, change: Change, one: Recipient) -> tuple[Recipient, str, str]:
    """Somebody to be told, where his text is sent ("" without a number), and in words what it asks him."""
    text, ask, called = change.text, "", one.called
    # The link of a head is seen by whoever sees the calls, here as there.
    if called and called.link and request.actor.may(calls.SEE, change.event.wilayah.path):
        if moves.is_asked(change, called, request.now):
            text = moves.text_for(change.event, called, way_in(request, change.event, called.link))
            ask = "diminta menjawab sekali lagi" if called.is_unconfirmed else "diminta menjawab"
    return one, f"https://wa.me/{one.phone}?text={quote(text)}" if one.phone else "", ask


def _asked(
    request: ConsoleRequest, event: Event, form: TokenForm, name: str, act: Callable[..., Change | None]
) -> HttpResponse:
    """The form; then what it means, to be checked, since everybody reads it and it is not taken back; then the act."""
    step = request.POST.get("langkah", "")
    context: dict[str, Any] = {"event": event, "name": name}
    if form.is_valid() and step == "simpan":
        if act(request, event, form) is not None:
            word = "dipindah" if name == "move" else "dibatalkan"
            messages.success(request, f"Kegiatan sudah {word}. Jadwal untuk warga sudah berubah. Sekarang kabarkan.")
            return redirect("console:event-tell", event.pk)
    elif form.is_valid() and step != "ubah":
        context |= {"form": form, "answers": _answers(event, form), "recipients": moves.recipients(event)}
        context |= _aside(request, event, form.cleaned_data.get("on"))
        return render(request, f"console/events/{name}_check.html", context)
    return show(request, f"console/events/{name}.html", form, context)


def _aside(request: ConsoleRequest, event: Event, on: date | None) -> dict[str, Any]:
    """The numbers set aside for the blanks of an event; `on` is the day it has or goes to, None for one cancelled."""
    year = on.year if on and event.cancelled_at is None else None
    found = [
        {
            "kind": kind_name(one.kind), "serials": numbers.in_words(one.serials), "year": one.register.year,
            "href": _register_address(request, one.register),
            "stays": year is not None and one.register.year != year,
        }
        for one in blanks.aside_for(event.pk)
    ]  # fmt: skip
    return {"aside": found, "is_cancelled": year is None, "goes": any(not one["stays"] for one in found)}


def _register_address(request: ConsoleRequest, book: Register) -> str:
    path = book.office.wilayah.path
    may = request.actor.may(registers.SEE, path) or request.actor.may(registers.MANAGE, path)
    return reverse("console:register", args=[book.pk]) if may else ""


def _do_move(request: ConsoleRequest, event: Event, form: MoveForm) -> Change | None:
    return attempt(
        form, moves.move_event, event_id=event.pk, move=form.move(), reason=form.cleaned_data["reason"],
        done=_done(event), address=_schedule(request), by=request.actor, at=request.now, id=form.id,
    )  # fmt: skip


def _do_cancel(request: ConsoleRequest, event: Event, form: CancelForm) -> Change | None:
    return attempt(
        form, moves.cancel_event, event_id=event.pk, reason=form.cleaned_data["reason"], done=_done(event),
        address=_schedule(request), by=request.actor, at=request.now, id=form.id,
    )  # fmt: skip


def _answers(event: Event, form: TokenForm) -> list[Answer]:
    zone, said = event.wilayah.zone, form.cleaned_data
    was = f"{wording.day(events.local_day(event))}, {wording.local(event.starts_at, zone):%H.%M}"
    answers = [Answer("Semula", f"{was}–{wording.clock(event.ends_at, zone)}, {event.street}")]
    if isinstance(form, MoveForm):
        hours = f"{said['starts']:%H.%M}–{said['ends']:%H.%M} {zone}"
        answers += [
            Answer("Menjadi", f"{wording.day(said['on'])}, {hours}"), Answer("Jalan", said["street"]),
            Answer("Berkumpul", said["gathering"] or "Tidak disebut"),
        ]  # fmt: skip
    return [*answers, Answer("Alasan", said["reason"])]


def _done(event: Event) -> int:
    """What was done at an event already: somebody who was served there keeps the day that his letter names."""
    served = Request.objects.filter(event=event).exclude(state="cancelled").count()
    return served + attendance.noted_count(event.pk) + queue.taken_count(event.pk)


def _schedule(request: ConsoleRequest) -> str:
    return f"{address_of(request.kecamatan)}/jadwal/"


urlpatterns = [
    path("kegiatan/<uuid:event_id>/pindah/", move, name="event-move"),
    path("kegiatan/<uuid:event_id>/batal/", cancel, name="event-cancel"),
    path("kegiatan/<uuid:event_id>/kabar/", tell, name="event-tell"),
]
