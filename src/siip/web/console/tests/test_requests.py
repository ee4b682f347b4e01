"""The pages of requests, as the clerk at the counter uses them."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.letters.models import Letter
from siip.services import requests
from siip.services.models import Request
from siip.services.tests.conftest import ANSWERS, CHILD, NIK, PAPERS, advance, event, rini, take, yuli  # noqa: F401
from siip.web.console.tests.test_log_in import text
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db
LIST, NEW = "/kantor/permohonan/", "/kantor/permohonan/baru/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield AT


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def address(cast):
    return f"{NEW}?layanan=domisili_orang&tempat=loket-{cast.place(PLAJU_ILIR).pk}"


@pytest.fixture
def event_with_rt(event, cast):  # noqa: F811
    event.rts.create(wilayah=cast.place(PLAJU_ILIR + "02/08/"))
    return event


def token_of(page):
    return re.findall(r'name="token" value="([^"]+)"', page.content.decode())[-1]


def typed(token, **other):
    """What the clerk typed: a whole request with all papers."""
    said = {f"isi_{name}": value for name, value in ANSWERS.items()} | {"isi_tanggal_lahir": "17 Agustus 1985"}
    said |= {"berkas_pengantar_rt": "rt_head", "ketua_pengantar_rt": "Ruslan", "berkas_ktp": "on", "berkas_kk": "on"}
    return {**said, "token": token, "wakil": "", **other}


def hidden(page):
    """The fields that a check page carries along."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page.content.decode())
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def post(client, path, **said):
    return client.post(path, {"token": token_of(client.get(path)), **said})


# Taking


def test_the_first_page_asks_for_service_and_place(clerk, cast):
    page = clerk.get(NEW)
    assert "Surat Keterangan Domisili" in text(page) and "Loket Kelurahan Plaju Ilir" in text(page)
    assert f'value="loket-{cast.place(PLAJU_ILIR).pk}"' in page.content.decode()


def test_an_event_of_today_stands_first(login, event):  # noqa: F811
    with time_machine.travel(event.starts_at, tick=False):
        page = login("rini").get(f"{NEW}?tempat=kegiatan-{event.pk}").content.decode()
    assert f'value="kegiatan-{event.pk}" checked' in page
    assert page.index("Jalan DI Panjaitan") < page.index("Loket Kelurahan")


@pytest.mark.parametrize(
    "query", ["?layanan=ktp_el", "?layanan=../x&tempat=y", "?layanan=domisili_orang&tempat=loket-1"]
)
def test_a_strange_address_leads_to_the_first_page(clerk, query):
    assert "Di mana" in text(clerk.get(NEW + query))


def test_a_request_is_typed_checked_and_saved(clerk, address):
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa"))
    assert "Periksa sebelum disimpan" in text(check)
    assert "17 Agustus 1985" in text(check) and "Keterangan Ruslan, Ketua RT" in text(check)
    assert not Request.objects.exists()
    saved = clerk.post(address, hidden(check) | {"langkah": "simpan"})
    row = Request.objects.get()
    assert saved["Location"] == f"{LIST}{row.pk}/"
    assert (row.subject_name, row.state, row.papers.get(kode="pengantar_rt").rt_head) == (
        "Siti Maryam", "drafted", "Ruslan",
    )  # fmt: skip
    assert requests.answers_of(row) == (ANSWERS, None)
    page = text(clerk.get(saved["Location"]))
    assert "Menunggu Kasi" in page and "Suratnya sudah diteruskan" in page


def test_nothing_personal_stands_in_an_address(clerk, address):
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa"))
    saved = clerk.post(address, hidden(check) | {"langkah": "simpan"})
    for page in (check, clerk.get(saved["Location"]), clerk.get(LIST)):
        links = " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode()))
        assert NIK not in links and "Siti" not in links
        assert page["Cache-Control"] == "no-store"


def test_a_double_click_and_the_back_button_take_once(clerk, address):
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa"))
    said = hidden(check) | {"langkah": "simpan"}
    assert clerk.post(address, said)["Location"] == clerk.post(address, said)["Location"]
    assert (Request.objects.count(), Letter.objects.count()) == (1, 1)
    changed = clerk.post(address, said | {"isi_nama": "Budi"})
    assert changed.status_code == 422 and "sudah pernah dikirim" in text(changed)


