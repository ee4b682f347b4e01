"""The pages of territory: kelurahan, RW and RT; typed, from Excel, ended."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from siip.kernel import sheet
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import send, token
from siip.wilayah import national, territory
from siip.wilayah.models import Wilayah
from tests.cast import AT, PLAJU, PLAJU_ILIR, logged_in

PAGE = "/kantor/wilayah/"
ILIR = f"{PAGE}1003/"
RT = f"{ILIR}02/07/"
EXCEL = f"{PAGE}excel/"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def dewi(cast: Any) -> Client:
    return logged_in(cast, "dewi")


def numbers(path: str = PLAJU_ILIR) -> list[str]:
    return [one.path.removeprefix(path) for one in territory.rts_of(path)]


def book(rows: list[list[Any]], heading: tuple[str, ...] = ("Kelurahan", "RW", "RT")) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        page = made.add_worksheet()
        for at, row in enumerate([list(heading), *rows]):
            page.write_row(at, 0, row)
    return content.getvalue()


def upload(client: Client, content: bytes, path: str = EXCEL, name: str = "rt.xlsx", **said: str) -> Any:
    return client.post(
        path, {"token": said.get("token") or token(client, path), "file": SimpleUploadedFile(name, content)}
    )


# The list


def test_the_list_counts_rw_and_rt_of_each_kelurahan(dewi: Client) -> None:
    page = text(dewi.get(PAGE))
    assert "7 kelurahan, 2 RW, 4 RT" in page and national.ATTRIBUTION in page
    assert "Kelurahan Plaju Ilir 2 4" in page and "Kelurahan Plaju Ulu 0 0" in page


def test_the_list_is_sorted_by_its_columns(dewi: Client) -> None:
    page = text(dewi.get(PAGE + "?urut=-rt"))
    assert page.index("Kelurahan Plaju Ilir") < page.index("Kelurahan Plaju Ulu")
    assert page.index("RW RT ▾ Kelurahan Plaju Ilir") > 0


def test_a_new_house_is_told_that_it_has_no_rt(dewi: Client) -> None:
    Wilayah.objects.filter(level__in=["rw", "rt"]).update(valid_until=AT.date())
    assert "RT belum ada satu pun" in text(dewi.get(PAGE))
    assert "Belum ada RT" in text(dewi.get(ILIR))


# One kelurahan, RT typed


def test_a_kelurahan_shows_its_rt_under_their_rw(dewi: Client) -> None:
    page = text(dewi.get(ILIR))
    assert "Kelurahan Plaju Ilir: 2 RW, 4 RT" in page
    assert "RW 02 3 RT RT 07 RT 07a RT 08 RW 05 1 RT RT 13" in page


def test_rt_are_added_as_typed(dewi: Client) -> None:
    assert send(dewi, ILIR, rw="3", numbers="01-03, 07a; 9")["Location"] == ILIR
    assert numbers()[3:8] == ["3/01/", "3/02/", "3/03/", "3/07a/", "3/9/"]
    assert "5 RT sudah tercatat" in text(dewi.get(ILIR))


def test_a_known_rt_in_another_spelling_is_not_added(dewi: Client) -> None:
    send(dewi, ILIR, rw="2", numbers="007, 7A, 9")
    assert numbers() == ["02/07/", "02/07a/", "02/08/", "02/9/", "05/13/"]


def test_rt_without_rw_stand_apart(dewi: Client) -> None:
    send(dewi, f"{PAGE}1001/", rw="", numbers="1-2")
    assert "Tanpa RW 2 RT" in text(dewi.get(f"{PAGE}1001/"))
    assert dewi.get(f"{PAGE}1001/-/1/").status_code == 200


@pytest.mark.parametrize(
    ("rw", "written", "why"),
    [
        ("2", "", "Nomor RT belum diisi"),
        ("2", "tujuh", "tidak terbaca"),
        ("2", "9-1", "tidak masuk akal"),
        ("2", "1-999", "tidak masuk akal"),
        ("2", "000", "Nomor RT kosong"),
        ("dua", "1", "Nomor RW"),
        ("", "7", "sudah tercatat di RW 02"),
        ("2", "1" * 401, "terlalu panjang"),
        ("2", "<script>alert(1)</script>", "tidak terbaca"),
    ],
)
def test_what_is_no_rt_is_refused_and_kept(dewi: Client, rw: str, written: str, why: str) -> None:
    answer = send(dewi, ILIR, rw=rw, numbers=written)
    page = answer.content.decode()
    assert answer.status_code == 422 and why in text(answer) and len(numbers()) == 4
    assert f'value="{rw}"' in page or not rw
    assert written in page.replace("&lt;", "<").replace("&gt;", ">") and "<script>alert" not in page


def test_rt_sent_twice_are_added_once(dewi: Client) -> None:
    said = {"rw": "3", "numbers": "1-2", "token": token(dewi, ILIR)}
    assert [dewi.post(ILIR, said)["Location"] for _ in range(2)] == [ILIR, ILIR]
    assert len(numbers()) == 6 and Entry.objects.filter(act="wilayah.add_rts").count() == 2  # one by the cast


@pytest.mark.parametrize("where", ["9999", "1003%00", "..", "1003a", "-", "x" * 300, "1001/02", "1003/02/99", "1003/-"])
def test_what_is_not_there_is_not_found(dewi: Client, where: str) -> None:
    assert dewi.get(f"{PAGE}{where}/").status_code == 404


# From Excel


def confirmed(client: Client, looked: Any, path: str = EXCEL, **said: str) -> Any:
    """The yes to a file that was looked at, and the page after it."""
    shown = dict(re.findall(r'name="(token|paths)" value="([^"]*)"', looked.content.decode()))
    return client.post(path, {**shown, "langkah": "tambahkan", **said}, follow=True)


def test_rows_of_a_file_come_in_and_bad_ones_are_listed(dewi: Client) -> None:
    rows = [
        ["Plaju Ulu", "01", "01"],
        ["16.71.14.1001", 1, 2],
        ["Plaju Ilir", "02", "7"],
        ["Atlantis", "01", "01"],
        ["Plaju Ulu", "01", "satu"],
        ["Plaju Ulu", "01", ""],
        ["Plaju Ulu", "01", "01"],
    ]
    answer = upload(dewi, book(rows))
    page = text(answer)
    assert (
        "2 RT akan ditambahkan, 4 baris ditolak" in page
        and "Belum ada yang disimpan" in page
        and "1 RT di berkas ini sudah tercatat" in page
    )
    assert "5 “Atlantis” tidak ditemukan" in page and "6 Nomor RT “satu” tidak terbaca" in page
    assert "7 Nomor RT kosong" in page and "8 RT ini sudah ada di baris 2" in page
    assert "Kelurahan Plaju Ulu RW 01 RT 01, 2" in page and numbers(f"{PLAJU}1001/") == []
    assert "2 RT ditambahkan." in text(confirmed(dewi, answer))
    assert numbers(f"{PLAJU}1001/") == ["01/01/", "01/2/"]


def test_for_one_kelurahan_its_column_may_be_missing(dewi: Client) -> None:
    answer = upload(dewi, book([["03", "1"]], ("RW", "RT")), ILIR + "excel/")
    assert "1 RT akan ditambahkan" in text(answer) and "Semua baris terbaca" in text(answer)
    confirmed(dewi, answer, ILIR + "excel/")
    assert "03/1/" in numbers()


def test_for_one_kelurahan_the_others_are_refused(dewi: Client) -> None:
    page = text(upload(dewi, book([["Plaju Ulu", "03", "1"]]), ILIR + "excel/"))
    assert "0 RT akan ditambahkan, 1 baris ditolak" in page and numbers(f"{PLAJU}1001/") == []


def test_a_yes_sent_twice_adds_once(dewi: Client) -> None:
    answer = upload(dewi, book([["Plaju Ulu", "01", "01"]]))
    pages = [text(confirmed(dewi, answer)) for _ in range(2)]
    assert "1 RT ditambahkan." in pages[0] and "0 RT ditambahkan. 1 RT sudah tercatat." in pages[1]
    assert Entry.objects.filter(act="wilayah.import_rts").count() == 1


def test_a_yes_under_the_token_of_another_is_refused(dewi: Client) -> None:
    answer = upload(dewi, book([["Plaju Ulu", "01", "01"]]))
    confirmed(dewi, answer)
    again = confirmed(dewi, answer, paths=f"{PLAJU}1001/01/02/")
    assert again.status_code == 409 and "sudah pernah dikirim dengan isi lain" in text(again)
    assert numbers(f"{PLAJU}1001/") == ["01/01/"]


@pytest.mark.parametrize(
    "paths", ["", "x", PLAJU, "16/71/02/1001/01/01/", f"{PLAJU}1001/01/<b>/", f"{PLAJU}1001/01/01/ ../"]
)
def test_a_yes_that_came_in_pieces_adds_nothing(dewi: Client, paths: str) -> None:
    answer = confirmed(dewi, upload(dewi, book([["Plaju Ulu", "01", "01"]])), paths=paths)
    assert answer.status_code == 409 and "belum ada yang ditambahkan" in text(answer)
    assert numbers(f"{PLAJU}1001/") == [] and not Entry.objects.filter(act="wilayah.import_rts").exists()


def test_formulas_are_not_run_and_are_told(dewi: Client) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["Kelurahan", "RT"])
        page.write_string(1, 0, "Plaju Ulu")
        page.write_formula(1, 1, "=3+4", value=7)
        page.write_string(2, 0, '=HYPERLINK("http://x")')
        page.write_string(2, 1, "8")
    answer = upload(dewi, content.getvalue())
    assert "memuat 1 rumus" in text(answer) and "Tanpa RW RT 7" in text(answer)
    assert "1 baris ditolak" in text(answer) and 'href="http://x' not in answer.content.decode()


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to more than is allowed."""
    good, content = zipfile.ZipFile(io.BytesIO(book([]))), io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, good.read(name))
        for n in range(5):
            made.writestr(f"xl/media/{n}.bin", bytes(90 << 20))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "rt.xlsx", "kosong"),
        (b"Kelurahan;RT\nPlaju Ulu;1\n", "rt.csv", "bukan berkas .xlsx"),
        (b"Kelurahan;RT\nPlaju Ulu;1\n", "rt.xlsx", "tidak dapat dibaca sebagai Excel"),
        (b"%PDF-1.7", "rt.xls", "tidak dapat dibaca sebagai Excel"),
        (b"PK\x03\x04" + b"x" * 100, "rt.xlsx", "tidak dapat dibaca sebagai Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "rt.xls", "tidak dapat dibaca sebagai Excel"),
        (book([["Siti", "1671145708850001"]], ("Nama", "NIK")), "warga.xlsx", "Kolom RT tidak ditemukan"),
        (book([["Plaju Ulu", "1", "1"]] * 10_001), "rt.xlsx", "paling banyak 10000"),
        (b"x" * ((5 << 20) + 1), "rt.xlsx", "lebih dari 5 MB"),
        (bomb(), "rt.xlsx", "terlalu besar"),
    ],
    ids=["empty", "csv", "text", "pdf", "broken", "old", "residents", "long", "big", "bomb"],
)
def test_a_wrong_file_is_refused(dewi: Client, content: bytes, name: str, why: str) -> None:
    answer = upload(dewi, content, name=name)
    assert answer.status_code == 422 and why in text(answer)
    assert not Entry.objects.filter(act="wilayah.import_rts").exists()


