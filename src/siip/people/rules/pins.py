"""Which six digits may be a PIN for signing: none that a colleague would try first."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

LENGTH: Final = 6
_RUN: Final = "01234567890123456789"


def why_refused(pin: str, known: Iterable[str] = ()) -> str:
    """Why these digits cannot be a PIN, in Indonesian; "" when they can.

    `known` are numbers that others know of this person, such as the NIP, which stands on every letter and
    begins with the date of birth. Raises ValueError for what is not six digits.
    """
    if not re.fullmatch(r"[0-9]{6}", pin):
        raise ValueError("a PIN has six digits")
    if len(set(pin)) <= 2:
        return "PIN memakai angka yang itu-itu saja."
    if pin in _RUN or pin[::-1] in _RUN:
        return "PIN berupa angka berurutan."
    if pin[:3] == pin[3:] or pin[:2] == pin[2:4] == pin[4:]:
        return "PIN berulang."
    if _is_date(pin):
        return "PIN berupa tanggal, misalnya tanggal lahir."
    if any(pin in number for number in known):
        return "PIN adalah bagian dari NIP atau nomor telepon Anda."
    return ""


def _is_date(pin: str) -> bool:
    """Whether it reads as day, month, year or the other way round; about one number in fifteen does."""
    first, middle, last = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    return _exists(first, middle) or _exists(last, middle)


def _exists(day: int, month: int) -> bool:
    try:
        date(2000, month, day)  # a leap year, so that 29 February counts
    except ValueError:
        return False
    return True
