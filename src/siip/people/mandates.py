"""Mandates: one office signs in the name of another, a.n. or u.b., from one day to another and on a ground.

UU 30/2014 article 14: who gave a mandate stays responsible, and who has it signs "atas nama". Plt. and Plh. need
none: they hold the office itself. Which offices can have a mandate at all, the letter types of the catalogue say.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from siip.kernel import catalogue, journal
from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.people import offices
from siip.people.models import Holding, Mandate, Office
from siip.wilayah.rules.zones import TZDB, Zone

MANDATE: Final = "people.mandate"
LONGEST: Final = timedelta(days=366)
LONGEST_GROUND: Final = 80


def give_mandate(
    *, office_id: UUID, deputy_id: UUID, from_on: date, until_on: date, ground: str, ground_on: date,
    by: Actor, at: datetime, id: UUID,
) -> Mandate:  # fmt: skip
    """Let an office sign in the name of another from one day to another, both included.

    The giver is whoever holds the office now. Raises Refused: "no-right", "not-found", "mandate-deputy",
    "own-mandate", "nobody-gives", "dates", "ground-date", "mandate-long", "ground-missing", "ground-long",
    "mandate-twice", "nik-in-text".
    """
    office = _office(office_id, by)
    about = {"office": str(office_id), "deputy": str(deputy_id)}
    body = [office_id, deputy_id, from_on, until_on, ground, ground_on]
    where = office.wilayah.path
    with journal.act("people.give_mandate", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return Mandate.objects.get(pk=id)
        Office.objects.select_for_update().get(pk=office_id)  # two that overlap are refused under this lock
        mandate = Mandate(
            id=act.id, office=office, deputy=_deputy(office, deputy_id, by, at), giver=_giver(office, by, at),
            from_on=from_on, until_on=until_on, ground=_ground(ground), ground_on=ground_on,
        )  # fmt: skip
        _check_term(mandate, local_day(office, at), at)
        mandate.save(force_insert=True)
    return mandate


def end_mandate(mandate_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Mandate:
    """Take a mandate back at once; what was signed by it stays signed.

    Raises Refused: "no-right", "not-found", "mandate-ended".
    """
    found = mandate(mandate_id, by)
    about, where = {"mandate": str(mandate_id)}, found.office.wilayah.path
    with journal.act("people.end_mandate", id=id, by=by, at=at, where=where, about=about, body=mandate_id) as act:
        if act.repeated:
            return found
        Office.objects.select_for_update().get(pk=found.office_id)
        found = _rows().get(pk=mandate_id)
        if not is_open(found, at):
            raise Refused("mandate-ended", "Mandat ini sudah berakhir. Muat ulang halamannya.")
        found.ended_at = at
        found.save(update_fields=["ended_at"])
    return found


def mandate_for(office: Office, deputy: UUID, at: datetime) -> Mandate | None:
    """The mandate by which an office may sign in the name of another at a moment."""
    on = local_day(office, at)
    return _in_force(at).filter(office=office.pk, deputy=deputy, from_on__lte=on, until_on__gte=on).first()


def mandates_held(deputies: Collection[UUID], at: datetime) -> list[Mandate]:
    """What these offices may sign in the name of others at a moment."""
    found = _in_force(at).filter(deputy__in=deputies).order_by("office__title", "from_on", "id")
    return [one for one in found if is_in_force(one, at)]


def mandates(by: Actor) -> QuerySet[Mandate]:
    """Every mandate of the offices within reach, the newest first."""
    return _rows().filter(_managed("office__wilayah__path", by)).order_by("-from_on", "-id")


def mandates_of(office_id: UUID) -> list[Mandate]:
    """Every mandate that was ever given in the name of an office, the newest first."""
    return list(_rows().filter(office=office_id).order_by("-from_on", "-id"))


def mandate(mandate_id: UUID, by: Actor) -> Mandate:
    """One mandate within reach. Raises Refused: "no-right", "not-found"."""
    found = _rows().filter(_managed("office__wilayah__path", by), pk=mandate_id).first()
    return found or _missing("Mandat")


def offices_that_give(by: Actor) -> list[Office]:
    """The offices within reach in whose name another may sign."""
    kinds = {kind.signer for kind in catalogue.letter_types() if kind.delegates}
    found = Office.objects.filter(_managed("wilayah__path", by), kind__in=kinds).select_related("wilayah")
    return list(found.order_by("wilayah__path", "title"))


def deputies_of(office: Office) -> list[Office]:
    """The offices that some letter type lets sign in the name of this one, the highest first."""
    kinds = {
        one.office for kind in catalogue.letter_types() if kind.signer == office.kind for one in kind.delegates
    }  # fmt: skip
    return [one for one in offices.offices_at(office.wilayah.path) if one.kind in kinds]


def is_in_force(mandate: Mandate, at: datetime) -> bool:
    """Whether somebody may sign by it at this moment."""
    return mandate.from_on <= local_day(mandate.office, at) and is_open(mandate, at)


def is_open(mandate: Mandate, at: datetime) -> bool:
    """Whether it is in force or will be."""
    is_ended = mandate.ended_at is not None and mandate.ended_at <= at
    return not is_ended and local_day(mandate.office, at) <= mandate.until_on


def local_day(office: Office, at: datetime) -> date:
    """The day on the calendar of an office."""
    return at.astimezone(ZoneInfo(TZDB[Zone(office.wilayah.zone)])).date()


def _rows() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("office__wilayah", "deputy", "giver__person")


def _in_force(at: datetime) -> QuerySet[Mandate]:
    return _rows().filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))


def _managed(field: str, by: Actor) -> Q:
    # Outside the own territory everything is "not found": a refusal must not tell that it is there.
    if not by.may_somewhere(MANDATE):
        by.require(MANDATE, "")
    return within(field, by.scope(MANDATE))


def _missing(what: str) -> Any:
    raise Refused("not-found", f"{what} ini tidak ditemukan di wilayah Anda. Kembali ke daftar, lalu pilih lagi.")


def _office(office_id: UUID, by: Actor) -> Office:
    found = Office.objects.filter(_managed("wilayah__path", by), pk=office_id).select_related("wilayah").first()
    return found or _missing("Jabatan")


def _deputy(office: Office, deputy_id: UUID, by: Actor, at: datetime) -> Office:
    deputy = next((one for one in deputies_of(office) if one.pk == deputy_id), None)
    if deputy is None:
        raise Refused(
            "mandate-deputy",
            f"Tidak ada jenis surat yang boleh ditandatangani jabatan itu atas nama {office.title}. Pilih dari daftar.",
        )
    if by.person in {one.person_id for one in _holders(deputy, at)}:
        raise Refused(
            "own-mandate", "Mandat untuk jabatan Anda sendiri dicatat orang lain: pejabat yang memberi, atau pengelola."
        )
    return deputy


def _giver(office: Office, by: Actor, at: datetime) -> Holding:
    held = _holders(office, at)
    if not held:
        raise Refused(
            "nobody-gives",
            f"Jabatan {office.title} sedang kosong, jadi tidak ada yang dapat memberi mandat. "
            "Catat dahulu pejabat, Plt., atau Plh.-nya.",
        )
    return next((one for one in held if one.person_id == by.person), held[0])


def _holders(office: Office, at: datetime) -> list[Holding]:
    found = offices.holders(office.wilayah.path, office.kind, local_day(office, at))
    return [one for one in found if one.office_id == office.pk]


def _ground(written: str) -> str:
    ground = tidy(refuse_nik(written, "Dasar mandat"))
    if not ground:
        raise Refused("ground-missing", "Dasarnya belum diisi. Tulis jenis dan nomor suratnya: Nota dinas 800/12.")
    if len(ground) > LONGEST_GROUND:
        raise Refused("ground-long", f"Dasar paling banyak {LONGEST_GROUND} huruf. Cukup jenis dan nomor suratnya.")
    return ground


def _check_term(mandate: Mandate, today: date, at: datetime) -> None:
    if mandate.until_on < mandate.from_on:
        raise Refused("dates", "Hari terakhir lebih awal daripada hari pertama. Periksa kedua tanggalnya.")
    if mandate.until_on < today:
        raise Refused("dates", "Hari terakhir sudah lewat. Mandat dicatat sebelum dipakai, tidak sesudahnya.")
    if mandate.until_on - mandate.from_on > LONGEST:
        raise Refused("mandate-long", "Mandat paling lama satu tahun. Majukan hari terakhirnya.")
    if mandate.ground_on > mandate.from_on:
        raise Refused(
            "ground-date",
            f"Nota dinas atau SK-nya bertanggal {mandate.ground_on:%d-%m-%Y}, sesudah hari pertama mandat. "
            "Periksa tanggalnya, atau mulai mandat pada tanggal itu.",
        )
    twin = _in_force(at).filter(
        office=mandate.office_id, deputy=mandate.deputy_id,
        from_on__lte=mandate.until_on, until_on__gte=mandate.from_on,
    ).first()  # fmt: skip
    if twin is not None:
        raise Refused(
            "mandate-twice",
            f"{mandate.deputy.title} sudah punya mandat sampai {twin.until_on:%d-%m-%Y}. "
            "Cabut dahulu yang itu, atau mulai sesudahnya.",
        )
