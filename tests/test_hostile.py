"""Every route of the house asked with what nobody should send: the answer is a page that says so, never a crash.

Seeded, so that a failure comes back; the sentence of a failure names who asked, where and with what, to be
copied into a test of its own. Everything that was sent is taken back.
"""

import copy
import random
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, Final
from urllib.parse import quote_from_bytes

import pytest
import time_machine
from django.core.signals import got_request_exception
from django.test import override_settings
from django.urls import reverse

from siip.kernel.ids import uuid7
from tests.asking import Browsers
from tests.cast import AT, HOSTS
from tests.founded import FOUNDED
from tests.routes import DONE_WITH_THEIRS, INSIDE, ROUTES, routes
from tests.twins import Side, furnish, sides, taken_back

SEED: Final = 20261124
QUESTIONS, ANSWERS = 1, 2
"""Of each person at each route: so many addresses, so many forms."""
OF_A_LURAH: Final = {"event_id", "request_id", "letter_id", "register_id"}
FORM: Final = "application/x-www-form-urlencoded"
KINDS: Final = (*(FORM,) * 20, "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "")
TEXTS: Final[tuple[bytes, ...]] = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        # Signs that cannot be seen, or not be stored
        "", " ", "\0", "a\0b", "\ud800", "\udfff", "\u202egnp.exe", "\u200b", "\ufeff", "\U0001f9f9" * 40, "\n\n",
        "e" + "\u0301" * 300,
        # Numbers
        "-1", "0", "00", "\u0667", "\u00b2", "\u2167", "\u0967\u0968", "1e999", "NaN", "inf", "1_000", "0x10",
        "2147483648", "9223372036854775808", "9" * 30, "9" * 5000, "1.5", "1.000.000.000.000", "1671144101690001",
        # Days, hours, points on a map
        "31-12-9999", "1-1-0001", "0-0-0000", "9999-12-31", "0001-01-01", "29-2-2027", "1-1-1", "31-12-2199",
        "1-1-1900", "24.00", "00.00", "23.59", "99:99", "\u0660\u0667.\u0663\u0660", "-2.99, 104.80", "-91.5, 999.9",
        # What something else would do something with
        "=cmd|' /C calc'!A0", "@SUM(1)", '#read("/etc/passwd")', "$ #panic() $", "<script>alert(1)</script>",
        "{{ 7*7 }}", "{% debug %}", "%s%n%(x)s", "{label}{0}{nomor}", "' OR 1=1 --", "../../../../etc/passwd",
        "\r\nSet-Cookie: a=b", "//example.org", "javascript:alert(1)",
        # Ids, codes and words of forms
        "00000000-0000-0000-0000-000000000000", "{00000000000000000000000000000000}", "35.78.01.1001",
        "35/78/01/1001/", "16/71/14/%", "[]", "null", "true", "on", "simpan", "lain", "01-99999", "07a-09b",
        "a" * 70_000, "(" * 3000,
    )
) + (b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"%00%ff", b"\xf0\x9f\x92")  # fmt: skip
"""What is written into addresses and fields; some of it is no text at all."""

NAMES: Final = (
    "urut", "hal", "cari", "keadaan", "kelurahan", "dari", "sampai", "jenis", "nomor", "tempat", "layanan", "sebelum",
    "tandai", "ubah", "next", "kegiatan", "what", "langkah", "token", "t", "kode", "tahun", "letters", "places",
)  # fmt: skip
"""What our pages read from an address or a form without a field that would show it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What crashed."""

    who: str
    way: str
    address: str
    said: str
    error: str

    def __str__(self) -> str:
        return f"{self.who or 'nobody'} {self.way} {self.address[:300]} {self.said[:600]}: {self.error}"


