"""What happened to a request and its letter, in one line of time, for those who look after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from siip.letters.models import LetterStep
from siip.people.models import Person
from siip.services.models import Request, RequestStep
from siip.services.rules.stage import OFFICES

WORDS: Final = {
    "take": "Diterima",
    "show": "Berkas dilengkapi",
    "draft": "Berkas lengkap, surat dibuat",
    "correct": "Isi diperbaiki",
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
        (one.hlc, one.act, one, _receiver(one.receiver, one.relation) or one.reason) for one in row.steps.all()
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


def _who(name: str, office: str) -> str:
    return ", ".join(part for part in (name, OFFICES.get(office, "")) if part)


def _receiver(name: str, relation: str) -> str:
    return f"kepada {name}, {relation}" if relation else f"kepada {name}" if name else ""
