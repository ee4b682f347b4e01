"""What a reader gets back from a paper: its words, its claims, its code."""

import hashlib
import io
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdf
import pytest
import zxingcpp
from PIL import Image

from siip.kernel.catalogue import SHIPPED, LetterType, Shelf, Validity
from siip.kernel.paper import Unprintable, fill, printable, render_pdf, render_png, words
from siip.kernel.paper.press import HERE, _typefaces
from siip.kernel.paper.samples import CODE, OFFICE, SIGNERS, VERIFICATION
from siip.kernel.paper.surat import (
    issued_in_field,
    letter_data,
    letter_paper,
    letter_text,
    registered,
    valid_until,
)

FRIDAY = date(2026, 11, 27)
NUMBER = "400.12.2.1/0118/PLI/2026"
KIND = Shelf(SHIPPED).letter_type("domisili_orang")
WIDEST = 100  # letters in a line; a name of 120 that did not break would make more

HOSTILE = [
    '#read("/etc/passwd")',
    '#eval("1+1")',
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script>",
    "$x$ dan $ y $",
    "*tebal* _miring_ `kode`",
    "= Judul",
    "- butir",
    "{nik} [x]",
    "<label> @ref",
    "\\u{41} \\#",
    "a // b --- ... \"kutip\" 'apos'",
    "Éloïse Ñandú Łukasz",
    "dua  spasi   tiga",
    "W" * 120,
    "NIK/RT" * 20,
    "Kms. M. Ali, S.Pd.I., M.M.",
]
CHANGED = {
    "Ra\u200fhma\u200e": "Rahma",
    "\u202eterbalik": "terbalik",
    "A\u00adB\u200bC": "ABC",
    "e\u0301": "é",
    "baris\r\nbaru\u2028lagi": "baris baru lagi",
}
REFUSED = ["محمد", "中文", "😀", "\x00", "a\x1bb", "Ꭰ"]


def data_of(answers: dict[str, Any] | None = None, **how: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "office": OFFICE,
        "signer": SIGNERS["langsung"],
        "number": NUMBER,
        "dated": FRIDAY,
        "verify": VERIFICATION,
    }
    return letter_data(KIND, {**KIND.examples["biasa"], **(answers or {})}, **(given | how))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def printed(data: dict[str, Any]) -> str:
    return squeezed(text_of(render_pdf("surat_keterangan", data)))


def tagged(node: Any, kind: str) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, dict):
            if kid.get("/S") == kind:
                yield kid
            yield from tagged(kid, kind)


def codes_in(png: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))]


class TestWords:
    def test_a_date_is_written_out(self) -> None:
        assert words("1985-08-17", "date") == "17 Agustus 1985"
        assert words(date(2026, 1, 5), "date") == "5 Januari 2026"

    def test_rupiah_have_points(self) -> None:
        assert words(6500000, "rupiah") == "Rp6.500.000"
        assert words("950000", "rupiah") == "Rp950.000"

    def test_nothing_stays_nothing(self) -> None:
        assert words(None, "date") == words("", "text") == ""

    def test_a_nought_is_not_nothing(self) -> None:
        assert words(0, "rupiah") == "Rp0"

    def test_text_loses_the_spaces_around_it(self) -> None:
        assert words(" Rusdiana ", "text") == "Rusdiana"

    def test_no_date_is_refused(self) -> None:
        with pytest.raises(ValueError):
            words("17 Agustus", "date")


class TestPrintable:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_names_like_source_stay_as_they_are(self, name: str) -> None:
        assert printable(name) == name

    @pytest.mark.parametrize(("typed", "left"), CHANGED.items())
    def test_invisible_marks_go(self, typed: str, left: str) -> None:
        assert printable(typed) == left

    @pytest.mark.parametrize("name", REFUSED)
    def test_letters_without_a_typeface_are_refused_in_indonesian(self, name: str) -> None:
        with pytest.raises(Unprintable) as refused:
            printable(name)
        assert refused.value.message.startswith("Huruf ")
        assert "tidak dapat dicetak" in refused.value.message


