"""Letters, registers and the first pages in a real browser: looked at in both lights, printed, walked by keyboard."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from siip.kernel.ids import uuid7
from siip.letters import letters, registers
from siip.letters.models import Letter
from siip.people import pins
from siip.people.models import Enrolment
from siip.programme.models import Event
from siip.services import requests
from siip.services.intake import Intake
from siip.services.tests.conftest import ANSWERS, PAPERS, new_code
from siip.web.public.tests import stage
from tests.browser.harness import SCREEN, look, tab
from tests.cast import PATTERN, Cast, build, ident, logged_in

pytestmark = pytest.mark.browser

FRIDAY = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)  # 07.40 WIB
LONG = "Raden Ayu Nyimas Siti Nurhalizah Binti Kemas Haji Abdurrahman Syahputra Kusumawardhani"


@pytest.fixture
def house(transactional_db: None) -> Iterator[Cast]:
    """It is Friday; Pak Lurah has his PIN."""
    with time_machine.travel(FRIDAY):
        cast = build()
        said = {"pin": "481937", "recent_login": True, "by": cast.actor("hendra", FRIDAY), "at": FRIDAY}
        pins.set_pin(account_id=cast.accounts["hendra"].pk, id=uuid7(), **said)
        yield cast


@pytest.fixture
def desk(house: Cast) -> stage.Desk:
    """A Friday in Plaju Ilir, and one letter in every state."""
    stage.plan(house, at=FRIDAY - timedelta(days=3))
    desk = stage.Desk(house, FRIDAY)
    for state in stage.STATES:
        desk.letter(state)
    returned = desk.draft("Wahyu Ningsih")
    by = {"by": house.actor("hendra", FRIDAY), "at": FRIDAY}
    letters.return_letter(returned.id, reason="RT tidak sama dengan KTP-el", id=uuid7(), **by)
    for name in ("Ahmad Fauzi", LONG):
        desk.draft(name)
    return desk


Enter = Callable[[Page, str], None]


@pytest.fixture
def enter(house: Cast, live_server: Any) -> Enter:
    """Puts a page into the session of somebody who logged in, in a browser that he enrolled."""

    def enter(page: Page, key: str) -> None:
        session = logged_in(house, key).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return enter


def sheets(page: Page) -> int:
    return len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def test_the_first_pages_have_no_fault(browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any) -> None:
    faults = []
    with tab(browser) as page:
        for key in ("hendra", "rini", "dewi"):
            enter(page, key)
            page.goto(f"{live_server.url}/kantor/")
            faults += look(page, f"awal-{key}")
        page.goto(f"{live_server.url}/kantor/pengaturan/")
        faults += look(page, "pengaturan")
    assert faults == []


def test_the_first_page_of_a_house_without_anything(browser: Browser, enter: Enter, live_server: Any) -> None:
    faults = []
    with tab(browser) as page:
        enter(page, "hendra")
        for name in ("", "menunggu/", "surat/", "register/"):
            page.goto(f"{live_server.url}/kantor/{name}")
            faults += look(page, f"kosong-{name.strip('/') or 'awal'}")
    assert faults == []


def test_what_waits_is_read_initialled_and_signed(
    browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any
) -> None:
    faults, url = [], f"{live_server.url}/kantor/menunggu/"
    with tab(browser) as page:
        enter(page, "hendra")
        Enrolment.objects.update(ended_at=FRIDAY)
        page.goto(url)
        faults += look(page, "menunggu-belum-didaftarkan")
        Enrolment.objects.update(ended_at=None)
        page.goto(url)
        faults += look(page, "menunggu")
        page.get_by_label("PIN Anda").fill("000001")
        page.get_by_role("button", name="Tandatangani").click()
        faults += look(page, "menunggu-salah")
        page.get_by_label("PIN Anda").fill("481937")
        page.get_by_role("button", name="Tandatangani").click()
        faults += look(page, "menunggu-selesai")
    assert faults == []


def test_every_state_of_a_letter_has_a_page_without_fault(
    browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any
) -> None:
    faults = []
    with tab(browser) as page:
        enter(page, "hendra")
        page.goto(f"{live_server.url}/kantor/surat/")
        faults += look(page, "surat")
        faults += [f"the list prints on {n} sheets" for n in [sheets(page)] if n != 1]
        page.click("text=Dikembalikan (1)")
        faults += look(page, "surat-dikembalikan")
        for letter in Letter.objects.order_by("state", "drafted_at").distinct():
            page.goto(f"{live_server.url}/kantor/surat/{letter.id}/")
            faults += look(page, f"surat-{letter.state}")
    assert faults == []


def test_what_takes_a_reason_asks_for_it(browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any) -> None:
    faults = []
    signed, waiting = (Letter.objects.filter(state=state).first() for state in ("signed", "chain"))
    assert signed and waiting
    with tab(browser) as page:
        enter(page, "hendra")
        for letter, name in ((signed, "cabut"), (signed, "tinjau"), (waiting, "kembalikan"), (waiting, "batalkan")):
            page.goto(f"{live_server.url}/kantor/surat/{letter.id}/{name}/")
            faults += look(page, f"surat-{name}")
        page.get_by_role("main").get_by_role("button").click()
        faults += look(page, "surat-batalkan-salah")
    assert faults == []


def test_the_registers_have_no_fault(browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any) -> None:
    faults, url = [], f"{live_server.url}/kantor/register/"
    with tab(browser) as page:
        enter(page, "dewi")
        page.goto(url)
        faults += look(page, "register-semua")
        page.goto(f"{url}buka/")
        faults += look(page, "register-buka")
        page.get_by_role("main").get_by_role("button", name="Mulai register baru").click()
        faults += look(page, "register-buka-salah")
        page.goto(url)
        page.click("text=Lurah Plaju Ilir, 2026")
        faults += look(page, "register-satu")
        faults += [f"a register prints on {n} sheets" for n in [sheets(page)] if n != 1]
        page.goto(f"{page.url}nomor-terakhir/")
        faults += look(page, "register-nomor-terakhir")
    assert faults == []


def test_a_register_led_by_the_paper_book(browser: Browser, house: Cast, enter: Enter, live_server: Any) -> None:
    book = registers.open_register(
        house.offices["hendra"].id, year=2026, pattern=PATTERN, pad=3, mode="buku", after=300,
        by=house.actor("dewi", FRIDAY), at=FRIDAY, id=uuid7(),
    )  # fmt: skip
    faults = []
    with tab(browser) as page:
        enter(page, "dewi")
        page.goto(f"{live_server.url}/kantor/register/{book.id}/")
        faults += look(page, "register-buku-kosong")
        page.get_by_role("link", name="Catat nomor pesanan").click()
        page.get_by_role("button", name="Catat").click()
        faults += look(page, "register-pesan-salah")
        page.get_by_label("Nomor pertama").fill("301")
        page.get_by_label("Nomor terakhir").fill("305")
        page.get_by_role("button", name="Catat").click()
        faults += look(page, "register-buku")
        page.get_by_role("link", name="Tutup", exact=True).click()
        faults += look(page, "register-tutup")
    assert faults == []


def test_a_letter_is_found_from_its_request_and_handed_over(
    browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any
) -> None:
    rini, hendra = (desk.cast.actor(key, FRIDAY) for key in ("rini", "hendra"))
    asked = Intake("domisili_orang", ANSWERS, "", Event.objects.get().pk, None, None)
    row = requests.take_request(asked, PAPERS, code=new_code(), by=rini, at=FRIDAY, id=uuid7())
    assert row.letter_id
    proof = desk.cast.proof("hendra", FRIDAY)
    letters.sign_and_number([row.letter_id], proof=proof, by=hendra, at=FRIDAY, id=uuid7())
    faults = []
    with tab(browser) as page:
        enter(page, "rini")
        page.goto(f"{live_server.url}/kantor/kegiatan/{row.event_id}/")
        faults += look(page, "kegiatan-berjalan")
        page.goto(f"{live_server.url}/kantor/surat/{row.letter_id}/")
        faults += look(page, "surat-menunggu-pena")
        page.get_by_role("button", name="Sudah ditandatangani dengan pena").click()
        faults += look(page, "surat-siap-diserahkan")
        page.get_by_role("link", name="Catat penyerahan").click()
        page.get_by_label("Nama penerima").fill("")
        page.get_by_role("button", name="Catat penyerahan").click()
        faults += look(page, "penyerahan-salah")
        page.get_by_label("Nama penerima").fill("Siti Maryam")
        page.get_by_role("button", name="Catat penyerahan").click()
        faults += look(page, "permohonan-diserahkan")
    assert faults == []


def test_the_list_is_signed_by_keyboard_alone(
    browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any
) -> None:
    """Tab goes down the page as it is read: letter and its link, each in turn, then the PIN, then the button."""
    with tab(browser, size=SCREEN) as page:
        enter(page, "hendra")
        page.goto(f"{live_server.url}/kantor/menunggu/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        walked = []
        for _ in range(6):
            page.keyboard.press("Tab")
            walked.append(page.evaluate("e => (e = document.activeElement, e.name || e.textContent)"))
        assert walked == ["letters", "Baca", "letters", "Baca", "pin", "Tandatangani"]
        page.get_by_label("PIN Anda").focus()
        page.keyboard.type("481937")
        page.keyboard.press("Enter")
        page.get_by_text("2 surat ditandatangani dan diberi nomor").wait_for()
    assert Letter.objects.filter(state="numbered").count() == 3


def test_a_page_of_the_console_weighs_little(
    browser: Browser, desk: stage.Desk, enter: Enter, live_server: Any
) -> None:
    """25 KB compressed at most, and one request."""
    import gzip

    weights = {}
    with tab(browser) as page:
        enter(page, "hendra")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name in ("", "menunggu/", "surat/", "register/", "permohonan/", f"surat/{ident('letter', 1)}/"):
            asked.clear()
            page.goto(f"{live_server.url}/kantor/{name}", wait_until="networkidle")
            assert len([url for url in asked if not url.startswith("data:")]) == 1
            weights[name] = len(gzip.compress(page.content().encode()))
    assert {name: weight for name, weight in weights.items() if weight > 25_000} == {}
