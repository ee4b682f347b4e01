"""Calls at the console: whom to call to an event, who is silent, the message to each head, and his answer."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from siip.mobilisation import answers, calls, links, moves
from siip.mobilisation.answers import Reply
from siip.mobilisation.calls import Called
from siip.mobilisation.models import CallStep, Link
from siip.mobilisation.rules import answers as rules
from siip.mobilisation.rules import texts
from siip.people import rights
from siip.programme import events
from siip.programme.models import Event
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui import tables
from siip.web.ui.address import address_of
from siip.web.ui.fields import Count, Line
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure, Step
from siip.web.ui.tables import Column
from siip.web.ui.wording import DAYS, clock, local

SEE, CALL = calls.SEE, calls.CALL
MARKS = {rules.SILENT: ("wait", "Belum menjawab"), rules.YES: ("ok", "Datang"), rules.REPRESENTED: ("ok", "Diwakili")}
MARKS[rules.NO] = ("no", "Tidak bisa")
COLUMNS = (
    Column("rt", "RT/RW", names_row=True),
    Column("ketua", "Ketua"),
    Column("dipanggil", "Dipanggil"),
    Column("warga", "Warga", is_number=True),
    Column("jawaban", "Jawaban", is_state=True),
    Column("hubungi", "Hubungi", is_act=True),
)


class NoteForm(TokenForm):
    refusals = {"nobody-chosen": "places", "how-unknown": "how"}
    places = forms.TypedMultipleChoiceField(label="Yang sudah dipanggil", coerce=int, required=False)
    how = forms.ChoiceField(label="Dipanggil lewat", choices=[*rules.HOW.items()], initial="wa")


class AnswerForm(TokenForm):
    refusals = {
        "coming-missing": "coming", "heads-missing": "heads", "heads-many": "heads", "note-long": "note",
        "nik-in-text": "note", "source-unknown": "source",
    }  # fmt: skip
    coming = forms.ChoiceField(label="Jawabannya", choices=[*rules.COMING.items()], widget=forms.RadioSelect)
    heads = Count(label="Kira-kira berapa warga", required=False, min_value=0, max_value=rules.MOST_HEADS)
    needs = forms.MultipleChoiceField(
        label="Yang diperlukan", choices=[*rules.NEEDS.items()], required=False, widget=forms.CheckboxSelectMultiple
    )
    note = Line(label="Keterangan", required=False, max_length=answers.LONGEST_NOTE)
    source = forms.ChoiceField(
        label="Anda terima", choices=[one for one in rules.SOURCES.items() if one[0] != "link"], initial="voice"
    )

    def reply(self) -> Reply:
        said = self.cleaned_data
        return Reply(said["coming"], said["heads"], tuple(said["needs"]), said["note"])


class LinkForm(TokenForm):
    what = forms.ChoiceField(choices=[("renew", "Ganti"), ("revoke", "Cabut")])


@console(SEE)
def board(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    roll = calls.roll(event)
    form = NoteForm(request.POST or None)
    form.fields["places"].choices = [(one.head.wilayah.pk, "") for one in roll]  # type: ignore[attr-defined]
    if form.is_valid():
        said = {"places": form.cleaned_data["places"], "how": form.cleaned_data["how"], "id": form.id}
        noted = attempt(form, calls.note_called, event_id=event_id, by=request.actor, at=request.now, **said)
        if noted is not None:
            messages.success(request, f"Dicatat: {len(noted)} ketua sudah dipanggil.")
            return redirect("console:calls", event_id)
    chosen = set(map(str, form["places"].value() or ())) if form.is_bound else _offered(request, roll)
    return show(request, "console/calls/board.html", form, _board(request, event, roll, chosen))


@console(CALL)
def make(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    events.event(event_id, by=request.actor, right=CALL)
    form = TokenForm(request.POST or None)
    if form.is_valid():
        made = links.make_links(event_id, by=request.actor, at=request.now, id=form.id)
        messages.success(request, f"{len(made)} tautan dibuat. Pesannya siap dikirim.")
    return redirect("console:calls", event_id)


@console(SEE)
def one(request: ConsoleRequest, event_id: UUID, wilayah: int) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    found = calls.called(event, wilayah)
    text = message(request, event, found)
    meaning, word = _mark(found)
    context = {
        "event": event, "one": found, "text": text, "whatsapp": whatsapp(found, text), "meaning": meaning, "word": word,
        "may_call": request.actor.may(CALL, event.wilayah.path), "is_over": _is_over(request, event),
        "facts": _facts(found), "course": _course(request, found), "note": NoteForm(), "hows": rules.HOW.items(),
        "code": links.code(found.link) if found.link else "",
    }  # fmt: skip
    return render(request, "console/calls/one.html", context)


@console(CALL)
def answer(request: ConsoleRequest, event_id: UUID, wilayah: int) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=CALL)
    found = calls.called(event, wilayah)
    form = AnswerForm(request.POST or None, initial=_said(found))
    if not found.head.is_rt:
        del form.fields["heads"]
        form.initial.pop("heads", None)
    if form.is_valid():
        form.cleaned_data.setdefault("heads", 0)
        said = {"reply": form.reply(), "wilayah": wilayah, "source": form.cleaned_data["source"], "id": form.id}
        made = attempt(form, answers.answer_for, event_id=event_id, by=request.actor, at=request.now, **said)
        if made is not None:
            messages.success(request, f"Jawaban {found.head.wilayah.title} dicatat.")
            return redirect("console:calls", event_id)
    return show(request, "console/calls/answer.html", form, {"event": event, "one": found})


@console(CALL)
def link(request: ConsoleRequest, event_id: UUID, wilayah: int) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=CALL)
    found = calls.called(event, wilayah)
    if found.link is None:
        return redirect("console:call", event_id, wilayah)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        act, said = {
            "renew": (links.renew_link, "Tautan diganti. Kirim pesannya sekali lagi."),
            "revoke": (links.revoke_link, "Tautan dicabut. Sejak sekarang tidak membuka apa pun."),
        }[form.cleaned_data["what"]]
        if attempt(form, act, link_id=found.link.pk, by=request.actor, at=request.now, id=form.id):
            messages.success(request, said)
            return redirect("console:call", event_id, wilayah)
    return show(request, "console/calls/link.html", form, {"event": event, "one": found})


def message(request: ConsoleRequest, event: Event, found: Called) -> str:
    """The text for one head, that of the move to whom knows the old plan; "" without a head or a link that opens."""
    if found.head.holding is None or found.link is None or not found.has_way:
        return ""
    held, way = found.head.holding, way_in(request, event, found.link)
    if found.knows_old_plan and found.is_to_ask:
        return moves.text_for(event, found, way)
    return texts.call_text(calls.told(event), name=held.person.name, office=held.office.title, way=way)


def way_in(request: ConsoleRequest, event: Event, link: Link) -> texts.Way:
    """How a head comes to his page of an event; whoever is shown it can answer for him."""
    house = address_of(request.kecamatan)
    address = f"{house}{reverse('rt:call', args=[event.pk])}#{links.token(link)}"
    return texts.Way(address, f"{house}{reverse('rt:door')}", links.code(link))


def whatsapp(found: Called, text: str) -> str:
    """Where the message is sent; without a number WhatsApp asks to whom."""
    return f"https://wa.me/{found.head.phone}?text={quote(text)}" if text else ""


def _board(request: ConsoleRequest, event: Event, roll: Sequence[Called], chosen: set[str]) -> dict[str, Any]:
    in_order = sorted(roll, key=lambda one: (not one.is_silent, not one.is_to_ask))
    may_call = request.actor.may(CALL, event.wilayah.path) and not _is_over(request, event)
    rows = [
        (found, *_mark(found), whatsapp(found, message(request, event, found)) if found.is_to_ask else "",
         str(found.head.wilayah.pk) in chosen)
        for found in in_order
    ]  # fmt: skip
    return {
        "event": event, "listing": tables.listing({}, in_order, COLUMNS, size=max(1, len(roll))), "rows": rows,
        "figures": _figures(roll), "needs": _needs(roll), "may_call": may_call, "hows": rules.HOW,
        "without_link": sum(found.link is None and found.head.holding is not None for found in roll),
        "may_appoint": request.actor.may(rights.MANAGE, event.wilayah.path),
        "may_plan": request.actor.may(events.PLAN, event.wilayah.path),
    }  # fmt: skip


def _mark(found: Called) -> tuple[str, str]:
    """The tag of an answer; one from before a move waits for another."""
    meaning, word = MARKS[found.state]
    return "wait" if found.is_unconfirmed else meaning, word


def _is_over(request: ConsoleRequest, event: Event) -> bool:
    return event.ends_at <= request.now or event.cancelled_at is not None


def _offered(request: ConsoleRequest, roll: Sequence[Called]) -> set[str]:
    """Ticked beforehand where the clerk asked for it: all who are to be asked."""
    asked = request.GET.get("tandai") == "diam"
    return {str(one.head.wilayah.pk) for one in roll if asked and one.is_to_ask and one.head.holding}


def _figures(roll: Sequence[Called]) -> list[Figure]:
    of_rt = [one for one in roll if one.head.is_rt]
    answered, promised = sum(not one.is_silent for one in of_rt), sum(one.promised for one in of_rt)
    silent, again = calls.silent(roll), calls.unconfirmed(roll)
    found = [
        Figure(promised, "warga dijanjikan", "#daftar", f"dari {answered} RT yang menjawab"),
        Figure(silent.count, "belum menjawab", "#daftar", silent.said or f"dari {len(roll)} ketua RT dan RW"),
    ]
    if again.count:
        found.append(Figure(again.count, "perlu ditanya lagi", "#daftar", f"{again.said}, dijawab sebelum dipindah"))
    return found


def _needs(roll: Sequence[Called]) -> list[tuple[str, str]]:
    """What is needed, and by whom."""
    asked: dict[str, list[str]] = {}
    for one in roll:
        for code in one.call.needs if one.call else ():
            asked.setdefault(code, []).append(one.head.wilayah.title)
    return [(word, ", ".join(asked[code])) for code, word in rules.NEEDS.items() if code in asked]


def _facts(found: Called) -> list[tuple[str, Any]]:
    row = found.call
    if row is None or row.answered_at is None:
        return []
    needs = ", ".join(rules.NEEDS[code] for code in row.needs)
    heads = row.heads if found.head.is_rt else ""
    return [("Warga", heads), ("Perlu", needs), ("Keterangan", row.note), ("Diterima", rules.SOURCES[row.source])]


def _said(found: Called) -> dict[str, Any]:
    row = found.call
    if row is None or row.answered_at is None:
        return {}
    return {"coming": row.state, "heads": row.heads, "needs": row.needs, "note": row.note}


def _course(request: ConsoleRequest, found: Called) -> list[Step]:
    steps = found.call.steps.all() if found.call else ()
    return [Step(_word(found, step), "past", _when(request, step)) for step in steps]


def _word(found: Called, step: CallStep) -> str:
    if step.act == "call":
        return f"Dipanggil: {rules.HOW[step.how]}"
    heads = f", {step.heads} warga" if found.head.is_rt and step.heads else ""
    return f"{rules.COMING[step.coming]}{heads}, {rules.SOURCES[step.source]}"


def _when(request: ConsoleRequest, step: CallStep) -> str:
    zone = request.kecamatan.zone
    return f"{DAYS[local(step.at, zone).weekday()]}, {clock(step.at, zone)}"


urlpatterns = [
    path("kegiatan/<uuid:event_id>/panggilan/", board, name="calls"),
    path("kegiatan/<uuid:event_id>/panggilan/tautan/", make, name="calls-links"),
    path("kegiatan/<uuid:event_id>/panggilan/<int:wilayah>/", one, name="call"),
    path("kegiatan/<uuid:event_id>/panggilan/<int:wilayah>/jawaban/", answer, name="call-answer"),
    path("kegiatan/<uuid:event_id>/panggilan/<int:wilayah>/tautan/", link, name="call-link"),
]
