import pytest

from siip.kernel.refused import Refused
from siip.wilayah.rules.rt_sheet import MOST_ROWS, RtRow, rt_rows


def test_rows_below_the_heading_keep_their_number_in_the_sheet():
    cells = [
        ["DAFTAR RT KECAMATAN PLAJU", "", ""],
        [None, None, None],
        ["Kelurahan", "RW", "RT"],
        ["Plaju Ilir", "005", "07a"],
        ["", "", ""],
        ["Plaju  Ilir ", 5.0, 8.0],
    ]
    assert rt_rows(cells) == [
        RtRow(4, "Plaju Ilir", "005", "07a"),
        RtRow(6, "Plaju Ilir", 5.0, 8.0),
    ]


@pytest.mark.parametrize("heading", [["No. RT", "No. RW", "Kelurahan/Desa"], ["rt", "rw", "KODE DESA"]])
def test_columns_stand_in_any_order_under_any_title(heading):
    assert rt_rows([heading, ["07", "5", 1671141003.0]]) == [RtRow(2, "1671141003", "5", "07")]


def test_kelurahan_and_rw_may_be_missing():
    assert rt_rows([["RT"], ["07"]]) == [RtRow(2, "", None, "07")]


def test_a_row_that_is_too_short_is_kept_for_its_refusal():
    assert rt_rows([["Kelurahan", "RW", "RT"], ["Plaju Ilir"]]) == [RtRow(2, "Plaju Ilir", None, None)]


@pytest.mark.parametrize("cells", [[], [[]], [["Nama", "NIK"], ["Siti", "1671"]]])
def test_a_wrong_sheet_is_refused(cells):
    with pytest.raises(Refused) as refused:
        rt_rows(cells)
    assert refused.value.code == "rt-columns"


def test_a_sheet_that_no_kecamatan_can_need_is_refused():
    with pytest.raises(Refused) as refused:
        rt_rows([["RT"]] * (MOST_ROWS + 1))
    assert refused.value.code == "too-many-rows"
