"""The shelf: the shipped catalogue and the site's own, read when asked for and again when changed."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from siip.kernel.catalogue.activities import ActivityKind, MeasureKind, read_activity, read_measures
from siip.kernel.catalogue.holidays import FILE, OfficeDay, read_holidays
from siip.kernel.catalogue.kinds import CatalogueError, CodeList, LetterType, Service
from siip.kernel.catalogue.reading import read_codelists, read_letter, read_service

T = TypeVar("T")
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Held:
    """One reading of all roots. An entry that cannot be read is held as its error."""

    codelists: dict[str, CodeList]
    letters: dict[str, LetterType | CatalogueError]
    services: dict[str, Service | CatalogueError]
    measures: dict[str, MeasureKind] | CatalogueError
    activities: dict[str, ActivityKind | CatalogueError]
    days: dict[date, OfficeDay]
    spoilt: list[CatalogueError]  # files of days


class Shelf:
    """Catalogues laid over one another: an entry of a later root adds, or takes an earlier one's place.

    A call looks whether a file changed and reads again only then, so that an office sees its new letter
    without a restart. One look is one `stat` a file, half a millisecond for the shipped 40; `look_every` seconds
    lie between two, since a page with fifty letters asks fifty times what each is called.
    """

    def __init__(self, *roots: Path, look_every: float = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self.roots = roots
        self._look_every, self._clock = look_every, clock
        self._next_look = 0.0
        self._read: tuple[Stamp, Held] | None = None

    def letter_type(self, kode: str) -> LetterType:
        """The letter type. Raises KeyError if there is none, CatalogueError if it is unreadable."""
        return _good(self._held().letters[kode])

    def letter_types(self) -> tuple[LetterType, ...]:
        """All letter types that can be read, by name; `errors` has the others."""
        kinds = [kind for kind in self._held().letters.values() if isinstance(kind, LetterType)]
        return tuple(sorted(kinds, key=lambda kind: kind.name))

    def service(self, kode: str) -> Service:
        """The service. Raises KeyError if there is none, CatalogueError if it is unreadable."""
        return _good(self._held().services[kode])

    def services(self) -> tuple[Service, ...]:
        """All services that can be read: those that make a letter first, each group by name."""
        found = [one for one in self._held().services.values() if isinstance(one, Service)]
        return tuple(sorted(found, key=lambda service: (service.letter is None, service.name)))

    def activity_kind(self, kode: str) -> ActivityKind:
        """The kind of work. Raises KeyError if there is none, CatalogueError if it is unreadable."""
        return _good(self._held().activities[kode])

    def activity_kinds(self) -> tuple[ActivityKind, ...]:
        """All kinds of work that can be read, by name."""
        found = [one for one in self._held().activities.values() if isinstance(one, ActivityKind)]
        return tuple(sorted(found, key=lambda kind: kind.name))

    def measures(self) -> tuple[MeasureKind, ...]:
        """All measures, in the order of their file; none if it is unreadable."""
        found = self._held().measures
        return () if isinstance(found, CatalogueError) else tuple(found.values())

    def codelist(self, kode: str) -> CodeList:
        """The list of codes. Raises KeyError if there is none."""
        return self._held().codelists[kode]

    def office_days(self) -> Mapping[date, OfficeDay]:
        """Days on which offices are closed or open against the week; a later root has its way day by day.

        A file that cannot be read counts as absent: `errors` names it.
        """
        return self._held().days

    def errors(self) -> list[str]:
        """What cannot be read, each with file, key and what to write."""
        held = self._held()
        folders = [*held.letters.values(), *held.services.values(), held.measures, *held.activities.values()]
        found = [*folders, *held.spoilt]
        # Once: measures that cannot be read are the error of every kind of work too.
        return list(dict.fromkeys(str(error) for error in found if isinstance(error, CatalogueError)))

    def _held(self) -> Held:
        now, read = self._clock(), self._read
        if read is not None and now < self._next_look:
            return read[1]
        stamp = tuple(sorted(stamp for root in self.roots if root.is_dir() for stamp in _stamps(root)))
        if read is None or read[0] != stamp:
            self._read = read = stamp, self._fresh()
        self._next_look = now + self._look_every
        return read[1]

    def _fresh(self) -> Held:
        held = Held(read_codelists(self._file("codelists.toml")), {}, {}, self._measures(), {}, {}, [])
        person = self._file("letters/orang.toml")
        for kode, folder in self._folders("letters", "letter.toml"):
            try:
                held.letters[kode] = read_letter(folder, person, held.codelists)
            except CatalogueError as error:
                held.letters[kode] = error
        for kode, folder in self._folders("services", "service.toml"):
            try:
                held.services[kode] = read_service(folder, held.letters)
            except CatalogueError as error:
                held.services[kode] = error
        for kode, folder in self._folders("activities", "activity.toml"):
            try:
                held.activities[kode] = read_activity(folder, held.measures, held.codelists)
            except CatalogueError as error:
                held.activities[kode] = error
        self._read_days(held)
        return held

    def _read_days(self, held: Held) -> None:
        for file in [root / FILE for root in self.roots if (root / FILE).exists()]:
            try:
                held.days.update(read_holidays(file))
            except CatalogueError as error:
                held.spoilt.append(error)

    def _measures(self) -> dict[str, MeasureKind] | CatalogueError:
        try:
            return read_measures(self._file("activities/ukuran.toml"))
        except CatalogueError as error:
            return error

    def _folders(self, kind: str, file: str) -> list[tuple[str, Path]]:
        found: dict[str, Path] = {}
        for root in self.roots:
            found |= {path.parent.name: path.parent for path in (root / kind).glob(f"*/{file}")}
        return sorted(found.items())

    def _file(self, name: str) -> Path:
        own = [root / name for root in self.roots if (root / name).exists()]
        return own[-1] if own else self.roots[0] / name


def _stamps(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """By scandir: five times as fast as Path.rglob."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir(follow_symlinks=False):
                yield from _stamps(one.path)
            elif one.is_file():
                stat = one.stat()
                yield one.path, stat.st_mtime_ns, stat.st_size


def _good(entry: "T | CatalogueError") -> T:
    if isinstance(entry, CatalogueError):
        raise entry
    return entry
