"""What a stranger with a paper in hand is told about its code."""

from datetime import date

import pytest

from siip.letters.models import Letter
from siip.letters.rules import codes
from siip.letters.verification import Verdict, verdict

ON = date(2026, 11, 24)


@pytest.fixture
def signed(approved, do):
    return do("confirm_wet_signature", do("number_letter", approved(), "rini"), "rini")


def test_a_good_letter_is_compared_by_number_date_office_and_masked_name(signed):
    assert verdict(signed.code, on=ON) == Verdict(
        state="valid",
        kind_name="Surat Keterangan Domisili",
        number=signed.number,
        dated_on=ON,
        valid_until=date(2027, 5, 24),
        office=signed.office.title,
        masked_name="S*** M*****",
    )


def test_the_code_may_be_typed_as_people_type(signed):
    assert verdict(codes.grouped(signed.code).lower(), on=ON).state == "valid"


def test_after_its_last_day_it_has_lapsed(signed):
    assert verdict(signed.code, on=date(2027, 5, 24)).state == "valid"
    assert verdict(signed.code, on=date(2027, 5, 25)).state == "lapsed"


def test_before_the_pen_it_is_unsigned(approved, do):
    letter = do("number_letter", approved(), "rini")
    assert verdict(letter.code, on=ON).state == "unsigned"


@pytest.mark.parametrize(("act", "state"), [("revoke_letter", "revoked"), ("review_letter", "review")])
def test_a_letter_taken_back_or_looked_at_says_so(signed, do, act, state):
    do(act, signed, "hendra", reason="Data keliru")
    assert verdict(signed.code, on=ON).state == state


def test_a_review_that_found_nothing_is_over(signed, do):
    do("review_letter", signed, "hendra", reason="Ada laporan")
    do("clear_review", signed, "hendra", reason="Sudah diperiksa")
    assert verdict(signed.code, on=ON).state == "valid"


def test_a_void_letter_with_a_number_is_void(approved, do):
    letter = do("number_letter", approved(), "rini")
    do("void_letter", letter, "rini", reason="Lurah menolak")
    assert verdict(letter.code, on=ON).state == "void"


@pytest.mark.parametrize("stage", ["draft", "approved", "void"])
def test_what_never_had_a_number_is_unknown(draft, approved, do, stage):
    letter = approved() if stage == "approved" else draft()
    if stage == "void":
        do("void_letter", letter, "rini", reason="Tidak jadi")
    assert verdict(letter.code, on=ON) == Verdict("unknown")


@pytest.mark.parametrize(
    "code", ["", "7KQ", "7" * 30, "x" * 5000, "\0" * 30, "' OR 1=1 --", "7KQ2MX9TD4HWP8R3NVC6BYJ5FZG1XA"]
)
def test_unknown_and_malformed_cost_the_same(cast, code, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert verdict(code, on=ON) == Verdict("unknown")


def test_a_known_one_costs_no_more(signed, django_assert_num_queries):
    with django_assert_num_queries(1):
        verdict(signed.code, on=ON)


def test_a_letter_is_checked_after_its_kind_has_left_the_catalogue(signed):
    Letter.objects.update(kind="jenis_lama")
    found = verdict(signed.code, on=ON)
    assert (found.state, found.kind_name, found.number) == ("valid", "jenis_lama", signed.number)
