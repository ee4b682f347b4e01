"""Where something is and who can own it: events, places, RT and offices, each checked to belong together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from siip.kernel.paths import kecamatan_of, kelurahan_of
from siip.kernel.refused import Refused
from siip.people import offices
from siip.people.models import Office, OfficeKind
from siip.programme.events import zone_info
from siip.programme.models import Event, Place
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level

OWNERS: Final = (
    OfficeKind.LURAH, OfficeKind.SEKLUR, OfficeKind.KASI_PEMERINTAHAN, OfficeKind.CAMAT, OfficeKind.SEKCAM,
    OfficeKind.KASI_KECAMATAN, OfficeKind.PETUGAS_LOKET,
)  # fmt: skip
"""Kinds of office that can own a promise or an aduan, nearest first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is: the path of the kelurahan; at an event that of the event counts. The rest if known."""

    kelurahan: str = ""
    event: UUID | None = None
    place: UUID | None = None
    rt: str = ""

    def said(self) -> list[object]:
        """For the digest of the journal."""
        return [self.kelurahan, self.event, self.place, self.rt]


@dataclass(frozen=True, slots=True)
class Found:
    """The rows behind a spot."""

    wilayah: Wilayah
    event: Event | None
    place: Place | None
    rt: Wilayah | None


def home(spot: Spot) -> Wilayah:
    """The kelurahan of a spot, before anything else is asked. Raises Refused: "event-unknown", "kelurahan-unknown"."""
    if spot.event is not None:
        event = Event.objects.select_related("wilayah").filter(pk=spot.event).first()
        if event is None:
            raise Refused("event-unknown", "Kegiatan itu tidak ada di wilayah Anda. Buka dari daftar kegiatan.")
        return event.wilayah
    here = Wilayah.objects.filter(path=spot.kelurahan, level=Level.KELURAHAN.value, valid_until__isnull=True).first()
    if here is None:
        raise Refused("kelurahan-unknown", "Kelurahan itu tidak ada di sini. Pilih dari daftar.")
    return here


def found(spot: Spot, here: Wilayah) -> Found:
    """All of a spot, in its kelurahan. Raises Refused: "place-elsewhere", "rt-elsewhere"."""
    event = Event.objects.filter(pk=spot.event).first() if spot.event else None
    place = Place.objects.select_related("rt").filter(pk=spot.place, wilayah=here).first() if spot.place else None
    if spot.place and place is None:
        raise Refused("place-elsewhere", f"Tempat itu bukan bagian {here.title}. Pilih dari daftarnya.")
    rt = next((one for one in territory.rts_of(here.path) if one.path == spot.rt), None) if spot.rt else None
    if spot.rt and rt is None:
        raise Refused("rt-elsewhere", f"RT itu bukan bagian {here.title}. Pilih dari daftarnya.")
    return Found(here, event, place, rt or (place.rt if place else None))


def owners(path: str) -> list[Office]:
    """Who can own something in a kelurahan: its offices, then those of its kecamatan, each group by rank."""
    paths = [one for one in dict.fromkeys((kelurahan_of(path), kecamatan_of(path))) if one]
    return [office for one in paths for office in offices.offices_at(one) if office.kind in OWNERS]


def owner(office_id: UUID, path: str) -> Office:
    """One of them. Raises Refused: "office-unknown"."""
    found = next((one for one in owners(path) if one.pk == office_id), None)
    if found is None:
        raise Refused("office-unknown", "Jabatan itu tidak dapat ditugasi di wilayah ini. Pilih dari daftar.")
    return found


def local_day(place: Wilayah, at: datetime) -> date:
    """The day there."""
    return at.astimezone(zone_info(place)).date()


def same_place(event: Event) -> Q:
    """What lies where an event goes: at one of its places, in one of its RT, or said in the same street before."""
    places = [one.place_id for one in event.places.all()]
    rts: Iterable[int] = [one.wilayah_id for one in event.rts.all()]
    street = Q(place__isnull=True, rt__isnull=True, event__street__iexact=event.street)
    return Q(wilayah=event.wilayah_id) & (Q(place__in=places) | Q(rt__in=rts) | street) & ~Q(event=event.pk)
