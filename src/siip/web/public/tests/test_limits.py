"""The limits on checking letters: from one address, from all together, for ten minutes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from siip.web.public import limits
from siip.web.public.limits import CHECKS, Limit, seconds_to_wait
from tests.cast import AT

UNKNOWN = "/periksa/" + "7" * 30
FEW = Limit("coba", one=2, all=3, window=600)


@pytest.fixture
def ask(db):
    cache.clear()

    def ask(address="192.0.2.7", at=AT, limit=FEW, **headers):
        return seconds_to_wait(limit, RequestFactory().get("/", REMOTE_ADDR=address, **headers), at)

    return ask


def test_one_address_has_its_own_share(ask):
    assert [ask(), ask(), ask()] == [0, 0, 600]
    assert ask("192.0.2.8") == 0


def test_all_together_have_a_share(ask):
    assert [ask(f"192.0.2.{n}") for n in range(4)] == [0, 0, 0, 600]


def test_the_share_is_new_with_the_next_window(ask):
    ask(), ask()
    assert ask(at=AT + timedelta(seconds=599)) == 1
    assert ask(at=AT + timedelta(seconds=600)) == 0


def test_a_network_of_ipv6_is_one_address(ask):
    assert [ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8::3")] == [0, 0, 600]
    assert ask("2001:db8:0:1::1") == 0


def test_what_the_visitor_writes_about_his_address_is_not_believed(ask):
    assert [ask(HTTP_X_FORWARDED_FOR=f"198.51.100.{n}") for n in range(3)] == [0, 0, 600]


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(ask, settings):
    settings.SIIP = replace(settings.SIIP, behind_proxy=True)
    assert [ask("127.0.0.1", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 192.0.2.7") for n in range(3)] == [0, 0, 600]
    assert ask("127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.8") == 0


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_an_address_that_is_none_is_counted_all_the_same(ask, address):
    assert [ask(address), ask(address), ask(address)] == [0, 0, 600]


def test_an_address_is_kept_only_as_a_keyed_fingerprint(ask):
    ask("192.0.2.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM siip_cache")
        rows = cursor.fetchall()
    kept = [key for key, _ in rows if ":coba:" in key]
    assert len(kept) == 2 and "192.0.2.7" not in str(rows)
    import hashlib

    assert not any(hashlib.sha256(b"192.0.2.7").hexdigest() in key for key in kept)


def test_who_was_refused_costs_no_writing(ask, django_assert_num_queries):
    ask(), ask()
    with django_assert_num_queries(1):
        ask()


def test_the_page_says_how_long_to_wait(client, cast):
    cache.clear()
    window = int(AT.timestamp()) // CHECKS.window
    cache.set(f"periksa:{window}", CHECKS.all)
    page = client.get(UNKNOWN)
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (429, "600", "no-store")
    assert "Coba lagi dalam 10 menit" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_sixty_checks_in_ten_minutes_are_enough_for_one_place(client, cast):
    cache.clear()
    assert {client.get(UNKNOWN).status_code for _ in range(CHECKS.one)} == {200}
    assert client.get(UNKNOWN).status_code == 429
    assert client.get(UNKNOWN, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.get("/periksa/").status_code == 200


def test_known_and_unknown_codes_count_alike(client, desk, settings):
    cache.clear()
    code, window = desk.letter("valid").code, int(AT.timestamp()) // CHECKS.window
    client.get(f"/periksa/{code}"), client.get(UNKNOWN), client.get("/periksa/x")
    assert cache.get(f"periksa:{window}") == 3
    assert limits.CHECKS is CHECKS
