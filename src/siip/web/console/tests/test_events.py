"""The pages of events: planning a Friday, and changing the plan."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.programme.models import Event, Programme
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import token
from tests.cast import AT, PLAJU_ILIR, logged_in

pytestmark = pytest.mark.django_db
LIST, NEW = "/kantor/kegiatan/", "/kantor/kegiatan/baru/"
PLAN = f"{NEW}?kelurahan=16.71.14.1003"
NIK = "1671145708850001"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield AT


@pytest.fixture
def clerk(login):
    return login("rini")


def typed(**other):
    said = {
        "programme": str(Programme.objects.get().pk), "on": "27-11-2026", "starts": "7", "ends": "9.30",
        "street": "Jalan DI Panjaitan", "gathering": "depan kantor lurah", "bring": "sapu\r\ncangkul",
        "services": ["domisili_orang", "ktp_el"], "rts": [f"{PLAJU_ILIR}02/07/", f"{PLAJU_ILIR}02/07a/"],
    }  # fmt: skip
    return {**said, **other}


def post(client, path, **said):
    return client.post(path, {"token": token(client, path), **said})


@pytest.fixture
def planned(clerk, cast):
    team = {"orang_1": str(cast.people["ruslan"].pk), "tugas_1": "ketua RT 07"}
    assert post(clerk, PLAN, **typed(**team)).status_code == 302
    return Event.objects.get()


def test_a_longer_list_asks_no_more_questions(clerk, cast, planned):
    with CaptureQueriesContext(connection) as one:
        clerk.get(LIST)
    for day in ("4-12-2026", "11-12-2026"):
        assert post(clerk, PLAN, **typed(on=day)).status_code == 302
    with CaptureQueriesContext(connection) as three:
        assert clerk.get(LIST).content.decode().count("Jalan DI Panjaitan") == 3
    assert len(three) == len(one) <= 10


def test_a_plan_outlives_its_session(client, clerk):
    page = client.post(PLAN, typed(token=token(clerk, PLAN)))
    assert page.status_code == 422 and "Sesi Anda sudah berakhir" in text(page)
    assert page.content.decode().count('name="rts"') == 2 and not Event.objects.exists()


def test_a_plan_with_a_stale_token_is_shown_again_and_not_saved(cast):
    client = logged_in(cast, "rini")
    client.handler.enforce_csrf_checks = True
    page = client.post(PLAN, typed(token=str(uuid7())))
    assert page.status_code == 422 and "Isian Anda masih ada" in text(page) and not Event.objects.exists()


def test_where_comes_first_since_rt_belong_to_a_kelurahan(clerk):
    page = text(clerk.get(NEW))
    assert "Di kelurahan mana?" in page and "Kelurahan Plaju Ilir" in page


def test_whoever_plans_for_one_kelurahan_is_not_asked_where(login):
    page = text(login("hendra").get(NEW))
    assert "Rencanakan kegiatan di Kelurahan Plaju Ilir" in page


def test_a_fresh_form_holds_what_is_usual(clerk):
    body = clerk.get(PLAN).content.decode()
    for usual in ('value="27-11-2026"', 'value="07.00"', 'value="09.30"', "RT 07a / RW 02"):
        assert usual in body


def test_a_friday_is_planned_and_shown(planned, clerk):
    assert (planned.wilayah.path, planned.street, planned.bring) == (PLAJU_ILIR, "Jalan DI Panjaitan", "sapu cangkul")
    page = text(clerk.get(f"{LIST}{planned.pk}/"))
    for said in ("Jalan DI Panjaitan", "07.00 WIB", "09.30 WIB", "Surat Keterangan Domisili", "RT 07a", "Ruslan"):
        assert said in page
    assert "Terima permohonan" not in page
    assert "1 kegiatan akan datang" in text(clerk.get(LIST))


CLOSED = "25 Desember 2026: Hari Raya Natal. Boleh, tetapi kantor tutup."


def test_a_friday_may_be_planned_on_a_holiday_and_its_page_says_what_day_it_is(clerk, login):
    made = post(clerk, PLAN, **typed(on="25-12-2026"))
    assert made.status_code == 302 and CLOSED in text(clerk.get(made["Location"]))
    page = clerk.get(made["Location"]).content.decode()
    assert f'{CLOSED} <a href="{made["Location"]}ubah/">Ubah tanggalnya</a>' in page
    assert "Ubah tanggalnya" not in text(login("agus").get(made["Location"]))
    assert CLOSED in text(clerk.get(f"{made['Location']}ubah/"))
    with time_machine.travel(Event.objects.get().ends_at + timedelta(minutes=1), tick=False):
        page = text(login("rini").get(made["Location"]))
        assert "Jalan DI Panjaitan" in page and "kantor tutup" not in page


def test_the_form_says_so_of_the_day_it_proposes_and_of_one_that_was_typed(clerk, login):
    assert "kantor tutup" not in text(clerk.get(PLAN))
    page = post(clerk, PLAN, **typed(on="25-12-2026", street=""))
    assert page.status_code == 422 and CLOSED in text(page)
    for on in ("", "32-12-2026", "26-12-2026"):
        assert "kantor tutup" not in text(post(clerk, PLAN, **typed(on=on, street="")))
    with time_machine.travel(AT + timedelta(days=28), tick=False):
        assert CLOSED in text(login("rini").get(PLAN))


def test_residents_read_no_more_of_a_holiday_than_of_any_friday(client, clerk):
    assert post(clerk, PLAN, **typed(on="25-12-2026")).status_code == 302
    page = text(client.get("/jadwal/"))
    assert "Jalan DI Panjaitan" in page and "Natal" not in page


def test_on_its_day_an_event_leads_to_the_counter(planned, login):
    with time_machine.travel(planned.starts_at, tick=False):
        assert f"tempat=kegiatan-{planned.pk}" in login("rini").get(f"{LIST}{planned.pk}/").content.decode()
        assert "Terima permohonan" not in text(login("hendra").get(f"{LIST}{planned.pk}/"))


def test_sending_twice_plans_once(clerk):
    said = typed() | {"token": token(clerk, PLAN)}
    assert clerk.post(PLAN, said)["Location"] == clerk.post(PLAN, said)["Location"]
    assert (Event.objects.count(), Entry.objects.filter(act="programme.plan_event").count()) == (1, 1)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"on": ""}, "belum diisi"),
        ({"on": "30-2-2026"}, "tidak ada di kalender"),
        ({"on": "27-11-2020"}, "sudah lewat"),
        ({"on": "27-11-2028"}, "lebih dari setahun"),
        ({"starts": "25"}, "tidak kami pahami"),
        ({"ends": "6.30"}, "tidak sesudah mulai"),
        ({"street": ""}, "belum diisi"),
        ({"street": f"Jalan {NIK}"}, "seperti NIK"),
        ({"street": "Jalan\x00"}, "tidak terlihat"),
        ({"gathering": "depan \u202ekantor"}, "tidak terlihat"),
        ({"services": ["raja"]}, "dari daftar"),
        ({"rts": ["16/71/14/1001/01/01/"]}, "dari daftar"),
        ({"programme": "x"}, "dari daftar"),
        ({"tugas_1": "loket 1"}, "Pilih petugasnya"),
    ],
)
def test_a_refused_plan_says_why_and_keeps_what_was_typed(clerk, said, why):
    page = post(clerk, PLAN, **typed(**said))
    assert page.status_code == 422 and why in text(page)
    assert 'value="depan' in unescape(page.content.decode()) and not Event.objects.exists()


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "=cmd|' /C calc'!A0", "<script>alert(1)</script>"])
def test_a_hostile_street_is_shown_as_text(clerk, name):
    page = clerk.get(post(clerk, PLAN, **typed(street=name))["Location"]).content.decode()
    assert "<script>alert" not in page and name in unescape(page)


def test_a_plan_is_changed_and_keeps_its_team(planned, clerk):
    path = f"{LIST}{planned.pk}/ubah/"
    body = clerk.get(path).content.decode()
    assert 'value="27-11-2026"' in body and 'value="ketua RT 07"' in body and "Jalan DI Panjaitan" in body
    team = {"orang_1": str(planned.team.get().person_id), "tugas_1": "ketua RT 07"}
    assert post(clerk, path, **typed(street="Jalan Pertahanan", rts=[], **team)).status_code == 302
    planned.refresh_from_db()
    assert (planned.street, planned.revision, planned.rts.count(), planned.team.count()) == (
        "Jalan Pertahanan", 1, 0, 1,
    )  # fmt: skip


def test_the_form_has_room_for_a_team_of_any_size(planned, clerk, cast):
    for key in ("rini", "yuli", "agus", "nyimas"):
        planned.team.create(person=cast.people[key], role="loket")
    assert 'name="orang_7"' in clerk.get(f"{LIST}{planned.pk}/ubah/").content.decode()


def test_a_second_event_at_the_same_place_and_time_is_refused(planned, clerk):
    page = post(clerk, PLAN, **typed())
    assert page.status_code == 422 and "sudah direncanakan" in text(page)


def test_without_a_programme_nothing_is_planned(clerk):
    Programme.objects.all().delete()
    assert "Belum ada program" in text(clerk.get(NEW))


def test_who_may_not_plan_is_told_so(login, planned):
    assert login("agus").get(NEW).status_code == 403
    assert login("zul").get(f"{LIST}{planned.pk}/").status_code == 404
    assert "Jalan DI Panjaitan" not in text(login("zul").get(LIST))


def test_pages_take_few_queries(planned, clerk, django_assert_max_num_queries):
    clerk.get(LIST)
    for path, most in ((LIST, 11), (f"{LIST}{planned.pk}/", 17), (PLAN, 15), (f"{LIST}{planned.pk}/ubah/", 18)):
        with django_assert_max_num_queries(most):
            assert clerk.get(path).status_code == 200


def test_whoever_does_not_plan_sees_the_event_and_the_pages_of_its_day(planned, login):
    seklur, page = login("nyimas"), f"{LIST}{planned.pk}/"
    shown = seklur.get(page).content.decode()
    assert planned.street in text(seklur.get(LIST)) and "Panggilan dan jawaban" in shown
    assert f"{page}ubah/" not in shown and f"{page}pindah/" not in shown
    assert f"{page}panggilan/" in seklur.get("/kantor/").content.decode()
    assert [seklur.get(f"{page}{act}/").status_code for act in ("ubah", "pindah", "batal")] == [403, 403, 403]


def test_the_pages_of_the_day_end_with_a_cancelled_event(planned, clerk):
    Event.objects.filter(pk=planned.pk).update(cancelled_at=AT, cancelled_reason="Hujan", revision=1, revised_at=AT)
    assert "Panggilan dan jawaban" not in text(clerk.get(f"{LIST}{planned.pk}/"))
