"""GeoJSON (RFC 7946) of a stranger, read within limits: features of places, their words and their outlines.

What is wrong with the file is refused at once; what is wrong with one feature when that feature is asked, so that
the others go in.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from siip.kernel.refused import Refused
from siip.wilayah.rules.outlines import EAST, MICRO, NORTH, SOUTH, WEST, Outline, Position, Ring

MOST_BYTES: Final = 5 * 1024 * 1024  # 200,000 points as most programs write them; 44 MiB while it is read
# Of the same bytes 1,700,000 empty lists could be made, which would take 165 MiB; so they are counted unread.
MOST_LISTS: Final = 250_000
MOST_WORDS: Final = 200_000
MOST_FEATURES: Final = 3_000  # the largest kecamatan has about 1,500 RT; a regency has some 400 desa
MOST_POINTS: Final = 60_000  # of the features that are taken; made to be slow, they take 5 s
LONGEST: Final = 120  # letters of a name or code

# What offices, BIG (KDEPUM, WADMKD, NAMOBJ) and Kemendagri write, without case and marks. Not the codes of BPS
# (iddesa, kdbbps): as long, and for other places.
_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "code": (
            "kodewilayah", "kodert", "kode", "kodekelurahan", "kodedesa", "kodekel", "kdkel", "kddesa", "kdepum",
            "kodekemendagri",
        ),
        "name": ("nama", "namakelurahan", "namadesa", "nmkel", "nmdesa", "wadmkd", "namobj", "name"),
        "kelurahan": ("kelurahan", "desa", "kelurahandesa", "desakelurahan"),
        "kecamatan": ("kecamatan", "namakecamatan", "nmkec", "wadmkc"),
        "rw": ("rw", "norw", "nomorrw"),
        "rt": ("rt", "nort", "nomorrt"),
    }
)  # fmt: skip
_DEGREES: Final = ("CRS84", "4326", "WGS84", "WGS 84")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its number in the file, counted from 1, what its properties say, its geometry as it came."""

    number: int
    words: Mapping[str, str]
    geometry: object

    def said(self, name: str) -> str:
        """The code, name, kelurahan, kecamatan, rw or rt, or ""; Raises Refused: "feature-words"."""
        text = self.words.get(name, "")
        if len(text) > LONGEST or any(unicodedata.category(sign).startswith("C") for sign in text):
            raise Refused(
                "feature-words",
                "Nama atau kodenya terlalu panjang atau memuat tanda yang tidak terlihat. Ketik ulang namanya.",
            )
        return text

    def outline(self) -> Outline:
        """Its polygons as rings. Raises Refused: "geometry", "ring-open", "ring-empty", and what a position is
        refused for: "coordinates", "coordinates-metres", "coordinates-swapped", "coordinates-abroad".
        """
        rings = [_ring(ring) for polygon in _polygons(self.geometry) for ring in polygon]
        # A line drawn there and back is left over by programs that cut places apart; alone it is no place.
        if not (found := tuple(ring for ring in rings if _twice_area(ring))):
            raise Refused("ring-empty", "Bidangnya tidak mempunyai luas. Gambar lagi bidangnya.")
        return found


def read_features(content: bytes) -> list[Feature]:
    """The features of a FeatureCollection in degrees.

    Raises Refused: "boundaries-too-big", "boundaries-unreadable", "boundaries-collection", "coordinates-metres".
    """
    refuse_long(len(content))
    if content.count(b"[") + content.count(b"{") > MOST_LISTS or content.count(b":") > MOST_WORDS:
        raise _too_big("Berkas ini memuat terlalu banyak titik atau keterangan")
    found = _loaded(content)
    items = found.get("features") if isinstance(found, dict) and found.get("type") == "FeatureCollection" else None
    if not isinstance(items, list) or not items:
        raise Refused(
            "boundaries-collection",
            "Berkas ini bukan kumpulan batas (FeatureCollection) atau kosong. "
            "Simpan lapisan batasnya sebagai GeoJSON, lalu kirim lagi.",
        )
    if len(items) > MOST_FEATURES:
        raise _too_big(f"Berkas ini memuat {len(items)} bidang; paling banyak {MOST_FEATURES}")
    _refuse_metres(found.get("crs"))
    return [_feature(number, item) for number, item in enumerate(items, start=1)]


