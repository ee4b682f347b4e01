"""The counter in a real browser: a Friday is planned, a request taken on a telephone without a script."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from siip.programme.models import Event
from siip.services.models import Request
from siip.services.tests.conftest import NIK
from tests.browser.harness import SCREEN, look, tab
from tests.cast import Cast, build, logged_in

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


@pytest.fixture
def enter(house: Cast, live_server: Any) -> Callable[[Page, str], None]:
    """Puts a page into the session of somebody who logged in."""

    def enter(page: Page, key: str) -> None:
        session = logged_in(house, key).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return enter


def test_a_friday_is_planned_and_a_request_taken_there(browser: Browser, enter: Any, live_server: Any) -> None:
    with tab(browser, script=False) as page:
        enter(page, "rini")
        _plan(page, live_server.url)
        page.click("text=Terima permohonan")
        page.click("text=Lanjut")
        _fill(page)
        page.click("text=Periksa dulu")
        assert page.locator("text=17-08-1985, perempuan").count() == 1
        page.click("button:has-text('Ubah')")
        assert page.input_value("#id_isi_nama") == "Siti Maryam"
        page.click("text=Periksa dulu")
        page.click("text=Simpan dan buat suratnya")
        assert page.locator("h1").inner_text() == "Siti Maryam"
    row = Request.objects.select_related("letter").get()
    assert (row.event, row.letter and row.letter.state) == (Event.objects.get(), "chain")


def test_the_pages_of_the_counter_have_no_fault(browser: Browser, enter: Any, live_server: Any) -> None:
    faults, url = [], live_server.url
    with tab(browser) as page:
        enter(page, "rini")
        for name in ("permohonan", "kegiatan", "kegiatan/baru"):
            page.goto(f"{url}/kantor/{name}/")
            faults += look(page, f"kosong-{name.replace('/', '-')}")
        _plan(page, url, lambda: faults.extend(look(page, "kegiatan-rencana")))
        faults += look(page, "kegiatan-satu")
        page.click("text=Terima permohonan")
        faults += look(page, "permohonan-pilih")
        page.click("text=Lanjut")
        faults += look(page, "permohonan-isi")
        page.click("text=Periksa dulu")
        faults += look(page, "permohonan-isi-salah")
        _fill(page)
        faults += look(page, "permohonan-isi-penuh")
        page.uncheck("#id_berkas_kk")
        page.fill("#id_isi_nik", "1671145708900001")
        page.click("text=Periksa dulu")
        faults += look(page, "permohonan-periksa")
        page.click("text=Simpan, tunggu berkas")
        faults += look(page, "permohonan-satu")
        for name in ("Catat berkas", "Perbaiki isi", "Batalkan"):
            page.click(f"a:has-text('{name}')")
            faults += look(page, f"permohonan-{name.split()[0].lower()}")
            page.go_back()
        page.goto(f"{url}/kantor/permohonan/")
        faults += look(page, "permohonan")
        page.fill("#id_cari", "maryam")
        page.click("form.ask button:has-text('Cari')")
        faults += look(page, "permohonan-ditemukan")
        page.goto(f"{url}/kantor/kegiatan/")
        faults += look(page, "kegiatan")
        page.click("tbody a")
        page.click("text=Ubah")
        faults += look(page, "kegiatan-ubah")
    assert faults == []


def test_what_one_answer_asks_for_stands_under_it_alone(browser: Browser, enter: Any, live_server: Any) -> None:
    with tab(browser, script=False) as page:
        enter(page, "rini")
        _open_counter(page, live_server.url)
        hidden = ("ketua_pengantar_rt", "isi_pengantar_tanggal", "isi_rt", "wakil_nama")
        assert [name for name in hidden if page.is_visible(f"#id_{name}")] == []
        page.check("text=Suratnya dilihat")
        page.check("text=Orang lain mewakili")
        page.select_option("#id_rt_rw", "lain")
        assert [name for name in hidden if page.is_visible(f"#id_{name}")] == list(hidden[1:])
        page.check("#id_sama_alamat")
        assert not page.is_visible("#id_isi_alamat_domisili")


def test_a_request_is_taken_by_keyboard_alone(browser: Browser, enter: Any, live_server: Any) -> None:
    with tab(browser, script=False, size=SCREEN) as page:
        enter(page, "rini")
        _open_counter(page, live_server.url)
        assert page.locator("#id_isi_nik:focus").count() == 1
        page.keyboard.type(NIK)
        page.keyboard.press("Enter")
        page.locator("text=Tidak ada di daftar penduduk").wait_for()
        _fill(page)
        page.focus("#id_berkas_kk")
        for _ in range(3):  # who came, then the button: what is not asked for is not stopped at
            page.keyboard.press("Tab")
            if page.locator("button:focus").count():
                break
        page.keyboard.press("Enter")
        page.locator("h1:has-text('Periksa sebelum disimpan')").wait_for()


def test_a_session_that_ends_takes_nothing_with_it(browser: Browser, enter: Any, live_server: Any) -> None:
    with tab(browser) as page:
        enter(page, "rini")
        _open_counter(page, live_server.url)
        _fill(page)
        page.context.clear_cookies(name="sessionid")
        page.click("text=Periksa dulu")
        assert page.locator("h1").inner_text() == "Sesi Anda sudah berakhir"
        faults = look(page, "permohonan-sesi-berakhir")
        page.context.clear_cookies(name="csrftoken")  # as a log-in in another tab changes it
        enter(page, "rini")
        page.click("button:has-text('Lanjutkan isian')")
        assert page.input_value("#id_isi_nama") == "Siti Maryam" and page.is_checked("#id_berkas_kk")
        page.click("text=Periksa dulu")
        page.click("text=Simpan dan buat suratnya")
        assert page.locator("h1").inner_text() == "Siti Maryam"
    assert faults == []


def _open_counter(page: Page, url: str) -> None:
    page.goto(f"{url}/kantor/permohonan/baru/")
    page.check("text=Loket Kelurahan Plaju Ilir")
    page.click("text=Lanjut")


def _plan(page: Page, url: str, seen: Callable[[], Any] = lambda: None) -> None:
    """A Friday that is today, whatever the day of the test."""
    page.goto(f"{url}/kantor/kegiatan/baru/?kelurahan=16.71.14.1003")
    today = datetime.now(ZoneInfo("Asia/Jakarta")).date()
    page.fill("#id_on", f"{today:%d-%m-%Y}")
    page.fill("#id_street", "Jalan DI Panjaitan")
    page.fill("#id_gathering", "depan kantor lurah")
    page.check("text=RT 07a / RW 02")
    page.select_option("#id_orang_1", label="Rini Astuti")
    page.fill("#id_tugas_1", "loket 1")
    seen()
    page.click("button:has-text('Rencanakan')")


def _fill(page: Page) -> None:
    said = {
        "nik": NIK, "nama": "Siti Maryam", "tempat_lahir": "Palembang", "tanggal_lahir": "17-8-1985",
        "alamat": "Jalan DI Panjaitan Lorong Sukarela 12", "keperluan": "membuka rekening bank",
    }  # fmt: skip
    for name, value in said.items():
        page.fill(f"#id_isi_{name}", value)
    page.check("text=Perempuan")
    page.select_option("#id_rt_rw", label="RT 07 / RW 02")
    page.check("#id_sama_alamat")
    page.check("text=Ketua RT menerangkan di tempat")
    page.check("#id_berkas_ktp")
    page.check("#id_berkas_kk")
