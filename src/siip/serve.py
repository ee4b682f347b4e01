"""Serving: what must hold before the first request, the worker processes, and the job thread in one of them."""

import fcntl
import gc
import logging
import os
import socket
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import get_resolver

from siip import work
from siip.kernel import cities, database
from siip.kernel.models import House

SQLITE_THREADS: Final = 8
"""Pages wait for the disk and for typst more than for the interpreter; eight connections to one file
are no burden, and writers queue at the lock anyway."""
POSTGRESQL_THREADS: Final = 4
"""A worker for each core, each with a few connections: well below PostgreSQL's default of 100."""
BACKLOG: Final = 1024
GARBAGE: Final = (5_000, 5, 20)

_jobs_lock: Any = None


class CannotServe(Exception):
    """Something that must hold does not. The message is for the operator, in Indonesian."""


@dataclass(frozen=True)
class Plan:
    """How to serve: one worker with threads on SQLite, a worker a core on PostgreSQL."""

    host: str
    port: int
    workers: int
    threads: int

    def addresses(self) -> list[str]:
        """Lines to print: where to point a browser."""
        name = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host
        lines = [f"SIIP berjalan di http://{name}:{self.port}/ (berhenti: Ctrl-C)"]
        return [*lines, f"Alamat untuk umum: {settings.SIIP.public_url}/"]


def plan(*, host: str, port: int, workers: int = 0) -> Plan:
    """Look whether this house can be served, and how. Raises CannotServe, WrongDatabase."""
    refuse_unready()
    _refuse_busy(host, port)
    if connection.vendor == "sqlite":
        return Plan(host, port, 1, SQLITE_THREADS)
    return Plan(host, port, workers or os.cpu_count() or 1, POSTGRESQL_THREADS)


def serve(plan: Plan) -> None:
    """Serve until told to stop."""
    from granian.constants import Interfaces
    from granian.server import Server

    connection.close()  # no connection may cross into a worker
    logging.getLogger("_granian").addFilter(_is_news)
    Server(
        "siip.serve:worker",
        factory=True,
        address=plan.host,
        port=plan.port,
        interface=Interfaces.WSGI,
        workers=plan.workers,
        blocking_threads=plan.threads,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        # An exception that reached nobody else is logged by granian: without the values in its message.
        log_dictconfig={"formatters": {name: {"()": "siip.kernel.logs.Plain"} for name in ("generic", "access")}},
        log_access=False,  # an address is personal data, and nobody reads it
        websockets=False,
    ).serve()


def _is_news(record: logging.LogRecord) -> bool:
    """All that granian says but its warning of more than two threads a core, which no setting of its turns off:
    ours wait for the disk, and whoever tries SIIP out on a small machine should not be frightened."""
    return "Configuration allows spawning up to" not in record.getMessage()


def worker() -> Any:
    """What granian loads in each worker process: the application, and in one of them the job thread."""
    from siip.web.wsgi import application

    settle()
    if _is_first():
        work.start()
    return application


def settle() -> None:
    """Load what every page needs, and let the collector of garbage never look at it again.

    It would find nothing there, and each time no page is served for as long: 50 to 100 ms, a few times a minute.
    What pages leave behind it looks at less often, too: with Python's own steps a young object of a page that is
    still being made is taken for an old one. Over 1,200 pages 2 full rounds instead of 22, and half the time in all.
    """
    get_resolver().url_patterns  # noqa: B018  # a property that imports every face
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _is_first() -> bool:
    """Whether this process holds the lock of the job thread. A respawned worker takes it over."""
    global _jobs_lock
    _jobs_lock = (settings.SIIP.data_dir / "jobs.lock").open("w")
    try:
        fcntl.flock(_jobs_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def refuse_unmade() -> None:
    """Raises CannotServe where no house was laid: nothing is left behind in a folder named by mistake."""
    config = settings.SIIP
    if not (config.is_made and config.data_dir.is_dir()):
        raise CannotServe(
            f"Belum ada SIIP di {config.data_dir}. Sebutkan folder yang benar dengan --data, "
            "atau jalankan dulu: ./siip init --kecamatan KODE, atau ./siip demo untuk mencoba."
        )


def refuse_empty() -> None:
    """Also a house whose database nobody filled; its tables may be those of another version, as before an upgrade.

    Raises CannotServe.
    """
    refuse_unmade()
    try:
        is_filled = House.objects.exists()
    except DatabaseError:  # no such table, or no server that answers
        is_filled = False
    if not is_filled:
        raise CannotServe("Basis data ini belum diisi atau tidak dapat dibuka. Jalankan: ./siip init --kecamatan KODE")


def refuse_unready() -> None:
    """What must hold before a house is served. Raises CannotServe, WrongDatabase."""
    refuse_unmade()
    config = settings.SIIP
    if connection.vendor == "sqlite":
        version = database.library_version()
        database.refuse_affected_library(version, patched=config.sqlite_patched, training=config.training)
    if cities.pending():
        raise CannotServe("Tabel belum sesuai dengan versi ini. Buat cadangan, lalu jalankan: ./siip migrate")
    house = House.objects.first()
    if house is None:
        raise CannotServe("Basis data ini belum diisi. Jalankan: ./siip init --kecamatan KODE")
    if house.training != config.training:
        raise CannotServe(
            "training di siip.toml tidak sama dengan saat `init`, dan tidak dapat diubah. "
            f"Kembalikan ke training = {str(house.training).lower()}, atau buat folder data lain untuk latihan."
        )


def refuse_running() -> None:
    """Raises CannotServe while a server runs in this data folder: its job thread holds the lock."""
    if not _is_first():
        raise CannotServe("Server SIIP masih berjalan pada folder data ini. Hentikan dahulu, lalu ulangi.")


def _refuse_busy(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} pada {host} tidak dapat dipakai ({error.strerror}). Pilih lain: --port {port % 65535 + 1}"
            ) from None
