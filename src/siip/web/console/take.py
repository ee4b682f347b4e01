"""Taking a request: which service and where, one form, check your answers, save."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path

from siip.fieldday import queue
from siip.fieldday.counters import RECORD
from siip.fieldday.models import Ticket
from siip.kernel import catalogue
from siip.kernel.catalogue import LetterType, Service
from siip.kernel.refused import Refused
from siip.letters.rules import codes
from siip.people import offices, residents
from siip.people.models import OfficeKind, Resident
from siip.programme import days
from siip.services import intake, requests, taken
from siip.services.intake import Intake
from siip.services.models import Request
from siip.services.rules.stage import OFFICES
from siip.web.asked import ConsoleRequest
from siip.web.console import request_check as check
from siip.web.console import request_forms as shapes
from siip.web.console import request_words as words
from siip.web.console.counters import TODAY, Counter, counters
from siip.web.console.guard import console
from siip.web.console.kept import LEFT_OPEN, keeps
from siip.web.console.request_forms import SOUGHT, TakeForm
from siip.web.console.spot import Spot
from siip.web.ui.forms import REFUSED_FORM, attempt
from siip.web.ui.parts import Step
from siip.web.ui.wording import clock, local, plain_day

TAKE = requests.TAKE
NOT_LISTED = "Tidak ada di daftar penduduk. Isi dari KTP-el yang diperlihatkan; layanannya sama."
LISTED = "Isian diambil dari daftar penduduk. Cocokkan dengan KTP-el sebelum melanjutkan."


@dataclass
class Taking:
    """One request being taken: who asks at this page, for which service, where."""

    request: ConsoleRequest
    service: Service
    kind: LetterType
    counter: Counter
    notes: list[str] = field(default_factory=list)
    found: list[Resident] = field(default_factory=list)

    @cached_property
    def spot(self) -> Spot:
        return Spot(self.counter.wilayah, self.request.now, self.counter.event)

    @cached_property
    def form_class(self) -> type[TakeForm]:
        return shapes.take_form(self.kind, self.service.requirements, self.spot)

    @property
    def first(self) -> dict[str, Any]:
        return words.first_answers(self.kind)

    def fresh(self) -> TakeForm:
        """An empty form; the cursor stands where a KTP-el is read first."""
        form = self.form_class(initial=self.first)
        next(iter(form.who())).field.widget.attrs["autofocus"] = True
        return form

    def typed(self, said: QueryDict | None = None) -> TakeForm:
        """The form as it was typed, not yet judged."""
        form = self.form_class(said or self.request.POST)
        form.judge_only()
        return form

    @cached_property
    def ticket(self) -> Ticket | None:
        """The number of the queue whose turn it is, if he has one."""
        asked, event = self.request.GET.get("tiket", ""), self.counter.event
        return queue.ticket(asked, event) if event else None

    def may_find(self) -> bool:
        return self.request.actor.may_somewhere(residents.FIND)


@keeps
@console(TAKE)
def take(request: ConsoleRequest, *, again: bool = False) -> HttpResponse:
    offered = counters(request)
    service = next((one for one in _services() if one.kode == request.GET.get("layanan")), None)
    counter = next((one for one in offered if one.key == request.GET.get("tempat")), None)
    if service is None or counter is None or not counter.takes(service):
        return _choose(request, offered, counter)
    assert service.letter  # _services() gives those that make one
    taking = Taking(request, service, catalogue.letter_type(service.letter), counter)
    if request.method != "POST":
        return _page(taking, taking.fresh())
    if again:
        taking.notes.append(LEFT_OPEN)
        return _page(taking, taking.typed(), REFUSED_FORM)
    if request.POST.get("orang"):
        return _pick(taking)
    step = STEPS.get(request.POST.get("langkah", ""), _check)
    return step(taking)


def _choose(request: ConsoleRequest, offered: list[Counter], chosen: Counter | None) -> HttpResponse:
    """The first question; a house with one service still shows it, since the place is a choice as well."""
    services = [service for service in _services() if any(one.takes(service) for one in offered)]
    asked = "layanan" in request.GET and "tempat" not in request.GET
    context = {"counters": offered, "services": services, "chosen": chosen or _usual(request, offered), "asked": asked}
    context["ticket"] = request.GET.get("tiket", "")
    return render(request, "console/requests/choose.html", context)


def _usual(request: ConsoleRequest, offered: list[Counter]) -> Counter | None:
    """The event of today, or where this clerk took last. Never just the first: a letter of another kelurahan has
    another official and another register.
    """
    last = taken.last_place(request.actor)
    today = (one for one in offered if one.event and one.hint == TODAY)
    mine = (one for one in offered if one.event is None and one.wilayah.pk == last)
    return next(today, None) or next(mine, offered[0] if len(offered) == 1 else None)


def _enter(taking: Taking) -> HttpResponse:
    """The Enter key, which presses no button that anybody sees: behind a NIK alone it looks him up."""
    said = taking.request.POST
    only_nik = said.get(SOUGHT[0]) and not said.get(SOUGHT[1])
    return _find(taking) if only_nik and taking.may_find() else _check(taking)


def _find(taking: Taking) -> HttpResponse:
    """Somebody on the list, by what stands in the form; it keeps everything that was typed."""
    form = taking.form_class(taking.request.POST)
    sought = form.sought() if taking.may_find() else None
    if sought is None:
        return _page(taking, form, REFUSED_FORM)
    found = _found(taking, *sought)
    if len(found) == 1:
        return _filled(taking, found[0].pk)
    taking.found = found
    if not found:
        taking.notes.append(NOT_LISTED)
    return _page(taking, form)


def _found(taking: Taking, number: str, name: str, born: date | None) -> list[Resident]:
    if number or born is None:
        return residents.find_by_nik(number, by=taking.request.actor)
    return residents.find_by_name(name, born, by=taking.request.actor)


def _pick(taking: Taking) -> HttpResponse:
    try:
        return _filled(taking, UUID(taking.request.POST["orang"]))
    except ValueError:
        return _page(taking, taking.typed())


def _filled(taking: Taking, resident_id: UUID) -> HttpResponse:
    """What the list says goes where nothing was typed, or where it was looked for by; the rest stays."""
    said = taking.request.POST.copy()
    before = _as_typed(taking, {**taking.first, **_of_resident(taking, said.get("penduduk", ""))})
    card = _as_typed(taking, _of_resident(taking, str(resident_id)))
    kept = []
    for name in {*before, *card}:
        now, listed = said.get(name, ""), card.get(name, "")
        if not now or now == before.get(name) or (listed and name in SOUGHT):
            said[name] = listed or _as_typed(taking, taking.first).get(name, "")
        elif listed and now.casefold() != listed.casefold():
            kept.append(str(taking.form_class.base_fields[name].label))
    said["penduduk"] = str(resident_id)
    taking.notes.append(LISTED)
    if kept:
        taking.notes.append(f"Lain dari daftar, dan tetap seperti yang Anda ketik: {', '.join(sorted(kept))}.")
    return _page(taking, taking.typed(said))


def _of_resident(taking: Taking, resident_id: str) -> dict[str, Any]:
    if not resident_id:
        return {}
    card = residents.resident(UUID(resident_id), by=taking.request.actor)
    return words.of_resident(card, taking.kind, taking.spot)


def _as_typed(taking: Taking, said: Mapping[str, Any]) -> dict[str, str]:
    """Values as the fields of the form write them."""
    fields = taking.form_class.base_fields
    return {name: str(fields[name].prepare_value(value)) for name, value in said.items() if name in fields}


def _edit(taking: Taking) -> HttpResponse:
    """Back from the check page: everything as it was typed, without complaint."""
    return _page(taking, taking.typed())


def _check(taking: Taking) -> HttpResponse:
    form = taking.form_class(taking.request.POST)
    return _check_page(taking, form) if _is_well(taking, form) else _page(taking, form, REFUSED_FORM)


def _is_well(taking: Taking, form: TakeForm) -> bool:
    """Whether the area would take it, so that nobody learns it only after checking his answers."""
    if not form.is_valid():
        return False
    attempt(
        form, intake.check_answers, kind=taking.kind, answers=form.answers(), on=taking.spot.today,
        untold=form.untold(),
    )  # fmt: skip
    attempt(form, intake.check_shown, needed=taking.service.requirements, shown=form.shown())
    return not form.errors


def _save(taking: Taking) -> HttpResponse:
    form = taking.form_class(taking.request.POST)
    if not _is_well(taking, form):
        return _page(taking, form, REFUSED_FORM)
    request, event = taking.request, taking.counter.event
    said = Intake(
        taking.service.kode, form.answers(), "" if event else taking.counter.wilayah.path, event.pk if event else None,
        form.applicant(), _link(taking, form),
    )  # fmt: skip
    made = attempt(
        form, requests.take_request, intake=said, papers=form.shown(),
        code=codes.code_from(secrets.token_bytes(codes.BYTES)), by=request.actor, at=request.now, id=form.id,
    )  # fmt: skip
    if made is None:
        return _page(taking, form, REFUSED_FORM)
    _finish_ticket(taking, made, form.id)
    done = "Suratnya sudah diteruskan untuk diperiksa." if made.letter_id else "Menunggu berkas yang belum ada."
    messages.success(request, f"Permohonan {made.subject_name} diterima. {done}")
    return redirect("console:request", made.pk)


def _finish_ticket(taking: Taking, made: Request, id: UUID) -> None:
    """Whoever held the number is served; one that was served meanwhile, or that nobody may move, keeps nobody here."""
    ticket, request = taking.ticket, taking.request
    if ticket is None or ticket.request_id is not None or not request.actor.may(RECORD, made.wilayah.path):
        return
    if days.is_open(ticket.event, request.now):
        queue.link_request(ticket.pk, made.pk, by=request.actor, at=request.now, id=uuid5(id, "ticket"))


def _link(taking: Taking, form: TakeForm) -> UUID | None:
    """The resident who was picked, unless the form by now says somebody else, or he left the list."""
    picked, said = form.linked(), form.cleaned_data
    if picked is None:
        return None
    try:
        card = residents.resident(picked, by=taking.request.actor)
    except Refused:
        return None
    number, listed = said.get(SOUGHT[0], ""), card.details.get("nik", "")
    is_same = number == listed if number and listed else said[SOUGHT[1]].casefold() == card.name.casefold()
    return picked if is_same else None


STEPS = {"lanjut": _enter, "cari": _find, "ubah": _edit, "simpan": _save}


def _page(taking: Taking, form: TakeForm, status: int = 200) -> HttpResponse:
    minutes = taking.kind.usual_minutes[1]
    context = {
        "form": form, "service": taking.service, "counter": taking.counter, "spot": taking.spot,
        "notes": taking.notes, "found": taking.found, "may_find": taking.may_find(),
        "minutes": minutes if minutes < 24 * 60 else 0, "signer": _signer(taking), "course": _course(taking),
        "vacant": _vacant(taking),
        "ticket": taking.ticket,
    }  # fmt: skip
    return render(taking.request, "console/requests/take.html", context, status=status)


def _check_page(taking: Taking, form: TakeForm) -> HttpResponse:
    says, doubts = check.doubts(form)
    doubts = [*doubts, *_twins(taking, form), *_vacant(taking)]
    shown = {one.kode for one in form.shown()}
    context = {
        "form": form, "sections": check.sections(form), "says": says, "doubts": doubts,
        "missing": [one.label for one in form.requirements if one.kode not in shown],
        "service": taking.service, "counter": taking.counter, "course": _course(taking), "signer": _signer(taking),
    }  # fmt: skip
    return render(taking.request, "console/requests/check.html", context)


def _twins(taking: Taking, form: TakeForm) -> list[str]:
    """The same name waiting for the same already: sent from another tab, or by a colleague."""
    name, zone = form.cleaned_data[SOUGHT[1]], taking.spot.place.zone
    found = taken.alike(name, taking.service.kode, taking.spot.place.pk, by=taking.request.actor)
    return [
        f"Permohonan atas nama {row.subject_name} sudah diterima {_when(row.taken_at, zone)}: "
        f"{requests.stage(row).word}. Pastikan ini bukan permohonan yang sama."
        for row in found
        if row.pk != form.id
    ]


def _when(at: datetime, zone: str) -> str:
    return f"{plain_day(local(at, zone).date())} pukul {clock(at, zone)}"


def _vacant(taking: Taking) -> list[str]:
    if offices.holders(taking.counter.wilayah.path, taking.kind.signer, taking.spot.today):
        return []
    seat = f"{OfficeKind(taking.kind.signer).label} {taking.counter.wilayah.name}"
    return [f"Jabatan {seat} belum dipegang siapa pun hari ini, jadi suratnya menunggu. Hubungi pengelola kecamatan."]


def _course(taking: Taking) -> list[Step]:
    """What will happen to the letter, for the clerk to tell."""
    in_field = taking.counter.event is not None and not taking.spot.is_late
    chain = taking.kind.field_chain if in_field else taking.kind.chain
    acts = {"paraf": "Paraf", "sign": "Tanda tangan"}
    steps = [Step(f"{acts[one.act]} {OfficeKind(one.office).label}") for one in chain if one.act in acts]
    return [Step("Data dan berkas", "now"), *steps, Step("Nomor, cetak, serahkan")]


def _signer(taking: Taking) -> str:
    """Who signs today, by name, to be told to the resident; his office when nobody holds it."""
    held = offices.holders(taking.counter.wilayah.path, taking.kind.signer, taking.spot.today)
    return held[0].person.name if held else OFFICES.get(taking.kind.signer, "pejabat")


def _services() -> list[Service]:
    return [service for service in catalogue.services() if service.letter]


urlpatterns = [path("permohonan/baru/", take, name="take")]