def test_back_from_the_check_page_everything_is_still_typed(clerk, address):
    token = token_of(clerk.get(address))
    check = clerk.post(address, typed(token, langkah="periksa", wakil="ya", wakil_nama="Rizki", wakil_hubungan="anak"))
    page = clerk.post(address, hidden(check) | {"langkah": "ubah"})
    body = unescape(page.content.decode())
    assert page.status_code == 200 and token_of(page) == token
    for value in ("Siti Maryam", NIK, "Ruslan", "Rizki", "17 Agustus 1985", "membuka rekening bank"):
        assert value in body
    assert re.search(r'id="id_berkas_ktp"[^>]*checked|checked[^>]*id="id_berkas_ktp"', body)


def test_a_nik_that_does_not_fit_warns_and_refuses_nobody(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="periksa", isi_nik="1671145708900001")
    check = clerk.post(address, said)
    assert check.status_code == 200 and "17-08-1990, perempuan" in text(check) and "Cocokkan dengan KTP" in text(check)
    assert clerk.post(address, hidden(check) | {"langkah": "simpan"}).status_code == 302


def test_without_a_nik_somebody_is_served(clerk, address):
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa", isi_nik=""))
    assert clerk.post(address, hidden(check) | {"langkah": "simpan"}).status_code == 302


def test_a_missing_paper_makes_it_wait(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="periksa")
    check = clerk.post(address, {name: value for name, value in said.items() if name != "berkas_kk"})
    assert "Simpan, tunggu berkas" in text(check)
    page = clerk.post(address, hidden(check) | {"langkah": "simpan"}, follow=True)
    assert "Menunggu berkas" in text(page) and Request.objects.get().state == "papers"


TOO_LONG = "x" * 10_000
REFUSED = [
    ("isi_nama", "", "belum diisi"),
    ("isi_nama", "Siti \u202eMaryam", "tidak terlihat"),
    ("isi_nama", "Siti\x00", "tidak terlihat"),
    ("isi_nik", "16711457", "baru 8 angka"),
    ("isi_nik", "satu", "hanya boleh berisi angka"),
    ("isi_tanggal_lahir", "31-2-1985", "tidak ada di kalender"),
    ("isi_jenis_kelamin", "<script>", "Pilih Jenis kelamin"),
    ("isi_tanggal_lahir", "17-8-2031", "belum terjadi"),
    ("isi_tanggal_lahir", "kemarin", "tidak kami pahami"),
    ("isi_tinggal_sejak", "1-1-1980", "sebelum tanggal lahirnya"),
    ("isi_keperluan", "x" * 161, "terlalu panjang"),
    ("isi_nama", TOO_LONG, "sekarang 10000"),
    ("isi_alamat", TOO_LONG, "sekarang 10000"),
    ("isi_rt", "", "RT belum diisi"),
    ("rt_rw", "99/99", "Pilih RT/RW dari daftar"),
    ("jam_pengantar_rt", "25.00", "tidak kami pahami"),
    ("jam_pengantar_rt", "23.00", "belum tiba"),
    ("ketua_pengantar_rt", f"Ruslan {NIK}", "seperti NIK"),
    ("wakil_hubungan", f"anak {NIK}", "seperti NIK"),
    ("ketua_pengantar_rt", "", "Tulis nama Ketua RT"),
    ("wakil_nama", "Rizki", "kosongkan nama"),
    ("berkas_pengantar_rt", "raja", "dari daftar"),
]


@pytest.mark.parametrize(("field", "value", "why"), REFUSED)
def test_a_refused_form_says_why_beside_its_field_and_keeps_what_was_typed(clerk, address, field, value, why):
    said = typed(token_of(clerk.get(address)), langkah="periksa", rt_rw="lain") | {field: value}
    said |= {"wakil": "ya", "wakil_nama": "Rizki"} if field == "wakil_hubungan" else {}
    said |= {"rt_rw": "05/13"} if field == "ketua_pengantar_rt" and not value else {}
    page = clerk.post(address, said)
    body = unescape(page.content.decode())
    assert page.status_code == 422 and why in text(page)
    at = "wakil" if (field, value) == ("wakil_nama", "Rizki") else field
    error = re.search(rf'id="id_{at}_error">([^<]*)<', body)
    assert error and why in error[1]
    assert (
        unescape(f"{value}") in body
        or "\x00" in value
        or field in ("isi_jenis_kelamin", "rt_rw", "berkas_pengantar_rt")
    )
    for kept in {"Siti Maryam", NIK, "membuka rekening bank"} - {ANSWERS.get(field.removeprefix("isi_"))}:
        assert kept in body


