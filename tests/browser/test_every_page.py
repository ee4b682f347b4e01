"""Comes last: there is no page that nobody looked at."""

import re
from pathlib import Path

import pytest

from tests.browser.harness import LOOKED_AT

pytestmark = pytest.mark.browser

WEB = Path(__file__).parents[2] / "src" / "siip" / "web"


def pages() -> set[str]:
    """The templates that stand on a base page and are none themselves."""
    found = {
        str(file.relative_to(folder)): re.findall(r'{% extends "([^"]+)"', file.read_text("utf-8"))
        for folder in WEB.glob("*/templates")
        for file in folder.rglob("*.html")
    }
    bases = {base for above in found.values() for base in above}
    return {name for name, above in found.items() if above} - bases


def test_every_page_was_looked_at() -> None:
    assert len(pages()) > 50
    assert sorted(pages() - LOOKED_AT) == []