def test_without_a_file_the_form_says_so(dewi: Client) -> None:
    assert "belum ada berkas yang dipilih" in text(send(dewi, EXCEL))


def test_a_heading_alone_is_told(dewi: Client) -> None:
    assert "Tidak ada baris berisi RT" in text(upload(dewi, book([])))


def test_many_refused_rows_are_named_up_to_a_limit(dewi: Client) -> None:
    page = text(upload(dewi, book([["Atlantis", "1", str(n)] for n in range(1, 251)])))
    assert "0 RT akan ditambahkan, 250 baris ditolak" in page and "Dan 50 baris lagi" in page


def test_the_example_holds_what_is_known_as_text(dewi: Client) -> None:
    answer = dewi.get(EXCEL + "contoh.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="rt-16.71.14.xlsx"'
    rows = sheet.open_sheet(answer.content).rows
    assert rows[0] == ["Kelurahan", "RW", "RT"] and ["Plaju Ilir", "02", "07a"] in rows
    assert ["Plaju Ulu", "", ""] in rows


@pytest.mark.parametrize("path", [EXCEL, ILIR + "excel/"])
def test_the_example_sent_back_adds_and_refuses_nothing(dewi: Client, path: str) -> None:
    page = text(upload(dewi, dewi.get(path + "contoh.xlsx").content, path))
    assert "0 RT akan ditambahkan" in page and "4 RT di berkas ini sudah tercatat" in page and "Semua baris" in page


def test_a_kelurahan_that_is_not_filled_in_is_no_row(dewi: Client) -> None:
    page = text(upload(dewi, book([["Plaju Ulu", "", ""], ["Plaju Ulu", "", "5"]])))
    assert "1 RT akan ditambahkan" in page and "ditolak" not in page and "Semua baris terbaca" in page


# An end


def test_an_end_is_checked_before_it_is_done(dewi: Client) -> None:
    page = text(send(dewi, RT, on="1-1-2027", langkah="periksa"))
    assert (
        "Akhiri RT 07?" in page
        and "RT 07, RW 02, Kelurahan Plaju Ilir" in page
        and "Kamis, 31 Desember 2026" in page
        and "Jumat, 1 Januari 2027" in page
    )
    assert "Ruslan masih tercatat sebagai ketua" in page
    assert territory.at_path(PLAJU_ILIR + "02/07/").valid_until is None


def test_an_rt_is_ended(dewi: Client) -> None:
    assert send(dewi, RT, on="1-1-2027", langkah="akhiri")["Location"] == ILIR
    assert Wilayah.objects.get(path=PLAJU_ILIR + "02/07/").valid_until == date(2027, 1, 1)
    page = text(dewi.get(ILIR))
    assert "RT 07 tidak ada lagi mulai 1 Januari 2027" in page and "RT 07 sampai 01/01/2027" in page
    assert "Jumat, 1 Januari 2027" in text(dewi.get(RT)) and "<form method" not in main(dewi.get(RT))


def main(answer: Any) -> str:
    return str(answer.content.decode().partition("<main")[2])


def test_what_has_ended_is_gone_from_that_day_on(dewi: Client) -> None:
    send(dewi, RT, on="24-11-2026", langkah="akhiri")
    assert dewi.get(RT).status_code == 404 and "3 RT" in text(dewi.get(ILIR))


def test_an_rw_ends_with_its_rt(dewi: Client) -> None:
    page = text(send(dewi, f"{ILIR}02/", on="1-1-2027", langkah="periksa"))
    assert "Ikut berakhir RT 07, RT 07a, RT 08" in page
    send(dewi, f"{ILIR}02/", on="1-1-2027", langkah="akhiri")
    assert numbers() == ["05/13/"]


def test_a_number_ended_and_used_again_leads_to_the_one_of_today(dewi: Client) -> None:
    send(dewi, RT, on="1-1-2027", langkah="akhiri")
    send(dewi, ILIR, rw="2", numbers="7")
    assert "tidak ada lagi mulai" in text(dewi.get(RT))


def test_back_from_the_check_keeps_the_date(dewi: Client) -> None:
    answer = send(dewi, RT, on="1 Januari 2027", langkah="ubah")
    assert answer.status_code == 200 and 'value="1 Januari 2027"' in answer.content.decode()


@pytest.mark.parametrize("step", ["periksa", "akhiri", ""])
@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("", "belum diisi"),
        ("besok", "tidak kami pahami"),
        ("31-2-2027", "tidak ada di kalender"),
        ("1-1-0001", "Periksa tahunnya"),
        ("31-12-9999", "Periksa tahunnya"),
    ],
)
def test_a_wrong_date_is_refused_and_kept(dewi: Client, step: str, on: str, why: str) -> None:
    answer = send(dewi, RT, on=on, langkah=step)
    assert answer.status_code == 422 and why in text(answer) and (not on or f'value="{on}"' in answer.content.decode())
    assert len(numbers()) == 4


