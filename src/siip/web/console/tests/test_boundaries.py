"""A file of boundaries sent at the console, what came of it, and where its outlines are shown."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from siip.kernel.models import Entry
from siip.programme.models import Event
from siip.web.console.tests.test_events import PLAN, post, typed
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import token
from siip.wilayah.models import Boundary
from siip.wilayah.rules.geojson import MOST_BYTES
from siip.wilayah.tests.boundary_files import collection, feature, square
from tests.cast import AT, logged_in

PAGE = "/kantor/wilayah/batas/"
ILIR = "/kantor/wilayah/1003/batas/"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def dewi(cast: Any) -> Client:
    return logged_in(cast, "dewi")


def upload(client: Client, content: bytes, path: str = PAGE, name: str = "batas.geojson", **said: str) -> Any:
    usual = {"token": said.get("token") or token(client, path), "source": "Tata Pemerintahan", "licence": ""}
    return client.post(path, usual | said | {"file": SimpleUploadedFile(name, content)})


GOOD = collection(
    feature(square(), nama="Plaju Ilir"),
    feature(square(), nama="<b>Atlantis</b>"),
    feature(square(), kode="16.71.01.1001"),
)


def test_a_file_is_sent_and_what_came_of_it_is_told(dewi: Client) -> None:
    answer = upload(dewi, GOOD)
    page = text(answer)
    assert answer.status_code == 200 and "1 batas masuk, 1 ditolak" in page
    assert "Masuk: Kelurahan Plaju Ilir." in page and "1 bidang terletak di luar Kecamatan Plaju" in page
    assert "<b>Atlantis" not in answer.content.decode() and "tidak ditemukan di wilayah ini" in page
    assert Boundary.objects.get().source == "Tata Pemerintahan"


def test_sent_twice_or_reloaded_it_goes_in_once(dewi: Client) -> None:
    same = token(dewi, PAGE)
    first, again = (text(upload(dewi, GOOD, token=same)) for _ in range(2))
    assert "1 batas masuk" in first and "1 batas di berkas ini sudah tercatat persis sama" in again
    assert (Boundary.objects.count(), Entry.objects.filter(act="wilayah.import_boundaries").count()) == (1, 1)


@pytest.mark.parametrize(
    ("content", "name", "said", "why"),
    [
        (b"", "batas.geojson", {}, "kosong"),
        (b"PK", "batas.zip", {}, "bukan berkas .geojson atau .json"),
        (b"{", "batas.json", {}, "bukan GeoJSON yang utuh"),
        (b"[" * 100_000, "batas.json", {}, "bukan GeoJSON yang utuh"),
        (b"{}", "batas.json", {}, "bukan kumpulan batas"),
        (b" " * (MOST_BYTES + 1), "batas.json", {}, "lebih dari 5 MB"),
        (GOOD, "batas.json", {"source": ""}, "belum diisi"),
        (GOOD, "batas.json", {"source": "1671140303880001"}, "seperti NIK"),
        (collection(feature(square()), crs={"properties": {"name": "EPSG:32748"}}), "b.json", {}, "meter"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_at_its_field(
    dewi: Client, content: bytes, name: str, said: dict[str, str], why: str
) -> None:
    answer = upload(dewi, content, name=name, **said)
    assert answer.status_code == 422 and why in text(answer)
    assert not Boundary.objects.exists()


def test_the_page_of_a_kelurahan_shows_its_boundary_with_its_source(dewi: Client) -> None:
    assert "Peta batas" not in dewi.get("/kantor/wilayah/1003/").content.decode()
    upload(dewi, GOOD, ILIR, licence="ODbL")
    page = dewi.get("/kantor/wilayah/1003/")
    assert "Peta batas Kelurahan Plaju Ilir" in page.content.decode()
    assert "Batas dari Tata Pemerintahan, dapat meleset. ODbL." in text(page)


def test_a_source_is_text_and_never_markup(dewi: Client) -> None:
    upload(dewi, GOOD, source="<script>alert(1)</script>")
    assert "<script>alert" not in dewi.get("/kantor/wilayah/1003/").content.decode()


def test_the_event_page_shows_the_point_and_warns_when_it_lies_outside(dewi: Client, cast: Any) -> None:
    upload(dewi, GOOD)
    rini = logged_in(cast, "rini")
    assert post(rini, PLAN, **typed(point="-2.995, 104.805")).status_code == 302
    event = Event.objects.get()
    for longitude, is_warned in (("104.805", False), ("104.811", True)):
        Event.objects.update(longitude=longitude)
        page = text(rini.get(f"/kantor/kegiatan/{event.pk}/"))
        assert "Letak kegiatan" in page and "Batas dari Tata Pemerintahan, dapat meleset." in page
        assert ("Titik kegiatan sekitar 110 meter di luar batas ini" in page) == is_warned


def test_what_lies_far_from_the_events_is_asked_about_first(dewi: Client, cast: Any) -> None:
    assert post(logged_in(cast, "rini"), PLAN, **typed(point="-2.995, 104.805")).status_code == 302
    far = collection(feature(square(3), nama="Plaju Ilir"))
    answer = upload(dewi, far)
    assert answer.status_code == 422 and "sekitar 333 km dari titik kegiatan" in text(answer)
    assert "Belum ada yang dimasukkan" in text(answer) and not Boundary.objects.exists()
    answer = upload(dewi, far, is_far_meant="on")
    assert answer.status_code == 200 and "sekitar 333 km dari titik kegiatan" in text(answer)
    assert Boundary.objects.count() == 1


def test_equal_refusals_stand_in_one_row(dewi: Client) -> None:
    open_ = {"type": "Polygon", "coordinates": [square()["coordinates"][0][:4]]}
    page = text(upload(dewi, collection(*[feature(open_, nama=n) for n in ("Plaju Ilir", "Plaju Ulu", "Komperta")])))
    assert page.count("Garis batasnya tidak tertutup") == 1 and "0 batas masuk, 3 ditolak" in page
    assert "1, 2, 3" in page and "Plaju Ilir, Plaju Ulu, Komperta" in page
    page = text(upload(dewi, collection(*[feature(square())] * 12)))
    assert "9, 10, dan lainnya: 12 bidang" in page


def test_who_does_not_manage_territory_sends_no_boundaries(cast: Any, dewi: Client) -> None:
    for person in ("rini", "agus"):
        assert logged_in(cast, person).get(PAGE).status_code == 403
        assert upload(logged_in(cast, person), GOOD, token=token(dewi, PAGE)).status_code == 403
    assert not Boundary.objects.exists()


def test_what_is_no_kelurahan_of_here_is_not_found(dewi: Client) -> None:
    for number in ("9999", "..", "35.78.01.1001"):
        assert dewi.get(f"/kantor/wilayah/{number}/batas/").status_code == 404
