"""Every error page says in Indonesian what to do next, whoever raised it."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from siip.kernel.refused import Refused
from siip.web.ui.errors import PAGES, csrf_failure, error_page, server_error


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("closed", "Register sudah ditutup. Buka register baru.")


def no_right(request: HttpRequest) -> HttpResponse:
    raise Refused("no-right", "Jabatan Anda tidak berwenang.")


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def big(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


def odd(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def bug(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponseNotAllowed(["POST"])


def own_words(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Tunggu.", status=429)


VIEWS = {view.__name__: view for view in (refused, no_right, denied, big, odd, bug, only_post, own_words)}
FACES = ("", "kantor/", "akun/", "rt/", "jadwal/")
urlpatterns = [path(f"{face}{name}/", view) for face in FACES for name, view in VIEWS.items()]
urlpatterns += [path(face, no_right) for face in FACES if face]
handler400 = "siip.web.ui.errors.bad_request"
handler403 = "siip.web.ui.errors.denied"
handler404 = "siip.web.ui.errors.not_found"
handler500 = "siip.web.ui.errors.server_error"


def answered(name: str) -> HttpResponse:
    with override_settings(ROOT_URLCONF=__name__):
        return Client(raise_request_exception=False).get(f"/{name}/")  # type: ignore[return-value]


def leads_to(page: HttpResponse) -> list[str]:
    return re.findall(r'href="(/[^"]*)"', page.content.decode())


@pytest.mark.parametrize(
    ("name", "status"),
    [("refused", 409), ("no_right", 403), ("denied", 403), ("big", 413), ("odd", 400), ("bug", 500)]
    + [("only_post", 405), ("tidak-ada", 404)],
)
def test_each_fault_has_its_status_and_our_page(name: str, status: int) -> None:
    response = answered(name)
    assert response.status_code == status
    assert '<a class="skip" href="#isi">' in response.content.decode()


@pytest.mark.parametrize("name", [*VIEWS.keys() - {"own_words"}, "tidak-ada"])
@pytest.mark.parametrize(
    ("face", "home"), [("kantor/", "/kantor/"), ("akun/", "/kantor/"), ("rt/", "/rt/"), ("jadwal/", "/"), ("", "/")]
)
def test_the_way_back_leads_to_the_face_that_the_page_belongs_to(name: str, face: str, home: str) -> None:
    assert leads_to(answered(f"{face}{name}")) == [home, home]


@pytest.mark.parametrize("face", ["kantor", "rt"])
def test_a_first_page_that_is_refused_does_not_lead_to_itself(face: str) -> None:
    assert leads_to(answered(face)) == ["/", "/"]


def test_an_address_that_only_begins_alike_is_public() -> None:
    assert leads_to(answered("kantoran/tidak-ada")) == leads_to(answered("rt-07")) == ["/", "/"]


def test_the_page_of_a_fault_asks_nothing_of_the_database(db: None, django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/kantor/surat/")
    with django_assert_num_queries(0):
        page = server_error(request)
    assert page.status_code == 500 and leads_to(page) == ["/kantor/", "/kantor/"]


def test_refusal_outside_a_form_says_its_own_sentence() -> None:
    assert "Register sudah ditutup. Buka register baru." in answered("refused").content.decode()


def test_bare_answer_keeps_its_meaningful_headers() -> None:
    assert answered("only_post")["Allow"] == "POST"


def test_answer_with_words_of_its_own_is_left_alone() -> None:
    assert answered("own_words").content == b"Tunggu."


def test_address_of_a_missing_page_is_not_repeated() -> None:
    assert "1671144103780003" not in answered("x/1671144103780003").content.decode()


@pytest.mark.parametrize("status", PAGES)
def test_every_page_says_what_to_do_next(status: int) -> None:
    page = PAGES[status]
    html = error_page(None, status).content.decode()
    assert page.title in html
    assert page.next in html
    assert page.next != ""


def test_failed_csrf_check_tells_to_load_the_page_again() -> None:
    response = csrf_failure(HttpRequest())
    assert response.status_code == 403
    assert "muat ulang" in response.content.decode()
    assert "bukan untuk akun Anda" not in response.content.decode()
