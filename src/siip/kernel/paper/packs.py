"""The paper pack of an event as the data of its family: pure, no tables, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from siip.kernel.paper.surat import Letterhead, blank_blocks, letterhead_on_paper
from siip.kernel.paper.text import legible

if TYPE_CHECKING:  # the catalogue tries its letters on this package, so it stands above
    from siip.kernel.catalogue import Field, LetterType

LONG = 200
"""From so many letters on an answer gets two lines."""
FEW = 8
"""A choice of more than so many is written and not ticked."""
SIGNED_WITH = "Penanda tangan menulis a.n., u.b., Plt., atau Plh. di depan nama jabatan bila perlu."


@dataclass(frozen=True)
class Packing:
    """A part of the packing list: rows of what is taken along, and how many or what for."""

    name: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RoleCard:
    """The card of a role: who has it ("" for nobody yet), what to do at what hour, whom to ask about what."""

    role: str
    person: str
    tasks: tuple[tuple[str, str], ...]
    ask: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Roll:
    """The roll of an RT ("" for one that comes uncalled): its head, people promised (None: no answer), boxes.

    `is_unconfirmed`: it was promised before the event moved.
    """

    rt: str
    head: str
    promised: int | None
    boxes: int
    is_unconfirmed: bool = False


@dataclass(frozen=True)
class Sheets:
    """So many sheets of one letter type."""

    kind: LetterType
    copies: int


@dataclass(frozen=True)
class Blanks:
    """So many blanks of a letter that an office issues; `signer` is who signs, by the title of the office.

    The first of them bear the `numbers` that were set aside for them; the others are left to the pen.
    """

    kind: LetterType
    copies: int
    office: Letterhead
    signer: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """All that is taken along to an event. `event` and `when` say which, on every part of it."""

    event: str
    when: str
    packing: tuple[Packing, ...]
    cards: tuple[RoleCard, ...]
    rolls: tuple[Roll, ...]
    numbers: tuple[str, ...]
    sheets: tuple[Sheets, ...] = ()
    blanks: tuple[Blanks, ...] = ()


def pack_data(
    pack: Pack, *, office: Letterhead, dated: date, printed: str, training: bool = False, typeface: str = "Arimo"
) -> dict[str, Any]:
    """The data of the family `paket`. `printed` is when, in words. What paper cannot carry becomes "?"."""
    return {
        "office": letterhead_on_paper(office),
        "date": dated.isoformat(),
        "event": legible(pack.event),
        "when": legible(pack.when),
        "footer": legible(f"{pack.event}. Dicetak {printed}."),
        "packing": [{"name": legible(one.name), "rows": _pairs(one.rows)} for one in pack.packing],
        "cards": [_card(one) for one in pack.cards],
        "rolls": [_roll(one) for one in pack.rolls],
        "numbers": list(pack.numbers),
        "sheets": [_sheet(one) for one in pack.sheets if one.copies],
        "blanks": [_blank(one) for one in pack.blanks if one.copies],
        "paper": "A4",
        "training": training,
        "typeface": typeface,
    }


def _card(card: RoleCard) -> dict[str, Any]:
    return {
        "role": legible(card.role), "person": legible(card.person), "tasks": _pairs(card.tasks), "ask": _pairs(card.ask)
    }  # fmt: skip


def _roll(roll: Roll) -> dict[str, Any]:
    return {
        "rt": legible(roll.rt), "head": legible(roll.head), "promised": roll.promised, "boxes": roll.boxes,
        "unconfirmed": roll.is_unconfirmed,
    }  # fmt: skip


def _sheet(sheets: Sheets) -> dict[str, Any]:
    kind = sheets.kind
    return {
        "name": kind.name,
        "copies": sheets.copies,
        "requirements": [
            one.label + (" (atau Ketua RT menerangkan di tempat)" if one.rt_may_confirm else "")
            for one in kind.requirements
        ],
        "bring": [one.label for one in kind.bring],
        "not_needed": [[one.label, one.reason] for one in kind.not_needed],
        "fields": [_field(field) for field in kind.fields if field.type != "rows"],
        "minutes": list(kind.usual_minutes),
    }


def _field(field: Field) -> dict[str, Any]:
    choices = list(field.choices) if len(field.choices) <= FEW else []
    return {"label": field.label, "required": field.required, "look": _look(field, choices), "choices": choices}


def _look(field: Field, choices: list[str]) -> str:
    if "nik" in field.checks:
        return "nik"
    if choices:
        return "choices"
    return "date" if field.type == "date" else "long" if field.max > LONG else "line"


def _blank(blanks: Blanks) -> dict[str, Any]:
    return {
        "name": blanks.kind.name,
        "numbers": [*blanks.numbers[: blanks.copies], *[""] * (blanks.copies - len(blanks.numbers))],
        "klasifikasi": blanks.kind.klasifikasi,
        "office": letterhead_on_paper(blanks.office),
        "signer": legible(blanks.signer),
        "place": legible(blanks.office.place),
        "blocks": blank_blocks(blanks.kind, office=blanks.office),
        "how": SIGNED_WITH,
    }


def _pairs(rows: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return [[legible(left), legible(right)] for left, right in rows]
