"""The trial of the catalogue: each letter type is set three times, with invented names, and timed."""

import re
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from siip.kernel.catalogue.answers import answer_problems
from siip.kernel.catalogue.kinds import LetterType
from siip.kernel.catalogue.shelf import Shelf
from siip.kernel.paper import render_pdf
from siip.kernel.paper.samples import OFFICE, SIGNERS, VERIFICATION
from siip.kernel.paper.surat import letter_data, statement_data

DAY = date(2026, 11, 27)
SHAPES: dict[str, dict[str, Any]] = {
    "biasa": {"signer": SIGNERS["langsung"]},
    "terpanjang": {"signer": SIGNERS["ub"], "paper": "F4"},
    "tanpa_pilihan": {"signer": SIGNERS["an"], "training": True},
}


def trial(shelf: Shelf, report: Callable[[str], None]) -> list[str]:
    """Reads all, renders each letter type with its examples, reports pages and milliseconds a line.

    Gives the problems; an empty list means that all is well.
    """
    problems = shelf.errors()
    for kind in shelf.letter_types():
        for name in kind.examples:
            problems += _one(kind, name, report)
    return problems


def _one(kind: LetterType, name: str, report: Callable[[str], None]) -> list[str]:
    where = f"letters/{kind.kode}/examples/…_{name}.json"
    wrong = answer_problems(kind, kind.examples[name], on=DAY)
    if wrong:
        return [f'{where}: "{field}": {problem}' for field, problem in wrong.items()]
    data = letter_data(
        kind,
        kind.examples[name],
        office=OFFICE,
        number="400.12.2.1/0118/PLI/2026",
        dated=DAY,
        verify=VERIFICATION,
        **SHAPES[name],
    )
    _print(f"{kind.kode} {name}", kind.family, data, report)
    if kind.statement:
        stated = statement_data(kind, kind.examples[name], office=OFFICE, dated=DAY)
        _print(f"{kind.kode} pernyataan {name}", "pernyataan", stated, report)
    return []


def _print(what: str, family: str, data: dict[str, Any], report: Callable[[str], None]) -> None:
    started = time.perf_counter()
    pdf = render_pdf(family, data)
    spent = (time.perf_counter() - started) * 1000
    report(f"{what}: {page_count(pdf)} halaman, {spent:.1f} ms, {len(pdf) / 1024:.0f} KB")


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that our press made: it writes each page as an object of its own, in clear."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
