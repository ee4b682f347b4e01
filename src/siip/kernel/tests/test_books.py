"""The printed register and the list of a block's numbers."""

import io
from datetime import date
from typing import Any

import pypdf

from siip.kernel.paper import render_pdf
from siip.kernel.paper.books import BOOK_COLUMNS, BookRow, number_list_data, register_data
from siip.kernel.paper.samples import OFFICE, SIGNERS
from siip.kernel.tests.test_paper import squeezed, tagged, text_of

DAY = date(2026, 11, 30)
USED = BookRow(
    301,
    date(2026, 11, 27),
    "400.12.2.1/0301/PLI/2026",
    "Surat Keterangan Domisili",
    '#read("/etc/passwd")',
    "Jalan DI Panjaitan RT 003 RW 05",
    "membuka rekening bank",
    "Lurah",
    "Rusdiana, 27-11-2026 09.05",
)
VOID = BookRow(302, None, "400.12.2.1/0302/PLI/2026", remark="Batal: kertas rusak", void=True)


def register(*rows: BookRow, **how: Any) -> bytes:
    given: dict[str, Any] = {
        "title": "Register Surat Keluar",
        "period": "November 2026",
        "office": OFFICE,
        "signer": SIGNERS["langsung"],
        "dated": DAY,
        "printed": "30 November 2026, 10.42 WIB",
    }
    return render_pdf("register", register_data(rows, **(given | how)))


def numbers(*rows: BookRow) -> bytes:
    data = number_list_data(
        rows,
        first=301,
        last=320,
        office=OFFICE,
        signer=SIGNERS["plh"],
        dated=DAY,
        booked=date(2026, 11, 2),
        printed="30 November 2026",
    )
    return render_pdf("daftar_nomor", data)


def test_a_row_stands_as_it_was_kept() -> None:
    text = squeezed(text_of(register(USED)))
    assert all(squeezed(cell) in text for cell in USED.cells())
    assert all(squeezed(column) in text for column in BOOK_COLUMNS)
    assert "1nomor:1surat,0batal" in text


def test_a_void_number_keeps_its_place_with_the_reason() -> None:
    text = squeezed(text_of(register(USED, VOID)))
    assert "0302/PLI/2026" in text
    assert "Batal:kertasrusak" in text
    assert "2nomor:1surat,1batal" in text
    assert "tidakpernahdipakailagi" in text


def test_a_period_without_letters_is_nihil() -> None:
    text = text_of(register())
    assert "NIHIL" in text
    assert "Tidak ada nomor" in text


def test_it_lies_on_its_side_and_repeats_its_head() -> None:
    pages = pypdf.PdfReader(io.BytesIO(register(*[USED] * 40, paper="F4"))).pages
    assert len(pages) > 2
    box = pages[0].mediabox
    assert (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)) == (330, 215)
    assert "Penanda" in pages[1].extract_text()
    assert "Halaman 2 dari" in pages[1].extract_text()


def test_it_is_a_table_for_those_who_listen() -> None:
    root: Any = pypdf.PdfReader(io.BytesIO(register(USED))).trailer["/Root"]
    assert len(list(tagged(root["/StructTreeRoot"], "/TH"))) == len(BOOK_COLUMNS)


def test_training_stands_on_the_book_too() -> None:
    assert "LATIHAN: bukan surat resmi" in text_of(register(training=True))


def test_the_list_of_a_block_counts_used_void_and_left() -> None:
    data = number_list_data(
        [USED, VOID],
        first=301,
        last=320,
        office=OFFICE,
        signer=SIGNERS["plh"],
        dated=DAY,
        booked=DAY,
        printed="",
    )
    assert data["totals"] == [
        ["disediakan", "20"],
        ["dipakai", "1"],
        ["batal", "1"],
        ["belum dipakai", "18"],
    ]


def test_the_list_names_what_each_number_was_used_for() -> None:
    text = squeezed(text_of(numbers(USED, VOID)))
    assert squeezed('Surat Keterangan Domisili, #read("/etc/passwd")') in text
    assert "Batal:kertasrusak" in text
    assert "Nomorurut301sampai320" in text


def test_a_block_not_yet_used_lists_nothing() -> None:
    assert "belum dipakai" in text_of(numbers())
