"""The pages of photos: many sent at once, the bad named, each served to whoever may see it and to nobody else."""

import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from siip.activity import photos
from siip.activity.models import Photo
from siip.activity.tests.conftest import ON_DAY, event, jpeg, place, plan, rini, send, site, some, start
from siip.kernel.ids import uuid7
from siip.kernel.media import MOST_BYTES
from siip.web import photo_uploads
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import token
from tests.cast import logged_in

__all__ = ["event", "place", "plan", "rini", "send", "site", "start"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(ON_DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def page(site):
    return f"/kantor/kerja/{site.pk}/foto/"


@pytest.fixture
def photo(send, site):
    return send(some(1), "after", site).photos[0]


def file(name="IMG_1.jpg", content=None, n=0):
    return SimpleUploadedFile(name, jpeg((n * 8, 9, 9)) if content is None else content, "image/jpeg")


def post(client, page, *files, **said):
    said = {"token": token(client, page), "shows": "after", "faces": "unasked", **said}
    return client.post(page, {**said, "photos": list(files)})


def test_thirty_photos_go_in_at_once(clerk, page, site):
    answer = post(clerk, page, *(file(f"IMG_{n}.jpg", n=n) for n in range(30)))
    assert (answer.status_code, answer["Location"]) == (302, f"/kantor/kerja/{site.pk}/")
    assert "30 foto tersimpan" in text(clerk.get(answer["Location"]))
    assert Photo.objects.filter(site=site, shows="after", faces="unasked").count() == 30


def test_a_bad_photo_is_named_while_the_good_ones_go_in(clerk, page):
    answer = post(clerk, page, file(n=1), file("catatan <b>.jpg", b"bukan foto"), file("IMG_2.jpg", n=2))
    shown = text(answer)
    assert (answer.status_code, Photo.objects.count()) == (422, 2)
    assert "2 foto tersimpan, 1 tidak masuk" in shown and "Foto tidak dapat dibaca" in shown
    assert "catatan &lt;b&gt;.jpg" in answer.content.decode()


def test_the_form_that_comes_back_takes_effect_again(clerk, page):
    answer = post(clerk, page, file("x.jpg", b"x"))
    again = answer.content.decode().partition('name="token" value="')[2].partition('"')[0]
    said = {"token": again, "shows": "before", "faces": "unasked", "photos": [file(n=3)]}
    assert clerk.post(page, said).status_code == 302
    assert Photo.objects.get().shows == "before"


def test_the_thirty_first_is_named_and_not_looked_at(clerk, page):
    answer = post(clerk, page, *(file(f"IMG_{n}.jpg", n=n) for n in range(31)))
    assert (answer.status_code, Photo.objects.count()) == (422, 30)
    assert "IMG_30.jpg" in text(answer) and "Paling banyak 30 foto" in text(answer)


def test_a_photo_that_is_too_big_is_named_with_its_size(clerk, page):
    answer = post(clerk, page, file("besar.jpg", b"\xff" * (MOST_BYTES + 1)), file(n=1))
    assert (answer.status_code, Photo.objects.count()) == (422, 1)
    assert "besar.jpg" in text(answer) and "paling besar 20 MB" in text(answer)


def test_nothing_chosen_is_said(clerk, page):
    answer = post(clerk, page)
    assert answer.status_code == 422 and "belum ada berkas yang dipilih" in text(answer)


def test_more_than_the_limit_is_refused_before_it_is_read(clerk, page, monkeypatch):
    monkeypatch.setattr(photo_uploads, "MOST_MIB", 0)
    answer = post(clerk, page, file())
    assert answer.status_code == 413 and "terlalu besar" in text(answer)


def test_a_post_without_a_token_of_the_session_is_refused(cast, page):
    client = logged_in(cast, "rini")
    client.handler.enforce_csrf_checks = True
    said = {"token": str(uuid7()), "shows": "after", "photos": [file()]}
    assert client.post(page, said).status_code == 403
    assert not Photo.objects.exists()


def test_whoever_is_not_logged_in_sends_nothing(client, page):
    assert client.post(page, {"photos": [file()]}).status_code == 302
    assert not Photo.objects.exists()


def test_consent_comes_with_the_photos(clerk, page):
    assert "Boleh ditolak, dan boleh ditarik lagi" in text(clerk.get(page))
    post(clerk, page, file(), faces="agreed")
    assert Photo.objects.get().faces == "agreed"


def test_what_is_shown_is_taken_from_the_link(clerk, page):
    shown = clerk.get(f"{page}?tampak=sebelum").content.decode()
    assert re.search(r'value="before"[^>]* checked', shown)
    assert re.search(r'value="after"[^>]* checked', clerk.get(page).content.decode())


def test_the_sheet_for_the_report_is_offered_once_a_photo_may_leave_the_office(clerk, event, photo, rini):
    sheet, board = f"/kantor/kegiatan/{event.pk}/foto/lembar.pdf", f"/kantor/kegiatan/{event.pk}/kerja/"
    shown = clerk.get(board)
    assert sheet not in shown.content.decode() and "1 foto hanya untuk kantor" in text(shown)
    assert "Belum ada foto yang boleh keluar dari kantor" in text(clerk.get(sheet, follow=True))
    photos.note_faces(photo.pk, "none", by=rini, at=ON_DAY, id=uuid7())
    for page in (board, f"/kantor/kegiatan/{event.pk}/laporan/"):
        assert sheet in clerk.get(page).content.decode()
    answer = clerk.get(sheet)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert 'filename="foto-20261127.pdf"' in answer["Content-Disposition"]


def test_photos_of_the_event_as_a_whole(clerk, event):
    page = f"/kantor/kegiatan/{event.pk}/foto/"
    assert post(clerk, page, file()).status_code == 302
    row = Photo.objects.get()
    assert (row.site, row.shows) == (None, "other")
    assert f"/kantor/foto/{row.pk}/kecil.jpg" in clerk.get(f"/kantor/kegiatan/{event.pk}/kerja/").content.decode()


# Serving


def test_a_photo_is_served_and_kept_by_no_cache(clerk, photo):
    for size, wide in (("utuh", 64), ("kecil", 64)):
        answer = clerk.get(f"/kantor/foto/{photo.pk}/{size}.jpg")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
        picture = Image.open(io.BytesIO(answer.content))
        assert (picture.width, dict(picture.getexif())) == (wide, {})


def test_nobody_else_gets_it(client, login, photo):
    path = f"/kantor/foto/{photo.pk}/utuh.jpg"
    assert client.get(path).status_code == 302
    assert login("zul").get(path).status_code == 404
    assert login("ruslan").get(path).status_code == 403


def test_one_photo_tells_when_and_by_whom(clerk, photo):
    shown = text(clerk.get(f"/kantor/foto/{photo.pk}/"))
    for said in (
        "Jumat, 27 November 2026, 07.45 WIB",
        "09.00 WIB",
        "Rini Astuti",
        "Hanya untuk kantor",
        photo.sha256[:16],
    ):
        assert said in shown


def test_consent_is_noted_and_taken_back(clerk, photo):
    page = f"/kantor/foto/{photo.pk}/"
    assert clerk.post(page, {"token": token(clerk, page), "faces": "agreed"}).status_code == 302
    assert "Boleh untuk umum" in text(clerk.get(page)) and "Dicatat setuju" in text(clerk.get(page))
    assert clerk.post(page, {"token": token(clerk, page), "faces": "unasked"}).status_code == 302
    assert "Hanya untuk kantor" in text(clerk.get(page))


def test_a_photo_is_dropped_with_a_reason(clerk, photo, site):
    page = f"/kantor/foto/{photo.pk}/hapus/"
    assert clerk.post(page, {"token": token(clerk, page), "reason": ""}).status_code == 422
    answer = clerk.post(page, {"token": token(clerk, page), "reason": "buram"})
    assert answer["Location"] == f"/kantor/kerja/{site.pk}/"
    assert clerk.get(f"/kantor/foto/{photo.pk}/utuh.jpg").status_code == 404
    assert photos.photos_of(site.event) == []
