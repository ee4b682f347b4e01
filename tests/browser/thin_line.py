"""The steps of one letter through the house, each as its person does it at a browser of his own.

Nothing is done behind the pages: `tests.cast` founds the house and its people, the rest is clicked and typed.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from siip.people.tests.lists import HEADING, SITI, changed, workbook
from siip.services.tests.conftest import NIK
from tests.browser.hands import Hand
from tests.cast import Cast
from tests.worker import work_off

Sit = Callable[[], AbstractContextManager[Hand]]
"""Sits down at a fresh browser."""

PASSWORD, PIN = "kereta mangga lautan", "738291"
TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 09.00 WIB
FRIDAY = datetime(2026, 11, 27, 0, 20, tzinfo=UTC)  # 07.20 WIB
AFTERWARDS = datetime(2026, 11, 27, 2, 40, tzinfo=UTC)  # 09.40 WIB
KNOWN = [*changed(SITI, nik=NIK, name="SITI MARYAM", birth="17-08-1985", rw="02"), "Palembang", "WNI"]
COLUMNS = [*HEADING, "Tempat Lahir", "Kewarganegaraan"]
SIGNERS = ("hendra", "nyimas", "agus")


def give_passwords(cast: Cast) -> None:
    """What founding leaves out, since hashing is slow: those who act here can log in."""
    for key in ("dewi", "rini", *SIGNERS):
        cast.accounts[key].set_password(PASSWORD)
        cast.accounts[key].save()


def enter(hand: Hand, key: str) -> None:
    hand.logs_in(key, PASSWORD, with_code=key in SIGNERS)


def open_register(sit: Sit) -> None:
    """Bu Dewi carries the paper book on: its last number was 117."""
    with sit() as dewi:
        enter(dewi, "dewi")
        dewi.follows("Register")
        dewi.follows("Mulai register baru")
        dewi.chooses("Kantor", "Lurah Plaju Ilir")
        dewi.writes("Nomor terakhir di buku kertas", "117")
        dewi.presses("Mulai register baru")
        assert dewi.sees("Register Lurah Plaju Ilir tahun 2026 dibuka")


def import_residents(sit: Sit) -> None:
    """She takes in a list, on which Siti Maryam is."""
    with sit() as dewi:
        enter(dewi, "dewi")
        dewi.follows("Penduduk")
        dewi.follows("Impor daftar")
        file = {"name": "penduduk.xlsx", "mimeType": "", "buffer": workbook(KNOWN, heading=COLUMNS)}
        dewi.page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]
        dewi.presses("Periksa dulu")
        work_off()
        dewi.follows("Muat ulang")
        dewi.presses("Masukkan 1 orang")
        work_off()
        dewi.follows("Muat ulang")
        assert dewi.is_at("1 orang baru, 0 diperbarui")


def plan(sit: Sit) -> None:
    """Bu Rini plans the coming Friday along Jalan DI Panjaitan; day, hours and letters are proposed."""
    with sit() as rini:
        enter(rini, "rini")
        rini.follows("Kegiatan")
        rini.follows("Rencanakan kegiatan")
        rini.ticks("Kelurahan Plaju Ilir")
        rini.presses("Lanjut")
        rini.writes("Jalan", "Jalan DI Panjaitan")
        rini.writes("Berkumpul di", "depan kantor lurah")
        rini.ticks("RT 07a / RW 02")
        rini.ticks("RT 07 / RW 02")
        rini.chooses("Petugas 1", "Rini Astuti")
        rini.writes("Tugas petugas 1", "loket 1")
        rini.writes("Tempat lain", "Saluran depan SD 12")
        rini.chooses("Jenis", "Selokan")
        rini.presses("Rencanakan")
        assert rini.is_at("Jalan DI Panjaitan")
        assert rini.sees("27", "07.00", "09.30", "Surat Keterangan Domisili", "RT 07a", "Rini Astuti")


def look_at_the_schedule(sit: Sit) -> None:
    """A stranger reads where and when."""
    with sit() as stranger:
        stranger.opens("/")
        assert stranger.sees("Jalan DI Panjaitan", "depan kantor lurah", "07.00–09.30 WIB")
        stranger.follows("Jadwal")
        assert stranger.sees("27 November 2026", "Jalan DI Panjaitan")
        assert stranger.page.context.cookies() == []


def take_of_somebody_known(sit: Sit) -> tuple[int, float]:
    """On Friday Siti Maryam comes; the RT head stands beside her and says so. Gives taps and seconds."""
    with sit() as rini:
        enter(rini, "rini")
        rini.follows("Lihat kegiatan")
        rini.begins()
        rini.follows("Terima permohonan")
        rini.presses("Lanjut")
        rini.writes("NIK", NIK)
        rini.presses("Cari di daftar penduduk")
        rini.fills("isi_keperluan", "membuka rekening bank")
        rt_head_says(rini)
        rini.presses("Periksa dulu")
        rini.presses("Simpan dan buat suratnya")
        assert rini.is_at("SITI MARYAM")
        assert rini.sees("Keterangan Ruslan, Ketua RT", "Di kegiatan Jalan DI Panjaitan")
        return rini.taps, rini.seconds


def take_of_somebody_unknown(sit: Sit, place: str = "Loket Kelurahan Plaju Ilir") -> tuple[int, float]:
    """At the weekday counter: everything is read off the KTP-el. Gives taps and seconds."""
    with sit() as rini:
        enter(rini, "rini")
        rini.follows("Permohonan")
        rini.begins()
        rini.follows("Terima permohonan")
        rini.ticks(place)
        rini.presses("Lanjut")
        said = {
            "nik": "1671144203880001", "nama": "Wahyu Ningsih", "tempat_lahir": "Palembang",
            "tanggal_lahir": "2-3-1988", "alamat": "Jalan DI Panjaitan 40",
            "alamat_domisili": "Jalan DI Panjaitan Lorong Sukarela 12", "keperluan": "mendaftar sekolah anak",
        }  # fmt: skip
        for name, value in said.items():
            rini.fills(f"isi_{name}", value)
        rini.ticks("Perempuan")
        rini.chooses("RT/RW", "RT 08 / RW 02")
        rt_head_says(rini)
        rini.presses("Periksa dulu")
        rini.presses("Simpan dan buat suratnya")
        assert rini.is_at("Wahyu Ningsih")
        return rini.taps, rini.seconds


def rt_head_says(hand: Hand) -> None:
    hand.ticks("Ketua RT menerangkan di tempat")
    hand.fills("ketua_pengantar_rt", "Ruslan")
    hand.page.check("#id_berkas_ktp")
    hand.page.check("#id_berkas_kk")
    hand.taps += 2


def return_and_do_again(sit: Sit) -> None:
    """Pak Agus sees that the RT is wrong; Bu Rini mends it."""
    with sit() as agus:
        enter(agus, "agus")
        agus.follows("Menunggu saya")
        agus.follows("Baca surat Wahyu Ningsih")
        agus.follows("Kembalikan")
        agus.writes("Alasan", "RT tidak sama dengan KTP-el")
        agus.presses("Kembalikan")
        assert agus.sees("Surat dikembalikan kepada pembuatnya", "RT tidak sama dengan KTP-el")
    with sit() as rini:
        enter(rini, "rini")
        rini.follows("Permohonan")
        rini.follows("Wahyu Ningsih")
        assert rini.sees("Dikembalikan", "RT tidak sama dengan KTP-el")
        rini.follows("Perbaiki isi")
        rini.chooses("RT/RW", "RT 07 / RW 02")
        rini.presses("Simpan perbaikan")
        assert rini.sees("diperiksa dari awal")


def initial(sit: Sit, key: str) -> None:
    """Everything that waits for him, in two taps."""
    with sit() as hand:
        enter(hand, key)
        hand.follows("Menunggu saya")
        assert hand.is_at("1 surat menunggu Anda")
        hand.presses("Paraf yang dipilih")
        assert hand.sees("1 surat diparaf", "Tidak ada yang menunggu Anda")
        assert hand.taps == 2


def sign(sit: Sit, count: int) -> int:
    """Pak Lurah sets his PIN, enrols this browser, and approves all that waits. Gives the taps without the PIN."""
    with sit() as hendra:
        enter(hendra, "hendra")
        hendra.follows("Menunggu saya")
        hendra.follows("Daftarkan dahulu")
        hendra.follows("Setel PIN")
        hendra.writes("PIN baru", PIN)
        hendra.writes("PIN baru, sekali lagi", PIN)
        hendra.presses("Simpan PIN")
        hendra.follows("Daftarkan peramban ini")
        hendra.presses("Daftarkan")
        hendra.opens("/kantor/")
        hendra.follows("Menunggu saya")
        assert hendra.is_at(f"{count} surat menunggu Anda")
        hendra.page.get_by_label("PIN Anda").fill(PIN)
        hendra.presses("Tandatangani")
        assert hendra.sees(f"{count} surat ditandatangani dan diberi nomor")
        return hendra.taps


def print_and_hand_over(sit: Sit, name: str, number: str) -> str:
    """It is printed, signed by pen and given; gives the code that stands on the paper."""
    with sit() as rini:
        enter(rini, "rini")
        rini.follows("Permohonan")
        rini.follows(name)
        rini.follows("Buka surat")
        text = rini.fetches("Cetak A4")
        rini.presses("Sudah ditandatangani dengan pena")
        assert rini.sees("Dicatat: sudah ditandatangani dengan pena", number)
        rini.follows("Catat penyerahan")
        rini.presses("Catat penyerahan")
        assert rini.sees(f"Diserahkan kepada {name}")
    assert name in text and f"Nomor: {number}" in text
    code = re.search(r"((?:[0-9A-Z]{3} ){10})Pindai, atau buka \S+/periksa ", text)
    assert code, text
    return code[1].strip()


def check(sit: Sit, code: str, *words: str, name: str = "") -> None:
    """A stranger types the code that stands under the picture."""
    with sit() as stranger:
        stranger.opens("/periksa/")
        stranger.writes("Kode di bawah gambar QR", code)
        stranger.presses("Periksa")
        assert stranger.sees(*words)
        assert not name or name.upper() not in stranger.page.content().upper()


def revoke(sit: Sit, name: str) -> None:
    with sit() as hendra:
        enter(hendra, "hendra")
        hendra.follows("Surat")
        hendra.follows(name)
        hendra.follows("Cabut")
        hendra.writes("Alasan", "Pemohon ternyata sudah pindah")
        hendra.presses("Cabut")
        assert hendra.sees("Surat dicabut", "Pemohon ternyata sudah pindah")
