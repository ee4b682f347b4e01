"""Closing a day: its figures are frozen, sealed with the head of the journal, and go up as a numbered letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import rfc8785
from django.db.models import QuerySet

from siip.activity import sites
from siip.activity.rules import work
from siip.fieldday import attendance, queue
from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.models import Chain
from siip.kernel.paths import kecamatan_of, within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.letters import blanks, letters
from siip.letters.models import Letter
from siip.letters.rules import chain
from siip.people.models import Office
from siip.programme import events
from siip.programme.models import Event
from siip.reporting import figures, papers
from siip.reporting.models import Closing
from siip.reporting.rules.figures import Change, Figure, Frozen, changes, freeze, thaw

CLOSE: Final = "reporting.close"
SEE: Final = figures.SEE
KIND: Final = "laporan_kegiatan"
FALLEN: Final = (chain.VOID, chain.REVOKED)
"""States of a report that is none any more: the day may be reported anew."""
LONGEST: Final = 400  # letters of the note, as the column holds


def close_event(event_id: UUID, *, note: str, code: str, by: Actor, at: datetime, id: UUID) -> Closing:
    """Close the day of an event and draft its report for paraf and signature. `code` is the letter's, by the caller.

    Raises Refused: "no-right", "not-found", "event-cancelled", "not-begun", "closed", "no-office", "note-long",
    "nik-in-text", and as letters.draft_letter.
    """
    event = events.event(event_id, by=by, right=SEE)
    with _act("close_event", event, [event_id, note], by=by, at=at, id=id) as act:
        if act.repeated:
            return closing_of(event_id, by=by)
        by.require(CLOSE, event.wilayah.path)
        events.close_day(event_id, at)
        event = events.event(event_id, by=by, right=SEE)  # as it stands under the lock
        note, office = _given_note(note), _office(event)
        row = Closing(id=id, event=event, closed_at=at, by=_person(by), note=note)
        row.letter = _draft(row, office, code, act)
        row.save(force_insert=True)
    return row


def close_again(event_id: UUID, *, seen: str, note: str, code: str, by: Actor, at: datetime, id: UUID) -> Closing:
    """Make the report anew from what is recorded now, as long as none is signed; instead of one that was made void or
    revoked a new letter is drafted, with `code`. `seen` is the head of the closing that the person has before him.

    Raises Refused: "no-right", "not-found", "not-closed", "changed-since", "signed", "no-office", "note-long",
    "nik-in-text".
    """
    event = events.event(event_id, by=by, right=SEE)
    with _act("close_again", event, [event_id, note], by=by, at=at, id=id) as act:
        if act.repeated:
            return closing_of(event_id, by=by)
        by.require(CLOSE, event.wilayah.path)
        # The letter is locked before the chains, as in every act on letters.
        rows = Closing.objects.select_for_update(of=("self", "letter")).select_related("letter", "event__wilayah")
        row = rows.filter(event=event).first()
        if row is None:
            raise Refused("not-closed", "Hari kegiatan ini belum ditutup. Tutup dulu, lalu laporannya disusun.")
        if row.head != seen:  # another one has closed again meanwhile: his note and the paraf on it would be lost
            raise Refused(
                "changed-since",
                "Laporan ini sudah disusun ulang sejak halaman Anda dibuka. "
                "Buka laporannya dahulu, lalu ulangi bila perlu.",
            )
        if not is_open(row):
            raise Refused(
                "signed", "Laporannya sudah ditandatangani. Perubahan sesudah itu tampil di samping angka laporan."
            )
        row.note, row.again_at = _given_note(note), at
        if row.letter.state in FALLEN:
            row.letter = _draft(row, _office(event), code, act)
        else:
            answers = _seal(row, act)
            letters.revise_letter(
                row.letter_id, answers=answers, **papers.clear(event), by=by, at=at, id=act.inner("revise")
            )
        row.save()
    return row


def closing_of(event_id: UUID, *, by: Actor) -> Closing:
    """The closing of an event. Raises Refused: "not-found", also for one out of reach."""
    found = closings(by=by).filter(event=event_id).first()
    if found is None:
        raise Refused("not-found", "Hari kegiatan itu belum ditutup, atau bukan di wilayah Anda.")
    return found


def closings(*, by: Actor) -> QuerySet[Closing]:
    """Days that were closed, where this actor sees reports; the latest first."""
    rows = Closing.objects.select_related("event__wilayah", "event__programme", "letter__wilayah")
    return rows.filter(within("event__wilayah__path", by.scope(SEE))).order_by("-event__starts_at", "id")


def published(kecamatan: str) -> QuerySet[Closing]:
    """Days whose report was signed, for everybody to read; the latest first."""
    rows = Closing.objects.select_related("event__wilayah", "event__programme", "letter")
    signed = (chain.NUMBERED, chain.SIGNED)
    found = rows.filter(within("event__wilayah__path", (kecamatan,)), letter__state__in=signed)
    return found.order_by("-event__starts_at", "id")


def is_open(closing: Closing) -> bool:
    """Whether its report can still be made anew: on its way, sent back, or not valid any more."""
    return closing.letter.state in (chain.CHAIN, chain.RETURNED, *FALLEN)


def closed_figures(closing: Closing) -> list[Frozen]:
    """The figures as they were closed."""
    return thaw(closing.figures)


def changes_since(closing: Closing, now: Sequence[Figure]) -> list[Change]:
    """What is another figure now than it was when the day was closed."""
    return changes(closed_figures(closing), now)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that is better settled before a day is closed: how many, what, and of which kind it is."""

    count: int
    what: str
    kind: str


