"""Requests at the console: what waits, one request with its course, and what is done with it."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel import catalogue
from siip.letters.rules import codes
from siip.people.rules import nik as nik_rules
from siip.programme import events
from siip.services import intake, requests, slips, statements, trail
from siip.services.models import Request
from siip.services.rules.stage import GROUPS
from siip.web.asked import ConsoleRequest
from siip.web.console import queue, take
from siip.web.console import request_forms as shapes
from siip.web.console import request_words as words
from siip.web.console.carried import promise_facts
from siip.web.console.guard import console
from siip.web.console.kept import keeps, left_open
from siip.web.console.spot import Spot
from siip.web.ui import tables
from siip.web.ui.fields import Line
from siip.web.ui.forms import Form, TokenForm, attempt, show
from siip.web.ui.parts import Step
from siip.web.ui.tables import Column, Filter
from siip.web.ui.wording import clock, local, plain_day
from siip.wilayah import territory

SEE, TAKE, HAND_OVER = requests.SEE, requests.TAKE, requests.HAND_OVER

COLUMNS = (
    Column("nama", "Nama", order="subject_name", names_row=True),
    Column("rt", "RT/RW"),
    Column("layanan", "Layanan", order="kode"),
    Column("tempat", "Tempat"),
    Column("diterima", "Diterima", order="taken_at"),
    Column("janji", "Dijanjikan", order="promised_at"),
    Column("keadaan", "Keadaan", is_state=True),
)
DONE = "done"


class SearchForm(Form):
    cari = Line(label="Cari nama atau kode janji", min_length=3, max_length=60)


class CancelForm(TokenForm):
    refusals = {code: "reason" for code in ("reason-missing", "reason-long", "nik-in-text")}
    reason = Line(
        label="Alasan", max_length=requests.LONGEST_REASON, help_text="Misalnya: pemohon tidak jadi. Tercatat di sini."
    )


class HandOverForm(TokenForm):
    refusals = {code: "receiver" for code in ("receiver-missing", "receiver-long", "nik-in-text")}
    receiver = Line(label="Nama penerima", max_length=intake.LONGEST_NAME)
    relation = Line(
        label="Hubungannya dengan pemohon", required=False, max_length=intake.LONGEST_RELATION,
        help_text="Kosong bila diterima orangnya sendiri.",
    )  # fmt: skip


@console(SEE)
def board(request: ConsoleRequest) -> HttpResponse:
    search = SearchForm(request.POST or None)
    if search.is_valid():
        if held := slips.by_code(search.cleaned_data["cari"], request.actor):
            return redirect("console:request", held.pk)
        found = requests.named(search.cleaned_data["cari"], request.actor)
        context = _listed(request, tables.listing({}, found, COLUMNS), search)
        return render(request, "console/requests/found.html", context)
    is_done = request.GET.get("keadaan") == DONE
    rows = requests.closed_requests(request.actor) if is_done else requests.open_requests(request.actor)
    listing = tables.listing(request.GET, rows, COLUMNS, filters=_filters(request))
    context = _listed(request, listing, search) | {"is_done": is_done, "carried": slips.carried_count(request.actor)}
    return show(request, "console/requests/requests.html", search, context)


@console(SEE)
def request_page(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    row = requests.request(request_id, request.actor)
    happened = trail.trail(row)
    stage = requests.stage(row)
    service, kind = intake.service(row.kode)
    answers, applicant = requests.answers_of(row)
    context = {
        "row": row, "service": service, "stage": stage, "may": requests.open_acts(row, request.actor),
        "statement": statements.statement_of(row) if request.actor.may(TAKE, row.wilayah.path) else None,
        "returned": trail.returned_because(happened) if stage.group == "returned" else "",
        "course": _course(request, happened, stage.word if row.state in requests.OPEN else ""),
        "facts": _facts(kind, answers), "applicant": applicant, "papers": _papers(row, service.requirements),
        "receiver": trail.receiver_of(row) if row.handed_at else None,
        "may_see_letter": request.actor.may("letters.see", row.wilayah.path), **_nik(request, row, answers),
        **promise_facts(row, request), "queue": queue.back_to(request, row),
    }  # fmt: skip
    return render(request, "console/requests/request.html", context)


@console(TAKE)
def papers(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    row = requests.request(request_id, request.actor)
    kind, answers = intake.service(row.kode)[1], requests.answers_of(row)[0]
    spot = Spot(row.wilayah, request.now)
    form = shapes.papers_form(requests.missing_papers(row), kind, spot, answers)(
        request.POST or None, initial=words.typed(kind, answers, None, spot)
    )
    if form.is_valid():
        code = codes.code_from(secrets.token_bytes(codes.BYTES))
        said = {"papers": form.shown(), "told": form.told_answers(), "code": code, "id": form.id}
        if made := _done(request, form, requests.show_papers, request_id, said):
            drafted = "Berkas lengkap. Suratnya sudah diteruskan untuk diperiksa."
            messages.success(request, drafted if made.letter_id else "Berkas dicatat. Masih ada yang kurang.")
            return redirect("console:request", request_id)
    return show(request, "console/requests/papers.html", form, {"row": row})


@console(TAKE)
def statement(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    content = statements.statement_pdf(requests.request(request_id, request.actor), at=request.now)
    headers = {"Content-Disposition": 'inline; filename="surat-pernyataan.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@keeps
@console(TAKE)
def correct(request: ConsoleRequest, request_id: UUID, *, again: bool = False) -> HttpResponse:
    row = requests.request(request_id, request.actor)
    kind = intake.service(row.kode)[1]
    spot, untold = Spot(row.wilayah, request.now, row.event), intake.untold(requests.missing_papers(row))
    form = shapes.statement_form(kind, spot, untold)(
        request.POST or None, initial=words.typed(kind, *requests.answers_of(row), spot)
    )
    if again:
        left_open(form)
    if form.is_valid():
        said = {"answers": form.answers(), "applicant": form.applicant(), "id": form.id}
        if made := _done(request, form, requests.correct_request, request_id, said):
            messages.success(
                request, "Isi diperbaiki. Suratnya diperiksa dari awal." if made.letter_id else "Isi diperbaiki."
            )
            return redirect("console:request", request_id)
    stage = requests.stage(row)
    returned = trail.returned_because(trail.trail(row)) if stage.group == "returned" else ""
    return show(request, "console/requests/correct.html", form, {"row": row, "returned": returned})


@console(TAKE)
def cancel(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    row = requests.request(request_id, request.actor)
    form = CancelForm(request.POST or None)
    if form.is_valid() and _done(request, form, requests.cancel_request, request_id, form.act()):
        messages.success(request, f"Permohonan {row.subject_name} dibatalkan.")
        return redirect("console:request", request_id)
    return show(request, "console/requests/cancel.html", form, {"row": row})


@console(HAND_OVER)
def hand_over(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    row = requests.request(request_id, request.actor)
    applicant = requests.answers_of(row)[1]
    known = (applicant.name, applicant.relation) if applicant else (row.subject_name, "")
    form = HandOverForm(request.POST or None, initial=dict(zip(("receiver", "relation"), known, strict=True)))
    if form.is_valid() and _done(request, form, requests.hand_over, request_id, form.act()):
        messages.success(request, f"Surat {row.subject_name} sudah diserahkan.")
        return redirect("console:request", request_id)
    return show(request, "console/requests/hand_over.html", form, {"row": row})


def _done(
    request: ConsoleRequest, form: Form, act: Callable[..., Request], request_id: UUID, said: Mapping[str, Any]
) -> Request | None:
    return attempt(form, act, request_id=request_id, by=request.actor, at=request.now, **said)


def _listed(request: ConsoleRequest, listing: tables.Listing, search: SearchForm) -> dict[str, Any]:
    names = {service.kode: service.name for service in catalogue.services()}
    rows = [(row, requests.stage(row), names.get(row.kode, row.kode)) for row in listing.rows]
    may_take = request.actor.may_somewhere(TAKE)
    return {"listing": listing, "rows": rows, "search": search, "may_take": may_take}


def _filters(request: ConsoleRequest) -> list[Filter]:
    """By stage and by kelurahan; what holds nothing is left out, so that a telephone shows the list itself."""
    counts, asked = requests.open_counts(request.actor), request.GET
    groups = {group: sum(n for of, _, n in counts if of == group) for group in GROUPS}
    stages = [
        (group, f"{word} ({groups[group]})")
        for group, word in GROUPS.items()
        if groups[group] or asked.get("keadaan") == group
    ]
    found = [Filter("keadaan", "Keadaan", (*stages, (DONE, "Selesai")), field="group")]
    busy = {str(pk) for _, pk, _ in counts} | {asked.get("kelurahan", "")}
    scopes = request.actor.scope(SEE)
    places = [(str(one.pk), one.name) for scope in scopes for one in territory.kelurahan_of(scope)]
    if len(shown := [pair for pair in places if pair[0] in busy]) > 1:
        found.append(Filter("kelurahan", "Kelurahan", tuple(shown), field="wilayah"))
    return found


def _course(request: ConsoleRequest, happened: list[trail.Happened], now: str) -> list[Step]:
    zone = request.kecamatan.zone
    today = local(request.now, zone).date()
    steps = []
    for one in happened:
        on = local(one.at, zone).date()
        when = clock(one.at, zone) if on == today else f"{plain_day(on)}, {clock(one.at, zone)}"
        steps.append(Step(one.word, "past", when, note=". ".join(part for part in (one.who, one.said) if part)))
    return [*steps, Step(now, "now")] if now else steps


def _facts(kind: catalogue.LetterType, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    said = []
    for one in kind.fields:
        answer = answers.get(one.name, "")
        value = nik_rules.masked(answer) if "nik" in one.checks else words.said_again(one, answer)
        said.append((one.label, words.in_words(value, one)))
    return said


def _papers(row: Request, needed: tuple[catalogue.Requirement, ...]) -> list[tuple[str, str, Any]]:
    """Each requirement with how it was met, "" if it was not, and when."""
    shown = {paper.kode: paper for paper in row.papers.all()}
    lines = []
    for one in needed:
        paper = shown.get(one.kode)
        how = "" if paper is None else f"Keterangan {paper.rt_head}, Ketua RT" if paper.rt_head else "Dilihat"
        lines.append((one.label, how, paper.at if paper else None))
    return lines


def _nik(request: ConsoleRequest, row: Request, answers: Mapping[str, str]) -> dict[str, Any]:
    on = request.now.astimezone(events.zone_info(row.wilayah)).date()
    kind = intake.service(row.kode)[1]
    born = next(
        (words.said_again(one, answers.get(one.name, "")) for one in kind.fields if one.name == "tanggal_lahir"), None
    )
    says, doubts = words.nik_says(answers.get("nik", ""), born or None, answers.get("jenis_kelamin", ""), on)
    return {"says": says, "doubts": doubts}


urlpatterns = [
    path("permohonan/", board, name="requests"),
    *take.urlpatterns,
    path("permohonan/<uuid:request_id>/", request_page, name="request"),
    path("permohonan/<uuid:request_id>/berkas/", papers, name="request-papers"),
    path("permohonan/<uuid:request_id>/pernyataan.pdf", statement, name="request-statement"),
    path("permohonan/<uuid:request_id>/perbaiki/", correct, name="request-correct"),
    path("permohonan/<uuid:request_id>/batal/", cancel, name="request-cancel"),
    path("permohonan/<uuid:request_id>/serah/", hand_over, name="request-hand-over"),
]
