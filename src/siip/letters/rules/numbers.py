"""Letter numbers as an office writes them: a pattern with named places, and the number of a letter from it.

The archive class is the base of a number (Permendagri 83/2022 article 3); how the rest is written differs
from office to office, so it is a row of each register and never code.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from siip.kernel.refused import Refused

PLACES: Final = {
    "nomor": "nomor urut",
    "klasifikasi": "kode klasifikasi arsip",
    "kode": "kode jabatan yang menerbitkan",
    "tahun": "tahun",
    "bulan": "bulan dengan angka Romawi",
    "jenis": "jenis surat",
}
"""What may stand in a pattern, and what it means."""

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST: Final = 80
LAST: Final = 999_999
MOST_PAD: Final = 6

_PLACE = re.compile(r"\{([^{}]*)\}")
_PLAIN = re.compile(r"[A-Za-z0-9 ./_-]*")
# Longer than anything real, so that no letter of the year finds its number too long for the column.
_LONGEST_SAID = {
    "klasifikasi": "000.00.00.00.00",
    "kode": "K" * 12,
    "jenis": "J" * 24,
    "bulan": "VIII",
    "tahun": "2026",
}


def check_pattern(pattern: str, *, pad: int, year: int) -> str:
    """The pattern itself, if every number made of it is a number.

    Raises Refused: "pattern-letters", "pattern-place", "pattern-serial" ({nomor} once, with no digit or
    other place touching it), "pattern-year", "pattern-long", "pad".
    """
    plain = _PLACE.sub("", pattern)
    if not _PLAIN.fullmatch(plain):
        raise Refused(
            "pattern-letters",
            f"Pola nomor hanya berisi huruf, angka, spasi, titik, garis miring, dan tanda hubung. {_CONTOH}",
        )
    if strange := [place for place in _PLACE.findall(pattern) if place not in PLACES]:
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        raise Refused("pattern-place", f"{{{strange[0]}}} tidak dikenal. Yang boleh: {known}. {_CONTOH}")
    if not _serial_stands_alone(pattern):
        raise Refused(
            "pattern-serial",
            f"Pola harus memuat {{nomor}} satu kali, dengan garis miring, titik, spasi, atau tanda hubung di "
            f"kiri-kanannya, supaya nomor urut terbaca jelas. {_CONTOH}",
        )
    if "{tahun}" not in pattern and str(year) not in plain:
        raise Refused("pattern-year", f"Pola harus memuat {{tahun}}: tanpanya nomor berulang tahun depan. {_CONTOH}")
    if not 1 <= pad <= MOST_PAD:
        raise Refused("pad", f"Lebar nomor urut antara 1 dan {MOST_PAD} angka: 3 menulis 007.")
    if len(_filled(pattern, {**_LONGEST_SAID, "nomor": str(LAST)})) > LONGEST:
        raise Refused("pattern-long", f"Nomor dari pola ini dapat melebihi {LONGEST} huruf. Persingkat polanya.")
    return pattern


def number(
    pattern: str, *, pad: int, serial: int, klasifikasi: str, kode: str, jenis: str, year: int, dated: date
) -> str:
    """The number as it stands on the letter: "400.12.2.1/007/PLI/2026". `year` is the register's."""
    said = {
        "nomor": f"{serial:0{pad}d}", "klasifikasi": klasifikasi, "kode": kode, "tahun": str(year),
        "bulan": ROMAN[dated.month - 1], "jenis": jenis.upper().replace("_", "-"),
    }  # fmt: skip
    return _filled(pattern, said)


def example(pattern: str, *, pad: int, kode: str, year: int, serial: int = 1) -> str:
    """What the pattern gives for a domicile letter of November, to be shown before a register is opened."""
    return number(
        pattern, pad=pad, serial=serial, klasifikasi="400.12.2.1", kode=kode, jenis="domisili_orang",
        year=year, dated=date(year, 11, 27),
    )  # fmt: skip


def runs(serials: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers as runs (first, last), in order, each number once: 1, 2, 3, 7 gives (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for serial in sorted(set(serials)):
        if found and found[-1][1] == serial - 1:
            found[-1] = (found[-1][0], serial)
        else:
            found.append((serial, serial))
    return tuple(found)


def run_in_words(first: int, last: int) -> str:
    """A run as people say it: "118 sampai 120", and "137" where it holds one number."""
    return f"{first} sampai {last}" if last > first else f"{first}"


def in_words(serials: Iterable[int]) -> str:
    """Numbers as people write them: "41-45, 47"; nothing gives ""."""
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in runs(serials))


_CONTOH: Final = "Contoh: {klasifikasi}/{nomor}/{kode}/{tahun}"


def _serial_stands_alone(pattern: str) -> bool:
    before, found, behind = pattern.partition("{nomor}")
    alone = (
        "{nomor}" not in behind and not re.search(r"[0-9A-Za-z}]$", before) and not re.match(r"[0-9A-Za-z{]", behind)
    )
    return bool(found) and alone


def _filled(pattern: str, said: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: said[place[1]], pattern)
