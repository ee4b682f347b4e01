"""Files of residents that wait for their sender's yes: sealed, his alone, gone with the answer or after a day."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from siip.kernel import crypt, jobs, journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.people.models import ResidentIntake, ResidentUpload
from siip.people.resident_files import MOST_ROWS, ListFile, read_list
from siip.people.residents import IMPORT
from siip.wilayah import territory

CHECK: Final = "people.check_upload"
KEPT: Final = timedelta(days=1)
"""Long enough to ask somebody what a column means; a list of residents is not left lying about."""


def keep_upload(
    content: bytes,
    name: str,
    *,
    where: str,
    by: Actor,
    at: datetime,
    id: UUID,
    sheet_name: str | None = None,
    most_rows: int | None = MOST_ROWS,
) -> ResidentUpload:
    """Keep a list sealed until its sender has looked at what would come of it; the job thread checks its rows.

    Raises Refused: "no-right", "unknown-wilayah", and what `resident_files.read_list` refuses.
    """
    by.require(IMPORT, where)
    assert by.account is not None  # the house itself has no browser to send a file from
    file = read_list(content, name, sheet_name=sheet_name, most_rows=most_rows)
    body, about = [file.digest, file.name, file.sheet], {"bytes": len(content)}
    with journal.act("people.keep_upload", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return upload(id, by=by)
        key, plain = crypt.new_key(id)
        key.save(force_insert=True)
        place, total = territory.at_path(where), len(file.rows) - file.layout.heading - 1
        row = ResidentUpload.objects.create(
            id=id, wilayah=place, account_id=by.account, name=file.name, sheet=file.sheet, at=at, key=key.id,
            sealed=crypt.seal(plain, content, aad=_aad(id)),
        )  # fmt: skip
        ResidentIntake.objects.create(id=id, wilayah=place, account_id=by.account, asked_at=at, total=total)
        jobs.enqueue(CHECK, id)
    return row


def upload(upload_id: UUID, *, by: Actor) -> ResidentUpload:
    """A file that this account sent and has not answered for. Raises Refused: "upload-gone"."""
    rows = ResidentUpload.objects.filter(within("wilayah__path", by.scope(IMPORT)), account=by.account)
    row = rows.select_related("wilayah").filter(pk=upload_id).first()
    if row is None:
        raise gone()
    return row


def gone() -> Refused:
    """What is said of a file that waits no longer."""
    return Refused(
        "upload-gone",
        "Berkas ini tidak lagi menunggu: sudah diimpor, dibatalkan, atau lebih dari sehari. Kirim sekali lagi.",
    )


def list_of(row: ResidentUpload) -> ListFile:
    """The list in a file that waits."""
    plain = crypt.plain_key(DataKey.objects.get(pk=row.key))
    content = crypt.open_sealed(plain, bytes(row.sealed), aad=_aad(row.id))
    return read_list(content, row.name, sheet_name=row.sheet, most_rows=None)


def drop_upload(upload_id: UUID, *, by: Actor, at: datetime, id: UUID) -> None:
    """Let go of a file without taking it in: its sender, or the house after a day. Raises Refused: "upload-gone",
    for a file of somebody else as for none, "no-right"; sent twice, it is done once.
    """
    if journal.was_done(id, by=by):
        return
    row = upload(upload_id, by=by) if by.account else _waiting(upload_id)
    by.require(IMPORT, row.wilayah.path)
    about = {"upload": str(upload_id)}
    with journal.act("people.drop_upload", id=id, by=by, at=at, where=row.wilayah.path, about=about, body=upload_id):
        forget(upload_id)
        ResidentIntake.objects.filter(pk=upload_id).delete()


def _waiting(upload_id: UUID) -> ResidentUpload:
    row = ResidentUpload.objects.select_related("wilayah").filter(pk=upload_id).first()
    if row is None:
        raise gone()
    return row


def forget(upload_id: UUID) -> None:
    """Delete the file and its key; inside the act of whoever answers for it."""
    row = ResidentUpload.objects.select_for_update().filter(pk=upload_id).first()
    if row is not None:
        DataKey.objects.filter(pk=row.key).delete()
        row.delete()


def stale_uploads(at: datetime) -> list[UUID]:
    """Files that nobody answered for within a day."""
    return list(ResidentUpload.objects.filter(at__lt=at - KEPT).values_list("id", flat=True))


def _aad(upload_id: UUID) -> str:
    return f"people.upload:{upload_id}"
