"""Promises and aduan in a real browser: noted in the street, followed at the office, answered by who reported."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page

from siip.followup import aduan, handling
from siip.followup.aduan import Report
from siip.followup.models import Aduan, Promise
from siip.followup.spots import Spot
from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.ids import uuid7
from siip.programme import places
from siip.programme.models import Event
from siip.programme.rules.hours import FRIDAY, next_day
from siip.web.public.limits import REPORTS
from siip.web.public.tests import stage
from tests.browser.harness import SCREEN, look, tab
from tests.cast import PLAJU, PLAJU_ILIR, Cast, build, logged_in

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
        page.check("#id_may_show")
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


def test_a_resident_reports_and_answers_without_a_script(browser: Browser, house: Cast, live_server: Any) -> None:
    with tab(browser, script=False) as page:
        page.goto(f"{live_server.url}/")
        page.click("nav >> text=Lapor")
        page.select_option("#id_tentang", label="Selokan atau banjir")
        page.fill("#id_isi", "Got di depan rumah kami meluap tiap hujan.")
        page.select_option("#id_kelurahan", label="Plaju Ilir")
        page.click("button:has-text('Kirim laporan')")
        row = Aduan.objects.get()
        assert page.url.endswith(f"/lapor/{aduan.code(row)}/") and aduan.code(row) in page.inner_text("main")
        hendra, now = house.actor("hendra", datetime.now(UTC)), datetime.now(UTC)
        handling.finish_aduan(row.pk, note="Got sudah dikeruk.", by=hendra, at=now, id=uuid7())
        page.reload()
        page.click("summary")
        page.fill("#id_isi", "Masih meluap di ujung lorong.")
        page.click("button:has-text('Buka kembali')")
        assert "dibuka kembali" in page.inner_text("h1")
    assert Aduan.objects.get().state == "reopened"


def test_the_pages_of_a_reporter_are_fit_to_be_seen(browser: Browser, house: Cast, live_server: Any) -> None:
    hendra, now = house.actor("hendra", datetime.now(UTC)), datetime.now(UTC)
    anybody = Actor(None, None, journal.house_id(), frozenset())
    report = Report(2, "Got meluap.", "Lorong Sukarela")
    row = aduan.report_aduan(report, Spot(PLAJU_ILIR), kecamatan=PLAJU, by=anybody, at=now, id=uuid7())
    handling.show_aduan(row.pk, text="Got di Lorong Sukarela meluap saat hujan.", by=hendra, at=now, id=uuid7())
    address = f"{live_server.url}/lapor/{aduan.code(row)}/"
    with tab(browser) as page:
        page.goto(f"{live_server.url}/lapor/")
        assert look(page, "lapor") == []
        page.fill("#id_isi", "Lampu jalan mati.")
        page.click("button:has-text('Kirim laporan')")
        assert look(page, "lapor-salah") == []
        page.select_option("#id_tentang", label="Jalan atau lampu jalan")
        page.select_option("#id_kelurahan", label="Plaju Ilir")
        window = int(datetime.now(UTC).timestamp()) // REPORTS.window
        for number in (window, window + 1):
            cache.set(f"{REPORTS.name}-16.71.14:{number}", REPORTS.all)
        page.click("button:has-text('Kirim laporan')")
        assert "Lampu jalan mati." in page.input_value("#id_isi")
        assert look(page, "lapor-penuh") == []
        page.goto(address)
        assert look(page, "lapor-diterima") == []
        handling.finish_aduan(row.pk, note="Got sudah dikeruk hari ini.", by=hendra, at=now, id=uuid7())
        page.goto(address)
        assert look(page, "lapor-selesai") == []
        page.goto(f"{live_server.url}/lapor/AAAA-AAAA-AAAA/")
        assert look(page, "lapor-tak-dikenal") == []
        cache.clear()
