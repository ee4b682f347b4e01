"""The paper pack: what each page says, what it keeps quiet about, and what a hostile name does to it."""

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest

from siip.kernel.catalogue import SHIPPED, Shelf
from siip.kernel.paper import render_pdf
from siip.kernel.paper.packs import Blanks, Pack, Packing, RoleCard, Roll, Sheets, pack_data
from siip.kernel.paper.samples import OFFICE
from siip.kernel.paper.surat import blank_blocks
from siip.kernel.paper.text import legible
from siip.kernel.tests.test_paper import CHANGED, HOSTILE, REFUSED, squeezed

THURSDAY = date(2026, 11, 26)
KINDS = tuple(map(Shelf(SHIPPED).letter_type, ("domisili_orang", "sku", "sktm")))
PACK = Pack(
    "Jumat Bersih, Jalan DI Panjaitan",
    "Jumat, 27 November 2026",
    (Packing("Loket", (("Meja", "2"), ("Kursi", "8"))),),
    (RoleCard("Pemimpin", "Hendra", (("06.15", "Cocokkan daftar"),), (("Semua hal", "Hendra"),)),),
    (Roll("RT 07 / RW 02", "Ruslan", 15, 50), Roll("", "", None, 50)),
    ("A-018", "A-019"),
    tuple(Sheets(kind, 1) for kind in KINDS),
    tuple(Blanks(kind, 1, OFFICE, "Lurah Plaju Ilir") for kind in KINDS),
)


def pages_of(pack: Pack = PACK, **how: Any) -> list[str]:
    data = pack_data(pack, office=OFFICE, dated=THURSDAY, printed="26 November 2026, 14.00 WIB", **how)
    pages = pypdf.PdfReader(io.BytesIO(render_pdf("paket", data))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_the_parts_come_in_the_order_in_which_they_are_needed() -> None:
    pages = pages_of()
    begins = ("Daftar bawaan", "Kartu peran", "Daftar hadir RT 07 / RW 02", "Daftar hadir RT", "Nomor antrean")
    assert [page[: len(word)] for page, word in zip(pages, begins, strict=False)] == list(begins)
    assert [page.split(" Jumat")[0] for page in pages[5:8]] == [kind.name for kind in KINDS]
    assert all("Blangko darurat" in page and "LURAH PLAJU ILIR," in page for page in pages[8:])
    assert len(pages) == 11


def test_a_sheet_asks_for_every_field_and_names_what_is_not_needed() -> None:
    for kind, page in zip(KINDS, pages_of()[5:8], strict=True):
        assert [field.label for field in kind.fields if squeezed(field.label) not in squeezed(page)] == []
        assert [one.label for one in kind.requirements if squeezed(one.label) not in squeezed(page)] == []
        assert [one.label for one in kind.not_needed if squeezed(one.label) not in squeezed(page)] == []


def test_a_blank_prints_no_number_and_nobody() -> None:
    for kind, page in zip(KINDS, pages_of()[8:], strict=True):
        assert f"Nomor: {kind.klasifikasi} / …" in page and "ditulis dari register atau buku" in page
        assert "Demikian surat keterangan ini" in page
    assert not re.search(r"\d{16}", " ".join(pages_of()))


def test_a_blank_leaves_room_for_every_value_of_the_letter() -> None:
    said = str(blank_blocks(KINDS[0], office=OFFICE))
    assert "{" not in said.replace("{'", "") and "Kelurahan Plaju Ilir" in said and "…" in said
    assert all(kind.name not in said for kind in KINDS)


def test_a_letter_that_does_not_lapse_speaks_of_no_day() -> None:
    last = "berlaku sampai dengan"
    assert last in str(blank_blocks(KINDS[1], office=OFFICE))
    assert last not in str(blank_blocks(replace(KINDS[1], validity=None), office=OFFICE))


def test_boxes_stand_in_fives_with_their_sum_at_the_end_of_the_line() -> None:
    page = pages_of(replace(PACK, rolls=(Roll("RT 07 / RW 02", "Ruslan", 48, 75),)))[2]
    assert "25 50 75" in page and "Dijanjikan: 48 orang" in page


def test_an_answer_from_before_a_move_is_marked_on_the_roll() -> None:
    old, new = (Roll("RT 07 / RW 02", "Ruslan", 15, 50, is_old) for is_old in (True, False))
    assert "Dijanjikan: 15 orang Dijawab sebelum kegiatan dipindah" in pages_of(replace(PACK, rolls=(old,)))[2]
    assert "dipindah" not in pages_of(replace(PACK, rolls=(new,)))[2]


def test_what_is_not_known_is_a_line_to_write_on() -> None:
    card = RoleCard("Penyambut", "", (), (("Semua hal: pemimpin", ""),))
    pages = pages_of(replace(PACK, cards=(card,), rolls=(Roll("RT 13 / RW 05", "", None, 50),)))
    assert "Belum ditunjuk. Nama:" in pages[1]
    assert "Ketua: belum tercatat" in pages[2] and "Belum menjawab panggilan" in pages[2]


def test_a_pack_of_nothing_is_still_a_packing_list() -> None:
    pages = pages_of(Pack("Jumat Bersih", "Jumat, 27 November 2026", (), (), (), ()))
    assert len(pages) == 1 and pages[0].startswith("Daftar bawaan")


def test_an_odd_card_stands_alone() -> None:
    assert sum(page.count("Kartu peran") for page in pages_of(replace(PACK, cards=PACK.cards * 3))) == 3
    assert len(pages_of(replace(PACK, cards=PACK.cards * 3))) == 12


def test_training_says_so_on_every_part() -> None:
    assert all("LATIHAN" in page for page in pages_of(training=True))
    assert not any("LATIHAN" in page for page in pages_of())


@pytest.mark.parametrize("name", [*HOSTILE, *REFUSED])
def test_a_name_is_shown_and_never_evaluated(name: str) -> None:
    roll, card = Roll(name, name, 15, 50), RoleCard(name, name, ((name, name),), ((name, name),))
    pack = Pack(name, name, (Packing(name, ((name, name),)),), (card,), (roll,), ("A-001",))
    pages = pages_of(pack)
    assert [squeezed(legible(name)) in squeezed(page) for page in pages[:4]] == [True] * 4
    assert len(pages) == 4 or len(name) > 100


@pytest.mark.parametrize("name", CHANGED)
def test_marks_that_nobody_sees_are_dropped(name: str) -> None:
    assert legible(name) == CHANGED[name]


def test_what_no_typeface_holds_becomes_a_question_mark() -> None:
    assert legible("Budi 😀") == "Budi ?" and legible("a\x1bb") == "a?b"
