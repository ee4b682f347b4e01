"""The press: one typst compiler a thread, our own typefaces, the standards of an archive."""

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

HERE = Path(__file__).parent
FAMILIES = (
    "surat_keterangan",
    "pernyataan",
    "janji",
    "laporan",
    "register",
    "daftar_nomor",
    "kartu",
    "undangan",
    "paket",
    "lembar_foto",
)
# An archive may be asked for a letter in thirty years (A-2a), and a reader may be blind (UA-1).
STANDARDS = ["a-2a", "ua-1"]

_local = threading.local()


def render_pdf(family: str, data: Mapping[str, Any]) -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1. The same data gives the same bytes.

    `data` is plain JSON, as the functions of `surat` and `books` give it; `date` dates the file.
    Raises KeyError for a family that is not one of FAMILIES.
    """
    return cast(bytes, _compile(family, data, format="pdf", pdf_standards=STANDARDS))


def render_png(family: str, data: Mapping[str, Any], page: int = 0, ppi: float = 144) -> bytes:
    """One page of the paper as a picture; `page` counts from 0. Raises IndexError beyond the last."""
    pages = _compile(family, data, format="png", ppi=ppi)
    return (pages if isinstance(pages, list) else [pages])[page]


def _compile(family: str, data: Mapping[str, Any], **how: Any) -> bytes | list[bytes]:
    # The data goes in full every time: the compiler remembers sys_inputs between calls.
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    made = _compiler().compile(input=_template(family), sys_inputs=inputs, **how)
    return cast("bytes | list[bytes]", made)


def _template(family: str) -> Path:
    return {name: HERE / "families" / f"{name}.typ" for name in FAMILIES}[family]


def _compiler() -> typst.Compiler:
    # Kept, so that only the first page of a thread pays for typefaces and templates.
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=HERE, font_paths=_typefaces())
    return cast(typst.Compiler, _local.compiler)


@cache
def _typefaces() -> typst.Fonts:
    # No system fonts: a page must not look otherwise on the next machine.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])
