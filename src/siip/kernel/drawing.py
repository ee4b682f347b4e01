"""Small drawings as SVG: the same on a page and on paper. Values become text, never markup."""

import base64
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import segno


def qr_svg(text: str) -> str:
    """A QR code as SVG without a border; the caller leaves four modules of white around it.

    Level M survives a fold and a thumb; the code is as small as the text allows.
    """
    out = io.BytesIO()
    # Of the eight masks, all of which every reader knows, always the same: weighing them against
    # one another took 3.3 of 4.1 ms, a third of a whole letter.
    segno.make(text, error="m", micro=False, mask=4).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def code_groups(code: str) -> list[str]:
    """A code in groups of three, as it is printed, read aloud and typed."""
    return re.findall(".{1,3}", code)


def picture_svg(content: bytes, media_type: str, width: int, height: int) -> str:
    """A raster picture wrapped as SVG, so that whoever takes an SVG takes it too."""
    held = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:{media_type};base64,{held}"/></svg>'
    )


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of a schematic map: its name, whether it is what the map is about, spots meant and other spots in it."""

    name: str
    is_marked: bool = False
    spots: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Tiles that belong together, under one name."""

    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the key says of each sign; a sign without words is left out."""

    marked: str = ""
    plain: str = ""
    spot: str = ""
    other: str = ""


WIDTH: Final = 320
_TILE, _HIGH, _GAP = 46, 42, 5
_ACROSS: Final = 6
_PAD, _HEAD = 6, 22
_SHOWN: Final = 3  # spots in one tile that are drawn; more are a number


def tile_map(blocks: Sequence[Block], legend: Legend, *, title: str, description: str, key: str = "map") -> str:
    """A schematic map as SVG: blocks of tiles in the order given, not to scale, with a key underneath.

    Colours stand as attributes, for paper; a page sets them anew by its classes (`ui/css/map.css`). `key` makes the
    ids of title and description, once on a page.
    """
    parts, high = [], 0
    for x, y, wide, block in _laid(blocks):
        parts.append(_block(x, y, wide, block))
        high = max(high, y + _tall(block))
    return map_svg(parts, high, list(_signs(legend)), title=title, description=description, key=key)


def map_svg(
    parts: Sequence[str], high: int, signs: Sequence[tuple[str, str]], *, title: str, description: str, key: str
) -> str:
    """A map as a whole picture, 320 wide: what is drawn down to `high`, and under it the key, signs and their words."""
    lines = [
        f'<g transform="translate(2 {high + 8 + 24 * n})">{mark}<text x="34" y="15">{escape(words)}</text></g>'
        for n, (mark, words) in enumerate(signs)
    ]
    return (
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high + 10 + 24 * len(lines)}" '
        f'role="img" aria-labelledby="{key}-t {key}-d" font-family="Arimo" font-size="14" fill="#14211f">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f"{''.join(parts)}{''.join(lines)}</svg>"
    )


def spot_mark(x: float, y: float, is_meant: bool, ink: str) -> str:
    """A place on a map: full when it is meant, else hollow."""
    if is_meant:
        return f'<circle class="d" cx="{x:g}" cy="{y:g}" r="4.5" fill="{ink}"/>'
    return f'<circle class="r" cx="{x:g}" cy="{y:g}" r="3.75" fill="none" stroke="{ink}" stroke-width="1.5"/>'


def _laid(blocks: Sequence[Block]) -> Iterator[tuple[int, int, int, Block]]:
    """Where each block stands: beside the one before while there is room, else on the next line."""
    x = y = tall = 0
    for block in blocks:
        wide = _wide(block)
        if x and x + wide > WIDTH:
            x, y, tall = 0, y + tall + _GAP, 0
        yield x, y, wide, block
        x, tall = x + wide + _GAP, max(tall, _tall(block))


def _wide(block: Block) -> int:
    across = min(max(len(block.tiles), 1), _ACROSS)
    return min(max(across * (_TILE + _GAP) - _GAP, 8 * len(block.name)) + 2 * _PAD, WIDTH)


def _tall(block: Block) -> int:
    rows = -(-len(block.tiles) // _ACROSS)
    return _HEAD + rows * (_HIGH + _GAP) - _GAP + _PAD


def _block(x: int, y: int, wide: int, block: Block) -> str:
    tiles = "".join(
        _tile(x + _PAD + n % _ACROSS * (_TILE + _GAP), y + _HEAD + n // _ACROSS * (_HIGH + _GAP), tile)
        for n, tile in enumerate(block.tiles)
    )
    return (
        f'<rect class="g" x="{x}" y="{y}" width="{wide}" height="{_tall(block)}" rx="6" fill="#f2f6f5"/>'
        f'<text class="h" x="{x + _PAD}" y="{y + 16}" font-size="13">{escape(block.name)}</text>{tiles}'
    )


def _tile(x: int, y: int, tile: Tile) -> str:
    ground, ink = ("#0b4c55", "#ffffff") if tile.is_marked else ("#ffffff", "#14211f")
    has_spots = tile.spots or tile.others
    name_at = y + (18 if has_spots else 26)
    return (
        f'<g class="{"on" if tile.is_marked else "off"}" fill="{ink}">'
        f'<rect class="t" x="{x}" y="{y}" width="{_TILE}" height="{_HIGH}" rx="5" fill="{ground}" stroke="#566866" '
        f'stroke-width="1.5"/><text x="{x + _TILE // 2}" y="{name_at}" text-anchor="middle">{escape(tile.name)}</text>'
        f"{_spots(x + _TILE // 2, y + 31, tile, ink) if has_spots else ''}</g>"
    )


def _spots(x: int, y: int, tile: Tile, ink: str) -> str:
    count = tile.spots + tile.others
    shown = count if count <= _SHOWN else _SHOWN - 1
    first = x - (shown - 1) * 6 - (9 if count > shown else 0)
    drawn = "".join(spot_mark(first + n * 12, y, n < tile.spots, ink) for n in range(shown))
    if count > shown:
        drawn += f'<text x="{first + shown * 12 - 4}" y="{y + 4}" font-size="12">+{count - shown}</text>'
    return drawn


def _signs(legend: Legend) -> Iterator[tuple[str, str]]:
    box = '<rect class="t" x="1" y="1" width="24" height="18" rx="4" stroke="#566866" stroke-width="1.5" fill="{}"/>'
    if legend.marked:
        yield f'<g class="on">{box.format("#0b4c55")}</g>', legend.marked
    if legend.plain:
        yield f'<g class="off">{box.format("#ffffff")}</g>', legend.plain
    if legend.spot:
        yield f'<g class="off">{spot_mark(13, 10, True, "#14211f")}</g>', legend.spot
    if legend.other:
        yield f'<g class="off">{spot_mark(13, 10, False, "#14211f")}</g>', legend.other
