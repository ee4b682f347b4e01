"""Moving and cancelling an event: what is refused, and what everybody is told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.programme import events
from siip.programme.models import Event
from siip.programme.plans import Move
from siip.programme.tests.conftest import AT, FRIDAY, PLAJU, ULU, a_plan

NEXT = date(2026, 12, 4)
RAIN = "hujan deras sejak subuh"
BEGUN = datetime(2026, 11, 27, 0, 10, tzinfo=UTC)  # Friday, 07.10 WIB


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def to(**other):
    usual = {"on": NEXT, "starts": time(7), "ends": time(9, 30), "street": "Jalan DI Panjaitan"}
    return Move(**(usual | other))


def move(event, by, *, reason=RAIN, at=AT, id=None, **other):
    return events.move_event(event.pk, to(**other), reason, by=by, at=at, id=id or uuid7())


def cancel(event, by, *, reason=RAIN, at=AT, id=None):
    return events.cancel_event(event.pk, reason, by=by, at=at, id=id or uuid7())


def test_a_friday_moves_and_says_from_when_and_why(plan, rini, ilir_rts):
    row = move(plan(rts=tuple(ilir_rts)), rini)
    assert events.local_day(row) == NEXT
    assert (row.moved_from, row.moved_from_street) == (datetime(2026, 11, 27, tzinfo=UTC), "Jalan DI Panjaitan")
    assert (row.moved_reason, row.moved_at, row.revision, row.revised_at) == (RAIN, AT, 1, AT)
    assert len(row.rts.all()) == 2


def test_a_second_move_says_from_when_it_moved_last(plan, rini):
    row = move(move(plan(), rini), rini, on=date(2026, 12, 11), street="Jalan Kapten Abdullah")
    assert (row.moved_from, row.revision) == (datetime(2026, 12, 4, tzinfo=UTC), 2)
    assert (row.street, row.moved_from_street) == ("Jalan Kapten Abdullah", "Jalan DI Panjaitan")


def test_moving_twice_with_one_token_moves_once(plan, rini):
    row, token = plan(), uuid7()
    assert move(row, rini, id=token).revision == move(row, rini, id=token).revision == 1
    assert Entry.objects.filter(act="programme.move_event").count() == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": " "}, "reason-missing"),
        ({"reason": "kata 1671145708859001"}, "nik-in-text"),
        ({"on": FRIDAY}, "not-moved"),
        ({"on": date(2026, 11, 20)}, "move-past"),
        ({"on": date(2026, 9, 4)}, "day-past"),
        ({"on": date(2062, 12, 4)}, "day-far"),
        ({"ends": time(7)}, "hours-wrong"),
        ({"street": ""}, "street-missing"),
        ({"gathering": "rumah 1671145708859001"}, "nik-in-text"),
        ({"at": datetime(2026, 11, 27, 2, 30, tzinfo=UTC)}, "event-past"),
    ],
)
def test_a_wrong_move_is_refused_and_changes_nothing(plan, rini, said, code):
    row = plan()
    assert refusal(lambda: move(row, rini, **said)) == code
    assert Event.objects.get().revision == 0
    assert not Entry.objects.filter(act="programme.move_event").exists()


def test_an_event_does_not_move_onto_another(plan, rini):
    plan(on=NEXT)
    assert refusal(lambda: move(plan(), rini)) == "event-twice"


def test_an_event_that_has_begun_still_moves_for_rain(plan, rini):
    assert events.local_day(move(plan(), rini, at=BEGUN)) == NEXT


def test_an_event_is_cancelled_with_its_reason(plan, rini):
    row = cancel(plan(), rini)
    assert (row.cancelled_at, row.cancelled_reason, row.revision, row.revised_at) == (AT, RAIN, 1, AT)
    assert Entry.objects.get(act="programme.cancel_event").about == {"event": str(row.pk)}


def test_a_reason_that_was_typed_as_a_sentence_stands_within_one(plan, rini):
    assert cancel(plan(), rini, reason=" Hujan deras sejak subuh. ").cancelled_reason == "Hujan deras sejak subuh"


def test_cancelling_twice_with_one_token_cancels_once(plan, rini):
    row, token = plan(), uuid7()
    assert cancel(row, rini, id=token).revision == cancel(row, rini, id=token).revision == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": ""}, "reason-missing"),
        ({"reason": "..."}, "reason-missing"),
        ({"reason": "kata 1671145708859001"}, "nik-in-text"),
        ({"at": datetime(2026, 11, 27, 2, 30, tzinfo=UTC)}, "event-past"),
    ],
)
def test_a_wrong_cancelling_is_refused(plan, rini, said, code):
    row = plan()
    assert refusal(lambda: cancel(row, rini, **said)) == code
    assert Event.objects.get().cancelled_at is None


def test_what_is_cancelled_stays_cancelled(plan, rini):
    row = cancel(plan(), rini)
    assert refusal(lambda: cancel(row, rini)) == "event-cancelled"
    assert refusal(lambda: move(row, rini)) == "event-cancelled"
    assert refusal(lambda: events.revise_event(row.pk, a_plan(), by=rini, at=AT, id=uuid7())) == "event-cancelled"


def test_another_event_may_take_the_place_of_a_cancelled_one(plan, rini):
    cancel(plan(), rini)
    assert plan().cancelled_at is None


def test_only_who_plans_there_moves_and_cancels(plan, hendra, outsider):
    row = plan(kelurahan=ULU)
    for by in (hendra, outsider):
        assert refusal(lambda by=by: move(row, by)) == "no-right"
        assert refusal(lambda by=by: cancel(row, by)) == "no-right"
    assert refusal(lambda: events.move_event(uuid7(), to(), RAIN, by=hendra, at=AT, id=uuid7())) == "not-found"
    assert refusal(lambda: events.cancel_event(uuid7(), RAIN, by=hendra, at=AT, id=uuid7())) == "not-found"


def test_what_is_coming_leaves_out_what_is_cancelled_unless_asked(plan, rini):
    row, later = cancel(plan(), rini), plan(on=NEXT)
    assert list(events.coming(PLAJU, AT)) == [later]
    assert list(events.coming(PLAJU, AT, with_cancelled=True)) == [row, later]
    after = AT + timedelta(days=5)
    assert not events.past(PLAJU, after).exists()
    assert list(events.past(PLAJU, after, with_cancelled=True)) == [row]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cancelled_at": AT},
        {"cancelled_reason": RAIN},
        {"moved_from": AT},
        {"moved_reason": RAIN},
        {"moved_at": AT},
        {"moved_from": AT, "moved_reason": RAIN},
        {"tier": "desa"},
        {"counters": 0},
        {"counters": 10},
        {"longitude": 104},
        {"latitude": 60, "longitude": 104},
    ],
)
def test_the_database_holds_its_rules(plan, wrong):
    row = plan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=row.pk).update(**wrong)
