"""A sheet with RT in it, read as rows: the columns may stand in any order and under any title."""

from collections.abc import Sequence
from dataclasses import dataclass

from siip.kernel.refused import Refused

MOST_ROWS = 10_000  # the largest kecamatan has about 1,500 RT
HEADING_WITHIN = 20  # letterhead and title above the table

_TITLES = {
    "kelurahan": "kelurahan", "desa": "kelurahan", "kelurahandesa": "kelurahan",
    "desakelurahan": "kelurahan", "namakelurahan": "kelurahan", "namadesa": "kelurahan",
    "kodekelurahan": "kelurahan", "kodedesa": "kelurahan", "kode": "kelurahan",
    "rw": "rw", "norw": "rw", "nomorrw": "rw", "rt": "rt", "nort": "rt", "nomorrt": "rt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RtRow:
    """One row: its number in the sheet, counted from 1, and the cells as they stood there."""

    number: int
    kelurahan: str
    rw: object
    rt: object


def rt_rows(cells: Sequence[Sequence[object]]) -> list[RtRow]:
    """The rows below the heading; empty ones are left out. Kelurahan and RW columns may be missing.

    Raises Refused: "rt-columns" when no row names a column RT, "too-many-rows".
    """
    if len(cells) > MOST_ROWS:
        raise Refused(
            "too-many-rows",
            f"Lembar ini berisi {len(cells)} baris; paling banyak {MOST_ROWS}. Bagilah menjadi beberapa berkas.",
        )
    heading, columns = _heading(cells)
    rows = []
    for number, row in enumerate(cells[heading + 1 :], start=heading + 2):
        found = {name: row[at] for name, at in columns.items() if at < len(row)}
        if any(_said(cell) for cell in found.values()):
            place = _said(found.get("kelurahan"))
            rows.append(RtRow(number, place, found.get("rw"), found.get("rt")))
    return rows


def _heading(cells: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(cells[:HEADING_WITHIN]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            title = "".join(letter for letter in str(cell).lower() if letter.isalpha())
            if title in _TITLES:
                columns.setdefault(_TITLES[title], at)
        if "rt" in columns:
            return number, columns
    raise Refused(
        "rt-columns",
        "Kolom RT tidak ditemukan. Baris judul harus memuat kolom RT, dan sebaiknya juga Kelurahan dan RW.",
    )


def _said(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a code in a cell for numbers
    return " ".join(str("" if cell is None else cell).split())
