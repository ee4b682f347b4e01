"""The paper of letters and registers: PDF by typst, Excel; letters kept sealed as they were first printed."""

import hashlib
import io
import logging
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from siip.kernel import crypt, sheet
from siip.kernel.models import DataKey, House
from siip.kernel.paper import render_pdf
from siip.kernel.paper.books import BOOK_COLUMNS, BookRow, number_list_data, register_data
from siip.kernel.paper.surat import Letterhead, Signer, letter_data, letter_paper, registered
from siip.kernel.refused import Refused
from siip.letters import numbering, registers
from siip.letters.models import Lease, Letter, Number, Register
from siip.letters.receipts import Receiver, receivers
from siip.letters.rules import chain
from siip.letters.rules.validity import dated_on, local_time
from siip.letters.texts import frozen_text, kind_name, kind_of, opened
from siip.people import offices

PAPERS = ("A4", "F4")

logger = logging.getLogger(__name__)


def letter_pdf(letter: Letter, *, paper: str = "A4") -> bytes:
    """A numbered letter as PDF/A-2a and PDF/UA-1. The first print of each size is kept, sealed.

    What is kept is what was handed out, even after a template changes. Raises Refused: "not-numbered", "paper".
    """
    if paper not in PAPERS:
        raise Refused("paper", "Ukuran kertas: A4 atau F4.")
    if letter.state not in (chain.NUMBERED, chain.SIGNED, chain.REVOKED, chain.REVIEW) or letter.dated_on is None:
        raise Refused("not-numbered", "Surat ini belum bernomor, jadi belum dapat dicetak.")
    key = crypt.plain_key(DataKey.objects.get(pk=letter.key))
    place = _place(letter, paper)
    aad = f"letters.paper:{letter.id}:{paper}"
    if kept := _kept(place, key, aad):
        return kept
    verify = registered(letter.code, settings.SIIP.public_url, office=letter.office.title, on=letter.dated_on)
    content = letter_paper(
        frozen_text(letter), number=letter.number, verify=verify, paper=paper, training=_is_training()
    )
    made = render_pdf(kind_of(letter).family, content)
    _keep(place, crypt.seal(key, made, aad=aad))
    return made


def preview_pdf(letter: Letter, *, at: datetime) -> bytes:
    """A letter on its way as it would stand, marked as a draft, without number and code."""
    letter_type = kind_of(letter)
    on = letter.dated_on or dated_on(at, letter.wilayah.zone)
    content = opened(letter)
    if letter.frozen_digest:
        data = letter_paper(frozen_text(letter), number=None, verify=None, training=_is_training())
    else:
        data = letter_data(
            letter_type, content["answers"], office=Letterhead(**offices.letterhead(letter.office)),
            signer=_head_of(letter, on), number=None, dated=on, verify=None, training=_is_training(),
        )  # fmt: skip
    return render_pdf(letter_type.family, data)


def register_pdf(
    book: Register, *, from_on: date, until_on: date, chosen: registers.Chosen | None = None, at: datetime,
    paper: str = "A4",
) -> bytes:  # fmt: skip
    """The register of a period as printed for the archive; a period without letters is printed as NIHIL.

    Rows that were `chosen` among them make an excerpt, which says what of.
    """
    office = book.office
    zone = office.wilayah.zone
    on = dated_on(at, zone)
    period = f"{from_on:%d-%m-%Y} sampai {until_on:%d-%m-%Y}"
    data = register_data(
        book_rows(registers.rows(book, from_on=from_on, until_on=until_on, chosen=chosen), zone),
        title=f"Register surat {book.year}", period=period, excerpt=_excerpt(chosen),
        office=Letterhead(**offices.letterhead(office)), signer=_head(book, on), dated=on,
        printed=_printed(at, zone), paper=paper, training=_is_training(),
    )  # fmt: skip
    return render_pdf("register", data)


def register_sheet(
    book: Register, *, from_on: date, until_on: date, chosen: registers.Chosen | None = None
) -> bytes:  # fmt: skip
    """The same rows as an Excel file; every cell is text, so that a name can never be a formula."""
    zone = book.office.wilayah.zone
    rows = registers.rows(book, from_on=from_on, until_on=until_on, chosen=chosen)
    found = [row.cells() for row in book_rows(rows, zone)]
    if excerpt := _excerpt(chosen):  # below the rows, where no sum and no sorting of the sheet meets it
        found += [[""] * len(BOOK_COLUMNS), ["", "", f"Petikan: hanya {excerpt}", *[""] * (len(BOOK_COLUMNS) - 3)]]
    target = io.BytesIO()
    columns = [sheet.Column(title) for title in BOOK_COLUMNS]
    sheet.write_sheet(target, columns, found, name=f"Register {book.year}")
    return target.getvalue()


