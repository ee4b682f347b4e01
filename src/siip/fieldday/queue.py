"""The queue of an event: numbers given, called, skipped, finished; and the board that shows numbers only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final
from uuid import UUID, uuid5

from django.db.models import Max, QuerySet

from siip.fieldday import counters
from siip.fieldday.counters import RECORD
from siip.fieldday.models import Ticket, TicketStep
from siip.fieldday.rules import queue as rules
from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.steps import stamp
from siip.programme import days
from siip.programme.models import Event
from siip.services.models import Request

MOST_AT_ONCE: Final = 100
AROUND: Final = timedelta(days=2)
"""How far from its event a board is still found: one that hangs on an old link shows nothing."""
SHOWN_NEXT: Final = 5
FOLDED: Final = ("state", "counter", "call_count", "called_at", "last_called_at", "finished_at", "conflicts")


@dataclass(frozen=True, slots=True)
class Wish:
    """A number wanted at a counter: priority and service by their codes, "" for none."""

    counter: str
    priority: str = ""
    kode: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What is done to one ticket at a counter: call, recall, skip, finish, back."""

    ticket: UUID
    act: str
    counter: str


@dataclass(frozen=True, slots=True)
class Board:
    """What hangs in the street: (number, counter) called, the latest first; who is next; how many wait; who missed."""

    event: Event
    called: tuple[tuple[str, str], ...]
    next: tuple[str, ...]
    waiting: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """Counts of one event: numbers given, to whom one was owed first, how they ended, and the wait in minutes."""

    taken: int
    priority: int
    finished: int
    waiting: int
    skipped: int
    wait_minutes: int | None


