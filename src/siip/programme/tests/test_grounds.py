from decimal import Decimal

import pytest

from siip.kernel.ids import uuid7
from siip.programme import events, grounds, maps, places
from siip.programme.places import Spot
from siip.programme.rules.points import Point
from siip.programme.tests.conftest import AT, ILIR, PLAJU, SURABAYA, ULU, planner
from siip.wilayah import boundaries, territory
from siip.wilayah.boundaries import Origin
from siip.wilayah.tests.boundary_files import collection, feature, square

# The square of Plaju Ilir: 1.1 km from 104.8, -3.0 to 104.81, -2.99.
INSIDE = Point(Decimal("-2.995000"), Decimal("104.805000"))
BESIDE = Point(Decimal("-2.995000"), Decimal("104.811000"))
FAR = Point(Decimal("-2.995000"), Decimal("104.900000"))


@pytest.fixture
def take(rini):
    def take(*features, by=rini, inside=PLAJU, source="Tata Pemerintahan", licence=""):
        content = collection(*features)
        return boundaries.import_boundaries(
            content, Origin(source, licence), inside=inside, by=by, at=AT, id=uuid7()
        )  # fmt: skip

    return take


@pytest.fixture
def ilir(plaju, take):
    return take(feature(square(), nama="Plaju Ilir"))


@pytest.fixture
def shown(plan, rini):
    """The map of a new event, as it is read."""
    return lambda **other: maps.event_map(events.event(plan(**other).pk, by=rini))


def test_without_boundaries_the_tiles_stand_alone(shown, ilir_rts):
    found = shown(rts=tuple(ilir_rts), point=INSIDE)
    assert found.ground is None and "Peta skema" in found.svg


def test_the_point_stands_inside_the_outline_of_the_kelurahan_and_the_tiles_beside_it(shown, ilir, ilir_rts):
    found = shown(rts=(ilir_rts[0],), point=INSIDE)
    assert (found.ground.outside, found.ground.sources, found.ground.is_whole) == (0, ("Tata Pemerintahan",), False)
    for said in ("Peta batas Kelurahan Plaju Ilir", "Titik kegiatan di dalam batas", "Utara di atas"):
        assert said in found.ground.svg
    assert "Peta skema" in found.svg and len(found.rows) == 1


def test_the_points_of_a_kecamatan_are_those_of_its_events_and_of_its_places_in_use(plan, plaju, rini):
    plan(point=INSIDE)
    drain = Spot("Saluran", kind=1, point=BESIDE)
    kept, gone = (
        places.add_place(ULU, spot, by=rini, at=AT, id=uuid7()) for spot in (drain, Spot("Pasar", kind=1, point=FAR))
    )
    places.add_place(ULU, Spot("Tanpa titik", kind=1), by=rini, at=AT, id=uuid7())
    places.retire_place(gone.pk, "Sudah tidak ada", by=rini, at=AT, id=uuid7())
    assert kept.point == BESIDE
    found = sorted(grounds.points_in(ILIR))
    assert found == sorted(grounds.points_in(PLAJU)) == [(104_805_000, -2_995_000), (104_811_000, -2_995_000)]
    assert grounds.points_in("35/78/01/") == []


def test_a_point_outside_is_drawn_and_told(shown, ilir):
    ground = shown(point=BESIDE).ground
    assert ground.outside == 111 and "Titik kegiatan sekitar 110 meter di luar batas" in ground.svg
    assert 'class="p"' in ground.svg


def test_a_point_far_away_is_told_only_since_it_would_shrink_all_the_rest(shown, ilir):
    ground = shown(point=FAR).ground
    assert (ground.outside, ground.distance) == (10019, "10 km") and 'class="p"' not in ground.svg


@pytest.mark.parametrize(("east", "said"), [("104.8103", "33 meter"), ("104.8225", "1,4 km")])
def test_a_distance_is_no_finer_than_the_line(shown, ilir, east, said):
    assert shown(point=Point(Decimal("-2.995"), Decimal(east))).ground.distance == said


def test_without_a_point_nothing_is_said_of_it(shown, ilir):
    found = shown()
    assert found.ground.outside is None and "Titik kegiatan" not in found.ground.svg
    assert (found.svg, found.rows) == ("", ())


