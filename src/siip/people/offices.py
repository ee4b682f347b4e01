"""Offices, the people who work here, and who holds which office from when to when."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.people.models import Account, Capacity, Holding, Office, OfficeKind, Person
from siip.people.rules import rights
from siip.people.rules.holdings import Term, clash, overlap
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level, ancestors_of

MANAGE: Final = "people.manage"
LETTERHEAD: Final = frozenset({"address", "place", "complaint", "arms"})
"""What an office adds to the names of its territory: address lines (list), place of the date, where a
demand for money is reported, arms (SVG text)."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,11}")
_NIP = re.compile(r"[0-9]{18}")


@dataclass(frozen=True, slots=True)
class OfficeToday:
    """An office and who holds it on one day, the definitive holder first."""

    office: Office
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class PersonToday:
    """A person, the offices held on one day, and the account if there is one."""

    person: Person
    holdings: tuple[Holding, ...]
    account: Account | None


def make_person(
    *, kecamatan: str, name: str, nip: str = "", rank: str = "", phone: str = "", by: Actor, at: datetime, id: UUID
) -> Person:
    """Enter somebody who works here. `name` as printed on letters, with titles.

    Raises Refused: "no-right", "name-missing", "nip-shape", "nik-in-text".
    """
    by.require(MANAGE, kecamatan)
    body = [kecamatan, name, nip, rank, phone]
    with journal.act("people.make_person", id=id, by=by, at=at, where=kecamatan, body=body) as act:
        if act.repeated:
            return Person.objects.get(pk=id)
        person = Person(id=act.id, kecamatan=kecamatan, **_person(name, nip, rank, phone))
        person.save(force_insert=True)
    return person


def revise_person(
    person_id: UUID, *, name: str, nip: str = "", rank: str = "", phone: str = "", by: Actor, at: datetime, id: UUID
) -> Person:
    """Correct the name, NIP, rank or telephone of a person; letters already signed keep what they say.

    Raises Refused: "no-right", "not-found", "name-missing", "nip-shape", "nik-in-text".
    """
    found = person(person_id, by)
    about, body = {"person": str(person_id)}, [person_id, name, nip, rank, phone]
    with journal.act("people.revise_person", id=id, by=by, at=at, where=found.kecamatan, about=about, body=body) as act:
        if act.repeated:
            return found
        found = Person.objects.select_for_update().get(pk=person_id)
        for field, value in _person(name, nip, rank, phone).items():
            setattr(found, field, value)
        found.save()
    return found


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
    place = _wilayah(wilayah, by)
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
    post, holder = office(office_id, by), person(person_id, by)
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
    found = _held(on).filter(office__wilayah__path=path, office__kind=kind)
    return sorted(found, key=_definitive_first)


def holders_within(path: str, kind: str, on: date) -> list[Holding]:
    """Who holds offices of a kind anywhere within a territory on a day: the heads of the RT of a kelurahan."""
    found = _held(on).filter(within("office__wilayah__path", [path]), office__kind=kind)
    return sorted(found, key=lambda one: (one.office.wilayah.path, *_definitive_first(one)))


def holding_of(person: UUID, office_kind: str, path: str, on: date) -> Holding | None:
    """The holding by which a person is in an office of a kind at this territory on a day."""
    return next((one for one in holders(path, office_kind, on) if one.person_id == person), None)


def offices_at(path: str) -> list[Office]:
    """The offices at exactly this territory, in the order of rank."""
    return sorted(Office.objects.filter(wilayah__path=path).select_related("wilayah"), key=_rank)


def offices_today(by: Actor, on: date, *, right: str = MANAGE) -> list[OfficeToday]:
    """Every office within the actor's reach with its holders of a day, by territory and rank."""
    today = Prefetch("holdings", queryset=_held(on), to_attr="today")
    found = Office.objects.filter(within("wilayah__path", by.scope(right))).select_related("wilayah")
    in_order = sorted(found.prefetch_related(today), key=lambda one: (one.wilayah.path, *_rank(one)))
    return [OfficeToday(one, tuple(sorted(_today(one), key=_definitive_first))) for one in in_order]


