"""Mutual help at the console: what is needed and offered at an event, and the match that a person makes of the two."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from siip.exchange import helps, matches
from siip.exchange.helps import NEED, OFFER, RECORD, SEE, Said, Told
from siip.exchange.models import Match
from siip.exchange.rules import helps as rules
from siip.kernel import catalogue
from siip.kernel.refused import Refused
from siip.programme import days, events
from siip.programme.models import Event
from siip.web.asked import ConsoleRequest
from siip.web.console.attendance import UNKNOWN_BUTTON
from siip.web.console.day import refuse_form
from siip.web.console.guard import console
from siip.web.console.kept import keeps, left_open
from siip.web.console.presences import UUID_SHAPE
from siip.web.console.spot import rt_label
from siip.web.ui import tables
from siip.web.ui.fields import Count, Line
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure, Meaning
from siip.web.ui.tables import Column
from siip.web.ui.wording import number

WORDS: Final = {NEED: "Kebutuhan", OFFER: "Tawaran"}
NOTICE = (
    "Supaya yang memerlukan dan yang menawarkan dapat dipertemukan. Tanpa nama pun dapat dicatat.",
    "Persetujuan Anda, menurut UU 27/2022 pasal 20 ayat (2) huruf a; dapat ditarik kapan saja.",
    "Tersandi, tidak tampil untuk umum; terhapus sendiri satu tahun sesudah kegiatan. Jumlahnya tetap.",
    "Petugas di loket atau sekretaris kelurahan: minta catatan Anda ditutup.",
)


def columns(side: str) -> tuple[Column, ...]:
    """The columns of a list of needs or of offers."""
    return (
        Column("apa", "Diperlukan" if side == NEED else "Ditawarkan", names_row=True),
        Column("rinci", "Lebih jelasnya"),
        Column("jumlah", "Jumlah"),
        Column("rt", "RT"),
        Column("siapa", "Siapa"),
        Column("keadaan", "Keadaan", is_state=True),
    )


MATCH_COLUMNS = (
    Column("apa", "Dicocokkan", names_row=True),
    Column("jumlah", "Jumlah"),
    Column("untuk", "Untuk"),
    Column("dari", "Dari"),
    Column("keadaan", "Keadaan", is_state=True),
    Column("lanjut", "Lanjutkan", is_act=True),
)


class NoteForm(TokenForm):
    """What is needed or offered; `note` gives it the RT of the event's kelurahan."""

    refusals = {
        "goods-unknown": "goods", "count-wrong": "count", "rt-elsewhere": "rt", "not-agreed": "agreed",
        "text-long": "text", "nik-in-text": "text",
    }  # fmt: skip
    goods = forms.TypedChoiceField(label="Apa", coerce=int)
    count = Count(label="Berapa", min_value=1, max_value=rules.MOST)
    text = Line(label="Lebih jelasnya", max_length=helps.LONGEST, required=False)
    rt = forms.ChoiceField(label="RT", required=False)
    name = Line(label="Nama", max_length=helps.LONGEST_NAME, required=False)
    phone = Line(label="Telepon", max_length=helps.LONGEST_PHONE, required=False)
    agreed = forms.BooleanField(label="Ia setuju nama dan teleponnya dicatat, sesudah dibacakan", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goods"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "Pilih"),
            *catalogue.codelist(helps.GOODS).entries,
        ]
        self.fields["agreed"].is_conditional = True  # type: ignore[attr-defined]

    def said(self) -> Said:
        return Said(**{key: value for key, value in self.cleaned_data.items() if key != "token"})


class MatchForm(TokenForm):
    refusals = {"count-wrong": "count", "need-met": "count", "offer-spent": "count"}
    offer = forms.TypedChoiceField(label="Tawaran yang cocok", widget=forms.RadioSelect, coerce=UUID)
    count = Count(label="Berapa", min_value=1, max_value=rules.MOST)


class CloseForm(TokenForm):
    refusals = {"why-missing": "why", "has-matches": "why"}
    why = forms.ChoiceField(label="Mengapa ditutup", choices=[*rules.WHY.items()], widget=forms.RadioSelect)


class PressForm(TokenForm):
    """One press on a match: "<move>.<match>". Each button acts once."""

    press = forms.RegexField(
        rf"^(give|take_back|undo)\.{UUID_SHAPE}$", label="Tombol", error_messages=UNKNOWN_BUTTON
    )  # fmt: skip

    @property
    def id(self) -> UUID:
        return uuid5(super().id, self.cleaned_data["press"])


