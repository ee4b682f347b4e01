"""The paper pack in a browser: from the day to one PDF, and a wrong count said at its field."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from siip.web.public.tests import stage
from tests.browser.harness import look, tab
from tests.cast import build, logged_in

pytestmark = pytest.mark.browser


def test_the_pack_is_asked_for_and_printed(browser: Browser, transactional_db: None, live_server: Any) -> None:
    house = build()
    event = stage.plan(house, counters=2, services=("domisili_orang", "sku", "sktm", "kk"))
    session = logged_in(house, "rini").cookies["sessionid"].value
    with tab(browser) as page:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/kantor/kegiatan/{event.pk}/")
        page.click("a:has-text('Paket kertas')")
        assert look(page, "paket-kertas") == []
        page.get_by_label("Blangko darurat Surat Keterangan Usaha").fill("11")
        page.click("button:has-text('Buat PDF')")
        assert "paling banyak 10" in page.locator("main").inner_text()
        assert look(page, "paket-kertas-salah") == []
        answer = page.context.request.get(page.url.replace("=11", "=1"))
        assert answer.headers["content-type"] == "application/pdf"
