"""Enrolments: one browser session, made known at an office after a full log-in; only there does a PIN sign."""

from datetime import datetime
from uuid import UUID

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.people import rights
from siip.people.models import Account, Enrolment, Office
from siip.people.rules.rights import RIGHTS, SECOND_FACTOR


def enrol(*, account_id: int, office_id: UUID, recent_login: bool, by: Actor, at: datetime, id: UUID) -> Enrolment:
    """Make this session known at an office that the person holds and that signs.

    `recent_login`: the face saw password and code within the last minutes. Raises Refused: "not-yours",
    "log-in-first", "not-found".
    """
    require_own(account_id, by, recent_login)
    office = next((one for one in signing_offices(by, at) if one.id == office_id), None)
    if office is None:
        raise Refused("not-found", "Anda tidak memegang jabatan ini hari ini. Pilih jabatan dari daftar.")
    about = {"enrolment": str(id), "office": str(office_id), "account": account_id}
    where, body = office.wilayah.path, [account_id, office_id]
    with journal.act("people.enrol", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Enrolment.objects.get(pk=id)
        enrolment = Enrolment(id=act.id, account_id=account_id, office=office, begun_at=at)
        enrolment.save(force_insert=True)
    return enrolment


def end(enrolment_id: UUID, *, by: Actor, at: datetime, id: UUID) -> None:
    """End an enrolment of one's own: at log-out, or when the session is left to somebody else.

    Ended already or not one's own: nothing happens, so that nobody is kept from logging out.
    """
    found = Enrolment.objects.filter(pk=enrolment_id, account=by.account, ended_at=None).select_related(
        "office__wilayah"
    )
    enrolment = found.first()
    if enrolment is None:
        return
    about = {"enrolment": str(enrolment_id), "account": by.account}
    where = enrolment.office.wilayah.path
    with journal.act("people.end_enrolment", id=id, by=by, at=at, where=where, about=about, body=enrolment_id):
        Enrolment.objects.filter(pk=enrolment_id, ended_at=None).update(ended_at=at)


def end_all(account: Account, at: datetime) -> None:
    """End every enrolment of an account, inside an act that takes its access away."""
    Enrolment.objects.filter(account=account, ended_at=None).update(ended_at=at)


def current(enrolment_id: UUID | None, account_id: int | None) -> Enrolment | None:
    """The open enrolment of this account under that id, with its office and territory."""
    if enrolment_id is None or account_id is None:
        return None
    found = Enrolment.objects.filter(pk=enrolment_id, account=account_id, ended_at=None)
    return found.select_related("office__wilayah").first()


def signing_offices(by: Actor, at: datetime) -> list[Office]:
    """The offices that this person holds today and in which letters are signed, within the actor's reach."""
    if by.person is None:
        return []
    held = rights.held_at(by.person, at)
    return [
        one.office
        for one in held
        if SECOND_FACTOR & set(RIGHTS[one.office.kind]) and by.may("letters.sign", one.office.wilayah.path)
    ]


def require_own(account_id: int, by: Actor, recent_login: bool) -> None:
    """What both PIN and enrolment ask first. Raises Refused: "not-yours", "log-in-first"."""
    if by.account != account_id:
        raise Refused("not-yours", "Ini hanya dapat dilakukan oleh pemilik akun.")
    if not recent_login:
        raise Refused("log-in-first", "Masukkan dahulu kata sandi dan kode verifikasi Anda sekali lagi.")
