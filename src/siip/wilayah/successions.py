"""Ends and successors: what a decree or a new number does to places, and who came after whom."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from os.path import commonprefix
from uuid import UUID

from django.db.models import Q

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.wilayah import territory
from siip.wilayah.models import Succession, Wilayah
from siip.wilayah.rules.codes import is_path, parent_of
from siip.wilayah.rules.succession import Change, Heir, change


def retire(path: str, *, on: date, by: Actor, at: datetime, id: UUID) -> int:
    """End a place and all that lies in it; `on` is the first day on which it is no more.

    Returns how many places ended; what ended already is left. Raises Refused: "no-right",
    "unknown-wilayah", "before-start".
    """
    by.require(territory.MANAGE, path)
    rows = Wilayah.objects.filter(within("path", [path]), valid_until__isnull=True)
    with journal.act("wilayah.retire", id=id, by=by, at=at, where=path, about={"on": on}, body=[path, on]) as act:
        if act.repeated:
            return Wilayah.objects.filter(within("path", [path]), valid_until=on).count()
        ending = list(rows.select_for_update().order_by("path"))
        if not any(row.path == path for row in ending):
            raise territory.unknown(path)
        _check_dates(ending, on)
        return rows.update(valid_until=on)


def succeed(
    predecessors: Sequence[str],
    heirs: Sequence[Heir],
    *,
    on: date,
    by: Actor,
    at: datetime,
    id: UUID,
) -> tuple[Wilayah, ...]:
    """Split, merge, rename or renumber places from a day on; return the rows of the heirs.

    What lies inside moves as `rules.succession` says. Raises Refused: "no-right", "before-start",
    and what that rule refuses.
    """
    concerned = [*predecessors, *(heir.path for heir in heirs)]
    for path in concerned:
        by.require(territory.MANAGE, path)
    about = {"on": on, "predecessors": list(predecessors), "heirs": [h.path for h in heirs]}
    body = [about, [[heir.path, heir.name, heir.takes] for heir in heirs]]
    with journal.act("wilayah.succeed", id=id, by=by, at=at, where=_around(concerned), about=about, body=body) as act:
        if not act.repeated:
            _apply(predecessors, heirs, on)
    return tuple(territory.at_path(heir.path, on) for heir in heirs)


def successors(path: str) -> tuple[str, ...]:
    """The paths that took over directly from a path, at any time, sorted; a mere new name is none."""
    found = Succession.objects.filter(predecessor__path=path).exclude(successor__path=path)
    return tuple(sorted(set(found.values_list("successor__path", flat=True))))


def predecessors(path: str) -> tuple[str, ...]:
    """The paths from which a path took over directly, at any time, sorted."""
    found = Succession.objects.filter(successor__path=path).exclude(predecessor__path=path)
    return tuple(sorted(set(found.values_list("predecessor__path", flat=True))))


def lineage(paths: Iterable[str], on: date) -> dict[str, tuple[str, ...]]:
    """For each path the paths over which its holder's rights reach on a day, itself first.

    A valid place reaches what it came from, as far as that has ended; one that has ended reaches
    those that came after it. A mother that keeps its code and the daughter beside it are two living
    places and do not reach each other.
    """
    wanted = list(paths)
    after, before = _edges(wanted)
    concerned = {*after, *before, *wanted}
    if not after:
        return {path: (path,) for path in wanted}
    valid = set(Wilayah.objects.filter(territory.valid(on), path__in=concerned).values_list("path", flat=True))
    return {
        path: (path, *sorted(_reached(path, before, concerned - valid)))
        if path in valid
        else (path, *sorted(_reached(path, after, concerned)))
        for path in wanted
    }


def _apply(predecessors: Sequence[str], heirs: Sequence[Heir], on: date) -> None:
    rows = _lock([*predecessors, *(heir.path for heir in heirs)])
    planned = change(predecessors, heirs, {path: row.name for path, row in rows.items()})
    _check_dates([rows[path] for path in planned.ends], on)
    _check_past(planned, on)
    Wilayah.objects.filter(pk__in=[rows[path].pk for path in planned.ends]).update(valid_until=on)
    begun = Wilayah.objects.bulk_create(territory.new_row(path, name, on) for path, name in planned.begins.items())
    now = rows | {row.path: row for row in begun}
    Succession.objects.bulk_create(
        Succession(predecessor=rows[old], successor=now[new], effective_on=on) for old, new in planned.follows
    )


def _lock(paths: Sequence[str]) -> dict[str, Wilayah]:
    """Every open place among, around and beside them: what the rule has to see."""
    around = {parent_of(path) or path for path in paths if is_path(path)}
    rows = Wilayah.objects.filter(within("path", sorted(around)), valid_until__isnull=True)
    return {row.path: row for row in rows.select_for_update().order_by("path")}


def _check_dates(ending: Iterable[Wilayah], on: date) -> None:
    for row in ending:
        if row.valid_from is not None and on <= row.valid_from:
            raise Refused(
                "before-start",
                f"{row.title} baru berlaku sejak {row.valid_from:%d-%m-%Y}. Tanggal berakhirnya harus sesudah itu.",
            )


def _check_past(planned: Change, on: date) -> None:
    """A path that was used before begins again only after its last period."""
    used = Wilayah.objects.filter(path__in=planned.begins, valid_until__gt=on).order_by("path")
    if (row := used.first()) is not None:
        raise Refused(
            "before-start",
            f"Kode {row.code} masih dipakai sampai {row.valid_until:%d-%m-%Y}. Pilihlah tanggal sesudah itu.",
        )


def _around(paths: Sequence[str]) -> str:
    shared = commonprefix(list(paths))
    return shared[: shared.rfind("/") + 1]


def _edges(paths: Sequence[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Successors and predecessors by path, as far as they hang together with these paths."""
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    seen: set[str] = set()
    frontier = set(paths)
    while frontier:
        found = Succession.objects.filter(
            Q(predecessor__path__in=frontier) | Q(successor__path__in=frontier)
        ).values_list("predecessor__path", "successor__path")
        seen |= frontier
        for old, new in found:
            after.setdefault(old, set()).add(new)
            before.setdefault(new, set()).add(old)
        frontier = {*after, *before} - seen
    return after, before


def _reached(path: str, edges: dict[str, set[str]], allowed: set[str]) -> set[str]:
    reached: set[str] = set()
    frontier = {path}
    while frontier:
        frontier = {new for old in frontier for new in edges.get(old, ())} & allowed - reached - {path}
        reached |= frontier
    return reached
