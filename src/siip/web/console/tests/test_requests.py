"""The pages of requests, as the clerk at the counter uses them."""

import re
from html import unescape

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import letters
from siip.letters.models import Letter
from siip.people.models import Resident
from siip.people.tests.lists import workbook
from siip.services import requests
from siip.services.models import Request
from siip.services.tests.conftest import ANSWERS, CHILD, NIK, PAPERS, advance, event, rini, take, yuli  # noqa: F401
from siip.web.console.tests.test_log_in import text
from tests.cast import AT, PLAJU, PLAJU_ILIR, ident

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


REFUSED = [
    ("isi_nama", "", "belum diisi"),
    ("isi_nama", "Siti \u202eMaryam", "tidak terlihat"),
    ("isi_nama", "Siti\x00", "tidak terlihat"),
    ("isi_nik", "16711457", "baru 8 angka"),
    ("isi_nik", "satu", "hanya boleh berisi angka"),
    ("isi_tanggal_lahir", "31-2-1985", "tidak ada di kalender"),
    ("isi_jenis_kelamin", "<script>", "Pilih Jenis kelamin"),
    ("isi_keperluan", "x" * 161, "terlalu panjang"),
    ("ketua_pengantar_rt", "", "Tulis nama Ketua RT"),
    ("wakil_nama", "Rizki", "kosongkan nama"),
    ("berkas_pengantar_rt", "raja", "dari daftar"),
]


@pytest.mark.parametrize(("field", "value", "why"), REFUSED)
def test_a_refused_form_says_why_and_keeps_what_was_typed(clerk, address, field, value, why):
    page = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa") | {field: value})
    body = unescape(page.content.decode())
    assert page.status_code == 422 and why in text(page)
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


@pytest.mark.parametrize("who", ["hendra", "dewi"])
def test_who_may_not_take_finds_no_button_and_no_page(login, address, who, take):  # noqa: F811
    row = take(())
    client = login(who)
    assert client.get(address).status_code == client.post(address, {"langkah": "simpan"}).status_code == 403
    page = client.get(f"{LIST}{row.pk}/").content.decode()
    assert "berkas/" not in page and "batal/" not in page and "Terima permohonan" not in page


# From the list of residents


