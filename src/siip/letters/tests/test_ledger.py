"""The numbers log as text."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.letters.rules import ledger, numbers
from siip.letters.rules.ledger import Line

AT = datetime(2026, 11, 27, 0, 30, tzinfo=UTC)
ID = UUID(int=7)
ONE = Line("take", ((118, 120), (122, 122)), 1, ID, AT)
TWO = Line("block", ((301, 330),), 2, UUID(int=8), AT)

lines = st.builds(
    Line,
    kind=st.sampled_from(["open", "take", "block"]),
    runs=st.sets(st.integers(1, 999_999), max_size=6).map(numbers.runs),
    epoch=st.integers(1, 99),
    id=st.uuids(),
    at=st.datetimes(timezones=st.just(UTC)),
)


def test_a_line_can_be_read_by_people():
    assert ONE.text() == f"take 118-120,122 1 {ID} 2026-11-27T00:30:00.000000+00:00 {ONE.text()[-9:-1]}\n"
    assert Line("open", (), 1, ID, AT).text().startswith("open - 1 ")
    assert list(ONE.serials) == [118, 119, 120, 122]


@given(st.lists(lines, max_size=5))
def test_what_was_written_is_read_back(written):
    content = "".join(line.text() for line in written).encode()
    assert ledger.read(content) == ledger.Ledger(tuple(written))
    assert ledger.last(content) == (written[-1] if written else None)


@given(lines, st.data())
def test_a_changed_letter_is_damage_and_never_another_number(line, data):
    content = bytearray(line.text().encode())
    at = data.draw(st.integers(0, len(content) - 2))  # its end left apart: without it the line is torn
    content[at] ^= data.draw(st.integers(1, 127))
    assert line not in ledger.read(bytes(content)).lines
    found = ledger.read(bytes(content))
    assert found.lines == ()


@given(lines, lines, st.data())
def test_a_torn_line_is_no_number_and_no_damage(line, next_line, data):
    torn = line.text().encode()[: data.draw(st.integers(1, len(line.text()) - 1))]
    assert (ledger.read(torn), ledger.last(torn)) == (ledger.Ledger(()), None)
    content = torn + (ledger.mended(torn) + next_line.text()).encode()
    assert ledger.read(content) == ledger.Ledger((next_line,))


@given(lines, lines, st.data())
def test_tearing_the_mending_of_a_torn_line_harms_nothing(line, next_line, data):
    text = line.text().encode()
    torn = text[: data.draw(st.integers(1, len(text) - 1))]
    again = torn + ledger.TORN.encode()[: data.draw(st.integers(0, len(ledger.TORN) - 1))]
    content = again + (ledger.mended(again) + next_line.text()).encode()
    assert ledger.read(content) == ledger.Ledger((next_line,))


@pytest.mark.parametrize("content", [b"", b"take 1 1"])
def test_the_end_of_nothing_is_nothing(content):
    assert ledger.last(content) is None


def test_nothing_stands_before_the_first_or_after_a_whole_line():
    assert (ledger.mended(b""), ledger.mended(b"\n"), ledger.mended(b"x")) == ("", "", " torn\n")


def test_a_mark_is_found_wherever_it_stands():
    log = ledger.read((ONE.text() + TWO.text()).encode())
    assert (log.has(ID), log.has(UUID(int=8)), log.has(UUID(int=9))) == (True, True, False)
