"""Promises and aduan in a real browser: noted in the street, followed at the office, answered by who reported."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from siip.followup import aduan
from siip.followup.models import Aduan, Promise
from siip.kernel.ids import uuid7
from siip.programme import places
from siip.programme.models import Event
from siip.programme.rules.hours import FRIDAY, next_day
from siip.web.public.tests import stage
from tests.browser.harness import SCREEN, look, tab
from tests.cast import PLAJU_ILIR, Cast, build, logged_in

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


@pytest.fixture
def fridays(house: Cast) -> tuple[Event, Event]:
    """Two Fridays in one street, a week apart, the first at a drain that is on the list."""
    now = datetime.now(UTC)
    spot = places.Spot("Saluran depan SD 12", 1)
    drain = places.add_place(PLAJU_ILIR, spot, by=house.actor("rini", now), at=now, id=uuid7())
    first = next_day(FRIDAY, now.date() + timedelta(days=1))
    weeks = (first, first + timedelta(days=7))
    one, other = (stage.plan(house, at=now, on=on, places=(drain.pk,)) for on in weeks)
    return one, other


@pytest.fixture
def enter(house: Cast, live_server: Any) -> Callable[[Page, str], None]:
    """Puts a page into the session of somebody."""

    def enter(page: Page, who: str) -> None:
        session = logged_in(house, who).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return enter


def test_a_promise_is_noted_in_the_street_and_comes_back_there(
    browser: Browser, enter: Any, fridays: tuple[Event, Event], live_server: Any
) -> None:
    with tab(browser) as page:
        enter(page, "rini")
        page.goto(f"{live_server.url}/kantor/janji/")
        assert look(page, "janji-kosong") == []
        page.goto(f"{live_server.url}/kantor/kegiatan/{fridays[0].pk}/")
        page.click("text=Janji dan aduan")
        page.click("button:has-text('Catat janji')")
        assert look(page, "janji-salah") == []
        page.fill("#id_text", "Tutup got yang pecah di depan SD 12 diganti")
        page.select_option("#id_spot", label="Saluran depan SD 12")
        page.click("button:has-text('Catat janji')")
        assert "Janji dicatat: Lurah" in page.inner_text("main")
        assert look(page, "janji-kegiatan") == []
        page.goto(f"{live_server.url}/kantor/kegiatan/{fridays[1].pk}/")
        assert "Janji lama di sini" in page.inner_text("main")
        assert look(page, "kegiatan-janji-lama") == []
        page.click("text=Tutup got yang pecah")
        assert look(page, "janji") == []
        page.click("text=Undurkan tenggat")
        page.check("[value=lain]")
        page.fill("#id_due_on", (datetime.now(UTC) + timedelta(days=40)).strftime("%d-%m-%Y"))
        page.fill("#id_reason", "menunggu bahan dari DLH")
        assert look(page, "janji-undur") == []
        page.click("button:has-text('Undurkan')")
        page.fill("#id_note", "dipasang bersama warga RT 07")
        page.click("button:has-text('Catat: ditepati')")
        assert "Ditepati" in page.inner_text("h1 + p")
        page.goto(f"{live_server.url}/kantor/janji/")
        assert look(page, "janji-daftar") == []
    assert Promise.objects.get().state == "kept"


def test_an_aduan_is_written_down_forwarded_and_shown(
    browser: Browser, enter: Any, fridays: tuple[Event, Event], live_server: Any
) -> None:
    with tab(browser) as page:
        enter(page, "hendra")
        page.goto(f"{live_server.url}/kantor/aduan/")
        assert look(page, "aduan-kosong") == []
        page.goto(f"{live_server.url}/kantor/kegiatan/{fridays[0].pk}/janji/")
        page.click("text=Catat aduan warga")
        page.select_option("#id_subject", label="Selokan atau banjir")
        page.fill("#id_text", "Got di depan rumah Pak Amir meluap tiap hujan, airnya masuk ke dapur.")
        page.fill("#id_phone", "0812 3456 7890")
        assert look(page, "aduan-catat") == []
        page.click("button:has-text('Catat aduan')")
        row = Aduan.objects.get()
        assert aduan.code(row) in page.inner_text("main")
        assert look(page, "aduan-baru") == []
        page.click("text=Teruskan")
        assert look(page, "aduan-teruskan") == []
        page.click("button:has-text('Teruskan')")
        page.click("main >> text=Tampilkan")
        page.fill("#id_text", "Got di Jalan DI Panjaitan meluap saat hujan.")
        page.click("button:has-text('Tampilkan')")
        assert look(page, "aduan") == []
        page.goto(f"{live_server.url}/kantor/aduan/")
        page.set_viewport_size({"width": SCREEN[0], "height": SCREEN[1]})
        assert look(page, "aduan-daftar") == []
