"""What nobody has to remember to erase: the job of the night finds it, and the house itself holds the right."""

from datetime import time, timedelta

from siip import work
from siip.exchange import helps
from siip.exchange.models import Need
from siip.exchange.tests.conftest import CHAIR
from siip.kernel.ids import uuid7
from siip.programme import events, programmes
from tests.cast import AT, PLAJU, PLAJU_ILIR


def test_who_needed_something_is_forgotten_a_year_after(cast):
    rini = cast.actor("rini")
    plan = events.Plan(PLAJU_ILIR, AT.date(), time(7), time(9), "Jalan DI Panjaitan")
    event = events.plan_event(programmes.programmes(PLAJU)[0].pk, plan, by=rini, at=AT, id=uuid7())
    helps.note_help(helps.NEED, event.pk, CHAIR, by=rini, at=AT, id=uuid7())
    work.forget_contacts(AT + timedelta(days=365))
    assert Need.objects.get().sealed is not None
    work.forget_contacts(AT + timedelta(days=368))
    assert Need.objects.get().sealed is None
