"""The counters of an event, and from which source something of its day is known."""

from datetime import datetime
from typing import Final

from siip.fieldday.rules.tallies import REPORTED, SOURCES
from siip.kernel.refused import Refused
from siip.programme import days
from siip.programme.models import Event

SEE: Final = "fieldday.see"
RECORD: Final = "fieldday.record"
FORGET: Final = "fieldday.forget"
"""Of the house alone: letting names go when their time is over."""


def check_counter(event: Event, counter: str) -> None:
    """Raises Refused: "counter-unknown"."""
    if counter not in event.counter_letters:
        letters = ", ".join(event.counter_letters)
        raise Refused("counter-unknown", f"Loket itu tidak ada di kegiatan ini. Pilih loket {letters}.")


def check_source(event: Event, source: str, counter: str, at: datetime) -> None:
    """Whether something can be known from there, at that counter.

    Raises Refused: "source-unknown", "counter-unknown", "not-on-the-spot".
    """
    if source not in SOURCES or (source == "rt") != (counter == REPORTED):
        raise Refused("source-unknown", "Pilih dari mana hitungan ini: di tempat, dari kertas, atau laporan RT.")
    if counter != REPORTED:
        check_counter(event, counter)
    if source == "spot" and not days.is_on(event, at):
        raise Refused("not-on-the-spot", "Hari kegiatan sudah lewat. Pilih dari kertas atau laporan RT.")
