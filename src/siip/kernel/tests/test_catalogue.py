"""The catalogue: what is shipped, what an office adds, and what each mistake is answered with."""

import dataclasses
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from siip.kernel import catalogue
from siip.kernel.catalogue import SHIPPED, CatalogueError, Field, LetterType, Service, Shelf, answer_problems
from siip.kernel.catalogue.kinds import CHECKS, FIELD_TYPES, Step, Validity
from siip.kernel.catalogue.trial import trial
from siip.kernel.paper.surat import GIVEN

FRIDAY = date(2026, 11, 27)
LETTER = "letters/domisili_orang/letter.toml"
PERSON = "letters/orang.toml"
TEXT = "letters/domisili_orang/teks.txt"
SERVICE = "services/domisili_orang/service.toml"
CODES = "codelists.toml"
POOR, STATED = "letters/sktm/letter.toml", "letters/sktm/pernyataan.txt"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A catalogue of an office: a copy of the shipped one, to be spoilt."""
    shutil.copytree(SHIPPED, tmp_path / "catalogue")
    return tmp_path / "catalogue"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


class TestShipped:
    def test_all_of_it_is_read_and_each_letter_about_a_person_fits_one_page(self) -> None:
        lines: list[str] = []
        assert trial(Shelf(SHIPPED), lines.append) == []
        kinds = Shelf(SHIPPED).letter_types()
        assert len(lines) == 3 * (len(kinds) + sum(kind.statement is not None for kind in kinds))
        reports = tuple(kind.kode for kind in Shelf(SHIPPED).letter_types() if kind.about != "orang")
        assert all(" 1 halaman, " in line for line in lines if not line.startswith(reports))

    def test_the_house_reads_the_shipped_one(self) -> None:
        assert catalogue.letter_type("domisili_orang") in catalogue.letter_types()
        assert catalogue.service("ktp_el") in catalogue.services()
        assert catalogue.codelist("agama").name_of(1) == "Islam"
        assert catalogue.check(lambda line: None) == []

    def test_domisili_asks_the_rt_head_and_no_copies(self) -> None:
        kind = Shelf(SHIPPED).letter_type("domisili_orang")
        assert [r.kode for r in kind.requirements if r.rt_may_confirm] == ["pengantar_rt"]
        assert "Fotokopi KTP-el dan KK" in [item.label for item in kind.not_needed]
        assert kind.validity == Validity(months=6)
        assert kind.signer == "lurah"
        assert kind.chain[0] == Step("petugas_loket", "check")

    def test_the_chain_is_shorter_in_the_field(self) -> None:
        kind = Shelf(SHIPPED).letter_type("domisili_orang")
        assert [step.act for step in kind.field_chain] == ["check", "sign"]

    def test_nik_and_addresses_are_sealed_and_the_name_is_not(self) -> None:
        sealed = {f.name for f in Shelf(SHIPPED).letter_type("domisili_orang").fields if f.sealed}
        assert {"nik", "alamat", "alamat_domisili"} <= sealed
        assert "nama" not in sealed

    def test_services_with_a_letter_come_first(self) -> None:
        services = Shelf(SHIPPED).services()
        assert [one.letter for one in services[:3]] == ["domisili_orang", "sktm", "sku"]
        assert {service.partner for service in services[3:]} == {"dukcapil", "puskesmas"}

    def test_a_service_takes_its_papers_from_its_letter(self) -> None:
        shelf = Shelf(SHIPPED)
        service, kind = shelf.service("domisili_orang"), shelf.letter_type("domisili_orang")
        assert service.requirements == kind.requirements
        assert service.persyaratan[0] == "Surat pengantar RT/RW"
        assert service.not_needed == kind.not_needed

    @pytest.mark.parametrize("kode", ["ktp_el", "kk", "kia", "akta_kelahiran"])
    def test_dukcapil_needs_no_letter_of_the_rt(self, kode: str) -> None:
        service = Shelf(SHIPPED).service(kode)
        assert service.letter is None
        assert any("pengantar RT" in item.label for item in service.not_needed)

    def test_everything_is_free_and_says_so(self) -> None:
        for service in Shelf(SHIPPED).services():
            assert service.fee_idr == 0
            assert "Rp0" in service.biaya
            assert any("iaya" in item.reason for item in service.not_needed)

    def test_each_published_component_is_there(self) -> None:
        for service in Shelf(SHIPPED).services():
            assert service.requirements
            assert service.prosedur
            assert service.legal_basis
            assert all((service.jangka_waktu, service.biaya, service.produk, service.pengaduan))

    def test_sktm_is_stated_by_the_person_under_a_duty_stamp_which_is_on_the_list(self) -> None:
        kind = Shelf(SHIPPED).letter_type("sktm")
        assert kind.statement and kind.statement.materai and kind.statement.requirement == "pernyataan"
        assert [one.fields for one in kind.requirements if one.kode == "pernyataan"] == [("pernyataan_tanggal",)]
        assert [one.label for one in kind.bring] == ["Meterai Rp10.000, satu lembar"]
        assert Shelf(SHIPPED).service("sktm").bring == kind.bring

    def test_sku_asks_for_no_stamp_and_its_turnover_is_sealed(self) -> None:
        kind = Shelf(SHIPPED).letter_type("sku")
        assert kind.statement is None and kind.bring == ()
        assert [one.sealed for one in kind.fields if one.name == "omzet_per_bulan"] == [True]

    def test_what_staff_note_of_a_household_is_never_printed(self) -> None:
        kind = Shelf(SHIPPED).letter_type("sktm")
        assert [one.name for one in kind.fields if not one.printed] == ["desil_dtsen"]


class TestCodes:
    @pytest.mark.parametrize(
        ("kode", "written", "name"),
        [
            ("agama", "ISLAM", "Islam"),
            ("agama", 3, "Katolik"),
            ("agama", "Katholik", "Katolik"),
            ("agama", "KEPERCAYAAN TERHADAP TUHAN YME/LAINNYA", "Kepercayaan terhadap Tuhan Yang Maha Esa"),
            ("jenis_kelamin", "L", "Laki-laki"),
            ("jenis_kelamin", " p ", "Perempuan"),
            ("status_perkawinan", "ch", "Cerai hidup"),
            ("status_perkawinan", "KAWIN BELUM TERCATAT", "Kawin belum tercatat"),
            ("pendidikan", "SLTA / SEDERAJAT", "SLTA/sederajat"),
            ("pekerjaan", "88", "Wiraswasta"),
            ("agama", "99", None),
            ("agama", "tidak tahu", None),
        ],
    )
    def test_any_spelling_finds_its_name(self, kode: str, written: object, name: str | None) -> None:
        assert Shelf(SHIPPED).codelist(kode).name_of(written) == name

    def test_names_without_a_number_can_be_chosen(self) -> None:
        assert "Kawin tercatat" in Shelf(SHIPPED).codelist("status_perkawinan").names


class TestSite:
    def test_an_office_adds_a_letter_of_its_own(self, site: Path, tmp_path: Path) -> None:
        own = tmp_path / "own" / "letters" / "domisili_usaha"
        shutil.copytree(site / "letters/domisili_orang", own)
        change(own / "letter.toml", 'kode = "domisili_orang"', 'kode = "domisili_usaha"')
        shelf = Shelf(SHIPPED, tmp_path / "own")
        assert {"domisili_orang", "domisili_usaha"} <= {kind.kode for kind in shelf.letter_types()}

    def test_an_office_changes_a_shipped_letter(self, site: Path) -> None:
        change(site / LETTER, "400.12.2.1", "470")
        assert Shelf(SHIPPED, site).letter_type("domisili_orang").klasifikasi == "470"
        assert Shelf(SHIPPED).letter_type("domisili_orang").klasifikasi == "400.12.2.1"

    def test_a_change_is_seen_without_a_restart(self, site: Path) -> None:
        shelf = Shelf(site)
        before = shelf.letter_type("domisili_orang")
        assert shelf.letter_type("domisili_orang") is before
        change(site / LETTER, "Surat Keterangan Domisili", "Surat Keterangan Tempat Tinggal")
        os.utime(site / LETTER, ns=(1, 1))
        assert shelf.letter_type("domisili_orang").name == "Surat Keterangan Tempat Tinggal"

    def test_between_two_looks_nothing_is_looked_at(self, site: Path) -> None:
        now = [100.0]
        shelf = Shelf(site, look_every=1, clock=lambda: now[0])
        assert shelf.letter_type("domisili_orang").name == "Surat Keterangan Domisili"
        change(site / LETTER, "Surat Keterangan Domisili", "Surat Keterangan Tempat Tinggal")
        now[0] = 100.9
        assert shelf.letter_type("domisili_orang").name == "Surat Keterangan Domisili"
        now[0] = 101
        assert shelf.letter_type("domisili_orang").name == "Surat Keterangan Tempat Tinggal"

    def test_a_file_that_leads_nowhere_is_passed_over(self, site: Path) -> None:
        (site / "letters/lama.toml").symlink_to(site / "tidak-ada.toml")
        assert Shelf(site).letter_types() != ()

    def test_a_folder_that_does_not_exist_is_no_error(self, tmp_path: Path) -> None:
        assert Shelf(SHIPPED, tmp_path / "nothing").errors() == []

    def test_an_unknown_kode_is_an_error(self) -> None:
        for ask in (Shelf(SHIPPED).letter_type, Shelf(SHIPPED).service, Shelf(SHIPPED).codelist):
            with pytest.raises(KeyError):
                ask("tidak_ada")

    def test_a_broken_letter_hides_itself_and_its_service_only(self, site: Path) -> None:
        change(site / LETTER, "fee_idr = 0", "fee_idr = 5000")
        shelf = Shelf(site)
        assert "domisili_orang" not in [kind.kode for kind in shelf.letter_types()]
        assert shelf.letter_types() != ()
        assert "ktp_el" in [service.kode for service in shelf.services()]
        assert "domisili_orang" not in [service.kode for service in shelf.services()]
        with pytest.raises(CatalogueError):
            shelf.service("domisili_orang")

    def test_a_letter_without_a_chain_for_the_field_has_one_chain(self, site: Path) -> None:
        text = (site / LETTER).read_text()
        start, end = text.index("# Di lapangan"), text.index("# Siapa boleh")
        (site / LETTER).write_text(text[:start] + text[end:])
        kind = Shelf(site).letter_type("domisili_orang")
        assert kind.field_chain == kind.chain

    def test_a_letter_may_not_lapse_and_may_have_no_tables_and_no_delegates(self, site: Path) -> None:
        text = (site / LETTER).read_text().replace("validity = { months = 6 }", "")
        (site / LETTER).write_text(text[: text.index("# Siapa boleh")])
        kind = Shelf(site).letter_type("domisili_orang")
        assert kind.validity is None
        assert kind.delegates == ()

    def test_a_table_of_the_letter_takes_the_place_of_the_shared_one(self, site: Path) -> None:
        with (site / LETTER).open("a") as file:
            file.write('\n[tables]\norang = [["Nama", "{nama}"]]\n')
        assert len(Shelf(site).letter_type("domisili_orang").tables["orang"]) == 1

    def test_a_choice_may_list_its_own_words(self, site: Path) -> None:
        change(site / PERSON, 'codelist = "jenis_kelamin"', 'choices = ["Laki-laki", "Perempuan"]')
        kind = Shelf(site).letter_type("domisili_orang")
        assert kind.fields[4].choices == ("Laki-laki", "Perempuan")

    def test_what_nobody_needs_to_leave_at_home_may_be_empty(self, site: Path) -> None:
        text = (site / "services/kk/service.toml").read_text()
        (site / "services/kk/service.toml").write_text(text[: text.index("[[not_needed]]")])
        assert Shelf(site).service("kk").not_needed == ()


HEALTH = "services/cek_kesehatan/service.toml"
MISTAKES: list[tuple[str, str, str, str]] = [
    (HEALTH, '[[requirements]]\nkode = "ktp"\nlabel = "KTP-el, bila ada"', "requirements = []", "sedikitnya satu"),
    (LETTER, 'kode = "domisili_orang"', 'kode = "Domisili"', "huruf kecil"),
    (LETTER, 'kode = "domisili_orang"', 'kode = "domisili"', 'tulis "domisili_orang"'),
    (LETTER, 'name = "Surat Keterangan Domisili"', "name = 5", "di antara tanda kutip"),
    (LETTER, 'name = "Surat Keterangan Domisili"', 'name = ""', "di antara tanda kutip"),
    (LETTER, '"400.12.2.1"', '"empat"', "kode arsip"),
    (LETTER, 'family = "surat_keterangan"', 'family = "surat_cinta"', "salah satu dari"),
    (LETTER, "fee_idr = 0", "fee_idr = 10000", "0 sampai 0"),
    (LETTER, "fee_idr = 0", "fee_idr = false", "0 sampai 0"),
    (LETTER, "[10, 30]", '["10", 30]', "dalam menit"),
    (LETTER, "{ months = 6 }", "{ months = 6, days = 3 }", "days = 30"),
    (LETTER, "{ months = 6 }", "{ bulan = 6 }", "days = 30"),
    (LETTER, "{ months = 6 }", "6", "sebuah tabel"),
    (LETTER, "{ months = 6 }", "{ months = 6, hari = 1 }", "tidak dikenal"),
    (LETTER, "sensitivity = []", 'sensitivity = "anak"', "daftar teks"),
    (LETTER, 'paper = "A4"', 'paper = "A5"', "salah satu dari A4, F4"),
    (LETTER, 'paper = "A4"', 'kertas = "A4"', '"kertas": tidak dikenal'),
    (LETTER, 'paper = "A4"', "paper", "bukan TOML"),
    (LETTER, 'act = "sign"', 'act = "paraf"', "langkah terakhir"),
    (LETTER, 'act = "check"', 'act = "sign"', "langkah terakhir"),
    (LETTER, 'act = "check"', 'act = "stempel"', "salah satu dari check, paraf, sign"),
    (LETTER, 'capacity = "an"', 'capacity = "plt"', "salah satu dari an, ub"),
    (LETTER, 'through = "seklur"', "", "huruf kecil"),
    (LETTER, "rt_may_confirm = true", 'rt_may_confirm = "ya"', "true atau false"),
    (LETTER, 'fields = ["pengantar_nomor"', 'fields = ["bukan"', "bukan isian surat ini"),
    (LETTER, 'type = "long"', 'type = "teks"', "salah satu dari text"),
    (LETTER, "max = 240", "max = 99999", "1 sampai 2000"),
    (LETTER, "required = false", 'required = false\nchoices = ["a"]', 'type = "choice"'),
    (LETTER, 'checks = ["not_future"]', 'checks = ["lunas_pbb"]', "nik, not_future"),
    (PERSON, 'codelist = "agama"', 'codelist = "suku"', "salah satu dari jenis_kelamin"),
    (PERSON, '["NIK", "{nik}"]', '["NIK"]', '["label", "isi"]'),
    (PERSON, '["NIK", "{nik}"]', '["NIK", "{nik}", "merah"]', '["label", "isi"]'),
    (PERSON, '["NIK", "{nik}"]', '["NIK", "{nomor}"]', 'teks.txt: isian {nomor} di "{nomor}"'),
    (PERSON, "[tables]", "[tabel]", '"tabel": tidak dikenal'),
    (TEXT, "@orang", "@rumah", '"@rumah"'),
    (TEXT, "{keperluan}", "{maksud}", "{maksud}"),
    (TEXT, "{keperluan}", "{keperluan", "kurung tidak berpasangan"),
    (TEXT, "[ RW {rw}]", "[ RW {rw}", "kurung tidak berpasangan"),
    (TEXT, "Demikian surat", "@orang\nDemikian surat", "dua baris terakhir"),
    ("letters/domisili_orang/examples/1_biasa.json", '"rw"', '"erwe"', '"erwe"'),
    ("letters/domisili_orang/examples/1_biasa.json", "{", "", "bukan JSON"),
    (POOR, 'requirement = "pernyataan"', 'requirement = "surat"', "pengantar_rt, ktp, kk, pernyataan"),
    (POOR, "materai = true", 'materai = "ya"', "true atau false"),
    (POOR, "materai = true", "meterai = true", "statement.materai"),
    (POOR, "[[bring]]\nlabel", "[[bring]]\nnama", "teks di antara tanda kutip"),
    (STATED, "{keperluan}", "{pernyataan_tanggal}", "{pernyataan_tanggal}"),
    (STATED, "@orang", "@penanda", '"@penanda"'),
    (STATED, "@orang", "@penanda_tangan", "{penanda_nama}"),
    (SERVICE, 'letter = "domisili_orang"', 'letter = "domisili"', "tulis jenis surat yang ada"),
    (SERVICE, '["event", "counter"]', '["jalan"]', "event atau counter"),
    (SERVICE, '["event", "counter"]', "[]", "daftar teks"),
    (SERVICE, 'ask = "Tanyakan', 'tanya = "Tanyakan', "notice.ask"),
    ("services/kk/service.toml", '[[requirements]]\nkode = "kk_lama"', "", "tidak dikenal"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES)
def test_a_mistake_is_named_with_what_to_write(site: Path, file: str, old: str, new: str, told: str) -> None:
    change(site / file, old, new)
    errors = Shelf(site).errors()
    assert errors
    assert all(told in error for error in errors)
    assert file == PERSON or Path(file).name in errors[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('[1, "Islam"]', '["1", "Islam"]', "[nomor"),
        ("[jenis_kelamin]", "lain = 1\n[jenis_kelamin]", "sebuah tabel"),
        ('"Katholik" = 3', '"Katholik" = "tiga"', "bilangan bulat"),
    ],
)
def test_a_mistake_in_the_codes_stops_the_catalogue(site: Path, old: str, new: str, told: str) -> None:
    change(site / CODES, old, new)
    with pytest.raises(CatalogueError) as refused:
        Shelf(site).errors()
    assert told in str(refused.value)


@pytest.mark.parametrize("missing", [PERSON, TEXT, "letters/domisili_orang/examples/3_tanpa_pilihan.json"])
def test_a_missing_file_is_named(site: Path, missing: str) -> None:
    (site / missing).unlink()
    assert f"{Path(missing).name}: berkas ini belum ada" in Shelf(site).errors()[0]


def test_a_file_of_another_encoding_is_named(site: Path) -> None:
    (site / TEXT).write_bytes("é".encode("latin-1"))
    assert "UTF-8" in Shelf(site).errors()[0]


def test_an_example_that_does_not_fit_is_told(site: Path) -> None:
    change(site / "letters/domisili_orang/examples/1_biasa.json", "1671145708859001", "167114")
    problems = trial(Shelf(site), lambda line: None)
    assert len(problems) == 1
    assert "NIK terdiri atas 16 angka" in problems[0]


class TestAnswers:
    KIND = Shelf(SHIPPED).letter_type("domisili_orang")

    def problems(self, **answers: object) -> dict[str, str]:
        return answer_problems(self.KIND, {**self.KIND.examples["biasa"], **answers}, on=FRIDAY)

    def test_the_examples_fit(self) -> None:
        for example in self.KIND.examples.values():
            assert answer_problems(self.KIND, example, on=FRIDAY) == {}

    @pytest.mark.parametrize(
        ("field", "answer", "told"),
        [
            ("nama", "", "Isi Nama lengkap."),
            ("nama", "  ", "Isi Nama lengkap."),
            ("nama", None, "Isi Nama lengkap."),
            ("nama", "x" * 151, "paling panjang 150 huruf; sekarang 151"),
            ("nama", "محمد", "tidak dapat dicetak"),
            ("nik", "16711457088590", "16 angka; sekarang 14"),
            ("nik", "16711457o8859001", "angka saja"),
            ("nik", "١٦٧١١٤٥٧٠٨٨٥٩٠٠١", "tidak dapat dicetak"),
            ("tanggal_lahir", "17-08-1985", "sebagai tanggal"),
            ("tanggal_lahir", "2026-11-28", "belum terjadi"),
            ("agama", "Jedi", "dari daftar"),
            ("suku", "x", "tidak dikenal"),
        ],
    )
    def test_a_wrong_answer_is_told_by_its_label(self, field: str, answer: object, told: str) -> None:
        problems = self.problems(**{field: answer})
        assert list(problems) == [field]
        assert told in problems[field]

    def test_a_default_stands_for_an_empty_answer(self) -> None:
        assert self.problems(kewarganegaraan="") == {}

    def test_a_date_may_be_today_and_a_date(self) -> None:
        assert self.problems(tinggal_sejak=FRIDAY) == {}

    def test_what_is_not_required_may_be_empty(self) -> None:
        assert self.problems(nik="", rw=None) == {}

    def test_a_year_has_four_digits_and_is_not_to_come(self, site: Path) -> None:
        with (site / LETTER).open("a") as file:
            file.write(
                '\n[[fields]]\nname = "sejak"\nlabel = "Sejak tahun"\ntype = "year"\n'
                'required = false\nchecks = ["not_future"]\n'
            )
        kind = Shelf(site).letter_type("domisili_orang")

        def told(year: str) -> str:
            found = answer_problems(kind, {**kind.examples["biasa"], "sejak": year}, on=FRIDAY)
            return found.get("sejak", "")

        assert told("2019") == ""
        assert "empat angka" in told("19")
        assert "belum terjadi" in told("2027")


class TestDocument:
    TEXT = (SHIPPED.parent.parent.parent / "docs" / "adding-a-letter.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize("type_", FIELD_TYPES)
    def test_each_type_of_a_field_is_in_the_document(self, type_: str) -> None:
        assert f'"{type_}"' in self.TEXT

    @pytest.mark.parametrize("name", [*GIVEN, *CHECKS])
    def test_each_given_name_and_check_is_in_the_document(self, name: str) -> None:
        assert f"`{{{name}}}`" in self.TEXT or f'"{name}"' in self.TEXT

    @pytest.mark.parametrize("value", [Field, LetterType, Service], ids=lambda value: value.__name__)
    def test_each_key_is_in_the_document(self, value: type) -> None:
        made = {
            "lines",
            "examples",
            "tables",
            "fields",
            "requirements",
            "not_needed",
            "chain",
            "field_chain",
            "delegates",
        }
        for key in {field.name for field in dataclasses.fields(value)} - made:
            assert f"`{key}`" in self.TEXT or f"`{key} =" in self.TEXT or f"[{key}]" in self.TEXT, key


def test_the_catalogue_of_the_house_begins_with_what_is_shipped() -> None:
    assert catalogue._shelf.__wrapped__().letter_type("domisili_orang").klasifikasi == "400.12.2.1"
