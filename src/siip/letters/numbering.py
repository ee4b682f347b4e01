"""Giving out numbers: never twice, never again, through crashes and restores (docs/adr/0006).

Every number that is given is appended to a log outside the database and synced to disk, under the
register's row lock, as the last thing before COMMIT. The next number is one more than the greatest of
database and log. What the log has and the database lacks was given and lost with its transaction, or with
a restore: it is booked void. A margin on a restored counter would be wrong: a backup older than the first
number hands them all out again.

The register remembers the last batch of the log it has seen (`log_mark`). While the log ends with that
batch, database and log agree and nothing else is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from django.db.models import Max, QuerySet

from siip.kernel import journal
from siip.kernel.journal import Act
from siip.kernel.models import House
from siip.kernel.refused import Refused
from siip.letters import numbers_log
from siip.letters.models import Lease, Number, Register
from siip.letters.rules import ledger, numbers
from siip.letters.rules.ledger import Ledger, Line

USED: Final = "used"
VOID: Final = "void"
OUTSTANDING: Final = "outstanding"
UNACCOUNTED: Final = "unaccounted"
BOOK: Final = "buku"
BLANKS: Final = "paper"
_RUNS: Final = {ledger.BLOCK: BOOK, ledger.PAPER: BLANKS}
"""Lines of the log that set a run aside -> kinds of lease."""
INTERRUPTED: Final = "TERPUTUS"
RESTORED: Final = "RESTORE"
WARN_AT: Final = 5
"""How many numbers of the paper book are left when the clerk is told to book another block."""


def lock(register_id: UUID) -> Register:
    """The register under its row lock, before any letter of it. Raises Register.DoesNotExist."""
    return Register.objects.select_for_update().get(pk=register_id)


def begin(register: Register, *, act: Act) -> None:
    """Begin the log of a register that was just made, or go on with the one that outlived it.

    A backup older than the register itself brings it back to nothing; its numbers are still in the log.
    """
    _catch_up(register, act)
    _log(register, ledger.OPEN, (), act)


def take(register: Register, count: int, *, act: Act) -> list[Number]:
    """The next numbers of a locked register, outstanding until they are used; logged before COMMIT.

    Raises Refused: "register-closed", "block-empty" (the paper book leads and no booked number is left),
    "log-lost" (see `skip`).
    """
    _refuse_closed(register)
    _catch_up(register, act)
    given = _from_block(register, count) if register.mode == BOOK else _new(register, count, act)
    _log(register, ledger.TAKE, numbers.runs(number.serial for number in given), act)
    return given


def book(register: Register, first: int, last: int, *, act: Act) -> Lease:
    """Set aside a run that was booked in the paper book, in a locked register.

    Raises Refused: "register-closed", "block-overlap", "log-lost".
    """
    _refuse_closed(register)
    _catch_up(register, act)
    if known := Lease.objects.filter(pk=act.id).first():
        return known  # tried before, and broken off between the log and COMMIT: the log brought it back
    taken = list(Number.objects.filter(register=register, serial__range=(first, last)).values_list("serial", flat=True))
    if taken or first <= register.after:
        inside = numbers.in_words(taken) or f"sampai {register.after}"
        raise Refused("block-overlap", f"Nomor {inside} sudah tercatat di register ini. Periksa rentangnya di buku.")
    lease = _run(register, act.id, BOOK, first, last, act.at, act)
    _log(register, ledger.BLOCK, ((first, last),), act)
    return lease


def set_aside(register: Register, count: int, *, act: Act) -> Lease:
    """Set the next numbers of a locked register aside for emergency blanks, which are filled in by hand.

    Raises Refused: "register-closed", "log-lost".
    """
    _refuse_closed(register)
    _catch_up(register, act)
    if known := Lease.objects.filter(pk=act.id).first():
        return known  # as in `book`
    first = greatest(register) + 1
    lease = _run(register, act.id, BLANKS, first, first + count - 1, act.at, act)
    _log(register, ledger.PAPER, ((lease.first, lease.last),), act)
    return lease


def take_blanks(register: Register, serials: Iterable[int], *, act: Act) -> dict[int, Number]:
    """The numbers that stand on emergency blanks, of a locked register, outstanding until they are used.

    Raises Refused: "register-closed", "blank-gone" (used, void or never set aside), "log-lost".
    """
    wanted = sorted(serials)
    if not wanted:
        return {}
    _refuse_closed(register)
    _catch_up(register, act)
    found = {one.serial: one for one in left_on_blanks(register.id).filter(serial__in=wanted)}
    if gone := [serial for serial in wanted if serial not in found]:
        raise Refused(
            "blank-gone",
            f"Nomor {numbers.in_words(gone)} tidak lagi disisihkan untuk blangko. Lihat di register apa yang terjadi, "
            "lalu lepaskan nomor itu dari suratnya.",
        )
    _log(register, ledger.TAKE, numbers.runs(wanted), act)
    return found


def left_on_blanks(register_id: UUID) -> QuerySet[Number]:
    """The numbers set aside for emergency blanks of which nobody has said yet what became."""
    return _left(register_id, BLANKS)


def retire(register: Register, lease: Lease, reason: str, *, act: Act) -> None:
    """Void what was not used of a block, in a locked register; logged, so that no restore opens it again."""
    _catch_up(register, act)
    left = Number.objects.filter(lease=lease, status=OUTSTANDING)
    serials = list(left.values_list("serial", flat=True))
    left.update(status=VOID, reason=reason, by=act.by.person, at=act.at)
    if serials:
        _log(register, ledger.TAKE, numbers.runs(serials), act)


def skip(register: Register, last: int, *, act: Act) -> list[int]:
    """Take a person's word that numbers up to `last` were given, and void those that are not known here.

    This is the way on after "log-lost": a restored database whose log did not survive cannot know what
    was given since, but the letters themselves and the paper book do. Gives the numbers voided.
    """
    _catch_up(register, act, on_word=True)
    rows = dict(Number.objects.filter(register=register, serial__lte=last).values_list("serial", "status"))
    if register.mode == "buku":
        gone = sorted(serial for serial, status in rows.items() if status == OUTSTANDING)
    else:
        gone = list(range(greatest(register) + 1, last + 1))
    _void(register, dict.fromkeys(gone, RESTORED), act)
    _log(register, ledger.TAKE, numbers.runs(gone), act)
    return gone


def greatest(register: Register) -> int:
    """The greatest number that the database knows, or the paper book's last."""
    found = Number.objects.filter(register=register).aggregate(greatest=Max("serial"))["greatest"]
    return max(found or 0, register.after)


