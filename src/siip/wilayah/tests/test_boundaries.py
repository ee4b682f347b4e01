import pytest

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.wilayah import boundaries, successions, territory
from siip.wilayah.boundaries import BoundaryImport, Origin
from siip.wilayah.models import Boundary
from siip.wilayah.rules import geojson
from siip.wilayah.tests.boundary_files import collection, feature, square
from siip.wilayah.tests.conftest import AT, BAGUSKUNING, ILIR, PLAJU, holder

pytestmark = pytest.mark.usefixtures("plaju")
OFFICE = Origin("Tata Pemerintahan, 2025", "CC BY 4.0")


def take(content, by, inside=PLAJU, *, origin=OFFICE, id=None, at=AT):
    return boundaries.import_boundaries(content, origin, inside=inside, by=by, at=at, id=id or uuid7())


def refused_code(*args, **kwargs):
    with pytest.raises(Refused) as refused:
        take(*args, **kwargs)
    return refused.value.code


def one(**properties):
    return collection(feature(square(), **properties))


def paths(result):
    return [place.path for place in result.taken]


def test_a_boundary_is_kept_with_its_source_and_its_box(admin):
    result = take(one(kode="16.71.14.1003"), admin)
    row = Boundary.objects.get()
    assert (paths(result), row.wilayah.path) == ([ILIR], ILIR)
    assert (row.source, row.licence, row.imported_at, row.replaced_at, row.off_by) == (
        "Tata Pemerintahan, 2025", "CC BY 4.0", AT, None, 5,
    )  # fmt: skip
    assert (row.west, row.south, row.east, row.north) == (104_800_000, -3_000_000, 104_810_000, -2_990_000)
    assert boundaries.boundaries_in(PLAJU) == {row.wilayah_id: row}
    assert len(row.outline[0]) == 4 and (104_810_000, -2_990_000) in row.outline[0]


@pytest.mark.parametrize(
    "properties",
    [
        {"kode": "16.71.14.1003"}, {"kode_wilayah": "1671141003"}, {"KDEPUM": 1671141003}, {"nama": "Plaju Ilir"},
        {"WADMKD": "PLAJUILIR", "WADMKC": "Plaju"}, {"kelurahan": "Kel. Plaju  Ilir"}, {"name": "16.71.14.1003"},
        {"kode": "KL-03", "nama": "Plaju Ilir"}, {"kd_kel": "1003", "nama": "Plaju Ilir"},
    ],
)  # fmt: skip
def test_a_kelurahan_is_known_by_its_code_or_by_its_name(admin, properties):
    assert paths(take(one(**properties), admin)) == [ILIR]


@pytest.mark.parametrize("properties", [{"kode": "16.71.14"}, {"nama": "Kecamatan Plaju"}])
def test_the_kecamatan_has_a_boundary_too(admin, properties):
    assert paths(take(one(**properties), admin)) == [PLAJU]


@pytest.mark.parametrize(
    "properties",
    [
        {"kode": "16.71.14.1003.005.07a"}, {"kode": "16.71.14.1003.5.7A"},
        {"kelurahan": "Plaju Ilir", "rw": 5, "rt": "7a"},
        {"kelurahan": "Plaju Ilir", "RT": "007A"}, {"desa": "1671141003", "no_rt": "RT 07a", "no_rw": "RW 005"},
    ],
)  # fmt: skip
def test_an_rt_is_known_by_its_code_or_its_number(admin, add, properties):
    add("005/07a", "005/08")
    assert paths(take(one(**properties), admin)) == [ILIR + "005/07a/"]


def test_a_lurah_need_not_name_his_kelurahan(lurah, add):
    add("005/07")
    assert paths(take(one(rt="07", rw="005"), lurah, ILIR)) == [ILIR + "005/07/"]


