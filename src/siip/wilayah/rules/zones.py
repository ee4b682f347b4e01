"""The zone of time of a place: Keputusan Presiden 41/1987, article 1.

WIB: all provinces of Sumatra, Java and Madura, and West and Central Kalimantan. WITA: South and
East Kalimantan, Sulawesi, Bali, West and East Nusa Tenggara. WIT: Maluku and Irian Jaya. Provinces
made since then lie in the zone of the one that they came from; the decree cuts through none.
"""

from enum import StrEnum

from siip.wilayah.rules.codes import segments


class Zone(StrEnum):
    """The three zones, by the letters that stand behind an hour on paper."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"


TZDB = {Zone.WIB: "Asia/Jakarta", Zone.WITA: "Asia/Makassar", Zone.WIT: "Asia/Jayapura"}

# By the first digit of the province, the island group: 1 and 2 Sumatra, 3 Java, 5 Bali and Nusa
# Tenggara, 6 Kalimantan, 7 Sulawesi, 8 Maluku, 9 Papua. Only Kalimantan is divided.
_ISLANDS = {
    "1": Zone.WIB, "2": Zone.WIB, "3": Zone.WIB, "5": Zone.WITA, "6": Zone.WITA, "7": Zone.WITA,
    "8": Zone.WIT, "9": Zone.WIT,
}  # fmt: skip
_PROVINCES = {"61": Zone.WIB, "62": Zone.WIB}


def zone_of(path: str) -> Zone:
    """The zone in which a place lies. Raises ValueError for what is no path or no province."""
    province = segments(path)[0]
    zone = _PROVINCES.get(province) or _ISLANDS.get(province[0])
    if zone is None:
        raise ValueError(f"no province begins with {province}")
    return zone
