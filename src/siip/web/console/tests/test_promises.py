"""The pages of promises: noted at an event, listed with owner and date, followed to their end."""

from datetime import date

import pytest
import time_machine

from siip.followup import promises
from siip.followup.models import Promise
from siip.followup.tests.conftest import anybody, drain, event, hendra, lurah, plan, promise, rini  # noqa: F401
from siip.kernel.ids import uuid7
from siip.web.console.tests.test_events import post
from siip.web.console.tests.test_log_in import text
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db
LIST = "/kantor/janji/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


def said(lurah, **other):  # noqa: F811
    usual = {"text": "Tutup got diganti", "spot": "", "where": "", "office": str(lurah.pk), "due": "2026-11-27"}
    return usual | other


def page_of(event):  # noqa: F811
    return f"/kantor/kegiatan/{event.pk}/janji/"


def test_a_promise_is_noted_at_an_event_by_its_text_and_one_tap(clerk, event, lurah):  # noqa: F811
    page = clerk.get(page_of(event)).content.decode()
    # What is chosen without a tap: the lurah, next Friday, the street of the event.
    assert f'value="{lurah.pk}" selected' in page and 'value="2026-11-27" id="id_due_0" checked' in page.replace(
        " required", ""
    ).replace('aria-invalid="true"', "")
    assert post(clerk, page_of(event), **said(lurah)).status_code == 302
    row = Promise.objects.get()
    assert (row.event, row.office, row.due_on, row.place, row.rt) == (event, lurah, date(2026, 11, 27), None, None)
    assert "Tutup got diganti" in text(clerk.get(page_of(event)))


def test_where_and_until_when_are_chosen(clerk, event, lurah, drain):  # noqa: F811
    where = {"spot": f"tempat-{drain.pk}", "due": "lain", "due_on": "18-12-2026", "where": "ujung timur"}
    assert post(clerk, page_of(event), **said(lurah, **where)).status_code == 302
    row = Promise.objects.get()
    assert (row.place, row.due_on) == (drain, date(2026, 12, 18))
    assert post(clerk, page_of(event), **said(lurah, spot=f"rt-{PLAJU_ILIR}02/07/")).status_code == 302
    assert "Saluran depan SD 12, ujung timur, Plaju Ilir" in text(clerk.get(LIST))
    assert "RT 07 / RW 02, Plaju Ilir" in text(clerk.get(LIST))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": ""}, "belum diisi"), ({"text": "Untuk 1671145708850001"}, "seperti NIK"),
        ({"due": "lain"}, "Tulis tanggalnya"), ({"due": "lain", "due_on": "1-1-2026"}, "sudah lewat"),
        ({"due": "lain", "due_on": "1-1-2036"}, "dua tahun"), ({"office": "x"}, "dari daftar"),
        ({"spot": "rt-16/71/14/1001/01/01/"}, "dari daftar"),
    ],
)  # fmt: skip
def test_a_refused_promise_says_why_and_keeps_what_was_typed(clerk, event, lurah, wrong, why):  # noqa: F811
    page = post(clerk, page_of(event), **{**said(lurah, where="ujung timur"), **wrong})
    assert page.status_code == 422 and why in text(page)
    assert 'value="ujung timur"' in page.content.decode() and not Promise.objects.exists()


def test_the_list_says_what_is_late_and_who_owns_it(login, promise, now):  # noqa: F811
    promise(due_on=date(2026, 11, 27))
    assert "1 janji berjalan" in text(login("rini").get(LIST))
    now.move_to(AT.replace(day=28))
    clerk = login("rini")
    page = text(clerk.get(LIST))
    assert "1 janji berjalan, 1 lewat tenggat" in page and "Lurah" in page and "Lewat tenggat (1)" in page
    assert "Tutup got" in text(clerk.get(f"{LIST}?keadaan=late"))
    assert "lewat tenggat" in text(clerk.get("/kantor/"))


def test_an_empty_list_says_how_a_promise_comes_here(clerk):
    assert "Belum ada janji yang tercatat" in text(clerk.get(LIST))


def test_a_promise_is_followed_to_its_end(clerk, promise, cast):  # noqa: F811
    row = promise()
    page = f"{LIST}{row.pk}/"
    assert "(Hendra Saputra, S.IP., M.Si.)" in text(clerk.get(page))
    for name, form in (
        ("undur", {"due": "lain", "due_on": "18-12-2026", "reason": "menunggu bahan"}),
        ("alihkan", {"office": str(cast.offices["nyimas"].pk)}),
        ("selesai", {"note": "sudah dipasang"}),
        ("buka", {"due": "2026-11-27", "reason": "retak lagi"}),
        ("lepas", {"reason": "jalan provinsi"}),
    ):
        assert clerk.get(f"{page}{name}/").status_code == 200
        assert post(clerk, f"{page}{name}/", **form).status_code == 302, name
    shown = text(clerk.get(page))
    for word in (
        "Tenggat menjadi 18 Desember 2026", "menunggu bahan", "Diserahkan kepada Sekretaris", "sudah dipasang",
        "Dibuka kembali", "jalan provinsi", "Dilepas",
    ):  # fmt: skip
        assert word in shown


def test_what_is_no_longer_open_is_refused_with_what_to_do(clerk, promise, rini):  # noqa: F811
    row = promise()
    promises.finish_promise(row.pk, by=rini, at=AT, id=uuid7())
    answer = post(clerk, f"{LIST}{row.pk}/lepas/", reason="x")
    assert answer.status_code == 422 and "Muat ulang" in text(answer)


def test_an_open_promise_stands_on_the_next_event_of_its_place(clerk, promise, plan):  # noqa: F811
    promise()
    again = plan(on=date(2026, 12, 4))
    for page in (f"/kantor/kegiatan/{again.pk}/", page_of(again)):
        shown = text(clerk.get(page))
        assert "Janji lama di sini" in shown and "Tutup got diganti" in shown


def test_another_kelurahan_sees_none_of_it(login, promise, event):  # noqa: F811
    row = promise()
    zul = login("zul")
    assert "Belum ada janji" in text(zul.get(LIST))
    for page in (f"{LIST}{row.pk}/", f"{LIST}{row.pk}/lepas/", page_of(event)):
        assert zul.get(page).status_code == 404


def test_a_long_list_asks_a_fixed_number_of_times(clerk, promise, django_assert_max_num_queries):  # noqa: F811
    for n in range(12):
        promise(text=f"Janji {n}")
    with django_assert_max_num_queries(18):
        assert clerk.get(LIST).status_code == 200
