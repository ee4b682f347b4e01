import gc
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from siip.kernel import bulk
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey
from siip.kernel.refused import Refused
from siip.wilayah.models import Wilayah
from siip.wilayah.territory import new_row

pytestmark = pytest.mark.django_db
FIELDS = ("path", "key", "code", "name", "level", "kind", "zone", "valid_from")
ACEH = ("11/", "11/", "11", "Aceh\t\\N\n'", "province", "provinsi", "", date(2020, 1, 2))


def test_rows_are_inserted_as_they_are_given():
    first, second = uuid7(), uuid7()
    bulk.insert(DataKey, ("id", "master", "wrapped"), [(first, "m", b"\x00\xff\\"), (second, "m", b"b")])
    assert {row.id: bytes(row.wrapped) for row in DataKey.objects.all()} == {first: b"\x00\xff\\", second: b"b"}


def test_dates_and_text_come_back_as_they_went():
    bulk.insert(Wilayah, FIELDS, [ACEH])
    row = Wilayah.objects.get()
    assert (row.name, row.valid_from, row.valid_until) == ("Aceh\t\\N\n'", date(2020, 1, 2), None)


def test_nothing_is_written_as_null():
    for path in ("11/", "12/"):
        new_row(path, "x", date(2020, 1, 2)).save()
    bulk.update(Wilayah, ("name", "valid_from"), [("y", None, Wilayah.objects.get(path="11/").pk)])
    assert list(Wilayah.objects.order_by("path").values_list("name", "valid_from")) == [
        ("y", None), ("x", date(2020, 1, 2)),
    ]  # fmt: skip


def test_rows_are_changed_by_their_key_and_no_others():
    ids = [uuid7() for _ in range(3)]
    bulk.insert(DataKey, ("id", "master", "wrapped"), [(id, "old", b"k") for id in ids])
    bulk.update(DataKey, ("master", "wrapped"), [("new", b"n", ids[0]), ("new", b"n", ids[2])])
    assert {row.id: row.master for row in DataKey.objects.all()} == {ids[0]: "new", ids[1]: "old", ids[2]: "new"}


def test_the_constraints_of_the_database_hold():
    for wrong in ([(UUID(int=1), "m", None)], [(UUID(int=1), "m", b"k"), (UUID(int=1), "m", b"k")]):
        with pytest.raises(IntegrityError), transaction.atomic():
            bulk.insert(DataKey, ("id", "master", "wrapped"), wrong)
    assert not DataKey.objects.exists()


def test_what_is_no_field_is_a_bug():
    with pytest.raises(StopIteration):
        bulk.insert(DataKey, ("id", "colour"), [])


def test_the_collector_is_left_out_meanwhile_and_is_on_again_also_after_a_refusal():
    seen = []

    @bulk.no_collector()
    def refuse() -> None:
        seen.append(gc.isenabled())
        raise Refused("no", "Tidak.")

    with pytest.raises(Refused):
        refuse()
    assert seen == [False] and gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    with bulk.no_collector():
        with bulk.no_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
