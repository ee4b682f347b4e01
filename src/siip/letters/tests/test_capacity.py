"""In which capacity somebody signs."""

import pytest

from siip.letters.rules.capacity import Signing, own_title, signing
from siip.letters.rules.chain import Deputy, Link

LURAH = Link("lurah", "sign", (Deputy("seklur", "an"), Deputy("kasi_pemerintahan", "ub", "seklur")))


@pytest.mark.parametrize(
    ("office", "held_as", "how"),
    [
        ("lurah", "definitif", Signing("langsung")),
        ("lurah", "plt", Signing("plt")),
        ("lurah", "plh", Signing("plh")),
        ("seklur", "definitif", Signing("an")),
        ("seklur", "plt", Signing("an")),
        ("kasi_pemerintahan", "definitif", Signing("ub", "seklur")),
        ("petugas_loket", "definitif", None),
        ("camat", "definitif", None),
    ],
)
def test_how_each_office_signs_a_letter_of_the_lurah(office, held_as, how):
    assert signing(LURAH, office=office, held_as=held_as) == how


def test_a_letter_type_without_deputies_is_signed_by_its_signer_only():
    assert signing(Link("lurah", "sign"), office="seklur", held_as="definitif") is None


def test_who_acts_in_the_deputys_office_says_so():
    assert own_title("Sekretaris Kelurahan", "plt") == "Plt. Sekretaris Kelurahan"
    assert own_title("Sekretaris Kelurahan", "plh") == "Plh. Sekretaris Kelurahan"
    assert own_title("Sekretaris Kelurahan", "definitif") == "Sekretaris Kelurahan"
