"""Excel in and out.

In: a workbook of a stranger, read within limits; formulas never run, numbers that lost digits are told.
Out: text stays text, so that no value of ours becomes a formula on the reader's machine.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Literal

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from siip.kernel.refused import Refused

Cell = str | int | float | bool | date | datetime | time | timedelta
Kind = Literal["text", "number", "date"]

# 30,000 residents with 43 columns are 4 MB packed and 70 MB unpacked.
MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
# A text that stands in the file once is copied for each cell that names it.
MOST_TEXT = 512 * 1024 * 1024
# The reader lays a sheet out as a full rectangle: one cell at XFD1048576 would take it all. So each
# cell must say its place first, as every program writes it, within 208 columns and 99,999 rows.
STRAY = re.compile(rb'<c(?! r="[A-G]?[A-Z][1-9]\d{0,4}")[\s/>]')
# A cell may also be written with a namespace before it. Hardly ever, and one pattern for both takes three times
# as long: so this one looks only where the few bytes of it occur.
PREFIXED, STRAY_PREFIXED = (
    re.compile(rb":c[\s/>]"),
    re.compile(rb'<[^\s<>/]*:c(?! r="[A-G]?[A-Z][1-9]\d{0,4}")[\s/>]'),
)
SHARED, FORMULA = b' t="s"', (b"<f>", b"<f ")
TARGET = re.compile(rb"Target\s*=\s*[\"']([^\"']*)")
WORKBOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# With one of these the reader would take the file for another format, which we have not looked at.
OTHERWISE = ("xl/workbook.bin", "content.xml")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
STORED, DEFLATED = 0, 8
MOST_DIGITS = 15  # of a number in Excel; the sixteenth is a nought, whatever it was


@dataclass(frozen=True)
class Sheet:
    """A sheet as rows of cells. `formulas` counts the cells whose value Excel had computed."""

    name: str
    rows: Sequence[Sequence[Cell]]
    formulas: int


def open_sheet(content: bytes, *, sheet: str | None = None) -> Sheet:
    """The sheet of that name (spaces and case do not matter), or the first one that has rows.

    Raises Refused: "sheet-too-big", "sheet-unreadable", "sheet-missing", "sheet-empty".
    """
    if len(content) > MOST_BYTES:
        raise _too_big(f"Berkas ini {len(content) // 1048576} MB")
    formulas = 0 if content.startswith(OLD_EXCEL) else _inspect(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = _wanted(book.sheet_names, sheet)
        for name in names:
            # With the empty rows above, so that a row number is the one people see in Excel.
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell != "" for row in rows for cell in row):
                return Sheet(name, rows, formulas)
    except CalamineError:
        raise _unreadable() from None
    raise Refused("sheet-empty", f'Lembar "{names[0]}" kosong. Periksa lembar yang Anda isi.')


def text_of(cell: Cell) -> str:
    """The cell as text: numbers without ".0", dates as ISO, without the spaces around it (NBSP too)."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\0", "").strip()


def lost_digits(cell: Cell) -> bool:
    """Whether a number is so long that Excel has replaced its last digits by noughts.

    A NIK typed into a cell that is not text is destroyed: it must be typed anew, not repaired.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return bool(abs(cell) >= 10**MOST_DIGITS)


@dataclass(frozen=True)
class Column:
    """A column of a sheet that we write. NIK, numbers of letters and RT are "text", always."""

    name: str
    kind: Kind = "text"
    width: int = 16


def write_sheet(
    target: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    name: str = "Data",
    progress: Callable[[int], None] | None = None,
) -> int:
    """Writes the rows as they come, keeping one in memory; gives their number.

    `progress` is told the count after each thousand and at the end. None leaves a cell empty.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(name)
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        formats = {
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "dd-mm-yyyy"}),
            "number": book.add_format(),
        }
        page.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, formats[column.kind])
            page.write_string(0, at, column.name, bold)
        for count, row in enumerate(rows, 1):  # noqa: B007
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write(page, count, at, column.kind, value, formats[column.kind])
            if progress and count % 1000 == 0:
                progress(count)
    if progress:
        progress(count)
    return count


