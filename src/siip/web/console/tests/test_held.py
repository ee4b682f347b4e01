"""The screen of faces is held by strangers: its browser opens nothing of the office until the password is given."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import URLPattern, reverse

from siip.fieldday.tests.conftest import event, plan, rini
from siip.survey.models import FaceMark
from siip.web.console import accounts
from siip.web.console.tests.test_log_in import NEW, PASSWORD, log_in, members, text
from siip.web.console.tests.test_pin import token
from siip.web.console.tests.test_requests import NEW as TAKE
from siip.web.console.tests.test_requests import hidden, typed
from siip.web.console.urls import urlpatterns
from tests.cast import PLAJU_ILIR

__all__ = ["event", "members", "plan", "rini"]
pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # 08.00 WIB
AGAIN = "/akun/sandi/ulangi/"
OPEN = {"account_reauthenticate", "account_logout"}
SAMPLES: dict[str, Any] = {"UUIDConverter": "0192f0c4-0000-7000-8000-000000000000", "IntConverter": 7}


@pytest.fixture(autouse=True)
def now():
    cache.clear()
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def screen(event):
    return f"/kantor/kegiatan/{event.pk}/wajah/A/"


@pytest.fixture
def held(client, members, screen):
    """The browser of Bu Rini, with the screen of counter A held out."""
    log_in(client, "rini")
    client.get(screen)
    return client


def address(pattern: URLPattern, space: str = "") -> str:
    said = {name: SAMPLES.get(type(one).__name__, "x") for name, one in pattern.pattern.converters.items()}
    return reverse(space + pattern.name, kwargs=said)


EVERY = [address(one, "console:") for one in urlpatterns]
EVERY += [address(one) for one in accounts.urlpatterns if one.name not in OPEN]


def test_no_other_page_of_the_office_opens(held):
    assert len(EVERY) > 100
    for page in EVERY:
        for answer in (held.get(page), held.post(page, {"token": "x"})):
            assert answer.status_code in (302, 422) and "Bu Rini" not in text(answer), page
            if answer.status_code == 302:
                assert answer["Location"].startswith(f"{AGAIN}?next="), page
            else:
                assert "Layar wajah masih terbuka" in text(answer), page


def test_the_screen_goes_on_for_the_next_resident(held, screen):
    once = token(held, screen)
    assert "Terima kasih" in text(held.post(screen, {"token": once, "face": "good"}))
    assert FaceMark.objects.get().face == "good"
    assert "Sentuh satu wajah" in text(held.get(screen)) and "kembali dengan kata sandi" in text(held.get(screen))


def test_another_counter_and_another_event_stay_closed(held, screen):
    assert held.get(screen.replace("/A/", "/B/"))["Location"].startswith(AGAIN)


def test_pages_for_everybody_stay_open(held):
    assert held.get("/").status_code == 200 and held.get("/jadwal/").status_code == 200


def test_the_way_back_asks_for_the_password_and_leads_where_one_wanted_to_go(held, screen, event):
    board = f"/kantor/kegiatan/{event.pk}/wajah/"
    page = held.get(held.get(board)["Location"])
    assert "Layar wajah masih terbuka" in text(page) and "Rini Astuti" in text(page)
    assert f'href="{screen}"' in page.content.decode() and 'href="/akun/keluar/"' in page.content.decode()
    answer = held.post(AGAIN, {"password": PASSWORD, "next": board})
    assert (answer.status_code, answer["Location"]) == (302, board)
    assert held.get(board).status_code == 200 and held.get("/kantor/").status_code == 200


def test_a_wrong_password_keeps_the_screen_and_says_so(held, screen):
    page = held.post(AGAIN, {"password": "salah salah salah", "next": "/kantor/"})
    assert "Kata sandi salah" in text(page) and "Kembali ke layar wajah" in text(page)
    assert held.get("/kantor/")["Location"].startswith(AGAIN) and held.get(screen).status_code == 200


def test_the_password_of_a_colleague_does_not_open_it(held, members):
    members.accounts["dewi"].set_password(NEW)
    members.accounts["dewi"].save()
    assert "Kata sandi salah" in text(held.post(AGAIN, {"password": NEW, "next": "/kantor/"}))
    assert held.get("/kantor/")["Location"].startswith(AGAIN)


def test_guessing_is_stopped_even_for_the_right_one(held):
    for _ in range(5):
        held.post(AGAIN, {"password": "salah salah salah"})
    assert "Terlalu banyak percobaan" in text(held.post(AGAIN, {"password": PASSWORD}))
    assert held.get("/kantor/").status_code == 302


def test_a_code_of_a_telephone_alone_does_not_open_it(client, members, screen):
    client.force_login(members.accounts["hendra"])
    client.get(screen)
    assert client.get("/akun/kode/ulangi/")["Location"].startswith(AGAIN)


def test_one_may_always_log_out_and_come_back_free(held):
    assert held.get("/akun/keluar/").status_code == 200
    assert held.post("/akun/keluar/").status_code == 302
    assert held.get("/kantor/")["Location"].startswith("/akun/masuk/")
    log_in(held, "rini")
    assert held.get("/kantor/").status_code == 200


def test_another_browser_of_the_same_clerk_is_not_held(held, login):
    assert login("rini").get("/kantor/").status_code == 200


def test_before_the_day_nothing_is_held(client, members, screen, now):
    now.move_to(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
    log_in(client, "rini")
    assert "dengan kata sandi" not in text(client.get(screen))
    assert client.get("/kantor/").status_code == 200


def test_a_form_that_is_open_in_another_tab_keeps_what_was_typed(client, members, screen, cast):
    log_in(client, "rini")
    form = f"{TAKE}?layanan=domisili_orang&tempat=loket-{cast.place(PLAJU_ILIR).pk}"
    said = typed(token(client, form), langkah="periksa")
    client.get(screen)
    page = client.post(form, said)
    assert page.status_code == 422 and "Layar wajah masih terbuka" in text(page) and hidden(page) == said
    client.post(AGAIN, {"password": PASSWORD})
    assert client.post(form, hidden(page)).status_code == 200
