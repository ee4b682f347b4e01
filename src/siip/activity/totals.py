"""The work of an event, or at a place, added up: counts, measures, and the volume that is derived from some."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from siip.activity import sites
from siip.activity.models import WorkSite
from siip.activity.rules import work
from siip.kernel import catalogue
from siip.kernel.catalogue import MeasureKind
from siip.programme.models import Event


@dataclass(frozen=True, slots=True)
class Total:
    """A measure added up over the sites of an event (or of a place)."""

    measure: MeasureKind
    amount: Decimal
    sites: int


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """The work of an event in numbers; the rows behind each are in `sites.sites_of`."""

    sites: int
    states: Mapping[str, int]
    wastes: Mapping[str, int]
    totals: tuple[Total, ...] = ()
    volume: work.Volume | None = None


def figures_of(event: Event) -> WorkFigures:
    """The work of an event added up; the caller has asked the right to see."""
    return figures(sites.sites_of(event))


def figures(rows: Sequence[WorkSite]) -> WorkFigures:
    """Sites of an event, or of a place, added up."""
    found = totals(rows)
    return WorkFigures(
        len(rows),
        {state: sum(row.state == state for row in rows) for state in work.STATES},
        {waste: sum(row.waste == waste for row in rows) for waste in work.WASTES},
        found,
        work.volume({one.measure.kode: one.amount for one in found}, _factors()),
    )


def totals(rows: Iterable[WorkSite]) -> tuple[Total, ...]:
    """Each measure added up over some sites, in the order of the catalogue; what left it comes last, by its code."""
    amounts: dict[str, list[Decimal]] = {}
    for row in rows:
        for one in row.measures.all():
            amounts.setdefault(one.kode, []).append(one.amount)
    known = [one for one in catalogue.measures() if one.kode in amounts]
    gone = [MeasureKind(kode, kode, "", 2, 1) for kode in sorted(amounts.keys() - {one.kode for one in known})]
    return tuple(Total(one, sum(amounts[one.kode], Decimal(0)), len(amounts[one.kode])) for one in (*known, *gone))


def volume_of(row: WorkSite) -> work.Volume | None:
    """The derived volume of one site."""
    return work.volume({one.kode: one.amount for one in row.measures.all()}, _factors())


def _factors() -> dict[str, work.Factor]:
    return {one.kode: work.Factor(one.unit, one.m3) for one in catalogue.measures() if one.m3 is not None}
