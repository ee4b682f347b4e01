"""One word for people, from where the request and its letter stand."""

from dataclasses import dataclass
from typing import Final, Literal

from siip.services.rules import course

Group = Literal["papers", "office", "returned", "number", "pen", "ready", "review", "done"]

OFFICES: Final = {
    "camat": "Camat",
    "sekcam": "Sekcam",
    "kasi_kecamatan": "Kasi",
    "lurah": "Lurah",
    "seklur": "Seklur",
    "kasi_pemerintahan": "Kasi",
    "petugas_loket": "loket",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A word and its meaning (as tags take it), what to do next, and the group under which lists filter."""

    word: str
    meaning: Literal["", "ok", "wait", "no"]
    next: str
    group: Group


_OF_LETTER: Final = {
    "returned": Stage(
        "Dikembalikan", "no", "Perbaiki isinya menurut alasan yang ditulis, lalu kirim lagi.", "returned"
    ),
    "approved": Stage("Menunggu nomor", "wait", "Beri nomor, lalu cetak suratnya.", "number"),
    "numbered": Stage("Menunggu tanda tangan", "wait", "Cetak, mintakan tanda tangan, lalu catat.", "pen"),
    "signed": Stage("Siap diserahkan", "ok", "Serahkan kepada pemohon, lalu catat penerimanya.", "ready"),
    "void": Stage(
        "Surat batal", "no", "Batalkan permohonan ini, lalu buat yang baru bila masih diperlukan.", "returned"
    ),
    "revoked": Stage("Dicabut", "no", "Surat tidak berlaku lagi. Beri tahu pemohon.", "done"),
    "review": Stage("Ditinjau", "wait", "Jangan serahkan sebelum peninjauan selesai.", "review"),
}
GROUP_OF_LETTER: Final[dict[str, Group]] = {
    "chain": "office",
    **{state: one.group for state, one in _OF_LETTER.items()},
}
"""State of a letter -> group, while its request is open."""
_PAPERS: Final = Stage("Menunggu berkas", "wait", "Catat berkas yang kurang begitu diperlihatkan.", "papers")
_HANDED: Final = Stage("Diserahkan", "ok", "Selesai.", "done")
_CANCELLED: Final = Stage("Dibatalkan", "", "Selesai.", "done")

GROUPS: Final[dict[Group, str]] = {
    "papers": "Menunggu berkas",
    "office": "Menunggu pejabat",
    "returned": "Dikembalikan",
    "number": "Menunggu nomor",
    "pen": "Menunggu tanda tangan",
    "ready": "Siap diserahkan",
    "review": "Ditinjau",
}
"""Groups of what is open, in the order of the work."""


def stage(request_state: str, letter_state: str | None, waits_for: str = "") -> Stage:
    """Where it stands for people. `letter_state` is None while there is no letter; `waits_for` an office kind."""
    if request_state == course.CANCELLED:
        return _CANCELLED
    if letter_state is None:
        return _HANDED if request_state == course.HANDED else _PAPERS
    if request_state == course.HANDED:
        return _OF_LETTER[letter_state] if letter_state in ("revoked", "review") else _HANDED
    if letter_state == "chain":
        who = OFFICES.get(waits_for, "pejabat")
        return Stage(f"Menunggu {who}", "wait", f"{who[0].upper()}{who[1:]} memeriksa isi surat.", "office")
    return _OF_LETTER[letter_state]
