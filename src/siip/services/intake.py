"""What is said and shown at the counter, and whether a request can be made of it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from siip.kernel import catalogue
from siip.kernel.catalogue import LetterType, Requirement, Service
from siip.kernel.paths import kecamatan_of
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.people.models import Office, Resident
from siip.programme.events import local_day, refuse_cancelled, zone_info
from siip.programme.models import Event
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level

LONGEST_NAME: Final = 120
LONGEST_RELATION: Final = 60
LATE_DAYS: Final = 31
"""How long after an event what was taken there on paper may still be entered."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who stands at the counter, when it is not the person whom the letter is about."""

    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What a request is made of: service, place, answers of its letter type, who asks.

    `event` and `kelurahan` (a path): one of them; an event brings its own kelurahan. `answers` are texts by
    field name, dates in ISO form. No `applicant`: the person asks for himself.
    """

    kode: str
    answers: Mapping[str, str] = field(repr=False)
    kelurahan: str = ""
    event: UUID | None = None
    applicant: Applicant | None = field(default=None, repr=False)
    resident: UUID | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How a requirement was met: the paper seen, or by the RT head (his name) who confirmed on the spot.

    `at` is when that was; None for the moment of the act.
    """

    kode: str
    rt_head: str = ""
    at: datetime | None = None


class AnswersRefused(Refused):
    """Answers that no letter can be made of; `problems` says what is wrong, by field name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("answers", " ".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request is taken: the kelurahan that serves, and the event if there is one."""

    wilayah: Wilayah
    event: Event | None = None

    def local_day(self, at: datetime) -> date:
        """The date of a moment on the clock here."""
        return at.astimezone(zone_info(self.wilayah)).date()


def place(intake: Intake) -> Place:
    """Where this request is taken. Raises Refused: "event-unknown", "kelurahan-unknown"."""
    if intake.event:
        event = Event.objects.select_related("wilayah").filter(pk=intake.event).first()
        if event is None:
            raise Refused("event-unknown", "Kegiatan itu tidak ada. Pilih dari daftar kegiatan.")
        return Place(event.wilayah, event)
    try:
        found = territory.at_path(intake.kelurahan)
    except Refused:
        found = None
    if found is None or found.level != Level.KELURAHAN:
        raise Refused("kelurahan-unknown", "Pilih kelurahan yang melayani dari daftar.")
    return Place(found)


def service(kode: str) -> tuple[Service, LetterType]:
    """A service with the letter that it makes. Raises Refused: "service-unknown"."""
    try:
        found = catalogue.service(kode)
    except KeyError:
        found = None
    if found is None or found.letter is None:
        raise Refused("service-unknown", "Layanan itu tidak membuat surat di sini. Pilih dari daftar layanan.")
    return found, catalogue.letter_type(found.letter)


def check_place(offered: Service, where: Place, at: datetime) -> None:
    """Whether the service is given there on that day.

    Raises Refused: "service-not-here", "event-cancelled", "event-ahead", "event-over".
    """
    event = where.event
    if event is None:
        if "counter" not in offered.where:
            raise Refused("service-not-here", f"{offered.name} hanya dilayani di kegiatan. Pilih kegiatannya.")
        return
    refuse_cancelled(event)
    if not event.services.filter(kode=offered.kode).exists():
        raise Refused(
            "service-not-here",
            f"{offered.name} tidak dibuka di kegiatan itu. Pilih loket kantor, atau ubah dahulu rencana kegiatannya.",
        )
    late = (where.local_day(at) - local_day(event)).days
    if late < 0:
        raise Refused("event-ahead", "Kegiatan itu belum berlangsung. Terima permohonan di loket kantor.")
    if late > LATE_DAYS:
        raise Refused("event-over", f"Kegiatan itu sudah lewat lebih dari {LATE_DAYS} hari. Pilih loket kantor.")


def untold(needed: Iterable[Requirement]) -> frozenset[str]:
    """The fields that only these papers tell: while they are missing, nobody can know them."""
    return frozenset(name for one in needed for name in one.fields)


