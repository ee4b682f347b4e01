"""Aduan: sent by a resident without logging in, or written down for him; who may read of it, and what the public may.

What the reporter holds is a code. Nothing that opens his page is stored: the code is derived from the id of the aduan
under the house key whenever it is told, and looked up by its keyed digest.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, CharField, Count, IntegerField, Q, QuerySet, Value, When

from siip.followup import sealing, spots
from siip.followup.models import Aduan, AduanStep
from siip.followup.promises import RECORD, SEE
from siip.followup.rules import aduan as rules
from siip.followup.rules import deadlines
from siip.followup.spots import Spot
from siip.kernel import catalogue, crypt, journal, workdays
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.paths import is_within, kecamatan_of, within
from siip.kernel.refused import Refused
from siip.kernel.steps import latest, stamp
from siip.mobilisation.rules import codes
from siip.programme.models import Event
from siip.wilayah import territory

APPROVE: Final = "followup.approve"

SUBJECTS: Final = "jenis_aduan"
OFFICERS: Final = 8
"""The subject that is about somebody of the office: read at the kecamatan, by those who decide."""

PLACE: Final = "followup.aduan"
STEP: Final = "followup.aduan_step"
CODE: Final = 12
"""60 bits in an address that the reporter keeps: not found by trying, and tries have a limit (web.public)."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident says. Name and telephone may be empty; `may_show` is whether others may read of it."""

    subject: int
    text: str
    where: str = ""
    name: str = ""
    phone: str = ""
    may_show: bool = True

    def said(self) -> list[object]:
        """For the digest of the journal."""
        return [self.subject, self.text, self.where, self.name, self.phone, self.may_show]


@dataclass(frozen=True, slots=True)
class Told:
    """An aduan with its words opened; all empty once their time was over and the key was destroyed."""

    row: Aduan
    text: str
    where: str
    name: str
    phone: str

    def is_late(self, today: date) -> bool:
        return self.row.state in rules.OPEN and self.row.due_on < today


@dataclass(frozen=True, slots=True)
class Past:
    """A step with what was said, opened."""

    row: AduanStep
    note: str


