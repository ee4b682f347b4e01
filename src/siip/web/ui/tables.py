"""Lists of records: sort, filter and page by plain links, read safely from the query string.

Only what the view declared can be asked for: an unknown column, filter value or page is ignored, and every
link is built again from what was understood, so nothing of a strange address comes back into the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet

PAGE_SIZE = 50
SORT, PAGE = "urut", "hal"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `order` is the field (of the queryset or the row) that sorts it, "" for none.

    `names_row` is the one column that is the heading of its row. `is_state` stands beside that heading on a
    phone. `is_act` is the column of buttons: its label is read aloud, not shown.
    """

    key: str
    label: str
    order: str = ""
    is_number: bool = False
    names_row: bool = False
    is_state: bool = False
    is_act: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One question with its answers as links; `field` is looked up with the value chosen."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    field: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query string asks for, as far as it was understood."""

    sort: str = ""
    page: int = 1
    chosen: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()

    def query(self) -> str:
        pairs = [*self.kept, *self.chosen, *([(SORT, self.sort)] if self.sort else [])]
        pairs += [(PAGE, str(self.page))] if self.page > 1 else []
        return f"?{urlencode(pairs)}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a filter or of the page row."""

    text: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, with everything its table, filters and page links need."""

    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    asked: Asked
    rows: Sequence[Any]
    total: int
    last_page: int

    @property
    def column(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    @property
    def is_filtered(self) -> bool:
        return bool(self.asked.chosen)

    def direction(self, column: Column) -> str:
        """ "ascending", "descending", or "" when the list is not sorted by this column."""
        if self.asked.sort.removeprefix("-") != column.key:
            return ""
        return "descending" if self.asked.sort.startswith("-") else "ascending"

    def sort_href(self, column: Column) -> str:
        turned = "-" if self.direction(column) == "ascending" else ""
        return replace(self.asked, sort=f"{turned}{column.key}", page=1).query()

    def filter_links(self) -> list[tuple[str, list[Choice]]]:
        return [(one.label, self._choices(one)) for one in self.filters]

    def page_links(self) -> list[Choice]:
        """First, last and the pages around this one; empty when there is only one."""
        if self.last_page == 1:
            return []
        now = self.asked.page
        near = sorted({1, self.last_page, *range(max(1, now - 1), min(self.last_page, now + 1) + 1)})
        shown = [Choice(str(page), self._page(page), page == now) for page in near]
        return shown + ([Choice("Berikutnya", self._page(now + 1))] if now < self.last_page else [])

    def _page(self, page: int) -> str:
        return replace(self.asked, page=page).query()

    def _choices(self, one: Filter) -> list[Choice]:
        chosen = dict(self.asked.chosen)
        rest = tuple(pair for pair in self.asked.chosen if pair[0] != one.key)
        everything = Choice("Semua", replace(self.asked, chosen=rest, page=1).query(), one.key not in chosen)
        return [everything] + [
            Choice(
                label,
                replace(self.asked, chosen=(*rest, (one.key, value)), page=1).query(),
                chosen.get(one.key) == value,
            )
            for value, label in one.choices
        ]


def listing(
    query: Mapping[str, str],
    rows: "QuerySet[Any, Any] | Sequence[Any]",
    columns: Iterable[Column],
    *,
    filters: Iterable[Filter] = (),
    sort: str = "",
    size: int = PAGE_SIZE,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> Listing:
    """The page of `rows` that `query` (as `request.GET`) asks for; `sort` is the order when it asks for none.

    Rows may be a queryset or a sequence that is already in its own order. `kept` is what the view has understood
    of the address beside, for every link to say again.
    """
    columns, filters = tuple(columns), tuple(filters)
    asked = replace(understood(query, columns, filters, sort), kept=tuple(kept.items()))
    found = _sorted(_filtered(rows, filters, dict(asked.chosen)), columns, asked.sort)
    total = found.count() if isinstance(found, QuerySet) else len(found)
    last = max(1, -(-total // size))
    asked = replace(asked, page=min(asked.page, last))
    return Listing(columns, filters, asked, _page(found, (asked.page - 1) * size, size, total), total, last)


def _page(found: Any, start: int, size: int, total: int) -> list[Any]:
    """The rows of one page. Of a long list the keys are found first.

    Whoever sorts a year of requests to show fifty should not carry what hangs on each of them through the sorting.
    """
    if total > size and isinstance(found, QuerySet) and not found.query.group_by:
        keys = list(found.values_list("pk", flat=True)[start : start + size])
        found, start = found.filter(pk__in=keys), 0
    return list(found[start : start + size])


def understood(query: Mapping[str, str], columns: tuple[Column, ...], filters: tuple[Filter, ...], sort: str) -> Asked:
    """What of the query string is among the columns and filters of this list."""
    sortable = {column.key for column in columns if column.order}
    wish = query.get(SORT, "")
    page = query.get(PAGE, "")
    chosen = tuple(
        (one.key, query[one.key]) for one in filters if query.get(one.key, "") in {value for value, _ in one.choices}
    )
    return Asked(
        sort=wish if wish.removeprefix("-") in sortable else sort,
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        chosen=chosen,
    )


def _filtered(rows: Any, filters: tuple[Filter, ...], chosen: dict[str, str]) -> Any:
    for one in filters:
        if one.key in chosen:
            value = chosen[one.key]
            if isinstance(rows, QuerySet):
                rows = rows.filter(**{one.field: value})
            else:
                rows = [row for row in rows if str(getattr(row, one.field)) == value]
    return rows


def _sorted(rows: Any, columns: tuple[Column, ...], sort: str) -> Any:
    order = {column.key: column.order for column in columns}.get(sort.removeprefix("-"), "")
    if not order:
        return rows
    falling = sort.startswith("-")
    if isinstance(rows, QuerySet):
        # The key makes the order total: without it a row could stand on two pages, or on none.
        return rows.order_by(f"-{order}" if falling else order, "pk")
    return sorted(cast(Sequence[Any], rows), key=lambda row: _key(getattr(row, order)), reverse=falling)


def _key(value: Any) -> tuple[bool, Any]:
    return (value is None, "" if value is None else value)
