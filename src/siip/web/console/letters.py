"""Letters at the console: what waits for me, the list, one letter with its course, and what is done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path

from siip.kernel.paper import words
from siip.kernel.refused import Refused
from siip.letters import blanks, letters, papers
from siip.letters import waiting as lists
from siip.letters.courses import seat_of
from siip.letters.models import Letter, LetterStep
from siip.letters.rules import chain
from siip.letters.texts import kind_name, kind_of
from siip.people.models import Mandate
from siip.people.rules import nik
from siip.reporting import closings
from siip.services import requests
from siip.services.models import Request
from siip.web.asked import ConsoleRequest
from siip.web.console.enrolled import is_enrolled, prove
from siip.web.console.guard import console
from siip.web.console.letter_words import ABBREVIATED, STATES, course_of, meaning_of, said_of, signed_as
from siip.web.ui import tables
from siip.web.ui.fields import Digits, Line
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.tables import Column, Filter


class ListForm(TokenForm):
    """Some letters of a list, ticked."""

    letters = forms.TypedMultipleChoiceField(
        label="Surat", coerce=UUID,
        error_messages={
            "required": "Pilih sedikitnya satu surat.",
            "invalid_choice": "Satu surat yang Anda pilih tidak menunggu Anda lagi; mungkin baru dikembalikan atau "
            "dibetulkan. Lihat daftarnya, lalu pilih sekali lagi.",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, rows: list[Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["letters"].choices = [(str(one.id), one.subject_name) for one in rows]  # type: ignore[attr-defined]

    def lines(self) -> list[tuple[Letter, bool]]:
        """Each letter and whether it is ticked: all at first, and as they were sent once the form comes back.

        A letter that its official left out must not come back ticked behind a mistyped PIN.
        """
        sent = set(self.data.getlist("letters")) if isinstance(self.data, QueryDict) else None
        return [(one, sent is None or str(one.id) in sent) for one in self.rows]


class SignForm(ListForm):
    # "not-enrolled" stands on top: the page has no field for the PIN then.
    refusals = {"pin-wrong": "pin", "pin-locked": "pin", "no-pin": "pin"}
    pin = Digits(length=6, is_secret=True, label="PIN Anda")


class ReasonForm(TokenForm):
    refusals = {"reason-missing": "reason", "reason-long": "reason", "nik-in-text": "reason"}
    reason = Line(
        label="Alasan", max_length=letters.LONGEST_REASON, help_text="Dibaca petugas lain dan tersimpan bersama surat."
    )


@console("letters.paraf", "letters.sign")
def waiting(request: ConsoleRequest) -> HttpResponse:
    rows = lists.waiting_for(by=request.actor, at=request.now)
    to_paraf = [one.letter for one in rows if one.act == "paraf"]
    to_sign = [one.letter for one in rows if one.act == "sign"]
    is_signing = request.POST.get("what") == "sign"
    paraf = ListForm(None if is_signing else request.POST or None, rows=to_paraf, auto_id="paraf_%s")
    sign = SignForm(request.POST if is_signing else None, rows=to_sign, auto_id="sign_%s")
    form = sign if is_signing else paraf
    if form.is_valid() and (count := _signed(request, sign) if is_signing else _initialled(request, paraf)):
        messages.success(request, f"{count} surat {'ditandatangani dan diberi nomor' if is_signing else 'diparaf'}.")
        return redirect("console:waiting")
    context = {
        "paraf": paraf, "sign": sign, "to_paraf": to_paraf, "to_sign": to_sign, "count": len(rows),
        "enrolled": is_enrolled(request),
        "in_name": len(lists.in_name_of_others(by=request.actor, at=request.now)),
    }  # fmt: skip
    return show(request, "console/letters/waiting.html", form, context)


@dataclass(frozen=True, slots=True)
class Group:
    """Letters that one mandate lets this person sign, and how that will read."""

    mandate: Mandate
    as_signed: str
    letters: list[Letter]


@console("letters.sign")
def in_name(request: ConsoleRequest) -> HttpResponse:
    """What a deputy may sign a.n. or u.b.: in whose name, on what ground, with one PIN; nothing ticked beforehand."""
    rows = lists.in_name_of_others(by=request.actor, at=request.now)
    form = SignForm(request.POST or None, rows=[one.letter for one in rows])
    if form.is_valid() and (count := _signed(request, form)):
        messages.success(request, f"{count} surat ditandatangani atas nama pejabatnya dan diberi nomor.")
        return redirect("console:in_name")
    context = {
        "groups": _groups(rows), "count": len(rows), "enrolled": is_enrolled(request),
        "chosen": set(form.cleaned_data.get("letters", ())) if form.is_bound else set(),
        "given": [] if rows else lists.mandates_of(by=request.actor, at=request.now),
    }  # fmt: skip
    return show(request, "console/letters/in_name.html", form, context)


COLUMNS = (
    Column("nama", "Nama", order="subject_name", names_row=True),
    Column("surat", "Surat"),
    Column("rt", "RT", is_number=True),
    Column("nomor", "Nomor", order="number"),
    Column("tanggal", "Dibuat", order="drafted_at", is_number=True),
    Column("keadaan", "Keadaan", is_state=True),
)


@console("letters.see")
def index(request: ConsoleRequest) -> HttpResponse:
    found = letters.letters_of(request.actor)
    listing = tables.listing(request.GET, found, COLUMNS, filters=[_states(request, found)], sort="-tanggal")
    rows = [(one, kind_name(one.kind), meaning_of(one), said_of(one)) for one in listing.rows]
    return render(request, "console/letters/index.html", {"listing": listing, "rows": rows})


@console("letters.see")
def one(request: ConsoleRequest, letter_id: UUID) -> HttpResponse:
    letter = letters.letter(letter_id, by=request.actor)
    steps = list(LetterStep.objects.filter(letter=letter))
    shown = _answers(letter)
    may = {act: letters.may(letter, act, by=request.actor, at=request.now) for act in letters.RIGHT_OF}
    context = _asked_by(letter, request) | {
        "letter": letter, "kind_name": kind_name(letter.kind), "shown": shown,
        "course": course_of(letter, steps, request.kecamatan.zone, request.now),
        "may": may, "meaning": meaning_of(letter), "said": said_of(letter), "form": TokenForm(),
        "signed_as": signed_as(letter),
        "sign_at": _sign_at(letter, request) if may["sign"] else "",
        "printable": letter.state in (chain.NUMBERED, chain.SIGNED),
        "may_blank": blanks.may(letter, by=request.actor),
        "kept": letter.state in (chain.REVOKED, chain.REVIEW),
    }  # fmt: skip
    return render(request, "console/letters/one.html", context)


@console("letters.see")
def paper(request: ConsoleRequest, letter_id: UUID, size: str) -> HttpResponse:
    letter = letters.letter(letter_id, by=request.actor)
    if size == "rancangan":
        content = papers.preview_pdf(letter, at=request.now)
    else:
        content = papers.letter_pdf(letter, paper=size.upper())
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="surat-{size}.pdf"'}
    )


# What takes one press, and what takes a reason: act, title, button.
AT_ONCE: dict[str, tuple[Callable[..., Letter], str]] = {
    "paraf": (letters.paraf_letter, "Surat diparaf."),
    "nomori": (letters.number_letter, "Surat diberi nomor."),
    "sudah-ditandatangani": (letters.confirm_wet_signature, "Dicatat: sudah ditandatangani dengan pena."),
}
WITH_REASON: dict[str, tuple[Callable[..., Letter], str, str, str]] = {
    "kembalikan": (letters.return_letter, "Kembalikan surat", "Kembalikan", "Surat dikembalikan kepada pembuatnya."),
    "batalkan": (letters.void_letter, "Batalkan surat", "Batalkan", "Surat batal; nomornya tetap tercatat."),
    "cabut": (letters.revoke_letter, "Cabut surat", "Cabut", "Surat dicabut."),
    "tinjau": (letters.review_letter, "Tahan surat untuk ditinjau", "Tahan", "Surat ditahan dan sedang ditinjau."),
    "selesai-tinjau": (letters.clear_review, "Selesaikan peninjauan", "Selesai", "Peninjauan selesai."),
}
# What follows, said before it is done: the words of the buttons alone mean something else at a paper desk.
CONSEQUENCES: dict[str, str] = {
    "kembalikan": "Surat kembali ke loket untuk dibetulkan menurut alasan Anda, lalu diperiksa dan diparaf dari awal.",
    "batalkan": "Surat tidak jadi diterbitkan dan tidak dapat dihidupkan lagi. Nomornya, bila sudah ada, tercatat "
    "batal di register dan tidak dipakai lagi.",
    "cabut": "Surat tidak berlaku lagi, juga lembar yang sudah dibawa pulang. Siapa pun yang memeriksa kodenya membaca "
    "“sudah dicabut”. Pencabutan tidak dapat ditarik kembali; bila baru curiga, pilih Tahan untuk ditinjau.",
    "tinjau": "Selama ditahan, siapa pun yang memeriksa kodenya membaca “sedang ditinjau”. Surat berlaku lagi begitu "
    "peninjauan diselesaikan.",
    "selesai-tinjau": "Surat berlaku lagi, dan siapa pun yang memeriksa kodenya membacanya begitu.",
}


@console("letters.see")
def press(request: ConsoleRequest, letter_id: UUID, name: str) -> HttpResponse:
    if request.method != "POST" or name not in AT_ONCE:
        return HttpResponse(status=405 if name in AT_ONCE else 404)
    act, done = AT_ONCE[name]
    form = TokenForm(request.POST)
    if form.is_valid():
        act(letter_id, by=request.actor, at=request.now, id=form.id)
        messages.success(request, done)
    return redirect("console:letter", letter_id)


@console("letters.see")
def reason(request: ConsoleRequest, letter_id: UUID, name: str) -> HttpResponse:
    act, title, button, done = WITH_REASON[name]
    letter = letters.letter(letter_id, by=request.actor)
    form = ReasonForm(request.POST or None)
    done_to = (
        attempt(form, act, letter_id=letter_id, by=request.actor, at=request.now, **form.act())
        if form.is_valid()
        else None
    )
    if done_to is not None:
        messages.success(request, done)
        return redirect("console:letter", letter_id)
    context = {
        "letter": letter,
        "follows": CONSEQUENCES[name],
        "title": title,
        "button": button,
        "is_stop": name in ("batalkan", "cabut"),
    }
    return show(request, "console/letters/reason.html", form, context)


def _answers(letter: Letter) -> list[tuple[str, str]]:
    """What the letter says, the NIK but for its last four digits; nothing where its kind is gone from the catalogue."""
    try:
        kind = kind_of(letter)
    except Refused:
        return []
    said = letters.answers(letter)
    # Tables are read in the letter itself, or where their rows are.
    given = [(field, said[field.name]) for field in kind.fields if said.get(field.name) and field.type != "rows"]
    return [
        (field.label, nik.masked(answer) if "nik" in field.checks else words(answer, field.type))
        for field, answer in given
    ]


def _sign_at(letter: Letter, request: ConsoleRequest) -> str:
    """The name of the page where this person signs the letter: in his own office, or in another's name."""
    return "in_name" if seat_of(letter, "sign", request.actor, request.now).mandate else "waiting"


