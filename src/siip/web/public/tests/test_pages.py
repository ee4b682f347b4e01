"""Pages for everybody: what they say, what they weigh, and what they keep to themselves."""

import gzip
import re
from datetime import date, time

import icalendar
import pytest
import time_machine

from siip.kernel import catalogue, crypt
from siip.kernel.ids import uuid7
from siip.letters import letters
from siip.letters.models import Letter
from siip.letters.rules import codes
from siip.programme import events
from siip.programme.models import Programme
from tests.cast import AT, PLAJU_ILIR, ident
from tests.cast import DOMISILI as ANSWERS

pytestmark = pytest.mark.django_db
PAGES = ["/", "/jadwal/", "/layanan/", "/periksa/", "/data-anda/", "/tentang/", "/periksa/" + "0" * 30]
PAGES += [f"/layanan/{service.kode}/" for service in catalogue.services()]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def friday(cast):
    plan = events.Plan(
        kelurahan=PLAJU_ILIR, on=date(2026, 11, 27), starts=time(7), ends=time(9, 30), street="Jalan DI Panjaitan",
        gathering="Depan Kantor Lurah", rts=(PLAJU_ILIR + "02/07/",), services=("domisili_orang",),
    )  # fmt: skip
    return events.plan_event(Programme.objects.get().pk, plan, by=cast.actor("rini"), at=AT, id=uuid7())


@pytest.fixture
def letter(cast):
    key, _ = crypt.new_key(ident("subject"))
    key.save(force_insert=True)
    row = letters.draft_letter(
        letter_id=ident("letter"), kind="domisili_orang", office_id=cast.offices["hendra"].id,
        subject_name="Siti Maryam", subject_rt="07/02", purpose="bank", answers=ANSWERS, key_id=key.id,
        code=codes.code_from(b"k" * 19), in_field=True, by=cast.actor("rini"), at=AT, id=uuid7(),
    )  # fmt: skip
    return row


@pytest.mark.parametrize("address", PAGES)
def test_a_page_answers_weighs_little_and_asks_for_nothing_else(client, cast, friday, address):
    page = client.get(address)
    assert page.status_code == 200
    assert len(gzip.compress(page.content, 9)) <= 5 * 1024
    asked = re.findall(rb'(?:src|href|action)="(?!data:)([^"]+)"', page.content)
    assert b"<script" not in page.content and [one for one in asked if not one.startswith((b"/", b"#"))] == []


def test_the_front_page_says_when_and_where(client, cast, friday):
    page = client.get("/").content.decode()
    assert "Jalan DI Panjaitan" in page and "07.00 sampai 09.30 WIB" in page and "RT 07" in page


def test_with_nothing_planned_it_says_so(client, cast):
    assert "Belum ada kegiatan" in client.get("/").content.decode()


def test_the_calendar_holds_the_friday_on_its_own_clock(client, cast, friday):
    feed = icalendar.Calendar.from_ical(client.get("/jadwal/kalender.ics").content)
    (entry,) = feed.walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2026-11-27T07:00:00+07:00"
    assert str(friday.id) in entry["uid"]


def test_what_is_not_needed_is_said(client, cast):
    page = client.get("/layanan/domisili_orang/").content.decode()
    assert "Fotokopi" in page and "Rp0" in page


def test_an_unknown_service_is_not_there(client, cast):
    assert client.get("/layanan/tidak_ada/").status_code == 404


def test_a_typed_code_leads_to_its_answer_and_nothing_else_is_repeated(client, cast):
    done = client.post("/periksa/", {"kode": "7kq 2mx <script> 1671145708859001"})
    assert (done.status_code, done.url) == (302, "/periksa/" + "0" * 30)


def test_a_letter_is_told_masked(client, cast, letter):
    Letter.objects.update(state="signed", frozen_digest="x", number="118", dated_on=date(2026, 11, 24))
    page = client.get(f"/periksa/{letter.code}")
    text = page.content.decode()
    assert "tercatat dan berlaku" in text and "S*** M*****" in text
    assert "Siti" not in text and "Maryam" not in text
    assert page["Cache-Control"] == "no-store"


def test_a_letter_on_its_way_is_unknown(client, cast, letter):
    assert client.get(f"/periksa/{letter.code}").content == client.get("/periksa/" + "0" * 30).content


def test_unknown_and_malformed_codes_get_the_same_bytes(client, cast, django_assert_num_queries):
    assert client.get("/periksa/" + "7" * 30).content == client.get("/periksa/%3Cx%3E").content


def test_too_many_checks_are_stopped_for_a_while(client, cast, monkeypatch):
    from siip.web.public import check

    monkeypatch.setattr(check, "PER_ADDRESS", 2)
    answers = [client.get("/periksa/" + "7" * 30, REMOTE_ADDR="192.0.2.7").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.get("/periksa/" + "7" * 30, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_nothing_is_changed_by_asking(client, cast):
    assert client.post("/").status_code == 405
    assert client.put("/periksa/").status_code == 405
