"""A file of residents as somebody hands it in: opened safely, its heading found, nothing stored yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from siip.kernel import bulk, crypt, sheet
from siip.kernel.refused import Refused
from siip.people.rules.layouts import FIELDS, Layout, Row, layout_of
from siip.people.rules.spellings import shown, text

ENDINGS = (".xlsx", ".xlsm", ".xls")
MOST_ROWS = 99_999


@dataclass(frozen=True, slots=True)
class ListFile:
    """An opened list. `digest` names its bytes in the journal; `formulas` counts cells that Excel computed."""

    name: str
    sheet: str
    rows: Sequence[Row]
    layout: Layout
    digest: str
    formulas: int

    @property
    def headings(self) -> list[str]:
        """What is taken in, in Indonesian, in the order of the columns."""
        return [FIELDS[name] for name, _ in sorted(self.layout.columns.items(), key=lambda item: item[1])]

    @property
    def kind(self) -> str:
        """The layout by the name that people know it by."""
        if self.layout.in_families:
            return "Buku Induk Penduduk, per keluarga"
        return "Templat impor OpenSID" if self.layout.is_template else "Daftar berkolom"


@bulk.no_collector()
def read_list(
    content: bytes, name: str, *, sheet_name: str | None = None, most_rows: int | None = MOST_ROWS
) -> ListFile:
    """Open a workbook with a list of residents; nothing in it is ever run. `most_rows` None: as many as there are.

    Raises Refused: "no-heading", "too-many-rows", and what `kernel.sheet.open_sheet` refuses.
    """
    found = sheet.open_sheet(content, sheet=sheet_name)
    layout = layout_of(found.rows)
    if layout is None:
        raise Refused(
            "no-heading",
            f"Lembar “{found.name[:40]}” tidak memuat daftar penduduk: tidak ada baris judul dengan kolom Nama "
            "dan paling sedikit dua kolom lain seperti NIK, Tanggal Lahir, RT. Periksa apakah lembarnya benar.",
        )
    if most_rows is not None and len(found.rows) > most_rows:
        raise Refused(
            "too-many-rows",
            f"Lembar ini berisi {len(found.rows)} baris, paling banyak {most_rows}. Bagilah menjadi beberapa berkas, "
            "misalnya satu untuk setiap kelurahan.",
        )
    return ListFile(
        shown(text(name), longest=120), found.name, found.rows, layout, crypt.digest(content), found.formulas
    )
