"""The PIN: set under a full log-in, tried five times, proved in an enrolled session only."""

from datetime import date, timedelta
from threading import Thread

import pytest
from allauth.mfa.models import Authenticator
from django.db import close_old_connections, connection, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.people import accounts, enrolments, offices, pins
from siip.people.models import Account, Enrolment, Holding, Pin
from siip.people.tests.conftest import FRIDAY, PLAJU_ILIR, PLAJU_ULU, Plaju, build, missing, refused

PIN = "738291"


class Desk:
    """Pak Hendra, lurah of Plaju Ilir, with PIN and enrolment, in front of his browser."""

    def __init__(self, plaju: Plaju) -> None:
        self.plaju = plaju
        self.account = plaju.staff("lurah", "Hendra")
        self.office = Holding.objects.get(person=self.account.person_id).office
        self.by = plaju.actor(self.account)
        data = {"secret": accounts.seal_secret(self.account, "JBSWY3DPEHPK3PXP")}
        Authenticator.objects.create(user=self.account, type=Authenticator.Type.TOTP, data=data)

    def set(self, pin: str = PIN, **said: object) -> Pin:
        values = {"account_id": self.account.pk, "recent_login": True, "by": self.by, "id": uuid7(), **said}
        return pins.set_pin(pin=pin, at=FRIDAY, **values)  # type: ignore[arg-type]

    def enrol(self, **said: object) -> Enrolment:
        values = {
            "account_id": self.account.pk, "office_id": self.office.pk, "recent_login": True, "by": self.by,
            "id": uuid7(), **said,
        }  # fmt: skip
        return enrolments.enrol(at=FRIDAY, **values)  # type: ignore[arg-type]

    def prove(self, pin: str = PIN, **said: object) -> pins.Proof:
        values = {"by": self.by, "at": FRIDAY, "id": uuid7(), **said}
        enrolment = Enrolment.objects.filter(account=self.account).order_by("-id").first()
        return pins.prove(self.account.pk, pin, enrolment.pk if enrolment else None, **values)  # type: ignore[arg-type]

    def failures(self) -> int:
        return Pin.objects.get(account=self.account).failures


@pytest.fixture
def desk(plaju: Plaju) -> Desk:
    return Desk(plaju)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.set()
    desk.enrol()
    return desk


# Setting


def test_a_pin_is_kept_as_argon2id_and_noted(desk: Desk) -> None:
    id = uuid7()
    for _ in range(2):
        pin = desk.set(id=id)
    assert pin.secret.startswith("$argon2id$") and PIN not in pin.secret
    assert Entry.objects.get(pk=id).about == {"account": desk.account.pk}


@pytest.mark.parametrize(
    ("pin", "code"),
    [("12345", "pin-shape"), ("१२३४५६", "pin-shape"), ("12345a", "pin-shape"), ("000000", "pin-trivial")],
)
def test_a_pin_is_refused(desk: Desk, pin: str, code: str) -> None:
    with refused(code):
        desk.set(pin)
    assert not Pin.objects.exists()


def test_a_pin_is_no_part_of_the_nip(desk: Desk) -> None:
    desk.account.person.nip = "198" + PIN + "200501001"
    desk.account.person.save()
    with refused("pin-trivial"):
        desk.set()


def test_a_pin_needs_a_full_log_in_of_its_owner(desk: Desk) -> None:
    with refused("log-in-first"):
        desk.set(recent_login=False)
    with refused("not-yours"):
        desk.set(by=desk.plaju.dewi)
    Authenticator.objects.all().delete()
    with refused("no-second-factor"):
        desk.set()


# Proving


def test_a_right_pin_gives_a_proof_for_this_office(ready: Desk) -> None:
    proof = ready.prove()
    assert (proof.account, proof.office_path, proof.at) == (ready.account.pk, PLAJU_ILIR, FRIDAY)


def test_a_proof_is_good_for_two_minutes(ready: Desk) -> None:
    proof = ready.prove()
    proof.require(by=ready.by, path=PLAJU_ILIR, at=FRIDAY + timedelta(minutes=2))
    for seconds in (-1, 121):
        with refused("proof-stale"):
            proof.require(by=ready.by, path=PLAJU_ILIR, at=FRIDAY + timedelta(seconds=seconds))


def test_a_proof_is_for_its_owner_and_his_territory(ready: Desk) -> None:
    proof = ready.prove()
    with refused("proof-elsewhere"):
        proof.require(by=ready.by, path=PLAJU_ULU, at=FRIDAY)
    with refused("proof-elsewhere"):
        proof.require(by=ready.plaju.dewi, path=PLAJU_ILIR, at=FRIDAY)


def test_a_wrong_pin_is_counted_and_says_how_many_tries_remain(ready: Desk) -> None:
    with pytest.raises(Refused, match="Sisa 4 kali") as refusal:
        ready.prove("111222")
    assert (refusal.value.code, ready.failures()) == ("pin-wrong", 1)


def test_a_right_pin_forgets_the_wrong_ones(ready: Desk) -> None:
    with refused("pin-wrong"):
        ready.prove("111222")
    ready.prove()
    assert ready.failures() == 0


def test_the_fifth_wrong_pin_locks_and_is_noted(ready: Desk) -> None:
    id = uuid7()
    for wrong in range(1, 5):
        with pytest.raises(Refused, match=f"Sisa {5 - wrong} kali"):
            ready.prove("111222")
    with refused("pin-locked"):
        ready.prove("111222", id=id)
    entry = Entry.objects.get(pk=id)
    assert (entry.act, entry.path) == ("people.lock_pin", PLAJU_ILIR)
    with refused("pin-locked"):
        ready.prove()  # the right one comes too late
    ready.set("829173")
    assert ready.prove("829173")


