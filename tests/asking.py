"""Browsers of the people of a kecamatan, and all that can be read in what comes back to them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from siip.kernel.ids import uuid7
from tests.cast import AT, Cast, logged_in
from tests.twins import WORDS, picture


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status, all that can be read in it, and where it leads."""

    status: int
    read: bytes
    leads: str = ""

    @property
    def words(self) -> list[str]:
        """Words of the other kecamatan in it."""
        return sorted({word.decode() for word in WORDS.findall(self.read + self.leads.encode())})


class Browsers:
    """The people at one host, each in a browser of his own that is past password and code."""

    def __init__(self, cast: Cast, host: str, *, recently: bool = True) -> None:
        self._cast, self._host, self._recently = cast, host, recently
        self._open: dict[str, Any] = {}

    def ask(self, who: str, address: str, said: Mapping[str, Any] | None = None) -> Answer:
        """GET, or POST with what is said; an empty `who` has not logged in."""
        client = self.open(who)
        response = client.get(address) if said is None else client.post(address, _sent(said))
        if "/keluar/" in address:
            self._open.pop(who, None)
        return Answer(response.status_code, readable(response), response.headers.get("Location", ""))

    def open(self, who: str) -> Any:
        """The browser of one of them."""
        return self._open.get(who) or self._begin(who)

    def _begin(self, who: str) -> Any:
        from django.test import Client

        client = Client(headers={"host": self._host})
        if who:
            proved_at = AT.timestamp() if self._recently else None
            client = logged_in(self._cast, who, self._host, proved_at=proved_at)
        client.raise_request_exception = False
        self._open[who] = client
        return client


@contextmanager
def rows_the_other_way() -> Iterator[None]:
    """SQLite gives rows for which no order was asked in the opposite one; PostgreSQL as it likes."""
    if connection.vendor != "sqlite":
        yield
        return
    _ask_database("PRAGMA reverse_unordered_selects = ON")
    try:
        yield
    finally:
        _ask_database("PRAGMA reverse_unordered_selects = OFF")


def _ask_database(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words)


def _sent(said: Mapping[str, Any]) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from siip.people.tests.lists import RUSLAN, workbook

    sent = {"token": str(uuid7()), **said}
    if "file" in sent:
        sent["file"] = SimpleUploadedFile("daftar.xlsx", workbook(RUSLAN))
    if "photos" in sent:
        sent["photos"] = SimpleUploadedFile("foto.jpg", picture("baru"))
    return sent


def readable(response: Any) -> bytes:
    """All that a person can read in an answer: pages without what is random, Excel unpacked, PDF as text."""
    content = b"".join(response) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return b"\n".join(name.encode() + book.read(name) for name in sorted(book.namelist()))
    if "pdf" in kind:
        return pdf_text(content)
    return without_nonces(content)


def pdf_text(content: bytes) -> bytes:
    """The text and the metadata of a PDF."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    said = [str(reader.metadata or ""), *(page.extract_text() for page in reader.pages)]
    return "\n".join(said).encode()


_NONCES: Final = tuple(
    re.compile(b"(?<=%s)%s(?=%s)" % pattern)
    for pattern in (
        (rb'name="csrfmiddlewaretoken" value="', rb"[A-Za-z0-9]{64}", rb'"'),
        (rb'name="token" value="', rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", rb'"'),
        (rb'name="password" value="', rb"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", rb'"'),
        (rb'<p><img src="', rb'data:image/svg\+xml[^"]*', rb'" width="220"'),
        (rb'<b class="n">', rb"[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}", rb"</b>"),
    )
)


def without_nonces(content: bytes) -> bytes:
    """A page without what is random in each: the CSRF token, the id of the act that its form asks for, the
    start password that it proposes, the secret of a second factor and its picture. Nothing else is hidden."""
    for nonce in _NONCES:
        content = nonce.sub(b"", content)
    return content
