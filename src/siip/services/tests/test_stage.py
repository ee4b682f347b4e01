import pytest

from siip.letters.models import Letter
from siip.services.rules.stage import GROUPS, stage

LETTER_STATES = ("chain", "returned", "approved", "numbered", "signed", "void", "revoked", "review")


@pytest.mark.parametrize(
    ("request_state", "letter_state", "waits_for", "word"),
    [
        ("papers", None, "", "Menunggu berkas"),
        ("drafted", "chain", "lurah", "Menunggu Lurah"),
        ("drafted", "chain", "kasi_pemerintahan", "Menunggu Kasi"),
        ("drafted", "chain", "", "Menunggu pejabat"),
        ("drafted", "returned", "", "Dikembalikan"),
        ("drafted", "approved", "", "Menunggu nomor"),
        ("drafted", "numbered", "", "Menunggu tanda tangan"),
        ("drafted", "signed", "", "Siap diserahkan"),
        ("drafted", "void", "", "Surat batal"),
        ("handed", "signed", "", "Diserahkan"),
        ("handed", "revoked", "", "Dicabut"),
        ("handed", "review", "", "Ditinjau"),
        ("handed", None, "", "Diserahkan"),
        ("cancelled", "void", "", "Dibatalkan"),
        ("cancelled", None, "", "Dibatalkan"),
    ],
)
def test_one_word_for_people(request_state, letter_state, waits_for, word):
    assert stage(request_state, letter_state, waits_for).word == word


def test_every_state_that_a_letter_can_have_has_its_word():
    held = next(one for one in Letter._meta.constraints if one.name == "letters_letter_state")
    assert set(held.condition.children[0][1]) == set(LETTER_STATES)
    assert all(stage("drafted", state).word for state in LETTER_STATES)


def test_what_is_open_has_a_group_that_lists_filter_by():
    assert {stage("drafted", state).group for state in LETTER_STATES} <= {*GROUPS, "done"}
