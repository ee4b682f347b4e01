"""Presences: people noted by name. Officials and staff with their office, partners, and residents who want to be.

They are part of the count of their RT, never added to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from siip.fieldday import counters
from siip.fieldday.counters import FORGET, RECORD
from siip.fieldday.models import Presence, PresenceStep
from siip.fieldday.rules import presences as rules
from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.models import DataKey
from siip.kernel.paths import is_within, kecamatan_of, within
from siip.kernel.refused import Refused
from siip.kernel.steps import stamp
from siip.kernel.words import refuse_nik, tidy
from siip.people.models import Capacity, Holding, OfficeKind, Person
from siip.people.rights import held_on
from siip.programme import days
from siip.programme.events import local_day
from siip.programme.models import Event
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level

LONGEST_NAME: Final = 120
MOST_PEOPLE: Final = 200
KEPT: Final = timedelta(days=366)
"""How long a resident's name is kept: the report of a year looks back on it once."""
FOLDED: Final = ("is_present", "role", "sources", "first_at", "key", "sealed")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody to note: staff (person, role), a partner (agency, name), a resident (name, path of the RT, agreed)."""

    kind: str
    person: UUID | None = None
    role: str = ""
    agency: str = ""
    name: str = ""
    rt: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was there, as a list shows him; `name` is "" once a resident's name was forgotten."""

    row: Presence
    name: str

    @property
    def says(self) -> str:
        """His office or agency; of a resident his RT."""
        if self.row.kind == rules.PARTNER:
            return rules.AGENCIES.get(self.row.agency, "")
        return self.row.office or (self.row.wilayah.title if self.row.wilayah else "")


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who may be noted with one press: a person and the office that brings him here, None for the team's."""

    person: Person
    holding: Holding | None

    @property
    def office(self) -> str:
        return self.holding.office.title if self.holding else ""


