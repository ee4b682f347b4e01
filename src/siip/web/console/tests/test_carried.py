"""Carried over at the console: a promise in one form, its slip, what goes to the office, finished at the counter."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from siip.services import requests
from siip.services.models import Request, Slip
from siip.services.tests.conftest import FRIDAY, PAPERS, advance, event, rini, take  # noqa: F401
from siip.services.tests.test_slips import AT_OFFICE, carry  # noqa: F401
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_requests import post
from tests.cast import PLAJU, PLAJU_ILIR

pytestmark = pytest.mark.django_db
LIST = "/kantor/bawa/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def in_street(take, event):  # noqa: F811
    return take(event=event.id, at=FRIDAY)


def address(row, page=""):
    return f"/kantor/permohonan/{row.pk}/{page}"


def test_a_promise_is_proposed_for_the_next_working_day_at_the_kelurahan(clerk, in_street):
    page = clerk.get(address(in_street, "janji/")).content.decode()
    assert 'value="30-11-2026"' in page and f'value="{PLAJU_ILIR}"' in page and "Kantor Kecamatan Plaju" in page
    assert "Berkas belum lengkap" not in page and "melewati paraf kantor" in page


def test_no_promise_is_proposed_for_a_holiday_and_one_for_it_is_refused_by_its_name(login, in_street, now):
    now.move_to(datetime(2026, 12, 23, 1, tzinfo=UTC))
    clerk = login("rini")
    assert 'value="28-12-2026"' in clerk.get(address(in_street, "janji/")).content.decode()
    answer = post(clerk, address(in_street, "janji/"), reason="signer", due_on="25-12-2026", place=PLAJU_ILIR)
    assert answer.status_code == 422 and not Slip.objects.exists()
    assert "Kantor tutup hari Jumat, 25 Desember 2026: Hari Raya Natal. Pilih hari kerja." in text(answer)


def test_it_is_given_in_one_form_and_its_slip_is_printed(clerk, in_street):
    answer = post(clerk, address(in_street, "janji/"), reason="signer", due_on="30-11-2026", place=PLAJU_ILIR)
    assert answer.url == address(in_street)
    page, slip = text(clerk.get(address(in_street))), Slip.objects.get()
    assert "Dijanjikan Senin, 30 November 2026" in page and "Penanda tangan tidak di tempat" in page
    assert " ".join(slip.code[n : n + 3] for n in range(0, 12, 3)) in page
    paper = clerk.get(address(in_street, "kertas-janji.pdf"))
    assert paper.content.startswith(b"%PDF") and paper["Cache-Control"] == "no-store"


def test_a_refused_one_keeps_what_was_chosen(clerk, in_street):
    answer = post(clerk, address(in_street, "janji/"), reason="print", due_on="28-11-2026", place=PLAJU)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Kantor tutup hari Sabtu dan Minggu" in page
    assert 'value="28-11-2026"' in page and re.search(rf'value="{PLAJU}"[^>]* checked', page)
    assert Slip.objects.count() == 0


def test_what_is_missing_is_said_and_proposed_as_the_reason(clerk, take, event):  # noqa: F811
    row = take(papers=PAPERS[1:], event=event.id, at=FRIDAY)
    page = clerk.get(address(row, "janji/"))
    assert "Yang belum ada: Surat pengantar RT/RW" in text(page) and 'value="papers"' in page.content.decode()


def test_who_takes_no_requests_promises_none(login, in_street):
    lurah = login("hendra")
    assert lurah.get(address(in_street, "janji/")).status_code == 403
    assert lurah.get(address(in_street, "kertas-janji.pdf")).status_code == 403
    assert "Selesaikan di kantor" not in text(lurah.get(address(in_street)))


def test_a_slip_that_nobody_gave_is_explained(clerk, in_street):
    page = clerk.get(address(in_street, "kertas-janji.pdf"))
    assert page.status_code == 409 and "belum diberi janji" in text(page)


def test_the_list_leads_to_each_with_what_is_missing_and_what_is_late(login, take, event, carry, now):  # noqa: F811
    carry(take(event=event.id, at=FRIDAY, nama="Ani", papers=PAPERS[1:]), reason="papers")
    carry(take(event=event.id, at=FRIDAY, nama="Budi"), due_on=datetime(2026, 12, 2, tzinfo=UTC).date())
    now.move_to(AT_OFFICE + timedelta(days=1))
    clerk = login("rini")
    page = text(clerk.get(LIST))
    assert "2 permohonan dibawa ke kantor" in page and "Surat pengantar RT/RW" in page and "Lewat janji" in page
    late = text(clerk.get(LIST + "?kapan=lewat"))
    assert "Ani" in late and "Budi" not in late
    assert "Tidak ada janji seperti itu" in text(clerk.get(LIST + "?kapan=hari-ini"))


def test_what_was_left_open_is_offered_a_promise(login, in_street, now):
    assert "Belum dijanjikan" not in text(login("rini").get(LIST))
    now.move_to(FRIDAY + timedelta(hours=3))
    clerk = login("rini")
    page = clerk.get(LIST)
    assert "Belum dijanjikan, kegiatannya sudah selesai" in text(page)
    assert f'href="{address(in_street, "janji/")}"' in page.content.decode()


def test_an_empty_list_says_what_it_is_for(clerk):
    assert "Tidak ada yang dibawa ke kantor" in text(clerk.get(LIST))


def test_the_code_of_a_slip_leads_to_the_request(clerk, in_street, carry):  # noqa: F811
    code = carry(in_street).slip.code
    found = clerk.post("/kantor/permohonan/", {"cari": f"{code[:3].lower()} {code[3:]}"})
    assert found.url == address(in_street)
    assert "0 permohonan ditemukan" in text(clerk.post("/kantor/permohonan/", {"cari": "777 777 777 777"}))


def test_promised_and_real_times_are_shown(login, in_street, carry, advance, rini, now):  # noqa: F811
    carry(in_street)
    late = AT_OFFICE + timedelta(days=1)
    now.move_to(late)
    clerk = login("rini")
    assert "Lewat janji" in text(clerk.get(address(in_street)))
    advance(Request.objects.select_related("letter").get(pk=in_street.pk), "signed", late)
    page = text(clerk.get(address(in_street)))
    assert "Siap Selasa, 1 Desember 2026, 09.00 WIB" in " ".join(page.split()) and "Lewat janji" in page
    post(clerk, address(in_street, "serah/"), receiver="Siti Maryam", relation="")
    assert requests.request(in_street.pk, rini).state == "handed"
    page = " ".join(text(clerk.get(address(in_street))).split())
    assert "Diserahkan Selasa, 1 Desember 2026, 09.00 WIB" in page and "Ubah janji" not in page


def test_it_is_kept_when_it_is_ready_on_its_day(login, in_street, carry, advance, now):  # noqa: F811
    carry(in_street)
    now.move_to(AT_OFFICE)
    clerk = login("rini")
    advance(Request.objects.select_related("letter").get(pk=in_street.pk), "signed", AT_OFFICE)
    assert "Tepat janji" in text(clerk.get(address(in_street)))
    assert "Lewat" not in text(clerk.get(LIST)) and "Siap diserahkan" in text(clerk.get(LIST))


def test_the_first_page_counts_what_goes_to_the_office(clerk, in_street, carry):  # noqa: F811
    assert "dibawa ke kantor" not in text(clerk.get("/kantor/"))
    carry(in_street)
    assert f'href="{LIST}"' in clerk.get("/kantor/").content.decode()
    assert "Bawa ke kantor: 1 permohonan" in text(clerk.get("/kantor/permohonan/"))


def test_the_list_asks_the_database_a_fixed_number_of_times(clerk, take, event, carry, django_assert_max_num_queries):  # noqa: F811
    for n in range(5):
        carry(take(event=event.id, at=FRIDAY, nama=f"Warga {n}"))
    with django_assert_max_num_queries(30):
        clerk.get(LIST)