class TestFill:
    def test_a_part_without_its_field_is_left_out(self) -> None:
        text = "RT {rt}[ RW {rw}][ sejak {sejak}]."
        assert fill(text, {"rt": "003", "rw": "", "sejak": "2019"}) == "RT 003 sejak 2019."

    def test_a_value_is_never_looked_at_again(self) -> None:
        assert fill("{nama}[ ({alias})]", {"nama": "{alias}", "alias": "[x]"}) == "{alias} ([x])"

    def test_an_unknown_field_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            fill("{tidak_ada}", {})


class TestNames:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_name_like_source_is_printed_as_it_is(self, name: str) -> None:
        text = text_of(render_pdf("surat_keterangan", data_of({"nama": name})))
        assert squeezed(name) in squeezed(text)
        assert "root:" not in text
        assert max(map(len, text.splitlines())) < WIDEST

    @pytest.mark.parametrize("field", ["alamat", "keperluan", "tempat_lahir", "pengantar_nomor"])
    def test_no_field_is_evaluated(self, field: str) -> None:
        assert squeezed(HOSTILE[0]) in printed(data_of({field: HOSTILE[0]}))

    @pytest.mark.parametrize("part", ["name", "rank", "nip", "office"])
    def test_the_signer_is_text_too(self, part: str) -> None:
        signer = type(SIGNERS["langsung"])(**{"capacity": "langsung", "office": "Lurah", "name": "N", part: HOSTILE[0]})
        assert 'read("/etc/passwd")' in printed(data_of(signer=signer)).lower()

    def test_an_unprintable_name_is_refused_before_the_press(self) -> None:
        with pytest.raises(Unprintable):
            data_of({"nama": "محمد"})


class TestArchive:
    @pytest.mark.parametrize("example", ["biasa", "terpanjang", "tanpa_pilihan"])
    def test_claims_language_title_and_words_for_pictures(self, example: str) -> None:
        reader = pypdf.PdfReader(io.BytesIO(render_pdf("surat_keterangan", data_of(dict(KIND.examples[example])))))
        root: Any = reader.trailer["/Root"]
        xmp = root["/Metadata"].get_data()
        assert b"pdfaid:part>2<" in xmp
        assert b"pdfaid:conformance>A<" in xmp
        assert b"pdfuaid:part>1<" in xmp
        assert root["/Lang"].startswith("id")
        assert root["/MarkInfo"]["/Marked"]
        assert reader.metadata is not None
        assert reader.metadata.title == f"Surat Keterangan Domisili {NUMBER}"
        figures = list(tagged(root["/StructTreeRoot"], "/Figure"))
        assert len(figures) == 2
        assert all(figure.get("/Alt") for figure in figures)
        assert list(tagged(root["/StructTreeRoot"], "/H1"))

    def test_only_our_own_typefaces_are_embedded(self) -> None:
        fonts = {
            str(font.get_object()["/BaseFont"]).split("+")[-1]
            for page in pypdf.PdfReader(io.BytesIO(render_pdf("surat_keterangan", data_of()))).pages
            for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        }
        assert fonts
        assert all(font.startswith("Arimo") for font in fonts)

    def test_the_same_data_gives_the_same_bytes(self) -> None:
        first = render_pdf("surat_keterangan", data_of())
        render_pdf("surat_keterangan", data_of({"nama": "Orang Lain"}))
        assert render_pdf("surat_keterangan", data_of()) == first

    def test_two_threads_print_each_their_own(self) -> None:
        found: dict[str, str] = {}

        def one(name: str) -> None:
            found[name] = printed(data_of({"nama": name}))

        threads = [threading.Thread(target=one, args=(name,)) for name in ("Rusdiana", "Sukarno")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert "Sukarno" in found["Sukarno"]
        assert "Sukarno" not in found["Rusdiana"]

    def test_typefaces_are_those_of_the_list(self) -> None:
        listed = dict(reversed(line.split("  ")) for line in (HERE / "fonts/HASHES").read_text().splitlines())
        held = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (HERE / "fonts").iterdir()
            if path.name != "HASHES"
        }
        assert held == {name.removeprefix("fonts/"): digest for name, digest in listed.items()}

    def test_an_unknown_family_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            render_pdf("../../etc/passwd", {})


