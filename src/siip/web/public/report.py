"""Reporting by anybody: without an account, without a script; and what came of it, for who holds the code.

Nothing that was accepted is lost, and whoever is over the limit keeps what he typed: the page comes back with his
words, the same token, and what to do instead. No session is looked at: the journal names no official who reports.
"""

from dataclasses import replace
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from siip.followup import aduan, reporter, sealing, spots
from siip.followup.aduan import Past, Report
from siip.followup.models import Aduan
from siip.followup.spots import Spot
from siip.kernel import catalogue, journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.web.asked import HouseRequest
from siip.web.public import limits
from siip.web.public.frame import page
from siip.web.ui.address import address_of
from siip.web.ui.errors import error_page
from siip.web.ui.fields import Line, Paragraph
from siip.web.ui.forms import REFUSED_FORM, Form, TokenForm, attempt
from siip.web.ui.parts import Meaning, Step
from siip.web.ui.wording import clock, local, plain_day
from siip.wilayah import territory

TITLE: Final = "Lapor"
DESCRIPTION: Final = (
    "Laporkan sampah, got, jalan, atau layanan. Tanpa akun, tanpa biaya; jawabannya dibuka dengan kode Anda."
)
TOO_MANY: Final = 429
LISTED: Final = 8

# State -> meaning, what it is, what that means.
SAID: Final[dict[str, tuple[Meaning, str, str]]] = {
    "received": ("ok", "Laporan Anda sudah kami terima", "Dijawab paling lambat {due}."),
    "assigned": ("wait", "Laporan Anda sedang ditangani", "Oleh {office}, selesai paling lambat {due}."),
    "reopened": ("wait", "Laporan Anda dibuka kembali", "Dijawab lagi paling lambat {due}."),
    "finished": ("ok", "Selesai menurut petugas", "Benar sudah beres? Jawab di bawah, paling lambat {last}."),
    "confirmed": ("ok", "Selesai, dan Anda membenarkannya", "Terima kasih sudah melapor dan menjawab."),
    "rejected": ("no", "Laporan ini tidak ditindaklanjuti", "Alasannya tertulis di bawah."),
    "elsewhere": ("wait", "Bukan wewenang kantor kami", "Ke mana sebaiknya melapor, tertulis di bawah."),
}
OVERDUE: Final = " Tenggat itu sudah lewat; maaf. Tanyakan ke kantor lurah atau camat, sebutkan kode Anda."
UNANSWERED: Final = "Tidak ada jawaban sampai {last}, jadi dianggap selesai. Belum beres? Kirim laporan baru."
COURSE: Final = {
    "receive": "Diterima", "forward": "Diteruskan kepada {office}", "reply": "Tanggapan", "finish": "Selesai",
    "reject": "Ditolak", "pass_on": "Bukan wewenang kantor kami", "confirm": "Anda: sudah beres",
    "reopen": "Anda: belum beres",
}  # fmt: skip
BRIEF: Final = {"received": "Diterima", "assigned": "Ditangani", "reopened": "Ditangani", "elsewhere": "Diteruskan"}


class ReportForm(TokenForm):
    """What is asked. `tentang` and `kelurahan` get their choices from the catalogue and the kecamatan."""

    refusals = {
        "subject-unknown": "tentang", "kelurahan-unknown": "kelurahan", "text-missing": "isi", "text-long": "isi",
        "nik-in-text": "isi",
    }  # fmt: skip
    tentang = forms.ChoiceField(label="Tentang apa")
    isi = Paragraph(label="Apa yang terjadi", max_length=sealing.LONGEST)
    kelurahan = forms.ChoiceField(label="Di kelurahan mana")
    tempat = Line(label="Di mana tepatnya", max_length=sealing.LONGEST_LINE, required=False)
    nama = Line(label="Nama Anda", max_length=sealing.LONGEST_LINE, required=False)
    telepon = Line(label="Telepon atau WhatsApp", max_length=30, required=False)
    boleh = forms.BooleanField(label="Boleh dibaca warga lain, tanpa nama saya", required=False)

    def report(self) -> Report:
        said = self.cleaned_data
        return Report(
            int(said["tentang"]), said["isi"], said["tempat"], said["nama"], said["telepon"], said["boleh"]
        )  # fmt: skip


