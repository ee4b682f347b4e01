"""Weights, and the minifier that must not change what a style says."""

import gzip
import re

import pytest
from django.test import Client, override_settings

from siip.web.ui.style import FACES, FOLDER, minified, source_hash, style

# public, rt, board and lapor: half of what a page may weigh
BUDGETS = {"public": 2560, "account": 3072, "rt": 2560, "board": 2560, "lapor": 2560, "result": 2816, "console": 6144}


def weight(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


@pytest.mark.parametrize("face", FACES)
def test_style_stays_within_its_budget(face: str) -> None:
    assert weight(style(face)) <= BUDGETS[face]


@pytest.mark.parametrize("address", ["/beranda/", "/periksa/"])
def test_public_page_weighs_at_most_5_kb(address: str) -> None:
    with override_settings(ROOT_URLCONF="siip.web.ui.tests.guide"):
        assert weight(Client().get(address).content.decode()) <= 5120


@pytest.mark.parametrize("address", ["/jumat-ini/", "/register/", "/permohonan/?salah"])
def test_console_page_weighs_at_most_25_kb(address: str) -> None:
    with override_settings(ROOT_URLCONF="siip.web.ui.tests.guide"):
        assert weight(Client().get(address).content.decode()) <= 25_600


def test_every_style_file_is_used_by_a_face() -> None:
    used = {name for names in FACES.values() for name in names}
    assert used == {file.stem for file in FOLDER.glob("*.css")}


def test_minifying_keeps_calc_and_selectors() -> None:
    css = "/* why */ .a  >  .b { margin: calc(1px - var(--s1)) ; color : red; }\n.c :focus { top: 0 }"
    assert minified(css) == ".a>.b{margin:calc(1px - var(--s1));color :red}.c :focus{top:0}"


def test_hash_is_what_a_browser_computes() -> None:
    assert source_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"


@pytest.mark.parametrize("state", ["past", "now"])
def test_the_states_of_a_step_are_styled_in_a_course_alone(state: str) -> None:
    """A bare `.now` of the queue once set the step at hand of every request in the middle of its line."""
    rules = [file.read_text("utf-8") for file in FOLDER.glob("*.css")]
    assert [line for rule in rules for line in rule.splitlines() if re.match(rf"\s*\.{state}\b", line)] == []
