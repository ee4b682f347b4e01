"""Work at the console: the places of an event with what was done there, one site, recording, and beginning one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.activity import photos, sites, totals
from siip.activity.models import Photo, WorkSite
from siip.activity.photos import pairs
from siip.activity.rules import work
from siip.activity.sites import RECORD, SEE, Outcome, Reading, Record
from siip.activity.totals import Total
from siip.kernel import catalogue
from siip.kernel.catalogue import MeasureKind
from siip.kernel.ids import uuid7
from siip.programme import days, events, maps, places
from siip.programme.models import Event, Place
from siip.programme.programmes import PLAN
from siip.reporting import photo_sheets
from siip.web.asked import ConsoleRequest
from siip.web.console.day import refuse_form
from siip.web.console.guard import console
from siip.web.ui.fields import Amount, Line, option
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure

MEANINGS = {work.OPEN: "wait", work.CLEAN: "ok", work.REPAIRED: "ok"}
PREFIX = "ukuran_"


@dataclass(frozen=True)
class SiteView:
    """A site as it is shown: in words, with its measures and its photos side by side."""

    row: WorkSite
    kind: str
    state: str
    meaning: str
    waste: str
    where: str
    measures: tuple[tuple[str, str], ...]
    volume: work.Volume | None
    pairs: Sequence[tuple[Photo | None, Photo | None]]
    others: tuple[Photo, ...]
    photos: int


class NewSiteForm(TokenForm):
    refusals = {"place-elsewhere": "place", "kind-unknown": "kind"}
    place = forms.ChoiceField(label="Tempat")
    kind = forms.ChoiceField(label="Pekerjaan", widget=forms.RadioSelect)


class RecordForm(TokenForm):
    """How a site was left; `_record_form` adds a field for each measure of its kind of work."""

    refusals = {"state-unknown": "state", "waste-unknown": "waste", "note-long": "note", "nik-in-text": "note"}
    state = forms.ChoiceField(label="Keadaannya sekarang", widget=forms.RadioSelect)
    waste = forms.ChoiceField(label="Sampahnya", widget=forms.RadioSelect, required=False)

    def record(self, row: WorkSite) -> Record:
        """What the area takes. The form must be valid."""
        said = self.cleaned_data
        kodes = [name.removeprefix(PREFIX) for name in self.fields if name.startswith(PREFIX)]
        outcome = Outcome(said["state"], said.get("waste", ""), said["note"])
        return Record(row.pk, outcome, tuple(Reading(kode, said[PREFIX + kode]) for kode in kodes))


@console(SEE)
def board(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    rows = sites.sites_of(event)
    asked = next((one.measure for one in totals.totals(rows) if one.measure.kode == request.GET.get("ukuran")), None)
    shown = [row for row in rows if asked is None or any(one.kode == asked.kode for one in row.measures.all())]
    context = {
        "event": event, "views": views(shown), "asked": asked, "figures": _figures(event, rows),
        "volume": totals.figures(rows).volume, "waiting": [] if asked else _waiting(event, rows),
        "loose": [one for one in photos.photos_of(event) if one.site_id is None],
        "sheet": photo_sheets.counted(event),
        "may_record": may_record(request, event), "has_begun": has_begun(request, event),
    }  # fmt: skip
    return render(request, "console/sites/board.html", context)


@console(RECORD)
def new(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    refuse_form(request, event)
    known = list(places.places_of(event.wilayah.path))
    form = _new_form(known)(request.POST or None, initial={"place": request.GET.get("tempat", "")})
    if form.is_valid():
        said = {"place_id": UUID(form.cleaned_data["place"]), "kind": form.cleaned_data["kind"], "id": form.id}
        made = attempt(form, sites.open_site, event_id=event_id, by=request.actor, at=request.now, **said)
        if made is not None:
            return redirect("console:work-site", made.pk)
    may_plan = request.actor.may(PLAN, event.wilayah.path)
    return show(request, "console/sites/new.html", form, {"event": event, "known": known, "may_plan": may_plan})


@console(SEE)
def site(request: ConsoleRequest, site_id: UUID) -> HttpResponse:
    row = sites.site(site_id, by=request.actor)
    context = {
        "event": row.event, "one": views([row])[0], "may_record": may_record(request, row.event),
        "has_begun": has_begun(request, row.event),
    }  # fmt: skip
    return render(request, "console/sites/site.html", context)


@console(RECORD)
def record(request: ConsoleRequest, site_id: UUID) -> HttpResponse:
    row = sites.site(site_id, by=request.actor, right=RECORD)
    form = _record_form(row)(request.POST or None, initial=_said(row))
    if form.is_valid():
        said = {"records": [form.record(row)], "id": form.id}
        if attempt(form, sites.record_work, event_id=row.event_id, by=request.actor, at=request.now, **said):
            messages.success(request, f"Hasil di {row.place.name} dicatat.")
            return redirect("console:work-site", site_id)
    return show(request, "console/sites/record.html", form, {"row": row, "kind": sites.kind_name(row.kind)})


def views(rows: Sequence[WorkSite]) -> list[SiteView]:
    """Sites as they are shown, read in one go."""
    by_site = photos.photos_at(rows)
    return [_view(row, by_site[row.pk]) for row in rows]


def may_record(request: ConsoleRequest, event: Event) -> bool:
    """Whether a button that records something is shown."""
    return days.is_open(event, request.now, ahead=True) and request.actor.may(RECORD, event.wilayah.path)


def has_begun(request: ConsoleRequest, event: Event) -> bool:
    """From the day of the event on results are recorded."""
    return not days.is_ahead(event, request.now)


def _view(row: WorkSite, found: Sequence[Photo]) -> SiteView:
    measures = tuple(
        (one.measure.label, f"{work.written(one.amount)} {one.measure.unit}") for one in totals.totals([row])
    )
    where = maps.rt_name(row.place.rt) if row.place.rt else places.kind_name(row.place.kind)
    return SiteView(
        row, sites.kind_name(row.kind), sites.state_word(row), MEANINGS[row.state], work.WASTES.get(row.waste, ""),
        where, measures, totals.volume_of(row), pairs(found), tuple(one for one in found if one.shows == "other"),
        len(found),
    )  # fmt: skip


def _figures(event: Event, rows: Sequence[WorkSite]) -> list[Figure]:
    found, here = totals.figures(rows), f"/kantor/kegiatan/{event.pk}/kerja/"
    done = found.sites - found.states[work.OPEN]
    first = [Figure(found.sites, "titik kerja", f"{here}#titik", f"{done} selesai")] if rows else []
    return first + [figure(one, f"{here}?ukuran={one.measure.kode}#titik") for one in found.totals]


def figure(total: Total, href: str) -> Figure:
    """A total as a figure: "120,5 / m panjang saluran", "86 / karung / karung lumpur atau sampah"."""
    said, amount = total.measure.label[:1].lower() + total.measure.label[1:], work.written(total.amount)
    if total.measure.unit in ("m", "m²"):  # a link of one letter says nothing
        return Figure(amount, f"{total.measure.unit} {said}", href)
    return Figure(amount, total.measure.unit, href, said if said != total.measure.unit else "")


def _waiting(event: Event, rows: Sequence[WorkSite]) -> list[tuple[Place, str, str, UUID]]:
    """Planned places where nothing was begun: with the usual kind of work and a token for beginning it."""
    begun = {row.place_id for row in rows}
    planned = [one.place for one in event.places.all() if one.place_id not in begun]
    return [(place, kind.kode, kind.name, uuid7()) for place in planned for kind in sites.kinds_for(place)[:1]]


def _new_form(known: Sequence[Place]) -> type[NewSiteForm]:
    chosen = [(str(one.pk), f"{one.name} ({maps.rt_name(one.rt)})" if one.rt else one.name) for one in known]
    fields = {
        "place": forms.ChoiceField(label="Tempat", choices=[("", "Pilih tempat"), *chosen]),
        "kind": forms.ChoiceField(
            label="Pekerjaan", widget=forms.RadioSelect,
            choices=[(one.kode, option(one.name, one.summary)) for one in catalogue.activity_kinds()],
        ),
    }  # fmt: skip
    return cast(type[NewSiteForm], type("NewSiteForm", (NewSiteForm,), fields))


def _record_form(row: WorkSite) -> type[RecordForm]:
    """The measures that the kind of work asks for, and what stands there already."""
    kind = sites.kind_of(row.kind)
    words = {**work.STATES, work.CLEAN: kind.clean}
    fields: dict[str, Any] = {
        "state": forms.ChoiceField(label="Keadaannya sekarang", widget=forms.RadioSelect, choices=[*words.items()]),
        "waste": forms.ChoiceField(
            label="Lumpur dan sampahnya", widget=forms.RadioSelect, required=False, choices=[*work.WASTES.items()]
        ) if kind.waste else None,
    }  # fmt: skip
    for one in kind.measures:
        fields[PREFIX + one.kode] = Amount(label=f"{one.label} ({one.unit})", help_text=_help(one), required=False)
    fields["note"] = Line(
        label="Keterangan", max_length=sites.LONGEST_NOTE, required=False,
        help_text="Misalnya: sampai jembatan; sisanya minggu depan.",
    )  # fmt: skip
    return cast(type[RecordForm], type("RecordForm", (RecordForm,), fields))


def _help(one: MeasureKind) -> str:
    factor = f"Dihitung {work.written(one.m3)} m³ setiap {one.unit} ({one.m3_basis})." if one.m3 else ""
    return " ".join(part for part in (one.help, factor) if part)


def _said(row: WorkSite) -> dict[str, Any]:
    said: dict[str, Any] = {PREFIX + one.kode: one.amount for one in row.measures.all()}
    if row.noted_at is None:  # nothing was said yet: whoever opens the form on the day means "done" most of the time
        return said
    return {**said, "state": row.state, "waste": row.waste, "note": row.note}


urlpatterns = [
    path("kegiatan/<uuid:event_id>/kerja/", board, name="work"),
    path("kegiatan/<uuid:event_id>/kerja/tambah/", new, name="work-new"),
    path("kerja/<uuid:site_id>/", site, name="work-site"),
    path("kerja/<uuid:site_id>/hasil/", record, name="work-record"),
]
