"""Contrast of every ink on every ground it may stand on, light and dark: 7:1 for text, 3:1 for edges."""

import re

import pytest

from siip.web.ui.style import FOLDER

LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#\w+)", part)) for part in (FOLDER / "tokens.css").read_text().split("@media")
)
SCHEMES = {"light": LIGHT, "dark": {**LIGHT, **DARK}}
GROUNDS = ("surface", "sunken", "tint")
MEANINGS = ("positive", "caution", "negative")

TEXT = [(ink, ground) for ink in ("ink", "ink-soft", "brand") for ground in GROUNDS]
TEXT += [("ink", f"{meaning}-tint") for meaning in MEANINGS]
TEXT += [(meaning, ground) for meaning in MEANINGS for ground in ("surface", f"{meaning}-tint")]
TEXT += [("surface", meaning) for meaning in MEANINGS]
TEXT += [("on-brand", "brand"), ("on-band", "band"), ("on-gold", "gold")]
EDGES = [("edge", "surface"), ("gold", "band"), ("on-band", "band")]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_is_at_least_7_to_1(scheme: str) -> None:
    tokens = SCHEMES[scheme]
    assert [pair for pair in TEXT if ratio(tokens[pair[0]], tokens[pair[1]]) < 7] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_edge_is_at_least_3_to_1(scheme: str) -> None:
    tokens = SCHEMES[scheme]
    assert [pair for pair in EDGES if ratio(tokens[pair[0]], tokens[pair[1]]) < 3] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.css")), ids=lambda path: path.stem)
def test_colours_stand_in_the_tokens_only(path: object) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)  # type: ignore[attr-defined]
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", css)) - {"#0000"}
    assert found == set() or path.stem == "tokens"  # type: ignore[attr-defined]


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
