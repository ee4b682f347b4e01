"""Checking a letter, or whether one is ready: by the QR or the code of a paper. Nothing is told that it does not say.

Verification is house-wide. The QR holds `public_url` for ever, whichever kecamatan wrote the letter, and a
paper does not know at which host it is read: so every host of the house gives the same answer, and
the answer names the office that issued the letter. The same holds of the short code on a promise slip, which
tells a state, a day and an office, and neither name nor kind of letter.
"""

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from siip.letters.rules import codes
from siip.letters.rules.validity import dated_on
from siip.letters.verification import Verdict, verdict
from siip.services import slips
from siip.services.rules import slips as promises
from siip.web.asked import HouseRequest
from siip.web.public import limits
from siip.web.public.frame import here, page
from siip.web.ui import wording
from siip.web.ui.errors import error_page
from siip.web.ui.fields import Line
from siip.web.ui.forms import REFUSED_FORM, Form
from siip.web.ui.parts import Meaning

TITLE: Final = "Periksa surat"
DESCRIPTION: Final = (
    "Periksa apakah surat tercatat di register kantor dan masih berlaku, atau sudah siap diambil. "
    "Tanpa akun, tanpa biaya."
)

# State -> meaning, what it is, what that means, what to do next.
SAID: Final[dict[str, tuple[Meaning, str, str, str]]] = {
    "valid": (
        "ok",
        "Surat ini tercatat dan berlaku",
        "Tercatat di register {office}.",
        "Cocokkan dengan kertas di tangan Anda. Bila ada yang berbeda, jangan terima suratnya.",
    ),
    "lapsed": (
        "wait",
        "Surat ini sudah lewat masa berlakunya",
        "Tercatat di register {office}, berlaku sampai {until}.",
        "Mintalah surat yang baru. Pemiliknya dapat mengurusnya lagi, tanpa biaya.",
    ),
    "unsigned": (
        "wait",
        "Surat ini belum selesai",
        "Nomornya sudah tercatat, tanda tangannya belum.",
        "Jangan dipakai dulu. Periksa lagi nanti, atau tanyakan kepada {office}.",
    ),
    "review": (
        "wait",
        "Surat ini sedang ditinjau",
        "Surat ini kami keluarkan, tetapi isinya sedang kami periksa kembali.",
        "Jangan dipakai dulu. Tanyakan hasilnya kepada {office}.",
    ),
    "revoked": (
        "no",
        "Surat ini sudah dicabut",
        "Surat ini pernah tercatat, lalu dicabut. Sekarang tidak berlaku.",
        "Jangan diterima. Alasannya dapat ditanyakan pemiliknya kepada {office}.",
    ),
    "void": (
        "no",
        "Surat ini batal",
        "Nomornya pernah disiapkan, tetapi suratnya tidak jadi diterbitkan.",
        "Jangan diterima. Pemegangnya dapat bertanya kepada {office}.",
    ),
    "unknown": (
        "no",
        "Kode ini tidak ada di register kami",
        "Bisa jadi salah ketik. Bisa jadi surat ini bukan dari kami.",
        "Cocokkan kodenya huruf demi huruf. Bila kertasnya memang berkode begini, jangan diterima, lalu "
        "tanyakan kepada kantor yang tertulis pada kopnya.",
    ),
}


# What the code of a promise slip tells, in the same four parts.
PROMISED: Final[dict[str, tuple[Meaning, str, str, str]]] = {
    "working": (
        "wait",
        "Surat Anda sedang dikerjakan",
        "Dijanjikan siap {due}.",
        "Periksa lagi di sini sebelum berangkat.",
    ),
    "papers": (
        "wait",
        "Menunggu berkas dari Anda",
        "Suratnya dikerjakan begitu berkas yang tertulis di kertas janji kami terima.",
        "Bawa berkas dan kertas janjinya ke {place}.",
    ),
    "ready": (
        "ok",
        "Surat Anda siap diambil",
        "Siap sejak {on}.",
        "Ambil di {place}, pada jam kantor, dengan kertas janji ini. Tanpa biaya.",
    ),
    "handed": (
        "ok",
        "Surat Anda sudah diserahkan",
        "Diserahkan {on}.",
        "Bila bukan Anda atau wakil Anda yang menerima, tanyakan di {place}.",
    ),
    "stopped": (
        "no",
        "Permohonan ini tidak dilanjutkan",
        "Permohonannya dibatalkan, atau suratnya ditarik kembali.",
        "Tanyakan sebabnya di {place}. Permohonan baru dapat dibuat kapan saja, tanpa biaya.",
    ),
}

# "?" stands for what nobody knows; that a letter was taken back is known.
PICTURES: Final = {"revoked": "cross", "void": "cross"}

# Where a last day means something; on a letter that was taken back it would only mislead.
HOLDS: Final = ("valid", "lapsed", "review")


