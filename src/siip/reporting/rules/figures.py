"""A figure is never a bare number: it is made with the rows that add up to it, or it is not made at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

WHOLE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line behind a figure. `said` is what everybody may read of it: a place, a kind, never a resident.

    `ref` names what staff open to see more: a kind of thing and its id, ("request", "0192…"); or nothing.
    """

    said: str
    amount: Decimal = WHOLE
    ref: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, its unit and the rows it is the sum of; `how` says in words how it was come by.

    Raises ValueError when the rows do not add up to the value.
    """

    value: Decimal
    unit: str
    rows: tuple[Row, ...]
    kode: str
    name: str
    how: str

    def __post_init__(self) -> None:
        if self.value != total(self.rows):
            raise ValueError(f"{self.kode} says {self.value}, its rows {total(self.rows)}")

    @property
    def said(self) -> str:
        """The value as Indonesia writes it: "1.250", "19,2"."""
        return number(self.value)

    def grouped(self) -> list[tuple[str, Decimal]]:
        """The rows put together by what is said of them, in the order of the first of each."""
        found: dict[str, Decimal] = {}
        for row in self.rows:
            found[row.said] = found.get(row.said, Decimal(0)) + row.amount
        return list(found.items())


def figure(kode: str, name: str, unit: str, how: str, rows: Iterable[Row]) -> Figure:
    """The figure of some rows."""
    listed = tuple(rows)
    return Figure(total(listed), unit, listed, kode, name, how)


def total(rows: Iterable[Row]) -> Decimal:
    """What rows add up to; nothing is 0."""
    return sum((row.amount for row in rows), Decimal(0))


def number(value: Decimal) -> str:
    """Whole numbers without a comma, others with as many places as they have: "1.250", "19,2"."""
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True, slots=True)
class Frozen:
    """A figure as it was when the day was closed: the rows are grouped, so that it holds nobody's."""

    kode: str
    name: str
    unit: str
    how: str
    value: Decimal
    rows: tuple[tuple[str, Decimal], ...]

    @property
    def said(self) -> str:
        return number(self.value)


@dataclass(frozen=True, slots=True)
class Change:
    """What a figure was when the day was closed and what it is now."""

    kode: str
    name: str
    unit: str
    was: str
    now: str


def freeze(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Figures as plain JSON, for the closing and its digest."""
    return [
        {
            "kode": one.kode, "name": one.name, "unit": one.unit, "how": one.how, "value": str(one.value),
            "rows": [[said, str(amount)] for said, amount in one.grouped()],
        }
        for one in figures
    ]  # fmt: skip


def thaw(plain: Iterable[Mapping[str, Any]]) -> list[Frozen]:
    """What `freeze` made, as values again."""
    return [
        Frozen(
            one["kode"], one["name"], one["unit"], one["how"], Decimal(one["value"]),
            tuple((said, Decimal(amount)) for said, amount in one["rows"]),
        )
        for one in plain
    ]  # fmt: skip


def changes(closed: Sequence[Frozen], now: Sequence[Figure]) -> list[Change]:
    """What is another value now than at closing, what is new, and what is gone; in the order of today's figures."""
    then = {one.kode: one for one in closed}
    found = [
        Change(one.kode, one.name, one.unit, then[one.kode].said if one.kode in then else "0", one.said)
        for one in now
        if one.value != (then[one.kode].value if one.kode in then else Decimal(0))
    ]
    known = {one.kode for one in now}
    gone = [one for one in closed if one.kode not in known and one.value]
    return found + [Change(one.kode, one.name, one.unit, one.said, "0") for one in gone]
