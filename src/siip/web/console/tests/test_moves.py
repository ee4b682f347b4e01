"""Moving and cancelling at the console: a check first, then whom to tell."""

from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import registers
from siip.programme.models import Event
from siip.reporting import packs
from siip.web.console.tests.test_events import LIST, PLAN, post, typed
from siip.web.console.tests.test_log_in import text
from tests.cast import AT, PATTERN

pytestmark = pytest.mark.django_db
RAIN = "hujan deras sejak subuh"
NEXT = {
    "on": "4-12-2026", "starts": "7", "ends": "9.30", "street": "Jalan DI Panjaitan", "gathering": "", "reason": RAIN,
}  # fmt: skip


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield AT


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def event(clerk, cast):
    lead = {"pemimpin": str(cast.people["hendra"].pk)}
    assert post(clerk, PLAN, **typed(**lead)).status_code == 302
    return Event.objects.get()


def at(event, page):
    return f"{LIST}{event.pk}/{page}/"


def test_a_move_is_checked_before_it_is_made(event, clerk):
    page = text(post(clerk, at(event, "pindah"), **NEXT))
    for said in ("Periksa: kegiatan dipindah", "Jumat, 4 Desember 2026, 07.00–09.30 WIB", RAIN, "perlu dikabari"):
        assert said in page
    assert Event.objects.get().revision == 0


def test_a_move_to_a_holiday_is_told_before_it_is_made(event, clerk):
    told = "1 Januari 2027: Tahun Baru Masehi. Boleh, tetapi kantor tutup."
    assert told in text(post(clerk, at(event, "pindah"), **NEXT | {"on": "1-1-2027"}))
    assert told in text(post(clerk, at(event, "pindah"), **NEXT | {"on": "1-1-2027"}, langkah="ubah"))
    assert "kantor tutup" not in text(post(clerk, at(event, "pindah"), **NEXT))
    assert post(clerk, at(event, "pindah"), **NEXT | {"on": "1-1-2027"}, langkah="simpan").status_code == 302


def test_whoever_goes_back_finds_what_he_typed(event, clerk):
    page = post(clerk, at(event, "pindah"), **NEXT, langkah="ubah").content.decode()
    assert 'value="4-12-2026"' in page and f'value="{RAIN}"' in page


def test_a_move_leads_to_whom_to_tell(event, clerk):
    answer = post(clerk, at(event, "pindah"), **NEXT, langkah="simpan")
    assert answer["Location"] == at(event, "kabar")
    body = clerk.get(answer["Location"]).content.decode()
    page = text(clerk.get(answer["Location"]))
    for said in ("Ruslan", "Ketua RT 07 / RW 02", "Hendra Saputra", "Pemimpin", "Babinsa", "Jadwal: "):
        assert said in page
    assert "https://wa.me/?text=" + quote("*Jumat Bersih dipindah*") in unescape(body)
    assert "Pindah dari Jumat, 27 November 2026" in text(clerk.get(f"{LIST}{event.pk}/"))


def test_a_cancelled_event_says_so_and_offers_nothing_more(event, clerk):
    path = at(event, "batal")
    assert "Periksa: kegiatan dibatalkan" in text(post(clerk, path, reason=RAIN))
    assert post(clerk, path, reason=RAIN, langkah="simpan")["Location"] == at(event, "kabar")
    body = text(clerk.get(f"{LIST}{event.pk}/"))
    assert f"Dibatalkan: {RAIN}" in body and "Pindahkan" not in body and "Terima permohonan" not in body
    assert "Dibatalkan" in text(clerk.get(LIST)) and "1 kegiatan akan datang" not in text(clerk.get(LIST))
    assert clerk.get(at(event, "ubah")).status_code == 409


def test_sending_twice_moves_once(event, clerk):
    said = {**NEXT, "token": str(uuid7()), "langkah": "simpan"}
    assert [clerk.post(at(event, "pindah"), said).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(act="programme.move_event").count() == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"reason": ""}, "Alasan belum diisi"),
        ({"on": "27-11-2026"}, "masih sama"),
        ({"on": "20-11-2026"}, "sudah lewat"),
        ({"ends": "6"}, "tidak sesudah mulai"),
        ({"street": "Jalan 1671145708850001"}, "seperti NIK"),
    ],
)
def test_a_refused_move_says_why_and_keeps_what_was_typed(event, clerk, said, why):
    typed_again = {**NEXT, "gathering": "depan kantor lurah", **said}
    page = post(clerk, at(event, "pindah"), **typed_again, langkah="simpan")
    assert page.status_code == 422 and why in text(page)
    assert 'value="depan kantor lurah"' in page.content.decode() and Event.objects.get().revision == 0


