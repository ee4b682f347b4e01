"""The databases and how they are written to, decided here once; what does not hold fails loudly.

SQLite: the library carried by a wheel, WAL, every commit on disk before it is acknowledged, and each
transaction takes the write lock at its first statement. PostgreSQL: one schema a city
(`siip.kernel.postgresql`, `siip.kernel.cities`).
"""

from dataclasses import dataclass
from typing import Any, Final, Protocol

from siip.kernel.config import Config

LOCK_WAIT_SECONDS: Final = 30
"""How long a writer waits for another. A batch holds the lock for some 20 ms, so that 30 s means
something is wrong; an import of 30,000 rows holds it for under 2 s."""

FIRST_AFFECTED: Final = (3, 7, 0)
LAST_AFFECTED: Final = (3, 51, 2)
"""The WAL-reset bug: two connections, one checkpoint too many, and a page of the database is lost."""


class WrongDatabase(Exception):
    """The database is not what the house was built for. The message is for the operator, in Indonesian."""


@dataclass(frozen=True)
class Pragma:
    """One decision about SQLite: what is asked for, what must come back, and why."""

    name: str
    ask: str
    answer: object
    why: str


PRAGMAS: Final = (
    Pragma("journal_mode", "wal", "wal", "readers never wait for the writer, nor he for them"),
    Pragma("synchronous", "full", 2, "what was acknowledged survives a power cut; NORMAL loses it"),
    Pragma("foreign_keys", "on", 1, "off by default in SQLite"),
    Pragma("busy_timeout", str(LOCK_WAIT_SECONDS * 1000), LOCK_WAIT_SECONDS * 1000, "wait, do not fail"),
    Pragma("secure_delete", "on", 1, "an erased person's name is overwritten, not left in a free page"),
    Pragma("temp_store", "memory", 2, "no sorting of personal data in files outside the data folder"),
    Pragma(
        "mmap_size",
        "0",
        0,
        "an I/O error under mmap kills the process, and it made the WAL bug worse",
    ),
    Pragma("trusted_schema", "off", 0, "a tampered file must not run functions through a view"),
    Pragma("cell_size_check", "on", 1, "a damaged page is noticed when read, not when written back"),
    Pragma("journal_size_limit", "67108864", 67108864, "after a large import the WAL shrinks again"),
)


class _Raw(Protocol):
    def execute(self, sql: str, /) -> Any: ...


def databases(config: Config) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for this house."""
    if config.database_url:
        return {"default": _postgresql(config)}
    return {
        "default": {
            "ENGINE": "siip.kernel.sqlite",
            "NAME": str(config.data_dir / "siip.sqlite3"),
            "CONN_MAX_AGE": None,
            # IMMEDIATE: with DEFERRED, read-then-write failed on nearly every request under load,
            # since a reader may not become a writer once another has written.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": LOCK_WAIT_SECONDS},
            "CITY": config.city,
        }
    }


def prepare(connection: _Raw) -> None:
    """Set up one new SQLite connection and read everything back. Raises WrongDatabase."""
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma.name} = {pragma.ask}")
    check(connection)


def check(connection: _Raw) -> None:
    """Hold a SQLite connection against PRAGMAS. Raises WrongDatabase."""
    for pragma in PRAGMAS:
        found = connection.execute(f"PRAGMA {pragma.name}").fetchone()
        value = found[0] if found else None
        if pragma.name == "mmap_size" and value is None:
            continue  # a library built without mmap says nothing
        if value != pragma.answer:
            raise WrongDatabase(
                f"SQLite tidak menerima PRAGMA {pragma.name} = {pragma.ask} (jawabannya {value!r}). "
                "Letakkan folder data di diska lokal yang dapat ditulisi, bukan di folder jaringan (NFS, SMB)."
            )


def refuse_affected_library(version: tuple[int, ...], *, patched: str, training: bool) -> None:
    """Refuse a SQLite library with the WAL-reset bug, except for training and where the operator says
    that his distribution has mended exactly this version. Raises WrongDatabase.
    """
    name = ".".join(map(str, version))
    if training or patched == name or not FIRST_AFFECTED <= version <= LAST_AFFECTED:
        return
    raise WrongDatabase(
        f"Pustaka SQLite versi {name} dapat merusak basis data (cacat WAL-reset, versi 3.7.0 sampai 3.51.2). "
        "Pasang ulang lewat `./siip serve`, yang membawa pustaka yang benar. Bila distribusi Anda sudah "
        f'menambal versi ini, tulis sqlite_patched = "{name}" di siip.toml.'
    )


def library_version() -> tuple[int, ...]:
    """Version of the SQLite library that this process uses."""
    import sqlite3

    return tuple(map(int, sqlite3.sqlite_version.split(".")))


def _postgresql(config: Config) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict

    said = {name: str(value) for name, value in conninfo_to_dict(config.database_url).items()}
    return {
        "ENGINE": "siip.kernel.postgresql",
        "HOST": said.pop("host", ""),
        "PORT": said.pop("port", ""),
        "NAME": said.pop("dbname", ""),
        "USER": said.pop("user", ""),
        "PASSWORD": said.pop("password", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": said,
        "CITY": config.city,
    }
