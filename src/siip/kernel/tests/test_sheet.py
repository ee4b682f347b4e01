"""Excel in, within limits; Excel out, with text that stays text."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
import xlsxwriter

from siip.kernel import sheet as sheets
from siip.kernel.refused import Refused
from siip.kernel.sheet import Cell, Column, lost_digits, open_sheet, text_of, write_sheet

NIK = "1671145708859001"
MEBI = 1024 * 1024


def workbook(fill: Callable[[Any], None], *names: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name in names or ("Data",):
            fill(book.add_worksheet(name))
    return out.getvalue()


def one_row(page: Any) -> None:
    page.write_row(0, 0, ["nama", "nik"])
    page.write_string(1, 0, "Rusdiana")
    page.write_string(1, 1, NIK)


def remade(content: bytes, **parts: bytes | None) -> bytes:
    """The workbook with some parts changed ("sheet1": bytes), taken away (None) or added."""
    paths = {
        "sheet1": "xl/worksheets/sheet1.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "workbook": "xl/workbook.xml",
        "strings": "xl/sharedStrings.xml",
    }
    changed = {paths.get(name, name): part for name, part in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(path for path in changed if path not in old.namelist())]:
            part = changed[name] if name in changed else old.read(name)
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def part_of(content: bytes, path: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(path)


def refused(content: bytes, sheet: str | None = None) -> Refused:
    with pytest.raises(Refused) as found:
        open_sheet(content, sheet=sheet)
    return found.value


SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbook(one_row)


class TestIn:
    def test_rows_come_as_they_stand(self) -> None:
        read = open_sheet(GOOD)
        assert read.name == "Data"
        assert [list(row) for row in read.rows] == [["nama", "nik"], ["Rusdiana", NIK]]

    def test_a_row_keeps_the_number_that_excel_shows(self) -> None:
        read = open_sheet(workbook(lambda page: page.write_string(4, 2, "baris lima")))
        assert len(read.rows) == 5
        assert read.rows[4][2] == "baris lima"

    def test_the_first_sheet_with_rows_is_taken(self) -> None:
        def fill(page: Any) -> None:
            if page.name == "Data":
                one_row(page)

        assert open_sheet(workbook(fill, "Petunjuk", "Data")).name == "Data"

    def test_a_sheet_is_found_whatever_its_spaces_and_case(self) -> None:
        assert open_sheet(workbook(one_row, "Lain", "Data Penduduk"), sheet="DATA penduduk ").name == "Data Penduduk"

    def test_a_wrong_sheet_is_told_with_those_there_are(self) -> None:
        found = refused(workbook(one_row, "Lembar1", "Lembar2"), "Data Penduduk")
        assert found.code == "sheet-missing"
        assert "Lembar1, Lembar2" in found.message

    def test_an_empty_sheet_is_told(self) -> None:
        assert refused(workbook(lambda page: None)).code == "sheet-empty"

    def test_formulas_are_counted_and_their_text_is_only_text(self) -> None:
        def fill(page: Any) -> None:
            page.write_formula(0, 0, "=1+1", None, 2)
            page.write_string(1, 0, "=cmd|'/C calc'!A0")

        read = open_sheet(workbook(fill))
        assert read.formulas == 1
        assert [row[0] for row in read.rows] == [2, "=cmd|'/C calc'!A0"]

    def test_inline_text_of_our_own_files_is_read(self) -> None:
        out = io.BytesIO()
        write_sheet(out, [Column("nik")], [[NIK]])
        assert open_sheet(out.getvalue()).rows[1][0] == NIK


class TestBombs:
    def test_no_workbook_is_refused_with_advice(self) -> None:
        for content in (b"", b"nama,nik", b"PK\x03\x04 rusak", b"\xd0\xcf\x11\xe0 tersandi"):
            assert refused(content).code == "sheet-unreadable"
            assert ".xlsx" in refused(content).message

    def test_a_zip_that_is_no_workbook_is_refused(self) -> None:
        assert refused(remade(GOOD, workbook=None)).code == "sheet-unreadable"

    def test_another_format_in_the_same_file_is_refused(self) -> None:
        assert refused(remade(GOOD, **{"content.xml": b"<x/>"})).code == "sheet-unreadable"

    def test_too_many_bytes_are_refused_unopened(self) -> None:
        found = refused(b"PK" + bytes(sheets.MOST_BYTES))
        assert found.code == "sheet-too-big"
        assert "30 MB" in found.message

    def test_a_zip_bomb_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_UNPACKED", 8 * MEBI)
        assert refused(remade(GOOD, **{"xl/media/x.xml": b" " * 9 * MEBI})).code == "sheet-too-big"

    def test_many_small_parts_are_a_bomb_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_UNPACKED", 8 * MEBI)
        bomb = remade(GOOD, **{f"xl/{n}.xml": b" " * 3 * MEBI for n in range(3)})
        assert refused(bomb).code == "sheet-too-big"

    def test_a_size_that_the_file_states_of_itself_is_not_believed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_UNPACKED", 8 * MEBI)
        bomb = bytearray(remade(GOOD, **{"xl/x.xml": b" " * 9 * MEBI}))
        size = (9 * MEBI).to_bytes(4, "little")
        assert bomb.count(size) == 2
        assert refused(bytes(bomb).replace(size, (10).to_bytes(4, "little"))).code == "sheet-too-big"

    @pytest.mark.parametrize(
        "place", [b'r="XFD1048576"', b'r="A100000"', b'r="HA1"', b"r='XFD1'", b's="1"', b's="1" r="XFD9"', b'r="a1"']
    )
    def test_a_cell_far_away_or_without_a_place_is_refused(self, place: bytes) -> None:
        spoilt = part_of(GOOD, SHEET).replace(b'r="A2"', place)
        assert refused(remade(GOOD, sheet1=spoilt)).code == "sheet-too-big"

    @pytest.mark.parametrize("tag", [b'<x:c r="XFD9"', b"<x:c>", b'<isi-c:c s="1"'])
    def test_a_cell_far_away_under_a_prefix_is_refused(self, tag: bytes) -> None:
        assert refused(remade(GOOD, **{"xl/worksheets/sheet9.xml": tag})).code == "sheet-too-big"

    def test_a_prefix_or_a_colon_in_a_text_is_no_reason_to_refuse(self) -> None:
        assert len(open_sheet(remade(GOOD, **{"xl/x.xml": b'<x:c r="A1"><v>a:c b</v>'})).rows) == 2

    def test_one_long_text_named_by_many_cells_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_TEXT", 1000)
        assert refused(workbook(lambda page: page.write_row(0, 0, ["x" * 900] * 3))).code == "sheet-too-big"

    def test_text_in_another_encoding_hides_nothing(self) -> None:
        assert refused(remade(GOOD, sheet1=part_of(GOOD, SHEET).decode().encode("utf-16"))).code == "sheet-unreadable"

    def test_a_sheet_under_a_name_that_is_not_looked_at_is_refused(self) -> None:
        links = part_of(GOOD, "xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"sheet1.png")
        assert refused(remade(GOOD, links=links)).code == "sheet-unreadable"

    def test_a_picture_in_the_workbook_is_no_matter(self) -> None:
        assert len(open_sheet(remade(GOOD, **{"xl/media/foto.png": b"\x89PNG\0<c >"})).rows) == 2

    def test_a_broken_sheet_is_refused(self) -> None:
        assert refused(remade(GOOD, sheet1=b"<worksheet><sheetData><row")).code == "sheet-unreadable"

    def test_a_broken_stream_is_refused(self) -> None:
        at = GOOD.index(b"xl/worksheets/sheet1.xml") + 60
        assert refused(GOOD[:at] + bytes(40) + GOOD[at + 40 :]).code == "sheet-unreadable"

    def test_a_packing_that_excel_does_not_use_is_refused(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as book:
            book.writestr("xl/workbook.xml", "<x/>")
        assert refused(out.getvalue()).code == "sheet-unreadable"

    def test_parts_may_lie_unpacked(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        assert len(open_sheet(out.getvalue()).rows) == 2


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (" Rusdiana\u00a0", "Rusdiana"),
            (7.0, "7"),
            (7.5, "7.5"),
            (3, "3"),
            (True, "TRUE"),
            (False, "FALSE"),
            (date(1985, 8, 17), "1985-08-17"),
            (datetime.fromisoformat("1985-08-17"), "1985-08-17"),
            (datetime.fromisoformat("1985-08-17 07:30"), "1985-08-17 07:30:00"),
            (time(7, 30), "07:30:00"),
            ("a\0b", "ab"),
            ("", ""),
        ],
    )
    def test_a_cell_as_text(self, cell: Cell, text: str) -> None:
        assert text_of(cell) == text

    def test_a_nik_that_was_a_number_has_lost_its_last_digit(self) -> None:
        read = open_sheet(workbook(lambda page: page.write_number(0, 0, int(NIK))))
        assert lost_digits(read.rows[0][0])

    @pytest.mark.parametrize("cell", [NIK, 1985, 7.5, True, date(1985, 8, 17), 999_999_999_999_999])
    def test_what_excel_keeps_whole_has_lost_nothing(self, cell: Cell) -> None:
        assert not lost_digits(cell)

    @pytest.mark.parametrize("cell", [10**15, 1.671145708859e15, -(10**15)])
    def test_sixteen_digits_are_too_many(self, cell: Cell) -> None:
        assert lost_digits(cell)


class TestOut:
    COLUMNS = [Column("Nomor", width=24), Column("NIK"), Column("Tanggal", "date"), Column("Jumlah", "number")]

    def test_values_come_back_as_they_were(self) -> None:
        out = io.BytesIO()
        row = ["0118", NIK, date(2026, 11, 27), 4]
        assert write_sheet(out, self.COLUMNS, [row, [None, "", None, None]], name="Register") == 1 + 1
        read = open_sheet(out.getvalue(), sheet="Register")
        assert read.rows[1][0] == "0118"
        assert read.rows[1][1] == NIK
        assert text_of(read.rows[1][2]) == "2026-11-27"
        assert read.rows[1][3] == 4
        assert [text_of(cell) for cell in read.rows[0]] == ["Nomor", "NIK", "Tanggal", "Jumlah"]

    @pytest.mark.parametrize("value", ["=1+1", "=cmd|'/C calc'!A0", "+62", "-1", "@SUM(A1)", "{=1}", "https://x.id"])
    def test_no_value_becomes_a_formula_or_a_link(self, value: str) -> None:
        out = io.BytesIO()
        write_sheet(out, [Column("Nama")], [[value]])
        held = part_of(out.getvalue(), SHEET)
        assert b"<f>" not in held
        assert b"hyperlink" not in held
        assert open_sheet(out.getvalue()).rows[1][0] == value

    def test_control_characters_are_dropped(self) -> None:
        out = io.BytesIO()
        write_sheet(out, [Column("Nama")], [["a\0b\x1bc\nd"]])
        assert open_sheet(out.getvalue()).rows[1][0] == "abc\nd"

    def test_progress_is_told_by_the_thousand_and_at_the_end(self) -> None:
        told: list[int] = []
        write_sheet(io.BytesIO(), [Column("n")], ([str(n)] for n in range(2500)), progress=told.append)
        assert told == [1000, 2000, 2500]

    def test_a_row_of_another_length_is_an_error(self) -> None:
        with pytest.raises(ValueError):
            write_sheet(io.BytesIO(), [Column("n")], [["1", "2"]])
