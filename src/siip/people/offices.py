"""Offices, and who holds which from when to when."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When, prefetch_related_objects

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.people import persons
from siip.people.models import Capacity, Holding, Office, OfficeKind
from siip.people.rights import MANAGE, held_on, managed_one
from siip.people.rules import rights
from siip.people.rules.holdings import Term, clash, overlap
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level, ancestors_of

LETTERHEAD: Final = frozenset({"address", "place", "complaint", "arms"})
"""What an office adds to the names of its territory: address lines (list), place of the date, where a
demand for money is reported, arms (SVG text)."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,11}")


@dataclass(frozen=True, slots=True)
class OfficeToday:
    """An office and who holds it on one day, the definitive holder first."""

    office: Office
    holdings: tuple[Holding, ...]


def make_office(
    *,
    kind: str,
    wilayah: int,
    title: str,
    code: str = "",
    letterhead: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
    id: UUID,
) -> Office:
    """Set up an office at a territory; nobody holds it yet. `code` stands in letter numbers ("PLI").

    Raises Refused: "no-right", "not-found", "office-kind", "office-level", "office-exists",
    "title-missing", "code-shape", "letterhead-shape".
    """
    place = managed_one(Wilayah.objects.all(), "path", wilayah, by, "Wilayah")
    body = [kind, wilayah, title, code, letterhead]
    about = {"kind": kind, "wilayah": wilayah}
    with journal.act("people.make_office", id=id, by=by, at=at, where=place.path, about=about, body=body) as act:
        if act.repeated:
            return Office.objects.get(pk=id)
        _check_kind(kind, place)
        office = Office(id=act.id, kind=kind, wilayah=place, **_office(title, code, letterhead))
        _refuse_twin(office)
        office.save(force_insert=True)
    return office


