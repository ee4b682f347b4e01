"""A whole Friday through its pages, from the plan to the published report, with the queries of every page counted."""

import dataclasses
from datetime import date
from random import Random
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from siip.kernel.ids import uuid7
from siip.letters import registers
from siip.programme import places
from siip.programme.models import Event
from siip.programme.places import Spot
from siip.rehearse import friday
from siip.rehearse.friday import Friday, Size
from siip.rehearse.hand import CLOCK, Hand, Stumbled, Time
from siip.rehearse.pages import read
from siip.reporting import figures
from siip.reporting.models import Closing
from siip.web import clock
from tests.cast import AT, PATTERN, PLAJU_ILIR
from tests.journeys.test_thin_line import lurah_at_work

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 4)
MOST_QUERIES = 90


class Counting(Hand):
    """A hand at Django's own client; it notes how many queries each page took."""

    def __init__(self, client, time, counts):
        super().__init__("http://localhost/", time)
        self.client, self.counts = client, counts

    def _ask(self, request):
        split = urlsplit(request.full_url)
        path, kind = f"{split.path}?{split.query}", request.get_header("Content-type")
        told = {"headers": {CLOCK: self.clock.header}}
        with CaptureQueriesContext(connection) as asked:
            if request.get_method() == "POST":
                kind = kind or "application/x-www-form-urlencoded"
                answer = self.client.post(path, request.data, content_type=kind, **told)
            else:
                answer = self.client.get(path, **told)
        self.counts.append((len(asked), request.get_method(), split.path))
        if answer.status_code == 302:
            return self.opens(answer.headers["Location"])
        page = read(answer.status_code, f"http://localhost{path}", answer.content.decode())
        if page.status >= 400:
            raise Stumbled(f"{request.get_method()} {path}: {page.status}; {page.said}")
        return page


@pytest.fixture
def day(cast, login):
    registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117, by=cast.actor("dewi"),
        at=AT, id=uuid7(),
    )  # fmt: skip
    for name in ("Saluran depan SD 12", "Gorong-gorong Lorong Sukarela"):
        spot = Spot(name, 1, PLAJU_ILIR + "02/07/")
        places.add_place(PLAJU_ILIR, spot, by=cast.actor("rini"), at=AT, id=uuid7())
    training = dataclasses.replace(settings.SIIP, training=True)  # only such a house takes the clock of a rehearsal
    with time_machine.travel(AT, tick=False), override_settings(SIIP=training):
        time, counts = Time(AT, clock.signed), []
        clients = {"rini": login("rini"), "nyimas": login("nyimas"), "hendra": lurah_at_work(cast, login)}
        hands = {who: Counting(client, time, counts) for who, client in clients.items()}
        size = Size(rts=3, requests=3, places=2)
        day = Friday(hands, {"hendra": "481937"}, time, "16.71.14.1003", ON, size, Random("friday"))
        yield day, counts


def test_a_whole_friday_is_played_and_no_page_asks_too_often(day):
    play, counts = day
    for _, scene in friday.SCENES:
        scene(play)
    event = Event.objects.get(pk=play.event)
    found = {one.kode: int(one.value) for one in figures.figures_of(event, at=AT)}
    assert (found["permohonan"], found["antrean"], found["titik"], found["janji"], found["aduan"]) == (3, 3, 2, 1, 1)
    assert found["hadir"] > 0 and found["diserahkan"] > 0
    assert Closing.objects.get(event=event).letter.number
    page = Client().get(f"/hasil/{event.pk}/").content.decode()
    assert f"Warga yang hadir: {found['hadir']} orang" in page
    # A list that is signed takes so many a letter (freeze, step, number, fold); every other page a fixed number.
    pages = [one for one in counts if one[1:] != ("POST", "/kantor/menunggu/")]
    assert [one for one in sorted(pages, reverse=True) if one[0] > MOST_QUERIES] == []
