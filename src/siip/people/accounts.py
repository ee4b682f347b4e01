"""Accounts: opened by the manager with a start password, made one's own at the first log-in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import transaction

from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey, House
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik
from siip.people import enrolments, persons
from siip.people.models import Account, Person, Pin
from siip.people.rules.passwords import faults
from siip.people.rules.rights import SECOND_FACTOR

START_DAYS: Final = 14
TOTP_SECONDS: Final = 30

Answer = TypeVar("Answer")

_NAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")


@dataclass(frozen=True, slots=True)
class Access:
    """How somebody logs in, as the manager sees it."""

    account: Account
    has_second_factor: bool
    has_pin: bool
    is_pin_locked: bool


def open_account(*, person_id: UUID, username: str, password: str, by: Actor, at: datetime, id: UUID) -> Account:
    """Open an account with a start password, which must be changed at the first log-in within 14 days.

    Raises Refused: "no-right", "not-found", "account-exists", "username-shape", "username-taken",
    "nik-in-text", "weak-password", "other-payload".
    """
    person, username = persons.person(person_id, by), username.strip().lower()
    where, about = person.kecamatan, {"person": str(person_id)}
    body = [person_id, username]  # not the password: its digest would be easier to try than its hash
    with journal.act("people.open_account", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _the_same(Account.objects.get(person=person_id), password)
        _check_name(username)
        if Account.objects.filter(person=person_id).exists():
            raise Refused("account-exists", f"{person.name} sudah punya akun. Setel ulang kata sandinya bila lupa.")
        _check_password(password, username, person.name)
        key, _ = crypt.new_key(act.inner("key"))
        key.save(force_insert=True)
        account = Account(username=username, person=person, made_at=at, key=key.id)
        _start(account, password, at)
        account.save(force_insert=True)
    return account


def new_start_password(account_id: int, *, password: str, by: Actor, at: datetime, id: UUID) -> Account:
    """Give an account a new start password; its sessions and its PIN end with the old one.

    Raises Refused: "no-right", "not-found", "weak-password", "other-payload".
    """
    about = {"account": account_id}
    where = managed(account_id, by).person.kecamatan
    with journal.act("people.new_start_password", id=id, by=by, at=at, where=where, about=about, body=account_id) as a:
        account = _locked(account_id)
        if a.repeated:
            return _the_same(account, password)
        _check_password(password, account.username, account.person.name)
        _start(account, password, at)
        account.save(update_fields=["password", "start_until"])
        _forget_signing(account, at)
    return account


def change_password(account_id: int, *, password: str, by: Actor, at: datetime, id: UUID) -> Account:
    """Set one's own password; the face has asked for the old one.

    Raises Refused: "not-yours", "weak-password", "same-password".
    """
    if by.account != account_id:
        raise Refused("not-yours", "Kata sandi hanya dapat diganti oleh pemilik akun.")
    account, about = Account.objects.select_related("person").get(pk=account_id), {"account": account_id}
    where = account.person.kecamatan
    with journal.act("people.change_password", id=id, by=by, at=at, where=where, about=about, body=account_id) as act:
        account = _locked(account_id)
        if act.repeated:
            return account
        _check_password(password, account.username, account.person.name)
        if account.check_password(password):
            raise Refused("same-password", "Kata sandi baru sama dengan yang lama. Pilih yang lain.")
        account.set_password(password)
        account.start_until = None
        account.save(update_fields=["password", "start_until"])
    return account


def close_account(account_id: int, *, by: Actor, at: datetime, id: UUID) -> Account:
    """Close an account: nobody logs in with it any more, what it did stays.

    Raises Refused: "no-right", "not-found", "own-account".
    """
    if by.account == account_id:
        raise Refused("own-account", "Anda tidak dapat menutup akun sendiri. Mintalah pengelola lain.")
    return _switch("people.close_account", account_id, False, by=by, at=at, id=id)


def reopen_account(account_id: int, *, by: Actor, at: datetime, id: UUID) -> Account:
    """Open a closed account again, with the password it had. Raises Refused: "no-right", "not-found"."""
    return _switch("people.reopen_account", account_id, True, by=by, at=at, id=id)


def drop_second_factor(account_id: int, *, by: Actor, at: datetime, id: UUID) -> Account:
    """Take the second factor off an account whose owner lost telephone and recovery codes; the PIN goes too.

    Raises Refused: "no-right", "not-found", "own-account".
    """
    if by.account == account_id:
        raise Refused("own-account", "Verifikasi dua langkah Anda sendiri hanya dapat dilepas oleh pengelola lain.")
    about = {"account": account_id}
    where = managed(account_id, by).person.kecamatan
    with journal.act("people.drop_second_factor", id=id, by=by, at=at, where=where, about=about, body=account_id) as a:
        account = _locked(account_id)
        if not a.repeated:
            _drop_factors(account, at)
    return account


def watch_second_factor(*, account_id: int, step: Callable[[], Answer], by: Actor, at: datetime, id: UUID) -> Answer:
    """Take a step of the library that keeps second factors, and write down what it changed, in one transaction.

    Somebody who sets up his own telephone, or makes new recovery codes, does it by a page of that library; a
    step that changed nothing (a wrong code) leaves no entry, and what it counted stays. Raises Refused: "not-yours".
    """
    if by.account != account_id:
        raise Refused("not-yours", "Verifikasi dua langkah hanya dapat dipasang oleh pemilik akun.")
    where, about = Account.objects.select_related("person").get(pk=account_id).person.kecamatan, {"account": account_id}
    with transaction.atomic():
        before = _factors(account_id)
        answer = step()
        new = {kind for kind, _ in _factors(account_id) - before}
        said: dict[str, Any] = {"id": id, "by": by, "at": at, "where": where, "about": about, "body": account_id}
        if Authenticator.Type.TOTP in new:  # its recovery codes come with it
            with journal.act("people.set_second_factor", **said):
                pass
        elif new:
            with journal.act("people.renew_recovery_codes", **said):
                pass
    return answer


def change_telephone(*, account_id: int, recent_login: bool, by: Actor, at: datetime, id: UUID) -> Account:
    """Take off one's own second factor to set it up on another telephone; PIN and recovery codes go too.

    `recent_login`: the face saw password and code within the last minutes. Raises Refused: "not-yours",
    "log-in-first".
    """
    enrolments.require_own(account_id, by, recent_login)
    account, about = Account.objects.select_related("person").get(pk=account_id), {"account": account_id}
    where = account.person.kecamatan
    with journal.act("people.change_telephone", id=id, by=by, at=at, where=where, about=about, body=account_id) as act:
        account = _locked(account_id)
        if not act.repeated:
            _drop_factors(account, at)
    return account


def managed(account_id: int, by: Actor) -> Account:
    """An account of somebody whom the actor manages, with the person. Raises Refused: "no-right", "not-found"."""
    person = persons.persons(by).filter(account__pk=account_id).first()
    if person is None:
        raise Refused("not-found", "Akun ini tidak ditemukan di kecamatan Anda. Kembali ke daftar, lalu pilih lagi.")
    return person.account


def account_of(person: Person) -> Account:
    """The account of a person. Raises Refused: "not-found"."""
    found = Account.objects.filter(person=person).first()
    if found is None:
        raise Refused("not-found", f"{person.name} belum punya akun. Buka dahulu akunnya.")
    return found


def access(account: Account) -> Access:
    """What the manager may know about how somebody logs in."""
    pin = Pin.objects.filter(account=account).first()
    return Access(account, has_second_factor(account), pin is not None, bool(pin and pin.locked_at))


def must_have_second_factor(actor: Actor) -> bool:
    """Whether the offices of this actor ask for two factors: whoever signs or revokes."""
    return any(actor.may_somewhere(right) for right in SECOND_FACTOR)


def has_second_factor(account: Account) -> bool:
    """Whether a log-in to this account asks for a code of an app."""
    return Authenticator.objects.filter(user=account.pk, type=Authenticator.Type.TOTP).exists()


def has_recovery_codes(account: Account) -> bool:
    """Whether codes were made that stand in for a lost telephone."""
    return Authenticator.objects.filter(user=account.pk, type=Authenticator.Type.RECOVERY_CODES).exists()


def must_change_password(account: Account) -> bool:
    """Whether somebody else still knows the password."""
    return account.start_until is not None


def has_lapsed(account: Account, at: datetime) -> bool:
    """Whether a start password was left lying for too long: it no longer opens the account."""
    return account.start_until is not None and at > account.start_until


def seal_secret(account: Account, secret: str) -> str:
    """A secret of the second factor as it may lie in a table: sealed under the account's own key."""
    plain = crypt.plain_key(DataKey.objects.get(pk=account.key))
    return f"{account.key}:{crypt.seal(plain, secret.encode(), aad=f'people.account:{account.key}:mfa').hex()}"


