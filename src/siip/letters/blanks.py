"""Emergency blanks: numbers set aside for letters written by hand when nothing else works, and what becomes of each.

A blank carries its number before anybody knows whose letter it will be. Afterwards the letter is entered as any
other, its maker says which blank it was written on, and it is numbered with that number and dated as the paper is.
What was not used becomes void when the run is closed, so that every number is accounted for.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Concat, Left

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.letters import letters, numbering, registers
from siip.letters.models import Lease, Letter, Number, Register
from siip.letters.rules import chain
from siip.letters.rules.validity import dated_on
from siip.letters.texts import kind_name
from siip.people.models import Office

RIGHT: Final = "services.take"
MOST: Final = 10
"""Blanks of one event and kind of letter: what one pack holds, and every one of them must be accounted for."""
LONGEST_TITLE: Final = 120
CANCELLED: Final = " (dibatalkan)"
_BEFORE: Final = (chain.CHAIN, chain.RETURNED)


@dataclass(frozen=True, slots=True)
class Blank:
    """A number that stands on a blank, of which nobody has said yet what became; `title` says of which event."""

    serial: int
    set_aside_on: date
    title: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Numbers of one register that were set aside for the blanks of one kind of letter at an event."""

    register: Register
    kind: str
    serials: tuple[int, ...]


