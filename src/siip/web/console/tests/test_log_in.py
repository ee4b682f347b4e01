"""Logging in, the second factor, passwords: through Django's client, refusals and bad input included."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

import siip
from siip.kernel.models import Entry
from siip.people import accounts
from siip.people.models import Account, Enrolment, Pin
from siip.web.console.accounts import urlpatterns

PASSWORD = "hujan kemarau sepeda"
NEW = "kereta mangga lautan"
OURS = str(Path(siip.__file__).parent)


@pytest.fixture(autouse=True)
def empty_cache(db: None) -> Iterator[None]:
    cache.clear()
    yield


@pytest.fixture
def members(cast: Any) -> Any:
    """Rini and Hendra with passwords of their own; Hendra has a second factor."""
    for key in ("rini", "hendra", "dewi"):
        cast.accounts[key].set_password(PASSWORD)
        cast.accounts[key].save()
    return cast


def code_of(cast: Any, key: str) -> str:
    factor = Authenticator.objects.get(user=cast.accounts[key], type="totp")
    return code_now(accounts.open_secret(factor.data["secret"]))


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(client: Client, username: str, password: str = PASSWORD, **said: str) -> Any:
    return client.post("/akun/masuk/", {"login": username, "password": password, **said})


def log_in_fully(client: Client, cast: Any, key: str = "hendra") -> Any:
    log_in(client, key)
    return client.post("/akun/kode/", {"code": code_of(cast, key)})


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", answer.content.decode(), flags=re.S))


# Logging in


def test_a_clerk_logs_in_with_name_and_password(members: Any, client: Client) -> None:
    answer = log_in(client, " RINI ")
    assert (answer.status_code, answer["Location"]) == (302, "/kantor/")
    assert client.get("/kantor/").status_code == 200


def test_the_page_asked_for_comes_after_the_log_in(members: Any, client: Client) -> None:
    asked = client.get("/kantor/orang/")
    assert asked["Location"] == "/akun/masuk/?next=%2Fkantor%2Forang%2F"
    assert 'name="next" value="/kantor/orang/"' in client.get(asked["Location"]).content.decode()
    assert log_in(client, "dewi", next="/kantor/orang/")["Location"] == "/kantor/orang/"


def test_a_log_in_never_leads_to_another_site(members: Any, client: Client) -> None:
    assert log_in(client, "rini", next="https://jahat.example/")["Location"] == "/kantor/"


@pytest.mark.parametrize("login", ["rini", "siapa", "", "x" * 500, "rini\x00", "' OR 1=1 --", "1671140101010001"])
def test_a_wrong_log_in_says_the_same_whoever_it_is(members: Any, client: Client, login: str) -> None:
    answer = log_in(client, login, "salah salah salah")
    assert answer.status_code == 200
    assert ("Nama pengguna atau kata sandi salah" in text(answer)) == (
        login in ("rini", "siapa", "' OR 1=1 --", "1671140101010001")
    )
    assert client.get("/kantor/").status_code == 302


def test_a_refused_log_in_keeps_the_name_and_not_the_password(members: Any, client: Client) -> None:
    page = log_in(client, "rini", "salah salah salah").content.decode()
    assert 'value="rini"' in page and "salah salah salah" not in page


def test_the_sixth_wrong_log_in_waits(members: Any, client: Client) -> None:
    for _ in range(5):
        log_in(client, "rini", "salah salah salah")
    assert "Terlalu banyak percobaan" in text(log_in(client, "rini"))  # the right one too
    assert log_in(Client(REMOTE_ADDR="10.0.0.9"), "rini").status_code == 200  # from anywhere
    assert log_in(client, "dewi").status_code == 302


def test_one_address_that_tries_everything_is_stopped(members: Any, client: Client) -> None:
    answers = [log_in(client, f"siapa{n}", "salah salah salah") for n in range(61)]
    assert answers[-1].status_code == 429 and "Terlalu banyak percobaan" in text(answers[-1])


def test_a_closed_account_is_told_so_only_with_its_password(members: Any, client: Client) -> None:
    Account.objects.filter(username="rini").update(is_active=False)
    assert "sudah ditutup" not in text(log_in(client, "rini", "salah salah salah"))
    answer = log_in(client, "rini")
    assert (answer.status_code, "sudah ditutup" in text(answer)) == (403, True)
    assert client.get("/kantor/").status_code == 302


def test_a_session_ends_when_the_account_is_closed(members: Any, client: Client) -> None:
    log_in(client, "rini")
    Account.objects.filter(username="rini").update(is_active=False)
    assert client.get("/kantor/").status_code == 302


def test_the_cookie_of_a_session_is_kept_from_scripts(members: Any, client: Client) -> None:
    log_in(client, "rini")
    morsel = client.cookies["sessionid"]
    assert (morsel["httponly"], morsel["samesite"], morsel["expires"]) == (True, "Lax", "")


def test_a_session_in_use_does_not_end(members: Any, client: Client) -> None:
    log_in(client, "rini")
    stored = Session.objects.get(pk=client.session.session_key)
    Session.objects.update(expire_date=stored.expire_date - timedelta(minutes=29))
    client.get("/kantor/")
    stored.refresh_from_db()
    assert stored.expire_date > datetime.now(UTC) + timedelta(minutes=25)


def test_logging_out_ends_session_and_enrolment(members: Any, client: Client) -> None:
    log_in_fully(client, members)
    session = client.session
    session["enrolment"] = str(Enrolment.objects.get(account=members.accounts["hendra"]).pk)
    session.save()
    assert client.get("/akun/keluar/").status_code == 200
    assert client.get("/kantor/").status_code == 200  # asking changes nothing
    assert client.post("/akun/keluar/")["Location"] == "/akun/masuk/"
    assert client.get("/kantor/").status_code == 302
    assert Enrolment.objects.get(account=members.accounts["hendra"]).ended_at is not None
    assert Entry.objects.filter(act="people.end_enrolment").count() == 1


# Start passwords


@pytest.fixture
def beginner(members: Any) -> Account:
    account: Account = members.accounts["rini"]
    account.start_until = datetime.now(UTC) + timedelta(days=1)
    account.save()
    return account


def test_a_start_password_is_changed_before_anything_else(beginner: Account, client: Client) -> None:
    log_in(client, "rini")
    asked = client.get("/kantor/")
    assert asked["Location"].startswith("/akun/sandi/")
    assert "Buat kata sandi Anda sendiri" in text(client.get(asked["Location"]))
    said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, "next": "/kantor/"}
    assert client.post("/akun/sandi/", said)["Location"] == "/kantor/"
    page = client.get("/kantor/")
    assert page.status_code == 200 and "Kata sandi Anda sudah diganti" in text(page)
    beginner.refresh_from_db()
    assert beginner.start_until is None and beginner.check_password(NEW)
    assert Entry.objects.filter(act="people.change_password").count() == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"oldpassword": "bukan ini juga"}, "Kata sandi yang sekarang salah"),
        ({"password1": "pendek", "password2": "pendek"}, "terlalu pendek"),
        ({"password1": PASSWORD, "password2": PASSWORD}, "sama dengan yang lama"),
        ({"password1": "rini.astuti.1", "password2": "rini.astuti.1"}, "nama Anda"),
        ({"password2": "lain sama sekali"}, "sama"),
        ({"password1": ""}, "belum diisi"),
    ],
)
def test_a_new_password_is_refused(beginner: Account, client: Client, said: dict[str, str], why: str) -> None:
    log_in(client, "rini")
    answer = client.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, **said})
    assert answer.status_code == 200 and why in text(answer)
    beginner.refresh_from_db()
    assert beginner.check_password(PASSWORD)


def test_a_start_password_lapses(beginner: Account, client: Client) -> None:
    Account.objects.filter(pk=beginner.pk).update(start_until=datetime.now(UTC) - timedelta(days=1))
    answer = log_in(client, "rini")
    assert (answer.status_code, "sudah lewat waktunya" in text(answer)) == (403, True)
    assert client.get("/kantor/").status_code == 302


# The second factor


def test_whoever_has_a_second_factor_is_asked_for_a_code(members: Any, client: Client) -> None:
    assert log_in(client, "hendra")["Location"].startswith("/akun/kode/")
    assert client.get("/kantor/").status_code == 302
    answer = client.post("/akun/kode/", {"code": code_of(members, "hendra")})
    assert (answer.status_code, answer["Location"]) == (302, "/kantor/")
    assert client.get("/kantor/").status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "abc", "९" * 6, "1" * 400, "\x00"])
def test_a_wrong_code_opens_nothing(members: Any, client: Client, code: str) -> None:
    log_in(client, "hendra")
    assert client.post("/akun/kode/", {"code": code}).status_code == 200
    assert client.get("/kantor/").status_code == 302


def test_a_code_is_taken_once(members: Any, client: Client) -> None:
    code = code_of(members, "hendra")
    log_in(client, "hendra")
    assert client.post("/akun/kode/", {"code": code}).status_code == 302
    again = Client()
    log_in(again, "hendra")
    answer = again.post("/akun/kode/", {"code": f" {code[:3]} {code[3:]}"})
    assert answer.status_code == 200 and "sudah dipakai" in text(answer)


def test_codes_are_tried_five_times(members: Any, client: Client) -> None:
    log_in(client, "hendra")
    for _ in range(5):
        client.post("/akun/kode/", {"code": "000000"})
    answer = client.post("/akun/kode/", {"code": code_of(members, "hendra")})
    assert answer.status_code == 200 and "Terlalu banyak percobaan" in text(answer)


def test_whoever_signs_sets_up_a_second_factor_first(members: Any, client: Client) -> None:
    Authenticator.objects.filter(user=members.accounts["hendra"]).delete()
    log_in(client, "hendra")
    asked = client.get("/kantor/")
    assert asked["Location"].startswith("/akun/dua-langkah/")
    page = client.get(asked["Location"]).content.decode()
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert picture and b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(picture[1])
    secret = client.session["mfa.totp.secret"]
    assert secret in re.sub(r"\s", "", page)
    assert "Kode salah" in text(client.post("/akun/dua-langkah/", {"code": "000000"}))
    assert not written(members)
    answer = client.post("/akun/dua-langkah/", {"code": code_now(secret)})
    assert answer["Location"] == "/akun/kode-cadangan/"
    kept = Authenticator.objects.get(user=members.accounts["hendra"], type="totp").data["secret"]
    assert secret not in kept and accounts.open_secret(kept) == secret
    assert "mfa.totp.secret" not in client.session
    assert client.get("/kantor/").status_code == 200
    assert written(members) == ["people.set_second_factor"]


def written(cast: Any) -> list[str]:
    """What the journal says of Hendra's second factor, by himself, the oldest first."""
    kinds = ("people.set_second_factor", "people.renew_recovery_codes", "people.change_telephone")
    found = Entry.objects.filter(act__in=kinds, account=cast.accounts["hendra"].pk).order_by("seq")
    return list(found.values_list("act", flat=True))


