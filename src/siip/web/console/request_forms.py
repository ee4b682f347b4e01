"""Forms of a request: what is said of the person and for the letter, who came, the papers shown."""

from collections.abc import Container, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from siip.kernel.catalogue import Field, LetterType, Requirement
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik
from siip.services import intake
from siip.services.intake import LONGEST_NAME, LONGEST_RELATION, AnswersRefused, Applicant, Shown
from siip.web.console.request_fields import (
    ANSWER,
    HEAD,
    HOUR,
    PAPER,
    PLACE,
    SAME,
    answer_field,
    conditional,
    paper_fields,
    place_fields,
    same_field,
    suggest,
)  # fmt: skip
from siip.web.console.spot import ELSEWHERE, Spot
from siip.web.ui.fields import Line
from siip.web.ui.forms import TokenForm

WHO = ("nik", "nama", "tanggal_lahir", "tempat_lahir", "jenis_kelamin")
MORE = ("agama", "status_perkawinan", "pekerjaan", "kewarganegaraan")
WHERE = ("alamat", "alamat_domisili", "rt", "rw")
WAKIL = ("wakil", "wakil_nama", "wakil_hubungan")
SOUGHT = (f"{ANSWER}nik", f"{ANSWER}nama", f"{ANSWER}tanggal_lahir")
ADDRESS, HOME = f"{ANSWER}alamat", f"{ANSWER}alamat_domisili"
RT, RW = f"{ANSWER}rt", f"{ANSWER}rw"
PURPOSE = f"{ANSWER}keperluan"


