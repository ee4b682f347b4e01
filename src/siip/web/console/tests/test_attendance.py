"""The pages of attendance: one press a mark, two counters, a sheet copied, people by name."""

import re
from datetime import timedelta

import pytest
import time_machine

from siip.fieldday import presences, tallies
from siip.fieldday.models import Presence, Tally
from siip.fieldday.tests.conftest import FRIDAY, RTS, event, plan, rini
from siip.kernel.ids import uuid7
from siip.people.models import Person
from siip.wilayah import rts
from siip.wilayah.rts import RwRt
from tests.cast import AT, PLAJU_ILIR, PLAJU_ULU

from .test_log_in import text
from .test_pin import token

__all__ = ["event", "plan", "rini"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def board(event):
    return f"/kantor/kegiatan/{event.pk}/hadir/"


@pytest.fixture
def names(board):
    return f"{board}nama/"


@pytest.fixture
def seven(cast):
    return cast.place(RTS[0]).pk


def post(client, page, **said):
    return client.post(page, {"token": token(client, page), **said})


def press(client, board, wilayah, what, loket="A"):
    page = f"{board}?loket={loket}"
    return post(client, page, mark=f"{wilayah}.{what}")


# One press a mark


def test_the_list_names_every_rt_that_was_called(clerk, board):
    page = text(clerk.get(board))
    for said in ("RT 07 / RW 02", "RT 07a / RW 02", "RT 13 / RW 05", "0 warga hadir", "RT lain yang datang"):
        assert said in page


def test_one_press_counts_and_comes_back_to_its_row(clerk, board, seven):
    answer = press(clerk, board, seven, "add.5")
    assert (answer.status_code, answer["Location"]) == (302, f"{board}?loket=A#rt-{seven}")
    press(clerk, board, seven, "add.1")
    assert "6 warga hadir" in text(clerk.get(board)) and "Batal +1" in text(clerk.get(board))
    press(clerk, board, seven, "undo.0")
    assert Tally.objects.get().heads == 5


def test_two_buttons_of_one_page_both_count_and_one_pressed_twice_counts_once(clerk, board, seven):
    said = {"token": token(clerk, board)}
    for mark in ("add.1", "add.5", "add.1"):
        assert clerk.post(board, said | {"mark": f"{seven}.{mark}"}).status_code == 302
    assert Tally.objects.get().heads == 6


@pytest.mark.parametrize("mark", ["", "x", "1.terbang.1", "1.add", "9999999.add.1"])
def test_a_button_that_is_not_there_is_explained(clerk, board, mark):
    page = post(clerk, board, mark=mark)
    assert page.status_code == 422 and ("Muat ulang" in text(page) or "Pilih dari daftarnya" in text(page))
    assert not Tally.objects.exists()


def test_everybody_stands_at_a_counter(clerk, login, board, seven):
    assert f"?loket=A#rt-{seven}" in press(clerk, board, seven, "add.1", "Z")["Location"]  # his own on the team
    assert 'aria-current="true">Loket A' in login("agus").get(board).content.decode()
    press(clerk, board, seven, "add.5", "B")
    assert Tally.objects.get().counts == {"A": {"spot": 1}, "B": {"spot": 5}}


def test_an_rt_that_was_not_called_is_counted_from_the_list_below(clerk, board, cast):
    eight = cast.place(PLAJU_ILIR + "02/08/").pk
    assert press(clerk, board, eight, "add.5").status_code == 302
    assert "datang tanpa dipanggil" in text(clerk.get(board))


def test_before_the_day_nothing_is_pressed(login, board, now):
    now.move_to(AT)
    page = text(login("rini").get(board))
    assert "Pencatatan dibuka pada hari kegiatan" in page and "+5" not in page


def test_after_the_day_a_press_is_a_copy_from_paper(login, board, seven, now):
    now.move_to(FRIDAY + timedelta(days=2))
    clerk = login("rini")
    assert "salinan dari kertas" in text(clerk.get(board))
    press(clerk, board, seven, "add.5")
    assert Tally.objects.get().counts == {"A": {"paper": 5}}


def test_whoever_works_elsewhere_finds_no_such_event(login, board, names, plan):
    assert [login("zul").get(page).status_code for page in (board, names)] == [404, 404]
    theirs = plan(kelurahan=PLAJU_ULU, street="Jalan Kapten Abdullah", rts=(), team=())
    assert login("hendra").get(f"/kantor/kegiatan/{theirs.pk}/hadir/").status_code == 404


def test_the_event_leads_here(clerk, board, event):
    assert f'href="{board}"' in clerk.get(f"/kantor/kegiatan/{event.pk}/").content.decode()


def test_an_event_without_rt_says_what_to_do(clerk, plan):
    event = plan(street="Lorong Sukarela", rts=())
    assert "Belum ada RT yang diajak" in text(clerk.get(f"/kantor/kegiatan/{event.pk}/hadir/"))


def test_the_page_of_many_rt_weighs_little_and_asks_little(clerk, board, dewi, django_assert_max_num_queries):
    rts.add_rts(PLAJU_ILIR, [RwRt(f"{n // 8 + 10}", f"{n + 20}") for n in range(60)], by=dewi, at=AT, id=uuid7())
    clerk.get(board)
    with django_assert_max_num_queries(24):
        page = clerk.get(board)
    import gzip

    assert len(gzip.compress(page.content)) < 25_600


@pytest.fixture
def dewi(cast):
    return cast.actor("dewi")


# Two counters, and a sheet


def rt_page(board, wilayah):
    return f"{board}{wilayah}/?loket=A"


def test_two_counters_are_settled_by_a_person(clerk, board, seven):
    press(clerk, board, seven, "add.5")
    press(clerk, board, seven, "add.1", "B")
    page = text(clerk.get(board))
    assert "1 RT dihitung lebih dari satu loket" in page and "loket A 5, loket B 1" in page and "5 warga hadir" in page
    one = text(clerk.get(rt_page(board, seven)))
    for said in (
        "Perlu ditetapkan",
        "jadi 6 orang",
        "Pakai loket A saja",
        "jadi 1 orang",
        "Loket B 1 dihitung di",
    ):
        assert said in one
    assert post(clerk, rt_page(board, seven), what="settle", how="sum").status_code == 302
    assert "6 warga hadir" in text(clerk.get(board))
    post(clerk, rt_page(board, seven), what="settle", how="replace.B")
    assert (Tally.objects.get().heads, Tally.objects.get().kept) == (1, "B")
    assert "Ditetapkan: loket B yang dipakai" in text(clerk.get(rt_page(board, seven)))


def test_settling_without_an_answer_asks_again(clerk, board, seven):
    press(clerk, board, seven, "add.5")
    press(clerk, board, seven, "add.1", "B")
    page = post(clerk, rt_page(board, seven), what="settle")
    assert page.status_code == 422 and "belum dipilih" in text(page)


def test_a_sheet_and_the_report_of_the_rt_are_copied(clerk, board, seven):
    assert post(clerk, rt_page(board, seven), what="copy", count="20", source="paper").status_code == 302
    post(clerk, rt_page(board, seven), what="copy", count="23", source="rt")
    assert Tally.objects.get().counts == {"A": {"paper": 20}, "R": {"rt": 23}}
    assert "loket A 20, laporan RT 23" in text(clerk.get(board)) and "Batal 20 dari kertas" in text(clerk.get(board))
    page = post(clerk, rt_page(board, seven), what="copy", count="banyak", source="rt")
    assert page.status_code == 422 and 'value="banyak"' in page.content.decode()


def test_an_rt_of_another_kelurahan_has_no_page(clerk, board, cast):
    assert clerk.get(f"{board}999999/").status_code == 404
    assert clerk.get(f"{board}{cast.place(PLAJU_ULU).pk}/").status_code == 404


def test_an_rt_nobody_counted_has_a_page(clerk, board, seven):
    page = text(clerk.get(rt_page(board, seven)))
    assert "RT 07: 0 orang RT 07 / RW 02" in page and "Belum ada yang menghitung" in page


# Names


def test_an_official_is_noted_by_one_press_on_his_role(clerk, names, cast):
    page = text(clerk.get(names))
    assert "Hendra Saputra, S.IP., M.Si. Lurah Plaju Ilir" in page
    answer = post(clerk, names, press=f"{cast.people['hendra'].pk}.memimpin")
    assert (answer.status_code, answer["Location"]) == (302, f"{names}?loket=A")
    page = text(clerk.get(names))
    assert "Hendra Saputra, S.IP., M.Si. dicatat hadir" in page and "1 memimpin, 0 bekerja, 0 melayani" in page
    assert "07.40 WIB, loket A" in page


def test_the_same_official_at_two_counters_is_one(clerk, names, cast):
    who = cast.people["hendra"].pk
    said = {"press": f"{who}.memimpin"}
    post(clerk, names, **said)
    post(clerk, f"{names}?loket=B", **said)
    assert "loket A dan loket B" in text(clerk.get(names)) and Presence.objects.count() == 1


def test_a_partner_is_noted(clerk, names):
    assert post(clerk, names, agency="babinsa", partner="Serda Budi").status_code == 302
    assert "Serda Budi Babinsa" in text(clerk.get(names))
    page = post(clerk, names, agency="", partner="Serda Joko")
    assert page.status_code == 422 and 'value="Serda Joko"' in page.content.decode()


def test_a_resident_is_noted_only_when_he_agrees(clerk, names):
    said = {"rt": RTS[0], "resident": "Siti Maryam"}
    page = post(clerk, names, **said)
    assert page.status_code == 422 and 'value="Siti Maryam"' in page.content.decode()
    assert not Presence.objects.exists()
    assert post(clerk, names, **said, agreed="on").status_code == 302
    assert "Siti Maryam RT 07" in text(clerk.get(names))


def test_a_nik_is_no_name(clerk, names):
    page = post(clerk, names, rt=RTS[0], resident="Siti 1671145708850001", agreed="on")
    assert page.status_code == 422 and "16 angka seperti NIK" in text(page)


def test_what_is_asked_for_is_said(clerk, names):
    page = text(clerk.get(names))
    for said in ("Data Anda", "UU 27/2022", "paling lama satu tahun", "minta nama Anda dibatalkan"):
        assert said in page


def test_a_mark_is_taken_back(clerk, names, event):
    post(clerk, names, agency="dlh", partner="Pak Sopir")
    row = presences.present_at(event)[0].row
    assert post(clerk, names, press=f"batal.{row.pk}").status_code == 302
    assert presences.present_at(event) == [] and "Catatan hadir dibatalkan" in text(clerk.get(names))
    assert post(clerk, names, press=f"batal.{row.pk}").status_code == 422


def test_a_press_on_nobody_is_refused(clerk, names):
    for wrong in ("x", f"{uuid7()}.memimpin", f"{Person.objects.first().pk}.menonton"):
        assert post(clerk, names, press=wrong).status_code == 422


def test_a_name_that_was_forgotten_leaves_its_row(clerk, names, event, now):
    post(clerk, names, rt=RTS[0], resident="Siti Maryam", agreed="on")
    Presence.objects.update(key=None, sealed=None)
    page = text(clerk.get(names))
    assert "Nama sudah dihapus" in page and "Siti Maryam" not in page


def test_names_ask_the_database_a_fixed_number_of_times(clerk, names, event, rini, django_assert_max_num_queries):
    people = [presences.Named("resident", name=f"Warga {n}", rt=RTS[n % 3], agreed=True) for n in range(30)]
    presences.mark_present(event.pk, people, counter="A", by=rini, at=FRIDAY, id=uuid7())
    clerk.get(names)
    with django_assert_max_num_queries(24):
        clerk.get(names)


def test_an_event_where_something_was_noted_is_not_cancelled(clerk, event, rini, seven):
    tallies.mark_tally(event.pk, [tallies.Mark(seven, "A")], by=rini, at=FRIDAY, id=uuid7())
    page = post(clerk, f"/kantor/kegiatan/{event.pk}/batal/", reason="hujan", langkah="simpan")
    assert "sudah ada yang dikerjakan" in text(page)
    assert not re.search("Dibatalkan", text(clerk.get("/kantor/kegiatan/")))
