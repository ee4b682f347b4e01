"""Requests: taken at an event or at the weekday counter, completed, corrected, cancelled, handed over."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from siip.kernel import crypt, journal, workdays
from siip.kernel.actor import Actor
from siip.kernel.catalogue import Requirement
from siip.kernel.journal import Act
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.letters import letters, receipts
from siip.letters.models import Letter
from siip.letters.receipts import Receiver
from siip.programme.events import local_day, zone_info
from siip.services import intake as intakes
from siip.services.courses import GROUP, SEE, acting, locked, person_of, rows, seen, settle, unknown
from siip.services.intake import Applicant, Intake, Place, Shown
from siip.services.models import Request, RequestStep, ShownPaper
from siip.services.rules import course, promise
from siip.services.rules import stage as stages

TAKE: Final = "services.take"
HAND_OVER: Final = "services.hand_over"
VOID: Final = "letters.void"

OPEN: Final = (course.PAPERS, course.DRAFTED)
LONGEST_REASON: Final = 300
MOST_FOUND: Final = 50


def take_request(intake: Intake, papers: Sequence[Shown], *, code: str, by: Actor, at: datetime, id: UUID) -> Request:
    """Take a request; when every paper was shown its letter is drafted in the same act.

    `code` (letters.rules.codes) is what the letter will be verified by. Raises Refused: "no-right",
    "service-unknown", "event-unknown", "kelurahan-unknown", "service-not-here", "event-cancelled", "event-ahead",
    "event-over", "answers", "applicant-name", "applicant-relation", "paper-unknown", "paper-twice",
    "rt-head-not-enough", "rt-head-name", "resident-unknown", "no-office", "nik-in-text", and as letters.draft_letter.
    """
    where = intakes.place(intake)
    path = where.wilayah.path
    about = {"kode": intake.kode, "event": intake.event and str(intake.event)}
    body = intakes.said(intake, papers)
    with journal.act("services.take_request", id=id, by=by, at=at, where=path, about=about, body=body) as act:
        if act.repeated:
            return rows().get(pk=id)
        by.require(TAKE, path)
        offered, kind = intakes.service(intake.kode)
        intakes.check_place(offered, where, at)
        met = {one.kode for one in papers}
        untold = intakes.untold(one for one in offered.requirements if one.kode not in met)
        answers = intakes.check_answers(kind, intake.answers, where.local_day(at), untold=untold)
        intakes.check_shown(offered.requirements, papers)
        intakes.issuing_office(kind, where)
        key, plain = crypt.new_key(id)
        key.save(force_insert=True)
        row = Request(
            id=id, kode=intake.kode, wilayah=where.wilayah, event=where.event, key=key.id, maker=person_of(by),
            resident=intakes.resident(intake.resident, where), state=course.PAPERS, taken_at=at, **_clear(answers),
        )  # fmt: skip
        row.sealed = _seal(row, plain, answers, intakes.check_applicant(intake.applicant))
        row.save(force_insert=True)
        _write_papers(row, papers, act)
        settle(row, act, "take", drafted=_draft_if_complete(row, answers, code, act))
    return row


def show_papers(
    request_id: UUID, papers: Sequence[Shown], *, told: Mapping[str, str] | None = None, code: str,
    by: Actor, at: datetime, id: UUID,
) -> Request:  # fmt: skip
    """Note papers that were shown later; when none is missing any more the letter is drafted in the same act.

    `told` are answers that only these papers could give. Raises Refused: "no-right", "not-found",
    "not-waiting", "nothing-shown", and as take_request.
    """
    body = [*intakes.plain(papers), *([dict(told)] if told else [])]
    with acting("show_papers", request_id, body, by=by, at=at, id=id) as act:
        row = locked(request_id)
        if act.repeated:
            return row
        by.require(TAKE, row.wilayah.path)
        if not course.allows(row.state, "show"):
            raise Refused("not-waiting", "Permohonan ini tidak lagi menunggu berkas. Muat ulang halamannya.")
        if not papers:
            raise Refused("nothing-shown", "Tandai berkas yang diperlihatkan, lalu simpan.")
        intakes.check_shown(missing_papers(row), papers)
        answers = _told(row, papers, told or {}, at)
        _write_papers(row, papers, act)
        settle(row, act, "show", drafted=_draft_if_complete(row, answers, code, act))
    return row


def correct_request(
    request_id: UUID, answers: Mapping[str, str], applicant: Applicant | None,
    *, by: Actor, at: datetime, id: UUID,
) -> Request:  # fmt: skip
    """Replace what was said, until the letter is approved; a letter under way starts its course anew.

    Raises Refused: "no-right", "not-found", "not-correctable", "answers", "applicant-name",
    "applicant-relation", "nik-in-text".
    """
    body = intakes.plain([dict(answers), applicant])
    with acting("correct_request", request_id, body, by=by, at=at, id=id) as act:
        row = locked(request_id)
        if act.repeated:
            return row
        by.require(TAKE, row.wilayah.path)
        if not _is_correctable(row):
            raise Refused(
                "not-correctable",
                "Suratnya sudah disetujui, jadi isinya tetap. Batalkan permohonan ini, lalu buat yang baru.",
            )
        kind = intakes.service(row.kode)[1]
        untold = intakes.untold(missing_papers(row))
        checked = intakes.check_answers(kind, answers, Place(row.wilayah).local_day(at), untold=untold)
        said = intakes.check_applicant(applicant)
        for field, value in _clear(checked).items():
            setattr(row, field, value)
        row.sealed = _seal(row, _plain_key(row), checked, said)
        if row.letter_id:
            letters.revise_letter(
                row.letter_id, answers=checked, purpose=checked.get("keperluan", ""), **_clear(checked),
                by=by, at=at, id=act.inner("revise"),
            )  # fmt: skip
        settle(row, act, "correct")
    return row


def cancel_request(request_id: UUID, *, reason: str, by: Actor, at: datetime, id: UUID) -> Request:
    """Give a request up; a letter that nobody has signed by pen becomes void with it.

    Raises Refused: "no-right", "not-found", "reason-missing", "reason-long", "not-open", "letter-signed",
    "nik-in-text".
    """
    with acting("cancel_request", request_id, reason, by=by, at=at, id=id) as act:
        row = locked(request_id)
        if act.repeated:
            return row
        by.require(TAKE, row.wilayah.path)
        reason = _reason(reason)
        if not course.allows(row.state, "cancel"):
            raise Refused("not-open", "Permohonan ini sudah selesai. Muat ulang halamannya.")
        if row.letter and row.letter.state not in _VOIDABLE + _GONE:
            raise Refused(
                "letter-signed", "Suratnya sudah ditandatangani. Yang berwenang mencabutnya di halaman surat."
            )
        # Not locked before: voiding takes the register's lock first, as numbering does.
        if row.letter and row.letter.state in _VOIDABLE:
            letters.void_letter(row.letter.id, reason=reason, by=by, at=at, id=act.inner("void"))
        settle(row, act, "cancel", reason=reason)
    return row


def hand_over(request_id: UUID, *, receiver: str, relation: str = "", by: Actor, at: datetime, id: UUID) -> Request:
    """Note who took the letter home; only one that is signed by pen. `relation` to the applicant, in words.

    Raises Refused: "no-right", "not-found", "not-signed", "handed-already", "receiver-missing",
    "receiver-long", "nik-in-text".
    """
    with acting("hand_over", request_id, [receiver, relation], by=by, at=at, id=id) as act:
        row = locked(request_id)
        if act.repeated:
            return row
        by.require(HAND_OVER, row.wilayah.path)
        if row.state == course.HANDED:
            raise Refused("handed-already", "Surat ini sudah diserahkan. Penerimanya tercatat di halaman permohonan.")
        receiver, relation = tidy(receiver), tidy(relation)
        _check_receiver(receiver, relation)
        # Its state cannot change between the question and the entry: revoking waits for this lock.
        letter = Letter.objects.select_for_update().filter(request=row).first()
        if row.state != course.DRAFTED or letter is None or letter.state != "signed":
            raise Refused(
                "not-signed", "Surat ini belum ditandatangani, jadi belum dapat diserahkan. Lihat tahapnya di sini."
            )
        took = Receiver(receiver, relation)
        receipts.note_receipt(letter.id, receiver=took, by=by, at=at, id=act.inner("receipt"))
        settle(row, act, "hand_over", sealed=receipts.seal(row.key, act.id, took))
    return row


def open_requests(by: Actor) -> QuerySet[Request]:
    """What is not finished where this actor sees requests, the oldest first; `group` as in rules.stage."""
    return seen(by).filter(state__in=OPEN).order_by("taken_at", "id")


def open_counts(by: Actor) -> list[tuple[str, int, int]]:
    """How much is open: (group, id of the kelurahan, count), for filters that lead somewhere."""
    found = Request.objects.filter(within("wilayah__path", by.scope(SEE)), state__in=OPEN)
    counted = found.annotate(group=GROUP).values("group", "wilayah").annotate(count=Count("pk")).order_by()
    return [(one["group"], one["wilayah"], one["count"]) for one in counted]


def closed_requests(by: Actor) -> QuerySet[Request]:
    """What was handed over or cancelled, the latest first."""
    return seen(by).exclude(state__in=OPEN).order_by("-taken_at", "-id")


def named(written: str, by: Actor) -> list[Request]:
    """Requests whose subject's name has all the words, the latest first; none for fewer than three letters."""
    words = tidy(written).split()
    if len("".join(words)) < 3:
        return []
    # In Python: SQLite folds the case of ASCII only, and one answer must be the other's.
    wanted = [word.casefold() for word in words]
    names = seen(by).order_by("-taken_at", "-id").values_list("pk", "subject_name")
    ids = [pk for pk, name in names if all(word in name.casefold() for word in wanted)][:MOST_FOUND]
    return list(seen(by).filter(pk__in=ids).order_by("-taken_at", "-id"))


