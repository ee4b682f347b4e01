"""Every branch of what must not err: kernel, sync, numbering, rights and all rules, run by their own tests.

A whole run of `./siip test` asks pytest for it (`--covered FILE`). Only the tests named below are traced:
the rest runs at full speed, and a rule that nothing but a page tests counts as not tested. The launcher
then holds both databases' halves together: `python tests/covered.py FOLDER`.
"""

import io
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
WHOLE = (
    "src/siip/kernel/*", "src/siip/sync/*", "src/siip/letters/numb*.py", "src/siip/people/rights.py",
    "src/siip/*/rules/*",
)  # fmt: skip
LEFT_OUT = ("*/tests/*", "*/migrations/*")
# With a database; those without one are all traced.
TESTS = (
    "src/siip/kernel/", "src/siip/letters/tests/test_numbering.py", "src/siip/letters/tests/test_blanks.py",
    "src/siip/letters/tests/test_blocks.py",
    "src/siip/letters/tests/test_registers.py",
    "src/siip/people/tests/test_rights.py", "tests/test_bulk.py", "tests/test_work.py",
)  # fmt: skip


def measure(data_file: str) -> coverage.Coverage:
    """What counts, and where it is written down."""
    whole = [str(ROOT / one) for one in WHOLE]
    return coverage.Coverage(data_file=data_file, branch=True, include=whole, omit=LEFT_OUT, config_file=False)


class Tracing:
    """A plugin of pytest: traces from now until the tests are collected, then through the tests that count."""

    def __init__(self, data_file: str, is_unit: Callable[[pytest.Item], bool]) -> None:
        self._coverage, self._is_unit, self._on = measure(data_file), is_unit, False
        self._coverage.start()

    def pytest_collection_finish(self) -> None:
        self._coverage.stop()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        counts = item.nodeid.startswith(TESTS) or (item.nodeid.startswith("src/") and self._is_unit(item))
        with self._traced() if counts else nullcontext():
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        """Making the database counts, whichever test happens to be the first to want one."""
        with self._traced() if fixturedef.argname == "django_db_setup" else nullcontext():
            return (yield)

    @contextmanager
    def _traced(self) -> Iterator[None]:
        if self._on:
            yield
            return
        self._on = True
        self._coverage.start()
        try:
            yield
        finally:
            self._coverage.stop()
            self._on = False

    def pytest_unconfigure(self) -> None:
        self._coverage.save()


def unseen(measured: set[str]) -> list[str]:
    """Modules that nothing imported, of those that must be covered: the report leaves them out, as if all was well."""
    wanted = {path for one in WHOLE for path in ROOT.glob(one.replace("/*", "/**/*.py") if one.endswith("/*") else one)}
    left_out = {"tests", "migrations"}
    return sorted(str(path) for path in wanted if not left_out & set(path.parts) and str(path) not in measured)


def main(folder: Path) -> int:
    """Report both halves together; 1 when a branch or a whole module is missing."""
    whole = measure(str(folder / "covered"))
    whole.combine([str(path) for path in sorted(folder.glob("covered.*"))])
    data = whole.get_data()
    found = whole.report(show_missing=True, skip_covered=True, precision=2, file=(out := io.StringIO()))
    if lost := unseen(set(data.measured_files())):
        print("imported by no test:", *lost, sep="\n")
        return 1
    if found < 100:
        print(out.getvalue())
        print(f"{found:.2f} % of kernel, sync, numbering, rights and rules covered, 100 wanted; missing: see above")
        return 1
    print(f"every branch of kernel, sync, numbering, rights and rules covered ({len(data.measured_files())} files)")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
