"""People by name at the console: officials with one press, partners, residents who want to be; and taking it back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from siip.fieldday import attendance, counters, presences
from siip.fieldday.attendance import AttendanceFigures
from siip.fieldday.presences import Named, Present
from siip.fieldday.rules import presences as rules
from siip.programme import days, events
from siip.programme.models import Event
from siip.web.asked import ConsoleRequest
from siip.web.console.attendance import UNKNOWN_BUTTON, counter_name
from siip.web.console.guard import console
from siip.web.console.loket import choices, loket, may_record, source
from siip.web.console.spot import rt_label
from siip.web.ui import tables
from siip.web.ui.fields import Line
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure
from siip.web.ui.tables import Column
from siip.web.ui.wording import clock

SEE = counters.SEE
UUID_SHAPE = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
COLUMNS = (
    Column("nama", "Nama", names_row=True),
    Column("dari", "Jabatan, instansi, RT"),
    Column("peran", "Peran"),
    Column("dicatat", "Dicatat"),
    Column("batal", "Batalkan", is_act=True, is_state=True),
)
NOTICE = (
    "Nama Anda dicatat sebagai peserta kegiatan ini, bila Anda mau. Tanpa nama pun Anda tetap dihitung.",
    "Persetujuan Anda, menurut UU 27/2022 pasal 20 ayat (2) huruf a; dapat ditarik kapan saja.",
    "Tersandi, paling lama satu tahun sesudah kegiatan, lalu terhapus sendiri; jumlahnya tetap.",
    "Petugas di loket atau sekretaris kelurahan: minta nama Anda dibatalkan.",
)


class PressForm(TokenForm):
    """One press on somebody: "<person>.<role>", or "batal.<presence>". Each button acts once."""

    press = forms.RegexField(
        rf"^(batal\.{UUID_SHAPE}|{UUID_SHAPE}\.[a-z]+)$", label="Tombol", error_messages=UNKNOWN_BUTTON
    )

    @property
    def id(self) -> UUID:
        return uuid5(super().id, self.cleaned_data["press"])


class PartnerForm(TokenForm):
    refusals = {"agency-unknown": "agency"} | {code: "partner" for code in ("name-missing", "name-long", "nik-in-text")}
    agency = forms.ChoiceField(label="Dari mana", choices=[("", "Pilih"), *rules.AGENCIES.items()])
    partner = Line(label="Nama mitra", max_length=presences.LONGEST_NAME)

    def named(self) -> Named:
        return Named(rules.PARTNER, agency=self.cleaned_data["agency"], name=self.cleaned_data["partner"])


class ResidentForm(TokenForm):
    refusals = {"rt-elsewhere": "rt", "not-agreed": "agreed"} | {
        code: "resident" for code in ("name-missing", "name-long", "nik-in-text")
    }
    rt = forms.ChoiceField(label="RT")
    resident = Line(label="Nama warga", max_length=presences.LONGEST_NAME)
    agreed = forms.BooleanField(label="Ia setuju namanya dicatat, dan keterangan di bawah sudah dibacakan")

    def named(self) -> Named:
        said = self.cleaned_data
        return Named(rules.RESIDENT, name=said["resident"], rt=said["rt"], agreed=said["agreed"])


@console(SEE)
def board(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    letter = loket(request, event)
    kinds = {"press": PressForm, "partner": PartnerForm, "resident": ResidentForm}
    sent = next((name for name in kinds if name in request.POST), "press")
    shown = {name: kind(request.POST if name == sent and request.POST else None) for name, kind in kinds.items()}
    shown["resident"].fields["rt"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
        ("", "Pilih"),
        *((rt.path, rt_label(rt)) for rt in days.rts(event)),
    ]
    form = shown[sent]
    if form.is_valid() and (words := _done(request, event, form, letter)):
        messages.success(request, words)
        return redirect(f"{reverse('console:presences', args=[event_id])}?loket={letter}")
    return show(request, "console/fieldday/names.html", form, _board(request, event, letter) | shown)


def _done(request: ConsoleRequest, event: Event, form: TokenForm, letter: str) -> str:
    """What was done, in words; "" where it was refused."""
    said: dict[str, Any] = {"event_id": event.pk, "by": request.actor, "at": request.now, "id": form.id}
    at_counter = {"counter": letter, "source": source(request, event)}
    if not isinstance(form, PressForm):
        assert isinstance(form, PartnerForm | ResidentForm)
        if attempt(form, presences.mark_present, people=[form.named()], **at_counter, **said) is None:
            return ""
        # Not by name: what is said once lies in the browser until the next page.
        return "Satu warga dicatat hadir." if isinstance(form, ResidentForm) else "Satu mitra dicatat hadir."
    first, second = form.cleaned_data["press"].split(".")
    if first == "batal":
        found = attempt(form, presences.cancel_presence, presences=[UUID(second)], **said)
        return "Catatan hadir dibatalkan." if found else ""
    people = [Named(rules.STAFF, UUID(first), second)]
    rows = attempt(form, presences.mark_present, people=people, **at_counter, **said)
    return f"{rows[0].person.name} dicatat hadir." if rows and rows[0].person else ""


def _board(request: ConsoleRequest, event: Event, letter: str) -> dict[str, Any]:
    here = presences.present_at(event)
    marked = {one.row.person_id for one in here}
    listing = tables.listing({}, here, COLUMNS, size=max(1, len(here)))
    return {
        "event": event, "letter": letter, "lokets": choices(event, letter), "may_record": may_record(request, event),
        "listing": listing, "rows": [(one, rules.ROLES.get(one.row.role, ""), _noted(request, one)) for one in here],
        "figures": _figures(attendance.figures_of(event), here), "roles": rules.ROLES.items(), "notice": NOTICE,
        "expected": [one for one in presences.officials(event) if one.person.pk not in marked],
    }  # fmt: skip


def _figures(found: AttendanceFigures, here: Sequence[Present]) -> list[Figure]:
    residents = sum(one.row.kind == rules.RESIDENT for one in here)
    roles = f"{found.leading} memimpin, {found.working} bekerja, {found.serving} melayani"
    staff = sum(one.row.kind == rules.STAFF for one in here)
    return [
        Figure(staff, "pejabat dan petugas", "#daftar", roles),
        Figure(found.partners, "dari mitra", "#daftar"),
        Figure(residents, "warga dengan nama", "#daftar", "bagian dari hitungan RT-nya"),
    ]


def _noted(request: ConsoleRequest, one: Present) -> str:
    """ "07.41 WIB, loket A dan loket B"."""
    counters = " dan ".join(dict.fromkeys(counter_name(counter) for counter, _ in one.row.sources))
    first = clock(one.row.first_at, request.kecamatan.zone) if one.row.first_at else ""
    return f"{first}, {counters}"


urlpatterns = [path("kegiatan/<uuid:event_id>/hadir/nama/", board, name="presences")]
