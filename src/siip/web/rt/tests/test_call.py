"""The one screen: three taps answer, the answer is changed, the residents are invited; nothing of the next RT."""

import gzip
import re
from datetime import date, time, timedelta
from html import unescape

import pytest

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.mobilisation import answers, links, moves
from siip.mobilisation.models import CallStep
from siip.mobilisation.tests.conftest import RTS
from siip.programme import events
from siip.programme.models import EventRT
from siip.programme.plans import Move
from tests.cast import AT


def text(page):
    return unescape(page.content.decode())


def token(page):
    return re.findall(r'name="token" value="([^"]+)"', page.content.decode())[0]


def send(client, event, **said):
    page = client.get(f"/rt/{event.pk}/?ubah")
    return client.post(f"/rt/{event.pk}/", {"token": token(page), **said})


TOLD = "Selasa, 24 November 2026, 09.00 WIB"


@pytest.fixture
def head(phone, yusuf):
    return phone(yusuf)


def weight(page):
    return len(gzip.compress(page.content, 9))


def test_the_next_friday_is_asked_for_at_once(head):
    page = text(head.get("/rt/"))
    for said in (
        "Jumat Bersih, Jumat, 27 November",
        "Yusuf",
        "07.00–09.30 WIB",
        "Depan Kantor Lurah",
        "3. Kirim jawaban",
    ):
        assert said in page


def test_an_answer_is_taken_and_told_back(head, event, yusuf):
    page = send(head, event, coming="yes", heads="15")
    assert (page.status_code, page["Location"]) == (302, f"/rt/{event.pk}/")
    found = answers.answer_of(event, yusuf)
    assert (found.state, found.heads, found.source) == ("yes", 15, "link")
    shown = text(head.get("/rt/"))
    assert "Terima kasih, Bapak/Ibu Yusuf" in shown and "Anda datang, kira-kira 15 warga" in shown


def test_another_number_and_what_is_needed_are_taken(head, event, yusuf):
    send(head, event, coming="represented", heads="lain", more="42", needs=["karung", "arit"], note="dua tandu")
    found = answers.answer_of(event, yusuf)
    assert (found.state, found.heads, found.needs, found.note) == ("represented", 42, ["karung", "arit"], "dua tandu")
    again = head.get(f"/rt/{event.pk}/?ubah").content.decode()
    for kept in ('value="represented"', 'value="lain"', 'value="karung"'):
        assert re.search(rf"<input[^>]*{kept}[^>]* checked", again), kept
    assert 'value="42"' in again and "<details open>" in again


def test_after_a_move_he_is_asked_again_with_what_he_said_filled_in(head, event, rini, yusuf, now):
    send(head, event, coming="yes", heads="15")
    now.move_to(AT + timedelta(hours=5))
    there = Move(date(2026, 12, 4), time(7), time(9, 30), "Jalan Kapten Abdullah")
    moves.move_event(event.pk, there, "hujan", done=0, by=rini, at=AT + timedelta(hours=4), id=uuid7())
    page = text(head.get("/rt/"))
    for said in (
        "Kegiatan dipindah sesudah Anda menjawab", f"Anda datang, kira-kira 15 warga ({TOLD})", "Jalan Kapten Abdullah",
    ):  # fmt: skip
        assert said in page
    assert re.search(r'<input[^>]*value="yes"[^>]* checked', page) and re.search(r'value="15"[^>]* checked', page)
    send(head, event, coming="no")
    assert answers.answer_of(event, yusuf).state == "no"
    page = text(head.get("/rt/"))
    assert "Terima kasih, Bapak/Ibu Yusuf" in page and "dipindah" not in page


def test_an_answer_that_was_never_confirmed_is_told_so_when_it_is_too_late(head, event, rini, now):
    send(head, event, coming="yes", heads="15")
    there = Move(date(2026, 11, 27), time(7), time(9, 30), "Jalan Kapten Abdullah")
    moves.move_event(event.pk, there, "hujan", done=0, by=rini, at=AT + timedelta(hours=4), id=uuid7())
    now.move_to(event.starts_at)
    page = text(head.get("/rt/"))
    assert f"Jawaban Anda: Anda datang, kira-kira 15 warga ({TOLD}, sebelum kegiatan dipindah)." in page


