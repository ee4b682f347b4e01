"""Work that may wait: queued inside the act's own transaction, done by the job thread or `siip work`.

The queue is Django's task API with its database backend; what is ours is the loop. It looks before
it claims, since an idle poll must not take SQLite's write lock; arguments are ids only; and of a
failure it keeps the class and the place, never the message or the values, since a queue table keeps
both in clear. Names are bound to functions by `siip.work`, the only place that knows all areas.
"""

import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

Job = Callable[..., None]

TRIES: Final = 5
STALE: Final = timedelta(minutes=10)
"""A claimed job whose worker has not come back by then died with its process; all of ours take seconds."""

_known: dict[str, Job] = {}


class UnknownJob(LookupError):
    """A name that `siip.work` has not bound: a bug, or a queue older than this version."""


def bind(jobs: Mapping[str, Job]) -> None:
    """Give every job name its function; called once at start by the process that serves or works."""
    _known.clear()
    _known.update(jobs)


def enqueue(name: str, *ids: UUID) -> None:
    """Queue a job inside the caller's transaction: it is there if and only if the act took effect."""
    run.enqueue(name, *map(str, ids))


@task()
def run(name: str, *ids: str) -> None:
    """The one task that the queue knows; the first argument is the name of the job."""
    if name not in _known:
        raise UnknownJob(name)
    _known[name](*map(UUID, ids))


def work_once(worker: str, at: datetime) -> bool:
    """Do the next job that is due; False when there was none. A job that fails is tried again later."""
    if not _due():
        return False
    job = _claim(worker)
    if job is None:
        return False
    try:
        job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
    except Exception as fault:  # noqa: BLE001  # the outer loop of `work`: reports, and goes on
        _failed(job, fault, at)
    else:
        job.set_successful(None)
    return True


def release_stale(at: datetime) -> int:
    """Put back what a dead worker had claimed; gives how many."""
    stale = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - STALE)
    return stale.update(status=TaskResultStatus.READY) if stale.exists() else 0


def forget_done(before: datetime) -> int:
    """Drop finished jobs that ended before a moment; gives how many. Failed ones stay to be looked at."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=before)
    return done.delete()[0] if done.exists() else 0


def cull_cache(at: datetime) -> int:
    """Drop the rows of the cache table that have run out; gives how many. They hold counts by address and account."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [connection.ops.adapt_datetimefield_value(at)])
        count: int = cursor.rowcount
    return count


def counts() -> dict[str, int]:
    """How many jobs wait, run and have failed for good: {"waiting": 0, "running": 0, "failed": 0}."""
    found = list(DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).values_list("status", flat=True))
    return {
        "waiting": found.count(TaskResultStatus.READY),
        "running": found.count(TaskResultStatus.RUNNING),
        "failed": found.count(TaskResultStatus.FAILED),
    }


def _due() -> bool:
    return DBTaskResult.objects.ready().exists()


def _claim(worker: str) -> DBTaskResult[Any, Any] | None:
    with transaction.atomic():
        job = DBTaskResult.objects.ready().get_locked()
        if job is not None:
            job.claim(worker)
        return job


def _failed(job: DBTaskResult[Any, Any], fault: BaseException, at: datetime) -> None:
    tried = len(job.worker_ids)
    again = tried < TRIES
    job.status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
    job.run_after = at + timedelta(seconds=10 * 4**tried) if again else job.run_after
    job.finished_at = None if again else at
    job.exception_class_path = f"{type(fault).__module__}.{type(fault).__qualname__}"
    job.traceback = place_of(fault)
    job.save()


def place_of(fault: BaseException) -> str:
    """Where it went wrong, "file:line in function" innermost last, without a value or a message."""
    frames = traceback.extract_tb(fault.__traceback__)
    return "\n".join(f"{frame.filename.rpartition('/src/')[2]}:{frame.lineno} in {frame.name}" for frame in frames)
