"""The pages of the programme: shown to whoever plans, changed at the kecamatan."""

from datetime import time
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.programme.models import Programme
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import send, token
from tests.cast import OTHER, PLAJU, logged_in

PAGE = "/kantor/program/"
SAID = {
    "name": "Sabtu Bersih", "about": "Kerja bakti,\r\ndan loket di jalan.", "weekday": "5", "starts": "6.30",
    "ends": "9",
}  # fmt: skip


@pytest.fixture
def dewi(cast: Any) -> Client:
    return logged_in(cast, "dewi")


def of(kecamatan: str) -> Programme:
    return Programme.objects.get(wilayah__path=kecamatan)


def change(id: UUID) -> str:
    return f"{PAGE}{id}/ubah/"


def test_the_page_shows_name_day_and_hours(dewi: Client) -> None:
    page = text(dewi.get(PAGE))
    assert "Program Jumat Bersih" in page and "Jumat, 07.00 sampai 09.30 WIB" in page and "Belum diisi" in page


def test_the_programme_is_changed(dewi: Client) -> None:
    path = change(of(PLAJU).pk)
    assert 'value="07.00"' in dewi.get(path).content.decode()
    assert send(dewi, path, **SAID)["Location"] == PAGE
    now = of(PLAJU)
    assert (now.name, now.about) == ("Sabtu Bersih", "Kerja bakti, dan loket di jalan.")
    assert (now.weekday, now.starts, now.ends) == (5, time(6, 30), time(9))
    page = text(dewi.get(PAGE))
    assert "Program sudah diubah" in page and "Sabtu, 06.30 sampai 09.00 WIB" in page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": ""}, "Nama program belum diisi"),
        ({"name": "a" * 61}, "terlalu panjang"),
        ({"about": "a" * 301}, "terlalu panjang"),
        ({"about": "NIK 1671145708850001"}, "seperti NIK"),
        ({"weekday": "7"}, "dari daftar"),
        ({"weekday": "Jumat"}, "dari daftar"),
        ({"starts": "25"}, "tidak kami pahami"),
        ({"ends": ""}, "belum diisi"),
        ({"ends": "6.30"}, "sesudah jam mulai"),
        ({"name": "\u202eBersih"}, "tidak terlihat"),
    ],
)
def test_a_change_is_refused_and_keeps_what_was_typed(dewi: Client, said: dict[str, str], why: str) -> None:
    answer = send(dewi, change(of(PLAJU).pk), **{**SAID, **said})
    assert answer.status_code == 422 and why in text(answer)
    assert f'value="{said.get("starts", "6.30")}"' in answer.content.decode()
    assert of(PLAJU).name == "Jumat Bersih"


def test_a_change_sent_twice_is_made_once(dewi: Client) -> None:
    path = change(of(PLAJU).pk)
    said = {**SAID, "token": token(dewi, path)}
    assert [dewi.post(path, said).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(act="programme.change_programme").count() == 1


def test_a_token_used_for_something_else_is_refused(dewi: Client) -> None:
    path = change(of(PLAJU).pk)
    said = {**SAID, "token": token(dewi, path)}
    dewi.post(path, said)
    answer = dewi.post(path, {**said, "name": "Minggu Bersih"})
    assert answer.status_code == 422 and "sudah pernah dikirim" in text(answer) and of(PLAJU).name == "Sabtu Bersih"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{ 7 }}", "=1+1"])
def test_a_hostile_name_is_text(dewi: Client, name: str) -> None:
    assert send(dewi, change(of(PLAJU).pk), **{**SAID, "name": name}).status_code == 302
    assert "<script>alert" not in dewi.get(PAGE).content.decode()
    assert of(PLAJU).name == name


def test_whoever_plans_in_one_kelurahan_only_reads(cast: Any) -> None:
    hendra = logged_in(cast, "hendra")
    page = text(hendra.get(PAGE))
    assert "Jumat Bersih" in page and "Ubah" not in page and "Diubah oleh pengelola" in page
    path = change(of(PLAJU).pk)
    assert hendra.get(path).status_code == 403
    assert hendra.post(path, {**SAID, "token": str(uuid7())}).status_code == 403
    assert of(PLAJU).name == "Jumat Bersih"


def test_whoever_does_not_plan_opens_none_of_it(cast: Any) -> None:
    nyimas = logged_in(cast, "nyimas")
    assert [nyimas.get(path).status_code for path in (PAGE, change(of(PLAJU).pk))] == [403, 403]


def test_the_programme_of_another_kecamatan_is_not_there(two_kecamatan: Any) -> None:
    dewi = logged_in(two_kecamatan, "dewi", host="plaju.test")
    path = change(of(OTHER).pk)
    assert dewi.get(path).status_code == dewi.get(change(uuid7())).status_code == 404
    assert dewi.post(path, {**SAID, "token": str(uuid7())}).status_code == 404
    assert of(OTHER).name == "Jumat Bersih"


def test_without_a_programme_the_page_says_what_to_do(dewi: Client) -> None:
    Programme.objects.all().delete()
    assert "Belum ada program" in text(dewi.get(PAGE))


def test_the_page_takes_few_queries(dewi: Client, django_assert_max_num_queries: Any) -> None:
    dewi.get("/kantor/")
    with django_assert_max_num_queries(10):
        dewi.get(PAGE)


BEFORE = {"turnout": "60", "complaints": "", "letter_days": "2,5", "period": "Januari sampai Juni 2026",
          "source": "buku agenda kelurahan"}  # fmt: skip


def test_how_things_stood_before_is_asked_once_and_shown(login):
    clerk = login("rini")
    assert "Catat keadaan awal" in text(clerk.get("/kantor/program/"))
    said = BEFORE | {"token": token(clerk, "/kantor/program/awal/")}
    assert clerk.post("/kantor/program/awal/", said).status_code == 302
    page = text(clerk.get("/kantor/program/"))
    assert "2,5 hari" in page and "buku agenda kelurahan" in page and "Aduan sebulan" not in page
    assert 'value="2,5"' in clerk.get("/kantor/program/awal/").content.decode()


def test_a_baseline_without_a_source_comes_back_with_what_was_typed(login):
    clerk = login("rini")
    said = BEFORE | {"source": "", "token": token(clerk, "/kantor/program/awal/")}
    page = clerk.post("/kantor/program/awal/", said)
    assert page.status_code == 422 and "Sumber belum diisi." in text(page) and 'value="60"' in page.content.decode()


def test_whoever_plans_for_one_kelurahan_states_nothing_of_the_kecamatan(login):
    assert login("hendra").get("/kantor/program/awal/").status_code == 403
