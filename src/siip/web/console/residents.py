"""The list of residents: finding somebody, taking a list in, erasing.

A list is checked and taken in by the job thread; the page tells how far it is and needs no script for it.
A search is a POST, so that no NIK and no name comes into an address or a log.
"""

import io
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel import sheet
from siip.kernel.paths import kelurahan_of
from siip.people import resident_imports, resident_intakes, resident_retention, resident_uploads, residents
from siip.people.models import IntakeStep, Resident, ResidentIntake
from siip.people.resident_files import ENDINGS
from siip.people.resident_imports import Terms
from siip.people.rules import nik
from siip.people.rules.layouts import FIELDS
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui.fields import DateText, Digits, Line, Upload
from siip.web.ui.forms import Form, TokenForm, attempt, show
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

IMPORT, FIND = residents.IMPORT, residents.FIND
REFRESH_SECONDS = 2
SHOWN = 100  # refused rows on a page; all of them are in the Excel file
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE = dict.fromkeys(
    ("sheet-too-big", "sheet-unreadable", "sheet-missing", "sheet-empty", "no-heading", "too-many-rows"), "file"
)


class FindForm(Form):
    nik = Digits(length=16, label="NIK", required=False, help_text="16 angka, lihat KTP-el.")
    name = Line(label="Nama", max_length=120, required=False, help_text="Cukup sebagian; gelar tidak dihitung.")
    born_on = DateText(label="Tanggal lahir", required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and not said["nik"] and not (said["name"] and said["born_on"]):
            self.add_error(None, "Isilah NIK, atau nama bersama tanggal lahir.")
        return said


class SendForm(TokenForm):
    refusals = _FILE
    file = Upload(endings=ENDINGS, mib=settings.SIIP.import_mib, label="Berkas Excel", button="Pilih berkas")
    where = forms.ChoiceField(label="Daftar ini untuk")
    sheet_name = Line(
        label="Nama lembar", max_length=80, required=False, help_text="Kosong: lembar pertama yang berisi."
    )

    def __init__(self, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = places  # type: ignore[attr-defined]


class TakeForm(TokenForm):
    refusals = {"terms-missing": "source", "terms-past": "until_on"}
    source = Line(label="Dari mana daftar ini", max_length=120, help_text="Misalnya: Dukcapil Kota, September 2026.")
    basis = Line(label="Dasar menyimpannya", max_length=200)
    until_on = DateText(label="Disimpan sampai")
    whole = forms.ChoiceField(
        label="Bila ada baris yang ditolak", widget=forms.RadioSelect, initial="good",
        choices=[("good", "Masukkan baris yang baik saja"), ("all", "Jangan masukkan apa pun")],
    )  # fmt: skip
    make_rt = forms.BooleanField(label="Tambahkan RT di daftar ini yang belum dikenal", required=False)


@console(FIND, IMPORT)
def index(request: ConsoleRequest) -> HttpResponse:
    form, found = FindForm(request.POST or None), None
    if form.is_valid():
        found = _found(request, form)
    today = resident_imports.local_date(request.kecamatan, request.now)
    context = {
        "found": found,
        "count": residents.resident_count(request.actor),
        "may_find": request.actor.may_somewhere(FIND),
        "may_import": request.actor.may_somewhere(IMPORT),
        "imports": resident_imports.imports(request.actor),
        "waiting": resident_intakes.waiting(request.actor),
        "ending": resident_retention.lists_ending(today, by=request.actor),
        "today": today,
    }
    return show(request, "console/residents/index.html", form, context)


@console(FIND)
def resident(request: ConsoleRequest, resident_id: UUID) -> HttpResponse:
    card = residents.resident(resident_id, by=request.actor)
    return render(request, "console/residents/resident.html", {"card": card, **_told(request, card)})


@console(IMPORT)
def erase(request: ConsoleRequest, resident_id: UUID) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if form.is_valid():
        residents.erase(resident_id, by=request.actor, at=request.now, **form.act())
        messages.success(request, "Data orang itu dihapus dari daftar penduduk dan tidak dapat dipulihkan.")
        return redirect("console:residents")
    residents.to_erase(resident_id, by=request.actor)
    return show(request, "console/residents/erase.html", form)


@console(IMPORT)
def send(request: ConsoleRequest) -> HttpResponse:
    form = SendForm(_places(request), request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        kept = attempt(
            form, resident_uploads.keep_upload, content=said["file"].read(), name=said["file"].name,
            where=said["where"], sheet_name=said["sheet_name"] or None, most_rows=settings.SIIP.import_rows,
            by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
        if kept:
            return redirect("console:residents-check", kept.pk)
    return show(request, "console/residents/send.html", form)


@console(IMPORT)
def check(request: ConsoleRequest, upload_id: UUID) -> HttpResponse:
    """One address for all of a file's way: how far it is, what would come of it and the yes, then the result."""
    intake = resident_intakes.intake(upload_id, by=request.actor)
    form = TakeForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        ordered = attempt(
            form, resident_intakes.order_import, upload_id=upload_id,
            terms=Terms(said["source"], said["basis"], said["until_on"]), make_rt=said["make_rt"],
            all_or_nothing=said["whole"] == "all", by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
        if ordered:
            return redirect("console:residents-check", upload_id)
    if intake.step == IntakeStep.DONE:
        return redirect("console:residents-taken", intake.import_id)
    if intake.step != IntakeStep.READY:
        return _progress(request, intake)
    seen = resident_intakes.seen(intake)
    if not form.is_bound:
        form = TakeForm(initial=_usual(request, intake))
    if not request.actor.may("wilayah.manage", intake.wilayah.path):
        del form.fields["make_rt"]
    context = {
        "intake": intake, "upload": resident_uploads.upload(upload_id, by=request.actor), "seen": seen,
        "first": [(*one[:2], date.fromisoformat(one[2]) if one[2] else None, *one[3:]) for one in seen.first],
        "refused": seen.refused[:SHOWN], "more": max(len(seen.refused) - SHOWN, 0), "kinds": seen.kinds,
    }  # fmt: skip
    return show(request, "console/residents/check.html", form, context)


@console(IMPORT)
def drop(request: ConsoleRequest, upload_id: UUID) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if form.is_valid():
        resident_uploads.drop_upload(upload_id, by=request.actor, at=request.now, **form.act())
        messages.success(request, "Berkas dibuang. Daftar penduduk tidak berubah.")
        return redirect("console:residents")
    resident_uploads.upload(upload_id, by=request.actor)
    return show(request, "console/residents/drop.html", form, {"upload_id": upload_id})


@console(IMPORT)
def taken(request: ConsoleRequest, import_id: UUID) -> HttpResponse:
    outcome = resident_imports.outcome(import_id, by=request.actor)
    context = {
        "taken": outcome.taken,
        "refused": outcome.refused[:SHOWN],
        "more": max(len(outcome.refused) - SHOWN, 0),
        "kinds": resident_intakes.kinds(outcome.warnings),
    }
    return render(request, "console/residents/taken.html", context)


@console(IMPORT)
def findings(request: ConsoleRequest, import_id: UUID) -> HttpResponse:
    """What is to be looked at in the file of an import, as Excel: row numbers and reasons, no NIK."""
    outcome = resident_imports.outcome(import_id, by=request.actor)
    rows = [
        *((finding.row, "Ditolak", finding.message) for finding in outcome.refused),
        *((finding.row, "Peringatan", finding.message) for finding in outcome.warnings),
    ]
    columns = (sheet.Column("Baris", "number", 8), sheet.Column("Hasil"), sheet.Column("Sebab", width=110))
    target = io.BytesIO()
    sheet.write_sheet(target, columns, sorted(rows), name="Periksa")
    name = f"periksa-{outcome.taken.at:%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(target.getvalue(), XLSX, headers=headers)


def _found(request: ConsoleRequest, form: FindForm) -> list[tuple[Resident, str]]:
    """Whoever fits, each with the place where he is listed."""
    said = form.cleaned_data
    if said["nik"]:
        found = residents.find_by_nik(said["nik"], by=request.actor)
    else:
        found = residents.find_by_name(said["name"], said["born_on"], by=request.actor)
    kelurahan = _kelurahan(request) if found else {}
    return [(one, _place(one.wilayah, kelurahan)) for one in found]


def _kelurahan(request: ConsoleRequest) -> dict[str, str]:
    return {place.path: place.title for place in territory.kelurahan_of(request.kecamatan.path)}


def _place(place: Wilayah, kelurahan: dict[str, str]) -> str:
    """An RT with its kelurahan, since each of them has an RT 07."""
    inside = kelurahan.get(kelurahan_of(place.path), "")
    return place.title if inside in ("", place.title) else f"{place.title}, {inside}"


def _told(request: ConsoleRequest, card: residents.Card) -> dict[str, Any]:
    """The card in words, and what its NIK says beside it."""
    today = resident_imports.local_date(request.kecamatan, request.now)
    said, written = dict(card.details), card.details.get("nik", "")
    sex = nik.Sex(said.pop("sex")) if "sex" in said else None
    for name in ("nik", "no_kk"):
        if said.get(name):
            said[name] = nik.masked(said[name])
    facts = [(FIELDS[name], said[name]) for name in FIELDS if name in said]
    decoded = nik.decode(written, today).shown if written and not nik.faults(written) else ""
    doubts = nik.check(written, card.birth_on, sex, None, on=today) if written else ()
    may_erase = request.actor.may(IMPORT, card.wilayah.path)
    return {
        "place": _place(card.wilayah, _kelurahan(request)),
        "facts": facts,
        "sex": sex.word if sex else "",
        "decoded": decoded,
        "doubts": doubts,
        "may_erase": may_erase,
    }


def _places(request: ConsoleRequest) -> list[tuple[str, str]]:
    here = request.kecamatan
    places = [here, *territory.kelurahan_of(here.path)]
    return [(place.path, place.title) for place in places if request.actor.may(IMPORT, place.path)]


def _progress(request: ConsoleRequest, intake: ResidentIntake) -> HttpResponse:
    """How far a file is. The page asks for itself again by a header, unless its reader has stopped that."""
    is_working = intake.step in (IntakeStep.CHECK, IntakeStep.TAKE)
    stays = "diam" in request.GET
    context = {
        "intake": intake, "is_working": is_working, "stays": stays,
        "is_late": is_working and resident_intakes.is_late(intake, request.now),
        "is_storing": intake.step == IntakeStep.TAKE and intake.done == intake.total,
    }  # fmt: skip
    answer = render(request, "console/residents/progress.html", context)
    if is_working and not stays:
        answer["Refresh"] = str(REFRESH_SECONDS)
    return answer


def _usual(request: ConsoleRequest, intake: ResidentIntake) -> dict[str, Any]:
    today = resident_imports.local_date(request.kecamatan, request.now)
    name = resident_uploads.upload(intake.pk, by=request.actor).name
    usual = resident_imports.default_terms(name, today)
    return {"source": usual.source, "basis": usual.basis, "until_on": usual.until_on}


urlpatterns = [
    path("penduduk/", index, name="residents"),
    path("penduduk/impor/", send, name="residents-send"),
    path("penduduk/impor/<uuid:upload_id>/", check, name="residents-check"),
    path("penduduk/impor/<uuid:upload_id>/buang/", drop, name="residents-drop"),
    path("penduduk/hasil/<uuid:import_id>/", taken, name="residents-taken"),
    path("penduduk/hasil/<uuid:import_id>/periksa.xlsx", findings, name="residents-findings"),
    path("penduduk/<uuid:resident_id>/", resident, name="resident"),
    path("penduduk/<uuid:resident_id>/hapus/", erase, name="resident-erase"),
]
