"""The newest Python is found where it lies, named in one line, and its lack is no fault."""

import sys

import pytest

from tests import newest

OWN = "3.11.7"


@pytest.fixture
def machine(tmp_path):
    """`machine("3.13.0")` is a Python that says so; what it is asked to do it does not."""

    def make(said, code=0):
        program = tmp_path / f"python-{len(list(tmp_path.iterdir()))}"
        program.write_text(f"#!/bin/sh\necho {said}\nexit {code}\n")
        program.chmod(0o755)
        return program

    return make


def test_the_newest_comes_first_by_number_and_each_version_once(machine):
    programs = [machine(said) for said in ("3.12.9", "3.9.1", "3.13.10", "3.13.9", "3.11.9", "3.13.10")]
    assert newest.found((3, 11), iter(programs)) == [
        ("3.13.10", programs[2]), ("3.13.9", programs[3]), ("3.12.9", programs[0]),
    ]  # fmt: skip


def test_one_that_is_no_release_or_does_not_start_is_passed_over(machine, tmp_path):
    broken = tmp_path / "python-broken"
    broken.write_text("")
    assert newest.found((3, 11), iter([machine("", 1), broken])) == []


def test_each_place_is_looked_at_and_a_link_counts_once(tmp_path, monkeypatch):
    program = tmp_path / "pyenv" / "versions" / "3.13.0" / "bin" / "python3"
    program.parent.mkdir(parents=True)
    program.touch()
    (program.parent / "python3.13").symlink_to(program)
    (program.parent / "python3-config").touch()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert [path for path in newest.programs() if path.is_relative_to(tmp_path)] == [program]


def test_no_newer_one_is_said_and_is_no_fault(monkeypatch, capsys):
    monkeypatch.setattr(newest, "programs", lambda: iter(()))
    assert newest.main() == 0
    assert capsys.readouterr().out == f"no Python newer than {'.'.join(map(str, sys.version_info[:3]))} found\n"


def test_one_that_nothing_installs_on_is_named_and_is_no_fault(monkeypatch, capsys, tmp_path, machine):
    program = machine("9.9.9")
    monkeypatch.setattr(newest, "programs", lambda: iter([program]))
    monkeypatch.setattr(newest, "CACHE", tmp_path / "cache")
    assert newest.main() == 0
    assert capsys.readouterr().out.startswith("Python 9.9.9 is here, but not what the tests need")


@pytest.mark.parametrize(
    ("code", "said"), [(0, "Python 3.13.0 too: 7 passed\n"), (1, "E   assert\n7 passed\n\nPython")]
)
def test_the_result_is_the_last_line_and_all_of_it_when_it_failed(machine, capsys, code, said):
    python = machine("'E   assert'; echo '7 passed'", code)
    assert newest.tested("3.13.0", python) == code
    out = capsys.readouterr().out
    assert out.startswith(said) and out.splitlines()[-1] == "Python 3.13.0 too: 7 passed"
