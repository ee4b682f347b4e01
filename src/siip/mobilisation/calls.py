"""Calls: noting that heads were called, who answered what, and who is silent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from siip.kernel import catalogue, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.refused import Refused
from siip.kernel.steps import latest, stamp
from siip.mobilisation import heads, links
from siip.mobilisation.heads import Head
from siip.mobilisation.models import Call, CallStep, Link
from siip.mobilisation.rules import answers as rules
from siip.mobilisation.rules.texts import Told
from siip.programme import events
from siip.programme.models import Event
from siip.wilayah.models import Wilayah

CALL: Final = links.CALL
SEE: Final = "mobilisation.see"


@dataclass(frozen=True, slots=True)
class Called:
    """A head with his link and his call, either None before there was one; and when the event moved the last time."""

    head: Head
    link: Link | None
    call: Call | None
    moved_at: datetime | None = None

    @property
    def state(self) -> str:
        return self.call.state if self.call else rules.SILENT

    @property
    def is_silent(self) -> bool:
        return self.state == rules.SILENT

    @property
    def is_unconfirmed(self) -> bool:
        """Whether he answered, but before the event moved."""
        return rules.is_before_move(self.call.answered_at if self.call else None, self.moved_at)

    @property
    def knows_old_plan(self) -> bool:
        """Whether he was called, or answered, before the event moved."""
        return self.is_unconfirmed or rules.is_before_move(self.call.called_at if self.call else None, self.moved_at)

    @property
    def is_to_ask(self) -> bool:
        return self.is_silent or self.is_unconfirmed

    @property
    def has_way(self) -> bool:
        """Whether there is a head with a link that opens."""
        return self.head.holding is not None and self.link is not None and self.link.revoked_at is None

    @property
    def promised(self) -> int:
        return self.call.heads if self.call else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Some heads of a roll: how many, and who in words ("12 Ketua RT dan 2 Ketua RW")."""

    count: int
    said: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one act adds to one call; `said` are columns of `CallStep`."""

    call: Call
    id: UUID
    act: str
    said: Mapping[str, Any]


def note_called(
    event_id: UUID, places: Sequence[int], *, how: str = "wa", by: Actor, at: datetime, id: UUID
) -> list[Call]:
    """Note that heads were called, by the keys of their RT or RW; the same one may be called again.

    Raises Refused: "no-right", "not-found", "nobody-chosen", "how-unknown", "not-called",
    "event-cancelled", "event-over".
    """
    event = heads.event_called(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(places)}
    body = [event_id, sorted(places), how]
    with journal.act("mobilisation.note_called", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return list(Call.objects.filter(event=event, wilayah__in=places))
        by.require(CALL, where)
        _check_call(event, places, how, at)
        led = {one.wilayah.pk: one for one in heads.heads(event)}
        if any(place not in led for place in places):
            raise Refused("not-called", "Ada RT yang tidak lagi diajak ke kegiatan ini. Muat ulang halamannya.")
        rows = locked(event, [led[place].wilayah for place in places])
        steps = [
            Step(row, uuid5(id, str(row.pk)), "call", {"how": how, "holding": led[row.wilayah_id].holding})
            for row in rows
        ]
        add_steps(steps, act)
    return rows


def roll(event: Event) -> list[Called]:
    """Everybody called to an event, RW before its RT; the caller has asked the right to see."""
    found = heads.heads(event)
    known = links.latest(one.holding.pk for one in found if one.holding)
    rows = {row.wilayah_id: row for row in Call.objects.filter(event=event)}
    return [
        Called(one, known.get(one.holding.pk) if one.holding else None, rows.get(one.wilayah.pk), event.moved_at)
        for one in found
    ]


def silent(roll: Iterable[Called]) -> Asked:
    """Those who have not answered."""
    return _asked(one for one in roll if one.is_silent)


def unconfirmed(roll: Iterable[Called]) -> Asked:
    """Those who answered before the event moved, and are to be asked again."""
    return _asked(one for one in roll if one.is_unconfirmed)


def called(event: Event, wilayah: int) -> Called:
    """The one of a place. Raises Refused: "not-called"."""
    head = heads.head_at(event, wilayah)
    known = links.latest([head.holding.pk]) if head.holding else {}
    row = Call.objects.filter(event=event, wilayah=wilayah).prefetch_related("steps").first()
    return Called(head, next(iter(known.values()), None), row, event.moved_at)


def told(event: Event) -> Told:
    """An event as the texts tell it, on the clock of its place."""
    zone, planned = events.zone_info(event.wilayah), {one.kode for one in event.services.all()}
    return Told(
        event.programme.name, event.starts_at.astimezone(zone), event.ends_at.astimezone(zone), event.wilayah.zone,
        event.street, event.wilayah.title, event.gathering, event.bring,
        tuple(one.name for one in catalogue.services() if one.kode in planned),
    )  # fmt: skip


def locked(event: Event, places: Iterable[Wilayah]) -> list[Call]:
    """The calls of some places, locked; begun where there was none yet."""
    wanted = [Call(id=uuid5(event.pk, str(place.pk)), event=event, wilayah=place) for place in places]
    Call.objects.bulk_create(wanted, ignore_conflicts=True)
    ids = [row.pk for row in wanted]
    return list(Call.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def add_steps(steps: Sequence[Step], act: Act) -> None:
    """Add the steps of an act to calls that it has locked, then write what the fold makes of each.

    The chains are locked here, after every other lock.
    """
    before: dict[UUID, list[CallStep]] = {step.call.pk: [] for step in steps}
    for known in CallStep.objects.filter(call__in=before):
        before[known.call_id].append(known)
    new = [CallStep(id=step.id, call=step.call, act=step.act, **step.said) for step in steps]
    stamp(((row.call_id, row) for row in new), {pk: latest(known) for pk, known in before.items()}, act)
    for row in new:
        before[row.call_id].append(row)
    CallStep.objects.bulk_create(new)
    for step in steps:
        _fold(step.call, before[step.call.pk])
    Call.objects.bulk_update([step.call for step in steps], FOLDED)


def _asked(some: Iterable[Called]) -> Asked:
    of_rt = [one.head.is_rt for one in some]
    return Asked(len(of_rt), rules.heads_in_words(sum(of_rt), len(of_rt) - sum(of_rt)))


FOLDED: Final = (
    "called_at", "called_how", "called_count", "state", "heads", "needs", "note", "source", "answered_at",
)  # fmt: skip


def _fold(call: Call, steps: Iterable[CallStep]) -> None:
    found = rules.standing(
        rules.Said(
            one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.how, one.coming, one.heads, tuple(one.needs),
            one.note, one.source,
        )
        for one in steps
    )  # fmt: skip
    for field in FOLDED:
        setattr(call, field, getattr(found, field))
    call.needs = list(found.needs)


def _check_call(event: Event, places: Sequence[int], how: str, at: datetime) -> None:
    if not places:
        raise Refused("nobody-chosen", "Tandai dahulu siapa yang sudah dipanggil, lalu simpan.")
    if how not in rules.HOW:
        raise Refused("how-unknown", "Pilih cara memanggilnya dari daftar.")
    events.refuse_cancelled(event)
    if event.ends_at <= at:
        raise Refused("event-over", "Kegiatan ini sudah selesai, jadi tidak ada lagi yang dipanggil.")
