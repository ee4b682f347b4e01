"""Boundaries at the console: a GeoJSON file of a kecamatan or a kelurahan, and what came of it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from siip.kernel.actor import Actor
from siip.programme import grounds
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.console.wilayah import MANAGE, MOST_REFUSED, found_place
from siip.web.ui.fields import Line, Upload
from siip.web.ui.forms import TokenForm, attempt, show
from siip.wilayah import boundaries, territory
from siip.wilayah.boundaries import LONGEST, BoundaryImport, Origin
from siip.wilayah.rules.geojson import MOST_BYTES


class SendForm(TokenForm):
    refusals = {
        "boundaries-too-big": "file", "boundaries-unreadable": "file", "boundaries-collection": "file",
        "coordinates-metres": "file", "boundaries-far": "is_far_meant", "source-missing": "source",
        "source-long": "source",
    }  # fmt: skip
    file = Upload(
        label="Berkas GeoJSON", endings=(".geojson", ".json"), mib=MOST_BYTES >> 20, help_text="Paling besar 5 MB."
    )
    source = Line(
        label="Dari siapa batas ini", max_length=LONGEST,
        help_text="Tampil di bawah setiap peta, misalnya Bagian Tata Pemerintahan, 2025.",
    )  # fmt: skip
    licence = Line(
        label="Lisensi", max_length=LONGEST, required=False, help_text="Bila sumbernya meminta disebut, misalnya ODbL."
    )
    is_far_meant = forms.BooleanField(
        label="Letaknya memang di sana", required=False,
        help_text="Centang, lalu pilih berkasnya sekali lagi, hanya bila diperingatkan bahwa batasnya terlalu jauh.",
    )  # fmt: skip


@console(MANAGE)
def send(request: ConsoleRequest, number: str = "") -> HttpResponse:
    """A file and at once what came of it: what it replaces is kept, and the same file again changes nothing. Asked
    about first is what lies far off: whoever sent it by mistake would have to find the file before.
    """
    place = found_place(request, number) if number else request.kecamatan
    context: dict[str, Any] = {"place": place, "number": number}
    form, taken = SendForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        taken = attempt(form, _take, inside=place.path, by=request.actor, at=request.now, **form.act())
    if taken is None:
        context["first"] = next(iter(territory.kelurahan_of(place.path)), place)
        return show(request, "console/boundaries/send.html", form, context)
    context |= {"taken": taken, "refused": taken.reasons[:MOST_REFUSED], "more": len(taken.reasons[MOST_REFUSED:])}
    return render(request, "console/boundaries/taken.html", context)


def _take(file: Any, source: str, licence: str, *, inside: str, by: Actor, **said: Any) -> BoundaryImport:
    points = grounds.points_in(inside)
    return boundaries.import_boundaries(
        file.read(), Origin(source, licence), inside=inside, points=points, by=by, **said
    )


urlpatterns = [
    path("wilayah/batas/", send, name="boundaries"),
    path("wilayah/<str:number>/batas/", send, name="kelurahan-boundaries"),
]
