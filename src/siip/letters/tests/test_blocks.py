"""Blocks booked in the paper book: given from the lowest, closed once, and back after crash and restore."""

import pytest

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import numbering, numbers_log, registers
from siip.letters.models import Lease
from siip.letters.tests.conftest import logged, refused
from siip.letters.tests.test_numbering import Broken, block, breaks, open_, path_of, restore, snapshot, take, voids
from tests.cast import AT


def test_the_paper_book_gives_the_lowest_number_of_its_blocks(cast):
    book, by = open_(cast, "buku", after=40), cast.actor("hendra")
    block(cast, book, 61, 62)
    block(cast, book, 41, 42)
    assert (take(book, 3, by), numbering.left_in_blocks(book.id)) == ([41, 42, 61], 1)
    assert refused(lambda: take(book, 2, by)) == "block-empty"
    assert take(book, 1, by) == [62]


def test_a_closed_block_gives_nothing_more_and_its_rest_is_logged(cast):
    book, by = open_(cast, "buku", after=40), cast.actor("hendra")
    lease = block(cast, book, 41, 44)
    take(book, 1, by)
    registers.close_block(lease.id, by=cast.actor("rini"), at=AT, id=uuid7())
    assert (logged(book.id), numbering.left_in_blocks(book.id)) == ([41, 42, 43, 44], 0)
    assert refused(lambda: take(book, 1, by)) == "block-empty"


def test_a_block_used_to_its_end_closes_without_a_line(cast):
    book, by = open_(cast, "buku", after=40), cast.actor("hendra")
    lease = block(cast, book, 41, 41)
    take(book, 1, by)
    before = path_of(book).read_bytes()
    registers.close_block(lease.id, by=cast.actor("rini"), at=AT, id=uuid7())
    assert path_of(book).read_bytes() == before


def test_a_restore_before_the_block_brings_it_back_with_its_used_numbers_void(cast):
    book, by = open_(cast, "buku", after=40), cast.actor("hendra")
    before = snapshot()
    lease = block(cast, book, 41, 45)
    take(book, 2, by)
    restore(before)
    assert take(book, 1, by) == [43]
    assert voids(book)[:2] == [(41, "RESTORE"), (42, "RESTORE")]
    assert Entry.objects.get(act="letters.book_lost").about["booked"] == "41-45"
    (again,) = Lease.objects.all()
    assert (again.id, again.first, again.last) == (lease.id, 41, 45)


def test_a_block_whose_booking_broke_off_after_the_log_is_booked_by_sending_it_again(cast):
    book, by, id = open_(cast, "buku", after=40), cast.actor("rini"), uuid7()
    with pytest.raises(Broken), journal.act("letters.book", id=id, by=by, at=AT, where="16/71/14/1003/") as act:
        numbering.book(numbering.lock(book.id), 41, 45, act=act)
        act.before_commit(breaks)
    assert Lease.objects.count() == 0
    with journal.act("letters.book", id=id, by=by, at=AT, where="16/71/14/1003/") as act:
        lease = numbering.book(numbering.lock(book.id), 41, 45, act=act)
    assert (lease.id, lease.first, lease.last, Lease.objects.count()) == (id, 41, 45, 1)
    assert list(numbering.faults()) == []


def test_a_restore_does_not_open_a_closed_block(cast):
    book, by = open_(cast, "buku", after=40), cast.actor("hendra")
    lease = block(cast, book, 41, 45)
    before = snapshot()
    registers.close_block(lease.id, by=cast.actor("rini"), at=AT, id=uuid7())
    restore(before)
    assert refused(lambda: take(book, 1, by)) == "block-empty"


def test_a_lost_log_of_a_paper_book_keeps_its_blocks(cast):
    book, by = open_(cast, "buku", after=40), cast.actor("hendra")
    block(cast, book, 41, 45)
    take(book, 1, by)
    path_of(book).unlink()
    take(book, 1, by)
    assert [line.kind for line in numbers_log.read(path_of(book)).lines] == ["block", "take", "take"]
    assert list(numbering.faults()) == []


def test_the_last_number_of_a_paper_book_voids_what_is_booked_up_to_it(cast):
    book, by = open_(cast, "buku", after=40), cast.actor("hendra")
    block(cast, book, 41, 45)
    restore(snapshot())
    path_of(book).unlink()
    registers.state_last_number(book.id, last=43, by=cast.actor("rini"), at=AT, id=uuid7())
    assert ([serial for serial, _ in voids(book)], take(book, 1, by)) == ([41, 42, 43], [44])
