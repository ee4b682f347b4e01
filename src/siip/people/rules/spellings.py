"""Dates, sex, territory numbers and "nothing" in the spellings that lists of residents really hold.

Lists come out of Excel, of MySQL dumps and of hands: a birth date is a serial number, an ISO text or
d-m-y with dashes, slashes, dots or spaces; sex is L/P, Lk/Pr, 1/2 or the word. What can be read in one
way only is read; what can be read in two is refused with a sentence, never guessed.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from siip.kernel.refused import Refused
from siip.people.rules.nik import Sex

OLDEST: Final = 1900
# Day 0 of a serial number: Lotus took 1900 for a leap year, and every spreadsheet has kept that since.
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(2_100, 73_051)  # from 1905 to the end of 2099; a smaller number is a year or a slip

_LONGEST_DATE: Final = 40

_NOTHING: Final = {
    "", "-", "--", "---", ".", "0", "null", "none", "nan", "nil", "nihil", "n/a", "#n/a", "#ref!", "#value!",
    "tdk th", "tdk tahu", "tidak tahu", "tidak ada", "tdk ada", "belum ada", "kosong", "00-00-0000", "0000-00-00",
}  # fmt: skip
_LONGEST_NOTHING: Final = max(map(len, _NOTHING))
_MEN: Final = {"l", "lk", "laki", "lakilaki", "laki2", "lk2", "lelaki", "pria", "m", "male", "1"}
_WOMEN: Final = {"p", "pr", "perempuan", "prp", "wanita", "w", "f", "female", "2"}
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari pebruari february feb peb", "maret march mar mrt", "april apr",
            "mei may", "juni june jun", "juli july jul", "agustus august agu ags agt aug agst",
            "september sep sept", "oktober october okt oct", "november nopember nov nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_CLOCK = re.compile(r"[ t]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?z?$")
_LONG_NUMBER = re.compile(r"[0-9](?:[ .\-]?[0-9]){9,}")
_ALL_BUT_FOUR = re.compile(r"[0-9](?=(?:[ .\-]?[0-9]){4})")
_BETWEEN = re.compile(r"[\s./,\-–]+")


def text(cell: object) -> str:
    """A cell as one line of text, composed, without invisible marks; a whole number without ".0".

    U+202E would print a name backwards, and PostgreSQL takes no NUL.
    """
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable():  # nine cells in ten: 3x faster, and 30,000 rows notice
            return " ".join(cell.split()) if "  " in cell else cell.strip(" ")
        return " ".join("".join(map(_visible, unicodedata.normalize("NFC", cell))).split())
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else ("1" if cell else "0")
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)


def is_nothing(cell: object) -> bool:
    """Whether a cell says "no value": empty, a dash, NULL, "Tdk Th", a lone 0."""
    return not filled(cell)


def filled(cell: object) -> str:
    """The text of a cell, or "" where it says "no value"."""
    said = text(cell)
    return "" if len(said) <= _LONGEST_NOTHING and said.lower() in _NOTHING else said


@lru_cache(maxsize=100, typed=True)
def sex(cell: object) -> Sex | None:
    """L or P, from "Lk", "LAKI - LAKI", 2.0 ...; None for nothing. Raises Refused: "sex-unreadable"."""
    said = text(cell).lower()
    if said in _NOTHING:
        return None
    letters = re.sub(r"[^a-z0-9]", "", said)
    if letters in _MEN:
        return Sex.MAN
    if letters in _WOMEN:
        return Sex.WOMAN
    raise Refused("sex-unreadable", f"Jenis kelamin “{shown(said)}” tidak terbaca. Tulislah L atau P.")


def birth_date(cell: object, on: date) -> date | None:
    """A birth date in any spelling with a four-digit year, not after the day `on`; None for nothing.

    Raises Refused: "date-unreadable", "date-short-year", "date-impossible", "date-future".
    """
    born = day(cell)
    if born and born > on:
        raise Refused("date-future", f"Tanggal lahir {born:%d-%m-%Y} belum terjadi. Periksa tahunnya.")
    return born


def day(cell: object) -> date | None:
    """A date in any spelling. Raises Refused: "date-unreadable", "date-short-year", "date-impossible"."""
    if isinstance(cell, datetime):
        return _checked(cell.date())
    if isinstance(cell, date):
        return _checked(cell)
    if isinstance(cell, str) and len(cell) == 10 and cell[4] == cell[7] == "-" and (born := _of_iso(cell)):
        return _checked(born)  # as systems write it: ten times faster
    said = text(cell).lower()
    if len(said) > _LONGEST_DATE:
        raise _unreadable(said)
    return _day(said)


def shown(said: str, longest: int = 40) -> str:
    """What was written, for a message: cut short, and every run of ten digits or more masked but for four."""
    return _LONG_NUMBER.sub(lambda found: _ALL_BUT_FOUR.sub("•", found[0]), said)[:longest]


@lru_cache(maxsize=50_000)
def _day(said: str) -> date | None:
    if said in _NOTHING:
        return None
    said = _CLOCK.sub("", said)
    if re.fullmatch(r"[0-9]{3,5}(?:\.[0-9]+)?", said):
        return _of_serial(said)
    if re.fullmatch(r"[0-9]{8}", said):
        return _of_eight(said)
    parts = _BETWEEN.split(said)
    if len(parts) != 3:
        raise _unreadable(said)
    if len(parts[0]) == 4 and parts[0].isdigit():
        parts.reverse()
    return _of_parts(said, *parts)


def _of_iso(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _of_serial(said: str) -> date:
    days = int(float(said))
    if days not in _SERIALS:
        raise _unreadable(said)
    return _SERIAL_ZERO + timedelta(days=days)


def _of_eight(said: str) -> date:
    """19900301 or 01031990: a month is never 19 or 20, so that no text can be read both ways."""
    if said[4:6] in ("19", "20"):
        return _of_parts(said, said[:2], said[2:4], said[4:])
    return _of_parts(said, said[6:], said[4:6], said[:4])


def _of_parts(said: str, days: str, month: str, year: str) -> date:
    months = _MONTHS.get(month) or (int(month) if re.fullmatch(r"[0-9]{1,2}", month) else 0)
    if re.fullmatch(r"['’]?[0-9]{2}", year):
        raise Refused(
            "date-short-year",
            f"Tahun pada “{shown(said)}” hanya dua angka, jadi abadnya tidak jelas. "
            "Tulislah tahun dengan empat angka, misalnya 05-03-1968.",
        )
    if not re.fullmatch(r"[0-9]{1,2}", days) or not re.fullmatch(r"[0-9]{4}", year) or not months:
        raise _unreadable(said)
    try:
        return _checked(date(int(year), months, int(days)))
    except ValueError:
        raise Refused(
            "date-impossible",
            f"Tanggal “{shown(said)}” tidak ada di kalender. Tulislah hari-bulan-tahun, misalnya 05-03-1968.",
        ) from None


def _checked(found: date) -> date:
    if found.year < OLDEST:
        raise Refused("date-impossible", f"Tahun {found.year} terlalu lama. Periksa tahun pada tanggal itu.")
    return found


def _unreadable(said: str) -> Refused:
    return Refused(
        "date-unreadable",
        f"Tanggal “{shown(said)}” tidak terbaca. Tulislah hari-bulan-tahun, misalnya 05-03-1968.",
    )


def _visible(mark: str) -> str:
    if mark in "\t\r\n\u00a0":
        return " "
    return "" if unicodedata.category(mark) in ("Cf", "Cc", "Cs", "Co", "Cn") else mark
