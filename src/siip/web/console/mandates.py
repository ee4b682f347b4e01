"""Mandates at the console: who signs in the name of another, until when, on what ground, and what was signed by it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.letters import waiting
from siip.letters.rules.validity import dated_on
from siip.letters.texts import kind_name
from siip.people import mandates
from siip.people.models import Mandate, Office
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.console.letter_words import signed_as
from siip.web.ui.fields import DateText, Line
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Meaning

MANDATE = mandates.MANDATE
RECENT = timedelta(days=30)


class MandateForm(TokenForm):
    refusals = {
        "mandate-deputy": "deputy_id", "own-mandate": "deputy_id", "dates": "until_on", "mandate-long": "until_on",
        "mandate-twice": "from_on", "ground-missing": "ground", "ground-long": "ground",
        "ground-date": "ground_on", "nik-in-text": "ground",
    }  # fmt: skip
    deputy_id = forms.TypedChoiceField(label="Yang menandatangani", coerce=UUID, widget=forms.RadioSelect)
    from_on = DateText(label="Hari pertama")
    until_on = DateText(label="Hari terakhir", help_text="Hari itu masih boleh menandatangani. Paling lama satu tahun.")
    ground = Line(
        label="Dasar", max_length=mandates.LONGEST_GROUND,
        help_text="Jenis dan nomor suratnya, misalnya Nota dinas 800/12/PLI/2026.",
    )  # fmt: skip
    ground_on = DateText(label="Tanggal nota dinas atau SK")

    def __init__(self, *args: Any, deputies: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), f"{one.title}") for one in deputies]
        self.fields["deputy_id"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["deputy_id"] = choices[0][0]


@console(MANDATE)
def index(request: ConsoleRequest) -> HttpResponse:
    found = list(mandates.mandates(request.actor)[:100])
    counts = waiting.counted_by_mandate(one.id for one in found)
    rows = [(one, state_of(one, request), counts.get(one.id, 0)) for one in found]
    since = dated_on(request.now, request.kecamatan.zone) - RECENT
    signed = waiting.signed_in_name(by=request.actor, at=request.now, since=since)
    context = {
        "rows": rows, "offices": mandates.offices_that_give(request.actor),
        "signed": [(one, kind_name(one.kind), signed_as(one), one.number.split("/")) for one in signed], "since": since,
    }  # fmt: skip
    return render(request, "console/mandates/index.html", context)


@console(MANDATE)
def give(request: ConsoleRequest, office_id: UUID) -> HttpResponse:
    office = next((one for one in mandates.offices_that_give(request.actor) if one.id == office_id), None)
    if office is None:
        return HttpResponse(status=404)
    deputies = mandates.deputies_of(office)
    form = MandateForm(request.POST or None, deputies=deputies)
    if form.is_valid():
        said = {"office_id": office_id, "by": request.actor, "at": request.now, **form.act()}
        if made := attempt(form, mandates.give_mandate, **said):
            messages.success(request, f"Mandat dicatat: {made.deputy.title} menandatangani a.n. {office.title}.")
            return redirect("console:mandates")
    return show(request, "console/mandates/give.html", form, {"office": office, "has_deputies": bool(deputies)})


@console(MANDATE)
def end(request: ConsoleRequest, mandate_id: UUID) -> HttpResponse:
    mandate = mandates.mandate(mandate_id, request.actor)
    form = TokenForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, mandates.end_mandate, mandate_id=mandate_id, by=request.actor, at=request.now, id=form.id)
        is not None
    ):
        messages.success(request, f"Mandat {mandate.deputy.title} dicabut. Surat yang sudah ditandatangani tetap sah.")
        return redirect("console:mandates")
    return show(request, "console/mandates/end.html", form, {"mandate": mandate})


def state_of(mandate: Mandate, request: ConsoleRequest) -> tuple[Meaning, str]:
    """Where a mandate stands today, as a tag says it."""
    if mandates.is_in_force(mandate, request.now):
        return "ok", "Berlaku"
    if mandates.is_open(mandate, request.now):
        return "wait", "Belum mulai"
    return "", "Dicabut" if mandate.ended_at else "Selesai"


urlpatterns = [
    path("mandat/", index, name="mandates"),
    path("mandat/<uuid:office_id>/beri/", give, name="mandate-give"),
    path("mandat/<uuid:mandate_id>/cabut/", end, name="mandate-end"),
]
