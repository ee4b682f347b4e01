"""Plans: what is said of one Friday before it comes, and whether it can be so. Nothing is written here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from siip.kernel import catalogue
from siip.kernel.paths import is_within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik
from siip.people.models import Person
from siip.programme.models import COUNTERS, ONCE, Event, Part, Place, Programme, Tier
from siip.programme.places import Spot
from siip.programme.rules.hours import check_day, moments
from siip.programme.rules.points import Point, check_point
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level
from siip.wilayah.rules.zones import TZDB, Zone


class Member(NamedTuple):
    """Somebody on the team: a part of `models.Part` by its code, and more in words ("loket 1")."""

    person: UUID
    part: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned: where (paths), on which day and hours of the local clock, with whom and which services.

    `rts` are paths of RT, `services` codes of the catalogue, `places` ids of places where work is done;
    `new_place` is one more, added with the plan. `counters` is how many there are: A, B ...
    """

    kelurahan: str
    on: date
    starts: time
    ends: time
    street: str
    gathering: str = ""
    bring: str = ""
    rts: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    team: tuple[Member, ...] = ()
    tier: str = Tier.KECAMATAN
    point: Point | None = None
    counters: int = 1
    places: tuple[UUID, ...] = ()
    new_place: Spot | None = None

    def said(self) -> list[Any]:
        """Everything in it, for the journal's digest."""
        return [getattr(self, name) for name in Plan.__slots__]


