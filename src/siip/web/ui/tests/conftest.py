"""The guide has no house behind it: no table is asked which kecamatan it is, or who is here."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from siip.web.ui.tests.guide import MIDDLEWARE


@pytest.fixture(autouse=True)
def no_house() -> Iterator[None]:
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        yield
