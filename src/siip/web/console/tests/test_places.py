"""The pages of places, and places in the plan of an event."""

from datetime import UTC, datetime

import pytest
import time_machine

from siip.programme.models import Event, EventPlace, Place
from siip.web.console.tests.test_events import LIST, PLAN, post, typed
from siip.web.console.tests.test_log_in import text
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db
PLACES, NEW = "/kantor/tempat/", "/kantor/tempat/baru/?kelurahan=16.71.14.1003"
SPOT = {"name": "Saluran depan SD 12", "kind": "1", "rt": f"{PLAJU_ILIR}02/07/", "point": "", "note": ""}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield AT


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def place(clerk):
    assert post(clerk, NEW, **SPOT).status_code == 302
    return Place.objects.get()


def test_an_empty_list_says_how_to_begin(login):
    assert "Belum ada tempat yang tercatat" in text(login("hendra").get(PLACES))


def test_a_place_is_added_and_shown_on_the_map(place, clerk):
    page = clerk.get(f"{PLACES}?kelurahan=16.71.14.1003").content.decode()
    for said in ("Saluran depan SD 12", "Selokan", "RT 07 / RW 02", "Dipakai", 'role="img"', "Tempat: 1"):
        assert said in page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": ""}, "belum diisi"),
        ({"point": "depan SD"}, "tidak kami pahami"),
        ({"point": "51.5, -0.12"}, "di luar Indonesia"),
        ({"rt": "16/71/14/1001/01/01/"}, "dari daftar"),
        ({"kind": "77"}, "dari daftar"),
        ({"name": "Rumah 1671145708850001"}, "seperti NIK"),
    ],
)
def test_a_refused_place_says_why_and_keeps_what_was_typed(clerk, said, why):
    page = post(clerk, NEW, **{**SPOT, "note": "tutupnya berat", **said})
    assert page.status_code == 422 and why in text(page)
    assert 'value="tutupnya berat"' in page.content.decode() and not Place.objects.exists()


def test_a_place_is_changed_and_keeps_its_point(place, clerk):
    path = f"{PLACES}{place.pk}/ubah/"
    assert post(clerk, path, **{**SPOT, "name": "Saluran SD 12", "point": "-2.99412, 104.80321"}).status_code == 302
    page = clerk.get(path).content.decode()
    assert 'value="Saluran SD 12"' in page and 'value="-2.994120, 104.803210"' in page


def test_a_place_is_retired_with_a_reason(place, clerk):
    path = f"{PLACES}{place.pk}/akhiri/"
    assert post(clerk, path, reason="").status_code == 422
    assert post(clerk, path, reason="sudah ditutup beton").status_code == 302
    assert "sudah ditutup beton" in text(clerk.get(f"{PLACES}{place.pk}/"))
    assert "Diakhiri" in text(clerk.get(f"{PLACES}?kelurahan=16.71.14.1003"))


def test_a_plan_takes_a_place_and_adds_one_in_a_line(place, clerk):
    said = typed(places=[str(place.pk)], tempat_baru="Simpang tiga", tempat_jenis="2", tempat_rt="", counters="2")
    path = post(clerk, PLAN, **said, tier="rtrw", point="-2.99412, 104.80321")["Location"]
    page = text(clerk.get(path))
    for word in ("Saluran depan SD 12", "Simpang tiga", "Tingkat RT/RW", "A, B", "Titik di peta -2.994120, 104.803210"):
        assert word in page
    assert "Titik kerja 2" in page and "empat kerja" not in page
    assert EventPlace.objects.count() == 2


def test_the_form_of_a_plan_says_titik_kerja_and_what_the_tier_changes(place, clerk):
    form = text(clerk.get(PLAN))
    assert "Titik kerja" in form and "Titik di peta" in form and "empat kerja" not in form
    assert "Siapa yang menyelenggarakan. Tampil di halaman kegiatan; RT, loket, dan layanan tidak berubah." in form


def test_a_refused_plan_keeps_the_place_that_was_typed_and_adds_none(place, clerk):
    page = post(clerk, PLAN, **typed(tempat_baru="saluran depan sd 12", pemimpin=""))
    assert page.status_code == 422 and "sudah ada" in text(page)
    assert 'value="saluran depan sd 12"' in page.content.decode()
    assert (Place.objects.count(), Event.objects.count()) == (1, 0)


def test_a_revised_plan_keeps_its_leader_places_and_point(place, clerk, cast):
    lead = {"pemimpin": str(cast.people["hendra"].pk), "penyambut": str(cast.people["rini"].pk)}
    line = {"orang_1": str(cast.people["yuli"].pk), "bagian_1": "loket", "tugas_1": ""}
    said = typed(places=[str(place.pk)], point="-2.99412, 104.80321", counters="3", **lead, **line)
    path = post(clerk, PLAN, **said)["Location"]
    page = clerk.get(f"{path}ubah/").content.decode()
    for word in ('value="-2.994120, 104.803210"', 'value="3" selected', 'value="loket" selected'):
        assert word in page
    assert page.count(" checked") == 5
    for one in (lead["pemimpin"], lead["penyambut"], line["orang_1"]):
        assert f'value="{one}" selected' in page


def test_a_place_that_a_coming_event_needs_is_not_retired(place, clerk, login):
    post(clerk, PLAN, **typed(places=[str(place.pk)]))
    page = post(clerk, f"{PLACES}{place.pk}/akhiri/", reason="hilang")
    assert page.status_code == 422 and "masih ada dalam rencana" in text(page)
    with time_machine.travel(datetime(2026, 11, 28, tzinfo=UTC), tick=False):
        assert post(login("rini"), f"{PLACES}{place.pk}/akhiri/", reason="hilang").status_code == 302


def test_the_lurah_next_door_sees_nothing_of_it(place, login):
    assert login("zul").get(f"{PLACES}{place.pk}/").status_code == 404
    assert "Saluran depan" not in text(login("zul").get(PLACES))
    assert "tidak ada di wilayah Anda" in text(login("zul").get(f"{PLACES}?kelurahan=16.71.14.1003"))


def test_pages_take_few_queries(place, clerk, django_assert_max_num_queries):
    for path, most in ((PLACES, 14), (f"{PLACES}{place.pk}/", 12), (NEW, 12), (LIST, 12)):
        with django_assert_max_num_queries(most):
            assert clerk.get(path).status_code == 200
