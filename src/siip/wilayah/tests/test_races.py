"""What two clerks do at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.wilayah import boundaries, rts, territory
from siip.wilayah.models import Boundary
from siip.wilayah.tests.boundary_files import collection, feature, square
from siip.wilayah.tests.conftest import AT, ILIR, holder


@pytest.mark.django_db(transaction=True)
def test_one_rt_added_by_four_clerks_at_once_is_one_rt():
    territory.load_kecamatan("16.71.14", by=territory.house_actor(uuid7()), at=AT, id=uuid7())

    def add(written):
        try:
            pair = rts.RwRt("005", written)
            return rts.add_rts(ILIR, [pair], by=holder(ILIR), at=AT, id=uuid7())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clerks:
        added = list(clerks.map(add, ["7a", "07A", "007a", "07a"]))
    assert (len(set(added)), len(territory.rts_of(ILIR))) == (1, 1)
    assert list(journal.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_of_four_boundaries_handed_in_at_once_one_counts_and_all_are_kept():
    territory.load_kecamatan("16.71.14", by=territory.house_actor(uuid7()), at=AT, id=uuid7())

    def take(east):
        try:
            content, origin = collection(feature(square(east), nama="Plaju Ilir")), boundaries.Origin("BIG")
            return boundaries.import_boundaries(content, origin, inside=ILIR, by=holder(ILIR), at=AT, id=uuid7())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clerks:
        taken = list(clerks.map(take, [0.0, 0.01, 0.02, 0.03]))
    assert sorted(one.replaced_count for one in taken) == [0, 1, 1, 1]
    assert (Boundary.objects.count(), Boundary.objects.filter(replaced_at=None).count()) == (4, 1)
    assert list(journal.faults()) == []
