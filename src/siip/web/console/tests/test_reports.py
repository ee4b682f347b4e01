"""The report at the console: figures that lead to their rows, closing the day, closing it again."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import letters
from siip.programme.models import Event
from siip.reporting.models import Closing
from siip.reporting.tests.friday import ON_DAY, hold
from siip.services import slips
from siip.services.tests.conftest import FRIDAY, advance, event, rini, take, yuli  # noqa: F401
from siip.services.tests.test_slips import new_slip_code
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_pin import token
from siip.web.console.tests.test_requests import hidden
from tests.cast import PLAJU_ILIR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def clerk(login):
    return login("rini")


@pytest.fixture
def at(event):  # noqa: F811
    return f"/kantor/kegiatan/{event.pk}/"


def close(client, at, note="Cuaca cerah.", **said):
    return client.post(f"{at}tutup/", {**hidden(client.get(f"{at}tutup/")), "note": note, **said})


def test_an_empty_day_says_what_to_do(clerk, at):
    page = text(clerk.get(f"{at}laporan/"))
    assert "Belum ada yang dicatat" in page and "(NIHIL)" in page and "Tutup hari" in page


def test_closing_counts_a_day_once(clerk, at, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        clerk.get(f"{at}tutup/")


def test_every_figure_leads_to_rows_that_add_up_to_it(clerk, at, event, take):  # noqa: F811
    first = take(event=event.pk, at=FRIDAY)
    take(event=event.pk, at=FRIDAY, nama="Ahmad Fauzi")
    page = clerk.get(f"{at}laporan/").content.decode()
    assert f'href="{at}laporan/permohonan/">2&nbsp;permohonan</a>' in page
    rows = clerk.get(f"{at}laporan/permohonan/").content.decode()
    assert "<h1>Permohonan diterima: 2 permohonan</h1>" in rows
    assert f'href="/kantor/permohonan/{first.pk}/"' in rows and "Siti Maryam" not in rows


def test_of_a_whole_friday_each_total_on_each_page_is_the_sum_of_the_rows_behind_it(login, cast):
    held, by = hold(cast), cast.actor("rini", ON_DAY)
    for row, on in zip(held.requests[:2], (date(2026, 11, 30), date(2026, 12, 4)), strict=True):
        said = {"reason": "signer", "due_on": on, "place": PLAJU_ILIR, "code": new_slip_code()}
        slips.carry_over(row.pk, **said, by=by, at=ON_DAY, id=uuid7())
    at = f"/kantor/kegiatan/{held.event.pk}/"
    with time_machine.travel(datetime(2026, 12, 2, 2, 0, tzinfo=UTC), tick=False):
        clerk = login("rini")
        for page in ("laporan/", "tutup/"):
            totals = dict(
                re.findall(rf'href="({at}laporan/[a-z_0-9]+/)">([0-9.,]+)&nbsp;', clerk.get(at + page).content.decode())
            )
            assert len(totals) == 20
            assert {
                f"{at}laporan/{kode}/" for kode in ("dijanjikan", "janji_lewat", "volume", "wajah")
            } <= totals.keys()
            for address, total in totals.items():
                rows = clerk.get(address).content.decode()
                amounts = re.findall(r'<td class="n">([0-9.,]+)</td></tr>', rows)
                *parts, whole = [float(one.replace(".", "").replace(",", ".")) for one in amounts]
                assert parts and amounts[-1] == total and sum(parts) == pytest.approx(whole), address


def test_a_figure_that_is_not_there_is_not_there(clerk, at):
    assert clerk.get(f"{at}laporan/hadirin/").status_code == 404


def test_the_day_is_closed_and_the_report_waits_for_paraf(clerk, at, event, take):  # noqa: F811
    take(event=event.pk, at=FRIDAY)
    shown = text(clerk.get(f"{at}tutup/"))
    assert "1 permohonan" in shown and "belum diserahkan; dilanjutkan di kantor" in shown
    assert "Kegiatan masih berlangsung sampai" in shown
    assert close(clerk, at).headers["Location"] == f"{at}laporan/"
    page = text(clerk.get(f"{at}laporan/"))
    assert "Menunggu Sekretaris" in page and "Cuaca cerah." in page and "Susun ulang" in page
    assert "Izin melaporkan." in page and "- Permohonan diterima: 1 permohonan" in page
    assert "Rincian:" not in page


def test_the_letter_of_a_day_leads_to_its_figures_and_speaks_of_no_nik(clerk, at, event, take):  # noqa: F811
    take(event=event.pk, at=FRIDAY)
    close(clerk, at)
    page = clerk.get(f"/kantor/surat/{Closing.objects.get().letter_id}/")
    assert f'href="{at}laporan/"' in page.content.decode() and "Cuaca cerah." in text(page)
    assert "[[" not in text(page) and "NIK" not in text(page)


def test_the_button_pressed_twice_closes_once(clerk, at):
    said = {"token": token(clerk, f"{at}tutup/"), "note": "Cuaca cerah."}
    assert [clerk.post(f"{at}tutup/", said).status_code for _ in range(2)] == [302, 302]
    assert (Closing.objects.count(), Entry.objects.filter(act="reporting.close_event").count()) == (1, 1)


def test_a_note_with_a_nik_comes_back_as_it_was_typed(clerk, at):
    page = close(clerk, at, note="Pak 1671145708850001 hadir")
    assert page.status_code == 422 and "Pak 1671145708850001 hadir" in page.content.decode()
    assert not Closing.objects.exists()


def test_what_came_afterwards_is_told_and_taken_up_when_made_anew(clerk, at, event, take):  # noqa: F811
    close(clerk, at)
    take(event=event.pk, at=FRIDAY)
    assert "Berubah sesudah hari ditutup: permohonan diterima 0 menjadi 1" in text(clerk.get(f"{at}laporan/"))
    assert "Ketika hari ditutup angkanya" not in text(clerk.get(f"{at}laporan/surat/"))
    assert close(clerk, at, note="Dibetulkan.").status_code == 302
    page = text(clerk.get(f"{at}laporan/"))
    assert "Berubah sesudah" not in page and "Disusun ulang" in page


def test_a_signed_report_is_not_made_anew(clerk, at, event, take, advance, cast):  # noqa: F811
    advance(take(event=event.pk, at=FRIDAY), "signed", at=FRIDAY)
    close(clerk, at)
    letter = Closing.objects.get().letter_id
    letters.paraf_letter(letter, by=cast.actor("nyimas", FRIDAY), at=FRIDAY, id=uuid7())
    lurah = cast.actor("hendra", FRIDAY)
    letters.sign_and_number([letter], proof=cast.proof("hendra", FRIDAY), by=lurah, at=FRIDAY, id=uuid7())
    page = text(clerk.get(f"{at}laporan/"))
    assert "Halaman hasil untuk umum" in page and "Susun ulang" not in page
    assert f"/hasil/{event.pk}/" in page.split("Rincian:")[1]
    seen = Closing.objects.get().head
    refused_page(clerk, at, "Laporan sudah disetujui", "Angkanya tetap", "Laporannya sudah ditandatangani", seen=seen)
    assert Closing.objects.get().again_at is None


def test_who_presses_second_takes_no_note_away(clerk, at):
    mine, other = (hidden(clerk.get(f"{at}tutup/")) for _ in range(2))
    assert clerk.post(f"{at}tutup/", {**other, "note": "Dua warga terpeleset."}).status_code == 302
    answer = clerk.post(f"{at}tutup/", {**mine, "note": ""})
    assert answer.status_code == 422 and "sudah ditutup. Buka laporannya" in text(answer)
    assert (Closing.objects.get().note, Closing.objects.get().again_at) == ("Dua warga terpeleset.", None)


def refused_page(client, at, *words, seen=""):
    """The page offers no button; whoever sends the form all the same is refused and told why."""
    page = client.get(f"{at}tutup/")
    assert page.status_code == 200 and 'name="note"' not in page.content.decode()
    answer = client.post(f"{at}tutup/", {"token": str(uuid7()), "note": "", "seen": seen})
    assert answer.status_code == 422 and words[-1] in text(answer)
    for said in words[:-1]:
        assert said in text(page)


def test_before_the_day_it_says_when_and_offers_nothing(clerk, at):
    with time_machine.travel(datetime(2026, 11, 26, 2, 0, tzinfo=UTC), tick=False):
        page = clerk.get(f"{at}tutup/")
        assert "masih berlangsung" not in text(page) and "NIHIL" not in text(page)
        when = "sejak Jumat, 27 November 2026, 07.00 WIB"
        refused_page(clerk, at, f"belum dimulai. Hari dapat ditutup {when}", "Kegiatan ini belum dimulai")
        assert f"Hari dapat ditutup {when}" in text(clerk.get(f"{at}laporan/"))
    assert not Closing.objects.exists()


def test_a_cancelled_day_is_told_what_to_do_instead(clerk, login, at, event):  # noqa: F811
    Event.objects.filter(pk=event.pk).update(cancelled_at=FRIDAY, cancelled_reason="Banjir")
    refused_page(clerk, at, "Kegiatan ini dibatalkan: Banjir. Harinya tidak ditutup", "sudah dibatalkan: Banjir")
    assert f'href="{at}kabar/"' in clerk.get(f"{at}tutup/").content.decode()
    shown = text(clerk.get(f"{at}laporan/"))
    assert "Dibatalkan" in shown and "Tutup hari" not in shown and "Belum dimulai" not in shown
    assert not Closing.objects.exists()


def test_a_closed_day_is_neither_cancelled_nor_moved_and_keeps_what_the_report_names(clerk, at, event):  # noqa: F811
    close(clerk, at)
    shown = text(clerk.get(at))
    assert "Selesai" in shown and "Batalkan" not in shown and "Pindahkan" not in shown
    for page in ("batal", "pindah"):
        stopped = clerk.get(f"{at}{page}/")
        assert stopped.status_code == 409 and "sudah ditutup dan dilaporkan" in text(stopped)
        said = {
            "token": str(uuid7()),
            "langkah": "simpan",
            "reason": "hujan",
            **_as_planned(clerk, at),
            "on": "4-12-2026",
        }
        sent = clerk.post(f"{at}{page}/", said)
        assert sent.status_code == 422 and "sudah ditutup dan dilaporkan" in text(sent)
    assert "tertulis di laporan, jadi tetap" in text(clerk.get(f"{at}ubah/"))
    wrong = clerk.post(f"{at}ubah/", _as_planned(clerk, at) | {"street": "Jalan Kapten Abdullah"})
    assert wrong.status_code == 422 and "Kembalikan isian itu seperti semula" in text(wrong)
    assert clerk.post(f"{at}ubah/", _as_planned(clerk, at) | {"bring": "karung"}).status_code == 302
    stored = Event.objects.get()
    assert (stored.cancelled_at, stored.moved_from, stored.street, stored.bring) == (None, None, event.street, "karung")


def _as_planned(clerk, at):
    """What the form of the plan holds, as a browser would send it back."""
    page = clerk.get(f"{at}ubah/").context["form"]
    return {"token": str(uuid7())} | {
        name: value.strftime("%d-%m-%Y") if isinstance(value, date) else value
        for name in page.fields
        if name != "token" and (value := page[name].value()) not in (None, "")
    }


def test_a_report_that_was_made_void_is_made_anew(clerk, at, event):  # noqa: F811
    close(clerk, at)
    void = Closing.objects.get().letter_id
    path = f"/kantor/surat/{void}/batalkan/"
    assert clerk.post(path, {"token": token(clerk, path), "reason": "salah hitung"}).status_code == 302
    assert "Susun ulang" in text(clerk.get(f"{at}laporan/"))
    assert "disetujui" not in text(clerk.get(f"{at}tutup/"))
    assert close(clerk, at).status_code == 302
    assert Closing.objects.get().letter_id != void and "Menunggu Sekretaris" in text(clerk.get(f"{at}laporan/"))


def test_whoever_may_not_close_sees_and_does_not_close(login, at):
    kasi = login("agus")
    assert "Tutup hari" not in text(kasi.get(f"{at}laporan/"))
    assert kasi.get(f"{at}tutup/").status_code == 403


def test_a_report_takes_a_fixed_number_of_queries(clerk, at, event, take, django_assert_max_num_queries):  # noqa: F811
    for name in ("Siti Maryam", "Ahmad Fauzi", "Nur Aini"):
        take(event=event.pk, at=FRIDAY, nama=name)
    with django_assert_max_num_queries(40):
        clerk.get(f"{at}laporan/")