def test_where_each_rt_has_its_outline_the_tiles_go_and_the_table_stays(shown, take, ilir, ilir_rts):
    west, east = (
        feature(square(at, 0, 0.005), kelurahan="Plaju Ilir", rw="2", rt=n) for at, n in ((0, 7), (0.005, "7a"))
    )
    take(west, source="Ketua RW 02", licence="CC0")
    assert shown(rts=(ilir_rts[0],)).svg
    take(east, source="Ketua RW 02", licence="CC0")
    found = shown(rts=(ilir_rts[0],), street="Jalan Lain")
    assert (found.svg, [row.name for row in found.rows]) == ("", ["RT 07 / RW 02"])
    assert found.ground.is_whole and found.ground.licences == ("CC0",)
    assert found.ground.sources == ("Tata Pemerintahan", "Ketua RW 02")
    for said in ("RT yang diajak: 1", "RT lain: 1", ">07<", ">07a<"):
        assert said in found.ground.svg


def test_the_tiles_stay_while_a_place_has_no_point(shown, take, ilir_rts, rini):
    take(*(feature(square(at), kelurahan="Plaju Ilir", rw="2", rt=n) for at, n in ((0, 7), (0.01, "7a"))))
    assert shown().svg == ""
    places.add_place(ILIR, Spot("Saluran", rt=ilir_rts[0]), by=rini, at=AT, id=uuid7())
    assert "Tempat lain: 1" in shown(street="Jalan Lain").svg


def test_outlines_of_rt_alone_make_a_map(shown, take, ilir_rts):
    take(feature(square(), kelurahan="Plaju Ilir", rw="2", rt=7))
    ground = shown(point=FAR).ground
    assert ground.outside is None and "RT: 1" in ground.svg and "Batas Kelurahan" not in ground.svg


def test_places_with_a_point_are_spots(plan, rini, ilir, shown):
    def add(name, point):
        return places.add_place(ILIR, Spot(name, point=point), by=rini, at=AT, id=uuid7()).pk

    drain, _, far, nowhere = add("Saluran", INSIDE), add("Taman", INSIDE), add("Kebun", FAR), add("Simpang", None)
    svg = shown(places=(drain, far, nowhere)).ground.svg
    assert "Tempat: 1" in svg and "Tempat lain: 1" in svg


def test_the_kelurahan_next_door_is_named_beside_it(shown, ilir, take):
    take(feature(square(0.01, 0), nama="Plaju Ulu"), feature(square(0.5, 0), nama="Plaju Darat"), source="BIG")
    ground = shown(point=Point(Decimal("-2.995"), Decimal("104.8135"))).ground
    assert ">Plaju Ulu<" in ground.svg and ">Plaju Darat<" not in ground.svg
    assert ground.sources == ("Tata Pemerintahan",)


def test_the_map_of_a_kelurahan_lies_on_its_outline_too(ilir, rini):
    places.add_place(ILIR, Spot("Saluran", point=INSIDE), by=rini, at=AT, id=uuid7())
    assert "Tempat: 1" in maps.kelurahan_map(territory.at_path(ILIR)).ground.svg
    assert maps.kelurahan_map(territory.at_path(ULU)) is None


def test_the_other_kecamatan_is_never_on_the_map(shown, take, ilir):
    theirs = territory.kelurahan_of(SURABAYA)[0]
    take(feature(square(0.01, 0), kode=theirs.code), by=planner(SURABAYA), inside=SURABAYA)
    assert theirs.name not in shown(point=INSIDE).ground.svg


def test_a_map_of_many_rt_takes_few_queries_and_is_light(shown, take, ilir, rini, plan, django_assert_num_queries):
    from siip.wilayah import rts

    rts.add_rts(ILIR, [rts.RwRt("1", str(n)) for n in range(1, 101)], by=rini, at=AT, id=uuid7())
    take(
        *(
            feature(square(n % 10 * 0.001, n // 10 * 0.001, 0.001), kelurahan="Plaju Ilir", rw="1", rt=n + 1)
            for n in range(100)
        )
    )
    event = events.event(plan(point=INSIDE).pk, by=rini)
    with django_assert_num_queries(3):
        ground = maps.event_map(event).ground
    assert ground.is_whole and len(ground.svg) < 25_000
