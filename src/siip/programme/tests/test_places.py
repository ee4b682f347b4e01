from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.programme import events, places
from siip.programme.models import EventPlace, Place
from siip.programme.places import Spot
from siip.programme.rules.points import Point
from siip.programme.tests.conftest import AT, ILIR, PLAJU, SURABAYA, ULU, a_plan

DRAIN = Spot("Saluran depan SD 12", kind=1)
POINT = Point(Decimal("-2.994120"), Decimal("104.803210"))


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.fixture
def add(plaju, rini):
    """Adds a place: `add(Spot(...))` by Bu Rini in Plaju Ilir."""

    def add(spot=DRAIN, *, kelurahan=ILIR, by=rini, id=None):
        return places.add_place(kelurahan, spot, by=by, at=AT, id=id or uuid7())

    return add


def revise(place, spot, by, id=None):
    return places.revise_place(place.pk, spot, by=by, at=AT, id=id or uuid7())


def retire(place, by, *, reason="sudah ditutup beton", at=AT, id=None):
    return places.retire_place(place.pk, reason, by=by, at=at, id=id or uuid7())


def acts(name):
    return Entry.objects.filter(act=f"programme.{name}").count()


def test_a_place_is_added_with_its_rt_and_point(add, ilir_rts):
    row = add(Spot("Saluran depan SD 12", 1, ilir_rts[1], POINT, "Tutupnya berat"))
    assert (row.name, places.kind_name(row.kind), row.rt.path) == ("Saluran depan SD 12", "Selokan", ilir_rts[1])
    assert (row.point, row.note, row.wilayah.path) == (POINT, "Tutupnya berat", ILIR)
    assert list(places.places_of(ILIR)) == [row]


def test_adding_twice_with_one_token_adds_once(add):
    token = uuid7()
    assert add(id=token) == add(id=token)
    assert (Place.objects.count(), acts("add_place")) == (1, 1)


def test_a_token_used_for_another_place_is_refused(add):
    token = uuid7()
    add(id=token)
    assert refusal(lambda: add(Spot("Pasar"), id=token)) == "other-payload"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " "}, "name-missing"),
        ({"kind": 77}, "kind-unknown"),
        ({"rt": ULU + "01/01/"}, "rt-elsewhere"),
        ({"rt": ILIR + "02/99/"}, "rt-elsewhere"),
        ({"point": Point(Decimal("51.5"), Decimal("-0.1"))}, "point-abroad"),
        ({"name": "Rumah 1671145708859001"}, "nik-in-text"),
        ({"note": "Tanya 1671145708859001"}, "nik-in-text"),
    ],
)
def test_a_wrong_place_is_refused_and_leaves_nothing(add, ilir_rts, said, code):
    assert refusal(lambda: add(Spot(**{"name": "Saluran", "kind": 1} | said))) == code
    assert not Place.objects.exists() and not acts("add_place")


def test_a_name_is_once_in_a_kelurahan_however_it_is_written(add):
    add()
    assert refusal(lambda: add(Spot("saluran  DEPAN sd 12"))) == "name-taken"
    assert add(kelurahan=ULU).name == "Saluran depan SD 12"


def test_the_lurah_adds_in_his_kelurahan_only(add, hendra, outsider):
    add(by=hendra)
    assert refusal(lambda: add(by=hendra, kelurahan=ULU)) == "no-right"
    assert refusal(lambda: add(Spot("Pasar"), by=outsider)) == "no-right"


def test_a_place_lies_in_a_kelurahan(add):
    assert refusal(lambda: add(kelurahan=PLAJU)) == "kelurahan-unknown"


def test_a_place_is_revised(add, rini, ilir_rts):
    row = revise(add(), Spot("Saluran SD 12", 2, ilir_rts[0]), rini)
    assert (row.name, row.kind, row.rt.path) == ("Saluran SD 12", 2, ilir_rts[0])
    assert revise(row, Spot("saluran sd 12"), rini).name == "saluran sd 12"


def test_revising_twice_with_one_token_writes_once(add, rini):
    row, token = add(), uuid7()
    for _ in range(2):
        revise(row, Spot("Pasar"), rini, token)
    assert acts("revise_place") == 1


def test_what_is_not_one_s_own_is_not_revised(add, rini, outsider):
    row, other = add(), add(Spot("Pasar"))
    assert refusal(lambda: revise(row, Spot("pasar"), rini)) == "name-taken"
    assert refusal(lambda: revise(row, DRAIN, outsider)) == "no-right"
    assert refusal(lambda: places.revise_place(uuid7(), DRAIN, by=rini, at=AT, id=uuid7())) == "not-found"
    assert refusal(lambda: places.place(other.pk, by=outsider)) == "not-found"
    assert not places.known(by=outsider).exists()


