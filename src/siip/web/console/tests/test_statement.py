"""The statement at the console: offered while it is still to be signed, and to whoever takes requests."""

import pytest
import time_machine

from siip.services.tests.conftest import PAPERS, rini, take, take_sktm  # noqa: F401
from siip.web.console.tests.test_log_in import text
from tests.cast import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield AT


def test_a_request_that_waits_for_it_offers_it_filled_in(login, take_sktm):  # noqa: F811
    row, clerk = take_sktm(papers=PAPERS, penghasilan_per_bulan="1200000"), login("rini")
    page = clerk.get(f"/kantor/permohonan/{row.pk}/")
    assert "Cetak surat pernyataan tidak mampu" in text(page) and "Rp1.200.000" in text(page)
    paper = clerk.get(f"/kantor/permohonan/{row.pk}/pernyataan.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert paper["Cache-Control"] == "no-store"


def test_who_only_sees_requests_is_offered_none(login, take_sktm):  # noqa: F811
    row, lurah = take_sktm(), login("hendra")
    assert "Cetak surat pernyataan" not in text(lurah.get(f"/kantor/permohonan/{row.pk}/"))
    assert lurah.get(f"/kantor/permohonan/{row.pk}/pernyataan.pdf").status_code == 403


def test_an_address_of_one_that_needs_none_says_so(login, take):  # noqa: F811
    row = take(papers=())
    page = login("rini").get(f"/kantor/permohonan/{row.pk}/pernyataan.pdf")
    assert page.status_code == 409 and "tidak menunggu surat pernyataan" in text(page)
