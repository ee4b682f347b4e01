"""The PIN for signing: six digits, a limit of their own, and a proof that a signing act takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.db import transaction

from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.paths import is_within
from siip.kernel.refused import Refused
from siip.people import accounts, enrolments, rights
from siip.people.models import Account, Enrolment, Pin
from siip.people.rules.pins import LENGTH, why_refused

TRIES: Final = 5
FRESH: Final = timedelta(minutes=2)

# Argon2id with the library's own costs (RFC 9106, low memory). A million PINs are soon tried all the same,
# so what is hashed is keyed by the house: a stolen database alone tells nothing.
_HASHER: Final = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Proof:
    """A PIN was right: whose, in which session, for which territory, when. Good for two minutes."""

    account: int
    enrolment: UUID
    office_path: str
    at: datetime

    def require(self, *, by: Actor, path: str, at: datetime) -> None:
        """Raises Refused: "proof-stale", "proof-elsewhere" when it does not cover this act."""
        if not timedelta() <= at - self.at <= FRESH:
            raise Refused("proof-stale", "PIN Anda sudah lebih dari dua menit. Ketik PIN sekali lagi.")
        if by.account != self.account or not is_within(path, self.office_path):
            raise Refused(
                "proof-elsewhere",
                "PIN ini bukan untuk surat tersebut. Daftarkan peramban ini di kantor yang menerbitkannya.",
            )


def set_pin(*, account_id: int, pin: str, recent_login: bool, by: Actor, at: datetime, id: UUID) -> Pin:
    """Set or replace one's own PIN, which also unlocks it.

    `recent_login`: the face saw password and code within the last minutes. Raises Refused: "not-yours",
    "log-in-first", "no-second-factor", "pin-shape", "pin-trivial".
    """
    enrolments.require_own(account_id, by, recent_login)
    account = Account.objects.select_related("person").get(pk=account_id)
    if not accounts.has_second_factor(account):
        raise Refused("no-second-factor", "Pasang dahulu verifikasi dua langkah, lalu setel PIN.")
    _check(pin, account)
    where, about = account.person.kecamatan, {"account": account_id}
    with journal.act("people.set_pin", id=id, by=by, at=at, where=where, about=about, body=account_id) as act:
        if act.repeated:
            return Pin.objects.get(pk=account_id)
        new, _ = Pin.objects.update_or_create(
            account=account,
            defaults={"secret": _HASHER.hash(_keyed(account_id, pin)), "set_at": at, "failures": 0, "locked_at": None},
        )
    return new


def prove(account_id: int, pin: str, enrolment_id: UUID | None, *, by: Actor, at: datetime, id: UUID) -> Proof:
    """Try a PIN, in a transaction of its own: a wrong one is counted even though it is refused.

    `id` is that of the journal entry which the last wrong try leaves. Raises Refused: "not-enrolled",
    "no-pin", "pin-wrong" (says how many tries remain), "pin-locked"; RuntimeError inside a transaction.
    """
    enrolment = _enrolment(account_id, enrolment_id, by, at)
    secret, tries = _begin_try(account_id)
    if _is_right(secret, account_id, pin):
        with transaction.atomic(durable=True):
            Pin.objects.filter(account=account_id, secret=secret, locked_at=None).update(failures=0)
        return Proof(account_id, enrolment.id, enrolment.office.wilayah.path, at)
    if tries >= TRIES:
        _lock(account_id, enrolment, by=by, at=at, id=id)
        raise _is_locked()
    raise Refused(
        "pin-wrong",
        f"PIN salah. Sisa {TRIES - tries} kali mencoba; sesudah itu PIN terkunci dan harus disetel ulang.",
    )


def pin_of(account_id: int) -> Pin | None:
    """The PIN of an account: when it was set, whether it is locked."""
    return Pin.objects.filter(account=account_id).first()


def _enrolment(account_id: int, enrolment_id: UUID | None, by: Actor, at: datetime) -> Enrolment:
    found = enrolments.current(enrolment_id, account_id) if by.account == account_id else None
    held = rights.held_at(by.person, at) if found and by.person else []
    if found is None or all(one.office_id != found.office_id for one in held):
        raise Refused(
            "not-enrolled",
            "Peramban ini belum didaftarkan untuk menandatangani. Buka halaman PIN, lalu pilih kantor Anda.",
        )
    return found


def _begin_try(account_id: int) -> tuple[str, int]:
    """Count the try before it is made: several at once cannot have more than five between them."""
    with transaction.atomic(durable=True):
        pin = Pin.objects.select_for_update().filter(account=account_id).first()
        if pin is None:
            raise Refused("no-pin", "Anda belum punya PIN. Buka halaman PIN untuk menyetelnya.")
        if pin.locked_at or pin.failures >= TRIES:
            raise _is_locked()
        pin.failures += 1
        pin.save(update_fields=["failures"])
    return pin.secret, pin.failures


def _lock(account_id: int, enrolment: Enrolment, *, by: Actor, at: datetime, id: UUID) -> None:
    where, about = enrolment.office.wilayah.path, {"account": account_id, "enrolment": str(enrolment.id)}
    with (
        transaction.atomic(durable=True),
        journal.act("people.lock_pin", id=id, by=by, at=at, where=where, about=about, body=account_id),
    ):
        Pin.objects.filter(account=account_id).update(locked_at=at)


def _is_locked() -> Refused:
    return Refused(
        "pin-locked",
        "PIN terkunci karena lima kali salah. Setel PIN baru di halaman PIN, dengan kata sandi dan kode verifikasi.",
    )


def _is_right(secret: str, account_id: int, pin: str) -> bool:
    try:
        return _HASHER.verify(secret, _keyed(account_id, pin))
    except VerifyMismatchError:
        return False


def _keyed(account_id: int, pin: str) -> bytes:
    return crypt.blind("pin", f"{account_id}:{pin}")


def _check(pin: str, account: Account) -> None:
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        raise Refused("pin-shape", "PIN berisi enam angka.")
    if why := why_refused(pin, [account.person.nip, account.person.phone]):
        raise Refused("pin-trivial", f"{why} Pilih enam angka yang tidak dapat ditebak orang.")
