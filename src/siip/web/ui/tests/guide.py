"""The style guide: every part of `ui` on eight pages, through Django's templates, with invented content."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from siip.web.ui.errors import error_page
from siip.web.ui.fields import Count, DateText, Digits, Line, Paragraph, TimeText, Upload, option
from siip.web.ui.forms import Form, TokenForm
from siip.web.ui.parts import Answer, Figure, Link, Step, Tab
from siip.web.ui.tables import Column, Filter, listing

MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "siip.web.middleware.asked"]
PAGES = Path(__file__).parent / "guide"
NOW = datetime(2026, 11, 27, 0, 42, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
VERDICTS = {
    "ok": ("Surat ini asli", "Dikeluarkan Kelurahan Plaju Ilir dan masih berlaku."),
    "wait": ("Surat ini sedang ditinjau", "Surat ini kami keluarkan, tetapi isinya sedang kami periksa kembali."),
    "no": ("Kode ini tidak kami temukan", "Bisa jadi salah ketik. Bisa jadi surat ini bukan dari kami."),
}


@dataclass(frozen=True)
class Kecamatan:
    name: str = "Plaju"
    path: str = "16/71/14/"
    zone: str = "WIB"


@dataclass(frozen=True)
class Head:
    rt: str
    name: str
    called: str


@dataclass(frozen=True)
class Letter:
    number: int
    on: date
    name: str
    rt: str
    kind: str
    signer: str
    state: str

    @property
    def meaning(self) -> str:
        return {"done": "ok", "waiting": "wait", "void": "no"}[self.state]

    @property
    def state_text(self) -> str:
        return {"done": "Diserahkan", "waiting": "Menunggu diambil", "void": "Batal"}[self.state]


class RequestForm(TokenForm):
    nik = Digits(length=16, label="NIK", help_text="16 angka, lihat KTP-el.")
    name = Line(label="Nama, seperti di KTP-el", max_length=100)
    born_on = DateText(label="Tanggal lahir", help_text="Contoh: 17-8-1985.")
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=[("L", "Laki-laki"), ("P", "Perempuan")], widget=forms.RadioSelect
    )
    rt = forms.ChoiceField(label="RT", choices=[("", "Pilih"), ("07", "RT 07 / RW 02"), ("07a", "RT 07a / RW 02")])
    purpose = Paragraph(label="Untuk keperluan", help_text="Tertulis di surat. Contoh: membuka rekening bank.")
    family = Count(label="Jumlah anggota keluarga", required=False)
    at = TimeText(label="Pukul", required=False)
    papers = forms.MultipleChoiceField(
        label="Berkas yang diperlihatkan",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("ktp", "KTP-el asli"),
            ("kk", option("Kartu keluarga", "Asli, atau foto di telepon")),
            ("rt", option("Keterangan RT", "Ruslan, RT 07, hadir dan membenarkan 07.40")),
        ],
    )
    photo = Upload(label="Foto kartu keluarga", endings=(".jpg", ".png"), mib=10, button="Pilih foto")
    read = forms.BooleanField(label="Isi surat sudah dibacakan kepada pemohon")


class LoginForm(Form):
    name = Line(label="Nama pengguna", help_text="Diberikan oleh pengelola kecamatan.")
    password = forms.CharField(label="Kata sandi", widget=forms.PasswordInput, strip=False)


def posted() -> RequestForm:
    typed = {"nik": "167114410378000", "name": "Siti Maryam", "born_on": "17 agustus 1985", "sex": "P", "rt": "07a"}
    typed |= {"token": "01957c3e-0000-7000-8000-000000000000"}
    return RequestForm({**typed, "purpose": "Membuka rekening bank", "papers": ["ktp", "rt"], "at": "25.00"})


def heads() -> Any:
    columns = [
        Column("rt", "RT", names_row=True),
        Column("name", "Ketua"),
        Column("called", "Dipanggil"),
        Column("act", "Tindakan", is_act=True),
    ]
    rows = [Head("RT 07", "Ruslan", "Rabu, 2 kali"), Head("RT 13", "Nyimas Rohani", "Kamis, 1 kali")]
    return listing({}, [*rows, Head("RT 14", "Kemas Zulkifli", "Rabu, 1 kali")], columns)


def letters(query: Any) -> Any:
    columns = [
        Column("nomor", "Nomor", order="number", is_number=True, names_row=True),
        Column("tanggal", "Tanggal", order="on"),
        Column("nama", "Nama", order="name"),
        Column("rt", "RT", order="rt"),
        Column("surat", "Surat", order="kind"),
        Column("oleh", "Ditandatangani"),
        Column("keadaan", "Keadaan", order="state", is_state=True),
    ]
    states = (("done", "Diserahkan"), ("waiting", "Menunggu diambil"), ("void", "Batal"))
    kinds = (("Keterangan domisili", "Domisili"), ("Keterangan usaha", "Usaha"))
    people = [("Siti Maryam", "07"), ("M. Ridwan", "08"), ("Nurhayati", "13"), ("Raden Ajeng Kemas Zulkifli", "07a")]
    rows = [
        Letter(
            number,
            date(2026, 11, 1 + number % 27),
            *people[number % 4],
            kind=kinds[number % 2][0],
            signer="a.n. Lurah, Seklur" if number % 5 == 0 else "Lurah",
            state=states[2 if number == 416 else number % 7 == 0][0],
        )
        for number in range(301, 419)
    ]
    filters = [Filter("keadaan", "Keadaan", states, "state"), Filter("surat", "Surat", kinds, "kind")]
    return listing(query, rows, columns, filters=filters, sort="-nomor", size=8)


def content(request: HttpRequest) -> dict[str, Any]:
    meaning = request.GET.get("arti", "ok")
    title, text = VERDICTS[meaning]
    return {
        "kecamatan": Kecamatan(),
        "now": NOW,
        "friday": FRIDAY,
        "who": "Rini Astuti, loket 1",
        "tabs": [
            Tab("/jumat-ini/", "Jumat ini"),
            Tab("#menunggu", "Menunggu", 4),
            Tab("/permohonan/", "Permohonan"),
            Tab("/register/", "Register"),
        ],
        "when": {
            "Pukul": "06.30–09.30 WIB, selesai sebelum salat Jumat",
            "Berkumpul": "Depan Kantor Lurah, Jalan DI Panjaitan",
            "Bawa": "Sapu, cangkul, atau arit bila ada. Karung dan air minum kami sediakan.",
            "Giliran": "RT 07, 08, 13, 14, dan 19",
        },
        "services": [
            Link("#domisili", "Keterangan domisili", "15 menit · Rp0"),
            Link("#usaha", "Keterangan usaha", "20 menit · Rp0"),
            Link("#puskesmas", "Puskesmas: tensi dan gula darah", "tanpa surat apa pun"),
        ],
        "stats": [
            Figure(1214, "orang hadir", "#hadir", "dari 11 RT"),
            Figure(37, "surat selesai", "#surat", "31 di tempat"),
            Figure("640 m", "selokan bersih", "#kerja", "diukur langkah"),
        ],
        "letter": {
            "Jenis": "Surat keterangan domisili",
            "Nomor": "400.12.2/412/PI/2026",
            "Nama": "N••••• R•••••",
            "NIK berakhir": "•••• 0003",
            "Tanggal": "Jumat, 20 November 2026",
            "Ditandatangani": "Hendra Saputra, Lurah Plaju Ilir",
        },
        "meaning": meaning,
        "verdict_title": title,
        "verdict_text": text,
        "steps": [
            Step("Alat dan printer siap", "past", "06.00"),
            Step("Apel, 11 ketua RT", "past", "06.30"),
            Step("Kerja dan layanan", "now", "07.42"),
            Step("Tutup hari", when="09.15", href="#tutup"),
            Step("Salat Jumat", when="11.47", note="Semua meja tutup"),
        ],
        "chain": [
            Step("Data dan berkas", "now"),
            Step("Paraf Kasi Pelayanan"),
            Step("Tanda tangan Lurah"),
            Step("Nomor, cetak, serahkan"),
        ],
        "heads": heads(),
        "letters": letters(request.GET),
        "given": [
            Answer("Nama", "Siti Maryam", "#nama"),
            Answer("NIK", "•••• •••• •••• 0003", "#nik"),
            Answer("Alamat sekarang", "Jalan DI Panjaitan, Lorong Sukarela 12, RT 07 / RW 02", "#alamat"),
            Answer("Untuk keperluan", "Membuka rekening bank", "#guna"),
            Answer("Diterima oleh", "Rini Astuti"),
        ],
    }


def page(request: HttpRequest, name: str) -> HttpResponse:
    form = LoginForm() if name == "masuk" else posted() if "salah" in request.GET else RequestForm()
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text("utf-8"))
    return HttpResponse(
        template.render({**content(request), "form": form, "training": "latihan" in request.GET}, request)
    )


def fault(request: HttpRequest, status: int) -> HttpResponse:
    return error_page(request, status)


def which(request: HttpRequest) -> HttpResponse:
    places = [(Kecamatan(), "plaju.contoh.id"), (Kecamatan("Seberang Ulu II"), None)]
    return render(request, "ui/which.html", {"places": places, "scheme": "https"}, status=421)


NAMES = sorted(file.stem for file in PAGES.glob("*.html"))
urlpatterns = [
    path("galat/<int:status>/", fault),
    path("mana/", which),
    path("keluar/", which, name="account_logout"),
    path("<slug:name>/", page),
]
handler404 = "siip.web.ui.errors.not_found"
