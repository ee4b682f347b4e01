"""The pages of the queue: a number in one press or two, the next by one, a request that ends it."""

from datetime import timedelta

import pytest
import time_machine

from siip.fieldday import queue
from siip.fieldday.models import Ticket
from siip.fieldday.queue import Wish
from siip.fieldday.tests.conftest import FRIDAY, event, plan, rini
from siip.kernel.ids import uuid7
from siip.services.models import Request
from tests.cast import AT
from tests.routes import CORRECTED, SHOWN

from .test_log_in import text
from .test_pin import token

__all__ = ["event", "plan", "rini"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def page(event):
    return f"/kantor/kegiatan/{event.pk}/antrean/"


@pytest.fixture
def give(event, rini):
    def give(*priorities, counter="A"):
        wishes = [Wish(counter, one) for one in priorities]
        return queue.take_tickets(event.pk, wishes, by=rini, at=FRIDAY, id=uuid7())

    return give


def post(client, page, to=None, **said):
    return client.post(to or page, {"token": token(client, page), **said})


def press(client, page, what, loket="A"):
    return post(client, f"{page}?loket={loket}", press=what)


def state(row):
    return Ticket.objects.get(pk=row.pk).state


def test_a_number_is_given(clerk, page):
    answer = post(clerk, page, f"{page}nomor/?loket=B", priority="lansia", kode="domisili_orang")
    assert (answer.status_code, answer["Location"]) == (302, f"{page}?loket=B")
    shown = text(clerk.get(page))
    assert "Nomor B-001, didahulukan. Sebutkan" in shown and "1 menunggu" in shown
    assert "B-001 Lansia Surat Keterangan Domisili" in shown


def test_a_number_without_anything_said(clerk, page):
    assert post(clerk, page, f"{page}nomor/").status_code == 302
    assert Ticket.objects.get().written == "A-001"


def test_a_service_that_is_not_there_is_asked_again(clerk, page):
    answer = post(clerk, page, f"{page}nomor/", kode="kk")
    assert answer.status_code == 422 and not Ticket.objects.exists()


def test_opening_the_address_of_the_form_gives_no_number(clerk, page):
    assert clerk.get(f"{page}nomor/").status_code == 302
    assert not Ticket.objects.exists()


def test_the_next_is_called_by_one_press(clerk, page, give):
    first, old = give("", "lansia")
    assert "Panggil A-002" in text(clerk.get(page))
    answer = press(clerk, page, "next")
    assert (answer.status_code, answer["Location"]) == (302, f"{page}?loket=A")
    assert state(old) == "called"
    press(clerk, page, "next")
    assert (state(old), state(first)) == ("finished", "called")
    assert "Kembalikan A-002 ke antrean" in text(clerk.get(page))


def test_called_again_not_come_put_back(clerk, page, give):
    (row,) = give("")
    press(clerk, page, "next")
    press(clerk, page, f"recall.{row.pk}")
    assert "dipanggil 2 kali" in text(clerk.get(page))
    press(clerk, page, f"skip.{row.pk}")
    assert "Tidak datang waktu dipanggil A-001" in text(clerk.get(page))
    press(clerk, page, f"back.{row.pk}")
    assert state(row) == "waiting"
    press(clerk, page, f"call.{row.pk}", "B")
    assert "Di loket lain: A-001 loket B" in text(clerk.get(f"{page}?loket=A"))
    press(clerk, page, f"finish.{row.pk}", "B")
    assert "0 menunggu, 1 selesai" in text(clerk.get(page))


def test_what_another_counter_did_meanwhile_is_said(clerk, page, give):
    (row,) = give("")
    stale = token(clerk, page)
    press(clerk, page, f"call.{row.pk}", "B")
    answer = clerk.post(page, {"token": stale, "press": f"call.{row.pk}"})
    assert answer.status_code == 422 and "Nomor A-001 baru saja diubah loket lain" in text(answer)


def test_nobody_is_left_to_call(clerk, page):
    assert "Tidak ada yang menunggu" in text(clerk.get(page))
    answer = press(clerk, page, "next")
    assert answer.status_code == 422 and "Tidak ada lagi yang menunggu" in text(answer)


def test_two_buttons_of_one_page_both_act_and_one_pressed_twice_acts_once(clerk, page, give):
    give("", "", "")
    said = {"token": token(clerk, page), "press": "next"}
    assert [clerk.post(page, said).status_code for _ in range(2)] == [302, 302]
    assert Ticket.objects.filter(state="called").count() == 1


def test_how_long_somebody_waits_is_shown(login, page, give, now):
    give("")
    now.move_to(FRIDAY + timedelta(minutes=18))
    assert "18 menit" in text(login("rini").get(page))


def test_before_the_day_no_number_is_given(login, page, now):
    now.move_to(AT)
    shown = login("rini").get(page)
    assert shown.status_code == 200 and "pada hari kegiatan" in text(shown) and "Beri nomor" not in text(shown)


def test_whoever_works_elsewhere_finds_no_such_queue(login, page):
    assert [login("zul").get(page).status_code, login("zul").post(f"{page}nomor/", {}).status_code] == [404, 404]


def test_the_queue_asks_the_database_a_fixed_number_of_times(clerk, page, give, django_assert_max_num_queries):
    give(*[""] * 60)
    press(clerk, page, "next")
    clerk.get(page)
    with django_assert_max_num_queries(20):
        clerk.get(page)


# A request ends it


def test_a_ticket_is_finished_when_its_request_is_saved(clerk, page, event, give):
    (row,) = give("")
    press(clerk, page, "next")
    form = f"/kantor/permohonan/baru/?layanan=domisili_orang&tempat=kegiatan-{event.pk}&tiket={row.pk}"
    assert "nomor A-001" in text(clerk.get(form))
    said = {"langkah": "simpan", **CORRECTED, **SHOWN}
    answer = post(clerk, form, **said)
    done = Ticket.objects.get()
    assert (done.request, done.state) == (Request.objects.get(), "finished")
    assert f'href="{page}?loket=A">Antrean loket A</a>' in clerk.get(answer["Location"]).content.decode()


def test_the_number_goes_along_when_the_service_is_chosen(clerk, page, event, give):
    (row,) = give("")
    press(clerk, page, "next")
    assert f"tiket={row.pk}" in clerk.get(page).content.decode()
    choose = clerk.get(f"/kantor/permohonan/baru/?tempat=kegiatan-{event.pk}&tiket={row.pk}").content.decode()
    assert f'name="tiket" value="{row.pk}"' in choose


@pytest.mark.parametrize("ticket", ["", "x", "0192f0c4-0000-7000-8000-000000000000"])
def test_a_request_needs_no_number(clerk, event, ticket):
    form = f"/kantor/permohonan/baru/?layanan=domisili_orang&tempat=kegiatan-{event.pk}&tiket={ticket}"
    said = {"langkah": "simpan", **CORRECTED, **SHOWN}
    assert post(clerk, form, **said).status_code == 302
    assert Request.objects.count() == 1


def test_a_number_that_has_its_request_keeps_it(clerk, event, give):
    (row,) = give("")
    form = f"/kantor/permohonan/baru/?layanan=domisili_orang&tempat=kegiatan-{event.pk}&tiket={row.pk}"
    said = {"langkah": "simpan", **CORRECTED, **SHOWN}
    first = post(clerk, form, **said)
    assert post(clerk, form, **said).status_code == 302
    assert Request.objects.count() == 2 and str(Ticket.objects.get().request_id) in first["Location"]
