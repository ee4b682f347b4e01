"""Photos of a day side by side, as the data of the family `lembar_foto`: pure, no tables, no clock."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from typing import Any

from siip.kernel.paper.surat import Letterhead, letterhead_on_paper
from siip.kernel.paper.text import legible


@dataclass(frozen=True)
class Shot:
    """A picture as JPEG, its proportions, and the words under it ("Sebelum, 07.10 WIB")."""

    words: str
    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Spot:
    """What was photographed: its name, what was done there, rows of two; None where one side has no picture."""

    name: str
    done: str
    rows: tuple[tuple[Shot | None, Shot | None], ...]


def sheet_data(
    spots: tuple[Spot, ...],
    *,
    event: str,
    when: str,
    left_out: str,
    office: Letterhead,
    dated: date,
    printed: str,
    training: bool = False,
    typeface: str = "Arimo",
) -> dict[str, Any]:
    """The data of the family `lembar_foto`. `left_out` says which photos are not on it, `printed` is when, in words."""
    return {
        "office": letterhead_on_paper(office),
        "date": dated.isoformat(),
        "title": "Lembar foto",
        "event": legible(event),
        "when": legible(when),
        "left_out": legible(left_out),
        "footer": legible(f"{event}. Dicetak {printed}."),
        "spots": [_spot(one) for one in spots],
        "paper": "A4",
        "training": training,
        "typeface": typeface,
    }


def _spot(spot: Spot) -> dict[str, Any]:
    name = legible(spot.name)
    rows = [[_shot(one, name) if one else None for one in row] for row in spot.rows]
    return {"name": name, "done": legible(spot.done), "rows": rows}


def _shot(shot: Shot, name: str) -> dict[str, str]:
    words = legible(shot.words)
    return {"words": words, "alt": f"{name}: {words}", "svg": _framed(shot)}


def _framed(shot: Shot) -> str:
    """The JPEG inside an SVG: values reach typst as text only, and what is inside goes into the PDF byte by byte."""
    size, told = f'width="{int(shot.width)}" height="{int(shot.height)}"', base64.b64encode(shot.jpeg).decode("ascii")
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/jpeg;base64,{told}"/></svg>'
