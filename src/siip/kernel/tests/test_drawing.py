"""QR codes, pictures and schematic maps as SVG."""

import xml.etree.ElementTree as ET
from itertools import combinations

import typst
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.drawing import Block, Legend, Tile, code_groups, picture_svg, qr_svg, tile_map

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = Legend("RT yang diajak", "RT lain", "Titik kerja", "Tempat lain")
BLOCKS = st.lists(
    st.builds(
        Block,
        name=st.sampled_from(("RW 02", "RW 13", "Tanpa RW")),
        tiles=st.lists(
            st.builds(
                Tile, st.sampled_from(("07", "07a", "113")), st.booleans(), st.integers(0, 9), st.integers(0, 9)
            ),
            min_size=1, max_size=20,
        ).map(tuple),
    ),
    max_size=12,
)  # fmt: skip


def drawn(blocks, legend=LEGEND):
    return tile_map(blocks, legend, title="Peta skema", description="Dua RT diajak", key="peta")


def rects(svg, kind):
    return [
        tuple(float(one.get(name)) for name in ("x", "y", "width", "height"))
        for one in ET.fromstring(svg).iter(f"{SVG}rect")
        if one.get("class") == kind and not one.get("width") == "24"
    ]


def texts(svg):
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_code_is_cut_into_threes() -> None:
    assert code_groups("7KQ2MX9") == ["7KQ", "2MX", "9"]


def test_a_qr_code_is_svg_that_names_no_other_host() -> None:
    svg = qr_svg("https://siip.contoh.go.id/periksa/7KQ")
    assert svg.startswith("<svg")
    assert "contoh" not in svg


def test_a_picture_is_wrapped_with_its_bytes() -> None:
    assert 'href="data:image/png;base64,YWJj"' in picture_svg(b"abc", "image/png", 8, 9)


def test_a_map_has_each_tile_under_its_block_and_a_key() -> None:
    svg = drawn([Block("RW 02", (Tile("07", True, 1), Tile("07a"))), Block("RW 05", (Tile("13"),))])
    assert texts(svg) == [
        "RW 02", "07", "07a", "RW 05", "13", "RT yang diajak", "RT lain", "Titik kerja", "Tempat lain",
    ]  # fmt: skip


def test_a_map_says_what_it_shows_to_whoever_does_not_see_it() -> None:
    root = ET.fromstring(drawn([Block("RW 02", (Tile("07"),))]))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "peta-t peta-d")
    assert [(one.get("id"), one.text) for one in root[:2]] == [("peta-t", "Peta skema"), ("peta-d", "Dua RT diajak")]


def test_more_spots_than_fit_are_a_number() -> None:
    svg = drawn([Block("RW 02", (Tile("07", spots=2, others=3),))], Legend())
    assert svg.count('class="d"') == 2 and svg.count('class="r"') == 0
    assert texts(svg) == ["RW 02", "07", "+3"]


def test_a_name_is_text_and_never_markup() -> None:
    name = "<script>&\"'"
    assert texts(drawn([Block(name, (Tile(name),))], Legend(marked=name))) == [name, name, name]


def test_a_map_of_nothing_is_a_picture_all_the_same() -> None:
    assert texts(drawn([], Legend())) == []


@given(BLOCKS)
def test_tiles_lie_apart_inside_their_blocks_and_blocks_inside_the_picture(blocks: list[Block]) -> None:
    svg = drawn(blocks)
    wide, high = map(float, (ET.fromstring(svg).get("viewBox") or "").split()[2:])
    frames, tiles = rects(svg, "g"), rects(svg, "t")
    assert len(tiles) == sum(len(block.tiles) for block in blocks)
    assert all(x >= 0 and y >= 0 and x + w <= wide and y + h <= high for x, y, w, h in frames)
    for boxes in (frames, tiles):
        assert not any(
            a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
            for a, b in combinations(boxes, 2)
        )
    assert all(
        any(x <= t[0] and y <= t[1] and t[0] + t[2] <= x + w and t[1] + t[3] <= y + h for x, y, w, h in frames)
        for t in tiles
    )


def test_the_press_takes_a_map_as_it_is() -> None:
    svg = drawn([Block("RW 02", (Tile("07", True, 1, 1), Tile("07a")))])
    page = b'#set page(width: auto, height: auto)\n#image(bytes(sys.inputs.svg), format: "svg", alt: "Peta")'
    assert typst.compile(page, sys_inputs={"svg": svg}, format="png").startswith(b"\x89PNG")
