"""Pages: milliseconds of the server for each page of a house with a year behind it, against the floor.

    python bench/pages.py [ROUNDS] [--database sqlite|postgresql] [--keep DIR] [--fridays N] [--all]

The year is that of bench/year.py: 30,000 acts, 2,000 letters, 30,000 residents. Every page of the URL table that
opens with a GET, searches and the last pages of lists too, is asked for by whoever sees most there, through Django's
test client in one process, warm, each once a round; the rounds go round, so that a busy moment of the machine
does not fall on one page. The floor, in the same run, is robots.txt behind the same middleware. Queries are counted.
Seconds of this process stand beside those of the clock, which a busy machine stretches; on PostgreSQL the server's
own are not in them. What is set in type at the moment (PDF, Excel, PNG) is told apart: bench/letters.py has its
own target. --keep builds the house in DIR, or measures the one that was built there (SQLite).
"""

import argparse
import json
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

ROUNDS, TARGET_MS, SLOWEST = 20, 50, 15
HEAD: Final = "kepala"
HOLDS: Final = ", layar wajah"
THINGS: Final = "things.json"
Question = tuple[str, str, str, Mapping[str, Any] | None]
DEEP: Final[Mapping[str, Question]] = {
    "the last page of requests": ("rini", "console:requests", "keadaan=done&hal=999", None),
    "requests by a name": ("rini", "console:requests", "", {"cari": "siti maryam"}),
    "requests by a number": ("rini", "console:requests", "", {"cari": "400.12.2.1/30"}),
    "the last page of letters": ("hendra", "console:letters", "hal=999", None),
    "the last page of letters that are signed": ("hendra", "console:letters", "keadaan=signed&hal=999", None),
    "the last page of events": ("rini", "console:events", "hal=999", None),
    "the last page of promises that are kept": ("rini", "console:promises", "keadaan=kept&hal=999", None),
    "the last page of aduan": ("hendra", "console:aduan", "hal=999", None),
    "the oldest of the journal": ("dewi", "console:journal", "sebelum=9000", None),
    "the register of the whole year": ("rini", "console:register", "dari=1-1-2026&sampai=31-12-2026", None),
    "the register of the whole year in print": (
        "rini", "console:register_pdf", "dari=1-1-2026&sampai=31-12-2026", None),
    "the register of the whole year in Excel": (
        "rini", "console:register_xlsx", "dari=1-1-2026&sampai=31-12-2026", None),
    "residents by a name": (
        "rini", "console:residents", "",
        {"nik": "", "name": "{somebody.name}", "born_on": "{somebody.birth_on:%d-%m-%Y}"}),
    "somebody by name while taking a request": (
        "rini", "console:take", "layanan=domisili_orang&tempat=loket-{ours[kelurahan]}",
        {"langkah": "cari", "cari_nik": "", "cari_nama": "{somebody.name}",
         "cari_lahir": "{somebody.birth_on:%d-%m-%Y}"}),
    "the last page of people": ("dewi", "console:people", "hal=999", None),
    "the last page of offices": ("dewi", "console:offices", "hal=999", None),
    "the last page of results": ("", "public:results", "hal=999", None),
    "the page of a head": (HEAD, "rt:door", "", None),
    "the call of a head": (HEAD, "rt:call", "", None),
    "the card of a head": (HEAD, "rt:card", "", None),
}  # fmt: skip
"""Beside one page for each route and the questions of tests/routes.py: who, route, what is asked, a form."""


@dataclass
class Page:
    """A page and what it took: milliseconds by the clock and of this process, in each round."""

    name: str
    who: str
    address: str
    form: Mapping[str, Any] | None = None
    kind: str = ""
    size: int = 0
    queries: int = 0
    is_answered: bool = False
    clock: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return p95(self.clock)


