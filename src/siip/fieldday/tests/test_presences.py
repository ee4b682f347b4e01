"""Presences: officials, partners and residents by name; two desks, a cancel, a name that goes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from siip.fieldday import attendance, presences, tallies
from siip.fieldday.models import Presence, PresenceStep
from siip.fieldday.presences import Named
from siip.fieldday.tallies import Mark
from siip.fieldday.tests.conftest import FRIDAY, RTS
from siip.kernel import journal
from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.kernel.refused import Refused
from siip.people import offices
from siip.programme import events
from tests.cast import AT, OTHER, PLAJU_ILIR, PLAJU_ULU

NIK = "1671145708850001"
HOUSE = Actor(None, None, uuid7(), frozenset({Grant("fieldday.forget", "")}))
BABINSA = Named("partner", agency="babinsa", name="Serda Budi")
SITI = Named("resident", name="Siti Maryam", rt=RTS[0], agreed=True)


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.fixture
def staff(cast):
    return lambda key, role="bekerja": Named("staff", cast.people[key].pk, role)


@pytest.fixture
def mark(event, rini):
    """Notes people at counter A: `mark(SITI, counter="B")`."""

    def mark(*people, counter="A", source="spot", by=rini, at=FRIDAY, id=None):
        said = {"counter": counter, "source": source, "by": by, "at": at, "id": id or uuid7()}
        return presences.mark_present(event.pk, people, **said)

    return mark


@pytest.fixture
def cancel(event, rini):
    def cancel(*rows, by=rini, at=FRIDAY, id=None):
        return presences.cancel_presence(
            event.pk, [row.pk for row in rows], by=by, at=at, id=id or uuid7()
        )  # fmt: skip

    return cancel


def entries(name):
    return Entry.objects.filter(act=f"fieldday.{name}").count()


# Marking


def test_many_are_noted_in_one_act(event, mark, staff):
    mark(staff("hendra", "memimpin"), staff("agus", "melayani"), BABINSA, SITI)
    found = [(one.name, one.says, one.row.role) for one in presences.present_at(event)]
    assert sorted(found[:2]) == [
        ("Agus Firmansyah, S.Sos.", "Kepala Seksi Pemerintahan", "melayani"),
        ("Hendra Saputra, S.IP., M.Si.", "Lurah Plaju Ilir", "memimpin"),
    ]
    assert found[2:] == [("Serda Budi", "Babinsa", ""), ("Siti Maryam", "RT 07", "")]
    assert (entries("mark_present"), PresenceStep.objects.count()) == (1, 4)
    assert list(journal.faults()) == []


def test_the_same_person_at_two_desks_is_one_presence_with_two_sources(event, mark, staff):
    mark(staff("hendra"), SITI)
    again = Named("resident", name="  SITI  maryam ", rt=RTS[0], agreed=True)
    mark(staff("hendra", "memimpin"), again, counter="B")
    found = presences.present_at(event)
    assert [(one.name, one.row.sources) for one in found] == [
        ("Hendra Saputra, S.IP., M.Si.", [["A", "spot"], ["B", "spot"]]),
        ("Siti Maryam", [["A", "spot"], ["B", "spot"]]),
    ]
    assert (found[0].row.role, Presence.objects.count()) == ("memimpin", 2)


def test_the_same_person_twice_in_one_act_is_one_presence(mark, staff):
    mark(staff("hendra"), staff("hendra", "memimpin"))
    assert (Presence.objects.get().role, PresenceStep.objects.count()) == ("memimpin", 2)


def test_a_namesake_in_another_rt_is_somebody_else(event, mark):
    mark(SITI, Named("resident", name="Siti Maryam", rt=RTS[1], agreed=True))
    assert len(presences.present_at(event)) == 2


def test_noting_is_done_once_if_sent_twice(mark, staff):
    id = uuid7()
    assert {*mark(SITI, staff("agus"), id=id)} == {*mark(SITI, staff("agus"), id=id)}
    assert (entries("mark_present"), PresenceStep.objects.count()) == (1, 2)


def test_many_cost_a_fixed_number_of_questions(mark, staff, django_assert_max_num_queries):
    residents = [Named("resident", name=f"Warga {n}", rt=RTS[n % 3], agreed=True) for n in range(40)]
    with django_assert_max_num_queries(26):
        mark(*residents, staff("hendra"), staff("agus"))
    assert Presence.objects.count() == 42


def test_reading_names_costs_a_fixed_number_of_questions(event, mark, django_assert_num_queries):
    mark(*(Named("resident", name=f"Warga {n}", rt=RTS[0], agreed=True) for n in range(9)))
    with django_assert_num_queries(2):
        assert len({one.name for one in presences.present_at(event)}) == 9


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (Named("tamu", name="Budi"), "kind-unknown"), (Named("staff", None, "bekerja"), "person-elsewhere"),
        (Named("staff", uuid7(), "bekerja"), "person-elsewhere"),
        (Named("partner", agency="babinsa", name="  "), "name-missing"),
        (Named("partner", agency="kodim", name="Budi"), "agency-unknown"),
        (Named("partner", agency="dlh", name="x" * 121), "name-long"),
        (Named("partner", agency="dlh", name=f"Budi {NIK}"), "nik-in-text"),
        (Named("resident", name="Siti", rt=RTS[0]), "not-agreed"),
        (Named("resident", name=NIK, rt=RTS[0], agreed=True), "nik-in-text"),
        (Named("resident", name="", rt=RTS[0], agreed=True), "name-missing"),
        (Named("resident", name="Siti", rt=PLAJU_ULU + "01/01/", agreed=True), "rt-elsewhere"),
        (Named("resident", name="Siti", agreed=True), "rt-elsewhere"),
    ],
)  # fmt: skip
def test_somebody_is_refused(mark, one, code):
    assert refusal(lambda: mark(one)) == code
    assert not Presence.objects.exists() and not PresenceStep.objects.exists()


def test_noting_is_refused(event, mark, staff, cast, rini):
    assert refusal(lambda: mark(staff("hendra", "menonton"))) == "role-missing"
    assert refusal(lambda: mark()) == "nobody-marked"
    assert refusal(lambda: mark(SITI, by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: mark(SITI, counter="C")) == "counter-unknown"
    assert refusal(lambda: mark(SITI, source="mimpi")) == "source-unknown"
    assert refusal(lambda: mark(SITI, at=FRIDAY - timedelta(days=1))) == "event-ahead"
    assert refusal(lambda: mark(SITI, at=FRIDAY + timedelta(days=1))) == "not-on-the-spot"
    assert refusal(lambda: mark(SITI, at=FRIDAY + timedelta(days=40))) == "event-over"
    gone = uuid7()
    said = {"counter": "A", "by": rini, "at": FRIDAY, "id": uuid7()}
    assert refusal(lambda: presences.mark_present(gone, [SITI], **said)) == "not-found"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: mark(SITI)) == "event-cancelled"


def test_a_person_of_another_kecamatan_is_refused(two_kecamatan, mark):
    assert refusal(lambda: mark(Named("staff", two_kecamatan.people["bambang"].pk, "memimpin"))) == "person-elsewhere"
    assert two_kecamatan.people["bambang"].kecamatan == OTHER


# Cancelling


def test_a_cancelled_mark_is_nobody(event, mark, cancel, staff):
    rows = mark(staff("agus"), BABINSA)
    cancel(*rows)
    assert presences.present_at(event) == []
    assert (entries("cancel_presence"), PresenceStep.objects.filter(act="cancel").count()) == (1, 2)
    assert list(journal.faults()) == []


def test_a_cancel_names_the_marks_that_it_saw(mark, cancel, staff):
    (row,) = mark(staff("agus"))
    mark(staff("agus"), counter="B")
    cancel(row)
    marks = PresenceStep.objects.filter(act="mark").values_list("pk", flat=True)
    assert sorted(PresenceStep.objects.get(act="cancel").seen) == sorted(map(str, marks))


def test_the_name_of_a_resident_goes_with_the_mark(event, mark, cancel):
    (row,) = mark(SITI)
    cancel(row)
    gone = Presence.objects.get()
    assert (gone.sealed, gone.key, DataKey.objects.get(pk=row.key).wrapped) == (None, None, None)
    mark(SITI)
    assert [one.name for one in presences.present_at(event)] == ["Siti Maryam"]


def test_cancelling_is_done_once_if_sent_twice(mark, cancel, staff):
    (row,) = mark(staff("agus"))
    id = uuid7()
    assert cancel(row, id=id) == cancel(row, id=id)
    assert entries("cancel_presence") == 1


def test_cancelling_is_refused(event, mark, cancel, staff, cast, plan, rini):
    (row,) = mark(staff("agus"))
    assert refusal(lambda: cancel(row, by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: cancel()) == "nobody-marked"
    assert refusal(lambda: cancel(row, at=FRIDAY + timedelta(days=40))) == "event-over"
    assert refusal(lambda: cancel(row, at=FRIDAY - timedelta(days=1))) == "event-ahead"
    later = plan(street="Lorong Sukarela")
    said = {"by": rini, "at": FRIDAY}
    assert refusal(lambda: presences.cancel_presence(later.pk, [row.pk], **said, id=uuid7())) == "not-present"
    assert refusal(lambda: presences.cancel_presence(uuid7(), [row.pk], **said, id=uuid7())) == "not-found"
    cancel(row)
    assert refusal(lambda: cancel(row)) == "not-present"
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: cancel(row)) == "event-cancelled"


# Counted with their RT, never added


def test_people_by_name_are_part_of_the_tally(event, mark, rini, cast):
    mark(SITI, Named("resident", name="Umi Kalsum", rt=RTS[0], agreed=True))
    assert attendance.figures_of(event).heads == 2
    marks = [Mark(cast.place(RTS[0]).pk, "A", "add", 5)]
    tallies.mark_tally(event.pk, marks, by=rini, at=FRIDAY, id=uuid7())
    figures = attendance.figures_of(event)
    assert (figures.heads, figures.named) == (5, 2)


def test_the_head_of_an_rt_is_one_of_its_people(event, mark, staff):
    mark(staff("ruslan"), staff("hendra", "memimpin"), BABINSA)
    figures = attendance.figures_of(event)
    assert (figures.heads, figures.named, figures.officials, figures.partners) == (1, 1, 1, 1)
    assert (figures.leading, figures.working, figures.serving) == (1, 1, 0)


def test_an_rt_that_came_uncalled_is_on_the_roll(event, mark):
    mark(Named("resident", name="Siti", rt=PLAJU_ILIR + "02/08/", agreed=True))
    assert [(one.wilayah.title, one.heads) for one in attendance.roll(event)][-1] == ("RT 08", 1)


def test_names_are_counted_for_whoever_would_move_the_event(event, mark):
    mark(SITI, BABINSA)
    assert attendance.noted_count(event.pk) == 2


def test_who_may_be_expected_the_team_first(event):
    found = [(one.person.name, one.office) for one in presences.officials(event)]
    assert found[0][0] == "Rini Astuti" and found[0][1].startswith("Petugas")
    names = [name for name, _ in found]
    assert "Hendra Saputra, S.IP., M.Si." in names and "Ruslan" in names and len(set(names)) == len(names)
    assert "Zulkarnain, S.STP." not in names


def test_who_does_the_work_is_noted_with_the_office_of_the_day(event, mark, staff, cast):
    dewi = cast.actor("dewi")
    offices.end_holding(cast.holdings["agus"].pk, last_on=AT.date(), by=dewi, at=AT, id=uuid7())
    mark(staff("agus"))
    assert [one.says for one in presences.present_at(event)] == [""]


# A name at rest


def test_the_name_of_a_resident_lies_in_no_table(mark):
    mark(SITI)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("fieldday", "kernel")):
                cursor.execute(f'SELECT * FROM "{table}"')
                assert "maryam" not in str(cursor.fetchall()).lower()


def test_names_are_forgotten_after_a_year_and_the_count_stays(event, mark):
    mark(SITI, BABINSA)
    late = event.ends_at + presences.KEPT
    assert presences.events_to_forget(late - timedelta(seconds=1)) == []
    assert presences.events_to_forget(late) == [event.pk]
    presences.forget_names(event.pk, by=HOUSE, at=late, id=uuid7())
    assert presences.events_to_forget(late) == []
    assert [one.name for one in presences.present_at(event)] == ["Serda Budi", ""]
    assert (attendance.figures_of(event).named, entries("forget_names")) == (1, 1)


def test_forgetting_is_done_once_if_sent_twice(event, mark):
    mark(SITI)
    id, said = uuid7(), {"by": HOUSE, "at": event.ends_at + presences.KEPT}
    assert presences.forget_names(event.pk, **said, id=id) == 1
    assert presences.forget_names(event.pk, **said, id=id) == 0


def test_forgetting_is_refused(event, rini):
    def forget(by=None, at=FRIDAY, event_id=event.pk):
        return presences.forget_names(event_id, by=by or HOUSE, at=at, id=uuid7())

    assert refusal(forget) == "not-yet"
    assert refusal(lambda: forget(event_id=uuid7())) == "not-found"
    assert refusal(lambda: forget(by=rini)) == "no-right"


# Constraints


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "tamu"}, {"kind": "staff"}, {"kind": "partner", "name": "Budi"}, {"kind": "partner", "agency": "dlh"},
        {"kind": "resident"}, {"kind": "partner", "name": "Budi", "agency": "dlh", "sealed": b"x", "key": uuid7()},
        {"kind": "partner", "name": "Budi", "agency": "dlh", "key": uuid7()},
        {"kind": "partner", "name": "Budi", "agency": "dlh", "is_present": True},
        {"kind": "partner", "name": "Budi", "agency": "dlh", "first_at": FRIDAY},
        {"kind": "partner", "name": "Budi", "agency": "dlh", "first_at": FRIDAY, "is_present": True, "role": "bekerja"},
    ],
)  # fmt: skip
def test_a_presence_that_contradicts_itself_cannot_be_kept(event, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Presence.objects.create(id=uuid7(), event=event, **wrong)


@pytest.mark.parametrize("wrong", [{"act": "lahir"}, {"act": "mark"}, {"act": "cancel", "counter": "A"}])
def test_a_step_that_says_nothing_cannot_be_kept(mark, rini, wrong):
    (row,) = mark(BABINSA)
    with pytest.raises(IntegrityError), transaction.atomic():
        PresenceStep.objects.create(id=uuid7(), presence=row, at=FRIDAY, hlc=1, dev=rini.device, seq=1, **wrong)
