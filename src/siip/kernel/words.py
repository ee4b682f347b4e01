"""Text that people type: kept as they wrote it, but for what must never lie in a clear column."""

import re
import unicodedata

from siip.kernel.refused import Refused

_BLANK = "\t\r\n"
# Sixteen digits in a row, also with the spaces, dots or dashes that people put between them.
_NIK = re.compile(r"(?<!\d)\d(?:[ .\-\u00a0]?\d){15}(?!\d)")


def tidy(text: str) -> str:
    """One line, composed, without invisible marks: U+202E prints a name backwards, NUL breaks PostgreSQL."""
    seen = (c for c in text if c in _BLANK or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def refuse_nik(text: str, what: str) -> str:
    """The text itself, if no NIK or KK number stands in it. Raises Refused: "nik-in-text"."""
    # As it would be stored and read: an invisible mark or wide digits between must not hide it.
    if _NIK.search(unicodedata.normalize("NFKC", tidy(text))):
        raise Refused(
            "nik-in-text",
            f"{what} memuat 16 angka seperti NIK atau nomor KK. "
            "Hapus angka itu; nomor hanya ditulis di kolomnya sendiri.",
        )
    return text


def masked(name: str) -> str:
    """A name that its bearer recognises and a stranger does not: "Siti Maryam" is "S*** M*****".

    Every word keeps its first letter; the count of stars is the count of letters, five at most.
    """
    return " ".join(word[0] + "*" * min(len(word) - 1, 5) for word in tidy(name).split(" ") if word)
