"""The files of the numbers log: appended and synced before COMMIT, in every folder that the house names.

`DATA_DIR/numbers/<register>.log`, and the same under `numbers_copy` where the operator gives a second
medium. All of it is written and read under the register's row lock, so that no two write at once.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from siip.letters.rules import ledger
from siip.letters.rules.ledger import Ledger, Line

TAIL: Final = 8192
"""Bytes that hold the last line: the longest closes a block of 500 of which every second one was used."""


def paths(register_id: UUID) -> tuple[Path, ...]:
    """Where the numbers of a register are written down outside the database."""
    config = settings.SIIP
    home = Path(config.data_dir)
    folders = [home / "numbers", *([home / config.numbers_copy] if config.numbers_copy else [])]
    return tuple(folder / f"{register_id}.log" for folder in folders)


def last_mark(path: Path) -> UUID | None:
    """The id of the last batch, from the end of the file only; None if that cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL))
            line = ledger.last(file.read())
    except FileNotFoundError:
        return None
    return line.id if line else None


def read(path: Path) -> Ledger | None:
    """All that one file holds; None when it is not there."""
    try:
        return ledger.read(path.read_bytes())
    except FileNotFoundError:
        return None


def append(register_id: UUID, line: Line) -> None:
    """Append a batch to every file and return when it is on disk. Raises OSError: then nothing may commit."""
    for path in paths(register_id):
        is_new = not path.exists()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            end = os.pread(descriptor, 1, size - 1) if size else b""
            _write(descriptor, (ledger.mended(end) + line.text()).encode("ascii"))
        finally:
            os.close(descriptor)
        if is_new:
            _sync_folder(path.parent)


def rewrite(path: Path, lines: Iterable[Line]) -> None:
    """Write a lost or damaged file anew; what stood there stays beside it, for whoever asks."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _write(descriptor, "".join(line.text() for line in lines).encode("ascii"))
    finally:
        os.close(descriptor)
    if path.exists():
        path.rename(path.with_suffix(f".damaged-{len(list(path.parent.glob(f'{path.stem}.damaged-*'))) + 1}"))
    fresh.rename(path)
    _sync_folder(path.parent)


def _write(descriptor: int, content: bytes) -> None:
    if os.write(descriptor, content) != len(content):
        raise OSError("the numbers log took a part of a line only: the disk is full")
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
