"""What came of a Friday, for everybody: only what was signed, figures with their rows, changes shown as such."""

from datetime import date

import pytest

from siip.activity import photos, sites
from siip.activity.tests.conftest import jpeg
from siip.kernel.ids import uuid7
from siip.letters import letters
from siip.letters.rules import codes
from siip.programme import places
from siip.programme.places import Spot
from siip.reporting import baselines, closings
from siip.reporting.models import Closing
from siip.services import requests
from siip.services.intake import Intake
from siip.services.tests.conftest import ANSWERS, PAPERS
from siip.web.public.tests import stage
from siip.web.public.tests.conftest import weight
from tests.cast import AT, PLAJU, PLAJU_ILIR


@pytest.fixture
def past(cast):
    return stage.plan(cast, on=date(2026, 11, 20))


@pytest.fixture
def take(cast, past):
    def take(name="Siti Maryam"):
        intake = Intake("domisili_orang", ANSWERS | {"nama": name}, "", past.pk)
        return requests.take_request(
            intake, PAPERS, code=codes.code_from(uuid7().bytes + b"abc"), by=cast.actor("rini"), at=AT, id=uuid7()
        )

    return take


@pytest.fixture
def closed(cast, past, desk):
    """Closes the day of 20 November; `closed(is_signed=False)` leaves the report on its way."""

    def close(is_signed=True, note="Cuaca cerah."):
        code = codes.code_from(b"r" * 19)
        row = closings.close_event(past.pk, note=note, code=code, by=cast.actor("rini"), at=AT, id=uuid7())
        if is_signed:
            letters.paraf_letter(row.letter_id, by=cast.actor("nyimas"), at=AT, id=uuid7())
            lurah = cast.actor("hendra")
            letters.sign_and_number([row.letter_id], proof=cast.proof("hendra"), by=lurah, at=AT, id=uuid7())
        return Closing.objects.get(pk=row.pk)

    return close


def test_before_anything_was_closed_it_says_so(read, cast):
    page = read("/hasil/")
    assert "Belum ada hasil yang terbit" in page and "/jadwal/" in page


def test_a_report_on_its_way_is_on_no_page(client, read, closed, past):
    closed(is_signed=False)
    assert "Jalan DI Panjaitan" not in read("/hasil/")
    assert client.get(f"/hasil/{past.pk}/").status_code == 404


def test_a_signed_day_is_listed_and_opens(read, closed, past, take):
    take()
    row = closed()
    assert f'<a href="/hasil/{past.pk}/"><b>Jumat, 20 November 2026, Jalan DI Panjaitan</b>' in read("/hasil/")
    page = read(f"/hasil/{past.pk}/")
    assert "Jumat, 20 November 2026" in page and "Cuaca cerah." in page and row.letter.number in page


def test_every_large_figure_leads_to_its_rows_on_the_page(read, closed, past, take):
    take()
    take("Ahmad Fauzi")
    closed()
    page = read(f"/hasil/{past.pk}/")
    assert '<a class="stat" href="#permohonan"><b>2</b>permohonan diterima</a>' in page
    assert '<h2 id="permohonan">Permohonan diterima: 2 permohonan</h2>' in page
    assert "<dt>Surat Keterangan Domisili</dt><dd>2</dd>" in page


def test_nobody_is_named(read, closed, past, take):
    take("Qasidah Zubaidah")
    closed()
    assert "Qasidah" not in read(f"/hasil/{past.pk}/") + read("/hasil/")


def test_what_came_afterwards_is_shown_as_such(read, closed, past, take):
    take()
    closed()
    take("Ahmad Fauzi")
    page = read(f"/hasil/{past.pk}/")
    assert "Menyusul sesudah hari ditutup:" in page and "permohonan diterima 1 menjadi 2" in page
    assert '<h2 id="permohonan">Permohonan diterima: 1 permohonan</h2>' in page


