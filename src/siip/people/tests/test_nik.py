import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.people.rules import nik
from siip.people.rules.nik import Reading, Sex

VECTORS = json.loads((Path(__file__).parents[4] / "tests/vectors/nik.json").read_text())
ON = date.fromisoformat(VECTORS["on"])
DIGITS = st.text("0123456789", min_size=16, max_size=16)
BORN = st.dates(date(1927, 1, 1), ON)


def written(born: date, sex: Sex, serial: str = "0001") -> str:
    return f"167114{born.day + 40 * (sex is Sex.WOMAN):02}{born.month:02}{born.year % 100:02}{serial}"


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["why"])
def test_the_vectors_that_every_face_shares(case):
    born = date.fromisoformat(case["birth_on"]) if case["birth_on"] else None
    sex = Sex(case["sex"]) if case["sex"] else None
    assert [doubt.code for doubt in nik.check(case["nik"], born, sex, VECTORS["regions"], on=ON)] == case["doubts"]
    if "says" in case:
        said = nik.decode(case["nik"], ON)
        births = [born.isoformat() for born in said.births]
        assert {
            "region": said.region,
            "births": births,
            "sex": said.sex,
            "serial": said.serial,
            "shown": said.shown,
        } == (case["says"])


def test_what_is_decoded_is_shown_with_what_is_written():
    (birth, sex) = nik.check("1671140411690001", date(1969, 11, 5), Sex.WOMAN, None, on=ON)
    assert birth.message == (
        "NIK menunjukkan 04-11-1969, laki-laki; tanggal lahir yang tertulis 05-11-1969. Cocokkan dengan KTP."
    )
    assert sex.message == "NIK menunjukkan 04-11-1969, laki-laki; yang tertulis perempuan. Cocokkan dengan KTP."


@given(BORN, st.sampled_from(Sex))
def test_a_nik_made_from_a_birth_and_sex_raises_no_doubt(born, sex):
    number = written(born, sex)
    assert nik.check(number, born, sex, ["16.71.14"], on=ON) == ()
    assert born in nik.decode(number, ON).births


@given(DIGITS, BORN, st.sampled_from([None, *Sex]))
def test_no_message_gives_the_number_away(number, born, sex):
    doubts = nik.check(number, born, sex, ["16.71.14"], on=ON)
    assert not any(number in doubt.message for doubt in doubts)


@given(DIGITS, BORN, st.sampled_from(Sex))
def test_the_short_way_finds_what_decoding_finds(number, born, sex):
    said = nik.decode(number, ON)
    agrees = born in said.births and sex is said.sex and said.serial != "0000"
    assert (nik.check(number, born, sex, None, on=ON) == ()) == agrees


@given(st.dates(date(1800, 1, 1), date(1899, 12, 31)))
def test_a_birth_two_centuries_ago_is_doubted(born):
    codes = [doubt.code for doubt in nik.check(written(born, Sex.MAN), born, Sex.MAN, None, on=ON)]
    assert codes in (["nik-birth"], ["nik-date"])


def test_a_birth_to_come_is_doubted():
    assert nik.check("1671142511260001", date(2026, 11, 25), Sex.MAN, None, on=ON)[0].code == "nik-birth"


def test_what_is_not_sixteen_digits_cannot_be_decoded():
    with pytest.raises(ValueError, match="sixteen"):
        nik.decode("167114", ON)


@pytest.mark.parametrize(
    "cell",
    [
        "1671140411690001",
        " 1671140411690001\u00a0",
        "'1671140411690001",
        "1671 1404 1169 0001",
        "16.71.14.041169.0001",
        "167114-041169-0001",
        "\u200e1671140411690001",
        1671140411690001,
    ],
)
def test_a_nik_is_read_as_people_and_sheets_write_it(cell):
    assert nik.read(cell) == Reading("1671140411690001", whole="1671140411690001")


@pytest.mark.parametrize("cell", [1671140411690000.0, "1,67114E+15", "1.67114041169000E+15", "1.67e15"])
def test_a_number_that_lost_its_last_digit_is_no_nik(cell):
    assert nik.read(cell) == Reading("", lost=True)


def test_a_text_that_ends_in_nought_has_lost_nothing():
    assert nik.read("1671140411690010").whole == "1671140411690010"


@pytest.mark.parametrize("cell", ["", "-", "NULL", "Tdk Th", "0", 0, 0.0, "000", "\u00a0", "belum ada", "#N/A"])
def test_nothing_is_nothing(cell):
    assert nik.read(cell) == Reading("")


def test_what_else_stands_there_is_kept_to_be_doubted():
    assert nik.read("belum punya") == Reading("belumpunya")
    assert nik.read(True) == Reading("True")


def test_a_masked_nik_keeps_its_last_four_digits():
    assert nik.masked("1671140411690001") == "••••••••••••0001"
