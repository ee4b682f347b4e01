"""Template tags of every face; built in, so no page loads them. Listed for authors in `docs/ui.md`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from siip.web.ui import icons, wording
from siip.web.ui import style as styles
from siip.web.ui.parts import Answer, Figure, Link, Step
from siip.web.ui.tables import Column, Listing

register = template.Library()
register.filter("attributes", flatatt)  # a template included for the attributes of each box costs ten times as much

ICON_OF = {"": "info", "ok": "check", "wait": "warn", "no": "cross"}
VERDICT_ICON = {"ok": "sure", "wait": "warn", "no": "help"}

# -- the frame ---------------------------------------------------------------------------------------------


@register.simple_tag
def style(face: str) -> SafeString:
    return mark_safe(f"<style>{styles.style(face)}</style>")


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.icon(name)


@register.simple_tag
def wordmark() -> SafeString:
    return icons.WORDMARK


@register.simple_tag
def favicon() -> SafeString:
    return icons.ICON


@register.simple_tag(takes_context=True)
def tab(context: Context, href: str, text: str, count: int = 0, exact: bool = False) -> SafeString:
    """A link of the navigation bar, marked when the page lies at or (unless exact) under its address."""
    path = getattr(context.get("request"), "path", "")
    here = path == href or (path.startswith(href) and not exact)
    bubble = format_html(' <span class="num">{}</span>', wording.number(count)) if count else ""
    return format_html('<a href="{}"{}>{}{}</a>', href, mark_safe(' aria-current="page"' if here else ""), text, bubble)


# -- words -------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None, form: str = "long") -> str:
    """`Jumat, 27 November 2026`; form "plain" leaves the weekday out, "short" gives `27/11/2026`."""
    if value is None:
        return ""
    on = wording.local(value, _zone(context)).date() if isinstance(value, datetime) else value
    if form == "short":
        return f"{on:%d/%m/%Y}"
    return wording.day(on) if form == "long" else wording.plain_day(on)


@register.simple_tag(takes_context=True)
def clock(context: Context, value: datetime | None) -> str:
    """`07.30 WIB`."""
    return wording.clock(value, _zone(context)) if value else ""


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """`Jumat, 27 November 2026, 07.30 WIB`."""
    return f"{day(context, value)}, {clock(context, value)}" if value else ""


def _zone(context: Context) -> str:
    return str(context.get("zone") or "WIB")


@register.filter
def number(value: int | Decimal | float | None) -> str:
    return "" if value is None else wording.number(value)


@register.filter
def masked(value: str) -> str:
    return wording.masked(value)


# -- parts -------------------------------------------------------------------------------------------------


@register.simple_tag
def tag(meaning: str, text: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', _meaning(meaning), text)


@register.simple_block_tag
def note(content: str, meaning: str = "", icon: str = "") -> SafeString:
    """Something to know beside the flow: "" neutral, ok, wait (take care), no (stop)."""
    picture = icons.icon(icon or ICON_OF[_meaning(meaning)])
    return format_html('<div class="note {}">{}<div>{}</div></div>', meaning, picture, mark_safe(content))


@register.simple_block_tag
def verdict(content: str, meaning: str, title: str, icon: str = "") -> SafeString:
    """The only full field of a meaning colour; its title is the page's heading."""
    picture = icons.icon(icon or VERDICT_ICON[meaning])
    return format_html(
        '<div class="card verdict {}">{}<h1>{}</h1>{}</div>', meaning, picture, title, mark_safe(content)
    )


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "check") -> SafeString:
    """Nothing here yet: why, and what to do."""
    return format_html('<div class="empty">{}<h2>{}</h2>{}</div>', icons.icon(icon), title, mark_safe(content))


@register.simple_tag
def leaf(on: date) -> SafeString:
    return format_html(
        '<p class="leaf"><span>{}</span><b>{}</b><span>{} {}</span></p>',
        wording.DAYS[on.weekday()], on.day, wording.MONTHS[on.month - 1], on.year,
    )  # fmt: skip


@register.simple_tag
def facts(pairs: Mapping[str, Any] | Iterable[tuple[str, Any]], frame: str = "") -> SafeString:
    """Term and value; `frame` is "card", "card tinted" or nothing. An empty value is left out."""
    rows = pairs.items() if isinstance(pairs, Mapping) else pairs
    body = format_html_join("", "<dt>{}</dt><dd>{}</dd>", ((k, v) for k, v in rows if v not in ("", None)))
    return format_html('<dl class="facts {}">{}</dl>', frame, body)


