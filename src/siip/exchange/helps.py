"""Needs and offers: noted at an event, closed with a reason, opened again."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from siip.exchange import steps
from siip.exchange.models import Help, Need, Offer
from siip.exchange.rules import helps as rules
from siip.kernel import catalogue, crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.programme import days
from siip.programme.models import Event
from siip.wilayah.models import Wilayah

SEE: Final = "exchange.see"
RECORD: Final = "exchange.record"
GOODS: Final = "bantuan"
NEED, OFFER = "need", "offer"
SIDES: Final[dict[str, type[Help]]] = {NEED: Need, OFFER: Offer}
LONGEST: Final = 160
LONGEST_NAME: Final = 80
LONGEST_PHONE: Final = 30


@dataclass(frozen=True, slots=True)
class Said:
    """What is needed or offered: a number of the list, how many, in words; the RT (path); whom to ask, if he agreed."""

    goods: int
    count: int
    text: str = ""
    rt: str = ""
    name: str = ""
    phone: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A need or an offer with its words opened, and how many of it are matched and given."""

    row: Help
    text: str
    name: str
    phone: str
    matched: int
    given: int

    @property
    def left(self) -> int:
        """How many are still to be matched; none of what is closed."""
        return rules.left(self.row.count, self.matched) if self.row.state == rules.OPEN else 0

    @property
    def amount(self) -> str:
        """ "5 buah"."""
        return f"{self.row.count} {goods_of(self.row.goods)[1]}"

    @property
    def goods(self) -> str:
        """ "Alat kerja"."""
        return goods_of(self.row.goods)[0]


