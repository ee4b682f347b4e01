"""Photos: thirty at once, the bad named and the good taken in, sealed at rest, public by consent, dropped for good."""

import hashlib
import io
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from PIL import Image

from siip.activity import photos
from siip.activity.models import Photo
from siip.activity.tests.conftest import CORNER, ON_DAY, jpeg, refusal, some
from siip.kernel import crypt, media
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.programme import events
from tests.cast import AT, PLAJU

LATE = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)


def entries(name):
    return Entry.objects.filter(act=f"activity.{name}").count()


def files():
    return {path.name: path.read_bytes() for path in (Path(settings.SIIP.data_dir) / "media/photos").rglob("*")
            if path.is_file()}  # fmt: skip


@pytest.fixture(autouse=True)
def empty_folder(cast):
    for name in files():
        (Path(settings.SIIP.data_dir) / "media/photos" / name[:2] / name).unlink()


@pytest.fixture
def one(send, site):
    return send(some(1), "after", site).photos[0]


def huge_png(side):
    """A PNG of a few hundred bytes that says to be `side` pixels square."""

    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


# Adding


def test_thirty_are_taken_in_at_once(send, site, event):
    made = send(some(30), "after", site)
    assert (len(made.photos), made.left) == (30, ())
    assert (len(photos.photos_of(event)), entries("add_photos"), len(files())) == (30, 1, 60)


def test_a_photo_tells_when_it_was_taken_and_when_it_came(one):
    assert one.captured_at == datetime(2026, 11, 27, 0, 45, 10, tzinfo=UTC)
    assert (one.received_at, one.width, one.height, one.faces) == (ON_DAY, 64, 48, "unasked")


def test_one_bad_photo_is_named_with_its_reason_and_the_good_ones_go_in(send, site):
    bad = [photos.read_photo("catatan.jpg", b"bukan foto"), photos.read_photo("besar.png", huge_png(30_000))]
    made = send([*some(2), *bad], "after", site)
    assert len(made.photos) == 2
    assert [name for name, _ in made.left] == ["catatan.jpg", "besar.png"]
    assert "Foto tidak dapat dibaca" in made.left[0][1]
    assert "60 juta piksel" in made.left[1][1]


def test_only_bad_photos_leave_nothing_and_are_named(send, site):
    made = send([photos.read_photo("a.jpg", b"x")], "before", site)
    assert (made.photos, len(made.left), files()) == ((), 1, {})


def test_what_is_kept_has_no_place_and_no_tail(send, site):
    polyglot = jpeg() + b"PK\x03\x04<script>alert(1)</script>"
    row = send([photos.read_photo("a.jpg", polyglot)], "after", site).photos[0]
    content = photos.picture(row)
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
    assert b"script" not in content
    assert hashlib.sha256(content).hexdigest() == row.sha256 != row.source == hashlib.sha256(polyglot).hexdigest()


def test_nothing_lies_on_the_disk_that_opens_without_a_key(send, site):
    send([photos.read_photo("a.jpg", jpeg(size=(2000, 1000)))], "after", site)
    for name, content in files().items():
        assert hashlib.sha256(content).hexdigest() == name
        assert b"JFIF" not in content and b"Exif" not in content


def test_the_small_picture_is_small(send, site):
    row = send([photos.read_photo("a.jpg", jpeg(size=(2000, 1000)))], "after", site).photos[0]
    assert Image.open(io.BytesIO(photos.picture(row))).size == (1600, 800) == (row.width, row.height)
    assert Image.open(io.BytesIO(photos.picture(row, small=True))).size == (480, 240)


def test_a_photo_of_one_row_does_not_open_at_another(send, site):
    one, other = send(some(2), "after", site).photos
    other.file = one.file
    assert refusal(lambda: photos.picture(other)) == "not-found"


def test_the_same_photo_twice_is_there_once(send, site, event):
    send(some(1), "after", site)
    made = send([*some(2), some(1)[0]], "before", site)
    assert len(made.photos) == 1
    assert [name for name, _ in made.left] == ["IMG_0.jpg", "IMG_0.jpg"]
    assert "sudah ada" in made.left[0][1]
    assert (len(photos.photos_of(event)), len(files())) == (2, 4)


