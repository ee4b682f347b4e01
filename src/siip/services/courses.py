"""What every act on a request shares: the row under its lock, the journal's act, the step and the fold after it."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, CharField, QuerySet, Value, When

from siip.kernel import hlc, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.models import Entry
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.services.models import Request, RequestStep
from siip.services.rules import course
from siip.services.rules import stage as stages

SEE: Final = "services.see"

GROUP: Final = Case(
    When(state__in=(course.HANDED, course.CANCELLED), then=Value("done")),
    When(state=course.PAPERS, then=Value("papers")),
    *(When(letter__state=state, then=Value(group)) for state, group in stages.GROUP_OF_LETTER.items()),
    default=Value("papers"),
    output_field=CharField(),
)
"""The group of rules.stage, for lists."""


def acting(name: str, request_id: UUID, body: Any, *, by: Actor, at: datetime, id: UUID) -> AbstractContextManager[Act]:
    """The journal's act on one request. Raises Refused: "not-found"."""
    path = Request.objects.filter(pk=request_id).values_list("wilayah__path", flat=True).first()
    if path is None:
        raise unknown()
    about, body = {"request": str(request_id)}, [request_id, body]
    return journal.act(f"services.{name}", id=id, by=by, at=at, where=path, about=about, body=body)


def rows() -> QuerySet[Request]:
    """Requests with what every page asks of them, and their group."""
    return Request.objects.select_related("wilayah", "letter", "event__wilayah", "slip__wilayah").annotate(group=GROUP)


def seen(by: Actor) -> QuerySet[Request]:
    """Requests where this actor sees any."""
    return rows().filter(within("wilayah__path", by.scope(SEE)))


def locked(request_id: UUID) -> Request:
    """One request under its lock."""
    return rows().select_for_update(of=("self",)).get(pk=request_id)


def unknown() -> Refused:
    """The refusal of a request that is nowhere, or out of reach."""
    return Refused("not-found", "Permohonan itu tidak ada di wilayah Anda. Cari dari daftar permohonan.")


def person_of(by: Actor) -> UUID:
    """Who acts, by name. Raises Refused: "no-right" for a machine."""
    if by.person is None:
        raise Refused("no-right", "Permohonan hanya diterima petugas yang masuk dengan akunnya sendiri.")
    return by.person


def settle(row: Request, act: Act, name: str, *, drafted: bool = False, **said: Any) -> None:
    """Add the step of the act (and that of the draft), then write what the fold makes of all of them.

    The chains are locked here, after every other lock, those of inner acts among them.
    """
    seqs = {act.id: act.enter()}
    steps = list(RequestStep.objects.filter(request=row))
    new = [RequestStep(id=act.id, act=name, **said)]
    if drafted:
        inner = act.inner("draft")
        seqs[inner] = Entry.objects.values_list("seq", flat=True).get(pk=inner)
        new.append(RequestStep(id=inner, act="draft"))
    last = max((step.hlc for step in steps), default=0)
    for step in new:
        last = hlc.after(last, act.at)
        step.request, step.by, step.at, step.hlc = row, act.by.person, act.at, last
        step.dev, step.seq = act.by.device, seqs[step.id]
    RequestStep.objects.bulk_create(new)
    found = course.course(
        course.Said(one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.receiver) for one in [*steps, *new]
    )
    row.state, row.handed_at, row.handed_to = found.state, found.handed_at, found.handed_to
    row.slip_id = found.promise
    row.conflicts = [str(step) for step in found.conflicts]
    row.save()
