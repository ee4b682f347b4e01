"""Pictures for the rehearsal: a street before and after, drawn in flat colours as PNG. No telephone was needed."""

import struct
import zlib
from random import Random
from typing import Final

WIDTH, HEIGHT = 320, 240
SKY, WALL, ROAD = (214, 226, 232), (205, 196, 182), (148, 148, 146)
MUD, WATER = (92, 84, 60), (116, 160, 172)
Colour = tuple[int, int, int]
_HEAD: Final = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)


def drain(chance: Random, *, is_clean: bool) -> bytes:
    """A drain along a wall; no two pictures are the same, since an office takes a photo in once."""
    rows = []
    tint = chance.randrange(-12, 12)
    for y in range(HEIGHT):
        colour = SKY if y < 70 else WALL if y < 150 else ROAD
        row = [_shifted(colour, tint)] * WIDTH
        row[chance.randrange(WIDTH)] = _speckled(chance)
        if y >= 150:
            half = 20 + (y - 150) // 2
            row[160 - half : 160 + half] = [WATER if is_clean else _speckled(chance)] * (2 * half)
        rows.append(row)
    return _png(rows)


def _shifted(colour: Colour, by: int) -> Colour:
    red, green, blue = (min(255, max(0, part + by)) for part in colour)
    return red, green, blue


def _speckled(chance: Random) -> Colour:
    return _shifted(MUD, chance.randrange(-20, 20))


def _png(rows: list[list[Colour]]) -> bytes:
    raw = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", _HEAD), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
