"""When a letter is promised: the service's usual minutes, from the moment the papers are complete."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

DAY = 1440  # minutes, as the service standards write one working day


def promised(local: datetime, usual_minutes: tuple[int, int], after: Callable[[date, int], date]) -> datetime:
    """The time to tell the applicant: the longer of the two, which is kept more often than it is broken.

    Whole days are working days, at the same hour; `after` gives the day so many of them later (kernel.workdays).
    """
    days, minutes = divmod(usual_minutes[1], DAY)
    ready = local + timedelta(minutes=minutes)
    return datetime.combine(after(ready.date(), days), ready.timetz())
