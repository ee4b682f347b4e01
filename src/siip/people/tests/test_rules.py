"""The pure rules: rights, terms, PINs, passwords."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.people.models import OfficeKind
from siip.people.rules import passwords, pins, rights
from siip.people.rules.holdings import Term, clash, overlap

DAY = date(2026, 11, 27)
days = st.integers(-40, 40).map(lambda n: DAY + timedelta(n))
capacities = st.sampled_from(["definitif", "plt", "plh"])


@st.composite
def terms(draw: st.DrawFn) -> Term:
    first = draw(days)
    last = draw(st.none() | st.integers(0, 20).map(lambda n: first + timedelta(n)))
    return Term(draw(capacities), first, last)


# Rights


def test_every_kind_of_office_stands_in_both_tables() -> None:
    assert set(rights.RIGHTS) == set(rights.LEVELS) == set(OfficeKind.values)


def test_every_right_has_a_meaning_and_an_office() -> None:
    assert {right for held in rights.RIGHTS.values() for right in held} == set(rights.MEANING)


def test_only_heads_and_those_below_them_sign() -> None:
    signers = {kind for kind, held in rights.RIGHTS.items() if "letters.sign" in held}
    assert signers == {"camat", "sekcam", "kasi_kecamatan", "lurah", "seklur", "kasi_pemerintahan"}


def test_whoever_decided_takes_back() -> None:
    assert {kind for kind, held in rights.RIGHTS.items() if "letters.revoke" in held} == {"camat", "lurah"}


def test_who_manages_the_house_decides_about_no_resident() -> None:
    decides = {"services.take", "letters.sign", "letters.paraf", "letters.number", "letters.void", "people.find"}
    assert not decides & set(rights.RIGHTS["pengelola"])


def test_heads_of_rw_and_rt_have_no_business_at_the_console() -> None:
    assert rights.RIGHTS["ketua_rt"] == rights.RIGHTS["ketua_rw"] == ()


def test_nobody_takes_a_request_and_signs_its_letter() -> None:
    assert all(not {"services.take", "letters.sign"} <= set(held) for held in rights.RIGHTS.values())


@given(
    held=st.lists(st.tuples(st.sampled_from(OfficeKind.values), st.sampled_from("abc"))),
    lineage=st.fixed_dictionaries({place: st.sets(st.sampled_from("abcxyz")) for place in "abc"}),
)
def test_a_right_is_granted_where_an_office_reaches_and_nowhere_else(
    held: list[tuple[str, str]], lineage: dict[str, set[str]]
) -> None:
    found = rights.granted(held, lineage)
    for right in rights.MEANING:
        for path in "abcxyz":
            reached = any(right in rights.RIGHTS[kind] and path in lineage[own] for kind, own in held)
            assert ((right, path) in found) == reached


# Terms


def test_a_term_covers_its_first_and_last_day() -> None:
    term = Term("definitif", DAY, DAY + timedelta(1))
    assert [term.covers(DAY + timedelta(n)) for n in (-1, 0, 1, 2)] == [False, True, True, False]


@given(terms(), terms())
def test_two_terms_overlap_when_some_day_lies_in_both(one: Term, other: Term) -> None:
    shared = any(one.covers(day) and other.covers(day) for day in (DAY + timedelta(n) for n in range(-41, 62)))
    assert overlap(one, other) == shared


@given(terms(), terms())
def test_a_clash_is_the_same_from_both_sides(one: Term, other: Term) -> None:
    assert clash(one, other) == clash(other, one)


@given(terms(), terms())
def test_acting_and_definitive_never_clash(one: Term, other: Term) -> None:
    if (one.capacity == "definitif") != (other.capacity == "definitif"):
        assert not clash(one, other)
    else:
        assert clash(one, other) == overlap(one, other)


# PINs


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("000000", "itu-itu saja"),
        ("121121", "itu-itu saja"),
        ("123456", "berurutan"),
        ("987654", "berurutan"),
        ("890123", "berurutan"),
        ("371371", "berulang"),
        ("474849", ""),
        ("170885", "tanggal"),  # 17 August 1985
        ("850817", "tanggal"),
        ("290200", "tanggal"),
        ("310299", ""),  # there is no 31 February, read from the front
        ("738291", ""),
        ("990077", ""),
    ],
)
def test_what_a_pin_may_be(pin: str, why: str) -> None:
    found = pins.why_refused(pin)
    assert why in found and bool(found) == bool(why)


def test_a_pin_is_no_part_of_what_others_know() -> None:
    assert "NIP" in pins.why_refused("738291", ["19" + "738291" + "0000000000"])
    assert pins.why_refused("738291", ["", "081273829"]) == ""


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "१२३४५६", "123456\n"])
def test_what_is_not_six_digits_is_no_pin(pin: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        pins.why_refused(pin)


@given(st.from_regex(re.compile(r"[0-9]{6}"), fullmatch=True))
def test_a_pin_that_is_taken_uses_three_digits_and_is_no_date(pin: str) -> None:
    if pins.why_refused(pin) == "":
        assert len(set(pin)) > 2
        assert not (1 <= int(pin[:2]) <= 28 and 1 <= int(pin[2:4]) <= 12)


def test_most_pins_are_left_to_choose_from() -> None:
    free = sum(not pins.why_refused(f"{n:06}") for n in range(0, 1_000_000, 97))
    assert free > 0.9 * len(range(0, 1_000_000, 97))


# Passwords


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("pendek", "terlalu pendek"),
        ("x" * 129, "terlalu panjang"),
        ("aaaaaaaaaaab", "mudah ditebak"),
        ("Bismillah123", "mudah ditebak"),
        ("kecamatanplaju2026", "mudah ditebak"),
        ("iloveyou123", "mudah ditebak"),  # from the list
        ("hendra.saputra80", "nama Anda"),
        ("hujan kemarau sepeda", ""),
        ("9f3kz81mqpw", ""),
    ],
)
def test_what_a_password_may_be(password: str, why: str) -> None:
    found = passwords.faults(password, about=["hendra", "Hendra Saputra, S.Sos."], common={"iloveyou123"})
    assert (why in found[0]) if why else found == []


def test_a_password_needs_no_capitals_nor_signs() -> None:
    assert passwords.faults("tigakataacakini") == []
