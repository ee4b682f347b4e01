"""The photo sheet: what stands under each picture, what a hostile name does to it, what of the pictures goes in."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from PIL import Image

from siip.kernel.paper import render_pdf
from siip.kernel.paper.samples import OFFICE
from siip.kernel.paper.shots import Shot, Spot, sheet_data
from siip.kernel.tests.test_paper import CHANGED, HOSTILE, REFUSED, squeezed


def jpeg(colour: tuple[int, int, int], size: tuple[int, int] = (48, 36)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


BEFORE = Shot("Sebelum, 07.10 WIB", jpeg((120, 80, 40)), 48, 36)
AFTER = Shot("Sesudah, 09.05 WIB", jpeg((40, 120, 60), (36, 48)), 36, 48)
DRAIN = Spot("Saluran depan SD 12", "Membersihkan saluran: Bersih; 120 m", ((BEFORE, AFTER), (None, AFTER)))


def sheet(*spots: Spot, **how: Any) -> pypdf.PdfReader:
    usual = {
        "event": "Jumat Bersih, Jalan DI Panjaitan", "when": "Jumat, 27 November 2026", "left_out": "",
        "office": OFFICE, "dated": date(2026, 11, 27), "printed": "27 November 2026, 10.00 WIB",
    }  # fmt: skip
    return pypdf.PdfReader(io.BytesIO(render_pdf("lembar_foto", sheet_data(spots, **(usual | how)))))


def text(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def pictures(reader: pypdf.PdfReader) -> list[bytes]:
    return [image.data for page in reader.pages for image in page.images]


def test_each_place_stands_with_its_pictures_and_when_they_were_taken() -> None:
    found = sheet(DRAIN, left_out="2 foto lain hanya untuk kantor.")
    said = text(found)
    for words in ("Saluran depan SD 12", "Membersihkan saluran: Bersih; 120 m", "Sebelum, 07.10 WIB",
                  "Sesudah, 09.05 WIB", "Tidak ada foto", "2 foto lain hanya untuk kantor."):  # fmt: skip
        assert words in said
    assert len(pictures(found)) == 2  # the after is there twice, and held once


def test_the_pictures_go_in_byte_by_byte() -> None:
    assert set(pictures(sheet(DRAIN))) == {BEFORE.jpeg, AFTER.jpeg}


def test_each_picture_is_told_to_whoever_cannot_see_it() -> None:
    tree = sheet(DRAIN).trailer["/Root"]["/StructTreeRoot"]
    assert {"Saluran depan SD 12: Sebelum, 07.10 WIB", "Saluran depan SD 12: Sesudah, 09.05 WIB"} <= set(alts(tree))


def alts(node: Any) -> list[str]:
    """The alternative texts beneath a node of a tagged PDF."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for one in node for found in alts(one)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (alts(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize("name", [*HOSTILE, *CHANGED, *REFUSED])
def test_a_hostile_name_is_only_ever_shown(name: str) -> None:
    said = text(sheet(Spot(name, name, ((BEFORE, None),)), event=name))
    assert "root:" not in said
    if name in HOSTILE:
        assert squeezed(name) in squeezed(said)


def test_many_photos_of_one_place_run_on_over_pages() -> None:
    rows = tuple(
        (Shot("Sebelum", jpeg((n * 9, 9, 9)), 48, 36), Shot("Sesudah", jpeg((9, 9, n * 9)), 48, 36))
        for n in range(2, 14)
    )
    found = sheet(Spot("Jalan", "", rows))
    assert len(found.pages) > 2 and len(pictures(found)) == 24


def test_in_training_every_page_says_so() -> None:
    assert "LATIHAN" in text(sheet(DRAIN, training=True))
