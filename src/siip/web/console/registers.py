"""Registers at the console: open one, book a block of the paper book, print any period."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.letters import numbering, papers, registers
from siip.letters.rules import numbers
from siip.letters.rules.validity import dated_on
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui.fields import Count, DateText, Line
from siip.web.ui.forms import Form, TokenForm, attempt, show


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


class PeriodForm(Form):
    dari = DateText(label="Dari tanggal")
    sampai = DateText(label="Sampai tanggal")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if {"dari", "sampai"} <= values.keys() and values["sampai"] < values["dari"]:
            self.add_error("sampai", "Tanggal terakhir lebih awal daripada tanggal pertama.")
        return values


@console("registers.see", "registers.manage")
def index(request: ConsoleRequest) -> HttpResponse:
    context = {
        "registers": registers.registers(request.actor),
        "may_open": request.actor.may_somewhere(registers.MANAGE),
    }
    return render(request, "console/registers/index.html", context)


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
    period = PeriodForm(request.GET if "dari" in request.GET else None)
    from_on, until_on = _period(period, today)
    rows = papers.book_rows(registers.rows(book, from_on=from_on, until_on=until_on), zone)
    example = numbers.example(
        book.pattern, pad=book.pad, kode=book.office.code, year=book.year, serial=numbering.greatest(book) + 1
    )
    context = {
        "book": book, "rows": list(reversed(rows)), "period": period, "from_on": from_on, "until_on": until_on,
        "mode": registers.MODES[book.mode], "example": example, "blocks": registers.blocks(book),
        "may_manage": request.actor.may(registers.MANAGE, book.office.wilayah.path),
        "is_log_lost": numbering.is_log_lost(book),
        "query": f"dari={from_on:%d-%m-%Y}&sampai={until_on:%d-%m-%Y}",
    }  # fmt: skip
    return show(request, "console/registers/one.html", period, context)


@console("registers.see", "registers.manage")
def printed(request: ConsoleRequest, register_id: UUID, kind: str) -> HttpResponse:
    book = registers.register(register_id, request.actor)
    from_on, until_on = _period(PeriodForm(request.GET), dated_on(request.now, book.office.wilayah.zone))
    name = f"register-{book.year}-{from_on:%Y%m%d}-{until_on:%Y%m%d}"
    if kind == "xlsx":
        content = papers.register_sheet(book, from_on=from_on, until_on=until_on)
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return HttpResponse(content, media, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})
    content = papers.register_pdf(book, from_on=from_on, until_on=until_on, by=request.actor, at=request.now)
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
    block = next((one for one in registers.blocks(book) if one.lease.id == lease_id), None)
    if block is None:
        return HttpResponse(status=404)
    return HttpResponse(papers.block_pdf(book, block, at=request.now), "application/pdf")


@console("registers.manage")
def close_block(request: ConsoleRequest, register_id: UUID, lease_id: UUID) -> HttpResponse:
    book = registers.register(register_id, request.actor, registers.MANAGE)
    block = next((one for one in registers.blocks(book) if one.lease.id == lease_id), None)
    if block is None:
        return HttpResponse(status=404)
    form = TokenForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, registers.close_block, lease_id=lease_id, by=request.actor, at=request.now, id=form.id)
        is not None
    ):
        messages.success(request, "Blok ditutup; nomor yang tersisa tercatat batal.")
        return redirect("console:register", register_id)
    context = {"book": book, "block": block, "left": numbers.in_words(block.left)}
    return show(request, "console/registers/close_block.html", form, context)


def _period(form: PeriodForm, today: date) -> tuple[date, date]:
    """The period asked for; without one, or with a wrong one, this month."""
    if form.is_bound and form.is_valid():
        return form.cleaned_data["dari"], form.cleaned_data["sampai"]
    return today.replace(day=1), today


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
