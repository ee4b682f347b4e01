"""After a list was taken in, no NIK and no KK number lies anywhere in clear: not even where nobody looks."""

import logging
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from siip.kernel.ids import uuid7
from siip.people import resident_imports, resident_uploads
from siip.people.models import Resident
from siip.people.resident_files import read_list
from siip.people.resident_imports import default_terms
from siip.people.tests.lists import ALI, RUSLAN, SITI, changed, workbook
from tests.cast import AT, PLAJU, build

WRONG = changed(ALI, nik="1671140411700099", birth="1671140411700099", name="WRONG COLUMN")
NUMBERS = {cell for row in (RUSLAN, SITI, ALI, WRONG) for cell in row[:2]}


def forms(number: str) -> list[bytes]:
    """A number as text, as UTF-16, and as a whole number in either order of bytes."""
    whole = int(number)
    return [number.encode(), number.encode("utf-16-le"), whole.to_bytes(8, "big"), whole.to_bytes(8, "little")]


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path(settings.SIIP.data_dir).rglob("*") if path.is_file()}


def tables() -> dict[str, bytes]:
    """Every row of every table, as the database gives it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            rows = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
            found[model._meta.db_table] = b"\n".join(
                v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row
            )
    return found


def leaks(places: dict[str, bytes]) -> list[str]:
    return [
        f"{place}: {number[-4:]}"
        for place, content in places.items()
        for number in sorted(NUMBERS)
        if any(form in content for form in forms(number))
    ]


@pytest.mark.django_db(transaction=True)
def test_no_number_of_a_list_lies_in_clear_after_an_import(caplog):
    caplog.set_level(logging.DEBUG)
    cast = build()
    by = cast.actor("dewi")
    content = workbook(RUSLAN, SITI, ALI, WRONG)
    file = read_list(content, "daftar.xlsx")
    waiting = resident_uploads.keep_upload(content, file.name, where=PLAJU, by=by, at=AT, id=uuid7())
    taken: UUID = uuid7()
    resident_imports.import_residents(
        file, default_terms(file.name, AT.date()), where=PLAJU, new_id=uuid7, by=by, at=AT, id=taken
    )
    assert Resident.objects.count() == 3
    assert resident_imports.outcome(taken, by=by).refused[0].row == 5
    assert waiting.sealed
    everywhere = files() | tables() | {"log": caplog.text.encode()}
    assert leaks(everywhere) == []
    assert [place for place in everywhere if b"RUSLAN" in everywhere[place]], "what is in clear is found at all"


@pytest.mark.django_db(transaction=True)
def test_a_number_in_clear_would_be_found(caplog):
    cast = build()
    assert leaks(files() | tables()) == []
    terms = default_terms("daftar.xlsx", AT.date())
    file = read_list(workbook(RUSLAN), "daftar.xlsx")
    resident_imports.import_residents(
        file, terms, where=PLAJU, new_id=uuid7, by=cast.actor("dewi"), at=AT, id=uuid7()
    )  # fmt: skip
    Resident.objects.update(name=RUSLAN[0])
    assert leaks(tables()) == ["people_resident: 0001"]
    if connection.vendor == "sqlite":
        assert any(RUSLAN[0][-4:] in leak for leak in leaks(files())), "in the file or its WAL"
