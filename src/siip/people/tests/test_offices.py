"""Offices, and who holds which from when to when."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.people import offices
from siip.people.models import Holding, Office
from siip.people.tests.conftest import FRIDAY, KARANG_PILANG, PLAJU, PLAJU_ILIR, PLAJU_ULU, Plaju, missing, refused

TODAY = date(2026, 11, 27)


# Offices


def test_an_office_is_made_once(plaju: Plaju) -> None:
    id, place = uuid7(), plaju.places[PLAJU_ILIR].pk
    for _ in range(2):
        made = offices.make_office(
            kind="lurah", wilayah=place, title="Lurah Plaju Ilir", code="PLI", by=plaju.dewi, at=FRIDAY, id=id
        )
    assert (made.title, Office.objects.filter(kind="lurah").count()) == ("Lurah Plaju Ilir", 1)
    with refused("office-exists"):
        offices.make_office(kind="lurah", wilayah=place, title="Lurah Plaju Ilir", by=plaju.dewi, at=FRIDAY, id=uuid7())


@pytest.mark.parametrize(
    ("path", "said", "code"),
    [
        (PLAJU_ILIR, {"kind": "raja"}, "office-kind"),
        (PLAJU_ILIR, {"kind": "camat"}, "office-level"),
        (PLAJU, {"kind": "lurah"}, "office-level"),
        (PLAJU_ILIR, {"title": " "}, "title-missing"),
        (PLAJU_ILIR, {"title": "Lurah 1671140101010001"}, "nik-in-text"),
        (PLAJU_ILIR, {"code": "A/B"}, "code-shape"),
        (PLAJU_ILIR, {"letterhead": {"motto": "Bersih"}}, "letterhead-shape"),
        (PLAJU_ILIR, {"letterhead": {"address": "Jalan DI Panjaitan"}}, "letterhead-shape"),
        (KARANG_PILANG, {"kind": "camat"}, "not-found"),
    ],
)
def test_an_office_is_refused(plaju: Plaju, path: str, said: dict[str, object], code: str) -> None:
    values = {"kind": "lurah", "title": "Lurah", **said}
    with refused(code):
        offices.make_office(wilayah=plaju.places[path].pk, **values, by=plaju.dewi, at=FRIDAY, id=uuid7())


def test_every_kind_of_office_has_a_level(plaju: Plaju) -> None:
    for kind, path in (("ketua_rw", "16/71/14/1003/005/"), ("ketua_rt", "16/71/14/1003/005/07/"), ("camat", PLAJU)):
        assert plaju.office(kind, path).kind == kind


def test_an_office_is_revised(plaju: Plaju) -> None:
    office, id = plaju.office("lurah"), uuid7()
    for _ in range(2):
        offices.revise_office(
            office.pk, title="Lurah Plaju Ilir", code="PLI", letterhead={"place": "Palembang"}, by=plaju.dewi,
            at=FRIDAY, id=id,
        )  # fmt: skip
    office.refresh_from_db()
    assert (office.title, office.code, office.letterhead) == ("Lurah Plaju Ilir", "PLI", {"place": "Palembang"})


def test_an_office_of_another_kecamatan_is_not_found(plaju: Plaju) -> None:
    camat = plaju.office("camat", KARANG_PILANG)
    with refused("not-found"):
        offices.revise_office(camat.pk, title="Camat", by=plaju.dewi, at=FRIDAY, id=uuid7())


@pytest.mark.parametrize(
    "said", [{"kind": "raja"}, {"title": "dua"}],
)  # fmt: skip
def test_the_database_holds_what_an_office_is(plaju: Plaju, said: dict[str, str]) -> None:
    office = plaju.office("lurah", title="dua")
    twin = Office(id=uuid7(), **{"kind": "lurah", "wilayah": office.wilayah, "title": "satu", **said})
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


# Holdings


def test_an_office_is_held_from_day_to_day_both_included(plaju: Plaju) -> None:
    lurah = plaju.office("lurah")
    plaju.hold(lurah, plaju.person("Hendra"), from_on=date(2026, 2, 1), until_on=date(2026, 11, 27))
    days = [date(2026, 1, 31), date(2026, 2, 1), TODAY, date(2026, 11, 28)]
    assert [len(offices.holders(PLAJU_ILIR, "lurah", day)) for day in days] == [0, 1, 1, 0]


def test_a_holding_sent_twice_is_made_once(plaju: Plaju) -> None:
    lurah, hendra, id = plaju.office("lurah"), plaju.person("Hendra"), uuid7()
    for _ in range(2):
        offices.give_office(
            office_id=lurah.pk, person_id=hendra.pk, from_on=TODAY, sk_number="821/17/2026", by=plaju.dewi, at=FRIDAY,
            id=id,
        )  # fmt: skip
    assert Holding.objects.get(office=lurah).sk_number == "821/17/2026"
    assert Entry.objects.get(pk=id).about["capacity"] == "definitif"


def test_two_definitive_holders_never_share_a_day(plaju: Plaju) -> None:
    lurah = plaju.office("lurah", title="Lurah Plaju Ilir")
    plaju.hold(lurah, plaju.person("Hendra"))
    with pytest.raises(Refused) as refusal:
        plaju.hold(lurah, plaju.person("Joko"), from_on=date(2026, 6, 1))
    assert refusal.value.code == "office-held"
    assert refusal.value.message.startswith("Lurah Plaju Ilir sudah dipegang Hendra (definitif) sejak 1-1-2026")


def test_the_next_holder_begins_the_day_after(plaju: Plaju) -> None:
    lurah, joko = plaju.office("lurah"), plaju.person("Joko")
    plaju.hold(lurah, plaju.person("Hendra"), until_on=date(2026, 5, 31))
    with refused("office-held"):
        plaju.hold(lurah, joko, from_on=date(2026, 5, 31))
    assert plaju.hold(lurah, joko, from_on=date(2026, 6, 1)).person == joko


def test_an_acting_holder_stands_beside_the_definitive_one(plaju: Plaju) -> None:
    lurah = plaju.office("lurah")
    plaju.hold(lurah, plaju.person("Joko"), capacity="plh", from_on=TODAY, until_on=TODAY)
    plaju.hold(lurah, plaju.person("Hendra"))
    found = offices.holders(PLAJU_ILIR, "lurah", TODAY)
    assert [(one.person.name, one.capacity) for one in found] == [("Hendra", "definitif"), ("Joko", "plh")]


def test_two_acting_holders_never_share_a_day(plaju: Plaju) -> None:
    lurah, week = plaju.office("lurah"), {"from_on": date(2026, 11, 23), "until_on": TODAY}
    plaju.hold(lurah, plaju.person("Joko"), capacity="plh", **week)
    with refused("office-held"):
        plaju.hold(lurah, plaju.person("Sari"), capacity="plt", **week)


def test_nobody_holds_an_office_twice_at_once(plaju: Plaju) -> None:
    counter, rini = plaju.office("petugas_loket"), plaju.person("Rini")
    plaju.hold(counter, rini)
    with refused("office-held"):
        plaju.hold(counter, rini, capacity="plh", from_on=TODAY, until_on=TODAY)


def test_several_clerks_share_a_counter(plaju: Plaju) -> None:
    counter = plaju.office("petugas_loket")
    for name in ("Rini", "Sari"):
        plaju.hold(counter, plaju.person(name))
    assert len(offices.holders(PLAJU_ILIR, "petugas_loket", TODAY)) == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"capacity": "plt"}, "acting-needs-end"),
        ({"capacity": "plh"}, "acting-needs-end"),
        ({"capacity": "kaisar"}, "capacity"),
        ({"until_on": date(2025, 12, 31)}, "dates"),
        ({"sk_number": "1671140101010001"}, "nik-in-text"),
    ],
)
def test_a_holding_is_refused(plaju: Plaju, said: dict[str, object], code: str) -> None:
    lurah, hendra = plaju.office("lurah"), plaju.person("Hendra")
    with refused(code):
        plaju.hold(lurah, hendra, **said)
    assert not Holding.objects.filter(office=lurah).exists()


def test_an_office_is_given_only_inside_the_own_kecamatan(plaju: Plaju) -> None:
    camat, slamet = plaju.office("camat", KARANG_PILANG), plaju.person("Slamet", KARANG_PILANG)
    lurah, hendra = plaju.office("lurah"), plaju.person("Hendra")
    for office, person in ((camat, hendra), (lurah, slamet)):
        with refused("not-found"):
            offices.give_office(
                office_id=office.pk, person_id=person.pk, from_on=TODAY, by=plaju.dewi, at=FRIDAY, id=uuid7()
            )


@pytest.mark.parametrize(
    "said", [{"capacity": "kaisar"}, {"until_on": date(2025, 1, 1)}, {"capacity": "plt", "until_on": None}]
)
def test_the_database_holds_what_a_holding_is(plaju: Plaju, said: dict[str, object]) -> None:
    values = {"capacity": "definitif", "from_on": TODAY, "until_on": None, **said}
    holding = Holding(id=uuid7(), office=plaju.office("lurah"), person=plaju.person("Hendra"), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        holding.save(force_insert=True)


def test_a_holding_ends_and_the_end_moves_forward_only(plaju: Plaju) -> None:
    holding = plaju.hold(plaju.office("lurah"), plaju.person("Hendra"))
    id = uuid7()
    for _ in range(2):
        offices.end_holding(holding.pk, last_on=TODAY, by=plaju.dewi, at=FRIDAY, id=id)
    assert offices.end_holding(holding.pk, last_on=date(2026, 11, 1), by=plaju.dewi, at=FRIDAY, id=uuid7())
    for day in (date(2026, 11, 2), date(2025, 12, 31)):
        with refused("dates"):
            offices.end_holding(holding.pk, last_on=day, by=plaju.dewi, at=FRIDAY, id=uuid7())
    holding.refresh_from_db()
    assert holding.until_on == date(2026, 11, 1)


def test_a_holding_of_another_kecamatan_is_not_found(plaju: Plaju) -> None:
    theirs = plaju.hold(plaju.office("camat", KARANG_PILANG), plaju.person("Slamet", KARANG_PILANG))
    with refused("not-found"):
        offices.end_holding(theirs.pk, last_on=TODAY, by=plaju.dewi, at=FRIDAY, id=uuid7())


def test_the_last_manager_stays(plaju: Plaju) -> None:
    own = Holding.objects.get(office__kind="pengelola")
    with refused("last-manager"):
        offices.end_holding(own.pk, last_on=TODAY, by=plaju.dewi, at=FRIDAY, id=uuid7())
    sari = plaju.person("Sari")
    plaju.hold(own.office, sari)
    with refused("last-manager"):  # she could not log in
        offices.end_holding(own.pk, last_on=TODAY, by=plaju.dewi, at=FRIDAY, id=uuid7())
    plaju.account(sari, "sari")
    assert offices.end_holding(own.pk, last_on=TODAY, by=plaju.dewi, at=FRIDAY, id=uuid7()).until_on == TODAY


# Reads


def test_the_holding_of_a_person_is_found_by_kind_and_territory(plaju: Plaju) -> None:
    hendra = plaju.person("Hendra")
    holding = plaju.hold(plaju.office("lurah"), hendra)
    assert offices.holding_of(hendra.pk, "lurah", PLAJU_ILIR, TODAY) == holding
    assert offices.holding_of(hendra.pk, "lurah", PLAJU_ULU, TODAY) is None
    assert offices.holding_of(missing(), "lurah", PLAJU_ILIR, TODAY) is None


def test_offices_stand_in_the_order_of_rank(plaju: Plaju) -> None:
    for kind in ("petugas_loket", "seklur", "lurah"):
        plaju.office(kind)
    assert [one.kind for one in offices.offices_at(PLAJU_ILIR)] == ["lurah", "seklur", "petugas_loket"]


def test_the_manager_sees_each_office_with_its_holders_of_today(
    plaju: Plaju, django_assert_num_queries: object
) -> None:
    lurah = plaju.office("lurah")
    plaju.hold(lurah, plaju.person("Lama"), until_on=date(2026, 10, 31))
    plaju.hold(lurah, plaju.person("Hendra"), from_on=date(2026, 11, 1))
    plaju.office("seklur", PLAJU_ULU)
    plaju.office("camat", KARANG_PILANG)
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = offices.offices_today(list(offices.offices(plaju.dewi)), TODAY)
    seen = [(one.office.kind, [holding.person.name for holding in one.holdings]) for one in found]
    assert seen == [("pengelola", ["Dewi"]), ("seklur", []), ("lurah", ["Hendra"])]
    assert offices.vacant_count(plaju.dewi, TODAY) == 1


def test_everybody_who_held_an_office_is_remembered(plaju: Plaju) -> None:
    lurah = plaju.office("lurah")
    plaju.hold(lurah, plaju.person("Lama"), until_on=date(2026, 10, 31))
    plaju.hold(lurah, plaju.person("Hendra"), from_on=date(2026, 11, 1))
    assert [one.person.name for one in offices.holdings_of_office(lurah.pk)] == ["Hendra", "Lama"]


def test_a_kecamatan_is_served_once_it_has_an_office(plaju: Plaju) -> None:
    assert [place.path for place in offices.served_kecamatan()] == [PLAJU]
    plaju.office("camat", KARANG_PILANG)
    plaju.office("camat", PLAJU)
    assert [place.path for place in offices.served_kecamatan()] == [PLAJU, KARANG_PILANG]


def test_the_letterhead_fills_in_what_the_office_left_open(plaju: Plaju) -> None:
    assert offices.letterhead(plaju.office("lurah")) == {
        "lines": ("Pemerintah Kota Palembang", "Kecamatan Plaju", "Kelurahan Plaju Ilir"),
        "address": (),
        "kelurahan": "Kelurahan Plaju Ilir",
        "kecamatan": "Kecamatan Plaju",
        "kota": "Kota Palembang",
        "place": "Palembang",
        "complaint": "Kantor Kecamatan Plaju",
        "arms": "",
    }


def test_the_letterhead_of_a_kecamatan_has_no_kelurahan(plaju: Plaju) -> None:
    head = offices.letterhead(plaju.office("camat", PLAJU))
    assert (head["lines"], head["kelurahan"]) == (("Pemerintah Kota Palembang", "Kecamatan Plaju"), "")


def test_the_office_decides_its_address(plaju: Plaju) -> None:
    office = plaju.office("lurah")
    office.letterhead = {"address": ["Jalan DI Panjaitan 1"], "place": "Plaju", "complaint": "0711-1", "arms": "<svg/>"}
    head = offices.letterhead(office)
    said = [head[part] for part in ("address", "place", "complaint", "arms")]
    assert said == [("Jalan DI Panjaitan 1",), "Plaju", "0711-1", "<svg/>"]


def test_a_regency_dates_its_letters_at_the_kecamatan(plaju: Plaju) -> None:
    from siip.wilayah.territory import new_row

    for path, name in (("16/01/", "Kabupaten Ogan Komering Ulu"), ("16/01/07/", "Sosoh Buay Rayap")):
        plaju.places[path] = new_row(path, name)
        plaju.places[path].save()
    assert offices.letterhead(plaju.office("camat", "16/01/07/"))["place"] == "Sosoh Buay Rayap"
