"""The pages of the small acts: talks, mutual help, faces. What a clerk sees, presses and is told."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine

from siip.activity import talks
from siip.activity.models import Talk
from siip.exchange import helps, matches
from siip.exchange.helps import NEED, OFFER
from siip.exchange.models import Match, Need, Offer
from siip.exchange.tests.conftest import CHAIR, HOES, RT
from siip.fieldday.tests.conftest import event, plan, rini
from siip.kernel.ids import uuid7
from siip.survey import faces
from siip.survey.models import FaceMark, FaceTally
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import token
from tests.cast import AT, PLAJU_ULU

__all__ = ["event", "plan", "rini"]
pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # 08.00 WIB
TALK = {"topic": "4", "speaker": "Yuni Kartini, Dukcapil", "heads": "24", "note": "KK gratis? Ya."}
NEEDED = {
    "goods": "6", "count": "1", "text": "kursi roda", "rt": RT, "name": "Nurbaiti", "phone": "0812", "agreed": "on",
}  # fmt: skip
OFFERED = {"goods": "2", "count": "3", "text": "cangkul", "rt": "", "name": "", "phone": ""}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def base(event):
    return f"/kantor/kegiatan/{event.pk}/"


def post(client, page, to=None, **said):
    return client.post(to or page, {"token": token(client, page), **said})


def said(by, at=FRIDAY):
    return {"by": by, "at": at, "id": uuid7()}


def test_the_pages_stand_on_the_page_of_the_event(clerk, base):
    page = clerk.get(base).content.decode()
    for address in ("penyuluhan/", "saling-bantu/", "wajah/"):
        assert f'href="{base}{address}"' in page


# Talks


def test_a_talk_is_noted_and_shown(clerk, base):
    page = f"{base}penyuluhan/"
    assert "Belum ada penyuluhan" in text(clerk.get(page))
    assert post(clerk, page, **TALK).status_code == 302
    shown = text(clerk.get(page))
    for words in (
        "1 penyuluhan", "1 tentang layanan publik", "24 pendengar", "Layanan publik: syarat, hak warga, tanpa calo",
        "Yuni Kartini, Dukcapil", "KK gratis? Ya.",
    ):  # fmt: skip
        assert words in shown


def test_a_talk_that_is_refused_keeps_what_was_typed(clerk, base):
    page = post(clerk, f"{base}penyuluhan/", **TALK | {"heads": "", "speaker": "Yuni"})
    assert page.status_code == 422 and "Berapa yang mendengarkan belum diisi" in text(page)
    assert 'value="Yuni"' in page.content.decode() and not Talk.objects.exists()


def test_a_talk_is_put_right_and_taken_away(clerk, base):
    post(clerk, f"{base}penyuluhan/", **TALK)
    address = f"{base}penyuluhan/{Talk.objects.get().pk}/"
    assert 'value="Yuni Kartini, Dukcapil"' in unescape(clerk.get(address).content.decode())
    assert post(clerk, address, **TALK | {"heads": "30"}).status_code == 302
    assert "30 pendengar" in text(clerk.get(f"{base}penyuluhan/"))
    assert "tidak dapat dikembalikan" in text(clerk.get(f"{address}hapus/"))
    assert post(clerk, f"{address}hapus/").status_code == 302
    assert "Belum ada penyuluhan" in text(clerk.get(f"{base}penyuluhan/")) and clerk.get(address).status_code == 404


def test_before_the_day_no_talk_is_asked_for(clerk, base, now):
    now.move_to(AT)
    page = clerk.get(f"{base}penyuluhan/")
    assert "dicatat sejak hari kegiatan" in text(page) and 'name="speaker"' not in page.content.decode()


# Mutual help


def test_a_need_and_an_offer_are_noted(clerk, base):
    page = f"{base}saling-bantu/"
    assert "Belum ada yang dicatat" in text(clerk.get(page))
    assert post(clerk, f"{page}perlu/", **NEEDED).status_code == 302
    assert post(clerk, f"{page}tawar/", **OFFERED).status_code == 302
    shown = text(clerk.get(page))
    for words in ("1 kebutuhan", "1 masih terbuka", "kursi roda", "RT 07 / RW 02", "Nurbaiti", "3 buah"):
        assert words in shown


def test_a_name_without_consent_is_not_kept(clerk, base):
    page = post(clerk, f"{base}saling-bantu/perlu/", **{key: NEEDED[key] for key in NEEDED if key != "agreed"})
    assert page.status_code == 422 and "disimpan hanya bila ia setuju" in text(page)
    assert 'value="Nurbaiti"' in page.content.decode() and not Need.objects.exists()


@pytest.fixture
def pair(event, rini):
    """A need and an offer that fits."""
    need = helps.note_help(NEED, event.pk, CHAIR, **said(rini))
    return need, helps.note_help(OFFER, event.pk, HOES, **said(rini))


def test_a_person_matches_gives_and_takes_back(clerk, base, pair):
    need, offer = pair
    page, one = f"{base}saling-bantu/", f"{base}saling-bantu/perlu/{need.pk}/"
    shown = text(clerk.get(one))
    for words in ("Alat kerja: masih 3 buah, cangkul dipinjamkan, RT 07 / RW 02, Amiruddin", "0812 3456 7890"):
        assert words in shown
    assert post(clerk, one, offer=str(offer.pk), count="1").status_code == 302
    match = Match.objects.get()
    assert "Amiruddin, 0813 9999 0000, RT 07 / RW 02" in text(clerk.get(page))
    assert "1 dicocokkan" in text(clerk.get(page)) and "Sudah cocok" in text(clerk.get(page))
    for move, word in (("give", "Sudah diserahkan"), ("take_back", "Disepakati")):
        assert post(clerk, page, press=f"{move}.{match.pk}").status_code == 302
        assert word in text(clerk.get(page))
    assert post(clerk, page, press=f"undo.{match.pk}").status_code == 302
    shown = text(clerk.get(page))
    assert "0 dicocokkan" in shown and "Belum ada yang cocok" in shown


def test_more_than_there_is_is_refused_at_its_field(clerk, base, pair):
    need, offer = pair
    page = post(clerk, f"{base}saling-bantu/perlu/{need.pk}/", offer=str(offer.pk), count="2")
    assert page.status_code == 422 and "Yang masih diperlukan tinggal 1 buah" in text(page)


def test_what_is_no_more_is_closed_with_a_reason_and_opened_again(clerk, base, pair):
    address = f"{base}saling-bantu/tawar/{pair[1].pk}/"
    assert "buka kebutuhannya" in text(clerk.get(address))
    assert "Mengapa ditutup belum dipilih" in text(post(clerk, f"{address}tutup/"))
    assert post(clerk, f"{address}tutup/", why="gone").status_code == 302
    assert "Tidak jadi" in text(clerk.get(f"{base}saling-bantu/"))
    assert post(clerk, f"{address}tutup/").status_code == 302
    assert Offer.objects.get().state == "open"


def test_what_stayed_open_is_shown_on_the_next_friday(clerk, pair, plan):
    other = plan(on=(FRIDAY + timedelta(days=7)).date())
    shown = text(clerk.get(f"/kantor/kegiatan/{other.pk}/saling-bantu/"))
    assert "Masih terbuka dari kegiatan lain" in shown and "kursi roda untuk ibunya" in shown


def test_nothing_of_another_kelurahan_is_opened_here(clerk, pair, plan):
    ulu = plan(kelurahan=PLAJU_ULU, rts=())
    assert clerk.get(f"/kantor/kegiatan/{ulu.pk}/saling-bantu/perlu/{pair[0].pk}/").status_code == 404


def test_long_after_nothing_is_noted_but_a_match_is_still_given(login, base, pair, rini, event, now):
    matches.match_help(event.pk, pair[0].pk, pair[1].pk, 1, **said(rini))
    now.move_to(FRIDAY + timedelta(days=60))
    page = text(login("rini").get(f"{base}saling-bantu/"))
    assert "Catat kebutuhan" not in page and "Belum diserahkan" not in page and "Batalkan" in page


def test_no_name_is_on_a_public_page(client, pair, event):
    for address in ("/", "/jadwal/"):
        page = text(client.get(address))
        assert "Nurbaiti" not in page and "Amiruddin" not in page and "kursi roda" not in page


# Faces


def held_out(client, base):
    page = f"{base}wajah/A/"
    client.post(page, {"buka": ""})
    return page


def test_one_touch_is_one_mark(clerk, base):
    page = held_out(clerk, base)
    shown = clerk.get(page).content.decode()
    assert "Bukan Indeks Kepuasan Masyarakat (IKM)" in text(clerk.get(page)) and "<nav" not in shown
    assert shown.count("<svg") >= 3 and re.search(r"Puas</button>", shown)
    answer = post(clerk, page, face="good")
    assert "Terima kasih" in text(answer) and answer["Refresh"].endswith(f";url={page}")
    assert FaceTally.objects.get().faces == {"good": 1, "fair": 0, "poor": 0}


def test_two_faces_on_one_page_are_one_mark(clerk, base):
    page = held_out(clerk, base)
    once = token(clerk, page)
    for face in ("good", "good", "poor"):
        assert "Terima kasih" in text(clerk.post(page, {"token": once, "face": face}))
    assert FaceMark.objects.get().face == "good"


def test_the_board_adds_the_counters_up_and_takes_back(clerk, base, event, rini):
    touched = [faces.Mark("A", "good")] * 3 + [faces.Mark("B", "poor")]
    faces.mark_faces(event.pk, touched, **said(rini))
    page = f"{base}wajah/"
    shown = text(clerk.get(page))
    for words in ("4 orang memberi wajah", "75 dari 100", "Batal: Tidak puas"):
        assert words in shown
    assert "Wajah bukan Indeks Kepuasan Masyarakat (IKM)" in shown
    assert post(clerk, page, loket="B").status_code == 302
    assert "Catatan terakhir loket B dibatalkan" in text(clerk.get(page))
    assert FaceTally.objects.get(counter="B").answers == 0


def test_a_sheet_of_paper_is_copied_at_once(login, base, now):
    now.move_to(FRIDAY + timedelta(days=3))
    clerk = login("rini")
    page = f"{base}wajah/kertas/"
    assert post(clerk, page, loket="B", good="20", fair="", poor="4").status_code == 302
    shown = text(clerk.get(f"{base}wajah/"))
    assert "24 tanda dari kertas dicatat" in shown and "24 dari kertas" in shown
    assert "Batal: lembar berisi 24" in shown and "Layar loket" not in shown
    assert clerk.get(held_out(clerk, base))["Location"] == f"{base}wajah/"


def test_an_empty_sheet_says_what_to_do(clerk, base):
    page = post(clerk, f"{base}wajah/kertas/", loket="A", good="", fair="", poor="")
    assert page.status_code == 422 and "Isi sedikitnya satu angka" in text(page)


def test_a_counter_that_is_none_has_no_screen(clerk, base):
    assert clerk.get(f"{base}wajah/C/").status_code == 404


def test_before_the_day_no_screen_is_held_out(clerk, base, now):
    now.move_to(AT)
    assert "Wajah dicatat sejak hari kegiatan" in text(clerk.get(f"{base}wajah/"))


def test_a_talk_weighs_little_and_asks_little(clerk, base, event, rini, django_assert_max_num_queries):
    for n in range(10):
        talks.note_talk(event.pk, talks.Saying(1, f"Kader {n}", 10, "Tanya."), **said(rini))
    with django_assert_max_num_queries(20):
        clerk.get(f"{base}penyuluhan/")


def test_a_long_list_of_needs_asks_no_more_than_a_short_one(clerk, base, event, rini, django_assert_max_num_queries):
    for _ in range(80):
        helps.note_help(NEED, event.pk, CHAIR, **said(rini))
    with django_assert_max_num_queries(25):
        page = clerk.get(f"{base}saling-bantu/").content
    assert len(gzip.compress(page)) < 25_600
