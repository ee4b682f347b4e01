"""A hand: one person at one browser of a training house, with the rehearsal's clock on every request."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from siip.rehearse.pages import Page, Refusal, Stumbled, read

CLOCK: Final = "SIIP-Clock"
PATIENCE: Final = 60  # seconds for one answer
HALF_MINUTE: Final = 30.0


@dataclass(slots=True)
class Time:
    """The clock of the rehearsal, and how it is signed for the house."""

    now: datetime
    sign: Callable[[datetime], str]

    @property
    def header(self) -> str:
        return self.sign(self.now)


class Hand:
    """Opens pages and sends their forms; `waits` are the seconds until each answer was read, with what was asked."""

    def __init__(self, base: str, clock: Time) -> None:
        self.base, self.clock = base, clock
        self.waits: list[tuple[float, str]] = []
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def opens(self, path: str) -> Page:
        """A page. Raises Stumbled when it is no good answer."""
        return self._ask(Request(urljoin(self.base, path)))

    def sends(self, page: Page, name: str, value: str = "", **said: Any) -> Page:
        """Send the form that has the control `name` (its button, where a value is given), with what was said.

        Raises Stumbled when the form comes back.
        """
        form = page.form(name, value)
        pairs = form.sent({name: value, **said} if value else said)
        request = Request(urljoin(page.url, form.action or page.url), urlencode(pairs).encode(), method="POST")
        return self._ask(request)

    def sends_files(self, page: Page, name: str, files: list[tuple[str, bytes]], **said: Any) -> Page:
        """Send a form with files at the control `name`: pairs of a name and what is in it."""
        form, boundary = page.form(name), secrets.token_hex(12)
        body = _multipart([pair for pair in form.sent(said) if pair[0] != name], name, files, boundary)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask(Request(urljoin(page.url, form.action or page.url), body, headers, method="POST"))

    def _ask(self, request: Request) -> Page:
        began = time.monotonic()
        request.add_header(CLOCK, self.clock.header)
        request.add_header("Referer", request.full_url)
        try:
            page = self._answer(request)
        except (OSError, HTTPException) as error:
            why = getattr(error, "reason", "") or error or type(error).__name__
            raise Stumbled(f"{self.base} tidak menjawab ({why}). Jalankan rumahnya dulu: ./siip demo") from None
        asked = (
            f"{request.get_method()} {urlsplit(request.full_url).path}"  # the query may hold what is nobody's business
        )
        self.waits.append((time.monotonic() - began, asked))
        if page.status >= 400:
            raise Refusal(f"{asked} menjawab {page.status}: {page.said}")
        return page

    def _answer(self, request: Request) -> Page:
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return read(answer.status, answer.url, answer.read().decode("utf-8", "replace"))
        except HTTPError as error:
            return read(error.code, error.url or request.full_url, error.read().decode("utf-8", "replace"))


def log_in(hand: Hand, username: str, password: str, code: Callable[[str], str]) -> None:
    """Log in, with the second factor where the house asks for it. Raises Stumbled."""
    page = hand.sends(_door(hand), "login", login=username, password=password)
    for wait in (0.0, HALF_MINUTE, HALF_MINUTE):
        if not any(form.has("code") for form in page.forms):
            break
        time.sleep(wait)  # a code counts once, also for a rehearsal that is begun twice in half a minute
        page = hand.sends(page, "code", code=code(username))
    if "/akun/" in page.url:
        raise Stumbled(f"{username} tidak dapat masuk, dan tertahan di {page.path}: {page.said}")


def _door(hand: Hand) -> Page:
    """The page of logging in, as it answers to the clock of this rehearsal; no other house takes that clock."""
    try:
        page = hand.opens("/akun/masuk/")
        page.form("login")  # what another program answers has none
    except Refusal as error:
        raise Stumbled(
            f"Yang menjawab di {hand.base} bukan rumah demonstrasi dengan folder data ini. {error}"
        ) from None
    return page


def _multipart(pairs: list[tuple[str, str]], name: str, files: list[tuple[str, bytes]], boundary: str) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in pairs
    ]
    for file, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()
