"""Backup of a SQLite house into one file, and its restore; PostgreSQL has pg_dump (docs/operating.md).

The file holds the database, sealed media and the office's own catalogue, never the keys: a lost backup
alone opens nothing. Nor the numbers log: one out of a backup knows no more than the database beside it,
and put in place of a lost one it would hide that numbers were given since. A restore raises the epoch
and leaves the log where it is.

The epoch is one that was never before, whatever was restored: a dump put back twice brings its old epoch
back twice, and may be put back on a machine that has nothing else. So it follows the clock, in seconds.
"""

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Greatest

from siip.kernel.models import House

DATABASE: Final = "siip.sqlite3"
FOLDERS: Final = ("media", "catalogue")
BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Epochs count the seconds from here; a four-byte column holds 68 years of them."""


class NotABackup(Exception):
    """A file that is no backup of ours, or a damaged one. The message, in Indonesian, is for the operator."""


def write(target: Path) -> int:
    """Write a backup of the running house; gives its size in bytes. Readers and the writer go on meanwhile.

    Raises FileExistsError: a backup never overwrites another.
    """
    if target.exists():
        raise FileExistsError(target)
    home = _home()
    copy = target.with_name(f".{target.name}.sqlite3")
    part = target.with_name(f".{target.name}.part")
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            archive.write(copy, DATABASE)
            for file in _files(home):
                archive.write(file, file.relative_to(home).as_posix())
        _to_disk(part)
        part.rename(target)
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return target.stat().st_size


def restore(source: Path, at: datetime) -> Path:
    """Put a backup in place of this house, which must not be running; gives the folder of what stood there.

    Raises NotABackup before anything is touched.
    """
    home = _home()
    names = _checked(source)
    fresh = home / f".restore-{at:%Y%m%d-%H%M%S}"
    fresh.mkdir(mode=0o700)
    try:
        with zipfile.ZipFile(source) as archive:
            for name in names:
                archive.extract(name, fresh)
        _raise_epoch(fresh / DATABASE, _epoch_of(home / DATABASE), at)
    except BaseException:
        shutil.rmtree(fresh)
        raise
    return _swap(home, fresh, at)


def raise_epoch(at: datetime) -> int:
    """Begin a new epoch in the current database, after a restore by other means; gives its number."""
    House.objects.update(epoch=Greatest(F("epoch") + 1, Value(_seconds(at))))
    return House.objects.values_list("epoch", flat=True).get()


def _swap(home: Path, fresh: Path, at: datetime) -> Path:
    aside = home / f"sebelum-restore-{at:%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    connection.close()
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *FOLDERS):
        if (home / name).exists():
            (home / name).rename(aside / name)
    for name in (DATABASE, *FOLDERS):
        if (fresh / name).exists():
            (fresh / name).rename(home / name)
    shutil.rmtree(fresh)
    return aside


def _checked(source: Path) -> list[str]:
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            damaged = archive.testzip()
    except (OSError, zipfile.BadZipFile):
        raise NotABackup(f"{source} bukan berkas cadangan SIIP, atau rusak. Pilih cadangan lain.") from None
    strange = [name for name in names if not _is_ours(name)]
    if DATABASE not in names or strange or damaged:
        raise NotABackup(f"{source} bukan berkas cadangan SIIP, atau rusak. Pilih cadangan lain.")
    return names


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name == DATABASE or (len(parts) > 1 and parts[0] in FOLDERS and ".." not in parts and "\\" not in name)


def _epoch_of(database: Path) -> int:
    """The epoch that ends with this restore: the next lies beyond it, even by a clock that runs behind."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as raw:
            return int(raw.execute("SELECT epoch FROM kernel_house").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return 0  # nothing there, or nothing that can be read: why one restores


def _raise_epoch(database: Path, ended: int, at: datetime) -> None:
    try:
        with sqlite3.connect(database) as raw:
            (sound,) = raw.execute("PRAGMA integrity_check").fetchone()
            raised = "UPDATE kernel_house SET epoch = MAX(epoch + 1, ?, ?)"
            changed = raw.execute(raised, [ended + 1, _seconds(at)]).rowcount
        raw.close()
    except sqlite3.DatabaseError:
        sound, changed = "damaged", 0
    if sound != "ok" or changed != 1:
        raise NotABackup("Basis data di dalam cadangan ini rusak atau kosong. Pilih cadangan lain.")


def _seconds(at: datetime) -> int:
    return int((at - BEGINNING).total_seconds())


def _files(home: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (home / folder).rglob("*") if path.is_file() and not path.is_symlink())


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _home() -> Path:
    return Path(settings.SIIP.data_dir)
