"""Which office may do what: one table, with the reason of each right beside it.

A right is plain text and reaches the territory of the office, with the codes it had before or has had
since (wilayah.successions.lineage). Nobody holds a right but through an office.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

_SEES: Final = ("programme.see", "services.see", "letters.see", "registers.see", "reporting.see")
# Whoever sits in the office may ring up a head of RT; what he answers is his own word in every case.
_CALLS: Final = ("mobilisation.see", "mobilisation.call")
# Everybody of the office walks along the work with a telephone in his hand; so does whoever keeps the house in order.
_WORKS: Final = ("activity.see", "activity.record")
# Whoever stands in the street writes down what he is asked and what was promised; the office follows up together.
_FOLLOWS: Final = ("followup.see", "followup.record")
# Neighbours tell whoever stands before them what they lack or can spare; bringing two together decides nothing.
_HELPS: Final = ("exchange.see", "exchange.record")
# UU 14/2008 article 17: what the public reads of an aduan, and that one is rejected, somebody decides who answers
# for the office; the same read what residents say about its staff.
_DECIDES: Final = (*_FOLLOWS, "followup.approve")
# On the day everybody of the office lends a hand at a counter: counting heads and calling numbers decides nothing,
# nor does holding out the screen on which somebody touches a face.
_DAY: Final = ("fieldday.see", "fieldday.record", "survey.record")

# UU 30/2014 article 14: whoever is Plt. or Plh. does the daily work of the office, so a holding gives the
# same rights in each capacity. What he may not decide (staff, budget, structure) is not in SIIP at all.
_HEAD: Final = (
    *_SEES,
    "letters.paraf",  # a letter of the kecamatan passes the lurah before the camat signs
    "letters.sign",
    "letters.revoke",  # UU 30/2014 article 64: who decided may take it back, nobody below
    "letters.void",
    "people.mandate",  # UU 30/2014 article 14: a mandate is given by whose power it is
    "programme.plan",
    "reporting.close",  # the report is the lurah's own; whoever runs the day for him may close it too
    *_CALLS,
    *_WORKS,
    *_DECIDES,
    *_DAY,
    *_HELPS,
)
_BELOW_HEAD: Final = (
    *_SEES,
    *_CALLS,
    *_WORKS,
    *_DECIDES,
    *_DAY,
    *_HELPS,
    "letters.paraf",
    # a.n. and u.b. only, where the letter type names the office (Permendagri 1/2023) and a mandate is in force
    "letters.sign",
)

RIGHTS: Final = MappingProxyType(
    {
        "camat": _HEAD,
        "sekcam": _BELOW_HEAD,
        "kasi_kecamatan": _BELOW_HEAD,
        "lurah": _HEAD,
        "seklur": _BELOW_HEAD,
        "kasi_pemerintahan": _BELOW_HEAD,
        "petugas_loket": (
            *_SEES,
            "services.take",
            "services.hand_over",
            "people.find",
            "letters.number",
            "letters.confirm",
            "letters.void",  # a letter that the lurah refused to sign by pen comes back to the counter
            "registers.manage",  # books blocks of the paper book, which lies on his table
            "programme.plan",
            "reporting.close",
            *_CALLS,
            *_WORKS,
            *_FOLLOWS,
            *_DAY,
            *_HELPS,
        ),
        # Keeps the house in order and decides about no resident: takes no request, signs nothing, finds nobody.
        "pengelola": (
            *_SEES,
            "wilayah.manage",
            "people.manage",
            "people.mandate",  # enters the memo that the lurah signed, as he enters an SK
            "people.import",
            "programme.plan",
            "registers.manage",
            "journal.see",
            *_CALLS,
            *_WORKS,
            *_FOLLOWS,
            *_DAY,
            *_HELPS,
        ),
        # Heads of RW and RT have no business at the console; they answer on a page of their own.
        "ketua_rw": (),
        "ketua_rt": (),
    }
)
"""Kind of office -> its rights."""

MEANING: Final = MappingProxyType(
    {
        "wilayah.manage": "mengatur RW dan RT",
        "people.manage": "mengatur orang, jabatan, dan akun",
        "people.mandate": "mencatat mandat menandatangani",
        "people.import": "memasukkan daftar penduduk",
        "people.find": "mencari penduduk di daftar",
        "programme.see": "melihat kegiatan",
        "programme.plan": "merencanakan kegiatan",
        "mobilisation.see": "melihat panggilan dan jawaban RT/RW",
        "mobilisation.call": "memanggil ketua RT/RW dan mencatat jawabannya",
        "activity.see": "melihat pekerjaan, ukuran, dan foto kegiatan",
        "activity.record": "mencatat pekerjaan, ukuran, dan foto kegiatan",
        "followup.see": "melihat janji dan aduan",
        "followup.record": "mencatat dan menindaklanjuti janji dan aduan",
        "followup.approve": "menolak aduan, memutuskan yang tampil untuk umum, membaca aduan tentang petugas",
        "exchange.see": "melihat siapa memerlukan dan menawarkan bantuan",
        "exchange.record": "mencatat kebutuhan dan tawaran, dan mencocokkannya",
        "fieldday.see": "melihat kehadiran dan antrean",
        "fieldday.record": "mencatat kehadiran dan memanggil antrean",
        "survey.record": "mencatat wajah: puas, cukup, tidak puas",
        "services.take": "menerima permohonan",
        "services.see": "melihat permohonan",
        "services.hand_over": "menyerahkan surat",
        "letters.see": "melihat surat",
        "letters.paraf": "memaraf surat",
        "letters.sign": "menandatangani surat",
        "letters.number": "memberi nomor surat",
        "letters.confirm": "mencatat tanda tangan basah",
        "letters.void": "membatalkan surat",
        "letters.revoke": "mencabut surat",
        "registers.manage": "mengatur register dan blok nomor",
        "registers.see": "melihat register",
        "reporting.see": "melihat laporan kegiatan",
        "reporting.close": "menutup hari kegiatan dan menyusun laporannya",
        "journal.see": "membaca jejak kerja",
    }
)
"""Every right there is, as the console names it."""

SECOND_FACTOR: Final = frozenset({"letters.sign", "letters.revoke"})
"""Whoever holds one of these logs in with two factors: a stolen password must not sign as the lurah."""

LEVELS: Final = MappingProxyType(
    {
        "camat": ("kecamatan",),
        "sekcam": ("kecamatan",),
        "kasi_kecamatan": ("kecamatan",),
        "lurah": ("kelurahan",),
        "seklur": ("kelurahan",),
        "kasi_pemerintahan": ("kelurahan",),
        "petugas_loket": ("kecamatan", "kelurahan"),
        "pengelola": ("kecamatan",),
        "ketua_rw": ("rw",),
        "ketua_rt": ("rt",),
    }
)
"""Kind of office -> the levels of territory that can have it."""

SHARED: Final = frozenset({"petugas_loket", "pengelola"})
"""Offices that several people hold at once; of every other one there is a single holder on a day."""


def granted(held: Iterable[tuple[str, str]], lineage: Mapping[str, Iterable[str]]) -> frozenset[tuple[str, str]]:
    """The pairs (right, path) of somebody who holds offices: pairs (kind, path of the office's territory).

    `lineage` names for each of these paths those over which it reaches, itself among them.
    """
    return frozenset((right, path) for kind, own in held for right in RIGHTS[kind] for path in lineage[own])
