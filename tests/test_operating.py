"""The operator's page: every setting stands in it, and its unit file starts what there is."""

import re

import pytest

from siip.kernel import config
from tests.architecture import ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
UNIT = (ROOT / "docs" / "siip.service").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([a-z_]+)` \| (.+?) \|", PAGE, re.MULTILINE))
DEFAULTS = dict(re.findall(r"^\| `([a-z_]+)` \| .+? \| (.+?) \|", PAGE, re.MULTILINE))


def test_the_table_holds_every_setting_and_no_other():
    assert set(ROWS) == {setting.name for setting in config.SETTINGS} | {"data_dir"}


@pytest.mark.parametrize("setting", config.SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_with_its_variable(setting):
    assert ROWS[setting.name] == (f"`SIIP_{setting.name.upper()}`" if setting.env else "file only")


@pytest.mark.parametrize("setting", config.SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_with_its_default(setting):
    shown = str(setting.default).lower() if isinstance(setting.default, bool) else str(setting.default)
    told = {"hosts": "none", "keys_dir": "`keys`"}.get(setting.name, f"`{shown}`" if shown else "empty")
    assert DEFAULTS[setting.name] == told


def test_the_unit_starts_a_command_that_exists():
    from typer.main import get_command

    from siip.cli import app

    started = re.search(r"^ExecStart=\S+/siip (\w+) ", UNIT, re.MULTILINE)
    assert started and started.group(1) in get_command(app).commands


def test_the_unit_runs_without_rights_and_writes_in_one_folder():
    assert {"User=siip", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"} <= set(UNIT.splitlines())
    assert re.findall(r"^ReadWritePaths=(.+)$", UNIT, re.MULTILINE) == ["/var/lib/siip"]
