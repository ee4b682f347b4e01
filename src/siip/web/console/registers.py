"""Registers at the console: open one, book a block of the paper book, print any period."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path

from siip.letters import numbering, papers, registers
from siip.letters.models import Register
from siip.letters.rules import numbers
from siip.letters.rules.validity import dated_on
from siip.letters.texts import kind_name
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui import tables
from siip.web.ui.fields import Count, DateText, Line, read_date
from siip.web.ui.forms import Form, TokenForm, attempt, show


class NumberPart(Line):
    """A part of a letter number. One less than a NIK is long: what is asked stands in the address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Bagian nomor", max_length=15, **kwargs)


class OpenForm(TokenForm):
    refusals = {
        "pattern-letters": "pattern", "pattern-place": "pattern", "pattern-serial": "pattern",
        "pattern-year": "pattern", "pattern-long": "pattern", "pad": "pad", "after": "after", "year": "year",
        "register-exists": "office_id",
    }  # fmt: skip
    office_id = forms.TypedChoiceField(label="Kantor", coerce=UUID)
    year = Count(label="Tahun")
    mode = forms.ChoiceField(
        label="Siapa yang memimpin", widget=forms.RadioSelect, initial="siip",
        choices=[
            ("siip", "SIIP memimpin: buku kertas ditutup, SIIP meneruskan nomornya"),
            ("buku", "Buku memimpin: SIIP memakai nomor yang dipesan di buku kertas"),
        ],
    )  # fmt: skip
    after = Count(label="Nomor terakhir di buku kertas", help_text="0 bila belum ada surat tahun ini.")
    pattern = Line(
        label="Pola nomor", max_length=80, initial="{klasifikasi}/{nomor}/{kode}/{tahun}",
        help_text="Menjadi seperti 400.12.2.1/118/PLI/2026. Boleh juga {bulan} (Romawi) dan {jenis}.",
    )  # fmt: skip
    pad = Count(label="Lebar nomor urut", initial=1, help_text="1 menulis 7; 3 menulis 007.")

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_id"].choices = offices  # type: ignore[attr-defined]


class BlockForm(TokenForm):
    refusals = {"block-shape": "last", "block-overlap": "first"}
    first = Count(label="Nomor pertama")
    last = Count(label="Nomor terakhir")


class LastNumberForm(TokenForm):
    """The one answer that no machine knows any more: typed twice, since what it voids stays void."""

    refusals = {"after": "last"}
    last = Count(label="Nomor terakhir yang sudah keluar", help_text="Lihat surat terakhir di arsip, atau buku agenda.")
    again = Count(label="Nomor itu sekali lagi")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if {"last", "again"} <= values.keys() and values["last"] != values["again"]:
            self.add_error("again", "Kedua nomor tidak sama. Lihat lagi di arsip, lalu ketik keduanya.")
        values.pop("again", None)
        return values


