"""What the documents say must be so: terms, links, commands, addresses."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def coded(text):
    """Everything that stands in backquotes."""
    return set(re.findall(r"`([^`]+)`", text))


def test_every_table_is_a_word_of_the_glossary():
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("siip.")}
    assert ours - coded(GLOSSARY) == set()


def test_every_kind_of_office_and_capacity_is_a_word_of_the_glossary():
    from siip.people.models import Capacity, OfficeKind

    assert {*OfficeKind.values, *Capacity.values} - coded(GLOSSARY) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    files = [target for target in targets if target and not target.startswith(("http://", "https://", "mailto:"))]
    assert [target for target in files if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_named_exists(document):
    from typer.main import get_command

    from siip.cli import app

    known = {*get_command(app).commands, "test", "check", "lock", "demo"}
    named = set(re.findall(r"(?:\./siip|`siip) ([a-z]+)", document.read_text(encoding="utf-8")))
    assert named - known == set()


def test_every_file_named_in_the_readme_exists():
    named = {
        name for name in coded((ROOT / "README.md").read_text()) if re.fullmatch(r"(src|docs|tests)/[\w./-]+", name)
    }
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_address_named_in_the_users_guide_answers():
    guide = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs/id").glob("*.md"))
    named = {word for word in coded(guide) if re.fullmatch(r"/[a-z-]+/", word)}
    assert named
    for address in named:
        assert get_resolver().resolve(address)