@pytest.fixture
def resident(cast):
    """Siti on the list, put there by an import."""
    from siip.people import resident_files, resident_imports

    heading = [
        "nik",
        "nama",
        "tempat lahir",
        "tanggal lahir",
        "jenis kelamin",
        "alamat",
        "rw",
        "rt",
        "kelurahan",
        "agama",
    ]
    row = [
        NIK,
        "Siti Maryam",
        "Palembang",
        "17-08-1985",
        "P",
        "Jalan DI Panjaitan 12",
        "02",
        "07",
        "Plaju Ilir",
        "Islam",
    ]
    file = resident_files.read_list(workbook(row, heading=heading), "daftar.xlsx")
    resident_imports.import_residents(
        file, resident_imports.default_terms("daftar.xlsx", AT.date()), where=PLAJU, new_id=uuid7,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    return Resident.objects.get()


@pytest.mark.parametrize("asked", [{"cari_nik": NIK}, {"cari_nama": "siti", "cari_lahir": "17-8-1985"}])
def test_somebody_on_the_list_fills_the_form(clerk, address, resident, asked):
    page = clerk.post(address, {"langkah": "cari", **asked})
    body = page.content.decode()
    assert "diambil dari daftar penduduk" in text(page)
    for value in (NIK, "Siti Maryam", "17-8-1985", "Jalan DI Panjaitan 12 RT 07 RW 02", str(resident.pk)):
        assert value in body
    said = typed(token_of(page), langkah="simpan", penduduk=str(resident.pk))
    assert clerk.post(address, said).status_code == 302
    assert Request.objects.get().resident == resident


def test_somebody_not_on_the_list_is_served_all_the_same(clerk, address):
    page = clerk.post(address, {"langkah": "cari", "cari_nik": NIK})
    assert "Tidak ada di daftar penduduk" in text(page) and f'value="{NIK}"' in page.content.decode()


@pytest.mark.parametrize("asked", [{}, {"cari_nama": "siti"}, {"cari_nik": "12"}, {"cari_lahir": "x"}])
def test_a_search_that_asks_nothing_is_refused(clerk, address, asked):
    assert clerk.post(address, {"langkah": "cari", **asked}).status_code == 422


@pytest.mark.parametrize(("orang", "status"), [("x", 200), (str(ident("nobody")), 404)])
def test_somebody_who_is_not_there_is_not_picked(clerk, address, orang, status):
    assert clerk.post(address, {"langkah": "pilih", "orang": orang}).status_code == status


def test_namesakes_are_offered_to_pick_from(clerk, address, resident):
    twin = Resident.objects.get(pk=resident.pk)
    twin.pk, twin.nik_blind = ident("twin"), None
    twin.save(force_insert=True)
    page = clerk.post(address, {"langkah": "cari", "cari_nama": "siti", "cari_lahir": "17-8-1985"})
    assert "2 orang cocok" in text(page) and f'value="{resident.pk}"' in page.content.decode()
    picked = clerk.post(address, {"langkah": "pilih", "orang": str(resident.pk)})
    assert NIK in picked.content.decode() and "diambil dari daftar penduduk" in text(picked)


# What is done with it


def test_papers_shown_later_make_the_letter(clerk, take):  # noqa: F811
    row = take(PAPERS[:2])
    path = f"{LIST}{row.pk}/berkas/"
    assert "Kartu Keluarga" in text(clerk.get(path)) and "KTP-el asli" not in text(clerk.get(path))
    assert post(clerk, path).status_code == 422
    assert post(clerk, path, berkas_kk="on")["Location"] == f"{LIST}{row.pk}/"
    assert Request.objects.get().state == "drafted"


def test_what_was_returned_is_corrected(clerk, take, cast):  # noqa: F811
    row = take(applicant=CHILD)
    letters.return_letter(row.letter_id, reason="RT keliru", by=cast.actor("agus"), at=AT, id=uuid7())
    assert "RT keliru" in text(clerk.get(f"{LIST}{row.pk}/"))
    path = f"{LIST}{row.pk}/perbaiki/"
    body = clerk.get(path).content.decode()
    assert "RT keliru" in body and 'value="Muhammad Rizki"' in body and NIK in body and 'value="17-8-1985"' in body
    said = {**typed(""), "isi_rt": "08"}
    said.pop("token")
    refused = post(clerk, path, **{**said, "isi_nama": ""})
    assert refused.status_code == 422 and 'value="08"' in refused.content.decode()
    assert post(clerk, path, **said).status_code == 302
    assert Letter.objects.get().subject_rt == "08/02"


def test_a_request_is_cancelled_with_a_reason(clerk, take):  # noqa: F811
    row = take()
    path = f"{LIST}{row.pk}/batal/"
    assert post(clerk, path, reason="").status_code == 422
    refused = post(clerk, path, reason=f"salah NIK {NIK}")
    assert refused.status_code == 422 and "seperti NIK" in text(refused)
    assert post(clerk, path, reason="pemohon tidak jadi").status_code == 302
    page = text(clerk.get(f"{LIST}{row.pk}/"))
    assert "Dibatalkan" in page and "pemohon tidak jadi" in page
    assert Letter.objects.get().state == "void"


def test_a_signed_letter_is_handed_over(clerk, take, advance):  # noqa: F811
    row = take(applicant=CHILD)
    path = f"{LIST}{row.pk}/serah/"
    early = post(clerk, path, receiver="Siti")
    assert early.status_code == 422 and "belum ditandatangani" in text(early)
    advance(row, "signed")
    assert 'value="Muhammad Rizki"' in clerk.get(path).content.decode()
    assert post(clerk, path, receiver="Muhammad Rizki", relation="anak").status_code == 302
    page = text(clerk.get(f"{LIST}{row.pk}/"))
    assert "Diserahkan kepada Muhammad Rizki" in page
    assert Entry.objects.filter(act="services.hand_over").count() == 1


def test_the_page_of_a_request_masks_its_nik(clerk, take):  # noqa: F811
    page = clerk.get(f"{LIST}{take().pk}/")
    assert NIK not in page.content.decode() and "••••••••••••0001" in text(page)
    assert f"/kantor/surat/{Request.objects.get().letter_id}/" in page.content.decode()


def test_a_request_out_of_reach_is_not_there(login, take):  # noqa: F811
    row = take()
    client = login("zul")
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert "Siti" not in text(client.get(LIST))


# The list


def test_the_list_is_filtered_by_stage_and_place(clerk, take, cast):  # noqa: F811
    take(())
    take(nama="Budi Santoso")
    page = text(clerk.get(LIST))
    assert "2 permohonan berjalan" in page and "Menunggu berkas" in page and "Menunggu Kasi" in page
    papers = text(clerk.get(f"{LIST}?keadaan=papers"))
    assert "Siti Maryam" in papers and "Budi Santoso" not in papers
    assert "Menunggu berkas (1)" in papers and "Menunggu Kasi (1)" not in papers
    take(nama="Zubaidah", kelurahan="16/71/14/1001/")
    elsewhere = text(clerk.get(f"{LIST}?kelurahan={cast.place('16/71/14/1001/').pk}"))
    assert "Zubaidah" in elsewhere and "Siti Maryam" not in elsewhere
    assert "Tidak ada permohonan dengan keadaan ini" in text(clerk.get(f"{LIST}?keadaan=pen"))


def test_what_is_done_stands_under_its_own_filter(clerk, take, rini):  # noqa: F811
    row = take(())
    requests.cancel_request(row.id, reason="tidak jadi", by=rini, at=AT, id=uuid7())
    assert "Belum ada permohonan" in text(clerk.get(LIST))
    assert "1 permohonan selesai" in text(clerk.get(f"{LIST}?keadaan=done"))


def test_somebody_is_searched_by_name(clerk, take):  # noqa: F811
    take()
    assert "1 permohonan ditemukan" in text(clerk.post(LIST, {"cari": "maryam"}))
    assert "Tidak ada nama seperti itu" in text(clerk.post(LIST, {"cari": "zulaikha"}))
    refused = clerk.post(LIST, {"cari": "a"})
    assert refused.status_code == 422 and 'value="a"' in refused.content.decode()


def test_pages_take_few_queries(clerk, take, address, django_assert_max_num_queries):  # noqa: F811
    rows = [take() for _ in range(3)]
    clerk.get(LIST)
    for path, most in ((LIST, 12), (f"{LIST}{rows[0].pk}/", 17), (address, 17), (NEW, 14)):
        with django_assert_max_num_queries(most):
            assert clerk.get(path).status_code == 200
    with django_assert_max_num_queries(60):
        assert clerk.post(address, typed(str(uuid7()), langkah="simpan")).status_code == 302