def test_an_event_that_is_over_is_neither_moved_nor_cancelled(event, login):
    with time_machine.travel(event.ends_at + timedelta(minutes=1), tick=False):
        clerk = login("rini")
        assert "Pindahkan" not in text(clerk.get(f"{LIST}{event.pk}/"))
        assert clerk.get(at(event, "batal")).status_code == 409
        page = clerk.post(at(event, "batal"), {"token": str(uuid7()), "reason": RAIN, "langkah": "simpan"})
        assert page.status_code == 422 and "sudah selesai" in text(page)


def test_there_is_nothing_to_tell_of_an_event_that_stands(event, clerk):
    assert clerk.get(at(event, "kabar")).status_code == 409


def test_who_may_not_plan_there_finds_no_page(event, login):
    for page in ("pindah", "batal", "kabar"):
        assert login("zul").get(at(event, page)).status_code == 404
        assert login("agus").get(at(event, page)).status_code == 403


# Numbers set aside for emergency blanks


@pytest.fixture
def aside(event, cast):
    """Three numbers of the lurah's register, 118 to 120, for the blanks of this event."""
    dewi = cast.actor("dewi")
    registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117, by=dewi, at=AT,
        id=uuid7(),
    )  # fmt: skip
    (one,) = (one for one in packs.contents(event).offers if one.register)
    return packs.set_aside(event, one, 3, by=cast.actor("rini"), at=AT, id=uuid7())


def test_a_move_says_which_numbers_go_along_and_names_them_by_the_new_day(event, clerk, aside):
    check = text(post(clerk, at(event, "pindah"), **NEXT))
    for said in ("Surat Keterangan Domisili: nomor 118-120", "ikut ke hari dan tempat yang baru", "cetak ulang"):
        assert said in check
    assert post(clerk, at(event, "pindah"), **NEXT, langkah="simpan").status_code == 302
    assert "nomor 118-120" in text(clerk.get(at(event, "kabar")))
    aside.refresh_from_db()
    assert aside.title == "4 Desember 2026, Jalan DI Panjaitan"
    assert "118-120 disisihkan dan belum dipakai" in text(clerk.get(at(event, "paket")))


def test_numbers_of_this_year_do_not_go_into_the_next(event, clerk, aside):
    check = text(post(clerk, at(event, "pindah"), **NEXT | {"on": "8-1-2027"}))
    assert "Nomor 2026 tidak dipakai di tahun lain" in check and "ikut ke hari" not in check
    assert post(clerk, at(event, "pindah"), **NEXT | {"on": "8-1-2027"}, langkah="simpan").status_code == 302
    aside.refresh_from_db()
    assert aside.title == "27 November 2026, Jalan DI Panjaitan"


def test_a_revised_plan_takes_its_numbers_along(event, clerk, aside):
    assert post(clerk, at(event, "ubah"), **typed(street="Lorong Sukarela")).status_code == 302
    aside.refresh_from_db()
    assert aside.title == "27 November 2026, Lorong Sukarela"


def test_a_cancelling_says_where_the_numbers_are_closed(event, clerk, aside, login):
    path = f"/kantor/register/{aside.register_id}/"
    check = post(clerk, at(event, "batal"), reason=RAIN)
    assert "Surat Keterangan Domisili: nomor 118-120" in text(check) and "tercatat batal" in text(check)
    assert path in check.content.decode()
    assert post(clerk, at(event, "batal"), reason=RAIN, langkah="simpan").status_code == 302
    page = clerk.get(at(event, "kabar"))
    assert "nomor 118-120" in text(page) and path in page.content.decode()
    named = "27 November 2026, Jalan DI Panjaitan (dibatalkan)"
    assert f"118 sampai 120, {named}: 0 dipakai" in text(clerk.get(path))
    assert f"Disisihkan untuk blangko darurat: Surat Keterangan Domisili, {named}" in text(clerk.get(path))
    assert post(clerk, f"{path}blok/{aside.pk}/tutup/").status_code == 302
    void = f"Batal: blangko darurat tidak terpakai; disisihkan untuk Surat Keterangan Domisili, {named}"
    assert text(clerk.get(path)).count(void) == 3
    assert "disisihkan" not in text(clerk.get(at(event, "kabar")))


def test_without_numbers_nothing_is_said_of_them(event, clerk):
    assert "disisihkan" not in text(post(clerk, at(event, "batal"), reason=RAIN))


def test_pages_take_few_queries(event, clerk, django_assert_max_num_queries):
    post(clerk, at(event, "pindah"), **NEXT, langkah="simpan")
    for page, most in (("pindah", 12), ("batal", 12), ("kabar", 18)):
        with django_assert_max_num_queries(most):
            assert clerk.get(at(event, page)).status_code == 200
