"""A letter type and its answers become the data of a family: pure, no tables, no clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from siip.kernel.drawing import code_groups, qr_svg
from siip.kernel.paper.text import fill, has_all, printable, words

if TYPE_CHECKING:  # the catalogue tries its letters on this module, so it stands above
    from siip.kernel.catalogue import Field, Grid, LetterType, Validity

Capacity = Literal["langsung", "an", "ub", "plt", "plh"]

# What a text may name besides its own fields; the letterhead and the signer give them.
GIVEN_BY_OFFICE = ("kelurahan", "kecamatan", "kota")
GIVEN = (*GIVEN_BY_OFFICE, *"penanda_nama penanda_nip penanda_jabatan tanggal_surat berlaku_sampai".split())
DOT = "…"
# How many dots a hand needs, by the type of a field; a dot is as wide as the type is high.
ROOM = {"date": 10, "year": 5, "number": 5, "rupiah": 10, "digits": 16, "choice": 12, "long": 40, "text": 17}
SHORT = 12
IN_WORDS = {
    "langsung": "{office}",
    "plt": "Pelaksana Tugas {office}",
    "plh": "Pelaksana Harian {office}",
    "an": "{own}, atas nama {office}",
    "ub": "{own}, untuk beliau {through}, atas nama {office}",
}


@dataclass(frozen=True)
class Letterhead:
    """The office as it stands on its paper. Names carry their kind: "Kelurahan Plaju Ilir", "Desa Sako".

    `lines` run from the region to the own name; `arms` is SVG text or empty; `place` opens the date;
    `complaint` is where a demand for money is reported.
    """

    lines: tuple[str, ...]
    address: tuple[str, ...]
    kelurahan: str
    kecamatan: str
    kota: str
    place: str
    complaint: str
    arms: str = ""


@dataclass(frozen=True)
class Signer:
    """Who signs, in which capacity, for which office ("Lurah Plaju Ilir").

    `own` is the signer's own office under `an` and `ub`, `through` the one between under `ub`.
    """

    capacity: Capacity
    office: str
    name: str
    rank: str = ""
    nip: str = ""
    own: str = ""
    through: str = ""

    @property
    def in_words(self) -> str:
        """The office in a sentence: "Sekretaris Kelurahan, atas nama Lurah Plaju Ilir"."""
        return IN_WORDS[self.capacity].format(**asdict(self))


@dataclass(frozen=True)
class Verification:
    """The code on the paper: where it leads, and the state of the letter in words.

    `url` is the whole address with the code, `address` the short one that a person types.
    """

    code: str
    url: str
    address: str
    state: str
    sentence: str


def registered(code: str, public_url: str, *, office: str, on: date) -> Verification:
    """The code of a letter that stands in the register of `office` since `on`."""
    sentence = f"Tercatat dalam register {office} pada {words(on, 'date')}."
    return _verification(code, public_url, "terdaftar", sentence)


def issued_in_field(code: str, public_url: str, *, when: str, where: str) -> Verification:
    """The code of a letter handed out in the street, before the office has heard of it."""
    sentence = f"{when}, {where}. Pencatatan di register menyusul; bila kode belum dikenal, tanyakan ke kantor."
    return _verification(code, public_url, "diterbitkan di lapangan", sentence)


def _verification(code: str, public_url: str, state: str, sentence: str) -> Verification:
    root = public_url.rstrip("/")
    return Verification(
        code=code,
        url=f"{root}/periksa/{code}",
        address=f"{root.removeprefix('https://').removeprefix('http://')}/periksa",
        state=state,
        sentence=sentence,
    )


def letter_text(
    kind: LetterType,
    answers: Mapping[str, object],
    *,
    office: Letterhead,
    signer: Signer,
    dated: date,
) -> dict[str, Any]:
    """What the signature covers: all that the letter says but its number and its code. Plain JSON.

    Raises ValueError if a required answer is missing or an answer is no value of its type.
    """
    values = _values(kind, answers) | _given(kind, office, signer, dated)
    blocks = _blocks(kind, values, answers, kind.lines)
    return {
        "name": kind.name,
        "date": dated.isoformat(),
        "dated": f"{printable(office.place)}, {words(dated, 'date')}",
        "blocks": blocks,
        "signature": signer_on_paper(signer),
        "office": letterhead_on_paper(office),
        "complaint": printable(office.complaint),
    }


def letter_paper(
    text: Mapping[str, Any],
    *,
    number: str | None,
    verify: Verification | None,
    paper: str = "A4",
    training: bool = False,
    typeface: str = "Arimo",
) -> dict[str, Any]:
    """The data of the family for a text frozen by `letter_text`. Without a number it is a draft."""
    return dict(text) | {
        "number": printable(number or ""),
        "draft": number is None,
        "verify": _code(verify) if verify else None,
        "paper": paper,
        "training": training,
        "typeface": typeface,
    }


def letter_data(
    kind: LetterType,
    answers: Mapping[str, object],
    *,
    office: Letterhead,
    signer: Signer,
    number: str | None,
    dated: date,
    verify: Verification | None,
    paper: str = "A4",
    training: bool = False,
    typeface: str = "Arimo",
) -> dict[str, Any]:
    """Text and paper in one: the data of `kind.family`, for a preview or a letter numbered at once."""
    text = letter_text(kind, answers, office=office, signer=signer, dated=dated)
    return letter_paper(text, number=number, verify=verify, paper=paper, training=training, typeface=typeface)


def statement_data(
    kind: LetterType,
    answers: Mapping[str, object],
    *,
    office: Letterhead,
    dated: date,
    training: bool = False,
    typeface: str = "Arimo",
) -> dict[str, Any]:
    """The data of the family `pernyataan`: what the person states, filled in as far as it is known by now.

    Raises ValueError for a letter type without a statement.
    """
    if kind.statement is None:
        raise ValueError(f"{kind.kode}: no statement belongs to it")
    asked = {field.name: _saidof(field, answers) for field in kind.fields if field.type != "rows"}
    values = asked | _places(office)
    return {
        "name": kind.statement.name,
        "signed_by": values["nama"],
        "printed_by": values["kelurahan"] or values["kecamatan"],
        "date": dated.isoformat(),
        "dated": f"{printable(office.place)}, {words(dated, 'date')}",
        "blocks": _blocks(kind, values, answers, kind.statement.lines),
        "materai": kind.statement.materai,
        "office": letterhead_on_paper(office),
        "paper": "A4",
        "training": training,
        "typeface": typeface,
    }


def blank_blocks(kind: LetterType, *, office: Letterhead) -> list[list[Any]]:
    """The letter with dots wherever a hand will write: what stands between its heading and the signature."""
    asked = {field.name: DOT * _room(field) for field in kind.fields if field.type != "rows"}
    given = dict.fromkeys(GIVEN, DOT * ROOM["text"]) | {"tanggal_surat": DOT * ROOM["date"]}
    given["berlaku_sampai"] = DOT * ROOM["date"] if kind.validity else ""
    return _blocks(kind, asked | given | _places(office), {}, kind.lines)


def letterhead_on_paper(office: Letterhead) -> dict[str, Any]:
    """The letterhead as plain data, printable."""
    return {
        "lines": [printable(line) for line in office.lines],
        "address": [printable(line) for line in office.address],
        "kota": printable(office.kota),
        "arms": office.arms,
    }


def signer_on_paper(signer: Signer) -> dict[str, str]:
    """The block of the signature as plain data, printable."""
    return {part: printable(said) for part, said in asdict(signer).items()}


def valid_until(issued: date, validity: Validity | None) -> date | None:
    """The last day, or None for a letter that does not lapse.

    31 August and six months end on the last day of February.
    """
    if validity is None:
        return None
    if validity.days:
        return issued + timedelta(days=validity.days)
    years, month = divmod(issued.month - 1 + validity.months, 12)
    year, month = issued.year + years, month + 1
    return date(year, month, min(issued.day, monthrange(year, month)[1]))


def _values(kind: LetterType, answers: Mapping[str, object]) -> dict[str, str]:
    asked = [field for field in kind.fields if field.type != "rows"]
    values = {field.name: _saidof(field, answers) for field in asked}
    missing = [field.label for field in asked if field.required and not values[field.name]]
    if missing:
        raise ValueError(f"{kind.kode}: belum diisi: {', '.join(missing)}")
    return values


def _saidof(field: Field, answers: Mapping[str, object]) -> str:
    return words(answers.get(field.name, field.default), field.type)


def _given(kind: LetterType, office: Letterhead, signer: Signer, dated: date) -> dict[str, str]:
    last = valid_until(dated, kind.validity)
    return {
        **_places(office),
        "penanda_nama": printable(signer.name),
        "penanda_nip": printable(signer.nip),
        "penanda_jabatan": printable(signer.in_words),
        "tanggal_surat": words(dated, "date"),
        "berlaku_sampai": words(last, "date"),
    }


def _room(field: Field) -> int:
    return 5 if field.max <= SHORT and field.type in ("text", "number") else ROOM[field.type]


def _places(office: Letterhead) -> dict[str, str]:
    return {name: printable(getattr(office, name)) for name in GIVEN_BY_OFFICE}


def _blocks(
    kind: LetterType, values: Mapping[str, str], answers: Mapping[str, object], lines: tuple[str, ...]
) -> list[list[Any]]:
    """The letter in its order: ["text", sentence], ["table", rows] or ["grid", {title, columns, numeric, rows, note}].

    A row of a table with an empty field is left out, and so is a grid without rows.
    """
    blocks: list[list[Any]] = []
    for line in lines:
        if not line.startswith("@"):
            sentence = fill(line, values)
            blocks += [["text", sentence]] if sentence.strip() else []
            continue
        if line[1:] in kind.grids:
            blocks += _grid(kind.grids[line[1:]], answers.get(line[1:]))
            continue
        rows = [
            [row.label, fill(row.text, values), *(["strong"] if row.strong else [])]
            for row in kind.tables[line[1:]]
            if has_all(row.text, values)
        ]
        blocks += [["table", rows]] if rows else []
    return blocks


def _grid(grid: Grid, answer: object) -> list[list[Any]]:
    rows = [[printable(str(cell)) for cell in row] for row in cast("list[list[object]]", answer or [])]
    said = asdict(grid) | {"rows": rows}
    return [["grid", said]] if rows else []


def _code(verify: Verification) -> dict[str, Any]:
    return {
        "url": verify.url,
        "address": verify.address,
        "qr": qr_svg(verify.url),
        "groups": code_groups(verify.code),
        "state": verify.state,
        "sentence": printable(verify.sentence),
    }
