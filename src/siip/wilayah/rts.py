"""RW and RT: typed by a clerk, or taken from a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level
from siip.wilayah.rules.rt_numbers import name_of
from siip.wilayah.rules.rt_plan import RtPlan
from siip.wilayah.rules.rt_sheet import RtRow


class RwRt(NamedTuple):
    """An RT as somebody wrote it; a blank RW or "-" says that there is none."""

    rw: str
    rt: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken in: its number in the sheet and the reason, in Indonesian."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class RtImport:
    """What came of an import: paths added (RW and RT), RT that were known, rows refused."""

    added: tuple[str, ...] = ()
    known_count: int = 0
    refused: tuple[RefusedRow, ...] = ()


@dataclass(slots=True)
class _Sorted:
    plans: list[RtPlan]
    paths: list[str] = field(default_factory=list)
    known_count: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    @property
    def new(self) -> list[str]:
        return [path for plan in self.plans for path in plan.new]


def add_rts(kelurahan: str, rts: Sequence[RwRt], *, by: Actor, at: datetime, id: UUID) -> tuple[Wilayah, ...]:
    """Add RT to a kelurahan or desa, with their RW; return them in the order given.

    One that is there in another spelling (7a, 007A) is returned as it is. All or none. Raises
    Refused: "no-right", "unknown-wilayah", and what `rules.rt_plan` refuses.
    """
    by.require(territory.MANAGE, kelurahan)
    if territory.at_path(kelurahan).level != Level.KELURAHAN:
        raise Refused("not-a-kelurahan", "RT hanya dapat ditambahkan pada kelurahan atau desa.")

    def plan() -> _Sorted:
        (rt_plan,) = plans = _plans(kelurahan, [kelurahan])
        return _Sorted(plans, paths=[rt_plan.add(rw, rt) for rw, rt in rts])

    if plan().new:
        body = [list(pair) for pair in rts]
        with journal.act(
            "wilayah.add_rts", id=id, by=by, at=at, where=kelurahan, about={"count": len(rts)}, body=body
        ) as act:
            if not act.repeated:
                _lock([kelurahan])
                _insert(plan().new)
    paths = plan().paths
    rows = {row.path: row for row in territory.rts_of(kelurahan)}
    return tuple(rows[path] for path in paths)


def check_rts(rows: Sequence[RtRow], *, inside: str, by: Actor) -> RtImport:
    """What `import_rts` would do with the rows of a sheet; nothing is stored. Raises Refused: "no-right"."""
    by.require(territory.MANAGE, inside)
    found = _sorted_rows(rows, inside, territory.kelurahan_of(inside))
    return RtImport(tuple(found.new), found.known_count, tuple(found.refused))


def import_rts(rows: Sequence[RtRow], *, inside: str, by: Actor, at: datetime, id: UUID) -> RtImport:
    """Add the RT of a sheet to the kelurahan within a path; good rows go in, the others are listed.

    A row names its kelurahan by name or code; where only one lies within the path it may be blank.
    Raises Refused: "no-right".
    """
    by.require(territory.MANAGE, inside)
    places = territory.kelurahan_of(inside)
    result = _sorted_rows(rows, inside, places)
    if result.new:
        about = {"rows": len(rows), "refused": len(result.refused)}
        body = [[row.number, row.kelurahan, str(row.rw), str(row.rt)] for row in rows]
        with journal.act("wilayah.import_rts", id=id, by=by, at=at, where=inside, about=about, body=body) as act:
            if not act.repeated:
                _lock([place.path for place in places])
                result = _sorted_rows(rows, inside, places)
                _insert(result.new)
    return RtImport(tuple(result.new), result.known_count, tuple(result.refused))


def _sorted_rows(rows: Sequence[RtRow], inside: str, places: Sequence[Wilayah]) -> _Sorted:
    result = _Sorted(_plans(inside, [place.path for place in places]))
    plans = {plan.kelurahan: plan for plan in result.plans}
    first: dict[str, int] = {}
    for row in rows:
        try:
            plan = plans[_kelurahan(row.kelurahan, places).path]
            before = len(plan.new)
            path = plan.add(row.rw, row.rt)
            if path in first:
                raise Refused("row-twice", f"RT ini sudah ada di baris {first[path]}.")
        except Refused as refused:
            result.refused.append(RefusedRow(row.number, refused.message))
            continue
        first[path] = row.number
        result.known_count += before == len(plan.new)
    return result


def _kelurahan(written: str, places: Sequence[Wilayah]) -> Wilayah:
    if not written and len(places) == 1:
        return places[0]
    if not written:
        raise Refused("kelurahan-missing", "Kolom kelurahan kosong. Isilah nama atau kodenya.")
    return territory.meant(written, places)


def _plans(inside: str, kelurahan: Sequence[str]) -> list[RtPlan]:
    known = [place.path for place in (*territory.rws_of(inside), *territory.rts_of(inside))]
    return [RtPlan(outer, (path for path in known if path.startswith(outer))) for outer in kelurahan]


def _lock(kelurahan: Sequence[str]) -> None:
    """Two clerks who add the same RT at once: the second waits and finds what the first has added."""
    rows = Wilayah.objects.filter(path__in=kelurahan, valid_until__isnull=True)
    list(rows.select_for_update().order_by("path").values_list("pk", flat=True))


def _insert(paths: Sequence[str]) -> None:
    ended = _ends(paths)
    Wilayah.objects.bulk_create(territory.new_row(path, name_of(path), valid_from=ended.get(path)) for path in paths)


def _ends(paths: Iterable[str]) -> dict[str, date]:
    """Where a path was used before: the new place begins when the old one ended."""
    ended = Wilayah.objects.filter(path__in=list(paths)).values_list("path")
    return dict(ended.annotate(last=Max("valid_until")))
