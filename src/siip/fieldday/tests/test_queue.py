"""The queue: numbers given, called, skipped, finished; linked to a request; shown on the board."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.fieldday import queue
from siip.fieldday.models import Ticket, TicketStep
from siip.fieldday.queue import Move, Wish
from siip.fieldday.tests.conftest import FRIDAY
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.letters.rules.codes import BYTES, code_from
from siip.programme import events
from siip.services import requests
from siip.services.intake import Intake
from tests.cast import AT, DOMISILI, OTHER, PLAJU, PLAJU_ILIR, PLAJU_ULU


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.fixture
def take(event, rini):
    """Gives one number: `take("B", "lansia")`; a minute passes with each."""
    given = []

    def take(counter="A", priority="", kode="", *, by=rini, at=None, id=None):
        given.append(counter)
        at = at or FRIDAY + timedelta(minutes=len(given))
        return queue.take_tickets(event.pk, [Wish(counter, priority, kode)], by=by, at=at, id=id or uuid7())[0]

    return take


@pytest.fixture
def call(event, rini):
    def call(counter="A", *, by=rini, at=FRIDAY + timedelta(minutes=30), id=None):
        return queue.call_next(event.pk, counter=counter, by=by, at=at, id=id or uuid7())

    return call


@pytest.fixture
def move(event, rini):
    def move(row, act, counter="A", *, by=rini, at=FRIDAY + timedelta(minutes=40), id=None):
        moves = [Move(row.pk, act, counter)]
        return queue.move_tickets(event.pk, moves, by=by, at=at, id=id or uuid7())[0]

    return move


def entries(name):
    return Entry.objects.filter(act=f"fieldday.{name}").count()


def state(row):
    return Ticket.objects.get(pk=row.pk).state


# Taking


def test_each_counter_counts_its_own_numbers(take):
    assert [take().written, take("B").written, take().written] == ["A-001", "B-001", "A-002"]


def test_many_are_given_in_one_act(event, rini):
    wishes = [Wish("A"), Wish("B", "hamil", "domisili_orang"), Wish("A", "lansia")]
    rows = queue.take_tickets(event.pk, wishes, by=rini, at=FRIDAY, id=uuid7())
    assert [row.written for row in rows] == ["A-001", "B-001", "A-002"]
    assert (entries("take_tickets"), TicketStep.objects.count()) == (1, 3)
    assert [row.written for row in queue.tickets(event)] == ["B-001", "A-002", "A-001"]
    assert list(journal.faults()) == []


def test_a_number_is_given_once_if_sent_twice(take):
    id = uuid7()
    assert take(id=id, at=FRIDAY) == take(id=id, at=FRIDAY)
    assert (Ticket.objects.count(), entries("take_tickets")) == (1, 1)


def test_each_event_begins_at_one(plan, take, rini):
    take()
    other = plan(street="Lorong Sukarela")
    assert queue.take_tickets(other.pk, [Wish("A")], by=rini, at=FRIDAY, id=uuid7())[0].written == "A-001"


def test_taking_is_refused(event, take, cast, rini):
    assert refusal(lambda: take("C")) == "counter-unknown"
    assert refusal(lambda: take("")) == "counter-unknown"
    assert refusal(lambda: take(priority="pejabat")) == "priority-unknown"
    assert refusal(lambda: take(kode="kk")) == "service-not-here"
    assert refusal(lambda: take(by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: take(at=AT)) == "event-ahead"
    assert refusal(lambda: take(at=FRIDAY + timedelta(days=40))) == "event-over"
    said = {"by": rini, "at": FRIDAY, "id": uuid7()}
    assert refusal(lambda: queue.take_tickets(event.pk, [], **said)) == "nothing-wanted"
    assert refusal(lambda: queue.take_tickets(uuid7(), [], **said)) == "not-found"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(take) == "event-cancelled"
    assert not Ticket.objects.exists()


# Calling


def test_the_first_who_came_is_called_first_but_for_priority(take, call):
    first, second, old = take(), take("B"), take("A", "lansia")
    assert [call().pk, call("B").pk, call().pk] == [old.pk, first.pk, second.pk]


def test_calling_the_next_finishes_whoever_stands_there(take, call):
    first, second = take(), take()
    call()
    called = call(at=FRIDAY + timedelta(minutes=35))
    assert (called.written, called.state, called.counter) == ("A-002", "called", "A")
    assert (state(first), state(second)) == ("finished", "called")
    assert list(journal.faults()) == []


def test_another_counter_does_not_finish_mine(take, call):
    first = take()
    take()
    call()
    call("B")
    assert state(first) == "called"


def test_calling_is_done_once_if_sent_twice(take, call):
    take(), take()
    id = uuid7()
    assert call(id=id) == call(id=id)
    assert (entries("call_next"), TicketStep.objects.filter(act="call").count()) == (1, 1)


def test_calling_is_refused(event, take, call, cast, rini):
    assert refusal(call) == "queue-empty"
    row = take()
    assert refusal(lambda: call("C")) == "counter-unknown"
    assert refusal(lambda: call(by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: call(at=AT)) == "event-ahead"
    assert refusal(lambda: call(at=FRIDAY + timedelta(days=40))) == "event-over"
    call()
    assert refusal(call) == "queue-empty" and state(row) == "called"
    said = {"counter": "A", "by": rini, "at": FRIDAY, "id": uuid7()}
    assert refusal(lambda: queue.call_next(uuid7(), **said)) == "not-found"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(call) == "event-cancelled"


def test_calling_costs_a_fixed_number_of_questions(event, rini, call, django_assert_max_num_queries):
    queue.take_tickets(event.pk, [Wish("A")] * 60, by=rini, at=FRIDAY, id=uuid7())
    with django_assert_max_num_queries(22):
        call()


# Moving


def test_called_again_skipped_called_out_of_turn(take, call, move):
    row = take()
    call()
    assert move(row, "recall").call_count == 2
    assert move(row, "skip").state == "skipped"
    again = move(row, "call", "B")
    assert (again.state, again.counter) == ("called", "B")
    assert move(row, "finish", "B").finished_at == FRIDAY + timedelta(minutes=40)


def test_put_back_keeps_its_place(event, take, call, move):
    first, second = take(), take()
    call()
    move(first, "back")
    assert [row.pk for row in queue.tickets(event)] == [first.pk, second.pk]
    assert call("B").pk == first.pk


def test_moving_is_done_once_if_sent_twice(take, call, move):
    row = take()
    call()
    id = uuid7()
    assert move(row, "skip", id=id) == move(row, "skip", id=id)
    assert entries("move_tickets") == 1


def test_moving_is_refused(event, plan, take, call, move, cast, rini):
    row = take()
    assert refusal(lambda: move(row, "skip")) == "ticket-moved"
    assert refusal(lambda: move(row, "take")) == "move-unknown"
    assert refusal(lambda: move(row, "terbang")) == "move-unknown"
    assert refusal(lambda: move(row, "call", "C")) == "counter-unknown"
    assert refusal(lambda: move(row, "call", by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: move(row, "call", at=AT)) == "event-ahead"
    assert refusal(lambda: move(row, "call", at=FRIDAY + timedelta(days=40))) == "event-over"
    said = {"by": rini, "at": FRIDAY}
    other = plan(street="Lorong Sukarela")
    moves = [Move(row.pk, "call", "A")]
    assert refusal(lambda: queue.move_tickets(other.pk, moves, **said, id=uuid7())) == "ticket-unknown"
    assert refusal(lambda: queue.move_tickets(uuid7(), moves, **said, id=uuid7())) == "not-found"
    assert refusal(lambda: queue.move_tickets(event.pk, [], **said, id=uuid7())) == "nothing-wanted"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: move(row, "call")) == "event-cancelled"
    assert state(row) == "waiting"


# Linked to a request


@pytest.fixture
def request_taken(rini):
    def request_taken(kelurahan=PLAJU_ILIR):
        intake = Intake("domisili_orang", DOMISILI, kelurahan)
        code = code_from(uuid7().bytes.ljust(BYTES, b"q"))
        return requests.take_request(intake, (), code=code, by=rini, at=FRIDAY, id=uuid7())

    return request_taken


def link(row, request, by, at=FRIDAY + timedelta(minutes=50), id=None):
    return queue.link_request(row.pk, request.pk, by=by, at=at, id=id or uuid7())


def test_a_ticket_is_finished_when_its_request_was_taken(take, call, request_taken, rini):
    row, request = take(), request_taken()
    call()
    done = link(row, request, rini)
    assert (done.request, done.state, done.counter) == (request, "finished", "A")
    assert list(request.tickets.all()) == [row]


def test_one_who_was_not_called_is_finished_too(take, request_taken, rini):
    assert link(take(), request_taken(), rini).state == "finished"


def test_one_who_was_finished_already_is_linked_all_the_same(take, call, move, request_taken, rini):
    row = take()
    call()
    move(row, "finish")
    assert link(row, request_taken(), rini).request is not None
    assert Ticket.objects.get().request_id is not None


def test_linking_is_done_once_if_sent_twice(take, request_taken, rini):
    row, request, id = take(), request_taken(), uuid7()
    assert link(row, request, rini, id=id) == link(row, request, rini, id=id)
    assert (entries("link_request"), TicketStep.objects.count()) == (1, 2)


def test_linking_is_refused(event, take, request_taken, rini, cast):
    row, request = take(), request_taken()
    assert refusal(lambda: link(row, request, cast.actor("zul"))) == "no-right"
    assert refusal(lambda: link(row, request_taken(PLAJU_ULU), rini)) == "request-elsewhere"
    assert refusal(lambda: link(row, request, rini, at=AT)) == "event-ahead"
    assert refusal(lambda: link(row, request, rini, at=FRIDAY + timedelta(days=40))) == "event-over"
    assert refusal(lambda: queue.link_request(uuid7(), request.pk, by=rini, at=FRIDAY, id=uuid7())) == "not-found"
    assert Ticket.objects.get().state == "waiting"
    link(row, request, rini)
    assert refusal(lambda: link(row, request, rini)) == "ticket-linked"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: link(row, request, rini)) == "event-cancelled"


# The board and the counts


def board(event, at=FRIDAY, kecamatan=PLAJU, id=None):
    return queue.board(id or queue.board_id(event.pk), kecamatan=kecamatan, at=at)


def test_the_board_shows_numbers_only(event, take, call, move):
    rows = [take() for _ in range(9)]
    call(), call("B", at=FRIDAY + timedelta(minutes=31))
    move(rows[1], "skip", "B")
    call("B", at=FRIDAY + timedelta(minutes=41))
    found = board(event)
    assert found.called == (("A-003", "B"), ("A-001", "A"))
    assert found.next == ("A-004", "A-005", "A-006", "A-007", "A-008")
    assert (found.waiting, found.skipped) == (6, ("A-002",))


def test_a_board_is_found_around_its_day_and_in_its_kecamatan(event, rini):
    assert board(event).event == event
    for wrong in (
        {"at": FRIDAY + timedelta(days=3)},
        {"at": AT - timedelta(days=1)},
        {"kecamatan": OTHER},
        {"id": uuid7()},
    ):
        assert refusal(lambda wrong=wrong: board(event, **wrong)) == "not-found"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: board(event)) == "not-found"


def test_two_events_have_two_boards(event, plan):
    assert queue.board_id(event.pk) != queue.board_id(plan(street="Lorong Sukarela").pk)


def test_what_is_counted(event, take, call, move):
    assert queue.figures_of(event) == queue.QueueFigures(0, 0, 0, 0, 0, None)
    take(), take("A", "lansia"), take()  # at 1, 2 and 3 minutes
    call(), call()  # at 30: the old one waited 28, the first 29
    found = queue.figures_of(event)
    assert (found.taken, found.priority, found.finished, found.waiting, found.skipped) == (3, 1, 1, 2, 0)
    assert found.wait_minutes == 28


def test_one_ticket_of_this_event(event, plan, take):
    row = take()
    assert queue.ticket(str(row.pk), event) == row
    assert queue.ticket(str(row.pk), plan(street="Lorong Sukarela")) is None
    assert queue.ticket("B-017", event) is None


# Constraints


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0}, {"letter": ""}, {"priority": "pejabat"}, {"state": "called"}, {"state": "terbang"},
        {"state": "finished"}, {"counter": "A"}, {"finished_at": FRIDAY}, {"call_count": 1}, {"called_at": FRIDAY},
        {"state": "skipped", "called_at": FRIDAY, "last_called_at": FRIDAY, "call_count": 1},
    ],
)  # fmt: skip
def test_a_ticket_that_contradicts_itself_cannot_be_kept(event, rini, wrong):
    usual = {"letter": "A", "number": 1, "taken_at": FRIDAY, "hlc": 1, "dev": rini.device, "seq": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.create(id=uuid7(), event=event, **(usual | wrong))


def test_a_number_is_given_once(event, take, rini):
    take()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.create(
            id=uuid7(), event=event, letter="A", number=1, taken_at=FRIDAY, hlc=1, dev=rini.device, seq=1
        )
