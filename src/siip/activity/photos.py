"""Photos as evidence: added many at once, consent of the people in them noted, dropped with a reason.

A photo is made harmless before the act begins (`read_photo`): decoding thirty of them takes seconds, in which
nobody else could write. What was sent is not kept: it may hold where its owner lives.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from siip.activity import picture_files
from siip.activity.models import Photo, WorkSite
from siip.activity.picture_files import Kept
from siip.activity.rules import pictures
from siip.activity.sites import RECORD, SEE
from siip.kernel import crypt, journal, media
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.programme import days
from siip.programme.events import zone_info
from siip.programme.models import Event

MOST_AT_ONCE: Final = 30
SMALL_SIDE: Final = 480
"""For lists and pairs: about 25 KB, a tenth of the whole picture."""
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent, by the name it had: made harmless (`photo`, `small`), or the reason why not.

    `source` is the SHA-256 of its bytes.
    """

    name: str
    source: str
    photo: media.Photo | None = None
    small: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of the files: the photos taken in, and each other one by its name with the reason."""

    photos: tuple[Photo, ...]
    left: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoFigures:
    """The photos of an event in numbers; the rows are in `photos_of`."""

    before: int
    after: int
    other: int
    pairs: int
    public: int


def read_photo(name: str, content: bytes) -> Sent:
    """A file made harmless, or why it is none; outside of any act."""
    name = tidy(name)
    source = hashlib.sha256(content).hexdigest()
    try:
        photo = media.safe_photo(content)
    except Refused as refused:
        return Sent(name, source, reason=refused.message)
    return Sent(name, source, photo, media.safe_photo(photo.content, longest=SMALL_SIDE).content)


def add_photos(
    event_id: UUID, sent: Sequence[Sent], *, shows: str, site_id: UUID | None = None,
    faces: str = pictures.UNASKED, by: Actor, at: datetime, id: UUID,
) -> Added:  # fmt: skip
    """Take in the photos that can be taken in, of a site or of the event as a whole; the others are named.

    `faces` is what the people in all of them said. Raises Refused: "no-right", "not-found" (event or site),
    "shows-unknown", "faces-unknown", "photos-missing", "photos-many", "event-cancelled", "event-ahead" (work cannot
    be finished before the day), "event-over".
    """
    event = days.event_of(event_id)
    by.require(RECORD, event.wilayah.path)
    _check(event, sent, shows, site_id, at)
    _check_faces(faces)
    once = {one.source: one for one in sent}.values()  # one file may have been chosen twice
    kept = {one.source: picture_files.keep(uuid5(id, one.source), one.photo, one.small) for one in once if one.photo}
    try:
        return _add(event, sent, kept, shows=shows, site_id=site_id, faces=faces, by=by, at=at, id=id)
    except BaseException:
        picture_files.discard(kept.values())
        raise


def note_faces(photo_id: UUID, faces: str, *, by: Actor, at: datetime, id: UUID) -> Photo:
    """Note what the people in a photo say to its being public; "unasked" takes a consent back.

    Raises Refused: "no-right", "not-found", "photo-dropped", "faces-unknown".
    """
    found = _found(photo_id)
    where, about = found.event.wilayah.path, {"photo": str(photo_id), "faces": faces}
    body = [photo_id, faces, pictures.TEXT]
    with journal.act("activity.note_faces", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _found(photo_id)
        by.require(RECORD, where)
        row = _locked(photo_id)
        _check_faces(faces)
        Photo.objects.filter(pk=row.pk).update(**_faces(faces, act))
    return _found(photo_id)


def drop_photo(photo_id: UUID, reason: str, *, by: Actor, at: datetime, id: UUID) -> Photo:
    """Take a photo away for ever: its key and files go, its row and the reason stay.

    Raises Refused: "no-right", "not-found", "photo-dropped", "reason-missing", "reason-long", "nik-in-text".
    """
    found = _found(photo_id)
    where, about = found.event.wilayah.path, {"photo": str(photo_id)}
    body = [photo_id, reason]
    with journal.act("activity.drop_photo", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _found(photo_id)
        by.require(RECORD, where)
        row = _locked(photo_id)
        files = (row.file, row.small_file)
        row.dropped_at, row.dropped_reason, row.file, row.small_file = at, _reason(reason), "", ""
        row.save(update_fields=["dropped_at", "dropped_reason", "file", "small_file"])
        crypt.destroy(DataKey.objects.get(pk=row.key), at)
        # After the commit: a file that is gone cannot be brought back by a rollback.
        transaction.on_commit(lambda: picture_files.unlink(files))
    return _found(photo_id)


def photo(photo_id: UUID, *, by: Actor, right: str = SEE) -> Photo:
    """One photo that is there. Raises Refused: "not-found", also for one out of reach or dropped."""
    found = _present().filter(within("event__wilayah__path", by.scope(right)), pk=photo_id).first()
    if found is None:
        raise _missing()
    return found


def photos_of(event: Event) -> list[Photo]:
    """The photos of an event that are there, in the order in which they were taken; the caller has asked the right
    to see."""
    return in_order(_present().filter(event=event))


def photos_at(rows: Iterable[WorkSite]) -> dict[UUID, list[Photo]]:
    """The photos of some sites, by the site."""
    found: dict[UUID, list[Photo]] = {row.pk: [] for row in rows}
    for one in in_order(_present().filter(site__in=found)):
        assert one.site_id is not None
        found[one.site_id].append(one)
    return found


def public_photos(event: Event) -> list[Photo]:
    """The photos of an event that everybody may see."""
    return [one for one in photos_of(event) if pictures.may_be_public(one.faces)]


def public_photo(photo_id: UUID, kecamatan: str) -> Photo:
    """One photo that everybody may see, at the host of its kecamatan. Raises Refused: "not-found"."""
    found = _present().filter(within("event__wilayah__path", [kecamatan]), pk=photo_id).first()
    if found is None or not pictures.may_be_public(found.faces) or found.event.cancelled_at is not None:
        raise _missing()
    return found


def figures_of(event: Event) -> PhotoFigures:
    """The photos of an event in numbers."""
    rows = photos_of(event)
    count = {shows: sum(row.shows == shows for row in rows) for shows in pictures.SHOWS}
    by_site = photos_at({row.site for row in rows if row.site is not None})
    whole = sum(before is not None and after is not None for one in by_site.values() for before, after in pairs(one))
    public = sum(pictures.may_be_public(row.faces) for row in rows)
    return PhotoFigures(count[pictures.BEFORE], count[pictures.AFTER], count[pictures.OTHER], whole, public)


def pairs(rows: Iterable[Photo]) -> Sequence[tuple[Photo | None, Photo | None]]:
    """Photos of one site side by side, before and after."""
    held = list(rows)
    return pictures.pairs(
        (one for one in held if one.shows == pictures.BEFORE), (one for one in held if one.shows == pictures.AFTER)
    )


def picture(row: Photo, *, small: bool = False) -> bytes:
    """The JPEG of a photo, opened. Raises Refused: "not-found" when its file does not open any more."""
    try:
        return picture_files.opened(row, small=small)
    except (crypt.Unreadable, OSError):
        raise _missing() from None


def in_order(rows: QuerySet[Photo]) -> list[Photo]:
    """Photos by the time of the camera, those without one by that of their arrival."""
    return sorted(rows, key=lambda one: (one.captured_at or one.received_at, one.received_at, str(one.pk)))


def _add(
    event: Event, sent: Sequence[Sent], kept: Mapping[str, Kept], *, shows: str, site_id: UUID | None, faces: str,
    **act: Any,
) -> Added:  # fmt: skip
    where = event.wilayah.path
    about = {"event": str(event.pk), "site": site_id and str(site_id), "count": len(kept)}
    body = [event.pk, site_id, shows, faces, [one.source for one in sent]]
    with journal.act("activity.add_photos", where=where, about=about, body=body, **act) as this:
        if this.repeated:
            picture_files.discard(kept.values())
            return _repeated(event, sent, this.id)
        this.by.require(RECORD, where)
        known = set(_locked_sources(event))
        new = {source: one for source, one in kept.items() if source not in known}
        said = {"shows": shows, "site_id": site_id, **_faces(faces, this)}
        rows = [_row(one, source, event, this, **said) for source, one in new.items()]
        DataKey.objects.bulk_create(one.key for one in new.values())
        Photo.objects.bulk_create(rows)
    picture_files.discard(kept[source] for source in kept.keys() & known)
    return Added(tuple(rows), _left(sent, known))


def _check(event: Event, sent: Sequence[Sent], shows: str, site_id: UUID | None, at: datetime) -> None:
    if shows not in pictures.SHOWS or (site_id is None and shows != pictures.OTHER):
        raise Refused("shows-unknown", "Pilih apa yang tampak di foto: sebelum, sesudah, atau lainnya.")
    if not sent:
        raise Refused("photos-missing", "Belum ada foto yang dipilih.")
    if sum(one.photo is not None for one in sent) > MOST_AT_ONCE:
        raise Refused("photos-many", f"Paling banyak {MOST_AT_ONCE} foto sekali kirim. Kirim sisanya sesudah ini.")
    days.check_open(event, at, ahead=shows != pictures.AFTER)
    if site_id is not None and not WorkSite.objects.filter(pk=site_id, event=event).exists():
        raise Refused("not-found", "Titik kerja itu tidak ada di kegiatan ini. Buka dari halaman kegiatannya.")


def _check_faces(faces: str) -> None:
    if faces not in (*pictures.FACES, pictures.UNASKED):
        raise Refused("faces-unknown", "Pilih dari daftar: tidak ada wajah, atau orang di foto setuju.")


def _faces(faces: str, act: journal.Act) -> dict[str, Any]:
    if faces == pictures.UNASKED:
        return {"faces": faces, "faces_at": None, "faces_by": None, "faces_text": 0}
    text = pictures.TEXT if faces == pictures.AGREED else 0
    return {"faces": faces, "faces_at": act.at, "faces_by": act.by.person, "faces_text": text}


def _left(sent: Sequence[Sent], known: Iterable[str]) -> tuple[tuple[str, str], ...]:
    there = set(known)
    return tuple(
        (one.name, one.reason or "Foto ini sudah ada di kegiatan ini.")
        for one in sent
        if one.photo is None or one.source in there
    )


def _repeated(event: Event, sent: Sequence[Sent], act: UUID) -> Added:
    rows = _rows().filter(event=event, pk__in=[uuid5(act, one.source) for one in sent])
    ours = {row.source for row in rows}
    return Added(tuple(rows), _left(sent, {one.source for one in sent} - ours))


def _row(kept: Kept, source: str, event: Event, act: journal.Act, **said: Any) -> Photo:
    made = kept.photo
    return Photo(
        id=kept.id, event=event, key=kept.key.pk, source=source,
        sha256=hashlib.sha256(made.content).hexdigest(), file=kept.file, small_file=kept.small_file,
        width=made.width, height=made.height, received_at=act.at, by=act.by.person,
        captured_at=pictures.captured(made.taken, zone_info(event.wilayah), act.at), **said,
    )  # fmt: skip


def _locked_sources(event: Event) -> Iterable[str]:
    """What is there already, under a lock of the event: two who send the same photo at once send it once."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    return Photo.objects.filter(event=event, dropped_at__isnull=True).values_list("source", flat=True)


def _reason(reason: str) -> str:
    said = refuse_nik(tidy(reason), "Alasan")
    if not said:
        raise Refused("reason-missing", "Tulis alasannya, misalnya: buram, atau orang di foto keberatan.")
    if len(said) > LONGEST_REASON:
        raise Refused("reason-long", f"Alasan paling panjang {LONGEST_REASON} huruf; sekarang {len(said)}.")
    return said


def _rows() -> QuerySet[Photo]:
    return Photo.objects.select_related("event__wilayah", "site__place")


def _present() -> QuerySet[Photo]:
    return _rows().filter(dropped_at__isnull=True)


def _found(photo_id: UUID) -> Photo:
    found = _rows().filter(pk=photo_id).first()
    if found is None:
        raise _missing()
    return found


def _locked(photo_id: UUID) -> Photo:
    row = Photo.objects.select_for_update().get(pk=photo_id)
    if row.dropped_at is not None:
        raise Refused("photo-dropped", "Foto ini sudah dihapus. Muat ulang halamannya.")
    return row


def _missing() -> Refused:
    return Refused("not-found", "Foto itu tidak ada, atau sudah dihapus. Buka dari halaman kegiatannya.")
