"""What was not finished in the street: promised on paper, carried to the office, finished there, and asked after."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import Browser, Page

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.programme import events, programmes
from siip.services import requests, slips
from siip.services.intake import Intake, Shown
from siip.services.rules.slips import code_from
from siip.services.tests.conftest import ANSWERS, new_code
from tests.browser import thin_line as step
from tests.browser.hands import Hand, hands
from tests.browser.harness import look, tab
from tests.cast import AT, PLAJU, PLAJU_ILIR, Cast, build, logged_in

pytestmark = pytest.mark.browser
NOW = step.FRIDAY
MONDAY = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)  # 09.00 WIB
CODE = re.compile(r"\b((?:[0-9A-Z]{3} ){3}[0-9A-Z]{3})\b")


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture
def house(transactional_db: None, clock: Any) -> Cast:
    cache.clear()
    cast = build()
    step.give_passwords(cast)
    plan = events.Plan(
        PLAJU_ILIR, date(2026, 11, 27), time(7), time(9, 30), "Jalan DI Panjaitan", services=("sktm", "sku")
    )
    events.plan_event(programmes.programmes(PLAJU)[0].id, plan, by=cast.actor("rini"), at=AT, id=uuid7())
    return cast


@pytest.fixture
def sit(house: Cast, browser: Browser, live_server: Any, clock: Any) -> step.Sit:
    @contextmanager
    def sit() -> Iterator[Hand]:
        clock.shift(60)  # a code of the second factor is good once
        with hands(browser, live_server.url) as hand:
            yield hand

    return sit


def test_what_the_street_could_not_finish_is_finished_at_the_counter(sit: step.Sit, clock: Any) -> None:
    step.open_register(sit)
    _take_without_stamp(sit)
    code = _promise(sit)
    _is_told(sit, code, "Menunggu berkas dari Anda", "Senin, 30 November 2026")
    clock.move_to(MONDAY)
    _bring_the_signed_statement(sit, code)
    _is_told(sit, code, "Surat Anda sedang dikerjakan")
    step.initial(sit, "agus")
    step.initial(sit, "nyimas")
    step.sign(sit, 1)
    letter = step.print_and_hand_over(sit, "Siti Maryam", "400.10.4.3/118/PLI/2026")
    _is_told(sit, code, "Surat Anda sudah diserahkan", "Senin, 30 November 2026")
    step.check(sit, letter, "Surat ini tercatat dan berlaku", name="Siti Maryam")
    with sit() as rini:
        step.enter(rini, "rini")
        rini.opens("/kantor/bawa/")
        assert rini.is_at("0 permohonan dibawa ke kantor")
    assert list(journal.faults()) == []


def _take_without_stamp(sit: step.Sit) -> None:
    """On the street Siti Maryam has everything but a duty stamp; her statement is printed for her."""
    with sit() as rini:
        step.enter(rini, "rini")
        rini.follows("Terima permohonan")
        rini.ticks("Surat Keterangan Tidak Mampu")
        rini.presses("Lanjut")
        said = {
            "nik": ANSWERS["nik"], "nama": "Siti Maryam", "tempat_lahir": "Palembang", "tanggal_lahir": "17-8-1985",
            "alamat": "Jalan DI Panjaitan 12", "keperluan": "permohonan keringanan biaya sekolah",
            "nama_keluarga": "Muhammad Rizki", "penghasilan_per_bulan": "1200000",
        }  # fmt: skip
        for name, value in said.items():
            rini.page.fill(f"#id_isi_{name}", value)
        rini.ticks("Perempuan")
        rini.chooses("RT/RW", "RT 08 / RW 02")
        rini.chooses("Hubungan yang memerlukan", "anak")
        step.rt_head_says(rini)
        rini.presses("Periksa dulu")
        assert rini.sees("Rp1.200.000", "Surat pernyataan tidak mampu, bermeterai")
        rini.presses("Simpan, tunggu berkas")
        paper = rini.fetches("Cetak surat pernyataan tidak mampu")
        assert "SURAT PERNYATAAN TIDAK MAMPU" in paper and "Muhammad Rizki" in paper and "Rp1.200.000" in paper


def _promise(sit: step.Sit) -> str:
    """Five taps from the list; what is missing, day and office are proposed. Gives the code of the slip."""
    with sit() as rini:
        step.enter(rini, "rini")
        rini.follows("Permohonan")
        rini.begins()
        rini.follows("Siti Maryam")
        rini.follows("Selesaikan di kantor")
        assert rini.sees("Surat pernyataan tidak mampu, bermeterai", "tanpa mengulang isian")
        rini.presses("Beri janji")
        assert rini.sees("Dijanjikan Senin, 30 November 2026", "Berkas belum lengkap")
        paper = rini.fetches("Cetak kertas janji")
        assert rini.taps == 4
    assert "Senin, 30 November 2026" in paper and "Meterai Rp10.000" in paper
    code = CODE.search(paper)
    assert code, paper
    return code[1]


def _bring_the_signed_statement(sit: step.Sit, code: str) -> None:
    """At the office somebody else than the clerk of Friday opens it by the code; nothing is asked again."""
    with sit() as rini:
        step.enter(rini, "rini")
        rini.follows("Permohonan")
        rini.follows("Bawa ke kantor: 1 permohonan")
        assert rini.sees("Siti Maryam", "Hari ini", "Surat pernyataan tidak mampu, bermeterai")
        rini.opens("/kantor/permohonan/")
        rini.page.fill("#id_cari", code.lower())
        rini.presses("Cari")
        assert rini.is_at("Siti Maryam")
        rini.follows("Catat berkas")
        rini.page.check("#id_berkas_pernyataan")
        rini.page.fill("#id_isi_pernyataan_tanggal", "30-11-2026")
        rini.presses("Simpan")
        assert rini.sees("Berkas lengkap. Suratnya sudah diteruskan untuk diperiksa.")


def _is_told(sit: step.Sit, code: str, *words: str) -> None:
    """Whoever holds the slip, at home, without an account."""
    with sit() as stranger:
        stranger.opens("/periksa/")
        stranger.writes("Kode di bawah gambar QR", code.lower())
        stranger.presses("Periksa")
        assert stranger.sees(*words, "Kantor Kelurahan Plaju Ilir")
        assert "MARYAM" not in stranger.page.content().upper()


def test_the_pages_of_a_promise_have_no_fault(house: Cast, browser: Browser, live_server: Any, clock: Any) -> None:
    url, faults = live_server.url, []
    names = ("Siti Maryam", "Kms. H. Muhammad Syarifuddin Abdurrahman Wirakusumah Al-Palembani, S.Pd.I.", "Budi")
    rows = [_taken(house, name) for name in names]
    codes = [_carried(house, row) for row in rows[:2]]
    with tab(browser) as page:
        _enter(house, page, url)
        page.goto(f"{url}/kantor/permohonan/{rows[2].pk}/janji/")
        faults += look(page, "janji")
        page.fill("#id_due_on", "28-11-2026")
        page.click("text=Beri janji")
        faults += look(page, "janji-salah")
        page.goto(f"{url}/kantor/permohonan/{rows[1].pk}/")
        faults += look(page, "permohonan-dijanjikan")
        clock.move_to(NOW + timedelta(hours=3))
        _enter(house, page, url)
        page.goto(f"{url}/kantor/bawa/")
        faults += look(page, "bawa-ke-kantor")
        page.goto(f"{url}/kantor/")
        faults += look(page, "jumat-ini-dengan-janji")
        page.goto(f"{url}/periksa/")
        faults += look(page, "periksa-ketik")
        page.goto(f"{url}/periksa/{codes[0]}")
        faults += look(page, "periksa-janji")
        page.goto(f"{url}/layanan/sktm/")
        faults += look(page, "layanan-sktm")
    assert faults == []


def _taken(cast: Cast, name: str) -> Any:
    answers = {key: text for key, text in ANSWERS.items() if key != "alamat_domisili"} | {"nama": name}
    event = events.planned(by=cast.actor("rini"), right=events.SEE).get()
    return requests.take_request(
        Intake("sktm", answers, "", event.pk), [Shown("pengantar_rt", "Ruslan"), Shown("ktp")], code=new_code(),
        by=cast.actor("rini", NOW), at=NOW, id=uuid7(),
    )  # fmt: skip


def _carried(cast: Cast, row: Any) -> str:
    code = code_from(uuid7().bytes)
    said = {"reason": "papers", "due_on": date(2026, 11, 30), "place": PLAJU_ILIR, "code": code}
    slips.carry_over(row.pk, **said, by=cast.actor("rini", NOW), at=NOW, id=uuid7())  # type: ignore[arg-type]
    return code


def _enter(cast: Cast, page: Page, url: str) -> None:
    session = logged_in(cast, "rini").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
