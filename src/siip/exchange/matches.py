"""Matches: a person brings a need and an offer together, says that it was given, and can take each step back."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from siip.exchange import helps, steps
from siip.exchange.helps import NEED, OFFER, RECORD
from siip.exchange.models import Help, Match, Need, Offer
from siip.exchange.rules import helps as rules
from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.programme import days
from siip.programme.models import Event

MOVES: Final = ("give", "take_back", "undo")


def match_help(
    event_id: UUID, need_id: UUID, offer_id: UUID, count: int, *, by: Actor, at: datetime, id: UUID
) -> Match:
    """Bring a need and an offer of one kelurahan together, for so many; `event_id` is the day on which it is done.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-over", "not-open", "count-wrong",
    "need-met", "offer-spent".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "need": str(need_id), "offer": str(offer_id)}
    body = [event_id, need_id, offer_id, count]
    with journal.act("exchange.match_help", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _rows().get(pk=id)
        by.require(RECORD, where)
        days.check_open(event, at, ahead=True)
        # Always the need first: two who match at once wait for one another and are refused one by one.
        need: Need = _locked(NEED, need_id, event)
        offer: Offer = _locked(OFFER, offer_id, event)
        if not 1 <= count <= rules.MOST:
            raise Refused("count-wrong", f"Tulis jumlahnya, 1 sampai {rules.MOST}.")
        _check_left(need, count, "need-met", "Yang masih diperlukan tinggal")
        _check_left(offer, count, "offer-spent", "Yang masih ditawarkan tinggal")
        row = Match.objects.create(id=id, event=event, need=need, offer=offer, count=count, matched_at=at)
        steps.add(row, "match", act)
    return _rows().get(pk=id)


def move_match(match_id: UUID, move: str, *, by: Actor, at: datetime, id: UUID) -> Match:
    """Say that what was matched was given ("give"), was not ("take_back"), or is matched no more ("undo").

    Raises Refused: "no-right", "not-found", "move-unknown", "not-so".
    """
    path = Match.objects.filter(pk=match_id).values_list("event__wilayah__path", flat=True).first()
    if path is None:
        raise _missing()
    about, body = {"match": str(match_id), "move": move}, [match_id, move]
    with journal.act("exchange.move_match", id=id, by=by, at=at, where=path, about=about, body=body) as act:
        row = _rows().select_for_update(of=("self",)).get(pk=match_id)
        if act.repeated:
            return row
        by.require(RECORD, path)
        if move not in MOVES:
            raise Refused("move-unknown", "Tombol itu tidak dikenal. Muat ulang halamannya, lalu tekan sekali lagi.")
        if not rules.allows(rules.MATCH, row.state, move):
            raise Refused("not-so", "Keadaan pencocokan ini sudah berubah. Muat ulang halamannya.")
        steps.add(row, move, act)
    return row


def at_event(event: Event) -> list[Match]:
    """What was matched at an event and still is, in order; the caller has asked the right to see."""
    return list(_live().filter(event=event).order_by("matched_at", "id"))


def of_help(row: Help) -> list[Match]:
    """What a need or an offer is matched with; the caller has asked the right to see."""
    return list(_live().filter(Q(need=row.pk) | Q(offer=row.pk)).order_by("matched_at", "id"))


def match_of(match_id: UUID, *, by: Actor, right: str = RECORD) -> Match:
    """One match. Raises Refused: "not-found", also for one out of reach."""
    found = _rows().filter(within("event__wilayah__path", by.scope(right)), pk=match_id).first()
    if found is None:
        raise _missing()
    return found


def _rows() -> QuerySet[Match]:
    return Match.objects.select_related("event__wilayah", "need__rt", "offer__rt")


def _live() -> QuerySet[Match]:
    return _rows().exclude(state=rules.UNDONE)


def _missing() -> Refused:
    return Refused("not-found", "Pencocokan itu tidak ada di wilayah Anda. Buka dari halaman saling bantu.")


def _locked(side: str, help_id: UUID, event: Event) -> Any:
    row: Help = helps.locked(side, help_id)
    if row.event.wilayah_id != event.wilayah_id:
        raise helps.missing(side)
    if row.state != rules.OPEN:
        raise Refused("not-open", "Salah satu catatannya sudah ditutup. Muat ulang halamannya.")
    return row


def _check_left(row: Help, count: int, code: str, words: str) -> None:
    left = rules.left(row.count, helps.matched_of(row))
    if count > left:
        raise Refused(code, f"{words} {left} {helps.goods_of(row.goods)[1]}. Kurangi jumlahnya, atau pilih yang lain.")
