"""Working days of an office: Monday to Friday, without national holidays and joint leave (cuti bersama).

`is_working(day)`, `after(day, working_days)`, `next_working_day(day)`, `name_of(day)`. Which days those are is data:
`holidays.toml` of the catalogue, with what the site adds or takes away. Of a year that nobody has decreed yet only
the days that are certain are known, so that a due day told is never later than the rule allows.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from siip.kernel import catalogue
from siip.kernel.catalogue import OfficeDay

_SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether the office is open that day."""
    return _is_working(day, catalogue.office_days())


def after(day: date, working_days: int) -> date:
    """The day so many working days later; the day itself does not count. With 0 the day itself."""
    known = catalogue.office_days()
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= _is_working(day, known)
    return day


def next_working_day(day: date) -> date:
    """The first day after this one on which the office is open."""
    return after(day, 1)


def name_of(day: date) -> str | None:
    """The holiday's name, also when it falls on a weekend; None for any other day."""
    known = catalogue.office_days().get(day)
    return None if known is None or known.is_open else known.name


def _is_working(day: date, known: Mapping[date, OfficeDay]) -> bool:
    told = known.get(day)
    return told.is_open if told else day.weekday() < _SATURDAY
