"""Lists of residents at work: a file that was sent is checked, and taken in after its sender's yes, by the job thread.

30,000 rows take some seconds; a page that waited for them would hold a thread of the server and show nothing.
How far it is stands in a row of its own, since the transaction of an import shows nothing until its end.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from siip.kernel import crypt, jobs, journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import kecamatan_of, within
from siip.kernel.refused import Refused
from siip.people import resident_imports, resident_uploads
from siip.people.models import IntakeStep, ResidentIntake, ResidentUpload
from siip.people.resident_files import ListFile
from siip.people.resident_imports import Terms
from siip.people.residents import IMPORT
from siip.people.rights import actor_for
from siip.people.rules import nik
from siip.people.rules.resident_rows import Checked, Finding
from siip.wilayah import territory

TAKE: Final = "people.take_upload"
FIRST_ROWS: Final = 5
TOLD_EVERY: Final = 2_000
"""Rows between two notes of how far it is; each note is a transaction of its own, some milliseconds."""
LATE: Final = timedelta(seconds=20)
"""A job that waits longer for somebody to begin it: nobody may be there who does."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Warnings of one kind: how many rows, and the first as an example."""

    count: int
    first: Finding


@dataclass(frozen=True, slots=True)
class Seen:
    """What would come of a file, as its sender is shown it before the yes. NIK are masked."""

    row_count: int
    people_count: int
    warned_count: int
    refused: tuple[Finding, ...]
    kinds: tuple[Kind, ...]
    first: tuple[tuple[str, ...], ...]  # row, name, birth date (ISO), RT, kelurahan, masked NIK
    layout: str
    headings: tuple[str, ...]
    left_out: tuple[str, ...]
    formulas: int


def intake(upload_id: UUID, *, by: Actor) -> ResidentIntake:
    """How far a file is that this account sent. Raises Refused: "upload-gone"."""
    rows = ResidentIntake.objects.filter(within("wilayah__path", by.scope(IMPORT)), account=by.account)
    row = rows.select_related("wilayah").filter(pk=upload_id).first()
    if row is None or (row.import_id is None and not ResidentUpload.objects.filter(pk=upload_id).exists()):
        raise resident_uploads.gone()
    return row


def waiting(by: Actor) -> list[ResidentIntake]:
    """Files of this account that are at work or wait for its answer, the newest first."""
    rows = ResidentIntake.objects.filter(within("wilayah__path", by.scope(IMPORT)), account=by.account)
    return list(rows.exclude(step=IntakeStep.DONE).select_related("wilayah").order_by("-asked_at", "-pk"))


def is_late(row: ResidentIntake, at: datetime) -> bool:
    """Whether a job was asked for a while ago and nobody has begun it."""
    return row.started_at is None and at - row.asked_at > LATE


def check_upload(upload_id: UUID, *, at: datetime) -> None:
    """The job after a file was sent: look at every row, keep sealed what would come of it."""
    row = _begun(upload_id, IntakeStep.CHECK, at)
    if row is None:
        return
    upload = ResidentUpload.objects.get(pk=upload_id)
    try:
        file = resident_uploads.list_of(upload)
        checked = resident_imports.check_list(
            file, where=row.wilayah.path, by=_sender(row, at), at=at, progress=_told(upload_id)
        )
    except Refused as refused:
        _stopped(upload_id, refused)
        return
    plain = crypt.plain_key(DataKey.objects.get(pk=upload.key))
    said = asdict(_seen(file, checked))
    sealed = crypt.seal_json(plain, said, aad=_aad(upload_id))
    _rows(upload_id).update(step=IntakeStep.READY, done=row.total, sealed=sealed)


def seen(row: ResidentIntake) -> Seen:
    """What would come of a file that was checked."""
    upload = ResidentUpload.objects.get(pk=row.pk)
    plain = crypt.plain_key(DataKey.objects.get(pk=upload.key))
    said = crypt.open_json(plain, bytes(row.sealed or b""), aad=_aad(row.pk))
    said["refused"] = tuple(Finding(**one) for one in said["refused"])
    said["kinds"] = tuple(Kind(one["count"], Finding(**one["first"])) for one in said["kinds"])
    said["first"] = tuple(map(tuple, said["first"]))
    said |= {name: tuple(said[name]) for name in ("headings", "left_out")}
    return Seen(**said)


