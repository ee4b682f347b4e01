"""A page as a hand sees it: its links, its forms with what stands in them, what a button would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit


class Stumbled(RuntimeError):
    """A page answered otherwise than to a person it should: the rehearsal says what and where, and stops."""


class Refusal(Stumbled):
    """A house answered, by refusing (400 and more) or by another page than was to be expected."""


SAID = ("alert", "lead", "status", "h1")
"""Where a page says what is the matter, the most telling first: roles, a class, an element. The title of a summary
(h2) only counts what follows."""
BLOCKS = ("p", "li", "h1", "h2")


@dataclass(slots=True)
class Control:
    """A control of a form; of a box or radio button `value` is what it sends once it is ticked.

    `options` are the values of a list, with the words beside each.
    """

    name: str
    kind: str
    value: str = ""
    is_ticked: bool = False
    options: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Form:
    """A form: where it goes, and its controls in their order."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def has(self, name: str, value: str = "") -> bool:
        """Whether it has a control of that name, with that value where one is given."""
        return any(one.name == name and (not value or one.value == value) for one in self.controls)

    def choices(self, name: str) -> list[str]:
        """The values that can be chosen: of a list, of boxes, of radio buttons, of buttons of one name."""
        found = [one for one in self.controls if one.name == name]
        return [value for one in found for value in (one.options or [one.value]) if value]

    def worded(self, name: str) -> dict[str, str]:
        """The choices of a list, from their words to their values."""
        return {words: value for one in self.controls if one.name == name for value, words in one.options.items()}

    def sent(self, said: dict[str, str | list[str]]) -> list[tuple[str, str]]:
        """What is sent: what stands there, changed by what was said; a list ticks just these boxes."""
        pairs = [(one.name, one.value) for one in self.controls if one.name not in said and _is_sent(one)]
        for name, value in said.items():
            pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
        return pairs


@dataclass(slots=True)
class Page:
    """What came back."""

    status: int
    url: str
    html: str
    forms: list[Form]
    links: list[tuple[str, str]]  # words, address

    def form(self, name: str, value: str = "") -> Form:
        """The form with that control. Raises Refusal, with what is said on the page instead."""
        for one in self.forms:
            if one.has(name, value):
                return one
        wanted = f"{name}={value}" if value else name
        raise Refusal(f"Halaman {self.path} tidak memuat isian {wanted}. Yang tertulis di sana: {self.said}")

    @property
    def path(self) -> str:
        """Where it is, without host and query: what an error may name."""
        return urlsplit(self.url).path

    @property
    def said(self) -> str:
        """The sentence by which the page refuses or tells something, in one line, or else its heading."""
        reader = _Said()
        reader.feed(self.html)
        found = next((reader.found[kind] for kind in SAID if reader.found[kind]), ["(tanpa keterangan)"])
        return " ".join(dict.fromkeys(found))


def read(status: int, url: str, html: str) -> Page:
    """The page of an answer."""
    reader = _Reader()
    reader.feed(html)
    return Page(status, url, html, reader.forms, reader.links)


def _is_sent(one: Control) -> bool:
    if not one.name or one.kind in ("submit", "button", "file"):
        return False
    return one.is_ticked if one.kind in ("checkbox", "radio") else True


class _Said(HTMLParser):
    """Reads what a page says for itself; a flat walk, where a place ends with as many tags as it was opened by."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {kind: [] for kind in SAID}
        self._kind = self._tag = ""
        self._depth = 0
        self._block: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._kind:
            self._depth += tag == self._tag
        else:
            said = {name: value or "" for name, value in attrs}
            names = (said.get("role", ""), *said.get("class", "").split(), tag)
            self._kind, self._tag, self._depth = next((name for name in names if name in SAID), ""), tag, 1
        if self._kind and (tag in BLOCKS or tag == self._tag):
            self._block = [] if tag != "h2" else None

    def handle_endtag(self, tag: str) -> None:
        if self._block and (tag in BLOCKS or tag == self._tag):
            self.found[self._kind].append(" ".join("".join(self._block).split()))
            self._block = []
        self._depth -= tag == self._tag
        if not self._depth:
            self._kind = self._tag = ""
            self._block = None

    def handle_data(self, data: str) -> None:
        if self._block is not None and (self._block or data.strip()):
            self._block.append(data)


class _Reader(HTMLParser):
    """Reads forms and links; markup of ours is well formed, so a flat walk does."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._text: list[str] | None = None
        self._href = ""
        self._control: Control | None = None
        self._option = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in said:
            self._href, self._text = said["href"], []
        elif self._form is not None:
            self._control_of(tag, said)

    def _control_of(self, tag: str, said: dict[str, str]) -> None:
        assert self._form is not None
        kind = {"input": said.get("type", "text"), "button": "submit"}.get(tag, tag)
        if tag in ("input", "button", "textarea", "select") and "disabled" not in said:
            default = "on" if kind in ("checkbox", "radio") else ""
            one = Control(said.get("name", ""), kind, said.get("value", default), "checked" in said)
            self._form.controls.append(one)
            if tag in ("textarea", "select"):
                self._control, self._text = one, [] if tag == "textarea" else self._text
        elif tag == "option" and self._control is not None:
            value = said.get("value", "")
            self._control.options[value], self._text = "", []
            if "selected" in said or len(self._control.options) == 1:
                self._control.value = value
            self._option = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "a" and self._text is not None:
            self.links.append((" ".join("".join(self._text).split()), self._href))
            self._text = None
        elif tag == "textarea" and self._control is not None:
            self._control.value = "".join(self._text or ()).removeprefix("\n")
            self._control = self._text = None
        elif tag == "option" and self._control is not None:
            self._control.options[self._option], self._text = " ".join("".join(self._text or ()).split()), None
        elif tag == "select":
            self._control = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
