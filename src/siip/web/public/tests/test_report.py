"""Reporting by anybody, and what came of it: forms kept, limits that lose nothing, codes that open one report each."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from siip.followup import aduan, handling
from siip.followup.models import Aduan
from siip.followup.tests.conftest import anybody, hendra, lurah, report  # noqa: F401
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.web.public.limits import CODES, REPORTS
from siip.web.public.tests.conftest import weight
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db
PAGE = "/lapor/"
SAID = {
    "tentang": "1", "isi": "Sampah di depan rumah Pak Amir.", "kelurahan": PLAJU_ILIR, "tempat": "Lorong Sukarela",
    "nama": "Siti Maryam", "telepon": "0812 3456 7890", "boleh": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


def send(client, token=None, **other):
    where = {name: other.pop(name) for name in ("REMOTE_ADDR", "headers") if name in other}
    return client.post(PAGE, {"token": str(token or uuid7()), **SAID, **other}, **where)


def answer(client, row, **said):
    return client.post(f"{PAGE}{aduan.code(row)}/", {"token": str(uuid7()), **said})


def done(row, hendra):  # noqa: F811
    return handling.finish_aduan(row.pk, note="Sudah diangkut tadi pagi.", by=hendra, at=AT, id=uuid7())


# Sending


def test_a_report_gives_a_code_that_opens_what_came_of_it(client, cast):
    sent = send(client)
    row = Aduan.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, f"{PAGE}{aduan.code(row)}/")
    page = client.get(sent["Location"]).content.decode()
    for said in ("Laporan Anda sudah kami terima", "27 November 2026", aduan.code(row), "Sampah, Plaju Ilir"):
        assert said in page
    assert "wa.me/?text=http" in page and f"%2Flapor%2F{aduan.code(row)}%2F" in page


def test_nothing_that_was_typed_stands_on_the_page_of_a_code(client, report):  # noqa: F811
    page = client.get(f"{PAGE}{aduan.code(report())}/").content.decode()
    assert not any(word in page for word in ("Amir", "Siti", "Sukarela", "3456"))


def test_sending_twice_reports_once(client, cast):
    token = uuid7()
    assert send(client, token)["Location"] == send(client, token)["Location"]
    assert Aduan.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"tentang": ""}, "belum dipilih"), ({"isi": ""}, "belum diisi"), ({"isi": "1671145708850001"}, "seperti NIK"),
        ({"kelurahan": "35/78/01/1001/"}, "dari daftar"), ({"isi": "x" * 1001}, "terlalu panjang"),
        ({"nama": "a\u202eb"}, "tidak terlihat"), ({"token": "x"}, "tidak lengkap terkirim"),
    ],
)  # fmt: skip
def test_a_refused_report_says_why_and_keeps_what_was_typed(client, cast, wrong, why):
    page = send(client, **wrong)
    assert page.status_code == 422 and why in page.content.decode()
    assert 'value="Lorong Sukarela"' in page.content.decode() and not Aduan.objects.exists()


def test_markup_in_a_report_stays_text(client, cast):
    page = send(client, tentang="", isi="<script>alert(1)</script>", tempat='"><b onx=1>').content.decode()
    assert "<script" not in page and "<b onx" not in page


def test_no_official_is_named_when_he_reports(login, cast):
    assert send(login("rini")).status_code == 303
    entry = Entry.objects.get(act="followup.report_aduan")
    assert (entry.person, entry.account) == (None, None)


def test_the_page_is_kept_nowhere_sets_no_cookie_and_takes_no_form_of_another_site(client, cast):
    page = client.get(PAGE)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert not page.cookies and "Cookie" not in page.get("Vary", "")
    assert send(client, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Aduan.objects.exists()


def test_nobody_agrees_by_leaving_the_form_as_it_is(client, cast):
    assert "checked" not in client.get("/lapor/").content.decode()


def test_the_form_passes_with_csrf_checked(cast):
    assert send(Client(enforce_csrf_checks=True)).status_code == 303


# Limits


def test_two_hundred_in_a_minute_from_everywhere_get_a_clear_answer_and_lose_nothing(client, cast):
    answers = [send(client, isi=f"Laporan {n}", REMOTE_ADDR=f"192.0.2.{n}") for n in range(200)]
    taken = [one for one in answers if one.status_code == 303]
    refused = [(n, one) for n, one in enumerate(answers) if one.status_code == 429]
    assert (len(taken), len(refused), Aduan.objects.count()) == (REPORTS.all, 100, REPORTS.all)
    assert len({one["Location"] for one in taken}) == REPORTS.all
    words = {told.text for told in aduan.told(Aduan.objects.all())}
    assert words == {f"Laporan {n}" for n in range(100)}
    for n, page in (refused[0], refused[-1]):
        shown = page.content.decode()
        for said in ("Kirim lagi dalam 10 menit", "1708", "lapor.go.id", f"Laporan {n}</textarea>", "Lorong Sukarela"):
            assert said in shown
        assert page["Retry-After"] == "600"


def test_two_hundred_from_one_address_leave_room_for_others(client, cast):
    answers = [send(client).status_code for _ in range(200)]
    assert answers.count(303) == REPORTS.one and answers.count(429) == 200 - REPORTS.one
    assert send(client, REMOTE_ADDR="192.0.2.9").status_code == 303


def test_who_was_over_the_limit_sends_the_same_page_again(client, cast, now):
    for _ in range(REPORTS.one):
        send(client)
    shown = send(client, isi="Pohon tumbang").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', shown)[1]
    now.move_to(AT + timedelta(minutes=10))
    assert send(client, token, isi="Pohon tumbang").status_code == 303
    assert "Pohon tumbang" in {told.text for told in aduan.told(Aduan.objects.all())}


def test_a_report_that_was_taken_is_told_again_over_the_limit(client, cast):
    token = uuid7()
    first = send(client, token)
    for _ in range(REPORTS.one):
        send(client)
    assert send(client, token)["Location"] == first["Location"]


def test_what_is_refused_costs_nobody_his_share(client, cast):
    for _ in range(REPORTS.one + 5):
        assert send(client, isi="").status_code == 422
    assert send(client).status_code == 303


def test_a_flood_in_one_kecamatan_closes_no_door_in_another(two_kecamatan):
    here, there = Client(headers={"host": "plaju.test"}), Client(headers={"host": "other.test"})
    for n in range(REPORTS.all):
        send(here, REMOTE_ADDR=f"192.0.2.{n}")
    assert send(here, REMOTE_ADDR="198.51.100.1").status_code == 429
    assert send(there, kelurahan="35/78/01/1001/", REMOTE_ADDR="198.51.100.1").status_code == 303


def test_codes_cannot_be_tried_for_ever(client, cast):
    tried = [client.get(f"{PAGE}AAAA-AAAA-AAAA/") for _ in range(CODES.one)]
    assert {one.status_code for one in tried} == {404}
    page = client.get(f"{PAGE}AAAA-AAAA-AAAA/")
    assert page.status_code == 429 and "Coba lagi dalam 10 menit" in page.content.decode()


# What came of it


def test_the_reporter_reads_who_handles_it_and_what_was_said(client, report, hendra, lurah):  # noqa: F811
    row = report()
    due = AT.date() + timedelta(days=14)
    handling.forward_aduan(
        row.pk, office=lurah.pk, due_on=due, note="Kami lihat besok.", by=hendra, at=AT, id=uuid7()
    )  # fmt: skip
    handling.show_aduan(row.pk, text="Sampah di lorong", by=hendra, at=AT, id=uuid7())
    page = client.get(f"{PAGE}{aduan.code(row)}/").content.decode()
    for said in ("sedang ditangani", "Lurah Plaju Ilir", "8 Desember 2026", "Kami lihat besok."):
        assert said in page
    assert "Hendra" not in page and "Ditampilkan" not in page


def test_an_office_that_is_late_says_so(client, report, now):  # noqa: F811
    row = report()
    now.move_to(AT + timedelta(days=7))
    assert "Tenggat itu sudah lewat; maaf." in client.get(f"{PAGE}{aduan.code(row)}/").content.decode()


def test_the_reporter_confirms(client, report, hendra):  # noqa: F811
    row = done(report(), hendra)
    assert "Sudah beres" in client.get(f"{PAGE}{aduan.code(row)}/").content.decode()
    assert answer(client, row, jawab="beres", isi="").status_code == 303
    assert Aduan.objects.get().state == "confirmed"


def test_the_reporter_opens_it_again_with_a_reason(client, report, hendra):  # noqa: F811
    row = done(report(), hendra)
    refused = answer(client, row, jawab="belum", isi="")
    assert refused.status_code == 422 and "Tulis singkat apa yang belum beres" in refused.content.decode()
    assert answer(client, row, jawab="belum", isi="Masih bau").status_code == 303
    assert Aduan.objects.get().state == "reopened"
    assert "Masih bau" in client.get(f"{PAGE}{aduan.code(row)}/").content.decode()


def test_after_ten_working_days_it_counts_as_done(client, report, hendra, now):  # noqa: F811
    row = done(report(), hendra)
    now.move_to(AT + timedelta(days=15))
    page = client.get(f"{PAGE}{aduan.code(row)}/").content.decode()
    assert "jadi dianggap selesai" in page and 'value="beres"' not in page
    late = answer(client, row, jawab="beres", isi="")
    assert late.status_code == 422 and "Waktu menjawab sudah lewat" in late.content.decode()


def test_a_code_is_found_as_people_type_it(client, report):  # noqa: F811
    code = aduan.code(report())
    for typed in (code.lower(), code.replace("-", " "), f"http://plaju.test/lapor/{code}/"):
        led = client.post(PAGE, {"kode": typed})
        assert led.status_code == 303 and client.get(led["Location"]).status_code == 200
    wrong = client.post(PAGE, {"kode": "7KQ2"})
    assert wrong.status_code == 422 and "12 huruf dan angka" in wrong.content.decode()
    assert client.get(f"{PAGE}AAAA-AAAA-AAAA/").status_code == 404


def test_the_page_of_a_code_is_light_and_listed_nowhere(client, report, hendra):  # noqa: F811
    row = done(report(), hendra)
    page = client.get(f"{PAGE}{aduan.code(row)}/")
    assert weight(page) <= 5 * 1024 and b'content="noindex"' in page.content
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")


# What everybody may read


def test_everybody_reads_what_was_approved_in_words_of_the_office(client, report, hendra):  # noqa: F811
    row = report()
    assert "Laporan warga" not in client.get(PAGE).content.decode()
    handling.show_aduan(row.pk, text="Sampah di sebuah lorong", by=hendra, at=AT, id=uuid7())
    page = client.get(PAGE).content.decode()
    assert "Sampah di sebuah lorong" in page and "Plaju Ilir" in page and "Amir" not in page
    handling.reject_aduan(row.pk, note="Tanah pribadi.", by=hendra, at=AT, id=uuid7())
    assert "Sampah di sebuah lorong" not in client.get(PAGE).content.decode()


def test_a_full_page_weighs_at_most_5_kb(client, report, hendra):  # noqa: F811
    for n in range(12):
        text = f"{n}: Got di ujung lorong dekat pasar meluap saat hujan, air masuk ke rumah warga di sekitarnya."
        handling.show_aduan(report().pk, text=text, by=hendra, at=AT, id=uuid7())
    assert weight(client.get(PAGE)) <= 5 * 1024
    for _ in range(REPORTS.one):
        send(client)
    assert weight(send(client, isi="Got di ujung lorong. " * 40)) <= 5 * 1024
