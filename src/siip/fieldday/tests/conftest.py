"""A Friday in Plaju Ilir with two counters: RT 07, 07a and 13 are called, RT 08 is not. Ruslan heads RT 07."""

from datetime import UTC, date, datetime, time

import pytest

from siip.kernel.ids import uuid7
from siip.programme import events, programmes
from tests.cast import AT, PLAJU, PLAJU_ILIR

FRIDAY = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)  # 07.40 WIB
RTS = tuple(PLAJU_ILIR + tail for tail in ("02/07/", "02/07a/", "05/13/"))


@pytest.fixture
def rini(cast):
    return cast.actor("rini")


@pytest.fixture
def plan(cast, rini):
    """Plans a Friday: `plan(on=..., rts=...)`."""

    def plan(**other):
        usual = {
            "kelurahan": PLAJU_ILIR, "on": date(2026, 11, 27), "starts": time(7), "ends": time(9, 30),
            "street": "Jalan DI Panjaitan", "rts": RTS, "counters": 2, "services": ("domisili_orang",),
            "team": (events.Member(cast.people["rini"].pk, "loket", "loket 1"),),
        }  # fmt: skip
        said = events.Plan(**(usual | other))
        return events.plan_event(programmes.programmes(PLAJU)[0].id, said, by=rini, at=AT, id=uuid7())

    return plan


@pytest.fixture
def event(plan):
    return plan()
