from collections import Counter

import pytest

from siip.kernel.refused import Refused
from siip.wilayah import national
from siip.wilayah.rules.codes import Kind, ancestors_of, kind_of
from siip.wilayah.rules.zones import zone_of


@pytest.fixture(scope="module")
def places():
    return list(national.national_list())


def test_the_list_holds_every_place_of_the_decree(places):
    kinds = Counter(kind_of(place.path) for place in places)
    assert len(places) == national.COUNT == 91_599
    assert (kinds[Kind.PROVINSI], kinds[Kind.KECAMATAN]) == (38, 7_285)
    assert (kinds[Kind.KOTA], kinds[Kind.KABUPATEN]) == (98, 416)
    assert kinds[Kind.KELURAHAN] + kinds[Kind.DESA] == 83_762


def test_each_place_follows_the_one_that_it_lies_in(places):
    seen = set()
    for place in places:
        assert set(ancestors_of(place.path)) <= seen
        seen.add(place.path)


def test_kota_and_kabupaten_by_code_are_what_the_list_calls_them(places):
    cities = [place for place in places if place.path.count("/") == 2]
    assert all(place.name.lower().startswith(f"{kind_of(place.path)} ") for place in cities)


def test_every_place_lies_in_a_zone(places):
    zones = Counter(zone_of(place.path) for place in places if place.path.count("/") == 1)
    assert zones == {"WIB": 18, "WITA": 12, "WIT": 8}


def test_plaju_is_found_with_what_it_lies_in_and_what_lies_in_it():
    found = national.find_kecamatan("16.71.14")
    assert (found.province.name, found.city.name) == ("Sumatera Selatan", "Kota Palembang")
    assert found.kecamatan == national.Listed("16/71/14/", "Plaju")
    assert [place.name for place in found.kelurahan] == [
        "Plaju Ulu", "Plaju Darat", "Plaju Ilir", "Baguskuning", "Komperta", "Talangputri",
        "Talangbubuk",
    ]  # fmt: skip


def test_the_last_kecamatan_of_the_list_is_found_whole(places):
    last = [place for place in places if place.path.count("/") == 3][-1]
    found = national.find_kecamatan(last.path.replace("/", ""))
    assert found.kecamatan == last
    assert found.kelurahan == tuple(p for p in places if p.path.startswith(last.path))[1:]


@pytest.mark.parametrize("code", ["16.71.99", "16.71", "16.71.14.1003", "", "99", "x" * 999])
def test_an_unknown_code_is_refused(code):
    with pytest.raises(Refused, match="tidak ada dalam daftar") as refused:
        national.find_kecamatan(code)
    assert (refused.value.code, len(refused.value.message) < 300) == ("unknown-kecamatan", True)


def test_a_name_in_place_of_a_code_is_answered_with_the_code():
    with pytest.raises(Refused, match="16.71.14 Plaju"):
        national.find_kecamatan("Kec. Plaju")


def test_the_notice_lies_beside_the_list_and_names_source_and_licence():
    notice = national.FILE.with_name("NOTICE.md").read_text()
    for said in ("idn-area-data", "4.0.1", "Open Database License", "300.2.2-2430 Tahun 2025"):
        assert said in notice
    assert "opendatacommons.org/licenses/odbl/1-0" in national.ATTRIBUTION
