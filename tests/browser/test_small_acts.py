"""The small acts in a real browser, without a script: a talk noted, a need matched, faces touched; taps counted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, Route

from siip.activity import talks
from siip.exchange import helps, matches
from siip.exchange.helps import NEED, OFFER, Said
from siip.kernel.ids import uuid7
from siip.programme.models import Event
from siip.survey import faces
from siip.web.public.tests import stage
from tests.browser.hands import hands
from tests.browser.harness import look, tab
from tests.cast import Cast, build, logged_in

pytestmark = pytest.mark.browser

PASSWORD = "hujan kemarau sepeda"
FRIDAY = datetime(2026, 11, 27, 1, 10, tzinfo=UTC)  # 08.10 WIB


@pytest.fixture
def event(transactional_db: None) -> Iterator[tuple[Cast, Event]]:
    """A Friday with two counters; it is ten past eight."""
    house = build()
    house.accounts["rini"].set_password(PASSWORD)
    house.accounts["rini"].save()
    made = stage.plan(house, counters=2)
    with time_machine.travel(FRIDAY):
        yield house, made


def enter(page: Page, house: Cast, url: str) -> None:
    """Puts a page into the session of Bu Rini."""
    session = logged_in(house, "rini").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def test_a_clerk_notes_a_talk_and_brings_two_together(
    browser: Browser, event: tuple[Cast, Event], live_server: Any
) -> None:
    house, friday = event
    with hands(browser, live_server.url) as rini:
        enter(rini.page, house, live_server.url)
        rini.opens(f"/kantor/kegiatan/{friday.pk}/penyuluhan/")
        rini.chooses("Topik", "Layanan publik: syarat, hak warga, tanpa calo")
        rini.writes("Narasumber", "Yuni Kartini, Dukcapil")
        rini.writes("Berapa yang mendengarkan", "24")
        rini.presses("Catat")
        assert rini.sees("1 tentang layanan publik", "24 orang mendengarkan") and rini.taps == 4

        rini.opens(f"/kantor/kegiatan/{friday.pk}/saling-bantu/")
        for button, count in (("Catat kebutuhan", "2"), ("Catat tawaran", "3")):
            rini.follows(button)
            rini.chooses("Apa", "Alat kerja (buah)")
            rini.writes("Berapa", count)
            rini.presses("Catat")
            assert rini.sees("dicatat.")
        before = rini.taps
        rini.follows("Alat kerja")
        rini.ticks("Alat kerja: masih 3 buah")
        rini.presses("Cocokkan")
        assert rini.sees("Dicocokkan: 2 buah. Kabari keduanya.", "Sudah cocok", "Masih 1") and rini.taps - before == 3
        rini.presses("Sudah diserahkan Alat kerja")
        assert rini.sees("Dicatat: sudah diserahkan.")
        rini.presses("Belum diserahkan Alat kerja")
        assert rini.sees("Dicatat: belum diserahkan.")
        rini.presses("Batalkan Alat kerja")
        assert rini.sees("Pencocokan dibatalkan", "Belum ada yang cocok")


def test_the_screen_of_faces_is_held_out_and_comes_back_to_the_clerk_only(
    browser: Browser, event: tuple[Cast, Event], live_server: Any
) -> None:
    house, friday = event
    with hands(browser, live_server.url) as rini:
        enter(rini.page, house, live_server.url)
        rini.opens(f"/kantor/kegiatan/{friday.pk}/wajah/")
        rini.presses("Layar loket A")
        assert rini.is_at("Bagaimana pelayanan kami hari ini?")
        rini.begins()
        rini.presses("Puas")
        assert rini.is_at("Terima kasih") and rini.taps == 1
        rini.follows("Untuk warga berikutnya")
        assert rini.is_at("Bagaimana pelayanan kami hari ini?")
        rini.presses("Tidak puas")
        assert rini.is_at("Terima kasih")
        assert rini.is_at("Bagaimana pelayanan kami hari ini?"), "the screen comes back by itself"
        rini.follows("Petugas loket A: kembali dengan kata sandi")
        assert rini.is_at("Untuk petugas: ketik kata sandi Anda")
        rini.follows("Kembali ke layar wajah")
        assert rini.is_at("Bagaimana pelayanan kami hari ini?")
        rini.follows("Petugas loket A: kembali dengan kata sandi")
        rini.writes("Kata sandi", PASSWORD)
        rini.presses("Lanjutkan")
        assert rini.sees("orang memberi wajah", "50 dari 100")
        rini.page.go_back()
        rini.opens(f"/kantor/kegiatan/{friday.pk}/wajah/A/")
        assert rini.sees("orang memberi wajah"), "what was left open in a tab holds nothing"
        rini.presses("Batal: Tidak puas di loket A")
        assert rini.sees("Catatan terakhir loket A dibatalkan", "100 dari 100")


def test_the_pages_are_fit_to_be_seen(browser: Browser, event: tuple[Cast, Event], live_server: Any) -> None:
    house, friday = event
    address = f"{live_server.url}/kantor/kegiatan/{friday.pk}"
    with tab(browser) as page:
        enter(page, house, live_server.url)
        for name in ("penyuluhan", "saling-bantu", "wajah"):
            page.goto(f"{address}/{name}/")
            assert look(page, f"{name}-kosong") == []
        talk, need, offer = _furnish(house, friday)
        for name, where in (
            ("penyuluhan", "/penyuluhan/"), ("penyuluhan-betulkan", f"/penyuluhan/{talk}/"),
            ("penyuluhan-hapus", f"/penyuluhan/{talk}/hapus/"), ("saling-bantu", "/saling-bantu/"),
            ("perlu-baru", "/saling-bantu/perlu/"), ("perlu", f"/saling-bantu/perlu/{need}/"),
            ("tawar", f"/saling-bantu/tawar/{offer}/"), ("perlu-tutup", f"/saling-bantu/perlu/{need}/tutup/"),
            ("wajah", "/wajah/"), ("wajah-kertas", "/wajah/kertas/"),
        ):  # fmt: skip
            page.goto(address + where)
            assert look(page, name) == []
        page.goto(f"{address}/wajah/")
        page.click("button:has-text('Layar loket A')")
        page.wait_for_selector("text=Sentuh satu wajah")
        assert look(page, "wajah-sentuh") == []
        page.route("**/wajah/A/", _stays)
        page.click("button:has-text('Cukup')")
        page.wait_for_selector("text=Terima kasih")
        assert look(page, "wajah-terima-kasih") == []
        page.goto(f"{live_server.url}/kantor/")
        assert look(page, "wajah-kata-sandi") == []
        page.get_by_label("Kata sandi").fill("salah salah salah")
        page.click("button:has-text('Lanjutkan')")
        page.wait_for_selector(".error")
        assert look(page, "wajah-kata-sandi-salah") == []
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.click("button:has-text('Lanjutkan')")
        page.wait_for_url(f"{live_server.url}/kantor/")
        page.goto(f"{address}/wajah/")
        page.click("button:has-text('Layar loket A')")
        for _ in range(5):
            page.goto(f"{live_server.url}/kantor/")
            page.get_by_label("Kata sandi").fill("salah salah salah")
            page.click("button:has-text('Lanjutkan')")
            page.wait_for_selector("[role=status], .error")
        assert look(page, "wajah-dikeluarkan") == []
        enter(page, house, live_server.url)
        page.goto(f"{address}/saling-bantu/perlu/")
        page.get_by_role("textbox", name="Nama").fill("Nurbaiti")
        page.click("button:has-text('Catat')")
        page.wait_for_selector(".error")
        assert look(page, "perlu-salah") == []


def _stays(route: Route) -> None:
    """The page without the header that would lead on while it is looked at."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


