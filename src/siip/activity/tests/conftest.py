"""A Friday along Jalan DI Panjaitan with two places of work, and photos as telephones make them."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from PIL import Image

from siip.activity import photos, sites
from siip.activity.sites import Outcome, Reading, Record
from siip.kernel.ids import uuid7
from siip.kernel.refused import Refused
from siip.programme import events, places, programmes
from siip.programme.places import Spot
from tests.cast import AT, PLAJU, PLAJU_ILIR

FRIDAY = date(2026, 11, 27)
ON_DAY = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)  # 09.00 WIB
DRAIN, CORNER = Spot("Saluran depan SD 12", 1), Spot("Simpang Lorong Sukarela", 9)
DONE = Outcome("clean", "hauled")
EXIF_IFD, TAKEN, GPS_IFD = 0x8769, 36867, 0x8825


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def jpeg(colour=(90, 140, 90), taken="2026:11:27 07:45:10", size=(64, 48)):
    """A photo with the marks that a telephone leaves: its time, and where its owner stood."""
    out, marks = io.BytesIO(), Image.Exif()
    if taken:
        marks.get_ifd(EXIF_IFD)[TAKEN] = taken
    marks.get_ifd(GPS_IFD)[1] = "S"
    Image.new("RGB", size, colour).save(out, "JPEG", exif=marks)
    return out.getvalue()


def some(count):
    """Different photos."""
    return [photos.read_photo(f"IMG_{n}.jpg", jpeg((n * 8, 100, 50))) for n in range(count)]


def readings(**amounts):
    return tuple(Reading(kode, None if amount is None else Decimal(str(amount))) for kode, amount in amounts.items())


@pytest.fixture
def rini(cast):
    return cast.actor("rini")


@pytest.fixture
def place(cast, rini):
    """Adds a place: `place(CORNER)`."""

    def place(spot=DRAIN, kelurahan=PLAJU_ILIR, by=rini):
        return places.add_place(kelurahan, spot, by=by, at=AT, id=uuid7())

    return place


@pytest.fixture
def plan(cast, rini):
    """Plans a Friday: `plan(on=..., places=...)`."""

    def plan(**other):
        usual = {
            "kelurahan": PLAJU_ILIR, "on": FRIDAY, "starts": time(7), "ends": time(9, 30),
            "street": "Jalan DI Panjaitan", "gathering": "Depan Kantor Lurah",
        }  # fmt: skip
        said = events.Plan(**(usual | other))
        return events.plan_event(programmes.programmes(PLAJU)[0].id, said, by=rini, at=AT, id=uuid7())

    return plan


@pytest.fixture
def event(plan):
    return plan()


@pytest.fixture
def start(event, place, rini):
    """Opens a site: `start(spot)`, `start(place=..., kind=...)`."""

    def start(spot=DRAIN, *, place_id=None, kind="saluran", on=event, by=rini, at=ON_DAY, id=None):
        place_id = place_id or place(spot).pk
        return sites.open_site(on.pk, place_id, kind, by=by, at=at, id=id or uuid7())

    return start


@pytest.fixture
def site(start):
    return start()


@pytest.fixture
def record(event, rini):
    """Records: `record(Record(...), ...)`, or `record(site, DONE, karung=40)`."""

    def record(*said, on=event, by=rini, at=ON_DAY, id=None, **amounts):
        if said and not isinstance(said[0], Record):
            said = [Record(said[0].pk, said[1] if len(said) > 1 else None, readings(**amounts))]
        return sites.record_work(on.pk, said, by=by, at=at, id=id or uuid7())

    return record


@pytest.fixture
def send(event, rini):
    """Sends photos: `send(some(3), "after", site)`."""

    def send(sent, shows="other", to=None, *, on=event, by=rini, at=ON_DAY, id=None, **said):
        return photos.add_photos(
            on.pk, sent, shows=shows, site_id=to and to.pk, by=by, at=at, id=id or uuid7(), **said
        )  # fmt: skip

    return send
