"""Playing Fridays at a running training house: who logs in, which Fridays, how far it has come."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from math import ceil
from random import Random
from typing import Final

from siip.rehearse import friday
from siip.rehearse.friday import Friday, Size
from siip.rehearse.hand import Hand, Time, log_in
from siip.rehearse.pages import Stumbled

SIZES: Final = {"kecil": Size(4, 6, 2), "biasa": Size(5, 15, 3), "besar": Size(12, 40, 4)}
USERS: Final = ("dewi", "rini", "nyimas", "hendra")
MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
DAY: Final = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: usernames with what each needs to get in, and the kelurahan by its code."""

    password: str
    pins: dict[str, str]
    code: Callable[[str], str]
    kelurahan: str
    lurah: str = "hendra"  # of that kelurahan
    users: tuple[str, ...] = USERS


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


@dataclass(slots=True)
class Rehearsal:
    """A rehearsal before it is played. `standing` are the days on which the kelurahan has an event, with its id."""

    base: str
    cast: Cast
    time: Time
    hands: dict[str, Hand]
    standing: dict[date, str]

    def is_whole(self, on: date) -> bool:
        """Whether the event of that day was played to its end: the page of its report leads to what all may read."""
        page = self.hands[self.cast.lurah].opens(f"/kantor/kegiatan/{self.standing[on]}/laporan/")
        return any(href == f"/hasil/{self.standing[on]}/" for _, href in page.links)

    def play(self, fridays: Iterable[date], *, size: Size, seed: int, progress: Callable[[date, str], None]) -> Played:
        """Play these Fridays, one after the other; the same seed plays the same.

        Raises Stumbled where a page answers otherwise than it should, with the Friday and the scene.
        """
        self._come_in()
        played: list[tuple[date, str]] = []
        years: set[int] = set()
        for on in fridays:
            day = Friday(self.hands, self.cast.pins, self.time, self.cast.kelurahan, on, size, Random(f"{seed} {on}"))
            if on.year not in years:
                _done(friday.open_books, day, "membuka register")
                years.add(on.year)
            for word, scene in friday.SCENES:
                progress(on, word)
                _done(scene, day, word)
            played.append((on, day.event))
        return Played(tuple(played), tuple(wait for hand in self.hands.values() for wait in hand.waits))

    def _come_in(self) -> None:
        """Whoever is not logged in yet, and the browsers of those who sign."""
        for user in self.cast.users:
            if user not in self.hands:
                self.hands[user] = _logged_in(self.base, self.time, self.cast, user)
            if user in self.cast.pins:
                enrol(self.hands[user])


def begin(base: str, cast: Cast, *, now: datetime, sign: Callable[[datetime], str]) -> Rehearsal:
    """Come to the house that answers at `base` and look at what stands there; nothing of it is changed yet.

    `now` is the real time, at which people log in; `sign` signs the rehearsal's clock for the house. Raises
    Stumbled when it is another house, or does not let in.
    """
    time = Time(now, sign)
    lurah = _logged_in(base, time, cast, cast.lurah)
    return Rehearsal(base, cast, time, {cast.lurah: lurah}, standing(lurah))


def standing(hand: Hand) -> dict[date, str]:
    """The days of the events on the list that this hand sees, with their ids: a lurah sees his kelurahan's."""
    found: dict[date, str] = {}
    for number in count(1):
        page = hand.opens(f"/kantor/kegiatan/?hal={number}")
        for words, href in page.links:
            event, on = re.fullmatch(rf"/kantor/kegiatan/({friday.UUID})/", href), DAY.fullmatch(words)
            if event and on:
                found[date(int(on[3]), MONTHS.index(on[2]) + 1, int(on[1]))] = event[1]
        if not any(words == "Berikutnya" for words, _ in page.links):
            break
    return found


def _logged_in(base: str, time: Time, cast: Cast, user: str) -> Hand:
    hand = Hand(base, time)
    log_in(hand, user, cast.password, cast.code)
    return hand


def _done(scene: Callable[[Friday], None], day: Friday, word: str) -> None:
    try:
        scene(day)
    except Stumbled as error:
        raise Stumbled(f"Jumat {day.on:%d-%m-%Y}, {word}.\n{error}") from error


def enrol(hand: Hand) -> None:
    """Make this browser known at the office of its signer, so that the PIN counts."""
    hand.sends(hand.opens("/kantor/pin/daftar/"), "office_id")


def fridays_before(day: date, count: int) -> list[date]:
    """The last so many Fridays before a day, the earliest first."""
    last = day - timedelta(days=(day.weekday() - 4 - 1) % 7 + 1)
    return [last - timedelta(weeks=count - 1 - number) for number in range(count)]
