"""Which city or regency is spoken of: one schema each on PostgreSQL, the one file on SQLite.

The city of a process comes from the configuration and holds in every thread. `city(schema)` names
another for a while, as the loop over all cities does. The same calls work on SQLite, where there is
one city and the name is only remembered, so that a mistake shows there too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from siip.kernel import checks

EXTENSIONS: Final = "ext"
"""The schema that extensions live in, beside every city on the search path."""

_current: ContextVar[str | None] = ContextVar("siip_city", default=None)


class WrongCity(Exception):
    """No city was named, the named one does not exist, or it changed inside a transaction: a bug."""


def current(default: str | None) -> str:
    """The city spoken of in this thread, else the process's own. Raises WrongCity when there is none."""
    city = _current.get() or default
    if not city:
        raise WrongCity("no city was named: use cities.city(schema), or set `city`")
    return city


@contextmanager
def city(schema: str) -> Iterator[None]:
    """Speak of this city inside the block. Raises WrongCity inside a transaction about another one."""
    if not checks.CITY.fullmatch(schema):
        raise WrongCity(f"not the name of a city: {schema!r}")
    if connection.in_atomic_block and schema != (_current.get() or connection.settings_dict.get("CITY")):
        raise WrongCity("the city may not change inside a transaction")
    token = _current.set(schema)
    try:
        yield
    finally:
        _current.reset(token)


def create(schema: str) -> None:
    """Make a city with all its tables, or finish one that was begun. On SQLite only the tables."""
    with city(schema):
        if connection.vendor == "postgresql":
            _create_schema(schema)
        migrate()


def migrate() -> bool:
    """Bring the tables of the current city up to date; False when they were."""
    behind = bool(pending())
    if behind:
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)  # looks first; a run that died before it is finished here
    return behind


def pending() -> list[str]:
    """Migrations that the current city has not seen, read from its own table of them."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def names() -> list[str]:
    """Every city in the database, in order; on SQLite the one of the configuration, if it is named."""
    if connection.vendor != "postgresql":
        own = connection.settings_dict.get("CITY")
        return [own] if own else []
    with _plain_cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY 1", [f"^{checks.CITY.pattern}$"])
        return [name for (name,) in cursor.fetchall()]


def migrate_all() -> Iterator[tuple[str, bool]]:
    """Bring every city up to date, one after another: its name, and whether there was anything to do.

    Each city keeps its own table of migrations, so that a run which stopped at one is simply run again.
    """
    for name in names():
        with city(name):
            changed = migrate()
        yield name, changed


def is_reachable() -> bool:
    """Whether the database answers and the city of this process is in it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except (DatabaseError, WrongCity):
        connection.close()  # the next look begins anew
        return False


def _create_schema(schema: str) -> None:
    with _plain_cursor() as cursor:
        for name in (EXTENSIONS, schema):
            # Looked for first: IF NOT EXISTS asks for the right to create even where there is nothing to do.
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE SCHEMA "{name}"')


@contextmanager
def _plain_cursor() -> Iterator[Any]:
    """A cursor that has been told no city: for what belongs to the database as a whole."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        yield cursor
