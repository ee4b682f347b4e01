"""Names folded for search: "Hj. SITI Nurhaliza, S.Pd." and "siti nurhaliza" are found as one.

The folded form is for finding only; what is printed is the name as it was written. Titles and degrees are
set aside, the short forms of Palembang's own titles and of Muhammad are written out. An old or doubled
spelling stays: Soeharto and Suharto are two people on a list.
"""

import re
import unicodedata
from typing import Final

_SET_ASIDE: Final = frozenset(
    "h hj hjh haji hajjah drs dra dr drg ir prof kh ust ustadz ustadzah alm almh bpk bapak ibu sdr sdri tn ny nn "
    "bin binti".split()
)
_LONG_FORM: Final = {
    "kms": "kemas", "kgs": "kiagus", "msy": "masayu", "mgs": "masagus", "nys": "nyimas", "rd": "raden",
    "muh": "muhammad", "moh": "muhammad", "mhd": "muhammad", "mohd": "muhammad", "moch": "muhammad",
    "muhamad": "muhammad", "mohamad": "muhammad", "mohammad": "muhammad", "mochamad": "muhammad",
    "mochammad": "muhammad", "abd": "abdul",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_USUAL = re.compile(r"[^\W\d_][^\d_=<>{}\[\]#@|\\*+:;!?$%^~\"/]*")
# Named one by one: a pattern for "letter, dot, letters" takes M.Ali for a master of something.
_DEGREE = re.compile(
    r"(?<![a-z])(?:s\.\s?(?:pd|e|h|t|kom|sos|ag|ip|kep|farm|hut|ked|pt|tp|km|ikom|psi|hum|si|ap|st)"
    r"|m\.\s?(?:pd|si|m|h|t|kes|kom|ap|hum|sc)|a\.\s?md)(?:\.[a-z]{1,4})*(?![a-z])\.?"
)


def name_key(name: str) -> str:
    """A name folded for search: small letters, no marks, no titles; "" only for a name without letters.

    A name that consists of titles only keeps them: somebody may be called Haji.
    """
    words = _words(name)
    kept = [_LONG_FORM.get(word, word) for word in words if word not in _SET_ASIDE] or words
    if kept and kept[0] == "m":
        kept[0] = "muhammad"
    return " ".join(kept)[:120]


def is_match(asked: str, key: str) -> bool:
    """Whether every word asked for begins a word of the folded name; both are `name_key`s."""
    words = key.split()
    return bool(asked) and all(any(word.startswith(part) for word in words) for part in asked.split())


def looks_odd(name: str) -> bool:
    """Whether a name holds what names do not: digits, brackets, signs of formulas or of markup."""
    return _USUAL.fullmatch(name) is None


def _words(name: str) -> list[str]:
    if name.isascii() and name.replace(" ", "").isalpha():  # most names, and 30,000 of them notice
        return name.lower().split()
    bare, _, after = _plain(name).casefold().partition(",")  # "Rusdi, S.E., M.M.": degrees follow the comma
    if "." in bare:
        bare = _DEGREE.sub(" ", bare)
    return _LETTERS.findall(bare) or _LETTERS.findall(after)


def _plain(name: str) -> str:
    for mark in "'’`‘":
        name = name.replace(mark, "")
    return "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
