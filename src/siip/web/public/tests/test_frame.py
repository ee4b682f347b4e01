"""What holds for every public page: light, one request, no cookie, no script, kept for a minute or not at all."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import URLPattern

from siip.kernel import catalogue
from siip.web.public import urls
from siip.web.public.tests.conftest import weight

UNKNOWN = "/periksa/" + "7" * 30
SHARED = ["/", "/jadwal/", "/layanan/", *(f"/layanan/{one.kode}/" for one in catalogue.services()), "/hasil/"]
SHARED += ["/data-anda/", "/tentang/"]
PAGES = [*SHARED, "/periksa/", UNKNOWN, "/lapor/"]
OTHERS = ["/jadwal/kalender.ics", "/robots.txt", "/kartu.png"]


class Loads(HTMLParser):
    """Everything that a browser fetches by itself, and everything that acts."""

    def __init__(self):
        super().__init__()
        self.loads, self.acts = [], []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.loads += [said["src"]] if "src" in said else []
        self.loads += [said["href"]] if tag == "link" else []
        self.acts += [tag] if tag in ("script", "iframe", "object") else []
        self.acts += [name for name in said if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_weighs_at_most_5_kb(client, friday, address):
    assert weight(client.get(address)) <= 5 * 1024


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_one_request_without_script(client, friday, address):
    seen = Loads()
    seen.feed(client.get(address).content.decode())
    assert [one for one in seen.loads if not one.startswith("data:")] == [] and seen.acts == []


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_a_page_sets_no_cookie_and_depends_on_none(client, friday, address):
    page = client.get(address)
    assert page.status_code == 200
    assert not page.cookies and "Cookie" not in page.get("Vary", "")


@pytest.mark.parametrize("address", [*SHARED, *OTHERS])
def test_a_shared_page_is_kept_for_a_minute_then_asked_for(client, friday, address):
    page = client.get(address)
    assert page["Cache-Control"] == "public, max-age=60"
    again = client.get(address, headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ["/periksa/", UNKNOWN])
def test_a_check_is_kept_nowhere_and_listed_nowhere(client, cast, address):
    page = client.get(address)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert b'<meta name="robots" content="noindex">' in page.content and "ETag" not in page


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_head_answers_as_get_without_its_body(client, friday, address):
    page = client.head(address)
    assert (page.status_code, page.content) == (200, b"")


@pytest.mark.parametrize("address", [*SHARED, UNKNOWN, *OTHERS])
def test_nothing_but_the_form_takes_a_post(client, cast, address):
    refused = client.post(address)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert "tidak bisa dibuka dengan cara itu" in refused.content.decode()


def test_the_form_takes_no_other_method(client, cast):
    assert client.put("/periksa/").status_code == 405


# The kecamatan and the city of the footer; then what the page itself reads.
QUERIES = {
    "/": 6, "/jadwal/": 9, "/layanan/": 2, "/layanan/domisili_orang/": 5, "/periksa/": 2, "/lapor/": 4,
    "/data-anda/": 2, "/tentang/": 2, "/hasil/": 4, "/jadwal/kalender.ics": 5, "/robots.txt": 1,
    "/kartu.png": 2,
}  # fmt: skip


@pytest.mark.parametrize(("address", "most"), QUERIES.items())
def test_a_page_asks_the_database_a_fixed_number_of_times(client, friday, django_assert_max_num_queries, address, most):
    with django_assert_max_num_queries(most):
        client.get(address)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_makes_a_card_in_a_chat(client, friday, address):
    page = client.get(address).content.decode()
    said = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', page))
    assert said["title"] and said["description"] and said["locale"] == "id_ID"
    assert said["site_name"] == "SIIP Kecamatan Plaju"


def test_a_name_that_is_markup_stays_text(client, cast):
    from siip.web.public.tests import stage

    stage.plan(cast, street='Jalan <script>alert(1)</script> "><b onx=1>', services=())
    for address in ("/", "/jadwal/"):
        seen = Loads()
        seen.feed(client.get(address).content.decode())
        assert seen.acts == []


def test_robots_stay_out_of_what_is_not_for_them(read, cast):
    assert read("/robots.txt").splitlines() == [
        "User-agent: *", "Disallow: /kantor/", "Disallow: /akun/", "Disallow: /periksa/",
    ]  # fmt: skip


def test_the_pages_named_here_are_all_there_are():
    patterns = {str(one.pattern) for one in urls.urlpatterns if isinstance(one, URLPattern)}
    known = {address.lstrip("/") for address in (*PAGES, *OTHERS)}
    assert patterns - known == {
        "layanan/<slug:kode>/", "periksa/<path:code>", "hasil/<uuid:event_id>/", "lapor/<str:code>/",
        "hasil/<uuid:event_id>/foto/<uuid:photo_id>.jpg",
        "papan/<uuid:board_id>/",
    }  # fmt: skip


def test_practice_is_said_on_every_page(client, cast):
    with override_settings(SIIP=settings.SIIP.__class__(**{**_fields(), "training": True})):
        assert b"LATIHAN" in client.get("/").content


def _fields():
    return {name: getattr(settings.SIIP, name) for name in settings.SIIP.__dataclass_fields__}


def test_the_public_pages_need_no_log_in_and_lose_nothing_by_one(login, cast, friday):
    assert login("rini").get("/").content == Client().get("/").content
