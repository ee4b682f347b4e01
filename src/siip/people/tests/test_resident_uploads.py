from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.kernel.refused import Refused
from siip.people import resident_imports, resident_uploads
from siip.people.models import Resident, ResidentUpload
from siip.people.tests.conftest import FRIDAY, PLAJU, PLAJU_ILIR, missing, refused
from siip.people.tests.lists import RUSLAN, SITI, changed, workbook
from siip.people.tests.test_resident_imports import TERMS, counts, manager

LIST = workbook(RUSLAN, SITI)


@pytest.fixture
def dewi(plaju):
    return replace(manager(plaju), account=plaju.dewi.account)


def keep(by, content=LIST, id=None, where=PLAJU, **said):
    return resident_uploads.keep_upload(
        content, "daftar.xlsx", where=where, by=by, at=FRIDAY, id=id or uuid7(), **said
    )  # fmt: skip


def take(upload, by, id=None, terms=TERMS, **said):
    return resident_imports.import_upload(
        upload.pk, terms, new_id=uuid7, by=by, at=FRIDAY, id=id or uuid7(), **said
    )  # fmt: skip


def test_a_file_waits_sealed_and_comes_back_as_it_was(dewi):
    row = resident_uploads.upload(keep(dewi).pk, by=dewi)
    assert resident_uploads.list_of(row).rows[1][2] == "RUSLAN"
    assert (row.name, row.sheet, row.wilayah.path, LIST[:40] in bytes(row.sealed)) == (
        "daftar.xlsx",
        "Data",
        PLAJU,
        False,
    )


def test_a_file_is_kept_once_however_often_it_is_sent(dewi):
    id = uuid7()
    assert keep(dewi, id=id).pk == keep(dewi, id=id).pk
    assert (ResidentUpload.objects.count(), Entry.objects.filter(act="people.keep_upload").count()) == (1, 1)
    with refused("other-payload"):
        keep(dewi, workbook(RUSLAN), id=id)


def test_keeping_a_file_asks_the_right_to_import(plaju, dewi):
    with refused("no-right"):
        keep(replace(manager(plaju, PLAJU_ILIR), account=dewi.account))


def test_what_is_no_list_is_not_kept(dewi):
    for content, code in ((b"NIK;Nama", "sheet-unreadable"), (workbook(heading=["Barang"]), "no-heading")):
        with refused(code):
            keep(dewi, content)
    with refused("too-many-rows"):
        keep(dewi, most_rows=2)
    assert not ResidentUpload.objects.exists()


def test_a_file_is_nobody_elses(plaju, dewi):
    row = keep(dewi)
    other = plaju.staff("petugas_loket", "Rini", PLAJU)
    with refused("upload-gone"):
        resident_uploads.upload(row.pk, by=replace(dewi, account=other.pk))
    with refused("upload-gone"):
        resident_uploads.upload(missing(), by=dewi)


def test_a_file_goes_when_it_is_taken_in(dewi):
    row = keep(dewi)
    assert counts(take(row, dewi).taken) == (2, 2, 0, 0, 0)
    assert not ResidentUpload.objects.exists()
    assert not DataKey.objects.filter(pk=row.key).exists()
    with refused("upload-gone"):
        take(row, dewi)


def test_a_yes_sent_twice_takes_the_file_in_once(dewi):
    row, id = keep(dewi), uuid7()
    assert take(row, dewi, id).taken.pk == take(row, dewi, id).taken.pk
    assert Resident.objects.count() == 2


def test_a_file_that_is_refused_still_waits(dewi):
    row = keep(dewi, workbook(changed(RUSLAN, name=""), SITI))
    with refused("rows-refused"):
        take(row, dewi, all_or_nothing=True)
    assert counts(take(row, dewi).taken) == (2, 1, 0, 1, 0)


def test_a_no_lets_the_file_go(dewi):
    row, token = keep(dewi), uuid7()
    resident_uploads.drop_upload(row.pk, by=dewi, at=FRIDAY, id=token)
    assert not ResidentUpload.objects.exists()
    assert not DataKey.objects.filter(pk=row.key).exists()
    assert Entry.objects.get(act="people.drop_upload").about == {"upload": str(row.pk)}
    resident_uploads.drop_upload(row.pk, by=dewi, at=FRIDAY, id=token)
    assert Entry.objects.filter(act="people.drop_upload").count() == 1


def test_a_file_of_somebody_else_is_refused_like_one_that_is_not_there(plaju, dewi):
    row, other = keep(dewi), replace(manager(plaju), account=plaju.dewi.account + 1)
    said = []
    for upload_id in (row.pk, uuid7()):
        with pytest.raises(Refused) as refusal:
            resident_uploads.drop_upload(upload_id, by=other, at=FRIDAY, id=uuid7())
        said.append((refusal.value.code, refusal.value.message))
    assert said[0] == said[1] and said[0][0] == "upload-gone"
    assert ResidentUpload.objects.filter(pk=row.pk).exists()


def test_who_is_nobodys_account_needs_the_right_to_let_go(plaju, dewi):
    row = keep(dewi)
    with refused("no-right"):
        resident_uploads.drop_upload(row.pk, by=manager(plaju, PLAJU_ILIR), at=FRIDAY, id=uuid7())


def test_a_file_that_nobody_answers_for_is_stale_after_a_day(dewi):
    row = keep(dewi)
    assert resident_uploads.stale_uploads(FRIDAY + timedelta(hours=24)) == []
    assert resident_uploads.stale_uploads(FRIDAY + timedelta(hours=24, seconds=1)) == [row.pk]


def test_forgetting_what_is_gone_does_nothing(dewi):
    resident_uploads.forget(missing())
    assert connection.in_atomic_block
