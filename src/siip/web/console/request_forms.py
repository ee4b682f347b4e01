"""Forms of a request: the fields of its letter type, who came, the papers shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from siip.kernel.catalogue import Field, LetterType, Requirement
from siip.kernel.refused import Refused
from siip.people.residents import Card
from siip.people.rules import nik as nik_rules
from siip.services.intake import LONGEST_NAME, LONGEST_RELATION, AnswersRefused, Applicant, Shown
from siip.web.ui.fields import DateText, Digits, Line, Paragraph, option
from siip.web.ui.forms import Form, TokenForm
from siip.web.ui.parts import Answer
from siip.web.ui.wording import plain_day
from siip.wilayah.rules.codes import Level

ANSWER, PAPER, HEAD = "isi_", "berkas_", "ketua_"
PERSON = (
    "nik", "nama", "tempat_lahir", "tanggal_lahir", "jenis_kelamin", "agama", "status_perkawinan", "pekerjaan",
    "kewarganegaraan", "alamat", "rt", "rw",
)  # fmt: skip
TINY = 8  # signs of an RT or RW
FEW = 3  # so many choices are buttons; more are a list


class StatementForm(TokenForm):
    """What is said at the counter; `statement_form` gives it the fields of a letter type."""

    kind: ClassVar[LetterType]
    refusals = {"applicant-name": "wakil_nama", "applicant-relation": "wakil_hubungan"}

    wakil = forms.ChoiceField(
        label="Yang datang", required=False, widget=forms.RadioSelect,
        choices=[("", "Orangnya sendiri"), ("ya", "Orang lain mewakili")],
    )  # fmt: skip
    wakil_nama = Line(label="Nama yang mewakili", required=False, max_length=LONGEST_NAME)
    wakil_hubungan = Line(
        label="Hubungannya", required=False, max_length=LONGEST_RELATION, help_text="Misalnya: anak kandung, istri."
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        named = [name for name in ("wakil_nama", "wakil_hubungan") if said.get(name)]
        if said.get("wakil"):
            for name in {"wakil_nama", "wakil_hubungan"} - {*named, *self.errors}:
                self.add_error(name, f"{self.fields[name].label} belum diisi.")
        elif named:
            self.add_error("wakil", "Pilih “Orang lain mewakili”, atau kosongkan nama dan hubungannya.")
        return said

    def refuse(self, refused: Refused) -> None:
        """Each problem of the answers at its own field."""
        if not isinstance(refused, AnswersRefused):
            return super().refuse(refused)
        for name, problem in refused.problems.items():
            field = ANSWER + name
            self.add_error(field if field in self.fields else None, ValidationError(problem, code=refused.code))
        return None

    def answers(self) -> dict[str, str]:
        """The answers as the area takes them. The form must be valid."""
        said = {one.name: self.cleaned_data.get(ANSWER + one.name) for one in self.kind.fields}
        return {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in said.items()}

    def applicant(self) -> Applicant | None:
        """Who came instead, if anybody did."""
        said = self.cleaned_data
        return Applicant(said["wakil_nama"], said["wakil_hubungan"]) if said["wakil"] else None

    def person(self) -> list[BoundField]:
        """The fields about the person, in the order of a KTP-el."""
        return [self[ANSWER + name] for name in PERSON if ANSWER + name in self.fields]

    def letter(self) -> list[BoundField]:
        """The fields about the letter."""
        return [self[ANSWER + one.name] for one in self.kind.fields if one.name not in PERSON]

    def who_came(self) -> list[BoundField]:
        return [self[name] for name in ("wakil", "wakil_nama", "wakil_hubungan")]


class PapersForm(TokenForm):
    """Which papers were shown, and how; `papers_form` gives it the requirements."""

    requirements: ClassVar[tuple[Requirement, ...]]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for one in self.requirements:
            if (
                said.get(PAPER + one.kode) == "rt_head"
                and not said.get(HEAD + one.kode)
                and HEAD + one.kode not in self.errors
            ):
                self.add_error(HEAD + one.kode, "Tulis nama Ketua RT yang memberi keterangan.")
        return said

    def shown(self) -> tuple[Shown, ...]:
        """The papers as the area takes them. The form must be valid."""
        said = {one.kode: self.cleaned_data.get(PAPER + one.kode) for one in self.requirements}
        return tuple(
            Shown(kode, self.cleaned_data[HEAD + kode] if how == "rt_head" else "") for kode, how in said.items() if how
        )

    def papers(self) -> list[BoundField]:
        """The checklist."""
        return [self[name] for name in self.fields if name.startswith((PAPER, HEAD))]


class TakeForm(PapersForm, StatementForm):
    """A whole request on one page, and the resident on the list whom it is linked to."""

    refusals = StatementForm.refusals
    penduduk = forms.UUIDField(widget=forms.HiddenInput, required=False)


class FindForm(Form):
    """Somebody on the list of residents, by NIK or by name and birth date."""

    cari_nik = Digits(length=16, label="NIK", required=False)
    cari_nama = Line(label="Nama", required=False, max_length=120)
    cari_lahir = DateText(label="Tanggal lahir", required=False, help_text="Seperti 17-8-1985.")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and not said["cari_nik"] and not (said["cari_nama"] and said["cari_lahir"]):
            self.add_error(None, "Isi NIK, atau nama bersama tanggal lahir.")
        return said


def statement_form(kind: LetterType) -> type[StatementForm]:
    """The form that asks for a letter type's fields."""
    fields = {ANSWER + one.name: _answer_field(one) for one in kind.fields}
    return cast(type[StatementForm], type("StatementForm", (StatementForm,), {"kind": kind, **fields}))


