"""Events: planning one Friday, revising the plan, moving or cancelling it, and what is coming."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paper import words
from siip.kernel.paths import kecamatan_of, within
from siip.kernel.refused import Refused
from siip.letters import blanks
from siip.people.models import OfficeKind, Person
from siip.people.rights import held_on
from siip.programme import places
from siip.programme.models import Event, EventPlace, EventRT, EventService, EventTeam, Part, Programme
from siip.programme.plans import Checked, Member, Move, Plan, checked, moved, zone_info
from siip.programme.programmes import PLAN, SEE
from siip.programme.rules.hours import PAST_DAYS

HEADS: Final = (OfficeKind.KETUA_RT, OfficeKind.KETUA_RW)
__all__ = ["PLAN", "SEE", "Member", "Move", "Part", "Plan", "zone_info"]


def plan_event(programme_id: UUID, plan: Plan, *, by: Actor, at: datetime, id: UUID) -> Event:
    """Plan an event of a programme.

    Raises Refused: "no-right", "not-found" (programme), "kelurahan-unknown", "street-missing", "hours-wrong",
    "day-past", "day-far", "rt-elsewhere", "service-unknown", "part-unknown", "role-missing", "lead-twice",
    "person-elsewhere", "place-elsewhere", "tier-unknown", "counters-wrong", "point-abroad", "event-twice",
    "nik-in-text"; and for a new place as `places.add_place`.
    """
    programme = Programme.objects.select_related("wilayah").filter(pk=programme_id).first()
    if programme is None:
        raise Refused("not-found", "Program itu tidak ada. Pilih dari daftar program.")
    body = [programme_id, *plan.said()]
    with journal.act("programme.plan_event", id=id, by=by, at=at, where=plan.kelurahan, body=body) as act:
        if act.repeated:
            return _events().get(pk=id)
        # Two clerks who plan the same morning at once: the second waits here and is told of the first.
        Programme.objects.select_for_update().get(pk=programme_id)
        by.require(PLAN, plan.kelurahan)
        found = checked(plan, programme, at, own=None)
        Event.objects.create(id=id, programme=programme, planned_at=at, **found.values)
        _write_lists(id, found)
        _add_place(id, plan, act)
    return _events().get(pk=id)


def revise_event(event_id: UUID, plan: Plan, *, by: Actor, at: datetime, id: UUID) -> Event:
    """Replace the plan of an event by another one. Its kelurahan stays from the day of the event on, and its day,
    hours and street from the moment on when that day is closed: the report names them.

    Raises Refused as `plan_event`, and "not-found" (event), "event-cancelled", "event-over", "event-begun",
    "event-closed".
    """
    found = _found(event_id)
    about = {"event": str(event_id)}
    body = [event_id, *plan.said()]
    where = found.wilayah.path
    with journal.act("programme.revise_event", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _events().get(pk=event_id)
        Programme.objects.select_for_update().get(pk=found.programme_id)
        event = _locked(event_id)
        by.require(PLAN, event.wilayah.path)
        by.require(PLAN, plan.kelurahan)
        _check_open(event, plan, at)
        values = checked(plan, event.programme, at, own=event_id)
        _check_reported(event, values.values)
        _revise(event_id, at, values.values)
        for rows in (EventRT, EventService, EventTeam, EventPlace):
            rows.objects.filter(event_id=event_id).delete()
        _write_lists(event_id, values)
        _add_place(event_id, plan, act)
        _take_blanks_along(event_id)
    return _events().get(pk=event_id)


def move_event(event_id: UUID, move: Move, reason: str, *, by: Actor, at: datetime, id: UUID) -> Event:
    """Move an event to another day, hour or street; it keeps all else, and says from when and why.

    An inner act: `mobilisation.moves.move_event` also says who must be told. Raises Refused: "no-right",
    "not-found", "event-cancelled", "event-closed", "event-past", "reason-missing", "move-past", "not-moved",
    "street-missing", "hours-wrong", "day-past", "day-far", "event-twice", "nik-in-text".
    """
    found = _found(event_id)
    said = [getattr(move, name) for name in Move.__slots__]
    where, about = found.wilayah.path, {"event": str(event_id)}
    body = [event_id, *said, reason]
    with journal.act("programme.move_event", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _events().get(pk=event_id)
        event = _to_change(found, by, at)
        _revise(event_id, at, moved(event, move, places.given_reason(reason), at))
        _take_blanks_along(event_id)
    return _events().get(pk=event_id)


def cancel_event(event_id: UUID, reason: str, *, by: Actor, at: datetime, id: UUID) -> Event:
    """Cancel an event for good, with the reason that everybody reads.

    An inner act: `mobilisation.moves.cancel_event` also says who must be told. Raises Refused: "no-right",
    "not-found", "event-cancelled", "event-closed", "event-past", "reason-missing", "nik-in-text".
    """
    found = _found(event_id)
    where, about = found.wilayah.path, {"event": str(event_id)}
    body = [event_id, reason]
    with journal.act("programme.cancel_event", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _events().get(pk=event_id)
        _to_change(found, by, at)
        _revise(event_id, at, {"cancelled_at": at, "cancelled_reason": places.given_reason(reason)})
        blanks.mark_cancelled(event_id)
    return _events().get(pk=event_id)


def close_day(event_id: UUID, at: datetime) -> Event:
    """Mark that the day of an event is closed. For the act that closes it, which is `reporting.close_event`.

    Raises Refused: "event-cancelled", "not-begun", "closed".
    """
    event = _locked(event_id)  # two who close at once: the second is told of the first
    refuse_cancelled(event)
    if event.starts_at > at:
        raise Refused("not-begun", "Kegiatan ini belum dimulai. Tutup harinya sesudah kegiatan berlangsung.")
    if event.closed_at is not None:
        raise Refused("closed", "Hari kegiatan ini sudah ditutup. Buka laporannya.")
    Event.objects.filter(pk=event_id).update(closed_at=at)
    return event


def coming(kecamatan: str, at: datetime, *, with_cancelled: bool = False) -> QuerySet[Event]:
    """Events of a kecamatan that are not over, the next one first, with their RT and services. Public."""
    return _announced(kecamatan, with_cancelled).filter(ends_at__gt=at).order_by("starts_at", "id")


def past(kecamatan: str, at: datetime, *, with_cancelled: bool = False) -> QuerySet[Event]:
    """Events of a kecamatan that are over, the latest first. Public."""
    return _announced(kecamatan, with_cancelled).filter(ends_at__lte=at).order_by("-starts_at", "id")


def refuse_cancelled(event: Event) -> None:
    """Raises Refused: "event-cancelled": nothing is done at an event that is not held."""
    if event.cancelled_at is not None:
        raise Refused(
            "event-cancelled",
            f"Kegiatan ini sudah dibatalkan: {event.cancelled_reason}. Lihat jadwal untuk kegiatan berikutnya.",
        )


def refuse_unmovable(event: Event, at: datetime) -> None:
    """Raises Refused: "event-cancelled", "event-closed", "event-past": it is not moved and not cancelled any more."""
    refuse_cancelled(event)
    if event.closed_at is not None:
        raise Refused(
            "event-closed",
            "Hari kegiatan ini sudah ditutup dan dilaporkan, jadi tidak dipindah atau dibatalkan lagi. "
            "Rencanakan kegiatan baru untuk yang belum selesai.",
        )
    if event.ends_at <= at:
        raise Refused("event-past", "Kegiatan ini sudah selesai, jadi tidak dipindah atau dibatalkan lagi.")


def is_movable(event: Event, at: datetime) -> bool:
    """Whether it may still be moved or cancelled."""
    try:
        refuse_unmovable(event, at)
    except Refused:
        return False
    return True


def listed(*, by: Actor, right: str = SEE) -> QuerySet[Event]:
    """The same events as `planned`, without their RT and services: for lists that show none."""
    return planned(by=by, right=right).prefetch_related(None)


def planned(*, by: Actor, right: str = SEE) -> QuerySet[Event]:
    """Events where this actor holds the right, with their RT and services, the latest first."""
    return _events().filter(within("wilayah__path", by.scope(right))).order_by("-starts_at", "id")


def event(event_id: UUID, *, by: Actor, right: str = SEE) -> Event:
    """One event, with team, RT and services. Raises Refused: "not-found", also for one out of reach."""
    team = Prefetch("team", EventTeam.objects.select_related("person").order_by("id"))
    spots = Prefetch("places", EventPlace.objects.select_related("place__rt").order_by("id"))
    found = planned(by=by, right=right).prefetch_related(team, spots).filter(pk=event_id).first()
    if found is None:
        raise _missing()
    return found


def people_for(kelurahan: str, on: date, also: Collection[UUID] = ()) -> list[Person]:
    """Who is offered for the team of an event in that kelurahan, by name; `also` are those who stand on it.

    The people of the kecamatan without the RT and RW heads of other kelurahan: those are three hundred, and sweep
    at home. They may be on a team all the same, if a revision finds them there.
    """
    held = held_on(on).order_by()
    near = held.filter(~Q(office__kind__in=HEADS) | within("office__wilayah__path", [kelurahan]))
    return list(
        Person.objects.filter(kecamatan=kecamatan_of(kelurahan))
        .filter(Q(pk__in=near.values("person")) | ~Q(pk__in=held.values("person")) | Q(pk__in=also))
        .order_by("name", "id")
    )


def local_day(event: Event) -> date:
    """The day of an event on the clock of its place."""
    return event.starts_at.astimezone(zone_info(event.wilayah)).date()


def title(event: Event) -> str:
    """`27 November 2026, Jalan DI Panjaitan`: as registers name an event."""
    return f"{words(local_day(event), 'date')}, {event.street}"


def _take_blanks_along(event_id: UUID) -> None:
    """The numbers set aside for its blanks are found under its new day and street."""
    event = _events().get(pk=event_id)
    blanks.follow(event_id, title(event), year=local_day(event).year)


def _to_change(found: Event, by: Actor, at: datetime) -> Event:
    """The event under its locks, when this actor may still move or cancel it."""
    Programme.objects.select_for_update().get(pk=found.programme_id)
    event = _locked(found.pk)
    by.require(PLAN, event.wilayah.path)
    refuse_unmovable(event, at)
    return event


def _check_open(event: Event, plan: Plan, at: datetime) -> None:
    refuse_cancelled(event)
    today = at.astimezone(zone_info(event.wilayah)).date()
    day = local_day(event)
    if (today - day).days > PAST_DAYS:
        raise Refused(
            "event-over",
            f"Kegiatan ini sudah lewat lebih dari {PAST_DAYS} hari, jadi rencananya tidak diubah lagi.",
        )
    if day <= today and plan.kelurahan != event.wilayah.path:
        raise Refused(
            "event-begun",
            "Kelurahan tidak dapat diganti sejak hari kegiatan: permohonan di sana sudah dapat diterima. "
            "Rencanakan kegiatan baru untuk kelurahan lain.",
        )


def _check_reported(event: Event, values: dict[str, Any]) -> None:
    kept = ("wilayah", "street", "starts_at", "ends_at")
    if event.closed_at is not None and any(getattr(event, name) != values[name] for name in kept):
        raise Refused(
            "event-closed",
            "Hari kegiatan ini sudah ditutup: tanggal, jam, dan jalannya tertulis di laporan, jadi tetap. "
            "Kembalikan isian itu seperti semula; yang lain boleh diubah.",
        )


def _locked(event_id: UUID) -> Event:
    return _events().select_for_update(of=("self",)).get(pk=event_id)


def _revise(event_id: UUID, at: datetime, values: dict[str, Any]) -> None:
    """Calendars take what bears the higher revision."""
    Event.objects.filter(pk=event_id).update(revision=F("revision") + 1, revised_at=at, **values)


def _write_lists(event_id: UUID, found: Checked) -> None:
    EventRT.objects.bulk_create(EventRT(event_id=event_id, wilayah=place) for place in found.rts)
    EventService.objects.bulk_create(
        EventService(event_id=event_id, kode=kode) for kode in dict.fromkeys(found.services)
    )
    EventTeam.objects.bulk_create(
        EventTeam(event_id=event_id, person_id=one.person, part=one.part, role=one.role)
        for one in dict.fromkeys(found.team)
    )
    EventPlace.objects.bulk_create(
        EventPlace(event_id=event_id, place_id=place) for place in dict.fromkeys(found.places)
    )


def _add_place(event_id: UUID, plan: Plan, act: journal.Act) -> None:
    """The one place that was added with the plan. Last, since an inner act takes the chain's lock."""
    if plan.new_place is None:
        return
    place = places.add_place(plan.kelurahan, plan.new_place, by=act.by, at=act.at, id=act.inner("programme.add_place"))
    EventPlace.objects.create(event_id=event_id, place=place)


def _announced(kecamatan: str, with_cancelled: bool) -> QuerySet[Event]:
    found = _events().filter(within("wilayah__path", [kecamatan]))
    return found if with_cancelled else found.filter(cancelled_at__isnull=True)


def _events() -> QuerySet[Event]:
    rts = Prefetch("rts", EventRT.objects.select_related("wilayah").order_by("id"))
    services = Prefetch("services", EventService.objects.order_by("id"))
    return Event.objects.select_related("programme__wilayah", "wilayah").prefetch_related(rts, services)


def _found(event_id: UUID) -> Event:
    found = _events().filter(pk=event_id).first()
    if found is None:
        raise _missing()
    return found


def _missing() -> Refused:
    return Refused("not-found", "Kegiatan itu tidak ada di wilayah Anda. Buka dari daftar kegiatan.")
