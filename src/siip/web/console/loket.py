"""At which counter of an event somebody stands: chosen by a link, else his own place on the team, else the first."""

from siip.fieldday import counters
from siip.programme import days
from siip.programme.models import Event, Part
from siip.web.asked import ConsoleRequest
from siip.web.ui.tables import Choice


def loket(request: ConsoleRequest, event: Event) -> str:
    """The letter of the counter at which this person works now. `event` comes with its team."""
    asked, letters = request.GET.get("loket", ""), event.counter_letters
    if asked in letters:
        return asked
    at_counters = [row.person_id for row in event.team.all() if row.part == Part.COUNTER]
    person = request.actor.person
    place = at_counters.index(person) if person in at_counters else 0
    return letters[min(place, len(letters) - 1)]


def choices(event: Event, letter: str) -> list[Choice]:
    """The counters as links, to stand at another one; none where there is one only."""
    letters = event.counter_letters
    return [Choice(one, f"?loket={one}", one == letter) for one in letters] if len(letters) > 1 else []


def may_record(request: ConsoleRequest, event: Event) -> bool:
    """Whether this person may note anything at this event now: what every button of the day asks."""
    return request.actor.may(counters.RECORD, event.wilayah.path) and days.is_open(event, request.now)


def source(request: ConsoleRequest, event: Event) -> str:
    """From where a press of a button knows: on the day from the spot, afterwards from the sheet that is copied."""
    return "spot" if days.is_on(event, request.now) else "paper"
