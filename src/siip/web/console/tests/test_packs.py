"""The pages of the paper pack: what is in it, how much, one PDF; a refused number keeps what was typed."""

import io

import pypdf
import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.programme import events
from siip.services.tests.conftest import FRIDAY, event, rini  # noqa: F401
from siip.web.console.tests.test_log_in import text
from tests.cast import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def at(event):  # noqa: F811
    return f"/kantor/kegiatan/{event.pk}/"


def count(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return len(pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_the_page_says_what_is_in_it(clerk, at):
    page = text(clerk.get(f"{at}paket/"))
    assert "3 kartu, 3 belum ditunjuk orangnya" in page and "mulai dari A-001" in page
    assert "satu lembar kosong; belum ada RT pada rencana" in page and "Surat Keterangan Domisili" in page


def test_the_day_leads_to_it(clerk, at):
    assert f'href="{at}paket/"' in clerk.get(at).content.decode()


def test_the_pack_is_what_was_asked_for(clerk, at):
    few = clerk.get(f"{at}paket.pdf", {"nomor": "0", "isian_domisili_orang": "0", "blangko_domisili_orang": "0"})
    many = clerk.get(f"{at}paket.pdf", {"nomor": "25", "isian_domisili_orang": "2", "blangko_domisili_orang": "1"})
    assert few["Content-Disposition"] == 'inline; filename="paket-20261127.pdf"' and "no-store" in few["Cache-Control"]
    assert (count(few), count(many)) == (4, 9)


def test_the_address_alone_gives_the_usual_pack(clerk, at):
    assert count(clerk.get(f"{at}paket.pdf")) == 4 + 1 + 5 + 3


@pytest.mark.parametrize("typed", ["31", "-1", "banyak", ""])
def test_a_wrong_count_keeps_what_was_typed(clerk, at, typed):
    said = {"nomor": "7", "isian_domisili_orang": typed, "blangko_domisili_orang": "2"}
    answer = clerk.get(f"{at}paket.pdf", said)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Lembar isian Surat Keterangan Domisili" in text(answer)
    assert f'value="{typed}"' in page or not typed
    assert 'value="7"' in page and 'value="2"' in page


def test_a_cancelled_event_has_no_pack(clerk, at, event, rini):  # noqa: F811
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    for address in ("paket/", "paket.pdf"):
        answer = clerk.get(at + address)
        assert answer.status_code == 409 and "sudah dibatalkan: hujan" in text(answer)


def test_the_neighbour_sees_nothing_of_it(login, at):
    zul = login("zul")
    assert [zul.get(at + address).status_code for address in ("paket/", "paket.pdf")] == [404, 404]
