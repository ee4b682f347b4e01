"""Letters about a day and not about a person: ruled tables of rows that the program writes."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from siip.kernel.catalogue import SHIPPED, CatalogueError, Shelf, answer_problems
from siip.kernel.paper import render_pdf
from siip.kernel.paper.samples import OFFICE, SIGNERS, VERIFICATION
from siip.kernel.paper.surat import letter_data, letter_text
from siip.kernel.tests.test_catalogue import change
from siip.kernel.tests.test_paper import squeezed, text_of

FRIDAY = date(2026, 11, 27)
REPORT = "letters/laporan_kegiatan/letter.toml"
TEXT = "letters/laporan_kegiatan/teks.txt"
KIND = Shelf(SHIPPED).letter_type("laporan_kegiatan")


def data_of(**answers: Any) -> dict[str, Any]:
    said = {**KIND.examples["biasa"], **answers}
    return letter_data(
        KIND, said, office=OFFICE, signer=SIGNERS["langsung"], number="100.2.4/36/PLI/2026", dated=FRIDAY,
        verify=VERIFICATION,
    )  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "catalogue")
    return tmp_path / "catalogue"


def test_a_report_asks_for_no_person_and_no_paper() -> None:
    assert KIND.about == "kegiatan"
    assert "nik" not in {field.name for field in KIND.fields}
    assert KIND.requirements == ()


def test_rows_stand_on_the_paper_under_their_heads() -> None:
    text = squeezed(text_of(render_pdf("laporan", data_of(hadir=[["RT 07", "31", "25"], ["RT 08", "9", "12"]]))))
    assert "RTHadirDisanggupiRT073125RT08912" in text


def test_a_grid_without_rows_is_left_out_with_its_title() -> None:
    blocks = data_of(hadir=[], kerja=None)["blocks"]
    assert [body["title"] for kind, body in blocks if kind == "grid"] == [
        "Hasil", "Pelayanan di lokasi", "Dijanjikan selesai di kantor", "Janji yang harus ditepati"
    ]  # fmt: skip
    assert "Yang hadir menurut RT" not in text_of(render_pdf("laporan", data_of(hadir=[])))


def test_a_cell_is_shown_and_never_evaluated() -> None:
    hostile = '#read("/etc/passwd") {pembuka}'
    assert squeezed(hostile) in squeezed(text_of(render_pdf("laporan", data_of(kerja=[[hostile, "bersih", "1 m"]]))))


def test_the_signature_covers_the_rows() -> None:
    one, other = (
        letter_text(KIND, {**KIND.examples["biasa"], "hadir": [["RT 07", heads, "25"]]}, office=OFFICE,
                    signer=SIGNERS["langsung"], dated=FRIDAY)
        for heads in ("31", "32")
    )  # fmt: skip
    assert one != other


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("tiga puluh", "tiap baris berisi 3 kolom"),
        ([["RT 07", "31"]], "tiap baris berisi 3 kolom"),
        (["RT 07"], "tiap baris berisi 3 kolom"),
        ([["RT 07", "31", "25"]] * 201, "paling banyak 200 baris"),
        ([["RT \U0001f600", "31", "25"]], "tidak dapat dicetak"),
    ],
)
def test_rows_of_another_shape_are_named(rows: object, problem: str) -> None:
    assert problem in answer_problems(KIND, {**KIND.examples["biasa"], "hadir": rows}, on=FRIDAY)["hadir"]


def test_rows_that_must_be_there_are_asked_for(site: Path) -> None:
    change(site / REPORT, 'name = "hasil"\nlabel = "Hasil"\ntype = "rows"\nrequired = false', 'name = "hasil"\nlabel = '
           '"Hasil"\ntype = "rows"\nrequired = true')  # fmt: skip
    kind = Shelf(site).letter_type("laporan_kegiatan")
    assert answer_problems(kind, {**kind.examples["biasa"], "hasil": []}, on=FRIDAY) == {"hasil": "Isi Hasil."}


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (REPORT, 'numeric = ["Hasil"]', 'numeric = ["Jumlah"]', '"Jumlah" tidak ada di columns'),
        (REPORT, "[grids.hadir]", "[grids.hadirin]", 'isian bernama "hadirin"'),
        (REPORT, 'about = "kegiatan"', 'about = "hewan"', "salah satu dari orang, kegiatan"),
        (TEXT, "@hadir", "@hadirin", 'tabel "@hadirin" tidak ada'),
        (TEXT, "{pembuka}", "{pembuka} {hasil}", "isian {hasil}"),
    ],
)
def test_a_mistake_is_named(site: Path, file: str, old: str, new: str, told: str) -> None:
    change(site / file, old, new)
    with pytest.raises(CatalogueError, match="letter.toml|teks.txt") as found:
        Shelf(site).letter_type("laporan_kegiatan")
    assert told in str(found.value)
