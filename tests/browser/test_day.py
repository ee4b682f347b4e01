"""The day in a real browser: RT counted, people noted, numbers given and called, without a script; taps counted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from siip.fieldday import presences, queue, tallies
from siip.fieldday.models import Tally, Ticket
from siip.fieldday.presences import Named
from siip.fieldday.queue import Wish
from siip.fieldday.tallies import Mark
from siip.kernel.ids import uuid7
from siip.mobilisation import answers
from siip.mobilisation.answers import Reply
from siip.programme.models import Event
from siip.web.public.tests import stage
from tests.browser.hands import hands
from tests.browser.harness import SCREEN, look, tab
from tests.cast import AT, Cast, build, logged_in

pytestmark = pytest.mark.browser

FRIDAY = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)  # 07.40 WIB


@pytest.fixture
def event(transactional_db: None) -> Iterator[tuple[Cast, Event]]:
    """A Friday with two counters, to which RT 07 promised fifteen; it is twenty to eight."""
    house = build()
    made = stage.plan(house, counters=2)
    seven = made.rts.order_by("id")[0].wilayah_id
    said = {"by": house.actor("rini"), "at": AT, "id": uuid7()}
    answers.answer_for(made.pk, Reply("yes", 15), wilayah=seven, source="voice", **said)
    with time_machine.travel(FRIDAY):
        yield house, made


def enter(page: Page, house: Cast, url: str) -> None:
    """Puts a page into the session of Bu Rini."""
    session = logged_in(house, "rini").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def test_a_clerk_counts_and_calls_with_few_taps(
    browser: Browser, event: tuple[Cast, Event], live_server: Any
) -> None:  # fmt: skip
    house, friday = event
    seven = friday.rts.order_by("id")[0].wilayah_id
    with hands(browser, live_server.url) as rini:
        enter(rini.page, house, live_server.url)
        rini.opens(f"/kantor/kegiatan/{friday.pk}/hadir/")
        for button in ("+5 RT 07 / RW 02", "+1 RT 07 / RW 02", "Batal +1 RT 07 / RW 02"):
            before = rini.taps
            rini.presses(button)
            assert rini.taps - before == 1
            rini.page.wait_for_url(f"**/hadir/?loket=A#rt-{seven}")
            rini.page.wait_for_load_state()
        assert rini.sees("5warga hadir", "dijanjikan 15")
        assert Tally.objects.get().counts == {"A": {"spot": 5}}
        rini.follows("Catat nama")
        rini.presses("Memimpin Hendra Saputra, S.IP., M.Si.")
        assert rini.sees("1 memimpin")

        rini.opens(f"/kantor/kegiatan/{friday.pk}/antrean/")
        rini.presses("Beri nomor")
        assert rini.sees("Nomor A-001") and rini.taps == 1
        rini.opens(f"/kantor/kegiatan/{friday.pk}/antrean/")
        rini.ticks("Lansia")
        rini.presses("Beri nomor")
        assert rini.sees("Nomor A-002, didahulukan") and rini.taps == 2
        rini.opens(f"/kantor/kegiatan/{friday.pk}/antrean/")
        rini.presses("Panggil A-002")
        assert rini.sees("Panggil lagi") and rini.taps == 1
        rini.follows("Terima permohonan")
        assert rini.is_at("Terima permohonan")
        rini.presses("Lanjut")
        assert rini.sees("nomor A-002")


def test_the_pages_of_the_day_are_fit_to_be_seen(
    browser: Browser, event: tuple[Cast, Event], live_server: Any
) -> None:  # fmt: skip
    house, friday = event
    rini = house.actor("rini", FRIDAY)
    rts = [row.wilayah for row in friday.rts.order_by("id")]
    address = f"{live_server.url}/kantor/kegiatan/{friday.pk}"

    def said() -> dict[str, Any]:
        return {"by": rini, "at": FRIDAY, "id": uuid7()}

    with tab(browser) as page:
        enter(page, house, live_server.url)
        page.goto(f"{live_server.url}/papan/{queue.board_id(friday.pk)}/")
        assert look(page, "papan-kosong") == []
        page.goto(f"{address}/antrean/")
        assert look(page, "antrean-kosong") == []
        page.goto(f"{address}/hadir/nama/")
        assert look(page, "hadir-nama-kosong") == []
        marks = [Mark(rts[0].pk, "A", "add", 12), Mark(rts[0].pk, "B", "add", 11), Mark(rts[1].pk, "A", "add", 5)]
        tallies.mark_tally(friday.pk, marks, **said())
        people = [
            Named("staff", house.people["hendra"].pk, "memimpin"),
            Named("partner", agency="babinsa", name="Serda Budi"),
            Named("resident", name="Siti Maryam", rt=rts[0].path, agreed=True),
        ]
        presences.mark_present(friday.pk, people, counter="A", **said())
        wishes = [Wish("B", "lansia", "domisili_orang"), *[Wish("A")] * 4, *[Wish("B", kode="ktp_el")] * 4]
        queue.take_tickets(friday.pk, wishes, **said() | {"at": FRIDAY - timedelta(minutes=18)})
        for letter in "ABA":
            queue.call_next(friday.pk, counter=letter, **said())
        called = Ticket.objects.get(state="called", counter="A")
        queue.move_tickets(friday.pk, [queue.Move(called.pk, "skip", "A")], **said())
        queue.call_next(friday.pk, counter="A", **said())
        for name, where in (
            ("hadir", "/hadir/"), ("hadir-rt", f"/hadir/{rts[0].pk}/"), ("hadir-nama", "/hadir/nama/"),
            ("antrean", "/antrean/?loket=A"),
        ):  # fmt: skip
            page.goto(address + where)
            assert look(page, name) == []
        page.goto(f"{address}/hadir/{rts[0].pk}/")
        page.click("button:has-text('Tetapkan')")
        assert look(page, "hadir-rt-salah") == []
    with tab(browser, size=SCREEN) as page:
        page.goto(f"{live_server.url}/papan/{queue.board_id(friday.pk)}/")
        assert look(page, "papan") == []
