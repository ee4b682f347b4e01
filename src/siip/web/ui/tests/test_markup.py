"""What no template of any face may hold, and the classes that it may use."""

import re
from pathlib import Path

import pytest

import siip
from siip.web.ui.style import FACES, style

SOURCE = Path(siip.__file__).parent
TEMPLATES = sorted(path for path in SOURCE.rglob("*.html") if "data" not in path.parts)
WEB = sorted((SOURCE / "web").rglob("*.py"))
KNOWN = {name for face in FACES for name in re.findall(r"\.([a-zA-Z][\w-]*)", style(face))}
# Said by the class, styled by the element around it, or left to a library's own markup.
KNOWN |= {"read", "void", "now", "past", "light"}


def names(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_template_has_no_style_attribute_and_no_inline_handler(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)\s*=", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_template_loads_nothing_from_another_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=[\"']?(?:https?:)?//", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_template_uses_only_classes_of_the_style(path: Path) -> None:
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text("utf-8"))
    used = {name for group in re.findall(r'class="([^"]*)"', text) for name in group.split()}
    assert used - KNOWN == set()


@pytest.mark.parametrize("path", WEB, ids=names)
def test_no_python_of_a_face_writes_a_style_attribute(path: Path) -> None:
    assert "tests" in path.parts or re.findall(r"<[^>\n]*\sstyle=", path.read_text("utf-8")) == []
