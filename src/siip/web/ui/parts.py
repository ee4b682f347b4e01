"""What a view hands to the components of a page: small values, checked when they are made."""

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["", "ok", "wait", "no"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that leads to its rows: value, unit, address, and what it is measured against."""

    value: int | str
    unit: str
    href: str
    against: str = ""

    def __post_init__(self) -> None:
        if not self.href:
            raise ValueError(f"the figure {self.value} {self.unit} leads nowhere")


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of check-your-answers; without an address it cannot be changed here."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One point in the course of a day or a request."""

    text: str
    state: Literal["past", "now", ""] = ""
    when: str = ""
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A line that leads on, with a remark at its end."""

    href: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the navigation bar. `count` is what waits for this person; `exact` for a face's first page."""

    href: str
    text: str
    count: int = 0
    exact: bool = False
