"""Maps drawn to scale."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.drawing import WIDTH
from siip.kernel.ground import Area, Look, Spot, Words, frame_of, ground_map

SVG = "{http://www.w3.org/2000/svg}"
X, Y = 104_800_000, -3_000_000
SIDE = 10_000  # 1,113 m
ALL = Words("Titik kegiatan", "RT yang diajak: 1", "RT lain: 1", "Batas Kelurahan", "Titik kerja: 1", "Tempat lain: 1")


def square(x: int = 0, y: int = 0, side: int = SIDE) -> list[list[tuple[int, int]]]:
    return [[(X + x, Y + y), (X + x + side, Y + y), (X + x + side, Y + y + side), (X + x, Y + y + side)]]


def drawn(areas: list[Area], spots: Any = (), pin: Any = None, words: Words = ALL, box: Any = None) -> str:
    frame = frame_of(*(box or (X, Y, X + SIDE, Y + SIDE)))
    return ground_map(frame, areas, spots, pin, words, title="Peta", description="Satu titik", key="peta")


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")]


def named(look: Look, name: str = "07", at: tuple[int, int] = (X + 5000, Y + 5000), room: int = SIDE) -> Area:
    return Area(square(), look, name, at, room)


def test_an_outline_fills_the_picture_with_north_above() -> None:
    svg = drawn([Area(square(), Look.EDGE)], words=Words())
    assert 'd="M11 309 309 309 309 11 11 11z"' in svg


def test_a_low_place_is_as_wide_as_the_picture_and_a_tall_one_stands_in_the_middle() -> None:
    low, tall = (frame_of(X, Y, X + w * SIDE, Y + h * SIDE) for w, h in ((4, 1), (1, 4)))
    assert (low.x(X), low.x(X + 4 * SIDE), low.high) == (11, 309, 96.5)
    assert (tall.x(X), tall.x(X + SIDE), tall.high) == (122.8, 197.2, 320)


def test_a_frame_knows_what_it_shows() -> None:
    west, south, east, north = frame_of(X, Y, X + 2_980, Y + 1_520).box()  # ten micro-degrees a dot
    assert (west, south, east, north) == (X - 110, Y - 110, X + 3_090, Y + 1_630)


def test_a_single_point_has_a_frame_too() -> None:
    frame = frame_of(X, Y, X, Y)
    assert frame.shows((X, Y)) and not frame.shows((X + SIDE, Y))


@pytest.mark.parametrize(
    ("side", "words", "metres"),
    [(1_000, "50 m", 50), (SIDE, "200 m", 200), (90_000, "2 km", 2_000), (60_000_000, "500 km", 500_000)],
)
def test_the_bar_is_a_round_length_of_the_ground(side: int, words: str, metres: int) -> None:
    svg = drawn([Area(square(side=side), Look.EDGE)], words=Words(), box=(X, Y, X + side, Y + side))
    (bar,) = (one.get("d") or "" for one in ET.fromstring(svg).iter(f"{SVG}path") if one.get("class") == "s")
    long = float(bar.split("h")[1].split("v")[0])
    least = max(side, 1797)
    assert texts(svg) == [words, "Utara"]
    assert long == pytest.approx(298 * metres / (least * 0.11132), rel=0.01) and 20 < long <= 110


def test_the_key_names_each_sign() -> None:
    svg = drawn([], [Spot((X, Y), True), Spot((X, Y), False)], (X, Y))
    assert texts(svg) == ["200 m", "Utara", *(getattr(ALL, name) for name in ALL.__slots__)]


def test_a_pin_at_the_upper_edge_is_not_cut_off() -> None:
    svg = drawn([], pin=(X, Y + SIDE), words=Words())
    assert '<svg width="320" height="336">' in svg and "translate(11 27)" in svg
    assert "translate(11 309)" in drawn([], pin=(X, Y), words=Words())


@pytest.mark.parametrize("look", list(Look))
def test_a_name_stands_where_there_is_room(look: Look) -> None:
    assert texts(drawn([named(look)], words=Words()))[0] == "07"
    assert texts(drawn([named(look, room=400)], words=Words()))[0] == "200 m"
    assert texts(drawn([named(look, at=(X - 5000, Y))], words=Words()))[0] == "200 m"
    assert texts(drawn([named(look, at=(X + 5000, Y + SIDE))], words=Words()))[0] == "200 m"
    assert texts(drawn([named(look, "")], words=Words()))[0] == "200 m"


def test_a_marked_area_has_light_letters_on_dark_ground() -> None:
    svg = drawn([named(Look.MARKED)], words=Words())
    assert svg.count('class="on"') == 2 and 'fill="#ffffff">07<' in svg


def test_a_name_is_text_and_never_markup() -> None:
    name = "<script>&\"'"
    svg = drawn([named(Look.PLAIN, name)], words=Words(pin=name))
    assert texts(svg) == [name, "200 m", "Utara", name]


def test_a_map_says_what_it_shows_to_whoever_does_not_see_it() -> None:
    root = ET.fromstring(drawn([named(Look.HOME)]))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "peta-t peta-d")


@given(st.lists(st.tuples(st.integers(X, X + 50_000), st.integers(Y, Y + 30_000)), min_size=2, max_size=20))
def test_whatever_is_framed_is_shown(positions: list[tuple[int, int]]) -> None:
    xs, ys = zip(*positions, strict=True)
    frame = frame_of(min(xs), min(ys), max(xs), max(ys))
    assert all(frame.shows(one) for one in positions)
    assert 0 < frame.high <= 320


def test_the_press_takes_a_map_as_it_is() -> None:
    looks = [named(look) for look in Look]
    svg = drawn(looks, [Spot((X + 2000, Y + 2000), True), Spot((X + 4000, Y + 2000), False)], (X + 5000, Y + 8000))
    page = b'#set page(width: auto, height: auto)\n#image(bytes(sys.inputs.svg), format: "svg", alt: "Peta")'
    assert typst.compile(page, sys_inputs={"svg": svg}, format="png").startswith(b"\x89PNG")
    assert f'viewBox="0 0 {WIDTH} ' in svg