def revise_office(
    office_id: UUID,
    *,
    title: str,
    code: str = "",
    letterhead: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
    id: UUID,
) -> Office:
    """Change how an office is printed: its title, its code and its letterhead.

    Raises Refused: "no-right", "not-found", "office-exists", "title-missing", "code-shape", "letterhead-shape".
    """
    found = office(office_id, by)
    about, body = {"office": str(office_id)}, [office_id, title, code, letterhead]
    where = found.wilayah.path
    with journal.act("people.revise_office", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return found
        found = Office.objects.select_for_update().get(pk=office_id)
        for field, value in _office(title, code, letterhead).items():
            setattr(found, field, value)
        _refuse_twin(found)
        found.save()
    return found


def give_office(
    *,
    office_id: UUID,
    person_id: UUID,
    capacity: str = Capacity.DEFINITIF,
    from_on: date,
    until_on: date | None = None,
    sk_number: str = "",
    sk_on: date | None = None,
    by: Actor,
    at: datetime,
    id: UUID,
) -> Holding:
    """Let a person hold an office from one day to another, both included.

    Raises Refused: "no-right", "not-found", "capacity", "dates", "acting-needs-end", "office-held".
    """
    post, holder = office(office_id, by), persons.person(person_id, by)
    about = {"office": str(office_id), "person": str(person_id), "capacity": capacity}
    body = [office_id, person_id, capacity, from_on, until_on, sk_number, sk_on]
    where = post.wilayah.path
    with journal.act("people.give_office", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Holding.objects.get(pk=id)
        Office.objects.select_for_update().get(pk=office_id)  # one holder at a time is decided under this lock
        holding = Holding(
            id=act.id, office=post, person=holder, capacity=capacity, from_on=from_on, until_on=until_on,
            sk_number=tidy(refuse_nik(sk_number, "Nomor SK"))[:60], sk_on=sk_on,
        )  # fmt: skip
        _check_term(holding)
        holding.save(force_insert=True)
    return holding


def end_holding(holding_id: UUID, *, last_on: date, by: Actor, at: datetime, id: UUID) -> Holding:
    """Set the last day of a holding. An end that is set may be brought forward, never moved back.

    Raises Refused: "no-right", "not-found", "dates", "last-manager".
    """
    found = holding(holding_id, by)
    about, body = {"holding": str(holding_id), "last_on": last_on}, [holding_id, last_on]
    where = found.office.wilayah.path
    with journal.act("people.end_holding", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return found
        Office.objects.select_for_update().get(pk=found.office_id)
        found = Holding.objects.select_for_update().get(pk=holding_id)
        _check_end(found, last_on)
        found.until_on = last_on
        found.save(update_fields=["until_on"])
    return found


def holders(path: str, kind: str, on: date) -> list[Holding]:
    """Who holds offices of a kind at exactly this territory on a day, the definitive holder first."""
    found = held_on(on).filter(office__wilayah__path=path, office__kind=kind)
    return sorted(found, key=_definitive_first)


def holders_at(paths: Collection[str], kinds: Iterable[str], on: date) -> list[Holding]:
    """Who holds offices of these kinds at exactly these territories on a day: the heads of some RT."""
    found = held_on(on).filter(office__wilayah__path__in=paths, office__kind__in=list(kinds))
    return sorted(found, key=lambda one: (one.office.wilayah.path, *_definitive_first(one)))


def holders_within(path: str, kind: str, on: date) -> list[Holding]:
    """Who holds offices of a kind anywhere within a territory on a day: the heads of the RT of a kelurahan."""
    found = held_on(on).filter(within("office__wilayah__path", [path]), office__kind=kind)
    return sorted(found, key=lambda one: (one.office.wilayah.path, *_definitive_first(one)))


def holding_of(person: UUID, office_kind: str, path: str, on: date) -> Holding | None:
    """The holding by which a person is in an office of a kind at this territory on a day."""
    return next((one for one in holders(path, office_kind, on) if one.person_id == person), None)


def offices_at(path: str) -> list[Office]:
    """The offices at exactly this territory, in the order of rank."""
    return sorted(Office.objects.filter(wilayah__path=path).select_related("wilayah"), key=_rank)


def offices(by: Actor, *, right: str = MANAGE) -> QuerySet[Office]:
    """Every office within the actor's reach, by territory and rank."""
    rank = Case(*(When(kind=kind, then=n) for n, kind in enumerate(OfficeKind.values)))
    found = Office.objects.filter(within("wilayah__path", by.scope(right))).select_related("wilayah")
    return found.order_by("wilayah__path", rank, "title", "pk")


def offices_today(found: Sequence[Office], on: date) -> list[OfficeToday]:
    """Some of `offices` with their holders of a day."""
    prefetch_related_objects(found, Prefetch("holdings", queryset=held_on(on), to_attr="today"))
    return [OfficeToday(one, tuple(sorted(one.today, key=_definitive_first))) for one in found]  # type: ignore[attr-defined]


def vacant_count(by: Actor, on: date, *, right: str = MANAGE) -> int:
    """How many offices within the actor's reach nobody holds on a day."""
    return offices(by, right=right).filter(~Exists(held_on(on).filter(office=OuterRef("pk")))).count()


def office(office_id: UUID, by: Actor) -> Office:
    """One office that the actor manages. Raises Refused: "no-right", "not-found"."""
    return managed_one(Office.objects.select_related("wilayah"), "wilayah__path", office_id, by, "Jabatan")


def holdings_of_office(office_id: UUID) -> list[Holding]:
    """Everybody who ever held an office, the newest first."""
    return list(Holding.objects.filter(office=office_id).select_related("person").order_by("-from_on", "-id"))


def is_held(holding: Holding, on: date) -> bool:
    """Whether the holding covers that day."""
    return _term(holding).covers(on)


def holding(holding_id: UUID, by: Actor) -> Holding:
    """One holding within the actor's reach. Raises Refused: "no-right", "not-found"."""
    rows = Holding.objects.select_related("office__wilayah", "person")
    return managed_one(rows, "office__wilayah__path", holding_id, by, "Masa jabatan")


def served_kecamatan() -> list[Wilayah]:
    """The kecamatan that this house serves: those in which `init` has set up an office."""
    here = Wilayah.objects.filter(level=Level.KECAMATAN.value, valid_until__isnull=True, offices__isnull=False)
    return list(here.distinct().order_by("path"))


def letterhead(office: Office) -> dict[str, Any]:
    """The head of this office's paper, as `kernel.paper` wants it; what the office left open is filled in.

    `lines` from the region down to the own name, `address` lines, `kelurahan`, `kecamatan`, `kota` with their
    kind, `place` of the date, `complaint`, `arms`.
    """
    path = office.wilayah.path
    around = Wilayah.objects.filter(path__in=ancestors_of(path), valid_until__isnull=True)
    places = {place.level: place for place in [*around, office.wilayah]}
    named = {level: places[level].title if level in places else "" for level in ("city", "kecamatan", "kelurahan")}
    own: Mapping[str, Any] = office.letterhead
    government = f"Pemerintah {named['city']}"
    return {
        "lines": tuple(line for line in (government, named["kecamatan"], named["kelurahan"]) if line),
        "address": tuple(own.get("address", ())),
        "kelurahan": named["kelurahan"],
        "kecamatan": named["kecamatan"],
        "kota": named["city"],
        "place": own.get("place") or _place(places),
        "complaint": own.get("complaint") or f"Kantor {named['kecamatan']}",
        "arms": own.get("arms", ""),
    }


def _place(places: Mapping[str, Wilayah]) -> str:
    """Where a letter is dated: a city is one place, in a regency it is the kecamatan."""
    city = places["city"]
    return city.name.removeprefix("Kota ") if city.kind == "kota" else places["kecamatan"].name


def _definitive_first(holding: Holding) -> tuple[bool, date, str]:
    return holding.capacity != Capacity.DEFINITIF, holding.from_on, str(holding.id)


def _rank(office: Office) -> tuple[int, str]:
    return OfficeKind.values.index(office.kind), office.title


def _office(title: str, code: str, letterhead: Mapping[str, Any] | None) -> dict[str, Any]:
    title, code = tidy(refuse_nik(title, "Nama jabatan")), tidy(code)
    if not title:
        raise Refused("title-missing", "Nama jabatan belum diisi. Tulis seperti pada surat: Lurah Plaju Ilir.")
    if code and not _CODE.fullmatch(code):
        raise Refused("code-shape", "Kode jabatan berisi huruf, angka, titik, atau tanda hubung; paling banyak 12.")
    head = dict(letterhead or {})
    if not head.keys() <= LETTERHEAD or not isinstance(head.get("address", []), list | tuple):
        raise Refused("letterhead-shape", "Kop surat hanya berisi alamat, tempat, pengaduan, dan lambang.")
    return {"title": title, "code": code, "letterhead": head}


def _check_kind(kind: str, place: Wilayah) -> None:
    if kind not in OfficeKind.values:
        raise Refused("office-kind", "Jenis jabatan ini tidak dikenal. Pilih dari daftar.")
    if place.level not in rights.LEVELS[kind]:
        where = " atau ".join(level.replace("rt", "RT").replace("rw", "RW") for level in rights.LEVELS[kind])
        raise Refused("office-level", f"{OfficeKind(kind).label} adalah jabatan di {where}. Pilih wilayah lain.")


def _refuse_twin(office: Office) -> None:
    same = Office.objects.filter(wilayah=office.wilayah_id, kind=office.kind, title=office.title)
    if same.exclude(pk=office.pk).exists():
        raise Refused("office-exists", f"{office.title} sudah ada di wilayah ini. Pakai yang sudah ada.")


def _check_term(holding: Holding) -> None:
    if holding.capacity not in Capacity.values:
        raise Refused("capacity", "Pilih definitif, Plt., atau Plh.")
    if holding.capacity != Capacity.DEFINITIF and holding.until_on is None:
        raise Refused(
            "acting-needs-end",
            f"{Capacity(holding.capacity).label} hanya untuk sementara. Isi hari terakhirnya, "
            "seperti pada surat perintah.",
        )
    if holding.until_on is not None and holding.until_on < holding.from_on:
        raise Refused("dates", "Hari terakhir lebih awal daripada hari pertama. Periksa kedua tanggalnya.")
    for other in Holding.objects.filter(office=holding.office_id).exclude(pk=holding.pk).select_related("person"):
        _check_beside(holding, other)


def _check_beside(holding: Holding, other: Holding) -> None:
    if holding.person_id == other.person_id:
        collides = overlap(_term(holding), _term(other))
    else:
        collides = holding.office.kind not in rights.SHARED and clash(_term(holding), _term(other))
    if collides:
        until = f"sampai {_day(other.until_on)}" if other.until_on else "tanpa tanggal akhir"
        raise Refused(
            "office-held",
            f"{holding.office.title} sudah dipegang {other.person.name} ({Capacity(other.capacity).label.lower()}) "
            f"sejak {_day(other.from_on)} {until}. Akhiri dulu masa jabatan itu, atau ubah tanggalnya.",
        )


def _check_end(holding: Holding, last_on: date) -> None:
    if last_on < holding.from_on:
        raise Refused("dates", f"Masa jabatan ini baru mulai {_day(holding.from_on)}. Isi hari itu atau sesudahnya.")
    if holding.until_on is not None and last_on > holding.until_on:
        raise Refused(
            "dates",
            f"Masa jabatan ini sudah berakhir {_day(holding.until_on)}. Untuk memperpanjang, beri jabatan sekali lagi.",
        )
    if holding.office.kind != OfficeKind.PENGELOLA:
        return
    others = Holding.objects.filter(office__kind=OfficeKind.PENGELOLA, office__wilayah=holding.office.wilayah_id)
    others = others.filter(Q(until_on__isnull=True) | Q(until_on__gt=last_on)).exclude(pk=holding.pk)
    if not others.filter(person__account__is_active=True).exists():
        raise Refused(
            "last-manager",
            "Tidak ada pengelola lain sesudah hari itu. Angkat dahulu pengelola baru dan buka akunnya.",
        )


def _term(holding: Holding) -> Term:
    return Term(holding.capacity, holding.from_on, holding.until_on)


def _day(on: date | None) -> str:
    return f"{on.day}-{on.month}-{on.year}" if on else ""
