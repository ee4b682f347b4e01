"""The folders of the catalogue become frozen values, or an error that names file, key and what to write."""

import json
import re
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from siip.kernel.catalogue.kinds import (
    CHECKS,
    FIELD_TYPES,
    LONGEST,
    CatalogueError,
    CodeList,
    Delegate,
    Field,
    FieldType,
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
from siip.kernel.catalogue.strict import Table, read_text, read_toml, short
from siip.kernel.paper import FAMILIES
from siip.kernel.paper.surat import GIVEN, GIVEN_BY_OFFICE
from siip.kernel.paper.text import FIELD

ACTS = ("check", "paraf", "sign")
EXAMPLES = ("1_biasa", "2_terpanjang", "3_tanpa_pilihan")
PLACES = ("event", "counter")
PAPERS = ("A4", "F4")
ABOUT = ("orang", "kegiatan")


def read_codelists(file: Path) -> dict[str, CodeList]:
    """The lists of codelists.toml by their kode."""
    top, lists = read_toml(file), {}
    for kode in list(top.held):
        held = cast(Table, top.table(kode))
        lists[kode] = CodeList(
            kode=kode,
            name=held.text("name"),
            source=held.text("source"),
            entries=_entries(held),
            also=held.texts("also", []),
            aliases=_aliases(held),
        )
        held.done()
    return lists


def read_letter(folder: Path, person: Path, codelists: Mapping[str, CodeList]) -> LetterType:
    """The letter type of a folder; fields and tables of the person (`orang.toml`) come first, if it is about one."""
    shared, own = read_toml(person), read_toml(folder / "letter.toml")
    about = own.one_of("about", ABOUT, "orang")
    given, usual = _fields(shared, codelists), _letter_tables(shared)
    shared.done()
    fields = (given if about == "orang" else ()) + _fields(own, codelists)
    tables = usual | _letter_tables(own)
    grids = _grids(own, fields)
    needed = _requirements(own, {field.name for field in fields}) if about == "orang" else ()
    chain = _chain(own, "chain")
    kind = LetterType(
        kode=_kode_of(own, folder),
        name=own.text("name"),
        klasifikasi=_klasifikasi(own),
        family=own.one_of("family", FAMILIES),
        about=about,
        fields=fields,
        tables=tables,
        grids=grids,
        lines=_lines(folder / "teks.txt", fields, {**tables, **grids}),
        requirements=needed,
        not_needed=_not_needed(own),
        bring=_bring(own),
        statement=_statement(own, folder, fields, tables, needed),
        chain=chain,
        field_chain=_chain(own, "field_chain") if "field_chain" in own.held else chain,
        delegates=_delegates(own),
        validity=_validity(own),
        usual_minutes=_minutes(own),
        fee_idr=own.whole("fee_idr", 0, 0),
        sensitivity=own.texts("sensitivity", []),
        paper=own.one_of("paper", PAPERS, "A4"),
        examples=_examples(folder / "examples", fields),
        usual_purposes=own.texts("usual_purposes", []),
    )
    own.done()
    return kind


def read_service(folder: Path, letters: Mapping[str, LetterType | CatalogueError]) -> Service:
    """The service of a folder. What its letter already says about papers is taken from there."""
    own = read_toml(folder / "service.toml")
    kode = _kode_of(own, folder)
    letter = _letter_of(own, letters) if "letter" in own.held else None
    notice = own.table("notice")
    service = Service(
        kode=kode,
        name=own.text("name"),
        letter=letter.kode if letter else None,
        summary=own.text("summary"),
        partner=own.text("partner", ""),
        where=own.texts("where"),
        requirements=letter.requirements if letter else _requirements(own),
        not_needed=letter.not_needed if letter else _not_needed(own),
        bring=letter.bring if letter else _bring(own),
        prosedur=own.texts("prosedur"),
        jangka_waktu=own.text("jangka_waktu"),
        biaya=own.text("biaya"),
        produk=own.text("produk"),
        pengaduan=own.text("pengaduan"),
        fee_idr=own.whole("fee_idr", 0, 0),
        legal_basis=own.texts("legal_basis"),
        notice=_notice(notice) if notice else None,
    )
    if strange := [place for place in service.where if place not in PLACES]:
        raise own.wrong("where", f'"{strange[0]}" bukan tempat; tulis {" atau ".join(PLACES)}')
    own.done()
    return service


def _letter_of(own: Table, letters: Mapping[str, LetterType | CatalogueError]) -> LetterType:
    letter = letters.get(own.kode("letter"))
    if letter is None:
        raise own.wrong("letter", f"tulis jenis surat yang ada: {', '.join(letters)}")
    if isinstance(letter, CatalogueError):
        raise letter
    return letter


def _kode_of(own: Table, folder: Path) -> str:
    kode = own.kode()
    if kode != folder.name:
        raise own.wrong("kode", f'tulis "{folder.name}", sama dengan nama foldernya')
    return kode


def _klasifikasi(own: Table) -> str:
    kode = own.text("klasifikasi")
    if not re.fullmatch(r"\d{3}(\.\d+)*", kode):
        raise own.wrong("klasifikasi", 'tulis kode arsip, misalnya "400.12.2.1" atau "470"')
    return kode


def _entries(held: Table) -> tuple[tuple[int, str], ...]:
    entries = held.held.pop("entries", None)
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise held.wrong("entries", 'tulis daftar [nomor, "nama"]')
    return tuple((number, name) for number, name in entries)


def _is_entry(entry: object) -> bool:
    return isinstance(entry, list) and [type(part) for part in entry] == [int, str]


def _aliases(held: Table) -> dict[str, int]:
    aliases = held.table("alias")
    if aliases is None:
        return {}
    return {alias: aliases.whole(alias, 0, 9999) for alias in list(aliases.held)}


def _fields(table: Table, codelists: Mapping[str, CodeList]) -> tuple[Field, ...]:
    return tuple(_field(held, codelists) for held in table.tables("fields"))


def _field(held: Table, codelists: Mapping[str, CodeList]) -> Field:
    kind = cast(FieldType, held.one_of("type", FIELD_TYPES))
    field = Field(
        name=held.kode("name"),
        label=held.text("label"),
        type=kind,
        required=held.flag("required"),
        help=held.text("help", ""),
        max=held.whole("max", 1, 2000, LONGEST.get(kind, 20)),
        checks=held.texts("checks", []),
        sealed=held.flag("sealed", False),
        printed=held.flag("printed", True),
        default=held.text("default", ""),
        choices=_choices(held, codelists),
    )
    if (kind == "choice") != bool(field.choices):
        raise held.wrong("choices", 'tulis pilihannya, dan hanya bila type = "choice"')
    if strange := [check for check in field.checks if check not in CHECKS]:
        raise held.wrong("checks", f'"{strange[0]}" tidak dikenal; yang ada: {", ".join(CHECKS)}')
    held.done()
    return field


def _choices(held: Table, codelists: Mapping[str, CodeList]) -> tuple[str, ...]:
    if "codelist" not in held.held:
        return held.texts("choices", [])
    return codelists[held.one_of("codelist", tuple(codelists))].names


def _letter_tables(table: Table) -> dict[str, tuple[Row, ...]]:
    held = table.table("tables")
    return {} if held is None else {name: _rows(held, name) for name in list(held.held)}


def _grids(own: Table, fields: tuple[Field, ...]) -> dict[str, Grid]:
    top = own.table("grids")
    if top is None:
        return {}
    found, known = {}, {field.name for field in fields if field.type == "rows"}
    for name in list(top.held):
        held = cast(Table, top.table(name))
        columns, numeric = held.texts("columns"), held.texts("numeric", [])
        if strange := [word for word in numeric if word not in columns]:
            raise held.wrong("numeric", f'"{strange[0]}" tidak ada di columns')
        numbers = tuple(columns.index(word) for word in numeric)
        found[name] = Grid(held.text("title"), columns, numbers, held.text("note", ""))
        held.done()
        if name not in known:
            raise top.wrong(name, f'tulis isian bernama "{name}" dengan type = "rows"')
    return found


def _rows(held: Table, name: str) -> tuple[Row, ...]:
    rows = held.held.pop(name)
    if not isinstance(rows, list) or not rows or not all(map(_is_row, rows)):
        raise held.wrong(name, 'tulis daftar ["label", "isi"] atau ["label", "isi", "strong"]')
    return tuple(Row(label, text, bool(look)) for label, text, *look in rows)


def _is_row(row: object) -> bool:
    return (
        isinstance(row, list)
        and len(row) in (2, 3)
        and all(isinstance(part, str) for part in row)
        and row[2:] in ([], ["strong"])
    )


def _requirements(own: Table, known: Container[str] = ()) -> tuple[Requirement, ...]:
    found = []
    for held in own.tables("requirements", empty=False):
        found.append(
            Requirement(
                kode=held.kode(),
                label=held.text("label"),
                help=held.text("help", ""),
                rt_may_confirm=held.flag("rt_may_confirm", False),
                fields=held.texts("fields", []),
            )
        )
        if strange := [name for name in found[-1].fields if name not in known]:
            raise held.wrong("fields", f'"{strange[0]}" bukan isian surat ini')
        held.done()
    return tuple(found)


def _not_needed(own: Table) -> tuple[NotNeeded, ...]:
    found = []
    for held in own.tables("not_needed"):
        found.append(NotNeeded(label=held.text("label"), reason=held.text("reason")))
        held.done()
    return tuple(found)


def _bring(own: Table) -> tuple[ToBring, ...]:
    found = []
    for held in own.tables("bring"):
        found.append(ToBring(label=held.text("label"), help=held.text("help")))
        held.done()
    return tuple(found)


def _statement(
    own: Table, folder: Path, fields: tuple[Field, ...], tables: Mapping[str, object], needed: tuple[Requirement, ...]
) -> Statement | None:
    held = own.table("statement")
    if held is None:
        return None
    paper = next((one for one in needed if one.kode == held.held.get("requirement")), None)
    if paper is None:
        raise held.wrong("requirement", f"tulis salah satu berkasnya: {', '.join(one.kode for one in needed)}")
    # What only the signed paper tells is not known while it is printed.
    known = tuple(field for field in fields if field.name not in paper.fields)
    lines = _lines(folder / "pernyataan.txt", known, tables, GIVEN_BY_OFFICE)
    statement = Statement(held.text("name"), held.kode("requirement"), held.flag("materai"), lines)
    held.done()
    return statement


def _chain(own: Table, key: str) -> tuple[Step, ...]:
    steps = []
    for held in own.tables(key, empty=False):
        steps.append(Step(held.kode("office"), cast(Any, held.one_of("act", ACTS))))
        held.done()
    acts = [step.act for step in steps]
    if acts.count("sign") != 1 or acts[-1] != "sign":
        raise own.wrong(key, 'langkah terakhir, dan hanya itu, memakai act = "sign"')
    return tuple(steps)


def _delegates(own: Table) -> tuple[Delegate, ...]:
    found = []
    for held in own.tables("delegates"):
        capacity = held.one_of("capacity", ("an", "ub"))
        through = held.kode("through") if capacity == "ub" else ""
        found.append(Delegate(held.kode("office"), cast(Any, capacity), through))
        held.done()
    return tuple(found)


def _validity(own: Table) -> Validity | None:
    held = own.table("validity")
    if held is None:
        return None
    validity = Validity(held.whole("days", 0, 3660, 0), held.whole("months", 0, 120, 0))
    if bool(validity.days) == bool(validity.months):
        raise held.wrong("", "tulis { days = 30 } atau { months = 6 }")
    held.done()
    return validity


def _minutes(own: Table) -> tuple[int, int]:
    value = own.held.pop("usual_minutes", None)
    if not isinstance(value, list) or [type(part) for part in value] != [int, int]:
        raise own.wrong("usual_minutes", "tulis [tercepat, terlama] dalam menit, misalnya [10, 30]")
    return value[0], value[1]


def _notice(held: Table) -> Notice:
    notice = Notice(*(held.text(key) for key in ("purpose", "basis", "kept", "ask")))
    held.done()
    return notice


def _lines(
    file: Path, fields: tuple[Field, ...], tables: Mapping[str, object], given: Iterable[str] = GIVEN
) -> tuple[str, ...]:
    """The lines of a text. `tables` are those that it may name, grids among them."""
    lines = tuple(line.strip() for line in read_text(file).splitlines() if line.strip())
    known = {field.name for field in fields if field.printed and field.type != "rows"} | set(given)
    for line in lines:
        if line.startswith("@") and line[1:] not in tables:
            raise CatalogueError(f'{short(file)}: tabel "{line}" tidak ada di [tables] atau [grids].')
        table = tables[line[1:]] if line.startswith("@") else ()
        texts = [line] if not line.startswith("@") else [row.text for row in table] if isinstance(table, tuple) else []
        _check_text(file, texts, known)
    if len(lines) < 3 or any(line.startswith("@") for line in lines[-2:]):
        raise CatalogueError(f"{short(file)}: tulis sedikitnya tiga baris; dua baris terakhir adalah kalimat.")
    return lines


def _check_text(file: Path, texts: list[str], known: set[str]) -> None:
    for text in texts:
        if strange := [name for name in FIELD.findall(text) if name not in known]:
            raise CatalogueError(f'{short(file)}: isian {{{strange[0]}}} di "{text[:40]}" tidak ada di [[fields]].')
        bare = re.sub(r"\[[^\[\]]*\]", "", FIELD.sub("", text))
        if any(mark in bare for mark in "{}[]"):
            raise CatalogueError(
                f'{short(file)}: kurung tidak berpasangan di "{text[:40]}". '
                "Tulis {isian} dan [bagian yang boleh hilang]."
            )


def _examples(folder: Path, fields: tuple[Field, ...]) -> dict[str, Mapping[str, Any]]:
    names = {field.name for field in fields}
    found = {}
    for stem in EXAMPLES:
        file = folder / f"{stem}.json"
        try:
            answers = json.loads(read_text(file))
        except json.JSONDecodeError as broken:
            raise CatalogueError(f"{short(file)}: bukan JSON yang benar ({broken}).") from None
        if strange := [name for name in answers if name not in names]:
            raise CatalogueError(f'{short(file)}: "{strange[0]}" tidak ada di [[fields]].')
        found[stem[2:]] = answers
    return found