def request(request_id: UUID, by: Actor) -> Request:
    """One request with its letter, steps and papers. Raises Refused: "not-found", also for one out of reach."""
    steps = Prefetch("steps", RequestStep.objects.order_by("hlc", "dev", "seq"))
    papers = Prefetch("papers", ShownPaper.objects.order_by("id"))
    found = seen(by).filter(pk=request_id).prefetch_related(steps, papers).first()
    if found is None:
        raise unknown()
    return found


def answers_of(row: Request) -> tuple[dict[str, str], Applicant | None]:
    """What was said: the answers, and who came instead. Raises crypt.Unreadable once the key was destroyed."""
    said = crypt.open_json(_plain_key(row), bytes(row.sealed), aad=_aad(row))
    return said["answers"], Applicant(**said["applicant"]) if said["applicant"] else None


def stage(row: Request) -> stages.Stage:
    """Where it stands, in words for people."""
    letter = row.letter
    return stages.stage(row.state, letter.state if letter else None, letter.waits_for if letter else "")


def missing_papers(row: Request) -> list[Requirement]:
    """The requirements that nothing was shown for yet."""
    shown = {paper.kode for paper in row.papers.all()}
    return [one for one in intakes.service(row.kode)[0].requirements if one.kode not in shown]


def open_acts(row: Request, by: Actor) -> frozenset[str]:
    """What this actor may do to it now, of show, correct, cancel and hand_over: what its buttons ask."""
    path, letter = row.wilayah.path, row.letter
    is_voidable = letter is None or letter.state in _GONE or (letter.state in _VOIDABLE and by.may(VOID, path))
    asked = {
        "show": by.may(TAKE, path) and course.allows(row.state, "show"),
        "correct": by.may(TAKE, path) and _is_correctable(row),
        "cancel": by.may(TAKE, path) and course.allows(row.state, "cancel") and is_voidable,
        "hand_over": by.may(HAND_OVER, path) and row.state == course.DRAFTED
        and letter is not None and letter.state == "signed",
    }  # fmt: skip
    return frozenset(name for name, is_open in asked.items() if is_open)