def test_sending_twice_with_one_token_sends_once(send, site):
    token, sent = uuid7(), [*some(2), photos.read_photo("x.jpg", b"x")]
    first, again = send(sent, "after", site, id=token), send(sent, "after", site, id=token)
    assert sorted(one.pk for one in first.photos) == sorted(one.pk for one in again.photos)
    assert first.left == again.left
    assert (Photo.objects.count(), entries("add_photos"), len(files())) == (2, 1, 4)
    assert all(photos.picture(one) for one in again.photos)


def test_a_photo_may_be_of_the_event_as_a_whole(send, event):
    row = send(some(1)).photos[0]
    assert (row.site, row.shows, photos.photos_of(event)) == (None, "other", [row])


def test_another_kelurahan_sends_nothing(send, site, cast):
    assert refusal(lambda: send(some(1), "after", site, by=cast.actor("zul"))) == "no-right"
    assert (files(), Photo.objects.count()) == ({}, 0)


def test_what_cannot_be_sent_is_refused_and_leaves_no_file(send, site, event, plan, rini):
    for code, act in {
        "photos-missing": lambda: send([], "after", site),
        "photos-many": lambda: send(some(31), "after", site),
        "shows-unknown": lambda: send(some(1), "during", site),
        "faces-unknown": lambda: send(some(1), "after", site, faces="smiling"),
        "event-ahead": lambda: send(some(1), "after", site, at=AT),
        "event-over": lambda: send(some(1), "before", site, at=LATE),
        "not-found": lambda: send(some(1), "before", site, on=plan(street="Lorong Lain")),
    }.items():
        assert refusal(act) == code
    assert refusal(lambda: send(some(1), "before")) == "shows-unknown"
    token = uuid7()
    send(some(1), "before", site, at=AT, id=token)
    assert refusal(lambda: send(some(2), "before", site, at=AT, id=token)) == "other-payload"
    assert len(files()) == 2
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: send(some(1), "before", site)) == "event-cancelled"


# Faces


def faces(row, said, by, at=ON_DAY, id=None):
    return photos.note_faces(row.pk, said, by=by, at=at, id=id or uuid7())


def test_a_photo_is_public_only_once_somebody_said_so(one, event, rini):
    assert photos.public_photos(event) == []
    assert refusal(lambda: photos.public_photo(one.pk, PLAJU)) == "not-found"
    row = faces(one, "agreed", rini)
    assert (row.faces, row.faces_at, row.faces_by, row.faces_text) == ("agreed", ON_DAY, rini.person, 1)
    assert photos.public_photos(event) == [row] == [photos.public_photo(one.pk, PLAJU)]
    assert refusal(lambda: photos.public_photo(one.pk, "35/78/01/")) == "not-found"


def test_consent_may_come_with_the_photos(send, site, event):
    agreed, none = send(some(1), "after", site, faces="agreed").photos[0], send(some(2), "after", site, faces="none")
    assert (agreed.faces_text, none.photos[0].faces_text) == (1, 0)
    assert len(photos.public_photos(event)) == 2


def test_consent_is_taken_back(one, event, rini):
    faces(one, "agreed", rini)
    row = faces(one, "unasked", rini)
    assert (row.faces, row.faces_at, row.faces_by, row.faces_text) == ("unasked", None, None, 0)
    assert photos.public_photos(event) == []


def test_nobody_in_the_photo_needs_no_consent(one, rini):
    assert (faces(one, "none", rini).faces_text, photos.public_photo(one.pk, PLAJU).pk) == (0, one.pk)


def test_a_cancelled_event_shows_nothing_to_everybody(send, event, rini):
    row = send(some(1), at=AT).photos[0]
    faces(row, "none", rini)
    events.cancel_event(event.pk, "hujan", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: photos.public_photo(row.pk, PLAJU)) == "not-found"


def test_noting_faces_is_refused_and_done_once(one, rini, cast):
    assert refusal(lambda: faces(one, "smiling", rini)) == "faces-unknown"
    assert refusal(lambda: faces(one, "none", cast.actor("zul"))) == "no-right"
    assert refusal(lambda: photos.note_faces(uuid7(), "none", by=rini, at=AT, id=uuid7())) == "not-found"
    token = uuid7()
    assert faces(one, "none", rini, id=token) == faces(one, "none", rini, id=token)
    assert entries("note_faces") == 1


# Dropping


def drop(row, by, reason="orang di foto keberatan", at=ON_DAY, id=None):
    return photos.drop_photo(row.pk, reason, by=by, at=at, id=id or uuid7())


