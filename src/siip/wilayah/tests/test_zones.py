import pytest

from siip.wilayah.rules.zones import TZDB, Zone, zone_of


@pytest.mark.parametrize(
    ("zone", "provinces"),
    [
        (Zone.WIB, "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62"),
        (Zone.WITA, "51 52 53 63 64 65 71 72 73 74 75 76"),
        (Zone.WIT, "81 82 91 92 93 94 95 96"),
    ],
)
def test_all_38_provinces_lie_in_the_zone_of_the_decree(zone, provinces):
    assert {zone_of(f"{province}/") for province in provinces.split()} == {zone}


def test_an_rt_lies_in_the_zone_of_its_province():
    assert zone_of("16/71/14/1003/005/07a/") == Zone.WIB


@pytest.mark.parametrize("path", ["01/", "41/", "", "Papua/"])
def test_no_zone_outside_the_country(path):
    with pytest.raises(ValueError, match="no province|not a territory path"):
        zone_of(path)


def test_each_zone_has_its_clock():
    assert TZDB == {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
