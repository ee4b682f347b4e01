from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.people.models import Holding, Office, Person
from siip.programme import events
from siip.programme.models import Event, EventRT, EventService, EventTeam
from siip.programme.plans import Member
from siip.programme.rules.points import Point
from siip.programme.tests.conftest import AT, FRIDAY, ILIR, PLAJU, SURABAYA, ULU, a_plan
from siip.wilayah import territory

DOMISILI = "domisili_orang"


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def revise(event, by, *, at=AT, id=None, **other):
    return events.revise_event(event.id, a_plan(**other), by=by, at=at, id=id or uuid7())


def test_a_friday_is_planned_with_its_rts_services_and_team(plan, ilir_rts, ruslan):
    row = plan(rts=tuple(ilir_rts), services=(DOMISILI,), team=(Member(ruslan.id, "lainnya", "Ketua RT 07"),))
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 11, 27, 0, 0, tzinfo=UTC), datetime(2026, 11, 27, 2, 30, tzinfo=UTC),
    )  # fmt: skip
    assert [rt.wilayah.path for rt in row.rts.all()] == ilir_rts
    assert [service.kode for service in row.services.all()] == [DOMISILI]
    assert [(one.person, one.role) for one in row.team.all()] == [(ruslan, "Ketua RT 07")]
    assert events.local_day(row) == FRIDAY


def test_a_plan_says_who_carries_it_where_exactly_and_with_how_many_counters(plan):
    point = Point(Decimal("-2.994120"), Decimal("104.803210"))
    row = plan(tier="rtrw", point=point, counters=3)
    assert (row.tier, row.point, row.counter_letters) == ("rtrw", point, ("A", "B", "C"))


def test_a_leader_a_greeter_and_more_in_words(plan, ruslan):
    parts = (Member(ruslan.id, "pemimpin"), Member(ruslan.id, "penyambut"), Member(ruslan.id, "loket", "loket A"))
    row = plan(team=(*parts, Member(ruslan.id, "lainnya", "membagi karung")))
    assert [one.said for one in row.team.order_by("id")] == [
        "Pemimpin", "Penyambut", "Loket: loket A", "membagi karung",
    ]  # fmt: skip


def test_the_team_is_chosen_from_the_offices_and_the_heads_of_the_kelurahan(plaju, ruslan):
    def hired(name, kind, where, until=None):
        person = Person.objects.create(id=uuid7(), kecamatan=PLAJU, name=name)
        office = Office.objects.create(id=uuid7(), kind=kind, wilayah=territory.at_path(where), title=name)
        Holding.objects.create(id=uuid7(), office=office, person=person, from_on=date(2026, 1, 2), until_on=until)
        return person

    hired("Lurah di Ulu", "lurah", ULU)
    hired("RW di Ilir", "ketua_rw", ILIR)
    far = hired("RT di Ulu", "ketua_rt", ULU)
    hired("Dulu RT di Ulu", "ketua_rt", ULU, until=date(2026, 11, 26))
    both = hired("RW di Ulu", "ketua_rw", ULU)
    desk = Office.objects.create(id=uuid7(), kind="petugas_loket", wilayah=territory.at_path(PLAJU), title="Loket")
    Holding.objects.create(id=uuid7(), office=desk, person=both, from_on=date(2026, 1, 2))
    Person.objects.create(id=uuid7(), kecamatan=SURABAYA, name="Orang Surabaya")
    offered = ["Dulu RT di Ulu", "Lurah di Ulu", "RW di Ilir", "RW di Ulu", "Ruslan"]
    assert [one.name for one in events.people_for(ILIR, FRIDAY)] == offered
    assert [one.name for one in events.people_for(ILIR, FRIDAY, [far.pk])] == sorted([*offered, "RT di Ulu"])


def test_planning_twice_with_one_token_plans_once(plan):
    token = uuid7()
    assert plan(id=token) == plan(id=token)
    assert Event.objects.count() == 1
    assert Entry.objects.filter(act="programme.plan_event").count() == 1


def test_a_token_used_for_another_plan_is_refused(plan):
    token = uuid7()
    plan(id=token)
    assert refusal(lambda: plan(id=token, street="Jalan Kapten Abdullah")) == "other-payload"


def test_the_lurah_plans_in_his_kelurahan_only(plan, hendra):
    plan(by=hendra)
    assert refusal(lambda: plan(by=hendra, kelurahan=ULU)) == "no-right"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"ends": time(7)}, "hours-wrong"),
        ({"street": ""}, "street-missing"),
        ({"on": date(2026, 10, 1)}, "day-past"),
        ({"on": date(2062, 11, 27)}, "day-far"),
        ({"rts": (ULU + "01/01/",)}, "rt-elsewhere"),
        ({"rts": (ILIR + "02/99/",)}, "rt-elsewhere"),
        ({"services": ("nikah_siri",)}, "service-unknown"),
        ({"kelurahan": SURABAYA + "1001/"}, "no-right"),
        ({"kelurahan": PLAJU}, "kelurahan-unknown"),
        ({"bring": "KTP 1671145708859001"}, "nik-in-text"),
        ({"team": (Member(uuid7(), "loket"),)}, "person-elsewhere"),
        ({"team": (Member(uuid7(), "raja"),)}, "part-unknown"),
        ({"team": (Member(uuid7(), "lainnya"),)}, "role-missing"),
        ({"team": (Member(uuid7(), "pemimpin"), Member(uuid7(), "pemimpin"))}, "lead-twice"),
        ({"tier": "desa"}, "tier-unknown"),
        ({"counters": 0}, "counters-wrong"),
        ({"counters": 10}, "counters-wrong"),
        ({"point": Point(Decimal("51.5"), Decimal("-0.1"))}, "point-abroad"),
    ],
)
def test_a_wrong_plan_is_refused_and_leaves_nothing(plan, ilir_rts, other, code):
    assert refusal(lambda: plan(**other)) == code
    assert not Event.objects.exists()
    assert not Entry.objects.filter(act="programme.plan_event").exists()


