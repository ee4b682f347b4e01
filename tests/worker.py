"""What the job thread would do by itself: the queue done to its end, in the test's own thread."""

from datetime import UTC, datetime

from siip import work
from siip.kernel import jobs


def work_off() -> int:
    """Do every job that is due; gives how many."""
    jobs.bind(work.QUEUED)
    count = 0
    while jobs.work_once("uji", datetime.now(UTC)):
        count += 1
    return count
