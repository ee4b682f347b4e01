"""How a step is stamped: after every step before it on the clock, with the sequence of the journal."""

from collections.abc import Sequence
from typing import TypeVar

from siip.kernel import hlc
from siip.kernel.journal import Act
from siip.kernel.models import Step

Kind = TypeVar("Kind", bound=Step)


def stamped(step: Kind, before: Sequence[Kind], act: Act) -> Kind:
    """The step of an act, kept; the chains are locked here, after every other lock."""
    step.seq, step.id, step.by, step.at, step.dev = act.enter(), act.id, act.by.person, act.at, act.by.device
    step.hlc = hlc.after(max((one.hlc for one in before), default=0), act.at)
    step.save(force_insert=True)
    return step