def test_a_day_with_nothing_done_says_nihil(read, closed, past):
    closed(note="")
    assert "(NIHIL)" in read(f"/hasil/{past.pk}/") and "NIHIL" in read("/hasil/")


def test_a_revoked_report_leaves_the_pages(client, closed, past, cast):
    row = closed()
    letters.revoke_letter(row.letter_id, reason="keliru", by=cast.actor("hendra"), at=AT, id=uuid7())
    assert client.get(f"/hasil/{past.pk}/").status_code == 404


def test_how_things_stood_before_stands_beneath_the_list(read, cast):
    said = baselines.Before(60, None, None, "Januari sampai Juni 2026", "buku agenda kelurahan")
    baselines.state_baseline(PLAJU, said, by=cast.actor("rini"), at=AT, id=uuid7())
    page = read("/hasil/")
    assert "Sebelum program ini" in page and "<dd>60</dd>" in page and "buku agenda kelurahan" in page
    assert "Aduan sebulan" not in page


@pytest.fixture
def shown(cast, past):
    """Puts photos of a drain before and after; `shown("agreed")`."""

    def shown(*faces):
        said = {"by": cast.actor("rini"), "at": AT}
        spot = places.add_place(PLAJU_ILIR, Spot("Saluran depan SD 12", 1), id=uuid7(), **said)
        site = sites.open_site(past.pk, spot.pk, "saluran", id=uuid7(), **said)
        sent = [photos.read_photo(f"{n}.jpg", jpeg((n * 40, 90, 60), "2026:11:20 07:45:10")) for n in range(len(faces))]
        return [
            photos.add_photos(past.pk, [one], shows=("before", "after")[n % 2], site_id=site.pk, faces=how, id=uuid7(),
                              **said).photos[0]
            for n, (one, how) in enumerate(zip(sent, faces, strict=True))
        ]  # fmt: skip

    return shown


def test_a_place_is_shown_before_and_after(client, read, closed, past, shown):
    before, after = shown("none", "agreed")
    closed()
    page = read(f"/hasil/{past.pk}/")
    assert "Sebelum dan sesudah" in page and f'<img src="/hasil/{past.pk}/foto/{after.pk}.jpg"' in page
    assert "Saluran depan SD 12, 07.45 WIB dan 07.45 WIB" in page and 'loading="lazy"' in page
    picture = client.get(f"/hasil/{past.pk}/foto/{before.pk}.jpg")
    assert picture["Content-Type"] == "image/jpeg" and picture["Cache-Control"] == "public, max-age=60"
    assert picture.content.startswith(b"\xff\xd8") and b"GPS" not in picture.content


def test_whose_face_was_not_asked_about_is_shown_nowhere(client, read, closed, past, shown):
    rows = shown("unasked", "agreed")
    closed()
    assert "Sebelum dan sesudah" not in read(f"/hasil/{past.pk}/")
    assert client.get(f"/hasil/{past.pk}/foto/{rows[0].pk}.jpg").status_code == 404


def test_a_consent_that_is_taken_back_takes_the_photo_from_the_page(client, read, closed, past, shown, cast):
    rows = shown("agreed", "agreed")
    closed()
    photos.note_faces(rows[0].pk, "unasked", by=cast.actor("rini"), at=AT, id=uuid7())
    assert client.get(f"/hasil/{past.pk}/foto/{rows[0].pk}.jpg").status_code == 404
    assert "Sebelum dan sesudah" not in read(f"/hasil/{past.pk}/")


def test_before_the_report_is_signed_no_photo_is_shown(client, closed, past, shown):
    rows = shown("agreed", "agreed")
    closed(is_signed=False)
    assert client.get(f"/hasil/{past.pk}/foto/{rows[0].pk}.jpg").status_code == 404


def test_a_fridays_page_weighs_at_most_8_kb(client, closed, past, take):
    take()
    closed()
    assert weight(client.get(f"/hasil/{past.pk}/")) <= 8 * 1024
