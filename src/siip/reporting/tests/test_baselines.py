"""The baseline, stated once with its source."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.reporting import baselines
from siip.reporting.baselines import Before
from siip.reporting.models import Baseline
from siip.reporting.tests.conftest import refused
from tests.cast import AT, PLAJU

pytestmark = pytest.mark.django_db
SAID = Before(60, 12, Decimal("2.5"), "Januari sampai Juni 2026", "buku agenda kelurahan")


@pytest.fixture
def state(cast):
    def state(by="rini", at=AT, id=None, **said):
        return baselines.state_baseline(PLAJU, replace(SAID, **said), by=cast.actor(by), at=at, id=id or uuid7())

    return state


def test_before_anybody_was_asked_there_is_none(cast):
    assert baselines.baseline_of(PLAJU) is None


def test_it_is_kept_to_a_tenth_of_a_day_with_its_source(state):
    row = state()
    assert (row.turnout, row.complaints, row.letter_tenths) == (60, 12, 25)
    assert baselines.baseline_of(PLAJU) == row and row.source == "buku agenda kelurahan"


def test_stated_again_the_last_counts_and_the_first_stays(state):
    state()
    state(turnout=80, at=AT.replace(hour=3))
    assert baselines.baseline_of(PLAJU).turnout == 80
    assert Baseline.objects.count() == 2


def test_sent_twice_it_is_stated_once(state):
    id = uuid7()
    assert state(id=id).pk == state(id=id).pk
    assert Entry.objects.filter(act="reporting.state_baseline").count() == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"turnout": None, "complaints": None, "letter_days": None}, "nothing-said"),
        ({"period": " "}, "period-missing"),
        ({"source": ""}, "source-missing"),
        ({"source": "1671145708850001"}, "nik-in-text"),
        ({"turnout": 100_001}, "too-many"),
        ({"complaints": -1}, "too-many"),
        ({"letter_days": Decimal(366)}, "too-many"),
    ],
)
def test_what_cannot_be_is_refused(state, said, code):
    assert refused(lambda: state(**said)) == code


@pytest.mark.parametrize("who", ["hendra", "agus"])
def test_only_whoever_plans_for_the_kecamatan_states_it(state, who):
    assert refused(lambda: state(by=who)) == "no-right"


@pytest.mark.parametrize("said", [{"source": ""}, {"turnout": None, "complaints": None, "letter_tenths": None}])
def test_the_database_holds_what_a_baseline_is(state, said):
    row = state()
    with pytest.raises(IntegrityError), transaction.atomic():
        Baseline.objects.filter(pk=row.pk).update(**said)
