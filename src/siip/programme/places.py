"""Places: lasting spots of a kelurahan where work is done again and again; added, changed, retired with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Lower

from siip.kernel import catalogue, journal
from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.programme.models import Event, Place
from siip.programme.programmes import PLAN
from siip.programme.rules.points import Point, check_point
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level

KINDS: Final = "jenis_tempat"
OTHER: Final = 9


@dataclass(frozen=True, slots=True)
class Spot:
    """What is said of a place: its name, a number of the list `jenis_tempat`, the path of its RT if it lies in one."""

    name: str
    kind: int = OTHER
    rt: str = ""
    point: Point | None = None
    note: str = ""

    def __str__(self) -> str:
        return repr((self.name, self.kind, self.rt, self.point and str(self.point), self.note))


def add_place(kelurahan: str, spot: Spot, *, by: Actor, at: datetime, id: UUID) -> Place:
    """Add a place to the kelurahan at that path.

    Raises Refused: "no-right", "kelurahan-unknown", "name-missing", "name-taken", "kind-unknown", "rt-elsewhere",
    "point-abroad", "nik-in-text".
    """
    with journal.act("programme.add_place", id=id, by=by, at=at, where=kelurahan, body=[kelurahan, spot]) as act:
        if act.repeated:
            return _places().get(pk=id)
        by.require(PLAN, kelurahan)
        home = _locked(kelurahan)
        values = _checked(spot, home, own=None)
        Place.objects.create(id=id, wilayah=home, added_at=at, **values)
    return _places().get(pk=id)


def revise_place(place_id: UUID, spot: Spot, *, by: Actor, at: datetime, id: UUID) -> Place:
    """Replace what is said of a place; it stays in its kelurahan.

    Raises Refused as `add_place`, and "not-found" (place), "place-retired".
    """
    found = _found(place_id)
    where, about = found.wilayah.path, {"place": str(place_id)}
    body = [place_id, spot]
    with journal.act("programme.revise_place", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _places().get(pk=place_id)
        by.require(PLAN, where)
        home = _locked(where)
        _check_open(_places().get(pk=place_id))
        Place.objects.filter(pk=place_id).update(**_checked(spot, home, own=place_id))
    return _places().get(pk=place_id)


def retire_place(place_id: UUID, reason: str, *, by: Actor, at: datetime, id: UUID) -> Place:
    """End a place: it is chosen no more, what was done there stays.

    Raises Refused: "no-right", "not-found", "place-retired", "place-planned", "reason-missing", "nik-in-text".
    """
    found = _found(place_id)
    where, about = found.wilayah.path, {"place": str(place_id)}
    body = [place_id, reason]
    with journal.act("programme.retire_place", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _places().get(pk=place_id)
        by.require(PLAN, where)
        _locked(where)
        _check_open(_places().get(pk=place_id))
        said = given_reason(reason)
        if Event.objects.filter(places__place_id=place_id, ends_at__gt=at, cancelled_at__isnull=True).exists():
            raise Refused(
                "place-planned",
                "Tempat ini masih ada dalam rencana kegiatan yang akan datang. Lepaskan dari rencana itu dahulu.",
            )
        Place.objects.filter(pk=place_id).update(retired_at=at, retired_reason=said)
    return _places().get(pk=place_id)


def places_of(kelurahan: str) -> QuerySet[Place]:
    """The places of a kelurahan that can be chosen, by name."""
    return _places().filter(wilayah__path=kelurahan, retired_at__isnull=True).order_by(Lower("name"), "id")


def known(*, by: Actor) -> QuerySet[Place]:
    """Every place where this actor plans; those in use first, by kelurahan and name."""
    found = _places().filter(within("wilayah__path", by.scope(PLAN)))
    return found.order_by(F("retired_at").desc(nulls_first=True), "wilayah__path", Lower("name"), "id")


def place(place_id: UUID, *, by: Actor) -> Place:
    """One place. Raises Refused: "not-found", also for one out of reach."""
    found = known(by=by).filter(pk=place_id).first()
    if found is None:
        raise _missing()
    return found


def kind_name(kind: int) -> str:
    """ "Selokan" for 1; a number that left the list is "Lainnya"."""
    return catalogue.codelist(KINDS).name_of(kind) or "Lainnya"


def given_reason(reason: str) -> str:
    """A reason as it is kept, to stand within a sentence. Raises Refused: "reason-missing", "nik-in-text"."""
    said = tidy(refuse_nik(reason, "Alasan")).rstrip(" .")
    if not said:
        raise Refused("reason-missing", "Alasan belum diisi. Tulis singkat, karena dibaca orang lain.")
    return said


def _checked(spot: Spot, home: Wilayah, own: UUID | None) -> dict[str, Any]:
    name, note = tidy(refuse_nik(spot.name, "Nama tempat")), tidy(refuse_nik(spot.note, "Catatan tempat"))
    if not name:
        raise Refused("name-missing", "Nama tempat belum diisi. Tulis seperti Saluran depan SD 12.")
    if catalogue.codelist(KINDS).name_of(spot.kind) is None:
        raise Refused("kind-unknown", "Jenis tempat itu tidak dikenal. Pilih dari daftar.")
    rt = _rt(spot.rt, home)
    point = check_point(spot.point) if spot.point else None
    namesakes = Place.objects.filter(wilayah=home, retired_at__isnull=True, name__iexact=name)
    if any(other.pk != own for other in namesakes):
        raise Refused(
            "name-taken", f"Tempat “{name}” sudah ada di {home.title}. Pilih dari daftar, atau tulis nama lain."
        )
    return {
        "name": name, "kind": spot.kind, "rt": rt, "note": note,
        "latitude": point and point.latitude, "longitude": point and point.longitude,
    }  # fmt: skip


def _rt(path: str, home: Wilayah) -> Wilayah | None:
    if not path:
        return None
    found = next((rt for rt in territory.rts_of(home.path) if rt.path == path), None)
    if found is None:
        raise Refused("rt-elsewhere", f"RT itu bukan bagian {home.title}. Pilih dari daftarnya.")
    return found


def _locked(kelurahan: str) -> Wilayah:
    """The kelurahan, under whose lock names are compared; no key is taken, so that other rows may refer to it."""
    rows = Wilayah.objects.select_for_update(no_key=True)
    found = rows.filter(path=kelurahan, level=Level.KELURAHAN.value, valid_until__isnull=True).first()
    if found is None:
        raise Refused("kelurahan-unknown", "Kelurahan itu tidak ada di sini. Pilih dari daftar.")
    return found


def _check_open(place: Place) -> None:
    if place.retired_at is not None:
        raise Refused("place-retired", "Tempat ini sudah diakhiri. Tambahkan sebagai tempat baru bila dipakai lagi.")


def _places() -> QuerySet[Place]:
    return Place.objects.select_related("wilayah", "rt")


def _found(place_id: UUID) -> Place:
    found = _places().filter(pk=place_id).first()
    if found is None:
        raise _missing()
    return found


def _missing() -> Refused:
    return Refused("not-found", "Tempat itu tidak ada di wilayah Anda. Buka dari daftar tempat.")
