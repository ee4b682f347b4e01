"""What a pengelola sets up, in a real browser without a script: RT, the programme; and the journal of it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from siip.programme.models import Programme
from siip.web.console.tests.test_wilayah import book
from siip.wilayah import territory
from siip.wilayah.tests.boundary_files import collection, feature, square
from tests.browser.harness import look, tab
from tests.cast import PLAJU_ILIR, Cast, build, logged_in

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


@pytest.fixture
def enter(house: Cast, live_server: Any) -> Callable[[Page], None]:
    """Puts a page into the session of Bu Dewi, the pengelola."""

    def enter(page: Page) -> None:
        session = logged_in(house, "dewi").cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return enter


def test_rt_are_typed_and_one_is_ended_without_a_script(browser: Browser, enter: Any, live_server: Any) -> None:
    with tab(browser, script=False) as page:
        enter(page)
        page.goto(f"{live_server.url}/kantor/pengaturan/")
        page.click("a:has-text('Wilayah')")
        page.click("text=Kelurahan Plaju Ilir")
        page.fill("#id_rw", "03")
        page.fill("#id_numbers", "1-3")
        page.click("button:has-text('Tambahkan')")
        page.click("a[href$='/03/2/']")
        page.fill("#id_on", "1-1-2090")
        page.click("text=Periksa dulu")
        page.click("text=Ubah tanggalnya")
        assert page.input_value("#id_on") == "1-1-2090"
        page.click("text=Periksa dulu")
        page.click("button:has-text('Akhiri RT 2')")
        assert page.locator("h1").inner_text() == "Kelurahan Plaju Ilir: 3 RW, 7 RT"
    assert [one.number for one in territory.rts_of(PLAJU_ILIR + "03/")] == ["1", "3"]


def test_the_example_is_downloaded_and_sent_back(browser: Browser, enter: Any, live_server: Any) -> None:
    with tab(browser, script=False) as page:
        enter(page)
        page.goto(f"{live_server.url}/kantor/wilayah/excel/")
        with page.expect_download() as got:
            page.click("text=Unduh berkas contoh")
        page.set_input_files("#id_file", {"name": "rt.xlsx", "mimeType": "", "buffer": got.value.path().read_bytes()})
        page.click("button:has-text('Periksa dulu')")
        assert "4 RT di berkas ini sudah tercatat" in page.inner_text("main")


def test_the_programme_is_renamed_without_a_script(browser: Browser, enter: Any, live_server: Any) -> None:
    with tab(browser, script=False) as page:
        enter(page)
        page.goto(f"{live_server.url}/kantor/program/")
        page.click("text=Ubah")
        page.fill("#id_name", "Sabtu Bersih")
        page.select_option("#id_weekday", label="Sabtu")
        page.click("text=Simpan")
        assert "Sabtu, 07.00 sampai 09.30 WIB" in page.inner_text("main")
    assert Programme.objects.get().name == "Sabtu Bersih"


def test_the_pages_have_no_fault(browser: Browser, enter: Any, live_server: Any) -> None:
    faults, url = [], f"{live_server.url}/kantor"
    with tab(browser) as page:
        enter(page)
        for name in (
            "wilayah",
            "wilayah/1001",
            "wilayah/excel",
            "wilayah/batas",
            "program",
            "jurnal",
            "jurnal/?sebelum=1",
        ):
            page.goto(f"{url}/{name}/" if "?" not in name else f"{url}/{name}")
            faults += look(page, "atur-" + name.replace("/?", "-").replace("/", "-"))
        faults += _kelurahan(page, url) + _file(page, url) + _boundaries(page, url) + _programme(page, url)
        page.goto(f"{url}/jurnal/")
        faults += look(page, "atur-jurnal-kini")
    assert faults == []


def _kelurahan(page: Page, url: str) -> list[str]:
    page.goto(f"{url}/wilayah/1003/")
    page.fill("#id_rw", "dua")
    page.fill("#id_numbers", "1-40")
    page.click("button:has-text('Tambahkan')")
    faults = look(page, "atur-kelurahan-salah")
    page.fill("#id_rw", "7")
    page.click("button:has-text('Tambahkan')")
    faults += look(page, "atur-kelurahan")
    page.click("a[href$='/02/07/']")
    faults += look(page, "atur-rt")
    page.fill("#id_on", "1-1-2090")
    page.click("text=Periksa dulu")
    faults += look(page, "atur-rt-periksa")
    page.click("button:has-text('Akhiri RT 07')")
    page.click("a[href$='/wilayah/1003/02/']")
    faults += look(page, "atur-rw")
    page.fill("#id_on", "kemarin")
    page.click("text=Periksa dulu")
    return faults + look(page, "atur-rw-salah")


def _file(page: Page, url: str) -> list[str]:
    page.goto(f"{url}/wilayah/excel/")
    page.click("button:has-text('Periksa dulu')")
    faults = look(page, "atur-excel-salah")
    with page.expect_download() as got:
        page.click("text=Unduh berkas contoh")
    page.set_input_files("#id_file", {"name": "rt.xlsx", "mimeType": "", "buffer": got.value.path().read_bytes()})
    page.click("button:has-text('Periksa dulu')")
    faults += look(page, "atur-excel-sama")
    more = book([["Plaju Ulu", "01", "01"], ["Plaju Ulu", "01", "02a"], ["Plaju Darat", "", "9"], ["Atlantis", 1, 1]])
    page.goto(f"{url}/wilayah/excel/")
    page.set_input_files("#id_file", {"name": "rt.xlsx", "mimeType": "", "buffer": more})
    page.click("button:has-text('Periksa dulu')")
    faults += look(page, "atur-excel-periksa")
    page.click("button:has-text('Tambahkan 3 RT')")
    return faults + look(page, "atur-excel-hasil")


def _boundaries(page: Page, url: str) -> list[str]:
    page.goto(f"{url}/wilayah/batas/")
    page.click("button:has-text('Masukkan')")
    faults = look(page, "atur-batas-salah")
    ((a, b, c, d, _),) = square(0.01)["coordinates"]
    open_ = {"type": "Polygon", "coordinates": [[a, b, c, d]]}
    bow = {"type": "Polygon", "coordinates": [[a, c, b, [d[0], -2.98], a]]}
    drawn = collection(
        feature(square(), nama="Plaju Ilir"), feature(bow, nama="Plaju Ulu"),
        feature(square(0.01), nama="Talang Keramat Sungai Pinang"),
        *(feature(open_, nama=name) for name in ("Komperta", "Baguskuning")),
    )  # fmt: skip
    page.set_input_files("#id_file", {"name": "batas.geojson", "mimeType": "", "buffer": drawn})
    page.fill("#id_source", "Bagian Tata Pemerintahan Kota Palembang, 2025")
    page.click("button:has-text('Masukkan')")
    assert "Kelurahan Plaju Ilir" in page.inner_text("main")
    faults += look(page, "atur-batas-hasil")
    page.goto(f"{url}/wilayah/1003/")
    return faults + look(page, "atur-kelurahan-batas")


def _programme(page: Page, url: str) -> list[str]:
    page.goto(f"{url}/program/")
    page.click("text=Ubah")
    faults = look(page, "atur-program-ubah")
    page.fill("#id_name", "")
    page.fill("#id_ends", "6")
    page.click("text=Simpan")
    return faults + look(page, "atur-program-salah")
