"""Whether answers fit a letter type: shape only, in words for the person who typed them."""

from collections.abc import Mapping
from datetime import date

from siip.kernel.catalogue.kinds import Field, LetterType
from siip.kernel.paper.text import Unprintable, printable

SIXTEEN = 16


def answer_problems(kind: LetterType, answers: Mapping[str, object], *, on: date) -> dict[str, str]:
    """What is wrong with the answers, by field name; empty if a letter can be made of them.

    Dates are ISO text or `date`; `on` is the day in the office's zone, for dates not in the future.
    A NIK is refused for length and digits only: whether it fits the person, a person judges.
    """
    found = {
        field.name: _rows_problem(field, answers.get(field.name), len(kind.grids[field.name].columns))
        if field.type == "rows"
        else _problem(field, answers.get(field.name), on)
        for field in kind.fields
    }
    known = {field.name for field in kind.fields}
    found |= {name: "Isian ini tidak dikenal." for name in answers if name not in known}
    return {name: problem for name, problem in found.items() if problem}


def _problem(field: Field, answer: object, on: date) -> str:
    if answer is None or str(answer).strip() == "":
        return f"Isi {field.label}." if field.required and not field.default else ""
    try:
        text = printable(str(answer)).strip()
    except Unprintable as refused:
        return refused.message
    if len(text) > field.max:
        return f"{field.label} paling panjang {field.max} huruf; sekarang {len(text)}."
    return _of_type(field, text) or _checked(field, text, on)


def _rows_problem(field: Field, answer: object, width: int) -> str:
    """Rows are written by the program, so what is wrong with them is told to whoever mends it."""
    rows = answer if isinstance(answer, list | tuple) else () if answer is None else None
    if rows is None or any(not isinstance(row, list | tuple) or len(row) != width for row in rows):
        return f"{field.label}: tiap baris berisi {width} kolom."
    if len(rows) > field.max:
        return f"{field.label} paling banyak {field.max} baris; sekarang {len(rows)}."
    try:
        for row in rows:
            for cell in row:
                printable(str(cell))
    except Unprintable as refused:
        return refused.message
    return f"Isi {field.label}." if field.required and not rows else ""


def _of_type(field: Field, text: str) -> str:
    if field.type == "choice" and text not in field.choices:
        return f"Pilih {field.label} dari daftar."
    if field.type in ("digits", "number", "rupiah", "year") and not _is_digits(text):
        return f"{field.label} diisi angka saja, tanpa titik atau spasi."
    if field.type == "year" and len(text) != 4:
        return f"Tulis {field.label} dengan empat angka, misalnya 2019."
    if field.type == "date" and _day(text) is None:
        return f"Tulis {field.label} sebagai tanggal, misalnya 17-08-1985."
    return ""


def _checked(field: Field, text: str, on: date) -> str:
    if "nik" in field.checks and len(text) != SIXTEEN:
        return f"NIK terdiri atas 16 angka; sekarang {len(text)}. Kosongkan bila belum ada."
    if "not_future" in field.checks and _is_future(field, text, on):
        return f"{field.label} belum terjadi. Periksa tahunnya."
    return ""


def _is_future(field: Field, text: str, on: date) -> bool:
    if field.type == "year":
        return int(text) > on.year
    day = _day(text)
    return day is not None and day > on


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
