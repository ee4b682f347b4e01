"""The queue at the console: giving numbers, calling the next to one's counter, and who waits."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from siip.fieldday import counters, queue
from siip.fieldday.models import Ticket
from siip.fieldday.queue import Move, Wish
from siip.fieldday.rules import queue as rules
from siip.kernel import catalogue
from siip.programme import days, events
from siip.programme.models import Event
from siip.services import requests
from siip.services.models import Request
from siip.web.asked import ConsoleRequest
from siip.web.console.attendance import UNKNOWN_BUTTON
from siip.web.console.guard import console
from siip.web.console.loket import choices, loket, may_record
from siip.web.console.presences import UUID_SHAPE
from siip.web.ui import tables
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.tables import Column

SEE = counters.SEE
COLUMNS = (
    Column("nomor", "Nomor", names_row=True),
    Column("didahulukan", "Didahulukan"),
    Column("layanan", "Layanan"),
    Column("menunggu", "Menunggu"),
    Column("panggil", "Panggil", is_act=True, is_state=True),
)


class PressForm(TokenForm):
    """One press: "next", or "<act>.<ticket>". Each button acts once."""

    press = forms.RegexField(rf"^(next|[a-z]+\.{UUID_SHAPE})$", label="Tombol", error_messages=UNKNOWN_BUTTON)

    @property
    def id(self) -> UUID:
        return uuid5(super().id, self.cleaned_data["press"])


class TakeForm(TokenForm):
    """A number: one press, or two with a priority."""

    refusals = {"service-not-here": "kode", "priority-unknown": "priority"}
    kode = forms.ChoiceField(label="Untuk layanan", required=False)
    priority = forms.ChoiceField(
        label="Didahulukan", required=False, choices=[("", "Tidak"), *rules.PRIORITIES.items()],
        widget=forms.RadioSelect, initial="",
    )  # fmt: skip


@console(SEE)
def board(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    letter = loket(request, event)
    form = PressForm(request.POST or None)
    if form.is_valid() and _pressed(request, event, form, letter):
        return redirect(_address(event, letter))
    return show(request, "console/fieldday/queue.html", form, _board(request, event, letter, _take_form(event)))


@console(counters.RECORD)
def take(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=counters.RECORD)
    letter = loket(request, event)
    form = _take_form(event, request.POST or None)
    if form.is_valid():
        wish = Wish(letter, form.cleaned_data["priority"], form.cleaned_data["kode"])
        said = {"wishes": [wish], "by": request.actor, "at": request.now, "id": form.id}
        made = attempt(form, queue.take_tickets, event_id=event_id, **said)
        if made:
            first = ", didahulukan" if made[0].priority else ""
            messages.success(request, f"Nomor {made[0].written}{first}. Sebutkan atau tuliskan untuk warga.")
            return redirect(_address(event, letter))
    if not form.is_bound:
        return redirect(_address(event, letter))
    return show(request, "console/fieldday/queue.html", form, _board(request, event, letter, form))


def _pressed(request: ConsoleRequest, event: Event, form: PressForm, letter: str) -> object:
    said: dict[str, Any] = {"event_id": event.pk, "by": request.actor, "at": request.now, "id": form.id}
    act, _, ticket = form.cleaned_data["press"].partition(".")
    if not ticket:
        return attempt(form, queue.call_next, counter=letter, **said)
    return attempt(form, queue.move_tickets, moves=[Move(UUID(ticket), act, letter)], **said)


def _take_form(event: Event, said: Any = None) -> TakeForm:
    form = TakeForm(said)
    names = {one.kode: one.name for one in catalogue.services()}
    offered = [(one.kode, names.get(one.kode, one.kode)) for one in event.services.all()]
    form.fields["kode"].choices = [("", "Belum ditentukan"), *offered]  # type: ignore[attr-defined]  # a ChoiceField
    for field in form.fields.values():
        field.is_conditional = True  # type: ignore[attr-defined]  # a choice always says something
    return form


def _board(request: ConsoleRequest, event: Event, letter: str, taking: TakeForm) -> dict[str, Any]:
    rows = queue.tickets(event)
    names = {one.kode: one.name for one in catalogue.services()}
    of: dict[str, list[Ticket]] = {state: [row for row in rows if row.state == state] for state in _STATES}
    here = [row for row in of[rules.CALLED] if row.counter == letter]
    waiting = of[rules.WAITING]
    done = max((row for row in of[rules.FINISHED] if row.counter == letter), key=_finished, default=None)
    return {
        "event": event, "letter": letter, "lokets": choices(event, letter), "may_record": may_record(request, event),
        "may_take": request.actor.may(requests.TAKE, event.wilayah.path), "taking": taking,
        "here": [(row, names.get(row.kode, ""), _request(event, row)) for row in here],
        "elsewhere": [row for row in of[rules.CALLED] if row.counter != letter], "done": done,
        "next": waiting[0] if waiting else None, "skipped": of[rules.SKIPPED], "finished": len(of[rules.FINISHED]),
        "listing": tables.listing({}, waiting, COLUMNS, size=max(1, len(waiting))),
        "rows": [(row, rules.PRIORITIES.get(row.priority, ""), names.get(row.kode, ""), _minutes(row, request.now))
                 for row in waiting],
        "hanging": reverse("public:board", args=[queue.board_id(event.pk)]), "words": rules.PRIORITIES,
    }  # fmt: skip


_STATES = (rules.WAITING, rules.CALLED, rules.SKIPPED, rules.FINISHED)


def _finished(row: Ticket) -> datetime:
    assert row.finished_at  # fieldday_ticket_state
    return row.finished_at


def _minutes(row: Ticket, now: datetime) -> str:
    minutes = int((now - row.taken_at).total_seconds() // 60)
    return f"{minutes} menit" if 0 < minutes < 600 else ""


def _request(event: Event, row: Ticket) -> str:
    """Where the request of whoever bears this number is taken."""
    said = {"tempat": f"kegiatan-{event.pk}", "tiket": str(row.pk)}
    return f"{reverse('console:take')}?{urlencode(({'layanan': row.kode} if row.kode else {}) | said)}"


def back_to(request: ConsoleRequest, made: Request) -> tuple[str, str] | None:
    """The counter whose number a request ended, and its queue, while the day lasts: there the next one waits."""
    row = made.tickets.select_related("event__wilayah").first()
    if row is None or not days.is_on(row.event, request.now) or not request.actor.may(SEE, row.event.wilayah.path):
        return None
    letter = row.counter or row.letter
    return letter, _address(row.event, letter)


def _address(event: Event, letter: str) -> str:
    return f"{reverse('console:queue', args=[event.pk])}?loket={letter}"


urlpatterns = [
    path("kegiatan/<uuid:event_id>/antrean/", board, name="queue"),
    path("kegiatan/<uuid:event_id>/antrean/nomor/", take, name="queue-take"),
]
