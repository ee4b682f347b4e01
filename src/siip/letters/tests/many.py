"""Real processes for the tests of numbering: `python -m siip.letters.tests.many`, the work as JSON on stdin.

One process loads the house and forks the workers, so that eight of them cost one start. Each writes what
it was given to a file of paper, after the act came back: what left the house and cannot be called back.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid5


def run(**work: Any) -> list[tuple[str, int]]:
    """Have the workers do it on the database of this test; gives the paper: (letter, serial)."""
    paper = Path(work["paper"])
    paper.touch()
    done = subprocess.run(
        [sys.executable, "-m", "siip.letters.tests.many"],
        input=json.dumps(work, default=str), env=_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [(line.split()[0], int(line.split()[1])) for line in paper.read_text().splitlines()]


def _environment() -> dict[str, str]:
    from django.db import connection

    root = str(Path(__file__).parents[4])
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "siip.settings",
        "PYTHONPATH": os.pathsep.join([f"{root}/src", root]),
    }
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["SIIP_DATABASE_URL"])
        env["SIIP_DATABASE_URL"] = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
    return env


def main() -> int:
    """Fork a worker for each list of the work, kill some of them if asked, and give each what is left to do."""
    import django

    django.setup()
    import_module("siip.letters.letters")  # once, before the fork
    work = json.load(sys.stdin)
    chance, kills = random.Random(work.get("seed", 0)), work.get("kills", 0)
    running = {_fork(work, part): part for part in work["parts"]}
    bad = 0
    while running:
        if kills:
            _wait_for_a_moment(Path(work["log"]), kills, chance)
            os.kill(chance.choice(list(running)), signal.SIGKILL)
            kills -= 1
        pid, status = os.wait()
        part = running.pop(pid)
        if os.WIFSIGNALED(status) and not work.get("crash"):
            running[_fork(work, part)] = part  # what was done is recognised by the id of its act
        elif os.WIFEXITED(status):
            bad += os.WEXITSTATUS(status)
    return bad


def _wait_for_a_moment(log: Path, kills: int, chance: random.Random) -> None:
    """Every second time when the log has just grown, since COMMIT is near then; else at random."""
    if kills % 2:
        time.sleep(chance.uniform(0.0, 0.04))
        return
    size, until = log.stat().st_size, time.monotonic() + 1
    while log.stat().st_size == size and time.monotonic() < until:
        time.sleep(0.0002)


def _fork(work: dict[str, Any], part: list[str]) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            _TASKS[work["task"]](work, part)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    return pid


def _number(work: dict[str, Any], part: list[str]) -> None:
    from siip.letters import letters
    from siip.people.models import Account, Enrolment
    from siip.people.pins import Proof
    from siip.people.rights import actor_for

    at = datetime.fromisoformat(work["at"])
    account = Account.objects.get(pk=work["account"])
    by = actor_for(account, at)
    enrolment = Enrolment.objects.select_related("office__wilayah").get(account=account)
    proof = Proof(account.pk, enrolment.id, enrolment.office.wilayah.path, at)
    if work.get("crash"):
        _crash_at_the_log(work["crash"])
    for id in map(UUID, part):
        (letter,) = letters.sign_and_number([id], proof=proof, by=by, at=at, id=uuid5(id, "sign and number"))
        _write_down(work, f"{letter.id} {letter.number_row.serial}")


def _crash_at_the_log(when: str) -> None:
    """Die by the hardest signal right before or right after the line is on disk."""
    from siip.letters import numbers_log

    append = numbers_log.append

    def dying(*said: Any) -> None:
        if when == "after":
            append(*said)
        os.kill(os.getpid(), signal.SIGKILL)

    numbers_log.append = dying


def _count_without_a_lock(work: dict[str, Any], part: list[str]) -> None:
    """The twin with the protection off: look for the greatest, then write one more."""
    from django.db import connection

    for name in part:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COALESCE(MAX(serial), 0) FROM race_twin")
            serial = cursor.fetchone()[0] + 1
            time.sleep(0.05)
            cursor.execute("INSERT INTO race_twin (serial) VALUES (%s)", [serial])
        _write_down(work, f"{name} {serial}")


def _write_down(work: dict[str, Any], line: str) -> None:
    descriptor = os.open(work["paper"], os.O_WRONLY | os.O_APPEND)
    os.write(descriptor, f"{line}\n".encode())
    os.close(descriptor)


_TASKS = {"number": _number, "twin": _count_without_a_lock}

if __name__ == "__main__":
    sys.exit(main())
