"""Some rows of a register: by state, letter type and number; page, print and Excel show the same and say which."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from siip.kernel.ids import uuid7
from siip.letters import numbering, papers, registers
from siip.letters.models import Letter, Number
from siip.letters.registers import Chosen
from siip.letters.tests.conftest import PATTERN
from tests.cast import AT

DAY = date(2026, 11, 24)


@pytest.fixture
def five(cast, book, give, do):
    """118 is signed, 119 waits for the pen, 120 void, 121 revoked, 122 under review."""
    give(5)
    letters = [number.letter for number in Number.objects.order_by("serial").select_related("letter")]
    do("void_letter", letters[2], "rini", reason="Kertas rusak")
    for at in (0, 3, 4):
        do("confirm_wet_signature", letters[at], "rini")
    do("revoke_letter", letters[3], "hendra", reason="Salah orang")
    do("review_letter", letters[4], "hendra", reason="Ada laporan")
    return book


def serials(book, **chosen):
    return [number.serial for number in registers.rows(book, from_on=DAY, until_on=DAY, chosen=Chosen(**chosen))]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, [118, 119, 120, 121, 122]),
        ({"state": "berlaku"}, [118, 122]),
        ({"state": "menunggu"}, [119]),
        ({"state": "batal"}, [120]),
        ({"state": "dicabut"}, [121]),
        ({"state": "kosong"}, []),
        ({"kind": "domisili_orang"}, [118, 119, 120, 121, 122]),
        ({"kind": "lain"}, []),
        ({"number": "/119/"}, [119]),
        ({"number": "120"}, [120]),
        ({"number": "400.12"}, [118, 119, 120, 121, 122]),
        ({"number": "/pli/"}, [118, 119, 120, 121, 122]),
        ({"number": "%"}, []),
        ({"state": "berlaku", "number": "119"}, []),
    ],
)
def test_rows_are_chosen(five, chosen, expected):
    assert serials(five, **chosen) == expected


def test_every_used_or_void_number_is_in_exactly_one_state(five):
    assert sorted(serial for state in registers.STATES for serial in serials(five, state=state)) == serials(five)


def test_numbers_not_used_yet_are_listed_when_they_are_asked_for(cast, give):
    book = registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="buku", after=40, by=cast.actor("dewi"),
        at=AT, id=uuid7(),
    )  # fmt: skip
    registers.book_block(book.id, first=41, last=43, by=cast.actor("rini"), at=AT, id=uuid7())
    give(1)
    assert (serials(book), serials(book, state="kosong")) == ([41], [42, 43])
    assert [row.remark for row in papers.book_rows(registers.rows(book, chosen=Chosen("kosong")), "WIB")] == [
        "belum dipakai",
        "belum dipakai",
    ]


def test_a_number_is_found_in_every_register_within_reach(cast, five):
    found = registers.numbers_like("/119/", cast.actor("rini"))
    assert [number.serial for number in found] == [119]
    assert registers.numbers_like("", cast.actor("rini")) == []
    assert registers.numbers_like("119", cast.actor("zul")) == []
    Number.objects.filter(serial=119).update(status=numbering.OUTSTANDING, letter=None)
    assert registers.numbers_like("119", cast.actor("rini")) == []


def test_the_kinds_of_a_register_are_those_it_holds(five):
    assert registers.kinds_in(five) == ["domisili_orang"]
    Letter.objects.update(kind="jenis_lama")
    assert registers.kinds_in(five) == ["jenis_lama"]


def text_of(book, **chosen):
    pdf = papers.register_pdf(book, from_on=DAY, until_on=DAY, chosen=Chosen(**chosen), at=AT)
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_printed_excerpt_says_what_of(five):
    whole, excerpt = text_of(five), text_of(five, state="batal", kind="domisili_orang", number="120")
    assert "Hanya" not in whole and "PETIKAN" not in whole.upper()
    assert "PETIKAN REGISTER" in excerpt.upper()
    assert "Hanya yang batal; Surat Keterangan Domisili; nomor memuat 120" in excerpt
    assert "1 nomor: 0 surat, 1 batal" in excerpt


def test_an_empty_excerpt_does_not_say_that_there_were_no_letters(five):
    assert "Tidak ada yang seperti itu" in text_of(five, state="kosong")


def test_the_sheet_says_it_below_its_rows(five):
    content = papers.register_sheet(five, from_on=DAY, until_on=DAY, chosen=Chosen("dicabut"))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [cells[1][0], cells[1][9], cells[-1][2]] == ["121", "Dicabut", "Petikan: hanya yang dicabut"]


def test_a_period_is_kept_with_what_was_chosen(five):
    before = DAY - timedelta(days=1)
    assert not registers.rows(five, from_on=before, until_on=before, chosen=Chosen("berlaku"))
