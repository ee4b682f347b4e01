"""The PIN for signing and the enrolment of this browser, each after a full log-in."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.people import enrolments, pins
from siip.people.rules.pins import LENGTH
from siip.web.asked import ConsoleRequest
from siip.web.console.accounts import ask_again, logged_in_recently
from siip.web.console.enrolled import enrolment_id, forget_enrolment, remember_enrolment
from siip.web.console.guard import console
from siip.web.ui.fields import Digits
from siip.web.ui.forms import TokenForm, attempt, show


class PinForm(TokenForm):
    refusals = {"pin-shape": "pin", "pin-trivial": "pin"}
    pin = Digits(
        length=LENGTH, is_secret=True, label="PIN baru",
        help_text="Enam angka. Bukan tanggal lahir, bukan angka berurutan, bukan bagian dari NIP.",
    )  # fmt: skip
    again = Digits(length=LENGTH, is_secret=True, label="PIN baru, sekali lagi")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if {"pin", "again"} <= values.keys() and values["pin"] != values["again"]:
            self.add_error("again", "Kedua PIN tidak sama. Ketik lagi keduanya.")
        values.pop("again", None)
        return values


class EnrolForm(TokenForm):
    office_id = forms.TypedChoiceField(label="Kantor", coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, offices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_id"].choices = offices  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.initial["office_id"] = offices[0][0]


SIGNS = ("letters.sign", "letters.revoke")


@console(*SIGNS)
def pin(request: ConsoleRequest) -> HttpResponse:
    known = pins.pin_of(request.user.pk)
    enrolment = enrolments.current(enrolment_id(request), request.user.pk)
    return render(request, "console/pin/pin.html", {"pin": known, "enrolment": enrolment})


@console(*SIGNS)
def set_pin(request: ConsoleRequest) -> HttpResponse:
    # Before the form is read: a PIN must not wait in the session until the password has been typed.
    if not logged_in_recently(request):
        return ask_again(request)
    form = PinForm(request.POST or None)
    if form.is_valid() and attempt(
        form, pins.set_pin, account_id=request.user.pk, recent_login=True, by=request.actor, at=request.now,
        **form.act(),
    ) is not None:  # fmt: skip
        messages.success(request, "PIN Anda sudah disetel.")
        return redirect("console:pin")
    return show(request, "console/pin/set.html", form)


@console(*SIGNS)
def enrol(request: ConsoleRequest) -> HttpResponse:
    if not logged_in_recently(request):
        return ask_again(request)
    choices = [(str(one.id), one.title) for one in enrolments.signing_offices(request.actor, request.now)]
    form = EnrolForm(choices, request.POST or None)
    enrolment = None
    if form.is_valid():
        enrolment = attempt(
            form, enrolments.enrol, account_id=request.user.pk, recent_login=True, by=request.actor, at=request.now,
            **form.act(),
        )  # fmt: skip
    if enrolment is None:
        return show(request, "console/pin/enrol.html", form)
    remember_enrolment(request, enrolment.id)
    messages.success(request, f"Peramban ini terdaftar untuk {enrolment.office.title} sampai Anda keluar.")
    return redirect("console:pin")


@console(*SIGNS)
def end(request: ConsoleRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    known = enrolment_id(request)
    if not form.is_valid():
        return show(request, "console/pin/end.html", form)
    if known is not None:
        enrolments.end(known, by=request.actor, at=request.now, id=form.id)
        forget_enrolment(request)
    messages.success(request, "Peramban ini tidak terdaftar lagi untuk menandatangani.")
    return redirect("console:pin")


urlpatterns = [
    path("pin/", pin, name="pin"),
    path("pin/setel/", set_pin, name="pin-set"),
    path("pin/daftar/", enrol, name="pin-enrol"),
    path("pin/akhiri/", end, name="pin-end"),
]
