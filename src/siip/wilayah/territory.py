"""Places: loading them from the shipped list, and finding them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from siip.kernel import journal
from siip.kernel.actor import Actor, Grant
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.wilayah import national
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level, code_of, kind_of, level_of, path_of, segments
from siip.wilayah.rules.names import called
from siip.wilayah.rules.rt_numbers import number_order, path_key
from siip.wilayah.rules.zones import zone_of

MANAGE = "wilayah.manage"
BATCH = 5_000  # rows between two calls of `progress`

Progress = Callable[[int, int], None]


def house_actor(house: UUID) -> Actor:
    """The house itself as actor, for `init`: before the first person there is nobody else to act."""
    return Actor(None, None, house, frozenset({Grant(MANAGE, "")}))


def load_kecamatan(code: str, *, by: Actor, at: datetime, id: UUID) -> Wilayah:
    """Take a kecamatan into the tables with its province, city, kelurahan and desa; return it.

    What is there already stays as it is, so it may be done again and for a second kecamatan. Raises
    Refused: "unknown-kecamatan", "no-right".
    """
    listed = national.find_kecamatan(code)
    path = listed.kecamatan.path
    by.require(MANAGE, path)
    if missing := _missing(listed.places):
        about = {"edition": national.EDITION, "places": len(missing)}
        with journal.act("wilayah.load_kecamatan", id=id, by=by, at=at, where=path, about=about, body=path) as act:
            if not act.repeated:
                _insert(missing)
    return kecamatan(path)


def load_national(*, by: Actor, at: datetime, id: UUID, progress: Progress = lambda done, total: None) -> int:
    """Take the whole country into the tables; return how many places were new.

    `progress` is called with (done, total) now and then. Raises Refused: "no-right".
    """
    by.require(MANAGE, "")
    missing = _missing(national.national_list())
    if not missing:
        return 0
    about = {"edition": national.EDITION, "places": len(missing)}
    with journal.act("wilayah.load_national", id=id, by=by, at=at, where="", about=about, body=national.EDITION) as act:
        if not act.repeated:
            _insert(missing, progress)
    return len(missing)


def new_row(path: str, name: str, valid_from: date | None = None) -> Wilayah:
    """A row for a path, unsaved: everything that the path tells is filled in."""
    level = level_of(path)
    wide = level in (Level.PROVINCE, Level.CITY)
    return Wilayah(
        path=path, key=path_key(path), code=code_of(path), name=name, level=level.value,
        kind=kind_of(path).value, zone="" if wide else zone_of(path).value, valid_from=valid_from,
    )  # fmt: skip


def kecamatan_list() -> list[Wilayah]:
    """Every kecamatan that has its kelurahan here: what an unknown host is shown."""
    return list(Wilayah.objects.filter(valid(None), level=Level.KECAMATAN.value).order_by("path"))


def kecamatan(path: str) -> Wilayah:
    """The kecamatan at a path. Raises Refused: "unknown-wilayah"."""
    place = at_path(path)
    if place.level != Level.KECAMATAN:
        raise unknown(path)
    return place


def kelurahan_of(path: str, on: date | None = None) -> list[Wilayah]:
    """The kelurahan and desa within a path, by code; valid on a day, or still open."""
    return list(_places(path, Level.KELURAHAN, on).order_by("path"))


def rws_of(path: str, on: date | None = None) -> list[Wilayah]:
    """The RW within a path in the order of their numbers; an RT without RW is in none of them."""
    return sorted(_places(path, Level.RW, on), key=_in_order)


def rts_of(path: str, on: date | None = None) -> list[Wilayah]:
    """The RT within a path (a kecamatan, kelurahan or RW) by RW and number: 07, 07a, 10."""
    return sorted(_places(path, Level.RT, on), key=_in_order)


def at_path(path: str, on: date | None = None) -> Wilayah:
    """The place that a path meant on a day, or means now. Raises Refused: "unknown-wilayah"."""
    place = Wilayah.objects.filter(valid(on), path=path).first()
    if place is None:
        raise unknown(path)
    return place


def by_name(written: str, *, level: Level, inside: str, on: date | None = None) -> Wilayah:
    """The place of a level within a path that a written name or code means: "Kel. Bagus Kuning".

    Raises Refused: "unknown-name", "ambiguous-name".
    """
    return meant(written, _places(inside, level, on).order_by("path"))


def meant(written: str, places: Iterable[Wilayah]) -> Wilayah:
    """The one of some places that a written name or code means.

    Raises Refused: "unknown-name", "ambiguous-name".
    """
    try:
        path = path_of(written)
    except ValueError:
        found = called(written, places)
    else:
        found = tuple(place for place in places if place.path == path)
    if len(found) == 1:
        return found[0]
    shown = written.strip()[:40]
    if not found:
        raise Refused(
            "unknown-name",
            f"“{shown}” tidak ditemukan di wilayah ini. Periksa ejaannya atau tulislah kodenya.",
        )
    codes = " atau ".join(place.code for place in found)
    raise Refused("ambiguous-name", f"“{shown}” dapat berarti {codes}. Tulislah kodenya.")


def valid(on: date | None) -> Q:
    """A filter for the places of a day; without a day, those whose end is not known."""
    if on is None:
        return Q(valid_until__isnull=True)
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return started & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def unknown(path: str) -> Refused:
    """The refusal for a path under which nothing is valid."""
    return Refused(
        "unknown-wilayah",
        f"Wilayah dengan kode “{path.strip('/').replace('/', '.')[:40]}” tidak ada di sini. "
        "Periksa kodenya, atau muat dahulu kecamatannya.",
    )


def _places(path: str, level: Level, on: date | None) -> QuerySet[Wilayah]:
    return Wilayah.objects.filter(valid(on), within("path", [path]), level=level.value)


def _in_order(place: Wilayah) -> list[tuple[int, str]]:
    return [number_order(part) for part in segments(place.path)]


def _missing(places: Iterable[national.Listed]) -> list[Wilayah]:
    listed = list(places)
    wanted = [place.path for place in listed] if len(listed) < BATCH else None
    rows = Wilayah.objects.all() if wanted is None else Wilayah.objects.filter(path__in=wanted)
    # Of any period: a code that was retired here does not come back by loading.
    known = set(rows.values_list("path", flat=True))
    return [new_row(place.path, place.name) for place in listed if place.path not in known]


def _insert(rows: list[Wilayah], progress: Progress = lambda done, total: None) -> None:
    for start in range(0, len(rows), BATCH):
        # Two that load at once agree: what the other one put in is left as it is.
        Wilayah.objects.bulk_create(rows[start : start + BATCH], ignore_conflicts=True)
        progress(min(start + BATCH, len(rows)), len(rows))
