"""What stands before every page: the clock is read, the host decides the kecamatan, the account its rights."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.people import offices
from siip.people.models import Account
from siip.people.rights import actor_for
from siip.web import clock
from siip.web.asked import HouseRequest
from siip.web.ui.errors import error_page
from siip.wilayah.models import Wilayah

Page = Callable[[HttpRequest], HttpResponse]


def asked(get_response: Page) -> Page:
    """Set `request.now`, `request.kecamatan` and `request.actor`; an unknown host gets the list of houses."""

    def middleware(request: HouseRequest) -> HttpResponse:
        try:
            request.now = clock.moment(request)
        except clock.ForeignClock:
            return error_page(request, 403, "Rumah ini memakai jamnya sendiri. Hapus kepala SIIP-Clock, lalu ulangi.")
        if request.path == "/healthz":
            return get_response(request)
        served = offices.served_kecamatan()
        kecamatan = _kecamatan_of(request.get_host(), served)
        # A QR leads to public_url, which need not be the host of any kecamatan: codes are checked everywhere.
        if kecamatan is None and not request.path.startswith("/periksa/"):
            return _which(request, served)
        if kecamatan is not None:
            request.kecamatan = kecamatan
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[assignment]  # behaves as one
        return get_response(request)

    return middleware  # type: ignore[return-value]  # Django calls it with its own request


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
    if not isinstance(request.user, Account):
        return Actor(person=None, account=None, device=journal.house_id(), grants=frozenset())
    return actor_for(request.user, request.now).only_within(request.kecamatan.path)
