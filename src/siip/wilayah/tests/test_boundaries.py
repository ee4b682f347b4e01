import pytest

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.wilayah import boundaries, national, successions, territory
from siip.wilayah.boundaries import BoundaryImport, Origin
from siip.wilayah.models import Boundary
from siip.wilayah.rules import geojson
from siip.wilayah.rules.outlines import crosses
from siip.wilayah.tests.boundary_files import collection, feature, square
from siip.wilayah.tests.conftest import AT, BAGUSKUNING, ILIR, PLAJU, holder

pytestmark = pytest.mark.usefixtures("plaju")
OFFICE = Origin("Tata Pemerintahan, 2025", "CC BY 4.0")


def take(content, by, inside=PLAJU, *, origin=OFFICE, id=None, at=AT, **said):
    return boundaries.import_boundaries(content, origin, inside=inside, by=by, at=at, id=id or uuid7(), **said)


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


NEAR = [(104_805_000, -2_995_000)]


def test_outlines_far_from_the_points_of_the_house_go_in_with_a_warning(admin):
    file = collection(feature(square(3), nama="Plaju Ilir"), feature(square(0.02), nama="Plaju Ulu"))
    result = take(file, admin, points=NEAR)
    (warning,) = result.warnings
    assert len(result.taken) == 2 and "Kelurahan Plaju Ilir terletak sekitar 333 km dari titik kegiatan" in warning
    assert "di Kecamatan Plaju" in warning and "Plaju Ulu" not in warning


@pytest.mark.parametrize(("degrees", "is_far"), [(0.22, False), (0.25, True)])
def test_far_is_25_km_from_the_nearest_point(admin, degrees, is_far):
    points = [(*NEAR[0],), (90_000_000, 0)]
    result = take(collection(feature(square(degrees), nama="Plaju Ilir")), admin, points=points)
    assert bool(result.warnings) == is_far


def test_an_outline_far_from_the_one_before_is_warned_of(admin):
    assert take(one(nama="Plaju Ilir"), admin).warnings == ()
    (warning,) = take(collection(feature(square(north=-2), nama="Plaju Ulu")), admin).warnings
    assert "Kelurahan Plaju Ulu terletak sekitar 222 km dari batas yang dimasukkan sebelumnya" in warning
    assert take(collection(feature(square(0.01, -2), nama="Plaju Ulu")), admin).warnings == ()
    (warning,) = take(collection(feature(square(north=-2), nama="Plaju Ilir")), admin).warnings
    assert "Kelurahan Plaju Ilir terletak sekitar 222 km" in warning, "held against its own, not its neighbour's"


def test_far_is_asked_about_where_it_was_not_meant(admin):
    far = collection(feature(square(3), nama="Plaju Ilir"))
    assert refused_code(far, admin, points=NEAR, is_far_meant=False) == "boundaries-far"
    assert not Boundary.objects.exists()
    assert take(one(nama="Plaju Ilir"), admin, points=NEAR, is_far_meant=False).warnings == ()


def bow(east=0.0, side=0.01):
    ((a, b, c, d, _),) = square(east, side=side)["coordinates"]
    return {"type": "Polygon", "coordinates": [[a, c, b, [d[0], -2.98], a]]}


def test_outlines_that_cross_themselves_go_in_and_are_named_once(admin):
    names = ("Plaju Ilir", "Plaju Ulu", "Plaju Darat", "Baguskuning")
    drawn = [feature(bow(n / 100), nama=name) for n, name in enumerate(names)]
    result = take(collection(*drawn, feature(square(), nama="Komperta")), admin)
    (warning,) = result.warnings
    assert len(result.taken) == 5 and "Plaju Darat dan 1 lainnya memotong dirinya sendiri" in warning


def test_a_crossing_that_is_not_seen_is_not_told(admin):
    """A spike of a metre: of the line as it is kept nothing crosses."""
    ((a, b, c, d, _),) = square()["coordinates"]
    spike = [[104.80501, -3.00001], [104.80502, -2.99999], [104.80501, -2.99999], [104.80502, -3.00001]]
    assert crosses((tuple((round(x * 1e6), round(y * 1e6)) for x, y in [a, *spike, b, c, d]),))
    geometry = {"type": "Polygon", "coordinates": [[a, *spike, b, c, d, a]]}
    assert take(collection(feature(geometry, nama="Plaju Ilir")), admin).warnings == ()


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([{"kode": "16.71.01.1001"}, {"kode": "1671011002"}], "Kecamatan Ilir Barat Dua (16.71.01)"),
        ([{"kode": "99.99.99.9999"}], "kode 99.99.99"),
        ([{"nama": "Mariana", "kecamatan": "Banyuasin I"}], "Kecamatan Banyuasin I,"),
        ([{"nama": "Dukuh"}, {"nama": "Kenten"}, {"nama": "Sukamaju"}], ""),
        ([{"nama": "Sukamaju"}, {"catatan": "tanpa nama"}], ""),
    ],
)
def test_a_file_of_another_kecamatan_is_told_as_such(admin, features, said):
    result = take(collection(*(feature(square(), **one) for one in features)), admin)
    hints = [one for one in result.warnings if "bukan Kecamatan Plaju (16.71.14)" in one]
    assert (result.taken, len(hints)) == ((), bool(said))
    assert all(said in hint and "masukkan berkas ini di wilayahnya sendiri" in hint for hint in hints)


def test_a_file_with_names_alone_is_looked_up_in_the_national_list(admin):
    names = [place.name for place in national.find_kecamatan("16.71.02").kelurahan]
    result = take(collection(*(feature(square(), nama=name) for name in names)), admin)
    assert any("tampaknya memuat Kecamatan Seberang Ulu Satu (16.71.02)" in one for one in result.warnings)


def test_a_file_of_the_whole_city_gives_no_alarm(admin):
    ours = [feature(square(n / 50), kode=one.code) for n, one in enumerate(territory.kelurahan_of(PLAJU))]
    others = [feature(square(), kode=f"16.71.01.{1001 + n}") for n in range(100)]
    result = take(collection(*ours, *others), admin)
    assert (len(result.taken), result.elsewhere_count, result.warnings) == (len(ours), 100, ())


def test_for_a_lurah_the_file_of_his_neighbour_is_another_one_s(lurah):
    (warning,) = take(one(kode="16.71.14.1004"), lurah, ILIR).warnings
    assert "(16.71.14.1004), bukan Kelurahan Plaju Ilir (16.71.14.1003)" in warning


def test_each_reason_is_told_once_with_its_features(admin):
    swapped = {"type": "Polygon", "coordinates": [[[y, x] for x, y in square()["coordinates"][0]]]}
    names = ("Plaju Ilir", "Plaju Ulu", "Plaju Darat")
    file = collection(*(feature(swapped, nama=name) for name in names), feature(square()))
    (reason, features), (other, nameless) = take(file, admin).reasons
    assert ("tertukar" in reason, [(one.number, one.name) for one in features]) == (True, [*enumerate(names, start=1)])
    assert (other.startswith("Tanpa kode"), [one.number for one in nameless]) == (True, [4])


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
