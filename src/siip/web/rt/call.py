"""The one screen: three taps answer the call to a Friday; then the residents are invited."""

from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from siip.kernel.refused import Refused
from siip.mobilisation import answers, calls, heads
from siip.mobilisation.answers import Reply
from siip.mobilisation.links import Visit
from siip.mobilisation.models import Call
from siip.mobilisation.rules import answers as rules
from siip.mobilisation.rules import texts
from siip.programme.models import Event
from siip.web.asked import HouseRequest
from siip.web.rt.link import COOKIE, by_link, door, guarded
from siip.web.ui.address import address_of
from siip.web.ui.fields import Count, Line
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Link
from siip.web.ui.wording import DAYS, MONTHS, clock, day, local

USUAL: Final = (5, 10, 15, 20, 30)
MORE: Final = "lain"


class ReplyForm(TokenForm):
    refusals = {
        "coming-missing": "coming", "heads-missing": "heads", "heads-many": "more", "note-long": "note",
        "nik-in-text": "note",
    }  # fmt: skip
    coming = forms.ChoiceField(
        label="Anda datang?", choices=[*rules.COMING.items()], widget=forms.RadioSelect,
        error_messages={"required": "Pilih dahulu: datang, diwakili, atau tidak bisa."},
    )  # fmt: skip
    heads = forms.ChoiceField(
        label="Kira-kira berapa warga?", required=False, widget=forms.RadioSelect,
        choices=[*((str(count), str(count)) for count in USUAL), (MORE, "Lain")],
    )  # fmt: skip
    more = Count(label="Berapa warga?", required=False, min_value=0, max_value=rules.MOST_HEADS)
    needs = forms.MultipleChoiceField(
        label="Yang diperlukan", required=False, choices=[*rules.NEEDS.items()], widget=forms.CheckboxSelectMultiple
    )
    note = Line(label="Keperluan lain", required=False, max_length=answers.LONGEST_NOTE)

    def reply(self) -> Reply:
        said = self.cleaned_data
        typed = said["more"] if said["heads"] == MORE else int(said["heads"] or 0) or None
        return Reply(said["coming"], typed, tuple(said["needs"]), said["note"])


def nearest(request: HouseRequest, visit: Visit) -> HttpResponse:
    """The next Friday of this head, or the last one where none is planned."""
    return _nearest(request, visit, answers.events_of(visit.holding, request.now))


@guarded("GET", "HEAD", "POST")
def call(request: HouseRequest, event_id: UUID) -> HttpResponse:
    """The page of one event, and the address in the message about it: before the link is known it is a door."""
    if request.method != "POST" and not request.COOKIES.get(COOKIE):
        return door(request, event_id=event_id)
    return _call(request, event_id)


@by_link
def _call(request: HouseRequest, visit: Visit, event_id: UUID) -> HttpResponse:
    found = answers.events_of(visit.holding, request.now)
    if request.method == "POST":
        return _answer(request, visit, own(found, event_id), found)
    event = next((one for one in found if one.pk == event_id), None)
    if event is None:  # no longer his, never his, or none at all: the same words, so that none can be told apart
        response = _nearest(request, visit, found, missed=True)
        response.status_code = 404
        return response
    return _page(request, visit, event, found)


def _nearest(request: HouseRequest, visit: Visit, found: list[Event], *, missed: bool = False) -> HttpResponse:
    if not found:
        return render(request, "rt/nothing.html", _frame(visit) | {"missed": missed})
    return _page(request, visit, found[0], found, missed=missed)


def own(found: list[Event], event_id: UUID) -> Event:
    """The one of the events of this head. Raises Refused: "not-found", also for what is another's."""
    event = next((one for one in found if one.pk == event_id), None)
    if event is None:
        raise Refused("not-found", "Kegiatan itu tidak ada pada tautan Anda. Buka lagi tautan dari kelurahan.")
    return event


def _answer(request: HouseRequest, visit: Visit, event: Event, found: list[Event]) -> HttpResponse:
    form = ReplyForm(request.POST)
    if form.is_valid():
        made = attempt(
            form, answers.answer_call, event_id=event.pk, reply=form.reply(),
            wilayah=heads.head_of(event, visit.holding).wilayah.pk, by=visit.by, at=request.now, id=form.id,
        )  # fmt: skip
        if made is not None:
            return redirect("rt:call", event.pk)
    if event.cancelled_at is not None or event.starts_at <= request.now:
        return redirect("rt:call", event.pk)  # which says so, and shows what was answered before
    answer = answers.answer_of(event, visit.holding)
    return show(request, "rt/call.html", form, _asked(visit, event, found, form, answer))


