"""Work in a real browser: a Friday's places are begun, photographed in three taps, recorded, and read a week later."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from siip.activity.models import Photo, WorkSite
from siip.kernel.ids import uuid7
from siip.programme import places
from siip.programme.models import Event
from siip.programme.places import Spot
from siip.web.public.tests import stage
from tests.browser.hands import Hand
from tests.browser.harness import look, tab
from tests.cast import PLAJU_ILIR, Cast, build, logged_in

pytestmark = pytest.mark.browser
SPOTS = (Spot("Saluran depan SD 12", 1, PLAJU_ILIR + "02/07/"), Spot("Simpang Lorong Sukarela", 9))


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


@pytest.fixture
def friday(house: Cast) -> Event:
    """Today, at two places."""
    now = datetime.now(UTC)
    known = [
        places.add_place(PLAJU_ILIR, spot, by=house.actor("rini", now), at=now, id=uuid7()) for spot in SPOTS
    ]  # fmt: skip
    today = now.astimezone(stage.events.zone_info(house.place(PLAJU_ILIR))).date()
    return stage.plan(house, at=now, on=today, places=tuple(one.pk for one in known))


@pytest.fixture
def page(browser: Browser, house: Cast, live_server: Any) -> Iterator[Page]:
    """A telephone in the session of Bu Rini."""
    with tab(browser) as page:
        session = logged_in(house, "rini").cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield page


def street(folder: Path, name: str, water: str, *, dirt: bool) -> Path:
    """A street with a drain, as a telephone sees it."""
    made = Image.new("RGB", (1600, 1200), "#cfdfe2")
    draw = ImageDraw.Draw(made)
    for left in (100, 900):
        draw.rectangle((left, 300, left + 520, 620), fill="#e9dfc8")
        draw.polygon(((left - 40, 300), (left + 260, 120), (left + 560, 300)), fill="#a5503f")
        draw.rectangle((left + 200, 430, left + 300, 620), fill="#7c6a55")
    draw.rectangle((0, 620, 1600, 800), fill="#b9b6ae")
    draw.rectangle((0, 800, 1600, 950), fill=water)
    draw.rectangle((0, 950, 1600, 1200), fill="#8d8a84")
    for x in range(60, 1600, 130) if dirt else ():
        draw.ellipse((x, 800 + x % 60, x + 90, 900 + x % 40), fill="#6b7d3a")
    file = folder / name
    buffer = io.BytesIO()
    made.save(buffer, "JPEG")
    file.write_bytes(buffer.getvalue())
    return file


def sends(page: Page, *files: Path) -> int:
    """Chooses photos and sends them; gives the taps."""
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Foto", exact=True).click()
    chooser.value.set_files([str(file) for file in files])
    page.get_by_role("button", name="Kirim foto").click()
    page.wait_for_load_state()
    return 2


def test_a_friday_of_work(page: Page, friday: Event, live_server: Any, tmp_path: Path) -> None:
    hand = Hand(page, live_server.url)
    hand.opens(f"/kantor/kegiatan/{friday.pk}/")
    page.get_by_role("link", name="Pekerjaan dan foto").click()
    assert look(page, "kerja-belum") == []
    page.get_by_role("button", name="Mulai Saluran depan SD 12").click()
    hand.is_at("Saluran depan SD 12")
    assert look(page, "titik-baru") == []
    _photographs(page, hand, friday, tmp_path)
    _records(page, hand)
    _reads(page, hand, friday, tmp_path)


def _photographs(page: Page, hand: Hand, friday: Event, tmp_path: Path) -> None:
    site = WorkSite.objects.get()
    before, after = street(tmp_path, "1.jpg", "#4e5335", dirt=True), street(tmp_path, "2.jpg", "#5d9aa5", dirt=False)
    page.goto(f"{hand.url}/kantor/kerja/{site.pk}/foto/?tampak=sebelum")
    assert look(page, "foto-kirim") == []
    sends(page, before)
    hand.sees("1 foto tersimpan")

    # A photo to a place, from the page of the day: three taps.
    hand.opens(f"/kantor/kegiatan/{friday.pk}/kerja/")
    page.get_by_role("link", name="Tambah foto").click()
    assert 1 + sends(page, after) == 3
    hand.sees("1 foto tersimpan")
    assert [*Photo.objects.order_by("received_at").values_list("shows", flat=True)] == ["before", "after"]

    bad = tmp_path / "daftar hadir.jpg"
    bad.write_bytes(b"bukan foto")
    page.goto(f"{hand.url}/kantor/kerja/{site.pk}/foto/")
    sends(page, bad, street(tmp_path, "3.jpg", "#5d9aa5", dirt=True))
    hand.sees("1 foto tersimpan, 1 tidak masuk")
    assert look(page, "foto-tidak-masuk") == []


def _records(page: Page, hand: Hand) -> None:
    page.goto(f"{hand.url}/kantor/kerja/{WorkSite.objects.get().pk}/hasil/")
    page.get_by_role("button", name="Simpan").click()
    hand.sees("Keadaannya sekarang belum dipilih")
    page.check("[value=clean]")
    page.check("[value=hauled]")
    hand.writes("Panjang saluran (m)", "120,5")
    hand.writes("Karung lumpur atau sampah (karung)", "86")
    assert look(page, "hasil-catat") == []
    page.get_by_role("button", name="Simpan").click()
    hand.sees("Hasil di Saluran depan SD 12 dicatat", "± 4,3 m³")
    assert look(page, "titik") == []


def _reads(page: Page, hand: Hand, friday: Event, tmp_path: Path) -> None:
    page.get_by_role("link", name="Riwayat Saluran depan SD 12").click()
    hand.is_at("Saluran depan SD 12")
    assert look(page, "tempat-riwayat") == []
    page.goto(f"{hand.url}/kantor/kegiatan/{friday.pk}/foto/")
    sends(page, street(tmp_path, "4.jpg", "#123456", dirt=False))
    hand.sees("Direncanakan, belum dimulai", "120,5 m")
    assert look(page, "kerja") == []
    page.get_by_role("link", name="Pekerjaan lain di Simpang Lorong Sukarela").click()
    assert look(page, "titik-tambah") == []


def test_one_photo(page: Page, house: Cast, friday: Event, live_server: Any, tmp_path: Path) -> None:
    page.goto(f"{live_server.url}/kantor/kegiatan/{friday.pk}/foto/")
    sends(page, street(tmp_path, "1.jpg", "#5d9aa5", dirt=False))
    page.locator(".thumbs a").click()
    page.wait_for_selector(".whole")
    assert look(page, "foto") == []
    page.check("[value=agreed]")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_selector("text=Boleh untuk umum")
    assert look(page, "foto-umum") == []
    page.get_by_role("link", name="Hapus foto ini").click()
    assert look(page, "foto-hapus") == []
    page.fill("#id_reason", "orang di foto keberatan")
    page.get_by_role("button", name="Hapus foto").click()
    page.wait_for_selector("text=Foto dihapus")
    assert Photo.objects.get().dropped_at is not None
    assert datetime.now(UTC) - Photo.objects.get().received_at < timedelta(hours=1)