class TestPage:
    def test_only_the_typefaces_that_we_ship_are_known(self) -> None:
        assert sorted(_typefaces.__wrapped__().families()) == ["Arimo", "Tinos"]

    @pytest.mark.parametrize("paper", ["A4", "F4"])
    @pytest.mark.parametrize("example", ["biasa", "terpanjang", "tanpa_pilihan"])
    @pytest.mark.parametrize("typeface", ["Arimo", "Tinos"])
    def test_each_example_fits_one_page(self, example: str, paper: str, typeface: str) -> None:
        data = data_of(dict(KIND.examples[example]), signer=SIGNERS["ub"], paper=paper, typeface=typeface)
        assert len(pypdf.PdfReader(io.BytesIO(render_pdf("surat_keterangan", data))).pages) == 1

    def test_the_signature_never_stands_alone(self) -> None:
        long = {"nama": "W" * 120, "alamat": "Lorong " * 60, "alamat_domisili": "Jalan " * 60}
        pdf = render_pdf("surat_keterangan", data_of(long | {"pekerjaan": "Karyawan " * 12}))
        pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
        assert len(pages) == 2
        assert "Demikian surat keterangan" in pages[1].extract_text()

    def test_sizes_are_a4_and_f4(self) -> None:
        sizes = {}
        for paper in ("A4", "F4"):
            pdf = render_pdf("surat_keterangan", data_of(paper=paper))
            box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
            sizes[paper] = (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72))
        assert sizes == {"A4": (210, 297), "F4": (215, 330)}

    def test_a_page_beyond_the_last_is_an_error(self) -> None:
        with pytest.raises(IndexError):
            render_png("surat_keterangan", data_of(), page=1)

    def test_a_second_page_has_its_picture(self) -> None:
        data = data_of({"alamat": "Lorong " * 200})
        assert render_png("surat_keterangan", data, page=1).startswith(b"\x89PNG")


class TestCode:
    @pytest.mark.parametrize("training", [False, True])
    def test_the_code_is_read_at_the_grain_of_an_office_printer(self, training: bool) -> None:
        png = render_png("surat_keterangan", data_of(training=training), ppi=150)
        assert codes_in(png) == [f"https://siip.contoh.go.id/periksa/{CODE}"]

    def test_groups_and_address_stand_beside_it_for_the_hand(self) -> None:
        text = printed(data_of())
        assert CODE in text
        assert "siip.contoh.go.id/periksa" in text
        assert "bukantandatanganelektronik" in text

    def test_registered_is_said_in_words(self) -> None:
        verify = registered(CODE, "http://localhost:8000/", office="Kelurahan Plaju Ilir", on=FRIDAY)
        assert verify.url == f"http://localhost:8000/periksa/{CODE}"
        text = printed(data_of(verify=verify))
        assert "TERDAFTAR" in text
        assert "registerKelurahanPlajuIlirpada27November2026" in text

    def test_issued_in_the_field_is_said_in_words(self) -> None:
        verify = issued_in_field(
            CODE, "https://siip.contoh.go.id", when="Jumat, pukul 08.42 WIB", where="Jalan DI Panjaitan"
        )
        text = printed(data_of(verify=verify))
        assert "DITERBITKANDILAPANGAN" in text
        assert "Pencatatandiregistermenyusul" in text


