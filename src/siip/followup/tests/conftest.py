"""A Friday with RT 07 and 13 along Jalan DI Panjaitan; what is promised and reported there."""

from datetime import date, time

import pytest

from siip.followup import aduan, promises
from siip.followup.aduan import Report
from siip.followup.promises import Wording
from siip.followup.spots import Spot
from siip.kernel.ids import uuid7
from siip.kernel.refused import Refused
from siip.programme import events, places, programmes
from tests.cast import AT, PLAJU, PLAJU_ILIR

FRIDAY, DUE = date(2026, 11, 27), date(2026, 12, 11)
RTS = tuple(PLAJU_ILIR + tail for tail in ("02/07/", "05/13/"))
SMELL = Report(1, "Sampah menumpuk di depan rumah Pak Amir.", "Lorong Sukarela", "Siti Maryam", "0812 3456 7890")


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.fixture
def rini(cast):
    return cast.actor("rini")


@pytest.fixture
def hendra(cast):
    return cast.actor("hendra")


@pytest.fixture
def lurah(cast):
    return cast.offices["hendra"]


@pytest.fixture
def anybody(cast):
    """Somebody who has not logged in."""
    from siip.kernel import journal
    from siip.kernel.actor import Actor

    return Actor(None, None, journal.house_id(), frozenset())


@pytest.fixture
def plan(cast, rini):
    """Plans a Friday: `plan(on=..., street=..., rts=..., places=...)`."""

    def plan(**other):
        usual = {
            "kelurahan": PLAJU_ILIR, "on": FRIDAY, "starts": time(7), "ends": time(9, 30),
            "street": "Jalan DI Panjaitan", "rts": RTS,
        }  # fmt: skip
        said = events.Plan(**(usual | other))
        return events.plan_event(programmes.programmes(PLAJU)[0].id, said, by=rini, at=AT, id=uuid7())

    return plan


@pytest.fixture
def event(plan):
    return plan()


@pytest.fixture
def drain(rini):
    spot = places.Spot("Saluran depan SD 12", 1)
    return places.add_place(PLAJU_ILIR, spot, by=rini, at=AT, id=uuid7())


@pytest.fixture
def promise(event, lurah, rini):
    """Makes a promise: `promise(text=..., due_on=..., spot=...)`."""

    def promise(text="Tutup got diganti", due_on=DUE, where="depan warung Bu Nur", spot=None, by=rini, id=None, at=AT):
        said = Wording(text, lurah.pk, due_on, where)
        return promises.make_promise(said, spot or Spot(event=event.pk), by=by, at=at, id=id or uuid7())

    return promise


@pytest.fixture
def report(anybody):
    """Sends an aduan as a resident does: `report(text=..., subject=...)`."""

    def report(report=SMELL, kelurahan=PLAJU_ILIR, at=AT, id=None, kecamatan=PLAJU):
        spot = Spot(kelurahan)
        return aduan.report_aduan(report, spot, kecamatan=kecamatan, by=anybody, at=at, id=id or uuid7())

    return report
