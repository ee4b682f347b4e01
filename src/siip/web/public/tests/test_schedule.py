"""The front page and the schedule: what is next, what was, and what is said when nothing is planned."""

from datetime import date, datetime, time, timedelta

import pytest

from siip.kernel.ids import uuid7
from siip.programme import events, programmes
from siip.programme.models import Event, EventService, Programme
from siip.programme.plans import Move
from siip.web.public import when
from siip.web.public.tests import stage
from siip.web.public.tests.conftest import weight
from tests.cast import AT, PLAJU_ILIR, PLAJU_ULU


def test_the_front_page_tells_day_hours_place_and_turn(read, friday):
    page = read("/")
    assert "<h1>Jumat ini di Jalan DI Panjaitan</h1>" in page
    assert '<p class="leaf"><span>Jumat</span><b>27</b><span>November 2026</span></p>' in page
    assert "07.00–09.30 WIB" in page and "Jalan DI Panjaitan, Kelurahan Plaju Ilir" in page
    assert "RW\u00a002: RT\u00a007, 07a; RW\u00a005: RT\u00a013" in page


def test_the_front_page_leads_to_each_service_offered(read, friday):
    page = read("/")
    assert '<a href="/layanan/domisili_orang/"><b>Surat Keterangan Domisili</b><small>10–30 menit · Rp0</small>' in page
    assert '<a href="/layanan/kk/"><b>Kartu Keluarga: baru, perubahan, hilang</b><small>meja Dukcapil · Rp0' in page


def test_a_service_that_left_the_catalogue_is_not_offered(read, friday):
    EventService.objects.create(event=friday, kode="sudah_tiada")
    assert "sudah_tiada" not in read("/")


def test_a_friday_without_services_says_where_they_are(read, cast):
    stage.plan(cast, services=())
    assert "tidak ada loket di tempat" in read("/")


def test_the_front_page_has_the_form_to_check_a_letter(read, friday):
    assert '<form class="ask" method="post" action="/periksa/"' in read("/")


def test_the_share_link_holds_the_friday_and_the_address(read, friday):
    assert "https://wa.me/?text=Jumat%20Bersih%3A%20Jumat%2C%2027%20November%202026" in read("/")
    assert "http%3A//localhost%3A8000/" in read("/")


def test_two_places_on_one_morning_are_both_told(read, friday, cast):
    stage.plan(cast, kelurahan=PLAJU_ULU, street="Lorong Sukarela", rts=(), starts=time(7, 30))
    page = read("/")
    assert "Pada hari yang sama" in page and "Lorong Sukarela, Kelurahan Plaju Ulu" in page


def call_off(event, cast):
    return events.cancel_event(event.id, "hujan deras sejak subuh", by=cast.actor("rini"), at=AT, id=uuid7())


def test_a_cancelled_friday_is_told_with_its_reason_and_the_next_one_leads(read, friday, cast):
    stage.plan(cast, on=date(2026, 12, 4))
    call_off(friday, cast)
    page = read("/")
    assert "<h1>Jumat depan di Jalan DI Panjaitan</h1>" in page
    assert "27 November 2026.</b> Dibatalkan: hujan deras sejak subuh. Semula 07.00–09.30 WIB" in page
    assert "Dibatalkan" in read("/jadwal/") and "<h1>1 kegiatan akan datang</h1>" in read("/jadwal/")


def test_with_its_only_friday_cancelled_the_front_page_says_so(read, friday, cast):
    call_off(friday, cast)
    page = read("/")
    assert "<h1>Belum ada kegiatan yang dijadwalkan</h1>" in page and "Dibatalkan: hujan deras sejak subuh" in page
    assert "hujan deras sejak subuh" in read("/jadwal/")
    assert "Terdekat" not in read("/layanan/domisili_orang/")


def test_a_moved_friday_says_from_when_and_why(read, friday, cast):
    move = Move(date(2026, 12, 4), time(7), time(9, 30), "Jalan Kapten Abdullah")
    events.move_event(friday.id, move, "banjir", by=cast.actor("rini"), at=AT, id=uuid7())
    said = "Jumat, 27 November 2026, 07.00 WIB, Jalan DI Panjaitan. Alasan: banjir"
    for address in ("/", "/jadwal/"):
        assert "Pindah dari" in read(address) and said in read(address)


