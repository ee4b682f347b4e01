"""The people who work here, and how they log in."""

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from siip.people import accounts, offices, persons
from siip.people.models import Account, Person
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.console.offices import MANAGE, MANY, today
from siip.web.ui import tables
from siip.web.ui.fields import Digits, Line
from siip.web.ui.forms import TokenForm, attempt, show

# Neither 0 and o nor 1, i and l: a start password is read from paper and typed once.
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def start_password() -> str:
    """Three groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))


class PersonForm(TokenForm):
    refusals = {"name-missing": "name", "nip-shape": "nip"}
    name = Line(label="Nama dengan gelar", max_length=120, help_text="Seperti pada surat: Hendra Saputra, S.Sos.")
    nip = Digits(length=18, label="NIP", required=False, help_text="18 angka. Kosong bila tidak punya.")
    rank = Line(label="Pangkat dan golongan", max_length=60, required=False, help_text="Misalnya Penata (III/c).")
    phone = Line(label="Nomor telepon", max_length=20, required=False)


class StartForm(TokenForm):
    refusals = {"weak-password": "password", "other-payload": "password"}
    password = Line(
        label="Kata sandi awal", max_length=128, initial=start_password,
        help_text="Berlaku 14 hari, dan harus diganti saat masuk pertama kali.",
    )  # fmt: skip


class AccountForm(StartForm):
    refusals = {
        **StartForm.refusals, "username-shape": "username", "username-taken": "username", "nik-in-text": "username"
    }  # fmt: skip
    field_order = ["username", "password"]
    username = Line(label="Nama pengguna", max_length=40, help_text="Huruf kecil, misalnya hendra atau rini.astuti.")


@console(MANAGE)
def people(request: ConsoleRequest) -> HttpResponse:
    listing = tables.listing(request.GET, persons.persons(request.actor), (), size=MANY)
    found = persons.persons_today(listing.rows, request.actor, today(request))
    return render(request, "console/people/people.html", {"listing": listing, "people": found})


@console(MANAGE)
def new(request: ConsoleRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    made = None
    if form.is_valid():
        made = attempt(
            form, persons.make_person, kecamatan=request.kecamatan.path, by=request.actor, at=request.now,
            **form.act(),
        )  # fmt: skip
    if made is None:
        return show(request, "console/people/new.html", form)
    return redirect("console:person", made.pk)


@console(MANAGE)
def person(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    found = persons.person(person_id, request.actor)
    account = _account(found)
    on = today(request)
    context = {
        "person": found,
        "held": [(one, offices.is_held(one, on)) for one in persons.holdings_of_person(person_id, request.actor)],
        "access": accounts.access(account) if account else None,
        "is_me": account is not None and account.pk == request.user.pk,
    }
    return render(request, "console/people/person.html", context)


@console(MANAGE)
def revise(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    found = persons.person(person_id, request.actor)
    said = {"name": found.name, "nip": found.nip, "rank": found.rank, "phone": found.phone}
    form = PersonForm(request.POST or None, initial=said)
    if (
        form.is_valid()
        and attempt(form, persons.revise_person, person_id=person_id, by=request.actor, at=request.now, **form.act())
        is not None
    ):
        messages.success(request, "Data sudah diubah. Surat yang sudah ditandatangani tidak berubah.")
        return redirect("console:person", person_id)
    return show(request, "console/people/revise.html", form, {"person": found})


@console(MANAGE)
def open_account(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    found = persons.person(person_id, request.actor)
    form = AccountForm(request.POST or None, initial={"username": _suggested(found)})
    account = None
    if form.is_valid():
        account = attempt(
            form, accounts.open_account, person_id=person_id, by=request.actor, at=request.now, **form.act()
        )
    if account is None:
        return show(request, "console/people/open_account.html", form, {"person": found})
    return _handed_over(request, account, found, form.cleaned_data["password"])


@console(MANAGE)
def new_password(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    found, account = _with_account(request, person_id)
    form = StartForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(
            form, accounts.new_start_password, account_id=account.pk, by=request.actor, at=request.now, **form.act()
        )
        is not None
    ):
        return _handed_over(request, account, found, form.cleaned_data["password"])
    return show(request, "console/people/new_password.html", form, {"person": found, "account": account})


@console(MANAGE)
def close(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    return _switch(request, person_id, accounts.close_account, "close", "Akun sudah ditutup.")


@console(MANAGE)
def reopen(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    return _switch(request, person_id, accounts.reopen_account, "reopen", "Akun sudah dibuka lagi.")


@console(MANAGE)
def drop_second_factor(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    done = "Verifikasi dua langkah sudah dilepas. Ia memasangnya lagi saat masuk berikutnya."
    return _switch(request, person_id, accounts.drop_second_factor, "drop", done)


def _switch(
    request: ConsoleRequest, person_id: UUID, act: Callable[..., Account], page: str, done: str
) -> HttpResponse:
    found, account = _with_account(request, person_id)
    form = TokenForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, act, account_id=account.pk, by=request.actor, at=request.now, **form.act()) is not None
    ):
        messages.success(request, done)
        return redirect("console:person", person_id)
    return show(request, f"console/people/{page}.html", form, {"person": found, "account": account})


def _handed_over(request: ConsoleRequest, account: Account, person: Person, password: str) -> HttpResponse:
    """Shown once and kept nowhere; the same form sent twice shows the same page again."""
    context: dict[str, Any] = {"account": account, "person": person, "password": password}
    return render(request, "console/people/handed_over.html", context)


def _with_account(request: ConsoleRequest, person_id: UUID) -> tuple[Person, Account]:
    found = persons.person(person_id, request.actor)
    return found, accounts.account_of(found)


def _account(person: Person) -> Account | None:
    return getattr(person, "account", None)


def _suggested(person: Person) -> str:
    first = person.name.lower().split()[0].strip(".,")
    return first if first.isascii() and first.isalpha() else ""


urlpatterns = [
    path("orang/", people, name="people"),
    path("orang/baru/", new, name="person-new"),
    path("orang/<uuid:person_id>/", person, name="person"),
    path("orang/<uuid:person_id>/ubah/", revise, name="person-revise"),
    path("orang/<uuid:person_id>/akun/", open_account, name="account-open"),
    path("orang/<uuid:person_id>/sandi/", new_password, name="account-password"),
    path("orang/<uuid:person_id>/tutup/", close, name="account-close"),
    path("orang/<uuid:person_id>/buka/", reopen, name="account-reopen"),
    path("orang/<uuid:person_id>/lepas/", drop_second_factor, name="account-drop"),
]
