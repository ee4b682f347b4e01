"""Faces: touched at the counters of a Friday, copied from paper, taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from siip.fieldday.tests.conftest import FRIDAY, event, plan, rini
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.programme import events
from siip.survey import faces
from siip.survey.faces import Mark
from siip.survey.models import FaceMark, FaceTally
from tests.cast import AT, PLAJU_ILIR

__all__ = ["event", "plan", "rini"]
pytestmark = pytest.mark.django_db

LATER = FRIDAY + timedelta(days=3)
SHEET = [Mark("B", "good", 20, "paper"), Mark("B", "poor", 4, "paper")]


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.fixture
def mark(event, rini):
    """Marks: `mark(Mark("A", "good"))`."""

    def mark(*marks, by=rini, at=FRIDAY, id=None):
        return faces.mark_faces(event.pk, marks or [Mark("A", "good")], by=by, at=at, id=id or uuid7())

    return mark


@pytest.fixture
def undo(event, rini):
    def undo(counter="A", *, by=rini, at=FRIDAY, id=None, event_id=event.pk):
        return faces.undo_faces(event_id, counter, by=by, at=at, id=id or uuid7())

    return undo


def test_a_touch_is_one_mark(mark, event, rini):
    (row,) = mark()
    assert (row.counter, row.faces, row.answers) == ("A", {"good": 1, "fair": 0, "poor": 0}, 1)
    entry = Entry.objects.get(act="survey.mark_faces")
    assert (entry.person, entry.path, entry.about) == (rini.person, PLAJU_ILIR, {"event": str(event.pk), "count": 1})
    assert FaceMark.objects.get().seq == entry.seq and list(journal.faults()) == []


def test_a_sheet_of_paper_is_copied_at_once_and_later(mark, event):
    mark(Mark("A", "good"), Mark("A", "fair"))
    mark(*SHEET, at=LATER)
    assert [row.faces for row in faces.at_event(event)] == [
        {"good": 1, "fair": 1, "poor": 0}, {"good": 20, "fair": 0, "poor": 4},
    ]  # fmt: skip
    assert faces.figures_of(event) == faces.Figures({"good": 21, "fair": 1, "poor": 4}, 26, 24)


def test_an_event_without_a_face_has_figures_of_nothing(event):
    assert faces.figures_of(event) == faces.Figures({"good": 0, "fair": 0, "poor": 0}, 0, 0)


def test_marking_is_done_once_if_sent_twice(mark):
    id = uuid7()
    assert [row.answers for _ in range(2) for row in mark(*SHEET, id=id)] == [24, 24]
    assert FaceMark.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Mark("A", "happy"), "face-unknown"), (Mark("A", "good", 0), "count-wrong"),
        (Mark("A", "good", 2), "count-wrong"),
        (Mark("A", "good", 501, "paper"), "count-wrong"), (Mark("A", "good", 1, "rt"), "source-unknown"),
        (Mark("C", "good"), "counter-unknown"), (Mark("R", "good"), "source-unknown"),
    ],
)  # fmt: skip
def test_marking_is_refused(mark, wrong, code):
    assert refusal(lambda: mark(Mark("A", "good"), wrong)) == code
    assert not FaceMark.objects.exists()


def test_nothing_is_marked_on_another_day_or_of_nothing(mark, event, rini):
    assert refusal(lambda: mark(at=AT)) == "event-ahead"
    assert refusal(lambda: mark(at=LATER)) == "not-on-the-spot"
    assert refusal(lambda: mark(*SHEET, at=FRIDAY + timedelta(days=40))) == "event-over"
    for marks in ((), [Mark("A", "good")] * 201):
        assert refusal(lambda marks=marks: faces.mark_faces(event.pk, marks, by=rini, at=FRIDAY, id=uuid7())) == (
            "nothing-marked"
        )
    assert refusal(lambda: faces.mark_faces(uuid7(), SHEET, by=rini, at=FRIDAY, id=uuid7())) == "not-found"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(mark) == "event-cancelled"


def test_another_kelurahan_marks_nothing(mark, undo, cast):
    for key in ("zul", "ruslan"):
        assert refusal(lambda key=key: mark(by=cast.actor(key))) == "no-right"
        assert refusal(lambda key=key: undo(by=cast.actor(key))) == "no-right"


def test_a_slip_is_taken_back(mark, undo):
    mark(), mark(Mark("A", "poor"))
    id = uuid7()
    assert [undo(id=id).faces for _ in range(2)] == [{"good": 1, "fair": 0, "poor": 0}] * 2
    undo()
    assert refusal(undo) == "nothing-to-undo"
    assert Entry.objects.filter(act="survey.undo_faces").count() == 2


def test_a_whole_sheet_is_taken_back(mark, undo):
    mark(*SHEET)
    assert undo("B").answers == 0


def test_taking_back_is_refused(mark, undo, event, rini):
    assert refusal(undo) == "nothing-to-undo"
    assert refusal(lambda: undo("C")) == "counter-unknown"
    assert refusal(lambda: undo(event_id=uuid7())) == "not-found"
    assert refusal(lambda: undo(at=AT)) == "event-ahead"
    assert refusal(lambda: undo(at=FRIDAY + timedelta(days=40))) == "event-over"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(undo) == "event-cancelled"


def test_two_counters_never_share_a_tally(mark, event):
    (row,) = mark()
    with pytest.raises(IntegrityError), transaction.atomic():
        FaceTally.objects.create(id=uuid7(), event=event, counter="A")
    with pytest.raises(IntegrityError, match="survey_faces_counter"), transaction.atomic():
        FaceTally.objects.filter(pk=row.pk).update(counter="")


@pytest.mark.parametrize(
    "wrong", [{"count": 2}, {"face": "x"}, {"source": "rt"}, {"act": "undo"}, {"source": "paper", "count": 501}]
)
def test_a_mark_that_cannot_be_is_refused(mark, wrong):
    mark()
    with pytest.raises(IntegrityError, match="survey_mark_act"), transaction.atomic():
        FaceMark.objects.update(**wrong)