def papers_form(requirements: Iterable[Requirement]) -> type[PapersForm]:
    """The checklist of these requirements."""
    needed = tuple(requirements)
    fields = {name: field for one in needed for name, field in _paper_fields(one)}
    return cast(type[PapersForm], type("PapersForm", (PapersForm,), {"requirements": needed, **fields}))


def take_form(kind: LetterType, requirements: Iterable[Requirement]) -> type[TakeForm]:
    """Both on one page."""
    bases = (TakeForm, papers_form(requirements), statement_form(kind))
    return cast(type[TakeForm], type("TakeForm", bases, {}))


def first_answers(kind: LetterType, today: date) -> dict[str, Any]:
    """What stands in a fresh form: defaults of the letter type, and today as the day of the RT's word."""
    said: dict[str, Any] = {ANSWER + one.name: one.default for one in kind.fields if one.default}
    return said | {f"{ANSWER}pengantar_tanggal": today}


def typed(kind: LetterType, answers: Mapping[str, str], applicant: Applicant | None) -> dict[str, Any]:
    """What was said before, as a form shows it."""
    said: dict[str, Any] = {ANSWER + one.name: said_again(one, answers.get(one.name, "")) for one in kind.fields}
    if applicant:
        said |= {"wakil": "ya", "wakil_nama": applicant.name, "wakil_hubungan": applicant.relation}
    return said


def said_again(asked: Field, answer: str) -> Any:
    """An answer as it was sealed, as a value: a date of a date field."""
    return date.fromisoformat(answer) if asked.type == "date" and answer else answer


def in_words(value: Any) -> str:
    """A value as people read it."""
    return plain_day(value) if isinstance(value, date) else str(value or "")


