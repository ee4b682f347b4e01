"""The pages of things that went wrong: what happened, and what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from siip.kernel.refused import Refused

Answer = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Page:
    """Title, what happened, what to do next."""

    title: str
    text: str
    next: str = ""


PAGES = {
    400: Page(
        "Permintaan ini tidak kami pahami",
        "Yang dikirim peramban Anda tidak lengkap atau rusak.",
        "Kembali ke halaman sebelumnya, muat ulang, lalu coba sekali lagi.",
    ),
    403: Page(
        "Halaman ini bukan untuk akun Anda",
        "Jabatan Anda tidak berwenang membukanya, atau Anda sudah keluar.",
        "Masuk lagi. Bila tetap begini, mintalah hak kepada pengelola di kecamatan.",
    ),
    404: Page(
        "Halaman ini tidak ada",
        "Alamatnya salah ketik, atau halamannya sudah dipindahkan.",
        "Periksa alamatnya, atau mulai lagi dari tombol di bawah.",
    ),
    405: Page(
        "Halaman ini tidak bisa dibuka dengan cara itu",
        "Alamat ini hanya menerima kiriman dari tombolnya.",
        "Kembali, lalu tekan tombol pada halamannya.",
    ),
    409: Page(
        "Ini tidak bisa dilakukan",
        "Keadaannya sudah berubah sejak halaman Anda dibuka.",
        "Kembali, muat ulang halamannya, lalu periksa keadaan yang terbaru.",
    ),
    413: Page(
        "Kiriman ini terlalu besar",
        "Berkas yang Anda kirim melebihi batas.",
        "Kembali, lalu kirim berkas yang lebih kecil.",
    ),
    429: Page(
        "Terlalu banyak percobaan",
        "Demi keamanan, percobaan dari tempat Anda kami hentikan sebentar.",
        "Tunggu beberapa menit, lalu coba lagi. Data Anda tidak berubah.",
    ),
    500: Page(
        "Ada kesalahan pada kami",
        "Yang baru Anda kirim mungkin belum tersimpan.",
        "Kembali, periksa apakah sudah tercatat, lalu coba lagi. Kesalahan ini kami catat.",
    ),
    503: Page(
        "Layanan sedang berhenti sebentar",
        "Sistem sedang dirawat atau terlalu ramai.",
        "Coba lagi dalam beberapa menit. Layanan di loket tetap berjalan dengan kertas.",
    ),
}
# What a refusal is called in HTTP; every code that is not named here is a conflict with how things stand.
STATUS_OF = {"no-right": 403, "not-found": 404, "not-called": 404, "upload-gone": 404, "too-many": 429}
# Where a page that went wrong leads back to, by its address alone: who is logged in is not asked, since that may be
# what broke. What is refused at such a first page itself leads to the public one and not to itself again.
HOMES = {
    "/kantor/": ("/kantor/", "Kembali ke Jumat ini"),
    "/akun/": ("/kantor/", "Kembali ke Jumat ini"),
    "/rt/": ("/rt/", "Kembali ke undangan"),
}
PUBLIC = ("/", "Halaman depan")
BY_STATUS_ONLY = {status: page for status, page in PAGES.items() if status not in (400, 500)}


def error_page(
    request: HttpRequest | None, status: int, message: str = "", *, title: str = "", path: str = ""
) -> HttpResponse:
    """The page of that status; a message (as of `Refused`) stands in place of the usual text.

    Without a request nothing is asked of the database; `path` then says where the way back leads.
    """
    page, (home, home_text) = PAGES[status], _home(path or (request.path if request else "/"))
    context: dict[str, Any] = {"status": status, "title": title or page.title, "home": home, "home_text": home_text}
    context |= {"text": message} if message else {"text": page.text, "next": page.next}
    return HttpResponse(render_to_string("ui/error.html", context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; a body beyond the limits of the settings is 413, whatever Django calls it."""
    is_big = type(exception).__name__ in ("RequestDataTooBig", "TooManyFilesSent", "TooManyFieldsSent")
    return error_page(request, 413 if is_big else 400)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403"""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404"""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: without the request, since what asks the database may be what broke."""
    return error_page(None, 500, path=request.path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: in practice a page left open over a log-in, or cookies switched off."""
    return error_page(
        request,
        403,
        "Halamannya sudah terlalu lama terbuka, Anda masuk lagi di tab lain, atau peramban Anda menolak cookie. "
        "Kembali, muat ulang halamannya, lalu kirim sekali lagi.",
        title="Kiriman ini belum kami terima",
    )


class Explained:
    """Middleware: an act refused outside a form gets its page, and a bare error answer gets words."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in BY_STATUS_ONLY and _is_bare(response):
            page = error_page(request, response.status_code)
            for name in ("Allow", "Retry-After"):
                if name in response.headers:
                    page.headers[name] = response.headers[name]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return error_page(request, STATUS_OF.get(exception.code, 409), exception.message)


def _home(path: str) -> tuple[str, str]:
    found = next((home for under, home in HOMES.items() if path.startswith(under)), PUBLIC)
    return PUBLIC if path == found[0] else found


def _is_bare(response: HttpResponseBase) -> bool:
    return isinstance(response, HttpResponse) and not response.content
