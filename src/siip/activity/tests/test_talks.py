"""Talks: noted on the day, revised, dropped; the note of the dialogue sealed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.activity import talks
from siip.activity.models import Talk, TalkStep
from siip.activity.talks import Saying
from siip.activity.tests.conftest import ON_DAY, refusal
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.programme import events
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db

NIK = "1671145708850001"
RIGHTS = Saying(4, "Yuni Kartini, Dukcapil", 24, "Pak Amir bertanya: KK gratis?\nDijawab: ya, tanpa biaya.")
LATE = ON_DAY + timedelta(days=40)


def said(by, at=ON_DAY):
    return {"by": by, "at": at, "id": uuid7()}


@pytest.fixture
def note(event, rini):
    """Notes a talk: `note(Saying(...), by=..., at=..., id=...)`."""

    def note(saying=RIGHTS, *, by=rini, at=ON_DAY, id=None, event_id=event.pk):
        return talks.note_talk(event_id, saying, by=by, at=at, id=id or uuid7())

    return note


def test_a_talk_is_noted(note, event, rini):
    row = note()
    (told,) = talks.at_event(event)
    assert (told.row, told.topic, told.note) == (row, "Layanan publik: syarat, hak warga, tanpa calo", RIGHTS.note)
    assert (row.speaker, row.heads, row.event) == ("Yuni Kartini, Dukcapil", 24, event)
    entry = Entry.objects.get(act="activity.note_talk")
    assert (entry.pk, entry.person, entry.path) == (row.pk, rini.person, PLAJU_ILIR)
    assert entry.about == {"event": str(event.pk), "topic": 4, "heads": 24}
    assert TalkStep.objects.get().seq == entry.seq and list(journal.faults()) == []


def test_what_residents_asked_lies_nowhere_in_clear(note):
    note()
    kept = repr([list(model.objects.values()) for model in (Talk, TalkStep, Entry)])
    assert "Amir" not in kept and "gratis" not in kept


def test_noting_is_done_once_if_sent_twice(note):
    id = uuid7()
    assert note(id=id) == note(id=id)
    assert (Talk.objects.count(), TalkStep.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"topic": 99}, "topic-unknown"), ({"speaker": " "}, "speaker-missing"), ({"speaker": NIK}, "nik-in-text"),
        ({"speaker": "x" * 121}, "text-long"), ({"heads": 0}, "heads-wrong"), ({"heads": 501}, "heads-wrong"),
        ({"note": f"untuk {NIK}"}, "nik-in-text"), ({"note": "x" * 1001}, "text-long"),
    ],
)  # fmt: skip
def test_noting_and_revising_are_refused(note, rini, wrong, code):
    row = note()
    saying = replace(RIGHTS, **wrong)
    assert refusal(lambda: note(saying)) == refusal(lambda: talks.revise_talk(row.pk, saying, **said(rini))) == code
    assert TalkStep.objects.count() == 1


def test_nothing_is_noted_before_the_day_or_long_after(note, event, rini):
    assert refusal(lambda: note(event_id=uuid7())) == "not-found"
    assert refusal(lambda: note(at=AT)) == "event-ahead"
    assert refusal(lambda: note(at=LATE)) == "event-over"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(note) == "event-cancelled"


def test_a_talk_is_revised_as_a_whole(note, event, rini):
    row, once = note(), said(rini)
    for _ in range(2):
        talks.revise_talk(row.pk, Saying(9, "Ibu Kader", 30), **once)
    (told,) = talks.at_event(event)
    assert (told.topic, told.row.speaker, told.row.heads, told.note) == ("Lainnya", "Ibu Kader", 30, "")
    assert Entry.objects.filter(act="activity.revise_talk").count() == 1


def test_a_talk_noted_by_mistake_is_dropped_once(note, event, rini):
    row, once = note(), said(rini)
    for _ in range(2):
        talks.drop_talk(row.pk, **once)
    assert talks.at_event(event) == [] and Entry.objects.filter(act="activity.drop_talk").count() == 1
    assert refusal(lambda: talks.talk_of(row.pk, by=rini)) == "not-found"
    assert refusal(lambda: talks.drop_talk(row.pk, **said(rini))) == "dropped"
    assert refusal(lambda: talks.revise_talk(row.pk, RIGHTS, **said(rini))) == "dropped"


def test_changes_are_refused_to_another_kelurahan_and_too_late(note, cast, rini):
    assert refusal(lambda: note(by=cast.actor("zul"))) == "no-right"
    row = note()
    for change in (lambda pk, **by: talks.revise_talk(pk, RIGHTS, **by), talks.drop_talk):
        assert refusal(lambda change=change: change(row.pk, **said(cast.actor("zul")))) == "no-right"
        assert refusal(lambda change=change: change(uuid7(), **said(rini))) == "not-found"
        assert refusal(lambda change=change: change(row.pk, **said(rini, LATE))) == "event-over"
    assert refusal(lambda: talks.talk_of(row.pk, by=cast.actor("zul"))) == "not-found"
    assert talks.talk_of(row.pk, by=rini).note == RIGHTS.note


def test_nothing_is_changed_on_a_cancelled_friday(note, event, rini):
    row = note()
    type(event).objects.filter(pk=event.pk).update(cancelled_at=ON_DAY, cancelled_reason="hujan")
    assert refusal(lambda: talks.drop_talk(row.pk, **said(rini))) == "event-cancelled"


def test_the_figures_are_those_of_their_rows(note, event):
    assert talks.figures_of(event) == talks.Figures(0, 0, 0)
    note(), note(Saying(1, "Lurah", 40))
    found = talks.figures_of(event)
    assert found == talks.Figures(talks=2, heads=64, on_services=1) and found.talks == len(talks.at_event(event))


def test_a_topic_that_left_the_list_is_still_called_something():
    assert talks.topic_name(77) == "Lainnya"
    assert "tanpa calo" in talks.topic_name(talks.SERVICE)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"speaker": ""}, "activity_talk_speaker"), ({"heads": 0}, "activity_talk_heads"),
     ({"heads": 501}, "activity_talk_heads")],
)  # fmt: skip
def test_a_talk_that_cannot_be_is_refused(note, wrong, name):
    note()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Talk.objects.update(**wrong)


@pytest.mark.parametrize("wrong", [{"topic": None}, {"heads": 0}, {"speaker": ""}, {"act": "drop"}])
def test_a_step_that_cannot_be_is_refused(note, wrong):
    note()
    with pytest.raises(IntegrityError, match="activity_talk_act"), transaction.atomic():
        TalkStep.objects.update(**wrong)
