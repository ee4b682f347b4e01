"""Attendance at the console: how many came, RT by RT; one RT with its counters, and how they stand together."""

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from siip.fieldday import attendance, counters, tallies
from siip.fieldday.attendance import AttendanceFigures, RTCount
from siip.fieldday.models import Tally, TallyMark
from siip.fieldday.rules import tallies as rules
from siip.fieldday.tallies import Mark
from siip.kernel.refused import Refused
from siip.programme import days, events
from siip.programme.models import Event
from siip.web.asked import ConsoleRequest
from siip.web.console.guard import console
from siip.web.console.loket import choices, loket, may_record, source
from siip.web.console.spot import rt_label
from siip.web.ui.fields import Count
from siip.web.ui.forms import TokenForm, attempt, show
from siip.web.ui.parts import Figure, Step
from siip.web.ui.wording import clock, number
from siip.wilayah.models import Wilayah

SEE = counters.SEE
UNKNOWN_BUTTON = dict.fromkeys(
    ("required", "invalid"), "Tombol itu tidak dikenal. Muat ulang halamannya, lalu tekan sekali lagi."
)


class MarkForm(TokenForm):
    """One press: "<RT>.<act>.<count>". Each button of the page acts once, so its own words are part of the id."""

    mark = forms.RegexField(r"^\d{1,15}\.(add|undo)\.\d{1,3}$", label="Tombol", error_messages=UNKNOWN_BUTTON)

    @property
    def id(self) -> UUID:
        return uuid5(super().id, self.cleaned_data["mark"])

    def pressed(self, letter: str, source: str) -> Mark:
        wilayah, act, count = self.cleaned_data["mark"].split(".")
        return Mark(int(wilayah), letter, act, int(count), source)


class SettleForm(TokenForm):
    """How two counters stand together: "sum", or "replace.<letter>" of the one that is kept."""

    refusals = {code: "how" for code in ("how-unknown", "kept-unknown", "nothing-to-settle")}
    how = forms.ChoiceField(label="Bagaimana keduanya dihitung", widget=forms.RadioSelect)


class CopyForm(TokenForm):
    """A whole count from a sheet, or from the RT itself."""

    refusals = {code: "count" for code in ("heads-many",)}
    count = Count(label="Berapa orang", min_value=0, max_value=rules.MOST_HEADS)
    source = forms.ChoiceField(
        label="Dari mana", widget=forms.RadioSelect, initial="paper",
        choices=[("paper", "Lembar hitungan loket ini"), ("rt", "Laporan Ketua RT sendiri")],
    )  # fmt: skip


@console(SEE)
def board(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    letter = loket(request, event)
    form = MarkForm(request.POST or None)
    if form.is_valid():
        mark = form.pressed(letter, source(request, event))
        said = {"marks": [mark], "by": request.actor, "at": request.now, "id": form.id}
        if attempt(form, tallies.mark_tally, event_id=event_id, **said):
            return redirect(f"{_address('attendance', event_id)}?loket={letter}#rt-{mark.wilayah}")
    return show(request, "console/fieldday/attendance.html", form, _board(request, event, letter))


@console(SEE)
def one(request: ConsoleRequest, event_id: UUID, wilayah: int) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=SEE)
    place, letter = _place(event, wilayah), loket(request, event)
    what = request.POST.get("what")
    tally = tallies.tally_of(event, wilayah)
    settling = _settle_form(request, tally, is_sent=what == "settle")
    copying = CopyForm(request.POST if what == "copy" else None)
    form = copying if what == "copy" else settling
    if form.is_valid() and _done(request, event, wilayah, form, letter):
        messages.success(request, f"Hitungan {place.title} disimpan.")
        return redirect(f"{_address('attendance-rt', event_id, wilayah)}?loket={letter}")
    context = {
        "event": event, "place": place, "label": rt_label(place), "letter": letter, "tally": tally,
        "settling": settling, "copying": copying, "may_record": may_record(request, event),
        "counts": _counts(tally), "course": _course(request, tally),
    }  # fmt: skip
    return show(request, "console/fieldday/rt.html", form, context)


def _done(request: ConsoleRequest, event: Event, wilayah: int, form: TokenForm, letter: str) -> object:
    said: dict[str, Any] = {"by": request.actor, "at": request.now, "id": form.id}
    if isinstance(form, CopyForm):
        of_rt = form.cleaned_data["source"] == "rt"
        counter = rules.REPORTED if of_rt else letter
        mark = Mark(wilayah, counter, rules.SET, form.cleaned_data["count"], form.cleaned_data["source"])
        return attempt(form, tallies.mark_tally, event_id=event.pk, marks=[mark], **said)
    how, _, kept = form.cleaned_data["how"].partition(".")
    return attempt(form, tallies.settle_tally, event_id=event.pk, wilayah=wilayah, how=how, kept=kept, **said)