class Visitors:
    """The people of the house, each in a browser of his own, past password and code."""

    def __init__(self, cast: Any, things: Mapping[str, Any], at: datetime) -> None:
        self.cast, self.things, self.at = cast, things, at
        self.open: dict[str, Any] = {}

    def ask(self, page: Page) -> Any:
        """The answer, read to its end."""
        client = self.open.get(page.who) or self._begin(page.who)
        response = client.get(page.address) if page.form is None else client.post(page.address, page.form)
        response.read = b"".join(response) if response.streaming else response.content
        return response

    def _begin(self, who: str) -> Any:
        from django.test import Client

        from siip.web import clock
        from tests.cast import logged_in

        headers = {"host": "plaju.test", clock.HEADER: clock.signed(self.at)}
        client = Client(headers=headers)
        if who == HEAD:
            client.post("/rt/masuk/", {"t": self._token()})
        elif who:
            client = logged_in(self.cast, who.removesuffix(HOLDS), proved_at=time.time(), **headers)
        if who.endswith(HOLDS):  # the screen of faces answers only a browser that is held out to residents
            client.post(_address("console:faces-touch", self.things), {"buka": ""})
        self.open[who] = client
        return client

    def _token(self) -> str:
        from siip.mobilisation import links
        from siip.mobilisation.models import Link

        return links.token(Link.objects.filter(holding__office__wilayah=self.things["rt_place"]).get())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("rounds", nargs="?", type=int, default=ROUNDS)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--keep", metavar="DIR", type=Path)
    asked.add_argument("--fridays", metavar="N", type=int, default=52, help="a shorter year, to try it")
    asked.add_argument("--all", action="store_true", help="every page, not only the slowest")
    said = asked.parse_args()
    if said.keep and said.database == "postgresql":
        asked.error("--keep: the PostgreSQL of a benchmark goes with it")
    home = said.keep.absolute() if said.keep else Path(tempfile.mkdtemp(prefix="siip-bench-"))
    kept = {name for name in os.environ if name.startswith("SIIP_") and not name.startswith("SIIP_TEST_")}
    for name in kept:
        del os.environ[name]
    os.environ |= {"SIIP_DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "siip.settings", "SIIP_LOG_LEVEL": "ERROR"}
    sys.path.insert(0, str(Path(__file__).parents[1]))
    server = None
    try:
        is_built = (home / THINGS).exists()
        if not is_built:
            _lay(home)
        if said.database == "postgresql":
            server = _server()
        import django

        django.setup()
        cast, things = _kept(home) if is_built else _built(home, said.fridays)
        report(measured(cast, things, said.rounds), every=said.all)
    finally:
        if server is not None:
            server.stop()
        if not said.keep:
            shutil.rmtree(home, ignore_errors=True)


def _lay(home: Path) -> None:
    """Folder, keys and settings of a training house, which takes the clock that is signed."""
    from siip.kernel import config
    from tests.house import make_keys

    home.mkdir(exist_ok=True)
    make_keys(home / "keys")
    config.write(home, training=True)


def _server() -> Any:
    import importlib

    return importlib.import_module("bench.import").own_server()


def _built(home: Path, fridays: int) -> tuple[Any, dict[str, Any]]:
    from django.db import connection

    from bench import year
    from siip.kernel import cities
    from siip.kernel.models import Entry
    from siip.letters.models import Letter
    from tests import cast as casting
    from tests import twins

    began, busy = time.perf_counter(), time.process_time()
    if connection.vendor == "postgresql":
        cities.create("kota_1671")
    else:
        cities.migrate()
        # A power cut may take this house: 30,000 commits need not wait for the disk.
        connection.cursor().execute("PRAGMA synchronous = OFF")
    cast, (side, _) = casting.build(training=True), twins.sides()
    twins.furnish(cast, side, 0)
    year.build(cast, side.things, fridays, lambda said: print(f"  building: {said}", file=sys.stderr))
    cast.accounts["rini"].set_password("hujan kemarau sepeda")  # allauth's page for changing it asks for one
    cast.accounts["rini"].save()
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # as autovacuum has done in a year
    connection.close()
    print(
        f"{connection.vendor}: a year of {Entry.objects.count():,} acts and {Letter.objects.count():,} letters, built "
        f"in {time.perf_counter() - began:.0f} s by the clock, {time.process_time() - busy:.0f} s of this process"
    )
    (home / THINGS).write_text(json.dumps(side.things, default=str))
    return cast, side.things


def _kept(home: Path) -> tuple[Any, dict[str, Any]]:
    from siip.kernel import cities
    from siip.people.models import Account
    from tests.cast import Cast

    cities.migrate()
    cast = Cast(None, accounts={one.username: one for one in Account.objects.all()})
    return cast, json.loads((home / THINGS).read_text())


def measured(cast: Any, things: Mapping[str, Any], rounds: int) -> list[Page]:
    """Every page with what it took; the first is the floor."""
    from django.db import connection

    from siip import serve
    from tests.cast import AT
    from tests.routes import ASKED

    serve.settle()  # as every worker process of a server does
    visitors, pages = Visitors(cast, things, AT), _pages(things)
    for page in pages:
        visitors.ask(page)  # what is read once stays in memory: templates, the catalogue, fonts
        counted: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, counted: list[str] = counted) -> Any:
            counted.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            response = visitors.ask(page)
        is_answered = response.status_code == 200 or (page.form is not None and response.status_code == 422)
        if not is_answered and page.name not in ASKED:  # of those some are refused, as they should
            raise SystemExit(f"{page.name} ({page.address}): {response.status_code}")
        page.kind, page.size = response.headers["Content-Type"].partition(";")[0], len(response.read)
        page.queries, page.is_answered = len(counted), is_answered
    pages = [page for page in pages if page.is_answered]
    for _ in range(rounds):
        for page in pages:
            began, busy = time.perf_counter(), time.process_time()
            visitors.ask(page)
            page.worked.append((time.process_time() - busy) * 1000)
            page.clock.append((time.perf_counter() - began) * 1000)
    return pages