def open_secret(sealed: str) -> str:
    """What `seal_secret` gave. Raises kernel.crypt.Unreadable."""
    key, _, value = sealed.partition(":")
    plain = crypt.plain_key(DataKey.objects.get(pk=UUID(key)))
    return crypt.open_sealed(plain, bytes.fromhex(value), aad=f"people.account:{key}:mfa").decode()


def demo_second_factor(account_id: int, *, secret: str, by: Actor, at: datetime, id: UUID) -> None:
    """Give a demonstration account its second factor without a telephone (a secret in base 32).

    Raises Refused: "not-training".
    """
    _require_training()
    account = Account.objects.select_related("person").get(pk=account_id)
    where, about = account.person.kecamatan, {"account": account_id}
    with journal.act("people.demo_second_factor", id=id, by=by, at=at, where=where, about=about, body=account_id) as a:
        if not a.repeated:
            data = {"secret": seal_secret(account, secret)}
            Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=data, created_at=at)


def demo_code(username: str, at: datetime) -> str:
    """The code that a demonstration account's app would show now.

    Raises Refused: "not-training", "not-found", "no-second-factor".
    """
    _require_training()
    found = Account.objects.filter(username__iexact=username.strip()).first()
    if found is None:
        known = ", ".join(Account.objects.order_by("username").values_list("username", flat=True)[:20])
        raise Refused("not-found", f"Tidak ada akun {username}. Yang ada: {known or 'belum ada'}.")
    factor = Authenticator.objects.filter(user=found, type=Authenticator.Type.TOTP).first()
    if factor is None:
        raise Refused("no-second-factor", f"Akun {found.username} masuk tanpa kode: cukup nama dan kata sandi.")
    counter = int(at.timestamp()) // TOTP_SECONDS
    return format_hotp_value(hotp_value(open_secret(factor.data["secret"]), counter))


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """The twenty thousand passwords that are tried first, in lower case."""
    return frozenset(CommonPasswordValidator().passwords)


