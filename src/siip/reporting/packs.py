"""The paper pack: one PDF with which a morning goes on without power. Gathered from every area, nothing is written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from siip.fieldday import queue
from siip.fieldday.rules.presences import AGENCIES
from siip.fieldday.rules.queue import written
from siip.kernel import catalogue
from siip.kernel.actor import Actor
from siip.kernel.catalogue import LetterType, Service
from siip.kernel.models import House
from siip.kernel.paper import render_pdf, words
from siip.kernel.paper.packs import Blanks, Pack, Packing, RoleCard, Roll, Sheets, pack_data
from siip.kernel.paper.surat import Letterhead
from siip.kernel.refused import Refused
from siip.letters import blanks
from siip.letters.models import Lease, Register
from siip.letters.rules import numbers
from siip.mobilisation import calls
from siip.mobilisation.calls import Called
from siip.mobilisation.rules.answers import NEEDS
from siip.people import offices
from siip.people.models import Office
from siip.programme import days, events
from siip.programme.models import Event, Part
from siip.reporting import papers, readiness
from siip.reporting.rules import packs as rules
from siip.reporting.rules.texts import day
from siip.services import intake
from siip.services.intake import Place
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import NO_RW, Level, segments

SEE: Final = "fieldday.see"
MOST_NUMBERS, MOST_SHEETS, MOST_BLANKS = 96, 30, blanks.MOST
"""Nine counters and three letters at these take 1.9 s and 340 MiB; twice as much of each took 3.5 s and 560 MiB."""
USUAL_NUMBERS, USUAL_SHEETS, USUAL_BLANKS = 24, 5, 3
"""A page of numbers for each counter; paper for the first half hour, since more can be written by hand."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter service of an event: the letter it makes, and the office that signs it; None where there is none.

    `register` is the office's where SIIP leads (None: the paper book does, or none is open); `left` are the serials
    that were set aside for its blanks and are not used yet.
    """

    service: Service
    kind: LetterType
    office: Office | None = None
    register: Register | None = None
    left: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is printed: numbers for each counter, and sheets and blanks by the code of the service."""

    numbers: int = USUAL_NUMBERS
    sheets: Mapping[str, int] = field(default_factory=dict)
    blanks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack is made of before anybody said how much: the page shows it."""

    offers: tuple[Offer, ...]
    partners: tuple[Service, ...]
    rolls: tuple[Called, ...]
    posts: tuple[rules.Post, ...]
    first_numbers: tuple[str, ...]


def contents(event: Event) -> Contents:
    """What goes into the pack of an event; the caller has asked the right to see."""
    known = {one.kode: one for one in catalogue.services()}
    services = [known[one.kode] for one in event.services.all() if one.kode in known]
    last = queue.last_numbers(event)
    held = [rules.Post(one.part, one.said, one.person.name) for one in event.team.all()]
    unsaid = blanks.unsaid(event.pk)
    return Contents(
        tuple(_offer(one, event, unsaid) for one in services if one.letter),
        tuple(one for one in services if not one.letter),
        tuple(one for one in calls.roll(event) if one.head.is_rt),
        tuple(rules.posts(held, event.counter_letters)),
        tuple(written(letter, last.get(letter, 0) + 1) for letter in event.counter_letters),
    )


def set_aside(event: Event, one: Offer, count: int, *, by: Actor, at: datetime, id: UUID) -> Lease:
    """Set numbers aside for the blanks of a letter at an event that is not past.

    Raises Refused: "event-cancelled", "event-over", and what `letters.blanks.set_aside` refuses.
    """
    events.refuse_cancelled(event)
    if days.today(event, at) > events.local_day(event):
        raise Refused("event-over", "Kegiatan ini sudah lewat. Nomor blangko disisihkan sebelum kegiatannya.")
    if one.register is None:
        raise Refused("book-leads", "SIIP tidak memegang nomor surat ini. Tulis nomornya dari buku.")
    return blanks.set_aside(
        one.register.pk, one.kind.kode, count, event_id=event.pk, title=events.title(event), by=by, at=at, id=id
    )  # fmt: skip


def pack_pdf(event: Event, wanted: Wanted, *, at: datetime) -> bytes:
    """The pack as PDF; what was not asked for is left out. Raises Refused: "event-cancelled"."""
    events.refuse_cancelled(event)
    found = contents(event)
    now = at.astimezone(events.zone_info(event.wilayah))
    data = pack_data(
        _pack(event, found, wanted), office=Letterhead(**offices.letterhead(papers.office_of(event))), dated=now.date(),
        printed=f"{words(now.date(), 'date')}, {now:%H.%M} {event.wilayah.zone}",
        training=House.objects.values_list("training", flat=True).get(),
    )  # fmt: skip
    return render_pdf("paket", data)


def _pack(event: Event, found: Contents, wanted: Wanted) -> Pack:
    zone = events.zone_info(event.wilayah)
    hours = rules.Hours(event.starts_at.astimezone(zone), event.ends_at.astimezone(zone))
    tickets = _numbers(event, wanted.numbers)
    ask = _ask(event, found)
    return Pack(
        f"{event.programme.name}, {event.street}",
        f"{day(hours.starts.date())}, {hours.starts:%H.%M} {event.wilayah.zone}",
        _packing(event, found, wanted, tickets),
        tuple(
            RoleCard(post.said[:1].upper() + post.said[1:], post.person, rules.tasks(post, hours), ask)
            for post in found.posts
        ),
        (*map(_roll, found.rolls), Roll("", "", None, rules.LEAST_BOXES)),
        tuple(ticket for run in tickets for ticket in run),
        tuple(Sheets(one.kind, wanted.sheets.get(one.service.kode, 0)) for one in found.offers),
        tuple(_blanks(event, found, wanted)),
    )


def _blanks(event: Event, found: Contents, wanted: Wanted) -> Iterator[Blanks]:
    """The blanks of each letter, with the numbers that were set aside for them."""
    for one in found.offers:
        if one.office:
            copies = wanted.blanks.get(one.service.kode, 0)
            said = tuple(_number(one.register, one.office, one.kind, serial, event) for serial in one.left)
            yield Blanks(one.kind, copies, _head(one.office), one.office.title, said)


def _number(book: Register | None, office: Office, kind: LetterType, serial: int, event: Event) -> str:
    if book is None:
        raise AssertionError("numbers are set aside in a register")
    return numbers.number(
        book.pattern, pad=book.pad, serial=serial, klasifikasi=kind.klasifikasi, kode=office.code, jenis=kind.kode,
        year=book.year, dated=events.local_day(event),
    )  # fmt: skip


def _offer(service: Service, event: Event, unsaid: Mapping[tuple[UUID, str], Sequence[int]]) -> Offer:
    kind = intake.service(service.kode)[1]
    try:
        office = intake.issuing_office(kind, Place(event.wilayah, event))
    except Refused:  # "no-office": the sheets are of use all the same
        return Offer(service, kind)
    book = blanks.register_for(office, events.local_day(event))
    return Offer(service, kind, office, book, tuple(unsaid.get((book.pk, kind.kode), ())) if book else ())


def _head(office: Office) -> Letterhead:
    return Letterhead(**offices.letterhead(office))


def _title(post: rules.Post) -> str:
    return post.said[:1].upper() + post.said[1:]


def _roll(called: Called) -> Roll:
    head = called.head.holding.person.name if called.head.holding else ""
    promised = None if called.is_silent else called.promised
    return Roll(_said(called.head.wilayah), head, promised, rules.boxes(promised), called.is_unconfirmed)


def _numbers(event: Event, count: int) -> list[list[str]]:
    """The numbers of each counter, going on after those that were given."""
    last = queue.last_numbers(event)
    return [
        [written(letter, last.get(letter, 0) + one) for one in range(1, count + 1)] for letter in event.counter_letters
    ]


def _ask(event: Event, found: Contents) -> tuple[tuple[str, str], ...]:
    led = next((post.person for post in found.posts if post.part == Part.LEADER), "")
    rows = [("Semua hal: pemimpin", led)]
    signing = readiness.signing(event) if found.offers else None
    if signing is not None:
        rows.append(("Tanda tangan surat", signing.holder.person.name if signing.holder else ""))
        deputy = signing.deputies[0] if signing.deputies else None
        rows += [("Bila berhalangan", f"{deputy.person.name}, {deputy.office.title}")] if deputy else []
    return tuple(rows)


def _packing(event: Event, found: Contents, wanted: Wanted, tickets: Sequence[Sequence[str]]) -> tuple[Packing, ...]:
    parts = (
        ("Loket dan antrean", _for_counters(event, tickets)),
        ("Layanan", _for_services(found, wanted)),
        ("Titik kerja", [(one.place.name, _said(one.place.rt) if one.place.rt else "") for one in event.places.all()]),
        ("Diminta ketua RT dan RW", _needs(event)),
        ("Untuk semua", _for_all(event, found)),
    )
    return tuple(Packing(name, tuple(rows)) for name, rows in parts if rows)


def _for_counters(event: Event, tickets: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    count = len(event.counter_letters)
    runs = [f"{run[0]} sampai {run[-1]}" if len(run) > 1 else run[0] for run in tickets if run]
    return [
        ("Meja", str(count)),
        ("Kursi", f"{count * 4}, dua untuk petugas dan dua untuk warga di tiap loket"),
        ("Papan huruf loket", ", ".join(event.counter_letters)),
        ("Pulpen", str(count * 3)),
        *([("Nomor antrean, sudah digunting", "; ".join(runs))] if runs else []),
    ]


def _for_services(found: Contents, wanted: Wanted) -> list[tuple[str, str]]:
    rows = []
    for one in found.offers:
        sheets, blanks = wanted.sheets.get(one.service.kode, 0), wanted.blanks.get(one.service.kode, 0)
        rows.append((one.service.name, f"{sheets} lembar isian, {blanks if one.office else 0} blangko"))
    if rows:
        rows += [
            ("Stempel dan bantalannya", "1"),
            ("Pencetak, kertas, kabel", "1"),
            ("Map bertali untuk lembar yang terisi", "1 tiap loket"),
        ]
    return rows + [
        (one.name, f"meja dan formulir {AGENCIES.get(one.partner, one.partner)}".strip()) for one in found.partners
    ]


def _needs(event: Event) -> list[tuple[str, str]]:
    """What heads answered that they need, marked where it was for the day or the place that the event has left.

    Their notes stay on the screen, since they may name somebody.
    """
    asked: dict[str, list[str]] = defaultdict(list)
    for one in calls.roll(event):
        for code in one.call.needs if one.call else ():
            asked[code].append(_said(one.head.wilayah) + (" (sebelum dipindah)" if one.is_unconfirmed else ""))
    return [(NEEDS[code], ", ".join(asked[code])) for code in NEEDS if code in asked]


def _said(place: Wilayah) -> str:
    """An RT with its RW, as people say it: "RT 07a / RW 02"."""
    if place.level != Level.RT or (rw := segments(place.path)[4]) == NO_RW:
        return place.title
    return f"{place.title} / RW {rw}"


def _for_all(event: Event, found: Contents) -> list[tuple[str, str]]:
    return [
        ("Daftar hadir", f"{len(found.rolls) + 1} lembar, satu di antaranya untuk RT lain"),
        ("Kartu peran", str(len(found.posts))),
        ("Air minum dan kotak P3K", ""),
        ("Bank daya dan kabel telepon", ""),
        ("Terpal atau map plastik bila hujan", ""),
        *([("Diminta dibawa warga", event.bring)] if event.bring else []),
    ]
