from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.programme.rules.points import Point, check_point, read_point
from siip.wilayah.rules.outlines import EAST, NORTH, SOUTH, WEST

PLAJU_ILIR = Point(Decimal("-2.994120"), Decimal("104.803210"))


@pytest.mark.parametrize(
    "written",
    [
        "-2.99412, 104.80321",
        "-2.994120,104.803210",
        "(-2.99412; 104.80321)",
        "\u22122.99412 104.80321",
        "https://peta.example/@-2.99412,104.80321,17z",
    ],
)
def test_a_point_is_read_as_map_apps_give_it(written):
    assert read_point(written) == PLAJU_ILIR


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("depan SD 12", "point-unclear"),
        ("-2, 104", "point-unclear"),
        ("-2.99412", "point-unclear"),
        ("104.80321, -2.99412", "point-abroad"),
        ("51.50000, -0.12000", "point-abroad"),
        ("-33.9, 151.2", "point-abroad"),
    ],
)
def test_what_is_no_point_in_indonesia_is_refused(written, code):
    with pytest.raises(Refused) as refused:
        read_point(written)
    assert refused.value.code == code


@given(st.decimals(SOUTH, NORTH, places=6), st.decimals(WEST, EAST, places=6))
def test_a_point_reads_back_as_it_was_written(latitude, longitude):
    point = check_point(Point(latitude, longitude))
    assert read_point(str(point)) == point == (latitude, longitude)
