"""The forms of an event: its plan with the choices of one kelurahan, where it moves to, why it is cancelled."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from siip.kernel import catalogue, workdays
from siip.kernel.refused import Refused
from siip.programme import events, maps, places
from siip.programme.models import COUNTERS, ONCE, Event, Part, Place, Programme, Tier
from siip.programme.places import Spot
from siip.programme.plans import Member, Move, Plan
from siip.programme.rules.points import Point, read_point
from siip.web.ui.fields import DateText, Line, Paragraph, TimeText, option
from siip.web.ui.forms import TokenForm
from siip.web.ui.wording import plain_day
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

TEAM_LINES = 4
LEADS = {Part.LEADER: "pemimpin", Part.GREETER: "penyambut"}


class PointText(Line):
    """A point as map apps copy it; empty is none."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Point):
            return value
        text = super().to_python(value)
        try:
            return read_point(text) if text else None
        except Refused as refused:
            raise ValidationError(refused.message, code=refused.code) from None

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Point) else value


class EventForm(TokenForm):
    """A form with the day of an event."""

    on = DateText(label="Tanggal")

    def closed(self) -> str:
        """What to know of the day that stands in the form, proposed or typed; "" unless it is a holiday."""
        try:
            on = self.fields["on"].clean(self["on"].value())
        except ValidationError:
            return ""
        return closed_words(on)


class PlanForm(EventForm):
    """What is planned; `plan_form` gives it the choices of one kelurahan and the lines of the team."""

    kelurahan: ClassVar[str]
    lines: ClassVar[int]
    refusals = {
        "day-past": "on", "day-far": "on", "hours-wrong": "ends", "street-missing": "street", "event-twice": "street",
        "event-closed": "on",
        "rt-elsewhere": "rts", "service-unknown": "services", "place-elsewhere": "places",
        "name-missing": "tempat_baru", "name-taken": "tempat_baru", "kind-unknown": "tempat_jenis",
    }  # fmt: skip
    starts = TimeText(label="Mulai")
    ends = TimeText(label="Selesai")
    street = Line(label="Jalan", max_length=120, help_text="Seperti Jalan DI Panjaitan.")
    gathering = Line(label="Berkumpul di", max_length=160, required=False, help_text="Misalnya: depan kantor lurah.")
    point = PointText(
        label="Titik di peta", max_length=400, required=False,
        help_text="Tempel dari aplikasi peta, seperti -2.994120, 104.803210.",
    )  # fmt: skip
    tier = forms.ChoiceField(
        label="Tingkat", choices=Tier.choices, initial=Tier.KECAMATAN, required=False,
        help_text="Siapa yang menyelenggarakan. Tampil di halaman kegiatan; RT, loket, dan layanan tidak berubah.",
    )  # fmt: skip
    bring = Paragraph(
        label="Yang dibawa warga", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    counters = forms.TypedChoiceField(
        label="Jumlah loket", coerce=int, empty_value=None, required=False, initial=1,
        choices=[(n, f"{n}: {', '.join('ABCDEFGHI'[:n])}") for n in range(1, COUNTERS + 1)],
    )  # fmt: skip
    tempat_baru = Line(label="Tempat lain", max_length=80, required=False, help_text="Misalnya: saluran depan SD 12.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tier", "counters", "tempat_jenis", "tempat_rt"):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]  # a choice always says something

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for n in range(1, self.lines + 1):
            person, role, part = (said.get(f"{word}_{n}") for word in ("orang", "tugas", "bagian"))
            if person and not role and part != Part.COUNTER and f"tugas_{n}" not in self.errors:
                self.add_error(f"tugas_{n}", "Tulis tugasnya, misalnya: membagi karung.")
            if role and not person and f"orang_{n}" not in self.errors:
                self.add_error(f"orang_{n}", "Pilih petugasnya, atau kosongkan tugasnya.")
        return said

    def plan(self) -> Plan:
        """The plan that the area takes. The form must be valid."""
        said = self.cleaned_data
        spot = Spot(said["tempat_baru"], said["tempat_jenis"] or places.OTHER, said["tempat_rt"])
        return Plan(
            self.kelurahan, said["on"], said["starts"], said["ends"], said["street"], said["gathering"],
            " ".join(said["bring"].split()), tuple(said["rts"]), tuple(said["services"]), tuple(self._team()),
            tier=said["tier"] or Tier.KECAMATAN, point=said["point"], counters=said["counters"] or 1,
            places=tuple(said["places"]), new_place=spot if spot.name else None,
        )  # fmt: skip

    def _team(self) -> Iterable[Member]:
        said = self.cleaned_data
        for part, name in LEADS.items():
            if person := said[name]:
                yield Member(UUID(person), part.value)
        for n in range(1, self.lines + 1):
            if person := said[f"orang_{n}"]:
                yield Member(UUID(person), said[f"bagian_{n}"] or Part.OTHER.value, said[f"tugas_{n}"])

    def when(self) -> list[Any]:
        return [self[name] for name in ("on", "starts", "ends")]

    def where(self) -> list[Any]:
        return [self[name] for name in ("street", "gathering", "point")]

    def kind(self) -> list[Any]:
        return [self[name] for name in ("programme", "tier")]

    def spot(self) -> list[Any]:
        return [self[name] for name in ("tempat_baru", "tempat_jenis", "tempat_rt")]

    def leads(self) -> list[Any]:
        return [self[name] for name in ("counters", *LEADS.values())]

    def team(self) -> list[list[Any]]:
        return [[self[f"{word}_{n}"] for word in ("orang", "bagian", "tugas")] for n in range(1, self.lines + 1)]


