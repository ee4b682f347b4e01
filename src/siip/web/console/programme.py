"""The programme of the kecamatan: what it is called here, its day and its hours."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.programme import programmes
from siip.programme.programmes import Custom
from siip.reporting import baselines
from siip.reporting.baselines import Before
from siip.reporting.models import Baseline
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui.fields import Count, Line, Paragraph, TimeText
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


class BaselineForm(TokenForm):
    refusals = {"period-missing": "period", "source-missing": "source", "nik-in-text": "source"}
    turnout = Count(label="Warga tiap kerja bakti", required=False, max_value=baselines.MOST)
    complaints = Count(label="Aduan sebulan", required=False, max_value=baselines.MOST)
    letter_days = forms.DecimalField(
        label="Lama satu surat, dalam hari", required=False, min_value=0, max_value=baselines.MOST_DAYS,
        decimal_places=1, localize=True, help_text="Dari permohonan sampai surat di tangan. Boleh koma: 2,5.",
    )  # fmt: skip
    period = Line(label="Masa", max_length=80, help_text="Misalnya: Januari sampai Juni 2026.")
    source = Line(label="Sumber", max_length=200, help_text="Dari mana angkanya, misalnya: buku agenda kelurahan.")

    def before(self) -> Before:
        """What the area takes. The form must be valid."""
        return Before(**{name: said for name, said in self.cleaned_data.items() if name != "token"})


@console(PLAN)
def index(request: ConsoleRequest) -> HttpResponse:
    shown = [(one, _hours(one), _may_change(request)) for one in programmes.programmes(request.kecamatan.path)]
    context = {
        "programmes": shown, "may_change": _may_change(request),
        "before": known.said if (known := baselines.baseline_of(request.kecamatan.path)) else [],
    }  # fmt: skip
    return render(request, "console/programme/index.html", context)


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


@console(PLAN)
def baseline(request: ConsoleRequest) -> HttpResponse:
    request.actor.require(PLAN, request.kecamatan.path)
    known = baselines.baseline_of(request.kecamatan.path)
    form = BaselineForm(request.POST or None, initial=_said(known) if known else {})
    if form.is_valid():
        stated = attempt(
            form, baselines.state_baseline, kecamatan=request.kecamatan.path, said=form.before(),
            by=request.actor, at=request.now, id=form.id,
        )  # fmt: skip
        if stated is not None:
            messages.success(request, "Keadaan awal dicatat. Warga membacanya di halaman hasil.")
            return redirect("console:programme")
    return show(request, "console/programme/baseline.html", form, {"known": known})


def _said(known: Baseline) -> dict[str, Any]:
    said = {name: getattr(known, name) for name in ("turnout", "complaints", "period", "source")}
    return said | {"letter_days": None if known.letter_tenths is None else Decimal(known.letter_tenths) / 10}


def _may_change(request: ConsoleRequest) -> bool:
    return request.actor.may(PLAN, request.kecamatan.path)


def _hours(programme: Any) -> str:
    return f"{DAYS[programme.weekday]}, {programme.starts:%H.%M} sampai {programme.ends:%H.%M}"


urlpatterns = [
    path("program/", index, name="programme"),
    path("program/awal/", baseline, name="baseline"),
    path("program/<uuid:programme_id>/ubah/", revise, name="programme-revise"),
]
