"""The reporter, who is known by nothing but his code: sees what came of it, says whether it is done."""

from datetime import date, datetime
from uuid import UUID

from siip.followup import aduan, sealing, spots
from siip.followup.aduan import acting
from siip.followup.models import Aduan
from siip.followup.rules import aduan as rules
from siip.followup.rules import deadlines
from siip.kernel import workdays
from siip.kernel.actor import Actor
from siip.kernel.paths import is_within
from siip.kernel.refused import Refused


def by_code(typed: str, *, kecamatan: str) -> Aduan:
    """The aduan of a code, as people type it. The caller limits the tries. Raises Refused: "code-unknown".

    One of another kecamatan is unknown: it opens at its own host.
    """
    blind = aduan.blind_of(typed)
    row = Aduan.objects.select_related("wilayah", "office", "event").filter(code_blind=blind).first() if blind else None
    if row is None or not is_within(row.wilayah.path, kecamatan):
        raise Refused("code-unknown", "Kode laporan ini tidak kami kenal. Salin lagi huruf demi huruf.")
    return row


def is_sent(id: UUID) -> bool:
    """Whether a report with that id was taken before: whoever sends it again is not one more."""
    return Aduan.objects.filter(pk=id).exists()


def last_day(row: Aduan) -> date | None:
    """The last day on which the reporter says whether it is done; None while the office has not finished it."""
    if row.state != rules.FINISHED or row.ended_at is None:
        return None
    return workdays.after(spots.local_day(row.wilayah, row.ended_at), deadlines.REPORTER_ANSWERS)


def may_answer(row: Aduan, at: datetime) -> bool:
    """Whether the reporter may say now whether it is done: what the buttons of his page ask."""
    last = last_day(row)
    return last is not None and spots.local_day(row.wilayah, at) <= last


def confirm_aduan(typed: str, *, kecamatan: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Whoever holds the code says that it is done. Raises Refused: "code-unknown", "not-finished", "answer-late"."""
    found = by_code(typed, kecamatan=kecamatan)
    with acting("confirm_aduan", found.pk, "", by=by, at=at, id=id) as act:
        row = aduan.locked(found.pk)
        if act.repeated:
            return row
        _check(row, "confirm", at)
        return aduan.add(row, act, "confirm")


def reopen_aduan(typed: str, *, note: str, kecamatan: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Whoever holds the code says that it is not done, and why; it goes back to its owner.

    Raises Refused: "code-unknown", "not-finished", "answer-late", "text-missing", "text-long", "nik-in-text".
    """
    found = by_code(typed, kecamatan=kecamatan)
    with acting("reopen_aduan", found.pk, note, by=by, at=at, id=id) as act:
        row = aduan.locked(found.pk)
        if act.repeated:
            return row
        _check(row, "reopen", at)
        said = sealing.wording(note, "Alasan")
        if not said:
            raise Refused("text-missing", "Tulis singkat apa yang belum beres.")
        due_on = workdays.after(spots.local_day(row.wilayah, at), deadlines.SIMPLE)
        return aduan.add(row, act, "reopen", said, due_on=due_on)


def _check(row: Aduan, name: str, at: datetime) -> None:
    if not rules.allows(row.state, name):
        raise Refused("not-finished", "Laporan ini sedang tidak menunggu jawaban Anda. Muat ulang halamannya.")
    if not may_answer(row, at):
        raise Refused(
            "answer-late",
            "Waktu menjawab sudah lewat, jadi laporan ini dianggap selesai. Bila belum beres, kirim laporan baru.",
        )
