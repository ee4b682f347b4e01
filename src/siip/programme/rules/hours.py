"""When an event is: a day and two times on the kecamatan's clock, and the moments that they mean."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from siip.kernel.refused import Refused

PAST_DAYS = 31  # a Friday that was kept on paper is entered after the month's report at the latest
AHEAD_DAYS = 400  # a year's plan fits; further ahead it is a slip in the year
FRIDAY = 4


def next_day(weekday: int, today: date) -> date:
    """The next day of that weekday (Monday is 0), tomorrow at the earliest."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def moments(on: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end as moments in UTC.

    Raises Refused: "hours-wrong" when the end does not come after the start.
    """
    if ends <= starts:
        raise Refused(
            "hours-wrong",
            f"Selesai pukul {ends:%H.%M} tidak sesudah mulai pukul {starts:%H.%M}. Betulkan salah satunya.",
        )
    first, last = (datetime.combine(on, hour, zone).astimezone(UTC) for hour in (starts, ends))
    return first, last


def check_day(on: date, today: date) -> None:
    """Whether an event of that day may be entered today.

    Raises Refused: "day-past" for more than 31 days ago, "day-far" for more than 400 ahead.
    """
    if on < today - timedelta(days=PAST_DAYS):
        raise Refused(
            "day-past",
            f"Tanggal {on.day}-{on.month}-{on.year} sudah lewat lebih dari {PAST_DAYS} hari. "
            "Periksa bulan dan tahunnya.",
        )
    if on > today + timedelta(days=AHEAD_DAYS):
        raise Refused(
            "day-far",
            f"Tanggal {on.day}-{on.month}-{on.year} lebih dari setahun lagi. Periksa tahunnya.",
        )
