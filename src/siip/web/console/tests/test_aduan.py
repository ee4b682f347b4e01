"""The pages of aduan: written down, listed, forwarded, answered, finished; what the public may read."""

import re

import pytest
import time_machine

from siip.followup import aduan
from siip.followup.models import Aduan
from siip.followup.tests.conftest import anybody, event, hendra, lurah, plan, report, rini  # noqa: F401
from siip.followup.tests.test_aduan import BRIBE
from siip.kernel.ids import uuid7
from siip.web.console.tests.test_events import post
from siip.web.console.tests.test_log_in import text
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db
LIST = "/kantor/aduan/"
SAID = {
    "subject": "1", "text": "Sampah menumpuk", "spot": "", "where": "depan masjid", "name": "Siti",
    "phone": "0812 3456 7890", "may_show": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


def press(client, path, **said):
    """Posts without having opened the page: a button, or somebody who may not see it."""
    return client.post(path, {"token": str(uuid7()), **said})


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def lurah_s(login):
    return login("hendra")


def test_an_aduan_is_written_down_at_an_event_with_a_code_for_the_reporter(clerk, event):  # noqa: F811
    answer = post(clerk, f"/kantor/kegiatan/{event.pk}/janji/aduan/", **SAID)
    row = Aduan.objects.get()
    assert (answer.status_code, answer["Location"], row.event, row.source) == (302, f"{LIST}{row.pk}/", event, "event")
    page = clerk.get(answer["Location"])
    shown = text(page)
    for word in ("Sampah menumpuk", "depan masjid, Plaju Ilir", "0812 3456 7890", aduan.code(row), "Belum diputuskan"):
        assert word in shown
    assert "wa.me/6281234567890" in page.content.decode()
    assert "Sampah menumpuk" in text(clerk.get(f"/kantor/kegiatan/{event.pk}/janji/"))


def test_an_aduan_is_written_down_at_the_counter(clerk):
    assert "Data Anda" in text(clerk.get(f"{LIST}baru/"))
    assert post(clerk, f"{LIST}baru/", **SAID, kelurahan=PLAJU_ILIR).status_code == 302
    assert Aduan.objects.get().source == "counter"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"subject": ""}, "belum dipilih"), ({"text": ""}, "belum diisi"),
        ({"text": "1671145708850001"}, "seperti NIK"),
        ({"kelurahan": "16/71/14/"}, "dari daftar"),
    ],
)  # fmt: skip
def test_a_refused_aduan_says_why_and_keeps_what_was_typed(clerk, wrong, why):
    page = post(clerk, f"{LIST}baru/", **{**SAID, "kelurahan": PLAJU_ILIR, **wrong})
    assert page.status_code == 422 and why in text(page)
    assert 'value="depan masjid"' in page.content.decode() and not Aduan.objects.exists()


def test_the_list_says_what_waits_and_what_is_late(login, clerk, report, now):  # noqa: F811
    assert "Belum ada aduan" in text(clerk.get(LIST))
    report()
    assert "1 aduan terbuka" in text(clerk.get(LIST)) and "1 belum diteruskan" in text(clerk.get(LIST))
    now.move_to(AT.replace(day=30))
    clerk = login("rini")
    assert "1 aduan terbuka, 1 lewat tenggat" in text(clerk.get(LIST))
    assert "1 lewat tenggat" in text(clerk.get("/kantor/"))
    assert "Sampah menumpuk" in text(clerk.get(f"{LIST}?keadaan=late"))


def test_an_aduan_is_forwarded_answered_and_finished(lurah_s, report, lurah):  # noqa: F811
    page = f"{LIST}{report().pk}/"
    steps = (
        ("teruskan", {"office": str(lurah.pk), "due": "2026-12-14", "note": "Besok kami lihat"}),
        ("tanggapi", {"note": "Truk datang Kamis"}),
        ("tampilkan", {"text": "Sampah di Lorong Sukarela"}),
        ("selesai", {"note": "Sudah diangkut"}),
    )
    for name, form in steps:
        assert lurah_s.get(f"{page}{name}/").status_code == 200
        assert post(lurah_s, f"{page}{name}/", **form).status_code == 302, name
    shown = text(lurah_s.get(page))
    for word in (
        "Diteruskan kepada Lurah", "tenggat 14 Desember 2026", "Besok kami lihat", "Truk datang Kamis",
        "Selesai menurut petugas", "Sudah diangkut", "Tampil untuk umum", "Sampah di Lorong Sukarela",
    ):  # fmt: skip
        assert word in shown
    assert press(lurah_s, f"{page}tutup/").status_code == 302
    assert "Tidak ditampilkan" in text(lurah_s.get(page))


@pytest.mark.parametrize("name", ["tolak", "bukan-wewenang"])
def test_an_aduan_ends_otherwise(lurah_s, report, name):  # noqa: F811
    page = f"{LIST}{report().pk}/"
    refused = post(lurah_s, f"{page}{name}/", note="")
    assert refused.status_code == 422
    assert post(lurah_s, f"{page}{name}/", note="Itu jalan nasional.").status_code == 302
    assert "Itu jalan nasional." in text(lurah_s.get(page))


def test_the_counter_is_offered_no_decision(clerk, report):  # noqa: F811
    page = f"{LIST}{report().pk}/"
    offered = re.findall(rf'href="{page}([a-z-]+)/"', clerk.get(page).content.decode())
    assert sorted(offered) == ["bukan-wewenang", "selesai", "tanggapi", "teruskan"]
    assert press(clerk, f"{page}tolak/", note="x").status_code == 403
    assert press(clerk, f"{page}tutup/").status_code == 403
    assert clerk.get(f"{page}tutup/").status_code == 405


def test_what_is_about_an_officer_is_written_down_and_read_no_more(clerk, lurah_s, event):  # noqa: F811
    said = {**SAID, "subject": "8", "text": "Diminta uang"}
    answer = post(clerk, f"/kantor/kegiatan/{event.pk}/janji/aduan/", **said)
    row = Aduan.objects.get()
    shown = text(clerk.get(answer["Location"]))
    assert aduan.code(row) in shown and "Hanya dibaca yang berwenang" in shown and "Diminta uang" not in shown
    for who in (clerk, lurah_s):
        assert who.get(f"{LIST}{row.pk}/").status_code == 404
        assert "Belum ada aduan" in text(who.get(LIST))
    assert row.subject == BRIBE.subject


def test_another_kelurahan_sees_none_of_it(login, report):  # noqa: F811
    row = report()
    zul = login("zul")
    assert "Belum ada aduan" in text(zul.get(LIST))
    for name in ("", "teruskan/", "tolak/"):
        assert zul.get(f"{LIST}{row.pk}/{name}").status_code == 404
        assert press(zul, f"{LIST}{row.pk}/{name}", note="x").status_code == 404
    assert zul.get(f"{LIST}{uuid7()}/").status_code == 404


def test_a_long_list_asks_a_fixed_number_of_times(clerk, report, django_assert_max_num_queries):  # noqa: F811
    for _ in range(12):
        report()
    with django_assert_max_num_queries(18):
        assert clerk.get(LIST).status_code == 200
