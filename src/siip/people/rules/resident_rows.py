"""Rows of a list of residents, checked: each becomes a person to store, or is refused with a reason.

A doubt about a NIK is a warning and never a reason to leave somebody out. What makes a row unusable is
what would make it useless or another person: no name, a birth date that cannot be read, a kelurahan that
is not here. One NIK is one person, so that a list may be taken in again; without a NIK the name, the birth
date and the KK number together are.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import Any, Final

from siip.kernel import words
from siip.kernel.refused import Refused
from siip.people.rules import layouts, nik, spellings
from siip.people.rules.code_lists import LISTS, gone, meaning
from siip.people.rules.layouts import Family, Layout, Row
from siip.people.rules.names import looks_odd, name_key
from siip.people.rules.nik import Doubt, Sex
from siip.wilayah.rules.codes import path_of
from siip.wilayah.rules.names import called
from siip.wilayah.rules.rt_numbers import number_key, rt_number, rw_number

LONGEST_NAME: Final = 120  # KTP-el prints fewer; a longer one is a cell that slipped
LONGEST_TEXT: Final = 200
_TEXTS: Final = ("birth_place", "address", "father", "mother")
_NO_CELL: Final = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a row: its number in the sheet, a stable code, and an Indonesian sentence."""

    row: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """A kelurahan or an RT as the rules need it: the row's id, its path and name."""

    id: int
    path: str
    name: str


