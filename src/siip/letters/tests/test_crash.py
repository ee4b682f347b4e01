"""An entry in the journal if and only if its effect: each act of letters, broken at every one of its statements."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid5

import pytest
from django.db import OperationalError, connection

from siip.kernel import crypt, journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Chain, Entry
from siip.letters import letters, numbering, receipts, registers
from siip.letters.models import Lease, Letter, LetterStep, Number, Register
from siip.letters.tests.conftest import ANSWERS, PATTERN
from tests.cast import AT, ident

MOST_STATEMENTS = 400


class BreakAt:
    """Lets so many statements pass, then the database is gone for one."""

    def __init__(self, n: int) -> None:
        self.left = n

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise OperationalError("the database is gone")
        return execute(sql, params, many, context)


def everything():
    """Every row that an act of letters may touch."""
    tables = (Letter, LetterStep, Number, Lease, Register, Entry, Chain)
    return [sorted(map(repr, table.objects.values_list())) for table in tables]


@dataclass
class Stage:
    """What an act stands on, made before it is broken: each gives the act as a function of its id."""

    cast: Any
    draft: Any
    approved: Any
    do: Any
    book: Any

    def by(self, who):
        return {"by": self.cast.actor(who), "at": AT}

    def open_(self, year, mode):
        office = self.cast.offices["hendra"].id
        said = {"year": year, "pattern": PATTERN, "pad": 1, "mode": mode, "after": 0}
        return lambda id: registers.open_register(office, **said, **self.by("dewi"), id=id)

    def open_register(self):
        return self.open_(2027, "siip")

    def book_block(self):
        book = self.open_(2027, "buku")(uuid7())
        return lambda id: registers.book_block(book.id, first=1, last=9, **self.by("rini"), id=id)

    def close_block(self):
        book = self.open_(2027, "buku")(uuid7())
        lease = registers.book_block(book.id, first=1, last=9, **self.by("rini"), id=uuid7())
        return lambda id: registers.close_block(lease.id, **self.by("rini"), id=id)

    def close_register(self):
        return lambda id: registers.close_register(self.book.id, **self.by("rini"), id=id)

    def state_last_number(self):
        return lambda id: registers.state_last_number(self.book.id, last=120, **self.by("rini"), id=id)

    def draft_letter(self):
        crypt.new_key(ident("subject", 1))[0].save(force_insert=True)  # the caller's, before the act
        return lambda id: self.draft(id=id)

    def revise_letter(self):
        letter, said = self.draft(), {"subject_name": "Siti Maryam", "subject_rt": "07/02", "purpose": "bank"}
        return lambda id: self.do("revise_letter", letter, "rini", id=id, answers=ANSWERS | {"rt": "08"}, **said)

    def paraf_letter(self):
        letter = self.draft()
        return lambda id: self.do("paraf_letter", letter, "agus", id=id)

    def return_letter(self):
        letter = self.draft()
        return lambda id: self.do("return_letter", letter, "agus", id=id, reason="Alamat kurang lengkap")

    def sign_letter(self):
        letter = self.draft(in_field=True)
        return lambda id: self.do("sign_letter", letter, "hendra", id=id)

    def number_letter(self):
        letter = self.approved()
        return lambda id: self.do("number_letter", letter, "rini", id=id)

    def sign_and_number(self):
        ids = [self.draft(n, in_field=True).id for n in (1, 2)]
        proof = self.cast.proof("hendra")
        return lambda id: letters.sign_and_number(ids, proof=proof, **self.by("hendra"), id=id)

    def confirm_wet_signature(self):
        letter = self.do("number_letter", self.approved(), "rini")
        return lambda id: self.do("confirm_wet_signature", letter, "rini", id=id)

    def note_receipt(self):
        letter = self.do("confirm_wet_signature", self.do("number_letter", self.approved(), "rini"), "rini")
        return lambda id: receipts.note_receipt(letter.id, receiver=receipts.Receiver("Siti"), **self.by("rini"), id=id)

    def void_letter(self):
        letter = self.do("number_letter", self.approved(), "rini")
        return lambda id: self.do("void_letter", letter, "rini", id=id, reason="Lurah menolak")

    def revoke_letter(self):
        return self._of_an_issued("revoke_letter")

    def review_letter(self):
        return self._of_an_issued("review_letter")

    def clear_review(self):
        self._of_an_issued("review_letter")(uuid7())
        letter = Letter.objects.get()
        return lambda id: self.do("clear_review", letter, "hendra", id=id, reason="Sudah diperiksa")

    def _of_an_issued(self, name):
        letter = self.do("number_letter", self.approved(), "rini")
        self.do("confirm_wet_signature", letter, "rini")
        return lambda id: self.do(name, letter, "hendra", id=id, reason="Data keliru")


ACTS = [name for name in vars(Stage) if not name.startswith("_") and name not in ("by", "open_")]


@pytest.mark.parametrize("name", ACTS)
def test_an_act_broken_at_any_statement_leaves_nothing_and_then_works(name, cast, draft, approved, do, book):
    act, id = getattr(Stage(cast, draft, approved, do, book), name)(), uuid7()
    before = everything()
    for n in range(1, MOST_STATEMENTS):
        try:
            with connection.execute_wrapper(BreakAt(n)):
                act(id)
        except OperationalError:
            assert everything() == before, f"broken at statement {n}"
        else:
            break
    assert n > 8
    assert Entry.objects.filter(pk=id).count() == 1
    assert everything() != before
    assert list(journal.faults()) == []
    assert list(numbering.faults()) == []


@pytest.mark.parametrize("name", ACTS)
def test_an_act_sent_twice_is_done_once(name, cast, draft, approved, do, book):
    act, id = getattr(Stage(cast, draft, approved, do, book), name)(), uuid7()
    first = act(id)
    after = everything()
    assert act(id) == first
    assert everything() == after


def test_every_act_of_letters_is_broken_here():
    acts = {
        name
        for module in (letters, receipts, registers)
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and "id" in inspect.signature(value).parameters
    }
    assert {name for name in acts if not name.startswith("_")} == set(ACTS)


def test_holes_left_by_broken_numberings_are_all_booked(cast, draft, book, give):
    """After COMMIT failed the log has what the database lacks: once for each time."""
    ids, proof, by = [draft(90, in_field=True).id], cast.proof("hendra"), cast.actor("hendra")

    def breaks():
        raise OperationalError("the database is gone")

    for n in range(3):
        with (
            pytest.raises(OperationalError),
            journal.act("letters.outer", id=uuid5(book.id, f"{n}"), by=by, at=AT, where="16/71/14/1003/") as outer,
        ):
            letters.sign_and_number(ids, proof=proof, by=by, at=AT, id=uuid7())
            outer.before_commit(breaks)
    assert give() == [121]
    assert list(Number.objects.filter(status="void").order_by("serial").values_list("serial", "reason")) == [
        (118, "TERPUTUS"),
        (119, "TERPUTUS"),
        (120, "TERPUTUS"),
    ]
