"""The unit tests on the newest Python of this machine too, when it is newer than that of .venv.

`./siip test` runs this beside both databases. It looks only at what is on the disk, never downloads a
Python, and ends well where there is none; one line says what it did. Its virtual environment lies in
`.cache/` and holds the same locked packages.
"""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
SETS = [ROOT / "requirements" / f"{name}.txt" for name in ("base", "test")]
PLACES = ("/usr/bin", "/usr/local/bin", "/opt/*/bin")
# A release, with the global lock, and with what Debian and pyenv may leave out.
PROBE = (
    "import sys, sysconfig, ctypes, lzma, sqlite3, ssl, zlib;"
    "assert sys.version_info.releaselevel == 'final' and not sysconfig.get_config_var('Py_GIL_DISABLED');"
    "print(*sys.version_info[:3], sep='.')"
)


def main() -> int:
    own = ".".join(map(str, sys.version_info[:3]))
    newer = found(sys.version_info[:2])
    if not newer:
        print(f"no Python newer than {own} found")
        return 0
    why = ""
    for version, program in newer:
        python, why = prepared(version, program)
        if python:
            return tested(version, python)
    print(f"Python {newer[0][0]} is here, but not what the tests need, so {own} only: {why}")
    return 0


def found(beyond: tuple[int, ...], places: Iterator[Path] | None = None) -> list[tuple[str, Path]]:
    """Every Python of a later minor version than `beyond`, the newest first, with its full version."""
    versions = {}
    for program in places or programs():
        try:
            done = _said([str(program), "-I", "-c", PROBE])
        except OSError:
            continue
        if done.returncode == 0 and _parts(done.stdout)[:2] > beyond:
            versions.setdefault(done.stdout.strip(), program)
    return sorted(versions.items(), key=lambda item: _parts(item[0]), reverse=True)


def programs() -> Iterator[Path]:
    """Where a Python may lie: on the path, of the distribution, of pyenv, of uv."""
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv")) / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local/share/uv/python"))
    folders = [*map(Path, os.environ.get("PATH", "").split(os.pathsep)), *pyenv.glob("3.*/bin"), *uv.glob("*/bin")]
    for place in PLACES:
        folders += Path("/").glob(place.lstrip("/"))
    seen = set()
    for folder in folders:
        for program in sorted(folder.glob("python3*")):
            if re.fullmatch(r"python3(\.\d+)?", program.name) and program.resolve() not in seen:
                seen.add(program.resolve())
                yield program


def prepared(version: str, program: Path) -> tuple[Path | None, str]:
    """The Python of a virtual environment with all that is locked; or None and why not."""
    home = CACHE / f"python-{'.'.join(version.split('.')[:2])}"
    python, stamp = home / "bin" / "python", home / "siip.stamp"
    wanted = f"{version} {hashlib.sha256(b''.join(path.read_bytes() for path in SETS)).hexdigest()}"
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "newest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted:
            return python, ""
        shutil.rmtree(home, ignore_errors=True)
        uv = [sys.executable, "-m", "uv", "--quiet", "--no-python-downloads"]
        sync = [*uv, "pip", "sync", "--require-hashes", "--python", str(python), *map(str, SETS)]
        for command in ([*uv, "venv", "--python", str(program), str(home)], sync):
            done = _said(command)
            if done.returncode:
                return None, " ".join(done.stderr.split())[:300]
        stamp.write_text(wanted)
    return python, ""


def tested(version: str, python: Path) -> int:
    """Run the unit tests there; all of pytest's output when they fail, else the line only."""
    command = [str(python), "-m", "pytest", "--unit", "-q", "-p", "no:cacheprovider", "src/siip"]
    done = _said(command, PYTHONPATH=str(ROOT / "src"))
    if done.returncode:
        print(done.stdout, done.stderr, sep="")
    closing = (done.stdout.strip().splitlines() or ["no output"])[-1].strip("= ")
    print(f"Python {version} too: {closing}")
    return done.returncode


def _said(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.strip().split("."))


if __name__ == "__main__":
    # The launcher ends what it started by SIGTERM; without this the tests would go on.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
