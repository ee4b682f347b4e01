"""The report of a day at the console: every figure leads to its rows; closing the day; the text that goes up."""

import secrets
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from siip.letters.rules import chain, codes
from siip.programme import events
from siip.programme.models import Event
from siip.reporting import closings, figures, papers, photo_sheets, readiness
from siip.reporting.models import Closing
from siip.reporting.rules.figures import Figure, Row, number
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.console.letter_words import STATES, said_of
from siip.web.ui import parts
from siip.web.ui.address import address_of
from siip.web.ui.fields import Paragraph
from siip.web.ui.forms import TokenForm, attempt, show

SEE, CLOSE = closings.SEE, closings.CLOSE
# kind of thing behind a row -> the page that shows it
PAGES: Final = {
    "request": "console:request", "attendance": "console:attendance", "queue": "console:queue",
    "site": "console:work-site", "promise": "console:promise", "aduan": "console:aduan-one",
    "talks": "console:talks", "exchange": "console:helps", "faces": "console:faces",
}  # fmt: skip
# kind of open point -> the page that settles it, and the right that opens it
MENDS: Final = {
    "hadir": ("console:attendance", "fieldday.see"), "antrean": ("console:queue", "fieldday.see"),
    "kerja": ("console:work", "activity.see"), "blangko": ("console:pack", "fieldday.see"),
}  # fmt: skip
FIRST: Final = 6  # figures that stand large on top


class CloseForm(TokenForm):
    """`seen` is the head of the closing that the page shows, "" where the day is open: what is sent means that one."""

    refusals = {"note-long": "note", "nik-in-text": "note"}
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    note = Paragraph(
        label="Catatan penutup", required=False, max_length=closings.LONGEST,
        help_text="Cuaca, kecelakaan, siapa yang hadir di luar daftar. Tampil di laporan dan di halaman untuk umum; "
        "jangan menulis nama warga.",
    )  # fmt: skip


@console(SEE)
def report(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    found, closing = figures.figures_of(event, at=request.now), _closing(request, event)
    told = [one for one in found if one.value]
    is_public = closing is not None and closing.letter.state in chain.ON_PAPER
    text = papers.message(
        event, closings.closed_figures(closing) if closing else found, note=closing.note if closing else "",
        address=f"{address_of(request.kecamatan)}/hasil/{event.pk}/" if is_public else "",
    )  # fmt: skip
    context = {
        "event": event, "closing": closing, "figures": [_part(event, one) for one in told[:FIRST]],
        "rows": [(one, _href(event, one.kode)) for one in found], "count": len(told), "text": text,
        "lines": len(text.splitlines()) + 4, "send": f"https://wa.me/?text={quote(text)}",
        "changes": closings.changes_since(closing, found) if closing else [],
        "state": (STATES[closing.letter.state][0], said_of(closing.letter)) if closing else None,
        "is_public": is_public, "sheet": photo_sheets.counted(event),
        "may_close": closing is None and _may_close(request, event), "has_begun": event.starts_at <= request.now,
        "may_again": closing is not None and closings.is_open(closing) and _may_close(request, event),
    }  # fmt: skip
    return render(request, "console/reports/report.html", context)


@console(SEE)
def rows(request: ConsoleRequest, event_id: UUID, kode: str) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    found = figures.figure_of(event, kode, at=request.now)
    closing = _closing(request, event)
    closed = next((one for one in closings.closed_figures(closing) if one.kode == kode), None) if closing else None
    context = {
        "event": event, "figure": found, "was": closed.said if closed and closed.value != found.value else "",
        "groups": [(said, number(amount)) for said, amount in found.grouped()],
        "rows": [(row, number(row.amount), _page(row)) for row in found.rows],
        "is_grouped": 1 < len(found.grouped()) < len(found.rows),
    }  # fmt: skip
    return render(request, "console/reports/rows.html", context)


@console(CLOSE)
def close(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    """Close the day, or make the report anew while nobody has signed it: the same page says which."""
    event = events.event(event_id, by=request.actor, right=CLOSE)
    closing = _closing(request, event)
    form = CloseForm(request.POST or None, initial=_shown(closing))
    if form.is_valid() and _do(request, event, form) is not None:
        messages.success(request, "Laporan disusun dan menunggu paraf. Teks untuk dikirim ada di bawah.")
        return redirect("console:report", event.pk)
    if stop := _stop(request, event, closing):
        may_tell = request.actor.may(events.PLAN, event.wilayah.path)
        return show(request, "console/reports/stop.html", form, {"event": event, "stop": stop, "may_tell": may_tell})
    found = figures.figures_of(event, at=request.now)
    context = {
        "event": event, "closing": closing, "is_running": request.now < event.ends_at - readiness.CLOSING,
        "points": [(one, _mends(request, event, one.kind)) for one in closings.open_points(event, found)],
        "told": [(one, _href(event, one.kode)) for one in found if one.value],
        "changes": closings.changes_since(closing, found) if closing else [],
    }  # fmt: skip
    return show(request, "console/reports/close.html", form, context)


def _stop(request: ConsoleRequest, event: Event, closing: Closing | None) -> str:
    """Why the act would be refused, so that no button is offered for it; "" where it would not."""
    if closing is not None:
        return "" if closings.is_open(closing) else "signed"
    if event.cancelled_at is not None:
        return "cancelled"
    return "ahead" if event.starts_at > request.now else ""


def _shown(closing: Closing | None) -> dict[str, str]:
    return {"seen": closing.head, "note": closing.note} if closing else {}


def _do(request: ConsoleRequest, event: Event, form: CloseForm) -> Closing | None:
    said: dict[str, Any] = {"note": form.cleaned_data["note"], "by": request.actor, "at": request.now, "id": form.id}
    said["code"] = codes.code_from(secrets.token_bytes(codes.BYTES))
    if seen := form.cleaned_data["seen"]:
        return attempt(form, closings.close_again, event_id=event.pk, seen=seen, **said)
    return attempt(form, closings.close_event, event_id=event.pk, **said)


def _closing(request: ConsoleRequest, event: Event) -> Closing | None:
    return closings.closings(by=request.actor).filter(event=event.pk).first()


def _may_close(request: ConsoleRequest, event: Event) -> bool:
    return event.cancelled_at is None and request.actor.may(CLOSE, event.wilayah.path)


def _mends(request: ConsoleRequest, event: Event, kind: str) -> str:
    """The page on which an open point is settled, for who may open it."""
    name, right = MENDS.get(kind, ("", ""))
    return reverse(name, args=[event.pk]) if name and request.actor.may(right, event.wilayah.path) else ""


def _part(event: Event, one: Figure) -> parts.Figure:
    against = "" if one.unit in one.name.lower() else one.unit
    return parts.Figure(one.said, one.name.lower(), _href(event, one.kode), against)


def _href(event: Event, kode: str) -> str:
    return reverse("console:report-rows", args=[event.pk, kode])


def _page(row: Row) -> str:
    kind, id = row.ref
    return reverse(PAGES[kind], args=[id]) if kind in PAGES else ""


urlpatterns = [
    path("kegiatan/<uuid:event_id>/laporan/", report, name="report"),
    path("kegiatan/<uuid:event_id>/laporan/<slug:kode>/", rows, name="report-rows"),
    path("kegiatan/<uuid:event_id>/tutup/", close, name="report-close"),
]
