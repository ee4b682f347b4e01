"""Needs and offers: noted, closed, opened again; sealed, and forgotten a year after."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.exchange import helps, retention
from siip.exchange.helps import NEED, OFFER, Said
from siip.exchange.models import HelpStep, Need, Offer
from siip.exchange.tests.conftest import CHAIR, FRIDAY, HOES, RT, refusal
from siip.kernel import journal
from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.programme import events
from tests.cast import AT, PLAJU_ILIR, PLAJU_ULU

pytestmark = pytest.mark.django_db

HOUSE = Actor(None, None, uuid7(), frozenset({Grant("exchange.forget", "")}))
NIK = "1671145708850001"
LATE = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)


def said(by, at=FRIDAY):
    return {"by": by, "at": at, "id": uuid7()}


def test_a_need_is_noted(need, event, rini):
    row = need()
    assert (row.event, row.rt.path, row.goods, row.count, row.state) == (event, RT, 6, 1, "open")
    (told,) = helps.at_event(NEED, event)
    assert (told.text, told.name, told.phone) == ("kursi roda untuk ibunya", "Nurbaiti", "0812 3456 7890")
    assert (told.goods, told.amount, told.left) == ("Alat bantu kesehatan", "1 buah", 1)
    entry = Entry.objects.get(act="exchange.note_help")
    assert (entry.pk, entry.person, entry.path) == (row.pk, rini.person, PLAJU_ILIR)
    assert HelpStep.objects.get().seq == entry.seq and list(journal.faults()) == []


def test_an_offer_is_noted_without_a_name(offer, event):
    row = offer(Said(1, 2, "dua anak muda"))
    assert row.rt is None and helps.at_event(OFFER, event)[0].name == ""
    assert Entry.objects.get(act="exchange.note_help").about == {
        "event": str(event.pk),
        "side": "offer",
        "goods": 1,
        "count": 2,
    }


def test_who_needs_something_says_so_before_the_day(need):
    assert need(at=AT).state == "open"


def test_nothing_that_was_said_lies_in_clear(need, offer):
    need(), offer()
    kept = repr([list(model.objects.values()) for model in (Need, Offer, HelpStep, Entry)])
    assert not any(word in kept for word in ("Nurbaiti", "Amiruddin", "kursi", "cangkul", "812 3456", "813 9999"))


def test_noting_is_done_once_if_sent_twice(need):
    id = uuid7()
    assert need(id=id) == need(id=id)
    assert (Need.objects.count(), HelpStep.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"goods": 99}, "goods-unknown"), ({"count": 0}, "count-wrong"), ({"count": 1000}, "count-wrong"),
        ({"rt": PLAJU_ULU + "01/01/"}, "rt-elsewhere"), ({"agreed": False}, "not-agreed"),
        ({"name": "", "agreed": False}, "not-agreed"), ({"text": "x" * 161}, "text-long"),
        ({"name": "x" * 81}, "text-long"), ({"phone": "0" * 5 + "x" * 26}, "text-long"),
        ({"text": f"untuk {NIK}"}, "nik-in-text"), ({"phone": NIK}, "nik-in-text"), ({"name": NIK}, "nik-in-text"),
    ],
)  # fmt: skip
def test_noting_is_refused(need, wrong, code):
    assert refusal(lambda: need(replace(CHAIR, **wrong))) == code
    assert not Need.objects.exists() and not DataKey.objects.filter(pk__in=Need.objects.values("key")).exists()


def test_nothing_is_noted_at_an_event_that_is_none(need, event, rini):
    assert refusal(lambda: helps.note_help(NEED, uuid7(), CHAIR, **said(rini))) == "not-found"
    assert refusal(lambda: need(at=LATE)) == "event-over"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(need) == "event-cancelled"


def test_another_kelurahan_notes_and_sees_nothing(need, cast):
    assert refusal(lambda: need(by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: need(by=cast.actor("ruslan"))) == "no-right"
    row = need()
    assert refusal(lambda: helps.help_of(NEED, row.pk, by=cast.actor("zul"))) == "not-found"
    assert helps.help_of(NEED, row.pk, by=cast.actor("hendra")).name == "Nurbaiti"


# Closing and opening again


@pytest.mark.parametrize(("side", "note"), [(NEED, "need"), (OFFER, "offer")])
def test_closing_and_opening_again(request, rini, cast, side, note):
    row = request.getfixturevalue(note)()
    once = said(rini)
    assert refusal(lambda: helps.close_help(side, row.pk, "gone", **said(cast.actor("zul")))) == "no-right"
    assert refusal(lambda: helps.close_help(side, uuid7(), "gone", **said(rini))) == "not-found"
    assert refusal(lambda: helps.close_help(side, row.pk, "", **said(rini))) == "why-missing"
    assert refusal(lambda: helps.reopen_help(side, row.pk, **said(rini))) == "not-closed"
    closed = [helps.close_help(side, row.pk, "gone", **once) for _ in range(2)]
    assert [(one.state, one.why, one.since) for one in closed] == [("closed", "gone", FRIDAY)] * 2
    assert refusal(lambda: helps.close_help(side, row.pk, "met", **said(rini))) == "not-open"
    assert refusal(lambda: helps.reopen_help(side, row.pk, **said(cast.actor("zul")))) == "no-right"
    assert refusal(lambda: helps.reopen_help(side, uuid7(), **said(rini))) == "not-found"
    once = said(rini)
    assert [helps.reopen_help(side, row.pk, **once).state for _ in range(2)] == ["open", "open"]
    assert Entry.objects.filter(act__in=["exchange.close_help", "exchange.reopen_help"]).count() == 2


def test_what_is_matched_was_not_noted_by_mistake(need, offer, match, rini):
    row = need()
    match(row, offer())
    assert refusal(lambda: helps.close_help(NEED, row.pk, "wrong", **said(rini))) == "has-matches"
    assert helps.close_help(NEED, row.pk, "met", **said(rini)).state == "closed"


def test_what_is_still_open_comes_back_on_the_next_friday(need, offer, plan, rini):
    row, closed = need(), need()
    helps.close_help(NEED, closed.pk, "gone", **said(rini))
    next_friday, elsewhere = plan(on=date(2026, 12, 4)), plan(kelurahan=PLAJU_ULU, on=date(2026, 12, 4))
    assert [one.row for one in helps.still_open(NEED, next_friday)] == [row]
    assert helps.at_event(NEED, next_friday) == helps.still_open(NEED, elsewhere) == []


def test_a_thing_that_left_the_list_is_still_called_something():
    assert helps.goods_of(2) == ("Alat kerja", "buah")
    assert helps.goods_of(77) == ("Lainnya", "buah")


# A year after


def test_names_go_a_year_after_and_the_numbers_stay(need, offer, event, rini):
    need(), offer(HOES)
    past = event.ends_at + retention.KEPT
    forget = lambda at, by=HOUSE, id=None: retention.forget_contacts(event.pk, by=by, at=at, id=id or uuid7())  # noqa: E731
    assert refusal(lambda: forget(past - timedelta(seconds=1))) == "not-yet"
    assert refusal(lambda: forget(past, by=rini)) == "no-right"
    assert refusal(lambda: retention.forget_contacts(uuid7(), by=HOUSE, at=past, id=uuid7())) == "not-found"
    keys = [row.key for row in (*Need.objects.all(), *Offer.objects.all())]
    assert retention.events_to_forget(past - timedelta(seconds=1)) == []
    assert retention.events_to_forget(past) == [event.pk] and forget(past) == 2
    assert retention.events_to_forget(past) == []
    assert not DataKey.objects.filter(pk__in=keys, wrapped__isnull=False).exists()
    (told,) = helps.at_event(NEED, event)
    assert (told.text, told.name, told.phone, told.row.count) == ("", "", "", 1)


def test_forgetting_is_done_once_if_sent_twice(need, event):
    need()
    id, past = uuid7(), event.ends_at + retention.KEPT
    assert [retention.forget_contacts(event.pk, by=HOUSE, at=past, id=id) for _ in range(2)] == [1, 0]
    assert Entry.objects.filter(act="exchange.forget_contacts").count() == 1


# What the database holds


@pytest.mark.parametrize("kind", ["need", "offer"])
@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"count": 0}, "count"), ({"count": 1000}, "count"), ({"state": "lost"}, "state"), ({"why": "gone"}, "state"),
        ({"state": "closed"}, "state"), ({"key": None}, "sealed"), ({"sealed": None}, "sealed"),
    ],
)  # fmt: skip
def test_a_row_that_says_what_cannot_be_is_refused(request, kind, wrong, name):
    row = request.getfixturevalue(kind)()
    with pytest.raises(IntegrityError, match=f"exchange_{kind}_{name}"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**wrong)


def test_a_step_is_of_one_thing(need, offer):
    row, other = need(), offer()
    step = HelpStep.objects.get(need=row)
    for wrong in ({"offer": other}, {"need": None}, {"act": "give"}):
        with pytest.raises(IntegrityError, match="exchange_step_of_one"), transaction.atomic():
            HelpStep.objects.filter(pk=step.pk).update(**wrong)
    with pytest.raises(IntegrityError, match="exchange_step_why"), transaction.atomic():
        HelpStep.objects.filter(pk=step.pk).update(why="gone")