@console(SEE)
def board(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    form = PressForm(request.POST or None)
    if form.is_valid():
        move, _, match = form.cleaned_data["press"].partition(".")
        found = matches.match_of(UUID(match), by=request.actor)
        said = {"match_id": found.pk, "move": move, "by": request.actor, "at": request.now, "id": form.id}
        if attempt(form, matches.move_match, **said) is not None:
            messages.success(request, MOVED[move])
            return redirect("console:helps", event_id)
    return show(request, "console/helps/index.html", form, _board(request, event))


MOVED = {
    "give": "Dicatat: sudah diserahkan.",
    "take_back": "Dicatat: belum diserahkan.",
    "undo": "Pencocokan dibatalkan; keduanya terbuka lagi.",
}


@keeps
@console(RECORD)
def note(request: ConsoleRequest, event_id: UUID, side: str, *, again: bool = False) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    refuse_form(request, event)
    form = NoteForm(request.POST or None)
    form.fields["rt"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
        ("", "Tidak disebut"),
        *((rt.path, rt_label(rt)) for rt in days.rts(event)),
    ]
    if again:
        left_open(form)
    if form.is_valid():
        said = {"side": side, "event_id": event_id, "said": form.said(), "id": form.id}
        made = attempt(form, helps.note_help, by=request.actor, at=request.now, **said)
        if made is not None:
            messages.success(request, f"{WORDS[side]} dicatat.")
            return redirect("console:helps", event_id)
    context = {"event": event, "is_need": side == NEED, "notice": NOTICE}
    return show(request, "console/helps/note.html", form, context)


@console(SEE)
def one(request: ConsoleRequest, event_id: UUID, side: str, help_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    told = _told(request, event, side, help_id)
    offers = _offers(told, event) if side == NEED and told.left else []
    form = MatchForm(request.POST or None, initial={"count": min(told.left, offers[0].left) if offers else None})
    form.fields["offer"].choices = [(str(one.row.pk), _option(one)) for one in offers]  # type: ignore[attr-defined]
    if form.is_valid():
        said = {"event_id": event_id, "need_id": help_id, "offer_id": form.cleaned_data["offer"], "id": form.id}
        count = form.cleaned_data["count"]
        if attempt(form, matches.match_help, count=count, by=request.actor, at=request.now, **said) is not None:
            messages.success(request, f"Dicocokkan: {count} {helps.goods_of(told.row.goods)[1]}. Kabari keduanya.")
            return redirect("console:helps", event_id)
    of_help = matches.of_help(told.row)
    context = {
        "event": event, "told": told, "is_need": side == NEED, "offers": offers, "facts": _facts(told),
        "mark": mark(told), "listing": tables.listing({}, of_help, MATCH_COLUMNS, size=max(1, len(of_help))),
        "matches": _matched(of_help), "may_record": _may_record(request, event),
        "may_move": request.actor.may(RECORD, event.wilayah.path),
        "is_closed": told.row.state == rules.CLOSED, "closing": CloseForm(),
    }  # fmt: skip
    return show(request, "console/helps/one.html", form, context)


@console(RECORD)
def close(request: ConsoleRequest, event_id: UUID, side: str, help_id: UUID) -> HttpResponse:
    """Close one, or open it again: what the page offers is what can be done."""
    event = events.event(event_id, by=request.actor, right=RECORD)
    told = _told(request, event, side, help_id)
    is_closed = told.row.state == rules.CLOSED
    form: TokenForm = TokenForm(request.POST or None) if is_closed else CloseForm(request.POST or None)
    if form.is_valid():
        said: dict[str, Any] = {"side": side, "help_id": help_id, "by": request.actor, "at": request.now, "id": form.id}
        act = helps.reopen_help if is_closed else helps.close_help
        said |= {} if is_closed else {"why": form.cleaned_data["why"]}
        if attempt(form, act, **said) is not None:
            messages.success(request, f"{WORDS[side]} {'dibuka kembali' if is_closed else 'ditutup'}.")
            return redirect("console:helps", event_id)
    context = {"event": event, "told": told, "is_need": side == NEED, "is_closed": is_closed}
    return show(request, "console/helps/close.html", form, context)


def mark(told: Told) -> tuple[Meaning, str]:
    """The tag of a need or an offer: its meaning and its word."""
    row = told.row
    if row.state == rules.CLOSED:
        return "", rules.WHY[row.why]
    if told.given >= row.count:
        return "ok", "Sudah diserahkan"
    if not told.left:
        return "ok", "Sudah cocok"
    return "wait", f"Masih {told.left}" if told.matched else "Belum ada yang cocok"


def _board(request: ConsoleRequest, event: Event) -> dict[str, Any]:
    made = matches.at_event(event)
    lists = {side: helps.at_event(side, event) for side in (NEED, OFFER)}
    here = {told.row.pk for found in lists.values() for told in found}
    before = {side: [told for told in helps.still_open(side, event) if told.row.pk not in here] for side in lists}
    return {
        "event": event, "figures": _figures(lists, made), "may_record": _may_record(request, event),
        "may_move": request.actor.may(RECORD, event.wilayah.path),
        "needs": _listed(NEED, lists[NEED]), "offers": _listed(OFFER, lists[OFFER]),
        "needs_before": _listed(NEED, before[NEED]), "offers_before": _listed(OFFER, before[OFFER]),
        "listing": tables.listing({}, made, MATCH_COLUMNS, size=max(1, len(made))),
        "matches": _matched(made),
    }  # fmt: skip


def _listed(side: str, found: Sequence[Told]) -> dict[str, Any]:
    listing = tables.listing({}, found, columns(side), size=max(1, len(found)))
    return {
        "listing": listing,
        "side": side,
        "rows": [(told, rt_label(told.row.rt) if told.row.rt else "", *mark(told)) for told in found],
    }


def _figures(lists: dict[str, list[Told]], made: Sequence[Match]) -> list[Figure]:
    counted = {side: [told for told in found if told.row.why != rules.WRONG] for side, found in lists.items()}
    open_needs = sum(told.left > 0 for told in counted[NEED])
    given = sum(row.state == rules.GIVEN for row in made)
    return [
        Figure(len(counted[NEED]), "kebutuhan", "#perlu", f"{number(open_needs)} masih terbuka"),
        Figure(len(counted[OFFER]), "tawaran", "#tawar"),
        Figure(len(made), "dicocokkan", "#cocok", f"{number(given)} sudah diserahkan"),
    ]


def _matched(rows: Sequence[Match]) -> list[dict[str, Any]]:
    """Matches as lines: what, how many, for whom, from whom, and the tag."""
    needs = helps.some(NEED, (row.need_id for row in rows))
    offers = helps.some(OFFER, (row.offer_id for row in rows))
    return [
        {
            "row": row, "goods": needs[row.need_id].goods, "mark": _MARKS[row.state],
            "amount": f"{row.count} {helps.goods_of(row.need.goods)[1]}",
            "to": _whom(needs[row.need_id]), "by": _whom(offers[row.offer_id]),
        }
        for row in rows
    ]  # fmt: skip


_MARKS: Final[dict[str, tuple[Meaning, str]]] = {
    rules.AGREED: ("wait", "Disepakati"),
    rules.GIVEN: ("ok", "Sudah diserahkan"),
}


def _whom(told: Told) -> str:
    """Whom to ask: "Amiruddin, 0813 9999 0000, RT 07 / RW 02"."""
    where = rt_label(told.row.rt) if told.row.rt else ""
    return ", ".join(filter(None, (told.name, told.phone, where))) or "Tanpa nama"


def _may_record(request: ConsoleRequest, event: Event) -> bool:
    return request.actor.may(RECORD, event.wilayah.path) and days.is_open(event, request.now, ahead=True)


def _told(request: ConsoleRequest, event: Event, side: str, help_id: UUID) -> Told:
    """One of the kelurahan of an event. Raises Refused: "not-found"."""
    told = helps.help_of(side, help_id, by=request.actor)
    if told.row.event.wilayah_id != event.wilayah_id:
        raise Refused("not-found", f"{WORDS[side]} itu bukan di kelurahan ini. Buka dari halaman saling bantu.")
    return told


def _offers(need: Told, event: Event) -> list[Told]:
    """What is still offered in the kelurahan, the same goods first."""
    return sorted(helps.still_open(OFFER, event), key=lambda told: told.row.goods != need.row.goods)


def _option(told: Told) -> str:
    """An offer as a choice: "Alat kerja: masih 3 buah, cangkul dipinjamkan, RT 07 / RW 02, Amiruddin"."""
    _, unit = helps.goods_of(told.row.goods)
    where = rt_label(told.row.rt) if told.row.rt else ""
    return f"{told.goods}: " + ", ".join(filter(None, (f"masih {told.left} {unit}", told.text, where, told.name)))


def _facts(told: Told) -> list[tuple[str, str]]:
    row = told.row
    return [
        ("Jumlah", told.amount), ("Sudah dicocokkan", str(told.matched) if told.matched else ""),
        ("RT", rt_label(row.rt) if row.rt else ""), ("Nama", told.name), ("Telepon", told.phone),
    ]  # fmt: skip


BASE = "kegiatan/<uuid:event_id>/saling-bantu/"
urlpatterns = [path(BASE, board, name="helps")]
for _slug, _side in (("perlu", NEED), ("tawar", OFFER)):
    _said = {"side": _side}
    urlpatterns += [
        path(f"{BASE}{_slug}/", note, _said, name=f"help-{_side}-new"),
        path(f"{BASE}{_slug}/<uuid:help_id>/", one, _said, name=f"help-{_side}"),
        path(f"{BASE}{_slug}/<uuid:help_id>/tutup/", close, _said, name=f"help-{_side}-close"),
    ]
