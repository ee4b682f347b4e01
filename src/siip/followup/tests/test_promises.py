"""Promises: made, extended, given away, kept, dropped, taken up again; and back on the list of the same place."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.followup import promises
from siip.followup.models import Promise, PromiseStep
from siip.followup.promises import Wording
from siip.followup.spots import Spot, owners
from siip.followup.tests.conftest import DUE, RTS, refusal
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.programme import events
from tests.cast import AT, PLAJU_ILIR, PLAJU_ULU

NIK = "1671145708850001"
LATER = date(2026, 12, 18)


def said(by, at=AT):
    return {"by": by, "at": at, "id": uuid7()}


def test_a_promise_is_made_at_an_event(promise, event, lurah, rini):
    row = promise()
    assert (row.state, row.office, row.due_on, row.event, row.wilayah) == ("open", lurah, DUE, event, event.wilayah)
    (told,) = promises.told([row])
    assert (told.text, told.where) == ("Tutup got diganti", "depan warung Bu Nur")
    entry = Entry.objects.get(act="followup.make_promise")
    assert (entry.pk, entry.person, entry.path) == (row.pk, rini.person, PLAJU_ILIR)
    assert PromiseStep.objects.get().seq == entry.seq and list(journal.faults()) == []


def test_a_promise_is_made_between_events(promise):
    assert promise(spot=Spot(PLAJU_ILIR)).event is None


def test_a_promise_of_a_place_is_one_of_its_rt(promise, drain):
    assert promise(spot=Spot(PLAJU_ILIR, place=drain.pk)).place == drain
    assert promise(spot=Spot(PLAJU_ILIR, rt=RTS[0])).rt.path == RTS[0]


def test_nothing_that_was_said_lies_in_clear(promise, rini):
    row = promise()
    promises.extend_promise(row.pk, LATER, "menunggu Bu Nur", **said(rini))
    kept = repr([list(model.objects.values()) for model in (Promise, PromiseStep, Entry)])
    assert "Nur" not in kept and "got" not in kept


def test_making_is_done_once_if_sent_twice(promise):
    id = uuid7()
    assert promise(id=id) == promise(id=id)
    assert (Promise.objects.count(), PromiseStep.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": " "}, "text-missing"), ({"text": "x" * 1001}, "text-long"), ({"text": f"untuk {NIK}"}, "nik-in-text"),
        ({"where": f"rumah {NIK}"}, "nik-in-text"), ({"where": "x" * 161}, "text-long"),
        ({"due_on": date(2026, 11, 23)}, "due-past"), ({"due_on": date(2028, 11, 24)}, "due-far"),
        ({"spot": Spot(PLAJU_ILIR, rt=PLAJU_ULU + "01/01/")}, "rt-elsewhere"),
        ({"spot": Spot(PLAJU_ILIR, place=uuid7())}, "place-elsewhere"),
        ({"spot": Spot(event=uuid7())}, "event-unknown"), ({"spot": Spot("16/71/14/")}, "kelurahan-unknown"),
    ],
)  # fmt: skip
def test_making_is_refused(promise, wrong, code):
    assert refusal(lambda: promise(**wrong)) == code
    assert not Promise.objects.exists()


def test_nobody_promises_for_another_kelurahan(promise, cast):
    assert refusal(lambda: promise(by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: promise(by=cast.actor("ruslan"))) == "no-right"


def test_an_owner_is_an_office_of_the_place_or_above(event, cast, rini):
    assert [one.kind for one in owners(PLAJU_ILIR)] == ["lurah", "seklur", "kasi_pemerintahan", "petugas_loket"] * 1 + [
        one.kind for one in owners("16/71/14/")
    ]
    for key in ("zul", "ruslan"):
        words = Wording("x", cast.offices[key].pk, DUE)
        make = lambda words=words: promises.make_promise(words, Spot(event=event.pk), **said(rini))  # noqa: E731
        assert refusal(make) == "office-unknown"


# Its course


def test_a_promise_is_extended_with_a_reason(promise, rini):
    row = promises.extend_promise(promise().pk, LATER, "menunggu bahan", **said(rini))
    assert (row.due_on, row.extended_count, row.state) == (LATER, 1, "open")
    assert [past.note for past in promises.promise(row.pk, rini)[1]] == ["", "menunggu bahan"]


def test_a_promise_is_given_to_another(promise, cast, rini):
    row = promises.assign_promise(promise().pk, cast.offices["nyimas"].pk, **said(rini))
    assert row.office == cast.offices["nyimas"]


def test_a_promise_is_kept_and_taken_up_again(promise, rini):
    row = promises.finish_promise(promise().pk, "sudah dipasang", **said(rini))
    assert (row.state, row.closed_at) == ("kept", AT)
    row = promises.resume_promise(row.pk, LATER, "retak lagi", **said(rini))
    assert (row.state, row.closed_at, row.due_on) == ("open", None, LATER)


def test_a_promise_is_dropped_with_a_reason(promise, rini):
    assert promises.drop_promise(promise().pk, "jalan provinsi", **said(rini)).state == "dropped"


def acts(cast):
    """Each act on a promise that is there, as a function of (id, the rest)."""
    seklur = cast.offices["nyimas"].pk
    return {
        "extend_promise": lambda pk, **by: promises.extend_promise(pk, LATER, "bahan", **by),
        "assign_promise": lambda pk, **by: promises.assign_promise(pk, seklur, **by),
        "finish_promise": lambda pk, **by: promises.finish_promise(pk, **by),
        "drop_promise": lambda pk, **by: promises.drop_promise(pk, "banjir", **by),
    }


@pytest.mark.parametrize("name", ["extend_promise", "assign_promise", "finish_promise", "drop_promise"])
def test_each_act_is_refused_and_done_once(promise, cast, rini, name):
    row, act, once = promise(), acts(cast)[name], said(rini)
    assert refusal(lambda: act(row.pk, **said(cast.actor("zul")))) == "no-right"
    assert refusal(lambda: act(uuid7(), **said(rini))) == "not-found"
    assert act(row.pk, **once) == act(row.pk, **once)
    assert (Entry.objects.filter(act=f"followup.{name}").count(), PromiseStep.objects.count()) == (1, 2)
    if row.state == "open" and name not in ("finish_promise", "drop_promise"):
        promises.finish_promise(row.pk, **said(rini))
    assert refusal(lambda: act(row.pk, **said(rini))) == "not-open"


def test_resuming_is_refused_and_done_once(promise, cast, rini):
    row, once = promise(), said(rini)
    resume = lambda by, day=LATER, why="retak": promises.resume_promise(row.pk, day, why, **by)  # noqa: E731
    assert refusal(lambda: resume(said(rini))) == "still-open"
    promises.finish_promise(row.pk, **said(rini))
    assert refusal(lambda: resume(said(cast.actor("zul")))) == "no-right"
    assert refusal(lambda: resume(said(rini), why=" ")) == "reason-missing"
    assert refusal(lambda: resume(said(rini), day=date(2026, 1, 1))) == "due-past"
    assert resume(once) == resume(once)
    assert PromiseStep.objects.count() == 3


def test_what_makes_no_sense_is_refused(promise, lurah, rini):
    row = promise()
    extend = lambda day, why: promises.extend_promise(row.pk, day, why, **said(rini))  # noqa: E731
    assert refusal(lambda: extend(LATER, "")) == "reason-missing"
    assert refusal(lambda: extend(DUE, "sama")) == "due-same"
    assert refusal(lambda: extend(date(2029, 1, 1), "lama")) == "due-far"
    assert refusal(lambda: extend(LATER, NIK)) == "nik-in-text"
    assert refusal(lambda: promises.assign_promise(row.pk, lurah.pk, **said(rini))) == "office-same"
    assert refusal(lambda: promises.assign_promise(row.pk, uuid7(), **said(rini))) == "office-unknown"
    assert refusal(lambda: promises.drop_promise(row.pk, "", **said(rini))) == "reason-missing"
    assert refusal(lambda: promises.finish_promise(row.pk, "x" * 1001, **said(rini))) == "text-long"


# Reading


def test_the_open_ones_come_first_by_their_date(promise, rini, cast):
    kept, late, soon = promise(), promise(due_on=LATER), promise(due_on=date(2026, 11, 30))
    promises.finish_promise(kept.pk, **said(rini))
    assert list(promises.seen(rini)) == [soon, late, kept]
    assert list(promises.seen(cast.actor("zul"))) == []
    assert promises.open_counts(rini, LATER) == (2, 1)
    assert [told.is_late(LATER) for told in promises.told([soon, late])] == [True, False]


def test_one_out_of_reach_is_not_found(promise, cast):
    row = promise()
    assert refusal(lambda: promises.promise(row.pk, cast.actor("zul"))) == "not-found"


def test_the_words_of_many_are_opened_with_two_questions(promise, django_assert_num_queries):
    rows = [promise(), promise()]
    with django_assert_num_queries(1):
        promises.told(rows)


# Back at the same place


def back(event, rini):
    return list(promises.come_back(events.event(event.pk, by=rini)))


def test_open_promises_of_the_street_come_back(promise, plan, rini):
    row = promise()
    again = plan(on=date(2026, 12, 4), rts=())
    assert back(again, rini) == [row]
    assert back(plan(on=date(2026, 12, 11), street="Lorong Lain", rts=()), rini) == []
    promises.finish_promise(row.pk, **said(rini))
    assert back(again, rini) == []


def test_they_come_back_at_their_place_and_in_their_rt(promise, plan, drain, rini):
    at_drain, in_rt = promise(spot=Spot(PLAJU_ILIR, place=drain.pk)), promise(spot=Spot(PLAJU_ILIR, rt=RTS[1]))
    place = plan(on=date(2026, 12, 4), street="Lorong Satu", rts=(), places=(drain.pk,))
    rt = plan(on=date(2026, 12, 11), street="Lorong Dua", rts=RTS[1:])
    assert (back(place, rini), back(rt, rini)) == ([at_drain], [in_rt])


def test_an_event_lists_its_own_apart(promise, event, rini):
    row = promise()
    assert (list(promises.at_event(event)), back(event, rini)) == ([row], [])


# Constraints


@pytest.mark.parametrize("wrong", [{"state": "late"}, {"state": "kept"}, {"closed_at": AT}])
def test_a_promise_that_contradicts_itself_cannot_be_kept(promise, wrong):
    row = promise()
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=row.pk).update(**wrong)


def test_a_step_stands_after_those_before_it(promise, rini):
    row = promise()
    promises.extend_promise(row.pk, LATER, "bahan", **said(rini, AT - timedelta(days=1)))
    first, second = PromiseStep.objects.order_by("seq")
    assert first.hlc < second.hlc