def of_resident(card: Card, kind: LetterType) -> dict[str, Any]:
    """What the list knows of a resident, in the fields of the letter type; a choice only if it is one of its own."""
    known = card.details
    levels = card.wilayah.path.split("/")
    rw, rt = (levels[4], levels[5]) if card.wilayah.level == Level.RT else ("", "")
    rw = "" if rw == "-" else rw
    address = " ".join(
        part for part in (known.get("address", ""), f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part
    )
    nationality = known.get("nationality", "")
    said = {
        "nama": card.name, "nik": known.get("nik", ""), "tempat_lahir": known.get("birth_place", ""),
        "tanggal_lahir": card.birth_on, "jenis_kelamin": {"L": "Laki-laki", "P": "Perempuan"}.get(known.get("sex", "")),
        "agama": known.get("religion"), "status_perkawinan": known.get("marital"),
        "pekerjaan": known.get("occupation"), "kewarganegaraan": "Indonesia" if nationality == "WNI" else nationality,
        "alamat": address, "alamat_domisili": address, "rt": rt, "rw": rw,
    }  # fmt: skip
    by_name = {one.name: one for one in kind.fields}
    return {
        "penduduk": card.id,
        **{ANSWER + name: value for name, value in said.items() if value and _fits(by_name.get(name), value)},
    }


def nik_says(number: str, born: date | None, sex: str, on: date) -> tuple[str, list[str]]:
    """Birth date and sex that a NIK tells, and what does not fit: for the officer's eye, never a refusal."""
    if not number or nik_rules.faults(number):
        return "", []
    known = {"Laki-laki": nik_rules.Sex.MAN, "Perempuan": nik_rules.Sex.WOMAN}.get(sex)
    doubts = nik_rules.check(number, born, known, None, on=on)
    return nik_rules.decode(number, on).shown, [doubt.message for doubt in doubts]


def to_check(form: TakeForm) -> list[Answer]:
    """The lines of check-your-answers, from a valid form."""
    lines = [
        Answer(str(field.label), in_words(form.cleaned_data[field.name])) for field in (*form.person(), *form.letter())
    ]
    who = form.applicant()
    lines.append(Answer("Yang datang", f"{who.name}, {who.relation}" if who else "Orangnya sendiri"))
    shown = {one.kode: f"Keterangan {one.rt_head}, Ketua RT" if one.rt_head else "Dilihat" for one in form.shown()}
    return lines + [Answer(one.label, shown.get(one.kode, "Belum ada")) for one in form.requirements]


def _answer_field(asked: Field) -> forms.Field:
    common: dict[str, Any] = {"label": asked.label, "required": asked.required, "help_text": asked.help}
    match asked.type:
        case "date":
            return DateText(**common)
        case "choice":
            few = len(asked.choices) <= FEW
            first = [] if few and asked.required else [("", "Tidak diisi" if not asked.required else "Pilih")]
            choices = [*first, *((one, one) for one in asked.choices)]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect if few else forms.Select, **common)
        case "digits" | "number" | "rupiah" | "year":
            length = {"digits": asked.max, "year": 4}.get(asked.type, 15)
            whole = "nik" in asked.checks or asked.type == "year"
            return Digits(length=length, least=length if whole else 1, **common)
        case "long":
            return Paragraph(max_length=asked.max, widget=forms.Textarea(attrs={"rows": 2}), **common)
        case _:
            narrow = forms.TextInput(attrs={"class": "tiny"}) if asked.max <= TINY else forms.TextInput()
            return Line(max_length=asked.max, widget=narrow, **common)


def _paper_fields(one: Requirement) -> list[tuple[str, forms.Field]]:
    if not one.rt_may_confirm:
        label = option(one.label, one.help) if one.help else one.label
        return [(PAPER + one.kode, forms.BooleanField(label=label, required=False))]
    choices = [
        ("", "Belum ada"),
        ("seen", "Suratnya dilihat"),
        ("rt_head", option("Ketua RT menerangkan di tempat", "Jam dan nama Anda ikut dicatat")),
    ]
    how = forms.ChoiceField(
        label=one.label, help_text=one.help, choices=choices, widget=forms.RadioSelect, required=False
    )
    head = Line(label="Nama Ketua RT yang menerangkan", required=False, max_length=LONGEST_NAME)
    return [(PAPER + one.kode, how), (HEAD + one.kode, head)]


def _fits(asked: Field | None, value: Any) -> bool:
    return asked is not None and (asked.type != "choice" or value in asked.choices)
