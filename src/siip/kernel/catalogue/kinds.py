"""What the catalogue holds, as frozen values: letter types, services, lists of codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FieldType = Literal["text", "long", "digits", "date", "year", "number", "rupiah", "choice", "rows"]
FIELD_TYPES: tuple[FieldType, ...] = (
    "text",
    "long",
    "digits",
    "date",
    "year",
    "number",
    "rupiah",
    "choice",
    "rows",
)
# What a field may ask for beyond its type; `siip.kernel.catalogue.answers` knows each.
CHECKS = ("nik", "not_future")
LONGEST = {"text": 120, "long": 600, "digits": 16, "choice": 120, "rows": 200}  # of rows: how many


class CatalogueError(ValueError):
    """A folder of the catalogue that cannot be read: the file, the key, what to write there."""


@dataclass(frozen=True)
class Field:
    """One thing that a letter asks for. `choices` are filled in from the code list if it names one."""

    name: str
    label: str
    type: FieldType
    required: bool
    help: str = ""
    max: int = 120
    checks: tuple[str, ...] = ()
    sealed: bool = False
    printed: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of a table in a letter: label, text with `{fields}`, whether it stands out."""

    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Grid:
    """A ruled table of a letter: its title, the heads of its columns, which of them hold numbers, a note beneath.

    Its rows are what the field of the same name was answered with; without rows it is left out whole.
    """

    title: str
    columns: tuple[str, ...]
    numeric: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Requirement:
    """A paper to be shown. `rt_may_confirm`: the word of the RT head on the spot takes its place.

    `fields` are those of the letter that only this paper tells: they may stay empty until it is shown.
    """

    kode: str
    label: str
    help: str = ""
    rt_may_confirm: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotNeeded:
    """What people bring, or are asked for, in vain; and why it is not needed."""

    label: str
    reason: str


@dataclass(frozen=True)
class ToBring:
    """What is needed and is no paper to be shown, such as a duty stamp: what it is, where it comes from."""

    label: str
    help: str


@dataclass(frozen=True)
class Statement:
    """What the person states and signs, printed filled in from the request: `pernyataan.txt` of the letter.

    `lines` are like those of the letter; `requirement` is the paper that it becomes once it is signed.
    """

    name: str
    requirement: str
    materai: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One link of the chain: an office kind and what its holder does (check, paraf, sign)."""

    office: str
    act: Literal["check", "paraf", "sign"]


@dataclass(frozen=True)
class Delegate:
    """Who may sign in the place of the signer; `through` is the office between, under u.b."""

    office: str
    capacity: Literal["an", "ub"]
    through: str = ""


@dataclass(frozen=True)
class Validity:
    """How long a letter is good: so many days, or so many months; the other one is 0."""

    days: int = 0
    months: int = 0


@dataclass(frozen=True)
class LetterType:
    """A folder `letters/<kode>/`: all that is particular to one kind of letter.

    `about` is "orang" or "kegiatan": only a letter about a person has the fields of orang.toml.
    `lines` are those of teks.txt: a sentence with `{fields}`, or "@" and the name of a table or a grid.
    `bring` is what else to bring; `statement` what the person signs first, None for most letters.
    `field_chain` is the chain at an event; it equals `chain` where the service allows no shorter one.
    `usual_purposes` are offered while `keperluan` is typed; anything else may be written.
    `validity` is None for a letter that does not lapse. `usual_minutes` counts from a whole file.
    """

    kode: str
    name: str
    klasifikasi: str
    family: str
    about: str
    fields: tuple[Field, ...]
    tables: Mapping[str, tuple[Row, ...]]
    grids: Mapping[str, Grid]
    lines: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    not_needed: tuple[NotNeeded, ...]
    bring: tuple[ToBring, ...]
    statement: Statement | None
    chain: tuple[Step, ...]
    field_chain: tuple[Step, ...]
    delegates: tuple[Delegate, ...]
    validity: Validity | None
    usual_minutes: tuple[int, int]
    fee_idr: int
    sensitivity: tuple[str, ...]
    paper: str
    examples: Mapping[str, Mapping[str, Any]] = field(repr=False)
    usual_purposes: tuple[str, ...] = ()

    @property
    def signer(self) -> str:
        """The office kind that signs."""
        return self.chain[-1].office


@dataclass(frozen=True)
class Notice:
    """What is said where personal data are asked for (UU 27/2022 art. 21)."""

    purpose: str
    basis: str
    kept: str
    ask: str


@dataclass(frozen=True)
class Service:
    """A folder `services/<kode>/`: the service as its standard publishes it.

    The six published components (Permenpan RB 15/2014): `requirements`, `prosedur`, `jangka_waktu`,
    `biaya`, `produk`, `pengaduan`. `letter` is the letter it makes, or None; `partner` whose desk
    gives it, or "". `where` holds "event" and "counter".
    """

    kode: str
    name: str
    letter: str | None
    summary: str
    partner: str
    where: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    not_needed: tuple[NotNeeded, ...]
    bring: tuple[ToBring, ...]
    prosedur: tuple[str, ...]
    jangka_waktu: str
    biaya: str
    produk: str
    pengaduan: str
    fee_idr: int
    legal_basis: tuple[str, ...]
    notice: Notice | None

    @property
    def persyaratan(self) -> tuple[str, ...]:
        """The papers to bring, as the standard lists them."""
        return tuple(requirement.label for requirement in self.requirements)


@dataclass(frozen=True)
class CodeList:
    """An official list of codes: number and name, in the order of the form it comes from.

    `also` are names that occur on papers but have no number in the list.
    """

    kode: str
    name: str
    source: str
    entries: tuple[tuple[int, str], ...]
    also: tuple[str, ...]
    aliases: Mapping[str, int]

    @property
    def names(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(name for _, name in self.entries) + self.also

    def name_of(self, written: object) -> str | None:
        """The name for a number, a name or an alias, in any spelling; None if it is none of them."""
        key = folded(str(written))
        if key.isdigit():
            return dict(self.entries).get(int(key))
        named = {folded(name): name for name in self.names}
        if key in named:
            return named[key]
        number = {folded(alias): code for alias, code in self.aliases.items()}.get(key)
        return None if number is None else dict(self.entries)[number]


def folded(text: str) -> str:
    """Upper case and without any space: "Tidak / Belum sekolah" is "TIDAK/BELUMSEKOLAH"."""
    return "".join(text.upper().split())
