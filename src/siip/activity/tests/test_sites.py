"""Work sites: begun, recorded in crowds, added up; refused to whoever may not, and never twice."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from siip.activity import sites, totals
from siip.activity.models import Measure, SiteStep, WorkSite
from siip.activity.rules.work import Volume
from siip.activity.sites import Outcome, Record
from siip.activity.tests.conftest import CORNER, DONE, DRAIN, ON_DAY, readings, refusal
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.programme import events, places
from tests.cast import AT, PLAJU_ULU

LATE = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)  # 32 days after


def entries(name):
    return Entry.objects.filter(act=f"activity.{name}").count()


def measured(row):
    return {one.kode: one.amount for one in row.measures.all()}


# Beginning a site


def test_a_site_is_begun_at_a_place(start, event):
    row = start()
    assert (row.event, row.place.name, row.kind, row.state, row.noted_at) == (
        event,
        DRAIN.name,
        "saluran",
        "open",
        None,
    )
    assert (sites.kind_name(row.kind), sites.state_word(row)) == ("Membersihkan saluran", "Belum selesai")
    assert sites.sites_of(event) == [row]


def test_two_who_begin_the_same_begin_it_once(start, place, cast):
    where = place()
    first = start(place_id=where.pk)
    assert start(place_id=where.pk, by=cast.actor("yuli")) == first
    assert (WorkSite.objects.count(), SiteStep.objects.count(), entries("open_site")) == (1, 1, 2)


def test_beginning_twice_with_one_token_begins_once(start, place):
    where, token = place(), uuid7()
    assert start(place_id=where.pk, id=token) == start(place_id=where.pk, id=token)
    assert (SiteStep.objects.count(), entries("open_site")) == (1, 1)


def test_one_place_may_have_two_kinds_of_work(start, place):
    where = place()
    assert start(place_id=where.pk) != start(place_id=where.pk, kind="jentik")


def test_a_site_may_be_begun_before_the_day(start):
    assert start(at=AT).opened_at == AT


def test_another_kelurahan_begins_nothing(start, place, cast):
    where = place()
    assert refusal(lambda: start(place_id=where.pk, by=cast.actor("zul"))) == "no-right"
    assert WorkSite.objects.count() == entries("open_site") == 0


def test_what_cannot_be_begun_is_refused(start, place, event, rini):
    where = place()
    assert refusal(lambda: start(place_id=where.pk, kind="menari")) == "kind-unknown"
    assert refusal(lambda: start(place_id=uuid7())) == "place-elsewhere"
    assert refusal(lambda: start(place_id=place(kelurahan=PLAJU_ULU).pk)) == "place-elsewhere"
    assert refusal(lambda: start(place_id=where.pk, at=LATE)) == "event-over"
    assert refusal(lambda: sites.open_site(uuid7(), where.pk, "saluran", by=rini, at=AT, id=uuid7())) == "not-found"
    places.retire_place(where.pk, "ditutup", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: start(place_id=where.pk)) == "place-elsewhere"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: start(place_id=where.pk)) == "event-cancelled"


# Recording


def test_an_outcome_and_its_measures_are_recorded(record, site):
    (row,) = record(site, DONE, karung=40, saluran_m="120.5")
    assert (row.state, row.waste, row.noted_at) == ("clean", "hauled", ON_DAY)
    assert measured(row) == {"karung": 40, "saluran_m": Decimal("120.5")}


def test_many_sites_are_recorded_in_one_act(record, start, event):
    one, other = start(), start(CORNER, kind="sampah", at=ON_DAY + timedelta(minutes=1))
    record(Record(one.pk, DONE, readings(karung=40)), Record(other.pk, None, readings(truk=2)))
    assert [measured(row) for row in sites.sites_of(event)] == [{"karung": 40}, {"truk": 2}]
    assert (entries("record_work"), SiteStep.objects.filter(act="measure").count()) == (1, 2)


def test_the_last_amount_counts_and_what_is_as_it_was_adds_no_step(record, site, cast):
    record(site, DONE, karung=40, truk=1)
    before = SiteStep.objects.count()
    (row,) = record(site, DONE, karung=52, truk=1, by=cast.actor("yuli"))
    assert measured(row) == {"karung": 52, "truk": 1}
    assert SiteStep.objects.count() == before + 1


def test_a_measure_is_taken_back(record, site):
    record(site, None, karung=40)
    (row,) = record(site, None, karung=None)
    assert measured(row) == {}


def test_a_place_left_undone_is_said_so(record, site):
    (row,) = record(site, Outcome("open", "left", "kurang linggis"))
    assert (row.state, row.waste, row.note, row.noted_at) == ("open", "left", "kurang linggis", ON_DAY)


def test_recording_twice_with_one_token_records_once(record, site):
    token = uuid7()
    assert record(site, DONE, karung=40, id=token) == record(site, DONE, karung=40, id=token)
    assert (SiteStep.objects.count(), entries("record_work")) == (3, 1)
    assert refusal(lambda: record(site, DONE, karung=41, id=token)) == "other-payload"


def test_another_kelurahan_records_nothing(record, site, cast):
    assert refusal(lambda: record(site, DONE, by=cast.actor("zul"))) == "no-right"
    assert entries("record_work") == Measure.objects.count() == 0


def test_what_cannot_be_recorded_is_refused(record, site, event, rini, plan):
    nik = "dibantu 1671145403880001"
    for code, act in {
        "nothing-said": lambda: record(site),
        "said-twice": lambda: record(Record(site.pk, DONE), Record(site.pk, DONE)),
        "state-unknown": lambda: record(site, Outcome("dirty")),
        "waste-unknown": lambda: record(site, Outcome("clean", "buried")),
        "nik-in-text": lambda: record(site, Outcome("clean", "", nik)),
        "note-long": lambda: record(site, Outcome("clean", "", "a" * 201)),
        "measure-unknown": lambda: record(site, None, pohon=3),
        "amount-negative": lambda: record(site, None, karung=-1),
        "amount-many": lambda: record(site, None, karung=5001),
        "amount-decimals": lambda: record(site, None, karung="1.5"),
        "event-ahead": lambda: record(site, DONE, at=AT),
        "event-over": lambda: record(site, DONE, at=LATE),
        "not-found": lambda: record(site, DONE, on=plan(street="Lorong Lain")),
    }.items():
        assert refusal(act) == code
    assert refusal(lambda: record()) == "nothing-said"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: record(site, DONE)) == "event-cancelled"
    assert SiteStep.objects.count() == 1


def test_larvae_have_no_waste(record, start):
    site = start(kind="jentik")
    assert refusal(lambda: record(site, DONE)) == "waste-unknown"
    (row,) = record(site, Outcome("clean"), rumah_diperiksa=30, rumah_jentik=2)
    assert sites.state_word(row) == "Sudah diperiksa"


def test_a_morning_counts_from_its_first_minute_on_the_clock_of_the_place(record, site):
    midnight = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert refusal(lambda: record(site, DONE, at=midnight - timedelta(seconds=1))) == "event-ahead"
    assert record(site, DONE, at=midnight)[0].state == "clean"


def test_the_journal_holds_no_words(record, site):
    record(site, Outcome("clean", "hauled", "dibantu Pak Amir"))
    about = list(Entry.objects.filter(act="activity.record_work").values_list("about", flat=True))
    assert about == [{"event": str(site.event_id), "count": 1}]
    assert list(journal.faults()) == []


# Reading


def test_totals_lead_to_their_rows(record, start, event):
    drain, corner = start(), start(CORNER, kind="sampah")
    record(Record(drain.pk, DONE, readings(karung=40, saluran_m=120)),
           Record(corner.pk, Outcome("open", "left"), readings(karung=12, gerobak=2)))  # fmt: skip
    found = totals.figures_of(event)
    assert (found.sites, found.states, found.wastes) == (
        2, {"clean": 1, "repaired": 0, "open": 1}, {"hauled": 1, "left": 1, "none": 0}
    )  # fmt: skip
    assert [(one.measure.kode, one.amount, one.sites) for one in found.totals] == [
        ("saluran_m", 120, 1), ("karung", 52, 2), ("gerobak", 2, 1)
    ]  # fmt: skip
    assert found.volume == Volume(Decimal("4.60"), "52 karung × 0,05\u00a0m³ + 2 gerobak × 1\u00a0m³")
    rows = sites.sites_of(event)
    for one in found.totals:
        assert sum(measured(row).get(one.measure.kode, 0) for row in rows) == one.amount


def test_an_event_with_nothing_done_has_figures_too(event):
    found = totals.figures_of(event)
    assert (found.sites, found.totals, found.volume) == (0, (), None)


def test_a_measure_that_left_the_catalogue_is_still_counted(record, site, event):
    record(site, None, karung=40)
    Measure.objects.update(kode="ember")
    assert [(one.measure.label, one.amount) for one in totals.figures_of(event).totals] == [("ember", 40)]


def test_a_kind_that_left_the_catalogue_keeps_its_code(site):
    WorkSite.objects.update(kind="embung")
    site.refresh_from_db()
    assert (sites.kind_name(site.kind), refusal(lambda: sites.kind_of("embung"))) == ("embung", "kind-unknown")
    assert sites.state_word(WorkSite(kind="embung", state="clean")) == "Bersih"


def test_usual_kinds_come_first(place):
    assert sites.kinds_for(place())[0].kode == "saluran"
    assert [kind.name for kind in sites.kinds_for(place(CORNER))][:2] == ["Membersihkan jalan", "Membersihkan saluran"]


def test_the_history_of_a_place_begins_with_the_latest(start, place, plan, record):
    where = place()
    older = start(place_id=where.pk)
    newer = start(place_id=where.pk, on=plan(on=date(2026, 12, 4)))
    assert sites.history(where) == [newer, older]
    assert totals.figures(sites.history(where)).sites == 2


def test_what_is_out_of_reach_is_not_there(site, cast):
    zul, rini = cast.actor("zul"), cast.actor("rini")
    assert sites.site(site.pk, by=rini) == site
    assert refusal(lambda: sites.site(site.pk, by=zul)) == "not-found"
    assert sites.place_seen(site.place_id, by=rini) == site.place
    assert refusal(lambda: sites.place_seen(site.place_id, by=zul)) == "not-found"


def test_a_volume_of_one_site(record, site):
    (row,) = record(site, None, karung=10)
    assert totals.volume_of(row).told == "10 karung × 0,05\u00a0m³"


# What the database holds


def test_constraints(site):
    def breaks(name, act):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()

    once = {"event": site.event, "place": site.place, "kind": site.kind, "opened_at": AT}
    breaks("activity_site_once|UNIQUE constraint failed: activity_worksite.event_id",
           lambda: WorkSite.objects.create(id=uuid7(), **once))  # fmt: skip
    breaks("activity_site_state", lambda: WorkSite.objects.update(state="dirty"))
    breaks("activity_site_waste", lambda: WorkSite.objects.update(waste="buried"))
    Measure.objects.create(site=site, kode="karung", amount=1)
    breaks("activity_measure_once|UNIQUE constraint failed: activity_measure.site_id",
           lambda: Measure.objects.create(site=site, kode="karung", amount=2))  # fmt: skip
    breaks("activity_measure_amount", lambda: Measure.objects.update(amount=-1))
