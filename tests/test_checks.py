"""`./siip check` finds what it is there for: each of its steps, over a planted defect."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import check, covered
from tests.architecture import ROOT

RUFF = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise"]
AREAS = ("kernel", "wilayah", "people", "letters", "programme", "services", "web", "demo", "rehearse")


def lint(name: str, text: str) -> str:
    command = [*RUFF, "--stdin-filename", name, "-"]
    return subprocess.run(command, input=text, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import HttpResponse",
        "from django.shortcuts import render",
        "from django.urls import reverse",
        "from django.dispatch import receiver",
        "from django.utils.timezone import now",
        "from uuid import uuid4",
        "import random",
        "import urllib.request",
    ],
)
def test_an_area_that_speaks_http_or_reads_the_clock_is_found(line):
    assert "TID251" in lint("src/siip/letters/planted.py", f'"""Planted."""\n\n{line}\n')


def test_a_face_may(tmp_path):
    assert "TID251" not in lint("src/siip/web/console/planted.py", "from django.http import HttpResponse\n")


def test_a_bare_except_is_found():
    assert "BLE001" in lint("src/siip/letters/planted.py", "try:\n    pass\nexcept Exception:\n    pass\n")


def test_a_function_of_too_many_branches_is_found():
    branches = "".join(f"    if a == {n}:\n        return {n}\n" for n in range(11))
    assert "C901" in lint("src/siip/letters/planted.py", f"def f(a):\n{branches}")


def test_a_function_of_too_many_statements_is_found():
    assert "PLR0915" in lint("src/siip/letters/planted.py", "def f(a):\n" + "    a = 1\n" * 41)


def layers(folder: Path, name: str, text: str) -> str:
    """What import-linter says of a small house with one planted module."""
    for area in AREAS:
        for package in (folder / "siip", folder / "siip" / area):
            package.mkdir(exist_ok=True)
            (package / "__init__.py").write_text("")
    planted = folder / "siip" / name
    planted.parent.mkdir(parents=True, exist_ok=True)
    for package in planted.parents:
        if package.is_relative_to(folder / "siip"):
            (package / "__init__.py").touch()
    planted.write_text(text)
    shutil.copy(ROOT / "pyproject.toml", folder / "pyproject.toml")
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return "kept" if done.returncode == 0 else done.stdout


@pytest.mark.parametrize(
    ("name", "text", "broken"),
    [
        ("letters/planted.py", "import siip.services", "Areas import downward only BROKEN"),
        ("kernel/planted.py", "import siip.wilayah", "Areas import downward only BROKEN"),
        ("newarea/planted.py", "", "newarea"),
        ("web/console/planted.py", "import siip.web.public.planted", "stand above web.ui BROKEN"),
        ("rehearse/planted.py", "import siip.people", "answers BROKEN"),
        ("letters/rules/planted.py", "import django", "Rules are pure: no Django, no tables BROKEN"),
    ],
)
def test_an_import_that_goes_up_or_across_is_found(tmp_path, name, text, broken):
    (tmp_path / "siip" / "web" / "public").mkdir(parents=True)
    (tmp_path / "siip" / "web" / "public" / "__init__.py").touch()
    (tmp_path / "siip" / "web" / "public" / "planted.py").touch()
    assert broken in layers(tmp_path, name, text)


def test_imports_that_go_down_are_kept(tmp_path):
    assert layers(tmp_path, "services/planted.py", "import siip.letters") == "kept"


@pytest.mark.parametrize(
    ("asked", "locked", "said"),
    [
        ("django\n", "", "django is not locked"),
        ("django\nsegno\n", "django==5.2 \\\n    --hash=sha256:00\n", "segno is not locked"),
        ("django\n", "django==5.2\n", "not every package has a hash"),
        ("django\n", "--index-url https://x\ndjango==5.2 \\\n    --hash=sha256:00\n", "names a registry"),
    ],
)
def test_a_lock_that_is_behind_is_found(tmp_path, asked, locked, said):
    (tmp_path / "base.in").write_text(asked)
    (tmp_path / "base.txt").write_text(locked)
    assert any(said in line for line in check.locks(tmp_path))


def test_names_are_compared_as_installers_do(tmp_path):
    (tmp_path / "base.in").write_text("# words\nPython_Dateutil[x]>=2; sys_platform == 'linux'\n-c other.txt\n")
    (tmp_path / "base.txt").write_text("python-dateutil==2.9 \\\n    --hash=sha256:00\n")
    assert check.locks(tmp_path) == []


def test_the_locks_are_up_to_date():
    assert check.locks() == []


def test_a_module_of_the_desk_that_hands_on_the_wrong_thing_is_found(tmp_path):
    modules = tmp_path / "src/siip/web/desk/static/desk"
    modules.mkdir(parents=True)
    shutil.copy(ROOT / "jsconfig.json", tmp_path)
    (modules / "planted.js").write_text("/** @param {number} n */\nexport const f = (n) => n.trim();\n")
    (said,) = check.js_types(tmp_path)
    assert "planted.js(2,27)" in said and "trim" in said


def test_a_compiler_that_is_not_there_is_no_praise(monkeypatch):
    monkeypatch.setattr(check, "_compiler", lambda: ROOT / "nowhere/tsc")
    assert "nowhere" in " ".join(check.js_types())


def test_a_module_that_no_test_imports_is_not_counted_as_covered():
    whole = covered.unseen(set())
    assert str(ROOT / "src/siip/sync/rules/envelope.py") in whole and str(ROOT / "src/siip/people/rights.py") in whole
    assert not any("/tests/" in one or "/migrations/" in one for one in whole)
    assert covered.unseen(set(whole[1:])) == whole[:1]
