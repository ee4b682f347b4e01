"""Offices and their holders: who is in which office, since when, by which SK."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.people import mandates, offices, persons
from siip.people.models import Capacity, Office, OfficeKind
from siip.people.rights import MANAGE
from siip.people.rules import rights
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui import tables
from siip.web.ui.fields import DateText, Line, Paragraph
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.tables import Filter
from siip.wilayah import territory
from siip.wilayah.rules.codes import Level, ancestors_of
from siip.wilayah.rules.zones import TZDB, Zone

LEVELS = Filter(
    "di", "Tingkat",
    tuple((level.value, words) for level, words in (
        (Level.KECAMATAN, "Kecamatan"), (Level.KELURAHAN, "Kelurahan"), (Level.RW, "RW"), (Level.RT, "RT"),
    )), "wilayah__level",
)  # fmt: skip
MANY = 100
"""Offices, or people, on one page: they are looked through, and a kecamatan has a head for each of 300 RT."""


class PrintedForm(TokenForm):
    """How an office is printed."""

    refusals = {"title-missing": "title", "office-exists": "title", "code-shape": "code"}
    title = Line(label="Nama jabatan", max_length=80, help_text="Seperti pada surat: Lurah Plaju Ilir.")
    code = Line(
        label="Kode", max_length=12, required=False, help_text="Untuk nomor surat, misalnya PLI. Boleh dikosongkan."
    )


class NewOfficeForm(PrintedForm):
    refusals = {**PrintedForm.refusals, "office-kind": "kind", "office-level": "wilayah", "not-found": "wilayah"}
    field_order = ["kind", "wilayah", "title", "code"]
    kind = forms.ChoiceField(label="Jenis jabatan", choices=[("", "Pilih jenis"), *OfficeKind.choices])
    wilayah = forms.TypedChoiceField(label="Wilayah", coerce=int)

    def __init__(self, places: list[tuple[int | str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wilayah"].choices = [("", "Pilih wilayah"), *places]  # type: ignore[attr-defined]


class LetterheadForm(PrintedForm):
    address = Paragraph(
        label="Alamat di kop surat", required=False, max_length=300,
        help_text="Jalan, telepon, kode pos; satu baris di kop untuk setiap baris di sini.",
    )  # fmt: skip
    place = Line(label="Tempat di depan tanggal", required=False, max_length=60, help_text="Kosong: nama kota.")
    complaint = Line(
        label="Tempat mengadu", required=False, max_length=120,
        help_text="Tertulis di kaki surat bagi yang diminta membayar. Kosong: kantor kecamatan.",
    )  # fmt: skip

    def act(self) -> dict[str, Any]:
        said = super().act()
        lines = [line for line in said.pop("address").splitlines() if line]
        head = {"address": lines, "place": said.pop("place"), "complaint": said.pop("complaint")}
        return {**said, "letterhead": {name: value for name, value in head.items() if value}}


class HoldingForm(TokenForm):
    refusals = {
        "not-found": "person_id", "capacity": "capacity", "dates": "until_on", "acting-needs-end": "until_on",
        "office-held": "from_on", "nik-in-text": "sk_number",
    }  # fmt: skip
    person_id = forms.TypedChoiceField(label="Orang", coerce=UUID)
    capacity = forms.ChoiceField(
        label="Sebagai", choices=Capacity.choices, widget=forms.RadioSelect, initial=Capacity.DEFINITIF
    )
    from_on = DateText(label="Hari pertama")
    until_on = DateText(
        label="Hari terakhir", required=False, help_text="Wajib untuk Plt. dan Plh. Kosong: sampai ada penggantinya."
    )
    sk_number = Line(label="Nomor SK atau surat perintah", required=False, max_length=60)
    sk_on = DateText(label="Tanggal SK", required=False)

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = [("", "Pilih orang"), *people]  # type: ignore[attr-defined]


class EndForm(TokenForm):
    refusals = {"dates": "last_on", "last-manager": "last_on"}
    last_on = DateText(label="Hari terakhir", help_text="Hari itu masih memegang jabatan.")


@console(MANAGE)
def board(request: ConsoleRequest) -> HttpResponse:
    on = today(request)
    listing = tables.listing(request.GET, offices.offices(request.actor), (), filters=[LEVELS], size=MANY)
    context = {
        "listing": listing, "offices": offices.offices_today(listing.rows, on),
        "count": offices.offices(request.actor).count(), "vacant": offices.vacant_count(request.actor, on),
    }  # fmt: skip
    return render(request, "console/offices/board.html", context)


@console(MANAGE)
def new(request: ConsoleRequest) -> HttpResponse:
    form = NewOfficeForm(_places(request), request.POST or None)
    made = None
    if form.is_valid():
        made = attempt(form, offices.make_office, by=request.actor, at=request.now, **form.act())
    if made is None:
        return show(request, "console/offices/new.html", form)
    return redirect("console:office", made.pk)


@console(MANAGE)
def office(request: ConsoleRequest, office_id: UUID) -> HttpResponse:
    found = offices.office(office_id, request.actor)
    on = today(request)
    held = [(one, offices.is_held(one, on)) for one in offices.holdings_of_office(office_id)]
    allowed = [rights.MEANING[right] for right in rights.RIGHTS[found.kind]]
    context = {"office": found, "held": held, "allowed": allowed, "head": offices.letterhead(found)}
    context["mandates"] = [(one, mandates.is_open(one, request.now)) for one in mandates.mandates_of(office_id)]
    return render(request, "console/offices/office.html", context)


@console(MANAGE)
def revise(request: ConsoleRequest, office_id: UUID) -> HttpResponse:
    found = offices.office(office_id, request.actor)
    form = LetterheadForm(request.POST or None, initial=_printed(found))
    if form.is_valid():
        said = form.act()
        said["letterhead"] |= {"arms": found.letterhead["arms"]} if "arms" in found.letterhead else {}
        if (
            attempt(form, offices.revise_office, office_id=office_id, by=request.actor, at=request.now, **said)
            is not None
        ):
            messages.success(request, "Jabatan sudah diubah. Surat yang sudah ditandatangani tidak berubah.")
            return redirect("console:office", office_id)
    return show(request, "console/offices/revise.html", form, {"office": found})


@console(MANAGE)
def give(request: ConsoleRequest, office_id: UUID) -> HttpResponse:
    found = offices.office(office_id, request.actor)
    people = [(str(one.pk), one.name) for one in persons.persons(request.actor)]
    form = HoldingForm(people, request.POST or None)
    if (
        form.is_valid()
        and attempt(form, offices.give_office, office_id=office_id, by=request.actor, at=request.now, **form.act())
        is not None
    ):
        messages.success(request, f"{found.title}: masa jabatan sudah dicatat.")
        return redirect("console:office", office_id)
    return show(request, "console/offices/give.html", form, {"office": found, "has_people": bool(people)})


@console(MANAGE)
def end(request: ConsoleRequest, holding_id: UUID) -> HttpResponse:
    found = offices.holding(holding_id, request.actor)
    form = EndForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, offices.end_holding, holding_id=holding_id, by=request.actor, at=request.now, **form.act())
        is not None
    ):
        messages.success(request, f"Masa jabatan {found.person.name} sudah diberi hari terakhir.")
        return redirect("console:office", found.office_id)
    return show(request, "console/offices/end.html", form, {"holding": found})


def today(request: ConsoleRequest) -> date:
    """The date at this kecamatan."""
    return request.now.astimezone(ZoneInfo(TZDB[Zone(request.kecamatan.zone)])).date()


def _places(request: ConsoleRequest) -> list[tuple[int | str, str]]:
    """The kecamatan, then each kelurahan with its RW and RT: enough for the few offices that are made by hand."""
    here = request.kecamatan.path
    inside = [*territory.kelurahan_of(here), *territory.rws_of(here), *territory.rts_of(here)]
    named = {place.path: place.title for place in inside}
    places = sorted(inside, key=lambda place: place.path)
    around = [
        (one.pk, " · ".join(named[path] for path in (*ancestors_of(one.path), one.path) if path in named))
        for one in places
    ]
    return [(request.kecamatan.pk, request.kecamatan.title), *around]


def _printed(office: Office) -> dict[str, Any]:
    head = office.letterhead
    return {
        "title": office.title, "code": office.code, "address": "\n".join(head.get("address", ())),
        "place": head.get("place", ""), "complaint": head.get("complaint", ""),
    }  # fmt: skip


urlpatterns = [
    path("jabatan/", board, name="offices"),
    path("jabatan/baru/", new, name="office-new"),
    path("jabatan/<uuid:office_id>/", office, name="office"),
    path("jabatan/<uuid:office_id>/ubah/", revise, name="office-revise"),
    path("jabatan/<uuid:office_id>/beri/", give, name="office-give"),
    path("jabatan/masa/<uuid:holding_id>/akhiri/", end, name="holding-end"),
]