def take_tickets(event_id: UUID, wishes: Sequence[Wish], *, by: Actor, at: datetime, id: UUID) -> list[Ticket]:
    """Give numbers, each the next of its counter's letter.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "nothing-wanted",
    "counter-unknown", "priority-unknown", "service-not-here".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(wishes)}
    body = [event_id, [[one.counter, one.priority, one.kode] for one in wishes]]
    with journal.act("fieldday.take_tickets", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        keys = [uuid5(id, str(n)) for n in range(len(wishes))]
        if act.repeated:
            return list(_rows(event).filter(pk__in=keys).order_by("letter", "number"))
        _check(event, by, at)
        _check_wishes(event, wishes)
        numbers = defaultdict(int, last_numbers(event))
        rows = []
        for key, one in zip(keys, wishes, strict=True):
            numbers[one.counter] += 1
            rows.append(
                Ticket(
                    id=key,
                    event=event,
                    letter=one.counter,
                    number=numbers[one.counter],
                    priority=one.priority,
                    kode=one.kode,
                    taken_at=at,
                )  # fmt: skip
            )
        steps = [TicketStep(id=row.pk, ticket=row, act=rules.TAKE) for row in rows]
        stamp(((step.ticket_id, step) for step in steps), {}, act)
        for row, step in zip(rows, steps, strict=True):
            row.hlc, row.dev, row.seq = step.hlc, step.dev, step.seq
        Ticket.objects.bulk_create(rows)
        TicketStep.objects.bulk_create(steps)
    return rows


def call_next(event_id: UUID, *, counter: str, by: Actor, at: datetime, id: UUID) -> Ticket:
    """Call whoever is next to a counter; whoever stands there is finished with it.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "counter-unknown",
    "queue-empty".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "counter": counter}
    body = [event_id, counter]
    with journal.act("fieldday.call_next", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _rows(event).get(steps=uuid5(id, rules.CALL))
        _check(event, by, at)
        counters.check_counter(event, counter)
        rows = list(_rows(event).filter(state__in=[rules.WAITING, rules.CALLED]))
        waiting = in_order(row for row in rows if row.state == rules.WAITING)
        if not waiting:
            raise Refused("queue-empty", "Tidak ada lagi yang menunggu. Beri nomor kepada yang baru datang.")
        here = [row for row in rows if row.state == rules.CALLED and row.counter == counter]
        steps = [
            TicketStep(id=uuid5(id, str(row.pk)), ticket=row, act=rules.FINISH, counter=counter) for row in here
        ]  # fmt: skip
        steps.append(TicketStep(id=uuid5(id, rules.CALL), ticket=waiting[0], act=rules.CALL, counter=counter))
        _add(steps, act)
    return waiting[0]


def move_tickets(event_id: UUID, moves: Sequence[Move], *, by: Actor, at: datetime, id: UUID) -> list[Ticket]:
    """Call one out of turn, call once more, skip, finish, or put back into the queue.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "nothing-wanted",
    "counter-unknown", "move-unknown", "ticket-unknown", "ticket-moved".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(moves)}
    body = [event_id, [[one.ticket, one.act, one.counter] for one in moves]]
    with journal.act("fieldday.move_tickets", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        wanted = {one.ticket for one in moves}
        if act.repeated:
            return list(_rows(event).filter(pk__in=wanted).order_by("letter", "number"))
        _check(event, by, at)
        rows = {row.pk: row for row in _rows(event).filter(pk__in=wanted).order_by("pk")}
        _check_moves(event, moves, rows)
        steps = [
            TicketStep(id=uuid5(id, str(n)), ticket=rows[one.ticket], act=one.act, counter=one.counter)
            for n, one in enumerate(moves)
        ]
        _add(steps, act)
    return list(rows.values())


def link_request(ticket_id: UUID, request_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Ticket:
    """Note that the request of a ticket was taken: whoever held the number is finished.

    Raises Refused: "no-right", "not-found" (ticket), "event-cancelled", "event-ahead", "event-over",
    "ticket-linked", "request-elsewhere".
    """
    found = Ticket.objects.select_related("event__wilayah").filter(pk=ticket_id).first()
    if found is None:
        raise Refused("not-found", "Nomor antrean itu tidak ada. Buka dari halaman antrean.")
    event = days.event_of(found.event_id)
    where, about = event.wilayah.path, {"ticket": str(ticket_id), "request": str(request_id)}
    body = [ticket_id, request_id]
    with journal.act("fieldday.link_request", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return found
        _check(event, by, at)
        row = _rows(event).get(pk=ticket_id)
        if row.request_id is not None:
            raise Refused("ticket-linked", f"Nomor {row.written} sudah punya permohonan.")
        row.request = Request.objects.filter(pk=request_id, wilayah=event.wilayah).first()
        if row.request is None:
            raise Refused("request-elsewhere", "Permohonan itu bukan dari kelurahan ini.")
        is_over = not rules.allows(row.state, rules.FINISH)
        steps = [] if is_over else [TicketStep(id=id, ticket=row, act=rules.FINISH, counter=row.counter)]
        _add(steps, act)
        row.save(update_fields=["request"])
    return row


def tickets(event: Event) -> list[Ticket]:
    """Every ticket of an event in the order of calling; the caller has asked the right to see."""
    return in_order(_rows(event))


def last_numbers(event: Event) -> dict[str, int]:
    """The last number given of each letter; a letter of which none was given is not there."""
    return dict(_rows(event).values_list("letter").annotate(last=Max("number")).order_by())


def ticket(written: str, event: Event) -> Ticket | None:
    """One ticket of an event by its id as an address has it, or None."""
    try:
        return _rows(event).select_related("event__wilayah").filter(pk=UUID(written)).first()
    except ValueError:
        return None


def taken_count(event_id: UUID) -> int:
    """How many numbers were given at an event, whoever asks: it is moved or cancelled no more."""
    return Ticket.objects.filter(event=event_id).count()


def in_order(rows: Iterable[Ticket]) -> list[Ticket]:
    """Tickets in the order of calling: priority, then when they were taken."""
    return sorted(rows, key=lambda row: rules.place(row.priority, row.hlc, row.dev, row.seq, row.number))


def board_id(event_id: UUID) -> UUID:
    """The address of an event's board: a keyed digest, so that nobody guesses one, and none has to be kept."""
    return UUID(bytes=crypt.blind("fieldday.board", str(event_id))[:16])


def board(id: UUID, *, kecamatan: str, at: datetime) -> Board:
    """The board at an address, around the day of its event. Public: numbers, and nothing else of anybody.

    Raises Refused: "not-found".
    """
    near = Event.objects.filter(
        within("wilayah__path", [kecamatan]), starts_at__gte=at - AROUND, starts_at__lte=at + AROUND,
        cancelled_at__isnull=True,
    )  # fmt: skip
    event = next((one for one in near.select_related("wilayah", "programme") if board_id(one.pk) == id), None)
    if event is None:
        raise Refused("not-found", "Papan antrean ini tidak sedang dipakai. Tanyakan kepada petugas.")
    rows = tickets(event)
    called = sorted(
        (row for row in rows if row.state == rules.CALLED),
        key=lambda row: (row.last_called_at, row.seq, row.number), reverse=True,
    )  # fmt: skip
    waiting = [row.written for row in rows if row.state == rules.WAITING]
    skipped = tuple(row.written for row in rows if row.state == rules.SKIPPED)
    numbers = tuple((row.written, row.counter) for row in called)
    return Board(event, numbers, tuple(waiting[:SHOWN_NEXT]), len(waiting), skipped)


def figures_of(event: Event) -> QueueFigures:
    """The counts of an event; the rows behind them are `tickets`."""
    rows = tickets(event)
    states = [row.state for row in rows]
    waits = [(row.called_at - row.taken_at).total_seconds() / 60 for row in rows if row.called_at]
    return QueueFigures(
        taken=len(rows), priority=sum(row.priority != "" for row in rows), finished=states.count(rules.FINISHED),
        waiting=states.count(rules.WAITING) + states.count(rules.CALLED), skipped=states.count(rules.SKIPPED),
        wait_minutes=round(median(waits)) if waits else None,
    )  # fmt: skip


def _rows(event: Event) -> QuerySet[Ticket]:
    return Ticket.objects.filter(event=event)


def _check(event: Event, by: Actor, at: datetime) -> None:
    """Right and day; then the event is locked, under which numbers are given and called one after another."""
    by.require(RECORD, event.wilayah.path)
    days.check_open(event, at)
    list(Event.objects.select_for_update(no_key=True).filter(pk=event.pk))


def _check_wishes(event: Event, wishes: Sequence[Wish]) -> None:
    if not 0 < len(wishes) <= MOST_AT_ONCE:
        raise Refused("nothing-wanted", f"Beri 1 sampai {MOST_AT_ONCE} nomor sekaligus.")
    offered = {one.kode for one in event.services.all()}
    for one in wishes:
        counters.check_counter(event, one.counter)
        if one.priority and one.priority not in rules.PRIORITIES:
            raise Refused("priority-unknown", "Pilih lansia, disabilitas, atau hamil; atau tidak satu pun.")
        if one.kode and one.kode not in offered:
            raise Refused("service-not-here", "Layanan itu tidak dibuka di kegiatan ini. Pilih dari daftarnya.")


def _check_moves(event: Event, moves: Sequence[Move], rows: dict[UUID, Ticket]) -> None:
    if not 0 < len(moves) <= MOST_AT_ONCE:
        raise Refused("nothing-wanted", "Pilih dahulu nomornya.")
    for one in moves:
        counters.check_counter(event, one.counter)
        if one.act not in rules.ALLOWED or one.act == rules.TAKE:
            raise Refused("move-unknown", "Tombol itu tidak dikenal. Muat ulang halamannya, lalu tekan sekali lagi.")
        if one.ticket not in rows:
            raise Refused("ticket-unknown", "Nomor itu tidak ada di kegiatan ini. Muat ulang halamannya.")


def _add(steps: Sequence[TicketStep], act: Act) -> None:
    """Add steps to tickets of an event that is locked, refusing what cannot be, then write what the fold makes."""
    known: dict[UUID, list[rules.Said]] = defaultdict(list)
    for one in TicketStep.objects.filter(ticket__in={one.ticket_id for one in steps}):
        known[one.ticket_id].append(_said(one))
    last = {key: max(one.hlc for one in said) for key, said in known.items()}
    stamp(((one.ticket_id, one) for one in steps), last, act)
    rows = {one.ticket_id: one.ticket for one in steps}
    for one in steps:
        row = rows[one.ticket_id]
        if not rules.allows(rules.course(known[row.pk]).state, one.act):
            raise Refused("ticket-moved", f"Nomor {row.written} baru saja diubah loket lain. Muat ulang halamannya.")
        known[row.pk].append(_said(one))
    TicketStep.objects.bulk_create(steps)
    for key, row in rows.items():
        found = rules.course(known[key])
        row.state, row.counter, row.call_count = found.state, found.counter, found.call_count
        row.called_at, row.last_called_at, row.finished_at = found.called_at, found.last_called_at, found.finished_at
        row.conflicts = [str(step) for step in found.conflicts]
    Ticket.objects.bulk_update(rows.values(), FOLDED)


def _said(one: TicketStep) -> rules.Said:
    return rules.Said(one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.counter)
