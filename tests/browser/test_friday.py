"""A whole Friday in browsers without a script: from the plan to the report that everybody reads."""

from pathlib import Path
from typing import Any

import pytest

from siip.kernel import journal
from tests.browser import friday
from tests.browser import thin_line as step
from tests.browser.test_thin_line import clock, sit

__all__ = ["clock", "sit"]
pytestmark = pytest.mark.browser


def test_a_friday_from_the_plan_to_the_report(sit: step.Sit, clock: Any, tmp_path: Path) -> None:
    step.open_register(sit)
    step.plan(sit)
    friday.call_the_heads(sit)
    clock.move_to(step.FRIDAY)
    friday.gather(sit)
    step.take_of_somebody_unknown(sit, "Jalan DI Panjaitan")
    step.sign(sit, 1)
    step.print_and_hand_over(sit, "Wahyu Ningsih", "400.12.2.1/118/PLI/2026")
    friday.work(sit, tmp_path)
    friday.hear(sit)
    clock.move_to(step.AFTERWARDS)
    friday.close(sit)
    friday.read_what_came_of_it(sit)
    assert list(journal.faults()) == []
