"""The picture that a chat shows beside a link: the office, its city, and that nothing costs money.

One for the whole kecamatan and not one for each page: a chat keeps it for weeks, and a Friday may move.
"""

from functools import lru_cache
from typing import Final

from django.http import HttpResponse
from django.urls import path

from siip.kernel.paper import render_png
from siip.web.asked import HouseRequest
from siip.web.public.frame import CARD, city_of, here, shared
from siip.web.ui.icons import WORDMARK

SAID: Final = "Layanan di jalan. Semua Rp0."
# On a page the wordmark takes the colour of its text; a picture has none.
DRAWN: Final = WORDMARK.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" color="#fff" ', 1)


@shared
def card(request: HouseRequest) -> HttpResponse:
    kecamatan = request.kecamatan
    return HttpResponse(_drawn(kecamatan.title, city_of(here(request))), content_type="image/png")


@lru_cache(maxsize=64)
def _drawn(name: str, city: str) -> bytes:
    # 20 ms and 42 KB; most chats refuse a picture of more than 300 KB.
    return render_png("kartu", {"wordmark": DRAWN, "name": name, "city": city, "said": SAID}, ppi=72)


urlpatterns = [path(CARD.lstrip("/"), card, name="card")]
