"""The shipped list: every code of the country, read from a file (its licence: data/NOTICE.md)."""

import csv
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from siip.kernel.refused import Refused
from siip.wilayah.rules.codes import LEVELS, Level, ancestors_of, code_of, path_of
from siip.wilayah.rules.names import called

FILE = Path(__file__).parent / "data" / "wilayah.csv.xz"
EDITION = "Kepmendagri 300.2.2-2430/2025"
COUNT = 91_599  # 38 + 514 + 7,285 + 83,762; a progress bar needs it before the file is read
ATTRIBUTION = (
    "Berisi informasi dari idn-area-data (https://github.com/fityannugroho/idn-area-data), yang "
    "tersedia di bawah Open Database License (ODbL) 1.0 "
    "(https://opendatacommons.org/licenses/odbl/1-0/)."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class KecamatanListed:
    """A kecamatan of the list with what it lies in and what lies in it."""

    province: Listed
    city: Listed
    kecamatan: Listed
    kelurahan: tuple[Listed, ...]

    @property
    def places(self) -> tuple[Listed, ...]:
        """All of it, outermost first."""
        return (self.province, self.city, self.kecamatan, *self.kelurahan)


def national_list() -> Iterator[Listed]:
    """All places of the list, by code, so that each follows the one that it lies in."""
    with lzma.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Listed(path_of(row["kode"]), row["nama"])


@lru_cache(maxsize=1)
def kecamatan_codes() -> frozenset[str]:
    """The dotted codes of every kecamatan: what the first six digits of a NIK can be. 40 ms, once."""
    with lzma.open(FILE, "rt", encoding="utf-8") as lines:
        codes = (line.partition(",")[0] for line in lines)
        return frozenset(f"{code[:2]}.{code[2:4]}.{code[4:]}" for code in codes if len(code) == 6)


def find_kecamatan(code: str) -> KecamatanListed:
    """A kecamatan by its code, with or without dots.

    Raises Refused: "unknown-kecamatan"; if a name was given, the message names the codes it can mean.
    """
    path = _kecamatan_path(code)
    around = ancestors_of(path)
    found: dict[str, Listed] = {}
    inside: list[Listed] = []
    for place in national_list():
        if place.path in around or place.path == path:
            found[place.path] = place
        elif place.path.startswith(path):
            inside.append(place)
        elif inside:
            break
    if path not in found:
        raise _unknown(code)
    province, city = (found[outer] for outer in around)
    return KecamatanListed(province, city, found[path], tuple(inside))


def _kecamatan_path(code: str) -> str:
    try:
        path = path_of(code)
    except ValueError:
        raise _unknown(code) from None
    if path.count("/") != LEVELS.index(Level.KECAMATAN) + 1:
        raise _unknown(code)
    return path


def _unknown(code: str) -> Refused:
    kecamatan = (place for place in national_list() if place.path.count("/") == 3)
    meant = [f"{code_of(place.path)} {place.name}" for place in called(code, kecamatan)]
    hint = f" Barangkali maksud Anda: {'; '.join(meant[:5])}." if meant else ""
    return Refused(
        "unknown-kecamatan",
        f"Kode kecamatan “{code.strip()[:40]}” tidak ada dalam daftar {EDITION}. "
        f"Periksa kodenya, misalnya 16.71.14.{hint}",
    )