def test_an_end_before_the_start_is_refused(dewi: Client) -> None:
    Wilayah.objects.filter(path=PLAJU_ILIR + "02/07/").update(valid_from=date(2026, 1, 1))
    answer = send(dewi, RT, on="1-1-2026", langkah="akhiri")
    assert answer.status_code == 422 and "baru berlaku sejak" in text(answer)


def test_an_end_without_a_known_step_only_shows_the_check(dewi: Client) -> None:
    assert "Akhiri RT 07?" in text(send(dewi, RT, on="1-1-2027", langkah="langsung")) and len(numbers()) == 4


def test_an_end_sent_twice_is_made_once(dewi: Client) -> None:
    said = {"on": "1-1-2027", "langkah": "akhiri", "token": token(dewi, RT)}
    assert [dewi.post(RT, said)["Location"] for _ in range(2)] == [ILIR, ILIR]
    assert Entry.objects.filter(act="wilayah.retire").count() == 1


# Who may not

PATHS = (PAGE, ILIR, RT, EXCEL, EXCEL + "contoh.xlsx", ILIR + "excel/", ILIR + "excel/contoh.xlsx")


@pytest.mark.parametrize("key", ["rini", "hendra", "nyimas"])
def test_whoever_does_not_manage_opens_none_of_it(cast: Any, key: str) -> None:
    client = logged_in(cast, key)
    assert {client.get(path).status_code for path in PATHS} == {403}
    assert client.post(ILIR, {"rw": "3", "numbers": "1", "token": str(uuid7())}).status_code == 403
    assert client.post(RT, {"on": "1-1-2027", "langkah": "akhiri", "token": str(uuid7())}).status_code == 403
    assert len(numbers()) == 4


def test_nothing_of_another_kecamatan_is_there(two_kecamatan: Any) -> None:
    dewi = logged_in(two_kecamatan, "dewi", host="plaju.test")
    page = text(dewi.get(PAGE))
    assert "Karang" not in page and "Karang" not in str(sheet.open_sheet(dewi.get(EXCEL + "contoh.xlsx").content).rows)
    answer = upload(dewi, book([["35.78.01.1001", "1", "9"], ["Karangpilang", "1", "9"]]))
    assert "0 RT akan ditambahkan, 2 baris ditolak" in text(answer)
    assert numbers("35/78/01/") == ["1001/01/01/"]


@pytest.mark.parametrize("path", [PAGE, ILIR, RT, EXCEL])
def test_a_page_takes_few_queries(dewi: Client, path: str, django_assert_max_num_queries: Any) -> None:
    send(dewi, ILIR, rw="9", numbers="1-150")
    dewi.get("/kantor/")
    with django_assert_max_num_queries(14):
        dewi.get(path)
