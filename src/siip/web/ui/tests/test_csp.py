"""The headers of every answer."""

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from siip.web.ui.csp import allow, security_headers
from siip.web.ui.style import source_hash, style


def answer(response: HttpResponse) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return response

    return security_headers(view)(RequestFactory().get("/"))  # type: ignore[return-value]


def policy(response: HttpResponse) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split("; ")]
    return {name: sources for name, *sources in parts}


def test_a_page_may_load_nothing_but_its_style_and_our_pictures() -> None:
    found = policy(answer(HttpResponse("x")))
    assert found["default-src"] == ["'none'"]
    assert found["img-src"] == ["'self'", "data:"]
    assert found["form-action"] == ["'self'"]
    assert found["base-uri"] == ["'none'"]
    assert found["frame-ancestors"] == ["'none'"]
    assert "script-src" not in found


def test_the_served_style_is_the_one_that_the_policy_lets_through() -> None:
    with override_settings(ROOT_URLCONF="siip.web.ui.tests.guide"):
        response = Client().get("/beranda/")
    inline = response.content.decode().split("<style>")[1].split("</style>")[0]
    assert inline == style("public")
    assert source_hash(inline) in policy(response)["style-src"]  # type: ignore[arg-type]


def test_no_style_is_let_through_wholesale() -> None:
    assert "unsafe" not in answer(HttpResponse("x"))["Content-Security-Policy"]


def test_a_view_lets_its_own_script_through_and_nobody_else_s() -> None:
    response = HttpResponse("x")
    allow(response, "script-src", source_hash("1"))
    assert policy(answer(response))["script-src"] == [source_hash("1")]
    assert "script-src" not in policy(answer(HttpResponse("y")))


def test_an_added_source_takes_the_place_of_none() -> None:
    response = HttpResponse("x")
    allow(response, "frame-ancestors", "'self'")
    assert policy(answer(response))["frame-ancestors"] == ["'self'"]


def test_a_header_that_the_view_set_stays() -> None:
    assert answer(HttpResponse("x", headers={"Referrer-Policy": "no-referrer"}))["Referrer-Policy"] == "no-referrer"


def test_the_other_headers_are_there() -> None:
    response = answer(HttpResponse("x"))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
