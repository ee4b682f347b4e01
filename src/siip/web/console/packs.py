"""The paper pack at the console: what is in it, numbers set aside for its blanks, how much of what, then one PDF."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from siip.letters import blanks, registers
from siip.letters.rules import numbers
from siip.programme import days, events
from siip.programme.models import Event
from siip.reporting import packs
from siip.reporting.packs import Contents, Offer, Wanted
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.ui.fields import Count
from siip.web.ui.forms import Form, TokenForm, attempt, show

NUMBERS, SHEETS, BLANKS = "nomor", "isian", "blangko"
MOST: Final = {SHEETS: packs.MOST_SHEETS, BLANKS: packs.MOST_BLANKS}
USUAL: Final = {SHEETS: packs.USUAL_SHEETS, BLANKS: packs.USUAL_BLANKS}
WORDS: Final = {SHEETS: "Lembar isian", BLANKS: "Blangko darurat"}


class PackForm(Form):
    """How much is printed; `_form` adds a pair of fields for each letter service of the event."""

    nomor = Count(
        label="Nomor antrean tiap loket", min_value=0, max_value=packs.MOST_NUMBERS, initial=packs.USUAL_NUMBERS,
        help_text="24 nomor satu halaman. Meneruskan nomor yang sudah diberikan.",
    )  # fmt: skip

    def wanted(self, offers: tuple[Offer, ...]) -> Wanted:
        """What was asked for. The form must be valid."""
        said: Mapping[str, int] = self.cleaned_data
        counts = {
            what: {one.service.kode: said.get(_name(what, one), 0) for one in offers} for what in (SHEETS, BLANKS)
        }
        return Wanted(said[NUMBERS], counts[SHEETS], counts[BLANKS])


class AsideForm(TokenForm):
    refusals = {"count-wrong": "count"}
    count = Count(label="Berapa nomor", min_value=1, max_value=blanks.MOST)


def _form(offers: tuple[Offer, ...]) -> type[PackForm]:
    """The form of an event: its services name the fields, so that an error says which."""
    fields = {
        _name(what, one): Count(
            label=f"{WORDS[what]} {one.service.name}", min_value=0, max_value=MOST[what], initial=USUAL[what]
        )
        for one in offers
        for what in _whats(one)
    }
    return type("EventPackForm", (PackForm,), fields)


@console(packs.SEE)
def pack(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = _event(request, event_id)
    found = packs.contents(event)
    return _shown(request, event, found, _form(found.offers)())


@console(packs.SEE)
def pdf(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = _event(request, event_id)
    found = packs.contents(event)
    form = _form(found.offers)(request.GET or _usual(found))
    if not form.is_valid():
        return _shown(request, event, found, form)
    content = packs.pack_pdf(event, form.wanted(found.offers), at=request.now)
    headers = {"Content-Disposition": f'inline; filename="paket-{events.local_day(event):%Y%m%d}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)


@console(registers.MANAGE)
def aside(request: ConsoleRequest, event_id: UUID, kode: str) -> HttpResponse:
    """Set numbers aside for the blanks of one letter, so that they can bear them."""
    event = _event(request, event_id)
    one = next((one for one in packs.contents(event).offers if one.service.kode == kode and one.register), None)
    if one is None:
        return HttpResponse(status=404)
    form = AsideForm(request.POST or None, initial={"count": max(packs.USUAL_BLANKS - len(one.left), 1)})
    said = {"event": event, "one": one, "by": request.actor, "at": request.now}
    if form.is_valid() and (lease := attempt(form, packs.set_aside, **said, **form.act())):
        run = numbers.in_words(range(lease.first, lease.last + 1))
        messages.success(request, f"Nomor {run} disisihkan untuk {one.service.name}. Cetak paketnya sesudah ini.")
        return redirect("console:pack", event.pk)
    context = {"event": event, "one": one, "left": numbers.in_words(one.left)}
    return show(request, "console/packs/aside.html", form, context)


def _event(request: ConsoleRequest, event_id: UUID) -> Event:
    event = events.event(event_id, by=request.actor, right=packs.SEE)
    events.refuse_cancelled(event)
    return event


def _usual(found: Contents) -> dict[str, Any]:
    return {name: field.initial for name, field in _form(found.offers)().fields.items()}


def _shown(request: ConsoleRequest, event: Event, found: Contents, form: PackForm) -> HttpResponse:
    is_past = days.today(event, request.now) > events.local_day(event)
    context = {
        "event": event, "facts": _facts(found), "has_begun": event.starts_at <= request.now,
        "unsigned": [one for one in found.offers if one.office is None],
        "fields": [form[_name(what, one)] for one in found.offers for what in _whats(one)],
        "offers": [(one, numbers.in_words(one.left)) for one in found.offers if one.office],
        "may_set": request.actor.may(registers.MANAGE, event.wilayah.path) and not is_past,
    }  # fmt: skip
    return show(request, "console/packs/pack.html", form, context)


def _facts(found: Contents) -> list[tuple[str, str]]:
    vacant = sum(not one.person for one in found.posts)
    silent, again = sum(one.is_silent for one in found.rolls), sum(one.is_unconfirmed for one in found.rolls)
    return [
        ("Daftar bawaan", "menurut loket, layanan, titik kerja, dan keperluan yang dijawab ketua"),
        ("Kartu peran", f"{len(found.posts)} kartu" + (f", {vacant} belum ditunjuk orangnya" if vacant else "")),
        ("Daftar hadir", _rolls(len(found.rolls), silent, again)),
        ("Nomor antrean", f"mulai dari {', '.join(found.first_numbers)}"),
        ("Lembar isian", "dengan daftar berkas" if found.offers else "belum ada layanan surat pada rencana"),
        ("Blangko darurat", "untuk ditulis tangan" if found.offers else ""),
    ]


def _rolls(count: int, silent: int, again: int) -> str:
    if not count:
        return "satu lembar kosong; belum ada RT pada rencana"
    said = [f"{count} RT dan satu lembar kosong", f"{silent} RT belum menjawab" if silent else ""]
    return "; ".join(filter(None, (*said, f"{again} RT menjawab sebelum kegiatan dipindah" if again else "")))


def _whats(one: Offer) -> tuple[str, ...]:
    """A blank needs an office that signs it."""
    return (SHEETS, BLANKS) if one.office else (SHEETS,)


def _name(what: str, one: Offer) -> str:
    return f"{what}_{one.service.kode}"


urlpatterns = [
    path("kegiatan/<uuid:event_id>/paket/", pack, name="pack"),
    path("kegiatan/<uuid:event_id>/paket/sisihkan/<slug:kode>/", aside, name="pack-aside"),
    path("kegiatan/<uuid:event_id>/paket.pdf", pdf, name="pack-pdf"),
]
