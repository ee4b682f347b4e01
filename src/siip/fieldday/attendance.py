"""Attendance: who came to an event, by RT and by name, beside what was promised."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from siip.fieldday import presences, tallies
from siip.fieldday.models import Presence, Tally, TallyMark
from siip.fieldday.rules.presences import PARTNER, STAFF
from siip.fieldday.rules.tallies import totals
from siip.mobilisation.models import Call
from siip.mobilisation.rules.answers import is_before_move
from siip.programme import days
from siip.programme.models import Event
from siip.wilayah.models import Wilayah


@dataclass(frozen=True, slots=True)
class RTCount:
    """One RT: who was promised, who was counted at which counter, who is known by name.

    `is_unconfirmed`: it was promised before the event moved.
    `named` are part of the count, never added: where fewer were counted than are known by name, those are the heads.
    """

    wilayah: Wilayah
    is_called: bool
    promised: int
    tally: Tally | None
    named: int
    is_unconfirmed: bool = False

    @property
    def heads(self) -> int:
        return max(self.tally.heads if self.tally else 0, self.named)

    @property
    def by_counter(self) -> dict[str, int]:
        return totals(self.tally.counts) if self.tally else {}

    @property
    def is_settled(self) -> bool:
        return self.tally is None or self.tally.is_settled


@dataclass(frozen=True, slots=True)
class AttendanceFigures:
    """Counts of one event. `heads` are residents, those known by name among them; officials who head no RT there,
    and partners, are counted beside them. `unsettled` are RT that two counters counted and nobody has spoken about.
    """

    heads: int
    promised: int
    rt_count: int
    named: int
    officials: int
    leading: int
    working: int
    serving: int
    partners: int
    unsettled: int


def roll(event: Event) -> list[RTCount]:
    """Every RT that was called, then those that came uncalled; the caller has asked the right to see."""
    counted = {row.wilayah_id: row for row in tallies.tallies(event)}
    answered = {row.wilayah_id: row for row in Call.objects.filter(event=event)}
    of_rt = Presence.objects.filter(event=event, is_present=True, wilayah__isnull=False)
    named = Counter(of_rt.values_list("wilayah", flat=True))
    called = {row.wilayah_id for row in event.rts.all()}
    places = sorted(days.rts(event), key=lambda rt: rt.pk not in called)
    return [
        _count(rt, rt.pk in called, answered.get(rt.pk), counted.get(rt.pk), named[rt.pk], event)
        for rt in places
        if rt.pk in called or rt.pk in counted or rt.pk in named
    ]


def _count(rt: Wilayah, is_called: bool, call: Call | None, tally: Tally | None, named: int, event: Event) -> RTCount:
    promised, answered_at = (call.heads, call.answered_at) if call else (0, None)
    return RTCount(rt, is_called, promised, tally, named, is_before_move(answered_at, event.moved_at))


def figures_of(event: Event) -> AttendanceFigures:
    """The counts of an event; the rows behind them are `roll` and `presences.present_at`."""
    rows = roll(event)
    here = Presence.objects.filter(event=event, is_present=True)
    people = list(here.values_list("kind", "role", "wilayah"))
    roles = Counter(role for kind, role, _ in people if kind == STAFF)
    return AttendanceFigures(
        heads=sum(one.heads for one in rows),
        promised=sum(one.promised for one in rows),
        rt_count=sum(one.heads > 0 for one in rows),
        named=sum(one.named for one in rows),
        officials=sum(kind == STAFF and wilayah is None for kind, _, wilayah in people),
        leading=roles["memimpin"], working=roles["bekerja"], serving=roles["melayani"],
        partners=sum(kind == PARTNER for kind, _, _ in people),
        unsettled=sum(not one.is_settled for one in rows),
    )  # fmt: skip


def noted_count(event_id: UUID) -> int:
    """How many marks and names were noted at an event, whoever asks: it is moved or cancelled no more."""
    marks = TallyMark.objects.filter(tally__event=event_id).count()
    return marks + presences.marked_count(event_id)
