"""What stands before every page: the clock is read, the host decides the kecamatan, refusals are answered.

Order in settings: csp and sessions first, then `Asked` (after authentication), then `Answers`.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.people import offices
from siip.people.rights import actor_for
from siip.web.asked import HouseRequest
from siip.wilayah.models import Wilayah

Page = Callable[[HttpRequest], HttpResponse]

# A refusal that has an address of its own among the answers of HTTP; every other one is a conflict.
STATUS = {"no-right": 403, "not-found": 404, "too-many": 429}


def asked(get_response: Page) -> Page:
    """Set `request.now`, `request.kecamatan` and `request.actor`; an unknown host gets the list of houses."""

    def middleware(request: HouseRequest) -> HttpResponse:
        request.now = datetime.now(UTC)
        if request.path == "/healthz":
            return get_response(request)
        served = offices.served_kecamatan()
        kecamatan = _kecamatan_of(request.get_host(), served)
        if kecamatan is None:
            return _which(request, served)
        request.kecamatan = kecamatan
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[assignment]  # behaves as one
        return get_response(request)

    return middleware  # type: ignore[return-value]  # Django calls it with its own request


def answers(get_response: Page) -> Page:
    """Nothing on the way in; a `Refused` that no view has caught becomes a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return refusal(request, fault) if isinstance(fault, Refused) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page of one refusal, under the status that fits its code."""
    status = STATUS.get(refused.code, 409)
    title = {403: "Anda tidak berwenang untuk ini", 404: "Tidak ditemukan", 429: "Terlalu sering"}.get(
        status, "Belum dapat dilakukan"
    )
    back = "/kantor/" if request.path.startswith("/kantor/") else "/"
    context = {"title": title, "text": refused.message, "status": status, "back": back, "back_text": "Kembali"}
    return render(request, "ui/error.html", context, status=status)


def _kecamatan_of(host: str, served: list[Wilayah]) -> Wilayah | None:
    if len(served) == 1:
        return served[0]
    name = host.rpartition(":")[0] or host if not host.endswith("]") else host
    code = settings.SIIP.hosts.get(name.lower())
    return next((one for one in served if one.code == code), None)


def _which(request: HttpRequest, served: list[Wilayah]) -> HttpResponse:
    addresses = {code: host for host, code in settings.SIIP.hosts.items()}
    places = [(one, addresses.get(one.code)) for one in served]
    # 421: asked at an address that is nobody's here. Nothing but names and addresses of offices is shown.
    return render(request, "ui/which.html", {"places": places, "scheme": request.scheme}, status=421)


def _actor(request: HouseRequest) -> Actor:
    if not request.user.is_authenticated:
        return Actor(person=None, account=None, device=journal.house_id(), grants=frozenset())
    return actor_for(request.user, request.now).only_within(request.kecamatan.path)
