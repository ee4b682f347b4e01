"""The launcher in a fresh clone: a folder with spaces, another directory, two at once, no network, no Debian.

A launcher that installs is run by hand and by `.ci/run`; here its commands for installing are small
scripts that write down what they were asked, so that no test reaches a network.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture import ROOT

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
# Stands in for the virtual environment's python: answers the launcher's questions, records the rest.
PYTHON = f"""#!/bin/sh
echo "$*" >> "$HOME/asked"
case "$*" in
  *version_info*) echo {VERSION} ;;
  *sysconfig*) mkdir -p "$HOME/site"; echo "$HOME/site" ;;
  "-m siip"*) echo "data: $SIIP_DATA_DIR; from: $PWD" ;;
  "-m pip install"*) [ -z "$OFFLINE" ] ;;
  "-m uv pip sync"*) [ -z "$SLOW" ] || sleep "$SLOW" ;;
  *"--database sqlite"*)
    echo "sqlite said"
    [ -z "$STAY" ] || {{ : > "$HOME/staying"; exec sleep 60; }}
    exit "${{LITE:-0}}" ;;
  *"--database postgresql"*) echo "postgresql said"; exit "${{POSTGRES:-0}}" ;;
  tests/covered.py*) echo "coverage said"; exit "${{COVERAGE:-0}}" ;;
  tests/newest.py) echo "newest said"; exit "${{NEWEST:-0}}" ;;
esac
"""
# Stands in for Debian's python3: `-m venv DIR` puts the one above there.
SYSTEM_PYTHON = """#!/bin/sh
echo "system $*" >> "$HOME/asked"
case "$*" in
  "-m venv"*) mkdir -p "$3/bin" && cp "$HOME/venv-python" "$3/bin/python" ;;
  *ensurepip*) [ -z "$BARE" ] ;;
esac
"""


class Clone:
    """A copy of the launcher in a folder of its own, and a machine with a few commands."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.root = folder / "rumah baru"
        (self.root / "src").mkdir(parents=True)
        (self.home / "bin").mkdir(parents=True)
        shutil.copy(ROOT / "siip", self.root / "siip")
        shutil.copytree(ROOT / "requirements", self.root / "requirements")
        for tool in ("bash", "cat", "cut", "dirname", "env", "flock", "mkdir", "mktemp", "readlink", "rm", "sha256sum",
                     "sleep", "cp", "sh", "tail"):  # fmt: skip
            (self.home / "bin" / tool).symlink_to(shutil.which(tool) or tool)
        self.put("venv-python", PYTHON, self.home)
        self.put("python3", SYSTEM_PYTHON)
        self.put("chromium", "#!/bin/sh\n")
        self.put("id", "#!/bin/sh\necho 1000\n")
        self.environment = {"HOME": str(self.home), "PATH": str(self.home / "bin")}

    def put(self, name: str, text: str, folder: Path | None = None) -> None:
        path = (folder or self.home / "bin") / name
        path.write_text(text)
        path.chmod(0o755)

    def start(self, *words: str, cwd: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.root / "siip"), *words], cwd=cwd or self.root, env={**self.environment, **environment},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *words: str, cwd: Path | None = None, **environment: str) -> tuple[int, str, str]:
        started = self.start(*words, cwd=cwd, **environment)
        out, err = started.communicate(timeout=60)
        return started.returncode, out, err

    def asked(self) -> str:
        return (self.home / "asked").read_text()


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


def test_the_first_start_installs_by_hashes_and_runs(clone):
    code, out, err = clone.run("doctor")
    assert code == 0, err
    assert f"data: {clone.root}/data" in out
    assert "pip install --quiet --disable-pip-version-check --require-hashes" in clone.asked()
    assert "uv pip sync --quiet --require-hashes --compile-bytecode" in clone.asked()
    assert "compileall" in clone.asked()


def test_the_second_start_installs_nothing(clone):
    clone.run("doctor")
    (clone.home / "asked").unlink()
    code, _, err = clone.run("doctor")
    assert (code, err) == (0, "")
    assert "pip" not in clone.asked()


def test_a_changed_lock_is_installed(clone):
    clone.run("doctor")
    (clone.home / "asked").unlink()
    with (clone.root / "requirements" / "base.txt").open("a") as lock:
        lock.write("\n")
    clone.run("doctor")
    assert clone.asked().count("uv pip sync") == 1


def test_what_the_tests_need_is_kept_for_the_server(clone):
    clone.run("test")
    (clone.home / "asked").unlink()
    clone.run("doctor")
    assert "uv pip sync" not in clone.asked()


def test_it_runs_where_it_was_called(clone, tmp_path):
    _, out, _ = clone.run("import", "daftar.xlsx", cwd=tmp_path)
    assert f"from: {tmp_path}" in out and f"data: {clone.root}/data" in out


