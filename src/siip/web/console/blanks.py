"""A letter that was written by hand on an emergency blank: its number and date are copied from the paper."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from siip.letters import blanks, letters
from siip.letters.blanks import Blank
from siip.letters.texts import kind_name
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui.fields import DateText
from siip.web.ui.forms import TokenForm, attempt, show


class BlankForm(TokenForm):
    refusals = {"blank-gone": "serial", "blank-taken": "serial", "blank-date": "on", "no-register": "on"}
    serial = forms.TypedChoiceField(label="Nomor pada blangko", coerce=int)
    on = DateText(label="Tanggal pada blangko")

    def __init__(self, *args: Any, left: list[Blank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.serial), f"{one.serial}, {one.title}" if one.title else str(one.serial)) for one in left]
        self.fields["serial"].choices = [("", "Pilih nomornya"), *rows]  # type: ignore[attr-defined]


@console(blanks.RIGHT)
def blank(request: ConsoleRequest, letter_id: UUID) -> HttpResponse:
    letter = letters.letter(letter_id, by=request.actor)
    left = blanks.left(letter)
    form = BlankForm(request.POST or None, left=left, initial={"serial": letter.blank, "on": letter.blank_on})
    said = {"letter_id": letter_id, "by": request.actor, "at": request.now}
    if form.is_valid() and (done := attempt(form, blanks.write_up, **said, **form.act())):
        messages.success(request, f"Surat ini memakai nomor {done.blank} dari blangkonya.")
        return redirect("console:letter", letter_id)
    context = {
        "letter": letter, "blanks": left, "free": TokenForm(), "is_fixed": blanks.is_fixed(letter),
        "kind_name": kind_name(letter.kind),
    }  # fmt: skip
    return show(request, "console/letters/blank.html", form, context)


@console(blanks.RIGHT)
def free(request: ConsoleRequest, letter_id: UUID) -> HttpResponse:
    """Take it back: the number stands on another paper, and this letter gets a new one."""
    if request.method != "POST":
        return HttpResponse(status=405)
    form = TokenForm(request.POST)
    if form.is_valid():
        blanks.write_up(letter_id, None, None, by=request.actor, at=request.now, id=form.id)
        messages.success(request, "Nomor blangko dilepaskan.")
    return redirect("console:letter", letter_id)


urlpatterns = [
    path("surat/<uuid:letter_id>/blangko/", blank, name="letter-blank"),
    path("surat/<uuid:letter_id>/blangko/lepas/", free, name="letter-blank-free"),
]
