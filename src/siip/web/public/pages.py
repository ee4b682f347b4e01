"""Pages that say how things are: your data, about, and a word to robots."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from siip.kernel import catalogue
from siip.web.asked import HouseRequest
from siip.wilayah import national

ROBOTS = "User-agent: *\nDisallow: /kantor/\nDisallow: /akun/\nDisallow: /periksa/\n"


@require_safe
def your_data(request: HouseRequest) -> HttpResponse:
    notices = [(service.name, service.notice) for service in catalogue.services() if service.notice]
    return render(request, "public/your_data.html", {"notices": notices})


@require_safe
def about(request: HouseRequest) -> HttpResponse:
    return render(request, "public/about.html", {"attribution": national.ATTRIBUTION})


@require_safe
def robots(request: HouseRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")


urlpatterns = [
    path("data-anda/", your_data, name="your_data"),
    path("tentang/", about, name="about"),
    path("robots.txt", robots, name="robots"),
]
