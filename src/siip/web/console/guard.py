"""The door of the console: logged in, second factor where the office asks for it, a right held somewhere."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from siip.kernel.refused import Refused
from siip.people import accounts
from siip.web.asked import ConsoleRequest
from siip.web.console.accounts import keep_session

P = ParamSpec("P")
View = Callable[Concatenate[ConsoleRequest, P], HttpResponse]


def console(*rights: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Guard a view: whoever holds one of the rights somewhere in this kecamatan may open it.

    What exactly may be seen or done there is asked again by the area; no right at all named means that
    every member of staff may come in.
    """

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: ConsoleRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to(reverse("account_login"), request)
            if not request.actor.grants:
                raise Refused(
                    "no-right",
                    "Akun Anda tidak sedang memegang jabatan di kecamatan ini. Hubungi pengelola kecamatan.",
                )
            if accounts.must_change_password(request.user):
                return _to(reverse("account_change_password"), request)
            if accounts.must_have_second_factor(request.actor) and not accounts.has_second_factor(request.user):
                return _to(reverse("mfa_activate_totp"), request)
            if rights and not any(request.actor.may_somewhere(right) for right in rights):
                raise Refused(
                    "no-right",
                    "Jabatan Anda tidak memakai halaman ini. Bila seharusnya, hubungi pengelola kecamatan.",
                )
            keep_session(request)
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", "no-store")
            return response

        return guarded  # type: ignore[return-value]  # the middleware made it a ConsoleRequest

    return guard


def _to(address: str, request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/kantor/"
    return HttpResponseRedirect(f"{address}?{urlencode({'next': back})}")
