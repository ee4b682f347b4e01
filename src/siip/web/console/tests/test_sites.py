"""The pages of work: sites of an event begun in one press, recorded in one form, added up; the history of a place."""

import gzip
import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from siip.activity.models import SiteStep, WorkSite
from siip.activity.tests.conftest import (
    DONE,
    DRAIN,
    ON_DAY,
    event,
    place,
    plan,
    record,
    rini,
    send,
    site,
    some,
    start,
)  # fmt: skip
from siip.kernel.ids import uuid7
from siip.programme import events
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import token
from tests.cast import AT

__all__ = ["event", "place", "plan", "record", "rini", "send", "site", "start"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(ON_DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


def board(event):
    return f"/kantor/kegiatan/{event.pk}/kerja/"


def post(client, page, to=None, **said):
    return client.post(to or page, {"token": token(client, page), **said})


def test_the_day_of_an_event_leads_to_its_work(clerk, event):
    assert f'href="{board(event)}"' in clerk.get(f"/kantor/kegiatan/{event.pk}/").content.decode()


def test_an_event_without_work_says_what_to_do(clerk, event, login):
    assert "Belum ada titik kerja" in text(clerk.get(board(event)))


def test_a_planned_place_is_begun_by_one_press(clerk, place, plan):
    event = plan(places=(place().pk,))
    page = clerk.get(board(event)).content.decode()
    assert "Direncanakan, belum dimulai" in page and DRAIN.name in page
    said = dict(re.findall(r'name="(token|place|kind)" value="([^"]+)"', page))
    assert said["kind"] == "saluran"
    answer = clerk.post(f"{board(event)}tambah/", said)
    assert answer["Location"] == f"/kantor/kerja/{WorkSite.objects.get().pk}/"
    assert clerk.post(f"{board(event)}tambah/", said).status_code == 302
    assert WorkSite.objects.count() == 1
    assert "Direncanakan, belum dimulai" not in text(clerk.get(board(event)))


def test_another_place_is_chosen_with_its_work(clerk, event, place):
    where = place()
    page = f"{board(event)}tambah/"
    assert "Membersihkan saluran" in text(clerk.get(page))
    assert post(clerk, page, place=str(where.pk), kind="").status_code == 422
    assert post(clerk, page, place=str(where.pk), kind="jentik").status_code == 302
    assert WorkSite.objects.get().kind == "jentik"


def test_a_kelurahan_without_places_says_so(clerk, event):
    assert "Belum ada tempat yang tercatat" in text(clerk.get(f"{board(event)}tambah/"))


def test_what_was_done_is_recorded_in_one_form(clerk, site, event):
    page = f"/kantor/kerja/{site.pk}/hasil/"
    asked = text(clerk.get(page))
    for said in ("Bersih", "Sudah diangkut", "Panjang saluran (m)", "Dihitung 0,05 m³ setiap karung"):
        assert said in asked
    said = {"state": "clean", "waste": "hauled", "ukuran_saluran_m": "120,5", "ukuran_karung": "1.040", "note": ""}
    assert post(clerk, page, **said).status_code == 302
    row = WorkSite.objects.get()
    assert (row.state, row.waste) == ("clean", "hauled")
    assert {one.kode: one.amount for one in row.measures.all()} == {"saluran_m": Decimal("120.5"), "karung": 1040}
    shown = text(clerk.get(f"/kantor/kerja/{site.pk}/"))
    volume = "± 52 m³ dihitung dari 1.040 karung × 0,05 m³"
    for said in ("120,5 m", "1.040 karung", volume, "Sudah diangkut"):
        assert said in shown


def test_the_form_holds_what_stands_there(clerk, site, record):
    record(site, DONE, saluran_m="120.5")
    page = clerk.get(f"/kantor/kerja/{site.pk}/hasil/").content.decode()
    assert 'value="120,5"' in page
    assert re.search(r'value="clean"[^>]* checked', page) and re.search(r'value="hauled"[^>]* checked', page)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"state": ""}, "belum dipilih"),
        ({"ukuran_karung": "banyak"}, "ditulis dengan angka"),
        ({"ukuran_karung": "99999"}, "paling banyak 5.000 karung"),
        ({"ukuran_karung": "1,5"}, "tanpa koma"),
        ({"note": "oleh 1671145708850001"}, "seperti NIK"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(clerk, site, said, why):
    typed = {"state": "clean", "waste": "", "ukuran_saluran_m": "77", "note": ""}
    page = post(clerk, f"/kantor/kerja/{site.pk}/hasil/", **{**typed, **said})
    assert page.status_code == 422 and why in text(page)
    assert 'value="77"' in page.content.decode() and SiteStep.objects.count() == 1


def test_larvae_are_asked_no_waste(clerk, start):
    page = text(clerk.get(f"/kantor/kerja/{start(kind='jentik').pk}/hasil/"))
    assert "Sudah diperiksa" in page and "sampahnya" not in page


def test_every_total_leads_to_its_rows(clerk, start, record, event):
    record(start(), DONE, karung=40)
    record(start(DRAIN.__class__("Simpang", 9), kind="sampah"), DONE, truk=2)
    page = clerk.get(board(event)).content.decode()
    assert "2 selesai" in page
    hrefs = re.findall(r'<a class="stat" href="([^"]+)"', page)
    assert len(hrefs) == 3
    rows = text(clerk.get(next(href for href in hrefs if "karung" in href)))
    assert DRAIN.name in rows and "Simpang" not in rows and "Hanya titik kerja yang mencatat" in rows
    assert "Simpang" in text(clerk.get(f"{board(event)}?ukuran=tidak-ada"))


def test_before_the_day_sites_and_photos_but_no_results(clerk, site, event, now):
    now.move_to(AT)
    page = text(clerk.get(f"/kantor/kerja/{site.pk}/"))
    assert "Hasil dicatat sejak hari kegiatan" in page and "Catat hasil" not in page
    answer = post(clerk, f"/kantor/kerja/{site.pk}/hasil/", state="clean", note="")
    assert answer.status_code == 422 and "belum berlangsung" in text(answer)


def test_a_cancelled_event_shows_its_work_and_takes_no_more(clerk, site, event, rini, now):
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    page = text(clerk.get(board(event)))
    assert DRAIN.name in page and "Catat hasil" not in page and "Tambah titik kerja" not in page


def test_the_lurah_next_door_opens_nothing(login, site, event):
    zul = login("zul")
    for path in (board(event), f"/kantor/kerja/{site.pk}/", f"/kantor/kerja/{site.pk}/hasil/"):
        assert zul.get(path).status_code == 404


def test_a_place_tells_what_was_done_there(clerk, start, place, plan, record, send, now):
    where = place()
    site = start(place_id=where.pk)
    record(site, DONE, karung=40)
    send(some(1), "before", site)
    page = clerk.get(f"/kantor/tempat/{where.pk}/").content.decode()
    for said in ("27 November 2026", "40 karung", "kecil.jpg", "Ubah", "Saluran depan SD 12"):
        assert said in page
    assert "dihitung dari 40 karung" in page


def test_a_place_without_a_history_says_so(login, place):
    assert "Belum pernah dikerjakan" in text(login("agus").get(f"/kantor/tempat/{place().pk}/"))


def test_a_board_of_many_sites_asks_as_often_as_one_of_two_and_weighs_little(
    clerk, start, send, record, event, django_assert_max_num_queries
):
    for n in range(12):
        site = start(DRAIN.__class__(f"Tempat {n}", 1), at=ON_DAY + timedelta(seconds=n))
        record(site, DONE, karung=1)
    send(some(2), "before", site)
    with django_assert_max_num_queries(26):
        page = clerk.get(board(event)).content
    assert len(gzip.compress(page)) < 25_600
