"""Promises: made at an event or in between, given to an owner, extended, kept, dropped; who owns what, what is late."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, CharField, Count, IntegerField, Q, QuerySet, Value, When

from siip.followup import sealing, spots
from siip.followup.models import Promise, PromiseStep
from siip.followup.rules import promises as rules
from siip.followup.spots import Spot
from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.steps import latest, stamp
from siip.programme.models import Event

SEE: Final = "followup.see"
RECORD: Final = "followup.record"

PLACE: Final = "followup.promise"
STEP: Final = "followup.promise_step"
FURTHEST: Final = timedelta(days=730)
"""A promise for later than two years is none that anybody in the office will keep."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What was promised: what, by which office, until when, and where in words if no place of the list fits."""

    text: str
    office: UUID
    due_on: date
    where: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A promise with its words opened, for whoever may read it."""

    row: Promise
    text: str
    where: str

    def is_late(self, today: date) -> bool:
        return self.row.state == rules.OPEN and self.row.due_on < today


@dataclass(frozen=True, slots=True)
class Past:
    """A step with what was said, opened."""

    row: PromiseStep
    note: str


def make_promise(said: Wording, spot: Spot, *, by: Actor, at: datetime, id: UUID) -> Promise:
    """Note a promise.

    Raises Refused: "no-right", "event-unknown", "kelurahan-unknown", "place-elsewhere", "rt-elsewhere",
    "text-missing", "text-long", "office-unknown", "due-past", "due-far", "nik-in-text".
    """
    here = spots.home(spot)
    about = {"event": spot.event and str(spot.event), "office": str(said.office)}
    body = [said.text, said.office, said.due_on, said.where, *spot.said()]
    with journal.act("followup.make_promise", id=id, by=by, at=at, where=here.path, about=about, body=body) as act:
        if act.repeated:
            return _rows().get(pk=id)
        by.require(RECORD, here.path)
        found = spots.found(spot, here)
        text = sealing.wording(said.text, "Janji")
        if not text:
            raise Refused("text-missing", "Janji belum ditulis. Tulis apa yang akan dikerjakan.")
        words = {"text": text, "where": sealing.line(said.where, "Tempat")}
        owner = spots.owner(said.office, here.path)
        _check_due(said.due_on, spots.local_day(here, at))
        key, sealed = sealing.new(id, PLACE, words)
        row = Promise.objects.create(
            id=id, wilayah=here, event=found.event, place=found.place, rt=found.rt, key=key, sealed=sealed,
            office=owner, due_on=said.due_on, state=rules.OPEN, made_at=at,
        )  # fmt: skip
        _add(row, act, "make", office=owner, due_on=said.due_on)
    return _rows().get(pk=id)


def extend_promise(promise_id: UUID, due_on: date, reason: str, *, by: Actor, at: datetime, id: UUID) -> Promise:
    """Give a promise another date, with the reason. Raises Refused: "no-right", "not-found", "not-open",
    "reason-missing", "text-long", "due-past", "due-far", "due-same", "nik-in-text"."""
    with _act("extend_promise", promise_id, [due_on, reason], by=by, at=at, id=id) as act:
        row = _locked(promise_id)
        if act.repeated:
            return row
        _check(row, "extend", by)
        note = _reason(reason)
        _check_due(due_on, spots.local_day(row.wilayah, at))
        if due_on == row.due_on:
            raise Refused("due-same", "Tenggatnya masih sama. Pilih tanggal lain, atau tekan kembali.")
        _add(row, act, "extend", note, due_on=due_on)
    return _rows().get(pk=promise_id)


def assign_promise(promise_id: UUID, office: UUID, *, by: Actor, at: datetime, id: UUID) -> Promise:
    """Give a promise to another owner. Raises Refused: "no-right", "not-found", "not-open", "office-unknown",
    "office-same"."""
    with _act("assign_promise", promise_id, office, by=by, at=at, id=id) as act:
        row = _locked(promise_id)
        if act.repeated:
            return row
        _check(row, "assign", by)
        owner = spots.owner(office, row.wilayah.path)
        if owner.pk == row.office_id:
            raise Refused("office-same", f"Janji ini sudah milik {owner.title}. Pilih yang lain, atau tekan kembali.")
        _add(row, act, "assign", office=owner)
    return _rows().get(pk=promise_id)


def finish_promise(promise_id: UUID, note: str = "", *, by: Actor, at: datetime, id: UUID) -> Promise:
    """It was kept. Raises Refused: "no-right", "not-found", "not-open", "text-long", "nik-in-text"."""
    with _act("finish_promise", promise_id, note, by=by, at=at, id=id) as act:
        row = _locked(promise_id)
        if act.repeated:
            return row
        _check(row, "finish", by)
        _add(row, act, "finish", sealing.wording(note, "Catatan"))
    return _rows().get(pk=promise_id)


def drop_promise(promise_id: UUID, reason: str, *, by: Actor, at: datetime, id: UUID) -> Promise:
    """It will not be kept, and why. Raises Refused: "no-right", "not-found", "not-open", "reason-missing",
    "text-long", "nik-in-text"."""
    with _act("drop_promise", promise_id, reason, by=by, at=at, id=id) as act:
        row = _locked(promise_id)
        if act.repeated:
            return row
        _check(row, "drop", by)
        _add(row, act, "drop", _reason(reason))
    return _rows().get(pk=promise_id)


def resume_promise(promise_id: UUID, due_on: date, reason: str, *, by: Actor, at: datetime, id: UUID) -> Promise:
    """Take up again what was noted as kept or dropped. Raises Refused: "no-right", "not-found", "still-open",
    "reason-missing", "text-long", "due-past", "due-far", "nik-in-text"."""
    with _act("resume_promise", promise_id, [due_on, reason], by=by, at=at, id=id) as act:
        row = _locked(promise_id)
        if act.repeated:
            return row
        by.require(RECORD, row.wilayah.path)
        if not rules.allows(row.state, "resume"):
            raise Refused("still-open", "Janji ini masih berjalan. Muat ulang halamannya.")
        note = _reason(reason)
        _check_due(due_on, spots.local_day(row.wilayah, at))
        _add(row, act, "resume", note, due_on=due_on)
    return _rows().get(pk=promise_id)


def seen(by: Actor) -> QuerySet[Promise]:
    """Promises where this actor sees them: the open ones first, by their date."""
    found = _rows().filter(within("wilayah__path", by.scope(SEE)))
    is_open = Case(When(state=rules.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(rank=is_open).order_by("rank", "due_on", "id")


def grouped(rows: QuerySet[Promise], today: date) -> QuerySet[Promise]:
    """The same with `group`, by which a list is filtered: late, open, kept, dropped."""
    late = When(state=rules.OPEN, due_on__lt=today, then=Value("late"))
    return rows.annotate(group=Case(late, default="state", output_field=CharField()))


def promise(promise_id: UUID, by: Actor) -> tuple[Told, list[Past]]:
    """One promise and its course. Raises Refused: "not-found", also for one out of reach."""
    row = seen(by).filter(pk=promise_id).first()
    if row is None:
        raise _missing()
    opener = sealing.Opener([row.key])
    past = [
        Past(step, opener.opened(row.key, step.sealed, f"{STEP}:{step.pk}") or "")
        for step in row.steps.select_related("office").order_by("hlc", "dev", "seq")
    ]
    return told([row])[0], past


def at_event(event: Event) -> QuerySet[Promise]:
    """What was promised at an event; the caller has asked the right to see."""
    return _rows().filter(event=event).order_by("made_at", "id")


def come_back(event: Event) -> QuerySet[Promise]:
    """What is still open of the place where an event goes, from other days; the caller has asked the right to see."""
    return _rows().filter(spots.same_place(event), state=rules.OPEN).order_by("due_on", "id")


def open_counts(by: Actor, today: date) -> tuple[int, int]:
    """How many are open where this actor sees them, and how many of these are late."""
    found = Promise.objects.filter(within("wilayah__path", by.scope(SEE)), state=rules.OPEN)
    counted = found.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return counted["open"], counted["late"]


def told(rows: Iterable[Promise]) -> list[Told]:
    """Promises with their words, all keys read at once."""
    rows = list(rows)
    opener = sealing.Opener(row.key for row in rows)
    found = []
    for row in rows:
        said = opener.opened(row.key, row.sealed, f"{PLACE}:{row.pk}") or {"text": "", "where": ""}
        found.append(Told(row, said["text"], said["where"]))
    return found


def _rows() -> QuerySet[Promise]:
    return Promise.objects.select_related("wilayah", "office", "place", "rt", "event__wilayah")


def _locked(promise_id: UUID) -> Promise:
    return _rows().select_for_update(of=("self",)).get(pk=promise_id)


def _missing() -> Refused:
    return Refused("not-found", "Janji itu tidak ada di wilayah Anda. Buka dari daftar janji.")


def _act(name: str, promise_id: UUID, body: Any, *, by: Actor, at: datetime, id: UUID) -> AbstractContextManager[Act]:
    path = Promise.objects.filter(pk=promise_id).values_list("wilayah__path", flat=True).first()
    if path is None:
        raise _missing()
    about = {"promise": str(promise_id)}
    return journal.act(f"followup.{name}", id=id, by=by, at=at, where=path, about=about, body=[promise_id, body])


def _check(row: Promise, act: str, by: Actor) -> None:
    by.require(RECORD, row.wilayah.path)
    if not rules.allows(row.state, act):
        raise Refused("not-open", "Janji ini sudah selesai atau dilepas. Muat ulang halamannya.")


def _reason(reason: str) -> str:
    said = sealing.wording(reason, "Alasan")
    if not said:
        raise Refused("reason-missing", "Alasan belum diisi. Tulis singkat mengapa.")
    return said


def _check_due(due_on: date, today: date) -> None:
    if due_on < today:
        raise Refused("due-past", "Tenggat itu sudah lewat. Pilih hari ini atau sesudahnya.")
    if due_on > today + FURTHEST:
        raise Refused("due-far", "Tenggat itu lebih dari dua tahun lagi. Periksa tahunnya.")


def _add(row: Promise, act: Act, name: str, note: str = "", **said: Any) -> None:
    """Add a step, then write what the fold makes of all of them."""
    before: Sequence[PromiseStep] = list(PromiseStep.objects.filter(promise=row))
    sealed = sealing.seal(row.key, act.id, STEP, note)
    new = PromiseStep(id=act.id, promise=row, act=name, sealed=sealed, **said)
    stamp([(row.pk, new)], {row.pk: latest(before)}, act)
    new.save(force_insert=True)
    found = rules.standing(
        rules.Said(one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.office_id, one.due_on)
        for one in [*before, new]
    )
    row.state, row.office_id, row.due_on = found.state, found.office or row.office_id, found.due_on or row.due_on
    row.extended_count, row.closed_at = found.extended_count, found.closed_at
    row.conflicts = [str(step) for step in found.conflicts]
    row.save()
