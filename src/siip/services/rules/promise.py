"""When a letter is promised: the service's usual minutes, from the moment the papers are complete."""

from datetime import datetime, timedelta

DAY = 1440  # minutes, as the service standards write one working day
SATURDAY = 5


def promised(local: datetime, usual_minutes: tuple[int, int]) -> datetime:
    """The time to tell the applicant: the longer of the two, which is kept more often than it is broken.

    Whole days are working days, Monday to Friday, at the same hour; holidays are not known here yet.
    """
    days, minutes = divmod(usual_minutes[1], DAY)
    ready = local + timedelta(minutes=minutes)
    while days:
        ready += timedelta(days=1)
        days -= ready.weekday() < SATURDAY
    return ready
