"""Pages of the list of residents: finding, taking a list in, erasing; no number where it must not stand."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from siip.kernel.ids import uuid7
from siip.people import resident_imports, resident_retention
from siip.people.models import Holding, Resident, ResidentImport, ResidentIntake, ResidentUpload
from siip.people.resident_files import read_list
from siip.people.tests.lists import HEADING, RUSLAN, SITI, changed, workbook
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import send, token
from siip.web.console.tests.test_wilayah import bomb
from tests.cast import AT, OTHER, PLAJU, PLAJU_ILIR, logged_in
from tests.worker import work_off

LIST = "/kantor/penduduk/"
SEND = LIST + "impor/"
ROWS = [changed(RUSLAN, rw="02"), changed(SITI, rw="02")]
TERMS = {"source": "Dukcapil", "basis": "pelayanan publik", "until_on": "31-12-2199", "whole": "good"}
NUMBERS = {cell for row in (RUSLAN, SITI) for cell in row[:2]}


@pytest.fixture
def dewi(cast: Any) -> Client:
    return logged_in(cast, "dewi")


@pytest.fixture
def rini(cast: Any) -> Client:
    return logged_in(cast, "rini")


def take(cast: Any, *rows: Any, by: str = "dewi", where: str = PLAJU) -> ResidentImport:
    return resident_imports.import_residents(
        read_list(workbook(*rows), "daftar.xlsx"), resident_imports.default_terms("daftar.xlsx", AT.date()),
        where=where, new_id=uuid7, by=cast.actor(by), at=AT, id=uuid7(),
    ).taken  # fmt: skip


def uploaded(client: Client, content: bytes, name: str = "daftar.xlsx", **said: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(SEND, {"token": token(client, SEND), "file": file, "where": PLAJU, "sheet_name": "", **said})


def waiting(client: Client, *rows: Any) -> str:
    """The address of the check of a list that was sent."""
    answer = uploaded(client, workbook(*rows))
    assert answer.status_code == 302
    assert work_off() == 1
    return str(answer["Location"])


def taken(client: Client, address: str, **said: str) -> str:
    """The address of the result, once a yes was given and the job thread has done its work."""
    assert send(client, address, **{**TERMS, **said})["Location"] == address
    assert work_off() == 1
    return str(client.get(address)["Location"])


def test_the_page_says_that_all_works_without_a_list(dewi: Client, rini: Client) -> None:
    assert "Belum ada daftar penduduk" in text(dewi.get(LIST))
    assert "Semua layanan berjalan juga tanpa daftar ini" in text(rini.get(LIST))


def test_the_manager_takes_in_and_the_clerk_finds(dewi: Client, rini: Client) -> None:
    assert "Impor daftar" in text(dewi.get(LIST)) and "Cari seseorang" not in text(dewi.get(LIST))
    assert "Impor daftar" not in text(rini.get(LIST)) and "Cari seseorang" in text(rini.get(LIST))


@pytest.mark.parametrize("key", ["rini", "hendra", "ruslan"])
def test_nobody_else_takes_a_list_in(cast: Any, key: str) -> None:
    client = logged_in(cast, key)
    for address in (SEND, f"{SEND}{uuid7()}/", f"{LIST}hasil/{uuid7()}/", f"{LIST}{uuid7()}/hapus/"):
        assert client.get(address).status_code == 403


def test_a_list_is_sent_checked_and_taken_in(dewi: Client, cast: Any) -> None:
    address = waiting(dewi, *ROWS, changed(SITI, birth="27-06-71"))
    page = text(dewi.get(address))
    for said in ("2 orang siap dimasukkan", "3 baris · 1 ditolak · 0 dengan peringatan", "Belum ada yang dimasukkan",
                 "RUSLAN", "Baris yang ditolak", "hanya dua angka", "Untuk Kecamatan Plaju"):  # fmt: skip
        assert said in page
    assert Resident.objects.count() == 0
    page = text(dewi.get(taken(dewi, address)))
    for said in ("2 orang baru, 0 diperbarui", "1 ditolak", "hanya dua angka", "Sumber Dukcapil"):
        assert said in page
    assert (Resident.objects.count(), ResidentUpload.objects.count()) == (2, 0)
    assert "2 orang di daftar penduduk" in text(dewi.get(LIST)) and "Dukcapil" in text(dewi.get(LIST))


def test_a_page_tells_how_far_a_list_is_and_asks_for_itself_again(dewi: Client) -> None:
    address = uploaded(dewi, workbook(*ROWS))["Location"]
    page = dewi.get(address)
    assert page["Refresh"] == "2"
    for said in ("Sedang diperiksa", "0 dari 2 baris", "Belum ada yang dimasukkan", "Hentikan muat ulang otomatis"):
        assert said in text(page)
    still = dewi.get(address + "?diam")
    assert "Refresh" not in still and "Muat ulang otomatis" in text(still)
    work_off()
    assert "2 orang siap dimasukkan" in text(dewi.get(address))
    assert "2 baris untuk Kecamatan Plaju" in text(dewi.get(LIST)) and "menunggu jawaban Anda" in text(dewi.get(LIST))
    send(dewi, address, **TERMS)
    assert "Sedang dimasukkan" in text(dewi.get(address)) and "belum berubah" in text(dewi.get(address))
    assert Resident.objects.count() == 0
    work_off()
    assert dewi.get(address)["Location"].startswith(LIST + "hasil/") and Resident.objects.count() == 2


def test_a_page_says_when_nobody_works(dewi: Client) -> None:
    address = uploaded(dewi, workbook(*ROWS))["Location"]
    ResidentIntake.objects.update(asked_at=datetime.now(UTC) - timedelta(minutes=1))
    said = text(dewi.get(address))
    assert "Belum mulai dikerjakan" in said and "siip work" in said and "tetap tersimpan" in said


def test_a_list_that_nobody_may_take_in_any_more_is_given_back(dewi: Client, cast: Any) -> None:
    address = uploaded(dewi, workbook(*ROWS))["Location"]
    Holding.objects.update(until_on=date(2026, 1, 2))
    work_off()
    row = ResidentIntake.objects.get()
    assert row.step == "stopped" and "tidak berwenang" in row.trouble and not Resident.objects.exists()
    Holding.objects.update(until_on=None)
    page = dewi.get(address)
    assert "Berkas tidak dapat diperiksa" in text(page) and "Refresh" not in page


def test_the_console_warns_before_a_list_goes_and_says_that_it_went(dewi: Client, cast: Any) -> None:
    row = take(cast, *ROWS)
    assert "terhapus sendiri" not in text(dewi.get(LIST))
    ResidentImport.objects.update(until_on=datetime.now(UTC).date() + timedelta(days=13))
    assert "Berkas daftar.xlsx disimpan sampai" in text(dewi.get(LIST)) and "terhapus sendiri" in text(dewi.get(LIST))
    resident_retention.discard_list(row.pk, by=cast.actor("dewi"), at=AT, id=uuid7())
    assert "batas simpannya lewat" in text(dewi.get(LIST)) and "terhapus sendiri" not in text(dewi.get(LIST))
    page = text(dewi.get(f"{LIST}hasil/{row.pk}/"))
    assert "sudah dihapus pada" in page and "Unduh" not in page


def test_the_defaults_stand_in_the_form(dewi: Client) -> None:
    page = dewi.get(waiting(dewi, *ROWS)).content.decode()
    assert 'value="Berkas daftar.xlsx"' in page
    assert "UU 27/2022 pasal 20" in page
    assert re.search(r'name="until_on" value="\d+-\d+-20\d\d"', page)


def test_no_page_of_an_import_shows_a_number_in_full(dewi: Client) -> None:
    address = waiting(dewi, *ROWS, changed(SITI, birth=SITI[0], kelurahan=RUSLAN[0]), changed(SITI, kelurahan=SITI[1]))
    pages = [dewi.get(address).content.decode()]
    result = taken(dewi, address)
    pages += [result, dewi.get(result).content.decode(), dewi.get(LIST).content.decode()]
    assert not [number for number in NUMBERS for page in pages if number in page]


def test_pages_of_residents_are_kept_in_no_cache(dewi: Client, rini: Client, cast: Any) -> None:
    take(cast, *ROWS)
    row = Resident.objects.get(name="RUSLAN")
    for client, address in ((dewi, LIST), (rini, f"{LIST}{row.pk}/"), (dewi, waiting(dewi, *ROWS))):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_what_is_to_be_looked_at_comes_as_excel(dewi: Client, cast: Any) -> None:
    row = take(cast, ROWS[0], changed(SITI, rw="02", name="=cmd|' /C calc'!A0"), changed(SITI, name=""))
    answer = dewi.get(f"{LIST}hasil/{row.pk}/periksa.xlsx")
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name("Periksa").to_python()
    assert [found[:2] for found in rows] == [["Baris", "Hasil"], [3.0, "Peringatan"], [4.0, "Ditolak"]]
    assert not any(number.encode() in answer.content for number in NUMBERS)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"NIK;Nama\n1671140411690001;RUSLAN\n", "."),
        (workbook(["Sapu", 3], heading=["Barang", "Jumlah"]), "tidak memuat daftar penduduk"),
        (workbook(), "Tidak ada baris yang dapat dimasukkan"),
    ],
)
def test_a_file_that_cannot_be_used_gets_an_answer(dewi: Client, content: bytes, why: str) -> None:
    answer = uploaded(dewi, content)
    work_off()
    page = dewi.get(answer["Location"]) if answer.status_code == 302 else answer
    assert why in text(page)
    assert Resident.objects.count() == 0


def test_a_file_of_another_kind_or_none_is_refused(dewi: Client) -> None:
    answer = uploaded(dewi, b"%PDF", "daftar.pdf")
    assert answer.status_code == 422 and "Pilih berkas lain" in text(answer)
    answer = dewi.post(SEND, {"token": token(dewi, SEND), "where": PLAJU})
    assert answer.status_code == 422 and "belum ada berkas yang dipilih" in text(answer)


def test_a_place_of_another_kecamatan_is_not_in_the_list(dewi: Client) -> None:
    answer = uploaded(dewi, workbook(*ROWS), where=OTHER)
    assert answer.status_code == 422 and ResidentUpload.objects.count() == 0


def test_terms_that_are_wrong_come_back_with_what_was_typed(dewi: Client) -> None:
    address = waiting(dewi, *ROWS)
    answer = send(dewi, address, **{**TERMS, "until_on": "1-1-2020"})
    assert answer.status_code == 422 and "sudah lewat" in text(answer) and 'value="1-1-2020"' in answer.content.decode()
    answer = send(dewi, address, **{**TERMS, "source": RUSLAN[0]})
    assert answer.status_code == 422 and "16 angka" in text(answer)
    assert Resident.objects.count() == 0


def test_all_or_nothing_takes_nothing(dewi: Client) -> None:
    address = waiting(dewi, *ROWS, changed(SITI, name=""))
    answer = send(dewi, address, **{**TERMS, "whole": "all"})
    assert answer.status_code == 422 and "1 baris tidak dapat dimasukkan" in text(answer)
    assert Resident.objects.count() == 0


def test_missing_rt_are_added_when_ticked(dewi: Client, cast: Any) -> None:
    address = waiting(dewi, changed(RUSLAN, rt="21", rw="09"))
    assert "RT 21/RW 09 belum ada" in text(dewi.get(address))
    taken(dewi, address, make_rt="on")
    assert Resident.objects.get().wilayah.path == PLAJU_ILIR + "09/21/"


def test_a_yes_sent_twice_acts_once(dewi: Client) -> None:
    address = waiting(dewi, *ROWS)
    form = {"token": token(dewi, address), **TERMS}
    first, second = dewi.post(address, form), dewi.post(address, form)
    assert first["Location"] == second["Location"] == address
    assert work_off() == 1
    assert dewi.post(address, form)["Location"] == address
    assert ResidentImport.objects.count() == 1


def test_a_file_is_thrown_away(dewi: Client) -> None:
    address = waiting(dewi, *ROWS)
    assert "Tidak ada yang dimasukkan" in text(dewi.get(address + "buang/"))
    assert send(dewi, address + "buang/")["Location"] == LIST
    assert ResidentUpload.objects.count() == 0
    page = dewi.get(address)
    assert page.status_code == 404 and "tidak lagi menunggu" in text(page)


def asked(client: Client, **said: str) -> Any:
    return client.post(LIST, {"nik": "", "name": "", "born_on": "", **said})


def test_somebody_is_found_by_nik_or_by_name_and_birth(rini: Client, cast: Any) -> None:
    take(cast, *ROWS)
    for said in ({"nik": "1671 1404 1169 0001"}, {"name": "h. rus", "born_on": "4-11-1969"}):
        page = asked(rini, **said)
        assert "1 orang cocok" in text(page) and "RUSLAN" in text(page)
        assert 'href="/kantor/penduduk/' in page.content.decode()
    assert "Tidak ada yang cocok" in text(asked(rini, nik="1671140411690009"))


@pytest.mark.parametrize(
    "said", [{}, {"name": "Ruslan"}, {"born_on": "4-11-1969"}, {"nik": "1671"}, {"born_on": "4-11-69"}]
)
def test_a_search_that_says_too_little_is_refused(rini: Client, said: dict[str, str]) -> None:
    answer = asked(rini, **said)
    assert answer.status_code == 422


def test_a_resident_is_shown_with_masked_numbers_and_what_the_nik_says(rini: Client, cast: Any) -> None:
    take(cast, changed(RUSLAN, sex="P", rw="02"))
    page = rini.get(f"{LIST}{Resident.objects.get().pk}/")
    said = text(page)
    for part in ("RUSLAN", "Lahir 4 November 1969, perempuan · RT 07, Kelurahan Plaju Ilir",
                 "NIK ini menunjukkan 04-11-1969, laki-laki",
                 "yang tertulis perempuan", "••••••••••••0001", "Lr. Mawar"):  # fmt: skip
        assert part in said
    assert not [number for number in NUMBERS if number in page.content.decode()]
    assert "Hapus dari daftar" not in said


def test_a_resident_with_little_on_the_list_is_shown_too(rini: Client, cast: Any) -> None:
    take(cast, changed(RUSLAN, nik="", no_kk="", sex="", address="", rt="", rw=""))
    said = text(rini.get(f"{LIST}{Resident.objects.get().pk}/"))
    assert "RUSLAN" in said and "NIK ini menunjukkan" not in said


def test_markup_in_a_name_is_shown_as_it_was_written(rini: Client, dewi: Client, cast: Any) -> None:
    take(cast, changed(RUSLAN, name="<script>alert(1)</script>", rw="02"))
    row = Resident.objects.get()
    pages = [rini.get(f"{LIST}{row.pk}/"), asked(rini, nik=RUSLAN[0])]
    pages.append(dewi.get(waiting(dewi, changed(RUSLAN, name="<script>alert(1)</script>"))))
    for page in pages:
        assert "&lt;script&gt;alert(1)" in page.content.decode()
        assert "<script>alert" not in page.content.decode()


def test_the_manager_erases_somebody(dewi: Client, cast: Any) -> None:
    take(cast, *ROWS)
    address = f"{LIST}{Resident.objects.get(name='RUSLAN').pk}/hapus/"
    assert "tidak dapat dibatalkan" in text(dewi.get(address))
    assert send(dewi, address)["Location"] == LIST
    assert sorted(Resident.objects.values_list("name", flat=True)) == ["SITI", "dihapus"]
    assert "dihapus dari daftar penduduk" in text(dewi.get(LIST))


def test_nothing_of_another_kecamatan_is_found_or_shown(two_kecamatan: Any) -> None:
    take(two_kecamatan, *ROWS)
    row, taken = Resident.objects.get(name="RUSLAN"), ResidentImport.objects.get()
    wati, sri = (logged_in(two_kecamatan, key, "other.test") for key in ("wati", "sri"))
    assert "Tidak ada yang cocok" in text(asked(wati, nik=RUSLAN[0]))
    assert wati.get(f"{LIST}{row.pk}/").status_code == 404
    for address in (f"{LIST}hasil/{taken.pk}/", f"{LIST}hasil/{taken.pk}/periksa.xlsx"):
        assert sri.get(address).status_code == 404
    assert "Dukcapil" not in text(sri.get(LIST))
    answer = sri.post(f"{LIST}{row.pk}/hapus/", {"token": uuid7()})
    assert answer.status_code == 404 and Resident.objects.get(pk=row.pk).name == "RUSLAN"


def test_a_file_of_somebody_else_is_not_opened(two_kecamatan: Any) -> None:
    dewi = logged_in(two_kecamatan, "dewi", "plaju.test")
    address = waiting(dewi, *ROWS)
    sri = logged_in(two_kecamatan, "sri", "other.test")
    assert sri.get(address).status_code == 404
    assert UUID(address.split("/")[-2]) == ResidentUpload.objects.get().pk


def test_the_pages_ask_the_database_little(dewi: Client, cast: Any, django_assert_max_num_queries: Any) -> None:
    take(cast, *[changed(RUSLAN, nik=f"167114041169{n:04}", name="RUSLAN", rw="02") for n in range(1, 40)])
    rini = logged_in(cast, "rini")
    dewi.get(LIST)
    with django_assert_max_num_queries(25):
        page = asked(rini, name="ruslan", born_on="4-11-1969")
    assert "39 orang cocok" in text(page)


def test_the_settings_bound_a_file_by_its_rows_and_by_its_size(dewi: Client, monkeypatch: Any) -> None:
    """`import_rows` and `import_mib` of siip.toml."""
    monkeypatch.setattr(settings, "SIIP", replace(settings.SIIP, import_rows=2))
    answer = uploaded(dewi, workbook(*ROWS))
    assert answer.status_code == 422 and "Lembar ini berisi 3 baris, paling banyak 2" in text(answer)
    monkeypatch.setattr(settings, "SIIP", replace(settings.SIIP, import_mib=0))
    assert uploaded(dewi, workbook(*ROWS)).status_code in (400, 413)
    assert ResidentUpload.objects.count() == 0


def test_a_wrong_sheet_and_a_bomb_are_told_in_words(dewi: Client) -> None:
    answer = uploaded(dewi, workbook(*ROWS), sheet_name="Penduduk")
    said = text(answer)
    assert answer.status_code == 422 and "Penduduk" in said and "tidak ada. Yang ada: Data." in said
    answer = uploaded(dewi, bomb())
    assert answer.status_code == 422 and "terlalu besar" in text(answer)
    assert ResidentUpload.objects.count() == 0


def test_formulas_lost_digits_and_hidden_marks_are_told_before_anything_is_stored(dewi: Client) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Data")
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, ["1671140411690001", *ROWS[0][1:]])
        page.write_formula(1, 2, '=CMD("calc")', value="RUSLAN")
        page.write_number(2, 0, 1671146706710000)  # what Excel makes of a NIK that is no text
        page.write_row(2, 1, ["", *ROWS[1][2:]])
        page.write_row(3, 0, ["", "", "AL\u202eI\x01", *ROWS[0][3:]])
        page.write_row(4, 0, ["", "", "\u200b", *ROWS[0][3:]])
        page.write_row(5, 0, ["", "", '#read("/etc/passwd")', *ROWS[0][3:]])
    address = uploaded(dewi, out.getvalue())["Location"]
    work_off()
    page = dewi.get(address)
    said = text(page)
    assert "4 orang siap dimasukkan" in said and "1 sel berisi rumus. Yang dibaca hanya hasilnya." in said
    assert (
        "menghapus angka ke-16" in said and "Nama kosong atau tanpa huruf" in said and "tanda yang tidak lazim" in said
    )
    assert "ALI" in said and "\u202e" not in page.content.decode() and "\x01" not in page.content.decode()
