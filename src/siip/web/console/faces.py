"""Faces at the console: the screen that is held out to whoever was served, the sheet of paper, what came of it."""

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from siip.kernel.refused import Refused
from siip.programme import days, events
from siip.programme.models import Event
from siip.survey import faces
from siip.survey.faces import RECORD, Mark
from siip.survey.models import FaceTally
from siip.survey.rules import faces as rules
from siip.web.asked import ConsoleRequest
from siip.web.console.attendance import UNKNOWN_BUTTON
from siip.web.console.day import refuse_form
from siip.web.console.guard import console
from siip.web.console.held import hold, is_held
from siip.web.console.loket import loket
from siip.web.ui import tables
from siip.web.ui.fields import Count
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure
from siip.web.ui.tables import Column

ICONS = {rules.GOOD: "face-good", rules.FAIR: "face-fair", rules.POOR: "face-poor"}
BACK_SECONDS = 5
COLUMNS = (
    Column("loket", "Loket", names_row=True),
    *(Column(face, word, is_number=True) for face, word in rules.FACES.items()),
    Column("jumlah", "Jumlah", is_number=True),
    Column("kertas", "Dari kertas", is_number=True),
    Column("batal", "Batalkan", is_act=True),
)


def _count(face: str) -> Count:
    return Count(label=rules.FACES[face], required=False, min_value=0, max_value=rules.MOST)


class TouchForm(TokenForm):
    face = forms.ChoiceField(label="Wajah", choices=[*rules.FACES.items()])


class UndoForm(TokenForm):
    """One press on "undo" of a counter. Each button acts once."""

    loket = forms.RegexField(r"^[A-I]$", label="Tombol", error_messages=UNKNOWN_BUTTON)

    @property
    def id(self) -> UUID:
        return uuid5(super().id, self.cleaned_data["loket"])


class PaperForm(TokenForm):
    """A sheet with strokes under three faces."""

    refusals = {"nothing-marked": "good", "counter-unknown": "loket"}
    loket = forms.ChoiceField(label="Lembar dari loket")
    good = _count(rules.GOOD)
    fair = _count(rules.FAIR)
    poor = _count(rules.POOR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for face in rules.FACES:
            self.fields[face].is_conditional = True  # type: ignore[attr-defined]  # an empty line is a zero

    def marks(self) -> list[Mark]:
        said = self.cleaned_data
        return [Mark(said["loket"], face, said[face], rules.PAPER) for face in rules.FACES if said[face]]


@console(RECORD)
def board(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        said = {"counter": form.cleaned_data["loket"], "by": request.actor, "at": request.now, "id": form.id}
        if attempt(form, faces.undo_faces, event_id=event_id, **said) is not None:
            messages.success(request, f"Catatan terakhir loket {said['counter']} dibatalkan.")
            return redirect("console:faces", event_id)
    return show(request, "console/faces/index.html", form, _board(request, event))


@console(RECORD)
def touch(request: ConsoleRequest, event_id: UUID, letter: str) -> HttpResponse:
    """The screen that is held out: three faces, and behind the one way back the password of whoever held it out."""
    event = events.event(event_id, by=request.actor, right=RECORD)
    if letter not in event.counter_letters:
        raise Refused("not-found", "Loket itu tidak ada di kegiatan ini. Buka dari halaman wajah.")
    is_on = _is_on(request, event)
    if "buka" in request.POST:
        # The button of the page of faces and nothing else: the screen loads itself anew after each answer, and one
        # left open in another tab would take the browser from the clerk who has just given his password.
        if is_on:
            hold(request)
        return redirect(request.path)
    form = TouchForm(request.POST or None)
    if is_on and form.is_valid():  # a resident is not told off for a day that was over or called off
        marks = [Mark(letter, form.cleaned_data["face"])]
        said = {"event_id": event_id, "by": request.actor, "at": request.now, "id": form.id}
        made = attempt(form, faces.mark_faces, marks=marks, **said)
        # Two faces touched on one page: the first one counts, and nobody is told off for it.
        if made is not None or form.has_error(NON_FIELD_ERRORS, "other-payload"):
            return _thanks(request, event, letter)
    if not is_held(request):
        return redirect("console:faces", event_id)
    context = {"event": event, "letter": letter, "faces": _shown(), "is_on": is_on}
    return show(request, "console/faces/touch.html", form if is_on else TouchForm(), context)


@console(RECORD)
def paper(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    refuse_form(request, event)
    form = PaperForm(request.POST or None, initial={"loket": loket(request, event)})
    form.fields["loket"].choices = [(one, f"Loket {one}") for one in event.counter_letters]  # type: ignore[attr-defined]
    if form.is_valid():
        said = {"event_id": event_id, "by": request.actor, "at": request.now, "id": form.id}
        if attempt(form, faces.mark_faces, marks=form.marks(), **said) is not None:
            sheet = sum(mark.count for mark in form.marks())
            messages.success(request, f"{sheet} tanda dari kertas dicatat. Simpan lembarnya.")
            return redirect("console:faces", event_id)
    context = {"event": event, "faces": [(form[face], ICONS[face]) for face in rules.FACES]}
    return show(request, "console/faces/paper.html", form, context)


def _thanks(request: ConsoleRequest, event: Event, letter: str) -> HttpResponse:
    """Gives the screen back to the next one, by a header: it works with no script, and with a button as well."""
    response = render(request, "console/faces/thanks.html", {"event": event, "letter": letter})
    response["Refresh"] = f"{BACK_SECONDS};url={reverse('console:faces-touch', args=[event.pk, letter])}"
    return response


def _board(request: ConsoleRequest, event: Event) -> dict[str, Any]:
    rows, found = faces.at_event(event), faces.figures_of(event)
    is_open = days.is_open(event, request.now)
    shares = rules.shares(found.faces)
    shown = [(face, word, icon, found.faces[face], shares[face]) for face, word, icon in _shown()]
    return {
        "event": event, "listing": tables.listing({}, rows, COLUMNS, size=max(1, len(rows))), "shown": shown,
        "rows": [(row, row.faces.items(), _on_paper(row), _undo(row) if is_open else "") for row in rows],
        "figures": [Figure(found.answers, "orang memberi wajah", "#daftar", f"{found.on_paper} dari kertas")],
        "letters": event.counter_letters, "is_open": is_open, "is_on": _is_on(request, event),
        "is_ahead": days.is_ahead(event, request.now),
    }  # fmt: skip


def _shown() -> list[tuple[str, str, str]]:
    return [(face, word, ICONS[face]) for face, word in rules.FACES.items()]


def _is_on(request: ConsoleRequest, event: Event) -> bool:
    return event.cancelled_at is None and days.is_on(event, request.now)


def _on_paper(row: FaceTally) -> int:
    return sum(row.counts.get(rules.PAPER, {}).values())


def _undo(row: FaceTally) -> str:
    """What "undo" takes back: "Puas"; of a sheet "lembar berisi 24"."""
    count = sum(row.last.values())
    return f"lembar berisi {count}" if count > 1 else "".join(rules.FACES[face] for face in row.last)


urlpatterns = [
    path("kegiatan/<uuid:event_id>/wajah/", board, name="faces"),
    path("kegiatan/<uuid:event_id>/wajah/kertas/", paper, name="faces-paper"),
    path("kegiatan/<uuid:event_id>/wajah/<str:letter>/", touch, name="faces-touch"),
]
