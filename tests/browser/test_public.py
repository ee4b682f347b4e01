"""The public pages in a real browser, on a telephone without a script: they are looked at, printed, and used."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from siip.letters.rules import codes
from siip.programme.rules.hours import FRIDAY, next_day
from siip.web.public.tests import stage
from siip.web.public.tests.stage import STATES
from tests.browser.harness import look, tab
from tests.cast import PLAJU_ULU, Cast, build

pytestmark = pytest.mark.browser

SHARED = {
    "beranda": "/", "jadwal": "/jadwal/", "layanan": "/layanan/", "layanan-domisili": "/layanan/domisili_orang/",
    "layanan-kk": "/layanan/kk/", "data-anda": "/data-anda/", "tentang": "/tentang/", "periksa": "/periksa/",
}  # fmt: skip


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


def next_friday() -> date:
    return next_day(FRIDAY, datetime.now(UTC).date() + timedelta(days=1))


@pytest.fixture
def season(house: Cast) -> None:
    """Two Fridays to come, one with two places, and one that was."""
    now, friday = datetime.now(UTC), next_friday()
    stage.plan(house, at=now, on=friday)
    stage.plan(house, at=now, on=friday, kelurahan=PLAJU_ULU, street="Lorong Sukarela", rts=(), services=("kk",))
    stage.plan(house, at=now, on=friday + timedelta(weeks=1), street="Jalan Kapten Abdullah", gathering="", bring="")
    stage.plan(house, at=now, on=friday - timedelta(weeks=3), street="Jalan Tegal Binangun")


def sheets(page: Page) -> int:
    return len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def test_every_page_is_fit_to_be_seen_and_prints_on_one_sheet(browser: Browser, season: None, live_server: Any) -> None:
    faults = []
    with tab(browser) as page:
        for name, address in SHARED.items():
            page.goto(live_server.url + address)
            faults += look(page, f"umum-{name}")
            faults += [f"{name} prints on {n} sheets" for n in [sheets(page)] if n != 1]
    assert faults == []


def test_a_page_with_nothing_planned(browser: Browser, house: Cast, live_server: Any) -> None:
    with tab(browser) as page:
        for name, address in (("beranda", "/"), ("jadwal", "/jadwal/")):
            page.goto(live_server.url + address)
            assert look(page, f"umum-{name}-kosong") == []


def test_every_answer_about_a_letter(browser: Browser, house: Cast, live_server: Any) -> None:
    desk, faults = stage.Desk(house, datetime.now(UTC)), []
    with tab(browser) as page:
        for state in (*STATES, "unknown"):
            page.goto(f"{live_server.url}/periksa/{desk.letter(state).code}")
            faults += look(page, f"umum-periksa-{state}")
            faults += [f"{state} prints on {n} sheets" for n in [sheets(page)] if n != 1]
    assert faults == []


def test_a_letter_is_checked_by_typing_without_a_script(browser: Browser, house: Cast, live_server: Any) -> None:
    letter = stage.Desk(house, datetime.now(UTC)).letter("valid")
    with tab(browser, script=False) as page:
        page.goto(live_server.url + "/")
        page.get_by_label("Kode di bawah gambar QR").fill(codes.grouped(letter.code)[:20])
        page.get_by_role("button", name="Periksa").click()
        assert page.locator("h1").inner_text() == "Kode belum lengkap"
        page.get_by_label("Kode di bawah gambar QR").fill(codes.grouped(letter.code).lower())
        page.get_by_role("button", name="Periksa").click()
        assert page.url == f"{live_server.url}/periksa/{letter.code}"
        assert page.locator("h1").inner_text() == "Surat ini tercatat dan berlaku"
        assert page.context.cookies() == []


def test_the_form_that_comes_back_is_fit_to_be_seen(browser: Browser, house: Cast, live_server: Any) -> None:
    with tab(browser) as page:
        page.goto(live_server.url + "/periksa/")
        page.get_by_label("Kode di bawah gambar QR").fill("7KQ 2MX")
        page.get_by_role("button", name="Periksa").click()
        assert look(page, "umum-periksa-salah") == []


def test_one_page_is_one_request(browser: Browser, season: None, live_server: Any) -> None:
    with tab(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for address in SHARED.values():
            asked.clear()
            page.goto(live_server.url + address)
            assert [url for url in asked if not url.startswith("data:")] == [live_server.url + address]