def _furnish(house: Cast, friday: Event) -> tuple[Any, Any, Any]:
    """Talks, needs, offers, a match, and faces of two counters."""
    rini = house.actor("rini", FRIDAY)
    seven = friday.rts.order_by("id")[0].wilayah.path

    def said() -> dict[str, Any]:
        return {"by": rini, "at": FRIDAY, "id": uuid7()}

    note = "Apakah KK baru dikenai biaya? Dijawab: tidak.\nBolehkah diwakili? Boleh, dengan surat kuasa."
    talk = talks.note_talk(friday.pk, talks.Saying(4, "Yuni Kartini, Dukcapil", 24, note), **said())
    talks.note_talk(friday.pk, talks.Saying(2, "dr. Maya, Puskesmas Plaju", 31), **said())
    chair = Said(6, 1, "kursi roda untuk ibunya, sampai akhir tahun", seven, "Nurbaiti", "0812 3456 7890", agreed=True)
    hoes = Said(2, 5, "cangkul dan arit, dipinjamkan hari Jumat", seven, "Amiruddin", "0813 9999 0000", agreed=True)
    need = helps.note_help(NEED, friday.pk, chair, **said())
    work = helps.note_help(NEED, friday.pk, Said(2, 3, "cangkul"), **said())
    offer = helps.note_help(OFFER, friday.pk, hoes, **said())
    matches.match_help(friday.pk, work.pk, offer.pk, 2, **said())
    marks = [faces.Mark("A", "good")] * 14 + [faces.Mark("A", "fair")] * 3 + [faces.Mark("B", "poor")]
    faces.mark_faces(friday.pk, marks, **said())
    faces.mark_faces(friday.pk, [faces.Mark("B", "good", 20, "paper"), faces.Mark("B", "poor", 2, "paper")], **said())
    return talk.pk, need.pk, offer.pk
