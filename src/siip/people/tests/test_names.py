import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.people.rules.names import is_match, looks_odd, name_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SITI NURHALIZA", "siti nurhaliza"),
        ("Hj. Siti  Nurhaliza, S.Pd.", "siti nurhaliza"),
        ("H. M. Ali", "muhammad ali"),
        ("M.Ali", "muhammad ali"),
        ("Muh. Rizky", "muhammad rizky"),
        ("Mochammad Rizky", "muhammad rizky"),
        ("Siti M", "siti m"),
        ("Kms. Rusdi", "kemas rusdi"),
        ("Nys Halimah", "nyimas halimah"),
        ("Drs. Rusdi S.E., M.Si", "rusdi"),
        ("Rusdi A.Md.Kep", "rusdi"),
        ("Sa'diyah", "sadiyah"),
        ("Ni’mah", "nimah"),
        ("JOSÉ", "jose"),
        ("Sukarno", "sukarno"),
        ("Haji", "haji"),
        ("A.", "a"),
        (", Rusdi", "rusdi"),
        ("123", ""),
        ("", ""),
    ],
)
def test_a_name_folds(name, key):
    assert name_key(name) == key


@given(st.text(max_size=300))
def test_folding_takes_any_text(name):
    key = name_key(name)
    assert len(key) <= 120
    assert key == key.strip()


def test_every_word_asked_for_begins_a_word_of_the_name():
    assert is_match("siti nur", "siti nurhaliza")
    assert is_match("nurhaliza", "siti nurhaliza")
    assert not is_match("siti aminah", "siti nurhaliza")
    assert not is_match("haliza", "siti nurhaliza")
    assert not is_match("", "siti")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", '#read("/etc/passwd")', "<script>", "Siti 2", "-Siti", "A|B"])
def test_an_odd_name_is_told(name):
    assert looks_odd(name)


@pytest.mark.parametrize(
    "name", ["Siti Nurhaliza", "Hj. Siti, S.Pd.", "Sa'diyah", "Ahmad (alm)", "Nur-Aini", "I Gusti"]
)
def test_an_ordinary_name_is_not(name):
    assert not looks_odd(name)
