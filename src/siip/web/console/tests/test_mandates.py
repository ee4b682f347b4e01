"""Signing in the name of another, as lurah, seklur and pengelola see it at the console."""

from datetime import timedelta

import pytest
import time_machine

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.letters import letters, registers, texts
from siip.letters.models import Letter
from siip.letters.rules import codes
from siip.people import mandates, pins
from siip.people.models import Enrolment, Mandate
from siip.web.console.enrolled import KEY
from tests.cast import AT, DOMISILI, PATTERN, ident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def letter(cast):
    registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117, by=cast.actor("dewi"),
        at=AT, id=uuid7(),
    )  # fmt: skip
    key, _ = crypt.new_key(ident("subject"))
    key.save(force_insert=True)
    return letters.draft_letter(
        letter_id=ident("letter"), kind="domisili_orang", office_id=cast.offices["hendra"].id,
        subject_name="Siti Maryam", subject_rt="07/02", purpose="membuka rekening bank", answers=DOMISILI,
        key_id=key.id, code=codes.code_from(b"k" * 19), in_field=True, by=cast.actor("rini"), at=AT, id=uuid7(),
    )  # fmt: skip


@pytest.fixture
def mandate(cast):
    return mandates.give_mandate(
        office_id=cast.offices["hendra"].id, deputy_id=cast.offices["nyimas"].id, from_on=AT.date(),
        until_on=AT.date() + timedelta(days=3), ground="Nota dinas 800/12/PLI/2026", ground_on=AT.date(),
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip


@pytest.fixture
def seklur(cast, login):
    """Bu Nyimas with her PIN, in a browser that is enrolled at her office."""
    pins.set_pin(
        account_id=cast.accounts["nyimas"].pk, pin="481937", recent_login=True, by=cast.actor("nyimas"), at=AT,
        id=uuid7(),
    )  # fmt: skip
    client = login("nyimas")
    session = client.session
    session[KEY] = str(ident("enrolment", "nyimas"))
    session.save()
    return client


def said(client, path):
    return client.get(path).content.decode()


def test_a_browser_that_is_not_enrolled_is_offered_no_pin(seklur, letter, mandate):
    Enrolment.objects.update(ended_at=AT)
    page = said(seklur, "/kantor/menunggu/atas-nama/")
    assert "Siti Maryam" in page and 'name="pin"' not in page and "Daftarkan dahulu</a>" in page
    form = {"letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
    assert seklur.post("/kantor/menunggu/atas-nama/", form).status_code == 422


def test_the_seklur_signs_in_the_lurahs_name_with_one_pin(cast, seklur, login, letter, mandate):
    assert "dapat Anda tandatangani a.n." in said(seklur, "/kantor/")
    assert "1 surat menunggu pejabat lain" in said(seklur, "/kantor/menunggu/")
    page = said(seklur, "/kantor/menunggu/atas-nama/")
    assert all(words in page for words in ("a.n. Lurah Plaju Ilir", mandate.ground, "Siti Maryam", "Hendra Saputra"))
    assert '" checked>' not in page and 'name="pin"' in page and " disabled" not in page
    form = {"letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
    assert seklur.post("/kantor/menunggu/atas-nama/", form).status_code == 302
    signed = Letter.objects.get()
    assert (signed.state, signed.capacity, signed.mandate) == ("numbered", "an", mandate)
    assert texts.frozen_text(signed)["signature"]["capacity"] == "an"
    lurah = login("hendra")
    assert "ditandatangani atas nama Anda" in said(lurah, "/kantor/")
    assert all(words in said(lurah, "/kantor/mandat/") for words in ("Siti Maryam", "1 surat ditandatangani"))
    one = said(lurah, f"/kantor/surat/{letter.id}/")
    assert "a.n. Lurah Plaju Ilir" in one and mandate.ground in one


def test_a_wrong_pin_signs_nothing_and_keeps_what_was_ticked(seklur, letter, mandate):
    form = {"letters": str(letter.id), "pin": "000001", "token": str(uuid7())}
    page = seklur.post("/kantor/menunggu/atas-nama/", form)
    assert (page.status_code, Letter.objects.get().state) == (422, "chain")
    assert '" checked>' in page.content.decode()


def test_without_a_mandate_there_is_nothing_to_sign(seklur, letter):
    assert "Tidak ada mandat yang berlaku" in said(seklur, "/kantor/menunggu/atas-nama/")
    form = {"letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
    assert seklur.post("/kantor/menunggu/atas-nama/", form).status_code == 422
    assert Letter.objects.get().state == "chain"
    assert "a.n." not in said(seklur, f"/kantor/surat/{letter.id}/")


def test_with_a_mandate_and_nothing_waiting_the_page_says_which(seklur, mandate):
    page = said(seklur, "/kantor/menunggu/atas-nama/")
    assert "Tidak ada surat yang menunggu" in page and mandate.ground in page


def test_the_page_of_the_letter_leads_to_where_it_is_signed(seklur, login, letter, mandate):
    assert "/kantor/menunggu/atas-nama/" in said(seklur, f"/kantor/surat/{letter.id}/")
    assert "/kantor/menunggu/atas-nama/" not in said(login("hendra"), f"/kantor/surat/{letter.id}/")


def test_the_lurah_gives_a_mandate_and_takes_it_back(cast, login):
    lurah = login("hendra")
    give = f"/kantor/mandat/{cast.offices['hendra'].id}/beri/"
    assert give in said(lurah, "/kantor/mandat/")
    form = {
        "deputy_id": str(cast.offices["nyimas"].id), "from_on": "24-11-2026", "until_on": "27-11-2026",
        "ground": "Nota dinas 800/12/PLI/2026", "ground_on": "23-11-2026", "token": str(uuid7()),
    }  # fmt: skip
    wrong = lurah.post(give, form | {"until_on": "20-11-2026"})
    assert wrong.status_code == 422 and "lebih awal" in wrong.content.decode()
    assert lurah.post(give, form).status_code == 302
    made = Mandate.objects.get()
    assert "Berlaku" in said(lurah, "/kantor/mandat/")
    assert "Nota dinas" in said(login("dewi"), f"/kantor/jabatan/{cast.offices['hendra'].id}/")
    assert lurah.post(f"/kantor/mandat/{made.id}/cabut/", {"token": str(uuid7())}).status_code == 302
    assert "Dicabut" in said(lurah, "/kantor/mandat/")


def test_what_lies_elsewhere_does_not_answer(cast, login, mandate):
    zul = login("zul")
    assert zul.get(f"/kantor/mandat/{cast.offices['hendra'].id}/beri/").status_code == 404
    assert zul.get(f"/kantor/mandat/{mandate.id}/cabut/").status_code in (404, 409)
    assert mandate.ground not in said(zul, "/kantor/mandat/")
    assert login("nyimas").get("/kantor/mandat/").status_code == 403


def test_the_states_of_a_mandate_are_said(cast, login, mandate):
    Mandate.objects.update(from_on=AT.date() + timedelta(days=1))
    assert "Belum mulai" in said(login("hendra"), "/kantor/mandat/")
    Mandate.objects.update(from_on=AT.date() - timedelta(days=9), until_on=AT.date() - timedelta(days=1))
    assert "Selesai" in said(login("hendra"), "/kantor/mandat/")
