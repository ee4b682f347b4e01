"""What the tests of reporting share: the Friday of services, and its day, closed."""

import pytest

from siip.kernel.ids import uuid7
from siip.kernel.refused import Refused
from siip.reporting import closings
from siip.services.tests.conftest import FRIDAY, advance, event, new_code, rini, take, yuli  # noqa: F401

__all__ = ["FRIDAY", "refused"]


@pytest.fixture
def close(cast, event):  # noqa: F811
    """Closes the day at 07.40 of the Friday itself."""

    def close(by="rini", at=FRIDAY, note="Cuaca cerah.", code=None, id=None):
        actor = cast.actor(by, at)
        return closings.close_event(event.pk, note=note, code=code or new_code(), by=actor, at=at, id=id or uuid7())

    return close


def refused(call):
    with pytest.raises(Refused) as found:
        call()
    return found.value.code
