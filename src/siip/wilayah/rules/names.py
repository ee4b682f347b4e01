"""Names of places as people write them: "Bagus Kuning" is Baguskuning, "Kel. 7 Ulu" is Tujuh Ulu.

The official list closes some names up, spells numbers out and keeps the word Desa in a few names;
letters, lists and people do as they like. Two keys decide: the full one, and the one without the
word for the level in front. A name is looked for by its full key first, so that a desa that is
really called "Desa Baru" is not taken for its neighbour "Baru".
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol, TypeVar

_LEVEL_WORDS = {"kelurahan", "kel", "desa", "ds", "kecamatan", "kec", "distrik"}
_ONES = {
    "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6", "tujuh": "7",
    "delapan": "8", "sembilan": "9",
}  # fmt: skip
_CLOSED_UP = re.compile(rf"\b({'|'.join(_ONES)})(belas|puluh)\b")
_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
)
_ALONE = {
    **_ONES, "sepuluh": "10", "sebelas": "11",
    **{roman: str(number) for number, roman in enumerate(_ROMAN, start=1)},
}  # fmt: skip


class Named(Protocol):
    """Whatever has a name: a row of the table, a line of the shipped list."""

    @property
    def name(self) -> str: ...


Place = TypeVar("Place", bound=Named)


def full_key(name: str) -> str:
    """A name without spaces, case, marks and spelling of numbers: "35 Ilir" gives "35ilir"."""
    return _joined(_words(name))


def short_key(name: str) -> str:
    """The full key without the word for the level in front; "Kelurahan" alone stays."""
    words = _words(name)
    while len(words) > 1 and words[0] in _LEVEL_WORDS:
        words = words[1:]
    return _joined(words)


def called(name: str, places: Iterable[Place]) -> tuple[Place, ...]:
    """Those of the places that a written name can mean, by the closest reading that fits any."""
    full, short = full_key(name), short_key(name)
    if not full:
        return ()
    keys = [(full_key(place.name), short_key(place.name), place) for place in places]
    return (
        tuple(place for theirs, _, place in keys if theirs == full)
        or tuple(place for theirs, _, place in keys if theirs == short)
        or tuple(place for _, theirs, place in keys if theirs == short)
    )


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold().replace("'", "").replace("’", "")
    return re.findall(r"[a-z]+|[0-9]+", _CLOSED_UP.sub(r"\1 \2", plain))


def _joined(words: list[str]) -> str:
    """Words closed up; numbers side by side keep a mark between them (3-4 Ulu is not 34)."""
    said: list[str] = []
    while words:
        number, used = _number(words)
        apart = "-" if number and said and said[-1][-1].isdigit() else ""
        said.append(apart + (number or words[0]))
        words = words[used:]
    return "".join(said)


def _number(words: list[str]) -> tuple[str, int]:
    """The number that the first words spell, "" for none, and how many words it took."""
    first, second, third = [*words, "", ""][:3]
    if first.isdigit():
        return first.lstrip("0") or "0", 1
    if first in _ONES and second == "belas":
        return f"1{_ONES[first]}", 2
    if first in _ONES and second == "puluh":
        return f"{_ONES[first]}{_ONES.get(third, '0')}", 3 if third in _ONES else 2
    return _ALONE.get(first, ""), 1
