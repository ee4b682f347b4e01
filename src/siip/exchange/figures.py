"""Mutual help at an event in numbers for its report; the rows behind each are `helps.at_event`, `matches.at_event`."""

from dataclasses import dataclass

from siip.exchange import helps, matches
from siip.exchange.rules import helps as rules
from siip.programme.models import Event


@dataclass(frozen=True, slots=True)
class Figures:
    """Needs and offers noted at one event, matches made there, how many of these were given, needs still open."""

    needs: int
    offers: int
    matches: int
    given: int
    needs_open: int


def figures_of(event: Event) -> Figures:
    """The numbers of an event as they stand; what was noted by mistake is none. The caller has asked."""
    needs, offers = counted(helps.NEED, event), counted(helps.OFFER, event)
    made = matches.at_event(event)
    given = sum(one.state == rules.GIVEN for one in made)
    return Figures(len(needs), len(offers), len(made), given, sum(one.left > 0 for one in needs))


def counted(side: str, event: Event) -> list[helps.Told]:
    """The needs or offers of an event that count: all but those noted by mistake."""
    return [one for one in helps.at_event(side, event) if one.row.why != rules.WRONG]