def _switch(name: str, account_id: int, is_active: bool, *, by: Actor, at: datetime, id: UUID) -> Account:
    where = managed(account_id, by).person.kecamatan
    about = {"account": account_id}
    with journal.act(name, id=id, by=by, at=at, where=where, about=about, body=account_id) as act:
        account = _locked(account_id)
        if act.repeated:
            return account
        account.is_active = is_active
        account.save(update_fields=["is_active"])
        if not is_active:
            enrolments.end_all(account, at)
    return account


def _locked(account_id: int) -> Account:
    return Account.objects.select_related("person").select_for_update(of=("self",)).get(pk=account_id)


def _start(account: Account, password: str, at: datetime) -> None:
    account.set_password(password)
    account.start_until = at + timedelta(days=START_DAYS)


def _the_same(account: Account, password: str) -> Account:
    """A form sent twice shows the password again, so it has to be the one that was set."""
    if not account.check_password(password):
        raise Refused(
            "other-payload",
            "Formulir ini sudah pernah dikirim dengan isi lain. Buka kembali halamannya, lalu isi sekali lagi.",
        )
    return account


def _factors(account_id: int) -> set[tuple[str, int]]:
    """What an account logs in with beside its password; renewing the codes makes a row of another id."""
    return set(Authenticator.objects.filter(user=account_id).values_list("type", "pk"))


def _drop_factors(account: Account, at: datetime) -> None:
    Authenticator.objects.filter(user=account).delete()
    _forget_signing(account, at)


def _forget_signing(account: Account, at: datetime) -> None:
    """Whoever got hold of the account by a reset must not sign with a PIN that he knows from before."""
    Pin.objects.filter(account=account).delete()
    enrolments.end_all(account, at)


def _check_name(username: str) -> None:
    refuse_nik(username, "Nama pengguna")
    if not _NAME.fullmatch(username):
        raise Refused(
            "username-shape",
            "Nama pengguna berisi 3 sampai 40 huruf kecil, angka, titik, atau garis, dan mulai dengan huruf.",
        )
    if Account.objects.filter(username__iexact=username).exists():
        raise Refused("username-taken", f"Nama pengguna {username} sudah dipakai. Pilih yang lain.")


def _check_password(password: str, username: str, name: str) -> None:
    wrong = faults(password, about=[username, name], common=common_passwords())
    if wrong:
        raise Refused("weak-password", " ".join(wrong))


def _require_training() -> None:
    if not House.objects.filter(training=True).exists():
        raise Refused("not-training", "Ini bukan rumah latihan: kode hanya ada di telepon pemilik akun.")
