"""Giving a letter its number: of which register, which number, and what is written down of it."""

from collections.abc import Sequence
from datetime import datetime

from siip.kernel.journal import Act
from siip.kernel.refused import Refused
from siip.letters import numbering
from siip.letters.courses import write_step
from siip.letters.models import Letter, Number, Register
from siip.letters.rules import numbers as number_rules
from siip.letters.rules.validity import dated_on
from siip.letters.texts import kind_of


def book_of(letter: Letter, at: datetime | None = None) -> Register:
    """The open register of the letter's office in the year it is dated. Raises Refused: "no-register"."""
    on = letter.dated_on or letter.blank_on or (dated_on(at, letter.wilayah.zone) if at else None)
    year = on.year if on else 0
    found = Register.objects.filter(office=letter.office_id, year=year).first()
    if found is None:
        raise Refused(
            "no-register",
            f"{letter.office.title} belum punya register tahun {year}. Buka dahulu di halaman Register.",
        )
    return found


def numbers_for(book: Register, mine: Sequence[Letter], act: Act) -> list[Number]:
    """A number for each letter of a register: the one on its emergency blank, else the next.

    The register is locked. Raises Refused as `numbering.take` and `take_blanks`.
    """
    blanks = numbering.take_blanks(book, [letter.blank for letter in mine if letter.blank], act=act)
    plain = sum(letter.blank is None for letter in mine)
    following = iter(numbering.take(book, plain, act=act) if plain else [])
    return [blanks[letter.blank] if letter.blank else next(following) for letter in mine]


def give(letter: Letter, book: Register, number: Number, act: Act) -> None:
    """Write the number down: on the letter, at the number, as a step. Register and letter are locked."""
    _numbered(letter, book, number, act)
    write_step(letter, "number", act, act.enter(), act.id)


def _numbered(letter: Letter, book: Register, number: Number, act: Act) -> None:
    letter_type = kind_of(letter)
    on = letter.dated_on
    if on is None:
        raise AssertionError("only a signed letter is numbered")
    letter.number = number_rules.number(
        book.pattern, pad=book.pad, serial=number.serial, klasifikasi=letter_type.klasifikasi,
        kode=letter.office.code, jenis=letter.kind, year=book.year, dated=on,
    )  # fmt: skip
    number.status, number.letter, number.by, number.at = numbering.USED, letter, act.by.person, act.at
    number.save(update_fields=["status", "letter", "by", "at"])
