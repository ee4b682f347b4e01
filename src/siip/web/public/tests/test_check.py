"""Checking a letter: each state, the mask, and that unknown, malformed and unfinished look alike."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from siip.letters.rules import codes
from siip.web.public import check
from siip.web.public.tests.stage import STATES

UNKNOWN = "/periksa/" + "7" * 30
MALFORMED = [
    "7" * 29, "7" * 31, "7" * 12, "7" * 11, "U" * 12,
    "U" * 30, "<x>", "7/7/7", "..", "1671145403880001", "x" * 2000, "%00", "%ff%fe", "' OR 1=1--",
]  # fmt: skip


def title(page):
    return page.content.decode().partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize("state", STATES)
def test_a_letter_is_told_by_its_state(client, desk, state):
    page = client.get(f"/periksa/{desk.letter(state).code}")
    meaning, said, *_ = check.SAID[state]
    assert page.status_code == 200 and title(page) == said
    assert f'class="card verdict {meaning}"' in page.content.decode()


def test_every_state_that_the_letters_know_has_its_words():
    from siip.letters.rules import validity

    assert set(check.SAID) == {*STATES, validity.LAPSED, validity.UNKNOWN}


def test_a_letter_lapses_after_its_last_day(client, desk, now):
    letter = desk.letter("valid")
    assert letter.valid_until == date(2027, 5, 24)
    now.move_to("2027-05-24T23:59:00+07:00")
    assert title(client.get(f"/periksa/{letter.code}")) == check.SAID["valid"][1]
    now.move_to("2027-05-25T00:00:00+07:00")
    page = client.get(f"/periksa/{letter.code}")
    assert title(page) == check.SAID["lapsed"][1] and "berlaku sampai 24 Mei 2027" in page.content.decode()


@pytest.mark.parametrize("state", STATES)
def test_a_letter_tells_number_date_and_office_and_masks_the_name(client, desk, state):
    letter = desk.letter(state)
    page = client.get(f"/periksa/{letter.code}").content.decode()
    for said in ("Surat Keterangan Domisili", letter.number, "S*** M*****", "24 November 2026", "Lurah Plaju Ilir"):
        assert said in page
    hidden = ("Siti", "Maryam", "1671145403880001", "Panjaitan 12", "rekening", "salah alamat", "Hendra", "RT 07")
    assert [word for word in hidden if word in page] == []


def test_the_code_is_read_as_people_type_it(client, desk):
    letter = desk.letter("valid")
    typed = codes.grouped(letter.code).lower().replace("0", "o").replace("1", "l")
    sent = client.post("/periksa/", {"kode": f"  {typed} "})
    assert (sent.status_code, sent.url) == (302, f"/periksa/{letter.code}")


def test_a_pasted_address_is_read_too(client, cast):
    sent = client.post("/periksa/", {"kode": f"https://siip.contoh.go.id{UNKNOWN}/"})
    assert sent.url == UNKNOWN


def test_what_else_is_sent_does_not_reach_the_address(client, cast):
    sent = client.post("/periksa/?utm=x&nik=1671145403880001", {"kode": "7" * 30, "nama": "Siti"})
    assert sent.url == UNKNOWN


def test_a_form_without_a_token_is_taken(cast):
    assert Client(enforce_csrf_checks=True).post("/periksa/", {"kode": "7" * 30}).status_code == 302


def test_the_form_is_taken_as_a_browser_sends_it_that_tells_no_address(cast):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert browser.post("/periksa/", {"kode": "7" * 30}).url == UNKNOWN


def test_no_page_with_a_code_tells_its_address_to_the_next(client, desk):
    letter = desk.letter("valid")
    pages = [client.get("/periksa/"), client.post("/periksa/", {"kode": letter.code}), client.post("/periksa/", {})]
    pages += [client.get(f"/periksa/{letter.code}"), client.get(UNKNOWN), client.get("/periksa/x")]
    assert [page["Referrer-Policy"] for page in pages] == ["no-referrer"] * 6


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "belum diisi"),
        ("7KQ 2MX", "Kode surat 30 huruf dan angka, kode kertas janji 12. Yang Anda ketik 6."),
        ("U" * 12, "Ada huruf yang tidak dipakai dalam kode."),
        ("U" * 30, "Ada huruf yang tidak dipakai dalam kode."),
        ("7" * 300, "terlalu panjang"),
    ],
)
def test_what_is_no_code_comes_back_with_what_to_do(client, cast, typed, said):
    page = client.post("/periksa/", {"kode": typed})
    text = page.content.decode()
    assert page.status_code == 422 and said in text and f'value="{typed}"' in text
    assert 'aria-invalid="true"' in text and page["Cache-Control"] == "no-store"


def test_the_shape_of_a_code_is_told_without_looking_for_a_letter(client, cast):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.post("/periksa/", {"kode": "7KQ"})
    assert [one["sql"] for one in asked if "letters_letter" in one["sql"]] == []


@pytest.mark.parametrize("code", MALFORMED)
def test_malformed_and_unknown_get_the_same_bytes(client, cast, code):
    known, other = client.get(UNKNOWN), client.get(f"/periksa/{code}")
    assert (known.status_code, known.content) == (other.status_code, other.content)
    assert dict(known.headers) == dict(other.headers)


def test_malformed_and_unknown_cost_the_same_work(client, cast):
    asked = []
    for address in (UNKNOWN, "/periksa/x", "/periksa/" + "7" * 12, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        looked = ("letters_letter", "services_slip")
        asked.append([one["sql"].split("WHERE")[0] for one in queries if any(name in one["sql"] for name in looked)])
    assert asked[0] == asked[1] == asked[2] == asked[3] and len(asked[0]) == 2


def test_a_letter_without_a_number_is_unknown(client, desk):
    assert client.get(f"/periksa/{desk.letter('unknown').code}").content == client.get(UNKNOWN).content


def test_a_code_with_a_slash_behind_it_is_the_same(client, desk):
    letter = desk.letter("valid")
    assert client.get(f"/periksa/{letter.code}/").content == client.get(f"/periksa/{letter.code}").content


@pytest.mark.parametrize("state", STATES)
def test_the_card_in_a_chat_tells_no_state(client, desk, state):
    page = client.get(f"/periksa/{desk.letter(state).code}").content.decode()
    cards = [line for line in page.splitlines() if "og:" in line]
    assert cards and not any(check.SAID[state][1] in line or "S***" in line for line in cards)


@pytest.mark.parametrize("state", STATES)
def test_an_answer_weighs_at_most_5_kb(client, desk, state):
    from siip.web.public.tests.conftest import weight

    assert weight(client.get(f"/periksa/{desk.letter(state).code}")) <= 5 * 1024


def test_an_answer_asks_the_database_a_fixed_number_of_times(client, desk, django_assert_max_num_queries):
    letter = desk.letter("valid")
    with django_assert_max_num_queries(18):
        client.get(f"/periksa/{letter.code}")


def test_an_answer_says_when_it_was_given(client, desk):
    page = client.get(f"/periksa/{desk.letter('valid').code}").content.decode()
    assert "Diperiksa Selasa, 24 November 2026, 09.00 WIB" in page


@pytest.mark.parametrize("state", ["unsigned", "revoked", "void"])
def test_a_letter_that_does_not_hold_names_no_last_day(client, desk, state):
    assert "Berlaku sampai" not in client.get(f"/periksa/{desk.letter(state).code}").content.decode()
