"""Events: planning one Friday, revising the plan, and what is coming."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, QuerySet

from siip.kernel import catalogue, journal
from siip.kernel.actor import Actor
from siip.kernel.paths import is_within, kecamatan_of, within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik
from siip.people.models import Person
from siip.programme.models import Event, EventRT, EventService, EventTeam, Programme
from siip.programme.programmes import PLAN
from siip.programme.rules.hours import PAST_DAYS, check_day, moments
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level
from siip.wilayah.rules.zones import TZDB, Zone


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned: where (paths), on which day and hours of the local clock, with whom and which services.

    `rts` are paths of RT, `services` codes of the catalogue, `team` pairs of a person's id and a role in words.
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
    team: tuple[tuple[UUID, str], ...] = ()


def plan_event(programme_id: UUID, plan: Plan, *, by: Actor, at: datetime, id: UUID) -> Event:
    """Plan an event of a programme.

    Raises Refused: "no-right", "not-found" (programme), "kelurahan-unknown", "street-missing", "hours-wrong",
    "day-past", "day-far", "rt-elsewhere", "service-unknown", "person-elsewhere", "event-twice", "nik-in-text".
    """
    programme = Programme.objects.select_related("wilayah").filter(pk=programme_id).first()
    if programme is None:
        raise Refused("not-found", "Program itu tidak ada. Pilih dari daftar program.")
    body = [programme_id, *_said(plan)]
    with journal.act("programme.plan_event", id=id, by=by, at=at, where=plan.kelurahan, body=body) as act:
        if act.repeated:
            return _events().get(pk=id)
        # Two clerks who plan the same morning at once: the second waits here and is told of the first.
        Programme.objects.select_for_update().get(pk=programme_id)
        by.require(PLAN, plan.kelurahan)
        checked = _checked(plan, programme, at, own=None)
        Event.objects.create(id=id, programme=programme, planned_at=at, **checked.values)
        _write_lists(id, checked)
        return _events().get(pk=id)


def revise_event(event_id: UUID, plan: Plan, *, by: Actor, at: datetime, id: UUID) -> Event:
    """Replace the plan of an event by another one. Its kelurahan stays from the day of the event on.

    Raises Refused as `plan_event`, and "not-found" (event), "event-closed", "event-begun".
    """
    found = _found(event_id)
    about = {"event": str(event_id)}
    body = [event_id, *_said(plan)]
    where = found.wilayah.path
    with journal.act("programme.revise_event", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _events().get(pk=event_id)
        Programme.objects.select_for_update().get(pk=found.programme_id)
        event = _events().select_for_update(of=("self",)).get(pk=event_id)
        by.require(PLAN, event.wilayah.path)
        by.require(PLAN, plan.kelurahan)
        _check_open(event, plan, at)
        checked = _checked(plan, event.programme, at, own=event_id)
        Event.objects.filter(pk=event_id).update(revision=F("revision") + 1, revised_at=at, **checked.values)
        for rows in (EventRT, EventService, EventTeam):
            rows.objects.filter(event_id=event_id).delete()
        _write_lists(event_id, checked)
    return _events().get(pk=event_id)


def coming(kecamatan: str, at: datetime) -> QuerySet[Event]:
    """Events of a kecamatan that are not over, the next one first, with their RT and services. Public."""
    return _events().filter(within("wilayah__path", [kecamatan]), ends_at__gt=at).order_by("starts_at", "id")


def past(kecamatan: str, at: datetime) -> QuerySet[Event]:
    """Events of a kecamatan that are over, the latest first. Public."""
    return _events().filter(within("wilayah__path", [kecamatan]), ends_at__lte=at).order_by("-starts_at", "id")


def planned(*, by: Actor, right: str = PLAN) -> QuerySet[Event]:
    """Events where this actor holds the right, the latest first."""
    return _events().filter(within("wilayah__path", by.scope(right))).order_by("-starts_at", "id")


def event(event_id: UUID, *, by: Actor, right: str = PLAN) -> Event:
    """One event, with team, RT and services. Raises Refused: "not-found", also for one out of reach."""
    found = planned(by=by, right=right).prefetch_related("team__person").filter(pk=event_id).first()
    if found is None:
        raise _missing()
    return found


def people_for(kelurahan: str) -> list[Person]:
    """Who can be on the team of an event in that kelurahan: the people of its kecamatan, by name."""
    return list(Person.objects.filter(kecamatan=kecamatan_of(kelurahan)).order_by("name", "id"))


def zone_info(place: Wilayah) -> ZoneInfo:
    """The clock of a place, from its kecamatan down."""
    return ZoneInfo(TZDB[Zone(place.zone)])


def local_day(event: Event) -> date:
    """The day of an event on the clock of its place."""
    return event.starts_at.astimezone(zone_info(event.wilayah)).date()


@dataclass(frozen=True, slots=True)
class _Checked:
    values: dict[str, Any]
    rts: list[Wilayah]
    services: tuple[str, ...]
    team: tuple[tuple[UUID, str], ...]


def _checked(plan: Plan, programme: Programme, at: datetime, own: UUID | None) -> _Checked:
    place = _kelurahan(plan, programme)
    zone = zone_info(place)
    check_day(plan.on, at.astimezone(zone).date())
    starts_at, ends_at = moments(plan.on, plan.starts, plan.ends, zone)
    if not plan.street:
        raise Refused("street-missing", "Jalan atau tempatnya belum diisi. Tulis seperti Jalan DI Panjaitan.")
    for text in (plan.street, plan.gathering, plan.bring, *(role for _, role in plan.team)):
        refuse_nik(text, "Isian kegiatan")
    rts = _rts(plan)
    _check_services(plan.services)
    _check_team(plan.team, programme.wilayah.path)
    same = Event.objects.filter(programme=programme, wilayah=place, street=plan.street, starts_at=starts_at)
    if any(other.pk != own for other in same):
        raise Refused(
            "event-twice",
            "Kegiatan di jalan itu pada waktu itu sudah direncanakan. Buka dari daftar kegiatan, lalu ubah di sana.",
        )
    values = {
        "wilayah": place, "street": plan.street, "gathering": plan.gathering, "bring": plan.bring,
        "starts_at": starts_at, "ends_at": ends_at,
    }  # fmt: skip
    return _Checked(values, rts, plan.services, plan.team)


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


def _check_team(team: Iterable[tuple[UUID, str]], kecamatan: str) -> None:
    wanted = {person for person, _ in team}
    if wanted and Person.objects.filter(pk__in=wanted, kecamatan=kecamatan).count() != len(wanted):
        raise Refused("person-elsewhere", "Ada petugas yang bukan dari kecamatan ini. Pilih dari daftar.")


def _check_open(event: Event, plan: Plan, at: datetime) -> None:
    today = at.astimezone(zone_info(event.wilayah)).date()
    day = local_day(event)
    if (today - day).days > PAST_DAYS:
        raise Refused(
            "event-closed",
            f"Kegiatan ini sudah lewat lebih dari {PAST_DAYS} hari, jadi rencananya tidak diubah lagi.",
        )
    if day <= today and plan.kelurahan != event.wilayah.path:
        raise Refused(
            "event-begun",
            "Kelurahan tidak dapat diganti sejak hari kegiatan: permohonan di sana sudah dapat diterima. "
            "Rencanakan kegiatan baru untuk kelurahan lain.",
        )


def _write_lists(event_id: UUID, checked: _Checked) -> None:
    EventRT.objects.bulk_create(EventRT(event_id=event_id, wilayah=place) for place in checked.rts)
    EventService.objects.bulk_create(
        EventService(event_id=event_id, kode=kode) for kode in dict.fromkeys(checked.services)
    )
    EventTeam.objects.bulk_create(
        EventTeam(event_id=event_id, person_id=person, role=role) for person, role in dict.fromkeys(checked.team)
    )


def _said(plan: Plan) -> list[Any]:
    return [getattr(plan, name) for name in Plan.__slots__]  # `starts` and `ends` as text, see journal.plain


def _events() -> QuerySet[Event]:
    rts = Prefetch("rts", EventRT.objects.select_related("wilayah").order_by("id"))
    return Event.objects.select_related("programme__wilayah", "wilayah").prefetch_related(rts, "services")


def _found(event_id: UUID) -> Event:
    found = _events().filter(pk=event_id).first()
    if found is None:
        raise _missing()
    return found


def _missing() -> Refused:
    return Refused("not-found", "Kegiatan itu tidak ada di wilayah Anda. Buka dari daftar kegiatan.")
