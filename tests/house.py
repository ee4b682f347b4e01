"""The house of the tests: a data folder of its own and the chosen database, before Django's settings are read."""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    home = Path(tempfile.mkdtemp(prefix="siip-test-"))
    for name in [name for name in os.environ if name.startswith("SIIP_")]:
        del os.environ[name]
    os.environ["SIIP_DATA_DIR"] = str(home)
    early_config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    return (yield)
