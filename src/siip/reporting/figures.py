"""Figures: what came of one event, gathered from every area; each total is made of its rows."""

from datetime import datetime
from typing import Final

from siip.kernel.refused import Refused
from siip.programme.models import Event
from siip.reporting.rules.figures import Figure
from siip.reporting.sources import everything

SEE: Final = "reporting.see"


def figures_of(event: Event, *, at: datetime) -> list[Figure]:
    """Everything that was counted at an event, in the order of a report; what is 0 is there too.

    `at` decides only which promises of the office are late by now.

    The caller has asked the right to see; rows name kinds and places, never a resident.
    """
    return list(everything(event, at))


def figure_of(event: Event, kode: str, *, at: datetime) -> Figure:
    """One figure with its rows. Raises Refused: "not-found"."""
    # One after the other: what comes after it in the report is not asked for.
    found = next((one for one in everything(event, at) if one.kode == kode), None)
    if found is None:
        raise Refused("not-found", "Angka itu tidak ada di laporan ini. Buka lagi dari halaman laporan.")
    return found
