"""Answers: a head says whether he comes, with how many and what is needed; the clerk may write it down for him."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from siip.kernel import journal
from siip.kernel.actor import Actor, Grant
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.mobilisation import calls, heads
from siip.mobilisation.heads import Head
from siip.mobilisation.links import ANSWER
from siip.mobilisation.models import Call
from siip.mobilisation.rules import answers as rules
from siip.people.models import Holding
from siip.programme.events import local_day, refuse_cancelled
from siip.programme.models import Event

LONGEST_NOTE: Final = 200
LOOK_BACK: Final = timedelta(days=31)
"""How long the page of a head still shows a Friday that was."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered. `heads` None is a number not given, which only "no" allows; `needs` are codes."""

    coming: str
    heads: int | None = None
    needs: tuple[str, ...] = ()
    note: str = ""


def answer_call(event_id: UUID, reply: Reply, *, wilayah: int, by: Actor, at: datetime, id: UUID) -> Call:
    """The head answers for his own RT or RW, through his link, until the event begins; the last answer counts.

    Raises Refused: "no-right", "not-found", "not-called", "event-cancelled", "event-begun", "coming-missing",
    "heads-missing", "heads-many", "need-unknown", "note-long", "nik-in-text".
    """
    event = heads.event_called(event_id)
    head = heads.head_at(event, wilayah)
    path, about = head.wilayah.path, {"event": str(event_id)}
    with journal.act(
        "mobilisation.answer_call", id=id, by=by, at=at, where=path, about=about, body=_body(event_id, wilayah, reply)
    ) as act:
        if act.repeated:
            return Call.objects.get(event=event, wilayah=wilayah)
        # Not `require`: an RW reaches no RT beneath it, each speaks for himself.
        if Grant(ANSWER, path) not in by.grants:
            raise Refused("no-right", "Tautan ini hanya untuk menjawab bagi RT atau RW pemiliknya.")
        refuse_cancelled(event)
        if event.starts_at <= at:
            raise Refused(
                "event-begun", "Kegiatan ini sudah dimulai, jadi jawaban tidak diubah lagi. Sampaikan kepada petugas."
            )
        return _add(event, head, reply, "link", act)


def answer_for(event_id: UUID, reply: Reply, *, wilayah: int, source: str, by: Actor, at: datetime, id: UUID) -> Call:
    """Write down what a head said on the telephone or in passing, until the event is over.

    Raises Refused: "no-right", "not-found", "not-called", "source-unknown", "event-cancelled", "event-over",
    and as `answer_call`.
    """
    event = heads.event_called(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "wilayah": wilayah}
    body = [*_body(event_id, wilayah, reply), source]
    with journal.act("mobilisation.answer_for", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Call.objects.get(event=event, wilayah=wilayah)
        by.require(calls.CALL, where)
        if source not in rules.SOURCES or source == "link":
            raise Refused("source-unknown", "Pilih dari mana jawaban itu Anda terima.")
        refuse_cancelled(event)
        if event.ends_at <= at:
            raise Refused("event-over", "Kegiatan ini sudah selesai, jadi jawaban tidak dicatat lagi.")
        return _add(event, heads.head_at(event, wilayah), reply, source, act)


def events_of(holding: Holding, at: datetime) -> list[Event]:
    """The events to which a head is called while he holds his office: those to come, the next first, then the past."""
    path = holding.office.wilayah.path
    found = _events().filter(within("rts__wilayah__path", [path]), ends_at__gt=at - LOOK_BACK).distinct()
    held = [one for one in found.order_by("starts_at", "id") if _covers(holding, one)]
    return [one for one in held if one.ends_at > at] + [one for one in reversed(held) if one.ends_at <= at]


def answer_of(event: Event, holding: Holding) -> Call | None:
    """What was answered for the place of a head; None while it is silent."""
    silent = Q(state=rules.SILENT)
    return Call.objects.filter(~silent, event=event, wilayah__path=holding.office.wilayah.path).first()


def _events() -> QuerySet[Event]:
    return Event.objects.select_related("programme__wilayah", "wilayah").prefetch_related("rts__wilayah", "services")


def _covers(holding: Holding, event: Event) -> bool:
    on = local_day(event)
    return holding.from_on <= on and (holding.until_on is None or on <= holding.until_on)


def _add(event: Event, head: Head, reply: Reply, source: str, act: journal.Act) -> Call:
    said = {**_checked(head, reply), "source": source, "holding": head.holding}
    (row,) = calls.locked(event, [head.wilayah])
    calls.add_steps([calls.Step(row, act.id, "answer", said)], act)
    return row


def _checked(head: Head, reply: Reply) -> Mapping[str, Any]:
    if reply.coming not in rules.COMING:
        raise Refused("coming-missing", "Pilih dahulu: datang, diwakili, atau tidak bisa.")
    count = reply.heads
    if not head.is_rt:  # residents are promised by their RT: those of an RW would be counted twice
        count = 0
    if count is None and reply.coming != rules.NO:
        raise Refused("heads-missing", "Pilih kira-kira berapa warga yang ikut. Boleh perkiraan.")
    count = count or 0
    if not 0 <= count <= rules.MOST_HEADS:
        raise Refused("heads-many", f"Jumlah warga paling banyak {rules.MOST_HEADS}. Periksa angkanya.")
    if any(code not in rules.NEEDS for code in reply.needs):
        raise Refused("need-unknown", "Pilih keperluan dari daftar; yang lain ditulis di kolomnya.")
    note = refuse_nik(tidy(reply.note), "Keterangan")
    if len(note) > LONGEST_NOTE:
        raise Refused("note-long", f"Keterangan paling panjang {LONGEST_NOTE} huruf; sekarang {len(note)}.")
    return {"coming": reply.coming, "heads": count, "needs": list(dict.fromkeys(reply.needs)), "note": note}


def _body(event_id: UUID, wilayah: int, reply: Reply) -> list[Any]:
    return [event_id, wilayah, reply.coming, reply.heads, reply.needs, reply.note]
