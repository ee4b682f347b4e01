"""The event that the first page is about, as its hour asks: what is missing, who signs, what to send, closing."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from django.urls import reverse

from siip.fieldday import attendance, queue
from siip.mobilisation import calls
from siip.mobilisation.rules.texts import invitation
from siip.programme import events
from siip.programme.models import Event
from siip.reporting import closings, readiness
from siip.web.asked import ConsoleRequest
from siip.web.console import day
from siip.web.ui import wording
from siip.web.ui.address import address_of
from siip.web.ui.parts import Figure, Step

# Page where something missing is mended -> its address ({event} is the event's own), the right that opens it
PAGES: Final = {
    "plan": ("{event}ubah/", "programme.plan"),
    "calls": ("{event}panggilan/", "mobilisation.see"),
    "mandates": ("/kantor/mandat/", "people.mandate"),
    "offices": ("/kantor/jabatan/", "people.manage"),
    "registers": ("/kantor/register/", "registers.manage"),
    "work": ("{event}kerja/", "activity.see"),
}
FIRST: Final = 5  # heads to be asked on the first page; the others are one tap away


def chosen(request: ConsoleRequest) -> Event | None:
    """The event of the first page: one that runs or waits to be closed today, else the next within reach."""
    mine = events.planned(by=request.actor).filter(cancelled_at__isnull=True)
    coming = mine.filter(ends_at__gt=request.now).order_by("starts_at", "id").first()
    today = request.now.astimezone(events.zone_info(request.kecamatan)).date()
    if coming is not None and events.local_day(coming) <= today:
        return coming
    over = mine.filter(ends_at__lte=request.now, ends_at__gt=request.now - timedelta(hours=18)).first()
    return over if over is not None and events.local_day(over) == today else coming


def context(request: ConsoleRequest, event: Event) -> dict[str, Any]:
    """What the first page says of its event to this office."""
    actor, where = request.actor, event.wilayah.path
    look = readiness.Look(event, request.now)
    stage = look.stage
    is_held = stage != readiness.BEFORE
    roll = _roll(request, look) if stage in (readiness.BEFORE, readiness.MORNING) else []
    to_ask = [one for one in roll if one.is_to_ask]
    return {
        "stage": stage, "day_links": day.links(event, actor), "word": _word(event, request, stage),
        "lacks": _lacks(request, look) if stage in (readiness.BEFORE, readiness.MORNING) else [],
        "to_ask": to_ask[:FIRST], "more": max(0, len(to_ask) - FIRST), "silent": calls.silent(roll),
        "again": calls.unconfirmed(roll),
        "signing": look.signing if event.services.all() else None,
        "morning": _course(request, event, stage),
        "day_figures": _figures(event, actor) if is_held else [],
        "may_close": stage == readiness.END and actor.may(closings.CLOSE, where),
        "send": _send(request, event) if stage in (readiness.BEFORE, readiness.MORNING) else "",
    }  # fmt: skip


def not_closed(request: ConsoleRequest, besides: Event | None) -> list[Event]:
    """Days that are over and that this office may close, but for the one that the page is about anyway."""
    if not request.actor.may_somewhere(closings.CLOSE):
        return []
    since = request.now - readiness.LONGEST_OPEN
    mine = events.listed(by=request.actor, right=closings.CLOSE).filter(ends_at__gt=since, ends_at__lte=request.now)
    return [one for one in readiness.not_closed(list(mine), request.now) if besides is None or one.pk != besides.pk]


def _word(event: Event, request: ConsoleRequest, stage: str) -> tuple[str, str]:
    if stage == readiness.CLOSED:
        return "ok", "Hari sudah ditutup"
    if event.ends_at <= request.now:
        return "wait", "Selesai, belum ditutup"
    if event.starts_at <= request.now:
        return "ok", "Sedang berlangsung"
    days = (events.local_day(event) - request.now.astimezone(events.zone_info(event.wilayah)).date()).days
    return "", "Hari ini" if days == 0 else "Besok" if days == 1 else f"{days} hari lagi"


def _lacks(request: ConsoleRequest, look: readiness.Look) -> list[tuple[readiness.Lack, str]]:
    """What is missing, each with the page that mends it; without a link for whom it is not to mend."""
    found = []
    for lack in look.lacks():
        address, right = PAGES[lack.page]
        may = request.actor.may_somewhere(right)
        found.append((lack, address.format(event=f"/kantor/kegiatan/{look.event.pk}/") if may else ""))
    return found


def _roll(request: ConsoleRequest, look: readiness.Look) -> list[calls.Called]:
    """Everybody called, for whoever may call them."""
    if not request.actor.may(calls.CALL, look.event.wilayah.path):
        return []
    return sorted(look.roll, key=lambda one: not one.is_silent)


def _course(request: ConsoleRequest, event: Event, stage: str) -> list[Step]:
    """The morning in three points; the one that is now is marked."""
    zone, ends = event.wilayah.zone, event.ends_at - readiness.CLOSING
    is_begun, is_end = event.starts_at <= request.now, stage in (readiness.END, readiness.CLOSED)
    close = reverse("console:report", args=[event.pk])
    return [
        Step(f"Berkumpul{f', {event.gathering}' if event.gathering else ''}", "past" if is_begun else "",
             wording.clock(event.starts_at, zone)),
        Step("Kerja dan layanan", "past" if is_end else "now" if is_begun else ""),
        Step("Tutup hari", "past" if stage == readiness.CLOSED else "now" if is_end else "", wording.clock(ends, zone),
             close if request.actor.may(closings.SEE, event.wilayah.path) else ""),
    ]  # fmt: skip


def _figures(event: Event, actor: Any) -> list[Figure]:
    """What was counted so far, each number a link to where it is counted."""
    if not actor.may("fieldday.see", event.wilayah.path):
        return []
    came, waited = attendance.figures_of(event), queue.figures_of(event)
    base = f"/kantor/kegiatan/{event.pk}/"
    return [
        Figure(came.heads, "warga hadir", f"{base}hadir/", f"dari {came.promised} dijanjikan" if came.promised else ""),
        Figure(waited.waiting, "di antrean", f"{base}antrean/", f"{waited.taken} nomor diambil"),
    ]


def _send(request: ConsoleRequest, event: Event) -> str:
    """One text for the group, behind WhatsApp's own link."""
    told = calls.told(event)
    text = invitation(told, place=event.wilayah.title, address=f"{address_of(request.kecamatan)}/layanan/")
    return f"https://wa.me/?text={quote(text)}"
