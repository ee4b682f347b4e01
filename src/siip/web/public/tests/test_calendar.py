"""The calendar feed: stable, on the clock of its place, valid when empty."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import icalendar
import pytest
from django.conf import settings

from siip.kernel.ids import uuid7
from siip.programme import events
from siip.programme.rules.points import Point
from siip.web.public.tests import stage
from siip.wilayah.models import Wilayah
from tests.cast import AT, PLAJU_ILIR


@pytest.fixture
def feed(client, cast):
    def feed():
        answer = client.get("/jadwal/kalender.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return answer.content

    return feed


def entries(content):
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_the_friday_stands_on_the_clock_of_its_kecamatan(feed, friday):
    assert b"DTSTART;TZID=Asia/Jakarta:20261127T070000\r\n" in feed()
    assert b"DTEND;TZID=Asia/Jakarta:20261127T093000\r\n" in feed()


def test_the_zone_is_spelt_out(feed, friday):
    (zone,) = icalendar.Calendar.from_ical(feed()).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Jakarta"
    assert b"TZNAME:WIB\r\nTZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\n" in feed()


@pytest.mark.parametrize(("zone", "tzid", "offset"), [("WITA", "Asia/Makassar", 8), ("WIT", "Asia/Jayapura", 9)])
def test_every_zone_of_the_country_is_known(feed, friday, zone, tzid, offset):
    Wilayah.objects.filter(zone="WIB").update(zone=zone)
    content = feed()
    (entry,) = entries(content)
    assert entry.decoded("dtstart") == friday.starts_at and entry["dtstart"].params["TZID"] == tzid
    assert f"TZOFFSETTO:+0{offset}00".encode() in content


def test_an_entry_says_what_where_and_what_to_bring(feed, friday):
    (entry,) = entries(feed())
    assert entry["summary"] == "Jumat Bersih: Jalan DI Panjaitan"
    assert entry["location"] == "Depan Kantor Lurah, Jalan DI Panjaitan, Kelurahan Plaju Ilir"
    assert "Bawa: Sapu, cangkul, atau arit bila ada." in entry["description"]
    assert entry["url"] == "http://localhost:8000/jadwal/"


def test_lines_end_as_the_standard_wants_and_are_short(feed, friday):
    lines = feed().split(b"\r\n")
    assert feed().count(b"\n") == feed().count(b"\r\n") == len(lines) - 1
    assert max(map(len, lines)) <= 75


def test_the_id_of_an_entry_outlives_revision_and_address(feed, friday, cast, settings):
    before = entries(feed())[0]
    plan = events.Plan(PLAJU_ILIR, stage.FRIDAY, time(8), time(10), "Jalan Kapten Abdullah")
    events.revise_event(friday.id, plan, by=cast.actor("rini"), at=AT + timedelta(hours=1), id=uuid7())
    settings.SIIP = replace(settings.SIIP, public_url="https://baru.contoh.go.id")
    after = entries(feed())[0]
    assert before["uid"] == after["uid"] == str(friday.id)
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("last-modified") - before.decoded("last-modified") == timedelta(hours=1)


def test_a_calendar_takes_a_cancelled_friday_off_and_moves_a_moved_one(feed, friday, cast):
    by, before = cast.actor("rini"), entries(feed())[0]
    move = events.Move(date(2026, 12, 4), time(7), time(9, 30), "Jalan DI Panjaitan")
    events.move_event(friday.id, move, "banjir", by=by, at=AT, id=uuid7())
    moved = entries(feed())[0]
    assert (moved["uid"], moved["sequence"], moved["status"]) == (before["uid"], 1, "CONFIRMED")
    assert moved.decoded("dtstart") - before.decoded("dtstart") == timedelta(days=7)
    assert "Pindah dari: Jumat, 27 November 2026" in moved["description"]
    events.cancel_event(friday.id, "hujan", by=by, at=AT, id=uuid7())
    off = entries(feed())[0]
    assert (off["sequence"], off["status"]) == (2, "CANCELLED")
    assert off["summary"].startswith("Dibatalkan: ") and "Dibatalkan: hujan" in off["description"]


def test_a_point_is_told_to_calendars(feed, cast):
    stage.plan(cast, point=Point(Decimal("-2.994120"), Decimal("104.803210")))
    assert b"GEO:-2.99412;104.80321" in feed()


def test_the_feed_is_the_same_bytes_until_something_changes(feed, friday):
    assert feed() == feed()


def test_a_friday_that_is_over_stays_in_the_feed(feed, friday, now):
    now.move_to(friday.ends_at + timedelta(days=1))
    assert len(entries(feed())) == 1


def test_an_empty_calendar_is_valid(feed):
    assert settings.SIIP
    calendar = icalendar.Calendar.from_ical(feed())
    assert calendar["version"] == "2.0" and calendar["prodid"]
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_words_of_the_form_cannot_add_a_line(feed, cast):
    stage.plan(cast, street="Jalan; A, B\\n\r\nATTACH:http://x", services=())
    (entry,) = entries(feed())
    assert "attach" not in entry
