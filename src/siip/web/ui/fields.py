"""The fields of our forms: each reads what people really type, and says in Indonesian what is wrong."""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from siip.web.ui.wording import MONTHS, day

_MONTH = {name.lower()[:length]: n for n, name in enumerate(MONTHS, 1) for length in (3, 4, 9)} | {"agt": 8, "ags": 8}
_MONTH |= {"peb": 2, "pebruari": 2, "nop": 11, "nopember": 11}
_DATE_FORMS = (
    re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[-/. ]+(?P<m>[a-z]{3,9})\.?[-/. ]+(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})"),
)
_TIME_FORM = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?|(\d{2})(\d{2})")


def option(text: str, hint: str) -> SafeString:
    """The label of a choice with a line of explanation under it."""
    return format_html("{}<small>{}</small>", text, hint)


class Spoken:
    """A field whose refusals name it: `{label}` and what else stands in braces is filled in."""

    error_messages: dict[str, Any]
    label: Any

    def refusal(self, code: str, **values: object) -> ValidationError:
        return ValidationError(str(self.error_messages[code]).format(label=self.label, **values), code=code)


class Line(Spoken, forms.CharField):
    """One line of text: blanks joined, Unicode composed; signs that cannot be seen are refused."""

    default_error_messages = {
        "unseen": "{label} berisi tanda yang tidak terlihat. Hapus, lalu ketik ulang tanpa salin-tempel."
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut what is pasted without saying so; the form refuses and keeps it."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        text = self.joined(text)
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in text.replace("\n", "")):
            raise self.refusal("unseen")
        return text

    def joined(self, text: str) -> str:
        return " ".join(re.split(r"\s+", text.strip()))


class Paragraph(Line):
    """Several lines of text."""

    widget = forms.Textarea(attrs={"rows": 4})

    def joined(self, text: str) -> str:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
        return "\n".join(line.rstrip() for line in lines).strip()


class Digits(Spoken, forms.CharField):
    """Digits only, leading zeros kept; blanks, points and dashes between them are dropped."""

    default_error_messages = {
        "digits": "{label} hanya boleh berisi angka.",
        "length": "{label} baru {count} angka; seharusnya {wanted}.",
        "too_long": "{label} berisi {count} angka; seharusnya {wanted}.",
    }

    def __init__(self, *, length: int, least: int = 0, is_secret: bool = False, **kwargs: Any) -> None:
        self.length, self.least = length, least or length
        kwargs.setdefault("widget", forms.PasswordInput() if is_secret else forms.TextInput())
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        width = "tiny" if self.length <= 6 else "short"
        return {"inputmode": "numeric", "autocomplete": "off", "class": f"n {width}"}

    def to_python(self, value: Any) -> str:
        text = re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", super().to_python(value) or ""))
        if text and not (text.isascii() and text.isdigit()):
            raise self.refusal("digits")
        if text and len(text) < self.least:
            raise self.refusal("length", count=len(text), wanted=self.wanted)
        if len(text) > self.length:
            raise self.refusal("too_long", count=len(text), wanted=self.wanted)
        return text

    @property
    def wanted(self) -> str:
        return str(self.length) if self.least == self.length else f"{self.least} sampai {self.length}"


class Count(forms.IntegerField):
    """A whole number, typed without the browser's arrows; `1.250` is 1250."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "class": "n tiny"}

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}(\.\d{3})+\s*", value):
            value = value.replace(".", "")
        return super().to_python(value)


class Amount(Spoken, forms.Field):
    """A number that may have a comma: `12,5`, `1.250`, `1.250,75`; also `12.5`, as a calculator writes it."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "{label} ditulis dengan angka, seperti 12 atau 12,5."}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "n tiny"}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        text = str(value).strip()
        if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", text, re.ASCII):
            text = text.replace(".", "")
        if not re.fullmatch(r"\d{1,9}([.,]\d{1,6})?", text, re.ASCII):
            raise self.refusal("invalid")
        return Decimal(text.replace(",", "."))


class DateText(Spoken, forms.Field):
    """A date typed as 17-8-1985, 17/08/1985, 17 Agustus 1985 or 1985-08-17; the page says what was understood."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "{label} tidak kami pahami. Tulis seperti 17-8-1985.",
        "impossible": "{label} tidak ada di kalender. Periksa hari, bulan, dan tahunnya.",
        "short_year": "{label}: tulis tahun dengan empat angka, seperti 17-8-1985.",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "text", "autocomplete": "off", "class": "n short"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}-{value.month}-{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value))
        except ValueError as wrong:
            raise self.refusal(str(wrong)) from None

    def understood(self, value: Any) -> str:
        """The date in words, for the line under the field; "" when it cannot be read."""
        try:
            found = self.to_python(value)
        except ValidationError:
            return ""
        return day(found) if found else ""


class TimeText(Spoken, forms.Field):
    """A time of day typed as 7, 7.30, 07:30 or 0730."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "{label} tidak kami pahami. Tulis jam seperti 07.30."}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "n tiny"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = _TIME_FORM.fullmatch(str(value).strip())
        hour, minute = (found[1] or found[3], found[2] or found[4] or 0) if found else (99, 0)
        if int(hour) > 23 or int(minute) > 59:
            raise self.refusal("invalid")
        return time(int(hour), int(minute))


class Upload(Spoken, forms.FileField):
    """A file with our own word on its button, a size limit and the endings that may be sent."""

    widget = forms.FileInput
    button = "Pilih berkas"
    default_error_messages = {
        "too_big": "{label} lebih dari {limit} MB. Kirim berkas yang lebih kecil.",
        "ending": "{label} bukan berkas {endings}. Pilih berkas lain.",
    }

    def __init__(self, *, endings: tuple[str, ...], mib: int, button: str = "", **kwargs: Any) -> None:
        self.endings, self.mib = endings, mib
        self.button = button or self.button
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ",".join(self.endings)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > self.mib << 20:
            raise self.refusal("too_big", limit=self.mib)
        if file and not file.name.lower().endswith(self.endings):
            raise self.refusal("ending", endings=" atau ".join(self.endings))
        return file


class ManyFiles(forms.FileInput):
    """A file button that takes several at once."""

    allow_multiple_selected = True


class Uploads(Upload):
    """Several files, given as a list; size and endings are left to whoever reads them, one by one."""

    widget = ManyFiles

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "multiple": True}

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return files


def read_date(text: str) -> date:
    """The date that a person typed. Raises ValueError: "invalid", "impossible" or "short_year"."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    for form in _DATE_FORMS:
        if found := form.fullmatch(text):
            month = _MONTH.get(found["m"]) if found["m"].isalpha() else int(found["m"])
            if month is None:
                raise ValueError("invalid")
            return _existing(int(found["y"]), month, int(found["d"]))
    is_short = re.fullmatch(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}", text)
    raise ValueError("short_year" if is_short else "invalid")


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("impossible") from None
