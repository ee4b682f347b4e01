"""Token and short code of a link: signs that nobody confuses, read as people type them."""

import re
from typing import Final

from siip.letters.rules.codes import ALPHABET

TOKEN: Final = 26
"""130 bits: nobody finds one by trying."""
CODE: Final = 8
"""40 bits, for typing on a telephone without a script; what protects it is the limit on tries."""

_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s.\-\u00a0\u2010-\u2014]+")


def signs(raw: bytes, count: int) -> str:
    """So many signs made of the first bits of some bytes. Raises ValueError for too few bytes."""
    if len(raw) * 8 < count * 5:
        raise ValueError(f"{count} signs need {count * 5} bits, not {len(raw) * 8}")
    bits = int.from_bytes(raw, "big") >> (8 * len(raw) - 5 * count)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(count)))


def read(typed: str, count: int) -> str | None:
    """What was meant by so many typed signs, or None for what cannot be one."""
    if len(typed) > 200:
        return None
    meant = _BETWEEN.sub("", typed).upper().translate(_MEANT)
    return meant if len(meant) == count and set(meant) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """As it stands in the message: `7KQ2 M9TD`."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
