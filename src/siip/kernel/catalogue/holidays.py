"""Days on which offices are closed or open against the week: `holidays.toml`, the shipped one and the site's own."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from siip.kernel.catalogue.strict import Table, read_toml

FILE = "holidays.toml"
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class OfficeDay:
    """A day on which offices are closed, or open where they would not be, and why: the name of the holiday."""

    name: str
    is_open: bool = False


def read_holidays(file: Path) -> dict[date, OfficeDay]:
    """The days of `[closed]` and `[open]`, each `2026-12-25 = "name"`. Raises CatalogueError."""
    top, found = read_toml(file), dict[date, OfficeDay]()
    for kind in ("closed", "open"):
        held = top.table(kind) or Table({}, file)
        for written in list(held.held):
            on = _day(held, written)
            if on in found:
                raise held.wrong(written, "tanggal ini sudah ada di [closed]; hapus salah satunya")
            found[on] = OfficeDay(held.text(written), is_open=kind == "open")
    top.done()
    return found


def _day(held: Table, written: str) -> date:
    try:
        # `fromisoformat` alone would also take 20261225 and 2026-W52-5.
        return date.fromisoformat(written if _WRITTEN.fullmatch(written) else "")
    except ValueError:
        raise held.wrong(written, 'tulis tanggal yang ada, seperti 2026-12-25 = "Hari Raya Natal"') from None
