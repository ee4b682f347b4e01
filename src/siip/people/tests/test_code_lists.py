import pytest

from siip.people.rules.code_lists import LISTS, gone, meaning


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        ("religion", 1.0, "Islam"),
        ("religion", "3", "Katolik"),
        ("religion", "KATHOLIK", "Katolik"),
        ("religion", "islam", "Islam"),
        ("marital", "BK", "Belum Kawin"),
        ("marital", "cerai mati", "Cerai Mati"),
        ("occupation", 88, "Wiraswasta"),
        ("occupation", 89, "Lainnya"),
        ("occupation", "Pegawai Negeri Sipil (PNS)", "Pegawai Negeri Sipil (PNS)"),
        ("education", "TAMAT SD / SEDERAJAT", "Tamat SD/Sederajat"),
        ("education", "Strata-I", "Diploma IV/Strata I"),
        ("relation", "KEPALA KELUARGA", "Kepala Keluarga"),
        ("nationality", "wni", "WNI"),
        ("occupation", "Pawang Hujan", "Pawang Hujan"),
        ("occupation", 90, "90"),
        ("religion", "NULL", ""),
        ("religion", "", ""),
    ],
)
def test_a_cell_says(field, cell, said):
    assert meaning(field, cell) == said


def test_the_lists_are_as_long_as_the_form():
    assert {name: len(names) for name, names in LISTS.items()} == {
        "religion": 7, "marital": 4, "occupation": 89, "education": 10, "relation": 11, "nationality": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (1, ""), ("HIDUP", ""), ("", ""), ("tetap", ""), (5, ""), ("23", ""), (2, "meninggal"), ("MATI", "meninggal"),
        (3.0, "pindah"), ("PINDAH DALAM NEGERI", "pindah"), (4, "hilang"), (6, "pergi"), (9, "tidak sah"),
    ],
)  # fmt: skip
def test_whoever_no_longer_lives_there_is_gone(cell, why):
    assert gone(cell) == why
