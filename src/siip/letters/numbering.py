"""Giving out numbers: never twice, through crashes and restores.

Every number that is given is appended to a log outside the database and synced to disk, under the
register's row lock, as the last thing before COMMIT. The next number is one more than the greatest of
database and log. What the log has and the database lacks was given and lost with its transaction, or
with a restore: it is booked void. A margin on a restored counter would be wrong: a backup older than
the first number hands them all out again.

One line a batch: `first last lease epoch time`. Under `DATA_DIR/numbers/<register>.log`.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Max

from siip.kernel.journal import Act
from siip.kernel.models import House
from siip.kernel.refused import Refused
from siip.letters.models import Lease, Number, Register
from siip.letters.rules.numbers import runs

USED, VOID, OUTSTANDING, UNACCOUNTED = "used", "void", "outstanding", "unaccounted"
INTERRUPTED: Final = "TERPUTUS"
RESTORED: Final = "RESTORE"
WARN_AT: Final = 5
"""How many numbers of a block are left when the clerk is told to book another one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    first: int
    last: int
    lease: UUID
    epoch: int


def lock(register_id: UUID) -> Register:
    """The register under its row lock, before any letter of it. Raises Register.DoesNotExist."""
    return Register.objects.select_for_update().get(pk=register_id)


def take(register: Register, count: int, *, act: Act) -> list[Number]:
    """The next numbers of a locked register, outstanding until they are used; logged before COMMIT.

    Raises Refused: "register-closed", "block-empty" (the paper book leads and no booked number is left).
    """
    if register.closed_at is not None:
        raise Refused("register-closed", f"Register tahun {register.year} sudah ditutup. Buka register tahun ini.")
    epoch = House.objects.values_list("epoch", flat=True).get()
    lines = read_log(register.id)
    _book_lost(register, lines, epoch, act)
    if register.mode == "buku":
        numbers = _from_block(register, count)
    else:
        numbers = _new(register, count, lines, act)
    given = [number.serial for number in numbers]
    unlogged = _unlogged(register, lines) - set(given)
    lease = numbers[0].lease_id
    act.before_commit(lambda: append_log(register.id, [*runs(unlogged), *runs(given)], lease, epoch, act.at))
    return numbers


def left_in_blocks(register_id: UUID) -> int:
    """How many booked numbers of the paper book are still to be given."""
    return Number.objects.filter(register=register_id, status=OUTSTANDING, lease__kind="buku").count()


def log_path(register_id: UUID) -> Path:
    """Where the numbers of a register are written down outside the database."""
    return Path(settings.SIIP.data_dir) / "numbers" / f"{register_id}.log"


def read_log(register_id: UUID) -> list[Line]:
    """Every whole line of a register's log; none when there is no log.

    A torn last line belongs to a transaction that never committed, since it is synced before COMMIT.
    """
    try:
        text = log_path(register_id).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return []
    return [line for raw in text.split("\n")[:-1] if (line := _parsed(raw))]


def append_log(register_id: UUID, given: Iterable[tuple[int, int]], lease: UUID, epoch: int, at: datetime) -> None:
    """Append runs of numbers and return when they are on disk. Raises OSError: then nothing may commit."""
    path = log_path(register_id)
    is_new = not path.exists()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    text = "".join(f"{first} {last} {lease} {epoch} {at:%Y-%m-%dT%H:%M:%S.%f%z}\n" for first, last in given)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            text = "\n" + text  # ends a torn line, so that it can never grow into a number
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        _sync_folder(path.parent)


def _parsed(raw: str) -> Line | None:
    parts = raw.split(" ")
    try:
        first, last, lease, epoch = int(parts[0]), int(parts[1]), UUID(parts[2]), int(parts[3])
    except (ValueError, IndexError):
        return None
    return Line(first, last, lease, epoch) if len(parts) == 5 and 0 < first <= last else None


def _book_lost(register: Register, lines: list[Line], epoch: int, act: Act) -> None:
    """Void what was logged and is not in the database, so that every number is accounted for."""
    rows = dict(Number.objects.filter(register=register).values_list("serial", "status"))
    lost: dict[int, Line] = {}
    for line in lines:
        for serial in range(line.first, line.last + 1):
            if rows.get(serial, OUTSTANDING) == OUTSTANDING:
                lost[serial] = line
    for serial, line in sorted(lost.items()):
        reason = RESTORED if line.epoch < epoch else INTERRUPTED
        if serial in rows:
            Number.objects.filter(register=register, serial=serial).update(
                status=VOID, reason=reason, by=None, at=act.at
            )
        else:
            lease = _lease(register, serial, act)
            Number.objects.create(register=register, lease=lease, serial=serial, status=VOID, reason=reason, at=act.at)


def _new(register: Register, count: int, lines: list[Line], act: Act) -> list[Number]:
    greatest = Number.objects.filter(register=register).aggregate(greatest=Max("serial"))["greatest"] or 0
    logged = max((line.last for line in lines), default=0)
    first = max(greatest, logged, register.after) + 1
    leases = [_lease(register, serial, act) for serial in range(first, first + count)]
    numbers = [
        Number(register=register, lease=lease, serial=lease.first, status=OUTSTANDING, at=act.at) for lease in leases
    ]
    return Number.objects.bulk_create(numbers)


def _lease(register: Register, serial: int, act: Act) -> Lease:
    """A lease of one: what every number given online is."""
    return Lease.objects.create(
        id=uuid5(register.id, f"online {serial}"), register=register, kind="online", first=serial, last=serial,
        device=act.by.device, opened_at=act.at, closed_at=act.at,
    )  # fmt: skip


def _from_block(register: Register, count: int) -> list[Number]:
    booked = Number.objects.filter(
        register=register, status=OUTSTANDING, lease__kind="buku", lease__closed_at__isnull=True
    )
    numbers = list(booked.order_by("lease__opened_at", "serial")[:count])
    if len(numbers) < count:
        raise Refused(
            "block-empty",
            f"Nomor yang dipesan di buku kertas tinggal {len(numbers)}, diperlukan {count}. "
            "Pesan rentang baru di buku, lalu catat di halaman register.",
        )
    return numbers


def _unlogged(register: Register, lines: list[Line]) -> set[int]:
    """Numbers that were given and stand in no line: the log was lost, and is written again from here."""
    logged = {serial for line in lines for serial in range(line.first, line.last + 1)}
    given = Number.objects.filter(register=register).exclude(status=OUTSTANDING)
    return set(given.values_list("serial", flat=True)) - logged


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
