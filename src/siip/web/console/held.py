"""The screen that is held out to residents: while it is open, its browser opens nothing else of the office.

A middleware and not the guard of the console: the account pages have no such guard, and a page that somebody
adds tomorrow is closed as well. The way back has a page of its own beside allauth's that asks for the password
again: that one counts wrong passwords against the account and the address, so that a stranger with the telephone in
his hand would lock the clerk out at every desk.
"""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from siip.web.asked import ConsoleRequest
from siip.web.console.kept import shown_again
from siip.web.ui.forms import Form, show

KEY: Final = "held"
CLOSED: Final = ("/kantor/", "/akun/")
GUESSES: Final = "held"
"""What ACCOUNT_RATE_LIMITS calls the wrong passwords of one session."""


def hold(request: HttpRequest) -> None:
    """From now on this session opens only the page that is asked for here, until the password is given."""
    request.session[KEY] = request.path


def is_held(request: HttpRequest) -> bool:
    """Whether this session holds out the page that is asked for here."""
    return bool(request.session.get(KEY) == request.path)


class Held:
    """Middleware: of a session that holds a screen out, everything else leads to the question for the password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.path.startswith(CLOSED) or not (screen := request.session.get(KEY)):
            return None
        again = reverse("account_take_back")
        # Logging out is closed as well: whoever holds the telephone would end the screen with a tap.
        if request.path in (screen, again) or not request.user.is_authenticated:
            return None
        if request.method == "POST" and getattr(view, "keeps", False):
            return shown_again(request)
        back = request.get_full_path() if request.method == "GET" else "/kantor/"
        return redirect(f"{again}?{urlencode({'next': back})}")


class TakeBackForm(Form):
    password = forms.CharField(
        label="Kata sandi", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )  # whoever holds the telephone must type it: the browser of the clerk would fill in one that it keeps


@login_required
def take_back(request: ConsoleRequest) -> HttpResponse:
    """The question for the password; after five wrong ones this session ends, and the account is as it was."""
    back = get_next_redirect_url(request) or "/kantor/"  # an address, and never the name of a page
    if KEY not in request.session:
        return HttpResponseRedirect(back)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        # Counted before it is looked at: of twenty sent at once, five are looked at.
        if _guesses(request) and request.user.check_password(form.cleaned_data["password"]):
            ratelimit.clear(request, action=GUESSES, key=request.session.session_key)
            del request.session[KEY]
            return HttpResponseRedirect(back)
        if not _guesses(request, dry_run=True):
            return _end(request)
        form.add_error("password", "Kata sandi salah. Coba lagi; sesudah lima kali salah peramban ini dikeluarkan.")
    return show(request, "account/take_back.html", form, {"next": back, "screen": request.session[KEY]})


def _guesses(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether this session may guess once more; counts the guess unless `dry_run`."""
    key = request.session.session_key
    return bool(ratelimit.consume(request, action=GUESSES, key=key, dry_run=dry_run))


def _end(request: ConsoleRequest) -> HttpResponse:
    get_adapter().logout(request)
    messages.warning(request, "Lima kali kata sandi salah, jadi peramban ini dikeluarkan. Akunnya tidak terkunci.")
    return redirect("account_login")
