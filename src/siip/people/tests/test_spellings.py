from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.people.rules import spellings
from siip.people.rules.nik import Sex
from siip.people.tests.conftest import refused

ON = date(2026, 11, 24)
FORMS = (
    "%d-%m-%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d %m %Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d%m%Y",
    "%Y%m%d",
    "%Y-%m-%d 00:00:00",
)


@pytest.mark.parametrize(
    "cell",
    [
        "04-11-1969", "4/11/1969", "04.11.1969", "04 11 1969", "1969-11-04", "1969/11/4", "1969-11-04 00:00:00",
        "1969-11-04T00:00:00Z", "04111969", "19691104", "4 November 1969", "04 Nop 1969", "4-Nov-1969",
        "04, nov. 1969", "\u00a004-11-1969 ", "25511", 25511, 25511.0, 25511.5,
        datetime(1969, 11, 4, 7, 0, tzinfo=UTC), date(1969, 11, 4),
    ],
)  # fmt: skip
def test_a_birth_date_is_read_in_every_spelling(cell):
    assert spellings.birth_date(cell, ON) == date(1969, 11, 4)


@given(st.dates(date(1900, 1, 1), ON), st.sampled_from(FORMS))
def test_every_form_with_four_digits_of_year_reads_back(born, form):
    assert spellings.birth_date(born.strftime(form), ON) == born


@given(st.dates(date(1906, 1, 1), ON))
def test_a_serial_number_of_a_sheet_reads_back(born):
    assert spellings.day(float((born - date(1899, 12, 30)).days)) == born


@given(st.text(max_size=30))
def test_a_date_is_read_or_refused_and_nothing_else(said):
    try:
        found = spellings.birth_date(said, ON)
    except Refused as refusal:
        assert refusal.code.startswith("date-")
    else:
        assert found is None or date(1900, 1, 1) <= found <= ON


@pytest.mark.parametrize("cell", ["", None, "-", "NULL", "Tdk Th", "0", 0, "0000-00-00", "00-00-0000", " \u00a0 "])
def test_no_date_is_none(cell):
    assert spellings.birth_date(cell, ON) is None


@pytest.mark.parametrize("cell", ["04-11-69", "4/11/'69", "4 Nov 69"])
def test_a_year_of_two_digits_is_refused_since_its_century_is_open(cell):
    with refused("date-short-year"):
        spellings.birth_date(cell, ON)


@pytest.mark.parametrize(
    "cell", ["31-02-1990", "03/28/1978", "1990-13-01", "00-05-1990", date(1868, 1, 1), "01-01-1868"]
)
def test_a_day_that_no_calendar_has_is_refused(cell):
    with refused("date-impossible"):
        spellings.birth_date(cell, ON)


@pytest.mark.parametrize(
    "cell", ["kemarin", "1969", 1969.0, 269, "99999", "4 Foo 1969", "x-11-1969", "04-11-19690", "04-11", "4" * 99]
)
def test_what_is_no_date_is_refused(cell):
    with refused("date-unreadable"):
        spellings.birth_date(cell, ON)


def test_a_birth_to_come_is_refused():
    with refused("date-future"):
        spellings.birth_date("25-11-2026", ON)
    assert spellings.birth_date("24-11-2026", ON) == ON


@pytest.mark.parametrize("cell", ["L", "l", "Lk", "LAKI-LAKI", "Laki - Laki", "laki2", "PRIA", "1", 1, 1.0, " L\u00a0"])
def test_a_man_in_every_spelling(cell):
    assert spellings.sex(cell) is Sex.MAN


@pytest.mark.parametrize("cell", ["P", "Pr", "PEREMPUAN", "Prp.", "Wanita", "2", 2, 2.0])
def test_a_woman_in_every_spelling(cell):
    assert spellings.sex(cell) is Sex.WOMAN


def test_sex_left_out_is_none_and_a_riddle_is_refused():
    assert spellings.sex("-") is None
    with refused("sex-unreadable"):
        spellings.sex("3")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("  Siti\u00a0 Aminah ", "Siti Aminah"),
        ("Si\u200bti\x00", "Siti"),
        ("\u202eitiS", "itiS"),
        ("Siti\nAminah", "Siti Aminah"),
        ("e\u0301", "é"),
        (7.0, "7"),
        (7.5, "7.5"),
        (7, "7"),
        (True, "1"),
        (False, "0"),
        (None, ""),
    ],
)
def test_a_cell_becomes_one_plain_line(cell, said):
    assert spellings.text(cell) == said


@given(st.text())
def test_no_text_keeps_a_mark_that_nobody_sees(said):
    kept = spellings.text(said)
    assert kept == kept.strip()
    assert not set(kept) & set("\x00\u202e\u200b\ufeff\u00ad")


def test_nothing_has_many_words():
    assert all(map(spellings.is_nothing, ["", "-", "NULL", "Tdk Th", "0", 0, "tidak ada", None, "#N/A"]))
    assert not spellings.is_nothing("Ali")
    assert spellings.filled("Null") == ""
    assert spellings.filled(" Ali ") == "Ali"


def test_what_is_shown_in_a_message_gives_no_number_away():
    assert spellings.shown("1671140411690001") == "••••••••••••0001"
    assert spellings.shown("x" * 90) == "x" * 40
    assert spellings.shown("NIK 1671 1404 1169 0001") == "NIK •••• •••• •••• 0001"
    assert spellings.shown("05-03-1968") == "05-03-1968"