def _groups(rows: list[lists.Waiting]) -> list[Group]:
    found: dict[tuple[UUID, str], Group] = {}
    for one in rows:
        mandate, how = one.mandate, one.seat.signing
        if mandate is None or how is None:
            raise AssertionError("who signs in another's name has a mandate")
        words = f"{ABBREVIATED[how.capacity]} {mandate.office.title}, sebagai {one.seat.holding.office.title}"
        group = found.setdefault((mandate.id, how.capacity), Group(mandate, words, []))
        group.letters.append(one.letter)
    return list(found.values())


def _asked_by(letter: Letter, request: ConsoleRequest) -> dict[str, Any]:
    """The day that the letter reports, or the request that it answers and whether it may be handed over now;
    where this office may see them."""
    if closing := closings.closings(by=request.actor).filter(letter=letter).first():
        return {"day": closing.event}
    row = Request.objects.select_related("wilayah", "letter").filter(letter=letter).first()
    if row is None or not request.actor.may(requests.SEE, row.wilayah.path):
        return {}
    return {"row": row, "may_hand_over": "hand_over" in requests.open_acts(row, request.actor)}


def _states(request: ConsoleRequest, found: QuerySet[Letter]) -> Filter:
    """By state, counted; what holds nothing is left out, so that a telephone shows the list itself."""
    counts = dict(found.order_by().values_list("state").annotate(Count("id")))
    asked = request.GET.get("keadaan")
    choices = [
        (state, f"{word} ({counts.get(state, 0)})")
        for state, (_, word) in STATES.items()
        if counts.get(state) or asked == state
    ]
    return Filter("keadaan", "Keadaan", tuple(choices), field="state")


