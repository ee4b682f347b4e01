"""The programme of a kecamatan: its local name, its day and its hours."""

from dataclasses import asdict, dataclass
from datetime import datetime, time
from uuid import UUID

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paths import kecamatan_of
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik
from siip.programme.models import Programme
from siip.wilayah import territory

PLAN = "programme.plan"
SEE = "programme.see"


@dataclass(frozen=True, slots=True)
class Custom:
    """What a programme is called and when it is held: weekday (Monday is 0) and hours on the local clock."""

    name: str
    about: str = ""
    weekday: int = 4
    starts: time = time(7)
    ends: time = time(9, 30)


def begin_programme(kecamatan: str, custom: Custom, *, by: Actor, at: datetime, id: UUID) -> Programme:
    """Give the kecamatan at that path a programme.

    Raises Refused: "no-right", "unknown-wilayah", "name-missing", "name-taken", "hours-wrong", "nik-in-text".
    """
    place = territory.kecamatan(kecamatan)
    said = asdict(custom)
    with journal.act("programme.begin_programme", id=id, by=by, at=at, where=place.path, body=said) as act:
        if act.repeated:
            return Programme.objects.get(pk=id)
        by.require(PLAN, place.path)
        _check(custom, place.pk, own=None)
        return Programme.objects.create(id=id, wilayah=place, **said)


def change_programme(programme_id: UUID, custom: Custom, *, by: Actor, at: datetime, id: UUID) -> Programme:
    """Change name, day or hours; events that are planned already stay as they are.

    Raises Refused: "no-right", "not-found", "name-missing", "name-taken", "hours-wrong", "nik-in-text".
    """
    path = _found(programme_id).wilayah.path
    said = asdict(custom)
    about = {"programme": str(programme_id)}
    body = [programme_id, said]
    with journal.act("programme.change_programme", id=id, by=by, at=at, where=path, about=about, body=body) as act:
        programme = Programme.objects.select_for_update().get(pk=programme_id)
        if act.repeated:
            return programme
        by.require(PLAN, path)
        _check(custom, programme.wilayah_id, own=programme_id)
        for name, value in said.items():
            setattr(programme, name, value)
        programme.save(update_fields=list(said))
    return programme


def programmes(kecamatan: str) -> list[Programme]:
    """The programmes of a kecamatan, the oldest first: ids are made in the order of time."""
    return list(Programme.objects.filter(wilayah__path=kecamatan).select_related("wilayah").order_by("id"))


def programme(programme_id: UUID, *, by: Actor) -> Programme:
    """One programme of a kecamatan in which this actor plans. Raises Refused: "not-found"."""
    found = _found(programme_id)
    if not any(kecamatan_of(path) == found.wilayah.path for path in by.scope(PLAN)):
        raise _missing()
    return found


def _found(programme_id: UUID) -> Programme:
    found = Programme.objects.select_related("wilayah").filter(pk=programme_id).first()
    if found is None:
        raise _missing()
    return found


def _missing() -> Refused:
    return Refused("not-found", "Program itu tidak ada di kecamatan ini. Pilih dari daftar program.")


def _check(custom: Custom, wilayah_id: int, own: UUID | None) -> None:
    if not custom.name:
        raise Refused("name-missing", "Nama program belum diisi. Tulis seperti Jumat Bersih.")
    refuse_nik(f"{custom.name} {custom.about}", "Nama atau penjelasan program")
    if custom.ends <= custom.starts:
        raise Refused("hours-wrong", "Jam selesai harus sesudah jam mulai. Betulkan salah satunya.")
    namesakes = Programme.objects.filter(wilayah_id=wilayah_id, name=custom.name)
    if any(other.pk != own for other in namesakes):
        raise Refused("name-taken", f"Program “{custom.name}” sudah ada di kecamatan ini. Ubah yang sudah ada.")
