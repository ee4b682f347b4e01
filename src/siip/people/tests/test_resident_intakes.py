"""A file on its way: checked by the job, shown, agreed to, taken in by the job; done once, told to nobody else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.people import resident_imports, resident_intakes, resident_uploads
from siip.people.models import Holding, Resident, ResidentImport, ResidentIntake, ResidentUpload
from siip.people.resident_imports import Terms
from siip.people.tests.conftest import FRIDAY, PLAJU, missing, refused
from siip.people.tests.lists import RUSLAN, SITI, changed, workbook

TERMS = Terms("Dukcapil", "pelayanan publik", date(2027, 11, 27))


@pytest.fixture
def dewi(plaju):
    return plaju.dewi


def keep(by, *rows):
    return resident_uploads.keep_upload(
        workbook(*(rows or (RUSLAN, SITI))), "daftar.xlsx", where=PLAJU, by=by, at=FRIDAY, id=uuid7()
    ).pk  # fmt: skip


def checked(by, *rows):
    id = keep(by, *rows)
    resident_intakes.check_upload(id, at=FRIDAY)
    return id


def order(upload, by, id=None, terms=TERMS, **said):
    return resident_intakes.order_import(upload, terms, by=by, at=FRIDAY, id=id or uuid7(), **said)


def take(upload):
    resident_intakes.take_upload(upload, new_id=uuid7, at=FRIDAY)


def queued():
    return [job.args_kwargs["args"] for job in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_file_that_was_sent_waits_for_the_job(dewi):
    id = keep(dewi)
    row = resident_intakes.intake(id, by=dewi)
    assert (row.step, row.done, row.total, row.started_at) == ("check", 0, 2, None)
    assert queued() == [["people.check_upload", str(id)]]


def test_nobody_who_begins_is_late_after_twenty_seconds(dewi):
    row = resident_intakes.intake(keep(dewi), by=dewi)
    assert not resident_intakes.is_late(row, FRIDAY + timedelta(seconds=20))
    assert resident_intakes.is_late(row, FRIDAY + timedelta(seconds=21))
    row.started_at = FRIDAY
    assert not resident_intakes.is_late(row, FRIDAY + timedelta(minutes=5))


def test_what_would_come_of_a_file_is_told_before(dewi):
    row = resident_intakes.intake(checked(dewi, RUSLAN, changed(SITI, name="")), by=dewi)
    told = resident_intakes.seen(row)
    assert (row.step, row.done, row.started_at) == ("ready", 2, FRIDAY)
    assert (told.row_count, told.people_count, told.layout) == (2, 1, "Daftar berkolom")
    assert [(one.row, one.code) for one in told.refused] == [(3, "name-missing")]
    assert told.first[0][1:3] == ("RUSLAN", "1969-11-04")
    assert told.first[0][5] == "••••••••••••0001"
    assert not Resident.objects.exists()


def test_what_is_told_lies_sealed(dewi):
    checked(dewi)
    assert b"RUSLAN" not in bytes(ResidentIntake.objects.get().sealed)


def test_it_tells_how_far_it_is_while_it_checks(dewi, monkeypatch):
    monkeypatch.setattr(resident_intakes, "TOLD_EVERY", 1)
    id, seen = keep(dewi), []
    told = resident_intakes._told(id)
    for done in (1, 2):
        told(resident_imports.CHECKING, done, 2)
        seen.append(ResidentIntake.objects.get().done)
    told("Menyimpan", 1, 2)
    assert [*seen, ResidentIntake.objects.get().done] == [1, 2, 2]


def test_a_yes_is_taken_in_by_the_job(dewi):
    id, token = checked(dewi), uuid7()
    row = order(id, dewi, token)
    assert (row.step, row.done, row.source) == ("take", 0, "Dukcapil")
    assert queued()[-1] == ["people.take_upload", str(id)]
    take(id)
    row = resident_intakes.intake(id, by=dewi)
    taken = ResidentImport.objects.get()
    assert (row.step, row.import_id, row.sealed) == ("done", taken.pk, None)
    assert (taken.added_count, taken.until_on) == (2, TERMS.until_on)
    assert not ResidentUpload.objects.exists()
    entry = Entry.objects.get(act="people.import_residents")
    assert entry.account == dewi.account, "whoever said yes has done it, not the house"


def test_a_yes_sent_twice_and_a_job_done_twice_act_once(dewi):
    id, token = checked(dewi), uuid7()
    assert order(id, dewi, token).import_id == order(id, dewi, token).import_id
    take(id)
    ResidentIntake.objects.update(step="take")  # as if it had died before it could say so
    take(id)
    take(id)
    assert (ResidentImport.objects.count(), Resident.objects.count()) == (1, 2)
    assert ResidentIntake.objects.get().step == "done"
    assert Entry.objects.filter(act="people.order_import").count() == 1
    with refused("other-payload"):
        order(id, dewi, token, make_rt=True)


def test_a_yes_before_the_check_or_after_another_is_refused(dewi):
    id = keep(dewi)
    with refused("not-checked"):
        order(id, dewi)
    resident_intakes.check_upload(id, at=FRIDAY)
    order(id, dewi)
    with refused("not-checked"):
        order(id, dewi)


def test_terms_and_rows_are_refused_at_once(dewi):
    id = checked(dewi, RUSLAN, changed(SITI, name=""))
    for code, said in (
        ("terms-missing", {"terms": replace(TERMS, source=" ")}),
        ("terms-past", {"terms": replace(TERMS, until_on=date(2026, 11, 26))}),
        ("nik-in-text", {"terms": replace(TERMS, basis=RUSLAN[0])}),
        ("rows-refused", {"all_or_nothing": True}),
    ):
        with refused(code):
            order(id, dewi, **said)
    with refused("nothing-to-import"):
        order(checked(dewi, changed(SITI, name="")), dewi)
    assert not Entry.objects.filter(act="people.order_import").exists()


def test_rt_are_added_by_who_may(dewi):
    id = checked(dewi)
    only = frozenset(grant for grant in dewi.grants if grant.right == "people.import")
    with refused("no-right"):
        order(id, replace(dewi, grants=only), make_rt=True)


def test_what_the_job_is_refused_is_told_and_can_be_answered_again(dewi):
    id = checked(dewi)
    order(id, dewi)
    Holding.objects.update(until_on=date(2026, 1, 2))
    take(id)
    row = ResidentIntake.objects.get()
    assert (row.step, row.import_id) == ("ready", None) and "tidak berwenang" in row.trouble
    Holding.objects.update(until_on=None)
    order(id, dewi)
    take(id)
    assert Resident.objects.count() == 2


def test_a_file_whose_sender_lost_his_office_is_not_checked(dewi):
    id = keep(dewi)
    Holding.objects.update(until_on=date(2026, 1, 2))
    resident_intakes.check_upload(id, at=FRIDAY)
    row = ResidentIntake.objects.get()
    assert (row.step, row.sealed) == ("stopped", None) and "tidak berwenang" in row.trouble


def test_a_job_for_a_file_that_is_gone_does_nothing(dewi):
    id = checked(dewi)
    resident_uploads.drop_upload(id, by=dewi, at=FRIDAY, id=uuid7())
    resident_intakes.check_upload(id, at=FRIDAY)
    take(id)
    assert not ResidentIntake.objects.exists()
    with refused("upload-gone"):
        resident_intakes.intake(id, by=dewi)


def test_a_file_is_nobody_elses(plaju, dewi):
    id = keep(dewi)
    other = plaju.staff("petugas_loket", "Rini", PLAJU)
    for by, which in ((replace(dewi, account=other.pk), id), (dewi, missing())):
        with refused("upload-gone"):
            resident_intakes.intake(which, by=by)


def test_files_on_their_way_are_listed_for_their_sender_alone(plaju, dewi):
    done, ready, fresh = checked(dewi), checked(dewi, RUSLAN), keep(dewi, SITI)
    order(done, dewi)
    take(done)
    assert {row.pk for row in resident_intakes.waiting(dewi)} == {ready, fresh}
    other = plaju.staff("petugas_loket", "Rini", PLAJU)
    assert resident_intakes.waiting(replace(dewi, account=other.pk)) == []


def test_what_was_answered_for_is_forgotten_and_what_waits_is_not(dewi):
    id = checked(dewi)
    waiting = keep(dewi, RUSLAN)
    order(id, dewi)
    take(id)
    assert resident_intakes.forget_old(FRIDAY) == 0
    assert resident_intakes.forget_old(FRIDAY + timedelta(seconds=1)) == 1
    assert ResidentIntake.objects.get().pk == waiting


@pytest.mark.parametrize("wrong", [{"step": "soon"}, {"step": "take"}, {"step": "done", "import_id": missing()}])
def test_a_step_that_cannot_be_is_refused_by_the_database(dewi, wrong):
    id = keep(dewi)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResidentIntake.objects.filter(pk=id).update(**wrong)


def test_a_moment_of_another_day_changes_no_right(dewi):
    id = keep(dewi)
    resident_intakes.check_upload(id, at=datetime(2026, 12, 1, tzinfo=UTC))
    assert ResidentIntake.objects.get().step == "ready"
