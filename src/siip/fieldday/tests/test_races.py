"""What several counters do in the same moment: each number once, nobody called twice, no mark lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier

import pytest
from django.db import connection

from siip.fieldday import presences, queue, tallies
from siip.fieldday.models import Presence, Tally, Ticket
from siip.fieldday.presences import Named
from siip.fieldday.queue import Wish
from siip.fieldday.tallies import Mark
from siip.fieldday.tests.conftest import FRIDAY, RTS
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.programme import events, programmes
from tests.cast import AT, PLAJU, PLAJU_ILIR, build

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = "ABCD"


@pytest.fixture
def friday(transactional_db):
    """The cast and a Friday with four counters, committed: other threads see them."""
    cast = build()
    plan = events.Plan(PLAJU_ILIR, date(2026, 11, 27), time(7), time(9, 30), "Jalan DI Panjaitan", rts=RTS, counters=4)
    event = events.plan_event(programmes.programmes(PLAJU)[0].id, plan, by=cast.actor("rini"), at=AT, id=uuid7())
    return cast, event


def at_once(act):
    """`act(letter)` in one thread for each counter, all let go together."""
    gate = Barrier(len(LETTERS))

    def begin(letter):
        try:
            gate.wait()
            return act(letter)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(LETTERS)) as counters:
        return list(counters.map(begin, LETTERS))


def test_four_counters_call_four_people(friday):
    cast, event = friday
    rini = cast.actor("rini")
    queue.take_tickets(event.pk, [Wish("A")] * 8, by=rini, at=FRIDAY, id=uuid7())
    called = at_once(lambda letter: queue.call_next(event.pk, counter=letter, by=rini, at=FRIDAY, id=uuid7()).pk)
    assert len(set(called)) == 4
    assert sorted(row.counter for row in Ticket.objects.filter(state="called")) == list(LETTERS)
    assert list(journal.faults()) == []


def test_four_clerks_at_one_counter_give_four_numbers(friday):
    cast, event = friday
    rini = cast.actor("rini")
    at_once(lambda letter: queue.take_tickets(event.pk, [Wish("A")], by=rini, at=FRIDAY, id=uuid7()))
    assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_no_mark_is_lost(friday):
    cast, event = friday
    rini, seven = cast.actor("rini"), cast.place(RTS[0]).pk
    at_once(lambda letter: tallies.mark_tally(event.pk, [Mark(seven, "A", "add", 5)], by=rini, at=FRIDAY, id=uuid7()))
    assert Tally.objects.get().counts == {"A": {"spot": 20}}


def test_one_person_noted_at_four_counters_is_one_presence(friday):
    cast, event = friday
    rini, siti = cast.actor("rini"), Named("resident", name="Siti Maryam", rt=RTS[0], agreed=True)
    at_once(lambda letter: presences.mark_present(event.pk, [siti], counter=letter, by=rini, at=FRIDAY, id=uuid7()))
    assert [counter for counter, _ in Presence.objects.get().sources] == list(LETTERS)
    assert [one.name for one in presences.present_at(event)] == ["Siti Maryam"]
