"""Carried over: a request that is finished at the office, with a promise, a slip that says it, and its code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, CharField, Max, QuerySet, Value, When

from siip.kernel import workdays
from siip.kernel.actor import Actor
from siip.kernel.paper import words
from siip.kernel.paths import kecamatan_of
from siip.kernel.refused import Refused
from siip.letters import unfinished
from siip.letters.models import Letter, LetterStep
from siip.people import offices
from siip.people.models import Office, OfficeKind
from siip.programme.events import zone_info
from siip.services import intake as intakes
from siip.services import requests
from siip.services.courses import acting, locked, person_of, seen, settle
from siip.services.models import Request, Slip
from siip.services.rules import course
from siip.services.rules import slips as rules
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_REFUSED: Final = {
    "past": "Hari itu sudah lewat. Pilih hari kerja berikutnya.",
    "far": f"Janji paling lama {rules.FARTHEST} hari lagi. Periksa bulan dan tahunnya.",
}
_GONE: Final = ("void", "revoked", "review")
_NOBODY: Final = "0" * rules.LENGTH  # looked up when the code is malformed, so that both cost the same


@dataclass(frozen=True, slots=True)
class Standing:
    """What whoever holds a slip is told: `state` as in rules.slips; of the unknown nothing else is said.

    `on` is the day on which it became ready, or was handed over; `place` an office with its address.
    """

    state: str
    due_on: date | None = None
    place: str = ""
    on: date | None = None


def carry_over(
    request_id: UUID, *, reason: str, due_on: date, place: str, code: str, by: Actor, at: datetime, id: UUID
) -> Request:
    """Promise a request for another day at an office; a letter of the street goes the office's chain from then on.

    `place` is the path of the kelurahan or of its kecamatan, `code` (rules.slips) is made by the caller. Promised
    anew, the latest promise holds and every slip answers by it. Raises Refused: "no-right", "not-found",
    "not-open", "reason-unknown", "nothing-missing", "place-unknown", "day-past", "day-far", "day-closed", "code".
    """
    body = [reason, due_on.isoformat(), place, code]
    with acting("carry_over", request_id, body, by=by, at=at, id=id) as act:
        row = locked(request_id)
        if act.repeated:
            return row
        by.require(requests.TAKE, row.wilayah.path)
        person_of(by)
        letter = Letter.objects.select_for_update(of=("self",)).filter(request=row).first()
        if not _is_open(row, letter):
            raise Refused("not-open", "Permohonan ini sudah selesai atau suratnya batal. Muat ulang halamannya.")
        _check(row, reason, due_on, code, at)
        where = _place(row, place)
        if letter and unfinished.waits_in_street(letter):
            row.letter = unfinished.finish_at_office(letter.id, by=by, at=at, id=act.inner("office"))
        Slip.objects.create(id=act.id, request=row, code=code, wilayah=where, due_on=due_on, reason=reason, at=at)
        settle(row, act, "carry", reason=reason)
    return requests.request(request_id, by)


def may_carry(row: Request, by: Actor) -> bool:
    """Whether this actor may promise it now: what its button asks."""
    return by.may(requests.TAKE, row.wilayah.path) and _is_open(row, row.letter)


def carried(by: Actor, *, on: date) -> QuerySet[Request]:
    """What was promised and is not finished, the earliest promise first, with its papers.

    `due` says how its day lies to `on`: "lewat", "hari-ini", "nanti".
    """
    found = _carried(by).annotate(due=_due(on)).prefetch_related("papers")
    return found.order_by("slip__due_on", "taken_at", "id")


def carried_where(by: Actor, *, on: date) -> list[tuple[str, int, str]]:
    """Of each of them how its day lies to `on`, and the kelurahan by id and name: for filters that part them."""
    found = _carried(by).annotate(due=_due(on)).order_by()
    return list(found.values_list("due", "wilayah", "wilayah__name"))


def carried_count(by: Actor) -> int:
    """How many of them there are."""
    return _carried(by).count()


def left_open(by: Actor, at: datetime) -> QuerySet[Request]:
    """What was taken at an event that is over by now, is not finished and was promised to nobody yet."""
    found = seen(by).filter(state__in=requests.OPEN, slip__isnull=True, event__ends_at__lt=at)
    return found.order_by("taken_at", "id")


def by_code(typed: str, by: Actor) -> Request | None:
    """The request of a slip that somebody brings to the counter; None for no code, or one from elsewhere."""
    code = rules.parse(typed)
    return seen(by).filter(slips__code=code).first() if code else None


def standing(code: str, *, at: datetime) -> Standing:
    """The answer for a code as typed or scanned; house-wide, as that of a letter's code.

    Known or not, and whatever its shape, a code that opens nothing costs the same one question.
    """
    known = rules.parse(code) or _NOBODY
    slip = Slip.objects.select_related("request__letter", "request__slip__wilayah").filter(code=known).first()
    if slip is None:
        return Standing(rules.UNKNOWN)
    row = slip.request
    promise = row.slip or slip
    state = rules.told(row.state, row.letter.state if row.letter else None)
    zone = zone_info(row.wilayah)
    moment = row.handed_at if state == rules.HANDED else ready_at([row]).get(row.pk) if state == rules.READY else None
    return Standing(
        state, promise.due_on, place_words(promise.wilayah), moment.astimezone(zone).date() if moment else None
    )


def ready_at(found: Iterable[Request]) -> Mapping[UUID, datetime]:
    """When the letter of each of these was signed by pen, by the request's id; with one question for all."""
    by_letter = {row.letter_id: row.pk for row in found if row.letter_id}
    steps = LetterStep.objects.filter(letter__in=by_letter, act="confirm")
    signed = steps.order_by().values("letter").annotate(last=Max("at")).values_list("letter", "last")
    return {by_letter[letter]: last for letter, last in signed}


