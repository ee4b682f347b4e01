"""Numbers of RT and RW as people write them: "007", "7a", "RT. 07 A", 7.0 out of a spreadsheet.

There is no national standard: each office has its own width, and a divided RT bears a letter (07a).
The number is kept as it was written, since it stands so on the stamp; two spellings of one number
are found equal by `key`. Permendagri 18/2018 knows RT and RW; an RW may be missing.
"""

import re
from collections.abc import Iterator

from siip.kernel.refused import Refused
from siip.wilayah.rules.codes import NO_RW, Level, is_path, level_of, segments

LONGEST_RUN = 300  # "1-9999" is a slip of the finger; the largest kelurahan known has 200 RT

_PREFIX = re.compile(r"^(?:r\.?\s*[tw]\.?|no\.?|nomor)(?![a-z])[\s:.]*")
_NUMBER = re.compile(r"([0-9]{1,3})(?:[\s/-]*([a-z]))?")
_NOTHING = {"", "-", "--", "null", "none", "nihil", "tidak ada", "tdk ada"}


def rt_number(written: object) -> str:
    """The number of an RT, zeros kept, letter in lower case: " RT. 07 A" gives "07a".

    Raises Refused: "rt-missing", "rt-unreadable".
    """
    text = _text(written)
    if _is_nothing(text):
        raise Refused("rt-missing", "Nomor RT kosong. Isilah nomor RT, misalnya 07 atau 07a.")
    return _number(text, "rt-unreadable", "RT", written)


def rw_number(written: object) -> str:
    """The number of an RW, zeros kept, or "-" where there is none (blank, "-", "000").

    Raises Refused: "rw-unreadable".
    """
    text = _text(written)
    return NO_RW if _is_nothing(text) else _number(text, "rw-unreadable", "RW", written)


def rt_numbers(written: str) -> tuple[str, ...]:
    """The numbers in a typed list such as "01-05, 07, 07a": a run keeps the width of its start.

    Raises Refused: "rt-missing", "rt-unreadable", "rt-run" for a run that falls or is too long.
    """
    numbers = tuple(number for part in re.split(r"[,;\n]+", written) if part.strip() for number in _run(part))
    if not numbers:
        raise Refused("rt-missing", "Belum ada nomor RT. Tulislah misalnya 01-05, 07, 07a.")
    return numbers


def number_key(number: str) -> str:
    """What makes two spellings one: "07A", "7a" and "007a" all give "7a"; "-" stays."""
    return number.lower().lstrip("0") or "0"


def path_key(path: str) -> str:
    """A path in which the spelling of RW and RT no longer counts; official codes stay."""
    parts = segments(path)
    return "".join(f"{part}/" for part in [*parts[:4], *map(number_key, parts[4:])])


def number_order(number: str) -> tuple[int, str]:
    """A sort key: 2 before 07, 07 before 07a, 07a before 10; a missing RW first."""
    digits = re.match(r"[0-9]*", number)
    return (int(digits[0]) if digits and digits[0] else -1, number_key(number))


def rt_path(kelurahan: str, rw: str, rt: str) -> str:
    """The path of an RT in a kelurahan. Raises ValueError when the parts make no path."""
    path = f"{kelurahan}{rw}/{rt}/"
    if not is_path(path) or level_of(path) != Level.RT:
        raise ValueError(f"not the path of an RT: {path!r}")
    return path


def name_of(path: str) -> str:
    """What an RW or RT is called: "RT 07a". Raises ValueError for what is no path."""
    return f"{level_of(path).upper()} {segments(path)[-1]}"


def _text(written: object) -> str:
    if isinstance(written, float) and written.is_integer():
        written = int(written)  # a spreadsheet holds 7 as 7.0
    return " ".join(str("" if written is None else written).lower().split())


def _is_nothing(text: str) -> bool:
    bare = _PREFIX.sub("", text)
    return bare in _NOTHING or set(bare) == {"0"}


def _number(text: str, code: str, what: str, written: object) -> str:
    found = _NUMBER.fullmatch(_PREFIX.sub("", text))
    if not found or set(found[1]) == {"0"}:
        shown = str(written).strip()[:20]
        raise Refused(
            code,
            f"Nomor {what} “{shown}” tidak terbaca. Tulislah paling banyak tiga angka, "
            "boleh diikuti satu huruf, misalnya 07 atau 07a.",
        )
    return found[1] + (found[2] or "")


def _run(part: str) -> Iterator[str]:
    ends = re.fullmatch(r"\s*([0-9]{1,3})\s*(?:-|–|s/d|sd|sampai)\s*([0-9]{1,3})\s*", part.lower())
    if not ends:
        yield rt_number(part)
        return
    first, last = int(ends[1]), int(ends[2])
    if first < 1 or last < first or last - first >= LONGEST_RUN:
        raise Refused(
            "rt-run",
            f"Deret RT “{part.strip()[:20]}” tidak masuk akal. Tulislah dari kecil ke besar, misalnya 01-12.",
        )
    yield from (f"{number:0{len(ends[1])}d}" for number in range(first, last + 1))
