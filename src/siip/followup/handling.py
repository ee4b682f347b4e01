"""What the office does with an aduan: gives it an owner, answers, finishes, rejects, passes on, shows it or not."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from siip.followup import aduan, sealing, spots
from siip.followup.aduan import APPROVE, acting
from siip.followup.models import Aduan
from siip.followup.promises import RECORD
from siip.followup.rules import aduan as rules
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.refused import Refused

FURTHEST: Final = timedelta(days=120)
"""60 working days are 82 to 104 days, by the holidays between; whoever needs more says so in an answer."""
LONGEST_SHOWN: Final = 300


def forward_aduan(
    aduan_id: UUID, *, office: UUID, due_on: date, note: str = "", by: Actor, at: datetime, id: UUID
) -> Aduan:
    """Give an aduan an owner and a date; the reporter reads of both, and of the note.

    Raises Refused: "no-right", "not-found", "not-open", "office-unknown", "due-past", "due-far", "text-long",
    "nik-in-text", "discarded".
    """
    with acting("forward_aduan", aduan_id, [office, due_on, note], by=by, at=at, id=id) as act:
        row = aduan.locked(aduan_id)
        if act.repeated:
            return row
        _check(row, "forward", RECORD, by)
        owner = spots.owner(office, row.wilayah.path)
        today = spots.local_day(row.wilayah, at)
        if due_on < today:
            raise Refused("due-past", "Tenggat itu sudah lewat. Pilih hari ini atau sesudahnya.")
        if due_on > today + FURTHEST:
            raise Refused("due-far", "Tenggat paling lama 60 hari kerja. Pilih tanggal yang lebih dekat.")
        return aduan.add(row, act, "forward", sealing.wording(note, "Catatan"), office=owner, due_on=due_on)


def reply_aduan(aduan_id: UUID, *, note: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Tell the reporter something while it goes on. Raises Refused: "no-right", "not-found", "not-open",
    "text-missing", "text-long", "nik-in-text", "discarded"."""
    with acting("reply_aduan", aduan_id, note, by=by, at=at, id=id) as act:
        return _answered("reply", aduan_id, note, RECORD, act)


def finish_aduan(aduan_id: UUID, *, note: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """The office says that it is done, and how; the reporter has the last word. Raises Refused as `reply_aduan`."""
    with acting("finish_aduan", aduan_id, note, by=by, at=at, id=id) as act:
        return _answered("finish", aduan_id, note, RECORD, act)


def reject_aduan(aduan_id: UUID, *, note: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Nothing will be done, and why. Raises Refused as `reply_aduan`."""
    with acting("reject_aduan", aduan_id, note, by=by, at=at, id=id) as act:
        return _answered("reject", aduan_id, note, APPROVE, act)


def pass_on_aduan(aduan_id: UUID, *, note: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """It is the business of another agency: which, and where the reporter can ask. Raises Refused as `reply_aduan`."""
    with acting("pass_on_aduan", aduan_id, note, by=by, at=at, id=id) as act:
        return _answered("pass_on", aduan_id, note, RECORD, act)


def show_aduan(aduan_id: UUID, *, text: str, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Let everybody read of an aduan, in words of the office that name nobody.

    Raises Refused: "no-right", "not-found", "reporter-asked-not", "text-missing", "text-long", "nik-in-text".
    """
    with acting("show_aduan", aduan_id, text, by=by, at=at, id=id) as act:
        row = aduan.locked(aduan_id)
        if act.repeated:
            return row
        _check(row, "show", APPROVE, by)
        if not row.may_show:
            raise Refused("reporter-asked-not", "Pelapor meminta laporannya tidak ditampilkan, jadi tetap tertutup.")
        said = " ".join(_said(text).split())
        if len(said) > LONGEST_SHOWN:
            raise Refused("text-long", f"Ringkasan paling panjang {LONGEST_SHOWN} huruf; sekarang {len(said)}.")
        return aduan.add(row, act, "show", text=said)


def hide_aduan(aduan_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Aduan:
    """Let nobody outside the office read of it, or no longer. Raises Refused: "no-right", "not-found"."""
    with acting("hide_aduan", aduan_id, "", by=by, at=at, id=id) as act:
        row = aduan.locked(aduan_id)
        if act.repeated:
            return row
        _check(row, "hide", APPROVE, by)
        return aduan.add(row, act, "hide")


def open_acts(row: Aduan, by: Actor) -> frozenset[str]:
    """What this actor may do to it now: what its buttons ask."""
    return frozenset(
        name
        for name, right in _RIGHTS.items()
        if rules.allows(row.state, name) and _may(row, right, by) and (name != "show" or row.may_show)
    )


_RIGHTS: Final = {
    "forward": RECORD, "reply": RECORD, "finish": RECORD, "pass_on": RECORD,
    "reject": APPROVE, "show": APPROVE, "hide": APPROVE,
}  # fmt: skip


def _may(row: Aduan, right: str, by: Actor) -> bool:
    is_of_officer = row.subject == aduan.OFFICERS
    return by.may(right, row.wilayah.path) and (not is_of_officer or by.may(APPROVE, row.wilayah.path))


def _check(row: Aduan, name: str, right: str, by: Actor) -> None:
    by.require(right, row.wilayah.path)
    if row.subject == aduan.OFFICERS:
        by.require(APPROVE, row.wilayah.path)
    if not rules.allows(row.state, name):
        raise Refused("not-open", "Aduan ini sudah selesai. Muat ulang halamannya.")


def _answered(name: str, aduan_id: UUID, note: str, right: str, act: Act) -> Aduan:
    row = aduan.locked(aduan_id)
    if act.repeated:
        return row
    _check(row, name, right, act.by)
    return aduan.add(row, act, name, _said(note))


def _said(note: str) -> str:
    said = sealing.wording(note, "Jawaban")
    if not said:
        raise Refused("text-missing", "Jawaban belum ditulis. Tulis singkat, dengan kata yang mudah.")
    return said
