"""Somebody at a browser: reads, taps and types what the page shows, and counts the taps.

    with hands(browser, live_server.url) as rini:
        rini.opens("/kantor/")
        rini.follows("Kegiatan")
        rini.writes("Jalan", "Jalan DI Panjaitan")
        rini.presses("Rencanakan")
        assert rini.taps == 3

A press, a tick and the step into a field are one tap each; the keys typed there and the pages waited for are
counted apart, and `seconds` says how long all of it would take a practised clerk. No script runs in these
browsers, so what they can do, everybody can.
"""

import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pypdf
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Error, Locator, Page

from tests.browser.harness import tab

# What the cast of the tests has as its second factor.
SECRET = "JBSWY3DPEHPK3PXP"
PATIENCE = 300  # looks at a page, 50 ms apart
# The keystroke-level model (Card, Moran and Newell 1980): to look and decide (M), to point (P) and press; and a key
# of a text that is read off a card, like one of random letters. A page's second is that of a slow telephone network.
SECONDS_A_TAP, SECONDS_A_KEY, SECONDS_A_PAGE = 1.35 + 1.1 + 0.2, 0.5, 1.0


class Hand:
    """One person at one browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.begins()
        page.on("load", self._waited)

    def begins(self) -> None:
        """Taps, keys and pages are counted from here."""
        self.taps, self.keys, self.pages = 0, 0, 0

    @property
    def seconds(self) -> float:
        """What was done since, by the keystroke-level model; reckoned, not measured, so the same on any machine."""
        return SECONDS_A_TAP * self.taps + SECONDS_A_KEY * self.keys + SECONDS_A_PAGE * self.pages

    def opens(self, address: str) -> None:
        """Types an address; taps are counted from here."""
        self.page.goto(self.url + address)
        self.begins()

    def follows(self, text: str) -> None:
        # A tab of the navigation may bear a count behind its word.
        self._tap(self.page.get_by_role("link", name=re.compile(rf"^{re.escape(text)}( \d+)?$")).first)

    def presses(self, text: str) -> None:
        self._tap(self.page.get_by_role("main").get_by_role("button", name=text, exact=True))

    def unfolds(self, text: str) -> None:
        self._tap(self.page.locator("summary", has_text=text))

    def ticks(self, label: str) -> None:
        self.taps += 1
        self.page.get_by_label(label).first.check()

    def touches(self, word: str) -> None:
        """A choice that is a large button of its own."""
        self._tap(self.page.locator("label", has_text=re.compile(rf"^\s*{re.escape(word)}")).first)

    def chooses(self, label: str, option: str) -> None:
        self.taps += 1
        self.page.get_by_label(_named(label)).select_option(label=option)

    def writes(self, label: str, text: str, within: str = "main") -> None:
        self._types(self.page.locator(within).get_by_label(_named(label)), text)

    def fills(self, name: str, text: str) -> None:
        """Writes into the field of that name, where several bear the same label."""
        self._types(self.page.locator(f"#id_{name}"), text)

    def sees(self, *words: str) -> bool:
        """Whether the page that comes says all of this; says which word is missing where it does not."""
        return self._waits_for("main", words)

    def is_at(self, title: str) -> bool:
        """Whether the page that comes has this heading."""
        return self._waits_for("h1", (title,))

    def logs_in(self, name: str, password: str, *, with_code: bool = False) -> None:
        """As at the start of a day: name, password, and the code of the telephone where one is compulsory."""
        self.opens("/kantor/")
        self.writes("Nama pengguna", name)
        self.writes("Kata sandi", password)
        self.presses("Masuk")
        if with_code:
            self.writes("Kode verifikasi", format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
            self.presses("Masuk")
        self.page.wait_for_url(f"{self.url}/kantor/")
        self.begins()

    def fetches(self, text: str) -> str:
        """The text of the PDF behind a link, got with this browser's cookies."""
        self.taps += 1
        address = self.page.get_by_role("link", name=text, exact=True).get_attribute("href")
        answer = self.page.context.request.get(f"{self.url}{address}")
        assert answer.headers["content-type"] == "application/pdf"
        pages = pypdf.PdfReader(io.BytesIO(answer.body())).pages
        return " ".join("".join(page.extract_text() for page in pages).split())

    def _waits_for(self, part: str, words: tuple[str, ...]) -> bool:
        """A tap comes back before the page that it asked for."""
        for _ in range(PATIENCE):
            shown = " ".join(self.page.locator(part).inner_text().split())
            missing = [word for word in words if word not in shown]
            if not missing:
                return True
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{missing} is not in: {shown}")

    def _types(self, field: Locator, text: str) -> None:
        self.taps, self.keys = self.taps + 1, self.keys + len(text)
        field.fill(text)

    def _waited(self, page: Page) -> None:
        self.pages += 1

    def _tap(self, target: Locator) -> None:
        """Says what the page shows instead, where there is nothing to tap."""
        self.taps += 1
        try:
            target.click()
        except Error as missed:
            raise AssertionError(f"{missed.message}\n{self.page.inner_text('main')}") from None


def _named(label: str) -> re.Pattern[str]:
    """A label; where its field may stay empty it says so behind the word."""
    return re.compile(rf"^{re.escape(label)}( \(.*\))?$")


@contextmanager
def hands(browser: Browser, url: str) -> Iterator[Hand]:
    """A browser of one's own (own cookies), without JavaScript, on a telephone."""
    with tab(browser, script=False) as page:
        page.set_default_timeout(20_000)
        yield Hand(page, url)