@pytest.fixture
def with_codes(members: Any, client: Client) -> list[str]:
    """Hendra's recovery codes, seen once by him."""
    log_in_fully(client, members)
    client.post("/akun/kode-cadangan/baru/")
    return re.findall(r">(\d{8})<", client.get("/akun/kode-cadangan/").content.decode())


def test_recovery_codes_are_shown_once_and_kept_sealed(with_codes: list[str], members: Any, client: Client) -> None:
    assert len(with_codes) == 10
    again = client.get("/akun/kode-cadangan/")
    assert not re.findall(r">(\d{8})<", again.content.decode())
    assert "Tersisa 10 dari 10" in text(again)
    kept = str(Authenticator.objects.get(user=members.accounts["hendra"], type="recovery_codes").data)
    assert not any(code in kept for code in with_codes)
    client.post("/akun/kode-cadangan/baru/")
    assert written(members) == ["people.renew_recovery_codes"] * 2


def test_a_recovery_code_stands_in_for_the_telephone_once(with_codes: list[str], members: Any) -> None:
    for expected in (302, 200):
        other = Client()
        log_in(other, "hendra")
        assert other.post("/akun/kode/", {"code": with_codes[0]}).status_code == expected


def test_recovery_codes_need_a_second_factor(members: Any, client: Client) -> None:
    log_in(client, "rini")
    assert client.get("/akun/kode-cadangan/").status_code == 404
    assert "Pasang dahulu verifikasi dua langkah" in text(client.post("/akun/kode-cadangan/baru/"))