def open_points(event: Event, found: Sequence[Figure]) -> list[OpenPoint]:
    """What is still open at an event, whose figures were found; none of it hinders the closing."""
    counted = {one.kode: one for one in found}
    begun = sites.sites_of(event)
    done = {one.place_id for one in begun}
    unfinished = sum(one.state == work.OPEN for one in begun)
    unfinished += sum(one.place_id not in done for one in event.places.all())  # planned, and nobody began
    blanked = sum(map(len, blanks.unsaid(event.pk).values()))
    points = [
        OpenPoint(attendance.figures_of(event).unsettled, "RT dihitung di dua loket, belum ditetapkan", "hadir"),
        OpenPoint(queue.figures_of(event).waiting, "nomor antrean masih menunggu", "antrean"),
        OpenPoint(len(counted["dilanjutkan"].rows), "permohonan belum diserahkan; dilanjutkan di kantor", "permohonan"),
        OpenPoint(unfinished, "titik kerja belum dicatat selesai", "kerja"),
        OpenPoint(blanked, "nomor pada blangko darurat belum jelas: ditulis, atau tidak terpakai", "blangko"),
    ]
    return [point for point in points if point.count]


def _act(name: str, event: Event, body: list[Any], *, by: Actor, at: datetime, id: UUID) -> Any:
    about = {"event": str(event.pk)}
    return journal.act(f"reporting.{name}", id=id, by=by, at=at, where=event.wilayah.path, about=about, body=body)


def _given_note(note: str) -> str:
    note = tidy(note)
    if len(note) > LONGEST:
        raise Refused("note-long", f"Catatan paling panjang {LONGEST} huruf; sekarang {len(note)}.")
    return refuse_nik(note, "Catatan")


def _office(event: Event) -> Office:
    """The office that reports: the lurah of the event's kelurahan."""
    found = Office.objects.filter(wilayah=event.wilayah_id, kind="lurah").first()
    if found is None:
        raise Refused(
            "no-office", f"Jabatan Lurah di {event.wilayah.title} belum dicatat. Mintalah pengelola mencatatnya."
        )
    return found


def _draft(row: Closing, office: Office, code: str, act: Act) -> Letter:
    """The report as a new letter, under a key of its own."""
    key, _ = crypt.new_key(act.id)
    key.save(force_insert=True)
    answers = _seal(row, act)
    return letters.draft_letter(
        letter_id=act.inner("letter"), kind=KIND, office_id=office.id, **papers.clear(row.event), answers=answers,
        key_id=key.pk, code=code, in_field=False, by=act.by, at=act.at, id=act.inner("draft"),
    )  # fmt: skip


def _seal(row: Closing, act: Act) -> dict[str, Any]:
    """Freeze today's figures into the closing, enter the journal with their digest, and write the report's answers.

    The chains are locked here, after every other lock; the head that is printed is that of this very entry.
    """
    found = figures.figures_of(row.event, at=act.at)
    row.figures = freeze(found)
    row.digest = crypt.digest(rfc8785.dumps(row.figures))
    act.about = {**act.about, "figures": row.digest}
    act.enter()
    kecamatan = kecamatan_of(row.event.wilayah.path)
    link = Chain.objects.get(pk=kecamatan)
    row.seq, row.head = link.seq, link.head
    return papers.answers(row, found, act.at)


def _person(by: Actor) -> UUID:
    if by.person is None:
        raise Refused("no-right", "Hari ditutup oleh petugas yang masuk. Masuk lagi, lalu ulangi.")
    return by.person
