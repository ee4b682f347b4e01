"""The code on a letter: made of random bytes, typed by people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.letters.rules import codes

ONES = bytes([255] * 19)


def test_a_code_is_thirty_signs_that_nobody_confuses():
    assert codes.code_from(ONES) == "Z" * 30
    assert codes.code_from(bytes(19)) == "0" * 30
    assert set("ILOU").isdisjoint(codes.ALPHABET)


def test_too_little_chance_is_a_bug():
    with pytest.raises(ValueError, match="19 random bytes"):
        codes.code_from(bytes(18))


@given(st.binary(min_size=19, max_size=19), st.binary(min_size=19, max_size=19))
def test_other_bytes_give_another_code(one, other):
    same = int.from_bytes(one, "big") >> 2 == int.from_bytes(other, "big") >> 2
    assert (codes.code_from(one) == codes.code_from(other)) == same


@given(st.binary(min_size=19, max_size=19))
def test_what_is_printed_is_read_back(raw):
    code = codes.code_from(raw)
    assert codes.is_code(code)
    assert len(codes.grouped(code).split(" ")) == 10
    for typed in (code, code.lower(), codes.grouped(code), codes.grouped(code).replace(" ", "-"), f"  {code}\n"):
        assert codes.parse(typed) == code


def test_the_usual_mistakes_of_typing_are_read():
    assert codes.parse("oO0 iI1 lL1" + "2" * 21) == "000111111" + "2" * 21


@pytest.mark.parametrize(
    "typed", ["", "7KQ", "U" * 30, "7" * 31, "7" * 29 + "é", "7" * 29 + "\0", "0 " * 200, "٣" * 30]
)
def test_what_is_no_code_is_none(typed):
    assert codes.parse(typed) is None
    assert not codes.is_code(typed)
