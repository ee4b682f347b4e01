"""The lurah gives a mandate, the seklur signs in his name, the register shows it: looked at, without a script."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.letters import letters, registers
from siip.letters.models import Letter
from siip.letters.receipts import Receiver, note_receipt
from siip.letters.rules import codes
from siip.people import mandates, pins
from siip.people.models import Mandate
from siip.web.console.enrolled import KEY
from tests.browser.harness import look, tab
from tests.cast import DOMISILI, PATTERN, Cast, build, ident, logged_in

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC)
NAMES = ("Siti Maryam", "Budi Santoso", "Nyayu Halimatussakdiah binti Kemas Abdurrachman", "Ruslan Effendi")
PIN = "481937"


@pytest.fixture
def house(transactional_db: None) -> Cast:
    cast = build()
    registers.open_register(
        cast.offices["hendra"].id, year=NOW.year, pattern=PATTERN, pad=1, mode="siip", after=117,
        by=cast.actor("dewi", NOW), at=NOW, id=uuid7(),
    )  # fmt: skip
    for n, name in enumerate(NAMES):
        key, _ = crypt.new_key(ident("subject", n))
        key.save(force_insert=True)
        letters.draft_letter(
            letter_id=ident("letter", n), kind="domisili_orang", office_id=cast.offices["hendra"].id,
            subject_name=name, subject_rt="07/02", purpose="membuka rekening bank", answers=DOMISILI, key_id=key.id,
            code=codes.code_from(bytes([n]) * 19), in_field=True, by=cast.actor("rini", NOW), at=NOW, id=uuid7(),
        )  # fmt: skip
    pins.set_pin(
        account_id=cast.accounts["nyimas"].pk, pin=PIN, recent_login=True, by=cast.actor("nyimas", NOW), at=NOW,
        id=uuid7(),
    )  # fmt: skip
    return cast


@pytest.fixture
def enter(house: Cast, live_server: Any) -> Callable[[Page, str], None]:
    """Puts a page into somebody's session, enrolled where he signs."""

    def enter(page: Page, key: str) -> None:
        client = logged_in(house, key)
        session = client.session
        session[KEY] = str(ident("enrolment", key))
        session.save()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.clear_cookies()
        page.context.add_cookies([cookie])  # type: ignore[list-item]

    return enter


def give(house: Cast, deputy: str = "nyimas", days: int = 6) -> Mandate:
    on = NOW.date()
    return mandates.give_mandate(
        office_id=house.offices["hendra"].id, deputy_id=house.offices[deputy].id, from_on=on,
        until_on=on + timedelta(days=days), ground=f"Nota dinas 800/{days}/PLI/{NOW.year}", ground_on=on,
        by=house.actor("dewi", NOW), at=NOW, id=uuid7(),
    )  # fmt: skip


def test_a_mandate_is_given_used_and_seen(browser: Browser, house: Cast, enter: Any, live_server: Any) -> None:
    with tab(browser, script=False) as page:
        enter(page, "hendra")
        page.goto(f"{live_server.url}/kantor/pengaturan/")
        page.click("a:has-text('Mandat menandatangani')")
        page.click("text=Beri mandat a.n. Lurah Plaju Ilir")
        page.check(f"[value='{house.offices['nyimas'].id}']")
        today, end = NOW.date(), NOW.date() + timedelta(days=3)
        page.fill("#id_from_on", f"{today:%d-%m-%Y}")
        page.fill("#id_until_on", f"{end:%d-%m-%Y}")
        page.fill("#id_ground", "Nota dinas 800/12/PLI")
        page.fill("#id_ground_on", f"{today:%d-%m-%Y}")
        page.click("button:has-text('Catat mandat')")
        assert page.locator(".tag:has-text('Berlaku')").count() == 1

        enter(page, "nyimas")
        page.goto(f"{live_server.url}/kantor/menunggu/")
        page.click("text=Lihat mandat dan suratnya")
        page.check("label:has-text('Siti Maryam')")
        page.check("label:has-text('Ruslan Effendi')")
        page.fill("[name=pin]", PIN)
        page.click("button:has-text('Tandatangani')")
        assert re.search("2 surat ditandatangani atas nama", page.content())
        assert page.locator("h1").inner_text() == "2 surat dapat Anda tandatangani a.n. pejabat lain"

        enter(page, "hendra")
        page.goto(f"{live_server.url}/kantor/")
        page.click("a:has-text('ditandatangani atas nama Anda')")
        assert page.locator("tbody tr").count() == 2
        page.click("text=Cabut")
        page.click("button:has-text('Cabut mandat')")
        assert page.locator("h1").inner_text() == "Mandat menandatangani"
    assert Letter.objects.filter(capacity="an", state="numbered").count() == 2


def test_the_pages_look_well(browser: Browser, house: Cast, enter: Any, live_server: Any) -> None:
    kasi, _ = give(house, "agus", 2), give(house)
    seklur, ids = house.actor("nyimas", NOW), [ident("letter", n) for n in (0, 2)]
    letters.sign_and_number(ids, proof=house.proof("nyimas", NOW), by=seklur, at=NOW, id=uuid7())
    letters.confirm_wet_signature(ids[0], by=house.actor("rini", NOW), at=NOW, id=uuid7())
    receiver = Receiver("Muhammad Rizki", "anak")
    note_receipt(ids[0], receiver=receiver, by=house.actor("rini", NOW), at=NOW, id=uuid7())
    book = registers.register_of(house.offices["hendra"].id, NOW.year)
    assert book is not None
    year = f"dari=1-1-{book.year}&sampai=31-12-{book.year}"
    pages = {
        "mandat": ("hendra", "/kantor/mandat/"),
        "mandat-beri": ("hendra", f"/kantor/mandat/{house.offices['hendra'].id}/beri/"),
        "mandat-cabut": ("hendra", f"/kantor/mandat/{kasi.id}/cabut/"),
        "atas-nama": ("nyimas", "/kantor/menunggu/atas-nama/"),
        "menunggu-wakil": ("nyimas", "/kantor/menunggu/"),
        "beranda-lurah": ("hendra", "/kantor/"),
        "surat-atas-nama": ("hendra", f"/kantor/surat/{ids[0]}/"),
        "jabatan-mandat": ("dewi", f"/kantor/jabatan/{house.offices['hendra'].id}/"),
        "register-penerima": ("rini", f"/kantor/register/{book.id}/"),
        "register-dipilih": ("rini", f"/kantor/register/{book.id}/?{year}&jenis=domisili_orang"),
        "register-cari": ("rini", "/kantor/register/?nomor=118"),
    }  # fmt: skip
    faults = []
    with tab(browser) as page:
        for name, (who, address) in pages.items():
            enter(page, who)
            page.goto(live_server.url + address)
            faults += [f"{name}: {fault}" for fault in look(page, name)]
    assert faults == []
