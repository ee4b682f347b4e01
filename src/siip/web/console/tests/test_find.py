"""Finding somebody on the list of residents from the form of a request: nothing typed is lost by it."""

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.people.models import Resident
from siip.people.tests.lists import workbook
from siip.services.models import Request
from siip.services.tests.conftest import NIK
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_requests import NEW, token_of, typed
from tests.cast import AT, PLAJU, PLAJU_ILIR, ident

pytestmark = pytest.mark.django_db


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


BY_NAME = {"isi_nama": "siti", "isi_tanggal_lahir": "17-8-1985"}


@pytest.mark.parametrize("asked", [{"isi_nik": NIK}, BY_NAME])
def test_somebody_on_the_list_fills_the_form(clerk, address, resident, asked):
    page = clerk.post(address, {"langkah": "cari", **asked})
    body = page.content.decode()
    assert "diambil dari daftar penduduk" in text(page)
    for value in (NIK, "Siti Maryam", "17-8-1985", "Jalan DI Panjaitan 12 RT 07 RW 02", str(resident.pk)):
        assert value in body
    assert '<option value="02/07" selected>' in body
    said = typed(token_of(page), langkah="simpan", penduduk=str(resident.pk))
    assert clerk.post(address, said).status_code == 302
    assert Request.objects.get().resident == resident


def test_somebody_not_on_the_list_is_served_all_the_same(clerk, address):
    page = clerk.post(address, {"langkah": "cari", "isi_nik": NIK})
    assert "Tidak ada di daftar penduduk" in text(page) and f'value="{NIK}"' in page.content.decode()


@pytest.mark.parametrize("asked", [{}, {"isi_nama": "siti"}, {"isi_nik": "12"}, {"isi_tanggal_lahir": "x"}])
def test_a_search_that_asks_nothing_is_refused(clerk, address, asked):
    assert clerk.post(address, {"langkah": "cari", **asked}).status_code == 422


@pytest.mark.parametrize(("orang", "status"), [("x", 200), (str(ident("nobody")), 404)])
def test_somebody_who_is_not_there_is_not_picked(clerk, address, orang, status):
    assert clerk.post(address, {"langkah": "pilih", "orang": orang}).status_code == status


def test_namesakes_are_offered_to_pick_from(clerk, address, resident):
    twin = Resident.objects.get(pk=resident.pk)
    twin.pk, twin.nik_blind = ident("twin"), None
    twin.save(force_insert=True)
    page = clerk.post(address, {"langkah": "cari", **BY_NAME})
    assert "2 orang cocok" in text(page) and f'value="{resident.pk}"' in page.content.decode()
    picked = clerk.post(address, {"langkah": "pilih", "orang": str(resident.pk)})
    assert NIK in picked.content.decode() and "diambil dari daftar penduduk" in text(picked)


def test_what_was_typed_before_the_search_stays(clerk, address, resident):
    other = {"isi_keperluan": "mendaftar sekolah", "isi_alamat": "Jalan Baru 1", "berkas_ktp": "on", "rt_rw": "05/13"}
    token = token_of(clerk.get(address))
    page = clerk.post(address, {"langkah": "cari", "token": token, **BY_NAME, **other})
    body = page.content.decode()
    for kept in ('value="mendaftar sekolah"', "Jalan Baru 1</textarea>", '<option value="05/13" selected>', token):
        assert kept in body
    assert (
        "checked"
        in body.partition('id="id_berkas_ktp"')[0].rpartition("<input")[2]
        + body.partition('id="id_berkas_ktp"')[2].partition(">")[0]
    )
    assert 'value="Siti Maryam"' in body and "tetap seperti yang Anda ketik: Alamat sesuai KTP-el, RT" in text(page)


def test_a_search_without_a_find_keeps_everything(clerk, address):
    said = typed(token_of(clerk.get(address)), langkah="cari", isi_tanggal_lahir="31-2-1985", isi_nik="")
    page = clerk.post(address, said)
    assert page.status_code == 422 and "tidak ada di kalender" in text(page)
    body = page.content.decode()
    for kept in ("Siti Maryam", "31-2-1985", "membuka rekening bank", "Ruslan"):
        assert kept in body


def test_picking_another_one_takes_the_first_away(clerk, address, resident):
    first = hidden_and_typed(clerk.post(address, {"langkah": "cari", "isi_nik": NIK}))
    twin = Resident.objects.get(pk=resident.pk)
    twin.pk, twin.nik_blind, twin.wilayah_id = ident("twin"), None, resident.kecamatan_id
    twin.save(force_insert=True)
    # Sealed details are bound to their row: the twin borrows a copy under its own.
    seal_as(twin, resident)
    page = clerk.post(address, {**first, "orang": str(twin.pk)})
    body = page.content.decode()
    assert '<option value="02/07" selected>' not in body and f'value="{twin.pk}"' in body
    assert "RT 07 RW 02" not in body


@pytest.mark.parametrize("other", [{"isi_nik": "3578011708850001"}, {"isi_nik": "", "isi_nama": "Budi"}])
def test_a_form_that_says_somebody_else_by_now_is_linked_to_nobody(clerk, address, resident, other):
    said = typed(token_of(clerk.get(address)), langkah="simpan", penduduk=str(resident.pk), **other)
    assert clerk.post(address, said).status_code == 302
    assert Request.objects.get().resident is None


def test_somebody_erased_meanwhile_is_served_all_the_same(clerk, address, resident):
    said = typed(token_of(clerk.get(address)), langkah="simpan", penduduk=str(ident("gone")))
    assert clerk.post(address, said).status_code == 302


def test_enter_behind_a_nik_looks_him_up(clerk, address, resident):
    assert "diambil dari daftar penduduk" in text(clerk.post(address, {"langkah": "lanjut", "isi_nik": NIK}))
    said = typed(token_of(clerk.get(address)), langkah="lanjut")
    assert "Periksa sebelum disimpan" in text(clerk.post(address, said))


def test_who_may_not_find_has_no_button_and_is_served(login, address, resident):
    page = login("yuli").get(address)
    assert page.status_code == 200
    assert ('value="cari"' in page.content.decode()) == ("Penduduk" in text(page))


def hidden_and_typed(page):
    """What a browser would send back of the form of a found resident."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"token": token_of(page)}


def seal_as(twin, resident):
    from siip.kernel import crypt
    from siip.kernel.models import DataKey
    from siip.people import residents

    details = residents.details_of(resident)
    plain = crypt.plain_key(DataKey.objects.get(pk=twin.key))
    twin.sealed = crypt.seal_json(plain, details, aad=residents.aad(twin.pk))
    twin.save()
