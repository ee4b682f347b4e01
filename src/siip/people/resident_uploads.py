"""Files of residents that wait for their sender's yes: sealed, his alone, gone with the answer or after a day."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.people.models import ResidentUpload
from siip.people.resident_files import plain_name
from siip.people.residents import IMPORT
from siip.wilayah import territory

KEPT: Final = timedelta(days=1)
"""Long enough to ask somebody what a column means; a list of residents is not left lying about."""


def keep_upload(
    content: bytes, name: str, sheet: str, *, where: str, by: Actor, at: datetime, id: UUID
) -> ResidentUpload:
    """Keep a file sealed until its sender has looked at what would come of it.

    `sheet` is the sheet to read. Raises Refused: "no-right", "unknown-wilayah".
    """
    by.require(IMPORT, where)
    assert by.account is not None  # the house itself has no browser to send a file from
    body = [crypt.digest(content), name, sheet]
    about = {"bytes": len(content)}
    with journal.act("people.keep_upload", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return upload(id, by=by)
        key, plain = crypt.new_key(id)
        key.save(force_insert=True)
        return ResidentUpload.objects.create(
            id=id, wilayah=territory.at_path(where), account_id=by.account, name=plain_name(name), sheet=sheet, at=at,
            key=key.id, sealed=crypt.seal(plain, content, aad=_aad(id)),
        )  # fmt: skip


def upload(upload_id: UUID, *, by: Actor) -> ResidentUpload:
    """A file that this account sent and has not answered for. Raises Refused: "upload-gone"."""
    rows = ResidentUpload.objects.filter(within("wilayah__path", by.scope(IMPORT)), account=by.account)
    row = rows.select_related("wilayah").filter(pk=upload_id).first()
    if row is None:
        raise Refused(
            "upload-gone",
            "Berkas ini tidak lagi menunggu: sudah diimpor, dibatalkan, atau lebih dari sehari. Kirim sekali lagi.",
        )
    return row


def content_of(row: ResidentUpload) -> bytes:
    """The file as it was sent."""
    return crypt.open_sealed(crypt.plain_key(DataKey.objects.get(pk=row.key)), bytes(row.sealed), aad=_aad(row.id))


def drop_upload(upload_id: UUID, *, by: Actor, at: datetime, id: UUID) -> None:
    """Let go of a file without taking it in; one that is gone is no error. Raises Refused: "no-right"."""
    row = ResidentUpload.objects.select_related("wilayah").filter(pk=upload_id).first()
    if row is None:
        return
    by.require(IMPORT, row.wilayah.path)
    about = {"upload": str(upload_id)}
    with journal.act("people.drop_upload", id=id, by=by, at=at, where=row.wilayah.path, about=about, body=upload_id):
        forget(upload_id)


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
