"""Registers and lists of numbers as the data of their families: pure, no tables, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from siip.kernel.paper.surat import Letterhead, Signer, letterhead_on_paper, signer_on_paper
from siip.kernel.paper.text import legible, printable, words


@dataclass(frozen=True)
class BookRow:
    """One number of a register. Of a void number `kind` to `receiver` stay empty and `remark` says why."""

    serial: int
    on: date | None
    number: str
    kind: str = ""
    name: str = ""
    address: str = ""
    purpose: str = ""
    signer: str = ""
    receiver: str = ""
    remark: str = ""
    void: bool = False

    def cells(self) -> list[str]:
        """The columns of the printed register, in their order."""
        day = self.on.strftime("%d-%m-%Y") if self.on else ""
        own = (self.number, self.kind, self.name, self.address, self.purpose)
        last = (self.signer, self.receiver, self.remark)
        return [str(self.serial), day, *map(printable, own), *map(printable, last)]


# The columns of a letter book, as offices keep it; the Excel file has the same.
BOOK_COLUMNS = (
    "No.",
    "Tanggal",
    "Nomor surat",
    "Jenis surat",
    "Nama",
    "Alamat, RT/RW",
    "Keperluan",
    "Penanda tangan",
    "Penerima, tanda terima",
    "Keterangan",
)


def register_data(
    rows: Iterable[BookRow],
    *,
    title: str,
    period: str,
    office: Letterhead,
    signer: Signer,
    dated: date,
    printed: str,
    excerpt: str = "",
    paper: str = "A4",
    training: bool = False,
    typeface: str = "Arimo",
) -> dict[str, Any]:
    """The data of the family `register`. No rows print NIHIL.

    `period` and `printed` are words ("November 2026"; "24 November 2026, 10.42 WIB"). Some of the rows only make
    an excerpt, which says so on every page: `excerpt` is which ("yang batal").
    """
    title = f"Petikan {title.lower()}" if excerpt else title
    listed = list(rows)
    voids = sum(row.void for row in listed)
    unused = sum(not row.void and not row.number for row in listed)
    return _page(office, signer, dated, paper, training, typeface) | {
        "landscape": True,
        "title": printable(title),
        "period": printable(f"Masa: {period}"),
        "excerpt": printable(f"Hanya {excerpt}") if excerpt else "",
        "nothing": _NOTHING_CHOSEN if excerpt else _NOTHING,
        "summary": _summary(len(listed), voids, unused),
        "rows": _rows(listed),
        "closing": "Nomor yang dicoret tidak dipakai dan tidak pernah dipakai lagi." if voids else "",
        "footer": printable(f"{title}, {office.kelurahan}. Dicetak {printed}."),
    }


def number_list_data(
    rows: Iterable[BookRow],
    *,
    first: int,
    last: int,
    office: Letterhead,
    signer: Signer,
    dated: date,
    booked: date,
    printed: str,
    blanks: str = "",
    paper: str = "A4",
    training: bool = False,
    typeface: str = "Arimo",
) -> dict[str, Any]:
    """The data of the family `daftar_nomor`: the block `first` to `last`, booked in the paper book.

    `blanks` says for which emergency blanks it was set aside instead, out of the register itself. Rows are the numbers
    used or void; the totals count the rest of the block as not yet used.
    """
    listed = list(rows)
    voids = sum(row.void for row in listed)
    count = last - first + 1
    run = f"{first} sampai {last}" if count > 1 else f"{first}"
    totals = [
        ("disediakan", count),
        ("dipakai", len(listed) - voids),
        ("batal", voids),
        ("belum dipakai", count - len(listed)),
    ]
    return _page(office, signer, dated, paper, training, typeface) | {
        "title": "Daftar pemakaian nomor surat",
        "range": f"Nomor urut {run}",
        "opening": legible(
            f"Nomor urut {run} disisihkan dari register pada {words(booked, 'date')} untuk blangko "
            f"darurat yang ditulis tangan: {blanks}. Pemakaiannya:"
            if blanks
            else f"Nomor urut {run} dicatat dalam buku agenda pada {words(booked, 'date')} untuk surat "
            "yang dibuat dengan SIIP. Pemakaiannya:"
        ),
        "totals": [[name, str(number)] for name, number in totals],
        "rows": [{"cells": _short_cells(row), "void": row.void} for row in listed],
        "closing": "Tempelkan daftar ini pada buku agenda. Nomor batal tidak dipakai lagi.",
        "footer": printable(f"{office.kelurahan}. Dicetak {printed}."),
    }


_NOTHING = "Tidak ada surat yang tercatat dalam masa ini."
_NOTHING_CHOSEN = "Tidak ada yang seperti itu dalam masa ini."


def _page(office: Letterhead, signer: Signer, dated: date, paper: str, training: bool, typeface: str) -> dict[str, Any]:
    return {
        "office": letterhead_on_paper(office),
        "signature": signer_on_paper(signer),
        "date": dated.isoformat(),
        "dated": f"{printable(office.place)}, {words(dated, 'date')}",
        "paper": paper,
        "training": training,
        "typeface": typeface,
    }


def _summary(count: int, voids: int, unused: int) -> str:
    if not count:
        return "Tidak ada nomor"
    letters = f"{count} nomor: {count - voids - unused} surat, {voids} batal"
    return f"{letters}, {unused} belum dipakai" if unused else letters


def _rows(rows: Sequence[BookRow]) -> list[dict[str, Any]]:
    return [{"cells": row.cells(), "void": row.void} for row in rows]


def _short_cells(row: BookRow) -> list[str]:
    serial, day, number, kind, name, *_, remark = row.cells()
    told = remark if row.void else ", ".join(part for part in (kind, name) if part)
    return [serial, day, number, told]
