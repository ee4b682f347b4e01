"""Moves: an event that moves or is cancelled, whom to tell, and the text to send."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.mobilisation import calls
from siip.mobilisation.calls import Called
from siip.mobilisation.rules import notices
from siip.mobilisation.rules.phones import international
from siip.mobilisation.rules.texts import Way
from siip.programme import events
from siip.programme.models import Event, EventTeam
from siip.programme.plans import Move
from siip.wilayah.rules.codes import NO_RW, segments

PARTNERS: Final = ("Puskesmas", "DLH dan sopir truk", "Babinsa", "Bhabinkamtibmas", "Dukcapil")
"""Whom an office usually has invited too; no list of theirs is kept, so they are named in words."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told: a name ("" where an office is vacant), what he is, his number as wa.me wants it or "".

    `called` is the call of a head; None for one of the team.
    """

    name: str
    what: str
    phone: str
    called: Called | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An event that moved or was cancelled, with the text to send and to whom."""

    event: Event
    text: str
    recipients: tuple[Recipient, ...]


def move_event(
    event_id: UUID, move: Move, reason: str, *, done: int, address: str = "", by: Actor, at: datetime, id: UUID
) -> Change:
    """Move an event and say whom to tell. `done` counts what was done there already (requests, marks, work), which
    the caller knows; `address` is that of the public schedule. The journal has it as programme.move_event.

    Raises Refused as `programme.events.move_event`, and "event-served".
    """
    _refuse_served(done)
    event = events.move_event(event_id, move, reason, by=by, at=at, id=id)
    return _change(event, address)


def cancel_event(
    event_id: UUID, reason: str, *, done: int, address: str = "", by: Actor, at: datetime, id: UUID
) -> Change:
    """Cancel an event and say whom to tell; `done` and `address` as in `move_event`.

    Raises Refused as `programme.events.cancel_event`, and "event-served".
    """
    _refuse_served(done)
    event = events.cancel_event(event_id, reason, by=by, at=at, id=id)
    return _change(event, address)


def change_of(event_id: UUID, *, address: str = "", by: Actor) -> Change:
    """The last move or the cancelling of an event, to be told once more. Raises Refused: "not-found", "not-moved"."""
    event = events.event(event_id, by=by, right=events.PLAN)
    if event.cancelled_at is None and event.moved_from is None:
        raise Refused("not-moved", "Kegiatan ini tidak dipindah dan tidak dibatalkan, jadi belum ada yang dikabarkan.")
    return _change(event, address)


def is_asked(change: Change, called: Called, at: datetime) -> bool:
    """Whether a head is to answer after a move, and has a link for it."""
    stands = change.event.cancelled_at is None and change.event.starts_at > at
    return stands and called.is_to_ask and called.has_way


def text_for(event: Event, called: Called, way: Way) -> str:
    """The text of a move to one head who is to answer: it holds his link."""
    if called.head.holding is None:
        raise AssertionError("a vacant office is asked nothing")
    return notices.moved_text_for(
        calls.told(event), **_moved(event), name=called.head.holding.person.name,
        office=called.head.holding.office.title, way=way, again=called.is_unconfirmed,
    )  # fmt: skip


def recipients(event: Event) -> tuple[Recipient, ...]:
    """Who must be told: each RW and RT that was called or is to be called, then the team; each person once."""
    known: dict[UUID | str, Recipient] = {}
    for key, one in (*_heads(event), *_team(event)):
        known.setdefault(key, one)
    return tuple(known.values())


def _refuse_served(done: int) -> None:
    if done:
        raise Refused(
            "event-served",
            "Di kegiatan ini sudah ada yang dikerjakan atau dilayani, jadi tidak dipindah atau dibatalkan lagi. "
            "Selesaikan yang sudah berjalan, lalu rencanakan kegiatan baru untuk sisanya.",
        )


def _change(event: Event, address: str) -> Change:
    told, known = calls.told(event), recipients(event)
    if event.cancelled_at is not None:
        text = notices.cancelled_text(told, reason=event.cancelled_reason, address=address)
    else:
        again = any(one.called and one.called.is_unconfirmed for one in known)
        text = notices.moved_text(told, **_moved(event), address=address, again=again)
    return Change(event, text, known)


def _moved(event: Event) -> dict[str, Any]:
    if event.moved_from is None:
        raise AssertionError("an event that changed was moved or cancelled")
    was = event.moved_from.astimezone(events.zone_info(event.wilayah))
    return {"was": was, "was_street": event.moved_from_street, "reason": event.moved_reason}


def _heads(event: Event) -> Iterator[tuple[UUID | str, Recipient]]:
    for called in calls.roll(event):
        one = called.head
        rw, person = segments(one.wilayah.path)[4], one.holding and one.holding.person
        place = f"{one.wilayah.title} / RW {rw}" if one.is_rt and rw != NO_RW else one.wilayah.title
        yield (
            person.pk if person else place,
            Recipient(person.name if person else "", f"Ketua {place}", one.phone, called),
        )


def _team(event: Event) -> Iterator[tuple[UUID, Recipient]]:
    for one in EventTeam.objects.filter(event=event).select_related("person").order_by("id"):
        yield one.person_id, Recipient(one.person.name, one.said, international(one.person.phone))
