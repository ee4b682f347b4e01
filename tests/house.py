"""The house of the tests: a data folder of its own and the chosen database, before Django's settings are read.

Loaded by pytest as a plugin, since pytest-django reads the settings before any conftest. The database
itself is made by the conftest at the root.
"""

import base64
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.own_pg import OwnPostgreSQL

CITIES = ("kota_1671", "kota_3578")
OWN_SERVER = pytest.StashKey[OwnPostgreSQL | None]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("siip")
    group.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="what the tests run on")
    group.addoption("--no-browser", action="store_true", help="leave out what needs a browser, and say so")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    asked = os.environ.get("SIIP_TEST_DATABASE_URL", "")
    for name in [name for name in os.environ if name.startswith("SIIP_") and not name.startswith("SIIP_TEST_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
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
    return (yield)


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
    out = {"sqlite", "postgresql"} - {config.option.database}
    if config.option.no_browser:
        out.add("browser")
    left_out = [item for item in items if any(map(item.get_closest_marker, out))]
    items[:] = [item for item in items if not any(map(item.get_closest_marker, out))]
    config.hook.pytest_deselected(items=left_out)