_VOIDABLE: Final = ("chain", "returned", "approved", "numbered")
_GONE: Final = ("void", "revoked")


def _is_correctable(row: Request) -> bool:
    if row.letter is None:
        return row.state == course.PAPERS
    return row.state == course.DRAFTED and row.letter.state in ("chain", "returned")


def _reason(reason: str) -> str:
    reason = refuse_nik(tidy(reason), "Alasan")
    if not reason:
        raise Refused("reason-missing", "Tulis alasan pembatalan, misalnya: pemohon tidak jadi.")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason-long", f"Alasan paling panjang {LONGEST_REASON} huruf; sekarang {len(reason)}.")
    return reason


def _check_receiver(receiver: str, relation: str) -> None:
    if not receiver:
        raise Refused("receiver-missing", "Nama penerima belum diisi.")
    if len(receiver) > intakes.LONGEST_NAME or len(relation) > intakes.LONGEST_RELATION:
        raise Refused("receiver-long", f"Nama penerima paling panjang {intakes.LONGEST_NAME} huruf. Singkat gelarnya.")
    refuse_nik(f"{receiver} / {relation}", "Nama penerima")


def _clear(answers: Mapping[str, str]) -> dict[str, str]:
    return {"subject_name": answers["nama"], "subject_rt": intakes.rt_line(answers)}


