"""`siip serve` as a real process: it answers, refuses what cannot be served, logs nothing personal, and ends."""

import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from siip import serve
from tests.architecture import ROOT

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]
SECRET = "/tidak-ada/1671141003020001"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """A data folder and the commands on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIIP_", "DJANGO_"))}
        self.environment = kept | {"SIIP_DATA_DIR": str(data), "PYTHONPATH": str(ROOT / "src")}

    def start(self, *words: str, log: Path | None = None, **environment: str) -> subprocess.Popen[bytes]:
        with (log or self.data.parent / "log").open("ab") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "siip", *words], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env=self.environment | environment,
            )  # fmt: skip

    def refused(self, *words: str, **environment: str) -> str:
        log = self.data.parent / "refused"
        log.write_text("")
        assert self.start(*words, log=log, **environment).wait(timeout=60) == 1
        return log.read_text()


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("serve") / "rumah")
    assert house.start("init", "--kecamatan", "16.71.14").wait(timeout=120) == 0
    return house


@pytest.fixture
def house(founded, tmp_path):
    shutil.copytree(founded.data, tmp_path / "rumah")
    return House(tmp_path / "rumah")


def get(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def post(port: int, kind: str, body: bytes, asked: str) -> int:
    address = f"http://127.0.0.1:{port}/periksa/?{asked}"
    sent = urllib.request.Request(address, body, {"Content-Type": kind})  # noqa: S310  # our own
    try:
        with urllib.request.urlopen(sent, timeout=10) as answer:  # noqa: S310  # the same
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server has ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


def test_it_serves_says_where_and_ends_when_told(house):
    port = free_port()
    server = house.start("serve", "--port", str(port))
    try:
        wait_for(port, server)
        assert get(port, "/healthz") == 200
        assert get(port, SECRET) == 404
        for charset in ("rot13", "hex", "punycode", "undefined", "utf-7", "utf-8"):
            for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
                assert post(port, f"{kind}; charset={charset}", b"kode=abc", "nik=1671141003020001") == 422
        assert f"--port {port + 1}" in house.refused("serve", "--port", str(port))
        assert "masih berjalan" in house.refused("restore", "x.zip")
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=60)
    assert code == 0
    said = (house.data.parent / "log").read_text()
    assert "404 GET (no such address)" in said and SECRET[-16:] not in said
    assert "threads" not in said
    assert f"http://localhost:{port}/" in said and "http://localhost:8000/" in said


def test_a_house_that_was_not_made_is_not_served(tmp_path):
    assert "siip init" in House(tmp_path / "kosong").refused("serve", "--port", str(free_port()))


def test_training_cannot_be_switched_on_later(house):
    (house.data / "siip.toml").write_text("training = true\n")
    assert "training = false" in house.refused("serve", "--port", str(free_port()))


def test_what_the_server_writes_is_for_its_owner_only(house):
    others = [path.name for path in house.data.rglob("*") if path.is_file() and path.stat().st_mode & 0o007]
    assert house.data.stat().st_mode & 0o077 == 0 or others == []


def test_what_every_page_needs_is_not_looked_at_by_the_collector_again():
    from siip.web.console import home

    before = gc.get_threshold()
    try:
        serve.settle()
        assert not any(one is home.friday for one in gc.get_objects()) and gc.get_freeze_count() > 10_000
        assert gc.get_threshold() == serve.GARBAGE > before
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
