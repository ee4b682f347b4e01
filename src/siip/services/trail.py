"""What happened to a request and its letter, in one line of time, for those who look after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from siip.kernel.models import DataKey
from siip.letters import receipts
from siip.letters.models import LetterStep
from siip.letters.receipts import Receiver
from siip.people.models import Person
from siip.services.models import Request, RequestStep
from siip.services.rules.slips import REASONS
from siip.services.rules.stage import OFFICES

WORDS: Final = {
    "take": "Diterima",
    "show": "Berkas dilengkapi",
    "draft": "Berkas lengkap, surat dibuat",
    "correct": "Isi diperbaiki",
    "carry": "Dijanjikan di kantor",
    "hand_over": "Diserahkan",
    "cancel": "Dibatalkan",
    "letter paraf": "Diparaf",
    "letter return": "Dikembalikan",
    "letter sign": "Disetujui",
    "letter number": "Diberi nomor",
    "letter confirm": "Ditandatangani",
    "letter void": "Surat dibatalkan",
    "letter revoke": "Surat dicabut",
    "letter review": "Surat ditinjau",
    "letter clear": "Peninjauan selesai",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: a word, when, by whom (a name and perhaps the office), and what was said."""

    act: str
    word: str
    at: datetime
    who: str
    said: str = ""


def trail(row: Request) -> list[Happened]:
    """Steps of a request that `requests.request` gave, and of its letter, in the order of the clock.

    A letter's own draft and revision are told once, by the request.
    """
    said: list[tuple[int, str, RequestStep | LetterStep, str]] = [
        (one.hlc, one.act, one, _said(one, row)) for one in row.steps.all()
    ]
    of_letter = LetterStep.objects.filter(letter=row.letter_id) if row.letter_id else LetterStep.objects.none()
    said += [
        (one.hlc, f"letter {one.act}", one, one.reason) for one in of_letter if f"letter {one.act}" in WORDS
    ]  # fmt: skip
    said.sort(key=lambda found: found[0])
    names: dict[UUID | None, str] = dict(
        Person.objects.filter(pk__in={one.by for _, _, one, _ in said}).values_list("pk", "name")
    )
    return [
        Happened(act, WORDS[act], one.at, _who(names.get(one.by, ""), getattr(one, "office", "")), words)
        for _, act, one, words in said
        if act in WORDS
    ]


def returned_because(happened: list[Happened]) -> str:
    """The reason of the last return, "" if there was none."""
    return next((one.said for one in reversed(happened) if one.act == "letter return"), "")


def receiver_of(row: Request) -> Receiver | None:
    """Who took the letter home, the first where steps of several devices name two; None before."""
    handed = sorted(
        (one for one in row.steps.all() if one.act == "hand_over"), key=lambda one: (one.hlc, str(one.dev), one.seq)
    )
    return receiver_in(handed[0], row) if handed else None


def receiver_in(step: RequestStep, row: Request) -> Receiver:
    """The receiver that a hand-over names."""
    if step.sealed is None:
        return Receiver(step.receiver, step.relation)
    return receipts.opened(DataKey.objects.get(pk=row.key), step.id, bytes(step.sealed))


def _who(name: str, office: str) -> str:
    return ", ".join(part for part in (name, OFFICES.get(office, "")) if part)


def _said(step: RequestStep, row: Request) -> str:
    if step.act == "carry":
        return REASONS.get(step.reason, "")
    if step.act != "hand_over":
        return step.reason
    who = receiver_in(step, row)
    return f"kepada {who.name}, {who.relation}" if who.relation else f"kepada {who.name}"
