"""The first page of each office: what comes, and what waits, each number a link to its rows."""

from datetime import timedelta

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.letters import letters
from siip.people.resident_files import read_list
from siip.people.resident_imports import Terms, import_residents
from siip.people.tests.lists import workbook
from siip.reporting.tests.friday import ON_DAY, hold, plan
from siip.services.tests.conftest import ANSWERS, advance, event, rini, take, yuli  # noqa: F401
from siip.web.console.tests.test_log_in import text
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


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_before_the_day_the_page_says_what_is_missing_and_who_is_silent(login, cast):
    plan(cast)
    page = text(login("dewi").get("/kantor/"))
    assert "3 hari lagi" in page and "Register 2026 belum dibuka" in page
    assert page.count("3 Ketua RT dan 1 Ketua RW belum menjawab") == 2
    assert "Ruslan" in page and "Bila berhalangan Belum ada yang bermandat" in page and "Teks untuk grup" in page


def test_what_one_may_not_mend_is_named_without_a_link(login, cast):
    plan(cast)
    page = login("agus").get("/kantor/").content.decode()
    assert "<b>Penanda tangan pengganti belum ada</b>" in page and 'href="/kantor/mandat/"' not in page


def test_in_the_morning_what_is_counted_so_far_stands_first(login, cast):
    held = hold(cast)
    with at(ON_DAY):
        page = login("rini").get("/kantor/").content.decode()
    assert f'href="/kantor/kegiatan/{held.event.pk}/hadir/"><b>43</b>warga hadir' in page
    assert f"baru/?tempat=kegiatan-{held.event.pk}" in page and "Tutup hari</a>" not in page.split("<aside")[0]


def test_at_a_quarter_past_nine_the_day_is_closed_from_here(login, cast):
    held = hold(cast)
    for moment in (ON_DAY.replace(hour=2, minute=15), ON_DAY.replace(hour=8)):  # 09.15 and 15.00 WIB
        with at(moment):
            page = login("rini").get("/kantor/").content.decode()
        assert f'class="btn" href="/kantor/kegiatan/{held.event.pk}/tutup/"' in page
        assert "Yang masih kurang" not in page
    with at(ON_DAY.replace(hour=2, minute=15)):
        assert "/tutup/" not in login("agus").get("/kantor/").content.decode()


def test_a_day_that_nobody_closed_is_asked_for_on_monday(login, cast):
    held = hold(cast)
    with at(ON_DAY.replace(day=30)):
        page = login("rini").get("/kantor/").content.decode()
    assert "Belum ditutup:" in page and f"/kantor/kegiatan/{held.event.pk}/laporan/" in page


def test_the_first_page_is_about_an_event_within_reach(login, cast):
    plan(cast)
    assert "Belum ada kegiatan yang dijadwalkan" in text(login("zul").get("/kantor/"))


def test_the_first_page_takes_few_queries(login, cast, django_assert_max_num_queries):
    hold(cast)
    with at(ON_DAY):
        client = login("rini")
        with django_assert_max_num_queries(39):
            assert client.get("/kantor/").status_code == 200


def test_settings_lead_only_to_pages_that_answer(login):
    client = login("dewi")
    page = client.get("/kantor/pengaturan/").content.decode()
    places = [part.split('"')[0] for part in page.split('<ul class="links">')[1].split('href="')[1:]]
    places = [place for place in places if place.startswith("/kantor/")]
    assert len(places) == 8
    assert [place for place in places if client.get(place).status_code != 200] == []