def test_it_may_be_called_through_a_link(clone, tmp_path):
    (tmp_path / "siip").symlink_to(clone.root / "siip")
    done = subprocess.run(
        [tmp_path / "siip", "doctor"], env=clone.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert f"data: {clone.root}/data" in done.stdout


def test_two_at_once_install_once(clone):
    both = [clone.start("doctor", SLOW="0.5"), clone.start("doctor", SLOW="0.5")]
    assert [started.communicate(timeout=60) and started.returncode for started in both] == [0, 0]
    assert clone.asked().count("uv pip sync") == 1


def test_an_interrupted_install_is_done_again(clone):
    clone.run("doctor")
    (clone.root / ".venv" / "siip.stamp").unlink()
    (clone.home / "asked").unlink()
    clone.run("doctor")
    assert clone.asked().count("uv pip sync") == 1


def test_a_user_without_venv_is_told_one_line(clone):
    code, _, err = clone.run("doctor", BARE="1")
    assert code != 0
    assert "sudo apt-get install -y --no-install-recommends python3 python3-venv" in err


def test_a_user_without_a_browser_is_told_one_line(clone):
    (clone.home / "bin" / "chromium").unlink()
    code, _, err = clone.run("test")
    assert code != 0
    assert "sudo apt-get install -y --no-install-recommends chromium" in err


def test_a_user_is_told_everything_at_once(clone):
    (clone.home / "bin" / "chromium").unlink()
    clone.put("dpkg-query", "#!/bin/sh\nexit 1\n")
    code, _, err = clone.run("test", BARE="1")
    assert code != 0
    assert "sudo apt-get install -y --no-install-recommends python3 python3-venv chromium libatomic1" in err
    assert not (clone.root / ".venv").exists() and len(err.splitlines()) == 1


def test_a_debian_that_has_the_library_of_the_browser_tests_is_asked_for_nothing(clone):
    clone.put("dpkg-query", "#!/bin/sh\n")
    code, _, err = clone.run("test")
    assert code == 0, err


def test_a_network_that_fails_is_named_and_the_next_start_tries_again(clone):
    code, _, err = clone.run("doctor", OFFLINE="1")
    assert code == 1 and "Periksa jaringan, lalu ulangi" in err
    assert clone.run("doctor")[0] == 0


def test_without_a_browser_the_rest_can_be_tested(clone):
    (clone.home / "bin" / "chromium").unlink()
    code, out, err = clone.run("test", "--no-browser", "-k", "a b")
    assert code == 0, err
    assert "--database sqlite --no-browser -k a b" in clone.asked()


def test_root_installs_what_is_missing(clone):
    (clone.home / "bin" / "chromium").unlink()
    clone.put("id", "#!/bin/sh\necho 0\n")
    clone.put("apt-get", '#!/bin/sh\necho "apt-get $*" >> "$HOME/asked"\n')
    code, _, err = clone.run("test")
    assert code == 0, err
    assert "apt-get install -y -q --no-install-recommends chromium" in clone.asked()


def test_a_machine_without_debian_is_told_what_is_missing(clone):
    (clone.home / "bin" / "chromium").unlink()
    clone.put("id", "#!/bin/sh\necho 0\n")
    code, _, err = clone.run("test")
    assert code != 0 and "chromium" in err


SAID = ["newest said", "postgresql said", "sqlite said"]
WHOLE = ["coverage said", *SAID]


@pytest.mark.parametrize(
    ("lite", "postgres", "newest", "coverage", "code", "last"),
    [
        ("0", "0", "0", "0", 0, "sqlite"),
        ("1", "0", "0", "0", 1, "sqlite"),
        ("0", "1", "0", "0", 1, "postgresql"),
        ("2", "1", "0", "0", 2, "sqlite"),
        ("0", "0", "1", "0", 1, "newest"),
        ("0", "1", "1", "0", 1, "postgresql"),
        ("0", "0", "0", "1", 1, "coverage"),
        ("0", "5", "0", "0", 0, "sqlite"),
        ("5", "0", "0", "0", 0, "postgresql"),
        ("5", "1", "0", "0", 1, "postgresql"),
        ("5", "5", "0", "0", 5, "sqlite"),
    ],
)
def test_everything_is_tested_and_the_last_line_tells_the_result(clone, lite, postgres, newest, coverage, code, last):
    found, out, err = clone.run("test", LITE=lite, POSTGRES=postgres, NEWEST=newest, COVERAGE=coverage)
    lines = [line for line in out.splitlines() if line]
    assert (found, lines[-1]) == (code, f"{last} said"), err
    # What a suite that failed left out is no hole.
    assert sorted(line for line in lines if not line.startswith("==")) == (WHOLE if lite + postgres == "00" else SAID)
    if code:
        assert lines[-2] == f"== FAILED: {last} =="


@pytest.mark.parametrize(
    ("words", "said"),
    [((), WHOLE), (("--no-browser",), WHOLE), (("-k", "x"), SAID[1:]), (("--no-browser", "x"), SAID[1:])],
)
def test_the_newest_python_and_the_coverage_are_for_the_whole_run_only(clone, words, said):
    assert sorted(clone.run("test", *words)[1].splitlines()) == said


def test_a_run_that_is_broken_off_shows_how_far_it_came(clone):
    clone.run("test")
    started = clone.start("test", STAY="1")
    for _ in range(200):
        if (clone.home / "staying").exists():
            break
        time.sleep(0.05)
    started.terminate()
    out, _ = started.communicate(timeout=60)
    assert started.returncode == 130 and {"sqlite said", "postgresql said"} <= set(out.splitlines())


def test_locks_are_made_without_naming_a_registry(clone):
    code, _, err = clone.run("lock")
    assert code == 0, err
    assert clone.asked().count("--generate-hashes") == 3
    assert "--no-emit-index-url" in clone.asked()


def test_the_launcher_is_short_and_parses():
    assert len((ROOT / "siip").read_text().splitlines()) < 160
    assert subprocess.run(["bash", "-n", ROOT / "siip", ROOT / ".ci" / "run"]).returncode == 0
    assert os.access(ROOT / "siip", os.X_OK) and os.access(ROOT / ".ci" / "run", os.X_OK)
