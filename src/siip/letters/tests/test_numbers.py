"""Letter numbers as offices write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.letters.rules import numbers

USUAL = "{klasifikasi}/{nomor}/{kode}/{tahun}"


def one(pattern, serial=7, pad=3, dated=date(2026, 11, 27)):
    return numbers.number(
        pattern, pad=pad, serial=serial, klasifikasi="400.12.2.1", kode="PLI", jenis="domisili_orang",
        year=2026, dated=dated,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (USUAL, "400.12.2.1/007/PLI/2026"),
        ("{klasifikasi}/{nomor}/Handil Suruk/{tahun}", "400.12.2.1/007/Handil Suruk/2026"),
        ("470/{nomor}/{jenis}/{bulan}/{tahun}", "470/007/DOMISILI-ORANG/XI/2026"),
        ("{nomor}-Kel/{bulan}/2026", "007-Kel/XI/2026"),
    ],
)
def test_patterns_that_offices_use(pattern, said):
    assert numbers.check_pattern(pattern, pad=3, year=2026) == pattern
    assert one(pattern) == said


def test_padding_is_a_least_width():
    assert (one("{nomor}/{tahun}", 7, 1), one("{nomor}/{tahun}", 1234, 3)) == ("7/2026", "1234/2026")


def test_months_are_roman():
    got = [one("{nomor}.{bulan}.{tahun}", 1, 1, date(2026, month, 1)).split(".")[1] for month in range(1, 13)]
    assert got == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def test_the_example_shows_what_a_register_will_give():
    assert numbers.example(USUAL, pad=1, kode="PLI", year=2026, serial=118) == "400.12.2.1/118/PLI/2026"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{klasifikasi}/{nomor}/{kode}/{tahun}é", "pattern-letters"),
        ("{nomor}/{tahun}\n", "pattern-letters"),
        ("{nomor/{tahun}", "pattern-letters"),
        ("{nomor}/{hari}/{tahun}", "pattern-place"),
        ("{}/{nomor}/{tahun}", "pattern-place"),
        ("{klasifikasi}/{tahun}", "pattern-serial"),
        ("{nomor}/{nomor}/{tahun}", "pattern-serial"),
        ("{klasifikasi}{nomor}/{tahun}", "pattern-serial"),
        ("{nomor}{tahun}", "pattern-serial"),
        ("470{nomor}/{tahun}", "pattern-serial"),
        ("{nomor}2/{tahun}", "pattern-serial"),
        ("{klasifikasi}/{nomor}/{kode}", "pattern-year"),
        ("{klasifikasi}/{nomor}/2025", "pattern-year"),
        ("{jenis}/{jenis}/{jenis}/{nomor}/{tahun}", "pattern-long"),
    ],
)
def test_patterns_that_would_not_give_a_number(pattern, code):
    with pytest.raises(Refused) as refused:
        numbers.check_pattern(pattern, pad=1, year=2026)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "pattern", ["{klasifikasi}/{tahun}", "{nomor}/x", "{hari}/{nomor}/{tahun}", "{nomor}/{tahun}é"]
)
def test_a_refused_pattern_is_answered_with_an_example(pattern):
    with pytest.raises(Refused, match="Contoh:"):
        numbers.check_pattern(pattern, pad=1, year=2026)


@pytest.mark.parametrize("pad", [0, 7])
def test_a_width_beyond_reason_is_refused(pad):
    with pytest.raises(Refused) as refused:
        numbers.check_pattern(USUAL, pad=pad, year=2026)
    assert refused.value.code == "pad"


@given(st.sampled_from([USUAL, "{nomor}/{tahun}", "{kode}-{nomor}.{bulan}.{tahun}"]), st.integers(1, 6), st.data())
def test_two_numbers_of_a_register_are_never_written_alike(pattern, pad, data):
    a, b = data.draw(st.lists(st.integers(1, numbers.LAST), min_size=2, max_size=2, unique=True))
    assert one(pattern, a, pad) != one(pattern, b, pad)
    assert len(one(pattern, a, pad)) <= numbers.LONGEST


@pytest.mark.parametrize(
    ("serials", "runs", "words"),
    [
        ([], (), ""),
        ([3, 1, 2, 7, 3], ((1, 3), (7, 7)), "1-3, 7"),
        ([5], ((5, 5),), "5"),
        ([1, 3], ((1, 1), (3, 3)), "1, 3"),
    ],
)
def test_numbers_as_runs_and_in_words(serials, runs, words):
    assert (numbers.runs(serials), numbers.in_words(serials)) == (runs, words)


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_exactly_what_was_given(serials):
    assert {n for first, last in numbers.runs(serials) for n in range(first, last + 1)} == serials