def mark_present(
    event_id: UUID, people: Sequence[Named], *, counter: str, source: str = "spot", by: Actor, at: datetime, id: UUID
) -> list[Presence]:
    """Note people as present at a counter; whoever is noted twice is one presence with two sources.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "nobody-marked",
    "kind-unknown", "person-elsewhere", "role-missing", "agency-unknown", "name-missing", "name-long",
    "nik-in-text", "rt-elsewhere", "not-agreed", "source-unknown", "counter-unknown", "not-on-the-spot".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(people)}
    body = [event_id, [list(astuple(one)) for one in people], counter, source]
    with journal.act("fieldday.mark_present", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        keys = [_key(event, one) for one in people]
        if act.repeated:
            return list(_rows(event).filter(pk__in=keys).order_by("pk"))
        by.require(RECORD, where)
        days.check_open(event, at)
        counters.check_source(event, source, counter, at)
        if not 0 < len(people) <= MOST_PEOPLE:
            raise Refused("nobody-marked", f"Pilih dahulu siapa yang hadir, paling banyak {MOST_PEOPLE} sekaligus.")
        wanted = {key: row for key, row in zip(keys, _checked(event, people), strict=True)}
        rows = _locked(event, [Presence(id=key, event=event, **values) for key, values in wanted.items()])
        steps = []
        for n, (key, one) in enumerate(zip(keys, people, strict=True)):
            said = {"role": one.role, "counter": counter, "source": source}
            steps.append(PresenceStep(id=uuid5(id, str(n)), presence=rows[key], act=rules.MARK, **said))
        _seal_new(rows, dict(zip(keys, people, strict=True)), act)
        _add(steps, act)
    return list(rows.values())


def cancel_presence(
    event_id: UUID, presences: Sequence[UUID], *, by: Actor, at: datetime, id: UUID
) -> list[Presence]:  # fmt: skip
    """Take back that people were present: the marks seen now, no other; a resident's name goes with the last one.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-ahead", "event-over", "nobody-marked",
    "not-present".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "count": len(presences)}
    body = [event_id, sorted(presences)]
    with journal.act("fieldday.cancel_presence", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return list(_rows(event).filter(pk__in=presences).order_by("pk"))
        by.require(RECORD, where)
        days.check_open(event, at)
        if not 0 < len(presences) <= MOST_PEOPLE:
            raise Refused("nobody-marked", "Pilih dahulu siapa yang dibatalkan.")
        found = _rows(event).select_for_update(of=("self",)).filter(pk__in=presences, is_present=True).order_by("pk")
        rows = {row.pk: row for row in found}
        if rows.keys() != set(presences):
            raise Refused("not-present", "Orang itu tidak tercatat hadir. Muat ulang halamannya.")
        seen = {key: rules.standing(said).marks for key, said in _known(rows).items()}
        steps = [
            PresenceStep(
                id=uuid5(id, str(key)), presence=row, act=rules.CANCEL, seen=[str(mark) for mark in seen[key]]
            )
            for key, row in rows.items()
        ]  # fmt: skip
        _add(steps, act)
    return list(rows.values())


def forget_names(event_id: UUID, *, by: Actor, at: datetime, id: UUID) -> int:
    """Destroy the names of residents at an event whose time is over; their count stays. Gives how many went.

    Raises Refused: "not-found", "no-right", "not-yet".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id)}
    with journal.act("fieldday.forget_names", id=id, by=by, at=at, where=where, about=about, body=event_id) as act:
        if act.repeated:
            return 0
        by.require(FORGET, where)
        if event.ends_at + KEPT > at:
            raise Refused("not-yet", "Nama warga di kegiatan ini masih boleh disimpan.")
        rows = Presence.objects.select_for_update().filter(event=event, sealed__isnull=False)
        keys = [row.key for row in rows if row.key]
        DataKey.objects.filter(pk__in=keys).update(wrapped=None, destroyed_at=at)
        return Presence.objects.filter(event=event, sealed__isnull=False).update(key=None, sealed=None)


def events_to_forget(at: datetime) -> list[UUID]:
    """Events with residents' names whose time is over."""
    late = Presence.objects.filter(sealed__isnull=False, event__ends_at__lte=at - KEPT)
    return list(late.values_list("event", flat=True).distinct().order_by("event"))


def present_at(event: Event) -> list[Present]:
    """Who was there by name: officials, partners, residents, each in the order in which they were first noted.

    The caller has asked the right to see.
    """
    rows = sorted(_rows(event).filter(is_present=True), key=_in_order)
    keys = DataKey.objects.in_bulk([row.key for row in rows if row.key is not None])
    return [Present(row, _name(row, keys)) for row in rows]


def officials(event: Event) -> list[Official]:
    """Who may be expected by name: the team, then the offices of kecamatan and kelurahan, then heads of RW and RT."""
    on, kelurahan = local_day(event), event.wilayah.path
    own = Q(office__wilayah__path=kecamatan_of(kelurahan)) | within("office__wilayah__path", [kelurahan])
    held = sorted(held_on(on).filter(own), key=_rank)
    by_person: dict[UUID, Holding] = {}
    for one in held:
        by_person.setdefault(one.person_id, one)
    team = [row.person for row in event.team.select_related("person").order_by("id")]
    people = {one.pk: one for one in [*team, *(one.person for one in held)]}
    return [Official(person, by_person.get(pk)) for pk, person in people.items()]


def marked_count(event_id: UUID) -> int:
    """How many are noted by name at an event, whoever asks: what keeps it from being moved or cancelled."""
    return Presence.objects.filter(event=event_id, is_present=True).count()


def _rows(event: Event) -> QuerySet[Presence]:
    return Presence.objects.filter(event=event).select_related("person", "wilayah")


def _in_order(row: Presence) -> tuple[Any, ...]:
    kinds = (rules.STAFF, rules.PARTNER, rules.RESIDENT)
    return kinds.index(row.kind), row.first_at, str(row.pk)


def _rank(one: Holding) -> tuple[Any, ...]:
    kind = OfficeKind.values.index(one.office.kind)
    return kind, one.office.wilayah.path, one.capacity == Capacity.DEFINITIF, str(one.pk)


def _key(event: Event, one: Named) -> UUID:
    """The key of a presence, out of who it is: a keyed digest, since a name is easily guessed."""
    who = {
        rules.STAFF: str(one.person),
        rules.PARTNER: f"{one.agency} {tidy(one.name).casefold()}",
    }.get(one.kind, f"{one.rt} {tidy(one.name).casefold()}")
    return UUID(bytes=crypt.blind("fieldday.presence", f"{event.pk} {one.kind} {who}")[:16])


def _checked(event: Event, people: Sequence[Named]) -> list[dict[str, Any]]:
    """The clear columns of each."""
    ids = [one.person for one in people if one.kind == rules.STAFF and one.person]
    persons = Person.objects.filter(kecamatan=kecamatan_of(event.wilayah.path)).in_bulk(ids) if ids else {}
    held: dict[UUID, Holding] = {}
    for one in sorted(held_on(local_day(event)).filter(person__in=persons), key=_rank):
        held.setdefault(one.person_id, one)
    rts = {rt.path: rt for rt in days.rts(event)} if any(one.kind == rules.RESIDENT for one in people) else {}
    return [_values(event, one, persons, held, rts) for one in people]


def _values(
    event: Event, one: Named, persons: Mapping[UUID, Person], held: Mapping[UUID, Holding], rts: Mapping[str, Wilayah]
) -> dict[str, Any]:
    if one.kind == rules.STAFF:
        return _staff(event, one, persons, held)
    name = tidy(refuse_nik(one.name, "Nama"))
    if not name:
        raise Refused("name-missing", "Nama belum diisi.")
    if len(name) > LONGEST_NAME:
        raise Refused("name-long", f"Nama paling panjang {LONGEST_NAME} huruf. Singkat gelarnya.")
    if one.kind == rules.PARTNER:
        if one.agency not in rules.AGENCIES:
            raise Refused("agency-unknown", "Pilih instansinya dari daftar.")
        return {"kind": one.kind, "agency": one.agency, "name": name}
    if one.kind != rules.RESIDENT:
        raise Refused("kind-unknown", "Pilih dahulu: pejabat, mitra, atau warga.")
    if not one.agreed:
        raise Refused("not-agreed", "Nama warga dicatat hanya bila ia setuju. Tanyakan dahulu, lalu beri centang.")
    if one.rt not in rts:
        raise Refused("rt-elsewhere", f"RT itu bukan bagian {event.wilayah.title}. Pilih dari daftarnya.")
    return {"kind": one.kind, "wilayah": rts[one.rt]}


def _staff(event: Event, one: Named, persons: Mapping[UUID, Person], held: Mapping[UUID, Holding]) -> dict[str, Any]:
    if one.person is None or one.person not in persons:
        raise Refused("person-elsewhere", "Orang itu tidak tercatat di kecamatan ini. Pilih dari daftarnya.")
    if one.role not in rules.ROLES:
        raise Refused("role-missing", "Pilih dahulu: memimpin, bekerja, atau melayani.")
    holding = held.get(one.person)
    place = holding.office.wilayah if holding else None
    is_neighbour = place is not None and place.level == Level.RT and is_within(place.path, event.wilayah.path)
    return {
        "kind": one.kind, "person": persons[one.person], "office": holding.office.title if holding else "",
        "wilayah": place if is_neighbour else None,
    }  # fmt: skip


def _locked(event: Event, wanted: Sequence[Presence]) -> dict[UUID, Presence]:
    Presence.objects.bulk_create(wanted, ignore_conflicts=True)
    rows = _rows(event).select_for_update(of=("self",)).filter(pk__in=[row.pk for row in wanted])
    return {row.pk: row for row in rows.order_by("pk")}


def _known(rows: Iterable[UUID]) -> dict[UUID, list[rules.Said]]:
    known: dict[UUID, list[rules.Said]] = defaultdict(list)
    for one in PresenceStep.objects.filter(presence__in=list(rows)):
        known[one.presence_id].append(_said(one))
    return known


def _said(one: PresenceStep) -> rules.Said:
    seen = frozenset(UUID(mark) for mark in one.seen)
    return rules.Said(one.id, one.act, one.at, one.hlc, one.dev, one.seq, one.role, one.counter, one.source, seen)


def _seal_new(rows: Mapping[UUID, Presence], people: Mapping[UUID, Named], act: Act) -> None:
    """Seal the names of residents who have none yet, each under a new key: the one of a cancelled mark is gone."""
    keys = []
    for key, row in rows.items():
        if row.kind == rules.RESIDENT and row.sealed is None:
            made, plain = crypt.new_key(uuid5(act.id, f"key {key}"))
            row.key, row.sealed = made.id, crypt.seal(plain, tidy(people[key].name).encode(), aad=_aad(row))
            keys.append(made)
    DataKey.objects.bulk_create(keys)


def _add(steps: Sequence[PresenceStep], act: Act) -> None:
    """Add steps to presences that are locked, then write what the fold makes of each."""
    rows = {step.presence.pk: step.presence for step in steps}
    known = _known(rows)
    stamp(
        ((one.presence_id, one) for one in steps), {key: max(x.hlc for x in said) for key, said in known.items()}, act
    )
    for one in steps:
        known[one.presence_id].append(_said(one))
    PresenceStep.objects.bulk_create(steps)
    for key, row in rows.items():
        found = rules.standing(known[key])
        row.is_present, row.role, row.first_at = found.is_present, found.role, found.first_at
        row.sources = [list(pair) for pair in found.sources]
    _let_go([row for row in rows.values() if row.key and not row.is_present], act)
    Presence.objects.bulk_update(rows.values(), FOLDED)


def _let_go(rows: Iterable[Presence], act: Act) -> None:
    DataKey.objects.filter(pk__in=[row.key for row in rows if row.key]).update(wrapped=None, destroyed_at=act.at)
    for row in rows:
        row.key = row.sealed = None


def _name(row: Presence, keys: Mapping[UUID, DataKey]) -> str:
    if row.person:
        return row.person.name
    if row.key and row.sealed:
        return crypt.open_sealed(crypt.plain_key(keys[row.key]), bytes(row.sealed), aad=_aad(row)).decode()
    return row.name


def _aad(row: Presence) -> str:
    return f"fieldday.presence:{row.pk}"
