"""The cast, founded once for all tests that want the same house.

Founding takes a third of a second, longer than most tests. So it stands in a transaction around theirs,
which each roll back to it; it is given up when a test comes that wants another house, or none.
"""

import copy
import shutil
from typing import Any

import pytest

HOUSES = ("two_kecamatan", "one_kecamatan")
ALONE = ("transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback")


def wanted(item: pytest.Item) -> str:
    """The fixture whose house is to stand around this test, or "" where it needs the database for itself."""
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    alone = bool(marker and (marker.kwargs or marker.args)) or any(name in names for name in ALONE)
    return "" if alone else next((house for house in HOUSES if house in names), "")


class Founded:
    """The house that stands now, if any."""

    def __init__(self) -> None:
        self.house = ""
        self.around: Any = None
        self.made: Any = None
        self.times = 0

    def turn_to(self, house: str) -> None:
        """Have this one stand; "" gives up the one that does."""
        if house == self.house:
            return
        if self.around:
            from django.db import transaction

            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
            self.house, self.around, self.made = "", None, None
        if house:
            self._found(house)

    def _found(self, house: str) -> None:
        from django.db import transaction

        from tests.cast import build

        self.around = transaction.atomic()
        self.around._from_testcase = True  # as Django's own: an act that must be outermost may still run
        self.around.__enter__()
        self.made, self.house = build(with_strangers=house == "two_kecamatan"), house
        self.times += 1

    def cast(self) -> Any:
        """The people of the house, for one test to change as it likes; those of a test that is alone are made now."""
        from django.conf import settings

        from tests.cast import build

        if not self.house:
            return build()
        # The log outlives the rollback of a test, as it outlives a restore; a new house has none.
        shutil.rmtree(settings.SIIP.data_dir / "numbers", ignore_errors=True)
        return copy.deepcopy(self.made)


FOUNDED = Founded()
