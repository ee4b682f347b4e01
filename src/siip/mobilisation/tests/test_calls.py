"""Calls and answers: who is called, noted in one act, answered by the head or for him."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.mobilisation import answers, calls, heads
from siip.mobilisation.answers import Reply
from siip.mobilisation.models import Call, CallStep
from siip.mobilisation.tests.conftest import COMES, RTS
from siip.people import offices
from tests.cast import AT, PLAJU_ILIR

NIK = "1671145708850001"
BEGINS = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
OVER = BEGINS + timedelta(hours=2, minutes=30)


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def key(cast, tail):
    return cast.place(PLAJU_ILIR + tail).pk


def note(event, places, by, at=AT, id=None, how="wa"):
    return calls.note_called(event.pk, places, how=how, by=by, at=at, id=id or uuid7())


def answer(event, visit, reply=COMES, at=AT, id=None, wilayah=None):
    place = wilayah or visit.holding.office.wilayah_id
    return answers.answer_call(event.pk, reply, wilayah=place, by=visit.by, at=at, id=id or uuid7())


def answer_for(event, place, by, reply=COMES, source="voice", at=AT, id=None):
    return answers.answer_for(event.pk, reply, wilayah=place, source=source, by=by, at=at, id=id or uuid7())


def entries(name):
    return Entry.objects.filter(act=f"mobilisation.{name}").count()


# Who is called


def test_each_rw_stands_before_its_rt(event):
    found = [(one.wilayah.title, one.holding and one.holding.person.name) for one in heads.heads(event)]
    assert found == [("RW 02", "Hasan"), ("RT 07", "Ruslan"), ("RT 07a", "Yusuf"), ("RW 05", None), ("RT 13", None)]


def test_the_one_who_does_the_work_is_called(event, install):
    install("Umar", "ketua_rt", RTS[1], from_on=date(2026, 11, 23), until_on=date(2026, 11, 29), capacity="plh")
    assert heads.heads(event)[2].holding.person.name == "Umar"


def test_the_head_of_the_day_of_the_event_is_called(event, yusuf, install, dewi):
    offices.end_holding(yusuf.pk, last_on=date(2026, 11, 26), by=dewi, at=AT, id=uuid7())
    install("Marwan", "ketua_rt", RTS[1], from_on=date(2026, 11, 27))
    assert heads.heads(event)[2].holding.person.name == "Marwan"


def test_a_number_is_told_as_it_is_dialled(event):
    assert [one.phone for one in heads.heads(event)] == ["6281311112222", "", "6281234567890", "", ""]


# Noting calls


def test_many_are_noted_in_one_act(event, cast, rini):
    places = [key(cast, "02/07/"), key(cast, "02/07a/")]
    rows = note(event, places, rini)
    assert [(row.called_count, row.called_at, row.state) for row in rows] == [(1, AT, "silent")] * 2
    assert (entries("note_called"), CallStep.objects.count()) == (1, 2)
    assert list(journal.faults()) == []


def test_a_second_call_is_counted(event, cast, rini):
    place = key(cast, "02/07/")
    note(event, [place], rini)
    (row,) = note(event, [place], rini, at=AT + timedelta(hours=1), how="voice")
    assert (row.called_count, row.called_how, row.called_at) == (2, "voice", AT + timedelta(hours=1))


def test_noting_is_done_once_if_sent_twice(event, cast, rini):
    id, place = uuid7(), key(cast, "02/07/")
    note(event, [place], rini, id=id)
    assert note(event, [place], rini, id=id)[0].called_count == 1


def test_noting_is_refused(event, plan, cast, rini):
    seven, thirteen = key(cast, "02/07/"), key(cast, "05/13/")
    only_seven = plan(street="Lorong Sukarela", rts=RTS[:1])
    assert refusal(lambda: note(event, [seven], cast.actor("zul"))) == "no-right"
    assert refusal(lambda: note(event, [], rini)) == "nobody-chosen"
    assert refusal(lambda: note(event, [seven], rini, how="merpati")) == "how-unknown"
    assert refusal(lambda: note(only_seven, [seven, thirteen], rini)) == "not-called"
    assert refusal(lambda: note(event, [seven], rini, at=OVER)) == "event-over"
    assert refusal(lambda: calls.note_called(uuid7(), [seven], by=rini, at=AT, id=uuid7())) == "not-found"
    assert not Call.objects.exists()


# Answering


def test_a_head_answers_by_his_link(event, visit, yusuf):
    row = answer(event, visit(yusuf), Reply("yes", 15, ("karung", "karung"), "  dua  ember "))
    assert (row.state, row.heads, row.needs, row.note, row.source) == ("yes", 15, ["karung"], "dua ember", "link")
    assert answers.answer_of(event, yusuf) == row
    entry = Entry.objects.get(act="mobilisation.answer_call")
    assert (entry.person, entry.account, entry.path) == (yusuf.person_id, None, RTS[1])
    assert CallStep.objects.get().pk == entry.pk


def test_nothing_that_was_said_stands_in_the_journal(event, visit, yusuf):
    answer(event, visit(yusuf), Reply("represented", 5, (), "oleh Bu Sumiati"))
    assert "Sumiati" not in repr(list(Entry.objects.values()))


def test_an_answer_can_be_changed_until_the_event_begins(event, visit, yusuf):
    came = visit(yusuf)
    answer(event, came)
    assert answer(event, came, Reply("no"), at=BEGINS - timedelta(seconds=1)).state == "no"
    assert refusal(lambda: answer(event, came, at=BEGINS)) == "event-begun"


def test_an_answer_is_taken_once_if_sent_twice(event, visit, yusuf):
    came, id = visit(yusuf), uuid7()
    assert answer(event, came, id=id) == answer(event, came, id=id)
    assert (CallStep.objects.count(), entries("answer_call")) == (1, 1)


def test_a_head_answers_for_no_other_rt(event, visit, cast):
    ruslan = visit(cast.holdings["ruslan"])
    assert refusal(lambda: answer(event, ruslan, wilayah=key(cast, "02/07a/"))) == "no-right"


def test_the_head_of_an_rw_answers_for_no_rt_beneath(event, visit, hasan, cast):
    assert refusal(lambda: answer(event, visit(hasan), wilayah=key(cast, "02/07/"))) == "no-right"


def test_people_are_promised_by_rt_and_not_again_by_the_rw(event, visit, hasan):
    assert answer(event, visit(hasan), Reply("yes", 40)).heads == 0
    assert answer(event, visit(hasan), Reply("yes")).state == "yes"


def test_an_office_of_the_console_is_no_head(event, cast, rini):
    place = key(cast, "02/07/")
    assert (
        refusal(lambda: answers.answer_call(event.pk, COMES, wilayah=place, by=rini, at=AT, id=uuid7())) == "no-right"
    )


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(""), "coming-missing"), (Reply("mungkin", 3), "coming-missing"), (Reply("yes"), "heads-missing"),
        (Reply("yes", 501), "heads-many"), (Reply("yes", -1), "heads-many"),
        (Reply("yes", 5, ("emas",)), "need-unknown"), (Reply("yes", 5, (), "x" * 201), "note-long"),
        (Reply("yes", 5, (), f"nomor {NIK}"), "nik-in-text"),
    ],
)  # fmt: skip
def test_an_answer_is_refused(event, visit, yusuf, reply, code):
    came = visit(yusuf)
    assert refusal(lambda: answer(event, came, reply)) == code
    assert answers.answer_of(event, yusuf) is None


def test_who_cannot_come_need_not_count(event, visit, yusuf):
    assert answer(event, visit(yusuf), Reply("no")).heads == 0


def test_an_event_without_his_rt_has_no_answer_of_his(event, plan, visit, yusuf, cast):
    only_seven = plan(street="Lorong Sukarela", rts=RTS[:1])
    assert refusal(lambda: answer(only_seven, visit(yusuf))) == "not-called"
    gone = uuid7()
    assert (
        refusal(lambda: answers.answer_call(gone, COMES, wilayah=1, by=visit(yusuf).by, at=AT, id=uuid7()))
        == "not-found"
    )


# Answered for him


def test_the_clerk_writes_an_answer_down(event, cast, rini):
    row = answer_for(event, key(cast, "05/13/"), rini, Reply("represented", 8), source="said")
    assert (row.state, row.heads, row.source) == ("represented", 8, "said")
    assert (CallStep.objects.get().by, entries("answer_for")) == (rini.person, 1)


def test_the_head_has_the_last_word_after_the_clerk(event, cast, rini, visit, yusuf):
    answer_for(event, key(cast, "02/07a/"), rini, Reply("no"))
    assert answer(event, visit(yusuf), at=AT + timedelta(hours=1)).source == "link"


def test_the_clerk_may_write_until_the_event_is_over(event, cast, rini):
    place = key(cast, "02/07/")
    assert answer_for(event, place, rini, at=OVER - timedelta(minutes=1)).state == "yes"
    assert refusal(lambda: answer_for(event, place, rini, at=OVER)) == "event-over"


def test_writing_an_answer_down_is_refused(event, cast, rini):
    place = key(cast, "02/07/")
    assert refusal(lambda: answer_for(event, place, cast.actor("zul"))) == "no-right"
    for source in ("link", "", "mimpi"):
        assert refusal(lambda source=source: answer_for(event, place, rini, source=source)) == "source-unknown"
    assert refusal(lambda: answer_for(event, key(cast, "02/08/"), rini)) == "not-called"


def test_writing_an_answer_down_is_done_once_if_sent_twice(event, cast, rini):
    id, place = uuid7(), key(cast, "02/07/")
    assert answer_for(event, place, rini, id=id) == answer_for(event, place, rini, id=id)
    assert CallStep.objects.count() == 1


# Reading


def test_the_roll_tells_who_is_silent(event, cast, rini):
    note(event, [key(cast, "02/07/")], rini)
    answer_for(event, key(cast, "02/07a/"), rini)
    roll = calls.roll(event)
    assert [one.is_silent for one in roll] == [True, True, False, True, True]
    assert [one.promised for one in roll] == [0, 0, 15, 0, 0]


def test_the_roll_asks_the_database_a_fixed_number_of_times(event, django_assert_max_num_queries):
    event = heads.event_called(event.pk)
    with django_assert_max_num_queries(6):
        calls.roll(event)


def test_a_head_sees_the_next_event_first_then_the_past(event, plan, yusuf):
    later = plan(on=date(2026, 12, 4))
    plan(on=date(2026, 12, 11), rts=RTS[:1])
    assert answers.events_of(yusuf, AT) == [event, later]
    assert answers.events_of(yusuf, OVER) == [later, event]


def test_a_head_sees_no_event_beyond_his_office(event, plan, yusuf, dewi):
    plan(on=date(2026, 12, 4))
    offices.end_holding(yusuf.pk, last_on=date(2026, 11, 30), by=dewi, at=AT, id=uuid7())
    yusuf = offices.holding(yusuf.pk, dewi)
    assert answers.events_of(yusuf, AT) == [event]


# Constraints


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "yes"}, {"state": "maybe", "answered_at": AT}, {"heads": 3}, {"called_count": 1}, {"called_at": AT},
    ],
)  # fmt: skip
def test_a_call_that_contradicts_itself_cannot_be_kept(event, cast, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(id=uuid7(), event=event, wilayah=cast.place(RTS[0]), **wrong)


def test_an_rt_has_one_call_for_an_event(event, cast, rini):
    note(event, [key(cast, "02/07/")], rini)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(id=uuid7(), event=event, wilayah=cast.place(RTS[0]))
