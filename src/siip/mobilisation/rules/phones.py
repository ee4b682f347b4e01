"""Telephone numbers as people write them, in the form that wa.me and `tel:` want."""

import re
from typing import Final

COUNTRY: Final = "62"
_BETWEEN = re.compile(r"[\s().\-\u00a0\u2010-\u2014/]+")
# With the country: no number of Indonesia is shorter than 62 and eight digits or longer than 62 and thirteen.
_WHOLE = re.compile(r"62[1-9][0-9]{7,12}")


def international(written: str) -> str:
    """`0812-3456-7890`, `+62 812 ...` and `812...` as `62812...`; "" for what cannot be dialled."""
    number = _BETWEEN.sub("", written).removeprefix("+").removeprefix("00")
    if number.startswith("0"):
        number = COUNTRY + number[1:]
    elif number.startswith("8"):
        number = COUNTRY + number
    elif number.startswith("620"):  # +62 0812: the zero belongs to one of the two ways to write it
        number = COUNTRY + number[3:]
    return number if _WHOLE.fullmatch(number) else ""
