"""The programme of the kecamatan: what it is called here, its day and its hours."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.programme import programmes
from siip.programme.programmes import Custom
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui.fields import Line, Paragraph, TimeText
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.wording import DAYS

PLAN = programmes.PLAN


class ProgrammeForm(TokenForm):
    refusals = {"name-missing": "name", "name-taken": "name", "hours-wrong": "ends"}
    name = Line(label="Nama program", max_length=60, help_text="Seperti warga menyebutnya, misalnya Jumat Bersih.")
    about = Paragraph(
        label="Penjelasan", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu atau dua kalimat untuk warga: apa itu, dan siapa yang boleh datang.",
    )  # fmt: skip
    weekday = forms.TypedChoiceField(label="Hari", coerce=int, choices=list(enumerate(DAYS)))
    starts = TimeText(label="Mulai")
    ends = TimeText(label="Selesai")

    def custom(self) -> Custom:
        """What the area takes. The form must be valid."""
        said = dict(self.cleaned_data, about=" ".join(self.cleaned_data["about"].split()))
        said.pop("token")
        return Custom(**said)


@console(PLAN)
def index(request: ConsoleRequest) -> HttpResponse:
    shown = [(one, _hours(one), _may_change(request)) for one in programmes.programmes(request.kecamatan.path)]
    return render(request, "console/programme/index.html", {"programmes": shown})


@console(PLAN)
def revise(request: ConsoleRequest, programme_id: UUID) -> HttpResponse:
    found = programmes.programme(programme_id, by=request.actor)
    request.actor.require(PLAN, found.wilayah.path)
    said = {name: getattr(found, name) for name in ("name", "about", "weekday", "starts", "ends")}
    form = ProgrammeForm(request.POST or None, initial=said)
    if form.is_valid():
        changed = attempt(
            form, programmes.change_programme, programme_id=programme_id, custom=form.custom(),
            by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
        if changed is not None:
            messages.success(request, "Program sudah diubah. Kegiatan yang sudah direncanakan tetap seperti semula.")
            return redirect("console:programme")
    return show(request, "console/programme/revise.html", form, {"programme": found})


def _may_change(request: ConsoleRequest) -> bool:
    return request.actor.may(PLAN, request.kecamatan.path)


def _hours(programme: Any) -> str:
    return f"{DAYS[programme.weekday]}, {programme.starts:%H.%M} sampai {programme.ends:%H.%M}"


urlpatterns = [
    path("program/", index, name="programme"),
    path("program/<uuid:programme_id>/ubah/", revise, name="programme-revise"),
]
