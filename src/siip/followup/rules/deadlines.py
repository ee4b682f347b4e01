"""Within how many working days an aduan is answered and finished.

Perpres 76/2013 with Permenpan RB 62/2018 (SP4N-LAPOR): verified and passed on within 3 working days; information and
simple matters finished within 5, others within 14, with an inspection on the spot within 60; the reporter has 10 to
say whether it is. Working days are Monday to Friday: national holidays are not known here, so that a date told is
never later than the rule allows.
"""

from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

FIRST_ANSWER: Final = 3
SIMPLE: Final = 5
REPORTER_ANSWERS: Final = 10
FINISH: Final = MappingProxyType(
    {
        5: "Sederhana, atau permintaan keterangan: 5 hari kerja",
        14: "Tanpa pemeriksaan lapangan: 14 hari kerja",
        60: "Dengan pemeriksaan lapangan: 60 hari kerja",
    }
)
"""Working days to finish in -> what it is for."""

_SATURDAY: Final = 5


def after(day: date, working_days: int) -> date:
    """The day so many working days later; the day itself does not count."""
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < _SATURDAY
    return day
