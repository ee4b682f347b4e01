"""Territory at the console: the kelurahan, their RW and RT; adding them typed or from Excel, and ending one."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel import sheet
from siip.kernel.actor import Actor
from siip.kernel.paths import is_within
from siip.kernel.refused import Refused
from siip.people import offices
from siip.people.models import OfficeKind
from siip.programme.grounds import ground_of
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.console.offices import today
from siip.web.ui import tables
from siip.web.ui.fields import DateText, Line, Upload
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Answer
from siip.web.ui.tables import Column
from siip.web.ui.wording import day, plain_day
from siip.wilayah import national, rts, successions, territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rts import RtImport, RwRt
from siip.wilayah.rules.codes import NO_RW, Kind, Level, is_path, level_of, segments
from siip.wilayah.rules.rt_numbers import rt_numbers
from siip.wilayah.rules.rt_sheet import MOST_ROWS, RtRow, rt_rows

MANAGE = territory.MANAGE
MOST_REFUSED = 200
"""Rows that a result names; a sheet of the wrong kind has thousands, all refused for one reason."""
NOT_WHOLE = "Daftar RT itu tidak lengkap terkirim, jadi belum ada yang ditambahkan. Kirim sekali lagi berkasnya."
FIRST_YEAR, LAST_YEAR = 1945, 2100
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {frozenset({Kind.KELURAHAN.value}): "kelurahan", frozenset({Kind.DESA.value}): "desa"}
COLUMNS = (
    Column("kelurahan", "Kelurahan", order="title", names_row=True),
    Column("rw", "RW", order="rw_count", is_number=True),
    Column("rt", "RT", order="rt_count", is_number=True),
)


class AddForm(TokenForm):
    refusals = {
        "rt-missing": "numbers", "rt-unreadable": "numbers", "rt-run": "numbers", "rt-rw-unclear": "numbers",
        "rw-unreadable": "rw",
    }  # fmt: skip
    rw = Line(label="RW", max_length=20, required=False, help_text="Kosong bila di sini tidak ada RW.")
    numbers = Line(label="Nomor RT", max_length=400, help_text="Satu atau banyak sekaligus, misalnya 01-05, 07, 07a.")


class ImportForm(TokenForm):
    refusals = {
        "sheet-too-big": "file", "sheet-unreadable": "file", "sheet-empty": "file", "rt-columns": "file",
        "too-many-rows": "file",
    }  # fmt: skip
    file = Upload(label="Berkas Excel", endings=(".xlsx", ".xls"), mib=5, help_text="Paling besar 5 MB, 10.000 baris.")


class ConfirmForm(TokenForm):
    """The RT that were shown, as the page sends them back: of what stood in the file nothing else is needed."""

    paths = forms.CharField(widget=forms.HiddenInput, max_length=MOST_ROWS * 40)

    def __init__(self, inside: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inside = inside

    def clean_paths(self) -> list[RtRow]:
        written = self.cleaned_data["paths"].split()
        if not all(is_path(one) and level_of(one) == Level.RT and is_within(one, self.inside) for one in written):
            raise ValidationError(NOT_WHOLE)
        parts = [segments(one) for one in written]
        return [RtRow(at, ".".join(outer), rw, rt) for at, (*outer, rw, rt) in enumerate(parts, start=1)]


class RetireForm(TokenForm):
    refusals = {"before-start": "on"}
    on = DateText(label="Tidak ada lagi mulai tanggal", help_text="Hari pertama RT atau RW ini tidak ada, menurut SK.")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise ValidationError(f"Tahun {on.year} tidak masuk akal di sini. Periksa tahunnya.")
        return on


@dataclass(frozen=True, slots=True)
class Counted:
    """A kelurahan with how many RW and RT it has."""

    place: Wilayah
    rw_count: int
    rt_count: int

    @property
    def title(self) -> str:
        return self.place.title

    @property
    def number(self) -> str:
        return self.place.number


@dataclass(frozen=True, slots=True)
class Group:
    """The RT of one RW; for those that lie in none its number is "-" and `rw` is None."""

    number: str
    rw: Wilayah | None
    rts: list[Wilayah] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Looked:
    """What would come of a file, as its page tells it before anything is stored."""

    result: RtImport
    formulas: int

    @property
    def paths(self) -> list[str]:
        """The RT that would be added; an RW comes with the first of its RT."""
        return [one for one in self.result.added if level_of(one) == Level.RT]

    @property
    def refused(self) -> tuple[rts.RefusedRow, ...]:
        return self.result.refused[:MOST_REFUSED]

    @property
    def more(self) -> int:
        return len(self.result.refused) - len(self.refused)


@console(MANAGE)
def index(request: ConsoleRequest) -> HttpResponse:
    on = today(request)
    rows = [row for scope in request.actor.scope(MANAGE) for row in _counted(scope, on)]
    context = {
        "word": WORDS.get(frozenset(row.place.kind for row in rows), "kelurahan dan desa"),
        "listing": tables.listing(request.GET, rows, COLUMNS, size=200),
        "rw_count": sum(row.rw_count for row in rows), "rt_count": sum(row.rt_count for row in rows),
        "attribution": national.ATTRIBUTION,
    }  # fmt: skip
    return render(request, "console/wilayah/index.html", context)


@console(MANAGE)
def kelurahan(request: ConsoleRequest, number: str) -> HttpResponse:
    place = found_place(request, number)
    form = AddForm(request.POST or None)
    if form.is_valid():
        added = attempt(form, _add, where=place.path, by=request.actor, at=request.now, **form.act())
        if added is not None:
            messages.success(request, f"{len(added)} RT sudah tercatat.")
            return redirect("console:kelurahan", number)
    groups = _groups(place, today(request))
    context = {
        "place": place, "groups": groups, "rw_count": sum(group.rw is not None for group in groups),
        "rt_count": sum(len(group.rts) for group in groups), "attribution": national.ATTRIBUTION,
        "ground": ground_of(place, [rt for group in groups for rt in group.rts], key=f"map-{place.pk}"),
    }  # fmt: skip
    return show(request, "console/wilayah/kelurahan.html", form, context)


@console(MANAGE)
def from_excel(request: ConsoleRequest, number: str = "") -> HttpResponse:
    """A file, what would come of it, and the yes. Between the two nothing is kept: the page itself holds the RT."""
    place = found_place(request, number) if number else request.kecamatan
    first = next(iter(territory.kelurahan_of(place.path)), place)
    context = {"place": place, "number": number, "first": first}
    if request.POST.get("langkah") == "tambahkan":
        return _confirmed(request, place, number)
    form, looked = ImportForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        looked = attempt(form, _look, inside=place.path, file=form.cleaned_data["file"], by=request.actor)
    if looked is None:
        return show(request, "console/wilayah/import.html", form, context)
    confirm = ConfirmForm(place.path, initial={"paths": "\n".join(looked.paths)})
    context |= {"looked": looked, "added": _by_kelurahan(place, looked.paths), "form": confirm}
    return render(request, "console/wilayah/looked.html", context)


@console(MANAGE)
def example(request: ConsoleRequest, number: str = "") -> HttpResponse:
    """The RT that are known, in the shape that `from_excel` takes: sent back unchanged it adds nothing."""
    place = found_place(request, number) if number else request.kecamatan
    columns = (sheet.Column("Kelurahan", width=28), sheet.Column("RW", width=8), sheet.Column("RT", width=8))
    content = io.BytesIO()
    sheet.write_sheet(content, columns, _example_rows(place), name="RT")
    headers = {"Content-Disposition": f'attachment; filename="rt-{place.code}.xlsx"'}
    return HttpResponse(content.getvalue(), EXCEL, headers=headers)


@console(MANAGE)
def retire(request: ConsoleRequest, number: str, rw: str, rt: str = "") -> HttpResponse:
    """One RW or RT, and its end: asked, shown to be checked, then done."""
    place = found_place(request, number, rw, rt)
    outer = territory.at_path(f"{request.kecamatan.path}{number}/")
    step = request.POST.get("langkah", "")
    form = RetireForm(None if step == "ubah" else request.POST or None, initial={"on": request.POST.get("on", "")})
    checked = form.is_valid()
    if checked and step == "akhiri":
        ended = attempt(form, successions.retire, path=place.path, by=request.actor, at=request.now, **form.act())
        if ended is not None:
            messages.success(request, f"{place.title} tidak ada lagi mulai {plain_day(form.cleaned_data['on'])}.")
            return redirect("console:kelurahan", number)
        checked = False
    where = outer.title if not rt or rw == NO_RW else f"RW {rw}, {outer.title}"
    context = {"place": place, "outer": outer, "where": where, **_inside(place, today(request))}
    if checked:
        answers = _answers(place, where, form.cleaned_data["on"], context["rts"])
        return render(request, "console/wilayah/check.html", {**context, "form": form, "answers": answers})
    return show(request, "console/wilayah/retire.html", form, context)


def _add(where: str, rw: str, numbers: str, *, by: Actor, at: datetime, id: UUID) -> tuple[Wilayah, ...]:
    return rts.add_rts(where, [RwRt(rw, one) for one in rt_numbers(numbers)], by=by, at=at, id=id)


def _look(inside: str, file: Any, *, by: Actor) -> Looked:
    opened = sheet.open_sheet(file.read())
    # A line of the example that was left as it came, with the name of a kelurahan alone, says nothing.
    rows = [row for row in rt_rows(opened.rows) if row.rw not in (None, "") or row.rt not in (None, "")]
    return Looked(rts.check_rts(rows, inside=inside, by=by), opened.formulas)


def _confirmed(request: ConsoleRequest, place: Wilayah, number: str) -> HttpResponse:
    """Add what was shown. Raises Refused: "not-whole", and what `import_rts` refuses."""
    form = ConfirmForm(place.path, request.POST)
    if not form.is_valid():
        raise Refused("not-whole", NOT_WHOLE)
    result = rts.import_rts(
        form.cleaned_data["paths"], inside=place.path, by=request.actor, at=request.now, id=form.id
    )  # fmt: skip
    added = sum(level_of(one) == Level.RT for one in result.added)
    known = f" {result.known_count} RT sudah tercatat." if result.known_count else ""
    refused = "".join(f" {row.reason}" for row in result.refused[:5])  # ended or added otherwise since the look
    messages.success(request, f"{added} RT ditambahkan.{known}{refused}")
    return redirect("console:kelurahan", number) if number else redirect("console:wilayah")


def _by_kelurahan(place: Wilayah, paths: list[str]) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """New RT as people read them: kelurahan, in it RW ("" for none), in that the numbers of the RT."""
    titles = {one.path: one.title for one in (place, *territory.kelurahan_of(place.path))}
    found: dict[str, dict[str, list[str]]] = {}
    for one in paths:
        *outer, rw, rt = segments(one)
        kelurahan = "".join(f"{part}/" for part in outer)
        found.setdefault(titles[kelurahan], {}).setdefault("" if rw == NO_RW else rw, []).append(rt)
    return [(title, list(inside.items())) for title, inside in found.items()]


def found_place(request: ConsoleRequest, *parts: str) -> Wilayah:
    """The place at these parts of an address, today or from now on. Raises Refused: "not-found", "no-right"."""
    wanted = request.kecamatan.path + "".join(f"{part}/" for part in parts if part)
    there = Wilayah.objects.filter(territory.valid(None) | territory.valid(today(request)), path=wanted)
    place = there.order_by("pk").first() if is_path(wanted) else None
    if place is None:
        raise Refused("not-found", "Wilayah itu tidak ada di kecamatan ini. Pilih dari daftar wilayah.")
    request.actor.require(MANAGE, place.path)
    return place


def _counted(scope: str, on: date) -> Iterator[Counted]:
    rws, all_rts = _now(territory.rws_of, scope, on), _now(territory.rts_of, scope, on)
    for place in territory.kelurahan_of(scope):
        counts = (sum(one.path.startswith(place.path) for one in some) for some in (rws, all_rts))
        yield Counted(place, *counts)


def _groups(place: Wilayah, on: date) -> list[Group]:
    groups = {NO_RW: Group(NO_RW, None)}
    groups |= {rw.number: Group(rw.number, rw) for rw in _now(territory.rws_of, place.path, on)}
    for one in _now(territory.rts_of, place.path, on):
        groups[segments(one.path)[4]].rts.append(one)
    return [group for group in groups.values() if group.rw or group.rts]


def _now(reading: Any, inside: str, on: date) -> list[Wilayah]:
    """Those of today and those still to come: one that ends next month is here, and says so."""
    found = {one.pk: one for one in (*reading(inside, on), *reading(inside))}
    return list(found.values())


def _inside(place: Wilayah, on: date) -> dict[str, Any]:
    """What lies in the place and ends with it, and who heads it."""
    within = _now(territory.rts_of, place.path, on) if place.level == Level.RW else []
    kind = OfficeKind.KETUA_RW if place.level == Level.RW else OfficeKind.KETUA_RT
    return {"rts": within, "heads": [held.person for held in offices.holders(place.path, kind, on)]}


def _answers(place: Wilayah, where: str, on: date, within: list[Wilayah]) -> list[Answer]:
    lines = [
        Answer("Yang berakhir", f"{place.title}, {where}"),
        Answer("Hari terakhir", day(on - timedelta(days=1))),
        Answer("Tidak ada lagi mulai", day(on)),
    ]
    return [*lines, Answer("Ikut berakhir", ", ".join(one.title for one in within))] if within else lines


def _example_rows(place: Wilayah) -> Iterator[tuple[str, str, str]]:
    known = territory.rts_of(place.path)
    for one in territory.kelurahan_of(place.path):
        own = [rt for rt in known if rt.path.startswith(one.path)]
        for rt in own:
            rw = segments(rt.path)[4]
            yield one.name, "" if rw == NO_RW else rw, rt.number
        if not own:
            yield one.name, "", ""


urlpatterns = [
    path("wilayah/", index, name="wilayah"),
    path("wilayah/excel/", from_excel, name="rt-import"),
    path("wilayah/excel/contoh.xlsx", example, name="rt-example"),
    path("wilayah/<str:number>/", kelurahan, name="kelurahan"),
    path("wilayah/<str:number>/excel/", from_excel, name="kelurahan-import"),
    path("wilayah/<str:number>/excel/contoh.xlsx", example, name="kelurahan-example"),
    path("wilayah/<str:number>/<str:rw>/", retire, name="rw"),
    path("wilayah/<str:number>/<str:rw>/<str:rt>/", retire, name="rt"),
]
