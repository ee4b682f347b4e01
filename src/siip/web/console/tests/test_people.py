"""Pages of offices, people and accounts: what the pengelola does, and what nobody else may."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from siip.kernel.ids import uuid7
from siip.people.models import Account, Holding, Office, Person
from siip.web.console.tests.test_log_in import NEW, text
from siip.web.console.tests.test_pin import send, token
from tests.cast import ident, logged_in

HOSTILE = ["<script>alert(1)</script>", '#read("/etc/passwd")', "=cmd|' /C calc'!A0", "a" * 5000]


@pytest.fixture
def dewi(cast: Any) -> Client:
    client: Client = logged_in(cast, "dewi")
    return client


def office_of(cast: Any, key: str) -> str:
    return f"/kantor/jabatan/{cast.offices[key].pk}/"


def page_of(cast: Any, key: str) -> str:
    return f"/kantor/orang/{cast.people[key].pk}/"


# Offices


def test_the_board_names_each_office_with_its_holder_of_today(dewi: Client, cast: Any) -> None:
    page = text(dewi.get("/kantor/jabatan/"))
    assert "jabatan belum dipegang hari ini" in page
    assert "Lurah Plaju Ilir" in page and "Hendra Saputra, S.IP., M.Si." in page


def test_an_office_is_made(dewi: Client, cast: Any) -> None:
    place = cast.place("16/71/14/1003/")
    answer = send(
        dewi, "/kantor/jabatan/baru/", kind="kasi_pemerintahan", wilayah=str(place.pk), title="Kasi Kesos", code="KS"
    )
    made = Office.objects.get(title="Kasi Kesos")
    assert answer["Location"] == f"/kantor/jabatan/{made.pk}/"
    assert "Kasi Kesos" in text(dewi.get(answer["Location"]))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": ""}, "belum dipilih"),
        ({"kind": "raja"}, "dari daftar"),
        ({"kind": "camat"}, "jabatan di kecamatan"),
        ({"wilayah": "999999"}, "dari daftar"),
        ({"wilayah": "x"}, "dari daftar"),
        ({"title": ""}, "belum diisi"),
        ({"title": "Lurah 1671140101010001"}, "seperti NIK"),
        ({"code": "A/B"}, "berisi huruf, angka"),
    ],
)
def test_an_office_is_refused_and_keeps_what_was_typed(dewi: Client, cast: Any, said: dict[str, str], why: str) -> None:
    place = cast.place("16/71/14/1003/")
    values = {"kind": "seklur", "wilayah": str(place.pk), "title": "Wakil", "code": "WK", **said}
    answer = send(dewi, "/kantor/jabatan/baru/", **values)
    assert answer.status_code == 422 and why in text(answer)
    assert f'value="{values["code"]}"' in answer.content.decode()


def test_an_office_sent_twice_is_made_once(dewi: Client, cast: Any) -> None:
    place = cast.place("16/71/14/1003/")
    said = {"kind": "seklur", "wilayah": str(place.pk), "title": "Wakil", "token": token(dewi, "/kantor/jabatan/baru/")}
    answers = [dewi.post("/kantor/jabatan/baru/", said)["Location"] for _ in range(2)]
    assert answers[0] == answers[1] and Office.objects.filter(title="Wakil").count() == 1


def test_an_office_says_what_it_may(dewi: Client, cast: Any) -> None:
    page = text(dewi.get(office_of(cast, "hendra")))
    assert "menandatangani surat" in page and "Kelurahan Plaju Ilir" in page
    assert "Tidak memakai halaman kantor" in text(dewi.get(office_of(cast, "ruslan")))


def test_the_letterhead_is_changed_and_keeps_the_arms(dewi: Client, cast: Any) -> None:
    office = Office.objects.get(pk=cast.offices["hendra"].pk)
    office.letterhead = {"arms": "<svg/>"}
    office.save()
    path = office_of(cast, "hendra") + "ubah/"
    address = "Jalan DI Panjaitan 1\r\n\r\nTelepon (0711) 1"
    said = {"title": "Lurah Plaju Ilir", "code": "PLI", "address": address, "place": "", "complaint": "0711-2"}
    assert send(dewi, path, **said).status_code == 302
    office.refresh_from_db()
    assert office.letterhead == {
        "address": ["Jalan DI Panjaitan 1", "Telepon (0711) 1"], "complaint": "0711-2", "arms": "<svg/>"
    }  # fmt: skip
    assert "Jalan DI Panjaitan 1" in dewi.get(path).content.decode()
    assert send(dewi, path, **{**said, "title": ""}).status_code == 422


def test_an_office_is_given_with_dates_and_sk(dewi: Client, cast: Any) -> None:
    path = office_of(cast, "nyimas") + "beri/"
    person = cast.people["agus"]
    said = {
        "person_id": str(person.pk), "capacity": "plh", "from_on": "1-12-2026", "until_on": "7 Desember 2026",
        "sk_number": "800/12/2026", "sk_on": "2026-11-30",
    }  # fmt: skip
    assert send(dewi, path, **said)["Location"] == office_of(cast, "nyimas")
    held = Holding.objects.get(sk_number="800/12/2026")
    assert (held.person, held.capacity, held.until_on.isoformat()) == (person, "plh", "2026-12-07")
    assert "800/12/2026" in text(dewi.get(office_of(cast, "nyimas")))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "sudah dipegang Nyimas Halimah"),
        ({"capacity": "plt"}, "Isi hari terakhirnya"),
        ({"capacity": "plt", "until_on": "1-1-2020"}, "lebih awal"),
        ({"from_on": "31-2-2026"}, "tidak ada di kalender"),
        ({"from_on": "kemarin"}, "tidak kami pahami"),
        ({"person_id": str(uuid7())}, "dari daftar"),
        ({"capacity": "raja"}, "dari daftar"),
    ],
)
def test_an_office_is_not_given(dewi: Client, cast: Any, said: dict[str, str], why: str) -> None:
    values = {"person_id": str(cast.people["agus"].pk), "capacity": "definitif", "from_on": "1-12-2026", **said}
    answer = send(dewi, office_of(cast, "nyimas") + "beri/", **values)
    assert answer.status_code == 422 and why in text(answer)


def test_a_holding_is_ended(dewi: Client, cast: Any) -> None:
    path = f"/kantor/jabatan/masa/{cast.holdings['nyimas'].pk}/akhiri/"
    assert send(dewi, path, last_on="1-1-2020").status_code == 422
    assert send(dewi, path, last_on="31-12-2026")["Location"] == office_of(cast, "nyimas")
    assert Holding.objects.get(pk=cast.holdings["nyimas"].pk).until_on.isoformat() == "2026-12-31"


def test_the_last_manager_stays(dewi: Client, cast: Any) -> None:
    answer = send(dewi, f"/kantor/jabatan/masa/{cast.holdings['dewi'].pk}/akhiri/", last_on="31-12-2026")
    assert answer.status_code == 422 and "Angkat dahulu pengelola baru" in text(answer)


# People


def test_the_list_of_people_says_who_can_log_in(dewi: Client, cast: Any) -> None:
    Account.objects.filter(username="agus").update(is_active=False)
    Account.objects.filter(username="yuli").update(start_until=datetime.now(UTC))
    page = text(dewi.get("/kantor/orang/"))
    assert all(said in page for said in ("Hendra Saputra", "Akun aktif", "Akun ditutup", "Belum pernah masuk"))


def test_a_person_is_entered_and_revised(dewi: Client) -> None:
    answer = send(dewi, "/kantor/orang/baru/", name="Joko Susilo", nip="19800101 200501 1 001", rank="Penata")
    made = Person.objects.get(name="Joko Susilo")
    path = f"/kantor/orang/{made.pk}/"
    assert answer["Location"] == path and "Belum memegang jabatan" in text(dewi.get(path))
    assert send(dewi, path + "ubah/", name="Joko Susilo, S.E.", phone="0812")["Location"] == path
    assert "Joko Susilo, S.E." in text(dewi.get(path))
    assert send(dewi, path + "ubah/", name="").status_code == 422


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(dewi: Client, name: str) -> None:
    answer = send(dewi, "/kantor/orang/baru/", name=name)
    if len(name) > 120:
        assert answer.status_code == 422 and "terlalu panjang" in text(answer)
    else:
        page = dewi.get(answer["Location"]).content.decode()
        assert "<script>alert" not in page and text(dewi.get("/kantor/orang/"))


@pytest.mark.parametrize("name", ["Rini\x00", "\u202eRini", "1671140101010001", ""])
def test_what_is_no_name_is_refused(dewi: Client, name: str) -> None:
    assert send(dewi, "/kantor/orang/baru/", name=name).status_code == 422


# Accounts


def test_an_account_is_opened_and_its_password_shown_once(dewi: Client, cast: Any) -> None:
    joko = Person.objects.create(id=ident("joko"), kecamatan="16/71/14/", name="Joko Susilo")
    path = f"/kantor/orang/{joko.pk}/akun/"
    page = dewi.get(path).content.decode()
    suggested = re.search(r'name="password" value="([a-z0-9-]{14})"', page)
    assert suggested and 'value="joko"' in page
    said = {"token": token(dewi, path), "username": "joko", "password": suggested[1]}
    for _ in range(2):  # a second click shows the same page
        answer = dewi.post(path, said)
        assert answer.status_code == 200 and suggested[1] in text(answer) and answer["Cache-Control"] == "no-store"
    assert Account.objects.get(username="joko").check_password(suggested[1])
    assert suggested[1] not in dewi.get(f"/kantor/orang/{joko.pk}/").content.decode()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"username": "hendra"}, "sudah dipakai"),
        ({"username": "x"}, "huruf kecil"),
        ({"password": "pendek"}, "terlalu pendek"),
        ({"username": "1671140101010001"}, "seperti NIK"),
    ],
)
def test_an_account_is_refused(dewi: Client, said: dict[str, str], why: str) -> None:
    joko = Person.objects.create(id=ident("joko"), kecamatan="16/71/14/", name="Joko Susilo")
    answer = send(dewi, f"/kantor/orang/{joko.pk}/akun/", **{"username": "joko", "password": NEW, **said})
    assert answer.status_code == 422 and why in text(answer)


def test_a_start_password_is_given_anew(dewi: Client, cast: Any) -> None:
    path = page_of(cast, "hendra") + "sandi/"
    assert send(dewi, path, password="pendek").status_code == 422
    assert NEW in text(send(dewi, path, password=NEW))
    assert "Kata sandi awal" in text(dewi.get(page_of(cast, "hendra")))
    cast.accounts["hendra"].refresh_from_db()
    hendra = logged_in(cast, "hendra")  # the cast logs in without a password
    assert hendra.get("/kantor/")["Location"].startswith("/akun/sandi/")


def test_an_account_is_closed_opened_and_freed_of_its_second_factor(dewi: Client, cast: Any) -> None:
    path = page_of(cast, "hendra")
    for page in ("tutup/", "buka/", "lepas/"):
        assert dewi.get(path + page).status_code == 200
        assert send(dewi, path + page)["Location"] == path
    assert "Tanpa verifikasi dua langkah" in text(dewi.get(path))


def test_the_manager_cannot_lock_herself_out(dewi: Client, cast: Any) -> None:
    page = text(dewi.get(page_of(cast, "dewi")))
    assert "Tutup akun" not in page and "Lepas" not in page
    for act in ("tutup/", "lepas/"):
        assert send(dewi, page_of(cast, "dewi") + act).status_code == 422


def test_without_an_account_there_is_nothing_to_reset(dewi: Client) -> None:
    joko = Person.objects.create(id=ident("joko"), kecamatan="16/71/14/", name="Joko Susilo")
    for act in ("sandi/", "tutup/", "buka/", "lepas/"):
        assert dewi.get(f"/kantor/orang/{joko.pk}/{act}").status_code == 404


# Who may not

PATHS = ("jabatan/", "jabatan/baru/", "orang/", "orang/baru/")


@pytest.mark.parametrize("key", ["rini", "hendra", "nyimas"])
def test_whoever_does_not_manage_opens_none_of_it(cast: Any, key: str) -> None:
    client = logged_in(cast, key)
    theirs = [path + page for path in (office_of(cast, "zul"), page_of(cast, "zul")) for page in ("", "ubah/")]
    for path in [*(f"/kantor/{path}" for path in PATHS), *theirs, page_of(cast, "zul") + "sandi/"]:
        assert client.get(path).status_code == 403


def test_a_manager_finds_nothing_of_another_kecamatan(two_kecamatan: Any) -> None:
    cast = two_kecamatan
    dewi = logged_in(cast, "dewi", host="plaju.test")
    theirs = [
        office_of(cast, "bambang"), office_of(cast, "bambang") + "ubah/", office_of(cast, "bambang") + "beri/",
        f"/kantor/jabatan/masa/{cast.holdings['bambang'].pk}/akhiri/", page_of(cast, "bambang"),
        page_of(cast, "bambang") + "ubah/", page_of(cast, "bambang") + "akun/", page_of(cast, "bambang") + "sandi/",
        page_of(cast, "bambang") + "tutup/",
    ]  # fmt: skip
    for path in theirs:
        answer, never = dewi.get(path), dewi.get(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(uuid7()), path))
        assert (answer.status_code, text(answer)) == (404, text(never))
    for path in ("/kantor/jabatan/", "/kantor/orang/", office_of(cast, "hendra") + "beri/", "/kantor/jabatan/baru/"):
        page = dewi.get(path).content.decode()
        assert "Bambang" not in page and "Karang" not in page


@pytest.mark.parametrize("path", PATHS)
def test_a_list_takes_few_queries(dewi: Client, path: str, django_assert_max_num_queries: Any) -> None:
    dewi.get("/kantor/")
    with django_assert_max_num_queries(12):
        dewi.get(f"/kantor/{path}")


def test_many_offices_and_people_stand_on_pages_by_level_and_by_name(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siip.web.console.offices.MANY", 5)
    monkeypatch.setattr("siip.web.console.people.MANY", 5)
    first, count = text(dewi.get("/kantor/jabatan/")), Office.objects.count()
    assert f"dari {count} jabatan" in first and "Pengelola SIIP Plaju" in first and "Ketua RT 07" not in first
    heads = text(dewi.get("/kantor/jabatan/?di=rt"))
    assert f"dari {count} jabatan" in heads and "Ketua RT 07" in heads and "Pengelola SIIP Plaju" not in heads
    assert "Tidak ada jabatan di tingkat itu" in text(dewi.get("/kantor/jabatan/?di=rw"))
    names = [text(dewi.get(f"/kantor/orang/?hal={page}")) for page in (1, 2)]
    assert "8 orang" in names[0] and "Agus Firmansyah" in names[0] and "Zulkarnain" not in names[0]
    assert "Zulkarnain" in names[1]
