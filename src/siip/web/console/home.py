"""The first page of the console, *Jumat ini*, and the page of settings."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from siip.programme import events
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui.parts import Link


@console()
def friday(request: ConsoleRequest) -> HttpResponse:
    coming = list(events.coming(request.kecamatan.path, request.now)[:1])
    return render(request, "console/home/friday.html", {"event": coming[0] if coming else None})


# (address, words, remark, rights of which one opens it)
SETTINGS = (
    (
        "/kantor/jabatan/",
        "Jabatan dan akun",
        "siapa memegang apa, sejak kapan, dan bagaimana ia masuk",
        "people.manage",
    ),
    ("/kantor/wilayah/", "Wilayah", "kelurahan, RW, dan RT", "wilayah.manage"),
    ("/kantor/program/", "Program", "nama, hari, dan jam", "programme.plan"),
    ("/kantor/register/", "Register surat", "pola nomor, buku, dan jatah", "registers.manage"),
    ("/kantor/penduduk/impor/", "Daftar penduduk", "memuat dari Excel", "people.import"),
    ("/kantor/jurnal/", "Jurnal", "apa yang terjadi, oleh siapa, kapan", "journal.see"),
)


@console()
def settings(request: ConsoleRequest) -> HttpResponse:
    places = [Link(href, text, note) for href, text, note, right in SETTINGS if request.actor.may_somewhere(right)]
    return render(request, "console/home/settings.html", {"places": places})


urlpatterns = [
    path("", friday, name="home"),
    path("pengaturan/", settings, name="settings"),
]
