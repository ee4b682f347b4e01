"""Starting: seconds from `siip serve` to the first page, and the memory of the idle server, on a new house.

    python bench/start.py [ROUNDS]

A page is asked for again and again until one comes; each round starts a server of its own. The memory is what its
processes have resident together, private pages and their share of common ones (PSS), after some pages and a rest.
The floor, in the same run, is Python starting Django with our settings and doing nothing. Seconds of processor stand
beside those of the clock, which a busy machine stretches.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET_SECONDS, TARGET_MIB = 2.0, 160
PAGES = ("/", "/jadwal/", "/layanan/", "/periksa/", "/kantor/")
REST_SECONDS = 5
FLOOR = "import os, siip; os.environ['DJANGO_SETTINGS_MODULE'] = 'siip.settings'; import django; django.setup()"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    home = Path(tempfile.mkdtemp(prefix="siip-bench-"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIIP_", "DJANGO_", "PYTHON"))}
    environment = kept | {"SIIP_DATA_DIR": str(home / "rumah"), "PYTHONPATH": str(ROOT / "src")}
    try:
        siip("init", "--kecamatan", "16.71.14", environment=environment).wait(timeout=300)
        firsts, busies, fresh, idle, floors, floors_worked = [], [], [], [], [], []
        for _ in range(rounds):
            for kept_in, seconds in zip((floors, floors_worked), bare(environment), strict=True):
                kept_in.append(seconds)
            first, busy, first_mib, idle_mib = served(environment)
            firsts.append(first)
            busies.append(busy)
            fresh.append(first_mib)
            idle.append(idle_mib)
    finally:
        shutil.rmtree(home)
    median = statistics.median
    print(
        f"first page after {median(firsts):.2f} s by the clock (target {TARGET_SECONDS} s; best of {rounds}: "
        f"{min(firsts):.2f} s), {median(busies):.2f} s of processor"
    )
    print(
        f"  Django alone {median(floors):.2f} s by the clock, {median(floors_worked):.2f} s of processor: the first "
        f"page takes {median(firsts) / median(floors):.1f} times that by the clock, "
        f"{median(busies) / median(floors_worked):.1f} times by processor"
    )
    print(
        f"memory {median(fresh):.0f} MiB after the first page, {median(idle):.0f} MiB after more pages and "
        f"{REST_SECONDS} s at rest (target {TARGET_MIB} MiB)"
    )


def served(environment: dict[str, str]) -> tuple[float, float, float, float]:
    """One server: (seconds to the first page, of processor too, MiB then, MiB at rest after some pages)."""
    port = free_port()
    began = time.perf_counter()
    server = siip("serve", "--port", str(port), environment=environment)
    try:
        while not answers(port, "/"):
            time.sleep(0.01)
        first = time.perf_counter() - began
        busy, then = worked(server.pid), mib(server.pid)
        for page in PAGES * 4:
            assert answers(port, page), page
        time.sleep(REST_SECONDS)
        return first, busy, then, mib(server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def siip(*words: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "siip", *words], stdin=quiet, stdout=quiet, env=environment)


def bare(environment: dict[str, str]) -> tuple[float, float]:
    """The floor: seconds by the clock and of processor."""
    began, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", FLOOR], env=environment, check=True)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, busy


def answers(port: int, page: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=30) as answer:
            return bool(answer.read())
    except (urllib.error.URLError, ConnectionError):
        return False


def mib(pid: int) -> float:
    """Proportional memory of a process and all below it, as the kernel counts it."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kib = int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
    return kib / 1024 + sum(map(mib, children(pid)))


def worked(pid: int) -> float:
    """Seconds of processor of a process and all below it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = int(fields[11]) + int(fields[12])  # utime and stime, counted from the state behind the name
    return own / os.sysconf("SC_CLK_TCK") + sum(map(worked, children(pid)))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
