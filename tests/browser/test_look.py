"""The style guide in a real browser: axe, widths, targets, keyboard, one request, the policy obeyed."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import override_settings
from playwright.sync_api import Browser
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from siip.web.ui.tests.guide import MIDDLEWARE, NAMES
from tests.browser.harness import PHONE, SCREEN, look, tab

pytestmark = pytest.mark.browser

PAGES = [f"{name}/" for name in NAMES]
PAGES += [
    "permohonan/?salah",
    "periksa/?arti=wait",
    "periksa/?arti=no",
    "register/?keadaan=void&latihan",
    "galat/404/",
    "mana/",
]


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    """Where the guide is served: it touches no table, so no database as with the fixture `live_server`."""
    with override_settings(ROOT_URLCONF="siip.web.ui.tests.guide", MIDDLEWARE=MIDDLEWARE):
        running = LiveServer("localhost")
        yield running.url
        running.stop()


@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_fault(browser: Browser, guide: str, address: str) -> None:
    with tab(browser) as page:
        page.goto(f"{guide}/{address}")
        assert look(page, address.strip("/").replace("/?", "-").replace("/", "-")) == []


def test_public_page_is_one_request(browser: Browser, guide: str) -> None:
    asked: list[str] = []
    with tab(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{guide}/beranda/", wait_until="networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [f"{guide}/beranda/"]


def test_style_passes_the_policy(browser: Browser, guide: str) -> None:
    for name, colour in (("beranda", "rgb(10, 63, 72)"), ("masuk", "rgb(10, 63, 72)"), ("register", "rgb(10, 63, 72)")):
        with tab(browser) as page:
            page.goto(f"{guide}/{name}/")
            assert page.eval_on_selector(".band", "e => getComputedStyle(e).backgroundColor") == colour


def test_first_tab_key_reaches_the_skip_link(browser: Browser, guide: str) -> None:
    with tab(browser, size=SCREEN) as page:
        page.goto(f"{guide}/register/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "isi"


def test_refused_form_puts_the_focus_on_its_summary(browser: Browser, guide: str) -> None:
    with tab(browser) as page:
        page.goto(f"{guide}/permohonan/?salah")
        assert page.evaluate("document.activeElement.className") == "summary"
        page.click(".summary a >> nth=0")
        assert page.evaluate("document.activeElement.id") == "id_nik"


def test_table_keeps_its_roles_on_a_phone(browser: Browser, guide: str) -> None:
    with tab(browser, size=PHONE) as page:
        page.goto(f"{guide}/register/")
        assert page.get_by_role("table", name="Register surat, November 2026").count() == 1
        assert page.get_by_role("columnheader").count() == 7
        assert page.get_by_role("rowheader").count() == 8
        assert page.get_by_role("row").count() == 9


def test_file_button_speaks_indonesian_and_the_name_shows_once_chosen(browser: Browser, guide: str) -> None:
    with tab(browser) as page:
        page.goto(f"{guide}/permohonan/")
        field = page.locator("#id_photo")
        hidden = "e => getComputedStyle(e).color"
        assert page.locator(".file .btn").inner_text() == "Pilih foto"
        assert field.evaluate(hidden) == "rgba(0, 0, 0, 0)"
        field.set_input_files({"name": "kk.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
        assert field.evaluate(hidden) != "rgba(0, 0, 0, 0)"


def test_printed_page_is_ink_on_white_even_in_dark_mode(browser: Browser, guide: str) -> None:
    with tab(browser, dark=True) as page:
        page.goto(f"{guide}/beranda/")
        page.emulate_media(media="print")
        assert page.eval_on_selector("body", "e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
        assert page.eval_on_selector("nav", "e => getComputedStyle(e).display") == "none"


@pytest.mark.parametrize(("name", "width"), [("beranda", 595), ("periksa", 595), ("register", 842)])
def test_page_prints_on_one_sheet_of_a4(browser: Browser, guide: str, name: str, width: int) -> None:
    with tab(browser) as page:
        page.goto(f"{guide}/{name}/")
        printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert [round(sheet.mediabox.width) for sheet in printed.pages] == [width]
