"""Readiness: what an event still lacks before and on its day, and who signs there, and who instead."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from siip.activity import photos, sites
from siip.letters import registers
from siip.mobilisation import calls
from siip.people import mandates, offices
from siip.people.models import Holding, Office
from siip.programme import events
from siip.programme.models import Event, Part
from siip.reporting.models import Closing

CLOSING: Final = timedelta(minutes=15)
"""So long before its end an event is at closing time."""
LONGEST_OPEN: Final = timedelta(days=31)
"""So long a day that nobody closed is still asked for."""

BEFORE, MORNING, END, CLOSED = "before", "morning", "end", "closed"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: what, what to do, whether it cannot wait, and on which page it is mended."""

    what: str
    note: str
    is_urgent: bool
    page: str  # plan, calls, mandates, offices, registers, work


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs at an event on its day, and who may instead, by a mandate in force then."""

    office: Office
    holder: Holding | None
    deputies: tuple[Holding, ...]


def stage(event: Event, at: datetime) -> str:
    """Where its day stands: before it, in the morning of it, at closing time, or closed."""
    if Closing.objects.filter(event=event).exists():
        return CLOSED
    if at >= event.ends_at - CLOSING:
        return END
    zone = events.zone_info(event.wilayah)
    return MORNING if at.astimezone(zone).date() >= events.local_day(event) else BEFORE


class Look:
    """A look at an event at a moment: each thing is asked for once, and not before somebody wants it.

    The caller has asked the right to see.
    """

    def __init__(self, event: Event, at: datetime) -> None:
        self.event, self.at = event, at

    @cached_property
    def stage(self) -> str:
        """Where its day stands."""
        return stage(self.event, self.at)

    @cached_property
    def signing(self) -> Signing | None:
        """Who signs there."""
        return signing(self.event)

    @cached_property
    def roll(self) -> list[calls.Called]:
        """Everybody called to it."""
        return calls.roll(self.event)

    def lacks(self) -> list[Lack]:
        """What the event still lacks, the most pressing first."""
        is_day = self.stage != BEFORE
        found = [*_plan_lacks(self.event, is_day), *_signing_lacks(self, is_day), *_call_lacks(self.roll, is_day)]
        if is_day:
            found += _photo_lacks(self.event)
        return sorted(found, key=lambda one: not one.is_urgent)


def signing(event: Event) -> Signing | None:
    """Who signs letters at an event; None where no office of a lurah was ever noted."""
    office = Office.objects.select_related("wilayah").filter(wilayah=event.wilayah_id, kind="lurah").first()
    if office is None:
        return None
    on, path = events.local_day(event), event.wilayah.path
    held = offices.holders(path, office.kind, on)
    kinds = [
        one.deputy.kind
        for one in mandates.mandates_of(office.pk)
        if one.from_on <= on <= one.until_on and (one.ended_at is None or one.ended_at > event.starts_at)
    ]
    deputies = [holder for kind in dict.fromkeys(kinds) for holder in offices.holders(path, kind, on)]
    return Signing(office, held[0] if held else None, tuple(deputies))


def not_closed(scope: list[Event], at: datetime) -> list[Event]:
    """Of some events, those that are over and that nobody has closed, the latest first."""
    over = [one for one in scope if one.ends_at <= at and one.cancelled_at is None and at - one.ends_at < LONGEST_OPEN]
    closed = set(Closing.objects.filter(event__in=over).values_list("event", flat=True))
    return [one for one in over if one.pk not in closed]


def _plan_lacks(event: Event, is_day: bool) -> list[Lack]:
    parts = {one.part for one in event.team.all()}
    asked = (
        (Part.LEADER in parts, "Pemimpin belum ditunjuk", "Warga mencari satu orang yang memimpin."),
        (bool(event.rts.all()), "RT belum dipilih", "Tanpa RT tidak ada yang dipanggil."),
        (bool(event.services.all()), "Layanan belum dipilih", "Permohonan di tempat memerlukan layanan yang dibuka."),
        (bool(event.places.all()), "Titik kerja belum dipilih", "Warga lebih cepat mulai bila tahu tempatnya."),
    )
    return [Lack(what, note, is_day, "plan") for is_there, what, note in asked if not is_there]


def _signing_lacks(look: Look, is_day: bool) -> list[Lack]:
    if not look.event.services.all():
        return []
    found, year = look.signing, events.local_day(look.event).year
    if found is None or found.holder is None:
        return [Lack("Belum ada yang memegang jabatan lurah", "Surat tidak dapat ditandatangani.", True, "offices")]
    lacking = []
    if not found.deputies:
        note = f"Bila {found.holder.person.name} berhalangan, belum ada yang bermandat."
        lacking.append(Lack("Penanda tangan pengganti belum ada", note, is_day, "mandates"))
    if registers.register_of(found.office.pk, year) is None:
        note = "Tanpa register tidak ada nomor surat."
        lacking.append(Lack(f"Register {year} belum dibuka", note, True, "registers"))
    return lacking


def _call_lacks(roll: list[calls.Called], is_day: bool) -> list[Lack]:
    silent, again = calls.silent(roll), calls.unconfirmed(roll)
    found = []
    if again.count:
        note = "Hari, jam, atau tempatnya sekarang lain: tanyakan sekali lagi."
        found.append(Lack(f"{again.said} menjawab sebelum kegiatan dipindah", note, is_day, "calls"))
    if not silent.count:
        return found
    never = sum(one.is_silent and (one.call is None or not one.call.called_count) for one in roll)
    note = f"{never} belum dipanggil." if never else "Semua sudah dipanggil; telepon yang belum menjawab."
    return [*found, Lack(f"{silent.said} belum menjawab", note, is_day, "calls")]


def _photo_lacks(event: Event) -> list[Lack]:
    begun = sites.sites_of(event)
    bare = [one for one, held in photos.photos_at(begun).items() if not any(photo.shows == "before" for photo in held)]
    if not bare:
        return []
    note = "Sesudah dibersihkan, keadaan semula tidak dapat difoto lagi."
    return [Lack(f"Foto sebelum: {len(begun) - len(bare)} dari {len(begun)} titik kerja", note, False, "work")]
