"""The table of jobs: queued ones by name, recurring ones with their cadence; and the loop that does them."""

import logging
import os
import platform
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.core.management import call_command
from django.db import close_old_connections, connection

from siip import founding
from siip.exchange import retention as exchange_retention
from siip.fieldday import presences
from siip.followup import retention
from siip.kernel import cities, jobs
from siip.kernel.ids import uuid7
from siip.people import resident_intakes, resident_retention, resident_uploads

log = logging.getLogger("siip.work")

IDLE_SECONDS: Final = 1.0

Recurring = Callable[[datetime], None]
Due = dict[tuple[str | None, Recurring], datetime]


def check_upload(upload_id: UUID) -> None:
    """Look at every row of a list of residents that somebody sent."""
    resident_intakes.check_upload(upload_id, at=datetime.now(UTC))


def take_upload(upload_id: UUID) -> None:
    """Take in a list of residents that its sender said yes to."""
    resident_intakes.take_upload(upload_id, new_id=uuid7, at=datetime.now(UTC))


QUEUED: Final[Mapping[str, jobs.Job]] = {resident_uploads.CHECK: check_upload, resident_intakes.TAKE: take_upload}


def clear_sessions(at: datetime) -> None:
    """Sessions that have run out, and with them whose browser was last where."""
    call_command("clearsessions")


def tidy_queue(at: datetime) -> None:
    """What a dead worker left, and what was done a week ago."""
    jobs.release_stale(at)
    jobs.forget_done(at - timedelta(days=7))


def drop_uploads(at: datetime) -> None:
    """Lists of residents that somebody sent and never answered for."""
    for upload_id in resident_uploads.stale_uploads(at):
        by = founding.house_actor()
        resident_uploads.drop_upload(upload_id, by=by, at=at, id=uuid5(upload_id, "stale"))
    resident_intakes.forget_old(at - resident_uploads.KEPT)


def discard_lists(at: datetime) -> None:
    """Lists of residents whose last day is over: nobody has to remember what the law asks."""
    for import_id in resident_retention.lists_past(at):
        by = founding.house_actor()
        resident_retention.discard_list(import_id, by=by, at=at, id=uuid5(import_id, "past"))


def discard_aduan(at: datetime) -> None:
    """What residents reported, a year after it ended."""
    for aduan_id in retention.aduan_past(at):
        retention.discard_aduan(aduan_id, by=founding.house_actor(), at=at, id=uuid5(aduan_id, "past"))


def forget_names(at: datetime) -> None:
    """Names of residents who were noted at an event more than a year ago; how many came stays."""
    for event_id in presences.events_to_forget(at):
        presences.forget_names(event_id, by=founding.house_actor(), at=at, id=uuid5(event_id, "names"))


def forget_contacts(at: datetime) -> None:
    """Who needed what and who gave it, more than a year ago; what and how many stays."""
    for event_id in exchange_retention.events_to_forget(at):
        exchange_retention.forget_contacts(
            event_id, by=founding.house_actor(), at=at, id=uuid5(event_id, "contacts")
        )  # fmt: skip


def cull_cache(at: datetime) -> None:
    """Counts of limits and the like that have run out: Django looks at them again only when their table is full."""
    jobs.cull_cache(at)


RECURRING: Final[tuple[tuple[Recurring, timedelta], ...]] = (
    (clear_sessions, timedelta(hours=6)),
    (drop_uploads, timedelta(hours=1)),
    (discard_lists, timedelta(hours=24)),
    (discard_aduan, timedelta(hours=24)),
    (forget_names, timedelta(hours=24)),
    (forget_contacts, timedelta(hours=24)),
    (cull_cache, timedelta(hours=24)),
    (tidy_queue, timedelta(minutes=10)),
)


def work(stop: threading.Event) -> None:
    """Do what is queued and what is due, city by city, until told to stop."""
    jobs.bind(QUEUED)
    worker = f"{platform.node()}:{os.getpid()}:{threading.get_ident()}"[:64]
    due: Due = {}
    while not stop.is_set():
        close_old_connections()
        names: list[str | None] = [*cities.names()] or [None]
        if not any([_visit(name, worker, due) for name in names]):
            stop.wait(IDLE_SECONDS)


def start() -> threading.Event:
    """Start the job thread inside a serving process; gives the event that stops it."""
    stop = threading.Event()
    threading.Thread(target=work, args=(stop,), name="siip-jobs", daemon=True).start()
    return stop


def _visit(name: str | None, worker: str, due: Due) -> bool:
    at = datetime.now(UTC)
    try:
        with cities.city(name) if name else nullcontext():
            for job, every in RECURRING:
                if due.get((name, job), at) <= at:
                    due[name, job] = at + every
                    job(at)
            return jobs.work_once(worker, at)
    except Exception as fault:  # noqa: BLE001  # the outer loop: one city's fault must not stop the others
        log.error("%s at %s", type(fault).__qualname__, jobs.place_of(fault))
        connection.close()
        return False