class MoveForm(EventForm):
    """Where an event goes, and why."""

    refusals = {
        "day-past": "on", "day-far": "on", "move-past": "on", "not-moved": "on", "hours-wrong": "ends",
        "street-missing": "street", "event-twice": "street", "reason-missing": "reason",
    }  # fmt: skip
    on = DateText(label="Tanggal baru")
    starts = TimeText(label="Mulai")
    ends = TimeText(label="Selesai")
    street = Line(label="Jalan", max_length=120)
    gathering = Line(label="Berkumpul di", max_length=160, required=False)
    reason = Line(label="Alasan", max_length=200, help_text="Dibaca warga, seperti: hujan deras sejak subuh.")

    def move(self) -> Move:
        """The move that the area takes. The form must be valid."""
        said = self.cleaned_data
        return Move(said["on"], said["starts"], said["ends"], said["street"], said["gathering"])

    def when(self) -> list[Any]:
        return [self[name] for name in ("on", "starts", "ends")]

    def where(self) -> list[Any]:
        return [self[name] for name in ("street", "gathering", "reason")]


class CancelForm(TokenForm):
    """Why an event is not held."""

    refusals = {"reason-missing": "reason"}
    reason = Line(label="Alasan", max_length=200, help_text="Dibaca warga, seperti: hujan deras sejak subuh.")


def plan_form(place: Wilayah, choices: Iterable[Programme], on: date, event: Event | None = None) -> type[PlanForm]:
    """The form of one kelurahan: its RT and places, the people of its kecamatan, what can be offered at an event."""
    team = event.team.all() if event else ()
    offered = events.people_for(place.path, on, [one.person_id for one in team])
    named = [("", "Pilih orang"), *((str(one.pk), one.name) for one in offered)]

    def people() -> list[tuple[str, str]]:
        """Called, where a list of a hundred would be copied eleven times for each field that offers it."""
        return named

    rts = [(rt.path, maps.rt_name(rt)) for rt in territory.rts_of(place.path, on)]
    lines = max(TEAM_LINES, sum(one.part not in ONCE for one in team) + 2)
    fields: dict[str, Any] = {
        "kelurahan": place.path,
        "lines": lines,
        "programme": forms.ChoiceField(label="Program", choices=[(str(one.pk), one.name) for one in choices]),
        "services": boxes("Layanan yang dibuka", _services()),
        "rts": boxes("RT yang diajak", rts),
        "places": boxes("Titik kerja", _places(place, event), coerce=UUID),
        "tempat_jenis": kind_field(),
        "tempat_rt": rt_field(rts),
    }
    for part, name in LEADS.items():
        fields[name] = forms.ChoiceField(label=str(part.label), choices=people, required=False)
    for n in range(1, lines + 1):
        fields |= _line(n, people)
    return cast(type[PlanForm], type("PlanForm", (PlanForm,), fields))


