"""One Friday planned, moved and cancelled in a real browser; every page of it looked at."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from siip.kernel.ids import uuid7
from siip.programme import places
from siip.programme.models import Event, Place
from siip.programme.places import Spot
from siip.wilayah import boundaries
from siip.wilayah.boundaries import Origin
from siip.wilayah.tests.boundary_files import collection, feature, square
from tests.browser.harness import look, tab
from tests.cast import AT, PLAJU, PLAJU_ILIR, Cast, build, logged_in

pytestmark = pytest.mark.browser
SPOTS = (
    ("Saluran depan SD 12", 1, "02/07/"),
    ("Simpang tiga DI Panjaitan", 2, "02/07a/"),
    ("Taman RW 05", 4, "05/13/"),
)


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


@pytest.fixture
def enter(house: Cast, live_server: Any) -> Callable[[Page], None]:
    """Puts a page into the session of Bu Rini, the clerk of the kecamatan."""

    def enter(page: Page) -> None:
        session = logged_in(house, "rini").cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return enter


def spots(house: Cast) -> None:
    for name, kind, rt in SPOTS:
        places.add_place(PLAJU_ILIR, Spot(name, kind, PLAJU_ILIR + rt), by=house.actor("rini"), at=AT, id=uuid7())


def planned(page: Page, url: str) -> None:
    """A Friday as Bu Rini plans it: places ticked and one added, a leader, a counter."""
    page.goto(f"{url}/kantor/kegiatan/baru/?kelurahan=16.71.14.1003")
    page.fill("#id_street", "Jalan DI Panjaitan")
    page.fill("#id_gathering", "Depan Kantor Lurah")
    page.fill("#id_point", "-2.994120, 104.803210")
    page.check("text=RT 07 / RW 02")
    page.check("text=RT 07a / RW 02")
    page.check("text=Saluran depan SD 12")
    page.fill("#id_tempat_baru", "Gorong-gorong Lorong Sukarela")
    page.select_option("#id_pemimpin", label="Hendra Saputra, S.IP., M.Si.")
    page.select_option("#id_orang_1", label="Rini Astuti")
    page.select_option("#id_bagian_1", "loket")


def test_a_friday_is_planned_with_its_places(browser: Browser, enter: Any, house: Cast, live_server: Any) -> None:
    with tab(browser) as page:
        enter(page)
        page.goto(f"{live_server.url}/kantor/tempat/")
        assert look(page, "tempat-kosong") == []
        spots(house)
        page.goto(f"{live_server.url}/kantor/tempat/?kelurahan=16.71.14.1003")
        assert look(page, "tempat") == []
        planned(page, live_server.url)
        assert look(page, "kegiatan-rencana") == []
        page.fill("#id_street", "")
        page.fill("#id_on", f"25-12-{(datetime.now(UTC) + timedelta(days=9)).year}")  # a holiday, said as a hint
        page.click("button:has-text('Rencanakan')")
        assert look(page, "kegiatan-rencana-libur") == []
        assert page.input_value("#id_tempat_baru") == "Gorong-gorong Lorong Sukarela"
        assert page.is_checked("text=Saluran depan SD 12")
        page.fill("#id_street", "Jalan DI Panjaitan")
        page.click("button:has-text('Rencanakan')")
        assert page.locator("h1").inner_text() == "Jalan DI Panjaitan"
        assert look(page, "kegiatan-lengkap") == []
    assert Event.objects.get().places.count() == 2
    assert Place.objects.count() == 4


def draw(house: Cast, *drawn: dict[str, Any]) -> None:
    boundaries.import_boundaries(
        collection(*drawn), Origin("Tata Pemerintahan, 2025", "CC BY 4.0"), inside=PLAJU, by=house.actor("dewi"),
        at=AT, id=uuid7(),
    )  # fmt: skip


def test_a_friday_lies_on_the_boundary_of_its_kelurahan(
    browser: Browser, enter: Any, house: Cast, live_server: Any
) -> None:
    with tab(browser) as page:
        enter(page)
        spots(house)
        planned(page, live_server.url)
        page.click("button:has-text('Rencanakan')")
        draw(house, feature(square(), nama="Plaju Ilir"), feature(square(-0.01), nama="Plaju Ulu"))
        page.reload()
        assert look(page, "kegiatan-batas") == []
        draw(
            house,
            *(
                feature(square(n * 0.0025, 0.005, 0.0025), kelurahan="Plaju Ilir", rw=rw, rt=rt)
                for n, (rw, rt) in enumerate((("02", "07"), ("02", "07a"), ("02", "08"), ("05", "13")))
            ),
        )
        Event.objects.update(longitude="104.798000")
        page.reload()
        assert "220 meter di luar batas" in page.inner_text("main")
        assert look(page, "kegiatan-batas-rt") == []
        page.goto(f"{live_server.url}/kantor/tempat/?kelurahan=16.71.14.1003")
        assert look(page, "tempat-batas") == []


def test_rain_moves_a_friday_and_then_cancels_it(browser: Browser, enter: Any, house: Cast, live_server: Any) -> None:
    with tab(browser) as page:
        enter(page)
        spots(house)
        planned(page, live_server.url)
        page.click("button:has-text('Rencanakan')")
        page.click("a:has-text('Pindahkan')")
        on = datetime.now(UTC) + timedelta(days=20)
        page.fill("#id_on", f"{on.day}-{on.month}-{on.year}")
        page.fill("#id_reason", "hujan deras sejak subuh")
        assert look(page, "kegiatan-pindah") == []
        page.click("text=Periksa dulu")
        assert look(page, "kegiatan-pindah-periksa") == []
        page.click("text=Betulkan")
        assert page.input_value("#id_reason") == "hujan deras sejak subuh"
        page.click("text=Periksa dulu")
        page.click("button:has-text('Pindahkan kegiatan')")
        assert page.locator("h1").inner_text() == "5 yang perlu dikabari"
        assert look(page, "kegiatan-kabar") == []
        page.click(".back a")
        assert look(page, "kegiatan-dipindah") == []
        page.click("a:has-text('Batalkan')")
        page.fill("#id_reason", "banjir")
        assert look(page, "kegiatan-batal") == []
        page.click("text=Periksa dulu")
        assert look(page, "kegiatan-batal-periksa") == []
        page.click("button:has-text('Batalkan kegiatan')")
        page.click(".back a")
        assert look(page, "kegiatan-dibatalkan") == []
    assert Event.objects.get().cancelled_reason == "banjir"


def test_a_place_is_changed_and_retired(browser: Browser, enter: Any, house: Cast, live_server: Any) -> None:
    with tab(browser) as page:
        enter(page)
        spots(house)
        page.goto(f"{live_server.url}/kantor/tempat/?kelurahan=16.71.14.1003")
        page.click("a:has-text('Taman RW 05')")
        assert look(page, "tempat-tanpa-riwayat") == []
        page.get_by_role("link", name="Ubah").click()
        page.wait_for_selector("text=tidak ada lagi")
        assert look(page, "tempat-satu") == []
        page.click("text=tidak ada lagi")
        page.fill("#id_reason", "sudah menjadi lapangan parkir")
        assert look(page, "tempat-akhiri") == []
        page.click("button:has-text('Akhiri tempat')")
        assert "Diakhiri" in page.inner_text("main")