def set_aside(
    register_id: UUID, kind: str, count: int, *, event_id: UUID, title: str, by: Actor, at: datetime, id: UUID
) -> Lease:
    """Set numbers of a register aside for the blanks of one kind of letter at an event, `title` in words.

    The kind is part of the number on the paper, so it is fixed here and not when the blank is printed.
    Raises Refused: "no-right", "not-found", "book-leads" (the number is taken from the paper book itself),
    "count-wrong", "nik-in-text", "register-closed", "log-lost".
    """
    where = registers.register(register_id, by, registers.MANAGE).office.wilayah.path
    about = {"register": str(register_id), "event": str(event_id), "kind": kind, "count": count}
    body = [register_id, kind, count, event_id, title]
    with journal.act("letters.set_aside_blanks", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Lease.objects.get(pk=id)
        book = numbering.lock(register_id)
        if book.mode == numbering.BOOK:
            raise Refused("book-leads", "Register ini dipimpin buku kertas: nomor blangko diambil dari bukunya.")
        room = MOST - len(unsaid(event_id).get((register_id, kind), ()))
        if not 0 < count <= room:
            more = f"Sisihkan 1 sampai {room} nomor." if room else "Pakai dahulu, atau tutup, yang sudah disisihkan."
            raise Refused("count-wrong", f"Paling banyak {MOST} nomor satu jenis surat di satu kegiatan. {more}")
        said = refuse_nik(tidy(title), "Nama kegiatan")
        lease = numbering.set_aside(book, count, act=act)
        lease.about, lease.title, lease.letter_kind = event_id, said[:LONGEST_TITLE], kind
        lease.save(update_fields=["about", "title", "letter_kind"])
    return lease


def write_up(letter_id: UUID, serial: int | None, on: date | None, *, by: Actor, at: datetime, id: UUID) -> Letter:
    """Say that a letter was written by hand on the blank of that serial, dated `on`; None, None takes it back.

    Raises Refused: "no-right", "not-found", "state" (signed already, or void), "no-register", "blank-gone",
    "blank-taken", "blank-date" (before the number was set aside, in another year, or to come).
    """
    found = letters.letter(letter_id, by=by)
    about = {"letter": str(letter_id), "serial": serial}
    body = [letter_id, serial, on]
    with journal.act("letters.write_up", id=id, by=by, at=at, where=found.wilayah.path, about=about, body=body) as act:
        by.require(RIGHT, found.wilayah.path)
        book = _register(found, on.year) if on else None
        if book is not None:
            numbering.lock(book.id)
        letter = Letter.objects.select_for_update(of=("self",)).select_related("wilayah").get(pk=letter_id)
        if act.repeated:
            return letter
        if is_fixed(letter):
            raise Refused("state", "Surat ini sudah ditandatangani atau batal, jadi nomornya tidak diubah lagi.")
        if book is not None and serial is not None and on is not None:
            _check(book, letter, serial, on, today=dated_on(at, letter.wilayah.zone))
        letter.blank, letter.blank_on = serial, on
        letter.save(update_fields=["blank", "blank_on"])
        act.enter()
    return letter


def left(letter: Letter) -> list[Blank]:
    """The blanks of the letter's office and kind that no other letter was written on; the caller has asked the right
    to see."""
    open_registers = Register.objects.filter(office=letter.office_id, closed_at__isnull=True)
    return [one for book in open_registers.order_by("-year") for one in _blanks(book, letter)]


def is_fixed(letter: Letter) -> bool:
    """Whether the letter is signed, or void, so that its number is changed no more."""
    return letter.state not in _BEFORE


def may(letter: Letter, *, by: Actor) -> bool:
    """Whether this actor may say now that the letter was written on a blank: a button asks what the act will ask."""
    if is_fixed(letter) or not by.may(RIGHT, letter.wilayah.path):
        return False
    return letter.blank is not None or bool(left(letter))


def unsaid(event_id: UUID) -> dict[tuple[UUID, str], list[int]]:
    """Of each register and kind of letter, the numbers set aside for an event of which nobody has said what became."""
    rows = Number.objects.filter(
        lease__about=event_id, lease__kind=numbering.BLANKS, lease__closed_at__isnull=True,
        status=numbering.OUTSTANDING,
    )  # fmt: skip
    found: dict[tuple[UUID, str], list[int]] = {}
    for register, kind, serial in rows.order_by("serial").values_list("register_id", "lease__letter_kind", "serial"):
        found.setdefault((register, kind), []).append(serial)
    return found


def follow(event_id: UUID, title: str, *, year: int) -> None:
    """Name the runs of an event by what it became, inside the act that moves or revises it.

    Their numbers go with the event, since a blank may bear any day from the one on which they were set aside. Not
    into another year: there another register gives the numbers, and the run keeps the name it had.
    """
    runs = Lease.objects.filter(about=event_id, kind=numbering.BLANKS, closed_at__isnull=True, register__year=year)
    runs.update(title=title[:LONGEST_TITLE])


def mark_cancelled(event_id: UUID) -> None:
    """Say of every run of an event that it was cancelled, inside the act that does so.

    Of closed runs and those of another year too: a register names the event of a void number for as long as it is kept.
    """
    # Only a long street loses its end to the word: the word is what the reader of a register must not miss.
    kept = Left(F("title"), LONGEST_TITLE - len(CANCELLED))
    runs = Lease.objects.filter(about=event_id, kind=numbering.BLANKS)
    runs.update(title=Concat(kept, Value(CANCELLED)))


def aside_for(event_id: UUID) -> list[Aside]:
    """What `unsaid` tells, with the registers themselves, in the order of their numbers."""
    found = unsaid(event_id)
    books = Register.objects.select_related("office__wilayah").in_bulk({register for register, _ in found})
    return [Aside(books[register], kind, tuple(serials)) for (register, kind), serials in found.items()]


def register_for(office: Office, on: date) -> Register | None:
    """The open register of that day in which SIIP gives the numbers; None where there is none, or the book leads."""
    book = registers.register_of(office.pk, on.year)
    return book if book and book.mode != numbering.BOOK and book.closed_at is None else None


def _blanks(book: Register, letter: Letter) -> list[Blank]:
    taken = set(registers.claims(book).exclude(pk=letter.pk).values_list("blank", flat=True))
    zone = book.office.wilayah.zone
    of_kind = numbering.left_on_blanks(book.id).filter(lease__letter_kind__in=("", letter.kind))
    rows = of_kind.select_related("lease").order_by("serial")
    return [
        Blank(one.serial, dated_on(one.lease.opened_at, zone), one.lease.title)
        for one in rows
        if one.serial not in taken
    ]


def _check(book: Register, letter: Letter, serial: int, on: date, *, today: date) -> None:
    found = {one.serial: one for one in _blanks(book, letter)}
    if serial not in found:
        other = registers.claims(book).filter(blank=serial).exclude(pk=letter.pk).first()
        if other is not None:
            raise Refused("blank-taken", f"Nomor {serial} sudah dipakai surat {other.subject_name}. Lihat blangkonya.")
        raise Refused(
            "blank-gone",
            f"Nomor {serial} tidak disisihkan untuk blangko {kind_name(letter.kind)}. Lihat angka pada blangkonya.",
        )
    if not found[serial].set_aside_on <= on <= today:
        first = found[serial].set_aside_on
        raise Refused(
            "blank-date",
            f"Tanggal pada blangko harus antara {first.day}-{first.month}-{first.year}, saat nomornya disisihkan, "
            "dan hari ini. Tulis tanggal yang ada di kertasnya.",
        )


def _register(letter: Letter, year: int) -> Register:
    book = registers.register_of(letter.office_id, year)
    if book is None:
        raise Refused(
            "no-register", f"{letter.office.title} tidak punya register tahun {year}. Periksa tahun pada blangkonya."
        )
    return book
