"""Codes and paths of territory: `16.71.14.1003` on paper, `16/71/14/1003/` in the tables.

Permendagri 58/2021 gives the codes down to kelurahan and desa (2, 2, 2 and 4 digits). RW and RT
have no national code; they follow as further levels, with "-" for an RT that belongs to no RW.
"""

import re
from enum import StrEnum

NO_RW = "-"
KOTA_FROM = 71  # the second pair of digits: regencies count from 01, cities from 71


class Level(StrEnum):
    """The six levels, outermost first; a path of n segments lies on the n-th."""

    PROVINCE = "province"
    CITY = "city"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    RW = "rw"
    RT = "rt"


class Kind(StrEnum):
    """What the law calls the place; the word stands on letterheads."""

    PROVINSI = "provinsi"
    KOTA = "kota"
    KABUPATEN = "kabupaten"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    DESA = "desa"
    RW = "rw"
    RT = "rt"


LEVELS = tuple(Level)

_OFFICIAL = re.compile(r"([0-9]{2})(?:\.?([0-9]{2})(?:\.?([0-9]{2})(?:\.?([0-9]{4}))?)?)?")
_PAIR, _NUMBER = r"[0-9]{2}", r"[0-9]{1,3}[a-z]?"
_SEGMENTS = tuple(map(re.compile, (_PAIR, _PAIR, _PAIR, r"[0-9]{4}", rf"{_NUMBER}|{NO_RW}", _NUMBER)))


def path_of(code: str) -> str:
    """The path of a code as written: `16.71.14.1003`, `1671141003`, `16.71.14.1003.005.07a`.

    Raises ValueError for what is no code.
    """
    text = code.strip().lower()
    if official := _OFFICIAL.fullmatch(text):
        return "".join(f"{part}/" for part in official.groups() if part)
    path = "".join(f"{part}/" for part in text.split("."))
    if not is_path(path):
        raise ValueError(f"not a territory code: {code!r}")
    return path


def code_of(path: str) -> str:
    """The dotted code of a path, for display. Raises ValueError for what is no path."""
    return ".".join(segments(path))


def is_path(text: str) -> bool:
    """Whether this is a path from a province down to an RT, each level ending in a slash."""
    parts = text.split("/")
    return (
        2 <= len(parts) <= 7
        and parts[-1] == ""
        and parts[-2] != NO_RW  # a missing RW is no place of its own
        and all(shape.fullmatch(part) for shape, part in zip(_SEGMENTS, parts[:-1], strict=False))
    )


def segments(path: str) -> list[str]:
    """The levels of a path without their slashes. Raises ValueError for what is no path."""
    if not is_path(path):
        raise ValueError(f"not a territory path: {path!r}")
    return path.split("/")[:-1]


def level_of(path: str) -> Level:
    """The level a path lies on. Raises ValueError for what is no path."""
    return LEVELS[len(segments(path)) - 1]


def kind_of(path: str) -> Kind:
    """What the place is, as its code tells it. Raises ValueError for what is no path.

    Of the last four digits the first is 1 for a kelurahan and 2 for a desa. The fourteen codes with
    a 3 (all in Jayapura) are desa adat, which UU 6/2014 article 6 counts among the desa.
    """
    parts = segments(path)
    match level_of(path):
        case Level.PROVINCE:
            return Kind.PROVINSI
        case Level.CITY:
            return Kind.KOTA if int(parts[1]) >= KOTA_FROM else Kind.KABUPATEN
        case Level.KELURAHAN:
            return Kind.KELURAHAN if parts[3].startswith("1") else Kind.DESA
        case level:
            return Kind(level.value)


def ancestors_of(path: str) -> tuple[str, ...]:
    """The paths around a path, outermost first, without itself; a missing RW is left out."""
    parts = segments(path)
    around = ("".join(f"{part}/" for part in parts[:depth]) for depth in range(1, len(parts)))
    return tuple(outer for outer in around if is_path(outer))


def parent_of(path: str) -> str:
    """The next place up: of an RT without RW its kelurahan; of a province ""."""
    return (ancestors_of(path) or ("",))[-1]