def said(event: Event) -> dict[str, Any]:
    """What an event says in its form."""
    written: dict[str, Any] = {
        "programme": str(event.programme_id), **moment(event), "bring": event.bring, "tier": event.tier,
        "point": event.point, "counters": event.counters, "places": [str(one.place_id) for one in event.places.all()],
        "services": [one.kode for one in event.services.all()], "rts": [one.wilayah.path for one in event.rts.all()],
    }  # fmt: skip
    n = 0
    for one in event.team.all():
        if one.part in ONCE:
            written[LEADS[Part(one.part)]] = str(one.person_id)
        else:
            n += 1
            written |= {f"orang_{n}": str(one.person_id), f"bagian_{n}": one.part, f"tugas_{n}": one.role}
    return written


def closed_words(on: date) -> str:
    """Told to whoever plans a clean-up on a holiday: it may be held, and no office is open; "" for any other day."""
    holiday = workdays.name_of(on)
    return f"{plain_day(on)}: {holiday}. Boleh, tetapi kantor tutup." if holiday else ""


def moment(event: Event) -> dict[str, Any]:
    """When and where an event is, as its form says it."""
    zone = events.zone_info(event.wilayah)
    return {
        "on": events.local_day(event), "starts": event.starts_at.astimezone(zone).time(),
        "ends": event.ends_at.astimezone(zone).time(), "street": event.street, "gathering": event.gathering,
    }  # fmt: skip


def boxes(label: str, choices: list[tuple[str, Any]], coerce: Any = str) -> forms.TypedMultipleChoiceField:
    """Boxes to tick, none of them required."""
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, coerce=coerce, required=False, widget=forms.CheckboxSelectMultiple
    )


def kind_field() -> forms.TypedChoiceField:
    """What kind of place it is, by the list of the catalogue."""
    kinds = catalogue.codelist(places.KINDS).entries
    return forms.TypedChoiceField(
        label="Jenis", coerce=int, empty_value=None, required=False, initial=places.OTHER, choices=list(kinds)
    )


def rt_field(rts: list[tuple[str, str]]) -> forms.ChoiceField:
    """In which RT a place lies; it may lie in none."""
    return forms.ChoiceField(label="Di RT", choices=[("", "Tidak di satu RT"), *rts], required=False)


def _line(n: int, people: Callable[[], list[tuple[str, str]]]) -> dict[str, Any]:
    parts = [(part.value, str(part.label)) for part in (Part.OTHER, Part.COUNTER)]
    bagian = forms.ChoiceField(label=f"Bagian petugas {n}", choices=parts, required=False, initial=Part.OTHER)
    bagian.is_conditional = True  # type: ignore[attr-defined]
    return {
        f"orang_{n}": forms.ChoiceField(label=f"Petugas {n}", choices=people, required=False),
        f"bagian_{n}": bagian,
        f"tugas_{n}": Line(label=f"Tugas petugas {n}", max_length=60, required=False),
    }


def _services() -> list[tuple[str, Any]]:
    return [
        (service.kode, option(service.name, service.summary))
        for service in catalogue.services()
        if "event" in service.where
    ]


def _places(home: Wilayah, event: Event | None) -> list[tuple[str, Any]]:
    """Those in use; and of an event that is revised also those that were retired since."""
    found = list(places.places_of(home.path))
    known = {one.pk for one in found}
    kept = [one.place for one in event.places.all()] if event else []
    return [_choice(one) for one in (*found, *(one for one in kept if one.pk not in known))]


def _choice(place: Place) -> tuple[str, Any]:
    where = maps.rt_name(place.rt) if place.rt else "tanpa RT"
    ended = ", sudah diakhiri" if place.retired_at else ""
    return str(place.pk), option(place.name, f"{places.kind_name(place.kind)}, {where}{ended}")