class Hostile:
    """Somebody who sends anything, as each of these people."""

    def __init__(self, cast: Any, side: Side, seed: int) -> None:
        self.browsers, self.side = Browsers(cast, side.host), side
        self.dice = random.Random(seed)
        self.asked, self.statuses = 0, Counter[int]()
        self.failures: list[Failure] = []
        self._error = ""
        got_request_exception.connect(self._broken)

    def _broken(self, sender: Any, **_: Any) -> None:
        kind, error, trace = sys.exc_info()
        ours = [one for one in traceback.extract_tb(trace) if "/siip/" in one.filename]
        where = f"{ours[-1].filename.rpartition('/siip/')[2]}:{ours[-1].lineno}" if ours else "?"
        self._error = f"{kind.__name__ if kind else '?'} {str(error)[:200]} at {where}"

    def at(self, name: str, who: str) -> None:
        """Some hostile addresses and forms of one route."""
        ids = ROUTES[name].ids or {}
        address = reverse(name, kwargs={argument: self.side.things[thing] for argument, thing in ids.items()})
        if not who and ROUTES[name].who:  # led away at the door, whatever he says
            self.send(who, "POST", f"{address}?{self._some({}, 2)}", self._some({}, 3))
            return
        self.around(who, address, self._named(ROUTES[name].said or {}))

    def with_form(self, what: str) -> None:
        """The same of a form whose address or fields name something of one's own."""
        who, name, behind, said = DONE_WITH_THEIRS[what]
        where = behind.format(its=self.side.things, ours=self.side.things)
        inside = INSIDE.get(name)
        address = reverse(name, kwargs={inside: where}) if inside else f"{reverse(name)}?{where}"
        self.around(who, address, self._named(said))

    def around(self, who: str, address: str, said: dict[str, bytes]) -> None:
        response = self.send(who, "GET", address)
        is_page = response is not None and "html" in response.headers.get("Content-Type", "")
        fields = said | self._fields(response.content.decode() if is_page else "")
        few = not is_page or response.status_code != 200  # a paper takes long; whoever is led away sees no form
        sign = "&" if "?" in address else "?"
        for _ in range(1 if few else QUESTIONS):
            self.send(who, "GET", f"{address}{sign}{self._some({}, 3)}")
        for _ in range(1 if few else ANSWERS):
            behind = f"{sign}{self._some({}, 2)}" if self.dice.random() < 0.3 else ""
            self.send(who, "POST", address + behind, self._some(fields, 1 + self.dice.randrange(4)))
        self.send(who, self.dice.choice(("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")), address)

    def _named(self, said: Mapping[str, Any]) -> dict[str, bytes]:
        things = self.side.things
        return {field: str(value).format(its=things, ours=things, **things).encode() for field, value in said.items()}

    def _fields(self, page: str) -> dict[str, bytes]:
        """What the forms of a page would say if they were sent untouched, with the first of all that is to choose."""
        said = {"token": str(uuid7()).encode()}
        select = ""
        for tag in re.findall(r"<(?:input|select|textarea|option)\b[^>]*>", page):
            attributes = {key: unescape(value) for key, value in re.findall(r'\b(name|value)="([^"]*)"', tag)}
            if tag.startswith("<option"):
                said[select] = said.get(select) or attributes.get("value", "").encode()
            elif (name := attributes.get("name")) and name != "csrfmiddlewaretoken":
                said.setdefault(name, attributes.get("value", "").encode())
                select = name
        return said

    def _some(self, fields: Mapping[str, bytes], many: int) -> str:
        said = list(fields.items())
        for _ in range(many):
            place = self.dice.choice([*fields, *fields, *NAMES])
            said = [pair for pair in said if pair[0] != place or self.dice.random() < 0.1]
            said.append((place, self.dice.choice(TEXTS)))
        return "&".join(f"{quote_from_bytes(field.encode())}={quote_from_bytes(text)}" for field, text in said)

    def send(self, who: str, way: str, address: str, body: str = "") -> Any:
        """The answer; None where not even a page of an error came."""
        client = self.browsers.open(who)
        self._error, self.asked, cookies = "", self.asked + 1, copy.deepcopy(client.cookies)
        try:
            with taken_back():
                response = client.generic(way, address, body.encode(), content_type=self.dice.choice(KINDS))
        except Exception as error:  # noqa: BLE001  # what passes even the page of errors is the server's bare 500
            self.failures.append(Failure(who, way, address, body, f"{type(error).__name__} {error}"))
            return None
        client.cookies = cookies  # what it did is taken back, so that it is still logged in as before
        self.statuses[response.status_code] += 1
        if response.status_code >= 500 or self._error:
            self.failures.append(Failure(who, way, address, body, self._error or str(response.status_code)))
        return response


@pytest.fixture(scope="module")
def hostile(django_db_setup: None, django_db_blocker: Any) -> Iterator[Hostile]:
    with django_db_blocker.unblock(), time_machine.travel(AT, tick=False):
        FOUNDED.turn_to("two_kecamatan")
        from django.conf import settings

        with override_settings(SIIP=replace(settings.SIIP, hosts=HOSTS)), taken_back():
            cast, (ours, _) = FOUNDED.cast(), sides()
            furnish(cast, ours, 0)
            for who in ("rini", "hendra"):  # allauth's page for changing it asks for one that is there
                cast.accounts[who].set_password("hujan kemarau sepeda")
                cast.accounts[who].save()
            sent = Hostile(cast, ours, SEED)
            for route in routes():
                for who in sorted({ROUTES[route.name].who, "hendra" if set(route.arguments) & OF_A_LURAH else "", ""}):
                    sent.at(route.name, who)
            for what in DONE_WITH_THEIRS:
                sent.with_form(what)
    yield sent


def test_nothing_that_is_sent_crashes_a_page(hostile: Hostile) -> None:
    assert [str(failure) for failure in hostile.failures] == []


def test_what_is_sent_reaches_the_pages(hostile: Hostile) -> None:
    assert {200, 302, 400, 403, 404, 405, 422} <= hostile.statuses.keys()
    assert hostile.statuses[422] > 100 < hostile.statuses[200]