def check_answers(
    kind: LetterType, answers: Mapping[str, str], on: date, *, untold: Container[str] = ()
) -> dict[str, str]:
    """The answers without what is empty or cannot be seen. What is `untold` may be empty.

    Raises Refused: "answers" (an AnswersRefused).
    """
    answers = {name: tidy(text) for name, text in answers.items()}
    found = catalogue.answer_problems(kind, answers, on=on)
    problems = {name: problem for name, problem in found.items() if answers.get(name) or name not in untold}
    for asked in kind.fields:
        if asked.name in problems or "nik" in asked.checks:
            continue
        try:
            refuse_nik(answers.get(asked.name, ""), asked.label)
        except Refused as refused:
            problems[asked.name] = refused.message
    if problems:
        raise AnswersRefused(problems)
    return {name: text for name, text in answers.items() if text}


def check_applicant(applicant: Applicant | None) -> dict[str, str]:
    """As it is sealed; {} when the person asks for himself.

    Raises Refused: "applicant-name", "applicant-relation", "nik-in-text".
    """
    if applicant is None:
        return {}
    applicant = Applicant(tidy(applicant.name), tidy(applicant.relation))
    if not 0 < len(applicant.name) <= LONGEST_NAME:
        raise Refused("applicant-name", f"Tulis nama yang mengurus, paling panjang {LONGEST_NAME} huruf.")
    if not 0 < len(applicant.relation) <= LONGEST_RELATION:
        raise Refused("applicant-relation", "Tulis hubungan yang mengurus dengan orangnya, misalnya: anak kandung.")
    refuse_nik(f"{applicant.name} / {applicant.relation}", "Isian yang mengurus")
    return asdict(applicant)


def check_shown(needed: Iterable[Requirement], shown: Iterable[Shown]) -> None:
    """Whether each paper is one that is asked for, met as it may be met.

    Raises Refused: "paper-unknown", "paper-twice", "rt-head-not-enough", "rt-head-name", "nik-in-text".
    """
    by_kode, seen = {one.kode: one for one in needed}, set()
    for one in shown:
        asked = by_kode.get(one.kode)
        if asked is None:
            raise Refused("paper-unknown", "Berkas itu tidak diminta lagi, atau sudah dicatat. Muat ulang halamannya.")
        if one.kode in seen:
            raise Refused("paper-twice", f"{asked.label} ditandai dua kali. Pilih salah satu caranya.")
        seen.add(one.kode)
        if one.rt_head and not asked.rt_may_confirm:
            raise Refused("rt-head-not-enough", f"{asked.label} tidak dapat diganti keterangan Ketua RT.")
        if len(one.rt_head) > LONGEST_NAME:
            raise Refused("rt-head-name", f"Nama Ketua RT paling panjang {LONGEST_NAME} huruf.")
        refuse_nik(one.rt_head, "Nama Ketua RT")


def issuing_office(kind: LetterType, where: Place) -> Office:
    """The office that signs this letter for that kelurahan. Raises Refused: "no-office"."""
    path = where.wilayah.path
    found = Office.objects.filter(kind=kind.signer, wilayah__path__in=[path, kecamatan_of(path)])
    office = max(found.select_related("wilayah"), key=lambda one: len(one.wilayah.path), default=None)
    if office is None:
        raise Refused(
            "no-office",
            f"Jabatan yang menandatangani surat ini belum dicatat di {where.wilayah.title}. "
            "Mintalah pengelola kecamatan mencatatnya lebih dahulu.",
        )
    return office


def resident(resident_id: UUID | None, where: Place) -> Resident | None:
    """The resident whom a request is linked to. Raises Refused: "resident-unknown"."""
    if resident_id is None:
        return None
    here = Resident.objects.filter(kecamatan__path=kecamatan_of(where.wilayah.path), erased_at__isnull=True)
    found = here.filter(pk=resident_id).first()
    if found is None:
        raise Refused("resident-unknown", "Penduduk itu tidak ada lagi di daftar. Lanjutkan dengan isian biasa.")
    return found


def rt_line(answers: Mapping[str, str]) -> str:
    """RT and RW as registers print them: "007a/02"."""
    return "/".join(part for part in (answers.get("rt", ""), answers.get("rw", "")) if part)[:16]


def said(intake: Intake, shown: Iterable[Shown]) -> list[Any]:
    """Everything that was said, for the journal's digest; the code of the letter was said by nobody."""
    return [*plain([intake]), *plain(shown)]


def plain(values: Iterable[Any]) -> list[Any]:
    """Values of this module as a journal's digest takes them."""
    return [asdict(value) if is_dataclass(value) and not isinstance(value, type) else value for value in values]
