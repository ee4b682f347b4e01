"""What a stranger can hand in: each gets a clear answer, nothing is run, and nothing is lost."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

import siip
from siip.kernel.refused import Refused
from siip.people.models import Resident
from siip.people.resident_files import read_list
from siip.people.residents import details_of, find_by_nik
from siip.people.rules.resident_rows import Place, Places, check_rows
from siip.people.tests.conftest import FRIDAY, refused
from siip.people.tests.lists import HEADING, RUSLAN, SITI, changed, workbook
from siip.people.tests.test_resident_imports import counts, manager, take
from siip.wilayah.national import kecamatan_codes


def book(write):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        write(made)
    return out.getvalue()


def test_a_good_file_tells_what_it_holds():
    file = read_list(workbook(RUSLAN, heading=[*HEADING[:8], "Cacat"], sheet="Penduduk"), "x" * 200)
    assert (file.sheet, len(file.name), file.kind, file.formulas) == ("Penduduk", 120, "Daftar berkolom", 0)
    assert file.headings == [
        "NIK", "Nomor KK", "Nama", "Tanggal lahir", "Jenis kelamin", "RT", "RW", "Kelurahan",
    ]  # fmt: skip
    assert file.layout.left_out == ("Cacat",)


def test_the_name_of_a_file_gives_no_number_away():
    assert read_list(workbook(), f"{RUSLAN[0]}\n.xlsx").name == "••••••••••••0001 .xlsx"


def test_the_layouts_have_names():
    template = ["alamat", "rt", "nama", "nik", "kk_level"]
    assert read_list(workbook(heading=template), "a").kind == "Templat impor OpenSID"
    families = [["", "RUSLAN"], ["NIK", "NAMA", "JK"]]
    assert read_list(workbook(*families, heading=["NO.KK", "NAMA.KK", "ALAMAT"]), "a").kind.startswith("Buku Induk")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"NIK;Nama\n1671140411690001;RUSLAN\n",
        b"PK\x03\x04 not a workbook at all",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        b"%PDF-1.7",
        workbook(RUSLAN)[:2000],
    ],
    ids=["empty", "csv renamed", "broken zip", "encrypted or broken xls", "pdf", "cut off"],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(content):
    with pytest.raises(Refused) as refusal:
        read_list(content, "daftar.xlsx")
    assert refusal.value.code == "sheet-unreadable"
    assert refusal.value.message.endswith(".")


def test_a_zip_bomb_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(RUSLAN))) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name))
        with bad.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part:
            for _ in range(450):
                part.write(bytes(1024 * 1024))
    with refused("sheet-too-big"):
        read_list(out.getvalue(), "daftar.xlsx")


def test_a_sheet_of_sixteen_thousand_columns_is_refused():
    def write(made):
        made.add_worksheet().write(0, 16_383, "NIK")

    with refused("sheet-too-big"):
        read_list(book(write), "daftar.xlsx")


def test_a_sheet_with_a_cell_in_the_last_row_is_refused():
    def write(made):
        page = made.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write(1_048_575, 0, "x")

    with refused("sheet-too-big"):
        read_list(book(write), "daftar.xlsx")


def test_more_rows_than_allowed_are_refused():
    with refused("too-many-rows"):
        read_list(workbook(*[RUSLAN] * 20), "daftar.xlsx", most_rows=20)


def test_a_sheet_without_residents_is_named():
    with pytest.raises(Refused, match="Lembar “Anggaran” tidak memuat daftar penduduk") as refusal:
        read_list(workbook(["Sapu", 3], heading=["Barang", "Jumlah"], sheet="Anggaran"), "daftar.xlsx")
    assert refusal.value.code == "no-heading"


def test_another_sheet_is_read_by_its_name():
    def write(made):
        made.add_worksheet("Sampul").write(0, 0, "Daftar")
        page = made.add_worksheet("Data Penduduk")
        page.write_row(0, 0, HEADING)

    with refused("no-heading"):
        read_list(book(write), "daftar.xlsx")
    assert read_list(book(write), "daftar.xlsx", sheet_name="data penduduk").sheet == "Data Penduduk"
    with refused("sheet-missing"):
        read_list(book(write), "daftar.xlsx", sheet_name="Warga")


def test_formulas_are_counted_and_only_their_values_read(plaju):
    def write(made):
        page = made.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, RUSLAN)
        page.write_formula(1, 8, '=HYPERLINK("http://example.invalid","x")', None, "Lr. Mawar")

    file = read_list(book(write), "daftar.xlsx")
    assert (file.formulas, file.rows[1][8]) == (1, "Lr. Mawar")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('#read("/etc/passwd")', '#read("/etc/passwd")'),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("RUS\u202eLAN", "RUSLAN"),
        ("RUSLAN\u200f", "RUSLAN"),
    ],
)
def test_a_name_made_to_do_harm_is_a_name_with_a_doubt(plaju, written, kept):
    outcome = take(plaju, changed(RUSLAN, name=written))
    assert Resident.objects.get().name == kept
    assert [finding.code for finding in outcome.warnings] == ([] if kept == "RUSLAN" else ["name-odd"])


def test_a_huge_cell_is_refused_where_it_is_a_name_and_cut_where_it_is_sealed(plaju):
    outcome = take(plaju, changed(RUSLAN, name="A" * 32_000), changed(SITI, address="B" * 32_000))
    assert [finding.code for finding in outcome.refused] == ["name-long"]
    assert len(outcome.refused[0].message) < 200
    assert details_of(Resident.objects.get())["address"] == "B" * 200


def test_nik_as_numbers_are_taken_in_without_nik_and_explained(plaju):
    outcome = take(plaju, changed(RUSLAN, nik=1671140411690000), changed(SITI, nik=1671146706710000))
    assert counts(outcome.taken) == (2, 2, 0, 0, 2)
    assert {finding.code for finding in outcome.warnings} == {"nik-lost-digit"}
    assert "menghapus angka ke-16" in outcome.warnings[0].message
    assert find_by_nik(RUSLAN[0], by=manager(plaju)) == []


def test_no_finding_quotes_a_number_in_full(plaju):
    swapped = changed(RUSLAN, birth=RUSLAN[0], sex=RUSLAN[1], kelurahan=RUSLAN[0])
    outcome = take(
        plaju, swapped, changed(SITI, kelurahan=SITI[0]), changed(SITI, sex=SITI[0], rt=SITI[0], name="WATI")
    )
    said = " ".join(finding.message for finding in (*outcome.refused, *outcome.warnings))
    assert not any(number in said for number in (RUSLAN[0], RUSLAN[1], SITI[0], SITI[1]))


def test_the_list_of_the_demonstration_raises_no_doubt():
    content = (Path(siip.__file__).parent / "demo_data/plaju_2000.xlsx").read_bytes()
    file = read_list(content, "plaju_2000.xlsx")
    names = ["Plaju Ulu", "Plaju Darat", "Plaju Ilir", "Baguskuning", "Komperta", "Talangputri", "Talangbubuk"]
    places = Places([Place(at, f"16/71/14/{1000 + at}/", name) for at, name in enumerate(names, start=1)], [])
    checked = check_rows(file.rows, file.layout, places, on=FRIDAY.date(), regions=kecamatan_codes())
    assert (file.kind, len(checked.listed), checked.refused, checked.warnings) == (
        "Templat impor OpenSID",
        2000,
        [],
        [],
    )