def test_a_try_that_crashed_still_counts(ready: Desk) -> None:
    Pin.objects.update(failures=5)  # five tries begun, none finished
    with refused("pin-locked"):
        ready.prove()


def test_there_is_nothing_to_prove_without_a_pin(desk: Desk) -> None:
    desk.enrol()
    with refused("no-pin"):
        desk.prove()


def test_a_stolen_table_does_not_give_the_pin_away(ready: Desk) -> None:
    """Six digits under a hash are tried in an hour; these are keyed by a secret outside the database."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(Pin.objects.get().secret, PIN)


def test_a_pin_does_not_open_for_another_account(ready: Desk) -> None:
    joko = ready.plaju.staff("seklur", "Joko")
    Pin.objects.create(account=joko, secret=Pin.objects.get().secret, set_at=FRIDAY)
    enrolment = Enrolment.objects.create(
        id=uuid7(), account=joko, office=joko.person.holdings.get().office, begun_at=FRIDAY
    )
    with refused("pin-wrong"):
        pins.prove(joko.pk, PIN, enrolment.pk, by=ready.plaju.actor(joko), at=FRIDAY, id=uuid7())


# Only in an enrolled session


def test_a_pin_proves_nothing_where_the_browser_is_not_enrolled(desk: Desk) -> None:
    desk.set()
    with refused("not-enrolled"):
        desk.prove()
    with refused("not-enrolled"):
        pins.prove(desk.account.pk, PIN, missing(), by=desk.by, at=FRIDAY, id=uuid7())
    assert desk.failures() == 0


def test_somebody_elses_enrolment_is_none(ready: Desk) -> None:
    joko = ready.plaju.staff("seklur", "Joko")
    theirs = ready.plaju.actor(joko)
    with refused("not-enrolled"):
        pins.prove(joko.pk, PIN, Enrolment.objects.get().pk, by=theirs, at=FRIDAY, id=uuid7())
    with refused("not-enrolled"):
        ready.prove(by=theirs)


def test_an_enrolment_ends_with_the_office(ready: Desk) -> None:
    holding = Holding.objects.get(person=ready.account.person_id)
    offices.end_holding(holding.pk, last_on=date(2026, 11, 26), by=ready.plaju.dewi, at=FRIDAY, id=uuid7())
    with refused("not-enrolled"):
        ready.prove()


def test_an_enrolment_ends_at_log_out(ready: Desk) -> None:
    enrolment, id = Enrolment.objects.get(), uuid7()
    for _ in range(2):
        enrolments.end(enrolment.pk, by=ready.by, at=FRIDAY, id=id)
    assert Entry.objects.get(pk=id).act == "people.end_enrolment"
    with refused("not-enrolled"):
        ready.prove()


def test_nobody_ends_somebody_elses_enrolment(ready: Desk) -> None:
    enrolments.end(Enrolment.objects.get().pk, by=ready.plaju.dewi, at=FRIDAY, id=uuid7())
    assert ready.prove()


# Enrolling


def test_a_browser_is_enrolled_once(desk: Desk) -> None:
    id = uuid7()
    for _ in range(2):
        enrolment = desk.enrol(id=id)
    assert (enrolment.pk, Enrolment.objects.count()) == (id, 1)
    assert Entry.objects.get(pk=id).about["office"] == str(desk.office.pk)


def test_enrolling_needs_a_full_log_in_at_an_office_that_one_holds(desk: Desk) -> None:
    with refused("log-in-first"):
        desk.enrol(recent_login=False)
    with refused("not-yours"):
        desk.enrol(by=desk.plaju.dewi)
    with refused("not-found"):
        desk.enrol(office_id=desk.plaju.office("seklur").pk)


def test_only_offices_that_sign_are_offered(desk: Desk) -> None:
    desk.plaju.hold(desk.plaju.office("petugas_loket"), desk.account.person)
    assert enrolments.signing_offices(desk.by, FRIDAY) == [desk.office]
    assert enrolments.signing_offices(desk.plaju.house, FRIDAY) == []
    assert enrolments.current(None, desk.account.pk) is None


# Crowds


def test_a_try_stands_outside_every_transaction(plaju_committed: Plaju) -> None:
    desk = Desk(plaju_committed)
    desk.set()
    desk.enrol()
    with transaction.atomic(), pytest.raises(RuntimeError):
        desk.prove()
    with refused("pin-wrong"):
        desk.prove("111222")
    assert desk.failures() == 1


def test_many_tries_at_once_have_five_between_them(plaju_committed: Plaju) -> None:
    desk = Desk(plaju_committed)
    desk.set()
    desk.enrol()
    codes: list[str] = []

    def attempt() -> None:
        try:
            desk.prove("111222")
        except Refused as refusal:
            codes.append(refusal.code)
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (codes.count("pin-wrong"), codes.count("pin-locked")) == (4, 4)
    assert desk.failures() == 5


@pytest.fixture
def plaju_committed(transactional_db: None) -> Plaju:
    return build()


def test_every_account_has_at_most_one_pin(ready: Desk) -> None:
    assert Account.objects.get(pk=ready.account.pk).pin.account_id == ready.account.pk


def test_a_pin_is_known_by_its_account(ready: Desk) -> None:
    assert pins.pin_of(ready.account.pk) == Pin.objects.get()
    assert pins.pin_of(0) is None
