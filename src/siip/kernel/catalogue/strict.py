"""TOML read strictly: a key that is missing, unknown or of the wrong kind is named, with what to write.

The messages are Indonesian, since whoever adds a letter is the office and not a programmer.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, cast

from siip.kernel.catalogue.kinds import CatalogueError

KODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
KODE_RULE = 'tulis huruf kecil, angka, dan garis bawah, misalnya "domisili_orang"'


class Table:
    """A TOML table that is asked for its keys and at the end names those nobody asked for."""

    def __init__(self, held: object, file: Path, under: str = "") -> None:
        self.file, self.under = file, under
        if not isinstance(held, dict):
            raise self.wrong("", "tulis sebuah tabel, bukan satu nilai")
        self.held: dict[str, Any] = dict(held)

    def wrong(self, key: str, what: str) -> CatalogueError:
        """The error at a key: file, key, what to write."""
        return CatalogueError(f'{short(self.file)}: kunci "{self.under}{key}": {what}.')

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not be empty."""
        value = self.held.pop(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.wrong(key, "tulis teks di antara tanda kutip")
        return value

    def kode(self, key: str = "kode") -> str:
        """A name for machines."""
        value = self.held.pop(key, None)
        if not isinstance(value, str) or not KODE.fullmatch(value):
            raise self.wrong(key, KODE_RULE)
        return value

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One of a few words."""
        value = self.held.pop(key, default)
        if value not in allowed:
            raise self.wrong(key, f"tulis salah satu dari {', '.join(allowed)}")
        return cast(str, value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """true or false."""
        value = self.held.pop(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "tulis true atau false")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number within bounds."""
        value = self.held.pop(key, default)
        if type(value) is not int or not low <= value <= high:
            raise self.wrong(key, f"tulis bilangan bulat {low} sampai {high}")
        return value

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        """A list of texts; without a default it must hold at least one."""
        value = self.held.pop(key, default)
        good = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
        if not good or (not value and default is None):
            raise self.wrong(key, 'tulis daftar teks, misalnya ["satu", "dua"]')
        return tuple(cast("list[str]", value))

    def tables(self, key: str, *, empty: bool = True) -> list["Table"]:
        """A list of tables, each told its place."""
        value = self.held.pop(key, [])
        if not isinstance(value, list) or (not value and not empty):
            raise self.wrong(key, f"tulis sedikitnya satu [[{key}]]")
        return [Table(item, self.file, f"{self.under}{key}[{n}].") for n, item in enumerate(value, 1)]

    def table(self, key: str) -> "Table | None":
        """A table, or None if it is not there."""
        value = self.held.pop(key, None)
        return None if value is None else Table(value, self.file, f"{self.under}{key}.")

    def done(self) -> None:
        """Refuses what is left: a key misspelt would otherwise be silently without effect."""
        for key in self.held:
            raise self.wrong(key, "tidak dikenal; periksa ejaannya atau hapus")


def read_toml(file: Path) -> Table:
    """The file as a table. Raises CatalogueError if it is missing or no TOML."""
    written = read_text(file)
    try:
        return Table(tomllib.loads(written), file)
    except tomllib.TOMLDecodeError as broken:
        raise CatalogueError(f"{short(file)}: bukan TOML yang benar ({broken}).") from None


def read_text(file: Path) -> str:
    """The file as text. Raises CatalogueError if it is missing or no UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CatalogueError(f"{short(file)}: berkas ini belum ada; buatlah.") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"{short(file)}: simpan berkas ini sebagai UTF-8.") from None


def short(file: Path) -> str:
    """The last three parts: which folder, without where this house keeps its data."""
    return "/".join(file.parts[-3:])