@dataclass(frozen=True, slots=True)
class Move:
    """Where an event goes instead: another day, other hours, another street; what stays is said again."""

    on: date
    starts: time
    ends: time
    street: str
    gathering: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan that can be: columns of the event, and the rows beside it."""

    values: dict[str, Any]
    rts: list[Wilayah] = field(default_factory=list)
    services: tuple[str, ...] = ()
    team: tuple[Member, ...] = ()
    places: tuple[UUID, ...] = ()


def checked(plan: Plan, programme: Programme, at: datetime, own: UUID | None) -> Checked:
    """The plan, found possible; `own` is the event that is revised. Raises Refused as `events.plan_event`."""
    place = _kelurahan(plan, programme)
    values = _when_and_where(plan, place, at)
    for text in (plan.bring, *(one.role for one in plan.team)):
        refuse_nik(text, "Isian kegiatan")
    refuse_twin(programme, place, values, own)
    rts = _rts(plan)
    _check_services(plan.services)
    _check_team(plan.team, programme.wilayah.path)
    _check_places(plan, own)
    _check_shape(plan)
    point = check_point(plan.point) if plan.point else None
    values |= {
        "wilayah": place, "bring": plan.bring, "tier": plan.tier, "counters": plan.counters,
        "latitude": point and point.latitude, "longitude": point and point.longitude,
    }  # fmt: skip
    return Checked(values, rts, plan.services, plan.team, plan.places)


def moved(event: Event, move: Move, reason: str, at: datetime) -> dict[str, Any]:
    """The columns of an event that moves. Raises Refused as `events.move_event`."""
    values = _when_and_where(move, event.wilayah, at)
    if values["starts_at"] <= at:
        raise Refused(
            "move-past", "Waktu yang baru sudah lewat. Pilih hari dan jam yang akan datang, atau batalkan kegiatannya."
        )
    if all(getattr(event, name) == value for name, value in values.items()):
        raise Refused("not-moved", "Hari, jam, dan tempatnya masih sama. Ubah salah satunya.")
    refuse_twin(event.programme, event.wilayah, values, event.pk)
    return values | {
        "moved_from": event.starts_at, "moved_from_street": event.street, "moved_reason": reason,
        "moved_at": at,
    }  # fmt: skip


def refuse_twin(programme: Programme, place: Wilayah, values: dict[str, Any], own: UUID | None) -> None:
    """Raises Refused: "event-twice" when another event stands there at that moment."""
    same = Event.objects.filter(
        programme=programme, wilayah=place, street=values["street"], starts_at=values["starts_at"],
        cancelled_at__isnull=True,
    )  # fmt: skip
    if any(other.pk != own for other in same):
        raise Refused(
            "event-twice",
            "Kegiatan di jalan itu pada waktu itu sudah direncanakan. Buka dari daftar kegiatan, lalu ubah di sana.",
        )


def zone_info(place: Wilayah) -> ZoneInfo:
    """The clock of a place, from its kecamatan down."""
    return ZoneInfo(TZDB[Zone(place.zone)])


def _when_and_where(said: Plan | Move, place: Wilayah, at: datetime) -> dict[str, Any]:
    zone = zone_info(place)
    check_day(said.on, at.astimezone(zone).date())
    starts_at, ends_at = moments(said.on, said.starts, said.ends, zone)
    if not said.street:
        raise Refused("street-missing", "Jalan atau tempatnya belum diisi. Tulis seperti Jalan DI Panjaitan.")
    refuse_nik(said.street, "Isian kegiatan")
    refuse_nik(said.gathering, "Isian kegiatan")
    return {"street": said.street, "gathering": said.gathering, "starts_at": starts_at, "ends_at": ends_at}


def _kelurahan(plan: Plan, programme: Programme) -> Wilayah:
    is_here = is_within(plan.kelurahan, programme.wilayah.path)
    found = territory.at_path(plan.kelurahan, plan.on) if is_here else None
    if found is None or found.level != Level.KELURAHAN:
        raise Refused(
            "kelurahan-unknown",
            f"Kelurahan itu bukan bagian Kecamatan {programme.wilayah.name}. Pilih dari daftar.",
        )
    return found


def _rts(plan: Plan) -> list[Wilayah]:
    here = {place.path: place for place in territory.rts_of(plan.kelurahan, plan.on)} if plan.rts else {}
    if any(path not in here for path in plan.rts):
        raise Refused("rt-elsewhere", "Ada RT yang bukan bagian kelurahan itu. Pilih lagi dari daftarnya.")
    return [here[path] for path in dict.fromkeys(plan.rts)]


def _check_services(services: Iterable[str]) -> None:
    offered = {service.kode for service in catalogue.services() if "event" in service.where}
    if strange := [kode for kode in services if kode not in offered]:
        raise Refused(
            "service-unknown",
            f"Layanan “{strange[0][:40]}” tidak ada di katalog, atau tidak dibuka di kegiatan. Pilih dari daftar.",
        )


def _check_team(team: Iterable[Member], kecamatan: str) -> None:
    members = list(team)
    parts = [one.part for one in members]
    if any(part not in Part.values for part in parts):
        raise Refused("part-unknown", "Ada tugas yang tidak dikenal. Pilih dari daftar.")
    if any(one.part == Part.OTHER and not one.role for one in members):
        raise Refused("role-missing", "Ada petugas yang tugasnya belum ditulis. Tulis seperti: membagi karung.")
    if any(parts.count(part) > 1 for part in ONCE):
        raise Refused("lead-twice", "Pemimpin dan penyambut masing-masing satu orang. Pilih salah satu.")
    wanted = {one.person for one in members}
    if wanted and Person.objects.filter(pk__in=wanted, kecamatan=kecamatan).count() != len(wanted):
        raise Refused("person-elsewhere", "Ada petugas yang bukan dari kecamatan ini. Pilih dari daftar.")


def _check_places(plan: Plan, own: UUID | None) -> None:
    """One that was retired since stays on the plan that named it."""
    if not plan.places:
        return
    here = Place.objects.filter(pk__in=plan.places, wilayah__path=plan.kelurahan)
    kept = {one.pk for one in here if one.retired_at is None}
    if own:
        kept |= set(here.filter(events__event_id=own).values_list("pk", flat=True))
    if not kept.issuperset(plan.places):
        raise Refused(
            "place-elsewhere", "Ada tempat yang bukan di kelurahan itu, atau sudah diakhiri. Pilih lagi dari daftarnya."
        )


def _check_shape(plan: Plan) -> None:
    if plan.tier not in Tier.values:
        raise Refused("tier-unknown", "Tingkat kegiatan itu tidak dikenal. Pilih dari daftar.")
    if not 1 <= plan.counters <= COUNTERS:
        raise Refused("counters-wrong", f"Jumlah loket 1 sampai {COUNTERS}. Betulkan angkanya.")
