"""A point on the map: degrees as decimals, six places (a hand's breadth), somewhere in Indonesia."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from siip.kernel.refused import Refused
from siip.wilayah.rules.outlines import EAST, NORTH, SOUTH, WEST

_PLACES: Final = Decimal("0.000001")
_PAIR: Final = re.compile(r"(?<![\d.])([-\u2212]?\d{1,3}\.\d+)\s*[,; ]\s*([-\u2212]?\d{1,3}\.\d+)(?![\d.])")


class Point(NamedTuple):
    """Latitude (south is below zero) and longitude in degrees."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude:.6f}, {self.longitude:.6f}"


def read_point(text: str) -> Point:
    """The point in a text as map apps give it: "-2.994120, 104.803210", also inside a link.

    Raises Refused: "point-unclear", "point-abroad".
    """
    found = _PAIR.search(text)
    if found is None:
        raise Refused(
            "point-unclear",
            "Titik tidak kami pahami. Salin dari aplikasi peta, seperti -2.994120, 104.803210.",
        )
    latitude, longitude = (Decimal(part.replace("\u2212", "-")).quantize(_PLACES) for part in found.groups())
    return check_point(Point(latitude, longitude))


def check_point(point: Point) -> Point:
    """The same point, with six places. Raises Refused: "point-abroad" when it does not lie in Indonesia."""
    latitude, longitude = point
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise Refused(
            "point-abroad",
            "Titik itu di luar Indonesia. Tulis lintang dahulu, lalu bujur, seperti -2.994120, 104.803210.",
        )
    return Point(latitude.quantize(_PLACES), longitude.quantize(_PLACES))
