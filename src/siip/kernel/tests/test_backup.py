"""The epoch after a restore is one that never was before, though the dump brings its old one back."""

from datetime import UTC, datetime, timedelta

import pytest

from siip.kernel import backup
from siip.kernel.models import House

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def house(db):
    return House.objects.get_or_create(
        only=True, defaults={"id": "0192f0c4-0000-7000-8000-000000000000", "training": False, "made_at": AT}
    )[0]


def put_back(epoch):
    """What pg_restore does to the row of the house."""
    House.objects.update(epoch=epoch)


def test_a_dump_put_back_twice_begins_two_epochs(house):
    put_back(7)
    first = backup.raise_epoch(AT)
    put_back(7)
    second = backup.raise_epoch(AT + timedelta(seconds=1))
    assert 7 < first < second


def test_a_clock_that_was_set_back_does_not_set_the_epoch_back(house):
    first = backup.raise_epoch(AT)
    assert backup.raise_epoch(AT - timedelta(days=900)) == first + 1


def test_an_epoch_of_this_century_fits_its_column(house):
    far = datetime(2090, 1, 1, tzinfo=UTC)
    assert backup.raise_epoch(far) == House.objects.get().epoch == (far - backup.BEGINNING).total_seconds()
