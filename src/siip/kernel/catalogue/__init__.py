"""The catalogue: letter types, services and kinds of work as folders of data, shipped and the site's own.

`letter_type(kode)`, `letter_types()`, `service(kode)`, `services()`, `codelist(kode)`: frozen values.
`activity_kind(kode)`, `activity_kinds()`, `measures()`: kinds of work, and what is measured there.
`office_days()`: holidays, and days on which the site is open all the same; `siip.kernel.workdays` counts by them.
`answer_problems(kind, answers, on=...)`: whether answers fit a letter type.
`check(report)`: reads all, renders each letter with its three examples; gives the problems.
`Shelf(*roots)`: the same for other folders than those of this house.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from siip.kernel.catalogue.activities import ActivityKind, MeasureKind
from siip.kernel.catalogue.answers import answer_problems
from siip.kernel.catalogue.holidays import OfficeDay
from siip.kernel.catalogue.kinds import (
    CatalogueError,
    CodeList,
    Delegate,
    Field,
    Grid,
    LetterType,
    Notice,
    NotNeeded,
    Requirement,
    Row,
    Service,
    Statement,
    Step,
    ToBring,
    Validity,
)
from siip.kernel.catalogue.shelf import Shelf
from siip.kernel.catalogue.trial import trial

__all__ = [
    "SHIPPED",
    "ActivityKind",
    "CatalogueError",
    "CodeList",
    "Delegate",
    "Field",
    "Grid",
    "LetterType",
    "MeasureKind",
    "NotNeeded",
    "Notice",
    "OfficeDay",
    "Requirement",
    "Row",
    "Service",
    "Shelf",
    "Statement",
    "Step",
    "ToBring",
    "Validity",
    "activity_kind",
    "activity_kinds",
    "answer_problems",
    "check",
    "codelist",
    "letter_type",
    "letter_types",
    "measures",
    "office_days",
    "service",
    "services",
]

SHIPPED = Path(__file__).parent.parent.parent / "catalogue"
LOOK_EVERY = 1.0
"""Seconds between two looks whether the catalogue of this house changed."""


def letter_type(kode: str) -> LetterType:
    """The letter type. Raises KeyError if there is none, CatalogueError if it is unreadable."""
    return _shelf().letter_type(kode)


def letter_types() -> tuple[LetterType, ...]:
    """All letter types that can be read, by name."""
    return _shelf().letter_types()


def service(kode: str) -> Service:
    """The service. Raises KeyError if there is none, CatalogueError if it is unreadable."""
    return _shelf().service(kode)


def services() -> tuple[Service, ...]:
    """All services that can be read: those that make a letter first, each group by name."""
    return _shelf().services()


def activity_kind(kode: str) -> ActivityKind:
    """The kind of work. Raises KeyError if there is none, CatalogueError if it is unreadable."""
    return _shelf().activity_kind(kode)


def activity_kinds() -> tuple[ActivityKind, ...]:
    """All kinds of work that can be read, by name."""
    return _shelf().activity_kinds()


def measures() -> tuple[MeasureKind, ...]:
    """All that is measured at work, whatever the kind."""
    return _shelf().measures()


def codelist(kode: str) -> CodeList:
    """An official list of codes, by its kode in codelists.toml. Raises KeyError if there is none."""
    return _shelf().codelist(kode)


def office_days() -> Mapping[date, OfficeDay]:
    """Days on which offices are closed, or open against the week, by the day."""
    return _shelf().office_days()


def check(report: Callable[[str], None]) -> list[str]:
    """Reads all and renders each letter type with its examples; `report` gets a line a paper.

    Gives the problems, each with file, key and what to write; an empty list means that all is well.
    """
    return trial(_shelf(), report)


@cache
def _shelf() -> Shelf:
    return Shelf(SHIPPED, settings.SIIP.data_dir / "catalogue", look_every=LOOK_EVERY)
