"""A form of the console outlives its session and its token: nothing that was typed is lost."""

import re

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.letters.models import Letter
from siip.services.models import Request
from siip.services.tests.conftest import NIK, rini, take  # noqa: F401
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_requests import LIST, NEW, hidden, token_of, typed
from tests.cast import AT, PLAJU_ILIR, logged_in

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


def test_a_session_that_ended_keeps_what_was_typed(client, clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="periksa")
    page = client.post(address, said)
    assert page.status_code == 422 and page["Cache-Control"] == "no-store"
    assert "Sesi Anda sudah berakhir" in text(page) and NIK not in text(page)
    kept = hidden(page)
    assert kept == {name: value for name, value in said.items()}
    assert clerk.post(address, kept).status_code == 200


def test_a_token_that_is_stale_shows_the_form_again_and_saves_nothing(cast, address):
    client = logged_in(cast, "rini")
    client.handler.enforce_csrf_checks = True
    said = typed(str(uuid7()), langkah="simpan")
    page = client.post(address, said)
    assert page.status_code == 422 and "Isian Anda masih ada" in text(page)
    assert NIK in page.content.decode() and not Request.objects.exists()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert client.post(address, said | {"csrfmiddlewaretoken": csrf}).status_code == 302


def test_a_correction_outlives_its_session(client, clerk, take):  # noqa: F811
    path = f"{LIST}{take().pk}/perbaiki/"
    said = {**typed(token_of(clerk.get(path))), "isi_nama": "Siti Maryam binti Usman"}
    page = client.post(path, said)
    assert page.status_code == 422 and "Sesi Anda sudah berakhir" in text(page)
    assert clerk.post(path, hidden(page)).status_code == 302
    assert Letter.objects.get().subject_name == "Siti Maryam binti Usman"


def test_a_correction_with_a_stale_token_is_shown_again_and_not_saved(cast, take):  # noqa: F811
    client, row = logged_in(cast, "rini"), take()
    client.handler.enforce_csrf_checks = True
    page = client.post(f"{LIST}{row.pk}/perbaiki/", {**typed(str(uuid7())), "isi_nama": "Siti Maryam binti Usman"})
    assert page.status_code == 422 and "Isian Anda masih ada" in text(page)
    assert "Siti Maryam binti Usman" in page.content.decode()
    assert Letter.objects.get().subject_name == row.subject_name
