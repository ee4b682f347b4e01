"""`/healthz`, for whoever watches the server."""

import pytest
from django.db import connection
from django.test import Client

from siip.kernel import cities


@pytest.mark.django_db
def test_healthz_answers_when_the_database_does(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


@pytest.mark.django_db
def test_healthz_sets_no_cookie_and_is_not_cached(client: Client) -> None:
    answer = client.get("/healthz")
    assert (dict(answer.cookies), answer["Cache-Control"]) == ({}, "no-store")


@pytest.mark.django_db
def test_healthz_takes_no_post(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_healthz_says_503_and_no_more_when_the_city_is_gone(client: Client) -> None:
    client.get("/healthz")
    with cities.city("kab_9999"):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_healthz_says_503_and_no_more_when_the_file_is_gone(client: Client, tmp_path: object) -> None:
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], f"{tmp_path}/none/siip.sqlite3"
    answer = client.get("/healthz")
    connection.settings_dict["NAME"] = name
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
