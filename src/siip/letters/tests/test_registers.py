"""The letter book of an office in a year, its blocks of the paper book, and what it lists."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.letters import numbering, registers
from siip.letters.models import Lease, Number, Register
from siip.letters.tests.conftest import PATTERN
from tests.cast import AT, PLAJU_ULU, ident

USUAL = {"year": 2026, "pattern": PATTERN, "pad": 1, "mode": "siip", "after": 117}


@pytest.fixture
def open_(cast):
    def register(who="dewi", office="hendra", **said):
        office_id = cast.offices[office].id if isinstance(office, str) else office
        return registers.open_register(office_id, **(USUAL | said), by=cast.actor(who), at=AT, id=uuid7())

    return register


@pytest.fixture
def paper_book(open_):
    return open_(mode="buku", after=40)


@pytest.fixture
def block(cast, paper_book):
    def book(first, last, who="rini"):
        return registers.book_block(paper_book.id, first=first, last=last, by=cast.actor(who), at=AT, id=uuid7())

    return book


def code_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_register_is_opened_once_a_year_and_leaves_its_entry(cast, open_):
    book = open_()
    assert (book.year, book.after, book.mode) == (2026, 117, "siip")
    entry = Entry.objects.get(act="letters.open_register")
    assert entry.about == {"register": str(book.id), "year": 2026, "mode": "siip", "after": 117}
    assert registers.register_of(cast.offices["hendra"].id, 2026) == book
    assert registers.register_of(cast.offices["hendra"].id, 2027) is None


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("hendra", {}, "no-right"),
        ("yuli", {"office": "zul"}, "no-right"),
        ("dewi", {"office": ident("nowhere")}, "no-right"),
        ("dewi", {"mode": "x"}, "mode"),
        ("dewi", {"after": -1}, "after"),
        ("dewi", {"after": 999_999}, "after"),
        ("dewi", {"year": 1999}, "year"),
        ("dewi", {"pattern": "{nomor}"}, "pattern-year"),
        ("dewi", {"pad": 0}, "pad"),
    ],
)
def test_a_register_is_refused(open_, who, said, code):
    assert code_of(lambda: open_(who, **said)) == code
    assert not Register.objects.exists()


def test_an_office_that_does_not_exist_is_not_found(cast):
    everywhere = replace(cast.actor("dewi"), grants=cast.actor("dewi").grants | house_grants())
    call = lambda: registers.open_register(ident("nowhere"), **USUAL, by=everywhere, at=AT, id=uuid7())  # noqa: E731
    assert code_of(call) == "not-found"


def house_grants():
    from siip.kernel.actor import Grant

    return {Grant("registers.manage", "")}


def test_a_second_register_of_the_year_is_refused(open_):
    open_()
    assert code_of(open_) == "register-exists"


def test_blocks_may_be_several_and_say_what_came_of_them(cast, block, paper_book):
    block(41, 42)
    block(61, 70)
    newer, older = registers.blocks(paper_book)
    assert (older.left, newer.left) == ((41, 42), tuple(range(61, 71)))
    assert (older.is_low, newer.is_low) == (True, False)
    assert numbering.left_in_blocks(paper_book.id) == 12


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (0, 5, "block-shape"),
        (50, 49, "block-shape"),
        (41, 541, "block-shape"),
        (999_999, 1_000_000, "block-shape"),
        (40, 45, "block-overlap"),
        (55, 60, "block-overlap"),
        (45, 99, "block-overlap"),
    ],
)
def test_a_block_is_refused(block, first, last, code):
    block(50, 59)
    assert code_of(lambda: block(first, last)) == code
    assert Lease.objects.count() == 1


def test_a_block_needs_the_right_and_a_register_that_the_book_leads(cast, open_, block):
    assert code_of(lambda: block(41, 42, who="hendra")) == "no-right"
    assert code_of(lambda: block(41, 42, who="zul")) == "not-found"
    other = open_(year=2027)
    call = lambda: registers.book_block(other.id, first=1, last=2, by=cast.actor("rini"), at=AT, id=uuid7())  # noqa: E731
    assert code_of(call) == "not-book-mode"


def test_a_closed_register_takes_no_block(cast, block, paper_book):
    registers.close_register(paper_book.id, by=cast.actor("rini"), at=AT, id=uuid7())
    assert code_of(lambda: block(41, 42)) == "register-closed"


def test_a_block_is_closed_once(cast, block):
    lease, by = block(41, 42), cast.actor("rini")
    assert code_of(lambda: registers.close_block(lease.id, by=cast.actor("hendra"), at=AT, id=uuid7())) == "no-right"
    registers.close_block(lease.id, by=by, at=AT, id=uuid7())
    assert code_of(lambda: registers.close_block(lease.id, by=by, at=AT, id=uuid7())) == "block-closed"
    assert code_of(lambda: registers.close_block(ident("none"), by=by, at=AT, id=uuid7())) == "not-found"
    assert set(Number.objects.values_list("status", "reason", "by")) == {
        ("void", "tidak dipakai, blok ditutup", by.person)
    }
    assert not registers.blocks(Register.objects.get())[0].is_low


def test_a_year_is_closed_when_every_number_is_clear(cast, block, paper_book):
    lease, by = block(41, 45), cast.actor("rini")
    with pytest.raises(Refused, match="41-45") as refused:
        registers.close_register(paper_book.id, by=by, at=AT, id=uuid7())
    assert refused.value.code == "numbers-open"
    registers.close_block(lease.id, by=by, at=AT, id=uuid7())
    assert registers.close_register(paper_book.id, by=by, at=AT, id=uuid7()).closed_at == AT
    assert code_of(lambda: registers.close_register(paper_book.id, by=by, at=AT, id=uuid7())) == "register-closed"


def test_a_register_is_seen_by_its_office_only(cast, open_):
    book = open_()
    for who in ("dewi", "rini", "hendra", "yuli"):
        assert registers.registers(cast.actor(who)) == [book]
        assert registers.register(book.id, cast.actor(who)) == book
    assert registers.registers(cast.actor("zul")) == []
    assert code_of(lambda: registers.register(book.id, cast.actor("zul"))) == "not-found"


def test_registers_may_be_opened_for_heads_within_reach(cast):
    offered = {office.kind for office in registers.offices_with_letters(cast.actor("dewi"))}
    assert offered == {"camat", "lurah"}
    assert PLAJU_ULU not in {one.wilayah.path for one in registers.offices_with_letters(cast.actor("yuli"))}


def test_a_period_lists_letters_by_their_date_and_lost_numbers_by_the_offices_day(cast, book, give):
    give()
    # 26 November 17.30 UTC is half past midnight of the 27th at the office.
    void = Number(register=book, lease=Lease.objects.get(), serial=300, status="void", reason="TERPUTUS")
    void.at = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
    void.save(force_insert=True)
    day = lambda n: [row.serial for row in registers.rows(book, from_on=date(2026, 11, n), until_on=date(2026, 11, n))]  # noqa: E731
    assert {n: day(n) for n in (24, 25, 26, 27, 28)} == {24: [118], 25: [], 26: [], 27: [300], 28: []}
    assert [row.serial for row in registers.rows(book)] == [118, 300]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"status": "used", "letter": None, "reason": ""}, "letters_number_status"),
        ({"status": "void", "reason": ""}, "letters_number_status"),
        ({"status": "outstanding", "reason": "x"}, "letters_number_status"),
        ({"status": "gone"}, "letters_number_status"),
        ({"serial": 118}, "letters_number_once"),
    ],
)
def test_the_database_holds_the_rules_of_numbers(book, give, change, name):
    give()
    row = {"register": book, "lease": Lease.objects.get(), "serial": 119, "status": "void", "reason": "x", "at": AT}
    broken(lambda: Number.objects.create(**(row | change)), name, ["register_id", "serial"])


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"first": 5, "last": 4}, "letters_lease_run"),
        ({"kind": "gift"}, "letters_lease_kind"),
        ({"first": 118, "last": 118}, "letters_lease_first_once"),
    ],
)
def test_the_database_holds_the_rules_of_leases(book, give, change, name):
    give()
    row = {"id": uuid7(), "register": book, "kind": "online", "first": 7, "last": 7, "device": uuid7(), "opened_at": AT}
    broken(lambda: Lease.objects.create(**(row | change)), name, ["register_id", "first"])


@pytest.mark.parametrize(
    ("change", "name"),
    [({"mode": "x"}, "letters_register_mode"), ({"year": 1999}, "letters_register_year"),
     ({"year": 2026}, "letters_register_once")],
)  # fmt: skip
def test_the_database_holds_the_rules_of_registers(cast, book, change, name):
    row = {
        "id": uuid7(),
        "office": cast.offices["hendra"],
        "year": 2030,
        "pattern": PATTERN,
        "mode": "siip",
        "after": 0,
    }
    broken(lambda: Register.objects.create(**(row | change), opened_at=AT), name, ["office_id", "year"])


def broken(write, name, columns):
    """PostgreSQL names the constraint; SQLite names a check, and of a unique one the columns."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    said = str(error.value)
    assert name in said or all(column in said for column in columns)
