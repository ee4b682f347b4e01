import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.wilayah.rules import geojson
from siip.wilayah.rules.geojson import MOST_BYTES, MOST_FEATURES, count_points, read_features
from siip.wilayah.tests.boundary_files import collection, feature, square

GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("type", "coordinates", "nama", "x")), inner, max_size=3)
    ),
    max_leaves=12,
)


def refused(call, *args):
    with pytest.raises(Refused) as found:
        call(*args)
    return found.value.code


def shape(coordinates, kind="Polygon"):
    """The code for which an outline is refused, or the outline."""
    (one,) = read_features(collection(feature({"type": kind, "coordinates": coordinates})))
    return refused(one.outline)


# The file


def test_a_collection_is_read_as_features_with_their_numbers():
    content = collection(feature(square(), kode="16.71.14.1003"), feature(square(), nama="Plaju Ulu"))
    assert [(one.number, one.said("code"), one.said("name")) for one in read_features(content)] == [
        (1, "16.71.14.1003", ""), (2, "", "Plaju Ulu"),
    ]  # fmt: skip


def test_a_mark_of_utf8_in_front_does_not_matter():
    assert len(read_features(b"\xef\xbb\xbf" + collection(feature(square())))) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04", b"{", "{}".encode("utf-16"), b'{"type": NaN}', b'[Infinity]', b"[-Infinity]",
        b"[" * 200_000, b'{"a":' * 100_000, b"[" + b"9" * 5_000 + b"]", b"<kml/>",
    ],
)  # fmt: skip
def test_what_is_no_whole_json_is_refused(content):
    assert refused(read_features, content) == "boundaries-unreadable"


@pytest.mark.parametrize(
    "found",
    [[], None, 7, "x", {}, {"type": "Feature"}, {"type": "FeatureCollection"},
     {"type": "FeatureCollection", "features": []}, {"type": "FeatureCollection", "features": {"a": 1}}],
)  # fmt: skip
def test_what_is_no_collection_is_refused(found):
    assert refused(read_features, json.dumps(found).encode()) == "boundaries-collection"


def test_limits_are_said():
    for size, said in ((MOST_BYTES + 1, "5,1"), (6 * 1024 * 1024 - 9, "6"), (6 * 1024 * 1024 + 9, "6,1")):
        with pytest.raises(Refused, match=f"Berkas ini {said} MB; paling besar 5 MB"):
            geojson.refuse_long(size)
    geojson.refuse_long(MOST_BYTES)
    with pytest.raises(Refused, match="paling besar 5 MB"):
        read_features(b" " * (MOST_BYTES + 1))
    with pytest.raises(Refused, match="3001 bidang; paling banyak 3000"):
        read_features(collection(*[{}] * (MOST_FEATURES + 1)))
    for many in (b"[]," * 250_001, b"{}," * 250_001, b'{"a":1,' * 200_001):
        with pytest.raises(Refused, match="terlalu banyak titik atau keterangan"):
            read_features(many)
    assert "60000 titik" in geojson.too_many_points().message


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", None, 7])
def test_a_file_in_degrees_may_say_so(name):
    crs = {"type": "name", "properties": {"name": name}}
    assert len(read_features(collection(feature(square()), crs=crs))) == 1


@pytest.mark.parametrize("crs", [None, 7, {"properties": []}])
def test_a_file_need_not_name_its_system(crs):
    assert len(read_features(collection(feature(square()), crs=crs))) == 1


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::32748", "EPSG:3857", "EPSG:23834"])
def test_a_file_in_metres_is_refused_by_the_name_of_its_system(name):
    crs = {"type": "name", "properties": {"name": name}}
    assert refused(read_features, collection(feature(square()), crs=crs)) == "coordinates-metres"


# The words


@pytest.mark.parametrize(
    ("properties", "what", "said"),
    [
        ({"KODE_WILAYAH": "16.71.14.1003"}, "code", "16.71.14.1003"), ({"Kd_Kel": 1671141003.0}, "code", "1671141003"),
        ({"KDEPUM": 1671141003}, "code", "1671141003"), ({"kode": " 1671141003 "}, "code", "1671141003"),
        ({"kode": "", "kd_kel": "1003"}, "code", "1003"), ({"WADMKD": "Plaju Ilir"}, "name", "Plaju Ilir"),
        ({"NAMOBJ": "Plaju Ilir"}, "name", "Plaju Ilir"), ({"wadmkc": "Plaju"}, "kecamatan", "Plaju"),
        ({"RT": 7, "RW": "02"}, "rt", "7"), ({"RT": 7, "RW": "02"}, "rw", "02"),
        ({"kelurahan": "Plaju Ilir"}, "kelurahan", "Plaju Ilir"),
        ({"iddesa": "1671031003"}, "code", ""), ({"kode": True}, "code", ""), ({"kode": ["1671141003"]}, "code", ""),
        ({"kode": 1e300}, "code", ""), ({"kode": 1.5}, "code", ""), ({"kode": None}, "code", ""),
    ],
)  # fmt: skip
def test_properties_are_known_under_the_names_people_use(properties, what, said):
    (one,) = read_features(collection({"type": "Feature", "properties": properties, "geometry": square()}))
    assert one.said(what) == said


