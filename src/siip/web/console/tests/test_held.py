"""The screen of faces is held by strangers: its browser opens nothing of the office until the password is given."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, reverse

from siip.fieldday.tests.conftest import event, plan, rini
from siip.programme.models import Event
from siip.survey.models import FaceMark
from siip.web.console import accounts
from siip.web.console.tests.test_log_in import NEW, PASSWORD, log_in, members, text
from siip.web.console.tests.test_pin import token
from siip.web.console.tests.test_requests import NEW as TAKE
from siip.web.console.tests.test_requests import hidden, token_of, typed
from siip.web.console.urls import urlpatterns
from tests.cast import PLAJU_ILIR

__all__ = ["event", "members", "plan", "rini"]
pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # 08.00 WIB
AGAIN = "/akun/sandi/layar/"
WRONG = "salah salah salah"
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
def board(event):
    return f"/kantor/kegiatan/{event.pk}/wajah/"


@pytest.fixture
def held(client, members, screen):
    """The browser of Bu Rini, with the screen of counter A held out."""
    log_in(client, "rini")
    client.post(screen, {"buka": ""})
    return client


def address(pattern: URLPattern, space: str = "") -> str:
    said = {name: SAMPLES.get(type(one).__name__, "x") for name, one in pattern.pattern.converters.items()}
    return reverse(space + pattern.name, kwargs=said)


EVERY = [address(one, "console:") for one in urlpatterns]
EVERY += [address(one) for one in accounts.urlpatterns if one.name != "account_take_back"]


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


def test_the_way_back_asks_for_the_password_and_leads_where_one_wanted_to_go(held, screen, board):
    page = held.get(held.get(board)["Location"])
    assert "Layar wajah masih terbuka" in text(page) and "Rini Astuti" in text(page)
    assert f'href="{screen}"' in page.content.decode()
    answer = held.post(AGAIN, {"password": PASSWORD, "next": board})
    assert (answer.status_code, answer["Location"]) == (302, board)
    assert held.get(board).status_code == 200 and held.get("/kantor/").status_code == 200


def test_the_way_back_never_leads_to_another_site(held):
    assert held.post(AGAIN, {"password": PASSWORD, "next": "https://jahat.example/"})["Location"] == "/kantor/"


def test_a_wrong_password_keeps_the_screen_and_says_so(held, screen):
    page = held.post(AGAIN, {"password": WRONG, "next": "/kantor/"})
    assert page.status_code == 422 and "Kata sandi salah" in text(page) and "Kembali ke layar wajah" in text(page)
    assert 'name="next" value="/kantor/"' in page.content.decode() and WRONG not in page.content.decode()
    assert held.get("/kantor/")["Location"].startswith(AGAIN) and held.get(screen).status_code == 200


@pytest.mark.parametrize("typed", ["", "x" * 500, "salah\x00"])
def test_nonsense_is_no_password(held, typed):
    assert held.post(AGAIN, {"password": typed}).status_code == 422
    assert held.get("/kantor/")["Location"].startswith(AGAIN)


def test_the_password_of_a_colleague_does_not_open_it(held, members):
    members.accounts["dewi"].set_password(NEW)
    members.accounts["dewi"].save()
    assert "Kata sandi salah" in text(held.post(AGAIN, {"password": NEW, "next": "/kantor/"}))
    assert held.get("/kantor/")["Location"].startswith(AGAIN)


def guess(browser, times):
    return [browser.post(AGAIN, {"password": WRONG}) for _ in range(times)]


def test_the_fifth_wrong_password_ends_the_session(held, screen):
    *_, fourth, fifth = guess(held, 5)
    assert (fourth.status_code, fifth.status_code, fifth["Location"]) == (422, 302, "/akun/masuk/")
    assert "Lima kali kata sandi salah" in text(held.get("/akun/masuk/"))
    assert held.get(screen)["Location"].startswith("/akun/masuk/")
    assert held.post(AGAIN, {"password": PASSWORD})["Location"].startswith("/akun/masuk/"), "nor is the right one taken"


def test_guessing_at_the_screen_locks_the_clerk_out_nowhere(held, client, members):
    elsewhere = Client()
    log_in(elsewhere, "rini")
    for _ in range(25):  # more than any limit of the address, and of those who are asked again
        held.post(AGAIN, {"password": ""})
    guess(held, 5)
    assert elsewhere.get("/kantor/").status_code == 200
    assert elsewhere.post("/akun/sandi/ulangi/", {"password": PASSWORD}).status_code == 302
    assert log_in(Client(), "rini")["Location"] == log_in(client, "rini")["Location"] == "/kantor/"
    assert client.get("/kantor/").status_code == 200


def test_log_ins_that_failed_elsewhere_do_not_keep_the_clerk_from_his_screen(held):
    for _ in range(6):
        log_in(Client(), "rini", WRONG)
    assert held.post(AGAIN, {"password": PASSWORD})["Location"] == "/kantor/"


def test_the_screen_is_no_second_door_of_guessing(held, screen):
    """Held out anew, a session has its five again only because the right password was given in between."""
    guess(held, 4)
    held.post(screen, {"buka": ""})
    assert guess(held, 1)[0]["Location"] == "/akun/masuk/"
    log_in(held, "rini")
    held.post(screen, {"buka": ""})
    guess(held, 4)
    assert held.post(AGAIN, {"password": PASSWORD})["Location"] == "/kantor/"
    held.post(screen, {"buka": ""})
    assert [answer.status_code for answer in guess(held, 4)] == [422] * 4


def test_without_a_screen_the_way_back_is_open(client, members):
    assert client.get(AGAIN)["Location"].startswith("/akun/masuk/")
    log_in(client, "rini")
    assert client.get(AGAIN)["Location"] == "/kantor/"
    assert client.post(AGAIN, {"password": WRONG, "next": "/kantor/kegiatan/"})["Location"] == "/kantor/kegiatan/"


def test_a_code_of_a_telephone_alone_does_not_open_it(client, members, screen):
    client.force_login(members.accounts["hendra"])
    client.post(screen, {"buka": ""})
    assert client.get("/akun/kode/ulangi/")["Location"].startswith(AGAIN)


def test_whoever_holds_the_screen_cannot_log_the_clerk_out(held, screen):
    for page in (held.get(screen), held.get(AGAIN)):
        assert "Keluar" not in text(page) and "/akun/keluar/" not in page.content.decode()
    assert held.post("/akun/keluar/")["Location"].startswith(AGAIN)
    assert held.get(screen).status_code == 200


def test_a_refresh_does_not_hold_a_session_that_the_clerk_has_taken_back(held, screen, board):
    once = token(held, screen)
    held.post(AGAIN, {"password": PASSWORD})
    assert held.get(screen)["Location"] == board
    assert "Terima kasih" in text(held.post(screen, {"token": once, "face": "good"})), "a touch on it still counts"
    assert FaceMark.objects.count() == 1 and held.get(screen)["Location"] == board
    assert held.get("/kantor/").status_code == 200


def test_the_screen_is_held_out_by_its_button(client, members, screen, board):
    log_in(client, "rini")
    assert client.get(screen)["Location"] == board and client.get("/kantor/").status_code == 200
    page = client.get(board).content.decode()
    assert f'<form method="post" action="{screen}">' in page and '<button class="btn" name="buka">' in page
    assert client.post(screen, {"buka": ""})["Location"] == screen
    assert "Sentuh satu wajah" in text(client.get(screen))


def test_another_browser_of_the_same_clerk_is_not_held(held, login):
    assert login("rini").get("/kantor/").status_code == 200


def test_before_the_day_nothing_is_held(client, members, screen, board, now):
    now.move_to(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
    log_in(client, "rini")
    assert client.post(screen, {"buka": ""}, follow=True).redirect_chain[-1][0] == board
    assert client.get("/kantor/").status_code == 200


def test_past_midnight_the_screen_says_that_the_day_is_over(client, members, screen, now):
    now.move_to(datetime(2026, 11, 27, 16, 50, tzinfo=UTC))
    log_in(client, "rini")
    client.post(screen, {"buka": ""})
    now.move_to(datetime(2026, 11, 27, 17, 10, tzinfo=UTC))
    assert "Penilaian dibuka pada hari kegiatan saja" in text(client.get(screen))


def test_a_resident_is_not_told_off_for_a_friday_that_was_called_off_meanwhile(held, screen, event):
    page = held.get(screen)
    Event.objects.update(cancelled_at=FRIDAY, cancelled_reason="banjir")
    said = {"token": token_of(page), "face": "good"}
    answer = held.post(screen, said)
    assert answer.status_code == 200 and "Kegiatan ini dibatalkan" in text(answer)
    assert "dibetulkan" not in text(answer) and not FaceMark.objects.exists()


def test_the_browser_is_not_asked_to_fill_in_a_password_that_it_keeps(held):
    assert 'autocomplete="new-password"' in held.get(AGAIN).content.decode()


def test_a_form_that_is_open_in_another_tab_keeps_what_was_typed(client, members, screen, cast):
    log_in(client, "rini")
    form = f"{TAKE}?layanan=domisili_orang&tempat=loket-{cast.place(PLAJU_ILIR).pk}"
    said = typed(token(client, form), langkah="periksa")
    client.post(screen, {"buka": ""})
    page = client.post(form, said)
    assert page.status_code == 422 and "Layar wajah masih terbuka" in text(page) and hidden(page) == said
    client.post(AGAIN, {"password": PASSWORD})
    client.handler.enforce_csrf_checks = True
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    sent = client.post(form, hidden(page) | {"csrfmiddlewaretoken": csrf})
    assert sent.status_code == 200 and "Periksa" in text(sent) and "terlalu lama terbuka" not in text(sent)