def block_pdf(book: Register, block: registers.Block, *, at: datetime) -> bytes:
    """Used and void numbers of a block, to be copied into the paper book."""
    zone = book.office.wilayah.zone
    on = dated_on(at, zone)
    lease = block.lease
    numbers = Number.objects.filter(lease=lease).exclude(status=numbering.OUTSTANDING)
    rows = numbers.select_related("lease", "letter__holding__person", "letter__holding__office").order_by("serial")
    data = number_list_data(
        book_rows(rows, zone), first=lease.first, last=lease.last, office=Letterhead(**offices.letterhead(book.office)),
        signer=_head(book, on), dated=on, booked=dated_on(lease.opened_at, zone), printed=_printed(at, zone),
        paper="A4", training=_is_training(), blanks=_for_blanks(lease),
    )  # fmt: skip
    return render_pdf("daftar_nomor", data)


def _for_blanks(lease: Lease) -> str:
    """For which letter and event a run was set aside; "" for a block of the paper book."""
    if lease.kind != numbering.BLANKS:
        return ""
    kind = kind_name(lease.letter_kind) if lease.letter_kind else ""
    return ", ".join(filter(None, (kind, lease.title))) or "kegiatan tidak diketahui lagi"


def book_rows(numbers: Iterable[Number], zone: str) -> list[BookRow]:
    """The rows of the letter book: void numbers keep their reason, and nothing else."""
    listed = list(numbers)
    took = receivers(number.letter for number in listed if number.letter)
    return [_row(number, zone, took) for number in listed]


def _row(number: Number, zone: str, took: Mapping[UUID, Receiver]) -> BookRow:
    letter = number.letter
    if letter is None and number.status != numbering.VOID:
        return BookRow(serial=number.serial, on=None, number="", remark=_waiting(number))
    if letter is None or number.status == numbering.VOID:
        return BookRow(
            serial=number.serial, on=dated_on(number.at, zone), number=letter.number if letter else "",
            remark=f"Batal: {number.reason}{_meant_for(number)}", void=True,
        )  # fmt: skip
    who = took.get(letter.id)
    receiver = (
        f"{who.in_words}, {local_time(letter.handed_at, zone):%d-%m-%Y %H.%M}" if who and letter.handed_at else ""
    )
    return BookRow(
        serial=number.serial, on=letter.dated_on, number=letter.number,
        kind=kind_name(letter.kind), name=letter.subject_name, address=letter.subject_rt,
        purpose=letter.purpose, signer=_signed_by(letter), receiver=receiver, remark=_REMARKS.get(letter.state, ""),
    )  # fmt: skip


def _waiting(number: Number) -> str:
    if number.lease.kind != numbering.BLANKS:
        return "belum dipakai"
    return f"Disisihkan untuk blangko darurat: {_for_blanks(number.lease)}"


def _meant_for(number: Number) -> str:
    """A number that stood on a blank keeps naming its event once it is void: somebody may still hold that paper."""
    meant = _for_blanks(number.lease)
    return f"; disisihkan untuk {meant}" if meant else ""


def _excerpt(chosen: registers.Chosen | None) -> str:
    return chosen.in_words(kind_name(chosen.kind) if chosen.kind else "") if chosen else ""


def _signed_by(letter: Letter) -> str:
    """The name, and the capacity where it is not the office's own: "Nyimas Halimah, S.E. (a.n.)"."""
    how = {"an": "a.n.", "ub": "u.b.", "plt": "Plt.", "plh": "Plh."}.get(letter.capacity)
    name = letter.holding.person.name if letter.holding else ""
    return f"{name} ({how})" if how else name


_REMARKS = {chain.NUMBERED: "Belum ditandatangani", chain.REVOKED: "Dicabut", chain.REVIEW: "Sedang ditinjau"}


def _head_of(letter: Letter, on: date) -> Signer:
    holders = offices.holders(letter.wilayah.path, letter.office.kind, on)
    person = holders[0].person if holders else None
    return Signer(
        capacity="langsung", office=letter.office.title, name=person.name if person else "(belum ada pejabat)",
        rank=person.rank if person else "", nip=person.nip if person else "",
    )  # fmt: skip


def _head(book: Register, on: date) -> Signer:
    holders = offices.holders(book.office.wilayah.path, book.office.kind, on)
    person = holders[0].person if holders else None
    return Signer(
        capacity="langsung", office=book.office.title, name=person.name if person else "(belum ada pejabat)",
        rank=person.rank if person else "", nip=person.nip if person else "",
    )  # fmt: skip


def _printed(at: datetime, zone: str) -> str:
    return f"{local_time(at, zone):%d-%m-%Y %H.%M} {zone}"


def _is_training() -> bool:
    return House.objects.values_list("training", flat=True).get()


def _place(letter: Letter, paper: str) -> Path:
    name = hashlib.sha256(f"{letter.id}:{paper}".encode()).hexdigest()
    return Path(settings.SIIP.data_dir) / "media" / "letters" / name[:2] / name


def _kept(place: Path, key: bytes, aad: str) -> bytes | None:
    """What was printed first. A file that does not open (a power cut, a damaged disk) is printed anew: the text
    is frozen and held against its digest, so the paper says the same."""
    if not place.exists():
        return None
    try:
        return crypt.open_sealed(key, place.read_bytes(), aad=aad)
    except crypt.Unreadable:
        logger.warning("the kept paper %s does not open and is made anew", place.name)
        return None


def _keep(place: Path, content: bytes) -> None:
    """Whole or not at all: two who print at once write the same bytes, and the rename is atomic."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(place)
