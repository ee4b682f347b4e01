"""The house of the tests: a data folder of its own and the chosen database, before Django's settings are read.

Loaded by pytest as a plugin, since pytest-django reads the settings before any conftest. The database
itself is made by the conftest at the root.
"""

import base64
import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.own_pg import OwnPostgreSQL

CITIES = ("kota_1671", "kota_3578")
LEFT_OUT = pytest.StashKey[list[pytest.Item]]()
OWN_SERVER = pytest.StashKey[OwnPostgreSQL | None]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("siip")
    group.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="what the tests run on")
    group.addoption("--no-browser", action="store_true", help="leave out what needs a browser, and say so")
    group.addoption("--unit", action="store_true", help="only what needs no database, browser or long wait")
    group.addoption("--covered", metavar="FILE", help="write down what the tests of tests/covered.py cover")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    asked = os.environ.get("SIIP_TEST_DATABASE_URL", "")
    for name in [name for name in os.environ if name.startswith("SIIP_") and not name.startswith("SIIP_TEST_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    # The launcher ends both suites by SIGTERM; without this the server of the tests would go on.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = Path(tempfile.mkdtemp(prefix="siip-test-"))
    early_config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    make_keys(home / "keys")
    os.environ["SIIP_DATA_DIR"] = str(home)
    server = None
    if early_config.known_args_namespace.database == "postgresql":
        if not asked:
            server = OwnPostgreSQL()
            early_config.add_cleanup(server.stop)
        os.environ["SIIP_DATABASE_URL"] = asked or server.url
        os.environ["SIIP_CITY"] = CITIES[0]
    early_config.stash[OWN_SERVER] = server
    if data_file := early_config.known_args_namespace.covered:
        from tests.covered import Tracing

        early_config.pluginmanager.register(Tracing(data_file, _is_unit))
    return (yield)


def pytest_configure() -> None:
    """How long an example takes says nothing on a busy machine."""
    from hypothesis import settings

    settings.register_profile("siip", deadline=None)
    settings.load_profile("siip")


def make_keys(folder: Path) -> None:
    """Keys as `siip init` makes them; here before Django, whose settings need one."""
    folder.mkdir(mode=0o700)
    for name in ("house", "master-0001"):
        path = folder / f"{name}.key"
        path.touch(mode=0o600)
        path.write_text(base64.b64encode(os.urandom(32)).decode() + "\n")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.database}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and browsers where none is wanted."""
    if config.option.unit:
        config.hook.pytest_deselected(items=[item for item in items if not _is_unit(item)])
        items[:] = [item for item in items if _is_unit(item)]
    other = ({"sqlite", "postgresql"} - {config.option.database}).pop()
    about_other = [item for item in items if item.get_closest_marker(other)]
    rest = [item for item in items if not item.get_closest_marker(other)]
    left_out = [item for item in rest if _is_left_out(config, item)]
    items[:] = [item for item in rest if not _is_left_out(config, item)]
    config.stash[LEFT_OUT] = left_out if config.option.no_browser else []
    config.hook.pytest_deselected(items=about_other if config.option.no_browser else about_other + left_out)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """In the closing line, beside passed and failed: what --no-browser did not look at."""
    if left_out := config.stash.get(LEFT_OUT, []):
        terminalreporter.stats["browser tests left out by --no-browser"] = left_out


def _is_unit(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("browser", "django_db", "slow"))
    return not marked and not {"django_db_setup", "live_server"} & set(getattr(item, "fixturenames", ()))


def _is_left_out(config: pytest.Config, item: pytest.Item) -> bool:
    """Journeys in a browser run on SQLite; on PostgreSQL only those marked as being about it."""
    if not item.get_closest_marker("browser"):
        return False
    on_postgresql = config.option.database == "postgresql"
    return bool(config.option.no_browser or (on_postgresql and not item.get_closest_marker("postgresql")))