class CodeForm(Form):
    """The code as typed, or the whole address as pasted. Only its shape is looked at here."""

    kode = Line(label="Kode di bawah gambar QR", max_length=200)

    def clean_kode(self) -> str:
        typed: str = self.cleaned_data["kode"].rpartition("/periksa/")[2].rstrip("/")
        code = codes.parse(typed) or promises.parse(typed)
        if code is None:
            many = sum(sign.isalnum() for sign in typed)
            whole = many in (codes.LENGTH, promises.LENGTH)
            said = "Ada huruf yang tidak dipakai dalam kode." if whole else f"Yang Anda ketik {many}."
            raise forms.ValidationError(
                f"Kode surat {codes.LENGTH} huruf dan angka, kode kertas janji {promises.LENGTH}. {said} "
                "Salin lagi dari kertasnya."
            )
        return code


@csrf_exempt  # it changes nothing and needs nobody's name: without the token this page sets no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HouseRequest) -> HttpResponse:
    # Whether something can be a code at all stands on this page, so saying so gives nothing away; whether
    # it is one is answered under its own address, where the limits are.
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _private(HttpResponseRedirect(f"/periksa/{form.cleaned_data['kode']}"))
    status = REFUSED_FORM if form.is_bound else 200
    title = "Kode belum lengkap" if form.is_bound else TITLE
    return _private(
        page(
            request, "public/check/ask.html", title=title, description=DESCRIPTION, card=TITLE,
            typed=form["kode"].value() or "", wrong=form["kode"].errors, status=status,
        )
    )  # fmt: skip


@require_safe
def answer(request: HouseRequest, code: str) -> HttpResponse:
    if wait := limits.seconds_to_wait(limits.CHECKS, request, request.now):
        return _too_many(request, wait)
    kecamatan = here(request)
    code = code.rstrip("/")
    found = verdict(code, on=dated_on(request.now, kecamatan.zone if kecamatan else "WIB"))
    # Whatever its shape, a code that no letter bears is looked for among the slips too: so all cost the same.
    promise = slips.standing(code, at=request.now) if found.state == "unknown" else None
    if promise and promise.state != "unknown":
        return _promised(request, promise)
    meaning, title, text, advice = SAID[found.state]
    said = {"office": found.office, "until": _day(found)}
    # An unknown code is answered with 200 and not 404: the page is the answer, and some readers of QR codes
    # show a page of their own in place of a 404. The preview in a chat tells no state: chats keep it for
    # years, and the letter may be revoked tomorrow.
    return _private(
        page(
            request, "public/check/answer.html", title=title, description=DESCRIPTION, card=TITLE,
            meaning=meaning, picture=PICTURES.get(found.state, ""), text=text.format(**said),
            advice=advice.format(**said), facts=_facts(found), now=request.now,
        )
    )  # fmt: skip


def _promised(request: HouseRequest, found: slips.Standing) -> HttpResponse:
    """Whether it is ready: no name, no kind of letter, and the same card in a chat as every code."""
    meaning, title, text, advice = PROMISED[found.state]
    assert found.due_on
    on, office = wording.day(found.on) if found.on else "", found.place.partition(",")[0]
    said = {"due": wording.day(found.due_on), "on": on, "place": office}
    facts = [("Dijanjikan", said["due"]), ("Tempat", found.place)]
    return _private(
        page(
            request, "public/check/answer.html", title=title, description=DESCRIPTION, card=TITLE, meaning=meaning,
            picture="clock" if meaning == "wait" else "",
            text=text.format(**said), advice=advice.format(**said), facts=facts, now=request.now,
            is_promise=True,
        )
    )  # fmt: skip


def _facts(found: Verdict) -> list[tuple[str, str]]:
    if found.state == "unknown":
        return []
    return [
        ("Surat", found.kind_name),
        ("Nomor", found.number),
        ("Nama", found.masked_name),
        ("Tanggal", wording.day(found.dated_on) if found.dated_on else ""),
        ("Berlaku sampai", (_day(found) or "tidak dibatasi") if found.state in HOLDS else ""),
        ("Pejabat", found.office),
    ]


def _day(found: Verdict) -> str:
    return wording.plain_day(found.valid_until) if found.valid_until else ""


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    minutes = -(-wait // 60)
    response = error_page(
        request,
        429,
        f"Terlalu banyak kode diperiksa dari tempat Anda. Coba lagi dalam {minutes} menit, atau tanyakan "
        "langsung kepada kantor yang tertulis pada kertasnya.",
    )
    response["Retry-After"] = str(wait)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The code in the address opens the letter: not even our own pages and their log are told where one came
    # from. The form can bear the "Origin: null" that browsers then send, since it is exempt from the check.
    response["Referrer-Policy"] = "no-referrer"
    return response


urlpatterns = [
    path("periksa/", ask, name="check"),
    # `path` and not `str`: what is no code, slashes and all, gets the answer of an unknown one.
    path("periksa/<path:code>", answer, name="answer"),
]