class AnswerForm(TokenForm):
    refusals = {"text-missing": "isi", "text-long": "isi", "nik-in-text": "isi"}
    jawab = forms.ChoiceField(label="Jawaban", choices=[("beres", "Sudah beres"), ("belum", "Belum beres")])
    isi = Paragraph(label="Apa yang belum beres", max_length=sealing.LONGEST, required=False)


@csrf_exempt  # nobody's name and no session: without the token this page sets no cookie; see _is_foreign
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HouseRequest) -> HttpResponse:
    if _is_foreign(request):
        return _private(error_page(request, 403))
    if request.method == "POST" and "kode" in request.POST:
        return _private(_to_code(request, request.POST["kode"]))
    form = _form(request)
    wait = 0
    if form.is_valid():
        wait = 0 if reporter.is_sent(form.id) else _seconds_to_wait(request)
        row = None if wait else _sent(request, form)
        if row is not None:
            return _private(HttpResponseRedirect(f"/lapor/{aduan.code(row)}/", status=303))
    status = TOO_MANY if wait else REFUSED_FORM if form.is_bound else 200
    response = _form_page(request, form, status=status, wait=wait)
    if wait:
        response["Retry-After"] = str(wait)
    return _private(response)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def followed(request: HouseRequest, code: str) -> HttpResponse:
    """What came of a report. Its words are not shown again: a code can be read over a shoulder."""
    if _is_foreign(request):
        return _private(error_page(request, 403))
    if wait := limits.seconds_to_wait(limits.CODES, request, request.now):
        return _private(_too_many_codes(request, wait))
    try:
        row = reporter.by_code(code, kecamatan=request.kecamatan.path)
    except Refused as refused:
        return _private(_unknown(request, refused.message, code))
    form = AnswerForm(request.POST or None)
    if form.is_valid() and _answered(request, form, code):
        return _private(HttpResponseRedirect(f"/lapor/{aduan.code(row)}/", status=303))
    return _private(_code_page(request, row, form))


def _form(request: HouseRequest) -> ReportForm:
    form = ReportForm(request.POST or None)
    subjects = [(str(number), name) for number, name in catalogue.codelist(aduan.SUBJECTS).entries]
    homes = [(one.path, one.name) for one in territory.kelurahan_of(request.kecamatan.path)]
    form.fields["tentang"].choices = [("", "Pilih"), *subjects]  # type: ignore[attr-defined]
    form.fields["kelurahan"].choices = [("", "Pilih"), *homes]  # type: ignore[attr-defined]
    return form


def _sent(request: HouseRequest, form: ReportForm) -> Aduan | None:
    return attempt(
        form, aduan.report_aduan, report=form.report(), spot=Spot(form.cleaned_data["kelurahan"]),
        kecamatan=request.kecamatan.path, by=_anybody(), at=request.now, id=form.id,
    )  # fmt: skip


def _answered(request: HouseRequest, form: AnswerForm, code: str) -> Aduan | None:
    said = {"kecamatan": request.kecamatan.path, "by": _anybody(), "at": request.now, "id": form.id}
    if form.cleaned_data["jawab"] == "beres":
        return attempt(form, reporter.confirm_aduan, typed=code, **said)
    return attempt(form, reporter.reopen_aduan, typed=code, note=form.cleaned_data["isi"], **said)


def _anybody() -> Actor:
    return Actor(None, None, journal.house_id(), frozenset())


def _seconds_to_wait(request: HouseRequest) -> int:
    # Of each kecamatan its own: a flood in one closes no door in another.
    limit = replace(limits.REPORTS, name=f"{limits.REPORTS.name}-{request.kecamatan.code}")
    return limits.seconds_to_wait(limit, request, request.now)


