"""The rehearsal plays a Friday through the pages of a training house, by a clock that no other house takes."""

import dataclasses
from datetime import date, timedelta
from random import Random

import pytest
from django.conf import settings
from django.test import Client, override_settings

from siip import demo, founding, rehearsing, serve
from siip.fieldday import attendance
from siip.kernel.models import House
from siip.letters.models import Letter, Register
from siip.people.models import Account
from siip.programme.models import Event
from siip.rehearse import pages, people, pictures, play
from siip.rehearse.hand import Hand, Stumbled, Time, log_in
from siip.reporting import closings, figures
from siip.reporting.models import Closing
from siip.services.models import Request, Slip
from siip.web import clock
from tests.cast import AT, ident

FRIDAY = date(2027, 1, 8)  # of a year whose register nobody has opened yet

NEXT = date(2026, 11, 27)  # as the demonstration has planned it


@pytest.fixture
def training():
    with override_settings(SIIP=dataclasses.replace(settings.SIIP, training=True)):
        yield


def test_a_friday_is_played_through_its_pages_from_the_plan_to_the_published_report(
    transactional_db, live_server, training
):
    founding.make_house(ident("house"), training=True, at=AT)
    demo.build(AT, lambda said: None)
    told = []
    rehearsal = rehearsing.begun(live_server.url)
    done = rehearsal.play(
        [FRIDAY], size=rehearsing.SIZES["kecil"], seed=7, progress=lambda on, scene: told.append((on, scene))
    )  # fmt: skip
    ((on, event_id),) = done.events
    event = Event.objects.get(pk=event_id)
    found = {one.kode: int(one.value) for one in figures.figures_of(event, at=AT)}
    assert on == FRIDAY and [scene for _, scene in told] == [
        "direncanakan", "dipanggil", "berkumpul", "dilayani", "ditandatangani", "bekerja", "didengar",
        "dijanjikan", "ditutup"
    ]  # fmt: skip
    taken = Request.objects.filter(event=event)
    assert found["permohonan"] == found["antrean"] == taken.count() == 6
    assert found["diserahkan"] == taken.filter(state="handed").count() > 0
    assert found["hadir"] == attendance.figures_of(event).heads > 8
    assert found["dilanjutkan"] == Slip.objects.filter(request__event=event).count() == 6 - found["diserahkan"]
    assert (found["penyuluhan"], found["butuh"], found["tawaran"]) == (1, 1, 1) and found["wajah"] > 7
    assert (found["titik"], found["janji"], found["aduan"], found["petugas"], found["mitra"]) == (2, 1, 1, 3, 1)
    closing = Closing.objects.get(event=event)
    assert closing.letter.state == "numbered"
    assert closings.changes_since(closing, figures.figures_of(event, at=closing.closed_at)) == []
    assert found["dijanjikan"] == found["dilanjutkan"]
    assert str(event.pk) in Client().get("/hasil/").content.decode()
    assert len(done.waits) > 60 and 0 < done.wait(0.5) <= done.wait(0.95)
    opened = Register.objects.filter(year=2027)
    assert [(one.office.wilayah.path, one.after) for one in opened] == [("16/71/14/1003/", 0)]
    assert {one.dated_on for one in Letter.objects.filter(request__event=event, dated_on__isnull=False)} == {FRIDAY}

    # The same house goes on: another would take a quarter of a minute, and Pak Lurah a second code.
    again = dataclasses.replace(rehearsal, standing=play.standing(rehearsal.hands["hendra"]))
    assert again.standing == {FRIDAY: event_id, NEXT: again.standing[NEXT]}
    assert list(rehearsing.left_out(again, [NEXT, date(2027, 1, 1), FRIDAY])) == [
        "Jumat 08-01-2027 dilewati, sudah dimainkan.",
        "Jumat 27-11-2026 dilewati: kegiatannya belum selesai (latihan terputus, atau rencana lain).",
    ]
    assert "01-01-2027: --until 2027-01-02." in rehearsing.nothing_left(again, [FRIDAY])
    assert "20-11-2026: --until 2026-11-21." in rehearsing.nothing_left(again, [NEXT])
    with pytest.raises(Stumbled) as stopped:
        again.play([FRIDAY], size=rehearsing.SIZES["kecil"], seed=7, progress=lambda on, scene: None)
    assert str(stopped.value) == (
        "Jumat 08-01-2027, direncanakan.\nPOST /kantor/kegiatan/baru/ menjawab 422: Kegiatan di jalan itu pada "
        "waktu itu sudah direncanakan. Buka dari daftar kegiatan, lalu ubah di sana."
    )


@pytest.mark.django_db
class TestBefore:
    """What is told before any page is opened."""

    def test_fridays_before_the_offices_began_are_refused_by_name_of_the_first_one(self, cast):
        began = max(cast.holdings[user].from_on for user in play.USERS)
        first = next(began + timedelta(days=n) for n in range(4, 11) if (began + timedelta(days=n)).weekday() == 4)
        rehearsing.refuse_too_early([first, first + timedelta(weeks=1)])
        with pytest.raises(serve.CannotServe, match=f"{first:%d-%m-%Y}; .* --until sesudah {first}"):
            rehearsing.refuse_too_early([first - timedelta(weeks=1)])
        with pytest.raises(serve.CannotServe, match=r"--fridays 1\."):
            rehearsing.refuse_too_early([first - timedelta(weeks=1), first])

    def test_a_training_house_with_somebody_called_rini_is_no_demonstration(self, training, cast):
        House.objects.update(training=True)
        assert Account.objects.filter(username="rini").exists() and not demo.is_built()

    def test_a_house_that_refuses_the_clock_is_another_house(self, live_server, cast):
        hand = Hand(live_server.url, Time(AT, clock.signed))
        with pytest.raises(Stumbled, match=f"{live_server.url} bukan rumah demonstrasi .* menjawab 403: .*jamnya"):
            log_in(hand, "rini", demo.PASSWORD, lambda username: "")


