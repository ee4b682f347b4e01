"""The date of a letter, and whether it still holds on a day."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from siip.letters.rules import chain
from siip.wilayah.rules.zones import TZDB, Zone

VALID: Final = "valid"
LAPSED: Final = "lapsed"
UNSIGNED: Final = "unsigned"
UNKNOWN: Final = "unknown"


def local_time(at: datetime, zone: str) -> datetime:
    """The time on the office's wall: WIB, WITA or WIT."""
    return at.astimezone(ZoneInfo(TZDB[Zone(zone)]))


def dated_on(at: datetime, zone: str) -> date:
    """The date of a letter that is signed at this moment: the day on the office's calendar."""
    return local_time(at, zone).date()


def first_moment(on: date, zone: str) -> datetime:
    """When that day begins at the office."""
    return datetime.combine(on, time(), ZoneInfo(TZDB[Zone(zone)]))


def standing_for_strangers(state: str, valid_until: date | None, on: date) -> str:
    """What a stranger with the paper in hand is told: valid, lapsed, unsigned, revoked, void, review, unknown.

    Before it has a number there is no paper, so the code is unknown. A number without the pen's signature
    is no letter yet. `valid_until` is the last day, itself included.
    """
    if state in (chain.REVOKED, chain.VOID, chain.REVIEW):
        return state
    if state == chain.NUMBERED:
        return UNSIGNED
    if state != chain.SIGNED:
        return UNKNOWN
    return LAPSED if valid_until is not None and on > valid_until else VALID
