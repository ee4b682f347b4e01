"""The stamp of online steps: one act's steps follow one another, each on the clock of its own object."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from siip.kernel import hlc, journal, steps
from siip.kernel.actor import Actor
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry, Step

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
BY = Actor(UUID(int=7), 7, UUID(int=1), frozenset())
ONE, OTHER = UUID(int=21), UUID(int=22)


class Happened(Step):
    """A step of these tests; never saved, so it needs no table."""

    class Meta(Step.Meta):
        app_label = "tests"


def test_the_clock_of_an_object_without_steps_is_nought():
    assert steps.latest([]) == 0


def test_the_clock_of_an_object_is_that_of_its_last_step_however_they_are_ordered():
    assert steps.latest([Happened(hlc=5), Happened(hlc=9), Happened(hlc=7)]) == 9


@pytest.mark.django_db
def test_steps_of_one_act_share_its_place_and_follow_one_another_on_each_clock():
    new = [(ONE, Happened()), (OTHER, Happened()), (ONE, Happened())]
    ahead = hlc.from_time(FRIDAY) + 5  # another device, whose clock runs ahead, was here before
    with journal.act("tests.do", id=uuid7(), by=BY, at=FRIDAY, where="16/71/14/1003/") as act:
        steps.stamp(new, last := {OTHER: ahead}, act)
    first, other, second = (step for _, step in new)
    assert (first.hlc, second.hlc, other.hlc) == (hlc.from_time(FRIDAY), hlc.from_time(FRIDAY) + 1, ahead + 1)
    assert last == {ONE: second.hlc, OTHER: other.hlc}
    seq = Entry.objects.get(pk=act.id).seq
    assert {(step.by, step.at, step.dev, step.seq) for _, step in new} == {(BY.person, FRIDAY, BY.device, seq)}
