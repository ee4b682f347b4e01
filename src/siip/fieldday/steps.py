"""Steps done online: where they stand on the clock of their object, and in the sequence of the journal."""

from collections.abc import Iterable
from uuid import UUID

from siip.kernel import hlc
from siip.kernel.journal import Act
from siip.kernel.models import Step


def stamp(new: Iterable[tuple[UUID, Step]], last: dict[UUID, int], act: Act) -> None:
    """Give the steps of an act, each with the key of its object, who, when and their place on the clock.

    `last` is the clock of each object's last step, and goes on. The chains are locked here, so this comes after
    every other lock.
    """
    seq = act.enter()
    for key, step in new:
        last[key] = hlc.after(last.get(key, 0), act.at)
        step.by, step.at, step.hlc, step.dev, step.seq = act.by.person, act.at, last[key], act.by.device, seq