def test_what_touches_security_asks_for_the_password_again(
    members: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in_fully(client, members)
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    asked = client.get("/akun/kode-cadangan/baru/")
    assert asked["Location"].startswith("/akun/sandi/ulangi/?next=")
    assert "Kata sandi salah" in text(client.post(asked["Location"], {"password": "salah salah salah"}))
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == "/akun/kode-cadangan/baru/"
    assert client.get("/akun/kode-cadangan/baru/").status_code == 200


def test_another_telephone_needs_password_and_code_and_ends_the_old_one(members: Any, client: Client) -> None:
    Pin.objects.create(account=members.accounts["hendra"], secret="x", set_at=datetime.now(UTC))
    log_in_fully(client, members)
    page = client.get("/akun/dua-langkah/ganti/")
    token = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    assert page.status_code == 200 and token
    assert client.post("/akun/dua-langkah/ganti/", {"token": token[1]})["Location"] == "/akun/dua-langkah/"
    assert not accounts.has_second_factor(members.accounts["hendra"])
    assert not Pin.objects.exists()
    assert client.get("/kantor/")["Location"].startswith("/akun/dua-langkah/")


def test_another_telephone_is_for_those_who_have_one(members: Any, client: Client) -> None:
    log_in(client, "rini")
    assert client.get("/akun/dua-langkah/ganti/")["Location"].startswith("/akun/dua-langkah/?next=")


def test_what_is_set_up_already_is_not_set_up_again(members: Any, client: Client) -> None:
    log_in_fully(client, members)
    assert client.get("/akun/dua-langkah/")["Location"] == "/akun/dua-langkah/ganti/"


def test_the_page_of_the_account_says_what_protects_it(members: Any, client: Client) -> None:
    log_in(client, "rini")
    assert "Belum terpasang" in text(client.get("/akun/keamanan/"))
    other = Client()
    log_in_fully(other, members)
    assert "Terpasang" in text(other.get("/akun/keamanan/"))


# What cannot be reached


@pytest.mark.parametrize(
    "name",
    [
        "account_signup", "account_email", "account_reset_password", "account_set_password", "account_inactive",
        "account_request_login_code", "mfa_download_recovery_codes", "mfa_add_webauthn", "socialaccount_login",
    ],
)  # fmt: skip
def test_what_is_not_used_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "login/", "email/", "password/reset/", "3rdparty/", ""])
def test_addresses_that_a_robot_would_try_are_not_there(members: Any, client: Client, path: str) -> None:
    assert client.get(f"/akun/{path}").status_code == 404
    assert client.get(f"/accounts/{path}").status_code == 404