def refuse_long(size: int) -> None:
    """A file of so many bytes, before it is read. Raises Refused: "boundaries-too-big"."""
    if size > MOST_BYTES:
        # Up to the next tenth: "5 MB" would be no more than may be sent.
        tenths = -(-size * 10 // 1024 // 1024)
        said = f"{tenths // 10},{tenths % 10}".removesuffix(",0")
        raise _too_big(f"Berkas ini {said} MB; paling besar {MOST_BYTES // 1024 // 1024} MB")


def count_points(geometry: object) -> int:
    """How many positions a geometry claims to have, before any of them is looked at."""
    open_parts, count = [geometry.get("coordinates") if isinstance(geometry, dict) else None], 0
    while open_parts:
        part = open_parts.pop()
        if isinstance(part, list):
            inner = [one for one in part if isinstance(one, list)]
            count += len(part) - len(inner) > 0
            open_parts += inner
    return count


def too_many_points() -> Refused:
    """The refusal of a file whose outlines together are too fine."""
    return _too_big(f"Batas di berkas ini memuat lebih dari {MOST_POINTS} titik")


def _too_big(what: str) -> Refused:
    return Refused(
        "boundaries-too-big",
        f"{what}. Ambil hanya batas kecamatan ini, atau sederhanakan garisnya, lalu kirim lagi.",
    )


def _loaded(content: bytes) -> Any:
    def no_number(text: str) -> None:
        raise ValueError(text)

    try:
        # A ValueError also for bytes that are no UTF-8, for NaN, and for a number of thousands of digits.
        return json.loads(content.decode("utf-8-sig"), parse_constant=no_number)
    except (ValueError, RecursionError):
        raise Refused(
            "boundaries-unreadable",
            "Berkas ini bukan GeoJSON yang utuh. Simpan lagi dari program peta sebagai GeoJSON (UTF-8, WGS 84).",
        ) from None


def _refuse_metres(crs: object) -> None:
    """Files of before 2016 name their system; whatever is not degrees is refused by that name already."""
    inner = crs.get("properties") if isinstance(crs, dict) else None
    name = inner.get("name") if isinstance(inner, dict) else None
    if isinstance(name, str) and not name.upper().endswith(_DEGREES):
        raise _metres()


def _feature(number: int, item: object) -> Feature:
    raw = item if isinstance(item, dict) else {}
    properties = raw.get("properties")
    known = {_key(name): _said(value) for name, value in properties.items()} if isinstance(properties, dict) else {}
    words = {
        what: next((known[name] for name in names if known.get(name)), "") for what, names in _WORDS.items()
    }  # fmt: skip
    return Feature(number, words, raw.get("geometry"))


def _key(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalpha())


def _said(value: object) -> str:
    """A property as text: a code is often a number, and 1671141003.0 out of a table."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else ""
    return value.strip(" ") if isinstance(value, str) else ""


def _polygons(geometry: object) -> Sequence[Sequence[object]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    shape = geometry.get("coordinates") if isinstance(geometry, dict) else None
    polygons = [shape] if kind == "Polygon" else shape
    if (
        kind not in ("Polygon", "MultiPolygon")
        or not isinstance(polygons, list)
        or not polygons
        or not all(isinstance(polygon, list) and polygon for polygon in polygons)
    ):
        raise Refused("geometry", "Ini bukan bidang. Yang dibaca hanya Polygon dan MultiPolygon.")
    return polygons


def _ring(ring: object) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise Refused("ring-empty", "Garis batasnya kurang dari empat titik. Gambar lagi bidangnya.")
    positions = tuple(map(_position, ring))
    if positions[0] != positions[-1]:
        raise Refused("ring-open", "Garis batasnya tidak tertutup: titik terakhir harus sama dengan titik pertama.")
    return tuple(one for at, one in enumerate(positions[:-1]) if one != positions[at + 1])


def _position(raw: object) -> Position:
    numbers: list[Any] = raw if isinstance(raw, list) and 2 <= len(raw) <= 4 else [None]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        raise Refused("coordinates", "Koordinatnya bukan pasangan angka bujur dan lintang.")
    x, y = numbers[0], numbers[1]
    if WEST <= x <= EAST and SOUTH <= y <= NORTH:
        return round(x * MICRO), round(y * MICRO)
    if WEST <= y <= EAST and SOUTH <= x <= NORTH:
        raise Refused(
            "coordinates-swapped",
            "Lintang dan bujur tertukar. GeoJSON menulis bujur dahulu, lalu lintang: [104.81, -2.99].",
        )
    if -180 <= x <= 180 and -90 <= y <= 90:
        raise Refused("coordinates-abroad", "Batasnya di luar Indonesia. Periksa koordinatnya.")
    raise _metres()


def _metres() -> Refused:
    return Refused(
        "coordinates-metres",
        "Koordinatnya bukan derajat, tetapi tampaknya meter (misalnya UTM). "
        "Simpan lagi dengan sistem koordinat WGS 84 (EPSG:4326).",
    )


def _twice_area(corners: Ring) -> int:
    following = (*corners[1:], *corners[:1])
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, following, strict=True))
