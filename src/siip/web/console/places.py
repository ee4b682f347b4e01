"""Places at the console: the lasting spots of each kelurahan, added, changed, retired, and what was done there."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.activity import sites, totals
from siip.activity.sites import SEE
from siip.kernel.refused import Refused
from siip.programme import maps, places
from siip.programme.models import Place
from siip.programme.places import PLAN, Spot
from siip.web.asked import ConsoleRequest
from siip.web.console.event_forms import PointText, kind_field, rt_field
from siip.web.console.guard import console
from siip.web.console.sites import figure, views
from siip.web.ui import tables
from siip.web.ui.fields import Line
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure
from siip.web.ui.tables import Column
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

COLUMNS = (
    Column("nama", "Nama", names_row=True),
    Column("jenis", "Jenis"),
    Column("rt", "RT"),
    Column("keadaan", "Keadaan", is_state=True),
)


class PlaceForm(TokenForm):
    """What is said of a place; `_form` gives it the RT of a kelurahan."""

    refusals = {
        "name-missing": "name", "name-taken": "name", "kind-unknown": "kind", "rt-elsewhere": "rt",
        "point-abroad": "point",
    }  # fmt: skip
    name = Line(label="Nama", max_length=80, help_text="Seperti warga menyebutnya: saluran depan SD 12.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "rt"):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]  # a choice always says something

    def spot(self) -> Spot:
        """What the area takes. The form must be valid."""
        said = self.cleaned_data
        return Spot(said["name"], said["kind"] or places.OTHER, said["rt"], said["point"], said["note"])


class RetireForm(TokenForm):
    refusals = {"reason-missing": "reason"}
    reason = Line(label="Alasan", max_length=200, help_text="Misalnya: sudah ditutup beton.")


@console(PLAN)
def index(request: ConsoleRequest) -> HttpResponse:
    homes = _homes(request)
    home = _asked(request, homes)
    found = places.known(by=request.actor).filter(wilayah__path=home.path if home else "")
    listing = tables.listing(request.GET, found, COLUMNS)
    rows = [
        (one, places.kind_name(one.kind), maps.rt_name(one.rt) if one.rt else "Tidak di satu RT")
        for one in listing.rows
    ]
    context = {
        "home": home, "homes": homes, "listing": listing, "rows": rows,
        "map": maps.kelurahan_map(home) if home and rows else None,
    }  # fmt: skip
    return render(request, "console/places/index.html", context)


@console(PLAN)
def add(request: ConsoleRequest) -> HttpResponse:
    home = _asked(request, _homes(request))
    if home is None:
        raise Refused("not-found", "Kelurahan itu tidak ada di wilayah Anda. Pilih dari daftar tempat.")
    form = _form(home)(request.POST or None)
    if form.is_valid():
        made = attempt(
            form, places.add_place, kelurahan=home.path, spot=form.spot(), by=request.actor, at=request.now, id=form.id
        )
        if made is not None:
            messages.success(request, f"{made.name} ditambahkan. Sekarang dapat dipilih saat merencanakan kegiatan.")
            return _back(made)
    return show(request, "console/places/place.html", form, {"home": home})


@console(SEE)
def history(request: ConsoleRequest, place_id: UUID) -> HttpResponse:
    place = sites.place_seen(place_id, by=request.actor)
    rows = sites.history(place)
    found, here = totals.figures(rows), f"/kantor/tempat/{place.pk}/#riwayat"
    figures = [Figure(len({row.event_id for row in rows}), "kegiatan", here)] if rows else []
    figures += [figure(one, here) for one in found.totals]
    context = {
        "place": place, "kind": places.kind_name(place.kind), "views": views(rows), "figures": figures,
        "where": maps.rt_name(place.rt) if place.rt else place.wilayah.title, "volume": found.volume,
        "may_plan": request.actor.may(PLAN, place.wilayah.path),
    }  # fmt: skip
    return render(request, "console/places/history.html", context)


@console(PLAN)
def revise(request: ConsoleRequest, place_id: UUID) -> HttpResponse:
    place = places.place(place_id, by=request.actor)
    said = {
        "name": place.name, "kind": place.kind, "rt": place.rt.path if place.rt else "", "point": place.point,
        "note": place.note,
    }  # fmt: skip
    form = _form(place.wilayah)(request.POST or None, initial=said)
    if form.is_valid() and place.retired_at is None:
        done = attempt(
            form, places.revise_place, place_id=place_id, spot=form.spot(), by=request.actor, at=request.now, id=form.id
        )
        if done is not None:
            messages.success(request, f"Keterangan {done.name} sudah diubah.")
            return _back(done)
    return show(request, "console/places/place.html", form, {"home": place.wilayah, "place": place})


@console(PLAN)
def retire(request: ConsoleRequest, place_id: UUID) -> HttpResponse:
    place = places.place(place_id, by=request.actor)
    form = RetireForm(request.POST or None)
    if form.is_valid():
        done = attempt(
            form, places.retire_place, place_id=place_id, by=request.actor, at=request.now, **form.act()
        )  # fmt: skip
        if done is not None:
            messages.success(request, f"{done.name} tidak dipakai lagi. Riwayatnya tetap tersimpan.")
            return _back(done)
    return show(request, "console/places/retire.html", form, {"place": place})


def _homes(request: ConsoleRequest) -> list[Wilayah]:
    return [home for scope in request.actor.scope(PLAN) for home in territory.kelurahan_of(scope)]


def _asked(request: ConsoleRequest, homes: list[Wilayah]) -> Wilayah | None:
    """The kelurahan of the address; without one the first that has places, else the first."""
    code = request.GET.get("kelurahan", "")
    if code:
        return next((one for one in homes if one.code == code), None)
    first = places.known(by=request.actor).filter(retired_at__isnull=True).first()
    return first.wilayah if first else next(iter(homes), None)


def _form(home: Wilayah) -> type[PlaceForm]:
    rts = [(rt.path, maps.rt_name(rt)) for rt in territory.rts_of(home.path)]
    point = PointText(
        label="Titik di peta", max_length=400, required=False,
        help_text="Tempel dari aplikasi peta, seperti -2.994120, 104.803210.",
    )  # fmt: skip
    note = Line(label="Catatan", max_length=300, required=False, help_text="Misalnya: tutupnya berat, perlu linggis.")
    fields = {"kind": kind_field(), "rt": rt_field(rts), "point": point, "note": note}
    return cast(type[PlaceForm], type("PlaceForm", (PlaceForm,), fields))


def _back(place: Place) -> HttpResponse:
    response: HttpResponse = redirect("console:places")
    response["Location"] += f"?kelurahan={place.wilayah.code}"
    return response


urlpatterns = [
    path("tempat/", index, name="places"),
    path("tempat/baru/", add, name="place-new"),
    path("tempat/<uuid:place_id>/", history, name="place"),
    path("tempat/<uuid:place_id>/ubah/", revise, name="place-revise"),
    path("tempat/<uuid:place_id>/akhiri/", retire, name="place-retire"),
]
