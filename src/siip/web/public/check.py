"""Checking a letter: by its QR or by the code under it. Nothing is told that the paper does not say.

An unknown code and one that is none get the same page; a name shows its first letters only. The limits
are per address, kept as a keyed fingerprint, and over the whole house.
"""

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from siip.kernel import crypt
from siip.letters.rules import codes
from siip.letters.rules.validity import dated_on
from siip.letters.verification import Verdict, verdict
from siip.web.asked import HouseRequest
from siip.web.ui.errors import error_page
from siip.web.ui.fields import Line
from siip.web.ui.forms import Form, show
from siip.web.ui.parts import Meaning

PER_ADDRESS, OVERALL, WINDOW = 60, 3000, 600
"""Checks in ten minutes: a bank's counter needs a few; guessing 150 bits needs more than there are."""

SAID: dict[str, tuple[Meaning, str, str]] = {
    "valid": (
        "ok",
        "Surat ini tercatat dan berlaku",
        "Cocokkan nama, nomor, dan tanggal ini dengan kertasnya.",
    ),
    "lapsed": ("wait", "Surat ini tercatat, masa berlakunya sudah lewat", "Mintalah surat yang baru."),
    "unsigned": ("wait", "Surat ini belum selesai", "Nomornya tercatat, tanda tangannya belum. Tanyakan ke kantor."),
    "review": ("wait", "Surat ini sedang ditinjau", "Tanyakan ke kantor yang menerbitkan sebelum menerimanya."),
    "revoked": ("no", "Surat ini sudah dicabut", "Surat ini tidak berlaku lagi. Jangan diterima."),
    "void": ("no", "Surat ini batal", "Surat ini tidak pernah berlaku. Jangan diterima."),
    "unknown": (
        "no",
        "Kode ini tidak ada di register",
        "Periksa ketikannya. Bila tetap begini, jangan diterima.",
    ),
}


class CodeForm(Form):
    kode = Line(
        label="Kode di bawah gambar QR", max_length=60, help_text="Sepuluh kelompok tiga huruf. Spasi boleh ditulis."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HouseRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        # What is no code goes to the same answer as an unknown one; nothing that was typed is repeated.
        return HttpResponseRedirect(f"/periksa/{codes.parse(form.cleaned_data['kode']) or '0' * codes.LENGTH}")
    return _private(show(request, "public/check.html", form))


@require_http_methods(["GET", "HEAD"])
def answer(request: HouseRequest, code: str) -> HttpResponse:
    if _too_many(request):
        return error_page(request, 429)
    found = verdict(code, on=dated_on(request.now, request.kecamatan.zone))
    meaning, title, text = SAID[found.state]
    context = {"meaning": meaning, "title": title, "text": text, "facts": _facts(found)}
    return _private(render(request, "public/answer.html", context))


def _facts(found: Verdict) -> list[tuple[str, object]]:
    return [
        ("Surat", found.kind_name), ("Nomor", found.number), ("Nama", found.masked_name), ("Kantor", found.office),
        ("Tanggal", found.dated_on and f"{found.dated_on:%d-%m-%Y}"),
        ("Berlaku sampai", found.valid_until and f"{found.valid_until:%d-%m-%Y}"),
    ]  # fmt: skip


def _too_many(request: HouseRequest) -> bool:
    address = crypt.blind("address", request.META.get("REMOTE_ADDR", "")).hex()
    window = int(request.now.timestamp()) // WINDOW
    return _counted(f"periksa:{window}:{address}") > PER_ADDRESS or _counted(f"periksa:{window}") > OVERALL


def _counted(key: str) -> int:
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # culled between the two: begin again
        cache.set(key, 1, WINDOW)
        return 1


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [
    path("periksa/", ask, name="check"),
    path("periksa/<str:code>", answer, name="answer"),
]
