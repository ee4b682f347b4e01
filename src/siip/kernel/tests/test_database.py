"""SQLite as the house decided it, on a live connection."""

import sqlite3
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from siip.kernel import database


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("pragma", database.PRAGMAS, ids=lambda pragma: pragma.name)
def test_the_live_connection_is_as_decided(pragma):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma.name}")
        assert cursor.fetchone() == (pragma.answer,)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_transaction_takes_the_write_lock_at_once():
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    with transaction.atomic():
        connection.cursor().execute("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


@pytest.mark.parametrize("pragma", database.PRAGMAS, ids=lambda pragma: pragma.name)
def test_a_connection_that_is_otherwise_is_refused(pragma, tmp_path):
    planted = {"journal_mode": "delete", "synchronous": "normal", "foreign_keys": "off", "busy_timeout": "5",
               "secure_delete": "off", "temp_store": "file", "mmap_size": "1048576", "trusted_schema": "on",
               "cell_size_check": "off", "journal_size_limit": "-1"}  # fmt: skip
    raw = sqlite3.connect(tmp_path / "planted.sqlite3")
    database.prepare(raw)
    raw.execute(f"PRAGMA {pragma.name} = {planted[pragma.name]}")
    with pytest.raises(database.WrongDatabase, match=pragma.name):
        database.check(raw)
    raw.close()


def test_a_library_built_without_mmap_says_nothing_of_it_and_is_taken():
    class Mute:
        """A connection of such a library."""

        def execute(self, said):
            name = said.removeprefix("PRAGMA ")
            found = [] if name == "mmap_size" else [(next(p.answer for p in database.PRAGMAS if p.name == name),)]
            return SimpleNamespace(fetchone=lambda: found[0] if found else None)

    database.check(Mute())


def test_a_database_that_cannot_keep_a_wal_is_refused():
    raw = sqlite3.connect(":memory:")
    with pytest.raises(database.WrongDatabase, match="journal_mode"):
        database.prepare(raw)
    raw.close()


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 51, 2)])
def test_a_library_with_the_wal_bug_is_refused(version):
    with pytest.raises(database.WrongDatabase, match="WAL-reset"):
        database.refuse_affected_library(version, patched="", training=False)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 51, 3), (3, 53, 4)])
def test_a_library_without_it_is_taken(version):
    database.refuse_affected_library(version, patched="", training=False)


def test_a_library_that_the_distribution_mended_is_taken():
    database.refuse_affected_library((3, 46, 1), patched="3.46.1", training=False)


def test_training_may_use_an_affected_library():
    database.refuse_affected_library((3, 40, 1), patched="", training=True)


def test_the_library_of_the_tests_is_not_affected():
    assert database.library_version() > database.LAST_AFFECTED


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "kind"), [(b"\1", "blob"), (memoryview(b"\1"), "blob"), (True, "integer"), (None, "null")]
)
def test_a_value_whose_adapter_changes_nothing_is_stored_as_it_is(value, kind):
    assert (type(value), sqlite3.PrepareProtocol) in sqlite3.adapters
    with connection.cursor() as cursor:
        cursor.execute("SELECT typeof(%s), %s", [value, value])
        assert cursor.fetchone() == (kind, value)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_text_is_compared_by_its_bytes_and_like_ignores_case():
    """LIKE is Django's icontains; its contains and startswith are therefore not the same on the two
    databases, and areas do without them (tests/test_architecture.py)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'a' = 'A', 'a' LIKE 'A', 'B' < 'a'")
        assert cursor.fetchone() == (0, 1, 1)
