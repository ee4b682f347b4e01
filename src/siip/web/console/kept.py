"""A long form outlives the session that it was begun in: what was typed comes back after the log-in.

Three things end a form in the middle: the session has run out; somebody logged in again in another tab, and with
it the CSRF token was changed; a screen is held out to residents in another tab. None may cost a clerk ten minutes
of typing with the resident waiting.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]
SHOWN_AGAIN: Final = 422
LEFT_OPEN: Final = (
    "Halaman ini terlalu lama terbuka, jadi belum ada yang disimpan. Isian Anda masih ada: periksa, lalu lanjutkan."
)
_CSRF: Final = CsrfViewMiddleware(lambda request: HttpResponse())


def keeps(view: View) -> View:
    """Guard a form's view. A post without a session gets a page that holds what was typed; for one without a
    good CSRF token the view is called with `again=True`: it shows the form as typed and does not act.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return shown_again(request)
        refused = _CSRF.process_view(request, view, args, kwargs)
        return view(request, *args, **kwargs, again=bool(refused))

    guarded.keeps = True  # type: ignore[attr-defined]  # asked by web.console.held
    return csrf_exempt(guarded)  # looked at just above, with another answer


def left_open(form: BaseForm) -> None:
    """Say on top of the form why nothing was saved."""
    form.full_clean()
    form.add_error(None, LEFT_OPEN)


def shown_again(request: HttpRequest) -> HttpResponse:
    """A page that holds what was typed, to be sent again once the way is open."""
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    answer = render(request, "console/requests/expired.html", {"typed": typed}, status=SHOWN_AGAIN)
    answer["Cache-Control"] = "no-store"
    return answer
