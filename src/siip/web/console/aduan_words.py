"""How an aduan is told at the console: its tag, its line in a list, where it is, its course."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from siip.followup import aduan
from siip.followup.aduan import Told
from siip.followup.models import Aduan, Spotted
from siip.followup.rules import aduan as rules
from siip.programme import maps
from siip.web.ui.parts import Meaning

STATES: Final[dict[str, tuple[Meaning, str]]] = {
    rules.RECEIVED: ("wait", "Baru"), rules.ASSIGNED: ("wait", "Ditangani"), rules.REOPENED: ("no", "Dibuka kembali"),
    rules.FINISHED: ("ok", "Selesai menurut petugas"), rules.CONFIRMED: ("ok", "Dibenarkan pelapor"),
    rules.REJECTED: ("", "Ditolak"), rules.ELSEWHERE: ("", "Bukan wewenang"),
}  # fmt: skip
GROUPS: Final[dict[str, tuple[Meaning, str]]] = {
    "late": ("no", "Lewat tenggat"), "new": ("wait", "Baru"), "working": ("wait", "Ditangani"),
    "finished": ("ok", "Menunggu pelapor"), "ended": ("", "Berakhir"),
}  # fmt: skip
SHOWN: Final[dict[str, tuple[Meaning, str]]] = {
    rules.WAITING: ("wait", "Belum diputuskan"), rules.SHOWN: ("ok", "Tampil untuk umum"),
    rules.HIDDEN: ("", "Tidak ditampilkan"),
}  # fmt: skip
SOURCES: Final = {"web": "halaman Lapor", "event": "kegiatan", "counter": "loket"}
STEPS: Final = {
    "receive": "Diterima lewat {source}", "forward": "Diteruskan kepada {office}, tenggat {due}",
    "reply": "Tanggapan untuk pelapor", "finish": "Selesai menurut petugas", "reject": "Ditolak",
    "pass_on": "Bukan wewenang kantor ini", "confirm": "Pelapor membenarkan: sudah beres",
    "reopen": "Pelapor: belum beres", "show": "Ditampilkan untuk umum", "hide": "Tidak ditampilkan untuk umum",
}  # fmt: skip
SHORT: Final = 90

Line = tuple[Told, str, str, Meaning, str]


def mark(row: Aduan, today: date) -> tuple[Meaning, str]:
    """The tag of an aduan: its meaning and its word."""
    return GROUPS["late"] if row.state in rules.OPEN and row.due_on < today else STATES[row.state]


def lines(told: Iterable[Told], today: date) -> list[Line]:
    """Each aduan with its first words, where it is, and its tag."""
    return [(one, first_words(one.text), where(one.row, one.where), *mark(one.row, today)) for one in told]


def first_words(text: str) -> str:
    """The beginning of a text, cut between words; what can no longer be read says so."""
    if not text:
        return "Isinya sudah dihapus"
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]} …"


def where(row: Spotted, words: str = "") -> str:
    """ "Saluran depan SD 12, RT 07 / RW 02, depan warung; Plaju Ilir", as far as known."""
    known = [row.place.name if row.place else "", maps.rt_name(row.rt) if row.rt else "", words]
    if not any(known) and row.event:
        known = [row.event.street]
    return ", ".join([part for part in known if part] + [row.wilayah.name])


def subject(row: Aduan) -> str:
    return aduan.subject_name(row.subject)
