"""Values as they stand on paper: words, printable letters, and a text with its fields filled in."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
FIELD = re.compile(r"\{(\w+)\}")
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
SIGNS = frozenset("–—‘’“”…•ʼʻ²³−")


class Unprintable(ValueError):
    """A letter that no typeface of ours holds; `message` says so in Indonesian."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.message = (
            f"Huruf {letter!r} tidak dapat dicetak. Tulis seperti di KTP-el, dengan huruf Latin, tanpa gambar."
        )
        super().__init__(self.message)


def words(value: object, kind: str) -> str:
    """A value as it stands in a letter: "17 Agustus 1985", "Rp6.500.000", or itself, printable.

    `kind` is the type of a field. A date is a `date` or ISO text; rupiah are whole.
    Raises Unprintable; ValueError for a date or an amount that is none.
    """
    if value is None or value == "":
        return ""
    if kind == "date":
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if kind == "rupiah":
        return "Rp" + f"{int(str(value)):,}".replace(",", ".")
    return printable(str(value)).strip()


def printable(text: str) -> str:
    """The text as paper can carry it: composed, no invisible marks, one line.

    Marks that turn the direction are dropped, since U+202E prints a name backwards; so are joiners
    and soft hyphens, which cling to a letter and come out with every copied name.
    Raises Unprintable: PDF/A refuses such a letter later, and then the whole page.
    """
    if text.isascii() and text.isprintable():
        return text
    line = _one_line(text)
    for letter in line:
        if not in_typefaces(letter):
            raise Unprintable(letter)
    return line


def legible(text: str) -> str:
    """The text as paper can carry it, "?" for a letter that it cannot: for work sheets, never for a letter.

    A name typed with a picture must not keep a whole pack of paper from the printer.
    """
    return "".join(letter if in_typefaces(letter) else "?" for letter in _one_line(text))


def in_typefaces(letter: str) -> bool:
    """Latin letters with their marks, and the signs of ordinary writing: what both typefaces hold."""
    return " " <= letter <= "~" or "\u00a0" <= letter <= "\u017f" or "\u1ea0" <= letter <= "\u1ef9" or letter in SIGNS


def fill(text: str, values: Mapping[str, str]) -> str:
    """Puts values into `{field}`. A part in `[ ]` is left out if one of its fields is empty.

    Brackets are resolved before any value goes in, and a value is never looked at again: a person
    named "{nik}" or "[x]" keeps the name. Raises KeyError for a field that is not among the values.
    """

    def kept(part: re.Match[str]) -> str:
        return part[1] if has_all(part[1], values) else ""

    return FIELD.sub(lambda field: values[field[1]], OPTIONAL.sub(kept, text))


def has_all(text: str, values: Mapping[str, str]) -> bool:
    """Whether each `{field}` of the text has a value."""
    return all(values[field] for field in FIELD.findall(text))


def _one_line(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    return " ".join(re.split(r"\r\n|[\t\r\n\v\f\u0085\u2028\u2029]", seen))