def _page(
    request: HouseRequest, visit: Visit, event: Event, found: list[Event], *, missed: bool = False
) -> HttpResponse:
    answer = answers.answer_of(event, visit.holding)
    open_ = event.starts_at > request.now and event.cancelled_at is None
    if open_ and (answer is None or _is_unconfirmed(answer, event) or "ubah" in request.GET):
        form = ReplyForm(initial=_said(answer))
        context = _asked(visit, event, found, form, answer) | {"missed": missed}
        return show(request, "rt/call.html", form, context)
    context = _frame(visit) | _about(visit, event, found) | {
        "answer": answer, "said": _in_words(answer), "is_open": open_, "is_over": event.ends_at <= request.now,
        "told_at": _told_at(answer, event), "is_unconfirmed": _is_unconfirmed(answer, event),
        "missed": missed, **_invitation(request, visit, event),
    }  # fmt: skip
    return render(request, "rt/answered.html", context)


def _asked(visit: Visit, event: Event, found: list[Event], form: ReplyForm, answer: Call | None) -> dict[str, Any]:
    needs, note = form["needs"].value() or (), form["note"].value() or ""
    return _frame(visit) | _about(visit, event, found) | {
        "form": form, "unfolded": bool(needs or note or form["note"].errors),
        "was": f"{_in_words(answer)} ({_told_at(answer, event)})" if _is_unconfirmed(answer, event) else "",
        "until": f"{day(local(event.starts_at, event.wilayah.zone).date())}, "
        f"pukul {clock(event.starts_at, event.wilayah.zone)}",
    }  # fmt: skip


def _frame(visit: Visit) -> dict[str, Any]:
    place = visit.holding.office.wilayah
    return {"place": place, "name": visit.holding.person.name, "messages": ()}


def _about(visit: Visit, event: Event, found: list[Event]) -> dict[str, Any]:
    on = local(event.starts_at, event.wilayah.zone).date()
    return {
        "event": event, "on": f"{DAYS[on.weekday()]}, {on.day} {MONTHS[on.month - 1]}",
        "hours": f"{local(event.starts_at, event.wilayah.zone):%H.%M}–{clock(event.ends_at, event.wilayah.zone)}",
        "is_rt": visit.holding.office.kind == "ketua_rt",
        "others": [_other(one) for one in found if one.pk != event.pk],
    }  # fmt: skip


def _other(event: Event) -> Link:
    on = local(event.starts_at, event.wilayah.zone).date()
    street = f"{event.street}, dibatalkan" if event.cancelled_at else event.street
    return Link(reverse("rt:call", args=[event.pk]), day(on), street)


def _said(answer: Call | None) -> dict[str, Any]:
    if answer is None:
        return {}
    usual = answer.heads in USUAL
    return {
        "coming": answer.state, "heads": str(answer.heads) if usual else MORE if answer.heads else "",
        "more": "" if usual else answer.heads or "", "needs": answer.needs, "note": answer.note,
    }  # fmt: skip


def _is_unconfirmed(answer: Call | None, event: Event) -> bool:
    return rules.is_before_move(answer.answered_at if answer else None, event.moved_at)


def _in_words(answer: Call | None) -> str:
    if answer is None:
        return ""
    coming = {rules.YES: "Anda datang", rules.REPRESENTED: "Anda diwakili", rules.NO: "Anda tidak bisa datang"}
    said = [coming[answer.state], f"kira-kira {answer.heads} warga" if answer.heads else ""]
    needs = ", ".join(rules.NEEDS[code].lower() for code in answer.needs)
    said += [f"perlu {needs}" if needs else "", answer.note]
    return ", ".join(part for part in said if part)


def _told_at(answer: Call | None, event: Event) -> str:
    if answer is None or answer.answered_at is None:
        return ""
    at = local(answer.answered_at, event.wilayah.zone)
    return f"{day(at.date())}, {clock(answer.answered_at, event.wilayah.zone)}"


def _invitation(request: HouseRequest, visit: Visit, event: Event) -> dict[str, Any]:
    """What he sends on: nothing in it opens his own page."""
    told, place = calls.told(event), visit.holding.office.wilayah.title
    text = texts.invitation(told, place=place, address=f"{address_of(request.kecamatan)}/layanan/")
    return {"send": f"https://wa.me/?text={quote(text)}", "spoken": texts.loudspeaker(told, place=place)}


urlpatterns = [path("<uuid:event_id>/", call, name="call")]
