"""The paper pack in a browser: from the day to one PDF, a wrong count said at its field, and blanks with numbers."""

import io
import re
from datetime import timedelta
from typing import Any

import pypdf
import pytest
import time_machine
from playwright.sync_api import Browser, Page

from siip.kernel.ids import uuid7
from siip.letters import letters
from siip.letters.models import Letter
from siip.web.public.tests import stage
from tests.browser.harness import look, tab
from tests.cast import AT, Cast, build, logged_in

pytestmark = pytest.mark.browser
SATURDAY = AT + timedelta(days=4)


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


def test_the_blanks_bear_numbers_that_are_accounted_for(
    browser: Browser, transactional_db: None, live_server: Any
) -> None:
    """On Tuesday numbers are set aside; on Saturday the letter that was written by hand takes the one on its paper."""
    with time_machine.travel(AT) as clock:
        house = build()
        event, desk = stage.plan(house, services=("domisili_orang", "sku")), stage.Desk(house, AT)
        letter = desk.draft("Siti Maryam")
        with tab(browser) as page:
            enter(page, house, live_server.url)
            page.goto(f"{live_server.url}/kantor/kegiatan/{event.pk}/paket/")
            assert "belum ada yang disisihkan" in page.inner_text("main")
            page.click("a:has-text('Sisihkan nomor Surat Keterangan Domisili')")
            assert page.get_by_label("Berapa nomor").input_value() == "3"
            assert look(page, "blangko-sisihkan") == []
            page.get_by_label("Berapa nomor").fill("4")
            page.click("button:has-text('Sisihkan')")
            assert "118-121 disisihkan dan belum dipakai" in " ".join(page.inner_text("main").split())
            assert look(page, "paket-kertas-bernomor") == []
            tell_of_numbers(page, f"{live_server.url}/kantor/kegiatan/{event.pk}/")
            page.goto(f"{live_server.url}/kantor/kegiatan/{event.pk}/paket/")
            answer = page.context.request.get(f"{page.url.removesuffix('/')}.pdf")
            said = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
            said = " ".join(said.split())
            assert re.findall(r"Nomor: (\S+/\d+)/PLI/2026", said) == [f"400.12.2.1/{n}" for n in (118, 119, 120)]
            assert said.count("ditulis dari register atau buku") == 3

        clock.move_to(SATURDAY)
        with tab(browser) as page:
            enter(page, house, live_server.url)
            write_up(page, f"{live_server.url}/kantor/surat/{letter.pk}/")
            wait_with_closing(page, f"{live_server.url}/kantor/kegiatan/{event.pk}/")
            sign(house, letter)
            page.goto(f"{live_server.url}/kantor/surat/{letter.pk}/")
            assert "400.12.2.1/119/PLI/2026" in page.inner_text("main")
            assert "jangan mencetak asli kedua" in page.inner_text("main")
            assert "batalkan atau cabut suratnya, tarik kertasnya" in page.inner_text("main")
            page.goto(f"{live_server.url}/kantor/surat/{letter.pk}/blangko/")
            assert "tidak diubah lagi" in page.inner_text("main") and page.locator("main button").count() == 0
            assert look(page, "blangko-tetap") == []
            close_blanks(page, f"{live_server.url}/kantor/kegiatan/{event.pk}/")


def write_up(page: Page, letter: str) -> None:
    """Number and date are copied from the paper."""
    page.goto(letter)
    page.click("a:has-text('Sudah ditulis di blangko darurat?')")
    page.get_by_label("Nomor pada blangko").select_option("119")
    page.get_by_label("Tanggal pada blangko").fill("23-11-2026")
    page.click("button:has-text('Simpan')")
    assert "antara 24-11-2026" in page.inner_text("main")
    assert look(page, "blangko-salah-tanggal") == []
    page.get_by_label("Tanggal pada blangko").fill("27-11-2026")
    page.click("button:has-text('Simpan')")
    assert "pada blangko nomor 119, tertanggal 27 November 2026" in page.inner_text("main")
    assert look(page, "surat-dari-blangko") == []


def tell_of_numbers(page: Page, event: str) -> None:
    """Before the event is cancelled or moved, the page says what becomes of its numbers."""
    for act, shot in (("batal", "kegiatan-batal-nomor"), ("pindah", "kegiatan-pindah-nomor")):
        page.goto(f"{event}{act}/")
        page.fill("[name=reason]", "hujan deras")
        if act == "pindah":
            page.fill("[name=street]", "Jalan Kapten Abdullah")
        page.click("main form button >> nth=0")
        assert "Surat Keterangan Domisili: nomor 118-121" in " ".join(page.inner_text("main").split())
        assert look(page, shot) == []


def wait_with_closing(page: Page, event: str) -> None:
    """The run of a letter that is not signed yet: the page says which, and offers no button that would be refused."""
    page.goto(f"{event}paket/")
    page.click("a:has-text('Tutup yang tidak terpakai')")
    page.click("main a:has-text('Tutup')")
    assert "Nomor 119: Siti Maryam" in page.inner_text("main") and page.locator("main button").count() == 0
    assert look(page, "blangko-tutup-menunggu") == []


def close_blanks(page: Page, event: str) -> None:
    """What is left is asked about when the day is closed, and void once somebody says so."""
    page.goto(f"{event}tutup/")
    assert "3 nomor pada blangko darurat belum jelas" in page.inner_text("main")
    page.goto(f"{event}paket/")
    page.click("a:has-text('Tutup yang tidak terpakai')")
    assert look(page, "register-blangko") == []
    page.click("a:has-text('Tutup')")
    assert "118, 120-121 belum dipakai" in page.inner_text("main")
    assert look(page, "blangko-tutup") == []
    page.click("button:has-text('Tutup blangko')")
    assert "1 dipakai, 3 batal, 0 belum jelas" in page.inner_text("main")
    page.go_back()
    page.reload()
    assert "Sudah ditutup" in page.inner_text("main") and page.locator("main button").count() == 0
    assert look(page, "blangko-sudah-ditutup") == []


def enter(page: Page, house: Cast, url: str) -> None:
    session = logged_in(house, "rini").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def sign(house: Cast, letter: Letter) -> None:
    proof, hendra = house.proof("hendra", SATURDAY), house.actor("hendra", SATURDAY)
    letters.sign_and_number([letter.pk], proof=proof, by=hendra, at=SATURDAY, id=uuid7())
