"""What a head may answer, and where a call stands: a fold over its steps, equal in whatever order they arrive.

The last answer by the clock counts, whoever gave it: a head who changes his mind, or the clerk whom he rang up.
A call never takes an answer back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from siip.kernel import fold

SILENT, YES, REPRESENTED, NO = "silent", "yes", "represented", "no"
COMING: Final = MappingProxyType({YES: "Datang", REPRESENTED: "Diwakili", NO: "Tidak bisa"})
HOW: Final = MappingProxyType({"wa": "WhatsApp", "voice": "Telepon", "paper": "Surat atau lisan"})
SOURCES: Final = MappingProxyType(
    {
        "link": "lewat tautannya",
        "wa": "lewat WhatsApp",
        "voice": "lewat telepon",
        "said": "disampaikan langsung",
    }
)
"""How an answer came; all but the first are written down by the office."""
NEEDS: Final = MappingProxyType(
    {
        "karung": "Karung",
        "sapu": "Sapu",
        "cangkul": "Cangkul",
        "arit": "Arit",
        "gerobak": "Gerobak",
        "air_minum": "Air minum",
    }
)
MOST_HEADS: Final = 500
"""An RT has some 30 to 80 families; more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it: `act` is "call" (with `how`) or "answer" (with the rest)."""

    how: str = ""
    coming: str = ""
    heads: int = 0
    needs: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps; `heads` are the people promised."""

    called_at: datetime | None = None
    called_how: str = ""
    called_count: int = 0
    state: str = SILENT
    heads: int = 0
    needs: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    answered_at: datetime | None = None


def is_before_move(answered_at: datetime | None, moved_at: datetime | None) -> bool:
    """Whether an answer was given for the day or the place that an event has left since: it is to be confirmed."""
    return answered_at is not None and moved_at is not None and answered_at < moved_at


def heads_in_words(rts: int, rws: int) -> str:
    """`12 Ketua RT dan 2 Ketua RW`, without the kind of which there are none; "" where there is nobody."""
    return " dan ".join(f"{count} {word}" for count, word in ((rts, "Ketua RT"), (rws, "Ketua RW")) if count)


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one call in (hlc, dev, seq) order; the same step twice counts once."""
    in_order = fold.in_order(steps)
    calls = [step for step in in_order if step.act == "call"]
    last = next((step for step in reversed(in_order) if step.act == "answer"), None)
    called_at, how = (calls[-1].at, calls[-1].how) if calls else (None, "")
    if last is None:
        return Standing(called_at, how, len(calls))
    return Standing(
        called_at, how, len(calls), last.coming, last.heads, last.needs, last.note, last.source, last.at
    )  # fmt: skip