def _seal(row: Request, plain: bytes, answers: Mapping[str, str], applicant: Mapping[str, str]) -> bytes:
    return crypt.seal_json(plain, {"answers": dict(answers), "applicant": dict(applicant)}, aad=_aad(row))


def _told(row: Request, papers: Sequence[Shown], told: Mapping[str, str], at: datetime) -> dict[str, str]:
    """The answers of a request with what its papers told; sealed anew if they told anything."""
    met = {one.kode for one in papers}
    missing = missing_papers(row)
    answers, applicant = answers_of(row)
    known = intakes.untold(one for one in missing if one.kode in met)
    merged = answers | {name: text for name, text in told.items() if name in known}
    untold = intakes.untold(one for one in missing if one.kode not in met)
    kind = intakes.service(row.kode)[1]
    checked = intakes.check_answers(kind, merged, Place(row.wilayah).local_day(at), untold=untold)
    if checked != answers:
        row.sealed = _seal(row, _plain_key(row), checked, intakes.check_applicant(applicant))
    return checked


def _plain_key(row: Request) -> bytes:
    return crypt.plain_key(DataKey.objects.get(pk=row.key))


def _aad(row: Request) -> str:
    return f"services.request:{row.id}"


def _write_papers(row: Request, papers: Sequence[Shown], act: Act) -> None:
    ShownPaper.objects.bulk_create(
        ShownPaper(
            request=row, kode=one.kode, how="rt_head" if one.rt_head else "seen", rt_head=tidy(one.rt_head),
            at=one.at or act.at, by=person_of(act.by),
        )
        for one in papers
    )  # fmt: skip


def _draft_if_complete(row: Request, answers: Mapping[str, str], code: str, act: Act) -> bool:
    """Draft the letter if no paper is missing; whether it did."""
    if missing_papers(row):
        return False
    kind, where = intakes.service(row.kode)[1], Place(row.wilayah, row.event)
    row.letter = letters.draft_letter(
        letter_id=act.inner("letter"), kind=kind.kode, office_id=intakes.issuing_office(kind, where).id,
        purpose=answers.get("keperluan", ""), answers=answers, key_id=row.key, code=code,
        in_field=_is_in_field(where, act.at), **_clear(answers), by=act.by, at=act.at, id=act.inner("draft"),
    )  # fmt: skip
    local = act.at.astimezone(zone_info(row.wilayah))
    row.promised_at = promise.promised(local, kind.usual_minutes, workdays.after).astimezone(UTC)
    return True


def _is_in_field(where: Place, at: datetime) -> bool:
    """Whether the signer stands beside the clerk, which is why the field needs no paraf.

    Only on the day of the event: one that is entered later from paper, or completed at the office, would
    else be a way around kasi and seklur for a month.
    """
    return where.event is not None and where.local_day(at) == local_day(where.event)
