"""Pages of the PIN: each asks for a full log-in first."""

import re
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from siip.kernel.refused import Refused
from siip.people.models import Enrolment, Pin
from siip.web.console.enrolled import prove
from siip.web.console.tests.test_log_in import PASSWORD, log_in, log_in_fully, text

PIN = "738291"


@pytest.fixture
def hendra(cast: Any, client: Client) -> Client:
    """Pak Hendra, just logged in with password and code."""
    cache.clear()
    for key in ("hendra", "rini"):
        cast.accounts[key].set_password(PASSWORD)
        cast.accounts[key].save()
    log_in_fully(client, cast)
    return client


def token(client: Client, path: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found[1]


def send(client: Client, path: str, **said: str) -> Any:
    return client.post(path, {"token": token(client, path), **said})


def test_the_page_says_what_is_missing(hendra: Client) -> None:
    page = text(hendra.get("/kantor/pin/"))
    assert "Anda belum dapat menandatangani" in page and "PIN Anda belum dapat dipakai di sini" in page


def test_a_pin_is_set_after_a_full_log_in(hendra: Client) -> None:
    assert send(hendra, "/kantor/pin/setel/", pin=PIN, again=PIN)["Location"] == "/kantor/pin/"
    page = text(hendra.get("/kantor/pin/"))
    assert "PIN Anda sudah disetel" in page and "Aktif" in page


@pytest.mark.parametrize(
    ("pin", "again", "why"),
    [
        ("123456", "123456", "angka berurutan"),
        ("7382", "7382", "baru 4 angka"),
        ("73829a", "73829a", "hanya boleh berisi angka"),
        ("", "", "belum diisi"),
        (PIN, "738292", "tidak sama"),
    ],
)
def test_a_pin_is_refused_and_not_shown_again(hendra: Client, pin: str, again: str, why: str) -> None:
    answer = send(hendra, "/kantor/pin/setel/", pin=pin, again=again)
    assert answer.status_code == 422 and why in text(answer)
    assert not pin or f'value="{pin}"' not in answer.content.decode()
    assert not Pin.objects.exists()


def test_a_pin_sent_late_is_kept_nowhere(hendra: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """allauth would keep the post in the session until the password is typed."""
    id = token(hendra, "/kantor/pin/setel/")
    later = time.time() + 700
    monkeypatch.setattr(time, "time", lambda: later)
    answer = hendra.post("/kantor/pin/setel/", {"token": id, "pin": PIN, "again": PIN})
    assert answer["Location"].startswith("/akun/sandi/ulangi/?next=")
    assert PIN not in str(dict(hendra.session.items())) and not Pin.objects.exists()
    again = hendra.post(answer["Location"], {"password": PASSWORD})
    assert again["Location"] == "/kantor/pin/setel/"
    assert hendra.get("/kantor/pin/setel/")["Location"].startswith("/akun/kode/ulangi/?next=")
    assert hendra.get("/kantor/pin/daftar/")["Location"].startswith("/akun/kode/ulangi/?next=")


def test_a_browser_is_enrolled_until_log_out(hendra: Client, cast: Any) -> None:
    office = cast.offices["hendra"]
    answer = send(hendra, "/kantor/pin/daftar/", office_id=str(office.pk))
    assert answer["Location"] == "/kantor/pin/"
    page = hendra.get("/kantor/pin/").content.decode()
    assert "Terdaftar" in page and "Kembali ke Menunggu saya" not in page, "first a PIN"
    send(hendra, "/kantor/pin/setel/", pin=PIN, again=PIN)
    page = hendra.get("/kantor/pin/").content.decode()
    assert '<a class="btn" href="/kantor/menunggu/">Kembali ke Menunggu saya</a>' in page
    assert hendra.session["enrolment"] == str(Enrolment.objects.latest("begun_at").pk)


@pytest.mark.parametrize("office", ["", "not-an-id", "00000000-0000-0000-0000-000000000007"])
def test_only_the_own_office_can_be_chosen(hendra: Client, office: str) -> None:
    assert send(hendra, "/kantor/pin/daftar/", office_id=office).status_code == 422


def test_an_enrolment_is_ended_by_hand(hendra: Client, cast: Any) -> None:
    send(hendra, "/kantor/pin/daftar/", office_id=str(cast.offices["hendra"].pk))
    for _ in range(2):  # the second time there is none
        assert send(hendra, "/kantor/pin/akhiri/")["Location"] == "/kantor/pin/"
    assert "Belum terdaftar" in text(hendra.get("/kantor/pin/"))


def test_a_locked_pin_says_how_to_go_on(hendra: Client, cast: Any) -> None:
    now = datetime.now(UTC)
    Pin.objects.create(account=cast.accounts["hendra"], secret="x", set_at=now, locked_at=now)
    assert "Setel PIN baru untuk membukanya" in text(hendra.get("/kantor/pin/"))


def test_a_session_proves_a_pin_only_where_it_is_enrolled(hendra: Client, cast: Any, rf: Any) -> None:
    send(hendra, "/kantor/pin/setel/", pin=PIN, again=PIN)
    request = rf.post("/kantor/menunggu/")
    request.user, request.session, request.now = cast.accounts["hendra"], hendra.session, datetime.now(UTC)
    request.actor = cast.actor("hendra", request.now)
    with pytest.raises(Refused) as refusal:
        prove(request, PIN)
    assert refusal.value.code == "not-enrolled"
    send(hendra, "/kantor/pin/daftar/", office_id=str(cast.offices["hendra"].pk))
    request.session = hendra.session
    assert prove(request, PIN).office_path == "16/71/14/1003/"


def test_whoever_does_not_sign_has_no_pin(hendra: Client, cast: Any) -> None:
    rini = Client()
    log_in(rini, "rini")
    for page in ("", "setel/", "daftar/", "akhiri/"):
        assert rini.get(f"/kantor/pin/{page}").status_code == 403


def test_the_page_takes_few_queries(hendra: Client, django_assert_max_num_queries: Any) -> None:
    hendra.get("/kantor/pin/")
    with django_assert_max_num_queries(13):
        hendra.get("/kantor/pin/")