def places_of(row: Request) -> list[Wilayah]:
    """Where a letter can be promised: the office of the kelurahan, that of the kecamatan."""
    return [row.wilayah, territory.at_path(kecamatan_of(row.wilayah.path))]


def place_words(wilayah: Wilayah) -> str:
    """An office with the first line of its address: "Kantor Kelurahan Plaju Ilir, Jalan DI Panjaitan"."""
    kind = OfficeKind.LURAH if wilayah.level == "kelurahan" else OfficeKind.CAMAT
    office = Office.objects.select_related("wilayah").filter(wilayah=wilayah, kind=kind).first()
    address = offices.letterhead(office)["address"][:1] if office else ()
    return ", ".join((f"Kantor {wilayah.title}", *address))


def day_words(on: date) -> str:
    """ "Senin, 30 November 2026"."""
    return f"{DAYS[on.weekday()]}, {words(on, 'date')}"


def _carried(by: Actor) -> QuerySet[Request]:
    return seen(by).filter(state__in=requests.OPEN, slip__isnull=False)


def _due(on: date) -> Case:
    return Case(
        When(slip__due_on__lt=on, then=Value("lewat")), When(slip__due_on=on, then=Value("hari-ini")),
        default=Value("nanti"), output_field=CharField(),
    )  # fmt: skip


def _is_open(row: Request, letter: Letter | None) -> bool:
    return course.allows(row.state, "carry") and (letter is None or letter.state not in _GONE)


def _check(row: Request, reason: str, due_on: date, code: str, at: datetime) -> None:
    if reason not in rules.REASONS:
        raise Refused("reason-unknown", "Pilih sebabnya dari daftar.")
    if reason == "papers" and not requests.missing_papers(row):
        raise Refused("nothing-missing", "Berkas permohonan ini sudah lengkap. Pilih sebab yang lain.")
    today = intakes.Place(row.wilayah).local_day(at)
    if problem := rules.day_problem(due_on, today, workdays.is_working):
        raise Refused(f"day-{problem}", _REFUSED.get(problem) or _closed(due_on))
    if rules.parse(code) != code:
        raise Refused("code", "Kode kertas janji tidak terbentuk. Muat ulang halamannya, lalu ulangi.")


def _closed(on: date) -> str:
    """Why the office is closed that day, and what to do."""
    holiday = workdays.name_of(on)
    why = f"{day_words(on)}: {holiday}" if holiday else "Sabtu dan Minggu"
    return f"Kantor tutup hari {why}. Pilih hari kerja."


def _place(row: Request, path: str) -> Wilayah:
    found = next((one for one in places_of(row) if one.path == path), None)
    if found is None:
        raise Refused("place-unknown", "Pilih kantor kelurahan atau kantor kecamatan yang melayani permohonan ini.")
    return found