def note_help(side: str, event_id: UUID, said: Said, *, by: Actor, at: datetime, id: UUID) -> Help:
    """Note a need or an offer ("need", "offer") at an event.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-over", "goods-unknown", "count-wrong",
    "rt-elsewhere", "not-agreed", "text-long", "nik-in-text".
    """
    event, kind = days.event_of(event_id), SIDES[side]
    about = {"event": str(event_id), "side": side, "goods": said.goods, "count": said.count}
    body = [side, event_id, said.goods, said.count, said.text, said.rt, said.name, said.phone, said.agreed]
    where = event.wilayah.path
    with journal.act("exchange.note_help", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return kind._default_manager.get(pk=id)
        by.require(RECORD, where)
        days.check_open(event, at, ahead=True)
        words, rt = _checked(event, said)
        key, plain = crypt.new_key(id)
        key.save(force_insert=True)
        row = kind._default_manager.create(
            id=id, event=event, rt=rt, goods=said.goods, count=said.count, key=key.id,
            sealed=crypt.seal_json(plain, words, aad=_aad(side, id)), noted_at=at,
        )  # fmt: skip
        steps.add(row, "note", act)
    return row


def close_help(side: str, help_id: UUID, why: str, *, by: Actor, at: datetime, id: UUID) -> Help:
    """Say that a need or an offer stands no more, and why (`rules.helps.WHY`); what is matched of it stays.

    Raises Refused: "no-right", "not-found", "not-open", "why-missing", "has-matches".
    """
    with _act("close_help", side, help_id, why, by=by, at=at, id=id) as act:
        row = locked(side, help_id)
        if act.repeated:
            return row
        by.require(RECORD, row.event.wilayah.path)
        if not rules.allows(rules.HELP, row.state, "close"):
            raise Refused("not-open", "Catatan ini sudah ditutup. Muat ulang halamannya.")
        if why not in rules.WHY:
            raise Refused("why-missing", "Pilih dahulu mengapa ditutup.")
        if why == rules.WRONG and matched_of(row):
            raise Refused("has-matches", "Catatan ini sudah dicocokkan. Batalkan dahulu pencocokannya.")
        steps.add(row, "close", act, why)
    return row


def reopen_help(side: str, help_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Help:
    """Open one again that was closed. Raises Refused: "no-right", "not-found", "not-closed"."""
    with _act("reopen_help", side, help_id, "", by=by, at=at, id=id) as act:
        row = locked(side, help_id)
        if act.repeated:
            return row
        by.require(RECORD, row.event.wilayah.path)
        if not rules.allows(rules.HELP, row.state, "reopen"):
            raise Refused("not-closed", "Catatan ini masih terbuka. Muat ulang halamannya.")
        steps.add(row, "reopen", act)
    return row


def at_event(side: str, event: Event) -> list[Told]:
    """What was noted at an event, in the order of noting; the caller has asked the right to see."""
    return told(side, _rows(side).filter(event=event).order_by("noted_at", "id"))


def still_open(side: str, event: Event) -> list[Told]:
    """What is still without a match in the kelurahan of an event, noted at this or any other of its events."""
    found = _rows(side).filter(event__wilayah=event.wilayah_id, state=rules.OPEN, matched__lt=F("count"))
    return told(side, found.order_by("noted_at", "id"))


def help_of(side: str, help_id: UUID, *, by: Actor, right: str = SEE) -> Told:
    """One need or offer. Raises Refused: "not-found", also for one out of reach."""
    rows = _rows(side).filter(within("event__wilayah__path", by.scope(right)), pk=help_id)
    found = told(side, rows)
    if not found:
        raise missing(side)
    return found[0]


def some(side: str, ids: Iterable[UUID]) -> dict[UUID, Told]:
    """A few of them by their ids; the caller has asked the right to see."""
    return {one.row.pk: one for one in told(side, _rows(side).filter(pk__in=set(ids)))}


def told(side: str, rows: QuerySet[Any]) -> list[Told]:
    """Rows of `_rows` with their words, all keys read at once; what was forgotten is empty."""
    found = list(rows)
    keys = DataKey.objects.in_bulk([row.key for row in found if row.key])
    return [Told(row, **_words(side, row, keys), matched=row.matched, given=row.given) for row in found]


def goods_of(number: int) -> tuple[str, str]:
    """What it is called and counted in: ("Alat kerja", "buah"), out of "Alat kerja (buah)" in the list."""
    written = catalogue.codelist(GOODS).name_of(number) or "Lainnya (buah)"
    name, _, unit = written.removesuffix(")").rpartition(" (")
    return (name, unit) if name else (written, "buah")


def locked(side: str, help_id: UUID) -> Any:
    """A row under its lock. Raises Refused: "not-found"."""
    rows = SIDES[side]._default_manager.select_for_update(of=("self",)).select_related("event__wilayah")
    row = rows.filter(pk=help_id).first()
    if row is None:
        raise missing(side)
    return row


def matched_of(row: Help) -> int:
    """How many of it are matched."""
    live = row.matches.exclude(state=rules.UNDONE)  # type: ignore[attr-defined]
    found: int = live.aggregate(sum=Coalesce(Sum("count"), Value(0)))["sum"]
    return found


def missing(side: str) -> Refused:
    """What is answered for one that is not there, or out of reach."""
    what = "Kebutuhan" if side == NEED else "Tawaran"
    return Refused("not-found", f"{what} itu tidak ada di wilayah Anda. Buka dari halaman saling bantu.")


def _rows(side: str) -> QuerySet[Any]:
    live, given = Q(matches__state__in=[rules.AGREED, rules.GIVEN]), Q(matches__state=rules.GIVEN)
    return SIDES[side]._default_manager.select_related("event__wilayah", "rt").annotate(
        matched=Coalesce(Sum("matches__count", filter=live), Value(0)),
        given=Coalesce(Sum("matches__count", filter=given), Value(0)),
    )  # fmt: skip


def _act(
    name: str, side: str, help_id: UUID, body: Any, *, by: Actor, at: datetime, id: UUID
) -> AbstractContextManager[Act]:
    rows = SIDES[side]._default_manager.filter(pk=help_id)
    path = rows.values_list("event__wilayah__path", flat=True).first()
    if path is None:
        raise missing(side)
    about = {side: str(help_id)}
    return journal.act(f"exchange.{name}", id=id, by=by, at=at, where=path, about=about, body=[side, help_id, body])


def _checked(event: Event, said: Said) -> tuple[dict[str, str], Wilayah | None]:
    if catalogue.codelist(GOODS).name_of(said.goods) is None:
        raise Refused("goods-unknown", "Pilih apa yang dimaksud dari daftar.")
    if not 1 <= said.count <= rules.MOST:
        raise Refused("count-wrong", f"Tulis jumlahnya, 1 sampai {rules.MOST}.")
    rt = next((one for one in days.rts(event) if one.path == said.rt), None) if said.rt else None
    if said.rt and rt is None:
        raise Refused("rt-elsewhere", f"RT itu bukan bagian {event.wilayah.title}. Pilih dari daftarnya.")
    words = {
        "text": _line(said.text, "Keterangan", LONGEST),
        "name": _line(said.name, "Nama", LONGEST_NAME),
        "phone": _line(said.phone, "Telepon", LONGEST_PHONE),
    }
    if (words["name"] or words["phone"]) and not said.agreed:
        raise Refused("not-agreed", "Nama dan telepon disimpan hanya bila ia setuju. Tanyakan, lalu beri centang.")
    return words, rt


def _line(text: str, what: str, longest: int) -> str:
    kept = tidy(refuse_nik(text, what))
    if len(kept) > longest:
        raise Refused("text-long", f"{what} paling panjang {longest} huruf; sekarang {len(kept)}.")
    return kept


def _words(side: str, row: Help, keys: dict[UUID, DataKey]) -> dict[str, str]:
    if row.key is None or row.sealed is None:
        return {"text": "", "name": "", "phone": ""}
    words: dict[str, str] = crypt.open_json(
        crypt.plain_key(keys[row.key]), bytes(row.sealed), aad=_aad(side, row.pk)
    )  # fmt: skip
    return words


def _aad(side: str, id: UUID) -> str:
    return f"exchange.{side}:{id}"
