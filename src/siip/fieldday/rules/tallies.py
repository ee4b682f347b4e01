"""How many came from an RT: a fold over the marks of all counters, equal in whatever order they arrive.

Of each counter one value counts: its last whole count ("set") and what it added since, less what it took back.
Where two counters counted the same RT nobody but a person knows whether they saw the same people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from uuid import UUID

from siip.kernel import fold

ADD, SET, UNDO, SETTLE = "add", "set", "undo", "settle"
SUM, REPLACE = "sum", "replace"
HOW: Final = MappingProxyType(
    {SUM: "Tambah: yang dihitung orang yang berbeda", REPLACE: "Ganti: orang yang sama dihitung dua kali"}
)
SOURCES: Final = MappingProxyType({"spot": "dihitung di tempat", "paper": "dari kertas", "rt": "laporan RT"})
REPORTED: Final = "R"
"""The counter, so to say, at which an RT reports its own count."""
MOST_HEADS: Final = 500
"""An RT has some 30 to 80 families; more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Said:
    """A step as far as the fold looks at it.

    Marks are "add", "set" (with count and source) and "undo" of one counter. "settle" says how the counters stand
    together, which of them was kept, and the counts that were seen when it was said.
    """

    id: UUID
    act: str
    hlc: int
    dev: UUID
    seq: int
    counter: str = ""
    count: int = 0
    source: str = ""
    how: str = ""
    kept: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps: the heads that count, and {counter: {source: heads}} behind them.

    `how` and `kept` are those of the settlement that holds, "" where none is needed. Unsettled, the highest count
    stands: too few are honest, too many are not. `last` is what "undo" would take back: {counter: (act, count)}.
    """

    heads: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_settled: bool = True
    how: str = ""
    kept: str = ""
    last: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one RT in (hlc, dev, seq) order; the same step twice counts once."""
    in_order = fold.in_order(steps)
    kept: dict[str, list[Said]] = {}
    for step in in_order:
        marks = kept.setdefault(step.counter, [])
        if step.act in (ADD, SET):
            marks.append(step)
        elif step.act == UNDO and marks:
            marks.pop()
    counts = {counter: _sources(marks) for counter, marks in sorted(kept.items()) if marks}
    last = {counter: (marks[-1].act, marks[-1].count) for counter, marks in sorted(kept.items()) if marks}
    settled = next((step for step in reversed(in_order) if step.act == SETTLE), None)
    heads, is_settled, how, chosen = _together(totals(counts), settled)
    return Standing(heads, counts, is_settled, how, chosen, last)


def totals(counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The heads of each counter that counted anybody."""
    summed = {counter: sum(by_source.values()) for counter, by_source in counts.items()}
    return {counter: heads for counter, heads in summed.items() if heads}


def _sources(marks: Iterable[Said]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for mark in marks:
        if mark.act == SET:
            found.clear()
        found[mark.source] += mark.count
    return dict(sorted(found.items()))


def _together(found: Mapping[str, int], settled: Said | None) -> tuple[int, bool, str, str]:
    """(heads, is settled, how, kept) of the counters that counted anybody."""
    if len(found) < 2:
        return sum(found.values()), True, "", ""
    if settled is not None and _holds(found, settled):
        heads = sum(found.values()) if settled.how == SUM else found[settled.kept]
        return heads, True, settled.how, settled.kept
    return max(found.values()), False, "", ""


def _holds(found: Mapping[str, int], settled: Said) -> bool:
    """Whether what was said then still answers what stands now.

    A sum goes on with its counters and ends where another one begins to count. A counter that was replaced and
    counts on has something new to say.
    """
    if settled.how == SUM:
        return found.keys() <= settled.seen.keys()
    return settled.kept in found and all(
        settled.seen.get(counter) == heads for counter, heads in found.items() if counter != settled.kept
    )
