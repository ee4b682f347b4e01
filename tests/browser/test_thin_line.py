"""The thin line in a browser without a script: from one planned Friday to a stranger who checks the letter."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import Browser

from siip.kernel import journal
from tests.browser import thin_line as step
from tests.browser.hands import Hand, hands
from tests.cast import build

pytestmark = pytest.mark.browser


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(step.TUESDAY) as clock:
        yield clock


@pytest.fixture
def sit(transactional_db: None, browser: Browser, live_server: Any, clock: Any) -> step.Sit:
    cache.clear()
    step.give_passwords(build())

    @contextmanager
    def sit() -> Iterator[Hand]:
        clock.shift(60)  # a code of the second factor is good once
        with hands(browser, live_server.url) as hand:
            yield hand

    return sit


def test_a_letter_from_the_street_to_the_bank(sit: step.Sit, clock: Any) -> None:
    step.open_register(sit)
    step.import_residents(sit)
    step.plan(sit)
    step.look_at_the_schedule(sit)
    clock.move_to(step.FRIDAY)
    taps, seconds = step.take_of_somebody_known(sit)
    assert taps <= 12 and seconds <= 60
    assert step.take_of_somebody_unknown(sit)[1] <= 120
    step.return_and_do_again(sit)
    step.initial(sit, "agus")
    step.initial(sit, "nyimas")
    assert step.sign(sit, 2) == 2
    code = step.print_and_hand_over(sit, "SITI MARYAM", "400.12.2.1/118/PLI/2026")
    step.check(sit, code, "Surat ini tercatat dan berlaku", "400.12.2.1/118/PLI/2026", name="Siti Maryam")
    step.revoke(sit, "SITI MARYAM")
    step.check(sit, code, "Surat ini sudah dicabut", name="Siti Maryam")
    assert list(journal.faults()) == []


@pytest.mark.postgresql
def test_a_letter_from_the_counter_on_postgresql(sit: step.Sit) -> None:
    step.open_register(sit)
    step.take_of_somebody_unknown(sit)
    step.initial(sit, "agus")
    step.initial(sit, "nyimas")
    assert step.sign(sit, 1) == 2
    code = step.print_and_hand_over(sit, "Wahyu Ningsih", "400.12.2.1/118/PLI/2026")
    step.check(sit, code, "Surat ini tercatat dan berlaku", name="Wahyu Ningsih")
