"""Text that people type: tidied, masked, and free of numbers that may not lie in the clear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.kernel.words import masked, refuse_nik, tidy

NIK = "1671140101010001"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Siti \t Maryam\r\n", "Siti Maryam"),
        ("Siti\u00a0Maryam", "Siti Maryam"),
        ("Siti\u202eMaryam\u200b\x00", "SitiMaryam"),
        ("Jose\u0301", "José"),
        ("Jose\u200b\u0301", "José"),
        ("Siti\ud800", "Siti"),
        ("", ""),
    ],
)
def test_text_is_kept_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text())
def test_tidy_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once == once.strip() and not set(once) & set("\x00\n\r\t")


@pytest.mark.parametrize(
    "text",
    [
        NIK, f"NIK {NIK}.", "1671-1401-0101-0001", "1671 1401 0101 0001", "16.71.14.010101.0001", f"a{NIK}b",
        "1671\u00a01401 0101 0001", "1671\u200b140101010001", "１６７１１４０１０１０１０００１",
        "1671  140101  010001",
    ],
)  # fmt: skip
def test_a_nik_is_found_however_it_is_written(text: str) -> None:
    with pytest.raises(Refused, match="Alasan memuat 16 angka") as refusal:
        refuse_nik(text, "Alasan")
    assert refusal.value.code == "nik-in-text" and NIK not in refusal.value.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RT 07, Jalan DI Panjaitan 12",
        "0812-3456-7890",
        "198001012005011001",
        "800/12/2026",
        "1 Januari 2026",
        "3" * 15,
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert refuse_nik(text, "Alasan") == text


@given(st.text(alphabet="0123456789", min_size=16, max_size=16), st.sampled_from(["", " ", ".", "-"]), st.data())
def test_sixteen_digits_never_pass(digits: str, sign: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, 15))
    with pytest.raises(Refused):
        refuse_nik(f"Untuk {digits[:at]}{sign}{digits[at:]} saja", "Keperluan")


def test_a_refusal_shows_itself() -> None:
    assert repr(Refused("nik-in-text", "Hapus.")) == "Refused('nik-in-text', 'Hapus.')"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Siti Maryam", "S*** M*****"), ("A", "A"), ("Abdurrahman  bin Ali", "A***** b** A**"), ("", "")],
)
def test_a_masked_name_keeps_its_initials(name: str, shown: str) -> None:
    assert masked(name) == shown


@given(st.text(min_size=1))
def test_a_mask_tells_no_more_than_one_letter_a_word(name: str) -> None:
    assert all(set(word[1:]) <= {"*"} and len(word) <= 6 for word in masked(name).split())
