"""How one Friday is told, on every page that speaks of it."""

from datetime import date, datetime

from siip.kernel import catalogue
from siip.programme import events
from siip.programme.models import Event
from siip.web.ui import wording


def on_day(event: Event) -> date:
    """Its day on the clock of its place."""
    return events.local_day(event)


def hours(event: Event) -> str:
    """`07.00–09.30 WIB`."""
    zone = event.wilayah.zone
    return f"{wording.local(event.starts_at, zone):%H.%M}–{wording.clock(event.ends_at, zone)}"


def place(event: Event) -> str:
    """`Jalan DI Panjaitan, Kelurahan Plaju Ilir`."""
    return f"{event.street}, {event.wilayah.title}"


def heading(event: Event, at: datetime) -> str:
    """`Jumat ini di Jalan DI Panjaitan`: near in words, further away with its date."""
    on, today = on_day(event), wording.local(at, event.wilayah.zone).date()
    weekday = wording.DAYS[on.weekday()]
    weeks = (on.toordinal() - on.weekday() - today.toordinal() + today.weekday()) // 7
    if event.starts_at <= at:
        said = "Sedang berlangsung"
    elif on == today:
        said = "Hari ini"
    elif weeks < 2:
        said = f"{weekday} {('ini', 'depan')[weeks]}"
    else:
        said = f"{weekday}, {on.day} {wording.MONTHS[on.month - 1]},"
    return f"{said} di {event.street}"


def facts(event: Event) -> list[tuple[str, str]]:
    """What changed, hours, place, where to gather, what to bring, whose turn it is; what was left open is empty."""
    return [
        ("Dibatalkan", event.cancelled_reason), ("Pindah dari", moved(event)),
        ("Pukul", hours(event)), ("Tempat", place(event)), ("Berkumpul", event.gathering), ("Bawa", event.bring),
        ("Giliran", turns(event)),
    ]  # fmt: skip


def moved(event: Event) -> str:
    """`Jumat, 27 November 2026, 07.00 WIB, Jalan DI Panjaitan. Alasan: hujan deras`; "" if it stands where it was."""
    if event.moved_from is None or event.cancelled_at is not None:
        return ""
    zone = event.wilayah.zone
    was = f"{wording.day(wording.local(event.moved_from, zone).date())}, {wording.clock(event.moved_from, zone)}"
    street = f", {event.moved_from_street}" if event.moved_from_street != event.street else ""
    return f"{was}{street}. Alasan: {event.moved_reason}"


def called_off(event: Event) -> tuple[str, str]:
    """A cancelled event in a line: its day, then where and why."""
    said = f"Dibatalkan: {event.cancelled_reason}. Semula {hours(event)}, {place(event)}"
    return wording.plain_day(on_day(event)), said


def turns(event: Event) -> str:
    """`RW 02: RT 07, 07a; RW 05: RT 13`, in the order in which they were planned; a number keeps its word."""
    called: dict[str, list[str]] = {}
    for row in event.rts.all():
        called.setdefault(row.wilayah.path.split("/")[4], []).append(row.wilayah.number)
    return "; ".join(
        ("" if rw == "-" else f"RW\u00a0{rw}: ") + f"RT\u00a0{', '.join(numbers)}" for rw, numbers in called.items()
    )


def offered(event: Event) -> list[catalogue.Service]:
    """The services of that day, in the catalogue's order; one that left the catalogue is not offered any more."""
    planned = {row.kode for row in event.services.all()}
    return [service for service in catalogue.services() if service.kode in planned]
