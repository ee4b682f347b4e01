"""Each named constraint, broken once."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from siip.wilayah.models import Boundary, Succession, Wilayah
from siip.wilayah.territory import new_row
from siip.wilayah.tests.conftest import ILIR, PLAJU

pytestmark = pytest.mark.usefixtures("plaju")
DAY = date(2026, 11, 6)


def breaks(name, *rows):
    """SQLite names the columns of a unique index and PostgreSQL its name, so both are looked for."""
    *good, bad = rows
    for row in good:
        row.save()
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        bad.save()
    return any(said in str(broken.value) for said in name)


def rt(path=ILIR + "005/07/", **changed):
    row = new_row(path, "RT 07")
    for field, value in changed.items():
        setattr(row, field, value)
    return row


def test_a_sound_row_is_kept():
    rt().save()
    assert Wilayah.objects.filter(path=ILIR + "005/07/").count() == 1


def test_one_valid_place_at_a_path():
    name = ("wilayah_one_valid_path", "wilayah_wilayah.path")
    assert breaks(name, rt(), rt(key="another/", valid_from=DAY))


def test_one_spelling_of_a_number():
    name = ("wilayah_one_spelling", "wilayah_wilayah.key")
    assert breaks(name, rt(), rt(ILIR + "005/007/"))


def test_one_period_with_a_start():
    name = ("wilayah_one_start", "wilayah_wilayah.path, wilayah_wilayah.valid_from")
    ended = {"valid_from": DAY, "valid_until": date(2026, 12, 1)}
    assert breaks(name, rt(**ended), rt(**ended))


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("wilayah_ends_after_it_starts", {"valid_from": DAY, "valid_until": DAY}),
        ("wilayah_level_is_depth", {"level": "rw", "kind": "rw"}),
        ("wilayah_level_is_depth", {"level": "dusun"}),
        ("wilayah_kind_of_level", {"kind": "desa"}),
        ("wilayah_zone_from_kecamatan_down", {"zone": ""}),
        ("wilayah_zone_from_kecamatan_down", {"zone": "WAT"}),
        ("wilayah_code_is_path", {"code": "16.71.14.1003.005.7"}),
        ("wilayah_has_a_name", {"name": ""}),
    ],
)
def test_a_row_that_contradicts_itself(name, changed):
    # PostgreSQL checks in the order of the names, so a wrong level may meet its kind first.
    names = (name, "wilayah_kind_of_level") if "level" in changed else (name,)
    assert breaks(names, rt(**changed))


def test_a_province_has_no_zone():
    name = ("wilayah_zone_from_kecamatan_down",)
    row = new_row("17/", "Bengkulu")
    row.zone = "WIB"
    assert breaks(name, row)


def test_one_succession_between_two_places():
    old, new = Wilayah.objects.filter(level="kelurahan")[:2]
    rows = [Succession(predecessor=old, successor=new, effective_on=DAY) for _ in range(2)]
    assert breaks(("wilayah_one_succession", "wilayah_succession.predecessor_id"), *rows)


def test_nothing_succeeds_itself():
    place = Wilayah.objects.get(path=PLAJU)
    row = Succession(predecessor=place, successor=place, effective_on=DAY)
    assert breaks(("wilayah_not_its_own_successor",), row)


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("kota", "Kota Palembang", "Kota Palembang"),
        ("desa", "Desa Adat Yoboi", "Desa Adat Yoboi"),
        ("desa", "Kelurahan", "Desa Kelurahan"),
        ("kelurahan", "Plaju Ilir", "Kelurahan Plaju Ilir"),
        ("rt", "RT 07a", "RT 07a"),
    ],
)
def test_a_title_says_once_what_the_place_is(kind, name, title):
    assert Wilayah(kind=kind, name=name).title == title


def boundary(**changed):
    box = {"west": 104_800_000, "south": -3_000_000, "east": 104_810_000, "north": -2_990_000}
    usual = {"rings": [], "off_by": 5, "source": "BIG", "imported_at": datetime(2026, 11, 6, tzinfo=UTC)}
    return Boundary(**(box | usual | {"wilayah": Wilayah.objects.get(path=ILIR)} | changed))


def test_one_boundary_of_a_place_counts():
    boundary(replaced_at=datetime(2026, 11, 6, tzinfo=UTC)).save()
    assert breaks(("wilayah_boundary_one_counts", "wilayah_boundary.wilayah_id"), boundary(), boundary())


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("wilayah_boundary_in_indonesia", {"west": 104_810_000}),
        ("wilayah_boundary_in_indonesia", {"north": 6_200_001}),
        ("wilayah_boundary_has_a_source", {"source": ""}),
    ],
)  # fmt: skip
def test_a_boundary_that_cannot_be(name, changed):
    assert breaks((name,), boundary(**changed))