def office(office_id: UUID, by: Actor) -> Office:
    """One office that the actor manages. Raises Refused: "no-right", "not-found"."""
    found = Office.objects.filter(_managed("wilayah__path", by), pk=office_id).select_related("wilayah").first()
    return found or _missing("Jabatan")


def holdings_of_office(office_id: UUID) -> list[Holding]:
    """Everybody who ever held an office, the newest first."""
    return list(Holding.objects.filter(office=office_id).select_related("person").order_by("-from_on", "-id"))


def holdings_of_person(person_id: UUID, by: Actor) -> list[Holding]:
    """Every holding of a person within the actor's reach, the newest first."""
    found = Holding.objects.filter(_managed("office__wilayah__path", by), person=person_id)
    return list(found.select_related("office__wilayah").order_by("-from_on", "-id"))


def is_held(holding: Holding, on: date) -> bool:
    """Whether the holding covers that day."""
    return _term(holding).covers(on)


def persons_today(by: Actor, on: date) -> list[PersonToday]:
    """The people whom the actor manages by name, with their offices of a day within his reach and their accounts."""
    today = Prefetch("holdings", queryset=_held(on).filter(_managed("office__wilayah__path", by)), to_attr="today")
    found = persons(by).prefetch_related(today).order_by("name", "pk")
    return [PersonToday(one, tuple(_today(one)), getattr(one, "account", None)) for one in found]


def persons(by: Actor) -> QuerySet[Person]:
    """The people whom the actor manages, with their accounts."""
    return Person.objects.filter(_managed("kecamatan", by)).select_related("account")


def person(person_id: UUID, by: Actor) -> Person:
    """One person whom the actor manages. Raises Refused: "no-right", "not-found"."""
    return persons(by).filter(pk=person_id).first() or _missing("Orang")


def holding(holding_id: UUID, by: Actor) -> Holding:
    """One holding within the actor's reach. Raises Refused: "no-right", "not-found"."""
    found = Holding.objects.filter(_managed("office__wilayah__path", by), pk=holding_id)
    return found.select_related("office__wilayah", "person").first() or _missing("Masa jabatan")


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


def _held(on: date) -> QuerySet[Holding]:
    open_end = Q(until_on__isnull=True) | Q(until_on__gte=on)
    return Holding.objects.filter(open_end, from_on__lte=on).select_related("person", "office__wilayah")


def _today(row: Office | Person) -> Iterable[Holding]:
    found: list[Holding] = row.today  # type: ignore[union-attr]  # by the Prefetch above
    return found


def _definitive_first(holding: Holding) -> tuple[bool, date, str]:
    return holding.capacity != Capacity.DEFINITIF, holding.from_on, str(holding.id)


def _rank(office: Office) -> tuple[int, str]:
    return OfficeKind.values.index(office.kind), office.title


def _managed(field: str, by: Actor) -> Q:
    # Outside the own territory everything is "not found": a refusal must not tell that it is there.
    if not by.may_somewhere(MANAGE):
        by.require(MANAGE, "")
    return within(field, by.scope(MANAGE))


def _missing(what: str) -> Any:
    raise Refused("not-found", f"{what} ini tidak ditemukan di kecamatan Anda. Kembali ke daftar, lalu pilih lagi.")


def _wilayah(pk: int, by: Actor) -> Wilayah:
    return Wilayah.objects.filter(_managed("path", by), pk=pk).first() or _missing("Wilayah")


def _person(name: str, nip: str, rank: str, phone: str) -> dict[str, str]:
    name, digits = tidy(refuse_nik(name, "Nama")), re.sub(r"[\s.-]", "", nip)
    if not name:
        raise Refused("name-missing", "Nama belum diisi. Tulis nama lengkap dengan gelar, seperti pada surat.")
    if digits and not _NIP.fullmatch(digits):
        raise Refused("nip-shape", "NIP berisi 18 angka. Periksa, atau kosongkan bila tidak punya NIP.")
    said = {"name": name, "nip": digits, "rank": tidy(refuse_nik(rank, "Pangkat")), "phone": tidy(phone)}
    return said | {"phone": refuse_nik(said["phone"], "Nomor telepon")}


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
