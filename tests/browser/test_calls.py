"""Calls in a real browser: the head answers in three taps, with a script by his link and without one by his code."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from siip.kernel.ids import uuid7
from siip.mobilisation import answers, links, moves
from siip.mobilisation.models import Link
from siip.people import persons
from siip.programme import events
from siip.programme.models import Event
from siip.programme.plans import Move
from siip.programme.rules.hours import FRIDAY, next_day
from siip.web.public.tests import stage
from tests.browser.harness import look, tab
from tests.cast import Cast, build, logged_in

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build()


@pytest.fixture
def friday(house: Cast) -> Event:
    """Next Friday, called to by every head that there is."""
    now = datetime.now(UTC)
    event = stage.plan(house, at=now, on=next_day(FRIDAY, now.date() + timedelta(days=1)))
    dewi = house.actor("dewi", now)
    persons.revise_person(
        house.people["ruslan"].pk, name="Ruslan", phone="0812-3456-7890", by=dewi, at=now, id=uuid7()
    )  # fmt: skip
    links.make_links(event.pk, by=house.actor("rini", now), at=now, id=uuid7())
    return event


@pytest.fixture
def enter(house: Cast, live_server: Any) -> Callable[[Page], None]:
    """Puts a page into the session of Bu Rini."""

    def enter(page: Page) -> None:
        session = logged_in(house, "rini").cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return enter


def test_a_head_answers_in_three_taps_by_his_link(
    browser: Browser, house: Cast, friday: Event, live_server: Any
) -> None:
    token = links.token(Link.objects.get())
    with tab(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{live_server.url}/rt/{friday.pk}/#{token}")
        page.wait_for_selector("text=Anda datang?")
        assert page.url == f"{live_server.url}/rt/{friday.pk}/" and not any(token in url for url in asked)
        assert look(page, "rt-jawab") == []
        page.set_viewport_size({"width": 360, "height": 740})
        taps = ("label:has-text('Datang')", "label:has-text('15')", "button:has-text('Kirim jawaban')")
        for tap in taps:
            page.click(tap)
        page.wait_for_selector("text=Terima kasih")
        assert "kira-kira 15 warga" in page.inner_text("main")
        assert look(page, "rt-terkirim") == []
        page.go_back()
        assert token not in page.url
        # The next message on the same telephone, which knows its link already.
        later = stage.plan(house, at=friday.starts_at - timedelta(days=1), on=events.local_day(friday) + timedelta(7))
        events.cancel_event(later.pk, "hujan", by=house.actor("rini"), at=datetime.now(UTC), id=uuid7())
        page.goto(f"{live_server.url}/rt/{later.pk}/#{token}")
        page.wait_for_selector("text=dibatalkan: hujan")
        page.goto(f"{live_server.url}/rt/{friday.pk}/?ubah#{token}")
        page.wait_for_selector("text=dibatalkan")
        assert look(page, "rt-kegiatan-lain") == []
        page.goto(f"{live_server.url}/rt/{uuid7()}/#{token}")
        page.wait_for_selector("text=Kegiatan pada pesan itu tidak ada")
        assert look(page, "rt-bukan-kegiatannya") == []
    found = answers.answer_of(friday, house.holdings["ruslan"])
    assert found is not None and (found.state, found.heads) == ("yes", 15)


def test_a_head_answers_without_a_script_by_his_code(
    browser: Browser, house: Cast, friday: Event, live_server: Any
) -> None:
    with tab(browser, script=False) as page:
        page.goto(f"{live_server.url}/rt/#{links.token(Link.objects.get())}")
        page.get_by_label("Kode 8 huruf dan angka").fill(links.code(Link.objects.get()).lower())
        page.click("button:has-text('Buka')")
        page.click("label:has-text('Diwakili')")
        page.click("label:has-text('Lain') >> nth=0")
        page.get_by_label("Berapa warga?", exact=True).fill("42")
        page.click("summary")
        page.click("label:has-text('Karung')")
        page.click("button:has-text('Kirim jawaban')")
        assert "Anda diwakili, kira-kira 42 warga, perlu karung" in page.inner_text("main")


def test_the_other_pages_of_a_head_are_fit_to_be_seen(
    browser: Browser, house: Cast, friday: Event, live_server: Any
) -> None:
    link = Link.objects.get()
    with tab(browser) as page:
        page.goto(f"{live_server.url}/rt/")
        assert look(page, "rt-pintu") == []
        page.fill("#kode", "7KQ")
        page.click("button:has-text('Buka')")
        assert look(page, "rt-kode-salah") == []
        page.goto(f"{live_server.url}/rt/#{links.token(link)}")
        page.wait_for_selector("text=Anda datang?")
        page.click("button:has-text('Kirim jawaban')")
        page.wait_for_selector(".error")
        assert look(page, "rt-jawab-salah") == []
        Event.objects.filter(pk=friday.pk).update(
            starts_at=friday.starts_at - timedelta(days=99), ends_at=friday.ends_at - timedelta(days=99)
        )
        page.goto(f"{live_server.url}/rt/")
        assert look(page, "rt-kosong") == []
        links.revoke_link(link.pk, by=house.actor("rini"), at=datetime.now(UTC), id=uuid7())
        page.goto(f"{live_server.url}/rt/")
        assert look(page, "rt-dicabut") == []


def test_a_clerk_calls_and_writes_an_answer_down(
    browser: Browser, enter: Any, house: Cast, friday: Event, live_server: Any
) -> None:
    with tab(browser) as page:  # axe waits for ever where scripts are off
        enter(page)
        page.goto(f"{live_server.url}/kantor/kegiatan/{friday.pk}/")
        page.click("text=Panggilan dan jawaban")
        assert look(page, "panggilan") == []
        page.check("[aria-label='Tandai RT 07']")
        page.click("button:has-text('Catat: sudah dipanggil')")
        assert "1 kali" in page.inner_text("main")
        page.click("table >> text='RT 07'")
        assert look(page, "panggilan-rt") == []
        page.click("text=Ganti atau cabut")
        assert look(page, "panggilan-tautan") == []
        page.go_back()
        page.click("text=Catat jawabannya")
        page.check("[value=yes]")
        page.fill("#id_heads", "20")
        assert look(page, "panggilan-jawaban") == []
        page.click("button:has-text('Catat jawaban')")
        assert page.locator(".stat").first.inner_text() == "20warga dijanjikan"
        assert look(page, "panggilan-dijawab") == []


def test_an_answer_from_before_a_move_is_marked_wherever_it_is_shown(
    browser: Browser, enter: Any, house: Cast, friday: Event, live_server: Any
) -> None:
    url, link, rini = live_server.url, Link.objects.get(), house.actor("rini")
    place, said = house.holdings["ruslan"].office.wilayah, answers.Reply("yes", 20)
    answers.answer_for(
        friday.pk, said, wilayah=place.pk, source="voice", by=rini, at=datetime.now(UTC), id=uuid7()
    )  # fmt: skip
    later = Move(events.local_day(friday) + timedelta(days=7), time(7), time(9, 30), "Jalan Kapten Abdullah")
    moves.move_event(friday.pk, later, "hujan", done=0, by=rini, at=datetime.now(UTC), id=uuid7())
    with tab(browser) as page:
        enter(page)
        for name, where in (
            ("panggilan-dipindah", f"/kantor/kegiatan/{friday.pk}/panggilan/"),
            ("panggilan-rt-dipindah", f"/kantor/kegiatan/{friday.pk}/panggilan/{place.pk}/"),
            ("hadir-dipindah", f"/kantor/kegiatan/{friday.pk}/hadir/"),
            ("jumat-ini-dipindah", "/kantor/"),
        ):
            page.goto(f"{url}{where}")
            assert "sebelum kegiatan dipindah" in page.inner_text("main")
            assert look(page, name) == []
        page.goto(f"{url}/kantor/kegiatan/{friday.pk}/kabar/")
        assert "diminta menjawab sekali lagi" in page.inner_text("main")
        assert look(page, "kabar-jawab-lagi") == []
        page.goto(f"{url}/rt/#{links.token(link)}")
        page.wait_for_selector("text=Kegiatan dipindah sesudah Anda menjawab")
        assert look(page, "rt-dipindah") == []
        page.click("button:has-text('Kirim jawaban')")
        page.wait_for_selector("text=Terima kasih")