class TestLetter:
    def test_price_nought_stands_on_the_paper(self) -> None:
        assert "Tanpabiaya." in printed(data_of())

    def test_training_is_a_line_of_text_and_not_only_a_watermark(self) -> None:
        assert "LATIHAN:bukansuratresmi" in printed(data_of(training=True))
        assert "LATIHAN" not in printed(data_of())

    def test_without_a_number_it_is_a_draft_without_a_code(self) -> None:
        data = data_of(number=None, verify=None)
        assert "RANCANGAN:belumditandatangani" in printed(data)
        assert codes_in(render_png("surat_keterangan", data, ppi=150)) == []

    def test_rows_and_parts_without_an_answer_are_left_out(self) -> None:
        text = printed(data_of(dict.fromkeys(["nik", "agama", "rw", "pengantar_nomor"], "")))
        assert "NIK:" not in text
        assert "KetuaRT003tanggal" in text

    def test_a_table_of_which_no_row_is_left_goes_whole(self) -> None:
        signer = type(SIGNERS["langsung"])(capacity="langsung", office="Lurah", name="N")
        text = letter_text(KIND, KIND.examples["biasa"], office=OFFICE, signer=signer, dated=FRIDAY)
        assert ["NIP", ""] not in text["blocks"][1][1]

    def test_a_required_answer_may_not_be_missing(self) -> None:
        with pytest.raises(ValueError, match="Nama lengkap"):
            data_of({"nama": ""})

    @pytest.mark.parametrize(
        ("capacity", "block", "sentence"),
        [
            ("langsung", "LURAHPLAJUILIR,", "Jabatan:LurahPlajuIlir"),
            ("plt", "Plt.LURAHPLAJUILIR,", "PelaksanaTugasLurahPlajuIlir"),
            ("plh", "Plh.LURAHPLAJUILIR,", "PelaksanaHarianLurahPlajuIlir"),
            ("an", "a.n.LURAHPLAJUILIRSekretarisKelurahan,", "SekretarisKelurahan,atasnama"),
            ("ub", "u.b.KepalaSeksiPemerintahan,", "untukbeliauSekretarisKelurahan,atasnama"),
        ],
    )
    def test_the_capacity_stands_in_the_block_and_in_the_sentence(
        self, capacity: str, block: str, sentence: str
    ) -> None:
        text = printed(data_of(signer=SIGNERS[capacity]))
        assert block in text
        assert sentence in text

    def test_the_frozen_text_knows_neither_number_nor_code(self) -> None:
        text = letter_text(KIND, KIND.examples["biasa"], office=OFFICE, signer=SIGNERS["an"], dated=FRIDAY)
        assert NUMBER not in str(text)
        assert CODE not in str(text)
        assert letter_paper(text, number=NUMBER, verify=VERIFICATION) == data_of(signer=SIGNERS["an"])

    def test_an_office_without_arms_has_none(self) -> None:
        from dataclasses import replace

        pdf = render_pdf("surat_keterangan", data_of(office=replace(OFFICE, arms="")))
        root: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
        assert len(list(tagged(root["/StructTreeRoot"], "/Figure"))) == 1

    def test_a_letter_that_does_not_lapse_says_nothing_of_it(self) -> None:
        from dataclasses import replace

        lasting: LetterType = replace(KIND, validity=None)
        data = letter_data(
            lasting,
            KIND.examples["biasa"],
            office=OFFICE,
            signer=SIGNERS["langsung"],
            number=NUMBER,
            dated=FRIDAY,
            verify=VERIFICATION,
        )
        assert "berlaku sampai" not in str(data["blocks"])


class TestValidity:
    def test_six_months_from_the_end_of_august_end_with_february(self) -> None:
        assert valid_until(date(2026, 8, 31), Validity(months=6)) == date(2027, 2, 28)

    def test_days_are_counted(self) -> None:
        assert valid_until(date(2026, 12, 31), Validity(days=30)) == date(2027, 1, 30)

    def test_without_one_it_does_not_lapse(self) -> None:
        assert valid_until(FRIDAY, None) is None
