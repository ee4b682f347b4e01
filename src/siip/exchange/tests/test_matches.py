"""Matches: made by a person, given, taken back, undone; what they leave open."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from siip.exchange import figures, helps, matches
from siip.exchange.helps import NEED, OFFER, Said
from siip.exchange.models import HelpStep, Match
from siip.exchange.tests.conftest import FRIDAY, refusal
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.programme import events
from siip.programme.models import Event
from tests.cast import AT, PLAJU_ILIR, PLAJU_ULU

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)
FIVE = Said(2, 5, "cangkul")


@pytest.fixture
def move(rini):
    def move(row, move="give", *, by=rini, at=FRIDAY, id=None):
        return matches.move_match(row.pk, move, by=by, at=at, id=id or uuid7())

    return move


def test_a_need_is_met_in_part(need, offer, match, event, rini):
    row = match(need(FIVE), offer(), 3)
    assert (row.state, row.count, row.event) == ("agreed", 3, event)
    (wanted,), (offered,) = helps.at_event(NEED, event), helps.at_event(OFFER, event)
    assert (wanted.matched, wanted.left, wanted.given) == (3, 2, 0)
    assert (offered.matched, offered.left) == (3, 0)
    entry = Entry.objects.get(act="exchange.match_help")
    assert (entry.pk, entry.person, entry.path) == (row.pk, rini.person, PLAJU_ILIR)
    assert HelpStep.objects.get(match=row).seq == entry.seq and list(journal.faults()) == []


def test_a_match_is_made_once_if_sent_twice(need, offer, match):
    id, wanted, offered = uuid7(), need(FIVE), offer()
    assert match(wanted, offered, 3, id=id) == match(wanted, offered, 3, id=id)
    assert Match.objects.count() == 1


def test_nobody_is_promised_more_than_there_is(need, offer, match):
    wanted, offered = need(FIVE), offer()
    assert refusal(lambda: match(wanted, offered, 4)) == "offer-spent"
    assert refusal(lambda: match(need(Said(2, 1)), offered, 2)) == "need-met"
    match(wanted, offered, 2)
    assert refusal(lambda: match(wanted, offered, 2)) == "offer-spent"
    assert match(wanted, offered, 1).count == 1
    assert refusal(lambda: match(wanted, offered, 0)) == refusal(lambda: match(wanted, offered, 1000)) == "count-wrong"


def test_what_is_closed_or_elsewhere_is_not_matched(need, offer, match, plan, rini, cast):
    wanted, offered = need(FIVE), offer()
    ulu = plan(kelurahan=PLAJU_ULU)
    foreign = offer(FIVE, event=ulu)
    assert refusal(lambda: match(wanted, foreign)) == "not-found"
    assert refusal(lambda: match(wanted, wanted)) == "not-found"
    assert refusal(lambda: match(wanted, offered, event=Event(pk=uuid7()))) == "not-found"
    assert refusal(lambda: match(wanted, offered, by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: match(wanted, offered, at=LATE)) == "event-over"
    helps.close_help(OFFER, offered.pk, "gone", by=rini, at=FRIDAY, id=uuid7())
    assert refusal(lambda: match(wanted, offered)) == "not-open"


def test_nothing_is_matched_on_a_cancelled_friday(need, offer, match, event, rini):
    wanted, offered = need(), offer()
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: match(wanted, offered)) == "event-cancelled"


def test_a_need_of_last_friday_is_matched_on_this_one(need, offer, match, plan):
    wanted, this = need(), plan(on=date(2026, 12, 4))
    row = match(wanted, offer(event=this), event=this, at=datetime(2026, 12, 4, 1, tzinfo=UTC))
    assert row.event == this and matches.of_help(wanted) == matches.at_event(this) == [row]


def test_each_step_can_be_taken_back(need, offer, match, move, event):
    row = match(need(), offer())
    steps = ("give", "take_back", "undo")
    assert [move(row, name).state for name in steps] == ["given", "agreed", "undone"]
    assert matches.at_event(event) == []
    assert helps.at_event(NEED, event)[0].left == 1 and helps.at_event(OFFER, event)[0].left == 3


def test_moving_is_refused_and_done_once(need, offer, match, move, cast):
    row, id = match(need(), offer()), uuid7()
    assert refusal(lambda: move(row, by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: move(row, "match")) == "move-unknown"
    assert refusal(lambda: move(row, "take_back")) == "not-so"
    assert refusal(lambda: move(Match(pk=uuid7()))) == "not-found"
    assert [move(row, id=id).state for _ in range(2)] == ["given", "given"]
    assert refusal(lambda: move(row, "undo")) == "not-so"
    assert Entry.objects.filter(act="exchange.move_match").count() == 1


def test_one_match_is_seen_by_its_kelurahan_only(need, offer, match, cast, rini):
    row = match(need(), offer())
    assert matches.match_of(row.pk, by=rini) == row
    assert refusal(lambda: matches.match_of(row.pk, by=cast.actor("zul"))) == "not-found"


def test_the_figures_are_those_of_their_rows(need, offer, match, move, event, rini):
    wanted, wrong, offered = need(FIVE), need(), offer()
    helps.close_help(NEED, wrong.pk, "wrong", by=rini, at=FRIDAY, id=uuid7())
    move(match(wanted, offered, 2))
    match(need(), offered)
    found = figures.figures_of(event)
    assert found == figures.Figures(needs=2, offers=1, matches=2, given=1, needs_open=1)
    assert found.needs == len(figures.counted(NEED, event)) and found.matches == len(matches.at_event(event))


def test_figures_of_an_event_with_nothing(event):
    assert figures.figures_of(event) == figures.Figures(0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"count": 0}, "exchange_match_count"), ({"count": 1000}, "exchange_match_count"),
     ({"state": "lost"}, "exchange_match_state")],
)  # fmt: skip
def test_a_match_that_cannot_be_is_refused(need, offer, match, wrong, name):
    row = match(need(), offer())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Match.objects.filter(pk=row.pk).update(**wrong)
