"""Steps in the one order in which every fold reads them, whatever order they arrived in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Said:
    """A step as far as every fold looks at it; an area adds what its own acts say."""

    id: UUID
    act: str
    at: datetime
    hlc: int
    dev: UUID
    seq: int


class Ordered(Protocol):
    """What the order asks of a step."""

    @property
    def id(self) -> UUID: ...
    @property
    def act(self) -> str: ...
    @property
    def hlc(self) -> int: ...
    @property
    def dev(self) -> UUID: ...
    @property
    def seq(self) -> int: ...


Step = TypeVar("Step", bound=Ordered)


def in_order(steps: Iterable[Step], *first: str) -> list[Step]:
    """Steps by (hlc, dev, seq), the same step once.

    A step whose act is one of `first` stands before all others wherever its clock puts it: nothing can be done to
    what does not exist.
    """
    once = {step.id: step for step in steps}
    # The id last: the steps of one act in bulk bear one sequence, and must not stand as they happened to arrive.
    return sorted(
        once.values(), key=lambda step: (step.act not in first, step.hlc, str(step.dev), step.seq, str(step.id))
    )
