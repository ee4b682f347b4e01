"""The clock stands at Tuesday 24 November 2026, 09.00 WIB; Ruslan, Yusuf and Hasan are called to Friday."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from siip.kernel.ids import uuid7
from siip.mobilisation import links
from siip.mobilisation.tests.conftest import dewi, event, hasan, install, plan, rini, yusuf
from tests.cast import AT

__all__ = ["dewi", "event", "hasan", "install", "plan", "rini", "yusuf"]


@pytest.fixture(autouse=True)
def now(db):
    cache.clear()
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def linked(event, rini):
    """`linked(holding)` is the link of a head."""
    links.make_links(event.pk, by=rini, at=AT, id=uuid7())
    return lambda holding: links.latest([holding.pk])[holding.pk]


@pytest.fixture
def phone(linked):
    """`phone(holding)` is a telephone on which that head has opened his link."""

    def phone(holding):
        client = Client()
        assert client.post("/rt/masuk/", {"t": links.token(linked(holding))}).status_code == 303
        return client

    return phone
