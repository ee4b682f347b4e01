"""The rest of a Friday, as its people do it at browsers without a script: called, come, heard, worked, reported.

Its letters are in `thin_line.py`; nothing is done behind the pages here either.
"""

import re
from pathlib import Path

from tests.browser.hands import Hand
from tests.browser.test_work import street
from tests.browser.thin_line import PASSWORD, PIN, Sit, enter

BOARD = "Jalan DI Panjaitan"


def to_event(hand: Hand) -> str:
    """Opens the Friday from the first page; gives its address."""
    hand.follows("Kegiatan")
    hand.follows("27 November 2026")
    assert hand.is_at(BOARD)
    return hand.page.url.removeprefix(hand.url)


def call_the_heads(sit: Sit) -> None:
    """Bu Rini makes the links and sends the message; Pak Ruslan types its code and answers in three taps."""
    with sit() as rini:
        enter(rini, "rini")
        rini.opens(f"{to_event(rini)}panggilan/")
        rini.presses("Buat tautan")
        rini.follows("RT 07")
        said = rini.page.get_by_label("Pesan untuk dikirim").input_value()
    code = re.search(r"\b([0-9A-Z]{4} ?[0-9A-Z]{4})\b", said)
    assert code, said
    with sit() as ruslan:
        ruslan.opens("/rt/")
        ruslan.writes("Kode 8 huruf dan angka", code[1])
        ruslan.presses("Buka")
        ruslan.begins()
        for word in ("Datang", "15"):
            ruslan.touches(word)
        ruslan.presses("3. Kirim jawaban")
        assert ruslan.sees("Terima kasih, Bapak/Ibu Ruslan", "kira-kira 15 warga") and ruslan.taps == 3


def gather(sit: Sit) -> None:
    """Pak Lurah leads; of RT 07 seven come, one of them counted by mistake; three wait, the oldest first."""
    with sit() as rini:
        enter(rini, "rini")
        event = to_event(rini)
        rini.opens(f"{event}hadir/")
        for button in ("+5 RT 07 / RW 02", "+1 RT 07 / RW 02", "+1 RT 07 / RW 02", "Batal +1 RT 07 / RW 02"):
            rini.presses(button)
            rini.page.wait_for_load_state()
        assert rini.sees("dijanjikan 15")
        rini.follows("Catat nama")
        rini.presses("Memimpin Hendra Saputra, S.IP., M.Si.")
        assert rini.sees("1 memimpin")
        for first in (False, True):
            rini.opens(f"{event}antrean/")
            if first:
                rini.ticks("Lansia")
            rini.presses("Beri nomor")
        rini.opens(f"{event}antrean/")
        rini.presses("Panggil A-002")
        assert rini.sees("Panggil lagi")


def work(sit: Sit, folder: Path) -> None:
    """The drain: a picture before, the work, a picture after, what was measured."""
    before, after = street(folder, "1.jpg", "#4e5335", dirt=True), street(folder, "2.jpg", "#5d9aa5", dirt=False)
    with sit() as rini:
        enter(rini, "rini")
        rini.opens(f"{to_event(rini)}kerja/")
        rini.presses("Mulai Saluran depan SD 12")
        assert rini.is_at("Saluran depan SD 12")
        site = rini.page.url.removeprefix(rini.url)
        for shows, file in (("Sebelum", before), ("Sesudah", after)):
            rini.opens(f"{site}foto/")
            rini.touches(shows)
            rini.touches("Orang di foto setuju")
            rini.page.set_input_files("input[type=file]", file)
            rini.presses("Kirim foto")
            assert rini.sees("1 foto tersimpan")
        rini.opens(f"{site}hasil/")
        rini.page.check("[value=clean]")
        rini.page.check("[value=hauled]")
        rini.writes("Panjang saluran (m)", "120,5")
        rini.writes("Karung lumpur atau sampah (karung)", "86")
        rini.presses("Simpan")
        assert rini.sees("Hasil di Saluran depan SD 12 dicatat", "120,5 m")


def hear(sit: Sit) -> None:
    """A talk, a need and an offer that fit, a face, a promise; and a resident reports a broken lamp from home."""
    with sit() as rini:
        enter(rini, "rini")
        event = to_event(rini)
        rini.opens(f"{event}penyuluhan/")
        rini.chooses("Topik", "Layanan publik: syarat, hak warga, tanpa calo")
        rini.writes("Narasumber", "Yuni Kartini, Dukcapil")
        rini.writes("Berapa yang mendengarkan", "24")
        rini.presses("Catat")
        assert rini.sees("24 orang mendengarkan")
        for button, count in (("Catat kebutuhan", "2"), ("Catat tawaran", "3")):
            rini.opens(f"{event}saling-bantu/")
            rini.follows(button)
            rini.chooses("Apa", "Alat kerja (buah)")
            rini.writes("Berapa", count)
            rini.presses("Catat")
            assert rini.sees("dicatat.")
        rini.opens(f"{event}janji/")
        rini.fills("text", "Lampu jalan Lorong Sukarela diperbaiki")
        rini.presses("Catat janji")
        assert rini.sees("Lampu jalan Lorong Sukarela diperbaiki")
        rini.opens(f"{event}wajah/")
        rini.presses("Layar loket A")
        rini.presses("Puas")
        rini.follows("Petugas loket A: kembali dengan kata sandi")
        rini.writes("Kata sandi", PASSWORD)
        rini.presses("Lanjutkan")
        assert rini.sees("orang memberi wajah")


def close(sit: Sit) -> None:
    """Bu Rini closes the day; Bu Nyimas initials the report, Pak Lurah signs it with his PIN."""
    with sit() as rini:
        enter(rini, "rini")
        rini.opens(f"{to_event(rini)}tutup/")
        rini.writes("Catatan penutup", "Cuaca cerah; tidak ada kecelakaan.")
        rini.presses("Tutup hari dan susun laporan")
        assert rini.sees("Laporan disusun dan menunggu paraf")
    with sit() as nyimas:
        enter(nyimas, "nyimas")
        nyimas.follows("Menunggu saya")
        nyimas.presses("Paraf yang dipilih")
        assert nyimas.sees("1 surat diparaf")
    with sit() as hendra:
        enter(hendra, "hendra")
        hendra.follows("Menunggu saya")
        hendra.follows("Daftarkan dahulu")
        hendra.follows("Daftarkan peramban ini")
        hendra.presses("Daftarkan")
        hendra.follows("Kembali ke Menunggu saya")
        hendra.page.get_by_label("PIN Anda").fill(PIN)
        hendra.presses("Tandatangani")
        assert hendra.sees("1 surat ditandatangani dan diberi nomor")


def read_what_came_of_it(sit: Sit) -> None:
    """Everybody reads it, without a log-in."""
    with sit() as stranger:
        stranger.opens("/hasil/")
        stranger.page.click(f"main >> text={BOARD}")
        assert stranger.sees(
            "Warga yang hadir: 6 orang", "Permohonan diterima: 1 permohonan", "Surat diserahkan hari itu: 1 surat",
            "Panjang saluran: 120,5 m", "Pendengar penyuluhan: 24 orang", "Janji dicatat: 1 janji", "Cuaca cerah",
            "Laporan resmi nomor 400.12/119/PLI/2026",
        )  # fmt: skip
        assert stranger.page.locator("main img").count() == 2
        assert stranger.page.context.cookies() == []
