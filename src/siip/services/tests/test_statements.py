"""The applicant's statement: printed while it is still to be signed, for whoever takes requests there."""

import io

import pypdf
import pytest

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.services import requests, statements
from siip.services.intake import Shown
from siip.services.tests.conftest import PAPERS, new_code
from tests.cast import AT

pytestmark = pytest.mark.django_db
SIGNED = {"pernyataan_tanggal": "2026-11-24"}


def text_of(pdf):
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_it_says_what_was_said_at_the_counter_and_is_dated_today(take_sktm):
    said = text_of(statements.statement_pdf(take_sktm(penghasilan_per_bulan="1200000"), at=AT))
    assert "Siti Maryam" in said and "1671145708850001" in said and "Rp1.200.000 sebulan" in said
    assert "Palembang, 24 November 2026" in said and "Tempel meterai Rp10.000" in said


def test_the_signed_one_completes_the_request_and_its_day_stands_in_the_letter(take_sktm, rini):
    row = take_sktm(papers=PAPERS)
    assert row.state == "papers"
    row = requests.show_papers(
        row.id, [Shown("pernyataan")], told=SIGNED, code=new_code(), by=rini, at=AT, id=uuid7()
    )  # fmt: skip
    assert row.state == "drafted" and requests.answers_of(row)[0]["pernyataan_tanggal"] == "2026-11-24"


def test_a_signed_one_is_not_printed_again(take_sktm):
    row = take_sktm(papers=[*PAPERS, Shown("pernyataan")], **SIGNED)
    assert statements.statement_of(row) is None
    with pytest.raises(Refused) as refused:
        statements.statement_pdf(row, at=AT)
    assert refused.value.code == "no-statement"


def test_a_cancelled_request_states_nothing_any_more(take_sktm, rini):
    row = take_sktm()
    requests.cancel_request(row.id, reason="tidak jadi", by=rini, at=AT, id=uuid7())
    assert statements.statement_of(requests.request(row.id, rini)) is None


def test_a_service_without_a_statement_prints_none(take):
    with pytest.raises(Refused, match="tidak menunggu surat pernyataan"):
        statements.statement_pdf(take(papers=()), at=AT)


def test_printing_it_leaves_nothing_behind(take_sktm):
    row, before = take_sktm(), Entry.objects.count()
    statements.statement_pdf(row, at=AT)
    assert Entry.objects.count() == before
