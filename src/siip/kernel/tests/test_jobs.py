"""Queued inside the act, done once, tried again, and nothing of a person left in the queue."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from siip.kernel import jobs
from siip.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


@pytest.fixture
def done():
    seen: list[UUID] = []

    def fail(id: UUID) -> None:
        raise ValueError("Siti Maryam 1671145708859001")

    jobs.bind({"note": seen.append, "fail": fail})
    yield seen
    jobs.bind({})


def test_a_job_is_done_once_with_its_ids(done):
    id = uuid7()
    jobs.enqueue("note", id)
    assert (jobs.work_once("w", AT), jobs.work_once("w", AT)) == (True, False)
    assert done == [id]


def test_a_job_of_a_rolled_back_act_never_was(done):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("note", uuid7())
        raise ZeroDivisionError
    assert not jobs.work_once("w", AT)
    assert done == []


def test_an_idle_look_writes_nothing(done, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not jobs.work_once("w", AT)


def test_a_failing_job_waits_longer_each_time_and_then_stays_as_failed(done):
    jobs.enqueue("fail", uuid7())
    waits = []
    for _ in range(jobs.TRIES):
        assert jobs.work_once("w", AT)
        row = DBTaskResult.objects.get()
        waits.append((row.run_after - AT).total_seconds())
        DBTaskResult.objects.update(run_after=AT - timedelta(days=365))
    assert waits[:-1] == [40, 160, 640, 2560]
    assert jobs.counts() == {"waiting": 0, "running": 0, "failed": 1}


def test_what_is_kept_of_a_failure_is_its_class_and_place_only(done):
    jobs.enqueue("fail", uuid7())
    jobs.work_once("w", AT)
    row = DBTaskResult.objects.get()
    assert row.exception_class_path == "builtins.ValueError"
    assert "in fail" in row.traceback
    assert "1671145708859001" not in str(vars(row)) and "Siti" not in str(vars(row))


def test_a_name_that_nobody_bound_fails_and_blocks_nothing(done):
    jobs.enqueue("gone", uuid7())
    other = uuid7()
    jobs.enqueue("note", other)
    assert jobs.work_once("w", AT) and jobs.work_once("w", AT)
    assert done == [other]


def test_the_claim_of_a_dead_worker_is_released_after_ten_minutes(done):
    jobs.enqueue("note", uuid7())
    DBTaskResult.objects.get().claim("dead")
    started = DBTaskResult.objects.get().started_at
    assert jobs.release_stale(started + jobs.STALE - timedelta(seconds=1)) == 0
    assert jobs.release_stale(started + jobs.STALE + timedelta(seconds=1)) == 1
    assert jobs.work_once("w", AT)


def test_finished_jobs_are_forgotten_and_failed_ones_stay(done):
    jobs.enqueue("note", uuid7())
    jobs.work_once("w", AT)
    finished = DBTaskResult.objects.get().finished_at
    assert jobs.forget_done(finished) == 0
    assert jobs.forget_done(finished + timedelta(seconds=1)) == 1


def test_two_lookers_and_one_job_left_claims_it_once(done, monkeypatch):
    monkeypatch.setattr(jobs, "_due", lambda: True)  # the other worker took it between look and claim
    assert not jobs.work_once("w", AT)
