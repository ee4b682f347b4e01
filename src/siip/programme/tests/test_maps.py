import pytest

from siip.kernel.ids import uuid7
from siip.programme import events, maps, places
from siip.programme.places import Spot
from siip.programme.tests.conftest import AT, ILIR, ULU
from siip.wilayah import territory


@pytest.fixture
def add(rini):
    return lambda name, rt="": places.add_place(ILIR, Spot(name, rt=rt), by=rini, at=AT, id=uuid7())


def shown(map):
    return [(row.name, row.is_called, [one.name for one in row.places]) for row in map.rows]


def test_the_map_of_an_event_marks_its_rt_and_places(plan, add, rini, ilir_rts):
    drain, _, corner = add("Saluran", ilir_rts[0]), add("Taman", ilir_rts[1]), add("Simpang")
    row = plan(rts=(ilir_rts[0],), places=(drain.pk, corner.pk))
    found = maps.event_map(events.event(row.pk, by=rini))
    assert shown(found) == [
        ("RT 07 / RW 02", True, ["Saluran"]), ("RT 07a / RW 02", False, ["Taman"]), ("Tanpa RT", False, ["Simpang"]),
    ]  # fmt: skip
    for said in ("RT yang diajak: 1", "RT lain: 1", "Titik kerja: 2", "Tempat lain: 1", "Peta skema Kelurahan"):
        assert said in found.svg


def test_the_map_of_a_kelurahan_shows_every_place_in_use(add, ilir_rts, plaju):
    add("Saluran", ilir_rts[1])
    found = maps.kelurahan_map(territory.at_path(ILIR))
    assert shown(found) == [("RT 07a / RW 02", False, ["Saluran"])]
    assert "RT: 2" in found.svg and "Tempat: 1" in found.svg


def test_where_no_rt_is_known_there_is_no_map(plan, rini):
    row = plan(kelurahan=ULU)
    assert maps.event_map(events.event(row.pk, by=rini)) is None


def test_a_map_takes_few_queries(plan, add, rini, ilir_rts, django_assert_num_queries):
    for n in range(5):
        add(f"Lorong {n}", ilir_rts[0])
    event = events.event(plan(rts=tuple(ilir_rts)).pk, by=rini)
    with django_assert_num_queries(3):
        maps.event_map(event)
