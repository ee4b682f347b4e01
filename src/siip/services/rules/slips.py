"""Promises when a request cannot be finished where it was taken: why, by when, and what a stranger is told."""

from collections.abc import Callable
from datetime import date
from typing import Final

from siip.letters.rules import codes
from siip.services.rules import course

REASONS: Final = {
    "signer": "Penanda tangan tidak di tempat",
    "papers": "Berkas belum lengkap",
    "print": "Belum dapat dicetak: listrik, printer, atau jaringan",
    "time": "Waktu kegiatan habis",
    "left": "Pemohon pulang sebelum suratnya selesai",
}
"""Why, by code; no words of anybody, since they stand on paper and in the journal."""

LENGTH: Final = 12
"""Signs of the code on a slip: 60 random bits. It opens a state and no name, so it may be short enough to type."""

BYTES: Final = 8
FARTHEST: Final = 60
"""Days ahead that a promise may lie; further is a slip of the pen."""

WORKING, PAPERS, READY, HANDED, STOPPED, UNKNOWN = "working", "papers", "ready", "handed", "stopped", "unknown"


def code_from(raw: bytes) -> str:
    """The code of a slip from 8 random bytes."""
    return codes.code_from(raw, LENGTH)


def parse(typed: str) -> str | None:
    """The code that was meant, in any spelling; None for what is none."""
    return codes.parse(typed, LENGTH)


def day_problem(due_on: date, today: date, is_working: Callable[[date], bool]) -> str:
    """Why nothing can be promised for that day: "past", "far", "closed"; "" when it can.

    `is_working` says on which days the office is open (kernel.workdays).
    """
    if due_on < today:
        return "past"
    if (due_on - today).days > FARTHEST:
        return "far"
    return "" if is_working(due_on) else "closed"


def told(request_state: str, letter_state: str | None) -> str:
    """What whoever holds the slip is told, in one of six words."""
    if request_state == course.HANDED:
        return HANDED
    if request_state == course.CANCELLED or letter_state in ("void", "revoked"):
        return STOPPED
    if letter_state is None:
        return PAPERS
    return READY if letter_state == "signed" else WORKING


def was_kept(due_on: date, ready_on: date | None, today: date) -> bool | None:
    """Whether the promise was kept: ready on its day or before; None while that is still open."""
    if ready_on is not None:
        return ready_on <= due_on
    return False if today > due_on else None