class StatementForm(TokenForm):
    """What is said at the counter; `statement_form` gives it the fields of a letter type."""

    kind: ClassVar[LetterType]
    told: ClassVar[frozenset[str]] = frozenset()  # fields that stand with their paper, not here
    refusals = {"applicant-name": "wakil_nama", "applicant-relation": "wakil_hubungan"}

    wakil = conditional(
        forms.ChoiceField(
            label="Yang datang", widget=forms.RadioSelect,
            choices=[("", "Orangnya sendiri"), ("ya", "Orang lain mewakili")],
        )
    )  # fmt: skip
    wakil_nama = conditional(Line(label="Nama yang mewakili", max_length=LONGEST_NAME))
    wakil_hubungan = conditional(
        Line(label="Hubungannya", max_length=LONGEST_RELATION, help_text="Misalnya: anak kandung, istri.")
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        self._clean_place(said)
        self._clean_home(said)
        self._clean_applicant(said)
        born, since = said.get(f"{ANSWER}tanggal_lahir"), said.get(f"{ANSWER}tinggal_sejak")
        if born and since and since < born:
            self.add_error(f"{ANSWER}tinggal_sejak", "Tanggal ini sebelum tanggal lahirnya. Periksa tahunnya.")
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
        """The answers as the area takes them. The form must be clean."""
        said = {one.name: self.cleaned_data.get(ANSWER + one.name) for one in self.kind.fields}
        return {name: _text(value) for name, value in said.items()}

    def applicant(self) -> Applicant | None:
        """Who came instead, if anybody did."""
        said = self.cleaned_data
        return Applicant(said["wakil_nama"], said["wakil_hubungan"]) if said["wakil"] else None

    def who(self) -> list[BoundField]:
        """Who it is, as a KTP-el begins; by the first three somebody is found on the list."""
        return self._there(ANSWER + name for name in WHO)

    def more(self) -> list[BoundField]:
        """What else a KTP-el says; most of it may stay empty."""
        return self._there(ANSWER + name for name in MORE)

    def is_more_open(self) -> bool:
        """Whether something in `more` has to be seen."""
        defaults = {ANSWER + one.name: one.default for one in self.kind.fields}
        return any(field.errors or (field.value() or "") != defaults[field.name] for field in self.more())

    def letter(self) -> list[BoundField]:
        """What is asked for the letter itself."""
        apart = {*WHO, *MORE, *WHERE, *self.told}
        return self._there(ANSWER + one.name for one in self.kind.fields if one.name not in apart)

    def rt_value(self) -> str:
        """The RT chosen, as a choice of its list; "" for one that was typed."""
        chosen = self.cleaned_data.get(PLACE, "")
        return "" if chosen == ELSEWHERE else chosen

    def _there(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _clean_place(self, said: dict[str, Any]) -> None:
        """RT and RW by the choice; typed where it is another one, or where nothing can be chosen."""
        if PLACE not in self.fields or PLACE in self.errors:
            return
        if value := self.rt_value():
            rw, _, said[RT] = value.partition("/")
            said[RW] = "" if rw == "-" else rw
            for name in (RT, RW):
                self.errors.pop(name, None)
        elif not said.get(RT) and RT not in self.errors:
            self.add_error(RT if said.get(PLACE) else PLACE, "RT belum diisi." if said.get(PLACE) else "Pilih RT.")

    def _clean_home(self, said: dict[str, Any]) -> None:
        if SAME not in self.fields:
            return
        if said.get(SAME):
            said[HOME] = said.get(ADDRESS, "")
            self.errors.pop(HOME, None)
        elif not said.get(HOME) and HOME not in self.errors:
            self.add_error(
                HOME, f"{self.fields[HOME].label} belum diisi. Beri centang di atas bila sama dengan KTP-el."
            )

    def _clean_applicant(self, said: dict[str, Any]) -> None:
        names = WAKIL[1:]
        if said.get("wakil"):
            for name in names:
                self._want(name, f"{self.fields[name].label} belum diisi.")
        elif any(said.get(name) for name in names):
            self.add_error("wakil", "Pilih “Orang lain mewakili”, atau kosongkan nama dan hubungannya.")

    def _want(self, name: str, missing: str) -> None:
        """A conditional field: filled, and without a number that belongs into its own field."""
        if name in self.errors:
            return
        try:
            if not refuse_nik(self.cleaned_data.get(name) or "", str(self.fields[name].label)):
                self.add_error(name, missing)
        except Refused as refused:
            self.add_error(name, refused.message)


class PapersForm(StatementForm):
    """Which papers were shown, and how; `papers_form` gives it the requirements and what they tell."""

    requirements: ClassVar[tuple[Requirement, ...]]
    spot: ClassVar[Spot]
    known_rt: ClassVar[str] = ""  # of a request taken before

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for one in self.requirements:
            match said.get(PAPER + one.kode):
                case "rt_head":
                    self._clean_word(one, said)
                case how if how:
                    self._clean_paper(one)
        return said

    def shown(self) -> tuple[Shown, ...]:
        """The papers as the area takes them. The form must be clean."""
        said = self.cleaned_data
        hows = {one.kode: said.get(PAPER + one.kode) for one in self.requirements}
        return tuple(
            Shown(kode, said[HEAD + kode], self._spoken(kode)) if how == "rt_head" else Shown(kode)
            for kode, how in hows.items() if how
        )  # fmt: skip

    def untold(self) -> frozenset[str]:
        """The fields that only papers tell which are not there yet."""
        shown = {one.kode for one in self.shown()}
        return intake.untold(one for one in self.requirements if one.kode not in shown)

    def told_answers(self) -> dict[str, str]:
        """What the papers shown here told."""
        shown = {one.kode for one in self.shown()}
        names = intake.untold(one for one in self.requirements if one.kode in shown)
        return {name: text for name, text in self.answers().items() if name in names and text}

    def papers(self) -> list[tuple[BoundField, list[BoundField], list[BoundField]]]:
        """The checklist: each paper, what is asked when the RT head speaks, what the paper itself tells."""
        return [
            (
                self[PAPER + one.kode],
                self._there((HEAD + one.kode, HOUR + one.kode)),
                self._there(ANSWER + name for name in one.fields),
            )
            for one in self.requirements
        ]

    def _clean_word(self, one: Requirement, said: dict[str, Any]) -> None:
        """The RT head on the spot: his name, from the list of offices if it is left empty, the day, the hour."""
        head, hour = HEAD + one.kode, HOUR + one.kode
        heads = self.spot.heads.get(self.known_rt or self.rt_value(), ())
        if not said.get(head) and head not in self.errors and len(heads) == 1:
            said[head] = heads[0]
        self._want(head, "Tulis nama Ketua RT yang memberi keterangan.")
        if said.get(hour) and (problem := self.spot.hour_problem(said[hour])):
            self.add_error(hour, problem)
        elif not said.get(hour) and self.spot.is_late and hour not in self.errors:
            self.add_error(hour, "Tulis jam Ketua RT menerangkan, seperti di catatan kertas.")
        for asked in self._told_by(one):
            if asked.type == "date":
                said[ANSWER + asked.name] = self.spot.day
                self.errors.pop(ANSWER + asked.name, None)

    def _clean_paper(self, one: Requirement) -> None:
        for asked in self._told_by(one):
            if asked.required:
                self._want_any(ANSWER + asked.name, f"{asked.label} belum diisi. Lihat di suratnya.")

    def _want_any(self, name: str, missing: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, missing)

    def _told_by(self, one: Requirement) -> list[Field]:
        return [asked for asked in self.kind.fields if asked.name in one.fields and ANSWER + asked.name in self.fields]

    def _spoken(self, kode: str) -> datetime | None:
        hour = self.cleaned_data.get(HOUR + kode)
        return self.spot.moment(hour).astimezone(UTC) if hour else None


class TakeForm(PapersForm):
    """A whole request on one page, and the resident on the list whom it is linked to."""

    penduduk = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def judge_only(self, names: Container[str] = ()) -> None:
        """Forget what is wrong with other fields: who searches or goes back has not finished typing."""
        for name in [name for name in self.errors if name not in names]:
            del self.errors[name]

    def sought(self) -> tuple[str, str, date | None] | None:
        """Who is looked for on the list: by NIK, or by name and birth date; None when neither is there."""
        said = {name: self.cleaned_data.get(name) for name in SOUGHT if name not in self.errors}
        nik, name, born = (said.get(key) for key in SOUGHT)
        if nik or (name and born):
            self.judge_only()
            return nik or "", name or "", born
        self.judge_only([key for key in SOUGHT if str(self.data.get(key, "")).strip()])
        if not self.errors:
            self.add_error(SOUGHT[0], "Isi NIK, atau nama bersama tanggal lahir.")
        return None

    def linked(self) -> UUID | None:
        """The resident whom the clerk picked from the list."""
        found: UUID | None = self.cleaned_data.get("penduduk")
        return found


def statement_form(kind: LetterType, spot: Spot, untold: Container[str] = ()) -> type[StatementForm]:
    """The form that asks for a letter type's fields at a place; what is `untold` may stay empty."""
    return cast(type[StatementForm], type("StatementForm", (StatementForm,), _statement(kind, spot, untold)))


def papers_form(
    requirements: Iterable[Requirement], kind: LetterType, spot: Spot, answers: Mapping[str, str]
) -> type[PapersForm]:
    """The checklist of papers that are shown later for a request, and the fields that they tell."""
    needed = tuple(requirements)
    told = intake.untold(needed)
    fields = {ANSWER + one.name: answer_field(one, told) for one in kind.fields if one.name in told}
    none = dict.fromkeys(WAKIL)
    known = spot.value_of(answers.get("rt", ""), answers.get("rw", ""))
    body = {**_papers(needed, spot), **fields, **none, "kind": kind, "known_rt": known}
    return cast(type[PapersForm], type("PapersForm", (PapersForm,), body))


def take_form(kind: LetterType, requirements: Iterable[Requirement], spot: Spot) -> type[TakeForm]:
    """Both on one page."""
    needed = tuple(requirements)
    told = intake.untold(needed)
    body = {**_statement(kind, spot, told), **_papers(needed, spot), "told": told}
    papers = [prefix + one.kode for one in needed for prefix in (PAPER, HEAD, HOUR)]
    body["field_order"] = [*_order(kind, told), *papers, *(ANSWER + name for name in told), *WAKIL]
    return cast(type[TakeForm], type("TakeForm", (TakeForm,), body))


def _statement(kind: LetterType, spot: Spot, untold: Container[str]) -> dict[str, Any]:
    fields = {ANSWER + one.name: answer_field(one, untold) for one in kind.fields}
    if RT in fields and (chosen := place_fields(spot)):
        fields |= chosen
        conditional(fields[RT])
    if ADDRESS in fields and HOME in fields:
        fields |= same_field()
        conditional(fields[HOME])
    if PURPOSE in fields and kind.usual_purposes:
        suggest(fields[PURPOSE], kind.usual_purposes)
    return {"kind": kind, "field_order": _order(kind), **fields}


def _order(kind: LetterType, told: Container[str] = ()) -> list[str]:
    """The names of the fields as they stand on the page: a summary of errors follows it."""
    letter = [ANSWER + one.name for one in kind.fields if one.name not in told]
    place = [ADDRESS, SAME, HOME, PLACE, RT, RW]
    return [*(ANSWER + name for name in (*WHO, *MORE)), *place, *letter]


def _papers(needed: tuple[Requirement, ...], spot: Spot) -> dict[str, Any]:
    fields = {name: field for one in needed for name, field in paper_fields(one, spot).items()}
    return {"requirements": needed, "spot": spot, **fields}


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