@pytest.mark.parametrize(
    ("field", "why"), [("isi_alamat", "seperti NIK"), ("isi_keperluan", "seperti NIK"), ("isi_nama", "seperti NIK")]
)
def test_a_nik_in_free_text_is_refused_at_its_field(clerk, address, field, why):
    said = typed(token_of(clerk.get(address)), langkah="simpan") | {field: f"Lorong {NIK}"}
    page = clerk.post(address, said)
    assert page.status_code == 422 and why in text(page)
    assert f'id="id_{field}_error"' in page.content.decode()
    assert not Request.objects.exists()


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "=cmd|' /C calc'!A0", "<script>alert(1)</script>"])
def test_a_hostile_name_is_shown_as_text(clerk, address, name):
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa", isi_nama=name))
    page = clerk.post(address, hidden(check) | {"langkah": "simpan"}, follow=True)
    assert Request.objects.get().subject_name == name
    for body in (check.content.decode(), page.content.decode(), clerk.get(LIST).content.decode()):
        assert "<script>alert" not in body and name in unescape(body)


# Place, RT head, dates


def test_rt_are_chosen_those_of_the_event_first(login, event_with_rt):
    with time_machine.travel(event_with_rt.starts_at, tick=False):
        body = login("rini").get(f"{NEW}?layanan=domisili_orang&tempat=kegiatan-{event_with_rt.pk}").content.decode()
    assert re.findall(r'<(?:optgroup label|option value)="([^"]*)"', body.partition('id="id_rt_rw"')[2])[:8] == [
        "", "Kegiatan ini", "02/08", "RT lain di Plaju Ilir", "02/07", "02/07a", "05/13", "lain",
    ]  # fmt: skip


def test_an_rt_that_was_chosen_is_the_one_of_the_letter(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="simpan", rt_rw="02/07a", isi_rt="", isi_rw="")
    assert clerk.post(address, said).status_code == 302
    assert Request.objects.get().subject_rt == "07a/02"


def test_an_rt_that_is_not_listed_is_typed(clerk, address):
    page = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa", rt_rw="", isi_rt="", isi_rw=""))
    assert page.status_code == 422 and "Pilih RT." in text(page)
    said = typed(token_of(page), langkah="simpan", rt_rw="lain", isi_rt="70", isi_rw="")
    assert clerk.post(address, said).status_code == 302
    assert Request.objects.get().subject_rt == "70"


def test_where_no_rt_is_known_it_is_typed(login, cast):
    address = f"{NEW}?layanan=domisili_orang&tempat=loket-{cast.place('16/71/14/1001/').pk}"
    clerk = login("rini")
    page = clerk.get(address)
    assert "rt_rw" not in page.content.decode() and 'name="isi_rt"' in page.content.decode()
    assert clerk.post(address, typed(token_of(page), langkah="periksa") | {"isi_rt": ""}).status_code == 422
    assert clerk.post(address, typed(token_of(page), langkah="periksa")).status_code == 200


def test_one_address_is_typed_once(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="simpan", sama_alamat="on", isi_alamat_domisili="")
    assert clerk.post(address, said).status_code == 302
    assert requests.answers_of(Request.objects.get())[0]["alamat_domisili"] == ANSWERS["alamat"]
    missing = clerk.post(address, typed(str(uuid7()), langkah="periksa", isi_alamat_domisili=""))
    assert missing.status_code == 422 and "Beri centang di atas" in text(missing)


def test_nobody_dates_the_word_of_the_rt_beforehand(clerk, address):
    fresh = clerk.get(address).content.decode()
    assert re.search(r'name="isi_pengantar_tanggal"(?![^>]*value)', fresh)
    said = typed(token_of(clerk.get(address)), langkah="periksa", berkas_pengantar_rt="seen", isi_pengantar_tanggal="")
    page = clerk.post(address, said)
    assert page.status_code == 422 and "Lihat di suratnya" in text(page)


def test_the_word_of_the_rt_head_bears_its_day_and_hour(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="periksa", isi_pengantar_tanggal="", jam_pengantar_rt="8.30")
    check = clerk.post(address, said)
    assert "Keterangan Ruslan, Ketua RT, pukul 08.30" in text(check) and "24 November 2026" in text(check)
    clerk.post(address, hidden(check) | {"langkah": "simpan"})
    row = Request.objects.get()
    assert requests.answers_of(row)[0]["pengantar_tanggal"] == "2026-11-24"
    paper = row.papers.get(kode="pengantar_rt")
    assert (paper.at.isoformat(), paper.by) == ("2026-11-24T01:30:00+00:00", row.maker)


