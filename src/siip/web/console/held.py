"""The screen that is held out to residents: while it is open, its browser opens nothing else of the office.

A middleware and not the guard of the console: the account pages have no such guard, and a page that somebody
adds tomorrow is closed as well. The way back is allauth's page that asks for the password again, with its limits.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from siip.web.console.kept import shown_again

KEY: Final = "held"
CLOSED: Final = ("/kantor/", "/akun/")


def hold(request: HttpRequest) -> None:
    """From now on this session opens only the page that is asked for here, until `let_go`."""
    if request.session.get(KEY) != request.path:
        request.session[KEY] = request.path


def let_go(request: HttpRequest) -> None:
    """The password was given: the session opens every page again."""
    request.session.pop(KEY, None)


class Held:
    """Middleware: of a session that holds a screen out, everything else leads to the question for the password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.path.startswith(CLOSED) or not (screen := request.session.get(KEY)):
            return None
        again = reverse("account_reauthenticate")
        if request.path in (screen, again, reverse("account_logout")) or not request.user.is_authenticated:
            return None
        if request.method == "POST" and getattr(view, "keeps", False):
            return shown_again(request)
        back = request.get_full_path() if request.method == "GET" else "/kantor/"
        return redirect(f"{again}?{urlencode({'next': back})}")
