"""Steps of one act: one sequence, each after what its object knew before."""

from datetime import UTC, datetime
from uuid import UUID

from siip.kernel import hlc
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.steps import latest, stamp
from siip.mobilisation.models import CallStep

AT = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)
ONE, OTHER, PERSON, DEVICE = (UUID(int=n) for n in range(1, 5))


def act() -> Act:
    return Act("test", UUID(int=9), Actor(PERSON, 1, DEVICE), AT, "16/71/14/", {}, "", seq=7)


def test_the_first_step_stands_at_its_own_time() -> None:
    step = CallStep()
    stamp([(ONE, step)], {}, act())
    assert (step.by, step.at, step.dev, step.seq, step.hlc) == (PERSON, AT, DEVICE, 7, hlc.from_time(AT))


def test_a_step_stands_after_the_last_one_even_if_that_is_ahead_of_the_clock() -> None:
    ahead, step = CallStep(hlc=hlc.from_time(AT) + 5), CallStep()
    stamp([(ONE, step)], {ONE: latest([ahead, CallStep(hlc=1)])}, act())
    assert step.hlc == ahead.hlc + 1


def test_two_steps_of_one_object_follow_each_other_and_those_of_another_do_not_wait() -> None:
    first, second, elsewhere = CallStep(), CallStep(), CallStep()
    stamp([(ONE, first), (ONE, second), (OTHER, elsewhere)], {}, act())
    assert (second.hlc, elsewhere.hlc) == (first.hlc + 1, first.hlc)


def test_before_the_first_step_there_is_no_clock() -> None:
    assert latest([]) == 0
