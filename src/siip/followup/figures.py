"""What an event left to follow up, in numbers for its report; the rows behind each are those of `at_event`."""

from dataclasses import dataclass

from siip.followup import aduan, promises
from siip.followup.rules import aduan as aduan_rules
from siip.followup.rules import promises as promise_rules
from siip.programme.models import Event


@dataclass(frozen=True, slots=True)
class Figures:
    """Promises and aduan noted at one event, and how many of each came to an end (a promise: was kept)."""

    promises: int
    promises_kept: int
    aduan: int
    aduan_ended: int


def figures_of(event: Event) -> Figures:
    """The numbers of an event as they stand; rows: `promises.at_event`, `aduan.at_event`. The caller has asked."""
    made = [row.state for row in promises.at_event(event)]
    heard = [row.state for row in aduan.at_event(event)]
    return Figures(
        len(made), made.count(promise_rules.KEPT), len(heard), sum(state in aduan_rules.ENDED for state in heard)
    )