def is_log_lost(register: Register) -> bool:
    """Whether numbering waits for a person's word: the database was restored and no copy of the log survived."""
    if not register.log_mark or _epoch() <= register.log_epoch:
        return False
    logs = map(numbers_log.read, numbers_log.paths(register.id))
    return not any(log and _is_sound(log, register) for log in logs)


def left_in_blocks(register_id: UUID) -> int:
    """How many booked numbers of the paper book are still to be given."""
    return _left(register_id, BOOK).count()


def faults() -> Iterator[str]:
    """Where database and log do not agree, one line a register; nothing when all is well."""
    for register in Register.objects.order_by("id"):
        given = set(_given(register))
        for path in numbers_log.paths(register.id):
            log = numbers_log.read(path)
            if log is None:
                yield f"{path}: missing"
                continue
            logged = {serial for line in log.lines if line.kind == ledger.TAKE for serial in line.serials}
            if log.damaged:
                yield f"{path}: {log.damaged} unreadable lines"
            if logged != given:
                yield f"{path}: differs from the database in {numbers.in_words(logged ^ given)}"


def _catch_up(register: Register, act: Act, *, on_word: bool = False) -> None:
    """Make database and log agree, if they do not: void what was lost, mend a log that was."""
    paths = numbers_log.paths(register.id)
    if register.log_mark and all(numbers_log.last_mark(path) == register.log_mark for path in paths):
        return
    logs = {path: numbers_log.read(path) for path in paths}
    sound = {path for path, log in logs.items() if log and _is_sound(log, register)}
    known = {line.id: line for log in logs.values() if log for line in log.lines}
    if register.log_mark and not sound:
        if not on_word and _epoch() > register.log_epoch:
            raise _log_is_lost(register)
        known |= {line.id: line for line in _from_database(register, known, act)}
    _book_lost(register, list(known.values()), act)
    for path in paths:
        if known and path not in sound:
            _mend(register, path, list(known.values()), act)


def _is_sound(log: Ledger, register: Register) -> bool:
    return not log.damaged and (register.log_mark is None or log.has(register.log_mark))


def _from_database(register: Register, read: Mapping[UUID, Line], act: Act) -> Iterator[Line]:
    """What the database knows beyond the lines that could be read.

    Under the mark of the register where no line bears it any more, so that it is found even if this act fails.
    """
    logged = {serial for line in read.values() if line.kind == ledger.TAKE for serial in line.serials}
    bearing = set(read)
    for kind, run in _RUNS.items():
        for lease in register.leases.filter(kind=run):
            bearing.add(lease.id)
            yield Line(kind, ((lease.first, lease.last),), register.log_epoch, lease.id, lease.opened_at)
    mark = register.log_mark
    id = act.inner(f"log of {register.id}") if mark is None or mark in bearing else mark
    yield Line(ledger.TAKE, numbers.runs(set(_given(register)) - logged), register.log_epoch, id, act.at)


