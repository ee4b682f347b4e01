"""The forms of aduan: what a resident says, written down by a clerk, and what the office does with it."""

from datetime import date
from typing import Any, cast

from django import forms

from siip.followup import aduan, handling, sealing
from siip.followup.aduan import Report
from siip.followup.rules import deadlines
from siip.kernel import catalogue, workdays
from siip.programme.models import Event
from siip.web.console.promise_forms import OTHER, DueForm, office_field, spot_choices
from siip.web.ui.fields import Line, Paragraph
from siip.web.ui.forms import TokenForm
from siip.web.ui.wording import plain_day
from siip.wilayah.models import Wilayah


class ReportForm(TokenForm):
    """What somebody reports; `report_form` gives it the choices of one kelurahan or event."""

    refusals = {
        "subject-unknown": "subject", "text-missing": "text", "text-long": "text", "nik-in-text": "text",
        "place-elsewhere": "spot", "rt-elsewhere": "spot", "kelurahan-unknown": "kelurahan",
    }  # fmt: skip
    text = Paragraph(label="Apa yang dilaporkan", max_length=sealing.LONGEST, help_text="Seperti warga mengatakannya.")
    where = Line(label="Lebih tepatnya", max_length=sealing.LONGEST_LINE, required=False)
    name = Line(label="Nama pelapor", max_length=sealing.LONGEST_LINE, required=False)
    phone = Line(
        label="Telepon atau WhatsApp", max_length=30, required=False, help_text="Supaya dapat dikabari hasilnya."
    )
    may_show = forms.BooleanField(label="Boleh dibaca warga lain, tanpa nama, sesudah diperiksa", required=False)

    def report(self) -> Report:
        said = self.cleaned_data
        return Report(
            int(said["subject"]), said["text"], said["where"], said["name"], said["phone"], said["may_show"]
        )  # fmt: skip


class ForwardForm(DueForm):
    refusals = {
        "office-unknown": "office", "due-past": "due_on", "due-far": "due_on", "text-long": "note",
        "nik-in-text": "note",
    }  # fmt: skip
    note = Paragraph(
        label="Kata untuk pelapor", max_length=sealing.LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Dibaca pelapor. Misalnya: kami lihat ke lokasi besok.",
    )  # fmt: skip

    def act(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"office": said["office"], "due_on": self.day, "note": said["note"], "id": self.id}


class NoteForm(TokenForm):
    """Words that the reporter reads."""

    refusals = {"text-missing": "note", "text-long": "note", "nik-in-text": "note"}
    note = Paragraph(label="Kata untuk pelapor", max_length=sealing.LONGEST, help_text="Dibaca pelapor apa adanya.")


class ShowForm(TokenForm):
    refusals = {"text-missing": "text", "text-long": "text", "nik-in-text": "text"}
    text = Paragraph(
        label="Ringkasan untuk umum", max_length=handling.LONGEST_SHOWN, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca siapa pun. Tanpa nama orang, nomor rumah, dan nomor telepon.",
    )  # fmt: skip


def report_form(
    home: Wilayah | None, event: Event | None = None, kelurahan: list[tuple[str, str]] | None = None
) -> type[ReportForm]:
    """The form at an event or in a kelurahan; with `kelurahan` it asks which."""
    subjects = [(str(number), name) for number, name in catalogue.codelist(aduan.SUBJECTS).entries]
    fields: dict[str, Any] = {
        "subject": forms.ChoiceField(label="Tentang", choices=[("", "Pilih"), *subjects]),
        "field_order": ["subject", "text", "kelurahan", "spot", "where", "name", "phone", "may_show"],
    }  # fmt: skip
    if home is not None:
        fields["spot"] = forms.ChoiceField(label="Di mana", choices=spot_choices(home, event), required=False)
        fields["spot"].is_conditional = True
    if kelurahan is not None:
        fields["kelurahan"] = forms.ChoiceField(label="Kelurahan", choices=kelurahan)
    return cast(type[ReportForm], type("ReportForm", (ReportForm,), fields))


def forward_form(path: str, today: date) -> type[ForwardForm]:
    """Owners there, and the days within which such a matter is finished."""
    told = [(workdays.after(today, days), words) for days, words in deadlines.FINISH.items()]
    choices = [(on.isoformat(), f"{words} ({plain_day(on)})") for on, words in told]
    due = forms.ChoiceField(
        label="Selesai paling lambat", choices=[*choices, (OTHER, "Tanggal lain")], initial=choices[1][0],
        widget=forms.RadioSelect,
    )  # fmt: skip
    fields = {"office": office_field(path), "due": due, "field_order": ["office", "due", "due_on", "note"]}
    return cast(type[ForwardForm], type("ForwardForm", (ForwardForm,), fields))
