import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.wilayah.rules import codes
from siip.wilayah.rules.codes import Kind, Level

two = st.from_regex(r"[0-9]{2}", fullmatch=True)
number = st.from_regex(r"[0-9]{1,3}[a-z]?", fullmatch=True)
segments = st.tuples(two, two, two, st.from_regex(r"[0-9]{4}", fullmatch=True), number | st.just("-"), number)


@st.composite
def paths(draw: st.DrawFn) -> str:
    kept = draw(segments)[: draw(st.integers(1, 6))]
    if kept[-1] == "-":
        kept = kept[:-1]
    return "".join(f"{part}/" for part in kept)


@given(paths())
def test_a_path_comes_back_from_its_code(path):
    assert codes.path_of(codes.code_of(path)) == path


@given(paths())
def test_the_level_is_the_number_of_segments(path):
    assert codes.LEVELS.index(codes.level_of(path)) == path.count("/") - 1


@given(paths())
def test_every_ancestor_is_a_path_that_holds_the_place(path):
    around = codes.ancestors_of(path)
    assert all(codes.is_path(outer) and path.startswith(outer) and outer != path for outer in around)
    assert codes.parent_of(path) == (around[-1] if around else "")


@given(st.text())
def test_any_text_is_a_path_or_refused_and_nothing_else_happens(text):
    assert not codes.is_path(text) or codes.path_of(codes.code_of(text)) == text


@pytest.mark.parametrize("code", ["16.71.14.1003", "1671141003", " 16.71.14.1003 "])
def test_a_code_may_be_written_with_or_without_dots(code):
    assert codes.path_of(code) == "16/71/14/1003/"


def test_a_code_of_an_rt_goes_on_behind_the_official_one():
    assert codes.path_of("16.71.14.1003.005.07A") == "16/71/14/1003/005/07a/"


def test_an_rt_without_rw_lies_in_its_kelurahan():
    path = codes.path_of("16.71.14.1003.-.07a")
    assert (path, codes.parent_of(path)) == ("16/71/14/1003/-/07a/", "16/71/14/1003/")


@pytest.mark.parametrize(
    "code",
    ["", "1", "16.7", "16.71.14.10", "167114100", "Plaju", "16.71.14.1003.-", "16/71/14/", "१६"],
)
def test_what_is_no_code_is_no_path(code):
    with pytest.raises(ValueError, match="not a territory code"):
        codes.path_of(code)


@pytest.mark.parametrize(
    ("path", "level", "kind"),
    [
        ("16/", Level.PROVINCE, Kind.PROVINSI),
        ("16/71/", Level.CITY, Kind.KOTA),
        ("16/07/", Level.CITY, Kind.KABUPATEN),
        ("16/71/14/", Level.KECAMATAN, Kind.KECAMATAN),
        ("16/71/14/1003/", Level.KELURAHAN, Kind.KELURAHAN),
        ("16/07/01/2001/", Level.KELURAHAN, Kind.DESA),
        ("91/03/01/3007/", Level.KELURAHAN, Kind.DESA),  # desa adat
        ("16/71/14/1003/005/", Level.RW, Kind.RW),
        ("16/71/14/1003/-/07a/", Level.RT, Kind.RT),
    ],
)
def test_level_and_kind_are_read_from_the_path(path, level, kind):
    assert (codes.level_of(path), codes.kind_of(path)) == (level, kind)