def test_good_ones_go_in_and_the_others_are_listed_with_the_reason(admin, add):
    add("005/07", "006/08")
    shifted = [[[lat, lon] for lon, lat in square()["coordinates"][0]]]
    result = take(
        collection(
            feature(square(), nama="Plaju Ilir"),
            feature(square(), nama="Sebelas Ulu"),
            feature(square(), nama="Seberang Ulu II", kecamatan="Seberang Ulu II"),
            feature(square(), kode="16.71.03.1001", nama="Plaju Ulu"),
            feature(square(), kode="16.71.14.1099"),
            feature({"type": "Polygon", "coordinates": shifted}, nama="Plaju Ulu"),
            feature(square(side=0.00002), nama="Plaju Darat"),
            feature(square(), catatan="tanpa nama"),
            feature(square(), nama="Bagus\u202ekuning"),
            feature(square(), kelurahan="Plaju Ilir", rt="09", rw="005"),
            feature(square(), kelurahan="Plaju Ilir", rt="9"),
            feature(square(), rt="07"),
            feature(square(), kode="16.71.14.1003.005"),
            None,
        ),
        admin,
    )
    assert (paths(result), result.elsewhere_count) == ([ILIR], 2)
    assert [(row.number, row.name, row.reason.split(".")[0]) for row in result.refused] == [
        (2, "Sebelas Ulu", "“Sebelas Ulu” tidak ditemukan di wilayah ini"),
        (5, "16.71.14.1099", "Wilayah dengan kode “16"),
        (6, "Plaju Ulu", "Lintang dan bujur tertukar"),
        (7, "Plaju Darat", "Bidangnya lebih sempit dari 5 meter"),
        (8, "", "Tanpa kode dan nama"),
        (9, "Baguskuning", "Nama atau kodenya terlalu panjang atau memuat tanda yang tidak terlihat"),
        (10, "Plaju Ilir", "RT 09 di RW 005 belum tercatat, atau ada di lebih dari satu RW"),
        (11, "Plaju Ilir", "RT 9 belum tercatat, atau ada di lebih dari satu RW"),
        (12, "", "RT 07 di kelurahan mana? Isi kolom kelurahan pada bidang ini"),
        (13, "16.71.14.1003.005", "Wilayah dengan kode “16"),
        (14, "", "Tanpa kode dan nama"),
    ]


def test_an_rt_whose_number_is_there_twice_needs_its_rw(admin, add):
    add("005/07", "006/07")
    result = take(one(kelurahan="Plaju Ilir", rt="07"), admin)
    assert (result.taken, len(result.refused)) == ((), 1)
    assert paths(take(one(kelurahan="Plaju Ilir", rt="07", rw="6"), admin)) == [ILIR + "006/07/"]


def test_of_two_outlines_for_one_place_none_is_taken(admin):
    double = collection(
        feature(square(), nama="Plaju Ilir"), feature(square(), nama="Plaju Ulu"), feature(square(1), kode="1671141003")
    )
    result = take(double, admin)
    assert [place.name for place in result.taken] == ["Plaju Ulu"]
    assert [row.number for row in result.refused] == [1, 3]
    assert "digambar lebih dari sekali (bidang 1, 3)" in result.refused[0].reason


def test_another_outline_replaces_the_one_before_and_keeps_it(admin):
    take(one(nama="Plaju Ilir"), admin)
    result = take(collection(feature(square(0.001), nama="Plaju Ilir")), admin)
    old, new = Boundary.objects.order_by("pk")
    assert (result.replaced_count, old.replaced_at, new.replaced_at) == (1, AT, None)
    assert boundaries.boundaries_in(ILIR) == {new.wilayah_id: new}


def test_another_source_of_the_same_line_replaces_it(admin):
    take(one(nama="Plaju Ilir"), admin)
    assert take(one(nama="Plaju Ilir"), admin, origin=Origin("BIG")).replaced_count == 1


def test_the_same_file_again_changes_nothing(admin):
    take(one(nama="Plaju Ilir"), admin)
    entries = Entry.objects.count()
    assert take(one(nama="Plaju Ilir"), admin) == BoundaryImport(known_count=1)
    assert (Boundary.objects.count(), Entry.objects.count()) == (1, entries)


def test_sent_twice_is_taken_once(admin):
    id = uuid7()
    take(one(nama="Plaju Ilir"), admin, id=id)
    again = take(one(nama="Plaju Ilir"), admin, id=id)
    assert (again.taken, again.known_count, Boundary.objects.count()) == ((), 1, 1)


