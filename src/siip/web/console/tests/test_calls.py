"""The pages of calls: the list, the message to one head, noting many, answering for him, his link."""

import re
from datetime import date, time, timedelta
from html import unescape
from urllib.parse import unquote

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.mobilisation import answers, links, moves
from siip.mobilisation.models import Call
from siip.mobilisation.tests.conftest import RTS, dewi, event, hasan, install, plan, rini, yusuf
from siip.programme.plans import Move
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import token
from tests.cast import AT

__all__ = ["dewi", "event", "hasan", "install", "plan", "rini", "yusuf"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def board(event):
    return f"/kantor/kegiatan/{event.pk}/panggilan/"


@pytest.fixture
def linked(event, rini):
    return links.make_links(event.pk, by=rini, at=AT, id=uuid7())


def post(client, page, to=None, **said):
    return client.post(to or page, {"token": token(client, page), **said})


def key(cast, path):
    return cast.place(path).pk


def test_the_list_names_every_rt_and_rw_with_its_head(clerk, board):
    page = text(clerk.get(board))
    for said in ("RW 02", "Hasan", "RT 07", "Ruslan", "RT 07a", "Yusuf", "RT 13", "Belum tercatat", "5 belum menjawab"):
        assert said in page


def test_links_are_made_by_one_press(clerk, board):
    assert "3 ketua belum punya tautan" in text(clerk.get(board))
    assert post(clerk, board, f"{board}tautan/").status_code == 302
    assert "belum punya tautan" not in text(clerk.get(board))


def test_the_message_goes_to_the_number_of_the_head_and_carries_its_event(clerk, event, board, linked, yusuf, settings):
    body = unescape(clerk.get(board).content.decode())
    sent = re.search(r'href="https://wa\.me/6281234567890\?text=([^"]+)"', body)
    said = unquote(sent[1])
    link = links.latest([yusuf.pk])[yusuf.pk]
    assert (
        f"{settings.SIIP.public_url.rstrip('/')}/rt/{event.pk}/#{links.token(link)}" in said
        and links.code(link) in said
    )
    assert 'href="tel:+6281234567890"' in body


def test_a_head_without_a_number_has_a_text_to_copy(clerk, board, linked, cast):
    assert "Belum ada nomor telepon" in text(clerk.get(board))
    page = unescape(clerk.get(f"{board}{key(cast, RTS[0])}/").content.decode())
    assert "Belum ada nomor telepon" in page and "Yth. Bapak/Ibu Ruslan, Ketua RT 07" in page
    assert 'href="https://wa.me/?text=' in page and "tel:" not in page


def test_many_are_noted_by_one_post(clerk, board, cast):
    places = [key(cast, path) for path in RTS[:2]]
    assert post(clerk, board, places=places, how="wa").status_code == 302
    assert Call.objects.filter(called_count=1).count() == 2
    assert "1 kali, terakhir 24/11/2026 09.00 WIB" in text(clerk.get(board))


def test_noting_nobody_says_what_to_do(clerk, board):
    page = post(clerk, board, how="wa")
    assert page.status_code == 422 and "Tandai dahulu siapa yang sudah dipanggil" in text(page)


def test_all_silent_can_be_ticked_by_a_link(clerk, board, linked):
    body = clerk.get(f"{board}?tandai=diam").content.decode()
    assert len(re.findall(r'name="places"[^>]* checked', body)) == 3
    assert len(re.findall(r'name="places"[^>]* checked', clerk.get(board).content.decode())) == 0


def test_an_answer_is_written_down_and_counted(clerk, board, cast):
    address = f"{board}{key(cast, RTS[1])}/jawaban/"
    said = {"coming": "yes", "heads": "25", "needs": ["karung"], "note": "", "source": "voice"}
    assert post(clerk, address, **said).status_code == 302
    page = text(clerk.get(board))
    for shown in ("25 warga dijanjikan", "dari 1 RT yang menjawab", "4 belum menjawab", "Karung RT 07a"):
        assert shown in page
    one = text(clerk.get(f"{board}{key(cast, RTS[1])}/"))
    assert "Datang, 25 warga, lewat telepon" in one


def moved(event, rini, at=AT + timedelta(minutes=10)):
    there = Move(date(2026, 12, 4), time(7), time(9, 30), "Jalan Kapten Abdullah")
    return moves.move_event(event.pk, there, "hujan", done=0, by=rini, at=at, id=uuid7())


def test_an_answer_from_before_a_move_is_marked_and_asked_again_until_a_new_one(clerk, board, cast, event, rini, now):
    address = f"{board}{key(cast, RTS[1])}/"
    said = {"coming": "yes", "heads": "25", "note": "", "source": "voice"}
    post(clerk, f"{address}jawaban/", **said)
    assert "sebelum" not in text(clerk.get(board)) + text(clerk.get(address))
    now.move_to(AT + timedelta(minutes=20))
    moved(event, rini)
    page = text(clerk.get(board))
    for shown in ("Dijawab sebelum kegiatan dipindah", "1 perlu ditanya lagi", "1 Ketua RT, dijawab sebelum dipindah"):
        assert shown in page
    ticked = re.findall(r'value="(\d+)"[^>]* checked', clerk.get(f"{board}?tandai=diam").content.decode())
    assert str(key(cast, RTS[1])) in ticked
    assert re.findall(r"/panggilan/(\d+)/", clerk.get(board).content.decode())[-1] == str(key(cast, RTS[1]))
    assert "Dijawab sebelum kegiatan dipindah." in text(clerk.get(address))
    post(clerk, f"{address}jawaban/", **said)
    assert "sebelum" not in text(clerk.get(board)) + text(clerk.get(address))


def test_the_first_page_and_the_tally_know_such_an_answer_too(clerk, board, cast, event, rini, now):
    post(clerk, f"{board}{key(cast, RTS[1])}/jawaban/", coming="yes", heads="25", note="", source="voice")
    now.move_to(AT + timedelta(minutes=20))
    moved(event, rini)
    home = text(clerk.get("/kantor/"))
    assert "1 Ketua RT menjawab sebelum kegiatan dipindah" in home
    assert "2 Ketua RT dan 2 Ketua RW belum menjawab" in home and "1 Ketua RT perlu ditanya lagi" in home
    assert "Yusuf" in home and "Dijawab sebelum kegiatan dipindah. Belum dipanggil" in home
    assert "dijanjikan 25, dijawab sebelum kegiatan dipindah" in text(clerk.get(f"/kantor/kegiatan/{event.pk}/hadir/"))
    pack = text(clerk.get(f"/kantor/kegiatan/{event.pk}/paket/"))
    assert "2 RT belum menjawab; 1 RT menjawab sebelum kegiatan dipindah" in pack and "titik kerja" in pack


def test_the_first_page_and_the_list_count_the_silent_alike(clerk, board, cast):
    for said, change in (("3 Ketua RT dan 2 Ketua RW", None), ("2 Ketua RT dan 2 Ketua RW", "yes")):
        if change:
            post(clerk, f"{board}{key(cast, RTS[1])}/jawaban/", coming=change, heads="9", note="", source="voice")
        home, listed = clerk.get("/kantor/").content.decode(), text(clerk.get(board))
        assert f"<h2>{said} belum menjawab</h2>" in home and f">{said} belum menjawab</a>" in home
        assert f"belum menjawab {said}" in listed


def test_the_silent_come_first(clerk, board, cast):
    address = f"{board}{key(cast, RTS[0])}/jawaban/"
    post(clerk, address, coming="no", heads="", note="", source="said")
    rows = re.findall(r"/panggilan/(\d+)/", clerk.get(board).content.decode())
    assert rows[-1] == str(key(cast, RTS[0]))


def test_an_answer_without_a_number_is_asked_again(clerk, board, cast):
    page = post(clerk, f"{board}{key(cast, RTS[1])}/jawaban/", coming="yes", heads="", note="", source="voice")
    assert page.status_code == 422 and "Pilih kira-kira berapa warga" in text(page)


def test_an_rw_is_asked_for_no_number(clerk, board, cast):
    address = f"{board}{key(cast, RTS[0].rpartition('07/')[0])}/jawaban/"
    assert "Kira-kira berapa warga" not in text(clerk.get(address))
    assert post(clerk, address, coming="yes", note="", source="said").status_code == 302


def test_a_link_is_replaced_then_revoked(clerk, board, linked, cast, yusuf):
    address = f"{board}{key(cast, RTS[1])}/tautan/"
    old = links.latest([yusuf.pk])[yusuf.pk]
    assert post(clerk, address, what="renew").status_code == 302
    new = links.latest([yusuf.pk])[yusuf.pk]
    assert new != old and links.code(new) in text(clerk.get(f"{board}{key(cast, RTS[1])}/"))
    assert post(clerk, address, what="revoke").status_code == 302
    page = text(clerk.get(f"{board}{key(cast, RTS[1])}/"))
    assert "Tautannya dicabut" in page and "Yth." not in page


def test_whoever_may_not_plan_there_finds_no_such_event(login, board, cast):
    assert login("zul").get(board).status_code == 404
    assert login("zul").get(f"{board}{key(cast, RTS[1])}/").status_code == 404


def test_a_seklur_calls_too(login, board):
    page = login("nyimas").get(board)
    assert page.status_code == 200 and "Catat: sudah dipanggil" in text(page)


def test_a_place_that_is_not_called_has_no_page(clerk, board):
    assert clerk.get(f"{board}999999/").status_code == 404


def test_after_the_event_nothing_is_noted_any_more(login, board, event, now):
    now.move_to(event.ends_at + timedelta(minutes=1))
    assert "sudah dipanggil" not in text(login("rini").get(board))


def test_the_event_leads_to_its_calls(clerk, board, event):
    assert f'href="{board}"' in clerk.get(f"/kantor/kegiatan/{event.pk}/").content.decode()


def test_the_list_asks_the_database_a_fixed_number_of_times(clerk, board, linked, django_assert_max_num_queries):
    clerk.get(board)
    with django_assert_max_num_queries(24):
        clerk.get(board)


def test_the_answer_of_the_head_is_shown_as_his(clerk, board, event, linked, yusuf, cast):
    visit = links.by_token(links.token(links.latest([yusuf.pk])[yusuf.pk]), kecamatan="16/71/14/", at=AT)
    said = answers.Reply("represented", 12)
    answers.answer_call(event.pk, said, wilayah=key(cast, RTS[1]), by=visit.by, at=AT, id=uuid7())
    page = text(clerk.get(f"{board}{key(cast, RTS[1])}/"))
    assert "Diwakili, 12 warga, lewat tautannya" in page


# After a move


def sent_to(client, event, phone):
    body = unescape(client.get(f"/kantor/kegiatan/{event.pk}/kabar/").content.decode())
    return unquote(re.search(rf'href="https://wa\.me/{phone}\?text=([^"]*)"', body)[1])


def test_who_is_told_of_a_move_is_asked_again_with_his_own_link(clerk, event, linked, cast, yusuf, hasan, rini, now):
    place, said = yusuf.office.wilayah_id, {"source": "voice", "by": rini, "at": AT, "id": uuid7()}
    answers.answer_for(event.pk, answers.Reply("yes", 15), wilayah=place, **said)
    now.move_to(AT + timedelta(minutes=20))
    moved(event, rini)
    link = links.latest([yusuf.pk])[yusuf.pk]
    to_yusuf, to_hasan, to_all = (sent_to(clerk, event, phone) for phone in ("6281234567890", "6281311112222", ""))
    assert "Mohon jawab sekali lagi" in to_yusuf and f"/rt/{event.pk}/#{links.token(link)}" in to_yusuf
    assert "Mohon jawab lewat tautan" in to_hasan and links.token(link) not in to_hasan and "/rt/" in to_hasan
    assert "Ketua RT/RW yang sudah menjawab: mohon jawab sekali lagi" in to_all and "/rt/" not in to_all
    page = text(clerk.get(f"/kantor/kegiatan/{event.pk}/kabar/"))
    for said in ("Yusuf Ketua RT 07a / RW 02, diminta menjawab sekali lagi", "salin pesannya", "3 ketua RT atau RW"):
        assert said in page


def test_a_head_who_knows_the_old_plan_is_sent_that_it_moved(clerk, event, board, cast, linked, rini, now):
    rt_07, rt_07a = (f"{board}{key(cast, place)}/" for place in RTS[:2])
    post(clerk, f"{rt_07a}jawaban/", coming="yes", heads="25", note="", source="voice")
    now.move_to(AT + timedelta(minutes=20))
    moved(event, rini)
    assert "dipindah* Semula: Jumat, 27 November 2026" in text(clerk.get(rt_07a))
    assert "Mohon jawab sekali lagi" in text(clerk.get(rt_07a))
    assert "Semula" not in text(clerk.get(rt_07)), "he was never told of the old day"
    post(clerk, f"{rt_07a}jawaban/", coming="yes", heads="20", note="", source="voice")
    assert "Semula" not in text(clerk.get(rt_07a)), "he has answered for the new one"


def test_who_is_told_of_a_cancelling_is_asked_nothing(clerk, event, linked, yusuf, rini):
    moves.cancel_event(event.pk, "hujan", done=0, by=rini, at=AT, id=uuid7())
    assert "/rt/" not in sent_to(clerk, event, "6281234567890")
    assert "diminta menjawab" not in text(clerk.get(f"/kantor/kegiatan/{event.pk}/kabar/"))
    page = text(clerk.get(f"/kantor/kegiatan/{event.pk}/panggilan/{yusuf.office.wilayah_id}/"))
    assert "Kegiatan ini dibatalkan: hujan." in page and "Pesan untuk dikirim" not in page
    assert "Kegiatan ini dibatalkan: hujan." in text(clerk.get(f"/kantor/kegiatan/{event.pk}/panggilan/"))
