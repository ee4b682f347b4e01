from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.wilayah.rules.names import called, full_key, short_key


@dataclass(frozen=True)
class Place:
    name: str


def names_called(written, *names):
    return [place.name for place in called(written, map(Place, names))]


@pytest.mark.parametrize(
    "written",
    [
        "Bagus Kuning",
        "BAGUSKUNING",
        "Kel. Bagus Kuning",
        "Kelurahan  bagus-kuning",
        "kel bagus kuning",
    ],
)
def test_spaces_case_and_the_word_in_front_do_not_count(written):
    assert names_called(written, "Plaju Ilir", "Baguskuning") == ["Baguskuning"]


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("35 Ilir", "Tiga-puluh-lima Ilir"),
        ("20 Ilir", "Dua-puluh Ilir"),
        ("13 Ulu", "Tiga-belas Ulu"),
        ("Tigabelas Ulu", "Tiga-belas Ulu"),
        ("11 Ulu", "Sebelas Ulu"),
        ("3-4 Ulu", "Tiga Empat Ulu"),
        ("Seberang Ulu II", "Seberang Ulu Dua"),
        ("Sepuluh Koto", "X Koto"),
        ("Du’en", "Du'en"),
    ],
)
def test_a_number_in_figures_words_or_roman_is_the_same(written, official):
    assert names_called(written, official) == [official]


def test_three_four_is_not_thirty_four():
    assert full_key("3-4 Ulu") != full_key("34 Ulu")


def test_a_desa_whose_name_has_the_word_is_found_by_its_whole_name():
    assert names_called("Desa Baru", "Baru", "Desa Baru") == ["Desa Baru"]


def test_a_desa_whose_name_has_the_word_is_found_without_it():
    assert names_called("Baru", "Desa Baru") == ["Desa Baru"]


def test_a_desa_that_is_called_kelurahan_keeps_its_name():
    assert names_called("Desa Kelurahan", "Kelurahan", "Baru") == ["Kelurahan"]


def test_two_of_one_name_are_both_found():
    assert names_called("Sukamaju", "Suka Maju", "Sukamaju") == ["Suka Maju", "Sukamaju"]


@pytest.mark.parametrize("written", ["", "   ", "\x00", "???", "Tidak Ada"])
def test_what_names_no_place_finds_none(written):
    assert names_called(written, "Plaju Ilir", "Baguskuning") == []


@given(st.text())
def test_any_text_has_keys_and_keys_are_stable(text):
    assert full_key(text) == full_key(f"  {text.upper().lower()} ") or not text.isascii()
    assert short_key(f"Kelurahan {text}") == short_key(text) or not full_key(text)


@given(st.integers(1, 10**6))
def test_figures_keep_their_value(number):
    assert full_key(f"{number:09d} Ulu") == f"{number}ulu"
