"""Who took a letter home: noted once, sealed, printed in the register, gone with the key."""

from datetime import timedelta

import pytest

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.letters import papers, registers
from siip.letters.models import Letter
from siip.letters.receipts import GONE, Receiver, note_receipt, receivers
from siip.letters.tests.conftest import refused
from tests.cast import AT

RIZKI = Receiver("Muhammad Rizki", "anak")


@pytest.fixture
def signed(approved, do):
    return do("confirm_wet_signature", do("number_letter", approved(), "rini"), "rini")


@pytest.fixture
def note(cast):
    def act(letter, receiver=RIZKI, who="rini", at=AT, id=None):
        return note_receipt(letter.id, receiver=receiver, by=cast.actor(who), at=at, id=id or uuid7())

    return act


def test_the_register_names_who_took_it_and_when(book, signed, note):
    note(signed)
    (row,) = papers.book_rows(registers.rows(book), "WIB")
    assert row.receiver == "Muhammad Rizki (anak), 24-11-2026 09.00"
    assert RIZKI.in_words == "Muhammad Rizki (anak)" and Receiver("Siti").in_words == "Siti"


def test_it_is_sealed_and_noted_once(signed, note):
    id = uuid7()
    for _ in range(2):
        letter = note(signed, id=id)
    assert b"Rizki" not in bytes(letter.handed_sealed)
    assert Entry.objects.filter(act="letters.note_receipt").count() == 1


def test_the_first_receiver_stays(signed, note):
    note(signed)
    letter = note(signed, Receiver("Siti"), at=AT + timedelta(hours=1))
    assert (receivers([letter])[letter.id], letter.handed_at) == (RIZKI, AT)


def test_it_is_gone_with_the_key_of_the_subject(book, signed, note):
    note(signed)
    crypt.destroy(DataKey.objects.get(pk=signed.key), AT)
    (row,) = papers.book_rows(registers.rows(book), "WIB")
    assert row.receiver.startswith(GONE)


def test_a_receiver_that_was_moved_to_another_letter_does_not_open(signed, note, approved):
    letter, other = note(signed), approved(2)
    other.handed_sealed, other.key = letter.handed_sealed, letter.key
    with pytest.raises(crypt.Unreadable):
        receivers([other])


def test_it_is_refused(cast, draft, signed, note):
    assert refused(lambda: note(draft(2))) == "not-signed"
    assert refused(lambda: note(signed, Receiver(" "))) == "receiver-missing"
    assert refused(lambda: note(signed, Receiver("1671145403880001"))) == "nik-in-text"
    assert refused(lambda: note(signed, who="hendra")) == "no-right"
    Letter.objects.filter(pk=signed.pk).update(wilayah=cast.place("16/71/14/1001/"))
    assert refused(lambda: note(signed, who="yuli")) == "not-found"


@pytest.mark.parametrize(("capacity", "said"), [("langsung", ""), ("an", " (a.n.)"), ("plh", " (Plh.)")])
def test_the_register_says_how_the_signer_signed(cast, book, signed, capacity, said):
    Letter.objects.update(capacity=capacity)
    (row,) = papers.book_rows(registers.rows(book), "WIB")
    assert row.signer == f"{cast.people['hendra'].name}{said}"
