"""Where requests are taken: the events of today, the counters, and past events copied from paper."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from siip.kernel.catalogue import Service
from siip.programme import events
from siip.programme.models import Event
from siip.services import requests
from siip.services.intake import LATE_DAYS
from siip.web.asked import ConsoleRequest
from siip.web.ui.wording import plain_day
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

TODAY: Final = "Hari ini"


@dataclass(frozen=True, slots=True)
class Counter:
    """A place as the choice page offers it; `key` holds nothing about a person."""

    key: str
    text: str
    hint: str
    wilayah: Wilayah
    event: Event | None = None

    def takes(self, service: Service) -> bool:
        """Whether the service is given here."""
        if self.event is None:
            return "counter" in service.where
        return any(one.kode == service.kode for one in self.event.services.all())


def counters(request: ConsoleRequest) -> list[Counter]:
    """Today's events first, then the counters, then events of the past month, for what was kept on paper."""
    places = {place.path: place for scope in request.actor.scope(requests.TAKE) for place in _kelurahan(scope)}
    today: list[Counter] = []
    past: list[Counter] = []
    for event, late in _recent(request):
        hint = TODAY if late == 0 else f"{plain_day(events.local_day(event))}; menyalin catatan kertas"
        text = f"Kegiatan {event.street}, {event.wilayah.name}"
        (past if late else today).append(Counter(f"kegiatan-{event.pk}", text, hint, event.wilayah, event))
    loket = [
        Counter(f"loket-{place.pk}", f"Loket {place.title}", "Hari kerja", place) for place in places.values()
    ]  # fmt: skip
    return [*today, *loket, *past]


def _recent(request: ConsoleRequest) -> list[tuple[Event, int]]:
    """Events for which something may be taken, with the days that they lie back."""
    now = request.now
    around = events.planned(by=request.actor, right=requests.TAKE).filter(
        cancelled_at__isnull=True,
        starts_at__gte=now - timedelta(days=LATE_DAYS + 1),
        starts_at__lt=now + timedelta(days=1),
    )
    found = [
        (one, (now.astimezone(events.zone_info(one.wilayah)).date() - events.local_day(one)).days) for one in around
    ]
    return [(one, late) for one, late in found if 0 <= late <= LATE_DAYS]


def _kelurahan(scope: str) -> list[Wilayah]:
    return territory.kelurahan_of(scope)
