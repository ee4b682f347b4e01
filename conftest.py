"""The database of the tests, for those beside their area and those in `tests/` alike.

On PostgreSQL two cities are made, and the tests run as the first; the second is there to be confused
with it.
"""

import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from pytest_django.plugin import blocking_manager_key

from tests.founded import FOUNDED, wanted
from tests.house import CITIES, OWN_SERVER
from tests.own_pg import OwnPostgreSQL


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of one house in a row, so that it is founded once; else the order stays."""
    items.sort(key=lambda item: ("one_kecamatan", "two_kecamatan", "").index(wanted(item)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A house that this test does not want goes before its first fixture.

    Django keeps a connection for each asynchronous context: once a browser has been started, the connection
    in whose transaction the house stands is out of reach.
    """
    if FOUNDED.house and not wanted(item):
        with item.config.stash[blocking_manager_key].unblock():
            FOUNDED.turn_to("")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Generator[None, Any, Any]:
    """Before pytest-django opens the transaction of a test, the house that it wants stands around it."""
    if fixturedef.argname == "_django_db_helper":
        with request.getfixturevalue("django_db_blocker").unblock():
            FOUNDED.turn_to(wanted(request.node))
    return (yield)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """The database of the whole run, made the way `siip init` makes one: by `cities.create`."""
    with django_db_blocker.unblock():
        if request.config.option.database == "postgresql":
            drop = _make_database(request.config.stash[OWN_SERVER])
        else:
            drop = _make_file()
    yield
    with django_db_blocker.unblock():
        FOUNDED.turn_to("")
        drop()


def _make_file() -> Callable[[], None]:
    from django.db import connection

    from siip.kernel import cities

    cities.migrate()
    return connection.close


def _make_database(server: OwnPostgreSQL | None) -> Callable[[], None]:
    import psycopg
    from django.db import connection

    from siip.kernel import cities

    if server:
        server.start()
    address = os.environ["SIIP_DATABASE_URL"]
    name = f"siip_test_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as plain:
        plain.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    connection.close()
    connection.settings_dict["NAME"] = name
    for city in CITIES:
        cities.create(city)

    def drop() -> None:
        connection.close()
        if server is None:  # ours goes with all its files
            with psycopg.connect(address, autocommit=True) as plain:
                plain.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    return drop


@pytest.fixture
def one_kecamatan(db: None) -> Any:
    """Kecamatan Plaju with its people (tests/cast.py), as founded: what a test does to it is taken back."""
    return FOUNDED.cast()


@pytest.fixture
def cast(one_kecamatan: Any) -> Any:
    """The house of most tests; an area or a file may have its own."""
    return one_kecamatan


@pytest.fixture
def two_kecamatan(db: None, settings: Any) -> Any:
    """The cast, and a second kecamatan in the same database; the host decides."""
    from dataclasses import replace

    from tests.cast import HOSTS

    settings.SIIP = replace(settings.SIIP, hosts=HOSTS)
    return FOUNDED.cast()


@pytest.fixture
def login(cast: Any) -> Callable[[str], Any]:
    """`login("rini")` gives an HTTP client of that person, past password and code, enrolled where he signs."""
    from tests.cast import logged_in

    return lambda key: logged_in(cast, key)