def test_every_address_of_accounts_is_walked_below() -> None:
    """A new page of allauth's is added here and to `urlpatterns`, or it is not added."""
    named = {pattern.name for pattern in urlpatterns}
    assert named == set(PAGES)
    ours = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in ours if name.startswith(("account_", "mfa_", "socialaccount_"))} == named


PAGES: dict[str, tuple[str, str]] = {
    # name: (who opens it, how it is asked)
    "account_login": ("", "get"), "account_logout": ("rini", "get"), "account_change_password": ("rini", "get"),
    "account_reauthenticate": ("rini", "get"), "account_take_back": ("rini", "get"),
    "mfa_authenticate": ("half", "get"), "mfa_reauthenticate": ("hendra", "get"), "mfa_index": ("hendra", "get"),
    "mfa_activate_totp": ("rini", "get"), "mfa_deactivate_totp": ("hendra", "get"),
    "mfa_view_recovery_codes": ("codes", "get"), "mfa_generate_recovery_codes": ("hendra", "get"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_stock_template_is_shown(
    members: Any, client: Client, settings: Any, name: str, method: str, no_stock: Callable[[Any], None]
) -> None:
    who = PAGES[name][0]
    if who == "rini":
        log_in(client, "rini")
    elif who == "half":
        log_in(client, "hendra")
    elif who:
        log_in_fully(client, members)
    if who == "codes":
        client.post("/akun/kode-cadangan/baru/")
    answer = getattr(client, method)(reverse(name), {})
    assert answer.status_code in (200, 302, 405, 422)
    no_stock(answer)
    if answer.status_code == 302:
        no_stock(client.get(answer["Location"]))
    elif method == "get":
        assert 'lang="id"' in answer.content.decode()


@pytest.fixture
def no_stock() -> Callable[[Any], None]:
    def look(answer: Any) -> None:
        used = [(one.name, str(one.origin)) for one in answer.templates if one.name]
        assert [name for name, origin in used if not origin.startswith(OURS) and "/django/forms/" not in origin] == []
        english = re.findall(r"\b(Password|Username|Sign In|Code|Cancel|Remember|Authenticator)\b", text(answer))
        assert [word for word in english if word not in ("Authenticator",)] == []

    return look


def test_the_limit_page_is_ours(members: Any, client: Client, no_stock: Callable[[Any], None]) -> None:
    for _ in range(11):
        log_in(client, "rini")
    client = Client()
    log_in(client, "rini")
    answers = [client.post("/akun/sandi/ulangi/", {"password": "salah salah salah"}) for _ in range(11)]
    no_stock(answers[-1])
    assert answers[-1].status_code in (200, 429)


def test_a_page_takes_few_queries(members: Any, client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        client.get("/akun/masuk/")
    log_in_fully(client, members)
    with django_assert_max_num_queries(10):
        client.get("/akun/keamanan/")
