"""The services: the six published components, what is not needed, price zero, for letters and for partners alike."""

import pytest

from siip.kernel import catalogue
from siip.web.public.tests import stage

SERVICES = catalogue.services()


def test_the_list_leads_to_every_service(read, cast):
    page = read("/layanan/")
    assert "<h1>8 layanan, semuanya Rp0</h1>" in page
    assert all(f'href="/layanan/{one.kode}/"' in page for one in SERVICES)


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.kode)
def test_the_six_published_components_are_there(read, cast, service):
    from django.utils.html import escape

    page = read(f"/layanan/{service.kode}/")
    texts = [*service.persyaratan, *service.prosedur, service.jangka_waktu, service.biaya, service.produk]
    for text in (*texts, service.pengaduan, *service.legal_basis):
        assert escape(text) in page
    for name in ("Persyaratan", "Prosedur", "Jangka waktu", "Biaya", "Produk", "Pengaduan"):
        assert f"<dt>{name}</dt>" in page


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.kode)
def test_what_is_not_needed_is_said_with_its_reason(read, cast, service):
    page = read(f"/layanan/{service.kode}/")
    assert "Yang tidak perlu" in page
    assert all(f"<b>{one.label}:</b> {one.reason}." in page for one in service.not_needed)


def test_a_duty_stamp_is_on_the_list_of_what_to_bring_and_is_not_the_office_s(read, cast):
    page = read("/layanan/sktm/")
    brought = page.partition("<h2>Yang Anda bawa</h2>")[2].partition("</ul>")[0]
    assert "Meterai Rp10.000, satu lembar" in brought and "petugas tidak menjualnya" in brought
    assert "eterai" not in read("/layanan/sku/").partition("<h2>Yang Anda bawa</h2>")[2].partition("</ul>")[0]


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.kode)
def test_the_price_is_zero(read, cast, service):
    assert "<dt>Biaya</dt><dd>Rp0</dd>" in read(f"/layanan/{service.kode}/")


def test_a_letter_tells_minutes_signer_and_validity(read, cast):
    page = read("/layanan/domisili_orang/")
    assert "10–30 menit, bila berkas lengkap" in page
    assert "Lurah; bila berhalangan: Sekretaris Kelurahan (a.n.) atau Kepala Seksi Pemerintahan (u.b.)" in page
    assert "6 bulan sejak tanggal surat" in page


def test_a_letter_tells_what_becomes_of_the_data(read, cast):
    page = read("/layanan/domisili_orang/")
    notice = catalogue.service("domisili_orang").notice
    assert "<h2>Data Anda</h2>" in page
    assert all(text in page for text in (notice.purpose, notice.basis, notice.kept, notice.ask))


def test_a_service_of_a_partner_names_his_desk_and_no_signer(read, cast):
    page = read("/layanan/kk/")
    assert "<dt>Petugas</dt><dd>Dukcapil</dd>" in page and "Ditandatangani" not in page


def test_a_service_names_the_next_friday_that_offers_it(read, cast):
    stage.plan(cast, services=("kk",), street="Lorong Sukarela")
    stage.plan(cast, services=("domisili_orang",), on=stage.FRIDAY.replace(month=12, day=4))
    page = read("/layanan/domisili_orang/")
    assert "Jumat, 4 Desember 2026, 07.00–09.30 WIB, Jalan DI Panjaitan" in page and "Sukarela" not in page


def test_with_no_friday_planned_the_counter_remains(read, cast):
    page = read("/layanan/domisili_orang/")
    assert "saat ini belum ada kegiatan" in page and "Di loket kelurahan atau kecamatan" in page


def test_a_service_of_fridays_only_promises_no_counter(read, cast):
    assert "Hari kerja" not in read("/layanan/cek_kesehatan/")


@pytest.mark.parametrize("kode", ["tidak_ada", "orang", "DOMISILI_ORANG"])
def test_an_unknown_service_is_not_found(client, cast, kode):
    assert client.get(f"/layanan/{kode}/").status_code == 404
