"""Playing Fridays at a running training house: who logs in, which Fridays, how far it has come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from random import Random
from typing import Final

from siip.rehearse import friday
from siip.rehearse.friday import Friday, Size
from siip.rehearse.hand import Hand, Time, log_in

SIZES: Final = {"kecil": Size(4, 6, 2), "biasa": Size(5, 15, 3), "besar": Size(12, 40, 4)}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: usernames with what each needs to get in, and the kelurahan by its code."""

    password: str
    pins: dict[str, str]
    code: Callable[[str], str]
    kelurahan: str
    users: tuple[str, ...] = ("dewi", "rini", "nyimas", "hendra")


@dataclass(frozen=True, slots=True)
class Played:
    """What was played: Fridays with the ids of their events, and how long each page let its reader wait, in seconds.

    A page with its address; what led on to another page counts with it.
    """

    events: tuple[tuple[date, str], ...]
    waits: tuple[tuple[float, str], ...]

    def wait(self, share: float) -> float:
        """The seconds within which so large a share of the pages had answered; 0.95 leaves one in twenty."""
        return sorted(seconds for seconds, _ in self.waits)[ceil(share * len(self.waits)) - 1]


def rehearse(
    base: str,
    cast: Cast,
    fridays: Iterable[date],
    *,
    size: Size,
    seed: int,
    now: datetime,
    sign: Callable[[datetime], str],
    progress: Callable[[date, str], None] = lambda on, scene: None,
) -> Played:
    """Play Fridays, one after the other, at the house that answers at `base`; the same seed plays the same.

    `now` is the real time, at which people log in; `sign` signs the rehearsal's clock for the house. Raises
    hand.Stumbled where a page answers otherwise than it should.
    """
    time = Time(now, sign)
    hands = {user: Hand(base, time) for user in cast.users}
    for user, hand in hands.items():
        log_in(hand, user, cast.password, cast.code)
        if user in cast.pins:
            enrol(hand)
    played: list[tuple[date, str]] = []
    years: set[int] = set()
    for on in fridays:
        day = Friday(hands, cast.pins, time, cast.kelurahan, on, size, Random(f"{seed} {on}"))
        if on.year not in years:
            friday.open_books(day)
            years.add(on.year)
        for word, scene in friday.SCENES:
            progress(on, word)
            scene(day)
        played.append((on, day.event))
    return Played(tuple(played), tuple(wait for hand in hands.values() for wait in hand.waits))


def enrol(hand: Hand) -> None:
    """Make this browser known at the office of its signer, so that the PIN counts."""
    hand.sends(hand.opens("/kantor/pin/daftar/"), "office_id")


def fridays_before(day: date, count: int) -> list[date]:
    """The last so many Fridays before a day, the earliest first."""
    last = day - timedelta(days=(day.weekday() - 4 - 1) % 7 + 1)
    return [last - timedelta(weeks=count - 1 - number) for number in range(count)]
