"""Pages that say how things are."""

from siip.kernel import catalogue
from siip.wilayah import national


def test_every_notice_of_the_catalogue_stands_on_one_page(read, cast):
    page = read("/data-anda/")
    notices = [service.notice for service in catalogue.services() if service.notice]
    assert notices
    for notice in notices:
        assert all(text in page for text in (notice.purpose, notice.basis, notice.kept, notice.ask))


def test_the_city_answers_for_the_data(read, cast):
    assert "Pemerintah Kota Palembang, melalui Kecamatan Plaju" in read("/data-anda/")


def test_the_footer_of_every_page_leads_there(read, cast):
    assert 'href="/data-anda/"' in read("/layanan/") and 'href="/tentang/"' in read("/layanan/")


def test_the_list_of_territory_is_attributed_with_both_links(read, cast):
    page = read("/tentang/")
    assert "Berisi informasi dari idn-area-data" in page and national.EDITION in page
    for link in ("https://github.com/fityannugroho/idn-area-data", "https://opendatacommons.org/licenses/odbl/1-0/"):
        assert link in national.ATTRIBUTION and f'<a href="{link}"' in page


def test_the_typefaces_are_named_with_their_licence(read, cast):
    assert "Arimo dan Tinos, lisensi SIL Open Font License 1.1" in read("/tentang/")
