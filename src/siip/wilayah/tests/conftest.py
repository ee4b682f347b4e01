"""The cast of territory: Plaju loaded, and those who may and may not change it."""

from datetime import UTC, datetime

import pytest

from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.wilayah import rts, territory

AT = datetime(2026, 11, 6, 1, 0, tzinfo=UTC)
PLAJU = "16/71/14/"
ILIR = PLAJU + "1003/"
BAGUSKUNING = PLAJU + "1004/"


def holder(*paths):
    grants = frozenset(Grant(territory.MANAGE, path) for path in paths)
    return Actor(uuid7(), 1, uuid7(), grants)


@pytest.fixture
def house():
    return territory.house_actor(uuid7())


@pytest.fixture
def plaju(db, house):
    return territory.load_kecamatan("16.71.14", by=house, at=AT, id=uuid7())


@pytest.fixture
def admin():
    """The administrator of Kecamatan Plaju."""
    return holder(PLAJU)


@pytest.fixture
def lurah():
    """The lurah of Plaju Ilir."""
    return holder(ILIR)


@pytest.fixture
def add(plaju, admin):
    """Adds RT to Plaju Ilir, written as "005/07a"."""

    def add(*written, kelurahan=ILIR):
        pairs = [rts.RwRt(*text.split("/")) for text in written]
        return rts.add_rts(kelurahan, pairs, by=admin, at=AT, id=uuid7())

    return add
