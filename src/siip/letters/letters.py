"""Letters: drafted, initialled, signed, numbered, confirmed; void or revoked, never deleted.

What a letter's state is follows from its steps alone (`rules.chain`). The acts here refuse before they
add a step. `sign_letter` freezes the text without its number, which is what the signature covers;
`number_letter` takes the number; at the console `sign_and_number` does both in one transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from siip.kernel import catalogue, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik
from siip.letters import giving, numbering
from siip.letters.courses import (
    Seat,
    chain_of,
    fold_into,
    new_step,
    refuse,
    seat_of,
    standing_of,
    write_step,
)
from siip.letters.models import Letter, Number, Register
from siip.letters.rules import chain, codes
from siip.letters.rules.validity import dated_on
from siip.letters.texts import freeze, kind_of, opened, seal
from siip.people.models import Office
from siip.people.pins import Proof

DRAFTS: Final = MappingProxyType({"orang": "services.take", "kegiatan": "reporting.close"})
"""What a letter is about -> the right that drafts it; a report is drafted by whoever closes the day."""

LONGEST_REASON: Final = 300


def draft_letter(
    *,
    letter_id: UUID,
    kind: str,
    office_id: UUID,
    subject_name: str,
    subject_rt: str,
    purpose: str,
    answers: Mapping[str, Any],
    key_id: UUID,
    code: str,
    in_field: bool,
    by: Actor,
    at: datetime,
    id: UUID,
) -> Letter:
    """Draft a letter of an office; its chain is frozen as it stands today, without paraf of vacant offices.

    `answers` are the fields of the letter type; `key_id` names the subject's data key; `code` is made by
    the caller. Raises Refused: "no-right", "not-found", "wrong-office", "answers", "code",
    "nobody-signs", "nik-in-text".
    """
    office = _office(office_id)
    where = office.wilayah.path
    body = [letter_id, kind, office_id, subject_name, subject_rt, purpose, answers, code, in_field]
    about = {"letter": str(letter_id), "kind": kind}
    with journal.act("letters.draft_letter", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Letter.objects.get(pk=letter_id)
        letter_type = catalogue.letter_type(kind)
        by.require(DRAFTS[letter_type.about], where)
        if by.person is None or not codes.is_code(code):
            raise Refused("code", "Surat hanya dapat dibuat petugas yang masuk. Masuk lagi, lalu ulangi.")
        on = dated_on(at, office.wilayah.zone)
        if office.kind != letter_type.signer:
            raise Refused(
                "wrong-office", f"{letter_type.name} tidak diterbitkan oleh {office.title}. Pilih kantor lain."
            )
        _check_answers(letter_type, answers, on)
        letter = Letter(
            id=letter_id, kind=kind, office=office, wilayah=office.wilayah, code=code, key=key_id,
            chain=chain_of(letter_type, office, in_field, on, by.person), in_field=in_field, maker=by.person,
            drafted_at=at, **_clear(subject_name, subject_rt, purpose),
        )  # fmt: skip
        letter.sealed = seal(letter, {"answers": dict(answers)})
        seq = act.enter()
        step = new_step(letter, "draft", act, seq, 0, office="petugas_loket")
        fold_into(letter, [step])
        letter.save(force_insert=True)
        step.save(force_insert=True)
    return letter


def revise_letter(
    letter_id: UUID,
    *,
    answers: Mapping[str, Any],
    subject_name: str,
    subject_rt: str,
    purpose: str,
    by: Actor,
    at: datetime,
    id: UUID,
) -> Letter:
    """Correct a letter that was returned or is still on its way; what was initialled begins anew.

    Raises Refused: "no-right", "not-found", "state", "answers", "nik-in-text".
    """
    body = [letter_id, answers, subject_name, subject_rt, purpose]
    with _act("letters.revise_letter", letter_id, "letters.see", body, by=by, at=at, id=id) as (act, letter):
        if act.repeated:
            return letter
        by.require(DRAFTS[kind_of(letter).about], letter.wilayah.path)
        standing = standing_of(letter)
        refuse(chain.why_not(standing, "revise", by=by.person))
        _check_answers(kind_of(letter), answers, dated_on(at, letter.wilayah.zone))
        for field, value in _clear(subject_name, subject_rt, purpose).items():
            setattr(letter, field, value)
        letter.sealed = seal(letter, {"answers": dict(answers)})
        _add(letter, "revise", act)
    return letter


def paraf_letter(letter_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Letter:
    """Initial a letter in the office whose turn it is.

    Raises Refused: "no-right", "not-found", "state", "maker", "not-your-turn".
    """
    with _act("letters.paraf_letter", letter_id, "letters.paraf", [letter_id], by=by, at=at, id=id) as (act, letter):
        if not act.repeated:
            _add(letter, "paraf", act, seat=seat_of(letter, "paraf", by, at))
    return letter


def return_letter(letter_id: UUID, *, reason: str, by: Actor, at: datetime, id: UUID) -> Letter:
    """Send a letter back to whoever made it, with the reason.

    Raises Refused: "no-right", "not-found", "state", "not-your-turn", "reason-missing", "reason-long", "nik-in-text".
    """
    body = [letter_id, reason]
    with _act("letters.return_letter", letter_id, "letters.paraf", body, by=by, at=at, id=id) as (act, letter):
        if not act.repeated:
            reason = _reason(reason)
            _add(letter, "return", act, seat=seat_of(letter, "return", by, at), reason=reason)
    return letter


def sign_letter(letter_id: UUID, *, proof: Proof, by: Actor, at: datetime, id: UUID) -> Letter:
    """Approve a letter with a PIN: its text is frozen, dated today, without a number yet.

    Whoever signs a.n. or u.b. does it by a mandate in force (people.mandates), which is noted with the letter.
    Raises Refused: "no-right", "not-found", "state", "maker", "not-your-turn", "no-mandate", "proof-stale",
    "proof-elsewhere".
    """
    with _act("letters.sign_letter", letter_id, "letters.sign", [letter_id], by=by, at=at, id=id) as (act, letter):
        if act.repeated:
            return letter
        proof.require(by=by, path=letter.wilayah.path, at=at)
        seat = seat_of(letter, "sign", by, at)
        freeze(letter, seat, at)
        _add(letter, "sign", act, seat=seat)
    return letter


def number_letter(letter_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Letter:
    """Give an approved letter the next number of its office's register of the year.

    Raises Refused: "no-right", "not-found", "state", "no-register", "register-closed", "block-empty", "blank-gone".
    """
    letter = _found(letter_id, by, "letters.number")
    with journal.act(
        "letters.number_letter", id=id, by=by, at=at, where=letter.wilayah.path,
        about={"letter": str(letter_id)}, body=letter_id,
    ) as act:  # fmt: skip
        if act.repeated:
            return letter
        book = numbering.lock(giving.book_of(letter).id)
        letter = _locked([letter_id])[0]
        refuse(chain.why_not(standing_of(letter), "number", by=by.person))
        (number,) = giving.numbers_for(book, [letter], act)
        giving.give(letter, book, number, act)
    return letter


def sign_and_number(letter_ids: Sequence[UUID], *, proof: Proof, by: Actor, at: datetime, id: UUID) -> list[Letter]:
    """Approve a list with one PIN and number it, all or none; the numbers follow the order given.

    Raises Refused: "nothing-chosen", and what `sign_letter` and `number_letter` refuse.
    """
    if not letter_ids:
        raise Refused("nothing-chosen", "Belum ada surat yang dipilih. Centang surat yang akan Anda tanda tangani.")
    found = [_found(letter_id, by, "letters.sign") for letter_id in letter_ids]
    where = proof.office_path
    about = {"letters": [str(letter_id) for letter_id in letter_ids]}
    body = list(letter_ids)
    with journal.act("letters.sign_and_number", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return found
        # Every lock before the first inner act, which will hold the chains: registers, then letters.
        books = {book: numbering.lock(book) for book in sorted({giving.book_of(one, at).id for one in found})}
        locked = {letter.id: letter for letter in _locked(sorted(letter_ids))}
        signed = [
            sign_letter(letter_id, proof=proof, by=by, at=at, id=act.inner(f"sign {letter_id}"))
            for letter_id in dict.fromkeys(letter_ids)
            if letter_id in locked
        ]
        for book_id, book in books.items():
            mine = [letter for letter in signed if giving.book_of(letter).id == book_id]
            for letter, number in zip(mine, giving.numbers_for(book, mine, act), strict=True):
                _give_inside(letter, book, number, act)
    return signed


def confirm_wet_signature(letter_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Letter:
    """Note that the printed letter was signed by pen. Raises Refused: "no-right", "not-found", "state"."""
    with _act("letters.confirm_wet_signature", letter_id, "letters.confirm", [letter_id], by=by, at=at, id=id) as (
        act,
        letter,
    ):
        if not act.repeated:
            _add(letter, "confirm", act)
    return letter


def void_letter(letter_id: UUID, *, reason: str, by: Actor, at: datetime, id: UUID) -> Letter:
    """Make a letter void that never went out; its number, if it has one, stays in the register as void.

    Raises Refused: "no-right", "not-found", "state", "reason-missing", "reason-long", "nik-in-text".
    """
    body = [letter_id, reason]
    with _act("letters.void_letter", letter_id, "letters.void", body, by=by, at=at, id=id, lock_book=True) as (
        act,
        letter,
    ):
        if not act.repeated:
            reason = _reason(reason)
            _add(letter, "void", act, reason=reason)
            Number.objects.filter(letter=letter).update(status=numbering.VOID, reason=reason[:120], by=by.person, at=at)
    return letter


def revoke_letter(letter_id: UUID, *, reason: str, by: Actor, at: datetime, id: UUID) -> Letter:
    """Withdraw a letter that went out: whoever checks its code is told.

    Raises Refused: "no-right", "not-found", "state", "reason-missing", "reason-long", "nik-in-text".
    """
    body = [letter_id, reason]
    with _act("letters.revoke_letter", letter_id, "letters.revoke", body, by=by, at=at, id=id) as (act, letter):
        if not act.repeated:
            _add(letter, "revoke", act, reason=_reason(reason))
    return letter


def review_letter(letter_id: UUID, *, reason: str, by: Actor, at: datetime, id: UUID) -> Letter:
    """Say that a letter is being looked at; a stranger who checks it is told to ask the office.

    Raises Refused: "no-right", "not-found", "state", "reason-missing", "reason-long", "nik-in-text".
    """
    body = [letter_id, reason]
    with _act("letters.review_letter", letter_id, "letters.revoke", body, by=by, at=at, id=id) as (act, letter):
        if not act.repeated:
            _add(letter, "review", act, reason=_reason(reason))
    return letter


def clear_review(letter_id: UUID, *, reason: str, by: Actor, at: datetime, id: UUID) -> Letter:
    """End a review with nothing found. Raises Refused as `review_letter`."""
    body = [letter_id, reason]
    with _act("letters.clear_review", letter_id, "letters.revoke", body, by=by, at=at, id=id) as (act, letter):
        if not act.repeated:
            _add(letter, "clear", act, reason=_reason(reason))
    return letter


def letters_of(by: Actor, right: str = "letters.see") -> Any:
    """The letters within reach, as a queryset for lists."""
    rows = Letter.objects.filter(within("wilayah__path", by.scope(right)))
    return rows.select_related(
        "office__wilayah", "wilayah", "holding__person", "holding__office", "mandate__giver__person"
    )


def letter(letter_id: UUID, *, by: Actor) -> Letter:
    """One letter. Raises Refused: "not-found", also for one out of reach."""
    return _found(letter_id, by, "letters.see")


def answers(letter: Letter) -> dict[str, Any]:
    """What was said for the letter, opened. The caller has asked the right by `letter`."""
    said: dict[str, Any] = opened(letter)["answers"]
    return said


def may(letter: Letter, act: str, *, by: Actor, at: datetime) -> bool:
    """Whether this person may do an act to the letter now: a button asks what the act will ask."""
    right = RIGHT_OF[act]
    if not by.may(right, letter.wilayah.path):
        return False
    if act in ("paraf", "return", "sign"):
        try:
            seat_of(letter, act, by, at)
        except Refused:
            return False
        return True
    return chain.why_not(standing_of(letter), act, by=by.person) == ""


RIGHT_OF: Final = {
    "revise": "services.take", "paraf": "letters.paraf", "return": "letters.paraf", "sign": "letters.sign",
    "number": "letters.number", "confirm": "letters.confirm", "void": "letters.void", "revoke": "letters.revoke",
    "review": "letters.revoke", "clear": "letters.revoke",
}  # fmt: skip


@contextmanager
def _act(
    name: str, letter_id: UUID, right: str, body: Any, *, by: Actor, at: datetime, id: UUID, lock_book: bool = False
) -> Iterator[tuple[Act, Letter]]:
    """An act on one letter: the right asked, the journal's act, the row under its lock."""
    found = _found(letter_id, by, right)
    about = {"letter": str(letter_id)}
    with journal.act(name, id=id, by=by, at=at, where=found.wilayah.path, about=about, body=body) as act:
        if lock_book and (number := Number.objects.filter(letter=letter_id).first()):
            numbering.lock(number.register_id)
        yield act, _locked([letter_id])[0]


