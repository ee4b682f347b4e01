"""The words of a report: the message that is sent up, and the sentences of the official letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from siip.kernel.paper.text import words

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


class Counted(Protocol):
    """A figure, of today or of the closing."""

    @property
    def name(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Day:
    """An event as the report tells it; times are local, with the word of their zone."""

    programme: str
    starts: datetime
    ends: datetime
    zone: str
    street: str
    kelurahan: str
    rts: tuple[str, ...]
    leaders: tuple[str, ...] = ()
    moved_reason: str = ""

    @property
    def on(self) -> date:
        return self.starts.date()

    @property
    def hours(self) -> str:
        return f"pukul {self.starts:%H.%M} sampai dengan {self.ends:%H.%M} {self.zone}"


def day(on: date) -> str:
    """`Jumat, 27 November 2026`."""
    return f"{DAYS[on.weekday()]}, {words(on, 'date')}"


def opening(told: Day) -> str:
    """The first sentence of the letter: what, when, where, with whom."""
    parts = [
        f"Izin melaporkan, {told.programme} dilaksanakan pada {day(told.on)} {told.hours} di {told.street}, "
        f"{told.kelurahan}",
        f", diikuti {listed(told.rts)}" if told.rts else "",
        f", dipimpin oleh {listed(told.leaders)}" if told.leaders else "",
    ]
    moved = f" Kegiatan ini dipindahkan dari rencana semula: {told.moved_reason}" if told.moved_reason else ""
    return _ended("".join(parts)) + (moved and _ended(moved))


def _ended(sentence: str) -> str:
    """With its full stop, which a degree at the end (`S.Sos.`) has brought along."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def message(told: Day, figures: Iterable[Counted], *, note: str, sender: str, address: str) -> str:
    """The text for WhatsApp, as it is sent up to the camat; its address once there is a page behind it."""
    lines = [
        "Izin melaporkan.",
        "",
        f"*{told.programme}, {day(told.on)}*",
        f"{told.street}, {told.kelurahan}, {told.hours}",
        "",
        *(f"- {one.name}: {one.said} {one.unit}" for one in figures),
    ]
    if lines[-1] == "":
        lines.append("Tidak ada yang tercatat hari itu (NIHIL).")
    if note:
        lines += ["", note]
    if address:
        lines += ["", f"Rincian: {address}"]
    return "\n".join([*lines, "", sender])


def seal(kecamatan: str, seq: int, head: str) -> str:
    """`jurnal Kecamatan Plaju sampai urutan 1.284, kepala 9f2c 41aa 7d03 e6b1`.

    Sixteen digits are enough to compare by eye; whoever verifies by machine has the whole head in the journal.
    """
    groups = " ".join(head[at : at + 4] for at in range(0, 16, 4))
    return f"jurnal {kecamatan} sampai urutan {seq:,}, kepala {groups}".replace(",", ".", f"{seq:,}".count(","))


def listed(names: Sequence[str]) -> str:
    """`RT 07`, `RT 07 dan RT 08`, `RT 07, RT 07a, dan RT 08`."""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"
