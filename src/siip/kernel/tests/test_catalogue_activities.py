"""Kinds of work and their measures: what is shipped, what an office changes, what each mistake is answered with."""

import dataclasses
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from siip.kernel import catalogue
from siip.kernel.catalogue import SHIPPED, ActivityKind, CatalogueError, MeasureKind, Shelf

MEASURES = "activities/ukuran.toml"
DRAIN = "activities/saluran/activity.toml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A catalogue of an office: a copy of the shipped one, to be spoilt."""
    shutil.copytree(SHIPPED, tmp_path / "catalogue")
    return tmp_path / "catalogue"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_house_reads_the_shipped_kinds() -> None:
    assert catalogue.activity_kind("saluran") in catalogue.activity_kinds()
    assert {"saluran", "jalan", "sampah", "taman", "perbaikan", "jentik"} <= {
        kind.kode for kind in catalogue.activity_kinds()
    }
    assert "karung" in [measure.kode for measure in catalogue.measures()]


def test_a_drain_is_measured_in_metres_sacks_carts_and_trucks() -> None:
    kind = Shelf(SHIPPED).activity_kind("saluran")
    assert [(one.kode, one.unit) for one in kind.measures] == [
        ("saluran_m", "m"), ("karung", "karung"), ("gerobak", "gerobak"), ("truk", "rit"),
    ]  # fmt: skip
    assert (kind.clean, kind.waste, kind.places) == ("Bersih", True, (1, 3))


def test_every_factor_is_stated_with_its_basis() -> None:
    stated = {one.kode: one.m3 for one in Shelf(SHIPPED).measures() if one.m3}
    assert stated == {"karung": Decimal("0.05"), "gerobak": Decimal(1)}
    assert all(one.m3_basis for one in Shelf(SHIPPED).measures() if one.m3)


def test_each_measure_is_used_somewhere() -> None:
    used = {measure.kode for kind in Shelf(SHIPPED).activity_kinds() for measure in kind.measures}
    assert used == {measure.kode for measure in Shelf(SHIPPED).measures()}


def test_larvae_leave_no_waste_and_have_a_word_of_their_own() -> None:
    kind = Shelf(SHIPPED).activity_kind("jentik")
    assert (kind.clean, kind.waste) == ("Sudah diperiksa", False)


def test_an_office_states_a_factor_of_its_own(site: Path) -> None:
    change(site / MEASURES, 'm3 = "0.05"', 'm3 = "0.08"')
    karung = next(one for one in Shelf(SHIPPED, site).measures() if one.kode == "karung")
    assert karung.m3 == Decimal("0.08")


def test_an_office_adds_a_kind(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site / "activities/saluran", tmp_path / "own/activities/embung")
    change(tmp_path / "own/activities/embung/activity.toml", 'kode = "saluran"', 'kode = "embung"')
    assert Shelf(SHIPPED, tmp_path / "own").activity_kind("embung").name == "Membersihkan saluran"


def test_an_unknown_kode_is_an_error() -> None:
    with pytest.raises(KeyError):
        Shelf(SHIPPED).activity_kind("tidak_ada")


def test_a_broken_kind_hides_itself_only(site: Path) -> None:
    change(site / DRAIN, "name =", "nama =")
    shelf = Shelf(site)
    with pytest.raises(CatalogueError):
        shelf.activity_kind("saluran")
    assert len(shelf.activity_kinds()) == 5
    assert len(shelf.errors()) == 1


def test_broken_measures_are_told_once(site: Path) -> None:
    change(site / MEASURES, 'unit = "m"', "unit = 1")
    shelf = Shelf(site)
    assert shelf.activity_kinds() == shelf.measures() == ()
    assert len(shelf.errors()) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (DRAIN, 'kode = "saluran"', 'kode = "kali"', '"kode": tulis "saluran"'),
        (DRAIN, '"karung"', '"ember"', '"ember" tidak ada di ukuran.toml'),
        (DRAIN, '"truk"', '"karung"', "sebut tiap ukuran satu kali"),
        (DRAIN, "places = [1, 3]", "places = [8]", "tulis nomor dari daftar jenis_tempat"),
        (DRAIN, "places = [1, 3]", 'places = "1"', "tulis nomor dari daftar jenis_tempat"),
        (DRAIN, "places =", "place =", '"place": tidak dikenal'),
        (MEASURES, 'kode = "karung"', 'kode = "truk"', '"truk" sudah dipakai ukuran lain'),
        (MEASURES, 'm3 = "0.05"', 'm3 = "0,05"', 'misalnya "0.05"'),
        (MEASURES, 'm3 = "0.05"', 'm3 = "NaN"', 'misalnya "0.05"'),
        (MEASURES, 'm3 = "0.05"', 'm3 = "0"', 'misalnya "0.05"'),
        (MEASURES, 'm3 = "0.05"\n', "", "sebutkan dari mana faktornya"),
        (MEASURES, "most = 5000", "most = 0", "bilangan bulat 1 sampai 1000000"),
        (MEASURES, "decimals = 1", "desimal = 1", '"measures[1].desimal": tidak dikenal'),
    ],
)
def test_a_mistake_is_named_with_what_to_write(site: Path, file: str, old: str, new: str, told: str) -> None:
    change(site / file, old, new)
    (error,) = Shelf(site).errors()
    assert told in error


@pytest.mark.parametrize("value", [ActivityKind, MeasureKind], ids=lambda value: value.__name__)
def test_each_key_is_in_the_document(value: type) -> None:
    text = (SHIPPED.parent.parent.parent / "docs" / "adding-an-activity.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(value):
        assert f"`{field.name}`" in text, field.name
