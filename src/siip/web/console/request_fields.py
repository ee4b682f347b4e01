"""The fields of a request: those of its letter type, and how each required paper may be shown."""

from collections.abc import Container, Iterable
from typing import Any

from django import forms

from siip.kernel.catalogue import Field, Requirement
from siip.services.intake import LONGEST_NAME
from siip.web.console.spot import Spot
from siip.web.ui.fields import DateText, Digits, Line, Paragraph, TimeText, option

ANSWER, PAPER, HEAD, HOUR = "isi_", "berkas_", "ketua_", "jam_"
PLACE, SAME = "rt_rw", "sama_alamat"
TINY = 8  # signs of an RT or RW
FEW = 3  # so many choices are buttons; more are a list
NAMES = ("nama", "tempat_lahir")  # a telephone writes them with capitals


def conditional(field: forms.Field) -> forms.Field:
    """A field that an answer beside it asks for: the form judges it, and no label calls it optional."""
    field.required = False
    field.is_conditional = True  # type: ignore[attr-defined]  # read by ui/field.html
    return field


def answer_field(asked: Field, untold: Container[str] = ()) -> forms.Field:
    """The field that asks for an answer; one that only a paper tells is asked for with the paper."""
    found = _of_type(asked)
    return conditional(found) if asked.required and asked.name in untold else found


def suggest(field: forms.Field, words: Iterable[str]) -> forms.Field:
    """Words that are offered while something is typed; anything else may be written."""
    field.suggestions = tuple(words)  # type: ignore[attr-defined]  # read by ui/field.html
    field.widget.attrs["list"] = "saran"
    return field


def place_fields(spot: Spot | None) -> dict[str, forms.Field]:
    """RT and RW to be chosen, where the kelurahan has any on its list."""
    choices = spot.rt_choices() if spot else []
    if not choices:
        return {}
    chosen = forms.ChoiceField(
        label="RT/RW", choices=choices, required=False, widget=forms.Select({"class": "short"}),
        help_text="Tempat tinggalnya sekarang; Ketua RT inilah yang memberi keterangan.",
    )  # fmt: skip
    return {PLACE: conditional(chosen)}


def same_field() -> dict[str, forms.Field]:
    """The tick that spares typing an address twice."""
    return {SAME: forms.BooleanField(label="Tinggal di alamat KTP-el itu", required=False)}


def paper_fields(one: Requirement, spot: Spot) -> dict[str, forms.Field]:
    """How a requirement was met; where the RT head's word is enough also his name and the hour."""
    if not one.rt_may_confirm:
        label = option(one.label, one.help) if one.help else one.label
        # The value by which the page shows what only this paper tells.
        tick = forms.CheckboxInput({"value": "seen"})
        return {PAPER + one.kode: forms.BooleanField(label=label, required=False, widget=tick)}
    choices = [
        ("rt_head", option("Ketua RT menerangkan di tempat", "Nama Anda dan jamnya ikut dicatat")),
        ("seen", "Suratnya dilihat"),
        ("", "Belum ada"),
    ]
    how = forms.ChoiceField(label=one.label, choices=choices, widget=forms.RadioSelect)
    head = Line(
        label="Nama Ketua RT yang menerangkan", max_length=LONGEST_NAME,
        help_text="Kosong berarti Ketua RT yang tercatat untuk RT itu." if spot.heads else "",
        widget=forms.TextInput({"list": "ketua-rt", "autocapitalize": "words"}),
    )  # fmt: skip
    hour = TimeText(label="Pukul", required=False, help_text="Kosong berarti sekarang.")
    return {
        PAPER + one.kode: conditional(how), HEAD + one.kode: conditional(head), HOUR + one.kode: hour,
    }  # fmt: skip


def _of_type(asked: Field) -> forms.Field:
    common: dict[str, Any] = {"label": asked.label, "required": asked.required, "help_text": asked.help}
    match asked.type:
        case "date":
            return DateText(**common)
        case "choice":
            return _choice(asked, common)
        case "digits" | "number" | "rupiah" | "year":
            length = {"digits": asked.max, "year": 4}.get(asked.type, 15)
            whole = "nik" in asked.checks or asked.type == "year"
            return Digits(length=length, least=length if whole else 1, **common)
        case "long":
            return Paragraph(max_length=asked.max, widget=forms.Textarea({"rows": 2}), **common)
        case _:
            attrs = {"class": "tiny"} if asked.max <= TINY else {}
            attrs |= {"autocapitalize": "words"} if asked.name in NAMES else {}
            return Line(max_length=asked.max, widget=forms.TextInput(attrs), **common)


def _choice(asked: Field, common: dict[str, Any]) -> forms.Field:
    few = len(asked.choices) <= FEW
    first = [] if few and asked.required else [("", "Tidak diisi" if not asked.required else "Pilih")]
    choices = [*first, *((one, one) for one in asked.choices)]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect if few else forms.Select, **common)
