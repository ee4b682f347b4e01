"""Aduan: sent by anybody, handled by the office, answered by whoever holds the code."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.followup import aduan, figures, handling, promises, reporter, retention
from siip.followup.aduan import Report
from siip.followup.models import Aduan, AduanStep
from siip.followup.rules import deadlines
from siip.followup.spots import Spot
from siip.followup.tests.conftest import DUE, SMELL, refusal
from siip.kernel import journal, workdays
from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.programme import events
from tests.cast import AT, OTHER, PLAJU, PLAJU_ILIR, PLAJU_ULU

NIK = "1671145708850001"
BRIBE = Report(8, "Diminta uang rokok untuk surat domisili.")
WORDS = "Sampah di Lorong Sukarela sudah diangkut."


def said(by, at=AT):
    return {"by": by, "at": at, "id": uuid7()}


@pytest.fixture
def lead(cast):
    """The camat of Plaju acts."""
    from siip.people import offices, persons
    from siip.people.models import Account, Office
    from siip.people.rights import actor_for

    dewi = cast.actor("dewi")
    person = persons.make_person(kecamatan=PLAJU, name="Ahmad Yani", **said(dewi))
    office = Office.objects.filter(wilayah__path=PLAJU, kind="camat").first() or offices.make_office(
        kind="camat", wilayah=cast.place(PLAJU).pk, title="Camat Plaju", **said(dewi)
    )
    offices.give_office(office_id=office.pk, person_id=person.pk, from_on=date(2025, 1, 2), **said(dewi))
    account = Account.objects.create(username="camat", person=person, made_at=AT, key=uuid7())
    return actor_for(account, AT)


@pytest.fixture
def done(report, hendra):
    """An aduan that the office has finished."""
    row = report()
    return handling.finish_aduan(row.pk, note="Sudah diangkut tadi pagi.", **said(hendra))


def told(row):
    return aduan.told([row])[0]


# Sent


def test_a_resident_reports(report):
    row = report()
    assert (row.state, row.source, row.shown, row.wilayah.path) == ("received", "web", "waiting", PLAJU_ILIR)
    assert row.due_on == date(2026, 11, 27)  # three working days after Tuesday
    found = told(row)
    assert (found.text, found.where, found.name, found.phone) == (SMELL.text, SMELL.where, SMELL.name, SMELL.phone)
    entry = Entry.objects.get(act="followup.report_aduan")
    assert (entry.pk, entry.person, entry.account) == (row.pk, None, None) and list(journal.faults()) == []


def test_lines_are_kept_and_what_is_unseen_is_not(report):
    assert told(report(replace(SMELL, text=" Bau.\r\nTiap \u202epagi. "))).text == "Bau.\nTiap pagi."


def test_nothing_that_was_said_lies_in_clear(report, hendra):
    row = report()
    handling.reply_aduan(row.pk, note="Terima kasih, Bu Siti", **said(hendra))
    kept = repr([list(model.objects.values()) for model in (Aduan, AduanStep, Entry)])
    assert not any(word in kept for word in ("Amir", "Siti", "Sukarela", "0812 3456", "Sampah"))
    assert aduan.code(row).replace("-", "") not in kept


def test_reporting_is_done_once_if_sent_twice(report):
    id = uuid7()
    assert aduan.code(report(id=id)) == aduan.code(report(id=id))
    assert (Aduan.objects.count(), AduanStep.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": " \n "}, "text-missing"), ({"text": "x" * 1001}, "text-long"), ({"text": NIK}, "nik-in-text"),
        ({"name": f"Siti {NIK}"}, "nik-in-text"), ({"phone": NIK}, "nik-in-text"), ({"where": "x" * 161}, "text-long"),
        ({"subject": 77}, "subject-unknown"),
    ],
)  # fmt: skip
def test_reporting_is_refused(report, wrong, code):
    assert refusal(lambda: report(replace(SMELL, **wrong))) == code
    assert not Aduan.objects.exists() and not DataKey.objects.filter(pk__in=Aduan.objects.values("key")).exists()


def test_a_kecamatan_takes_reports_of_its_own_kelurahan_only(two_kecamatan, report):
    assert refusal(lambda: report(kelurahan="35/78/01/1001/")) == "kelurahan-unknown"
    assert refusal(lambda: report(kelurahan=PLAJU)) == "kelurahan-unknown"
    assert refusal(lambda: report(kecamatan=OTHER)) == "kelurahan-unknown"


def test_a_clerk_writes_down_what_is_said_at_an_event(event, rini, cast):
    note = lambda by, id=None: aduan.note_aduan(SMELL, Spot(event=event.pk), **(said(by) | {"id": id or uuid7()}))  # noqa: E731
    id = uuid7()
    row = note(rini, id)
    assert (row, row.source, row.event) == (note(rini, id), "event", event)
    assert refusal(lambda: note(cast.actor("zul"))) == "no-right"
    assert aduan.note_aduan(SMELL, Spot(PLAJU_ILIR), **said(rini)).source == "counter"
    assert refusal(lambda: aduan.note_aduan(SMELL, Spot(event=uuid7()), **said(rini))) == "event-unknown"
    assert refusal(lambda: aduan.note_aduan(SMELL, Spot("16/71/14/"), **said(rini))) == "kelurahan-unknown"
    assert refusal(lambda: aduan.note_aduan(SMELL, Spot(PLAJU_ILIR, rt="x/"), **said(rini))) == "rt-elsewhere"
    assert refusal(lambda: aduan.note_aduan(SMELL, Spot(PLAJU_ILIR, uuid7()), **said(rini))) == "event-unknown"


# About an officer


def test_what_is_about_an_officer_is_read_above_him_only(report, hendra, rini, lead, cast):
    row = report(BRIBE)
    assert (row.wilayah.path, row.may_show, told(row).where) == (PLAJU, False, "Kelurahan Plaju Ilir")
    for who in (hendra, rini, cast.actor("dewi")):
        assert list(aduan.seen(who)) == [] and aduan.open_counts(who, DUE) == (0, 0, 0)
        assert refusal(lambda who=who: aduan.aduan(row.pk, who)) == "not-found"
        assert refusal(lambda who=who: handling.finish_aduan(row.pk, note="x", **said(who))) == "no-right"
    assert list(aduan.seen(lead)) == [row]
    assert handling.open_acts(row, rini) == frozenset() and "finish" in handling.open_acts(row, lead)
    assert refusal(lambda: handling.show_aduan(row.pk, text="x", **said(lead))) == "reporter-asked-not"


def test_what_is_about_an_officer_stands_on_no_list_of_an_event(event, rini):
    aduan.note_aduan(BRIBE, Spot(event=event.pk), **said(rini))
    assert list(aduan.at_event(event)) == [] and figures.figures_of(event).aduan == 0


# Handled


def test_an_aduan_is_forwarded_with_owner_and_date(report, lurah, hendra):
    row = handling.forward_aduan(report().pk, office=lurah.pk, due_on=DUE, note="Besok diangkut", **said(hendra))
    assert (row.state, row.office, row.due_on, row.answered_at) == ("assigned", lurah, DUE, AT)
    assert [past.note for past in aduan.past(row)] == ["", "Besok diangkut"]


def test_forwarding_is_refused(report, lurah, hendra, cast):
    row = report()
    forward = lambda office=lurah.pk, due=DUE, by=hendra, note="": handling.forward_aduan(  # noqa: E731
        row.pk, office=office, due_on=due, note=note, **said(by)
    )
    assert refusal(lambda: forward(by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: forward(office=uuid7())) == "office-unknown"
    assert refusal(lambda: forward(due=date(2026, 11, 23))) == "due-past"
    assert refusal(lambda: forward(due=date(2027, 6, 1))) == "due-far"
    assert refusal(lambda: forward(note=NIK)) == "nik-in-text"
    handling.finish_aduan(row.pk, note="beres", **said(hendra))
    assert refusal(forward) == "not-open"


ANSWERS = {
    "reply_aduan": handling.reply_aduan, "finish_aduan": handling.finish_aduan, "reject_aduan": handling.reject_aduan,
    "pass_on_aduan": handling.pass_on_aduan,
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_each_answer_is_refused_and_given_once(report, hendra, cast, name):
    row, act, once = report(), ANSWERS[name], said(hendra)
    assert refusal(lambda: act(row.pk, note="x", **said(cast.actor("zul")))) == "no-right"
    assert refusal(lambda: act(uuid7(), note="x", **said(hendra))) == "not-found"
    assert refusal(lambda: act(row.pk, note=" ", **said(hendra))) == "text-missing"
    assert refusal(lambda: act(row.pk, note="x" * 1001, **said(hendra))) == "text-long"
    assert refusal(lambda: act(row.pk, note=NIK, **said(hendra))) == "nik-in-text"
    assert act(row.pk, note="Sudah.", **once) == act(row.pk, note="Sudah.", **once)
    assert Entry.objects.filter(act=f"followup.{name}").count() == 1 and AduanStep.objects.count() == 2
    if name == "reply_aduan":
        handling.finish_aduan(row.pk, note="Beres", **said(hendra))
    assert refusal(lambda: act(row.pk, note="x", **said(hendra))) == "not-open"


def test_the_counter_rejects_nothing_and_publishes_nothing(report, rini):
    row = report()
    assert refusal(lambda: handling.reject_aduan(row.pk, note="x", **said(rini))) == "no-right"
    assert refusal(lambda: handling.show_aduan(row.pk, text="x", **said(rini))) == "no-right"
    assert refusal(lambda: handling.hide_aduan(row.pk, **said(rini))) == "no-right"
    assert handling.open_acts(row, rini) == {"forward", "reply", "finish", "pass_on"}


# Shown


def test_nothing_is_public_before_somebody_approved_it(report, hendra):
    row = report()
    assert list(aduan.shown(PLAJU)) == []
    once = said(hendra)
    row = handling.show_aduan(row.pk, text=f"  {WORDS}\n", **once)
    assert handling.show_aduan(row.pk, text=f"  {WORDS}\n", **once) == row
    assert (list(aduan.shown(PLAJU)), row.public_text, list(aduan.shown(OTHER))) == ([row], WORDS, [])
    assert handling.hide_aduan(row.pk, **said(hendra)).public_text == ""
    assert list(aduan.shown(PLAJU)) == []


def test_what_the_reporter_wants_closed_stays_closed(report, hendra):
    row = report(replace(SMELL, may_show=False))
    assert refusal(lambda: handling.show_aduan(row.pk, text=WORDS, **said(hendra))) == "reporter-asked-not"
    assert "show" not in handling.open_acts(row, hendra)


def test_showing_is_refused(report, hendra):
    row = report()
    show = lambda text: handling.show_aduan(row.pk, text=text, **said(hendra))  # noqa: E731
    assert refusal(lambda: show(" ")) == "text-missing"
    assert refusal(lambda: show("x" * 301)) == "text-long"
    assert refusal(lambda: show(NIK)) == "nik-in-text"
    assert refusal(lambda: handling.show_aduan(uuid7(), text="x", **said(hendra))) == "not-found"
    assert refusal(lambda: handling.hide_aduan(uuid7(), **said(hendra))) == "not-found"


# The reporter


def test_the_code_opens_his_aduan_and_no_other(report, cast):
    row, other = report(), report()
    assert len(aduan.code(row)) == 14 and aduan.code(row) != aduan.code(other)
    for typed in (aduan.code(row), aduan.code(row).lower().replace("-", " "), aduan.code(row).replace("-", "")):
        assert reporter.by_code(typed, kecamatan=PLAJU) == row
    for typed in ("", "AAAA-AAAA-AAAA", "AAAA", "x" * 500):
        assert refusal(lambda typed=typed: reporter.by_code(typed, kecamatan=PLAJU)) == "code-unknown"
    assert refusal(lambda: reporter.by_code(aduan.code(row), kecamatan=OTHER)) == "code-unknown"


def answer(row, by, act=reporter.confirm_aduan, at=AT, id=None, **more):
    return act(aduan.code(row), kecamatan=PLAJU, by=by, at=at, id=id or uuid7(), **more)


def test_the_reporter_confirms(done, anybody):
    id = uuid7()
    assert answer(done, anybody, id=id) == answer(done, anybody, id=id)
    done.refresh_from_db()
    assert (done.state, done.ended_at) == ("confirmed", AT)
    assert refusal(lambda: answer(done, anybody)) == "not-finished"


def test_the_reporter_opens_it_again(done, anybody, hendra):
    again = lambda note="Masih bau", id=None: answer(done, anybody, reporter.reopen_aduan, note=note, id=id)  # noqa: E731
    assert refusal(lambda: again(note=" ")) == "text-missing"
    assert refusal(lambda: again(note="x" * 1001)) == "text-long"
    assert refusal(lambda: again(note=NIK)) == "nik-in-text"
    id = uuid7()
    row = again(id=id)
    assert (again(id=id), row.state, row.due_on, row.ended_at) == (row, "reopened", date(2026, 12, 1), None)
    assert refusal(again) == "not-finished"
    assert handling.finish_aduan(row.pk, note="Kini beres", **said(hendra)).state == "finished"


def test_the_reporter_has_ten_working_days(done, anybody):
    last = date(2026, 12, 8)
    assert reporter.last_day(done) == last
    late = AT + timedelta(days=15)
    assert reporter.may_answer(done, AT + timedelta(days=14)) and not reporter.may_answer(done, late)
    assert refusal(lambda: answer(done, anybody, at=late)) == "answer-late"
    assert refusal(lambda: answer(done, anybody, reporter.reopen_aduan, at=late, note="x")) == "answer-late"


BEFORE_CHRISTMAS = datetime(2026, 12, 22, 1, tzinfo=UTC)


def test_holidays_and_joint_leave_are_no_working_days(report, hendra, anybody):
    row = report(at=BEFORE_CHRISTMAS)
    assert row.due_on == date(2026, 12, 29)  # the 23rd, the 28th, the 29th
    row = handling.finish_aduan(row.pk, note="Sudah diangkut.", **said(hendra, BEFORE_CHRISTMAS))
    assert reporter.last_day(row) == date(2027, 1, 11)  # ten, without three holidays
    again = answer(row, anybody, reporter.reopen_aduan, at=BEFORE_CHRISTMAS, note="Masih bau")
    assert again.due_on == date(2026, 12, 31)


def test_no_holidays_make_the_longest_term_too_far_to_be_set():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(800)]
    assert all(workdays.after(day, max(deadlines.FINISH)) <= day + handling.FURTHEST for day in days)


def test_a_code_that_is_none_does_nothing(cast, anybody):
    for act, more in ((reporter.confirm_aduan, {}), (reporter.reopen_aduan, {"note": "x"})):
        wrong = lambda act=act, more=more: act("AAAA-AAAA-AAAA", kecamatan=PLAJU, **said(anybody), **more)  # noqa: E731
        assert refusal(wrong) == "code-unknown"


def test_what_is_not_finished_waits_for_no_answer(report, anybody):
    row = report()
    assert reporter.last_day(row) is None
    assert refusal(lambda: answer(row, anybody)) == "not-finished"


# Lists


def test_the_open_ones_come_first_by_their_date(report, hendra, lurah, cast, rini):
    late, ended, soon = report(), report(), report()
    handling.forward_aduan(late.pk, office=lurah.pk, due_on=DUE, **said(hendra))
    ended = handling.finish_aduan(ended.pk, note="beres", **said(hendra))
    assert list(aduan.seen(rini)) == [soon, late, ended]
    assert (list(aduan.seen(cast.actor("zul"))), report(kelurahan=PLAJU_ULU) in aduan.seen(hendra)) == ([], False)
    assert aduan.open_counts(hendra, date(2026, 12, 1)) == (2, 1, 1)
    assert [told(row).is_late(date(2026, 12, 1)) for row in (soon, ended)] == [True, False]


def test_an_aduan_of_a_place_comes_back_there(event, plan, rini):
    row = aduan.note_aduan(SMELL, Spot(event=event.pk), **said(rini))
    again = events.event(plan(on=date(2026, 12, 4), rts=()).pk, by=rini)
    assert (list(aduan.come_back(again)), list(aduan.at_event(event))) == ([row], [row])


def test_an_event_is_told_in_figures(event, promise, rini, hendra):
    assert figures.figures_of(event) == figures.Figures(0, 0, 0, 0)
    kept = promise()
    promise()
    promises.finish_promise(kept.pk, **said(rini))
    row = aduan.note_aduan(SMELL, Spot(event=event.pk), **said(rini))
    handling.reject_aduan(row.pk, note="tanah pribadi", **said(hendra))
    assert figures.figures_of(event) == figures.Figures(2, 1, 1, 1)


# How long it is kept


def test_words_are_gone_a_year_after_the_end(done, hendra):
    house = Actor(None, None, journal.house_id(), frozenset({Grant(retention.DISCARD, "")}))
    past = AT + timedelta(days=366)
    assert retention.aduan_past(AT + timedelta(days=364)) == [] and retention.aduan_past(past) == [done.pk]
    assert refusal(lambda: retention.discard_aduan(done.pk, **said(house))) == "not-past"
    assert refusal(lambda: retention.discard_aduan(done.pk, **said(hendra, past))) == "no-right"
    assert refusal(lambda: retention.discard_aduan(uuid7(), **said(house, past))) == "not-found"
    once = said(house, past)
    assert retention.discard_aduan(done.pk, **once) == retention.discard_aduan(done.pk, **once)
    assert (told(done).text, [past.note for past in aduan.past(done)]) == ("", ["", ""])
    assert retention.aduan_past(past) == [] and done.subject == SMELL.subject
    assert Entry.objects.filter(act="followup.discard_aduan").count() == 1


def test_nothing_is_written_under_a_destroyed_key(report, hendra):
    from siip.kernel import crypt

    row = report()
    crypt.destroy(DataKey.objects.get(pk=row.key), AT)
    assert refusal(lambda: handling.reply_aduan(row.pk, note="x", **said(hendra))) == "discarded"


# Constraints


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"}, {"state": "finished"}, {"ended_at": AT}, {"state": "assigned"}, {"source": "mimpi"},
        {"shown": "shown"}, {"public_text": "x"}, {"shown": "maybe"},
        {"shown": "shown", "public_text": "x", "may_show": False},
    ],
)  # fmt: skip
def test_an_aduan_that_contradicts_itself_cannot_be_kept(report, wrong):
    row = report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Aduan.objects.filter(pk=row.pk).update(**wrong)


def test_a_code_belongs_to_one_aduan(report):
    one, other = report(), report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Aduan.objects.filter(pk=other.pk).update(code_blind=one.code_blind)