@register.simple_tag
def figures(figures: Iterable[Figure]) -> SafeString:
    body = format_html_join(
        "",
        '<li><a class="stat" href="{}"><b>{}</b>{}</a><small>{}</small></li>',
        (
            (f.href, f.value if isinstance(f.value, str) else wording.number(f.value), f.unit, f.against)
            for f in figures
        ),
    )
    return format_html('<ul class="stats">{}</ul>', body)


@register.simple_tag
def links(links: Iterable[Link]) -> SafeString:
    body = format_html_join(
        "", '<li><a href="{}"><b>{}</b><small>{}</small></a></li>', ((x.href, x.text, x.note) for x in links)
    )
    return format_html('<ul class="links">{}</ul>', body)


@register.inclusion_tag("ui/parts/answers.html")
def answers(answers: Iterable[Answer]) -> dict[str, Any]:
    """Check your answers, before anything that cannot be undone."""
    return {"answers": list(answers)}


@register.inclusion_tag("ui/parts/course.html")
def course(steps: Iterable[Step]) -> dict[str, Any]:
    return {"steps": list(steps)}


@register.inclusion_tag("ui/parts/your_data.html")
def your_data(purpose: str, basis: str, until: str, ask: str) -> dict[str, Any]:
    """The notice wherever something is collected: what for, on what basis, kept until when, whom to ask."""
    return {"purpose": purpose, "basis": basis, "until": until, "ask": ask}


# -- lists -------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/filters.html")
def filters(listing: Listing) -> dict[str, Any]:
    return {"listing": listing}


@register.inclusion_tag("ui/parts/pages.html")
def pages(listing: Listing) -> dict[str, Any]:
    return {"listing": listing}


@register.simple_block_tag
def table(content: str, listing: Listing, caption: str) -> SafeString:
    """The table of a listing: its head with links that sort; the rows stand between the tags."""
    head = format_html_join("", "{}", ((_heading(listing, column),) for column in listing.columns))
    return format_html(
        '<table class="rows" role="table"><caption class="unseen">{}</caption><thead role="rowgroup">'
        '<tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>',
        caption, head, mark_safe(content),
    )  # fmt: skip


@register.simple_block_tag
def cell(content: str, column: Column) -> SafeString:
    """One cell of `{% table %}`; the column gives label, alignment, and whether it names its row."""
    if not isinstance(column, Column):
        raise template.TemplateSyntaxError("cell wants a column of its listing, as in listing.column.nama")
    before, after = _around(column)
    return mark_safe(f"{before}{content.strip()}{after}")


@cache
def _around(column: Column) -> tuple[str, str]:
    """What stands around every cell of a column: the same for each of its rows, and a list has 350 cells."""
    name, role, scope = ("th", "rowheader", ' scope="row"') if column.names_row else ("td", "cell", "")
    label = "" if column.is_act else column.label
    return format_html(
        '<{} role="{}"{}{} data-l="{}">', mark_safe(name), role, mark_safe(scope), _kind(column), label
    ), f"</{name}>"


def _kind(column: Column) -> SafeString:
    names = {"n": column.is_number, "at": column.is_state, "act": column.is_act}
    kind = " ".join(name for name, is_so in names.items() if is_so)
    return format_html(' class="{}"', kind) if kind else mark_safe("")


def _heading(listing: Listing, column: Column) -> SafeString:
    kind = _kind(column)
    label = format_html('<span class="unseen">{}</span>', column.label) if column.is_act else column.label
    if not column.order:
        return format_html('<th role="columnheader" scope="col"{}>{}</th>', kind, label)
    direction = listing.direction(column)
    sort = format_html(' aria-sort="{}"', direction) if direction else ""
    arrow = {"ascending": " ▴", "descending": " ▾", "": ""}[direction]
    return format_html(
        '<th role="columnheader" scope="col"{}{}><a href="{}">{}{}</a></th>',
        kind, sort, listing.sort_href(column), column.label, arrow,
    )  # fmt: skip


def _meaning(word: str) -> str:
    if word not in ICON_OF:
        raise template.TemplateSyntaxError(f'{word!r} is no meaning; use "", "ok", "wait" or "no"')
    return word


# -- forms -------------------------------------------------------------------------------------------------


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_file(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.FileInput)


@register.filter
def first_control(field: BoundField) -> str:
    """The id that a link of the error summary leads to: of a group its first box."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def understood(field: BoundField) -> str:
    """What a date field made of the text, once it was sent."""
    read = getattr(field.field, "understood", None)
    return read(field.value()) if read and field.form.is_bound else ""


@register.inclusion_tag("ui/parts/summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """For a page that lays out its fields by hand; `{{ form }}` brings its own."""
    return {"form": form}