class ChooseForm(Form):
    """Which rows of a register are shown, printed and written to Excel."""

    dari = DateText(label="Dari tanggal")
    sampai = DateText(label="Sampai tanggal")
    keadaan = forms.ChoiceField(label="Keadaan", required=False)
    jenis = forms.ChoiceField(label="Jenis surat", required=False)
    nomor = NumberPart(required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", "Semua"), *((key, words.capitalize()) for key, words in registers.STATES.items())]
        self.fields["keadaan"].choices = states  # type: ignore[attr-defined]
        self.fields["jenis"].choices = [("", "Semua"), *kinds]  # type: ignore[attr-defined]
        for name in ("keadaan", "jenis", "nomor"):  # each says "Semua" or is plainly a choice: no "(boleh kosong)"
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if {"dari", "sampai"} <= values.keys() and values["sampai"] < values["dari"]:
            self.add_error("sampai", "Tanggal terakhir lebih awal daripada tanggal pertama.")
        return values


class FindForm(Form):
    nomor = NumberPart()


SHOWN = 100
"""Numbers on one page of a register, the newest first; print and Excel have all that were asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows of a register that somebody asks for; without a question, or with a wrong one, this month's."""

    form: ChooseForm
    from_on: date
    until_on: date
    chosen: registers.Chosen

    @property
    def said(self) -> dict[str, str]:
        """The same question, as an address asks it."""
        said = {
            "dari": f"{self.from_on:%d-%m-%Y}", "sampai": f"{self.until_on:%d-%m-%Y}",
            "keadaan": self.chosen.state, "jenis": self.chosen.kind, "nomor": self.chosen.number,
        }  # fmt: skip
        return {key: value for key, value in said.items() if value}

    @property
    def query(self) -> str:
        """It again, for the addresses of print and Excel."""
        return urlencode(self.said)

    @property
    def in_words(self) -> str:
        """Which rows these are, beside their period; "" for all."""
        return self.chosen.in_words(kind_name(self.chosen.kind) if self.chosen.kind else "")


@console("registers.see", "registers.manage")
def index(request: ConsoleRequest) -> HttpResponse:
    find = FindForm(request.GET if "nomor" in request.GET else None)
    found = registers.numbers_like(find.cleaned_data["nomor"], request.actor) if find.is_valid() else None
    context = {
        "registers": registers.registers(request.actor), "find": find, "found": found,
        "may_open": request.actor.may_somewhere(registers.MANAGE),
    }  # fmt: skip
    return show(request, "console/registers/index.html", find, context)


@console("registers.manage")
def open_one(request: ConsoleRequest) -> HttpResponse:
    offices = [(str(one.id), one.title) for one in registers.offices_with_letters(request.actor)]
    today = dated_on(request.now, request.kecamatan.zone)
    form = OpenForm(request.POST or None, offices=offices, initial={"year": today.year})
    if form.is_valid() and (
        book := attempt(form, registers.open_register, by=request.actor, at=request.now, **form.act())
    ):
        messages.success(request, f"Register {book.office.title} tahun {book.year} dibuka.")
        return redirect("console:register", book.id)
    return show(request, "console/registers/open.html", form)


@console("registers.see", "registers.manage")
def one(request: ConsoleRequest, register_id: UUID) -> HttpResponse:
    book = registers.register(register_id, request.actor)
    zone = book.office.wilayah.zone
    today = dated_on(request.now, zone)
    asked = _asked(request, book, today)
    found = registers.rows(book, from_on=asked.from_on, until_on=asked.until_on, chosen=asked.chosen)
    listing = tables.listing(request.GET, found.reverse(), (), size=SHOWN, kept=asked.said)
    rows = list(zip(papers.book_rows(listing.rows, zone), listing.rows, strict=True))
    example = numbers.example(
        book.pattern, pad=book.pad, kode=book.office.code, year=book.year, serial=numbering.greatest(book) + 1
    )
    context = {
        "book": book, "rows": rows, "listing": listing, "asked": asked,
        "mode": registers.MODES[book.mode], "example": example, "blocks": registers.blocks(book),
        "blanks": registers.blocks(book, numbering.BLANKS),
        "may_manage": request.actor.may(registers.MANAGE, book.office.wilayah.path),
        "is_log_lost": numbering.is_log_lost(book),
    }  # fmt: skip
    return show(request, "console/registers/one.html", asked.form, context)


@console("registers.see", "registers.manage")
def printed(request: ConsoleRequest, register_id: UUID, kind: str) -> HttpResponse:
    book = registers.register(register_id, request.actor)
    asked = _asked(request, book, dated_on(request.now, book.office.wilayah.zone))
    rows: dict[str, Any] = {"from_on": asked.from_on, "until_on": asked.until_on, "chosen": asked.chosen}
    name = f"register-{book.year}-{asked.from_on:%Y%m%d}-{asked.until_on:%Y%m%d}"
    name = f"petikan-{name}" if asked.chosen else name
    if kind == "xlsx":
        content = papers.register_sheet(book, **rows)
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return HttpResponse(content, media, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})
    content = papers.register_pdf(book, **rows, at=request.now)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)


@console("registers.manage")
def book_block(request: ConsoleRequest, register_id: UUID) -> HttpResponse:
    book = registers.register(register_id, request.actor, registers.MANAGE)
    form = BlockForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, registers.book_block, register_id=register_id, by=request.actor, at=request.now, **form.act())
        is not None
    ):
        messages.success(request, "Rentang nomor dicatat.")
        return redirect("console:register", register_id)
    return show(request, "console/registers/block.html", form, {"book": book})


