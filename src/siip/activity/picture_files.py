"""The pictures of photos on the disk: sealed under a key of their own, each file named by its own SHA-256.

A name that comes of the sealed bytes is never given twice, so nothing is ever written over; a row points to a file
only once it is on the disk. What an interrupted act leaves behind opens with no key.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from siip.activity.models import Photo
from siip.kernel import crypt, media
from siip.kernel.models import DataKey

WHOLE, SMALL = "whole", "small"


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo on the disk that no row points to yet: its id, its key (not saved), the names of its two files."""

    id: UUID
    photo: media.Photo
    key: DataKey
    file: str
    small_file: str


def keep(id: UUID, photo: media.Photo, small: bytes) -> Kept:
    """Write both pictures of the photo that will have this id."""
    key, plain = crypt.new_key(id)
    whole = _write(crypt.seal(plain, photo.content, aad=_aad(id, WHOLE)))
    return Kept(id, photo, key, whole, _write(crypt.seal(plain, small, aad=_aad(id, SMALL))))


def opened(row: Photo, *, small: bool) -> bytes:
    """One of the pictures of a photo. Raises crypt.Unreadable, OSError."""
    key = crypt.plain_key(DataKey.objects.get(pk=row.key))
    sealed = _path(row.small_file if small else row.file).read_bytes()
    return crypt.open_sealed(key, sealed, aad=_aad(row.pk, SMALL if small else WHOLE))


def discard(kept: Iterable[Kept]) -> None:
    """Take away files that no row came to point to."""
    unlink(name for one in kept for name in (one.file, one.small_file))


def unlink(names: Iterable[str]) -> None:
    """Take away files by their names."""
    for name in names:
        _path(name).unlink(missing_ok=True)


def _write(content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    place = _path(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)
    return name


def _path(name: str) -> Path:
    return Path(settings.SIIP.data_dir) / "media" / "photos" / name[:2] / name


def _aad(id: UUID, size: str) -> str:
    return f"activity.photo:{id}:{size}"
