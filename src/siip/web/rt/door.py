"""The door: in by the link or the short code, and out again."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse

from siip.kernel.refused import Refused
from siip.mobilisation import links
from siip.mobilisation.rules import codes
from siip.web.asked import HouseRequest
from siip.web.rt import call
from siip.web.rt.link import COOKIE, PATH, by_link, closed, guarded, keep
from siip.web.rt.link import door as door_page
from siip.web.ui.errors import error_page
from siip.web.ui.forms import REFUSED_FORM
from siip.web.ui.limits import Limit, seconds_to_wait

# 40 bits of a code against 300 tries an hour of all together: for a city of 5,000 heads one hit in eighty years.
# The beginning of a code has no more tries than one address, however many addresses somebody has.
CODES: Final = Limit("rt-kode", one=10, all=300, window=3600)
BEGINNING: Final = 3
# A token has 130 bits and needs no limit; the machine does. The heads of a city open theirs on one evening.
TOKENS: Final = Limit("rt-tautan", one=120, all=6000, window=600)


@guarded("GET", "HEAD")
def door(request: HouseRequest) -> HttpResponse:
    """Opening it changes nothing: a preview in a chat sees this page and kills no link."""
    if not request.COOKIES.get(COOKIE):
        return door_page(request)
    return by_link(call.nearest)(request)


@guarded("POST")
def enter(request: HouseRequest) -> HttpResponse:
    token, typed, event_id = request.POST.get("t", ""), request.POST.get("kode", ""), _meant(request)
    code = codes.read(typed, codes.CODE)
    if not token and code is None:
        return door_page(request, status=REFUSED_FORM, wrong=_wrong(typed), typed=typed[:40], event_id=event_id)
    limit, about = (TOKENS, "") if token else (CODES, (code or "")[:BEGINNING])
    if wait := seconds_to_wait(limit, request, request.now, about=about):
        return _too_many(request, wait)
    find, shown = (links.by_token, token) if token else (links.by_code, typed)
    try:
        visit = find(shown, kecamatan=request.kecamatan.path, at=request.now)
    except Refused as refused:
        return closed(request, refused, event_id=event_id)
    response = HttpResponseRedirect(reverse("rt:call", args=[event_id]) if event_id else PATH, status=303)
    keep(response, visit)
    return response


@guarded("POST")
def leave(request: HouseRequest) -> HttpResponse:
    response = redirect("rt:door")
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def _meant(request: HouseRequest) -> UUID | None:
    """The event of the message by which somebody came; whether it is his, its page asks."""
    try:
        return UUID(request.POST.get("kegiatan", ""))
    except ValueError:
        return None


def _wrong(typed: str) -> str:
    many = sum(sign.isalnum() for sign in typed)
    if not many:
        return "Kode belum diisi. Lihat pesan dari kelurahan."
    said = f"Yang Anda ketik {many}." if many != codes.CODE else "Ada huruf yang tidak dipakai dalam kode."
    return f"Kode terdiri dari {codes.CODE} huruf dan angka. {said}"


def _too_many(request: HouseRequest, wait: int) -> HttpResponse:
    minutes = -(-wait // 60)
    response = error_page(
        request,
        429,
        f"Terlalu banyak kode dicoba. Coba lagi dalam {minutes} menit, buka tautan pada pesannya, "
        "atau jawab lewat telepon ke kelurahan.",
    )
    response["Retry-After"] = str(wait)
    return response


urlpatterns = [
    path("", door, name="door"),
    path("masuk/", enter, name="enter"),
    path("keluar/", leave, name="leave"),
]
