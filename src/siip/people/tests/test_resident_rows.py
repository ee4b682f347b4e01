from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.people.rules.layouts import layout_of
from siip.people.rules.resident_rows import Place, Places, check_rows, rt_warning

ON = date(2026, 11, 24)
ILIR, ULU = Place(1, "16/71/14/1003/", "Plaju Ilir"), Place(2, "16/71/14/1001/", "Plaju Ulu")
RTS = [
    Place(3, "16/71/14/1003/02/07/", "RT 07"),
    Place(4, "16/71/14/1003/02/07a/", "RT 07a"),
    Place(5, "16/71/14/1003/05/13/", "RT 13"),
    Place(6, "16/71/14/1003/06/13/", "RT 13"),
]
PLAJU = Places([ILIR, ULU], RTS)
HEADING = ["NIK", "Nomor KK", "Nama", "Tanggal Lahir", "Jenis Kelamin", "RT", "RW", "Kelurahan"]
RUSLAN = ["1671140411690001", "1671141509150001", "RUSLAN", "04-11-1969", "L", "07", "02", "Plaju Ilir"]
SITI = ["1671146706710002", "1671141509150001", "SITI", "27-06-1971", "P", "07", "02", "Plaju Ilir"]


def check(*rows, heading=HEADING, places=PLAJU, **said):
    return check_rows([heading, *rows], layout_of([heading]), places, on=ON, regions=["16.71.14"], **said)


def changed(row, **cells):
    names = dict(nik=0, no_kk=1, name=2, birth=3, sex=4, rt=5, rw=6, kelurahan=7)
    row = list(row)
    for name, cell in cells.items():
        row[names[name]] = cell
    return row


def refused_code(row):
    (finding,) = check(row).refused
    return finding.code


def codes(*rows):
    return [finding.code for finding in check(*rows).warnings]


def test_a_good_row_is_a_person_and_raises_no_doubt():
    checked = check(RUSLAN)
    (one,) = checked.listed
    assert (one.row, one.name, one.name_key, one.birth_on) == (2, "RUSLAN", "ruslan", date(1969, 11, 4))
    assert (one.nik, one.no_kk, one.kelurahan, one.rw, one.rt) == (
        "1671140411690001", "1671141509150001", ILIR, "02", "07",
    )  # fmt: skip
    assert one.details == {"nik": "1671140411690001", "no_kk": "1671141509150001", "sex": "L"}
    assert (checked.refused, checked.warnings, checked.rt_unknown, checked.row_count) == ([], [], [], 1)


def test_the_number_of_a_row_is_the_one_in_the_sheet():
    checked = check([""] * 8, ["", None, "-", "", "", "", "", ""], RUSLAN)
    assert [one.row for one in checked.listed] == [4]
    assert checked.row_count == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, "name-missing"),
        ({"name": "12345"}, "name-missing"),
        ({"name": "A" * 121}, "name-long"),
        ({"name": "RUSLAN 1671140411690001"}, "nik-in-text"),
        ({"birth": "04-11-69"}, "date-short-year"),
        ({"birth": "31-02-1969"}, "date-impossible"),
        ({"birth": "entah"}, "date-unreadable"),
        ({"birth": "04-11-2069"}, "date-future"),
        ({"kelurahan": "Kalidoni"}, "kelurahan-unknown"),
        ({"kelurahan": "16.71.10.1001"}, "kelurahan-unknown"),
        ({"kelurahan": ""}, "kelurahan-missing"),
        ({"nik": "", "birth": ""}, "row-thin"),
        ({"nik": 1671140411690000.0, "birth": ""}, "row-thin"),
    ],
)
def test_a_row_is_refused_with_a_reason(cells, code):
    assert refused_code(changed(RUSLAN, **cells)) == code


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"nik": "1671140511690001"}, "nik-birth"),
        ({"sex": "P"}, "nik-sex"),
        ({"nik": "1671140413690001"}, "nik-date"),
        ({"nik": "167114041169000"}, "nik-length"),
        ({"nik": "16711404I1690001"}, "nik-not-digits"),
        ({"nik": ""}, "nik-missing"),
        ({"nik": "1,67114E+15"}, "nik-lost-digit"),
        ({"nik": 1671140411690000.0}, "nik-lost-digit"),
        ({"nik": "9999990411690001"}, "nik-region"),
        ({"no_kk": "16711415091500"}, "kk-length"),
        ({"no_kk": 1671141509150000.0}, "kk-lost-digit"),
        ({"sex": "X"}, "sex-unreadable"),
        ({"rt": "tujuh"}, "rt-unreadable"),
        ({"name": "=cmd|' /C calc'!A0"}, "name-odd"),
        ({"name": "<script>alert(1)</script>"}, "name-odd"),
        ({"name": '#read("/etc/passwd")'}, "name-odd"),
    ],
)
def test_a_doubt_is_told_and_the_person_taken_in(cells, code):
    checked = check(changed(RUSLAN, **cells))
    assert [finding.code for finding in checked.warnings] == [code]
    assert len(checked.listed) == 1
    assert checked.warned_count == 1


