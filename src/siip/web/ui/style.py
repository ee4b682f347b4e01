"""The style of a face: its files put together, minified once, served inline in the one `<style>` of a page."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "css"

PUBLIC = ("tokens", "base", "page", "button", "ask", "card", "facts", "stat", "leaf", "paper")
FACES: dict[str, tuple[str, ...]] = {
    "public": PUBLIC,
    "account": ("tokens", "base", "page", "button", "ask", "card", "facts", "form", "account", "paper"),
    "rt": ("tokens", "base", "page", "button", "ask", "card", "facts", "rt"),
    "lapor": ("tokens", "base", "page", "button", "ask", "card", "facts", "course", "lapor", "paper"),
    "result": (*PUBLIC, "photo"),
    "board": ("tokens", "base", "page", "board"),
    "console": (
        *("tokens", "base", "page", "button", "ask", "card", "facts", "stat", "leaf", "table"),
        *("course", "form", "paper", "console", "todo", "rows", "seal", "map", "photo", "progress", "day", "faces"),
    ),
}


@cache
def style(face: str) -> str:
    """The minified style sheet of one face. KeyError for a face that does not exist."""
    return minified("".join((FOLDER / f"{name}.css").read_text("utf-8") for name in FACES[face]))


@cache
def style_hash(face: str) -> str:
    """The source expression that lets exactly this style through the content security policy."""
    return source_hash(style(face))


def source_hash(text: str) -> str:
    """`'sha256-...'` of one inline style or script, as a policy wants it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def minified(css: str) -> str:
    """Without comments and needless blanks; those inside `calc()` and selectors stay."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?|(:) (?=[^{}]*[;}])", lambda m: m[1] or m[2], css)
    return css.replace(";}", "}").strip()
