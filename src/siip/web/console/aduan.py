"""Aduan at the console: written down at an event or the counter, the list, and what the office does with each."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.followup import aduan, handling, spots
from siip.followup.aduan import Past
from siip.followup.models import Aduan
from siip.followup.promises import RECORD, SEE
from siip.followup.spots import Spot
from siip.mobilisation.rules.phones import international
from siip.programme import events
from siip.web.asked import ConsoleRequest
from siip.web.console import aduan_words as words
from siip.web.console import promises as promise_pages
from siip.web.console.aduan_forms import NoteForm, ReportForm, ShowForm, forward_form, report_form
from siip.web.console.guard import console
from siip.web.console.kept import keeps, left_open
from siip.web.console.promise_forms import spot_of
from siip.web.ui import tables
from siip.web.ui.address import address_of
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Step
from siip.web.ui.tables import Column
from siip.web.ui.wording import local, plain_day
from siip.wilayah import territory

COLUMNS: Final = (
    Column("aduan", "Aduan", names_row=True),
    Column("tentang", "Tentang", order="subject"),
    Column("tempat", "Di mana"),
    Column("pemilik", "Penanggung jawab", order="office__title"),
    Column("tenggat", "Tenggat", order="due_on"),
    Column("keadaan", "Keadaan", is_state=True),
)


@console(SEE)
def board(request: ConsoleRequest) -> HttpResponse:
    today = local(request.now, request.kecamatan.zone).date()
    found = aduan.grouped(aduan.seen(request.actor), today)
    listing = tables.listing(request.GET, found, COLUMNS, filters=promise_pages.filters(found, words.GROUPS))
    still, new, late = aduan.open_counts(request.actor, today)
    rows = [(*line, words.subject(line[0].row)) for line in words.lines(aduan.told(listing.rows), today)]
    context = {
        "listing": listing, "rows": rows, "open": still, "new": new, "late": late,
        "may_record": request.actor.may_somewhere(RECORD),
    }  # fmt: skip
    return render(request, "console/aduan/index.html", context)


@keeps
@console(RECORD)
def at_event(request: ConsoleRequest, event_id: UUID, *, again: bool = False) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    form = report_form(event.wilayah, event)(request.POST or None)
    if again:
        left_open(form)
    if form.is_valid() and (row := _noted(request, form, spot_of(form.cleaned_data["spot"], event=event))):
        return _after(row, redirect("console:event-promises", event_id))
    return show(request, "console/aduan/note.html", form, {"event": event})


@keeps
@console(RECORD)
def at_counter(request: ConsoleRequest, *, again: bool = False) -> HttpResponse:
    homes = [home for scope in request.actor.scope(RECORD) for home in territory.kelurahan_of(scope)]
    kelurahan = [(home.path, home.name) for home in homes]
    form = report_form(None, kelurahan=kelurahan)(request.POST or None)
    if again:
        left_open(form)
    if form.is_valid() and (row := _noted(request, form, Spot(form.cleaned_data["kelurahan"]))):
        return _after(row, redirect("console:aduan"))
    return show(request, "console/aduan/note.html", form)


@console(SEE)
def one(request: ConsoleRequest, aduan_id: UUID) -> HttpResponse:
    told, past = aduan.aduan(aduan_id, request.actor)
    row, today = told.row, spots.local_day(told.row.wilayah, request.now)
    meaning, word = words.mark(row, today)
    is_open = row.ended_at is None
    context = {
        "told": told, "row": row, "meaning": meaning, "word": word, "title": words.subject(row),
        "may": handling.open_acts(row, request.actor), "course": _course(request, row, past),
        "facts": [
            ("Di mana", words.where(row, told.where)),
            ("Penanggung jawab", promise_pages.owner_words(row.office, today) or "Belum ada"),
            ("Paling lambat", plain_day(row.due_on) if is_open else ""),
        ],
        "contact": [("Nama", told.name), ("Telepon", told.phone)], "shown": words.SHOWN[row.shown],
        "close": TokenForm(), "code": aduan.code(row), "whatsapp": _whatsapp(request, row, told.phone),
    }  # fmt: skip
    return render(request, "console/aduan/one.html", context)


# What may be done: act, its form, title, button, what it means, what is said when it is done.
Done = tuple[Callable[..., Aduan], Callable[[Aduan, date], type[TokenForm]], str, str, str, str]


def _note(row: Aduan, today: date) -> type[TokenForm]:
    return NoteForm


ACTS: Final[dict[str, Done]] = {
    "teruskan": (
        handling.forward_aduan, lambda row, today: forward_form(row.wilayah.path, today), "Teruskan aduan", "Teruskan",
        "Pelapor membaca siapa yang menangani dan sampai kapan.", "Aduan diteruskan."),
    "tanggapi": (
        handling.reply_aduan, _note, "Tanggapi pelapor", "Kirim tanggapan",
        "Aduan tetap terbuka.", "Tanggapan disimpan; pelapor membacanya dengan kodenya."),
    "selesai": (
        handling.finish_aduan, _note, "Aduan ini sudah selesai", "Catat: selesai",
        "Tulis apa yang dikerjakan. Pelapor membenarkan, atau membukanya kembali dalam 10 hari kerja.",
        "Dicatat selesai. Kini pelapor yang membenarkan."),
    "bukan-wewenang": (
        handling.pass_on_aduan, _note, "Bukan wewenang kantor ini", "Simpan",
        "Tulis instansi mana yang berwenang, dan bagaimana pelapor menghubunginya.", "Dicatat: bukan wewenang."),
    "tolak": (
        handling.reject_aduan, _note, "Tolak aduan", "Tolak aduan",
        "Tulis alasannya dengan sopan. Pelapor membacanya.", "Aduan ditolak; alasannya dibaca pelapor."),
    "tampilkan": (
        handling.show_aduan, lambda row, today: ShowForm, "Tampilkan untuk umum", "Tampilkan",
        "Yang tampil hanya ringkasan ini, bukan kata pelapor.", "Ringkasan tampil di halaman Lapor."),
}  # fmt: skip


@keeps
@console(SEE)
def step(request: ConsoleRequest, aduan_id: UUID, name: str, *, again: bool = False) -> HttpResponse:
    act, shape, title, button, meaning, done = ACTS[name]
    told, _ = aduan.aduan(aduan_id, request.actor)
    form = shape(told.row, spots.local_day(told.row.wilayah, request.now))(request.POST or None)
    if again:
        left_open(form)
    if form.is_valid() and attempt(
        form, act, aduan_id=aduan_id, by=request.actor, at=request.now, **form.act()
    ) is not None:  # fmt: skip
        messages.success(request, done)
        return redirect("console:aduan-one", aduan_id)
    context = {
        "told": told, "row": told.row, "title": title, "button": button, "what": meaning, "is_stop": name == "tolak",
        "subject": words.subject(told.row),
    }  # fmt: skip
    return show(request, "console/aduan/step.html", form, context)


@console(SEE)
def close(request: ConsoleRequest, aduan_id: UUID) -> HttpResponse:
    """Not shown to the public, or no longer."""
    if request.method != "POST":
        return HttpResponse(status=405)
    aduan.aduan(aduan_id, request.actor)
    form = TokenForm(request.POST)
    if form.is_valid():
        handling.hide_aduan(aduan_id, by=request.actor, at=request.now, id=form.id)
        messages.success(request, "Aduan ini tidak tampil untuk umum.")
    return redirect("console:aduan-one", aduan_id)


def _noted(request: ConsoleRequest, form: ReportForm, spot: Spot) -> Aduan | None:
    row = attempt(form, aduan.note_aduan, report=form.report(), spot=spot, by=request.actor, at=request.now, id=form.id)
    if row is not None:
        whose = " Hanya dibaca yang berwenang di kecamatan." if row.subject == aduan.OFFICERS else ""
        messages.success(request, f"Aduan dicatat.{whose} Kode untuk pelapor: {aduan.code(row)}")
    return row


def _after(row: Aduan, back: HttpResponse) -> HttpResponse:
    """To its page; what is about an officer is not read by whoever wrote it down."""
    return back if row.subject == aduan.OFFICERS else redirect("console:aduan-one", row.pk)


def _course(request: ConsoleRequest, row: Aduan, past: Iterable[Past]) -> list[Step]:
    past = list(past)
    names = promise_pages.names_of(one.row.by for one in past)
    steps = []
    for one in past:
        said = {
            "office": one.row.office.title if one.row.office else "", "source": words.SOURCES[row.source],
            "due": plain_day(one.row.due_on) if one.row.due_on else "",
        }  # fmt: skip
        note = ": ".join(part for part in (names.get(one.row.by, ""), one.note or one.row.text) if part)
        when = promise_pages.moment(request, one.row.at)
        steps.append(Step(words.STEPS[one.row.act].format(**said), "past", when, note=note))
    return steps


def _whatsapp(request: ConsoleRequest, row: Aduan, phone: str) -> str:
    """A message to the reporter with his code; "" without a number."""
    number = international(phone)
    address = f"{address_of(request.kecamatan)}/lapor/{aduan.code(row)}/"
    text = f"Laporan Anda sudah kami catat. Lihat kelanjutannya, dan jawab bila sudah beres: {address}"
    return f"https://wa.me/{number}?text={quote(text)}" if number else ""


urlpatterns = [
    path("kegiatan/<uuid:event_id>/janji/aduan/", at_event, name="event-aduan"),
    path("aduan/", board, name="aduan"),
    path("aduan/baru/", at_counter, name="aduan-new"),
    path("aduan/<uuid:aduan_id>/", one, name="aduan-one"),
    *(path(f"aduan/<uuid:aduan_id>/{name}/", step, {"name": name}, name=f"aduan-{name}") for name in ACTS),
    path("aduan/<uuid:aduan_id>/tutup/", close, name="aduan-close"),
]
