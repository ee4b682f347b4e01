"""A list asks only for what its view declared, and its links hold nothing else."""

from dataclasses import dataclass

import pytest
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError

from siip.web.ui.tables import Column, Filter, Listing, listing

COLUMNS = (
    Column("nomor", "Nomor", order="number", is_number=True, names_row=True),
    Column("nama", "Nama", order="name"),
)
STATES = Filter("keadaan", "Keadaan", (("done", "Selesai"), ("void", "Batal")), "state")


@dataclass(frozen=True)
class Row:
    number: int
    name: str | None
    state: str = "done"


ROWS = [Row(1, "Siti"), Row(2, "Agus", "void"), Row(3, "Nur"), Row(4, None), Row(5, "Ruslan")]


def asked(query: str, size: int = 2) -> Listing:
    return listing(QueryDict(query), ROWS, COLUMNS, filters=[STATES], sort="-nomor", size=size)


def numbers(found: Listing) -> list[int]:
    return [row.number for row in found.rows]


def test_first_page_in_the_default_order() -> None:
    assert numbers(asked("")) == [5, 4]
    assert asked("").total == 5
    assert asked("").last_page == 3


def test_order_is_asked_by_a_link() -> None:
    assert numbers(asked("urut=nama", size=9)) == [2, 3, 5, 1, 4]
    assert numbers(asked("urut=-nama", size=9)) == [4, 1, 5, 3, 2]


@pytest.mark.parametrize("query", ["urut=password", "urut=--nomor", "urut=nama__secret", "urut=", "urut=%00"])
def test_unknown_order_is_ignored(query: str) -> None:
    assert numbers(asked(query)) == [5, 4]


def test_page_beyond_the_end_is_the_last() -> None:
    assert numbers(asked("hal=99")) == [1]


def test_every_link_says_again_what_the_view_has_understood_beside() -> None:
    found = listing(QueryDict("dari=palsu&hal=2"), ROWS, COLUMNS, filters=[STATES], size=2, kept={"dari": "1-11-2026"})
    assert [link.href for link in found.page_links()][:2] == ["?dari=1-11-2026", "?dari=1-11-2026&hal=2"]
    assert found.filter_links()[0][1][1].href == "?dari=1-11-2026&keadaan=done"
    assert found.sort_href(COLUMNS[0]) == "?dari=1-11-2026&urut=nomor"


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "٣", "99999999999999999999", ""])
def test_strange_page_is_the_first(page: str) -> None:
    assert numbers(asked(f"hal={page}")) == [5, 4]


def test_filter_takes_its_own_values_only() -> None:
    assert numbers(asked("keadaan=void")) == [2]
    assert numbers(asked("keadaan=secret")) == [5, 4]
    assert asked("keadaan=void").is_filtered
    assert not asked("keadaan=secret").is_filtered


def test_links_keep_what_was_understood_and_drop_the_rest() -> None:
    found = asked("keadaan=done&urut=nama&hal=2&x=<script>&nik=1671144103780003")
    hrefs = [choice.href for _, choices in found.filter_links() for choice in choices]
    hrefs += [link.href for link in found.page_links()] + [found.sort_href(column) for column in COLUMNS]
    assert "?keadaan=done&urut=nama" in hrefs
    assert all("script" not in href and "1671" not in href for href in hrefs)


def test_second_click_on_a_heading_turns_the_order() -> None:
    assert asked("urut=nama").sort_href(COLUMNS[1]) == "?urut=-nama"
    assert asked("urut=-nama").sort_href(COLUMNS[1]) == "?urut=nama"


def test_new_filter_starts_at_the_first_page() -> None:
    _, choices = asked("hal=2").filter_links()[0]
    assert [choice.href for choice in choices] == [
        "?urut=-nomor",
        "?keadaan=done&urut=-nomor",
        "?keadaan=void&urut=-nomor",
    ]
    assert [choice.is_current for choice in choices] == [True, False, False]


def test_pages_show_first_last_and_neighbours() -> None:
    found = listing(QueryDict("hal=5"), list(range(100)), (), size=10)
    assert [link.text for link in found.page_links()] == ["1", "4", "5", "6", "10", "Berikutnya"]


def test_single_page_has_no_page_links() -> None:
    assert asked("", size=9).page_links() == []


def test_empty_list_has_one_page() -> None:
    found = listing({}, [], COLUMNS)
    assert (found.total, found.last_page, found.rows) == (0, 1, [])


TABLE = """{% table found "Surat" %}{% for row in found.rows %}<tr role="row">
{% cell found.column.nomor %}{{ row.number }}{% endcell %}
{% cell found.column.nama %}{{ row.name }}{% endcell %}
</tr>{% endfor %}{% endtable %}"""


def table(found: Listing) -> str:
    return Template(TABLE).render(Context({"found": found}))


def test_table_names_its_roles_order_and_labels() -> None:
    html = table(asked("urut=nama"))
    assert '<th role="columnheader" scope="col" aria-sort="ascending"><a href="?urut=-nama">Nama ▴</a></th>' in html
    assert '<th role="rowheader" scope="row" class="n" data-l="Nomor">2</th>' in html
    assert '<td role="cell" data-l="Nama">Agus</td>' in html


def test_cell_escapes_what_the_row_holds() -> None:
    html = table(listing({}, [Row(1, "<script>")], COLUMNS))
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_cell_of_a_column_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% cell found.column.nama_salah %}x{% endcell %}").render(Context({"found": asked("")}))
