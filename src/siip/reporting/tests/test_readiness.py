"""What an event lacks, who signs there, and where its day stands."""

from datetime import date, timedelta

import pytest

from siip.kernel.ids import uuid7
from siip.letters import registers
from siip.people import mandates, offices
from siip.programme import events
from siip.reporting import closings, readiness
from siip.reporting.tests.friday import ON_DAY, hold, plan
from siip.services.tests.conftest import new_code
from tests.cast import AT, PATTERN, PLAJU_ILIR

pytestmark = pytest.mark.django_db


@pytest.fixture
def friday(cast):
    return plan(cast).event


def lacking(event, at=AT):
    return [one.what for one in readiness.Look(event, at).lacks()]


def test_a_plan_that_was_hardly_made_lacks_almost_everything(cast, friday):
    said = events.Plan(PLAJU_ILIR, date(2026, 12, 4), friday.programme.starts, friday.programme.ends, "Jalan Baru")
    rini = cast.actor("rini")
    bare = events.event(events.plan_event(friday.programme_id, said, by=rini, at=AT, id=uuid7()).pk, by=rini)
    assert lacking(bare) == ["Pemimpin belum ditunjuk", "RT belum dipilih", "Layanan belum dipilih",
                             "Titik kerja belum dipilih"]  # fmt: skip


def test_a_plan_that_was_made_lacks_numbers_a_deputy_and_answers(friday):
    found = readiness.Look(friday, AT).lacks()
    assert [one.what for one in found] == [
        "Register 2026 belum dibuka", "Penanda tangan pengganti belum ada", "3 Ketua RT dan 1 Ketua RW belum menjawab"
    ]  # fmt: skip
    assert [one.is_urgent for one in found] == [True, False, False]
    assert found[2].note == "4 belum dipanggil."


def test_on_the_day_itself_nothing_of_it_can_wait(friday):
    assert all(one.is_urgent for one in readiness.Look(friday, ON_DAY).lacks())


def test_a_deputy_and_a_register_take_their_places(cast, friday):
    lurah, dewi = cast.offices["hendra"], cast.actor("dewi")
    registers.open_register(lurah.id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=0, by=dewi, at=AT,
                            id=uuid7())  # fmt: skip
    mandates.give_mandate(
        office_id=lurah.id, deputy_id=cast.offices["nyimas"].id, from_on=AT.date(), until_on=date(2026, 12, 31),
        ground="Nota dinas 800/12/PLI/2026", ground_on=AT.date(), by=dewi, at=AT, id=uuid7(),
    )  # fmt: skip
    assert lacking(friday) == ["3 Ketua RT dan 1 Ketua RW belum menjawab"]
    found = readiness.signing(friday)
    assert (found.holder.person.name, [one.person.name for one in found.deputies]) == (
        "Hendra Saputra, S.IP., M.Si.", ["Nyimas Halimah, S.E."]
    )  # fmt: skip


def test_without_a_lurah_nobody_signs(cast, friday):
    offices.end_holding(cast.holdings["hendra"].id, last_on=date(2026, 11, 25), by=cast.actor("dewi"), at=AT,
                        id=uuid7())  # fmt: skip
    assert lacking(friday)[0] == "Belum ada yang memegang jabatan lurah"


def test_places_without_a_photo_of_before_are_told_while_it_can_be_taken(cast):
    event = hold(cast).event
    assert "Foto sebelum: 0 dari 2 titik kerja" in lacking(event, ON_DAY)


def test_where_a_day_stands(cast):
    event = hold(cast).event
    night, dawn = ON_DAY - timedelta(hours=9), ON_DAY - timedelta(hours=3)  # Thursday 23.30, Friday 05.30 WIB
    ends = event.ends_at - readiness.CLOSING
    assert [readiness.stage(event, at) for at in (night, dawn, ON_DAY, ends)] == [
        readiness.BEFORE, readiness.MORNING, readiness.MORNING, readiness.END
    ]  # fmt: skip
    rini = cast.actor("rini", ON_DAY)
    closings.close_event(event.pk, note="", code=new_code(), by=rini, at=ON_DAY, id=uuid7())
    assert readiness.stage(event, ON_DAY) == readiness.CLOSED


def test_days_that_nobody_closed_are_asked_for_a_month(cast):
    event, after = hold(cast).event, ON_DAY + timedelta(days=3)
    assert readiness.not_closed([event], after) == [event]
    assert readiness.not_closed([event], ON_DAY + timedelta(days=40)) == []
    rini = cast.actor("rini", after)
    closings.close_event(event.pk, note="", code=new_code(), by=rini, at=after, id=uuid7())
    assert readiness.not_closed([event], after) == []
