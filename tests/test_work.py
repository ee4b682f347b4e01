"""The loop that does the jobs: queued ones, recurring ones, and a fault that stops nobody."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from siip import work
from siip.kernel import cities, jobs
from siip.kernel.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)  # the loop changes city, which no transaction outlives


class OneRound(threading.Event):
    """A stop that lets the loop go round until it finds nothing to do."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_the_loop_does_what_is_queued_and_what_is_due(monkeypatch):
    done, due = [], []
    monkeypatch.setattr(work, "QUEUED", {"note": done.append})
    monkeypatch.setattr(work, "RECURRING", ((due.append, timedelta(hours=1)),))
    id = uuid7()
    jobs.enqueue("note", id)
    work.work(OneRound())
    assert done == [id]
    assert len(due) == max(1, len(cities.names())), "due at once in each city, then not before an hour has passed"


def test_a_fault_of_a_recurring_job_is_reported_without_its_message_and_the_loop_goes_on(monkeypatch, caplog):
    def fail(at: datetime) -> None:
        raise ValueError("1671145708859001")

    done = []
    monkeypatch.setattr(work, "QUEUED", {"note": done.append})
    monkeypatch.setattr(work, "RECURRING", ((fail, timedelta(hours=1)),))
    jobs.enqueue("note", uuid7())
    due: work.Due = {}
    jobs.bind(work.QUEUED)
    city = cities.names()[0] if cities.names() else None
    assert not work._visit(city, "w", due)
    assert work._visit(city, "w", due), "the next round does the job"
    assert "ValueError" in caplog.text and "1671145708859001" not in caplog.text


def test_recurring_jobs_run_on_an_empty_house():
    for job, every in work.RECURRING:
        assert every >= timedelta(minutes=1)
        job(datetime.now(UTC))


def test_what_has_run_out_is_culled_from_the_cache_and_from_the_sessions():
    cache.clear()
    cache.set("siip.test.old", 1, timeout=60)
    cache.set("siip.test.new", 2, timeout=86_400)
    Session.objects.create(session_key="old", session_data="x", expire_date=datetime.now(UTC) - timedelta(minutes=1))
    Session.objects.create(session_key="new", session_data="x", expire_date=datetime.now(UTC) + timedelta(minutes=1))
    work.cull_cache(datetime.now(UTC) + timedelta(minutes=5))
    work.clear_sessions(datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM siip_cache")
        assert [key.rpartition(":")[2] for (key,) in cursor.fetchall()] == ["siip.test.new"]
    assert [one.pk for one in Session.objects.all()] == ["new"]