def _pages(things: Mapping[str, Any]) -> list[Page]:
    from siip.kernel.ids import uuid7
    from siip.people.models import Resident
    from tests.routes import ASKED, ROUTES

    names = {"ours": things, "its": things, "somebody": Resident.objects.order_by("name", "pk")[0]}
    pages = [Page("public:robots", "", _address("public:robots", things))]
    pages += [
        Page(name, use.who, _address(name, things))
        for name, use in ROUTES.items() if use.opens == 200 and name != pages[0].name
    ]  # fmt: skip
    pages.append(Page("console:faces-touch", f"rini{HOLDS}", _address("console:faces-touch", things)))
    for name, (who, route, query, form) in {**ASKED, **DEEP}.items():
        said = form and {field: value.format(**names) for field, value in form.items()}
        sent = None if said is None else {"token": str(uuid7()), **said}
        asked = f"?{query.format(**names)}" if query else ""
        pages.append(Page(name, who, _address(route, things) + asked, sent))
    return pages


def _address(name: str, things: Mapping[str, Any]) -> str:
    from django.urls import reverse

    from tests.routes import ROUTES

    return reverse(name, kwargs={argument: things[thing] for argument, thing in (ROUTES[name].ids or {}).items()})


def report(pages: list[Page], *, every: bool) -> None:
    floor = statistics.median(pages[0].clock)
    html = [page for page in pages if page.kind in ("text/html", "text/plain", "text/calendar")]
    rest = [page for page in pages if page not in html]
    at = datetime.now(UTC)
    print(f"load {os.getloadavg()[0]:.1f} at {at:%H:%M} UTC; {len(pages[0].clock)} rounds; floor {floor:.2f} ms")
    for title, found in ((f"{len(html)} pages", html), (f"{len(rest)} papers and pictures", rest)):
        found = sorted(found, key=lambda page: -page.p95)
        print(f"{title}:    p50 ms  p95 ms  processor ms  queries     KiB  x floor")
        for page in found if every else found[:SLOWEST]:
            middle, busy = statistics.median(page.clock), statistics.median(page.worked)
            print(
                f"  {middle:8.1f} {page.p95:8.1f} {busy:8.1f} {page.queries:6} {page.size / 1024:9.1f} "
                f"{middle / floor:7.1f}  {page.name} ({page.who or 'everybody'})"
            )
    together, busy = ([ms for page in html for ms in getattr(page, what)] for what in ("clock", "worked"))
    worst = max(html, key=lambda page: page.p95)
    over = [page.name for page in html if page.p95 > TARGET_MS]
    print(
        f"all pages: p50 {statistics.median(together):.1f} ms, p95 {p95(together):.1f} ms by the clock "
        f"({p95(busy):.1f} ms of this process), target {TARGET_MS} ms; the worst page: p95 {worst.p95:.1f} ms "
        f"({p95(worst.worked):.1f} ms of this process), {worst.name}; {len(over)} pages above the target"
    )
    most = max(html, key=lambda page: page.queries)
    middle = statistics.median(page.queries for page in html)
    print(f"queries: {middle:.0f} in the middle, {most.queries} at most ({most.name})")


def p95(values: list[float]) -> float:
    """The value that 95 in 100 do not exceed."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


if __name__ == "__main__":
    main()
