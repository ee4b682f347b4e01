"""Forms of every face: shape is checked here, rules by the area; nothing that was typed is lost.

A view is three lines: is it valid, `attempt` the act, else `show` the page again (docs/ui.md has one).
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from siip.kernel.ids import uuid7
from siip.kernel.refused import Refused

Row = TypeVar("Row")

REFUSED_FORM = 422

# By the code of the error; {label} is the field's. Django's own translations are right but stiff, and
# say "bidang" where people say the name of the field.
MESSAGES = {
    "required": "{label} belum diisi.",
    "invalid_choice": "Pilih {label} dari daftar yang tersedia.",
    "invalid_list": "Pilih {label} dari daftar yang tersedia.",
    "min_length": "{label} terlalu pendek: paling sedikit %(limit_value)d huruf, sekarang %(show_value)d.",
    "max_length": "{label} terlalu panjang: paling banyak %(limit_value)d huruf, sekarang %(show_value)d.",
    "min_value": "{label} paling sedikit %(limit_value)s.",
    "max_value": "{label} paling banyak %(limit_value)s.",
    "null_characters_not_allowed": "{label} berisi tanda yang tidak terlihat. Hapus, lalu ketik ulang.",
    "empty": "{label} kosong. Pilih berkas lain.",
    "missing": "{label}: belum ada berkas yang dipilih.",
}
BY_KIND: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.EmailField, {"invalid": "Alamat email ini tidak lengkap. Tulis seperti nama@contoh.id."}),
    (forms.IntegerField, {"invalid": "{label} ditulis dengan angka bulat, seperti 12."}),
    (forms.BooleanField, {"required": "{label}: beri tanda centang dahulu."}),
    (
        forms.FileField,
        {"required": "{label}: belum ada berkas yang dipilih.", "invalid": "{label} tidak terkirim. Kirim lagi."},
    ),
    (forms.ChoiceField, {"required": "{label} belum dipilih."}),
    (forms.MultipleChoiceField, {"required": "{label} belum dipilih."}),
)


class Renderer(TemplatesSetting):
    """Django's forms in our markup; set as FORM_RENDERER, so that forms of libraries get it too."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A list to choose from is written here: Django renders two templates for each of its options, 0.3 s for
        a plan that offers 350 people six times."""
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = []
    for name, options, _ in widget["optgroups"]:
        inside = "\n".join(map(_option, options))
        groups.append(f'<optgroup label="{conditional_escape(name)}">{inside}</optgroup>' if name else inside)
    head = format_html('<select name="{}"{}>', widget["name"], flatatt(widget["attrs"]))
    return mark_safe(f"{head}{chr(10).join(groups)}</select>")


def _option(one: Mapping[str, Any]) -> str:
    # html.escape, not Django's: the check whether a text is lazy costs more than escaping it.
    attrs, label = flatatt(one["attrs"]) if one["attrs"] else "", one["label"]
    words = label if isinstance(label, SafeString) else escape(str(label))
    return f'<option value="{escape(str(one["value"]))}"{attrs}>{words}</option>'


class Worded:
    """Mixed into a form (ours or a library's): errors name their field and say what to do."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label or name.replace("_", " ").capitalize()
            _reword(field)


class Form(Worded, forms.Form):
    """The base of our forms. `refusals` tells which field a code of `Refused` belongs to."""

    refusals: ClassVar[Mapping[str, str]] = {}
    default_renderer = Renderer

    def refuse(self, refused: Refused) -> None:
        """Shows the refusal of an act at its field, or on top."""
        field = self.refusals.get(refused.code)
        self.add_error(field, ValidationError(refused.message, code=refused.code))


class TokenField(forms.UUIDField):
    """The id of the act that this form asks for: made with the page, kept when it is posted again."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": "Halaman ini tidak lengkap terkirim. Periksa isinya, lalu kirim sekali lagi.",
        "invalid": "Halaman ini tidak lengkap terkirim. Periksa isinya, lalu kirim sekali lagi.",
    }

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A token that cannot be read is replaced when the page is shown again; a good one stays."""
        try:
            return self.clean(data)
        except ValidationError:
            return initial


class TokenForm(Form):
    """A form that asks for an act: the token of the page becomes the act's id, so that sending twice acts once."""

    token = TokenField(initial=uuid7)

    def act(self) -> dict[str, Any]:
        """The cleaned values as arguments of an act, the token as `id`."""
        values = dict(self.cleaned_data)
        values["id"] = values.pop("token")
        return values

    @property
    def id(self) -> UUID:
        """The id for the act. The form must be valid."""
        token: UUID = self.cleaned_data["token"]
        return token


def attempt(form: Form, act: Callable[..., Row], **arguments: Any) -> Row | None:
    """Calls an area's act; None when it was refused, with the refusal in the form.

    "no-right" is let through: the button should not have been there, and the page that answers is 403.
    """
    try:
        return act(**arguments)
    except Refused as refused:
        if refused.code == "no-right":
            raise
        form.refuse(refused)
        return None


def show(
    request: HttpRequest, template: str, form: forms.BaseForm, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page of a form: 200 when it is new, 422 when it comes back with errors."""
    status = REFUSED_FORM if form.is_bound and form.errors else 200
    return render(request, template, {**(context or {}), "form": form}, status=status)


def _reword(field: forms.Field) -> None:
    ours = dict(MESSAGES)
    for kind, messages in BY_KIND:
        if isinstance(field, kind):
            ours |= messages
    label = str(field.label)
    for code, message in ours.items():
        if _is_django_s(field, code):
            field.error_messages[code] = message.replace("{label}", label.replace("%", "%%"))


def _is_django_s(field: forms.Field, code: str) -> bool:
    """Whether the message is Django's own (or none), and not chosen by the field's author."""
    now = field.error_messages.get(code)
    for kind in type(field).__mro__:
        defaults = vars(kind).get("default_error_messages", {})
        if code in defaults:
            return kind.__module__.startswith("django.") and now == defaults[code]
    return now is None