def report_aduan(report: Report, spot: Spot, *, kecamatan: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Take what a resident sends by himself. It takes no right: everybody may report. The caller limits how often.

    Raises Refused: "kelurahan-unknown", "subject-unknown", "text-missing", "text-long", "nik-in-text".
    """
    here = spots.home(Spot(spot.kelurahan))
    if not is_within(here.path, kecamatan):
        raise Refused("kelurahan-unknown", "Kelurahan itu tidak ada di sini. Pilih dari daftar.")
    return _receive("report_aduan", report, Spot(here.path), "web", by=by, at=at, id=id)


def note_aduan(report: Report, spot: Spot, *, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Write down what a resident says at an event or at the counter.

    Raises Refused: "no-right", "event-unknown", "kelurahan-unknown", "place-elsewhere", "rt-elsewhere",
    "subject-unknown", "text-missing", "text-long", "nik-in-text".
    """
    source = "event" if spot.event else "counter"
    return _receive("note_aduan", report, spot, source, by=by, at=at, id=id)


def code(row: Aduan) -> str:
    """What the reporter holds, as it stands in the address: `7KQ2-M9TD-4XPR`."""
    return codes.grouped(_code(row.pk)).replace(" ", "-")


def blind_of(typed: str) -> bytes | None:
    """The digest by which a typed code is found; None for what cannot be one."""
    meant = codes.read(typed, CODE)
    return _blind(meant) if meant else None


def seen(by: Actor) -> QuerySet[Aduan]:
    """Aduan where this actor sees them: the open ones first, by their date; of officers for those who decide."""
    is_open = Case(When(state__in=rules.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return _rows().filter(_visible(by)).annotate(rank=is_open).order_by("rank", "due_on", "id")


def grouped(rows: QuerySet[Aduan], today: date) -> QuerySet[Aduan]:
    """The same with `group`, by which a list is filtered: late, new, working, finished, ended."""
    cases = [When(state__in=rules.OPEN, due_on__lt=today, then=Value("late"))]
    cases += [When(state=state, then=Value(group)) for state, group in _GROUPS.items()]
    return rows.annotate(group=Case(*cases, default=Value("ended"), output_field=CharField()))


def aduan(aduan_id: UUID, by: Actor) -> tuple[Told, list[Past]]:
    """One aduan and its course. Raises Refused: "not-found", also for one out of reach."""
    row = seen(by).filter(pk=aduan_id).first()
    if row is None:
        raise missing()
    return told([row])[0], past(row)


def past(row: Aduan) -> list[Past]:
    """What happened to an aduan, with what was said."""
    opener = sealing.Opener([row.key])
    return [
        Past(step, opener.opened(row.key, step.sealed, f"{STEP}:{step.pk}") or "")
        for step in row.steps.select_related("office").order_by("hlc", "dev", "seq")
    ]


def at_event(event: Event) -> QuerySet[Aduan]:
    """What was reported at an event; the caller has asked the right to see. Never what is about an officer."""
    return _rows().filter(event=event).exclude(subject=OFFICERS).order_by("received_at", "id")


def come_back(event: Event) -> QuerySet[Aduan]:
    """What is still open of the place where an event goes, from other days; the caller has asked the right to see."""
    return _rows().filter(spots.same_place(event), state__in=rules.OPEN).order_by("due_on", "id")


def open_counts(by: Actor, today: date) -> tuple[int, int, int]:
    """How many are open where this actor sees them; how many nobody has taken up, how many are late."""
    found = Aduan.objects.filter(_visible(by), state__in=rules.OPEN)
    counted = found.aggregate(
        open=Count("pk"), new=Count("pk", filter=Q(state=rules.RECEIVED)), late=Count("pk", filter=Q(due_on__lt=today))
    )
    return counted["open"], counted["new"], counted["late"]


def shown(kecamatan: str) -> QuerySet[Aduan]:
    """What everybody may read of, in the words of the office, the latest first. Public."""
    return _rows().filter(within("wilayah__path", [kecamatan]), shown=rules.SHOWN).order_by("-received_at", "-id")


def told(rows: Iterable[Aduan]) -> list[Told]:
    """Aduan with their words, all keys read at once."""
    rows = list(rows)
    opener = sealing.Opener(row.key for row in rows)
    found = []
    for row in rows:
        said = opener.opened(row.key, row.sealed, f"{PLACE}:{row.pk}") or {}
        found.append(Told(row, *(said.get(name, "") for name in ("text", "where", "name", "phone"))))
    return found


def subject_name(number: int) -> str:
    """ "Sampah" for 1; a number that left the list is "Lainnya"."""
    return catalogue.codelist(SUBJECTS).name_of(number) or "Lainnya"


def acting(name: str, aduan_id: UUID, body: Any, *, by: Actor, at: datetime, id: UUID) -> AbstractContextManager[Act]:
    """The act of one aduan. Raises Refused: "not-found"."""
    path = Aduan.objects.filter(pk=aduan_id).values_list("wilayah__path", flat=True).first()
    if path is None:
        raise missing()
    about = {"aduan": str(aduan_id)}
    return journal.act(f"followup.{name}", id=id, by=by, at=at, where=path, about=about, body=[aduan_id, body])


def locked(aduan_id: UUID) -> Aduan:
    """One aduan under its lock."""
    return _rows().select_for_update(of=("self",)).get(pk=aduan_id)


def missing() -> Refused:
    """The refusal of what is not there, or out of reach."""
    return Refused("not-found", "Aduan itu tidak ada di wilayah Anda. Buka dari daftar aduan.")


def add(row: Aduan, act: Act, name: str, note: str = "", **said: Any) -> Aduan:
    """Add a step to an aduan that is locked, then write what the fold makes of all of them."""
    before: Sequence[AduanStep] = list(AduanStep.objects.filter(aduan=row))
    sealed = sealing.seal(row.key, act.id, STEP, note)
    new = AduanStep(id=act.id, aduan=row, act=name, sealed=sealed, **said)
    stamp([(row.pk, new)], {row.pk: latest(before)}, act)
    new.save(force_insert=True)
    found = rules.standing(
        rules.Said(one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.office_id, one.due_on, one.text)
        for one in [*before, new]
    )
    row.state, row.office_id, row.due_on = found.state, found.office, found.due_on or row.due_on
    row.shown, row.public_text = found.shown, found.public_text
    row.answered_at, row.ended_at = found.answered_at, found.ended_at
    row.conflicts = [str(step) for step in found.conflicts]
    row.save()
    return _rows().get(pk=row.pk)


_GROUPS: Final = {
    rules.RECEIVED: "new", rules.ASSIGNED: "working", rules.REOPENED: "working", rules.FINISHED: "finished",
}  # fmt: skip


def _receive(name: str, report: Report, spot: Spot, source: str, *, by: Actor, at: datetime, id: UUID) -> Aduan:
    here = spots.home(spot)
    is_of_officer = report.subject == OFFICERS
    # About an officer: kept where those above him read it. The kelurahan is told in the sealed words.
    home = territory.at_path(kecamatan_of(here.path)) if is_of_officer else here
    about = {"subject": report.subject, "source": source, "event": spot.event and str(spot.event)}
    body = [*report.said(), *spot.said()]
    with journal.act(f"followup.{name}", id=id, by=by, at=at, where=home.path, about=about, body=body) as act:
        if act.repeated:
            return _rows().get(pk=id)
        if source != "web":
            by.require(RECORD, here.path)
        found = spots.found(spot, here)
        words = _words(report)
        if is_of_officer:
            words["where"] = ", ".join(filter(None, (words["where"], here.title)))
        key, sealed = sealing.new(id, PLACE, words)
        due_on = workdays.after(spots.local_day(here, at), deadlines.FIRST_ANSWER)
        row = Aduan.objects.create(
            id=id, wilayah=home, event=found.event, place=found.place, rt=found.rt, subject=report.subject,
            source=source, code_blind=_blind(_code(id)), key=key, sealed=sealed,
            may_show=report.may_show and not is_of_officer, state=rules.RECEIVED, due_on=due_on, received_at=at,
        )  # fmt: skip
        return add(row, act, "receive", due_on=due_on)


def _words(report: Report) -> dict[str, str]:
    if catalogue.codelist(SUBJECTS).name_of(report.subject) is None:
        raise Refused("subject-unknown", "Pilih dahulu tentang apa laporan ini.")
    text = sealing.wording(report.text, "Laporan")
    if not text:
        raise Refused("text-missing", "Laporan belum ditulis. Tulis apa yang terjadi.")
    lines = (("where", report.where, "Tempat"), ("name", report.name, "Nama"), ("phone", report.phone, "Nomor telepon"))
    return {"text": text} | {field: sealing.line(said, what) for field, said, what in lines}


def _visible(by: Actor) -> Q:
    here = within("wilayah__path", by.scope(SEE))
    return here & (~Q(subject=OFFICERS) | within("wilayah__path", by.scope(APPROVE)))


def _rows() -> QuerySet[Aduan]:
    return Aduan.objects.select_related("wilayah", "office", "place", "rt", "event__wilayah")


def _code(id: UUID) -> str:
    return codes.signs(crypt.blind("aduan-code", str(id)), CODE)


def _blind(meant: str) -> bytes:
    return crypt.blind("aduan-code-typed", meant)