@dataclass(slots=True)
class Listed:
    """A person out of a row. `details` are texts to be sealed, the NIK and KK number among them."""

    row: int
    name: str
    name_key: str
    birth_on: date | None
    nik: str  # sixteen digits, or "" when there is none to search by
    no_kk: str
    kelurahan: Place
    rw: str
    rt: str
    place: Place  # the RT, or the kelurahan where the list of territory has no such RT
    details: dict[str, str]

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two rows one person."""
        return (self.nik,) if self.nik else (self.name_key, self.birth_on, self.no_kk)


@dataclass(slots=True)
class Checked:
    """All rows of a list after checking. `rt_unknown` are those whose RT is not in the list of territory."""

    listed: list[Listed] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    rt_unknown: list[Listed] = field(default_factory=list)
    row_count: int = 0

    @property
    def warned_count(self) -> int:
        """How many rows have at least one warning."""
        return len({finding.row for finding in self.warnings})


class Places:
    """The kelurahan that a list may be about, and their RT; found by name without spaces, or by code."""

    def __init__(self, kelurahan: Sequence[Place], rts: Iterable[Place]) -> None:
        self.kelurahan = tuple(kelurahan)
        self._rts: dict[tuple[str, str, str], Place] = {}
        self._alone: dict[tuple[str, str], Place | None] = {}
        for place in rts:
            *outer, rw, rt, _ = place.path.split("/")
            inside, number = "/".join(outer) + "/", number_key(rt)
            self._rts[inside, number_key(rw), number] = place
            self._alone[inside, number] = None if (inside, number) in self._alone else place
        self.named: Callable[[str], Place | None] = cache(self._named)
        self._numbered: Callable[[str, str, str], Place | None] = cache(self._rt)

    def rt(self, kelurahan: Place, rw: str, rt: str) -> Place | None:
        """The RT of that number; without an RW it is found where the kelurahan has the number once."""
        return self._numbered(kelurahan.path, rw, rt)

    def _rt(self, inside: str, rw: str, rt: str) -> Place | None:
        number = number_key(rt)
        found = self._rts.get((inside, number_key(rw), number))
        return found or (self._alone.get((inside, number)) if rw == "-" else None)

    def _named(self, written: str) -> Place | None:
        try:
            path = path_of(written)
        except ValueError:
            found = called(written, self.kelurahan)
        else:
            found = tuple(place for place in self.kelurahan if place.path == path)
        return found[0] if len(found) == 1 else None


def check_rows(
    rows: Sequence[Row],
    layout: Layout,
    places: Places,
    *,
    on: date,
    regions: Container[str] | None,
    first_row: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> Checked:
    """Every row below the heading, on that day; `first_row` is the number that row 0 has in its sheet.

    `progress` is told after each thousand how many rows were looked at.
    """
    checked, seen = Checked(), dict[tuple[object, ...], int]()
    terms = _Terms(layout, places, on, regions)
    for at, cells, family in _members(rows, terms):
        number = at + first_row
        checked.row_count += 1
        if checked.row_count % 1000 == 0:
            progress(checked.row_count)
        try:
            listed, doubts = _listed(number, cells, family, terms)
            doubts += _keep(listed, checked, seen)
        except Refused as refused:
            checked.refused.append(_finding(number, refused.code, refused.message))
            continue
        checked.warnings += [_finding(number, doubt.code, doubt.message) for doubt in doubts]
    checked.rt_unknown = [one for one in checked.listed if one.rt and one.place is one.kelurahan]
    return checked


def rt_warning(listed: Listed) -> Finding:
    """What to say of a row whose RT is not known: the person stands with the kelurahan."""
    rw = f"/RW {listed.rw}" if listed.rw != "-" else ""
    return Finding(
        listed.row, "rt-unknown",
        f"RT {listed.rt}{rw} belum ada di daftar wilayah {listed.kelurahan.name}; orang ini dicatat di kelurahannya. "
        "Tambahkan RT itu, lalu impor ulang.",
    )  # fmt: skip


def _finding(row: int, code: str, message: str) -> Finding:
    """Cells slip into the wrong column, and a sentence that quotes one must not give a NIK away."""
    return Finding(row, code, spellings.shown(message, longest=400))


class _Terms:
    """What holds for every row of a list, and what its cells were found to say.

    The same few hundred texts stand in thousands of cells, so each is read once: a third of the time of a check.
    They are forgotten with the list, being personal.
    """

    def __init__(self, layout: Layout, places: Places, on: date, regions: Container[str] | None) -> None:
        self.layout, self.places, self.on, self.regions = layout, places, on, regions
        self.filled: Callable[[Any], str] = cache(spellings.filled)
        self.kelurahan: Callable[[Any, Any], Place] = cache(partial(_kelurahan, layout, places))
        readers = {name: self.filled for name in _TEXTS} | {name: cache(partial(meaning, name)) for name in LISTS}
        self.readers = [(name, read) for name, read in readers.items() if name in layout.columns]


def _members(rows: Sequence[Row], terms: _Terms) -> Iterator[tuple[int, dict[str, Any], Family | None]]:
    """The rows that are people, each with its family where the list is a book of families."""
    layout, filled = terms.layout, terms.filled
    names, last = tuple(layout.columns), max(layout.columns.values())
    picked = itemgetter(*layout.columns.values())
    name_at = layout.columns["name"]
    title = rows[layout.heading][name_at]
    family, heading = Family() if layout.in_families else None, None
    if family is not None:  # the first family stands above the first heading of members
        family = layouts.family(*rows[layout.heading - 2 : layout.heading])
    for at in range(layout.heading + 1, len(rows)):
        row = rows[at]
        if not any(row):
            continue
        if heading is not None:
            family, heading = layouts.family(heading, row), None
        elif family is not None and layouts.is_family_heading(row):
            heading = row
        elif len(row) <= name_at or row[name_at] != title:  # printed again above each family or page
            padded = row if len(row) > last else [*row, *[_NO_CELL] * (last + 1 - len(row))]
            said = picked(padded)
            if any(map(filled, said)):
                yield at, dict(zip(names, said, strict=True)), family


def _listed(number: int, cells: dict[str, Any], family: Family | None, terms: _Terms) -> tuple[Listed, list[Doubt]]:
    if why := gone(cells.get("state", _NO_CELL)):
        raise Refused("row-gone", f"Di daftar tercatat {why}, jadi tidak dimasukkan.")
    name, key, doubts = _name(cells.get("name", _NO_CELL))
    birth_place, birth_on = _birth(cells, terms)
    sex = _sex(cells.get("sex", _NO_CELL), doubts)
    person = nik.read(cells.get("nik", _NO_CELL))
    kk = nik.read(family.no_kk if family else cells.get("no_kk", _NO_CELL))
    doubts += _nik_doubts(person, birth_on, sex, terms.regions, terms.on)
    doubts += _kk_doubts(kk)
    kelurahan = terms.kelurahan(cells.get("kelurahan", _NO_CELL), cells.get("hamlet", _NO_CELL))
    rw, rt = _numbers(cells, family, doubts)
    if not person.whole and birth_on is None:
        raise Refused(
            "row-thin",
            "Tanpa NIK yang lengkap dan tanpa tanggal lahir, orang ini tidak dapat dibedakan dari yang bernama sama. "
            "Isilah salah satunya.",
        )
    details = _details(cells, family, person, kk, sex, terms)
    if birth_place:
        details["birth_place"] = birth_place
    place = (terms.places.rt(kelurahan, rw, rt) if rt else None) or kelurahan
    return Listed(number, name, key, birth_on, person.whole, kk.whole, kelurahan, rw, rt, place, details), doubts


def _name(cell: object) -> tuple[str, str, list[Doubt]]:
    name = spellings.filled(cell)
    key = name_key(name)
    if not key:
        raise Refused("name-missing", "Nama kosong atau tanpa huruf. Isilah nama seperti di KTP atau KK.")
    if len(name) > LONGEST_NAME:
        raise Refused("name-long", f"Nama terlalu panjang: {len(name)} huruf, paling banyak {LONGEST_NAME}.")
    if not looks_odd(name):  # no digit in it either
        return name, key, []
    words.refuse_nik(name, "Nama")
    return name, key, [Doubt("name-odd", "Nama memuat tanda yang tidak lazim. Cocokkan dengan KTP.")]


def _birth(cells: dict[str, Any], terms: _Terms) -> tuple[str, date | None]:
    """Place and date, from their own columns or from one cell: "Palembang, 04-11-1969"."""
    place, cell = terms.filled(cells.get("birth_place", _NO_CELL)), cells.get("birth_on", _NO_CELL)
    if "birth" in cells and spellings.is_nothing(cell):
        together = spellings.filled(cells["birth"])
        before, comma, after = together.rpartition(",")
        place, cell = (before.strip(), after) if comma else (place, together)
    return place[:LONGEST_TEXT], spellings.birth_date(cell, terms.on)


def _sex(cell: object, doubts: list[Doubt]) -> Sex | None:
    try:
        return spellings.sex(cell)
    except Refused as refused:
        doubts.append(Doubt(refused.code, refused.message))
        return None


def _nik_doubts(
    reading: nik.Reading, birth_on: date | None, sex: Sex | None, regions: Container[str] | None, on: date
) -> tuple[Doubt, ...]:
    if reading.lost:
        return (Doubt("nik-lost-digit", nik.LOST_DIGIT),)
    if not reading.number:
        return (Doubt("nik-missing", "NIK kosong. Orang ini dapat dicari dengan nama dan tanggal lahirnya."),)
    return nik.check(reading.number, birth_on, sex, regions, on=on)


def _kk_doubts(reading: nik.Reading) -> tuple[Doubt, ...]:
    if reading.lost:
        return (Doubt("kk-lost-digit", nik.LOST_DIGIT.replace("NIK", "Nomor KK")),)
    faults = nik.faults(reading.number) if reading.number and not reading.whole else ()
    return tuple(
        Doubt(doubt.code.replace("nik", "kk"), doubt.message.replace("NIK", "Nomor KK").replace("KTP", "KK"))
        for doubt in faults
    )


def _kelurahan(layout: Layout, places: Places, cell: object, hamlet_cell: object) -> Place:
    """By its own column; in the template the column "dusun" often holds it; else the one that all is about."""
    written, hamlet = spellings.filled(cell) or layout.kelurahan, spellings.filled(hamlet_cell)
    alone = places.kelurahan[0] if len(places.kelurahan) == 1 else None
    found = places.named(written or hamlet) if written or hamlet else alone
    if found is None and not written:
        found = alone  # a hamlet that is no kelurahan is just a hamlet
    if found is None and not (written or hamlet):
        raise Refused("kelurahan-missing", "Kelurahan kosong. Isilah nama atau kode kelurahannya.")
    if found is None:
        said = spellings.shown(written or hamlet)
        raise Refused(
            "kelurahan-unknown", f"“{said}” bukan kelurahan atau desa di wilayah impor ini. Periksa ejaannya."
        )
    return found


def _numbers(cells: dict[str, Any], family: Family | None, doubts: list[Doubt]) -> tuple[str, str]:
    """RW ("-" for none) and RT ("" for none); one that cannot be read is a doubt and counts as none."""
    rt, rw = cells.get("rt", _NO_CELL), cells.get("rw", _NO_CELL)
    if family:
        rt, rw = rt or family.numbers.get("rt", ""), rw or family.numbers.get("rw", "")
    elif "rt_rw" in cells and spellings.is_nothing(rt):
        rt, _, rw = spellings.filled(cells["rt_rw"]).partition("/")
    try:
        return _read_numbers(rw, rt) if isinstance(rt, str) and isinstance(rw, str) else _plain_numbers(rw, rt)
    except Refused as refused:
        doubts.append(Doubt(refused.code, refused.message))
        return "-", ""


def _plain_numbers(rw: object, rt: object) -> tuple[str, str]:
    try:
        number = rt_number(rt)
    except Refused as refused:
        if refused.code != "rt-missing":
            raise
        number = ""
    return rw_number(rw), number


_read_numbers = lru_cache(maxsize=500)(_plain_numbers)  # a list names the same few hundred again and again


def _details(
    cells: dict[str, Any],
    family: Family | None,
    person: nik.Reading,
    kk: nik.Reading,
    sex: Sex | None,
    terms: _Terms,
) -> dict[str, str]:
    details = {}
    if person.number:
        details["nik"] = person.number[:40]
    if kk.number:
        details["no_kk"] = kk.number[:40]
    if sex:
        details["sex"] = sex.value
    for name, read in terms.readers:
        if said := read(cells[name]):
            details[name] = said[:LONGEST_TEXT]
    if family and family.address:
        details["address"] = family.address[:LONGEST_TEXT]
    return details


def _keep(listed: Listed, checked: Checked, seen: dict[tuple[object, ...], int]) -> list[Doubt]:
    """Put a person on the list; the same one again takes the place of the former row.

    Raises Refused: "nik-twice" when one NIK stands beside two names.
    """
    at = seen.get(listed.identity)
    if at is None:
        seen[listed.identity] = len(checked.listed)
        checked.listed.append(listed)
        return []
    former = checked.listed[at]
    if former.name_key != listed.name_key:
        raise Refused(
            "nik-twice",
            f"NIK-nya sama dengan baris {former.row}, tetapi namanya lain. Cocokkan kedua baris dengan KTP.",
        )
    checked.listed[at] = listed
    return [Doubt("row-twice", f"Orang yang sama sudah ada di baris {former.row}; yang dipakai baris ini.")]
