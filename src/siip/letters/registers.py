"""Registers: the letter book of an office in a year, its blocks booked in the paper book, its rows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Upper
from django.db.models.lookups import GreaterThan

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.letters import numbering
from siip.letters.models import Lease, Letter, Number, Register
from siip.letters.rules import chain
from siip.letters.rules import numbers as rules
from siip.letters.rules.validity import first_moment
from siip.people.models import Office

MANAGE: Final = "registers.manage"
SEE: Final = "registers.see"
MODES: Final = {"siip": "SIIP memimpin", "buku": "Buku memimpin"}
UNUSED: Final = {numbering.BOOK: "tidak dipakai, blok ditutup", numbering.BLANKS: "blangko darurat tidak terpakai"}
"""Why a number is void that was left when its run was closed, by the kind of the run."""
MOST_IN_BLOCK: Final = 500
MOST_FOUND: Final = 50
MOST_UNKNOWN: Final = 2_000
"""Numbers that a lost disk may have swallowed: a year of a large kelurahan; more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of numbers booked in the paper book, or set aside for emergency blanks, with what has come of it.

    `claimed` are those that stand on a blank whose letter is not signed yet, with that letter; `left` holds no such.
    """

    lease: Lease
    used: tuple[int, ...]
    void: tuple[int, ...]
    left: tuple[int, ...]
    claimed: tuple[tuple[int, Letter], ...] = ()

    @property
    def said(self) -> str:
        """The run in words."""
        return rules.run_in_words(self.lease.first, self.lease.last)

    @property
    def is_low(self) -> bool:
        """Whether it is time to book another one."""
        return self.lease.closed_at is None and len(self.left) <= numbering.WARN_AT


STATES: Final = {
    "berlaku": "berlaku",
    "menunggu": "belum ditandatangani",
    "batal": "batal",
    "dicabut": "dicabut",
    "kosong": "belum dipakai",
}
"""What a number can be to somebody who looks for it, in words."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows of a register somebody wants: a state (of STATES), a letter type, a part of the number."""

    state: str = ""
    kind: str = ""
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.state or self.kind or self.number)

    def in_words(self, kind_name: str = "") -> str:
        """As it stands on a printed excerpt: "yang batal; Surat Keterangan Domisili; nomor memuat 118"; "" for all."""
        said = [
            f"yang {STATES[self.state]}" if self.state else "",
            kind_name or self.kind,
            f"nomor memuat {self.number}" if self.number else "",
        ]
        return "; ".join(part for part in said if part)


