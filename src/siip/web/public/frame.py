"""What all pages for everybody share: whose they are, how long a copy may be kept, nothing of the visitor."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from siip.web.asked import HouseRequest
from siip.web.ui.address import address_of
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import ancestors_of

P = ParamSpec("P")
View = Callable[Concatenate[HouseRequest, P], HttpResponse]

CARD = "/kartu.png"
"""Where the picture for chats lies (card.py)."""

MAX_AGE = 60
"""Seconds that a copy may be shown unasked: long enough for the crowd of one WhatsApp group, short enough
for a Friday that is moved because of rain."""


def shared(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page that is the same for everybody: GET and HEAD, kept for a minute, then asked for by its ETag."""

    @require_safe
    @conditional_page
    @wraps(view)
    def kept(request: HouseRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = f"public, max-age={MAX_AGE}"
        return response

    return kept  # type: ignore[return-value]  # the middleware made it a HouseRequest


def page(
    request: HouseRequest,
    template: str,
    *,
    title: str,
    description: str,
    card: str = "",
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    """Render a page. `card` is the title in a chat's preview where it is not the page's own.

    The messages of a session are left to the console: a page that a cache may keep holds nothing of one
    visitor, and one that looks at no session needs no `Vary: Cookie`.
    """
    frame: Mapping[str, Any] = {
        "title": title, "description": description, "card": card or title, "city": city_of(here(request)),
        "card_picture": picture_of(here(request)), "messages": (),
    }  # fmt: skip
    return render(request, template, {**frame, **said}, status=status)


def here(request: HttpRequest) -> Wilayah | None:
    """The kecamatan; None only under /periksa/ at an address that is no kecamatan's (web.middleware)."""
    return getattr(request, "kecamatan", None)


def picture_of(kecamatan: Wilayah | None) -> str:
    """The address of the picture, in full, as chats want it; none where the host is no kecamatan's."""
    return address_of(kecamatan) + CARD if kecamatan else ""


def city_of(kecamatan: Wilayah | None) -> str:
    """ "Kota Palembang", which answers for the data of all its kecamatan."""
    return territory.at_path(ancestors_of(kecamatan.path)[-1]).title if kecamatan else ""