def _book_lost(register: Register, lines: list[Line], act: Act) -> None:
    """Book what was logged and is not in the database, so that every number is accounted for."""
    epoch, given = _epoch(), set(_given(register))
    there = set(register.leases.filter(kind__in=_RUNS.values()).values_list("id", flat=True))
    blocks = [line for line in lines if line.kind in _RUNS and line.id not in there]
    lost = {
        serial: RESTORED if line.epoch < epoch else INTERRUPTED
        for line in lines
        if line.kind == ledger.TAKE
        for serial in line.serials
        if serial not in given
    }
    if not blocks and not lost:
        return
    booked = [serial for line in blocks for serial in line.serials]
    about = {"register": str(register.id), "void": numbers.in_words(lost), "booked": numbers.in_words(booked)}
    inner, where = act.inner(f"lost {register.id}"), register.office.wilayah.path
    with journal.act("letters.book_lost", id=inner, by=act.by, at=act.at, where=where, about=about):
        for line in blocks:
            ((first, last),) = line.runs
            _run(register, line.id, _RUNS[line.kind], first, last, line.at, act)
        _void(register, lost, act)


def _mend(register: Register, path: Path, lines: list[Line], act: Act) -> None:
    about = {"register": str(register.id), "lines": len(lines)}
    inner = act.inner(f"mend {path}")
    where = register.office.wilayah.path
    with journal.act("letters.mend_log", id=inner, by=act.by, at=act.at, where=where, about=about) as mending:
        mending.before_commit(partial(numbers_log.rewrite, path, lines))


def _log(register: Register, kind: str, runs: ledger.Runs, act: Act) -> None:
    line = Line(kind, runs, _epoch(), uuid5(act.id, f"{kind} {register.id} {runs}"), act.at)
    if kind in _RUNS:
        line = Line(kind, runs, line.epoch, act.id, act.at)  # the lease's own id: so it comes back after a restore

    def write() -> None:
        Register.objects.filter(pk=register.pk).update(log_mark=line.id, log_epoch=line.epoch)
        numbers_log.append(register.pk, line)

    act.before_commit(write)


def _new(register: Register, count: int, act: Act) -> list[Number]:
    first = greatest(register) + 1
    return _online(register, {serial: (OUTSTANDING, "") for serial in range(first, first + count)}, act)


def _void(register: Register, reasons: dict[int, str], act: Act) -> None:
    booked = Number.objects.filter(register=register, serial__in=list(reasons))
    there = set(booked.values_list("serial", flat=True))
    for reason in sorted(set(reasons.values())):
        serials = [serial for serial in there if reasons[serial] == reason]
        booked.filter(serial__in=serials).update(status=VOID, reason=reason, by=act.by.person, at=act.at)
    _online(register, {serial: (VOID, why) for serial, why in sorted(reasons.items()) if serial not in there}, act)


def _online(register: Register, states: dict[int, tuple[str, str]], act: Act) -> list[Number]:
    """Numbers given online: a lease of one each."""
    leases = {
        serial: Lease(
            id=uuid5(register.id, f"online {serial}"), register=register, kind="online", first=serial, last=serial,
            device=act.by.device, opened_at=act.at, closed_at=act.at,
        )
        for serial in states
    }  # fmt: skip
    Lease.objects.bulk_create(leases.values())
    return Number.objects.bulk_create(
        Number(
            register=register, lease=leases[serial], serial=serial, status=status, reason=reason,
            by=act.by.person, at=act.at,
        )
        for serial, (status, reason) in states.items()
    )  # fmt: skip


def _run(register: Register, id: UUID, kind: str, first: int, last: int, at: datetime, act: Act) -> Lease:
    lease = Lease.objects.create(
        id=id, register=register, kind=kind, first=first, last=last, device=act.by.device, opened_at=at
    )
    there = set(Number.objects.filter(register=register, serial__range=(first, last)).values_list("serial", flat=True))
    Number.objects.bulk_create(
        Number(register=register, lease=lease, serial=serial, status=OUTSTANDING, at=at)
        for serial in range(first, last + 1)
        if serial not in there
    )
    return lease


def _from_block(register: Register, count: int) -> list[Number]:
    found = list(_left(register.id, BOOK).order_by("serial")[:count])
    if len(found) < count:
        raise Refused(
            "block-empty",
            f"Nomor yang dipesan di buku kertas tinggal {len(found)}, diperlukan {count}. "
            "Pesan rentang baru di buku, lalu catat di halaman register.",
        )
    return found


def _left(register_id: UUID, kind: str) -> QuerySet[Number]:
    aside = Number.objects.filter(register=register_id, status=OUTSTANDING)
    return aside.filter(lease__kind=kind, lease__closed_at__isnull=True)


def _given(register: Register) -> Iterable[int]:
    numbers = Number.objects.filter(register=register).exclude(status=OUTSTANDING)
    return numbers.values_list("serial", flat=True)


def _epoch() -> int:
    return House.objects.values_list("epoch", flat=True).get()


def _refuse_closed(register: Register) -> None:
    if register.closed_at is not None:
        raise Refused("register-closed", f"Register tahun {register.year} sudah ditutup. Buka register tahun ini.")


def _log_is_lost(register: Register) -> Refused:
    return Refused(
        "log-lost",
        f"Basis data dipulihkan dari cadangan dan catatan nomor di luarnya hilang, jadi nomor yang diberikan "
        f"sesudah {greatest(register)} tidak diketahui. Lihat nomor terakhir di arsip atau buku, lalu nyatakan "
        f"di halaman register sebelum memberi nomor lagi.",
    )
