"""Tallies: counting who comes, RT by RT, at each counter; and saying how two counters stand together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db.models import QuerySet

from siip.fieldday import counters
from siip.fieldday.counters import RECORD
from siip.fieldday.models import Tally, TallyMark
from siip.fieldday.rules import tallies as rules
from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.refused import Refused
from siip.kernel.steps import stamp
from siip.programme import days
from siip.programme.models import Event
from siip.wilayah.models import Wilayah

MOST_MARKS: Final = 200
FOLDED: Final = ("heads", "counts", "is_settled", "how", "kept", "last")


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to note at a counter about an RT (the key of its place): add some, set a whole count, undo the last."""

    wilayah: int
    counter: str
    act: str = rules.ADD
    count: int = 1
    source: str = "spot"


def mark_tally(event_id: UUID, marks: Sequence[Mark], *, by: Actor, at: datetime, id: UUID) -> list[Tally]:
    """Note marks at an event, in their order; gives the tallies that they touched.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "nothing-marked",
    "mark-unknown", "heads-many", "rt-elsewhere", "source-unknown", "counter-unknown", "not-on-the-spot",
    "nothing-to-undo".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(marks)}
    body = [event_id, [[one.wilayah, one.counter, one.act, one.count, one.source] for one in marks]]
    with journal.act("fieldday.mark_tally", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return list(_tallies(event).filter(wilayah__in={one.wilayah for one in marks}).order_by("pk"))
        by.require(RECORD, where)
        days.check_open(event, at)
        _check_marks(event, marks, at)
        rows = _locked(event, _places(event, marks))
        steps = [
            TallyMark(id=uuid5(id, str(n)), tally=rows[one.wilayah], act=one.act, **_said(one))
            for n, one in enumerate(marks)
        ]
        _add([(step.tally, step) for step in steps], act)
    return list(rows.values())


def settle_tally(
    event_id: UUID, wilayah: int, *, how: str, kept: str = "", by: Actor, at: datetime, id: UUID
) -> Tally:  # fmt: skip
    """Say how the counters of one RT stand together: "sum" of different people, or "replace" by the one `kept`.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "nothing-to-settle",
    "how-unknown", "kept-unknown".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "wilayah": wilayah}
    body = [event_id, wilayah, how, kept]
    with journal.act("fieldday.settle_tally", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _tallies(event).get(wilayah=wilayah)
        by.require(RECORD, where)
        days.check_open(event, at)
        row = _tallies(event).select_for_update(of=("self",)).filter(wilayah=wilayah).first()
        seen = rules.totals(row.counts) if row else {}
        if row is None or len(seen) < 2:
            raise Refused("nothing-to-settle", "RT ini dihitung satu loket saja, jadi tidak ada yang perlu ditetapkan.")
        if how not in rules.HOW:
            raise Refused("how-unknown", "Pilih dahulu: tambah atau ganti.")
        kept = kept if how == rules.REPLACE else ""
        if how == rules.REPLACE and kept not in seen:
            raise Refused("kept-unknown", "Pilih hitungan mana yang dipakai.")
        step = TallyMark(id=id, tally=row, act=rules.SETTLE, how=how, kept=kept, seen=seen)
        _add([(row, step)], act)
    return row


def tallies(event: Event) -> list[Tally]:
    """The tallies of an event, by the key of their RT; the caller has asked the right to see."""
    return list(_tallies(event).order_by("wilayah__path", "pk"))


def tally_of(event: Event, wilayah: int) -> Tally | None:
    """The one of an RT with its marks in order; None where nobody counted."""
    return _tallies(event).filter(wilayah=wilayah).prefetch_related("marks").first()


def said_of(step: TallyMark) -> rules.Said:
    """A step as the fold takes it."""
    return rules.Said(
        step.id, step.act, step.hlc, step.dev, step.seq, step.counter, step.count, step.source, step.how, step.kept,
        step.seen,
    )  # fmt: skip


def _tallies(event: Event) -> QuerySet[Tally]:
    return Tally.objects.filter(event=event).select_related("wilayah")


def _check_marks(event: Event, marks: Sequence[Mark], at: datetime) -> None:
    if not 0 < len(marks) <= MOST_MARKS:
        raise Refused("nothing-marked", f"Catat paling sedikit satu hitungan, paling banyak {MOST_MARKS} sekaligus.")
    for one in marks:
        if one.act not in (rules.ADD, rules.SET, rules.UNDO):
            raise Refused("mark-unknown", "Tombol itu tidak dikenal. Muat ulang halamannya, lalu tekan sekali lagi.")
        least = {rules.ADD: 1}.get(one.act, 0)
        if not least <= one.count <= rules.MOST_HEADS:
            raise _many()
        counters.check_source(event, one.source, one.counter, at)


def _places(event: Event, marks: Iterable[Mark]) -> list[Wilayah]:
    known, wanted = {rt.pk: rt for rt in days.rts(event)}, {one.wilayah for one in marks}
    if not wanted <= known.keys():
        raise Refused("rt-elsewhere", f"RT itu bukan bagian {event.wilayah.title}. Pilih dari daftarnya.")
    return [known[pk] for pk in sorted(wanted)]


def _locked(event: Event, places: Iterable[Wilayah]) -> dict[int, Tally]:
    """The tallies of some RT by its key, locked; begun where there was none yet."""
    wanted = [Tally(id=uuid5(event.pk, f"tally {place.pk}"), event=event, wilayah=place) for place in places]
    Tally.objects.bulk_create(wanted, ignore_conflicts=True)
    rows = _tallies(event).select_for_update(of=("self",)).filter(pk__in=[row.pk for row in wanted])
    return {row.wilayah_id: row for row in rows.order_by("pk")}


def _said(one: Mark) -> dict[str, Any]:
    is_undo = one.act == rules.UNDO
    return {"counter": one.counter, "count": 0 if is_undo else one.count, "source": one.source}


def _add(new: Sequence[tuple[Tally, TallyMark]], act: Act) -> None:
    """Add steps to tallies that are locked, refusing what cannot be, then write what the fold makes of each."""
    before: dict[UUID, list[rules.Said]] = defaultdict(list)
    for known in TallyMark.objects.filter(tally__in={row.pk for row, _ in new}):
        before[known.tally_id].append(said_of(known))
    stamp(((row.pk, step) for row, step in new), {key: max(x.hlc for x in said) for key, said in before.items()}, act)
    found: dict[UUID, rules.Standing] = {}
    for row, step in new:
        steps = before[row.pk]
        if step.act == rules.UNDO and step.counter not in rules.standing(steps).last:
            raise Refused("nothing-to-undo", "Loket ini belum mencatat siapa pun dari RT itu. Muat ulang halamannya.")
        steps.append(said_of(step))
        found[row.pk] = rules.standing(steps)
        if max(rules.totals(found[row.pk].counts).values(), default=0) > rules.MOST_HEADS:
            raise _many()
    TallyMark.objects.bulk_create(step for _, step in new)
    rows = {row.pk: row for row, _ in new}
    for key, row in rows.items():
        for field in FOLDED:
            setattr(row, field, getattr(found[key], field))
    Tally.objects.bulk_update(rows.values(), FOLDED)


def _many() -> Refused:
    return Refused("heads-many", f"Satu hitungan berisi 1 sampai {rules.MOST_HEADS} orang. Periksa angkanya.")