def test_somebody_of_another_kecamatan_is_not_on_the_team(plan):
    stranger = Person.objects.create(id=uuid7(), kecamatan=SURABAYA, name="Joko")
    assert refusal(lambda: plan(team=(Member(stranger.id, "loket"),))) == "person-elsewhere"


def test_a_programme_that_is_not_there(plaju, rini):
    assert refusal(lambda: events.plan_event(uuid7(), a_plan(), by=rini, at=AT, id=uuid7())) == "not-found"


def test_the_same_street_at_the_same_time_is_planned_once(plan):
    plan()
    assert refusal(plan) == "event-twice"


def test_revising_replaces_the_lists_and_counts_for_calendars(plan, rini, ilir_rts):
    row = plan(rts=tuple(ilir_rts), services=(DOMISILI,))
    revised = revise(row, rini, rts=(ilir_rts[1],), starts=time(6, 30), at=AT + timedelta(hours=1))
    assert [rt.wilayah.path for rt in revised.rts.all()] == [ilir_rts[1]]
    assert not revised.services.all()
    assert (revised.revision, revised.revised_at) == (1, AT + timedelta(hours=1))
    assert revised.starts_at == datetime(2026, 11, 26, 23, 30, tzinfo=UTC)


def test_revising_twice_with_one_token_counts_once(plan, rini):
    row, token = plan(), uuid7()
    for _ in range(2):
        assert revise(row, rini, id=token, gathering="Depan kantor lurah").revision == 1


def test_an_event_moves_to_another_kelurahan_before_its_day_only(plan, rini):
    row = plan()
    assert revise(row, rini, kelurahan=ULU).wilayah.path == ULU
    on_the_day = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)  # Friday, 06.00 WIB
    assert refusal(lambda: revise(row, rini, at=on_the_day)) == "event-begun"


def test_the_lurah_does_not_move_an_event_out_of_his_kelurahan(plan, hendra):
    row = plan()
    assert refusal(lambda: revise(row, hendra, kelurahan=ULU)) == "no-right"


def test_an_event_long_over_is_not_revised(plan, rini):
    row = plan()
    assert refusal(lambda: revise(row, rini, at=AT + timedelta(days=40), on=FRIDAY)) == "event-over"


def test_an_outsider_neither_finds_nor_revises_an_event(plan, outsider):
    row = plan()
    assert refusal(lambda: events.event(row.id, by=outsider)) == "not-found"
    assert refusal(lambda: revise(row, outsider)) == "no-right"
    assert not events.planned(by=outsider).exists()


def test_revising_what_is_not_there(plan, rini):
    assert refusal(lambda: events.revise_event(uuid7(), a_plan(), by=rini, at=AT, id=uuid7())) == "not-found"


def test_what_is_coming_and_what_is_past(plan):
    later = plan(on=date(2026, 12, 4))
    friday = plan()
    before = plan(on=date(2026, 11, 20))
    assert list(events.coming(PLAJU, AT)) == [friday, later]
    assert list(events.past(PLAJU, AT)) == [before]
    assert not events.coming(SURABAYA, AT).exists()


def test_an_event_is_coming_until_it_ends(plan):
    row = plan()
    assert row in events.coming(PLAJU, datetime(2026, 11, 27, 2, 29, tzinfo=UTC))
    assert row in events.past(PLAJU, datetime(2026, 11, 27, 2, 30, tzinfo=UTC))


def test_reading_what_is_coming_takes_three_queries(plan, ilir_rts, django_assert_num_queries):
    for n in range(3):
        plan(street=f"Lorong {n}", rts=tuple(ilir_rts), services=(DOMISILI,))
    with django_assert_num_queries(3):
        for row in events.coming(PLAJU, AT):
            assert [rt.wilayah.name for rt in row.rts.all()] and [one.kode for one in row.services.all()]


@pytest.mark.parametrize("wrong", ["hours", "revised", "rt", "service", "team", "leader", "part", "words"])
def test_the_database_holds_its_rules(plan, ilir_rts, ruslan, wrong):
    row = plan(rts=(ilir_rts[0],), services=(DOMISILI,), team=(Member(ruslan.id, "loket", "Loket 1"),))
    break_it = {
        "hours": lambda: Event.objects.filter(pk=row.pk).update(ends_at=row.starts_at),
        "revised": lambda: Event.objects.filter(pk=row.pk).update(revision=1),
        "rt": lambda: EventRT.objects.create(event=row, wilayah=row.rts.get().wilayah),
        "service": lambda: EventService.objects.create(event=row, kode=DOMISILI),
        "team": lambda: EventTeam.objects.create(event=row, person=ruslan, part="loket", role="Loket 1"),
        "leader": lambda: [EventTeam.objects.create(event=row, person=ruslan, part="pemimpin", role=r) for r in "ab"],
        "part": lambda: EventTeam.objects.create(event=row, person=ruslan, part="raja", role="Loket 1"),
        "words": lambda: EventTeam.objects.create(event=row, person=ruslan, part="lainnya"),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it[wrong]()
