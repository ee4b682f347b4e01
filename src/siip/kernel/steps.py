"""Steps done online: who, when, where they stand on the clock of their object and in the sequence of the journal."""

from collections.abc import Iterable
from uuid import UUID

from siip.kernel import hlc
from siip.kernel.journal import Act
from siip.kernel.models import Step


def stamp(new: Iterable[tuple[UUID, Step]], last: dict[UUID, int], act: Act) -> None:
    """Stamp the steps of an act, each with the key of its object.

    `last` is the clock of each object's last step (`latest`), and goes on. The chains are locked here, so this
    comes after every other lock.
    """
    seq = act.enter()
    for key, step in new:
        last[key] = hlc.after(last.get(key, 0), act.at)
        step.by, step.at, step.hlc, step.dev, step.seq = act.by.person, act.at, last[key], act.by.device, seq


def latest(steps: Iterable[Step]) -> int:
    """The clock of the last of an object's steps; 0 before the first."""
    return max((step.hlc for step in steps), default=0)