def test_the_rt_head_is_taken_from_the_list_of_offices(clerk, address):
    token = token_of(clerk.get(address))
    said = typed(token, langkah="periksa", ketua_pengantar_rt="", rt_rw="02/07")
    assert "Keterangan Ruslan, Ketua RT" in text(clerk.post(address, said))
    nobody = clerk.post(address, said | {"rt_rw": "02/08"})
    assert nobody.status_code == 422 and "Tulis nama Ketua RT" in text(nobody)
    other = clerk.post(address, said | {"ketua_pengantar_rt": "Budi"})
    assert other.status_code == 200 and "tercatat sebagai Ketua RT itu Ruslan, bukan Budi" in text(other)


def test_an_event_copied_from_paper_has_the_day_and_hour_of_the_event(login, event):  # noqa: F811
    late = event.starts_at + timedelta(days=3)
    address = f"{NEW}?layanan=domisili_orang&tempat=kegiatan-{event.pk}"
    with time_machine.travel(late, tick=False):
        clerk = login("rini")
        said = typed(token_of(clerk.get(address)), langkah="periksa")
        assert "seperti di catatan kertas" in text(clerk.post(address, said))
        assert "Kegiatan baru mulai 07.00" in text(clerk.post(address, said | {"jam_pengantar_rt": "6"}))
        assert clerk.post(address, said | {"jam_pengantar_rt": "7.50", "langkah": "simpan"}).status_code == 302
    row = Request.objects.get()
    assert requests.answers_of(row)[0]["pengantar_tanggal"] == "2026-11-27"
    assert row.papers.get(kode="pengantar_rt").at.isoformat() == "2026-11-27T00:50:00+00:00"


def test_a_paper_that_is_missing_is_not_asked_what_it_says(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="simpan", berkas_pengantar_rt="", isi_pengantar_tanggal="")
    assert clerk.post(address, said | {"ketua_pengantar_rt": ""}).status_code == 302
    row = Request.objects.get()
    path = f"{LIST}{row.pk}/berkas/"
    refused = post(clerk, path, berkas_pengantar_rt="seen")
    assert refused.status_code == 422 and "Lihat di suratnya" in text(refused)
    told = {"isi_pengantar_tanggal": "20-11-2026", "isi_pengantar_nomor": "17/RT.07"}
    assert post(clerk, path, berkas_pengantar_rt="seen", **told).status_code == 302
    answers = requests.answers_of(Request.objects.get())[0]
    assert (answers["pengantar_tanggal"], answers["pengantar_nomor"]) == ("2026-11-20", "17/RT.07")
    assert Request.objects.get().state == "drafted"


def test_the_rt_head_may_come_later(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="simpan", berkas_pengantar_rt="", isi_pengantar_tanggal="")
    clerk.post(address, said)
    path = f"{LIST}{Request.objects.get().pk}/berkas/"
    assert post(clerk, path, berkas_pengantar_rt="rt_head").status_code == 302
    row = Request.objects.get()
    assert row.papers.get(kode="pengantar_rt").rt_head == "Ruslan"
    assert requests.answers_of(row)[0]["pengantar_tanggal"] == "2026-11-24"


# What a NIK tells


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (NIK, "17-08-1985, perempuan, terdaftar pertama di Kecamatan Plaju"),
        ("3578011708850001", "17-08-1985, laki-laki, terdaftar pertama di kecamatan lain (kode 35.78.01)"),
        ("9999991708850001", "Kode wilayah 99.99.99 di depan NIK tidak ada di daftar wilayah sekarang"),
    ],
)
def test_what_a_nik_tells_is_shown_and_refuses_nobody(clerk, address, number, says):
    check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa", isi_nik=number))
    assert check.status_code == 200 and says in text(check)


def test_an_unlikely_age_is_pointed_at(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="periksa", isi_tanggal_lahir="17-8-1785", isi_nik="")
    assert "lebih dari 120 tahun" in text(clerk.post(address, said))


@pytest.mark.parametrize("who", ["hendra", "dewi"])
def test_who_may_not_take_finds_no_button_and_no_page(login, address, who, take):  # noqa: F811
    row = take(())
    client = login(who)
    assert client.get(address).status_code == client.post(address, {"langkah": "simpan"}).status_code == 403
    page = client.get(f"{LIST}{row.pk}/").content.decode()
    assert "berkas/" not in page and "batal/" not in page and "Terima permohonan" not in page


def test_pages_take_few_queries(clerk, take, address, django_assert_max_num_queries):  # noqa: F811
    rows = [take() for _ in range(3)]
    clerk.get(LIST)
    for path, most in ((LIST, 12), (f"{LIST}{rows[0].pk}/", 17), (address, 17), (NEW, 14)):
        with django_assert_max_num_queries(most):
            assert clerk.get(path).status_code == 200
    with django_assert_max_num_queries(60):
        assert clerk.post(address, typed(str(uuid7()), langkah="simpan")).status_code == 302
