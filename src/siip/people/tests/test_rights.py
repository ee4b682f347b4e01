"""Grants come from the offices held, on the day of their own zone, over the codes they have had."""

from datetime import UTC, date, datetime, timedelta

import pytest

from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import House
from siip.kernel.refused import Refused
from siip.people import accounts, rights
from siip.people.models import Account, Office
from siip.people.rules.rights import RIGHTS
from siip.people.tests.conftest import FRIDAY, PLAJU, PLAJU_ILIR, PLAJU_ULU, Plaju
from siip.wilayah import successions
from siip.wilayah.rules.succession import Heir
from siip.wilayah.territory import house_actor, new_row


@pytest.fixture
def hendra(plaju: Plaju) -> Account:
    return plaju.staff("lurah", "Hendra")


def test_an_actor_bears_person_account_and_the_house(plaju: Plaju, hendra: Account) -> None:
    actor = plaju.actor(hendra)
    assert (actor.person, actor.account, actor.device) == (hendra.person_id, hendra.pk, House.objects.get().pk)


def test_a_lurah_acts_in_his_kelurahan_only(plaju: Plaju, hendra: Account) -> None:
    assert plaju.actor(hendra).grants == {Grant(right, PLAJU_ILIR) for right in RIGHTS["lurah"]}
    assert not plaju.actor(hendra).may("letters.sign", PLAJU_ULU)


def test_a_clerk_of_the_kecamatan_reaches_every_kelurahan(plaju: Plaju) -> None:
    rini = plaju.actor(plaju.staff("petugas_loket", "Rini", PLAJU))
    assert rini.may("services.take", PLAJU_ILIR) and rini.may("services.take", PLAJU_ULU)


def test_rights_begin_and_end_with_the_day_of_the_office(plaju: Plaju) -> None:
    person = plaju.person("Joko")
    plaju.hold(plaju.office("lurah"), person, from_on=date(2026, 11, 27), until_on=date(2026, 11, 27))
    joko = plaju.account(person, "joko")
    midnight = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # 00.00 WIB
    moments = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=23, minutes=59)]
    moments.append(midnight + timedelta(hours=24))
    assert [bool(plaju.actor(joko, at).grants) for at in moments] == [False, True, True, False]


def test_each_office_has_the_day_of_its_own_zone(plaju: Plaju) -> None:
    for path, name in (("91/", "Papua"), ("91/03/", "Kabupaten Jayapura"), ("91/03/01/", "Sentani")):
        plaju.places[path] = new_row(path, name)
        plaju.places[path].save()
    person = plaju.person("Joko")
    for path in (PLAJU, "91/03/01/"):
        plaju.hold(plaju.office("camat", path), person, from_on=date(2026, 11, 27))
    joko = plaju.account(person, "joko")
    at = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)  # 23.00 WIB on Thursday, 01.00 WIT on Friday
    assert plaju.actor(joko, at).scope("letters.sign") == ("91/03/01/",)
    assert plaju.actor(joko, at + timedelta(hours=1)).scope("letters.sign") == (PLAJU, "91/03/01/")


def test_two_offices_add_up(plaju: Plaju) -> None:
    person = plaju.person("Dewi Lestari")
    plaju.hold(plaju.office("seklur"), person)
    plaju.hold(plaju.office("lurah", PLAJU_ULU), person, capacity="plt", until_on=date(2026, 12, 31))
    actor = plaju.actor(plaju.account(person, "lestari"))
    assert actor.scope("letters.sign") == (PLAJU_ULU, PLAJU_ILIR)
    assert actor.scope("letters.revoke") == (PLAJU_ULU,)


def test_an_rt_head_has_no_grants(plaju: Plaju) -> None:
    assert plaju.actor(plaju.staff("ketua_rt", "Ruslan", "16/71/14/1003/005/07/")).grants == frozenset()


def test_a_closed_account_has_no_grants(plaju: Plaju, hendra: Account) -> None:
    accounts.close_account(hendra.pk, by=plaju.dewi, at=FRIDAY, id=uuid7())
    hendra.refresh_from_db()
    assert plaju.actor(hendra) == Actor(hendra.person_id, hendra.pk, plaju.house.device, frozenset())


def test_an_office_keeps_its_rights_over_the_code_it_came_from(plaju: Plaju) -> None:
    manager = house_actor(plaju.house.device)
    new = "16/71/14/1009/"
    successions.succeed([PLAJU_ILIR], [Heir(new, "Plaju Ilir")], on=date(2026, 6, 1), by=manager, at=FRIDAY, id=uuid7())
    plaju.places[new] = type(plaju.places[PLAJU])._default_manager.get(path=new)
    hendra = plaju.actor(plaju.staff("lurah", "Hendra", new))
    assert hendra.scope("letters.see") == (PLAJU_ILIR, new)


def test_an_office_of_an_ended_code_reaches_what_came_after_it(plaju: Plaju, hendra: Account) -> None:
    manager = house_actor(plaju.house.device)
    new = "16/71/14/1009/"
    successions.succeed([PLAJU_ILIR], [Heir(new, "Plaju Ilir")], on=date(2026, 6, 1), by=manager, at=FRIDAY, id=uuid7())
    assert plaju.actor(hendra).scope("letters.see") == (PLAJU_ILIR, new)


def test_an_actor_takes_few_queries(plaju: Plaju, hendra: Account, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        plaju.actor(hendra)


def test_everybody_who_holds_an_office_that_day_is_found(plaju: Plaju) -> None:
    office, until = plaju.office("lurah"), date(2026, 11, 26)
    plaju.hold(office, plaju.person("Joko"), from_on=date(2026, 1, 1), until_on=until)
    plaju.hold(office, plaju.person("Hendra"), from_on=FRIDAY.date())

    def holders(on: date) -> list[str]:
        return [one.person.name for one in rights.held_on(on).filter(office=office)]

    assert [holders(until), holders(FRIDAY.date()), holders(date(2025, 12, 31))] == [["Joko"], ["Hendra"], []]


def test_the_office_of_another_kecamatan_is_not_found_and_whoever_manages_none_is_told_so(
    plaju: Plaju, hendra: Account
) -> None:
    office = Office.objects.get(kind="lurah", wilayah__path=PLAJU_ILIR)
    found = rights.managed_one(Office.objects.all(), "wilayah__path", office.pk, plaju.dewi, "Jabatan")
    elsewhere = Actor(None, 1, plaju.house.device, frozenset({Grant(rights.MANAGE, "16/71/01/")}))
    codes = []
    for by in (elsewhere, plaju.actor(hendra)):
        with pytest.raises(Refused) as refusal:
            rights.managed_one(Office.objects.all(), "wilayah__path", office.pk, by, "Jabatan")
        codes.append(refusal.value.code)
    assert found == office and codes == ["not-found", "no-right"]
