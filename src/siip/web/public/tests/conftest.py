"""The clock stands at Tuesday 24 November 2026, 09.00 WIB; the cast is founded once a module."""

import gzip
import shutil

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import transaction

from siip.web.public.tests import stage
from tests.cast import AT, build


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture(scope="module")
def founded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # as Django's own: an act that must be outermost may still run
        with around:
            yield build()
            transaction.set_rollback(True)


@pytest.fixture
def cast(founded, db):
    shutil.rmtree(django_settings.SIIP.data_dir / "numbers", ignore_errors=True)  # it outlives a rollback
    return founded


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
