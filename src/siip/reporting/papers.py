"""The report as a letter's answers, and as the message that is sent up."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from siip.activity import sites, totals
from siip.activity.models import WorkSite
from siip.fieldday import attendance
from siip.followup import promises
from siip.kernel.paths import kecamatan_of
from siip.people.models import Office
from siip.programme import events
from siip.programme.models import Event, Part
from siip.reporting import sources
from siip.reporting.models import Closing
from siip.reporting.rules import texts
from siip.reporting.rules.figures import Figure, number
from siip.wilayah import territory


def clear(event: Event) -> dict[str, str]:
    """What the register shows of a report: what it is of, and which day."""
    return {
        "subject_name": f"{event.programme.name}, {event.street}"[:150], "subject_rt": "",
        "purpose": f"Laporan kegiatan {events.local_day(event):%d-%m-%Y}",
    }  # fmt: skip


def answers(closing: Closing, found: Sequence[Figure], at: datetime) -> dict[str, Any]:
    """The fields of the letter type `laporan_kegiatan`, as things stand at `at`."""
    event = closing.event
    kecamatan = territory.at_path(kecamatan_of(event.wilayah.path))
    return {
        "kepada": f"Camat {kecamatan.name}", "dari": head_of(event),
        "hal": f"Laporan pelaksanaan {event.programme.name} di {event.street}"[:200],
        "pembuka": texts.opening(told(event)),
        "catatan": closing.note,
        "segel": texts.seal(kecamatan.title, closing.seq, closing.head),
        "hasil": [[one.name, one.said, one.unit, one.how] for one in found if one.value],
        "hadir": [[one.wilayah.title, str(one.heads), str(one.promised)] for one in attendance.roll(event)],
        "layanan": [[name, *map(str, counts)] for name, *counts in sources.served(event)],
        "dijanjikan": [[day, office, *map(str, counts)] for day, office, counts in sources.carried_table(event, at)],
        "kerja": [[one.place.name, sites.state_word(one), measured(one)] for one in sites.sites_of(event)],
        "janji": [
            [one.text, one.row.office.title, texts.day(one.row.due_on)]
            for one in promises.told(promises.at_event(event))
        ],
    }  # fmt: skip


def told(event: Event) -> texts.Day:
    """An event as its report tells it."""
    zone = events.zone_info(event.wilayah)
    led = event.team.filter(part=Part.LEADER).select_related("person").order_by("id")
    return texts.Day(
        event.programme.name, event.starts_at.astimezone(zone), event.ends_at.astimezone(zone), event.wilayah.zone,
        event.street, event.wilayah.title, tuple(_rts(event)), tuple(one.person.name for one in led),
        event.moved_reason,
    )  # fmt: skip


def message(event: Event, counted: Iterable[texts.Counted], *, note: str, address: str) -> str:
    """The text "Izin melaporkan…" for WhatsApp; `counted` are figures of today or of the closing, 0 left out."""
    said = [one for one in counted if one.said != "0"]
    return texts.message(told(event), said, note=note, sender=head_of(event), address=address)


def head_of(event: Event) -> str:
    """The office that reports, by its title: "Lurah Plaju Ilir"."""
    return office_of(event).title or event.wilayah.title


def measured(site: WorkSite) -> str:
    """`320 m; 86 karung`."""
    return "; ".join(f"{number(one.amount)} {one.measure.unit}" for one in totals.totals([site]))


def office_of(event: Event) -> Office:
    """Whose paper a day's papers are: the lurah's office, or the bare kelurahan where none was noted yet."""
    found = Office.objects.select_related("wilayah").filter(wilayah=event.wilayah_id, kind="lurah").first()
    return found or Office(wilayah=event.wilayah)


def _rts(event: Event) -> list[str]:
    return [row.wilayah.title for row in event.rts.select_related("wilayah").order_by("wilayah__path")]