def _write(page: Any, row: int, at: int, kind: Kind, value: Any, look: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, at, None, look)
    elif kind == "number":
        page.write_number(row, at, value, look)
    elif kind == "date":
        page.write_datetime(row, at, value, look)
    else:
        # Excel takes no control characters and no more than 32,767 letters.
        clean = "".join(c for c in str(value) if c >= " " or c in "\t\n")
        page.write_string(row, at, clean[:32767], look)


def _wanted(names: list[str], sheet: str | None) -> list[str]:
    if sheet is None:
        return names
    found = [name for name in names if _folded(name) == _folded(sheet)]
    if not found:
        raise Refused(
            "sheet-missing",
            f'Lembar "{sheet}" tidak ada. Yang ada: {", ".join(names)}. '
            "Ganti nama lembarnya, atau pilih salah satu dari itu.",
        )
    return found


def _folded(name: str) -> str:
    return "".join(name.upper().split())


def _inspect(content: bytes) -> int:
    """Unpacks each part within limits and looks at it; gives the number of formulas."""
    left, shared, longest, formulas = MOST_UNPACKED, 0, 0, 0
    for name, part in _parts(content):
        left -= len(part)
        if left < 0:
            raise _too_big("Isi berkas ini, setelah dibuka,")
        if not name.lower().endswith((".xml", ".rels")):
            continue
        _refuse_strange(name, part)
        shared += part.count(SHARED)
        formulas += sum(map(part.count, FORMULA))
        longest = max(longest, *map(len, part.split(b"</si>"))) if b"</si>" in part else longest
    if shared * longest > MOST_TEXT:
        raise _too_big("Isi berkas ini, setelah dibuka,")
    return formulas


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
        names = {entry.filename for entry in entries}
        if WORKBOOK not in names or names.intersection(OTHERWISE):
            raise _unreadable()
        for entry in entries:
            yield entry.filename, _unpacked(content, entry)
    # NotImplementedError is what zipfile raises for a compression that it does not know: no sheet of ours has one.
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError):
        raise _unreadable() from None


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The part, up to one byte more than is allowed.

    Python's own reader stops at the size that the file states of the part; the reader of Excel
    files does not, and a bomb lies. So the stream itself is unpacked, and counted.
    """
    at = entry.header_offset
    name, extra = (int.from_bytes(content[at + n : at + n + 2], "little") for n in (26, 28))
    start = at + 30 + name + extra
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == STORED:
        return packed
    if entry.compress_type != DEFLATED:
        raise _unreadable()
    return zlib.decompressobj(-15).decompress(packed, MOST_UNPACKED + 1)


def _refuse_strange(name: str, part: bytes) -> None:
    if b"\0" in part:  # UTF-16 would hide the cells from us
        raise _unreadable()
    if STRAY.search(part) or (PREFIXED.search(part) and STRAY_PREFIXED.search(part)):
        raise _too_big("Satu lembar di berkas ini")
    if name == LINKS and not all(map(_is_looked_at, TARGET.findall(part))):
        raise _unreadable()


def _is_looked_at(target: bytes) -> bool:
    return target.lower().endswith((b".xml", b"vbaproject.bin"))


def _too_big(what: str) -> Refused:
    return Refused(
        "sheet-too-big",
        f"{what} terlalu besar (paling besar {MOST_BYTES // 1048576} MB, 99.999 baris, 208 kolom). "
        "Bagi menjadi beberapa berkas, atau salin datanya ke lembar baru lalu simpan lagi.",
    )


def _unreadable() -> Refused:
    return Refused(
        "sheet-unreadable",
        "Berkas ini tidak dapat dibaca sebagai Excel. Buka dengan Excel atau LibreOffice, hapus kata "
        "sandinya bila ada, simpan sebagai .xlsx, lalu kirim lagi.",
    )