@console("registers.manage")
def last_number(request: ConsoleRequest, register_id: UUID) -> HttpResponse:
    book = registers.register(register_id, request.actor, registers.MANAGE)
    form = LastNumberForm(request.POST or None)
    if form.is_valid() and (
        attempt(
            form, registers.state_last_number, register_id=register_id, by=request.actor, at=request.now, **form.act()
        )
        is not None
    ):
        messages.success(request, "Nomor terakhir dicatat. Surat dapat diberi nomor lagi.")
        return redirect("console:register", register_id)
    known = numbering.greatest(book)
    return show(request, "console/registers/last_number.html", form, {"book": book, "known": known})


@console("registers.see", "registers.manage")
def block_paper(request: ConsoleRequest, register_id: UUID, lease_id: UUID) -> HttpResponse:
    book = registers.register(register_id, request.actor)
    block = _block(book, lease_id)
    if block is None:
        return HttpResponse(status=404)
    return HttpResponse(papers.block_pdf(book, block, at=request.now), "application/pdf")


@console("registers.manage")
def close_block(request: ConsoleRequest, register_id: UUID, lease_id: UUID) -> HttpResponse:
    book = registers.register(register_id, request.actor, registers.MANAGE)
    block = _block(book, lease_id)
    if block is None:
        return HttpResponse(status=404)
    form = TokenForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, registers.close_block, lease_id=lease_id, by=request.actor, at=request.now, id=form.id)
        is not None
    ):
        messages.success(request, "Ditutup; nomor yang tersisa tercatat batal.")
        return redirect("console:register", register_id)
    may_letters = request.actor.may("letters.see", book.office.wilayah.path)
    context = {"book": book, "run": block, "left": numbers.in_words(block.left), "may_letters": may_letters}
    return show(request, "console/registers/close_block.html", form, context)


def _block(book: Register, lease_id: UUID) -> registers.Block | None:
    found = [*registers.blocks(book), *registers.blocks(book, numbering.BLANKS)]
    return next((one for one in found if one.lease.id == lease_id), None)


def _asked(request: ConsoleRequest, book: Register, today: date) -> Asked:
    kinds = [(kind, kind_name(kind)) for kind in registers.kinds_in(book)]
    this_month = {"dari": today.replace(day=1), "sampai": today}
    form = ChooseForm(_question(request.GET, today), kinds=kinds, initial=this_month)
    if not form.is_valid():
        return Asked(form, this_month["dari"], this_month["sampai"], registers.Chosen())
    said = form.cleaned_data
    chosen = registers.Chosen(said["keadaan"], said["jenis"], said["nomor"])
    return Asked(form, said["dari"], said["sampai"], chosen)


def _question(said: QueryDict, today: date) -> QueryDict | None:
    """What an address asks, each of its parts alone too: a day that it leaves out is filled in, so that the page shows
    the period. Up to today, or in the month of the last day that it names; None when it asks nothing.
    """
    if not ChooseForm.base_fields.keys() & said.keys():
        return None
    first, last = (_day(said.get(name, "")) for name in ("dari", "sampai"))
    until = last or max(today, first or today)
    filled = said.copy()
    filled.setdefault("dari", f"{until.replace(day=1):%d-%m-%Y}")
    filled.setdefault("sampai", f"{until:%d-%m-%Y}")
    return filled


def _day(said: str) -> date | None:
    try:
        return read_date(said)
    except ValueError:
        return None


urlpatterns = [
    path("register/", index, name="registers"),
    path("register/buka/", open_one, name="register_open"),
    path("register/<uuid:register_id>/", one, name="register"),
    path("register/<uuid:register_id>/register.pdf", printed, {"kind": "pdf"}, name="register_pdf"),
    path("register/<uuid:register_id>/register.xlsx", printed, {"kind": "xlsx"}, name="register_xlsx"),
    path("register/<uuid:register_id>/nomor-terakhir/", last_number, name="register_last_number"),
    path("register/<uuid:register_id>/pesan/", book_block, name="register_block"),
    path("register/<uuid:register_id>/blok/<uuid:lease_id>/daftar.pdf", block_paper, name="register_block_paper"),
    path("register/<uuid:register_id>/blok/<uuid:lease_id>/tutup/", close_block, name="register_block_close"),
]
