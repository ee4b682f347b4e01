"""Faces: touched at a counter, copied from paper, taken back; and what they add up to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from siip.fieldday import counters
from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.refused import Refused
from siip.kernel.steps import stamp
from siip.programme import days
from siip.programme.models import Event
from siip.survey.models import FaceMark, FaceTally
from siip.survey.rules import faces as rules

RECORD: Final = "survey.record"
MOST_MARKS: Final = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A face touched at a counter, or how often it stands on a sheet of paper."""

    counter: str
    face: str
    count: int = 1
    source: str = rules.SPOT


@dataclass(frozen=True, slots=True)
class Figures:
    """How often each face was chosen at an event, how many chose at all, and how many of these on paper.

    Not the index of satisfaction (IKM): whoever likes to answers, and no question is asked.
    """

    faces: Mapping[str, int]
    answers: int
    on_paper: int


def mark_faces(event_id: UUID, marks: Sequence[Mark], *, by: Actor, at: datetime, id: UUID) -> list[FaceTally]:
    """Note faces at an event; gives the tallies of the counters that they touched.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "nothing-marked",
    "face-unknown", "count-wrong", "source-unknown", "counter-unknown", "not-on-the-spot".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(marks)}
    body = [event_id, [list(astuple(one)) for one in marks]]
    with journal.act("survey.mark_faces", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return [one for one in at_event(event) if one.counter in {mark.counter for mark in marks}]
        by.require(RECORD, where)
        days.check_open(event, at)
        _check(event, marks, at)
        rows = _locked(event, {one.counter for one in marks})
        _add(
            [
                FaceMark(
                    id=uuid5(id, str(n)), tally=rows[one.counter], act=rules.MARK, face=one.face, count=one.count,
                    source=one.source,
                )
                for n, one in enumerate(marks)
            ],
            act,
        )  # fmt: skip
    return list(rows.values())


def undo_faces(event_id: UUID, counter: str, *, by: Actor, at: datetime, id: UUID) -> FaceTally:
    """Take back what was noted last at a counter: one touch, or one whole sheet.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "counter-unknown",
    "nothing-to-undo".
    """
    event = days.event_of(event_id)
    where, about, body = event.wilayah.path, {"event": str(event_id), "counter": counter}, [event_id, counter]
    with journal.act("survey.undo_faces", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return FaceTally.objects.get(event=event, counter=counter)
        by.require(RECORD, where)
        days.check_open(event, at)
        counters.check_counter(event, counter)
        row = FaceTally.objects.select_for_update().filter(event=event, counter=counter).first()
        if row is None or not row.last:
            raise Refused("nothing-to-undo", "Loket ini belum mencatat apa pun. Muat ulang halamannya.")
        _add([FaceMark(id=id, tally=row, act=rules.UNDO)], act)
    return row


def at_event(event: Event) -> list[FaceTally]:
    """The faces of each counter where anybody touched one; the caller has asked the right to see."""
    return list(FaceTally.objects.filter(event=event).order_by("counter"))


def figures_of(event: Event) -> Figures:
    """The faces of an event added up; the rows behind them are `at_event`."""
    rows = at_event(event)
    found = {face: sum(row.faces[face] for row in rows) for face in rules.FACES}
    on_paper = sum(sum(row.counts.get(rules.PAPER, {}).values()) for row in rows)
    return Figures(found, sum(found.values()), on_paper)


def _check(event: Event, marks: Sequence[Mark], at: datetime) -> None:
    if not 0 < len(marks) <= MOST_MARKS:
        raise Refused("nothing-marked", "Belum ada yang dicatat. Isi sedikitnya satu angka.")
    for one in marks:
        if one.face not in rules.FACES:
            raise Refused("face-unknown", "Pilih salah satu wajah.")
        if one.source not in rules.SOURCES:
            raise Refused("source-unknown", "Pilih dari mana catatan ini: ditekan di loket, atau dari kertas.")
        if not 1 <= one.count <= (1 if one.source == rules.SPOT else rules.MOST):
            raise Refused("count-wrong", f"Satu lembar berisi paling banyak {rules.MOST} tanda. Periksa angkanya.")
        counters.check_source(event, one.source, one.counter, at)


def _locked(event: Event, counters: Iterable[str]) -> dict[str, FaceTally]:
    """The tallies of some counters, locked in one order; begun where there was none yet."""
    wanted = [FaceTally(id=uuid5(event.pk, f"faces {one}"), event=event, counter=one) for one in sorted(counters)]
    FaceTally.objects.bulk_create(wanted, ignore_conflicts=True)
    rows = FaceTally.objects.select_for_update().filter(pk__in=[row.pk for row in wanted])
    return {row.counter: row for row in rows.order_by("pk")}


def _add(steps: Sequence[FaceMark], act: Act) -> None:
    """Add steps to tallies that are locked, then write what the fold makes of each."""
    rows = {step.tally.pk: step.tally for step in steps}
    known: dict[UUID, list[rules.Said]] = defaultdict(list)
    for one in FaceMark.objects.filter(tally__in=list(rows)):
        known[one.tally_id].append(_said(one))
    stamp(((one.tally_id, one) for one in steps), {key: max(x.hlc for x in said) for key, said in known.items()}, act)
    for one in steps:
        known[one.tally_id].append(_said(one))
    FaceMark.objects.bulk_create(steps)
    for key, row in rows.items():
        found = rules.standing(known[key])
        row.counts, row.last = found.counts, found.last
    FaceTally.objects.bulk_update(rows.values(), ["counts", "last"])


def _said(one: FaceMark) -> rules.Said:
    return rules.Said(one.id, one.act, one.hlc, one.dev, one.seq, one.face, one.count, one.source)
