"""The clock stands at Tuesday 24 November 2026, 09.00 WIB."""

import gzip

import pytest
import time_machine

from siip.web.public.tests import stage
from tests.cast import AT


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def friday(cast):
    return stage.plan(cast)


@pytest.fixture
def desk(cast):
    return stage.Desk(cast)


@pytest.fixture
def read(client):
    """`read("/jadwal/")` is the text of a page, refused when it is no good answer."""

    def read(address, **said):
        page = client.get(address, **said)
        assert page.status_code == 200, (address, page.status_code)
        return page.content.decode()

    return read


def weight(page):
    return len(gzip.compress(page.content, 9))
