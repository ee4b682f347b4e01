"""The first page of each office: what comes, and what waits, each number a link to its rows."""

from datetime import timedelta

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.letters import letters
from siip.people.resident_files import read_list
from siip.people.resident_imports import Terms, import_residents
from siip.people.tests.lists import workbook
from siip.services.tests.conftest import ANSWERS, advance, event, rini, take, yuli  # noqa: F401
from tests.cast import AT, PLAJU_ILIR

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
    with django_assert_max_num_queries(27):
        page = client.get("/kantor/").content.decode()
    figure = page[: page.index(words)].rpartition('<a class="stat"')[2]
    assert "<b>1</b>" in figure
    assert client.get(figure.split('href="')[1].split('"')[0]).status_code == 200


def test_a_request_is_one_tap_from_the_first_page_on_any_day(login):
    assert 'class="btn" href="/kantor/permohonan/baru/"' in login("rini").get("/kantor/").content.decode()
    assert "/kantor/permohonan/baru/" not in login("hendra").get("/kantor/").content.decode()


def test_what_came_back_is_counted_for_the_clerk(login, take, cast):  # noqa: F811
    row, client = take(), login("rini")
    assert "dikembalikan" not in client.get("/kantor/").content.decode()
    letters.return_letter(row.letter_id, reason="RT keliru", by=cast.actor("agus"), at=AT, id=uuid7())
    page = client.get("/kantor/").content.decode()
    assert 'href="/kantor/permohonan/?keadaan=returned"' in page and "perlu diperbaiki" in page
    assert row.subject_name in client.get("/kantor/permohonan/?keadaan=returned").content.decode()


def test_who_can_send_a_newer_list_reads_on_the_first_page_that_one_goes(login, cast):
    terms = Terms("Daftar Capil", "pelayanan publik", AT.date() + timedelta(days=14))
    file = read_list(workbook(["RUSLAN", "04-11-1969", "1"], heading=["nama", "tanggallahir", "sex"]), "warga.xlsx")
    import_residents(file, terms, where=PLAJU_ILIR, new_id=uuid7, by=cast.actor("dewi"), at=AT, id=uuid7())
    assert "hanya disimpan sampai 8 Desember 2026" in login("dewi").get("/kantor/").content.decode()
    assert "hanya disimpan sampai" not in login("rini").get("/kantor/").content.decode()


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
