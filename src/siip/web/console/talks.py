"""Talks at the console: what was explained at an event, by whom, to how many, and what residents asked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from siip.activity import talks
from siip.activity.rules.talks import MOST_HEADS
from siip.activity.talks import RECORD, SEE, Saying, Told
from siip.kernel import catalogue
from siip.programme import days, events
from siip.programme.models import Event
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.console.kept import keeps, left_open
from siip.web.ui.fields import Count, Line, Paragraph
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure

NOTICE = (
    "Pertanyaan warga dan jawabannya, supaya yang sering ditanya dijelaskan lebih baik. Tanpa nama penanya.",
    "Tugas kecamatan memberdayakan masyarakat, UU 23/2014 pasal 225.",
    "Tersandi selama catatan kegiatan disimpan. Nama yang terlanjur tertulis dibetulkan petugas.",
    "Petugas di loket atau sekretaris kelurahan.",
)


class TalkForm(TokenForm):
    refusals = {
        "topic-unknown": "topic", "speaker-missing": "speaker", "heads-wrong": "heads", "nik-in-text": "note",
        "text-long": "note",
    }  # fmt: skip
    topic = forms.TypedChoiceField(label="Topik", coerce=int)
    speaker = Line(
        label="Narasumber", max_length=talks.LONGEST_SPEAKER, help_text="Nama dan instansinya: Yuni Kartini, Dukcapil."
    )
    heads = Count(label="Berapa yang mendengarkan", min_value=1, max_value=MOST_HEADS)
    note = Paragraph(
        label="Yang ditanyakan warga, dan jawabannya", max_length=talks.LONGEST_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Tanpa nama warga. Misalnya: KK gratis? Dijawab: ya.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "Pilih"),
            *catalogue.codelist(talks.TOPICS).entries,
        ]

    def saying(self) -> Saying:
        said = self.cleaned_data
        return Saying(said["topic"], said["speaker"], said["heads"], said["note"])


@keeps
@console(SEE)
def board(request: ConsoleRequest, event_id: UUID, *, again: bool = False) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    form = TalkForm(request.POST or None)
    if again:
        left_open(form)
    if form.is_valid():
        said = {"event_id": event_id, "said": form.saying(), "id": form.id}
        if attempt(form, talks.note_talk, by=request.actor, at=request.now, **said) is not None:
            messages.success(request, "Penyuluhan dicatat.")
            return redirect("console:talks", event_id)
    found = talks.at_event(event)
    context = {
        "event": event, "rows": found, "figures": _figures(found), "may_record": _may_record(request, event),
        "notice": NOTICE,
    }  # fmt: skip
    return show(request, "console/talks/index.html", form, context)


@keeps
@console(RECORD)
def one(request: ConsoleRequest, event_id: UUID, talk_id: UUID, *, again: bool = False) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    told = talks.talk_of(talk_id, by=request.actor, right=RECORD)
    form = TalkForm(request.POST or None, initial=_said(told))
    if again:
        left_open(form)
    if form.is_valid():
        said = {"talk_id": talk_id, "said": form.saying(), "id": form.id}
        if attempt(form, talks.revise_talk, by=request.actor, at=request.now, **said) is not None:
            messages.success(request, "Catatan penyuluhan dibetulkan.")
            return redirect("console:talks", event_id)
    return show(request, "console/talks/one.html", form, {"event": event, "told": told, "notice": NOTICE})


@console(RECORD)
def drop(request: ConsoleRequest, event_id: UUID, talk_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    told = talks.talk_of(talk_id, by=request.actor, right=RECORD)
    form = TokenForm(request.POST or None)
    if form.is_valid() and attempt(
        form, talks.drop_talk, talk_id=talk_id, by=request.actor, at=request.now, id=form.id
    ) is not None:  # fmt: skip
        messages.success(request, "Catatan penyuluhan dihapus.")
        return redirect("console:talks", event_id)
    return show(request, "console/talks/drop.html", form, {"event": event, "told": told})


def _may_record(request: ConsoleRequest, event: Event) -> bool:
    return request.actor.may(RECORD, event.wilayah.path) and days.is_open(event, request.now)


def _figures(found: Sequence[Told]) -> list[Figure]:
    heads, on_services = sum(told.row.heads for told in found), sum(told.row.topic == talks.SERVICE for told in found)
    return [
        Figure(len(found), "penyuluhan", "#daftar", f"{on_services} tentang layanan publik"),
        Figure(heads, "pendengar", "#daftar", "yang ikut dua kali terhitung dua kali"),
    ]


def _said(told: Told) -> dict[str, Any]:
    return {"topic": told.row.topic, "speaker": told.row.speaker, "heads": told.row.heads, "note": told.note}


urlpatterns = [
    path("kegiatan/<uuid:event_id>/penyuluhan/", board, name="talks"),
    path("kegiatan/<uuid:event_id>/penyuluhan/<uuid:talk_id>/", one, name="talk"),
    path("kegiatan/<uuid:event_id>/penyuluhan/<uuid:talk_id>/hapus/", drop, name="talk-drop"),
]