def test_a_retired_place_is_chosen_no_more_and_frees_its_name(add, rini):
    row = retire(add(), rini)
    assert (row.retired_at, row.retired_reason) == (AT, "sudah ditutup beton")
    assert not places.places_of(ILIR).exists()
    again = add()
    assert list(places.known(by=rini)) == [again, row]


def test_retiring_twice_with_one_token_writes_once(add, rini):
    row, token = add(), uuid7()
    assert retire(row, rini, id=token) == retire(row, rini, id=token)
    assert acts("retire_place") == 1


def test_a_place_is_retired_once_with_a_reason_by_whom_it_concerns(add, rini, outsider):
    row = add()
    assert refusal(lambda: retire(row, rini, reason=" ")) == "reason-missing"
    assert refusal(lambda: retire(row, rini, reason="oleh 1671145708859001")) == "nik-in-text"
    assert refusal(lambda: retire(row, outsider)) == "no-right"
    assert refusal(lambda: places.retire_place(uuid7(), "x", by=rini, at=AT, id=uuid7())) == "not-found"
    retire(row, rini)
    assert refusal(lambda: retire(row, rini)) == "place-retired"
    assert refusal(lambda: revise(row, DRAIN, rini)) == "place-retired"


def test_a_place_that_is_planned_is_not_retired_until_the_event_is_over(add, plan, rini):
    row = add()
    event = plan(places=(row.pk,))
    assert refusal(lambda: retire(row, rini)) == "place-planned"
    assert retire(row, rini, at=event.ends_at + timedelta(minutes=1)).retired_at


def test_a_plan_names_its_places_and_adds_one(add, plan, rini):
    row = add()
    event = plan(places=(row.pk,), new_place=Spot("Simpang tiga", 2))
    spots = [one.place.name for one in events.event(event.pk, by=rini).places.all()]
    assert spots == ["Saluran depan SD 12", "Simpang tiga"]
    assert acts("add_place") == 2


def test_a_plan_sent_twice_adds_its_place_once(plan):
    token = uuid7()
    for _ in range(2):
        plan(id=token, new_place=Spot("Simpang tiga"))
    assert (Place.objects.count(), EventPlace.objects.count()) == (1, 1)


@pytest.mark.parametrize("spot", [Spot(""), Spot("Saluran depan SD 12"), Spot("Pasar", kind=77)])
def test_a_plan_whose_new_place_is_refused_leaves_nothing(add, plan, spot):
    add()
    assert refusal(lambda: plan(new_place=spot)) in ("name-missing", "name-taken", "kind-unknown")
    assert (Place.objects.count(), acts("plan_event")) == (1, 0)


def test_a_plan_takes_places_of_its_kelurahan_in_use_only(add, plan, rini):
    ended = retire(add(), rini)
    for wrong in (add(kelurahan=ULU).pk, ended.pk, uuid7()):
        assert refusal(lambda wrong=wrong: plan(places=(wrong,))) == "place-elsewhere"


def test_a_revised_plan_keeps_a_place_that_was_retired_since(add, plan, rini):
    row = add()
    event = plan(places=(row.pk,))
    ended = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
    retire(row, rini, at=ended)
    events.revise_event(event.pk, a_plan(places=(row.pk,), bring="karung"), by=rini, at=ended, id=uuid7())
    assert EventPlace.objects.get().place == row


@pytest.mark.parametrize("wrong", ["named", "retired", "reason", "half", "abroad", "once", "planned"])
def test_the_database_holds_its_rules(add, plan, wrong):
    row = add()
    event, mine = plan(places=(row.pk,)), Place.objects.filter(pk=row.pk)
    break_it = {
        "named": lambda: mine.update(name=""),
        "retired": lambda: mine.update(retired_at=AT),
        "reason": lambda: mine.update(retired_reason="hilang"),
        "half": lambda: mine.update(latitude=Decimal("-2.9")),
        "abroad": lambda: mine.update(latitude=Decimal("51.5"), longitude=Decimal("104.8")),
        "once": lambda: Place.objects.create(
            id=uuid7(), wilayah=row.wilayah, name="SALURAN depan sd 12", kind=1, added_at=AT
        ),
        "planned": lambda: EventPlace.objects.create(event=event, place=row),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it[wrong]()


def test_reading_the_places_of_a_kelurahan_takes_one_query(add, ilir_rts, django_assert_num_queries):
    for n in range(3):
        add(Spot(f"Lorong {n}", rt=ilir_rts[0]))
    with django_assert_num_queries(1):
        assert [(row.rt.name, row.wilayah.name) for row in places.places_of(ILIR)]


def test_surabaya_sees_nothing_of_it(add, outsider):
    add()
    assert not places.places_of(SURABAYA + "1001/").exists()
