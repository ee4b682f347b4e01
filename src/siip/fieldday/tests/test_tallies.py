"""Tallies: marked at the counters, undone, copied from paper, and settled by a person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.fieldday import attendance, tallies
from siip.fieldday.models import Tally, TallyMark
from siip.fieldday.tallies import Mark
from siip.fieldday.tests.conftest import FRIDAY, RTS
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.programme import days, events
from tests.cast import AT, PLAJU_ILIR, PLAJU_ULU

LATER = FRIDAY + timedelta(days=3)


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.fixture
def seven(cast):
    return cast.place(RTS[0]).pk


@pytest.fixture
def mark(event, rini, seven):
    """Marks at the event: `mark("add", 5)` at counter A for RT 07; keywords are the mark's, or the act's."""

    def mark(act="add", count=1, *, counter="A", wilayah=None, source="spot", by=rini, at=FRIDAY, id=None):
        marks = [Mark(wilayah or seven, counter, act, count, source)]
        return tallies.mark_tally(event.pk, marks, by=by, at=at, id=id or uuid7())[0]

    return mark


@pytest.fixture
def settle(event, rini, seven):
    def settle(how="sum", kept="", *, wilayah=None, by=rini, at=FRIDAY, id=None):
        return tallies.settle_tally(
            event.pk, wilayah or seven, how=how, kept=kept, by=by, at=at, id=id or uuid7()
        )  # fmt: skip

    return settle


def entries(name):
    return Entry.objects.filter(act=f"fieldday.{name}").count()


# Marking


def test_marks_add_up_and_can_be_undone(mark):
    mark("add", 5)
    assert mark("add", 1).heads == 6
    row = mark("undo")
    assert (row.heads, row.counts, row.last) == (5, {"A": {"spot": 5}}, {"A": ("add", 5)})
    assert list(journal.faults()) == []


def test_many_rt_are_marked_in_one_act(event, cast, rini):
    places = [cast.place(path).pk for path in RTS]
    marks = [Mark(place, "A", "set", 10 + n, "paper") for n, place in enumerate(places)]
    rows = tallies.mark_tally(event.pk, marks, by=rini, at=LATER, id=uuid7())
    assert sorted(row.heads for row in rows) == [10, 11, 12]
    assert (entries("mark_tally"), TallyMark.objects.count()) == (1, 3)


def test_many_marks_cost_a_fixed_number_of_questions(event, cast, rini, django_assert_max_num_queries):
    places = [cast.place(path).pk for path in RTS]
    with django_assert_max_num_queries(22):
        tallies.mark_tally(
            event.pk, [Mark(place, "A", "add", 1) for place in places * 20], by=rini, at=FRIDAY, id=uuid7()
        )
    assert [row.heads for row in tallies.tallies(event)] == [20, 20, 20]


def test_marks_of_one_act_stand_in_their_order(event, seven, rini):
    marks = [Mark(seven, "A", "add", 5), Mark(seven, "A", "undo"), Mark(seven, "A", "add", 1)]
    assert tallies.mark_tally(event.pk, marks, by=rini, at=FRIDAY, id=uuid7())[0].heads == 1


def test_a_mark_is_made_once_if_sent_twice(mark):
    id = uuid7()
    assert mark("add", 5, id=id) == mark("add", 5, id=id)
    assert (Tally.objects.get().heads, entries("mark_tally"), TallyMark.objects.count()) == (5, 1, 1)
    assert refusal(lambda: mark("add", 1, id=id)) == "other-payload"


def test_an_rt_that_was_not_called_may_come_too(mark, cast):
    assert mark("add", 5, wilayah=cast.place(PLAJU_ILIR + "02/08/").pk).heads == 5


def test_the_journal_has_counts_and_no_names(mark, event):
    mark("add", 5)
    entry = Entry.objects.get(act="fieldday.mark_tally")
    assert (entry.path, entry.about) == (PLAJU_ILIR, {"event": str(event.pk), "count": 1})


def test_a_mark_bears_who_and_where(mark, rini):
    mark("add", 5)
    step = TallyMark.objects.get()
    assert (step.by, step.at, step.dev, step.seq) == (rini.person, FRIDAY, rini.device, Entry.objects.latest("seq").seq)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"act": "add", "count": 0}, "heads-many"), ({"act": "add", "count": 501}, "heads-many"),
        ({"act": "set", "count": -1}, "heads-many"), ({"act": "lahir"}, "mark-unknown"),
        ({"act": "settle"}, "mark-unknown"), ({"act": "undo"}, "nothing-to-undo"),
        ({"counter": "C"}, "counter-unknown"), ({"counter": ""}, "counter-unknown"),
        ({"counter": "R"}, "source-unknown"), ({"source": "rt"}, "source-unknown"),
        ({"source": "mimpi"}, "source-unknown"), ({"wilayah": 999999}, "rt-elsewhere"),
        ({"at": FRIDAY - timedelta(days=1)}, "event-ahead"), ({"at": FRIDAY + timedelta(days=1)}, "not-on-the-spot"),
        ({"at": FRIDAY + timedelta(days=32)}, "event-over"),
    ],
)  # fmt: skip
def test_a_mark_is_refused(mark, said, code):
    assert refusal(lambda: mark(**said)) == code
    assert not Tally.objects.exists() and not TallyMark.objects.exists()


def test_more_refusals(event, mark, cast, rini):
    assert refusal(lambda: mark(by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: mark(by=cast.actor("ruslan"))) == "no-right"
    assert refusal(lambda: tallies.mark_tally(event.pk, [], by=rini, at=FRIDAY, id=uuid7())) == "nothing-marked"
    assert refusal(lambda: tallies.mark_tally(uuid7(), [], by=rini, at=FRIDAY, id=uuid7())) == "not-found"


def test_the_undone_counter_may_not_take_back_more(mark):
    mark("add", 5)
    mark("add", 5, counter="B")
    mark("undo")
    assert refusal(lambda: mark("undo")) == "nothing-to-undo"


def test_a_count_stays_within_reason(mark):
    mark("set", 500)
    assert refusal(lambda: mark("add", 1)) == "heads-many"


def test_the_event_of_another_kelurahan_is_another_s(plan, cast, seven):
    theirs = plan(kelurahan=PLAJU_ULU, street="Jalan Kapten Abdullah", rts=(), team=())
    hendra = cast.actor("hendra")  # lurah of Plaju Ilir
    marks = [Mark(seven, "A")]
    assert refusal(lambda: tallies.mark_tally(theirs.pk, marks, by=hendra, at=FRIDAY, id=uuid7())) == "no-right"
    rini = cast.actor("rini")  # of the whole kecamatan: may, but RT 07 is not there
    assert refusal(lambda: tallies.mark_tally(theirs.pk, marks, by=rini, at=FRIDAY, id=uuid7())) == "rt-elsewhere"


def test_nothing_is_marked_at_an_event_that_is_not_held(event, mark, rini):
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(mark) == "event-cancelled"


def test_the_day_is_that_of_the_place(event):
    assert days.is_on(event, datetime(2026, 11, 26, 17, 0, tzinfo=UTC))  # 00.00 WIB
    assert not days.is_on(event, datetime(2026, 11, 27, 17, 0, tzinfo=UTC))
    assert not days.is_open(event, datetime(2026, 11, 26, 16, 59, tzinfo=UTC))
    assert days.is_open(event, LATER)


# Two counters


def test_two_counters_on_one_rt_stand_side_by_side(mark, event):
    mark("add", 12)
    row = mark("add", 8, counter="B")
    assert (row.heads, row.is_settled) == (12, False)
    assert attendance.roll(event)[0].by_counter == {"A": 12, "B": 8}
    assert attendance.figures_of(event).unsettled == 1


def test_a_person_says_that_they_are_different_people(mark, settle, event):
    mark("add", 12)
    mark("add", 8, counter="B")
    row = settle("sum")
    assert (row.heads, row.is_settled, row.how) == (20, True, "sum")
    assert mark("add", 1).heads == 21
    assert attendance.figures_of(event).unsettled == 0


def test_a_person_says_that_one_replaces_the_other(mark, settle):
    mark("add", 12)
    mark("add", 8, counter="B")
    row = settle("replace", "B")
    assert (row.heads, row.how, row.kept) == (8, "replace", "B")
    assert not mark("add", 1).is_settled
    assert list(journal.faults()) == []


def test_the_report_of_the_rt_stands_beside_the_counter(mark, settle):
    mark("add", 12)
    row = mark("set", 15, counter="R", source="rt", at=LATER)
    assert (row.counts, row.is_settled) == ({"A": {"spot": 12}, "R": {"rt": 15}}, False)
    assert settle("replace", "R", at=LATER).heads == 15


def test_settling_is_done_once_if_sent_twice(mark, settle):
    mark("add", 12)
    mark("add", 8, counter="B")
    id = uuid7()
    assert settle("sum", id=id) == settle("sum", id=id)
    assert (entries("settle_tally"), TallyMark.objects.count()) == (1, 3)


def test_settling_is_refused(mark, settle, event, rini, seven, cast):
    assert refusal(settle) == "nothing-to-settle"
    mark("add", 12)
    assert refusal(settle) == "nothing-to-settle"
    mark("add", 8, counter="B")
    assert refusal(lambda: settle("kira-kira")) == "how-unknown"
    assert refusal(lambda: settle("replace", "C")) == "kept-unknown"
    assert refusal(lambda: settle("replace")) == "kept-unknown"
    assert refusal(lambda: settle(by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: settle(at=FRIDAY - timedelta(days=1))) == "event-ahead"
    assert refusal(lambda: settle(at=FRIDAY + timedelta(days=40))) == "event-over"
    gone = uuid7()
    assert refusal(lambda: tallies.settle_tally(gone, seven, how="sum", by=rini, at=FRIDAY, id=uuid7())) == "not-found"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(settle) == "event-cancelled"
    assert entries("settle_tally") == 0


# Reading


def test_promised_stands_beside_actual(event, mark, rini, cast, seven):
    from siip.mobilisation import answers
    from siip.mobilisation.answers import Reply

    answers.answer_for(event.pk, Reply("yes", 15), wilayah=seven, source="voice", by=rini, at=AT, id=uuid7())
    mark("add", 5)
    mark("add", 5, wilayah=cast.place(PLAJU_ILIR + "02/08/").pk)
    found = [(one.wilayah.title, one.is_called, one.promised, one.heads) for one in attendance.roll(event)]
    assert found == [("RT 07", True, 15, 5), ("RT 07a", True, 0, 0), ("RT 13", True, 0, 0), ("RT 08", False, 0, 5)]
    figures = attendance.figures_of(event)
    assert (figures.heads, figures.promised, figures.rt_count) == (10, 15, 2)


def test_what_was_noted_is_counted_for_whoever_would_move_the_event(event, mark):
    assert attendance.noted_count(event.pk) == 0
    mark("add", 5)
    assert attendance.noted_count(event.pk) == 1


def test_an_rt_has_its_marks_in_order(event, mark, seven):
    assert tallies.tally_of(event, seven) is None
    mark("add", 5)
    mark("undo")
    assert [one.act for one in tallies.tally_of(event, seven).marks.all()] == ["add", "undo"]


def test_a_later_event_begins_at_zero(plan, mark, event):
    mark("add", 5)
    assert attendance.figures_of(plan(on=date(2026, 12, 4))).heads == 0


# Constraints


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": "replace"}, {"how": "sum", "kept": "A"}, {"how": "kira"},
        {"how": "sum", "is_settled": False}, {"how": "replace", "kept": "A", "is_settled": False},
    ],
)  # fmt: skip
def test_a_tally_that_contradicts_itself_cannot_be_kept(event, cast, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(id=uuid7(), event=event, wilayah=cast.place(RTS[1]), **wrong)


def test_an_rt_has_one_tally_for_an_event(event, mark, cast):
    mark("add", 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(id=uuid7(), event=event, wilayah=cast.place(RTS[0]))


@pytest.mark.parametrize(
    "wrong", [{"act": "lahir", "counter": "A"}, {"act": "add"}, {"act": "settle", "counter": "A"}, {"act": "settle"}]
)
def test_a_mark_that_says_nothing_cannot_be_kept(mark, rini, wrong):
    row = mark("add", 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        TallyMark.objects.create(id=uuid7(), tally=row, at=FRIDAY, hlc=1, dev=rini.device, seq=1, **wrong)