def _board(request: ConsoleRequest, event: Event, letter: str) -> dict[str, Any]:
    roll, figures = attendance.roll(event), attendance.figures_of(event)
    shown = {one.wilayah.pk for one in roll}
    return {
        "event": event, "letter": letter, "lokets": choices(event, letter), "figures": _figures(event, figures),
        "rows": [(one, rt_label(one.wilayah), _words(one), _undo(one, letter)) for one in roll],
        "may_record": may_record(request, event), "is_on": days.is_on(event, request.now),
        "is_ahead": days.is_ahead(event, request.now), "unsettled": figures.unsettled,
        "others": [(rt, rt_label(rt)) for rt in days.rts(event) if rt.pk not in shown],
    }  # fmt: skip


def _figures(event: Event, found: AttendanceFigures) -> list[Figure]:
    names = _address("presences", event.pk)
    return [
        Figure(found.heads, "warga hadir", "#daftar", f"dari {number(found.promised)} yang dijanjikan"),
        Figure(found.officials, "pejabat dan petugas", names, f"dan {number(found.partners)} dari mitra"),
    ]


def _words(one: RTCount) -> str:
    """What stands under the RT: what was promised, which counters counted, who is known by name."""
    said = [f"dijanjikan {one.promised}"] if one.promised else [] if one.is_called else ["datang tanpa dipanggil"]
    said += ["dijawab sebelum kegiatan dipindah"] if one.is_unconfirmed else []
    by_counter = one.by_counter
    if len(by_counter) > 1 or rules.REPORTED in by_counter:
        said += [f"{counter_name(counter)} {heads}" for counter, heads in by_counter.items()]
    said += [f"{one.named} dicatat namanya"] if one.named else []
    return ", ".join(said)


def counter_name(counter: str) -> str:
    """ "loket A", "laporan RT"."""
    return "laporan RT" if counter == rules.REPORTED else f"loket {counter}"


def _titled(counter: str) -> str:
    name = counter_name(counter)
    return name[0].upper() + name[1:]


def _undo(one: RTCount, letter: str) -> str:
    """What "undo" would take back at this counter: "+5"; "" where it has counted nothing."""
    act, count = (one.tally.last if one.tally else {}).get(letter, ("", 0))
    return {rules.ADD: f"+{count}", rules.SET: f"{count} dari kertas"}.get(act, "")


def _place(event: Event, wilayah: int) -> Wilayah:
    found = next((rt for rt in days.rts(event) if rt.pk == wilayah), None)
    if found is None:
        raise Refused("not-found", f"RT itu bukan bagian {event.wilayah.title}. Buka dari daftar kehadiran.")
    return found


def _settle_form(request: ConsoleRequest, tally: Tally | None, *, is_sent: bool) -> SettleForm:
    by_counter = rules.totals(tally.counts) if tally else {}
    form = SettleForm(
        request.POST if is_sent else None,
        initial={"how": f"{tally.how}.{tally.kept}".rstrip(".")} if tally and tally.how else {},
    )
    ways = [(rules.SUM, f"Tambah: orangnya berbeda, jadi {sum(by_counter.values())} orang")]
    ways += [
        (f"{rules.REPLACE}.{counter}", f"Pakai {counter_name(counter)} saja: orangnya sama, jadi {heads} orang")
        for counter, heads in by_counter.items()
    ]
    form.fields["how"].choices = ways  # type: ignore[attr-defined]  # a ChoiceField
    return form


def _counts(tally: Tally | None) -> list[tuple[str, str]]:
    """Each counter with its count, and from where it knows."""
    counts = tally.counts if tally else {}
    return [
        (
            _titled(counter),
            ", ".join(f"{heads} {rules.SOURCES[source]}" for source, heads in by_source.items()),
        )
        for counter, by_source in counts.items()
    ]  # fmt: skip


def _course(request: ConsoleRequest, tally: Tally | None) -> list[Step]:
    zone = request.kecamatan.zone
    marks = reversed(tally.marks.all()) if tally else ()
    return [Step(_said(mark), "past", clock(mark.at, zone)) for mark in marks]


def _said(mark: TallyMark) -> str:
    if mark.act == rules.SETTLE:
        how = "ditambah" if mark.how == rules.SUM else f"{counter_name(mark.kept)} yang dipakai"
        return f"Ditetapkan: {how}"
    what = {rules.ADD: f"+{mark.count}", rules.SET: f"menjadi {mark.count}", rules.UNDO: "dibatalkan"}[mark.act]
    return f"{_titled(mark.counter)}: {what}"


def _address(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


urlpatterns = [
    path("kegiatan/<uuid:event_id>/hadir/", board, name="attendance"),
    path("kegiatan/<uuid:event_id>/hadir/<int:wilayah>/", one, name="attendance-rt"),
]
