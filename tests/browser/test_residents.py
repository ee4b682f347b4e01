"""The list of residents in a real browser: a file is sent, checked and taken in without a script."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from siip.people.models import Resident, ResidentImport, ResidentIntake
from siip.people.tests.lists import RUSLAN, SITI, changed, workbook
from tests.browser.harness import look, tab
from tests.cast import Cast, build, logged_in
from tests.worker import work_off

pytestmark = pytest.mark.browser

LONG = "Raden Ayu Nyimas Siti Nurhalizah Binti Kemas Haji Abdurrahman Syahputra Kusumawardhani"
ROWS = (
    changed(RUSLAN, rw="02"),
    changed(SITI, rw="02", sex="L", name=LONG),
    changed(SITI, nik="1671146706710003", name="WATI", rt="21"),
    changed(SITI, name=""),
    changed(SITI, birth="27-06-71"),
)


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


def enter(house: Cast, page: Page, url: str, key: str) -> None:
    session = logged_in(house, key).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def without_script(house: Cast, browser: Browser, url: str, file: Path) -> None:
    """A file is sent, looked at and taken in, while the page asks for itself again."""
    with tab(browser, script=False) as page:
        enter(house, page, url.removesuffix("/kantor/penduduk/"), "dewi")
        page.goto(url + "impor/")
        page.set_input_files("#id_file", file)
        page.click("button:has-text('Periksa dulu')")
        assert page.locator("h1").inner_text() == "Sedang diperiksa"
        work_off()
        page.wait_for_selector("#id_make_rt")
        page.check("#id_make_rt")
        page.click("button:has-text('Masukkan 3 orang')")
        assert page.locator("h1").inner_text() == "Sedang dimasukkan"
        work_off()
        page.wait_for_url("**/hasil/**")
        assert page.locator("h1").inner_text() == "3 orang baru, 0 diperbarui"


def on_its_way(page: Page, file: Path) -> list[str]:
    """How each page on the way of a file looks."""
    page.set_input_files("#id_file", file)
    page.click("button:has-text('Periksa dulu')")
    page.click("text=Hentikan muat ulang otomatis")
    ResidentIntake.objects.filter(step="check").update(done=3)
    page.reload()
    faults = look(page, "penduduk-berjalan")
    ResidentIntake.objects.filter(step="check").update(asked_at=datetime.now(UTC) - timedelta(minutes=5), done=0)
    page.reload()
    faults += look(page, "penduduk-belum-mulai")
    work_off()
    page.reload()
    return faults + look(page, "penduduk-periksa")


def test_a_list_is_taken_in_and_somebody_found(browser: Browser, house: Cast, live_server: Any, tmp_path: Path) -> None:
    file = tmp_path / "penduduk-plaju-september-2026.xlsx"
    file.write_bytes(workbook(*ROWS, heading=[*"NIK;Nomor KK;Nama;Tanggal Lahir;JK;RT;RW;Kelurahan;Suku".split(";")]))
    faults, url = [], live_server.url + "/kantor/penduduk/"
    without_script(house, browser, url, file)
    assert Resident.objects.get(name="WATI").wilayah.path == "16/71/14/1003/05/21/"
    with tab(browser) as page:
        enter(house, page, live_server.url, "dewi")
        for name, path in (("penduduk-impor", "impor/"), ("penduduk-daftar", "")):
            page.goto(url + path)
            faults += look(page, name)
        page.click("ul.todo a")
        faults += look(page, "penduduk-hasil")
        page.goto(url + "impor/")
        faults += on_its_way(page, file)
        page.click("text=Buang berkas ini")
        faults += look(page, "penduduk-buang")
        ResidentImport.objects.update(until_on=datetime.now(UTC).date() + timedelta(days=9))
        page.goto(url)
        faults += look(page, "penduduk-segera-terhapus")
        page.goto(f"{url}{Resident.objects.get(name='RUSLAN').pk}/hapus/")
        faults += look(page, "penduduk-hapus")
    with tab(browser) as page:
        enter(house, page, live_server.url, "rini")
        page.goto(url)
        page.click("button:has-text('Cari')")
        faults += look(page, "penduduk-cari-salah")
        page.fill("#id_name", "siti nur")
        page.fill("#id_born_on", "27-6-1971")
        page.click("button:has-text('Cari')")
        faults += look(page, "penduduk-ditemukan")
        page.click("ul.todo a")
        faults += look(page, "penduduk-satu")
    assert faults == []
