import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.refused import Refused
from siip.wilayah.rules.succession import Heir, change

KEC = "16/71/14/"
A, B, C = (f"{KEC}{code}/" for code in ("1001", "1002", "1008"))
VALID = {
    "16/": "Sumatera Selatan", "16/71/": "Kota Palembang", KEC: "Plaju",
    A: "Plaju Ulu", A + "01/": "RW 01", A + "01/01/": "RT 01", A + "01/02/": "RT 02",
    A + "-/03/": "RT 03",
    B: "Plaju Darat", B + "09/": "RW 09", B + "09/10/": "RT 10",
}  # fmt: skip


def refused_code(predecessors, heirs, valid=VALID):
    with pytest.raises(Refused) as refused:
        change(predecessors, heirs, valid)
    return refused.value.code


def test_a_new_code_takes_everything_along():
    result = change([A], [Heir(C, "Plaju Ulu")], VALID)
    assert result.ends == [A, A + "01/", A + "01/01/", A + "01/02/", A + "-/03/"]
    assert list(result.begins) == [C, C + "01/", C + "01/01/", C + "01/02/", C + "-/03/"]
    assert result.follows == list(zip(result.ends, result.begins, strict=True))


def test_a_mother_that_keeps_its_code_keeps_what_is_not_taken():
    result = change([A], [Heir(A), Heir(C, "Plaju Baru", takes=(A + "01/02/", A + "-/03/"))], VALID)
    assert result.ends == [A + "01/02/", A + "-/03/"]
    assert result.begins == {
        C: "Plaju Baru", C + "01/02/": "RT 02", C + "01/": "RW 01", C + "-/03/": "RT 03",
    }  # fmt: skip
    assert result.follows == [
        (A, C), (A + "01/02/", C + "01/02/"), (A + "01/", C + "01/"), (A + "-/03/", C + "-/03/"),
    ]  # fmt: skip


def test_a_whole_rw_moves_with_its_rt():
    result = change([A], [Heir(A), Heir(C, "Plaju Baru", takes=(A + "01/",))], VALID)
    assert result.ends == [A + "01/", A + "01/01/", A + "01/02/"]
    assert set(result.begins) == {C, C + "01/", C + "01/01/", C + "01/02/"}


def test_a_merger_into_a_neighbour_that_is_there():
    result = change([A], [Heir(B)], VALID)
    assert (result.ends[0], A in result.begins, B in result.begins) == (A, False, False)
    assert result.begins[B + "01/01/"] == "RT 01"
    assert result.follows[0] == (A, B)


def test_two_become_a_new_one():
    result = change([A, B], [Heir(C, "Plaju Raya")], VALID)
    assert {A, B} <= set(result.ends)
    assert {(A, C), (B, C), (B + "09/10/", C + "09/10/")} <= set(result.follows)


def test_a_new_name_ends_the_old_row_only():
    result = change([A], [Heir(A, "Plaju Hulu")], VALID)
    assert (result.ends, result.begins, result.follows) == ([A], {A: "Plaju Hulu"}, [(A, A)])


def test_an_rt_without_rw_finds_its_rw():
    result = change([A + "-/03/"], [Heir(A + "01/03/")], VALID)
    assert (result.ends, result.begins) == ([A + "-/03/"], {A + "01/03/": "RT 03"})


def test_an_rt_brings_the_number_of_an_rw_that_ended_before_it_and_nobody_follows_that():
    valid = {path: name for path, name in VALID.items() if path != A + "01/"}
    result = change([A], [Heir(A), Heir(C, "Plaju Baru", takes=(A + "01/01/",))], valid)
    assert result.begins == {C: "Plaju Baru", C + "01/01/": "RT 01", C + "01/": "RW 01"}
    assert result.follows == [(A, C), (A + "01/01/", C + "01/01/")]


def test_one_rt_becomes_two():
    result = change([A + "01/01/"], [Heir(A + "01/01/"), Heir(A + "01/01a/")], VALID)
    assert (result.ends, result.begins) == ([], {A + "01/01a/": "RT 01a"})
    assert result.follows == [(A + "01/01/", A + "01/01a/")]


@pytest.mark.parametrize(
    ("code", "predecessors", "heirs"),
    [
        ("unknown-wilayah", [C], [Heir(A)]),
        ("not-a-code", [A], [Heir("Plaju")]),
        ("other-level", [A], [Heir(B + "01/")]),
        ("other-level", [], [Heir(C, "Baru")]),
        ("other-level", [A], []),
        ("name-missing", [A], [Heir(C, "  ")]),
        ("no-parent", [A], [Heir("16/71/99/1001/", "Baru")]),
        ("no-parent", [A + "01/01/"], [Heir(A + "77/01/")]),
        ("not-inside", [A], [Heir(A), Heir(C, "Baru", takes=(B + "09/",))]),
        ("not-inside", [A], [Heir(A), Heir(C, "Baru", takes=(A + "55/",))]),
        ("unassigned", [A], [Heir(C, "Baru"), Heir(KEC + "1009/", "Lain")]),
        ("path-taken", [A], [Heir(B, "Nama Lain")]),
        ("path-taken", [A], [Heir(C, "Baru"), Heir(C, "Lain")]),
        ("path-taken", [A + "01/01/"], [Heir(A + "01/002/")]),
        ("no-change", [A], [Heir(A)]),
    ],
)
def test_what_makes_no_sense_is_refused(code, predecessors, heirs):
    assert refused_code(predecessors, heirs) == code


def test_two_rt_that_would_get_one_number_are_refused():
    valid = VALID | {B + "01/": "RW 01"}
    assert refused_code([A], [Heir(B)], valid) == "path-taken"


def test_the_refusal_names_what_has_no_heir():
    with pytest.raises(Refused, match="16.71.14.1001.01.02"):
        change([A], [Heir(C, "Baru"), Heir(KEC + "1009/", "Lain")], VALID)


inside_a = [path for path in VALID if path.startswith(A) and path != A]


@given(st.lists(st.sampled_from(inside_a), unique=True))
def test_nothing_is_lost_or_doubled_in_a_split(taken):
    result = change([A], [Heir(A), Heir(C, "Plaju Baru", takes=tuple(taken))], VALID)
    after = (set(VALID) - set(result.ends)) | set(result.begins)
    rts = [path for path in after if path.count("/") == 6]
    assert len(rts) == 4  # as many RT as before
    assert len(set(result.ends)) == len(result.ends)
    assert {old for old, _ in result.follows} >= set(result.ends)
    assert {new for _, new in result.follows} == set(result.begins)
