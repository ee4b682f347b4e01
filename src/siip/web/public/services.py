"""The services: what is needed, what is not, how long, what it costs; the published half of the standard."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from siip.kernel import catalogue
from siip.people.models import OfficeKind
from siip.web.asked import HouseRequest
from siip.web.ui.parts import Link

WHERE = {"event": "di kegiatan Jumat", "counter": "di loket kantor setiap hari kerja"}


@require_safe
def index(request: HouseRequest) -> HttpResponse:
    found = catalogue.services()
    ours = [Link(f"/layanan/{one.kode}/", one.name, "Rp0") for one in found if one.letter]
    others = [Link(f"/layanan/{one.kode}/", one.name, one.partner) for one in found if not one.letter]
    return render(request, "public/services.html", {"ours": ours, "others": others})


@require_safe
def one(request: HouseRequest, kode: str) -> HttpResponse:
    service = next((one for one in catalogue.services() if one.kode == kode), None)
    if service is None:
        raise Http404
    letter = catalogue.letter_type(service.letter) if service.letter else None
    facts = [
        ("Biaya", service.biaya), ("Lama", service.jangka_waktu), ("Hasil", service.produk),
        ("Di mana", " dan ".join(WHERE[place] for place in service.where if place in WHERE)),
        ("Ditandatangani", OfficeKind(letter.signer).label if letter else ""),
    ]  # fmt: skip
    return render(request, "public/service.html", {"service": service, "facts": facts})


urlpatterns = [
    path("layanan/", index, name="services"),
    path("layanan/<slug:kode>/", one, name="service"),
]
