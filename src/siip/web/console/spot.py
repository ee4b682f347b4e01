"""Where and when papers are shown: the counter of a kelurahan now, or an event, today or copied from paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from siip.people import offices
from siip.people.models import OfficeKind
from siip.programme import events
from siip.programme.models import Event
from siip.web.ui.wording import clock
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import NO_RW, segments
from siip.wilayah.rules.rt_numbers import number_key

ELSEWHERE: Final = "lain"
"""The choice of an RT that is not on the list."""


@dataclass(frozen=True)
class Spot:
    """A kelurahan at a moment, with the RT that it has and who heads them; nothing about a citizen."""

    place: Wilayah
    now: datetime
    event: Event | None = None

    @property
    def zone(self) -> ZoneInfo:
        return events.zone_info(self.place)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def day(self) -> date:
        """The day on which papers are shown here: of an event its own, also when it is copied later."""
        return events.local_day(self.event) if self.event else self.today

    @property
    def is_late(self) -> bool:
        return self.day < self.today

    def moment(self, hour: time) -> datetime:
        """That hour on the day of this place."""
        return datetime.combine(self.day, hour, self.zone)

    def hour_problem(self, hour: time) -> str:
        """Why somebody cannot have spoken here at that hour; "" when he can."""
        at = self.moment(hour)
        if at > self.now:
            return f"Pukul {hour:%H.%M} belum tiba. Kosongkan bila baru saja."
        if self.event and at < self.event.starts_at:
            return f"Kegiatan baru mulai {clock(self.event.starts_at, self.place.zone)}. Periksa jamnya."
        return ""

    @cached_property
    def rts(self) -> tuple[list[Wilayah], list[Wilayah]]:
        """The RT called to the event, and the others of the kelurahan, by RW and number."""
        called = [one.wilayah for one in self.event.rts.all()] if self.event else []
        known = {one.path for one in called}
        return called, [one for one in territory.rts_of(self.place.path, self.day) if one.path not in known]

    @cached_property
    def heads(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the RT heads, by the value of their RT."""
        found: dict[str, tuple[str, ...]] = {}
        for one in offices.holders_within(self.place.path, OfficeKind.KETUA_RT, self.day):
            value = rt_value(one.office.wilayah)
            found[value] = (*found.get(value, ()), one.person.name)
        return found

    def rt_choices(self) -> list[tuple[str, Any]]:
        """The RT to choose from, those of the event first; [] when none are known here."""
        called, others = ([(rt_value(one), rt_label(one)) for one in group] for group in self.rts)
        if called:
            groups = [("Kegiatan ini", called), (f"RT lain di {self.place.name}", others)]
            listed: list[tuple[str, Any]] = [(label, group) for label, group in groups if group]
        else:
            listed = list(others)
        return [("", "Pilih RT"), *listed, (ELSEWHERE, "Lain, atau belum terdaftar")] if listed else []

    def value_of(self, rt: str, rw: str) -> str:
        """The choice that an RT and RW as written mean: 7a and 007A are one; `ELSEWHERE` when it is not known."""
        wanted = (number_key(rw or NO_RW), number_key(rt))
        values = (rt_value(one) for group in self.rts for one in group)
        same = (value for value in values if tuple(map(number_key, value.split("/"))) == wanted)
        return next(same, ELSEWHERE) if rt else ""

    def head_names(self) -> list[str]:
        """Every RT head here once, those of the event first: to be picked while typing."""
        order: Iterable[str] = [*(rt_value(one) for one in self.rts[0]), *self.heads]
        return list(dict.fromkeys(name for value in order for name in self.heads.get(value, ())))


def rt_value(rt: Wilayah) -> str:
    """An RT as a choice: "02/07a"; "-/07" without RW."""
    return "/".join(segments(rt.path)[4:6])


def rt_label(rt: Wilayah) -> str:
    """An RT with its RW, as people say it: "RT 07a / RW 02"."""
    rw = segments(rt.path)[4]
    return rt.title if rw == NO_RW else f"{rt.title} / RW {rw}"
