"""Lists of invented residents as Excel files, for the tests of the import."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

HEADING = ["NIK", "Nomor KK", "Nama", "Tanggal Lahir", "Jenis Kelamin", "RT", "RW", "Kelurahan", "Alamat"]
RUSLAN = [
    "1671140411690001", "1671141509150001", "RUSLAN", "04-11-1969", "L", "07", "005", "Plaju Ilir", "Lr. Mawar",
]  # fmt: skip
SITI = ["1671146706710002", "1671141509150001", "SITI", "27-06-1971", "P", "07", "005", "Plaju Ilir", "Lr. Mawar"]
ALI = ["1671140411700003", "1671141509150002", "ALI", "04-11-1970", "L", "013", "006", "Plaju Ulu", "Jl. Melati"]


def workbook(*rows: Sequence[Any], heading: Sequence[str] = tuple(HEADING), sheet: str = "Data") -> bytes:
    """An Excel file; text stays text, also where it begins with "="."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 11, 27, tzinfo=UTC)})  # the same rows give the same bytes
        page = book.add_worksheet(sheet)
        for at, row in enumerate([heading, *rows]):
            page.write_row(at, 0, row)
    return out.getvalue()


def changed(row: Sequence[Any], **cells: Any) -> list[Any]:
    """A row with some cells by the name of their field."""
    names = ["nik", "no_kk", "name", "birth", "sex", "rt", "rw", "kelurahan", "address"]
    return [cells.get(name, cell) for name, cell in zip(names, row, strict=True)]