def test_the_same_seed_brings_the_same_people_and_none_of_them_a_nik():
    def crowd(seed):
        chance = Random(seed)
        return [people.somebody(chance, FRIDAY) for _ in range(50)]

    assert crowd("1") == crowd("1") != crowd("2")
    assert all(one.born <= FRIDAY - timedelta(days=18 * 365) for one in crowd("1"))


def test_pictures_are_never_the_same_twice():
    chance = Random(1)
    made = [pictures.drain(chance, is_clean=is_clean) for is_clean in (True, True, False, False)]
    assert len(set(made)) == 4 and all(one.startswith(b"\x89PNG") for one in made)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 11, 24), 2, [date(2026, 11, 13), date(2026, 11, 20)]),
        (date(2026, 11, 27), 1, [date(2026, 11, 20)]),
        (date(2026, 11, 28), 1, [date(2026, 11, 27)]),
    ],
)
def test_fridays_end_before_the_day(day, count, found):
    assert play.fridays_before(day, count) == found
    assert demo.last_friday(day) == found[-1]


def test_a_page_is_read_as_a_browser_would_send_it():
    page = pages.read(
        200, "http://rumah.test/",
        '<form method="post"><input type="hidden" name="token" value="t"><input name="nama" value="Siti &amp; Ali">'
        '<input type="radio" name="cara" value="a"><input type="radio" name="cara" value="b" checked>'
        '<textarea name="isi">\nsatu\ndua</textarea>'
        '<select name="rt"><option value="1">RT  01</option>'
        '<option value="2" selected>RT 02</option></select><input type="checkbox" name="mati" disabled value="x">'
        '<button name="langkah" value="lanjut">Lanjut'
        "</button></form><a href='/jadwal/'><b>Jadwal</b> kita</a>",
    )  # fmt: skip
    (form,) = page.forms
    assert form.sent({"langkah": "lanjut"}) == [
        ("token", "t"), ("nama", "Siti & Ali"), ("cara", "b"), ("isi", "satu\ndua"), ("rt", "2"), ("langkah", "lanjut")
    ]  # fmt: skip
    assert form.choices("rt") == ["1", "2"] and form.worded("rt") == {"RT 01": "1", "RT 02": "2"}
    assert page.links == [("Jadwal kita", "/jadwal/")]
    with pytest.raises(Stumbled, match="tidak memuat isian tidak_ada"):
        page.form("tidak_ada")


@pytest.mark.parametrize(("share", "seconds"), [(0.5, 0.05), (0.95, 0.1), (1.0, 0.1), (0.1, 0.01)])
def test_how_long_the_pages_let_wait(share, seconds):
    assert play.Played((), tuple((n / 100, "GET /") for n in range(10, 0, -1))).wait(share) == seconds


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            '<main><h1>Rencana</h1><form><div class="summary" role="alert"><h2>Ada 2 hal</h2><p>Muat\n ulang.</p>'
            '<ul><li><a href="#a">Isi <b>jalan</b>.</a></li><li><a href="#b">Isi hari.</a></li>'
            "<li>Isi hari.</li></ul></div>"
            '<input name="jalan"><p>Kapan</p></form></main>',
            "Muat ulang. Isi jalan. Isi hari.",
        ),
        (
            '<p>LATIHAN</p><main><h1>Bukan untuk Anda</h1><p class="lead">Hubungi pengelola.</p>'
            "<p>Kode: 403</p></main>",
            "Hubungi pengelola.",
        ),
        ('<div class="note ok"><p role="status">Sudah terkirim.</p></div><h1>Panggilan</h1>', "Sudah terkirim."),
        ("<html><body><h1>404 Not Found</h1><hr>nginx</body></html>", "404 Not Found"),
        ("mati", "(tanpa keterangan)"),
    ],
)  # fmt: skip
def test_what_a_page_says_of_its_refusal_is_a_sentence(html, said):
    assert pages.read(422, "http://rumah.test/", html).said == said


def test_a_house_that_does_not_answer_is_named():
    hand = Hand("http://127.0.0.1:9/", Time(AT, lambda at: ""))
    with pytest.raises(Stumbled, match="tidak menjawab"):
        hand.opens("/")


@pytest.mark.django_db
class TestClock:
    def test_a_training_house_takes_the_clock_that_is_signed(self, training, client, cast):
        page = client.get("/", headers={clock.HEADER: clock.signed(AT)})
        assert page.status_code == 200 and page.wsgi_request.now == AT

    @pytest.mark.parametrize("said", ["", "2026-11-24T02:00:00+00:00", "2026-11-24T02:00:00+00:00 00", "besok x"])
    def test_one_that_is_not_signed_is_refused(self, training, client, cast, said):
        page = client.get("/", headers={clock.HEADER: said})
        assert page.status_code == 403 and "memakai jamnya sendiri" in page.content.decode()

    def test_a_real_house_takes_none_at_all(self, client, cast):
        assert client.get("/", headers={clock.HEADER: clock.signed(AT)}).status_code == 403

    def test_without_the_header_the_clock_is_the_house_s_own(self, training, client, cast):
        assert client.get("/").wsgi_request.now.year >= 2026


@pytest.mark.parametrize("base", ["localhost:8000", "nonsense", ""])
def test_what_is_no_address_is_told_before_anything_is_asked(base):
    with pytest.raises(Stumbled, match="bukan alamat rumah"):
        rehearsing.begun(base)
