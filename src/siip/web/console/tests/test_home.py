"""The first page of each office: what comes, and what waits, each number a link to its rows."""

import pytest
import time_machine

from siip.services.tests.conftest import ANSWERS, advance, event, rini, take, yuli  # noqa: F401
from tests.cast import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


def test_with_nothing_planned_the_clerk_is_led_to_a_plan(login):
    page = login("rini").get("/kantor/").content.decode()
    assert "Belum ada kegiatan" in page and "/kantor/kegiatan/baru/" in page


def test_the_next_event_stands_first_with_its_hours(login, event):  # noqa: F811
    page = login("rini").get("/kantor/").content.decode()
    assert event.street in page and "WIB" in page and f"/kantor/kegiatan/{event.pk}/" in page


@pytest.mark.parametrize(("who", "words"), [("rini", "permohonan terbuka"), ("agus", "menunggu Anda")])
def test_what_waits_is_counted_and_leads_to_its_rows(login, take, who, words, django_assert_max_num_queries):  # noqa: F811
    take()
    client = login(who)
    with django_assert_max_num_queries(25):
        page = client.get("/kantor/").content.decode()
    figure = page[: page.index(words)].rpartition('<a class="stat"')[2]
    assert "<b>1</b>" in figure
    assert client.get(figure.split('href="')[1].split('"')[0]).status_code == 200


def test_another_kelurahan_counts_nothing_of_it(login, take):  # noqa: F811
    take()
    assert "<b>1</b>" not in login("zul").get("/kantor/").content.decode()


def test_settings_lead_only_to_pages_that_answer(login):
    client = login("dewi")
    page = client.get("/kantor/pengaturan/").content.decode()
    places = [part.split('"')[0] for part in page.split('<ul class="links">')[1].split('href="')[1:]]
    places = [place for place in places if place.startswith("/kantor/")]
    assert len(places) == 8
    assert [place for place in places if client.get(place).status_code != 200] == []
