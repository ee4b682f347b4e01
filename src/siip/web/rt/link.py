"""Who comes: the cookie that a link left on this telephone, good below /rt/ only; and what holds for every answer.

CSRF tokens would need a cookie of their own and an Origin, which `no-referrer` turns into "null". Here instead
the cookie is `SameSite=Lax`, so that no other site can post with it, and a form that a browser says comes from
another site is refused: nobody can put his own link onto somebody's telephone either.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from siip.kernel.refused import Refused
from siip.mobilisation import links
from siip.mobilisation.links import Visit
from siip.web.asked import HouseRequest
from siip.web.ui import csp
from siip.web.ui.errors import error_page
from siip.web.ui.style import source_hash

P = ParamSpec("P")
View = Callable[Concatenate[HouseRequest, P], HttpResponse]
OfLink = Callable[Concatenate[HouseRequest, Visit, P], HttpResponse]

COOKIE: Final = "siip_rt"
PATH: Final = "/rt/"
KEPT: Final = timedelta(days=90)
"""A telephone without a script types its code four times a year; a link that is revoked ends at once anyway."""

# The fragment never reaches a server, a log or a preview. It leaves the address bar before anything is sent.
SCRIPT: Final = (
    "var h=location.hash.slice(1),f=document.forms.masuk;"
    'if(h&&f){history.replaceState(null,"",location.pathname);f.t.value=h;f.submit()}'
)

TITLES: Final = {
    "link-unknown": "Tautan atau kode ini tidak kami kenal",
    "link-revoked": "Tautan ini sudah dicabut",
    "link-renewed": "Tautan ini sudah diganti",
    "link-ended": "Masa jabatan pada tautan ini sudah berakhir",
}
GONE: Final = 410


def guarded(*methods: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A view of /rt/: kept nowhere, listed nowhere, telling no other host; posts come from its own forms only."""

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @csrf_exempt
        @require_http_methods(list(methods))
        @wraps(view)
        def answered(request: HouseRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            # Browsers from before 2020 do not say where a form comes from; their cookie is Lax as well.
            foreign = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
            if request.method == "POST" and foreign:
                return private(error_page(request, 403))
            return private(view(request, *args, **kwargs))

        return answered  # type: ignore[return-value]  # the middleware made it a HouseRequest

    return guard


def by_link(view: OfLink[P]) -> View[P]:
    """Hands the visit to the view; whoever comes without a link that opens is led to the door."""

    @wraps(view)
    def opened(request: HouseRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        token = request.COOKIES.get(COOKIE, "")
        if not token:
            return door(request, status=403)
        try:
            visit = links.by_token(token, kecamatan=request.kecamatan.path, at=request.now)
        except Refused as refused:
            return closed(request, refused)
        return view(request, visit, *args, **kwargs)

    return opened


def door(
    request: HouseRequest, *, status: int = 200, wrong: str = "", typed: str = "", event_id: UUID | None = None
) -> HttpResponse:
    """The page before anybody is known: the script reads the link, and a field takes the short code.

    `event_id` is the event that the message told of; the page only hands it on, whether there is such an event or not.
    """
    context = {"script": SCRIPT, "wrong": wrong, "typed": typed, "meant": event_id}
    response = render(request, "rt/door.html", context, status=status)
    csp.allow(response, "script-src", source_hash(SCRIPT))
    return response


def closed(request: HouseRequest, refused: Refused, *, event_id: UUID | None = None) -> HttpResponse:
    """A link that opens nothing: why, and what to do; this telephone forgets it."""
    context = {"title": TITLES[refused.code], "text": refused.message, "meant": event_id}
    response = render(request, "rt/closed.html", context, status=404 if refused.code == "link-unknown" else GONE)
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def keep(response: HttpResponse, visit: Visit) -> None:
    """Leaves the link on this telephone."""
    response.set_cookie(
        COOKIE, links.token(visit.link), max_age=KEPT, path=PATH, httponly=True, samesite="Lax", secure=settings.SECURE
    )


def private(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "no-store")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
