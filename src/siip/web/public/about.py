"""Pages that say how things are: your data, what SIIP is and out of what it is made, a word to robots."""

from django.http import HttpResponse
from django.urls import path

from siip import __version__
from siip.kernel import catalogue
from siip.web.asked import HouseRequest
from siip.web.public.frame import page, shared
from siip.wilayah import national

ROBOTS = "User-agent: *\nDisallow: /kantor/\nDisallow: /akun/\nDisallow: /periksa/\n"


@shared
def your_data(request: HouseRequest) -> HttpResponse:
    """What is asked for each service; what is the same for all is said once, so that it prints on one sheet."""
    notices = [(service.name, told(service.notice)) for service in catalogue.services() if service.notice]
    alike = set.intersection(*({*said} for _, said in notices)) if len(notices) > 1 else set()
    return page(
        request,
        "public/about/your_data.html",
        title="Data Anda",
        description="Untuk apa data Anda dipakai, atas dasar apa, disimpan berapa lama, dan kepada siapa bertanya.",
        notices=[(name, " ".join(text for word, text in said if (word, text) not in alike)) for name, said in notices],
        alike=[pair for _, said in notices[:1] for pair in said if pair in alike],
    )


def told(notice: catalogue.Notice) -> list[tuple[str, str]]:
    """What is said where personal data are asked for, UU 27/2022 article 21."""
    return [("Untuk", notice.purpose), ("Dasar", notice.basis), ("Disimpan", notice.kept), ("Bertanya", notice.ask)]


@shared
def about(request: HouseRequest) -> HttpResponse:
    return page(
        request,
        "public/about/siip.html",
        title="Tentang SIIP",
        description="Perangkat lunak terbuka untuk layanan kecamatan di tempat warga bergotong royong.",
        version=__version__,
        attribution=national.ATTRIBUTION,
        edition=national.EDITION,
    )


@shared
def robots(request: HouseRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("data-anda/", your_data, name="your_data"),
    path("tentang/", about, name="about"),
    path("robots.txt", robots, name="robots"),
]
