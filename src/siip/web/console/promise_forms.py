"""The forms of promises, and what they share with those of aduan: where something is, who owns it, until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms

from siip.followup import sealing, spots
from siip.followup.promises import Wording
from siip.followup.spots import Spot
from siip.people.models import Office
from siip.programme import maps, places
from siip.programme.models import Event
from siip.web.ui.fields import DateText, Line, Paragraph
from siip.web.ui.forms import TokenForm
from siip.web.ui.wording import day, plain_day
from siip.wilayah import territory
from siip.wilayah.models import Wilayah

OTHER = "lain"
Choices = list[tuple[str, Any]]

ALL_REFUSALS = {
    "due-past": "due_on", "due-far": "due_on", "due-same": "due_on", "office-unknown": "office",
    "office-same": "office", "place-elsewhere": "spot", "rt-elsewhere": "spot",
}  # fmt: skip


class DueForm(TokenForm):
    """A date out of a few, or another; `due_choices` gives those of a day."""

    due = forms.ChoiceField(label="Selesai paling lambat", widget=forms.RadioSelect)
    due_on = DateText(label="Tanggal", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"due", "due_on", "spot", "office"} & self.fields.keys():
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]  # a choice always says something

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("due") == OTHER and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Tulis tanggalnya, seperti 18-12-2026.")
        return said

    @property
    def day(self) -> date:
        """The date that was chosen. The form must be valid."""
        said = self.cleaned_data
        return said["due_on"] if said["due"] == OTHER else date.fromisoformat(said["due"])


class PromiseForm(DueForm):
    """What was promised; `promise_form` gives it the choices of one event."""

    refusals = {**ALL_REFUSALS, "text-missing": "text", "text-long": "text", "nik-in-text": "text"}
    text = Paragraph(
        label="Yang dijanjikan", max_length=sealing.LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya: tutup got yang pecah diganti.",
    )  # fmt: skip
    where = Line(label="Lebih tepatnya", max_length=sealing.LONGEST_LINE, required=False)

    def wording(self) -> Wording:
        said = self.cleaned_data
        return Wording(said["text"], said["office"], self.day, said["where"])


class ExtendForm(DueForm):
    refusals = {**ALL_REFUSALS, "reason-missing": "reason", "text-long": "reason", "nik-in-text": "reason"}
    reason = Line(label="Alasan", max_length=sealing.LONGEST, help_text="Misalnya: menunggu bahan dari DLH.")

    def act(self) -> dict[str, Any]:
        return {"due_on": self.day, "reason": self.cleaned_data["reason"], "id": self.id}


class ReasonForm(TokenForm):
    refusals = {"reason-missing": "reason", "text-long": "reason", "nik-in-text": "reason"}
    reason = Line(label="Alasan", max_length=sealing.LONGEST, help_text="Misalnya: ternyata jalan provinsi.")


class AssignForm(TokenForm):
    refusals = {"office-unknown": "office", "office-same": "office"}


class FinishForm(TokenForm):
    refusals = {"text-long": "note", "nik-in-text": "note"}
    note = Line(label="Catatan", max_length=sealing.LONGEST, required=False)


def promise_form(event: Event, today: date) -> type[PromiseForm]:
    """The form of a promise at an event: its places and RT first, the lurah as owner, next Friday as date."""
    spot = forms.ChoiceField(label="Di mana", choices=spot_choices(event.wilayah, event), required=False)
    fields = {"spot": spot, "office": office_field(event.wilayah.path), "due": due_field(today)}
    # In the order of asking: what, where, who, until when.
    order = ["text", "spot", "where", "office", "due", "due_on"]
    return cast(type[PromiseForm], type("PromiseForm", (PromiseForm,), {**fields, "field_order": order}))


def extend_form(today: date) -> type[ExtendForm]:
    return cast(type[ExtendForm], type("ExtendForm", (ExtendForm,), {"due": due_field(today)}))


def assign_form(path: str) -> type[AssignForm]:
    return cast(type[AssignForm], type("AssignForm", (AssignForm,), {"office": office_field(path)}))


def due_field(today: date) -> forms.ChoiceField:
    """Next Friday, two weeks, a month, or another day."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    told = [(friday, day(friday)), (today + timedelta(days=14), "Dua minggu"), (today + timedelta(days=30), "Sebulan")]
    choices = [
        (on.isoformat(), words if words.startswith("Jumat") else f"{words}: {plain_day(on)}") for on, words in told
    ]
    return forms.ChoiceField(
        label="Selesai paling lambat", choices=[*choices, (OTHER, "Tanggal lain")], initial=friday.isoformat(),
        widget=forms.RadioSelect,
    )  # fmt: skip


def office_field(path: str) -> forms.TypedChoiceField:
    """Who can own something there, the lurah first."""
    owners: Sequence[Office] = spots.owners(path)
    lurah = next((one for one in owners if one.kind == "lurah"), owners[0] if owners else None)
    choices = [(str(one.pk), one.title) for one in owners]
    initial = str(lurah.pk) if lurah else ""
    return forms.TypedChoiceField(label="Penanggung jawab", choices=choices, initial=initial, coerce=UUID)


def spot_choices(home: Wilayah, event: Event | None = None) -> Choices:
    """Places and RT of a kelurahan, those of the event first; "" is the event or the kelurahan as a whole."""
    near = [one.place for one in event.places.all()] if event else []
    called = [one.wilayah for one in event.rts.all()] if event else []
    far = [one for one in places.places_of(home.path) if one not in near]
    others = [one for one in territory.rts_of(home.path) if one not in called]
    groups: Choices = [("", event.street if event else "Tidak di satu tempat yang tercatat")]
    for title, of_places, of_rts in (("Di kegiatan ini", near, called), (f"Lainnya di {home.name}", far, others)):
        options = [(f"tempat-{one.pk}", one.name) for one in of_places]
        options += [(f"rt-{one.path}", maps.rt_name(one)) for one in of_rts]
        if options:
            groups.append((title, options))
    return groups


def spot_of(chosen: str, *, event: Event | None = None, kelurahan: str = "") -> Spot:
    """What was chosen among `spot_choices`."""
    kind, _, which = chosen.partition("-")
    return Spot(
        kelurahan, event.pk if event else None, UUID(which) if kind == "tempat" else None, which if kind == "rt" else ""
    )