def test_a_dropped_photo_keeps_its_row_and_reason_only(one, event, rini, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = drop(one, rini)
    assert (row.dropped_at, row.dropped_reason, row.file, files()) == (ON_DAY, "orang di foto keberatan", "", {})
    assert photos.photos_of(event) == []
    assert refusal(lambda: photos.photo(one.pk, by=rini)) == "not-found"
    with pytest.raises(crypt.Unreadable):
        crypt.plain_key(DataKey.objects.get(pk=one.key))


def test_a_dropped_photo_may_be_sent_again(one, send, site, rini):
    drop(one, rini)
    assert len(send(some(1), "after", site).photos) == 1


def test_dropping_is_refused_and_done_once(one, rini, cast):
    assert refusal(lambda: drop(one, rini, "")) == "reason-missing"
    assert refusal(lambda: drop(one, rini, "a" * 201)) == "reason-long"
    assert refusal(lambda: drop(one, rini, "oleh 1671145403880001")) == "nik-in-text"
    assert refusal(lambda: drop(one, cast.actor("zul"))) == "no-right"
    token = uuid7()
    assert drop(one, rini, id=token) == drop(one, rini, id=token)
    assert entries("drop_photo") == 1
    assert refusal(lambda: drop(one, rini)) == "photo-dropped"
    assert refusal(lambda: faces(one, "none", rini)) == "photo-dropped"
    assert refusal(lambda: photos.drop_photo(uuid7(), "x", by=rini, at=AT, id=uuid7())) == "not-found"


# Reading


def test_photos_are_counted_and_paired(send, start, event, rini):
    drain, corner = start(), start(CORNER, kind="sampah")
    before = send(some(2), "before", drain).photos
    after = send([photos.read_photo("n.jpg", jpeg((9, 9, 9)))], "after", drain).photos
    send([photos.read_photo("m.jpg", jpeg((8, 8, 8)))], "after", corner)
    faces(after[0], "none", rini)
    assert photos.figures_of(event) == photos.PhotoFigures(before=2, after=2, other=0, pairs=1, public=1)
    paired = photos.pairs(photos.photos_at([drain])[drain.pk])
    assert {one.pk for one, _ in paired} == {one.pk for one in before}
    assert [other and other.pk for _, other in paired] == [after[0].pk, None]


def test_photos_come_in_the_order_of_the_cameras(send, event):
    late = photos.read_photo("b.jpg", jpeg((1, 1, 1), "2026:11:27 08:30:00"))
    early = photos.read_photo("a.jpg", jpeg((2, 2, 2), "2026:11:27 07:10:00"))
    none = photos.read_photo("c.jpg", jpeg((3, 3, 3), ""))
    send([none, late, early])
    assert [one.captured_at and one.captured_at.hour for one in photos.photos_of(event)] == [0, 1, None]


def test_a_photo_is_out_of_reach_next_door(one, cast, rini):
    assert photos.photo(one.pk, by=rini) == one
    assert refusal(lambda: photos.photo(one.pk, by=cast.actor("zul"))) == "not-found"


def test_a_lost_file_is_no_error_of_ours(one):
    for name in files():
        (Path(settings.SIIP.data_dir) / "media/photos" / name[:2] / name).unlink()
    assert refusal(lambda: photos.picture(one)) == "not-found"


def test_reading_says_who_is_too_big():
    sent = photos.read_photo("besar.jpg", b"\xff\xd8" + b"0" * media.MOST_BYTES)
    assert (sent.photo, "paling besar 20 MB" in sent.reason) == (None, True)


# What the database holds


def test_constraints(one):
    def breaks(name, act):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()

    rows = Photo.objects.filter(pk=one.pk)
    breaks("activity_photo_shows", lambda: rows.update(site=None))
    breaks("activity_photo_shows", lambda: rows.update(shows="during"))
    breaks("activity_photo_faces", lambda: rows.update(faces="agreed"))
    breaks("activity_photo_faces", lambda: rows.update(faces_at=AT))
    breaks("activity_photo_dropped", lambda: rows.update(dropped_at=AT, file="", small_file=""))
    breaks("activity_photo_dropped", lambda: rows.update(file=""))
    breaks("activity_photo_dropped", lambda: rows.update(dropped_at=AT, dropped_reason="x"))
    again = Photo.objects.get(pk=one.pk)
    again.pk = uuid7()
    breaks("activity_photo_once|UNIQUE constraint failed", lambda: again.save(force_insert=True))