def test_another_file_under_the_same_id_is_refused(admin):
    id = uuid7()
    take(one(nama="Plaju Ilir"), admin, id=id)
    assert refused_code(one(nama="Plaju Ulu"), admin, id=id) == "other-payload"


def test_an_import_leaves_one_entry_with_counts_only(admin):
    id = uuid7()
    take(collection(feature(square(), nama="Plaju Ilir"), feature(square(), nama="x")), admin, id=id)
    entry = Entry.objects.get(pk=id)
    assert (entry.act, entry.path) == ("wilayah.import_boundaries", PLAJU)
    assert (entry.about, list(journal.faults())) == ({"features": 2, "taken": 1, "refused": 1}, [])


def test_a_lurah_hands_in_his_kelurahan_only(lurah):
    both = collection(feature(square(), kode="16.71.14.1003"), feature(square(), kode="16.71.14.1004"))
    assert refused_code(both, lurah) == "no-right"
    assert refused_code(both, lurah, BAGUSKUNING) == "no-right"
    result = take(both, lurah, ILIR)
    assert (paths(result), result.elsewhere_count) == ([ILIR], 1)
    assert paths(take(one(nama="Kecamatan Plaju"), lurah, ILIR)) == []


def test_one_kecamatan_does_not_reach_into_the_other(house, admin):
    surabaya = territory.load_kecamatan("35.78.01", by=house, at=AT, id=uuid7())
    theirs = territory.kelurahan_of(surabaya.path)[0]
    take(one(kode=theirs.code), holder(surabaya.path), surabaya.path)
    result = take(one(kode=theirs.code), admin)
    assert (result.taken, result.elsewhere_count) == ((), 1)
    assert (boundaries.boundaries_in(PLAJU), list(boundaries.boundaries_in(surabaya.path))) == ({}, [theirs.pk])


def test_a_city_is_no_place_to_import_into():
    assert refused_code(one(nama="Plaju Ilir"), holder("16/71/"), "16/71/") == "unknown-wilayah"


def test_a_place_that_is_no_more_gets_no_boundary(admin):
    successions.retire(BAGUSKUNING, on=AT.date(), by=admin, at=AT, id=uuid7())
    result = take(one(nama="Baguskuning"), admin)
    assert (result.taken, len(result.refused)) == ((), 1)


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (Origin(" \u202e "), "source-missing"), (Origin("a" * 121), "source-long"),
        (Origin("BIG", "a" * 121), "source-long"),
        (Origin("NIK 1671 1403 0388 0001"), "nik-in-text"),
    ],
)  # fmt: skip
def test_a_source_is_said_in_a_line(admin, origin, code):
    assert refused_code(one(nama="Plaju Ilir"), admin, origin=origin) == code


def test_a_file_that_is_too_fine_is_refused_whole(admin):
    ring = [[104.8 + n / 1e6, -3.0] for n in range(geojson.MOST_POINTS)]
    geometry = {"type": "Polygon", "coordinates": [[*ring, [104.8, -2.9], ring[0]]]}
    assert refused_code(collection(feature(geometry, nama="Plaju Ilir")), admin) == "boundaries-too-big"
    assert take(collection(feature(geometry, kode="16.71.01.1001")), admin).elsewhere_count == 1


@pytest.mark.parametrize("content", [b"", b"[" * 99_999, b'{"type": "FeatureCollection", "features": [NaN]}'])
def test_a_file_that_cannot_be_read_is_refused_whole(admin, content):
    assert refused_code(content, admin) == "boundaries-unreadable"
    assert not Boundary.objects.exists()


def test_a_hundred_outlines_take_as_many_queries_as_one(admin, add, django_assert_max_num_queries):
    add(*(f"1/{n}" for n in range(1, 101)))
    drawn = [feature(square(n / 100), kelurahan="Plaju Ilir", rw="1", rt=n) for n in range(1, 101)]
    with django_assert_max_num_queries(24):
        take(collection(*drawn), admin)
    assert Boundary.objects.count() == 100