def test_an_answer_is_changed_until_the_event_begins(head, event, yusuf, now):
    send(head, event, coming="yes", heads="15")
    send(head, event, coming="no")
    assert answers.answer_of(event, yusuf).state == "no"
    page = head.get(f"/rt/{event.pk}/?ubah")
    now.move_to(event.starts_at)
    late = head.post(f"/rt/{event.pk}/", {"token": token(page), "coming": "yes", "heads": "30"})
    assert late.status_code == 302 and answers.answer_of(event, yusuf).state == "no"
    assert "sedang berlangsung" in text(head.get(f"/rt/{event.pk}/?ubah"))
    now.move_to(event.ends_at)
    assert "sudah selesai" in text(head.get("/rt/")) and "Anda tidak bisa datang" in text(head.get("/rt/"))


def test_sent_twice_is_one_answer(head, event):
    page = head.get("/rt/")
    for _ in range(2):
        assert head.post(f"/rt/{event.pk}/", {"token": token(page), "coming": "yes", "heads": "5"}).status_code == 302
    assert CallStep.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({}, "Pilih dahulu: datang, diwakili, atau tidak bisa."), ({"coming": "yes"}, "Pilih kira-kira berapa warga"),
        ({"coming": "yes", "heads": "lain"}, "Pilih kira-kira berapa warga"),
        ({"coming": "yes", "heads": "lain", "more": "9000"}, "paling banyak 500"),
        ({"coming": "yes", "heads": "5", "note": "NIK 1671145708850001"}, "16 angka seperti NIK"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_typed_is_lost(head, event, yusuf, said, answer):
    page = send(head, event, needs=["sapu"], **said)
    assert page.status_code == 422 and answer in text(page)
    assert re.search(r'value="sapu"[^>]* checked', page.content.decode())
    assert answers.answer_of(event, yusuf) is None


def test_the_head_of_an_rw_is_asked_for_no_number(phone, hasan, event):
    client = phone(hasan)
    page = text(client.get("/rt/"))
    assert "Kira-kira berapa warga" not in page and "2. Kirim jawaban" in page
    assert send(client, event, coming="yes").status_code == 302


def test_a_cancelled_friday_says_so(head, event, rini):
    events.cancel_event(event.pk, "hujan deras", by=rini, at=AT, id=uuid7())
    assert "dibatalkan: hujan deras" in text(head.get("/rt/"))
    page = head.post(f"/rt/{event.pk}/", {"token": str(uuid7()), "coming": "yes", "heads": "5"})
    assert page.status_code == 302 and not CallStep.objects.exists()


def test_without_a_friday_there_is_a_page(head, event, now):
    now.shift(timedelta(days=60))
    assert "Belum ada undangan untuk RT 07a" in text(head.get("/rt/"))


def test_several_fridays_are_listed_the_nearest_first(head, plan):
    plan(on=date(2026, 12, 4), street="Lorong Sukarela")
    page = text(head.get("/rt/"))
    assert page.index("Jumat, 27 November") < page.index("Kegiatan lain") < page.index("Lorong Sukarela")


def test_a_cancelled_friday_is_marked_among_the_others(head, event, plan, rini):
    later = plan(on=date(2026, 12, 4), street="Lorong Sukarela")
    events.cancel_event(later.pk, "hujan deras", by=rini, at=AT, id=uuid7())
    assert "Lorong Sukarela, dibatalkan" in text(head.get("/rt/"))
    page = text(head.get(f"/rt/{later.pk}/"))
    assert "Kegiatan di Lorong Sukarela dibatalkan" in page and "Jalan DI Panjaitan, dibatalkan" not in page


def test_until_when_an_answer_may_be_changed_is_said_with_its_date(head):
    assert "Dapat diubah sampai Jumat, 27 November 2026, pukul 07.00 WIB." in text(head.get("/rt/"))


# The event of the message


def test_a_message_opens_its_own_friday_although_another_is_nearer(head, plan):
    later = plan(on=date(2026, 12, 4), street="Lorong Sukarela")
    page = text(head.get(f"/rt/{later.pk}/"))
    assert page.index("Jumat, 4 Desember") < page.index("Kegiatan lain") < page.index("Jalan DI Panjaitan")
    assert "tidak ada pada" not in page


def test_a_friday_that_asks_him_no_more_leads_to_the_nearest_and_says_why(head, event, plan, rini):
    later = plan(on=date(2026, 12, 4), street="Lorong Sukarela")
    EventRT.objects.filter(event=later, wilayah__path=RTS[1]).delete()
    page = head.get(f"/rt/{later.pk}/")
    shown = text(page)
    assert page.status_code == 404 and "Kegiatan pada pesan itu tidak ada pada RT 07a." in shown
    assert "Jumat Bersih, Jumat, 27 November" in shown and "3. Kirim jawaban" in shown
    assert "Lorong Sukarela" not in shown
    send(head, event, coming="yes", heads="5")
    page = head.get(f"/rt/{later.pk}/")
    assert page.status_code == 404 and "tidak ada pada RT 07a" in text(page) and "Terima kasih" in text(page)


def test_a_friday_long_past_leads_to_a_page_that_says_so_where_there_is_none(head, event, now):
    now.shift(timedelta(days=60))
    page = head.get(f"/rt/{event.pk}/")
    assert page.status_code == 404
    assert "sudah lama lewat" in text(page) and "Belum ada undangan untuk RT 07a" in text(page)
    assert "yang terdekat" not in text(page)


def test_the_friday_of_another_rt_cannot_be_told_from_none_at_all(phone, cast, event, plan):
    ruslan, only_07a = phone(cast.holdings["ruslan"]), plan(street="Lorong Sukarela", rts=RTS[1:2])
    send(ruslan, event, coming="yes", heads="5")
    theirs, none = ruslan.get(f"/rt/{only_07a.pk}/"), ruslan.get(f"/rt/{uuid7()}/")
    assert (theirs.status_code, theirs.content) == (none.status_code, none.content)


# Only his own


def test_rt_07_sees_nothing_of_07a(phone, head, event, cast, plan):
    send(head, event, coming="yes", heads="30", note="dari musala Al-Ikhlas")
    only_07a = plan(street="Lorong Sukarela", rts=RTS[1:2])
    ruslan = phone(cast.holdings["ruslan"])
    shown = text(ruslan.get("/rt/")) + text(ruslan.get(f"/rt/{event.pk}/"))
    assert [word for word in ("07a", "Yusuf", "Al-Ikhlas", "Lorong Sukarela", "Terima kasih") if word in shown] == []
    assert ruslan.get(f"/rt/{only_07a.pk}/").status_code == 404
    assert ruslan.get(f"/rt/{only_07a.pk}/undangan.png").status_code == 404
    assert ruslan.post(f"/rt/{only_07a.pk}/", {"token": str(uuid7()), "coming": "no"}).status_code == 404
    assert CallStep.objects.count() == 1


def test_the_answer_of_one_is_not_that_of_the_other(phone, head, event, cast, yusuf):
    send(head, event, coming="yes", heads="30")
    send(phone(cast.holdings["ruslan"]), event, coming="no")
    assert answers.answer_of(event, yusuf).heads == 30
    assert answers.answer_of(event, cast.holdings["ruslan"]).state == "no"


def test_a_link_does_not_open_the_console(head, event):
    for address in ("/kantor/", f"/kantor/kegiatan/{event.pk}/", f"/kantor/kegiatan/{event.pk}/panggilan/"):
        assert head.get(address).status_code == 302


# Inviting the residents


def test_what_he_sends_on_opens_nothing_of_his(head, event, linked, yusuf):
    send(head, event, coming="yes", heads="15")
    page = text(head.get("/rt/"))
    assert "https://wa.me/?text=" in page and "Bapak, Ibu warga RT 07a: Jumat, 27 November, pukul tujuh pagi" in page
    assert links.token(linked(yusuf)) not in page and "%2Frt%2F" not in page


def test_the_card_is_a_picture_of_1080_pixels(head, event):
    page = head.get(f"/rt/{event.pk}/undangan.png")
    assert (page.status_code, page["Content-Type"], page["Cache-Control"]) == (200, "image/png", "private, max-age=300")
    assert page.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(page.content[at : at + 4], "big") for at in (16, 20)] == [1080, 1080]
    assert len(page.content) < 150_000 and 'filename="undangan-rt-07a.png"' in page["Content-Disposition"]
    assert head.get(f"/rt/{event.pk}/undangan.png").content == page.content


# Weight


def test_each_page_weighs_at_most_5_kb(head, event, client):
    pages = [client.get("/rt/"), client.get(f"/rt/{event.pk}/"), head.get("/rt/"), head.get(f"/rt/{uuid7()}/")]
    send(head, event, coming="yes", heads="15", needs=["karung"])
    pages += [head.get("/rt/"), head.get(f"/rt/{event.pk}/?ubah")]
    assert [weight(page) for page in pages if weight(page) > 5 * 1024] == []


def test_the_page_asks_the_database_a_fixed_number_of_times(head, event, django_assert_max_num_queries):
    for address in ("/rt/", f"/rt/{event.pk}/", f"/rt/{uuid7()}/"):
        with django_assert_max_num_queries(8):
            head.get(address)


def test_reading_leaves_no_trace(head, event):
    before = Entry.objects.count()
    for address in ("/rt/", f"/rt/{event.pk}/", f"/rt/{event.pk}/undangan.png"):
        head.get(address)
    assert (Entry.objects.count(), CallStep.objects.count()) == (before, 0)