def _initialled(request: ConsoleRequest, form: ListForm) -> int:
    done = 0
    for letter_id in form.cleaned_data["letters"]:
        id = uuid5(form.id, f"paraf {letter_id}")
        if (
            attempt(form, letters.paraf_letter, letter_id=letter_id, by=request.actor, at=request.now, id=id)
            is not None
        ):
            done += 1
    return 0 if form.errors else done


def _signed(request: ConsoleRequest, form: SignForm) -> int:
    ids = form.cleaned_data["letters"]
    try:
        proof = prove(request, form.cleaned_data["pin"])
    except Refused as refused:
        form.refuse(refused)
        return 0
    signed = attempt(
        form, letters.sign_and_number, letter_ids=ids, proof=proof, by=request.actor, at=request.now, id=form.id
    )
    return len(signed or ())


urlpatterns = [
    path("menunggu/", waiting, name="waiting"),
    path("menunggu/atas-nama/", in_name, name="in_name"),
    path("surat/", index, name="letters"),
    path("surat/<uuid:letter_id>/", one, name="letter"),
    path("surat/<uuid:letter_id>/cetak-<slug:size>.pdf", paper, name="letter_paper"),
    *(path(f"surat/<uuid:letter_id>/{name}/", reason, {"name": name}, name=f"letter_{name}") for name in WITH_REASON),
    *(path(f"surat/<uuid:letter_id>/{name}/", press, {"name": name}, name=f"letter_{name}") for name in AT_ONCE),
]