@pytest.mark.parametrize("item", [None, 7, [], {}, {"properties": None}, {"properties": [1]}])
def test_a_feature_without_properties_says_nothing(item):
    (one,) = read_features(collection(item))
    assert (one.said("code"), one.said("name")) == ("", "") and refused(one.outline) == "geometry"


@pytest.mark.parametrize("name", ["Plaju\u202eIlir", "Plaju\nIlir", "Plaju\0Ilir", "\ud800", "a" * 121])
def test_a_name_with_unseen_signs_is_refused(name):
    (one,) = read_features(collection(feature(square(), nama=name)))
    assert refused(one.said, "name") == "feature-words"


# The outline


def test_a_polygon_is_its_rings_in_micro_degrees_without_the_closing_corner():
    (one,) = read_features(collection(feature(square())))
    assert one.outline() == (
        ((104_800_000, -3_000_000), (104_810_000, -3_000_000), (104_810_000, -2_990_000), (104_800_000, -2_990_000)),
    )


def test_islands_and_holes_are_rings_of_one_outline():
    outer, hole, isle = (square(*at)["coordinates"][0] for at in ((0, 0), (0.002, 0.002, 0.001), (0.05, 0)))
    (one,) = read_features(collection(feature({"type": "MultiPolygon", "coordinates": [[outer, hole], [isle]]})))
    assert len(one.outline()) == 3


def test_heights_and_corners_said_twice_do_not_matter():
    flat = square()["coordinates"][0]
    tall = [[*one, 12.5] for one in flat for _ in range(2)]
    first, second = read_features(
        collection(feature(square()), feature({"type": "Polygon", "coordinates": [tall]}))
    )  # fmt: skip
    assert first.outline() == second.outline()


def test_a_ring_without_ground_beside_a_good_one_is_left_out():
    flat = [[104.8, -3.0], [104.81, -3.0], [104.8, -3.0], [104.81, -3.0], [104.8, -3.0]]
    shapes = [square()["coordinates"], [flat]]
    (one,) = read_features(collection(feature({"type": "MultiPolygon", "coordinates": shapes})))
    assert len(one.outline()) == 1


@pytest.mark.parametrize("kind", ["Point", "LineString", "GeometryCollection", "Topology", None, 7, ["Polygon"]])
def test_what_is_no_polygon_is_refused(kind):
    assert shape(square()["coordinates"], kind) == "geometry"


@pytest.mark.parametrize("coordinates", [None, 7, "x", [], {}, [7], [[]]])
def test_polygons_without_rings_are_refused(coordinates):
    assert shape(coordinates, "MultiPolygon") == "geometry"
    assert shape(coordinates) in ("geometry", "ring-empty")


A, B, C = [104.8, -3.0], [104.81, -3.0], [104.81, -2.99]


@pytest.mark.parametrize(
    ("ring", "code"),
    [
        ([A, B, C], "ring-empty"), ([A, B, C, B], "ring-open"), ([A, B, A, B, A], "ring-empty"),
        ([A] * 9, "ring-empty"),
        ([A, B, C, "x"], "coordinates"), ([A, B, C, [1]], "coordinates"), ([A, B, C, [1, 2, 3, 4, 5]], "coordinates"),
        ([A, B, C, [True, False]], "coordinates"), ([A, B, C, ["104.8", "-3"]], "coordinates"),
        ([A, B, C, [None, -3]], "coordinates"), ([A, B, C, [[104.8], -3]], "coordinates"),
        ([[-3.0, 104.8], [-3.0, 104.81], [-2.99, 104.81], [-3.0, 104.8]], "coordinates-swapped"),
        ([[478_000.0, 9_668_000.0]] * 4, "coordinates-metres"), ([[10**400, 1]] * 4, "coordinates-metres"),
        ([[4.9, 52.4]] * 4, "coordinates-abroad"), ([[0, 0]] * 4, "coordinates-abroad"),
    ],
)  # fmt: skip
def test_rings_that_cannot_be_are_refused_for_what_is_wrong(ring, code):
    assert shape([ring]) == code


def test_a_number_beyond_all_measure_is_no_place():
    content = collection(feature(square())).replace(b"104.81", b"1e999")
    assert refused(read_features(content)[0].outline) == "coordinates-metres"


def test_points_are_counted_before_they_are_read():
    assert count_points(square()) == 5
    assert [count_points(one) for one in (None, [], {"coordinates": 7}, {"coordinates": [[], [[]]]})] == [0, 0, 0, 0]


@given(GARBAGE, GARBAGE)
def test_whatever_stands_in_a_feature_it_is_read_or_refused(properties, geometry):
    item = {"type": "Feature", "properties": properties, "geometry": geometry}
    (one,) = read_features(json.dumps({"type": "FeatureCollection", "features": [item]}).encode())
    count_points(one.geometry)
    for call in (one.outline, lambda: one.said("name")):
        try:
            call()
        except Refused as found:
            assert found.message.endswith((".", "]."))


def test_the_largest_file_is_read_in_seconds():
    ring = [[104.8 + n / 1e6, -3.0] for n in range(60_000)]
    content = collection(feature({"type": "Polygon", "coordinates": [[*ring, [104.8, -2.9], ring[0]]]}))
    begun = time.process_time()
    (one,) = read_features(content)
    one.outline()
    assert time.process_time() - begun < 5
