"""Accounts: opened with a start password, made one's own, closed; second factors and the demonstration's codes."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from siip.kernel import crypt
from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry, House
from siip.people import accounts
from siip.people.models import Account, Enrolment, Pin
from siip.people.tests.conftest import FRIDAY, KARANG_PILANG, PASSWORD, PLAJU_ILIR, Plaju, refused

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "kereta mangga lautan"


@pytest.fixture
def hendra(plaju: Plaju) -> Account:
    return plaju.staff("lurah", "Hendra")


def armed(account: Account) -> Account:
    """With a second factor, a PIN and an enrolment, as somebody who signs has them."""
    data = {"secret": accounts.seal_secret(account, SECRET)}
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=data)
    Pin.objects.create(account=account, secret="x", set_at=FRIDAY)
    office = account.person.holdings.get().office
    Enrolment.objects.create(id=uuid7(), account=account, office=office, begun_at=FRIDAY)
    return account


# Opening


def test_an_account_opens_with_a_start_password(plaju: Plaju) -> None:
    hendra, id = plaju.person("Hendra"), uuid7()
    for _ in range(2):
        account = accounts.open_account(
            person_id=hendra.pk, username=" Hendra.S ", password=PASSWORD, by=plaju.dewi, at=FRIDAY, id=id
        )
    assert (account.username, Account.objects.filter(person=hendra).count()) == ("hendra.s", 1)
    assert account.check_password(PASSWORD) and account.password.startswith("argon2")
    assert accounts.must_change_password(account)
    assert [accounts.has_lapsed(account, FRIDAY + timedelta(days=days)) for days in (14, 15)] == [False, True]


def test_a_journal_entry_says_nothing_of_the_password(plaju: Plaju) -> None:
    hendra, id = plaju.person("Hendra"), uuid7()
    accounts.open_account(person_id=hendra.pk, username="hendra", password=PASSWORD, by=plaju.dewi, at=FRIDAY, id=id)
    entry = Entry.objects.get(pk=id)
    assert (entry.act, entry.about) == ("people.open_account", {"person": str(hendra.pk)})


def test_the_same_form_with_another_password_is_refused(plaju: Plaju) -> None:
    hendra, id = plaju.person("Hendra"), uuid7()
    said = {"person_id": hendra.pk, "username": "hendra", "by": plaju.dewi, "at": FRIDAY, "id": id}
    accounts.open_account(**said, password=PASSWORD)
    with refused("other-payload"):
        accounts.open_account(**said, password=NEW)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"username": "ab"}, "username-shape"),
        ({"username": "1rini"}, "username-shape"),
        ({"username": "rini astuti"}, "username-shape"),
        ({"username": "r" * 41}, "username-shape"),
        ({"username": "x1671140101010001"}, "nik-in-text"),
        ({"username": "1671140101010001"}, "nik-in-text"),
        ({"username": "DEWI"}, "username-taken"),
        ({"password": "pendek"}, "weak-password"),
        ({"password": "rini.astuti"}, "weak-password"),
        ({"password": "1234567890"}, "weak-password"),
    ],
)
def test_an_account_is_refused(plaju: Plaju, said: dict[str, str], code: str) -> None:
    person = plaju.person("Rini Astuti")
    values = {"username": "rini", "password": PASSWORD, **said}
    with refused(code):
        accounts.open_account(person_id=person.pk, **values, by=plaju.dewi, at=FRIDAY, id=uuid7())
    assert not Account.objects.filter(person=person).exists()


def test_a_person_has_one_account(plaju: Plaju, hendra: Account) -> None:
    with refused("account-exists"):
        accounts.open_account(
            person_id=hendra.person_id, username="lain", password=PASSWORD, by=plaju.dewi, at=FRIDAY, id=uuid7()
        )


def test_accounts_of_another_kecamatan_are_not_found(plaju: Plaju) -> None:
    slamet = plaju.account(plaju.person("Slamet", KARANG_PILANG), "slamet")
    common = {"by": plaju.dewi, "at": FRIDAY}
    with refused("not-found"):
        accounts.open_account(person_id=slamet.person_id, username="x", password=PASSWORD, **common, id=uuid7())
    with refused("not-found"):
        accounts.new_start_password(slamet.pk, password=NEW, **common, id=uuid7())
    for act in (accounts.close_account, accounts.reopen_account, accounts.drop_second_factor):
        with refused("not-found"):
            act(slamet.pk, **common, id=uuid7())


def test_whoever_manages_nothing_opens_nothing(plaju: Plaju, hendra: Account) -> None:
    with refused("no-right"):
        accounts.close_account(hendra.pk, by=plaju.actor(plaju.staff("seklur", "Sari")), at=FRIDAY, id=uuid7())


def test_the_database_holds_one_account_for_a_name_in_any_case(plaju: Plaju, hendra: Account) -> None:
    twin = Account(username="HENDRA", person=plaju.person("Joko"), made_at=FRIDAY, key=uuid7())
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    assert Account.objects.get_by_natural_key("HENDRA") == hendra


# Passwords


def test_the_owner_makes_the_password_his_own(plaju: Plaju, hendra: Account) -> None:
    id = uuid7()
    for _ in range(2):
        accounts.change_password(hendra.pk, password=NEW, by=plaju.actor(hendra), at=FRIDAY, id=id)
    hendra.refresh_from_db()
    assert hendra.check_password(NEW) and not accounts.must_change_password(hendra)
    assert not accounts.has_lapsed(hendra, FRIDAY + timedelta(days=999))


@pytest.mark.parametrize(("password", "code"), [(PASSWORD, "same-password"), ("pendek", "weak-password")])
def test_a_change_of_password_is_refused(plaju: Plaju, hendra: Account, password: str, code: str) -> None:
    with refused(code):
        accounts.change_password(hendra.pk, password=password, by=plaju.actor(hendra), at=FRIDAY, id=uuid7())


def test_only_the_owner_changes_a_password(plaju: Plaju, hendra: Account) -> None:
    with refused("not-yours"):
        accounts.change_password(hendra.pk, password=NEW, by=plaju.dewi, at=FRIDAY, id=uuid7())


def test_a_new_start_password_ends_pin_and_enrolments(plaju: Plaju, hendra: Account) -> None:
    armed(hendra)
    id = uuid7()
    for _ in range(2):
        accounts.new_start_password(hendra.pk, password=NEW, by=plaju.dewi, at=FRIDAY, id=id)
    hendra.refresh_from_db()
    assert hendra.check_password(NEW) and accounts.must_change_password(hendra)
    assert not Pin.objects.exists() and not Enrolment.objects.filter(ended_at=None).exists()
    assert accounts.has_second_factor(hendra)  # a manager who resets a password still lacks the telephone


def test_a_start_password_is_judged_too(plaju: Plaju, hendra: Account) -> None:
    with refused("weak-password"):
        accounts.new_start_password(hendra.pk, password="hendra", by=plaju.dewi, at=FRIDAY, id=uuid7())
    id = uuid7()
    accounts.new_start_password(hendra.pk, password=NEW, by=plaju.dewi, at=FRIDAY, id=id)
    with refused("other-payload"):
        accounts.new_start_password(hendra.pk, password=PASSWORD, by=plaju.dewi, at=FRIDAY, id=id)


# Closing


def test_a_closed_account_opens_again(plaju: Plaju, hendra: Account) -> None:
    armed(hendra)
    for act, is_active in ((accounts.close_account, False), (accounts.reopen_account, True)):
        id = uuid7()
        for _ in range(2):
            act(hendra.pk, by=plaju.dewi, at=FRIDAY, id=id)
        hendra.refresh_from_db()
        assert hendra.is_active == is_active
    assert not Enrolment.objects.filter(ended_at=None).exists()


def test_nobody_closes_the_own_account(plaju: Plaju) -> None:
    with refused("own-account"):
        accounts.close_account(plaju.dewi.account or 0, by=plaju.dewi, at=FRIDAY, id=uuid7())


# Second factor


def test_only_whoever_signs_must_have_a_second_factor(plaju: Plaju, hendra: Account) -> None:
    rini = plaju.staff("petugas_loket", "Rini")
    assert accounts.must_have_second_factor(plaju.actor(hendra))
    assert not accounts.must_have_second_factor(plaju.actor(rini))
    assert not accounts.must_have_second_factor(plaju.dewi)


def test_a_secret_lies_sealed_under_the_key_of_the_account(plaju: Plaju, hendra: Account) -> None:
    sealed = accounts.seal_secret(hendra, SECRET)
    assert SECRET not in sealed and accounts.open_secret(sealed) == SECRET
    DataKey.objects.filter(pk=hendra.key).update(wrapped=None, destroyed_at=FRIDAY)
    with pytest.raises(crypt.Unreadable):
        accounts.open_secret(sealed)


def test_the_manager_drops_a_lost_second_factor(plaju: Plaju, hendra: Account) -> None:
    armed(hendra)
    id = uuid7()
    for _ in range(2):
        accounts.drop_second_factor(hendra.pk, by=plaju.dewi, at=FRIDAY, id=id)
    assert not accounts.has_second_factor(hendra) and not Pin.objects.exists()
    assert Entry.objects.get(pk=id).act == "people.drop_second_factor"


def test_nobody_drops_the_own_second_factor_as_a_manager(plaju: Plaju) -> None:
    with refused("own-account"):
        accounts.drop_second_factor(plaju.dewi.account or 0, by=plaju.dewi, at=FRIDAY, id=uuid7())


def test_the_owner_changes_to_another_telephone(plaju: Plaju, hendra: Account) -> None:
    armed(hendra)
    said = {"account_id": hendra.pk, "by": plaju.actor(hendra), "at": FRIDAY}
    with refused("log-in-first"):
        accounts.change_telephone(**said, recent_login=False, id=uuid7())
    with refused("not-yours"):
        accounts.change_telephone(**{**said, "by": plaju.dewi}, recent_login=True, id=uuid7())
    id = uuid7()
    for _ in range(2):
        accounts.change_telephone(**said, recent_login=True, id=id)
    assert not accounts.has_second_factor(hendra) and not Pin.objects.exists()


def test_the_manager_sees_how_somebody_logs_in(plaju: Plaju, hendra: Account) -> None:
    seen = accounts.access(hendra)
    assert (seen.has_second_factor, seen.has_pin, seen.is_pin_locked) == (False, False, False)
    armed(hendra)
    Pin.objects.update(locked_at=FRIDAY)
    seen = accounts.access(hendra)
    assert (seen.has_second_factor, seen.has_pin, seen.is_pin_locked) == (True, True, True)
    assert accounts.account_of(hendra.person) == hendra
    with refused("not-found"):
        accounts.account_of(plaju.person("Joko"))


# The demonstration


def test_the_demonstration_shows_the_code_of_an_app(plaju: Plaju, hendra: Account) -> None:
    id = uuid7()
    for _ in range(2):
        accounts.demo_second_factor(
            hendra.pk, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", by=plaju.house, at=FRIDAY, id=id
        )
    moment = FRIDAY.fromtimestamp(59, FRIDAY.tzinfo)
    assert accounts.demo_code(" HENDRA ", moment) == "287082"  # RFC 6238, appendix B, SHA-1, the last six of 94287082


def test_the_demonstration_names_the_accounts_there_are(plaju: Plaju, hendra: Account) -> None:
    with pytest.raises(accounts.Refused, match="dewi, hendra"):
        accounts.demo_code("siapa", FRIDAY)
    with refused("no-second-factor"):
        accounts.demo_code("hendra", FRIDAY)


def test_a_real_house_shows_no_code(plaju: Plaju, hendra: Account) -> None:
    armed(hendra)
    House.objects.update(training=False)
    with refused("not-training"):
        accounts.demo_code("hendra", FRIDAY)
    with refused("not-training"):
        accounts.demo_second_factor(hendra.pk, secret=SECRET, by=plaju.house, at=FRIDAY, id=uuid7())


def test_the_right_is_asked_where_the_person_works(plaju: Plaju, hendra: Account) -> None:
    somebody = Actor(uuid7(), 7, plaju.house.device, frozenset({Grant("people.manage", PLAJU_ILIR)}))
    with refused("not-found"):  # a person is of the whole kecamatan
        accounts.close_account(hendra.pk, by=somebody, at=FRIDAY, id=uuid7())


def test_recovery_codes_are_known_to_be_there(plaju: Plaju, hendra: Account) -> None:
    assert not accounts.has_recovery_codes(hendra)
    Authenticator.objects.create(user=hendra, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert accounts.has_recovery_codes(hendra)


def test_a_step_on_somebody_elses_second_factor_is_refused(plaju):
    with refused("not-yours"):
        accounts.watch_second_factor(
            account_id=plaju.staff("lurah", "Hendra").pk, step=lambda: None, by=plaju.dewi, at=FRIDAY, id=uuid7()
        )
