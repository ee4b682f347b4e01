"""Figures: what came of one event, gathered from every area; each total is made of its rows."""

from typing import Final

from siip.kernel.refused import Refused
from siip.programme.models import Event
from siip.reporting.rules.figures import Figure
from siip.reporting.sources import SOURCES

SEE: Final = "reporting.see"


def figures_of(event: Event) -> list[Figure]:
    """Everything that was counted at an event, in the order of a report; what is 0 is there too.

    The caller has asked the right to see; rows name kinds and places, never a resident.
    """
    return [one for source in SOURCES for one in source(event)]


def figure_of(event: Event, kode: str) -> Figure:
    """One figure with its rows. Raises Refused: "not-found"."""
    found = next((one for one in figures_of(event) if one.kode == kode), None)
    if found is None:
        raise Refused("not-found", "Angka itu tidak ada di laporan ini. Buka lagi dari halaman laporan.")
    return found
