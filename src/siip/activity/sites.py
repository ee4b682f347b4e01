"""Work sites: a place at an event with the work done there; what became of it, measures, history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from django.db.models import Prefetch, QuerySet

from siip.activity.models import Measure, SiteStep, WorkSite
from siip.activity.rules import work
from siip.kernel import catalogue, journal
from siip.kernel.actor import Actor
from siip.kernel.catalogue import ActivityKind, CatalogueError
from siip.kernel.journal import Act
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.steps import latest, stamp
from siip.kernel.words import refuse_nik, tidy
from siip.programme import days
from siip.programme.models import Event, Place

SEE: Final = "activity.see"
RECORD: Final = "activity.record"
LONGEST_NOTE: Final = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a site was left: a state, what became of the waste, and a remark."""

    state: str
    waste: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure by its code; an amount of None takes it back."""

    kode: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Record:
    """What is said of one site: its outcome, readings, or both."""

    site: UUID
    outcome: Outcome | None = None
    readings: tuple[Reading, ...] = ()

    def said(self) -> list[Any]:
        """For the digest of the act."""
        told = self.outcome and [self.outcome.state, self.outcome.waste, self.outcome.note]
        return [self.site, told, [[one.kode, one.amount] for one in self.readings]]


def open_site(event_id: UUID, place_id: UUID, kind: str, *, by: Actor, at: datetime, id: UUID) -> WorkSite:
    """Begin a site: work of that kind at that place. One that was begun already is given as it is.

    Raises Refused: "no-right", "not-found" (event), "event-cancelled", "event-over", "place-elsewhere",
    "kind-unknown".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "place": str(place_id), "kind": kind}
    body = [event_id, place_id, kind]
    with journal.act("activity.open_site", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        site_id = uuid5(event_id, f"{place_id}:{kind}")
        if act.repeated:
            return _rows().get(pk=site_id)
        by.require(RECORD, where)
        days.check_open(event, at, ahead=True)
        place = _place(event, place_id)
        kind_of(kind)
        made = WorkSite(id=site_id, event=event, place=place, kind=kind, opened_at=at)
        WorkSite.objects.bulk_create([made], ignore_conflicts=True)
        (row,) = _locked(event, [site_id])
        if not SiteStep.objects.filter(site=row).exists():
            _add_steps([SiteStep(id=id, site=row, act="open")], act)
    return _rows().get(pk=site_id)


def record_work(
    event_id: UUID, records: Sequence[Record], *, by: Actor, at: datetime, id: UUID
) -> list[WorkSite]:  # fmt: skip
    """Say how sites of an event were left and what was measured there; what is as it was adds no step.

    Raises Refused: "no-right", "not-found" (event or site), "nothing-said", "said-twice", "event-cancelled",
    "event-ahead", "event-over", "state-unknown", "waste-unknown", "note-long", "nik-in-text", "measure-unknown",
    "amount-negative", "amount-many", "amount-decimals".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(records)}
    body = [event_id, [one.said() for one in records]]
    with journal.act("activity.record_work", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        ids = [one.site for one in records]
        if act.repeated:
            return list(_rows().filter(pk__in=ids).order_by("pk"))
        by.require(RECORD, where)
        days.check_open(event, at)
        if not records or any(one.outcome is None and not one.readings for one in records):
            raise Refused("nothing-said", "Belum ada yang dicatat. Pilih keadaannya atau isi salah satu ukuran.")
        _check_once(records)
        rows = {row.pk: row for row in _locked(event, ids)}
        _add_steps([step for one in records for step in _steps(rows[one.site], one, act)], act)
    return list(_rows().filter(pk__in=ids).order_by("pk"))


def sites_of(event: Event) -> list[WorkSite]:
    """The sites of an event with place, measures and steps, in the order in which they were begun; the caller has
    asked the right to see."""
    return list(_rows().filter(event=event).order_by("opened_at", "pk"))


def site(site_id: UUID, *, by: Actor, right: str = SEE) -> WorkSite:
    """One site. Raises Refused: "not-found", also for one out of reach."""
    found = _rows().filter(within("event__wilayah__path", by.scope(right)), pk=site_id).first()
    if found is None:
        raise _missing()
    return found


def place_seen(place_id: UUID, *, by: Actor) -> Place:
    """A place whose history this actor may see. Raises Refused: "not-found", also for one out of reach."""
    rows = Place.objects.select_related("wilayah", "rt").filter(within("wilayah__path", by.scope(SEE)))
    found = rows.filter(pk=place_id).first()
    if found is None:
        raise Refused("not-found", "Tempat itu tidak ada di wilayah Anda. Buka dari daftar tempat.")
    return found


def history(place: Place) -> list[WorkSite]:
    """What was done at a place, the latest event first; the caller has asked the right to see."""
    return list(_rows().filter(place=place).order_by("-event__starts_at", "opened_at", "pk"))


def kinds_for(place: Place) -> list[ActivityKind]:
    """The kinds of work, those that are usual at such a place first."""
    return sorted(catalogue.activity_kinds(), key=lambda kind: place.kind not in kind.places)


def kind_of(kode: str) -> ActivityKind:
    """A kind of work. Raises Refused: "kind-unknown"."""
    try:
        return catalogue.activity_kind(kode)
    except (KeyError, CatalogueError):
        raise Refused("kind-unknown", "Jenis pekerjaan itu tidak ada di katalog. Pilih dari daftar.") from None


def kind_name(kode: str) -> str:
    """ "Membersihkan saluran" for saluran; a kind that left the catalogue is called by its code."""
    return next((kind.name for kind in catalogue.activity_kinds() if kind.kode == kode), kode)


def state_word(row: WorkSite) -> str:
    """ "Bersih", "Diperbaiki", "Belum selesai", or the word that the kind of work has for it."""
    words = {kind.kode: kind.clean for kind in catalogue.activity_kinds()}
    return words.get(row.kind, work.STATES[work.CLEAN]) if row.state == work.CLEAN else work.STATES[row.state]


def _rows() -> QuerySet[WorkSite]:
    measures = Prefetch("measures", Measure.objects.order_by("kode"))
    return WorkSite.objects.select_related(
        "event__wilayah", "event__programme", "place__wilayah", "place__rt"
    ).prefetch_related(measures)  # fmt: skip


def _locked(event: Event, ids: Iterable[UUID]) -> list[WorkSite]:
    wanted = set(ids)
    found = list(
        WorkSite.objects.select_for_update().filter(event=event, pk__in=wanted).order_by("pk")
    )  # fmt: skip
    if len(found) < len(wanted):
        raise _missing()
    return found


def _missing() -> Refused:
    return Refused("not-found", "Titik kerja itu tidak ada di wilayah Anda. Buka dari halaman kegiatannya.")


def _place(event: Event, place_id: UUID) -> Place:
    found = Place.objects.filter(pk=place_id, wilayah=event.wilayah, retired_at__isnull=True).first()
    if found is None:
        raise Refused("place-elsewhere", f"Pilih tempat yang ada di {event.wilayah.title} dan masih dipakai.")
    return found


def _check_once(records: Sequence[Record]) -> None:
    said = [(one.site, part) for one in records for part in ("", *(reading.kode for reading in one.readings))]
    if len(set(said)) < len(said):
        raise Refused("said-twice", "Satu titik kerja atau satu ukuran tertulis dua kali. Sisakan yang benar.")


def _steps(row: WorkSite, record: Record, act: Act) -> Iterable[SiteStep]:
    """The steps of what is new in a record, checked."""
    kind = kind_of(row.kind)
    known = {one.kode: one.amount for one in Measure.objects.filter(site=row)}
    if record.outcome is not None:
        told = _checked(record.outcome, kind)
        if told != {"state": row.state, "waste": row.waste, "note": row.note} or row.noted_at is None:
            yield SiteStep(id=uuid5(act.id, str(row.pk)), site=row, act="note", **told)
    for one in record.readings:
        amount = _amount(one, kind)
        if amount != known.get(one.kode):
            id = uuid5(act.id, f"{row.pk}:{one.kode}")
            yield SiteStep(id=id, site=row, act="measure", kode=one.kode, amount=amount)


def _checked(said: Outcome, kind: ActivityKind) -> dict[str, str]:
    if said.state not in work.STATES:
        raise Refused("state-unknown", "Pilih keadaannya: selesai, diperbaiki, atau belum.")
    if said.waste and (said.waste not in work.WASTES or not kind.waste):
        raise Refused("waste-unknown", "Pilih dari daftar: sampahnya diangkut, masih di tempat, atau tidak ada.")
    note = refuse_nik(tidy(said.note), "Keterangan")
    if len(note) > LONGEST_NOTE:
        raise Refused("note-long", f"Keterangan paling panjang {LONGEST_NOTE} huruf; sekarang {len(note)}.")
    return {"state": said.state, "waste": said.waste, "note": note}


def _amount(said: Reading, kind: ActivityKind) -> Decimal | None:
    measure = next((one for one in kind.measures if one.kode == said.kode), None)
    if measure is None:
        raise Refused("measure-unknown", f"Ukuran itu tidak dipakai untuk {kind.name.lower()}.")
    if said.amount is None:
        return None
    return work.check_amount(
        said.amount, label=measure.label, unit=measure.unit, decimals=measure.decimals, most=measure.most
    )


def _add_steps(steps: Sequence[SiteStep], act: Act) -> None:
    """Add the steps of an act to sites that it has locked, then write what the fold makes of each.

    The chains are locked here, after every other lock.
    """
    rows = {step.site_id: step.site for step in steps}
    before: dict[UUID, list[SiteStep]] = {pk: [] for pk in rows}
    for known in SiteStep.objects.filter(site__in=rows):
        before[known.site_id].append(known)
    stamp(((step.site_id, step) for step in steps), {pk: latest(known) for pk, known in before.items()}, act)
    for step in steps:
        before[step.site_id].append(step)
    SiteStep.objects.bulk_create(steps)
    Measure.objects.filter(site__in=rows).delete()
    Measure.objects.bulk_create(
        Measure(site=row, kode=kode, amount=amount)
        for pk, row in rows.items() for kode, amount in _fold(row, before[pk])
    )  # fmt: skip
    WorkSite.objects.bulk_update(rows.values(), ["state", "waste", "note", "noted_at"])


def _fold(row: WorkSite, steps: Iterable[SiteStep]) -> tuple[tuple[str, Decimal], ...]:
    found = work.standing(
        work.Said(
            one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.state, one.waste, one.note, one.kode, one.amount
        )
        for one in steps
    )
    row.state, row.waste, row.note, row.noted_at = found.state, found.waste, found.note, found.noted_at
    return found.measures
