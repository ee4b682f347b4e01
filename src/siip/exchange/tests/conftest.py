"""A Friday in Plaju Ilir: Bu Nur needs a wheelchair, Pak Amir lends three hoes."""

from datetime import UTC, date, datetime, time

import pytest

from siip.exchange import helps, matches
from siip.exchange.helps import NEED, OFFER, Said
from siip.kernel.ids import uuid7
from siip.kernel.refused import Refused
from siip.programme import events, programmes
from tests.cast import AT, PLAJU, PLAJU_ILIR

FRIDAY = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)  # 07.40 WIB
RT = PLAJU_ILIR + "02/07/"
CHAIR = Said(6, 1, "kursi roda untuk ibunya", RT, "Nurbaiti", "0812 3456 7890", agreed=True)
HOES = Said(2, 3, "cangkul dipinjamkan", RT, "Amiruddin", "0813 9999 0000", agreed=True)


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.fixture
def rini(cast):
    return cast.actor("rini")


@pytest.fixture
def plan(rini):
    """Plans a Friday: `plan(on=..., kelurahan=...)`."""

    def plan(**other):
        usual = {
            "kelurahan": PLAJU_ILIR, "on": date(2026, 11, 27), "starts": time(7), "ends": time(9, 30),
            "street": "Jalan DI Panjaitan",
        }  # fmt: skip
        said = events.Plan(**(usual | other))
        return events.plan_event(programmes.programmes(PLAJU)[0].id, said, by=rini, at=AT, id=uuid7())

    return plan


@pytest.fixture
def event(plan):
    return plan()


@pytest.fixture
def need(event, rini):
    """Notes a need: `need(Said(...), by=..., at=..., id=..., event=...)`."""

    def need(said=CHAIR, *, by=rini, at=FRIDAY, id=None, event=event):
        return helps.note_help(NEED, event.pk, said, by=by, at=at, id=id or uuid7())

    return need


@pytest.fixture
def offer(event, rini):
    def offer(said=HOES, *, by=rini, at=FRIDAY, id=None, event=event):
        return helps.note_help(OFFER, event.pk, said, by=by, at=at, id=id or uuid7())

    return offer


@pytest.fixture
def match(event, rini):
    """Matches: `match(need, offer, 1)`."""

    def match(need, offer, count=1, *, by=rini, at=FRIDAY, id=None, event=event):
        return matches.match_help(event.pk, need.pk, offer.pk, count, by=by, at=at, id=id or uuid7())

    return match