def _form_page(request: HouseRequest, form: Form, *, status: int, wait: int) -> HttpResponse:
    title = "Laporan belum terkirim" if status != 200 else "Laporkan kepada kami"
    return page(
        request, "public/report/send.html", title=title, description=DESCRIPTION, card=TITLE, status=status, form=form,
        minutes=-(-wait // 60), shown=_shown(request),
    )  # fmt: skip


def _shown(request: HouseRequest) -> list[tuple[str, str, str, str]]:
    """What the public may read: state, the words of the office, where, when. Not what was rejected."""
    zone = request.kecamatan.zone
    rows = [row for row in aduan.shown(request.kecamatan.path)[:LISTED] if row.state != "rejected"]
    return [
        (
            row.public_text,
            row.wilayah.name,
            BRIEF.get(row.state, "Selesai"),
            plain_day(local(row.received_at, zone).date()),
        )
        for row in rows
    ]


def _code_page(request: HouseRequest, row: Aduan, form: Form) -> HttpResponse:
    last, today = reporter.last_day(row), spots.local_day(row.wilayah, request.now)
    meaning, title, text = SAID[row.state]
    said = {
        "due": plain_day(row.due_on), "last": plain_day(last) if last else "",
        "office": row.office.title if row.office else "",
    }  # fmt: skip
    may_answer = reporter.may_answer(row, request.now)
    if last and not may_answer:
        text = UNANSWERED
    elif row.ended_at is None and row.due_on < today:
        text += OVERDUE
    code, zone = aduan.code(row), request.kecamatan.zone
    address = f"{address_of(request.kecamatan)}/lapor/{code}/"
    return page(
        request, "public/report/followed.html", title=title, description=DESCRIPTION, card=TITLE,
        status=REFUSED_FORM if form.errors else 200, form=form, meaning=meaning,
        picture="clock" if meaning == "wait" else "", text=text.format(**said), code=code,
        address=address, may_answer=may_answer, subject=aduan.subject_name(row.subject), where=row.wilayah.name,
        steps=[_step(past, zone) for past in aduan.past(row) if past.row.act in COURSE],
    )  # fmt: skip


def _step(past: Past, zone: str) -> Step:
    office = past.row.office.title if past.row.office else ""
    when = f"{plain_day(local(past.row.at, zone).date())}, {clock(past.row.at, zone)}"
    return Step(COURSE[past.row.act].format(office=office), "past", when, note=past.note)


def _to_code(request: HouseRequest, typed: str) -> HttpResponse:
    """The address of a code, so that nothing is looked up here; what cannot be one is told at once."""
    shown = typed.rpartition("/lapor/")[2].strip("/ ")
    if aduan.blind_of(shown) is None:
        return _unknown(request, f"Kode laporan terdiri dari {aduan.CODE} huruf dan angka.", shown, REFUSED_FORM)
    return HttpResponseRedirect(f"/lapor/{shown.replace(' ', '-')}/", status=303)


def _unknown(request: HouseRequest, message: str, typed: str, status: int = 404) -> HttpResponse:
    return page(
        request, "public/report/unknown.html", title="Kode laporan ini tidak kami kenal", description=DESCRIPTION,
        card=TITLE, status=status, message=message, typed=typed[:40],
    )  # fmt: skip


def _too_many_codes(request: HttpRequest, wait: int) -> HttpResponse:
    minutes = -(-wait // 60)
    response = error_page(
        request, 429,
        f"Terlalu banyak kode dibuka dari tempat Anda. Coba lagi dalam {minutes} menit, atau tanyakan ke kantor lurah.",
    )  # fmt: skip
    response["Retry-After"] = str(wait)
    return response


def _is_foreign(request: HttpRequest) -> bool:
    """Whether a browser says that another site sends this form, in the name of whoever looks at that site."""
    said = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method == "POST" and said not in ("same-origin", "none")


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    # A code in an address opens a report: no other page is told where somebody came from.
    response["Referrer-Policy"] = "no-referrer"
    return response


urlpatterns = [
    path("lapor/", send, name="report"),
    path("lapor/<str:code>/", followed, name="followed"),
]
