"""The board of a queue: numbers only, renewed by itself, found by nobody who was not given its address."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from siip.fieldday import queue
from siip.fieldday.queue import Wish
from siip.fieldday.tests.conftest import FRIDAY, event, plan, rini
from siip.kernel.ids import uuid7
from siip.programme import events
from tests.cast import AT

__all__ = ["event", "plan", "rini"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def address(event):
    return f"/papan/{queue.board_id(event.pk)}/"


@pytest.fixture
def called(event, rini):
    queue.take_tickets(event.pk, [Wish("A", "hamil")] + [Wish("B")] * 8, by=rini, at=FRIDAY, id=uuid7())
    for letter in "AB":
        queue.call_next(event.pk, counter=letter, by=rini, at=FRIDAY, id=uuid7())


def test_numbers_and_counters_are_shown(address, called):
    page = Client().get(address).content.decode()
    for said in ("Silakan maju", "A-001", "ke loket", "B-001", "Berikutnya", "B-006", "2 lagi menunggu", "09.30 WIB"):
        assert said in page
    assert "B-007" not in page


def test_it_tells_nothing_of_anybody(address, called):
    page = Client().get(address).content.decode()
    for word in ("hamil", "didahulukan", "Rini", "Hendra", "domisili"):
        assert word not in page


def test_it_renews_itself_by_a_header_and_costs_nothing_while_nothing_changes(address, called):
    answer = Client().get(address)
    assert answer["Refresh"] == "8" and "max-age=2" in answer["Cache-Control"] and "Vary" not in answer
    again = Client(headers={"if-none-match": answer["ETag"]}).get(address)
    assert (again.status_code, again.content) == (304, b"")


def test_before_anybody_is_called(address):
    page = Client().get(address).content.decode()
    assert "Belum ada yang dipanggil" in page and "Tidak ada yang menunggu" in page


def test_whoever_did_not_come_is_told(address, event, rini, called):
    row = queue.tickets(event)[0]
    queue.move_tickets(event.pk, [queue.Move(row.pk, "skip", "A")], by=rini, at=FRIDAY, id=uuid7())
    assert "Terlewat" in Client().get(address).content.decode()


def test_with_one_counter_no_counter_is_named(plan, rini):
    event = plan(street="Lorong Sukarela", counters=1)
    queue.take_tickets(event.pk, [Wish("A")], by=rini, at=FRIDAY, id=uuid7())
    queue.call_next(event.pk, counter="A", by=rini, at=FRIDAY, id=uuid7())
    page = Client().get(f"/papan/{queue.board_id(event.pk)}/").content.decode()
    assert "A-001" in page and "ke loket" not in page


def test_a_board_that_is_not_in_use_is_explained(address, event, rini, now):
    assert Client().get(f"/papan/{uuid7()}/").status_code == 404
    now.move_to(FRIDAY + timedelta(days=3))
    assert Client().get(address).status_code == 404
    now.move_to(FRIDAY)
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert Client().get(address).status_code == 404


def test_nothing_is_posted_to_a_board(address):
    assert Client().post(address).status_code == 405


def test_it_weighs_at_most_5_kb(address, called):
    assert len(gzip.compress(Client().get(address).content, 9)) <= 5120


def test_it_asks_the_database_a_fixed_number_of_times(address, called, django_assert_max_num_queries):
    Client().get(address)
    with django_assert_max_num_queries(6):
        Client().get(address)
