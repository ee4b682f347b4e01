"""The code on a letter: 150 random bits as thirty signs that nobody confuses, in ten groups of three.

The alphabet is Crockford's base 32: no I, L, O and U. A code is typed from paper, by people, on
telephones; so small letters, spaces and the usual mistakes (O for 0, I and l for 1) are all read.
"""

import re
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 30
BYTES: Final = 19
"""Random bytes that a code needs: 150 of their 152 bits."""

_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s.\-\u00a0\u2010-\u2014]+")


def code_from(raw: bytes, length: int = LENGTH) -> str:
    """The code made of random bytes, which the caller took from `secrets`: 19 for a letter, 5 bits for each sign.

    Raises ValueError for fewer.
    """
    needed = -(-5 * length // 8)
    if len(raw) < needed:
        raise ValueError(f"a code needs {needed} random bytes, not {len(raw)}")
    bits = int.from_bytes(raw[:needed], "big") >> (8 * needed - 5 * length)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(length)))


def parse(typed: str, length: int = LENGTH) -> str | None:
    """The code that was meant, or None for what is none."""
    if len(typed) > 200:
        return None
    code = _BETWEEN.sub("", typed).upper().translate(_MEANT)
    return code if is_code(code, length) else None


def is_code(text: str, length: int = LENGTH) -> bool:
    """Whether this is a code as it is kept: so many signs of the alphabet."""
    return len(text) == length and set(text) <= set(ALPHABET)


def grouped(code: str) -> str:
    """As printed and read aloud: "7KQ 2MX 9TD ..."."""
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))