def order_import(
    upload_id: UUID,
    terms: Terms,
    *,
    by: Actor,
    at: datetime,
    id: UUID,
    all_or_nothing: bool = False,
    make_rt: bool = False,
) -> ResidentIntake:
    """The sender's yes: the list goes in as soon as the job thread comes to it, under terms that hold now.

    Raises Refused: "upload-gone", "not-checked", "terms-missing", "terms-past", "nik-in-text",
    "nothing-to-import", "no-right" (to add RT), and RowsRefused ("rows-refused") when `all_or_nothing`.
    """
    row = intake(upload_id, by=by)
    where = row.wilayah.path
    if make_rt:
        by.require(territory.MANAGE, where)
    body = [upload_id, terms.source, terms.basis, terms.until_on, all_or_nothing, make_rt]
    about = {"upload": str(upload_id)}
    with journal.act("people.order_import", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        row = ResidentIntake.objects.select_related("wilayah").select_for_update(of=("self",)).get(pk=upload_id)
        if act.repeated:
            return row
        if row.step != IntakeStep.READY:
            raise Refused("not-checked", "Berkas ini sedang dikerjakan. Tunggu sampai selesai.")
        resident_imports.refuse_terms(terms, where, at)
        _refuse_rows(seen(row), all_or_nothing)
        row.step, row.trouble, row.done, row.asked_at, row.started_at = IntakeStep.TAKE, "", 0, at, None
        row.source, row.basis, row.until_on = terms.source, terms.basis, terms.until_on
        row.all_or_nothing, row.make_rt, row.import_id = all_or_nothing, make_rt, act.inner("import")
        row.save()
        jobs.enqueue(TAKE, upload_id)
    return row


def take_upload(upload_id: UUID, *, new_id: Callable[[], UUID], at: datetime) -> None:
    """The job after the yes. Done again after a crash it finds what was done."""
    row = _begun(upload_id, IntakeStep.TAKE, at)
    if row is None or row.import_id is None or row.until_on is None:
        return
    by = _sender(row, at)
    try:
        by.require(IMPORT, row.wilayah.path)  # else the file of somebody without rights seems to be gone
        resident_imports.import_upload(
            upload_id, Terms(row.source, row.basis, row.until_on), new_id=new_id, by=by, at=at,
            id=row.import_id, all_or_nothing=row.all_or_nothing, make_rt=row.make_rt, progress=_told(upload_id),
        )  # fmt: skip
    except Refused as refused:
        _stopped(upload_id, refused)
        return
    _rows(upload_id).update(step=IntakeStep.DONE, done=row.total, sealed=None)


def forget_old(before: datetime) -> int:
    """Drop what is told of files that were answered for before a moment; gives how many."""
    waiting = ResidentUpload.objects.values("pk")
    return ResidentIntake.objects.filter(asked_at__lt=before).exclude(pk__in=waiting).delete()[0]


def kinds(warnings: Sequence[Finding]) -> tuple[Kind, ...]:
    """Warnings by kind, the most frequent first."""
    counts = Counter(finding.code for finding in warnings)
    first = {finding.code: finding for finding in reversed(warnings)}
    return tuple(Kind(count, first[code]) for code, count in counts.most_common())


def _rows(upload_id: UUID) -> QuerySet[ResidentIntake]:
    return ResidentIntake.objects.filter(pk=upload_id)


def _begun(upload_id: UUID, step: IntakeStep, at: datetime) -> ResidentIntake | None:
    """The row of a job that begins; None when there is nothing to do, since it was done or given up."""
    row = _rows(upload_id).select_related("wilayah", "account").filter(step=step).first()
    if row is not None:
        _rows(upload_id).update(started_at=at, done=0)
    return row


def _sender(row: ResidentIntake, at: datetime) -> Actor:
    """Who sent the file, with the rights of now: an office that ended meanwhile takes nothing in."""
    return actor_for(row.account, at).only_within(kecamatan_of(row.wilayah.path))


def _told(upload_id: UUID) -> resident_imports.Progress:
    last = 0

    def told(what: str, done: int, total: int) -> None:
        nonlocal last
        # Inside the import's own transaction nobody would see it, and its rows are written in a second or two.
        if what == resident_imports.CHECKING and (done - last >= TOLD_EVERY or done == total):
            last = done
            _rows(upload_id).update(done=done, total=total)

    return told


def _stopped(upload_id: UUID, refused: Refused) -> None:
    """Refused while nobody looked: told on the page, where the sender may answer again or throw the file away."""
    row = _rows(upload_id).get()
    row.step = IntakeStep.READY if row.sealed else IntakeStep.STOPPED
    row.trouble, row.import_id = refused.message[:400], None
    row.save(update_fields=["step", "trouble", "import_id"])


def _seen(file: ListFile, checked: Checked) -> Seen:
    first = [
        (str(one.row), one.name, one.birth_on.isoformat() if one.birth_on else "", one.rt, one.kelurahan.name,
         nik.masked(one.nik))
        for one in checked.listed[:FIRST_ROWS]
    ]  # fmt: skip
    return Seen(
        checked.row_count, len(checked.listed), checked.warned_count, tuple(checked.refused), kinds(checked.warnings),
        tuple(first), file.kind, tuple(file.headings), tuple(file.layout.left_out), file.formulas,
    )  # fmt: skip


def _refuse_rows(found: Seen, all_or_nothing: bool) -> None:
    if all_or_nothing and found.refused:
        raise resident_imports.RowsRefused(found.refused)
    if not found.people_count:
        raise Refused(
            "nothing-to-import", "Tidak ada baris yang dapat dimasukkan. Perbaiki berkasnya, lalu kirim lagi."
        )


def _aad(upload_id: UUID) -> str:
    return f"people.intake:{upload_id}"