def open_register(
    office_id: UUID, *, year: int, pattern: str, pad: int, mode: str, after: int, by: Actor, at: datetime, id: UUID
) -> Register:
    """Open the register of an office for a year; `after` is the last number of the paper book, 0 for none.

    Raises Refused: "no-right", "not-found", "register-exists", "mode", "after", "year" and what
    `rules.numbers.check_pattern` refuses.
    """
    office = _office(office_id, by)
    body = [office_id, year, pattern, pad, mode, after]
    # The same office and year give the same id: a restore older than the register finds its log again.
    new = uuid5(office_id, f"register {year}")
    about = {"register": str(new), "year": year, "mode": mode, "after": after}
    where = office.wilayah.path
    with journal.act("letters.open_register", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Register.objects.get(pk=new)
        Office.objects.select_for_update().get(pk=office_id)
        _check_new(office, year, mode, after)
        rules.check_pattern(pattern, pad=pad, year=year)
        book = Register.objects.create(
            id=new, office=office, year=year, pattern=pattern, pad=pad, mode=mode, after=after, opened_at=at
        )
        numbering.begin(book, act=act)
        return book


def book_block(register_id: UUID, *, first: int, last: int, by: Actor, at: datetime, id: UUID) -> Lease:
    """Take over a run of numbers that was booked in the paper book.

    Raises Refused: "no-right", "not-found", "not-book-mode", "register-closed", "block-shape", "block-overlap",
    "log-lost".
    """
    where = register(register_id, by, MANAGE).office.wilayah.path
    about = {"register": str(register_id), "first": first, "last": last}
    body = [register_id, first, last]
    with journal.act("letters.book_block", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Lease.objects.get(pk=id)
        book = numbering.lock(register_id)
        _check_block(book, first, last)
        return numbering.book(book, first, last, act=act)


def close_block(lease_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Lease:
    """Close a block or the blanks of an event; numbers that were not used become void, so that each is accounted for.

    Raises Refused: "no-right", "not-found", "block-closed", "blanks-claimed" (a letter on its way bears one).
    """
    found = Lease.objects.filter(pk=lease_id, kind__in=UNUSED).first()
    if found is None:
        raise _missing("Blok")
    where = register(found.register_id, by, MANAGE).office.wilayah.path
    with journal.act(
        "letters.close_block", id=id, by=by, at=at, where=where, about={"lease": str(lease_id)}, body=lease_id
    ) as act:
        book = numbering.lock(found.register_id)
        found = Lease.objects.select_for_update().get(pk=lease_id)
        if act.repeated:
            return found
        if found.closed_at is not None:
            raise Refused("block-closed", "Blok ini sudah ditutup.")
        _refuse_claimed(book, found)
        numbering.retire(book, found, UNUSED[found.kind], act=act)
        found.closed_at = at
        found.save(update_fields=["closed_at"])
    return found


def close_register(register_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Register:
    """Close the book of a year; nothing may be outstanding or unaccounted in it.

    Raises Refused: "no-right", "not-found", "numbers-open", "register-closed".
    """
    where = register(register_id, by, MANAGE).office.wilayah.path
    about = {"register": str(register_id)}
    with journal.act("letters.close_register", id=id, by=by, at=at, where=where, about=about, body=register_id) as act:
        book = numbering.lock(register_id)
        if act.repeated:
            return book
        if book.closed_at is not None:
            raise Refused("register-closed", "Register ini sudah ditutup.")
        open_states = [numbering.OUTSTANDING, numbering.UNACCOUNTED]
        still = list(Number.objects.filter(register=book, status__in=open_states).values_list("serial", flat=True))
        if still:
            raise Refused("numbers-open", f"Nomor {rules.in_words(still)} belum jelas. Tutup dahulu bloknya.")
        act.enter()
        book.closed_at = at
        book.save(update_fields=["closed_at"])
    return book


def state_last_number(register_id: UUID, *, last: int, by: Actor, at: datetime, id: UUID) -> Register:
    """Say which number was the last, after a restore that lost the numbers log; those unknown here become void.

    Raises Refused: "no-right", "not-found", "after", "register-closed".
    """
    where = register(register_id, by, MANAGE).office.wilayah.path
    about = {"register": str(register_id), "last": last}
    body = [register_id, last]
    with journal.act("letters.state_last_number", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        book = numbering.lock(register_id)
        if act.repeated:
            return book
        if not 0 <= last <= numbering.greatest(book) + MOST_UNKNOWN:
            raise Refused(
                "after", "Nomor terakhir tampaknya salah ketik. Lihat nomor pada surat atau buku, lalu tulis lagi."
            )
        numbering.skip(book, last, act=act)
    return book


def register_of(office_id: UUID, year: int) -> Register | None:
    """The register of an office in a year."""
    return Register.objects.filter(office=office_id, year=year).first()


def registers(by: Actor) -> list[Register]:
    """Every register within reach, the newest year first."""
    return list(
        Register.objects.filter(_within("office__wilayah__path", by))
        .select_related("office__wilayah")
        .order_by("-year", "office__wilayah__path", "office__title")
    )


def register(register_id: UUID, by: Actor, right: str = SEE) -> Register:
    """One register. Raises Refused: "not-found", also for one out of reach, and "no-right"."""
    found = Register.objects.select_related("office__wilayah").filter(pk=register_id).first()
    if found is None or not (by.may(SEE, found.office.wilayah.path) or by.may(MANAGE, found.office.wilayah.path)):
        raise _missing("Register")
    by.require(right, found.office.wilayah.path) if right != SEE else None
    return found


def offices_with_letters(by: Actor) -> list[Office]:
    """Offices that may have a register and that this actor manages: heads of a kelurahan, and the camat."""
    heads = Office.objects.filter(within("wilayah__path", by.scope(MANAGE)), kind__in=["lurah", "camat"])
    return list(heads.select_related("wilayah").order_by("wilayah__path"))


def rows(
    book: Register, *, from_on: date | None = None, until_on: date | None = None, chosen: Chosen | None = None
) -> QuerySet[Number]:
    """The numbers of a register in their order, with their letters; of a period by the letters' dates.

    A number without a letter belongs to the day on which it was booked. Those of the paper book that are not used
    yet stand in no register; whoever chooses them sees which they are. Those on emergency blanks do: without them
    the book would have a hole that nobody can explain.
    """
    found = Number.objects.filter(_chosen(chosen or Chosen()), register=book)
    if from_on and until_on:
        dated = Q(letter__dated_on__range=(from_on, until_on))
        zone = book.office.wilayah.zone
        since, before = first_moment(from_on, zone), first_moment(until_on + timedelta(days=1), zone)
        found = found.filter(dated | Q(letter__isnull=True, at__gte=since, at__lt=before))
    return found.select_related("lease", "letter__holding__person", "letter__holding__office").order_by("serial")


def numbers_like(written: str, by: Actor) -> list[Number]:
    """The numbers of every register within reach that hold what was written, the latest first."""
    if not written:
        return []
    found = Number.objects.filter(_like(written), _within("register__office__wilayah__path", by))
    related = found.filter(_STANDS).select_related("letter", "register__office__wilayah")
    return list(related.order_by("-register__year", "-serial")[:MOST_FOUND])


def kinds_in(book: Register) -> list[str]:
    """The letter types, by their codes, of which this register holds a letter."""
    found = Number.objects.filter(register=book, letter__isnull=False).values_list("letter__kind", flat=True)
    return sorted(set(found.distinct()))


def blocks(book: Register, kind: str = numbering.BOOK) -> list[Block]:
    """The blocks of the paper book, or with `numbering.BLANKS` the runs for emergency blanks, the newest first."""
    found = []
    bearing = {letter.blank: letter for letter in claims(book)} if kind == numbering.BLANKS else {}
    for lease in book.leases.filter(kind=kind).order_by("-opened_at", "-first").prefetch_related("numbers"):
        by_status: dict[str, list[int]] = {}
        for number in sorted(lease.numbers.all(), key=lambda one: one.serial):
            by_status.setdefault(number.status, []).append(number.serial)
        found.append(
            Block(
                lease,
                used=tuple(by_status.get(numbering.USED, ())),
                void=tuple(by_status.get(numbering.VOID, ())),
                left=tuple(one for one in by_status.get(numbering.OUTSTANDING, ()) if one not in bearing),
                claimed=tuple(
                    (one, bearing[one]) for one in by_status.get(numbering.OUTSTANDING, ()) if one in bearing
                ),
            )
        )
    return found


def claims(book: Register) -> QuerySet[Letter]:
    """Letters on their way that were written by hand on a blank of that register, by the numbers of their blanks."""
    before = [chain.CHAIN, chain.RETURNED]
    found = Letter.objects.filter(office=book.office_id, state__in=before, blank_on__year=book.year)
    return found.order_by("blank")


_STANDS: Final = ~Q(status=numbering.OUTSTANDING) | Q(lease__kind=numbering.BLANKS)
"""What stands in a register: every number but those of the paper book that are still to be given."""


def _chosen(chosen: Chosen) -> Q:
    unused = Q(status__in=[numbering.OUTSTANDING, numbering.UNACCOUNTED])
    wanted = {
        "": _STANDS,
        "berlaku": Q(status=numbering.USED, letter__state__in=[chain.SIGNED, chain.REVIEW]),
        "menunggu": Q(status=numbering.USED, letter__state=chain.NUMBERED),
        "batal": Q(status=numbering.VOID),
        "dicabut": Q(status=numbering.USED, letter__state=chain.REVOKED),
        "kosong": unused,
    }[chosen.state]
    if chosen.kind:
        wanted &= Q(letter__kind=chosen.kind)
    return wanted & _like(chosen.number) if chosen.number else wanted


def _like(written: str) -> Q:
    """By the number as it stands on paper, or by its place in the book.

    Numbers are written with ASCII letters, which both databases fold alike.
    """
    place = StrIndex(Upper(F("letter__number")), Value(written.upper()))
    like = Q(GreaterThan(place, Value(0)))
    return like | Q(serial=int(written)) if written.isascii() and written.isdigit() and len(written) < 9 else like


def _check_new(office: Office, year: int, mode: str, after: int) -> None:
    if mode not in MODES:
        raise Refused("mode", "Pilih siapa yang memimpin: SIIP atau buku kertas.")
    if not 0 <= after < rules.LAST:
        raise Refused("after", "Nomor terakhir di buku kertas ditulis dengan angka; 0 bila belum ada.")
    if not 2020 <= year <= 2100:
        raise Refused("year", "Tahun register ditulis dengan empat angka, seperti 2026.")
    if Register.objects.filter(office=office, year=year).exists():
        raise Refused("register-exists", f"{office.title} sudah punya register tahun {year}. Pakai yang sudah ada.")


def _refuse_claimed(book: Register, lease: Lease) -> None:
    mine = claims(book).filter(blank__gte=lease.first, blank__lte=lease.last)
    if lease.kind == numbering.BLANKS and (letter := mine.first()):
        raise Refused(
            "blanks-claimed",
            f"Nomor {letter.blank} ada pada blangko {letter.subject_name}, yang suratnya belum ditandatangani. "
            "Selesaikan surat itu, atau lepaskan nomornya di halaman surat.",
        )


def _check_block(book: Register, first: int, last: int) -> None:
    if book.mode != "buku":
        raise Refused("not-book-mode", "Register ini dipimpin SIIP, jadi tidak memakai nomor pesanan dari buku.")
    if not 0 < first <= last <= rules.LAST or last - first >= MOST_IN_BLOCK:
        raise Refused("block-shape", f"Tulis nomor pertama dan terakhir, paling banyak {MOST_IN_BLOCK} nomor.")


def _office(office_id: UUID, by: Actor) -> Office:
    found = Office.objects.select_related("wilayah").filter(pk=office_id).first()
    if found is None or not by.may(MANAGE, found.wilayah.path):
        by.require(MANAGE, found.wilayah.path if found and by.may_somewhere(MANAGE) is False else "")
        raise _missing("Kantor")
    return found


def _within(field: str, by: Actor) -> Q:
    return within(field, {*by.scope(SEE), *by.scope(MANAGE)})


def _missing(what: str) -> Refused:
    return Refused("not-found", f"{what} ini tidak ditemukan di wilayah Anda. Kembali ke daftar, lalu pilih lagi.")
