"""Kinds of work and their measures: `activities/<kode>/activity.toml` beside the shared `activities/ukuran.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from siip.kernel.catalogue.kinds import CatalogueError, CodeList
from siip.kernel.catalogue.strict import Table, read_toml

PLACES = "jenis_tempat"


@dataclass(frozen=True)
class MeasureKind:
    """Something that is measured, in its unit, with so many decimals and at most so much at one place on a day.

    `m3`: the stated factor by which a volume is derived from it, None where none is; `m3_basis` says from where.
    """

    kode: str
    label: str
    unit: str
    decimals: int
    most: int
    help: str = ""
    m3: Decimal | None = None
    m3_basis: str = ""


@dataclass(frozen=True)
class ActivityKind:
    """A folder `activities/<kode>/`: a kind of work. `places` are numbers of the list `jenis_tempat` where it is
    usual; `clean` is the word for a place that was done; `waste`: whether any waste comes of it."""

    kode: str
    name: str
    summary: str
    places: tuple[int, ...]
    measures: tuple[MeasureKind, ...]
    clean: str
    waste: bool


def read_measures(file: Path) -> dict[str, MeasureKind]:
    """The measures of ukuran.toml by their kode."""
    top, found = read_toml(file), {}
    for held in top.tables("measures", empty=False):
        measure = _measure(held)
        if measure.kode in found:
            raise held.wrong("kode", f'"{measure.kode}" sudah dipakai ukuran lain')
        found[measure.kode] = measure
    top.done()
    return found


def read_activity(
    folder: Path, measures: Mapping[str, MeasureKind] | CatalogueError, codelists: Mapping[str, CodeList]
) -> ActivityKind:
    """The kind of work of a folder. Raises CatalogueError, also that of the measures."""
    if isinstance(measures, CatalogueError):
        raise measures
    own = read_toml(folder / "activity.toml")
    kode = own.kode()
    if kode != folder.name:
        raise own.wrong("kode", f'tulis "{folder.name}", sama dengan nama foldernya')
    kind = ActivityKind(
        kode=kode,
        name=own.text("name"),
        summary=own.text("summary"),
        places=_places(own, codelists),
        measures=_chosen(own, measures),
        clean=own.text("clean", "Bersih"),
        waste=own.flag("waste", True),
    )
    own.done()
    return kind


def _measure(held: Table) -> MeasureKind:
    measure = MeasureKind(
        kode=held.kode(),
        label=held.text("label"),
        unit=held.text("unit"),
        decimals=held.whole("decimals", 0, 2, 0),
        most=held.whole("most", 1, 1_000_000),
        help=held.text("help", ""),
        m3=_factor(held),
        m3_basis=held.text("m3_basis", ""),
    )
    if (measure.m3 is None) != (not measure.m3_basis):
        raise held.wrong("m3_basis", "sebutkan dari mana faktornya, dan hanya bila ada m3")
    held.done()
    return measure


def _factor(held: Table) -> Decimal | None:
    written = held.text("m3", "")
    if not written:
        return None
    try:
        factor = Decimal(written)
    except InvalidOperation:
        factor = Decimal(0)
    if not factor.is_finite() or not 0 < factor <= 100:
        raise held.wrong("m3", 'tulis angka di antara tanda kutip dengan titik, misalnya "0.05"')
    return factor


def _chosen(own: Table, measures: Mapping[str, MeasureKind]) -> tuple[MeasureKind, ...]:
    wanted = own.texts("measures")
    if strange := [kode for kode in wanted if kode not in measures]:
        raise own.wrong("measures", f'"{strange[0]}" tidak ada di ukuran.toml; yang ada: {", ".join(measures)}')
    if len(set(wanted)) < len(wanted):
        raise own.wrong("measures", "sebut tiap ukuran satu kali")
    return tuple(measures[kode] for kode in wanted)


def _places(own: Table, codelists: Mapping[str, CodeList]) -> tuple[int, ...]:
    wanted = own.held.pop("places", [])
    known = dict(codelists[PLACES].entries) if PLACES in codelists else {}
    if not isinstance(wanted, list) or any(type(number) is not int or number not in known for number in wanted):
        raise own.wrong("places", f"tulis nomor dari daftar {PLACES}, misalnya [1, 3]; kosong bila di mana saja")
    return tuple(wanted)
