"""Taking a request: which service and where, one form, check your answers, save."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel import catalogue
from siip.kernel.catalogue import LetterType, Service
from siip.letters.rules import codes
from siip.people import offices, residents
from siip.people.models import Resident
from siip.programme import events
from siip.programme.models import Event
from siip.services import requests
from siip.services.intake import LATE_DAYS, Intake
from siip.services.rules.stage import OFFICES
from siip.web.asked import ConsoleRequest
from siip.web.console import request_forms as shapes
from siip.web.console.guard import console
from siip.web.console.request_forms import FindForm, TakeForm
from siip.web.ui.forms import REFUSED_FORM, attempt
from siip.web.ui.wording import plain_day
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

TAKE = requests.TAKE


@dataclass(frozen=True, slots=True)
class Counter:
    """Where requests are taken, as the choice page offers it; `key` holds nothing about a person."""

    key: str
    text: str
    hint: str
    wilayah: Wilayah
    event: Event | None = None

    def takes(self, service: Service) -> bool:
        """Whether the service is given here."""
        if self.event is None:
            return "counter" in service.where
        return any(one.kode == service.kode for one in self.event.services.all())


@dataclass(slots=True)
class Taking:
    """One request being taken: who asks at this page, for which service, where."""

    request: ConsoleRequest
    service: Service
    kind: LetterType
    counter: Counter
    note: str = ""
    found: list[Resident] | None = None
    find: FindForm | None = None

    @property
    def today(self) -> date:
        return self.request.now.astimezone(events.zone_info(self.counter.wilayah)).date()

    @property
    def form_class(self) -> type[TakeForm]:
        return shapes.take_form(self.kind, self.service.requirements)

    def fresh(self, **known: Any) -> TakeForm:
        return self.form_class(initial={**shapes.first_answers(self.kind, self.today), **known})


@console(TAKE)
def take(request: ConsoleRequest) -> HttpResponse:
    counters = _counters(request)
    service = next((one for one in _services() if one.kode == request.GET.get("layanan")), None)
    counter = next((one for one in counters if one.key == request.GET.get("tempat")), None)
    if service is None or counter is None or not counter.takes(service):
        return _choose(request, counters, counter)
    assert service.letter  # _services() gives those that make one
    taking = Taking(request, service, catalogue.letter_type(service.letter), counter)
    if request.method != "POST":
        return _page(taking, taking.fresh())
    step = STEPS.get(request.POST.get("langkah", ""), _check)
    return step(taking)


def _choose(request: ConsoleRequest, counters: list[Counter], chosen: Counter | None) -> HttpResponse:
    """The first question; a house with one service still shows it, since the place is a choice as well."""
    offered = [service for service in _services() if any(one.takes(service) for one in counters)]
    context = {"counters": counters, "services": offered, "chosen": chosen or next(iter(counters), None)}
    return render(request, "console/requests/choose.html", context)


def _find(taking: Taking) -> HttpResponse:
    """Somebody on the list. What was typed to find him stands in the form if he is not on it."""
    request = taking.request
    taking.find = FindForm(request.POST, auto_id="cari_%s")
    if not (request.actor.may_somewhere(residents.FIND) and taking.find.is_valid()):
        return _page(taking, _kept(taking), REFUSED_FORM)
    said = taking.find.cleaned_data
    if said["cari_nik"]:
        found = residents.find_by_nik(said["cari_nik"], by=request.actor)
    else:
        found = residents.find_by_name(said["cari_nama"], said["cari_lahir"], by=request.actor)
    if len(found) == 1:
        return _filled(taking, found[0].pk)
    taking.found = found
    asked = {"isi_nik": said["cari_nik"], "isi_nama": said["cari_nama"], "isi_tanggal_lahir": said["cari_lahir"]}
    if not found:
        taking.note = "Tidak ada di daftar penduduk. Isi dari KTP-el yang diperlihatkan; layanannya sama."
    return _page(taking, taking.fresh(**{name: value for name, value in asked.items() if value}))


def _pick(taking: Taking) -> HttpResponse:
    try:
        return _filled(taking, UUID(taking.request.POST.get("orang", "")))
    except ValueError:
        return _page(taking, taking.fresh())


def _filled(taking: Taking, resident_id: UUID) -> HttpResponse:
    card = residents.resident(resident_id, by=taking.request.actor)
    taking.note = "Isian diambil dari daftar penduduk. Cocokkan dengan KTP-el sebelum melanjutkan."
    return _page(taking, taking.fresh(**shapes.of_resident(card, taking.kind)))


def _check(taking: Taking) -> HttpResponse:
    form = taking.form_class(taking.request.POST)
    if not form.is_valid():
        return _page(taking, form, REFUSED_FORM)
    return _check_page(taking, form)


def _edit(taking: Taking) -> HttpResponse:
    """Back from the check page: everything as it was typed, without complaint."""
    return _page(taking, _kept(taking))


def _save(taking: Taking) -> HttpResponse:
    form = taking.form_class(taking.request.POST)
    if not form.is_valid():
        return _page(taking, form, REFUSED_FORM)
    request, event = taking.request, taking.counter.event
    intake = Intake(
        taking.service.kode, form.answers(), "" if event else taking.counter.wilayah.path, event.pk if event else None,
        form.applicant(), form.cleaned_data["penduduk"],
    )  # fmt: skip
    code = codes.code_from(secrets.token_bytes(codes.BYTES))
    made = attempt(
        form, requests.take_request, intake=intake, papers=form.shown(), code=code,
        by=request.actor, at=request.now, id=form.id,
    )  # fmt: skip
    if made is None:
        return _page(taking, form, REFUSED_FORM)
    done = "Suratnya sudah diteruskan untuk diperiksa." if made.letter_id else "Menunggu berkas yang belum ada."
    messages.success(request, f"Permohonan {made.subject_name} diterima. {done}")
    return redirect("console:request", made.pk)


STEPS = {"cari": _find, "pilih": _pick, "ubah": _edit, "simpan": _save}


def _kept(taking: Taking) -> TakeForm:
    """The form with what was typed, not yet judged; fresh when only the search was sent."""
    if f"{shapes.ANSWER}nama" not in taking.request.POST:
        return taking.fresh()
    bound = taking.form_class(taking.request.POST)
    return taking.form_class(initial={name: bound[name].value() for name in bound.fields})


def _page(taking: Taking, form: TakeForm, status: int = 200) -> HttpResponse:
    request = taking.request
    minutes = taking.kind.usual_minutes[1]
    context = {
        "form": form, "service": taking.service, "counter": taking.counter, "note": taking.note,
        "found": taking.found, "find": taking.find or FindForm(auto_id="cari_%s"),
        "may_find": request.actor.may_somewhere(residents.FIND),
        "minutes": minutes if minutes < 24 * 60 else 0, "signer": _signer(taking),
    }  # fmt: skip
    return render(request, "console/requests/take.html", context, status=status)


def _check_page(taking: Taking, form: TakeForm) -> HttpResponse:
    said = form.cleaned_data
    number, born = said.get("isi_nik", ""), said.get("isi_tanggal_lahir")
    says, doubts = shapes.nik_says(number, born, said.get("isi_jenis_kelamin", ""), taking.today)
    shown = {one.kode for one in form.shown()}
    missing = [one.label for one in form.requirements if one.kode not in shown]
    context = {
        "form": form, "lines": shapes.to_check(form), "says": says, "doubts": doubts, "missing": missing,
        "service": taking.service, "counter": taking.counter,
    }  # fmt: skip
    return render(taking.request, "console/requests/check.html", context)


def _signer(taking: Taking) -> str:
    """Who signs today, by name, to be told to the resident; his office when nobody holds it."""
    held = offices.holders(taking.counter.wilayah.path, taking.kind.signer, taking.today)
    return held[0].person.name if held else OFFICES.get(taking.kind.signer, "pejabat")


def _services() -> list[Service]:
    return [service for service in catalogue.services() if service.letter]


def _counters(request: ConsoleRequest) -> list[Counter]:
    """Today's events first, then the counters, then events of the past month, for what was kept on paper."""
    actor, now = request.actor, request.now
    places = {place.path: place for scope in actor.scope(TAKE) for place in territory.kelurahan_of(scope)}
    recent = events.planned(by=actor, right=TAKE).filter(
        starts_at__gte=now - timedelta(days=LATE_DAYS + 1), starts_at__lt=now + timedelta(days=1)
    )
    today: list[Counter] = []
    past: list[Counter] = []
    for event in recent:
        day = events.local_day(event)
        late = (now.astimezone(events.zone_info(event.wilayah)).date() - day).days
        if 0 <= late <= LATE_DAYS:
            hint = "Hari ini" if late == 0 else f"{plain_day(day)}; menyalin catatan kertas"
            text = f"Kegiatan {event.street}, {event.wilayah.name}"
            (past if late else today).append(Counter(f"kegiatan-{event.pk}", text, hint, event.wilayah, event))
    loket = [
        Counter(f"loket-{place.pk}", f"Loket {place.title}", "Hari kerja", place) for place in places.values()
    ]  # fmt: skip
    return [*today, *loket, *past]


urlpatterns = [path("permohonan/baru/", take, name="take")]
