"""Carried over at the console: giving a promise, its slip on paper, and what goes to the office."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel import catalogue, workdays
from siip.kernel.drawing import code_groups
from siip.letters.rules.validity import dated_on
from siip.services import intake, requests, slip_papers, slips
from siip.services.models import Request
from siip.services.rules import slips as rules
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui import tables, wording
from siip.web.ui.fields import DateText
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Meaning
from siip.web.ui.tables import Column, Filter
from siip.wilayah.models import Wilayah

SEE, TAKE = requests.SEE, requests.TAKE

COLUMNS = (
    Column("nama", "Nama", order="subject_name", names_row=True),
    Column("rt", "RT/RW"),
    Column("layanan", "Layanan", order="kode"),
    Column("kurang", "Yang kurang"),
    Column("janji", "Dijanjikan", order="slip__due_on"),
    Column("tempat", "Diambil di"),
    Column("keadaan", "Keadaan", is_state=True),
)
WHEN = (("lewat", "Lewat janji"), ("hari-ini", "Hari ini"), ("nanti", "Nanti"))
"""How the day of a promise lies to today, as filters say it; the keys are those of `slips.carried`."""


class PromiseForm(TokenForm):
    refusals = {
        "reason-unknown": "reason", "nothing-missing": "reason", "place-unknown": "place",
        "day-past": "due_on", "day-far": "due_on", "day-closed": "due_on",
    }  # fmt: skip
    reason = forms.ChoiceField(label="Mengapa belum selesai", widget=forms.RadioSelect)
    due_on = DateText(label="Siap pada hari", help_text="Hari kerja ketika suratnya pasti sudah jadi.")
    place = forms.ChoiceField(label="Diambil di", widget=forms.RadioSelect)

    def __init__(self, *args: Any, row: Request, places: Iterable[Wilayah], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = bool(requests.missing_papers(row))
        reasons = [(kode, word) for kode, word in rules.REASONS.items() if missing or kode != "papers"]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        choices = [(one.path, f"Kantor {one.title}") for one in places]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        self.initial = {"reason": "papers" if missing else "signer", "place": choices[0][0], **self.initial}


@console(TAKE)
def promise(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    row = requests.request(request_id, request.actor)
    today = intake.Place(row.wilayah).local_day(request.now)
    first = {"due_on": workdays.next_working_day(today)}
    form = PromiseForm(request.POST or None, row=row, places=slips.places_of(row), initial=first)
    if form.is_valid():
        said = {"request_id": request_id, "code": rules.code_from(secrets.token_bytes(rules.BYTES)), **form.act()}
        if made := attempt(form, slips.carry_over, by=request.actor, at=request.now, **said):
            assert made.slip
            day = wording.day(made.slip.due_on)
            messages.success(request, f"Dijanjikan {day}. Cetak kertas janjinya, atau tunjukkan kodenya untuk difoto.")
            return redirect("console:request", request_id)
    missing = [one.label for one in requests.missing_papers(row)]
    return show(request, "console/carried/promise.html", form, {"row": row, "missing": missing})


@console(TAKE)
def slip(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    content = slip_papers.slip_pdf(requests.request(request_id, request.actor), at=request.now)
    headers = {"Content-Disposition": 'inline; filename="kertas-janji.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@console(SEE)
def carried(request: ConsoleRequest) -> HttpResponse:
    today = dated_on(request.now, request.kecamatan.zone)
    found = slips.carried(request.actor, on=today)
    held = slips.carried_where(request.actor, on=today)
    listing = tables.listing(request.GET, found, COLUMNS, filters=_filters(request, held))
    names = {service.kode: service.name for service in catalogue.services()}
    rows = [
        (row, names.get(row.kode, row.kode), _missing(row), requests.stage(row), due_tag(row, today))
        for row in listing.rows
    ]
    open_ = list(slips.left_open(request.actor, request.now)[: tables.PAGE_SIZE])
    context = {
        "listing": listing, "rows": rows, "total": len(held),
        "left_open": [(row, names.get(row.kode, row.kode), slips.may_carry(row, request.actor)) for row in open_],
    }  # fmt: skip
    return render(request, "console/carried/carried.html", context)


def promise_facts(row: Request, request: ConsoleRequest) -> dict[str, Any]:
    """What the page of a request says of its promise: when and where, the code, what came of it."""
    may = {"may_carry": slips.may_carry(row, request.actor)}
    if row.slip is None:
        return may
    zone = row.wilayah.zone
    ready = slips.ready_at([row]).get(row.pk)
    came = [(word, _moment(at, zone)) for word, at in (("Siap", ready), ("Diserahkan", row.handed_at)) if at]
    today = dated_on(request.now, zone)
    kept = rules.was_kept(row.slip.due_on, dated_on(ready, zone) if ready else None, today)
    facts = [
        ("Dijanjikan", wording.day(row.slip.due_on)), ("Diambil di", f"Kantor {row.slip.wilayah.title}"),
        ("Sebab", rules.REASONS[row.slip.reason]), ("Kode", " ".join(code_groups(row.slip.code))), *came,
    ]  # fmt: skip
    return {**may, "promise": facts, "kept": _kept_tag(row, kept)}


def due_tag(row: Request, today: date) -> tuple[Meaning, str] | None:
    """A tag beside a promise that is due today or was not kept; none while there is time, or once it is ready."""
    if row.slip is None or requests.stage(row).group == "ready":
        return None
    if row.slip.due_on < today:
        return "no", "Lewat janji"
    return ("wait", "Hari ini") if row.slip.due_on == today else None


def _kept_tag(row: Request, kept: bool | None) -> tuple[Meaning, str] | None:
    if row.state == "cancelled" or kept is None:
        return None
    return ("ok", "Tepat janji") if kept else ("no", "Lewat janji")


def _moment(at: Any, zone: str) -> str:
    return f"{wording.day(wording.local(at, zone).date())}, {wording.clock(at, zone)}"


def _missing(row: Request) -> str:
    return ", ".join(one.label for one in requests.missing_papers(row))


def _filters(request: ConsoleRequest, held: list[tuple[str, int, str]]) -> list[Filter]:
    """By the day and by the kelurahan, as far as they part anything: a telephone shows the list itself."""
    due, asked = Counter(of for of, _, _ in held), request.GET
    when = tuple((key, f"{word} ({due[key]})") for key, word in WHEN if due[key] or asked.get("kapan") == key)
    places = tuple(sorted({(str(pk), name) for _, pk, name in held}, key=lambda one: one[1]))
    found = [Filter("kapan", "Janji", when, field="due"), Filter("kelurahan", "Kelurahan", places, field="wilayah")]
    return [one for one in found if len(one.choices) > 1 or one.key in asked]


urlpatterns = [
    path("bawa/", carried, name="carried"),
    path("permohonan/<uuid:request_id>/janji/", promise, name="request-promise"),
    path("permohonan/<uuid:request_id>/kertas-janji.pdf", slip, name="request-slip"),
]
