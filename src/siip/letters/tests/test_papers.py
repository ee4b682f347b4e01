"""The paper of letters and registers: made once, kept sealed, the same for ever."""

import io
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey
from siip.kernel.refused import Refused
from siip.letters import numbering, papers, registers, texts
from siip.letters.models import Letter, Number
from siip.letters.tests.conftest import PATTERN
from siip.people.models import Holding
from tests.cast import AT

DAY = date(2026, 11, 24)


@pytest.fixture
def numbered(approved, do):
    return do("number_letter", approved(), "rini")


@pytest.fixture
def media(settings):
    return lambda: [path for path in Path(settings.SIIP.data_dir).glob("media/letters/*/*") if path.is_file()]


@pytest.fixture(autouse=True)
def empty_shelf(media):
    for path in media():
        path.unlink()


def test_both_sizes_of_paper_are_made_and_kept(numbered, media):
    sheets = {papers.letter_pdf(numbered, paper=paper) for paper in ("A4", "F4")}
    assert len(sheets) == 2
    assert all(sheet.startswith(b"%PDF-1.7") for sheet in sheets)
    assert len(media()) == 2


def test_what_was_printed_first_is_given_again(numbered, media):
    first = papers.letter_pdf(numbered)
    (kept,) = media()
    key = crypt.plain_key(DataKey.objects.get(pk=numbered.key))
    kept.write_bytes(crypt.seal(key, b"%PDF as it was", aad=f"letters.paper:{numbered.id}:A4"))
    assert first != papers.letter_pdf(numbered) == b"%PDF as it was"


@pytest.mark.parametrize("damage", [b"", b"\x01", b"%PDF"])
def test_a_kept_paper_that_does_not_open_is_made_anew(numbered, media, damage, caplog):
    first = papers.letter_pdf(numbered)
    (kept,) = media()
    kept.write_bytes(damage)
    assert papers.letter_pdf(numbered) == first
    assert kept.read_bytes() != damage
    assert "does not open" in caplog.text and "Siti" not in caplog.text


def test_nothing_on_the_shelf_can_be_read(numbered, media):
    papers.letter_pdf(numbered)
    (kept,) = media()
    content = kept.read_bytes()
    assert b"%PDF" not in content and b"Siti" not in content and str(numbered.id).encode() not in content
    assert str(numbered.id) not in kept.name and kept.parent.stat().st_mode & 0o077 == 0


def test_a_text_that_was_changed_after_the_signature_is_not_printed(numbered):
    content = texts.opened(numbered)
    content["text"]["blocks"][0][1] = "Isi lain"
    Letter.objects.filter(pk=numbered.pk).update(sealed=texts.seal(numbered, content))
    with pytest.raises(crypt.Unreadable, match="signed"):
        papers.letter_pdf(Letter.objects.get(pk=numbered.pk))


def test_a_signature_is_of_one_letter_only(numbered, draft, do):
    other = draft(2, in_field=True)
    do("sign_letter", other, "hendra")
    assert len(set(Letter.objects.values_list("frozen_digest", flat=True))) == 2


def test_another_size_of_paper_is_refused(numbered):
    with pytest.raises(Refused) as refused:
        papers.letter_pdf(numbered, paper="A3")
    assert refused.value.code == "paper"


def test_a_letter_without_a_number_is_a_preview_only(draft, approved, do, media):
    for letter in (draft(1), approved(2)):
        with pytest.raises(Refused) as refused:
            papers.letter_pdf(letter)
        assert refused.value.code == "not-numbered"
        assert papers.preview_pdf(letter, at=AT).startswith(b"%PDF")
    assert media() == []


def test_a_void_letter_is_not_printed(numbered, do):
    letter = do("void_letter", numbered, "rini", reason="Lurah menolak")
    with pytest.raises(Refused) as refused:
        papers.letter_pdf(letter)
    assert refused.value.code == "not-numbered"


def test_an_office_that_nobody_holds_can_still_be_previewed(cast, draft):
    letter = draft()
    Holding.objects.filter(pk=cast.holdings["hendra"].pk).delete()
    assert papers.preview_pdf(letter, at=AT).startswith(b"%PDF")


def sheet_of(book):
    content = papers.register_sheet(book, from_on=DAY, until_on=DAY)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_sheet_lists_used_void_and_revoked_numbers(cast, book, approved, do):
    used = do("number_letter", approved(1), "rini")
    void = do("number_letter", approved(2), "rini")
    do("void_letter", void, "rini", reason="Kertas rusak")
    gone = do("confirm_wet_signature", do("number_letter", approved(3), "rini"), "rini")
    do("revoke_letter", gone, "hendra", reason="Data keliru")
    heads, *rows = sheet_of(book)
    assert heads[:3] == ["No.", "Tanggal", "Nomor surat"]
    assert [(row[0], row[4], row[9]) for row in rows] == [
        ("118", "Siti Maryam", "Belum ditandatangani"),
        ("119", "", "Batal: Kertas rusak"),
        ("120", "Siti Maryam", "Dicabut"),
    ]
    assert rows[0][2] == used.number


def test_a_name_like_a_formula_stays_text(cast, book, approved, do):
    do("number_letter", approved(), "rini")
    Letter.objects.update(subject_name="=cmd|' /C calc'!A0")
    assert sheet_of(book)[1][4] == "=cmd|' /C calc'!A0"


def test_a_lost_number_stands_in_the_book_with_its_reason(cast, book, give):
    give()
    Number.objects.update(letter=None, status="void", reason="RESTORE")
    assert [row[9] for row in sheet_of(book)[1:]] == ["Batal: RESTORE"]


@pytest.mark.parametrize("paper", ["A4", "F4"])
def test_the_register_of_a_period_is_printed_and_of_an_empty_one_too(cast, book, give, paper):
    give(2)
    full = papers.register_pdf(book, from_on=DAY, until_on=DAY, at=AT, paper=paper)
    nihil = papers.register_pdf(book, from_on=date(2026, 1, 1), until_on=date(2026, 1, 31), at=AT, paper=paper)
    assert full.startswith(b"%PDF") and nihil.startswith(b"%PDF") and full != nihil


def test_a_block_is_printed_with_what_came_of_it(cast, give):
    book = registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="buku", after=40,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    registers.book_block(book.id, first=41, last=45, by=cast.actor("rini"), at=AT, id=uuid7())
    give(2)
    before = papers.block_pdf(book, registers.blocks(book)[0], at=AT)
    give(1)
    assert before.startswith(b"%PDF") and before != papers.block_pdf(book, registers.blocks(book)[0], at=AT)
    assert numbering.left_in_blocks(book.id) == 2
