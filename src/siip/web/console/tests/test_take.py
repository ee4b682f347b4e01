"""Before a request is taken: at which counter, for whom it waits already, who will sign, what for."""

from datetime import timedelta

import pytest
import time_machine

from siip.services.models import Request
from siip.services.tests.conftest import rini, take  # noqa: F401
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_requests import NEW, hidden, token_of, typed
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield AT


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def address(cast):
    return f"{NEW}?layanan=domisili_orang&tempat=loket-{cast.place(PLAJU_ILIR).pk}"


def test_no_kelurahan_is_chosen_for_the_clerk_but_the_one_of_her_last_request(clerk, cast, take):  # noqa: F811
    fresh = clerk.get(NEW)
    assert 'name="tempat"' in fresh.content.decode() and "Pilih di mana permohonan diterima" not in text(fresh)
    assert f'value="loket-{cast.place(PLAJU_ILIR).pk}" checked' not in fresh.content.decode()
    assert "Pilih di mana permohonan diterima" in text(clerk.get(f"{NEW}?layanan=domisili_orang"))
    take()
    assert f'value="loket-{cast.place(PLAJU_ILIR).pk}" checked' in clerk.get(NEW).content.decode()


def test_the_same_name_waiting_already_is_pointed_at_and_refuses_nobody(clerk, address, take):  # noqa: F811
    take(nama="SITI MARYAM")
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa"))
    assert "SITI MARYAM sudah diterima" in text(check) and "Menunggu Kasi" in text(check)
    assert clerk.post(address, hidden(check) | {"langkah": "simpan"}).status_code == 302
    assert Request.objects.count() == 2


def test_a_kelurahan_without_lurah_is_named_before_anything_is_typed(clerk, address, cast):
    assert "belum dipegang siapa pun" not in text(clerk.get(address))
    cast.offices["hendra"].holdings.update(until_on=AT.date() - timedelta(days=1))
    assert "Jabatan Lurah Plaju Ilir belum dipegang siapa pun" in text(clerk.get(address))
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa"))
    assert "belum dipegang siapa pun" in text(check)


def test_usual_purposes_are_offered_and_others_are_taken(clerk, address):
    page = clerk.get(address).content.decode()
    assert 'list="saran"' in page and '<option value="membuka rekening bank"></option>' in page
    said = typed(token_of(clerk.get(address)), langkah="periksa", isi_keperluan="memasang listrik")
    assert "memasang listrik" in text(clerk.post(address, said))