def _give_inside(letter: Letter, book: Register, number: Number, act: Act) -> None:
    """Number a letter inside `sign_and_number`, as an act of its own with an entry of its own."""
    about = {"letter": str(letter.id)}
    with journal.act(
        "letters.number_letter", id=act.inner(f"number {letter.id}"), by=act.by, at=act.at,
        where=letter.wilayah.path, about=about, body=letter.id,
    ) as inner:  # fmt: skip
        giving.give(letter, book, number, inner)


def _found(letter_id: UUID, by: Actor, right: str) -> Letter:
    row = letters_of(by, "letters.see").filter(pk=letter_id).first()
    if row is None:
        row = letters_of(by, right).filter(pk=letter_id).first()
    if row is None:
        raise Refused("not-found", "Surat ini tidak ditemukan di wilayah Anda. Kembali ke daftar, lalu pilih lagi.")
    by.require(right, row.wilayah.path)
    return row


def _locked(ids: Sequence[UUID]) -> list[Letter]:
    rows = Letter.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id")
    return list(rows.select_related("office__wilayah", "wilayah"))


def _office(office_id: UUID) -> Office:
    found = Office.objects.select_related("wilayah").filter(pk=office_id).first()
    if found is None:
        raise Refused("not-found", "Kantor yang menerbitkan surat ini tidak ditemukan. Hubungi pengelola.")
    return found


def _clear(subject_name: str, subject_rt: str, purpose: str) -> dict[str, str]:
    return {
        "subject_name": refuse_nik(subject_name, "Nama")[:150],
        "subject_rt": refuse_nik(subject_rt, "RT")[:16],
        "purpose": refuse_nik(purpose, "Keperluan")[:160],
    }


def _check_answers(letter_type: catalogue.LetterType, answers: Mapping[str, Any], on: date) -> None:
    problems = catalogue.answer_problems(letter_type, answers, on=on)
    if problems:
        raise Refused("answers", " ".join(problems.values()))


def _add(letter: Letter, name: str, act: Act, *, seat: Seat | None = None, reason: str = "") -> None:
    """Refuse what the chain does not allow; else add the step and write the fold."""
    standing = standing_of(letter)
    refuse(chain.why_not(standing, name, by=act.by.person, office=seat.holding.office.kind if seat else ""))
    write_step(letter, name, act, act.enter(), act.id, seat=seat, reason=reason)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason-missing", "Alasannya belum diisi. Tulis singkat, supaya petugas lain mengerti.")
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused("reason-long", f"Alasan paling banyak {LONGEST_REASON} huruf. Ringkaskan.")
    return refuse_nik(reason.strip(), "Alasan")
