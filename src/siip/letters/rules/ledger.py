"""The numbers log of a register as text: what was given, one line a batch, each line with its own check.

    take 118-120,122 1 0192f0c4-... 2026-11-27T00:30:00.000000+00:00 1c291ca3

`open` begins a register, `take` gives numbers away for ever, `block` books a run of the paper book, `paper`
sets a run aside for emergency blanks. What follows the numbers: the epoch of the house, the id of the batch,
the time, a CRC-32 of all before it.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

OPEN: Final = "open"
TAKE: Final = "take"
BLOCK: Final = "block"
PAPER: Final = "paper"
TORN: Final = " torn\n"
"""Ends a line that a crash had cut off, so that nothing appended later can complete it into a number."""

Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One batch. `runs` are numbers as (first, last), none for `open`."""

    kind: str
    runs: Runs
    epoch: int
    id: UUID
    at: datetime

    @property
    def serials(self) -> Iterable[int]:
        """Every number of the line."""
        return (serial for first, last in self.runs for serial in range(first, last + 1))

    def text(self) -> str:
        """The line as it is written, with its end."""
        runs = ",".join(f"{first}-{last}" if last > first else f"{first}" for first, last in self.runs) or "-"
        said = f"{self.kind} {runs} {self.epoch} {self.id} {self.at.isoformat(timespec='microseconds')}"
        return f"{said} {zlib.crc32(said.encode()):08x}\n"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a log holds. `damaged` counts lines that nobody can read; a torn end is no damage, since the
    transaction of an unfinished line never committed."""

    lines: tuple[Line, ...]
    damaged: int = 0

    def has(self, mark: UUID) -> bool:
        """Whether the batch of that id stands in it."""
        return any(line.id == mark for line in self.lines)


def read(content: bytes) -> Ledger:
    """The log that these bytes are."""
    *whole, _ = content.decode("ascii", errors="replace").split("\n")
    read = [(raw, _line(raw)) for raw in whole if not f"{raw}\n".endswith(TORN)]
    lines = tuple(line for _, line in read if line)
    return Ledger(lines, damaged=len(read) - len(lines))


def last(content: bytes) -> Line | None:
    """The last line of a log or of its end, or None if that is torn, damaged or missing."""
    if not content.endswith(b"\n"):
        return None
    return _line(content.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", errors="replace"))


def mended(content: bytes) -> str:
    """What must stand before the next line: nothing, or the end of a torn one."""
    return "" if not content or content.endswith(b"\n") else TORN


def _line(raw: str) -> Line | None:
    said, _, check = raw.rpartition(" ")
    if f"{zlib.crc32(said.encode()):08x}" != check:
        return None
    kind, runs, epoch, id, at = said.split(" ")
    return Line(kind, _runs(runs), int(epoch), UUID(id), datetime.fromisoformat(at))


def _runs(text: str) -> Runs:
    if text == "-":
        return ()
    parts = (run.partition("-") for run in text.split(","))
    return tuple((int(first), int(last or first)) for first, _, last in parts)
