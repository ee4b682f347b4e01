"""A long form outlives the session that it was begun in: what was typed comes back after the log-in.

Two things end a form in the middle: the session has run out, or somebody logged in again in another tab, and
with it the CSRF token was changed. Neither may cost a clerk ten minutes of typing with the resident waiting.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = Callable[[HttpRequest], HttpResponse]
SHOWN_AGAIN: Final = 422
_CSRF: Final = CsrfViewMiddleware(lambda request: HttpResponse())


def keeps(show_again: View) -> Callable[[View], View]:
    """Guard a form's view. A post without a session gets a page that holds what was typed; one without a
    good CSRF token gets the form by `show_again`, which must not act. Whatever acts is protected as ever.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return view(request)
            if not request.user.is_authenticated:
                return _expired(request)
            refused = _CSRF.process_view(request, view, (), {})
            return show_again(request) if refused else view(request)

        return csrf_exempt(guarded)  # looked at just above, with another answer

    return guard


def _expired(request: HttpRequest) -> HttpResponse:
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    answer = render(request, "console/requests/expired.html", {"typed": typed}, status=SHOWN_AGAIN)
    answer["Cache-Control"] = "no-store"
    return answer