def test_only_sixteen_digits_are_searched_by_but_what_was_written_is_kept():
    (one,) = check(changed(RUSLAN, nik="167114041169000", no_kk="1")).listed
    assert (one.nik, one.no_kk) == ("", "")
    assert (one.details["nik"], one.details["no_kk"]) == ("167114041169000", "1")


def test_marks_that_nobody_sees_are_taken_out_of_a_name():
    (one,) = check(changed(RUSLAN, name="\u202eRUS\x00LAN\u00a0")).listed
    assert one.name == "RUSLAN"


@pytest.mark.parametrize("written", ["PLAJU ILIR", "Kel. Plaju Ilir", "PlajuIlir", "16.71.14.1003", "1671141003"])
def test_a_kelurahan_is_found_by_name_without_spaces_or_by_code(written):
    (one,) = check(changed(RUSLAN, kelurahan=written)).listed
    assert one.kelurahan == ILIR


def test_where_there_is_one_kelurahan_it_need_not_be_named():
    alone = Places([ILIR], RTS)
    (one,) = check(changed(RUSLAN, kelurahan=""), places=alone).listed
    assert one.kelurahan == ILIR


def test_a_hamlet_is_a_kelurahan_if_it_bears_its_name_and_else_just_a_hamlet():
    heading = [*HEADING[:7], "Dusun"]
    (one,) = check(RUSLAN, heading=heading).listed
    assert one.kelurahan == ILIR
    assert check(changed(RUSLAN, kelurahan="Mangsit"), heading=heading).refused[0].code == "kelurahan-unknown"
    (one,) = check(changed(RUSLAN, kelurahan="Mangsit"), heading=heading, places=Places([ULU], [])).listed
    assert one.kelurahan == ULU


def test_the_kelurahan_above_the_list_counts_for_all_of_it():
    rows = [["Kelurahan", "Plaju Ulu"], HEADING[:7], RUSLAN[:7]]
    (one,) = check_rows(rows, layout_of(rows), PLAJU, on=ON, regions=None).listed
    assert (one.kelurahan, one.row) == (ULU, 3)


@pytest.mark.parametrize(
    ("rw", "rt", "place"),
    [
        ("02", "07", 3), ("2", "007", 3), (2.0, 7.0, 3), ("RW 02", "RT 07 A", 4), ("", "07", 3), ("-", "07a", 4),
        ("05", "13", 5), ("", "13", None), ("09", "07", None), ("02", "99", None),
    ],
)  # fmt: skip
def test_an_rt_is_found_by_its_number_in_any_spelling(rw, rt, place):
    checked = check(changed(RUSLAN, rw=rw, rt=rt))
    (one,) = checked.listed
    found = PLAJU.rt(one.kelurahan, one.rw, one.rt)
    assert (found.id if found else None) == place
    assert checked.rt_unknown == ([] if place else [one])


def test_no_rt_at_all_is_the_kelurahan_and_no_doubt():
    checked = check(changed(RUSLAN, rt="-", rw=""), changed(SITI, rt="000", rw="-"))
    assert [(one.rt, one.rw) for one in checked.listed] == [("", "-"), ("", "-")]
    assert (checked.rt_unknown, checked.warnings) == ([], [])


def test_an_unknown_rt_is_told_with_its_rw():
    (one,) = check(changed(RUSLAN, rt="99")).rt_unknown
    assert "RT 99/RW 02" in rt_warning(one).message
    (one,) = check(changed(RUSLAN, rt="99", rw="")).rt_unknown
    assert "RT 99 belum ada di daftar wilayah Plaju Ilir" in rt_warning(one).message


def test_rt_and_rw_may_share_a_cell_and_so_may_place_and_date_of_birth():
    heading = ["NIK", "Nama", "Tempat, Tanggal Lahir", "RT/RW", "Kelurahan"]
    rows = [
        ["1671140411690001", "RUSLAN", "Palembang, 04-11-1969", "007/002", "Plaju Ilir"],
        ["1671146706710002", "SITI", "27-06-1971", "", "Plaju Ilir"],
    ]
    ruslan, siti = check(*rows, heading=heading).listed
    assert (ruslan.birth_on, ruslan.details["birth_place"]) == (date(1969, 11, 4), "Palembang")
    assert (ruslan.rt, ruslan.rw) == ("007", "002")
    assert (siti.birth_on, siti.rt) == (date(1971, 6, 27), "")
    assert "birth_place" not in siti.details


