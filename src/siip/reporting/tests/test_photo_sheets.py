"""The photo sheet of a day: only what may leave the office, in pairs, and again without what was taken back."""

import io
from datetime import timedelta

import pypdf
import pytest

from siip.activity import photos
from siip.activity.tests.conftest import (  # noqa: F401
    CORNER,
    DONE,
    ON_DAY,
    event,
    jpeg,
    place,
    plan,
    record,
    rini,
    send,
    site,
    some,
    start,
)  # fmt: skip
from siip.kernel.ids import uuid7
from siip.reporting import photo_sheets
from siip.reporting.tests.conftest import refused

pytestmark = pytest.mark.django_db


def sheet(event):  # noqa: F811
    found = pypdf.PdfReader(io.BytesIO(photo_sheets.sheet_pdf(event, at=ON_DAY)))
    words = " ".join(" ".join(page.extract_text().split()) for page in found.pages)
    return words, sum(len(page.images) for page in found.pages)


def test_a_place_is_shown_before_and_after_with_what_was_done(event, send, site, record):  # noqa: F811
    one, two, loose = some(3)
    send([one], "before", site, faces="none")
    send([two], "after", site, faces="agreed")
    send([loose], faces="none")
    record(site, DONE, saluran_m=120)
    words, count = sheet(event)
    assert count == 3
    for said in ("Saluran depan SD 12", "120 m", "Sebelum, 07.45 WIB", "Sesudah, 07.45 WIB", "Foto kegiatan"):
        assert said in words


def test_what_is_only_for_the_office_is_counted_and_not_shown(event, send, site):  # noqa: F811
    seen, unseen = some(2)
    send([seen], "after", site, faces="none")
    send([unseen], "before", site)
    words, count = sheet(event)
    assert count == 1 and "1 foto lain hanya untuk kantor" in words and "Tidak ada foto" in words
    assert photo_sheets.counted(event) == photo_sheets.Counted(1, 1)


def test_consent_that_is_taken_back_counts_at_once(event, send, site, rini):  # noqa: F811
    kept, back = send(some(2), "after", site, faces="agreed").photos
    assert sheet(event)[1] == 2
    photos.note_faces(back.pk, "unasked", by=rini, at=ON_DAY, id=uuid7())
    assert sheet(event)[1] == 1
    photos.drop_photo(kept.pk, "buram", by=rini, at=ON_DAY, id=uuid7())
    assert refused(lambda: photo_sheets.sheet_pdf(event, at=ON_DAY)) == "no-photos"


def test_what_does_not_fit_is_counted(event, send, site, start, monkeypatch):  # noqa: F811
    monkeypatch.setattr(photo_sheets, "MOST", 2)
    other = start(CORNER, kind="jalan", at=ON_DAY + timedelta(minutes=1))
    send(some(5), "after", site, faces="none")
    send([photos.read_photo("x.jpg", jpeg((1, 2, 3)))], "other", other, faces="none")
    words, count = sheet(event)
    assert count == 2 and "4 foto lain tidak muat" in words and "Simpang Lorong Sukarela" not in words


def test_an_event_without_photos_has_no_sheet(event):  # noqa: F811
    assert refused(lambda: photo_sheets.sheet_pdf(event, at=ON_DAY)) == "no-photos"
