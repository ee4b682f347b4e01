"""Letters: milliseconds a page, answers to finished PDF, against the floor: an empty page of the same press.

    python bench/letters.py [ROUNDS]

Each round prints another person, so that nothing is taken from a cache; floor and letter take turns
in one run, and the medians are compared. The target is 10 ms a page (PDF/A-2a and PDF/UA-1, with QR).

The whole request is a first print through the office's page, on SQLite: session, rights, the sealed text opened and
held against its digest, the page set, sealed and kept. It prints one letter under another number each round.
"""

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import typst

from siip.kernel.catalogue import SHIPPED, Shelf
from siip.kernel.paper import render_pdf
from siip.kernel.paper.books import BookRow, register_data
from siip.kernel.paper.press import HERE, STANDARDS
from siip.kernel.paper.samples import OFFICE, SIGNERS, VERIFICATION
from siip.kernel.paper.surat import letter_data

TARGET_MS = 10
DAY = date(2026, 11, 27)
KIND = Shelf(SHIPPED).letter_type("domisili_orang")
EMPTY = b'#set document(title: sys.inputs.n)\n#set text(lang: "id", font: "Arimo")\n#sys.inputs.n'


def floor() -> Callable[[int], bytes]:
    """One word on an empty page under the same standards: what no letter can beat."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])
    compiler = typst.Compiler(font_paths=fonts)
    return lambda n: compiler.compile(EMPTY, format="pdf", pdf_standards=STANDARDS, sys_inputs={"n": str(n)})


def letter(example: str, signer: str) -> Callable[[int], bytes]:
    """The whole way of a letter: answers, words, text, QR, page."""

    def one(n: int) -> bytes:
        person = f"{n:05}"
        answers = {**KIND.examples[example]} | {"nik": f"16711457088{person}", "pengantar_nomor": f"{person}/RT.003"}
        answers["nama"] = f"{answers['nama']} {person}"
        data = letter_data(
            KIND, answers, office=OFFICE, signer=SIGNERS[signer], number=f"400.12.2.1/{person}/PLI/2026",
            dated=DAY, verify=VERIFICATION,
        )  # fmt: skip
        return render_pdf(KIND.family, data)

    return one


def register(rows: int) -> Callable[[int], bytes]:
    """A printed register; the time is given for the book, not for a page."""

    def one(n: int) -> bytes:
        row = ("Surat Keterangan Domisili", f"Rusdiana {n}", "Jalan DI Panjaitan No. 214 RT 003 RW 05", "bank", "Lurah")
        book = [BookRow(i, DAY, f"400.12.2.1/{i:04}/PLI/2026", *row) for i in range(rows)]
        data = register_data(
            book, title="Register", period="November 2026", office=OFFICE, signer=SIGNERS["langsung"],
            dated=DAY, printed="30 November 2026",
        )  # fmt: skip
        return render_pdf("register", data)

    return one


def whole_request(home: Path) -> Callable[[int], bytes]:
    """A first print as the lurah's browser asks for it, in a house that is founded in `home`."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ |= {"SIIP_DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "siip.settings", "SIIP_LOG_LEVEL": "ERROR"}
    from tests.house import make_keys

    make_keys(home / "keys")
    import django

    django.setup()
    from siip.kernel import cities
    from siip.letters.models import Letter
    from tests import cast, twins

    cities.migrate()
    people, (side, _) = cast.build(), twins.sides()
    twins.furnish(people, side, 0)
    browser, letter_id = cast.logged_in(people, "hendra", host=side.host), side.things["letter_signed"]

    def one(n: int) -> bytes:
        shutil.rmtree(home / "media" / "letters", ignore_errors=True)
        Letter.objects.filter(pk=letter_id).update(number=f"400.12.2.1/{n:05}/PLI/2026")
        answer = browser.get(f"/kantor/surat/{letter_id}/cetak-a4.pdf")
        if answer.status_code != 200 or not answer.content.startswith(b"%PDF"):
            raise SystemExit(f"the print was refused: {answer.status_code}")
        return bytes(answer.content)

    return one


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="siip-bench-"))
    try:
        measure(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure(home: Path) -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    subjects = {
        "floor: one word on a page": floor(),
        "letter, ordinary": letter("biasa", "langsung"),
        "letter, longest names, u.b.": letter("terpanjang", "ub"),
        "whole request, ordinary": whole_request(home),
    }
    spent: dict[str, list[float]] = {name: [] for name in subjects}
    for name, make in subjects.items():
        first = timed(make, rounds + 1)
        print(f"{name:30} first {first:6.1f} ms  {len(make(0)) / 1024:5.1f} KB")
    began = memory()
    for n in range(rounds):
        for name, make in subjects.items():
            spent[name].append(timed(make, n))
    base = statistics.median(spent["floor: one word on a page"])
    for name, times in spent.items():
        middle, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:30} median {middle:6.2f} ms a page  p95 {slow:6.2f}  x{middle / base:.2f} of the floor")
    middle = statistics.median(spent["letter, ordinary"])
    print(f"target {TARGET_MS} ms: {'reached' if middle <= TARGET_MS else 'MISSED'} ({middle:.2f} ms)")
    print(f"register of 100 numbers: {timed(register(100), 1):.0f} ms")
    print(f"memory: {began} MiB before, {memory()} MiB after {rounds * len(subjects)} pages")


def timed(make: Callable[[int], bytes], n: int) -> float:
    start = time.perf_counter()
    make(n)
    return (time.perf_counter() - start) * 1000


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