def test_listed_fields_are_sealed_by_their_meaning():
    heading = [*HEADING, "Agama", "Pekerjaan", "Alamat", "Nama Ayah"]
    (one,) = check([*RUSLAN, 1.0, "88", "Lr. Mawar", "NULL"], heading=heading).listed
    assert one.details["religion"] == "Islam"
    assert one.details["occupation"] == "Wiraswasta"
    assert one.details["address"] == "Lr. Mawar"
    assert "father" not in one.details


@pytest.mark.parametrize(("cell", "why"), [("MATI", "meninggal"), (3, "pindah")])
def test_whoever_no_longer_lives_there_is_left_out(cell, why):
    (finding,) = check([*RUSLAN, cell], heading=[*HEADING, "Status Dasar"]).refused
    assert (finding.code, why in finding.message) == ("row-gone", True)


def test_one_nik_under_two_names_is_refused():
    checked = check(RUSLAN, changed(SITI, nik=RUSLAN[0]))
    assert [one.name for one in checked.listed] == ["RUSLAN"]
    (finding,) = checked.refused
    assert (finding.row, finding.code, "baris 2" in finding.message) == (3, "nik-twice", True)


def test_the_same_person_twice_is_kept_once_as_the_last_row_says():
    checked = check(RUSLAN, SITI, changed(RUSLAN, rt="07a"))
    assert [(one.name, one.rt) for one in checked.listed] == [("RUSLAN", "07a"), ("SITI", "07")]
    assert [(finding.row, finding.code) for finding in checked.warnings] == [(4, "row-twice")]


def test_without_a_nik_name_birth_and_family_make_the_person():
    nameless = changed(RUSLAN, nik="")
    checked = check(
        nameless, changed(nameless, no_kk="1671141509150002"), changed(nameless, birth="05-11-1969"), nameless
    )
    assert len(checked.listed) == 3
    assert [finding.code for finding in checked.warnings if finding.code != "nik-missing"] == ["row-twice"]


def test_a_book_of_families_gives_each_member_its_family():
    heading = ["", "NO", "NIK", "NAMA", "JK", "TGL LHR"]
    family = ["", "NO.KK", "", "NAMA.KK", "", "", "ALAMAT"]
    rows = [
        ["", "DESA :", "", "PLAJU ILIR"],
        family,
        ["", "1671141509150001", "", "RUSLAN", "", "", "LR. MAWAR, RT:007, RW:002, Kodepos:30268,-"],
        heading,
        ["", 1, "1671140411690001", "RUSLAN", "L", date(1969, 11, 4)],
        ["", 2, "1671146706710002", "SITI", "P", date(1971, 6, 27)],
        family,
        ["", "1671141509150002", "", "ALI", "", "", "LR. MELATI, RT:013, RW:005"],
        heading,
        ["", 3, "1671140411700003", "ALI", "L", date(1970, 11, 4)],
    ]
    checked = check_rows(rows, layout_of(rows), PLAJU, on=ON, regions=None)
    assert [(one.row, one.name, one.no_kk, one.rt, one.rw, one.details["address"]) for one in checked.listed] == [
        (5, "RUSLAN", "1671141509150001", "007", "002", "LR. MAWAR"),
        (6, "SITI", "1671141509150001", "007", "002", "LR. MAWAR"),
        (10, "ALI", "1671141509150002", "013", "005", "LR. MELATI"),
    ]
    assert (checked.refused, checked.warnings) == ([], [])


def test_a_heading_printed_again_is_no_person():
    assert [one.name for one in check(RUSLAN, HEADING, SITI).listed] == ["RUSLAN", "SITI"]


def test_a_row_that_ends_early_is_read_as_far_as_it_goes():
    assert refused_code(["1671140411690001"]) == "name-missing"


def test_progress_is_told_by_the_thousand():
    told = []
    check(*[changed(RUSLAN, nik=f"167114041169{n:04}") for n in range(1, 2002)], progress=told.append)
    assert told == [1000, 2000]


CELLS = st.one_of(st.none(), st.text(max_size=40), st.floats(), st.integers(), st.booleans(), st.dates())


@given(st.lists(st.lists(CELLS, max_size=9), max_size=6))
def test_any_cells_at_all_are_listed_or_refused(rows):
    checked = check(*rows)
    assert checked.row_count <= len(rows)
    assert len(checked.listed) + len(checked.refused) <= checked.row_count
