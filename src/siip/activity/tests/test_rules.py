"""The fold of a site in any order, amounts that can be meant, volumes, times of cameras, pairs."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from siip.activity.rules import pictures, work
from siip.activity.rules.work import Factor, Said, Standing
from siip.kernel.refused import Refused

AT = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
HERE, PHONE = UUID(int=1), UUID(int=2)
JAKARTA = ZoneInfo("Asia/Jakarta")
FACTORS = {"karung": Factor("karung", Decimal("0.05")), "gerobak": Factor("gerobak", Decimal(1))}


def step(n, act, *, hlc=None, dev=HERE, **said):
    return Said(UUID(int=100 + n), act, AT + timedelta(minutes=n), hlc or n, dev, n, **said)


OPENED = step(1, "open")
DIRTY = step(2, "note", state="open", waste="left")
SACKS = step(3, "measure", kode="karung", amount=Decimal(40))
CLEAN = step(4, "note", state="clean", waste="hauled", note="sampai jembatan")
MORE = step(5, "measure", kode="karung", amount=Decimal(52), dev=PHONE)
METRES = step(6, "measure", kode="saluran_m", amount=Decimal("120.5"))
BACK = step(7, "measure", kode="saluran_m", amount=None)


def test_a_site_of_which_nothing_is_said_is_open():
    assert work.standing([OPENED]) == work.standing([]) == Standing()


def test_the_last_writer_counts_for_the_outcome_and_for_each_measure():
    found = work.standing([OPENED, DIRTY, SACKS, CLEAN, MORE, METRES])
    assert (found.state, found.waste, found.note) == ("clean", "hauled", "sampai jembatan")
    assert found.measures == (("karung", Decimal(52)), ("saluran_m", Decimal("120.5")))
    assert found.noted_at == METRES.at


def test_a_measure_is_taken_back():
    assert work.standing([METRES, BACK]).measures == ()


def test_measures_alone_leave_the_state_open():
    assert work.standing([SACKS]) == Standing(noted_at=SACKS.at, measures=(("karung", Decimal(40)),))


def test_any_order_of_arrival_and_any_repeat_ends_equal():
    steps = [OPENED, DIRTY, SACKS, CLEAN, MORE]
    wanted = work.standing(steps)
    for order in itertools.permutations(steps):
        assert work.standing([*order, order[0]]) == wanted


def test_two_at_the_same_moment_are_ordered_by_their_device():
    here, phone = (step(3, "measure", hlc=9, kode="karung", amount=Decimal(1)),
                   step(2, "measure", hlc=9, dev=PHONE, kode="karung", amount=Decimal(2)))  # fmt: skip
    assert work.standing([here, phone]).measures == work.standing([phone, here]).measures == (("karung", Decimal(2)),)


def said(text):
    """A time as a camera writes it: without a zone."""
    return datetime.fromisoformat(text)


def check(amount, decimals=1, most=20000):
    return work.check_amount(Decimal(amount), label="Panjang saluran", unit="m", decimals=decimals, most=most)


@pytest.mark.parametrize("amount", ["0", "120.5", "20000", "12.0"])
def test_an_amount_that_can_be_meant_is_kept(amount):
    assert check(amount) == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "decimals", "code", "told"),
    [
        ("-1", 1, "amount-negative", "nol atau lebih"),
        ("NaN", 1, "amount-negative", "nol atau lebih"),
        ("20000.1", 1, "amount-many", "20.000 m di satu titik kerja"),
        ("1.25", 1, "amount-decimals", "paling banyak 1 angka"),
        ("1.5", 0, "amount-decimals", "tanpa koma"),
    ],
)
def test_an_amount_that_cannot_be_meant_is_refused(amount, decimals, code, told):
    with pytest.raises(Refused) as refused:
        check(amount, decimals)
    assert (refused.value.code, told in refused.value.message) == (code, True)


def test_a_volume_says_from_what():
    found = work.volume({"karung": Decimal(40), "gerobak": Decimal(2), "truk": Decimal(3)}, FACTORS)
    assert found == work.Volume(Decimal("4.00"), "40 karung × 0,05\u00a0m³ + 2 gerobak × 1\u00a0m³")
    assert found is not None and found.said == "±\u00a04\u00a0m³"


@pytest.mark.parametrize("amounts", [{}, {"truk": Decimal(3)}, {"karung": Decimal(0)}])
def test_there_is_no_volume_where_nothing_has_a_factor(amounts):
    assert work.volume(amounts, FACTORS) is None


@pytest.mark.parametrize(
    ("amount", "text"), [("1250.50", "1.250,5"), ("40.00", "40"), ("100", "100"), ("0.05", "0,05"), ("0", "0")]
)
def test_amounts_are_written_as_here(amount, text):
    assert work.written(Decimal(amount)) == text


def test_a_camera_is_read_on_the_clock_of_the_place():
    assert pictures.captured(said("2026-11-27 07:45"), JAKARTA, AT) == datetime(2026, 11, 27, 0, 45, tzinfo=UTC)


@pytest.mark.parametrize("taken", [None, said("1980-01-01 00:00"), said("2026-11-27 09:11")])
def test_a_time_that_cannot_be_is_none(taken):
    assert pictures.captured(taken, JAKARTA, AT) is None


def test_only_a_photo_without_faces_or_with_their_consent_is_public():
    assert [pictures.may_be_public(one) for one in ("none", "agreed", "unasked", "")] == [True, True, False, False]


def test_the_first_before_stands_beside_the_first_after():
    assert pictures.pairs([1, 2], [3]) == [(1, 3), (2, None)]
    assert pictures.pairs([], [3]) == [(None, 3)]