def test_with_nothing_planned_the_front_page_says_what_to_do(read, cast):
    page = read("/")
    assert "<h1>Belum ada kegiatan yang dijadwalkan</h1>" in page
    assert "Jumat Bersih biasanya diadakan hari Jumat, pukul 07.00–09.30 WIB." in page
    assert 'href="/layanan/">Lihat semua layanan' in page


def test_without_a_programme_the_front_page_still_stands(read, cast):
    Programme.objects.all().delete()
    assert "Belum ada kegiatan" in read("/")


def test_a_friday_stays_on_the_front_page_until_it_ends(read, friday, now):
    now.move_to(friday.ends_at - timedelta(seconds=1))
    assert "<h1>Sedang berlangsung di Jalan DI Panjaitan</h1>" in read("/")
    now.move_to(friday.ends_at)
    assert "Belum ada kegiatan" in read("/")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-27T05:00", "Hari ini"),
        ("2026-11-26T09:00", "Jumat ini"),
        ("2026-11-23T09:00", "Jumat ini"),  # Monday
        ("2026-11-22T09:00", "Jumat depan"),  # Sunday before
        ("2026-11-16T09:00", "Jumat depan"),
        ("2026-11-15T09:00", "Jumat, 27 November,"),
    ],
)
def test_near_days_are_said_in_words(friday, day, said):
    at = datetime.fromisoformat(f"{day}+07:00")
    assert when.heading(friday, at) == f"{said} di Jalan DI Panjaitan"


def test_an_rt_without_rw_is_told_without(friday, cast):
    friday.rts.all().delete()
    from siip.wilayah import rts

    (row,) = rts.add_rts(PLAJU_ILIR, [rts.RwRt("", "21")], by=cast.actor("dewi"), at=AT, id=uuid7())
    friday.rts.create(wilayah=row)
    assert when.turns(Event.objects.get()) == "RT\u00a021"


def test_the_schedule_tells_what_comes_and_what_was(read, cast, now):
    stage.plan(cast, on=date(2026, 11, 20), street="Jalan Kapten Abdullah")
    stage.plan(cast)
    stage.plan(cast, on=date(2026, 12, 4), street="Lorong Sukarela")
    page = read("/jadwal/")
    assert "<h1>2 kegiatan akan datang</h1>" in page
    coming, past = page.split("Yang sudah lewat")
    assert coming.index("Jalan DI Panjaitan") < coming.index("Lorong Sukarela")
    assert "Jalan Kapten Abdullah" in past and "20 November 2026" in past
    assert "Layanan</dt><dd>Surat Keterangan Domisili, " in coming


def test_an_empty_schedule_says_what_to_do(read, cast):
    page = read("/jadwal/")
    assert "<h1>Belum ada kegiatan yang dijadwalkan</h1>" in page and "Lihat semua layanan" in page


@pytest.fixture
def season(cast):
    """Sixty Fridays, each with the longest words that the form lets through."""
    programme = Programme.objects.get()
    custom = programmes.Custom("Gotong Royong Jumat Bersih Bersama Warga dan Aparat", "Ayo hadir. " * 27)
    programmes.change_programme(programme.pk, custom, by=cast.actor("rini"), at=AT, id=uuid7())
    words = "Jalan Jenderal Ahmad Yani Lorong Kenanga Putih Nomor"
    for week in range(-4, 56):
        stage.plan(
            cast, on=stage.FRIDAY + timedelta(weeks=week), street=f"{words} {week} {words}"[:120],
            gathering=f"{week} depan {words} {words} {words}"[:160],
            bring=f"{week} {'sapu, cangkul, arit, ' * 9}"[:200],
        )  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/jadwal/"])
def test_a_season_of_long_words_stays_within_5_kb(client, season, address):
    assert weight(client.get(address)) <= 5 * 1024


def test_a_revised_friday_shows_at_once_in_what_is_asked_for_again(client, friday, cast):
    before = client.get("/")
    plan = events.Plan(PLAJU_ILIR, stage.FRIDAY, time(8), time(10), "Jalan DI Panjaitan")
    events.revise_event(friday.id, plan, by=cast.actor("rini"), at=AT, id=uuid7())
    after = client.get("/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200 and "08.00–10.00 WIB" in after.content.decode()
