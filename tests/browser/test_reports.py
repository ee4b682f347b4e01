"""A day closed in a real browser: figures with their rows, the report on its way, the page for everybody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from siip.kernel import workdays
from siip.kernel.ids import uuid7
from siip.letters import letters, registers
from siip.programme.models import Event
from siip.reporting.models import Closing
from siip.reporting.tests.friday import hold, plan
from siip.services import slips
from siip.services.tests.test_slips import new_slip_code
from tests.browser.harness import look, tab
from tests.cast import PATTERN, PLAJU_ILIR, Cast, build, logged_in

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC)
HELD = (NOW - timedelta(days=3)).replace(hour=1, minute=30)  # 08.30 WIB three days ago


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


def enter(page: Page, house: Cast, url: str, who: str) -> None:
    session = logged_in(house, who).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def sign(house: Cast) -> None:
    letter = Closing.objects.get().letter
    registers.open_register(
        letter.office_id, year=NOW.year, pattern=PATTERN, pad=1, mode="siip", after=35, by=house.actor("dewi", NOW),
        at=NOW, id=uuid7(),
    )  # fmt: skip
    letters.paraf_letter(letter.pk, by=house.actor("nyimas", NOW), at=NOW, id=uuid7())
    lurah = house.actor("hendra", NOW)
    letters.sign_and_number([letter.pk], proof=house.proof("hendra", NOW), by=lurah, at=NOW, id=uuid7())


def carried(house: Cast) -> Event:
    """The whole Friday, and two of its requests promised for the next working day."""
    held, rini = hold(house, HELD), house.actor("rini", HELD)
    for row in held.requests[:2]:
        slips.carry_over(
            row.pk, reason="signer", due_on=workdays.next_working_day(HELD.date()), place=PLAJU_ILIR,
            code=new_slip_code(), by=rini, at=HELD, id=uuid7(),
        )  # fmt: skip
    return held.event


def test_a_day_is_closed_and_everybody_reads_what_came_of_it(browser: Browser, house: Cast, live_server: Any) -> None:
    url = live_server.url
    with tab(browser) as page:
        enter(page, house, url, "rini")
        page.goto(f"{url}/kantor/program/awal/")
        assert look(page, "program-awal") == []
        page.fill("#id_turnout", "60")
        page.fill("#id_letter_days", "2,5")
        page.fill("#id_period", "Januari sampai Juni 2026")
        page.fill("#id_source", "buku agenda kelurahan")
        page.click("text=Simpan")
        event = carried(house)
        plan(house, NOW + timedelta(days=1))
        page.goto(f"{url}/kantor/")
        assert look(page, "jumat-ini-sebelum") == []
        page.click("text=Belum ditutup: >> .. >> a")
        page.click("td >> text=43")
        assert look(page, "laporan-baris") == []
        page.goto(f"{url}/kantor/kegiatan/{event.pk}/laporan/dijanjikan/")
        assert look(page, "laporan-dijanjikan") == []
        page.click("text=Laporan")
        page.click("text=Tutup hari")
        assert look(page, "tutup-hari") == []
        page.fill("#id_note", "Cuaca cerah; tidak ada kecelakaan.")
        page.click("text=Tutup hari dan susun laporan")
        assert "Izin melaporkan." in page.input_value("textarea")
        assert look(page, "laporan") == []
    sign(house)
    with tab(browser, script=False) as page:
        page.goto(f"{url}/hasil/")
        page.click("text=Jalan DI Panjaitan")
        assert "Warga yang hadir: 43 orang" in page.inner_text("main")
    with tab(browser) as page:
        page.goto(f"{url}/hasil/")
        assert look(page, "hasil") == []
        page.goto(f"{url}/hasil/{event.pk}/")
        assert look(page, "hasil-satu") == []


def test_a_day_that_cannot_be_closed_says_so(browser: Browser, house: Cast, live_server: Any) -> None:
    event = plan(house, NOW + timedelta(days=1)).event
    with tab(browser) as page:
        enter(page, house, live_server.url, "rini")
        page.goto(f"{live_server.url}/kantor/kegiatan/{event.pk}/tutup/")
        assert look(page, "tutup-hari-sebelum") == []
        Event.objects.filter(pk=event.pk).update(cancelled_at=NOW, cancelled_reason="Banjir di Lorong Sukarela")
        page.reload()
        assert look(page, "tutup-hari-dibatalkan") == []
