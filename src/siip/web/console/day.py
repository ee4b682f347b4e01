"""The pages of an event's day: one table that the event's page and *Jumat ini* show to whoever may use them."""

from typing import Final

from siip.kernel.actor import Actor
from siip.programme import events
from siip.programme.models import Event
from siip.web.asked import ConsoleRequest
from siip.web.ui.parts import Link

# (address beneath the event's, words, remark, rights of which one opens it), in the order of the day
DAY: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("panggilan/", "Panggilan dan jawaban", "siapa datang, siapa belum menjawab", ("mobilisation.see",)),
    ("paket/", "Paket kertas", "satu PDF: daftar hadir, nomor antrean, lembar isian, blangko", ("fieldday.see",)),
    ("hadir/", "Kehadiran", "hitungan tiap RT, dan siapa yang hadir", ("fieldday.see",)),
    ("antrean/", "Antrean", "beri nomor, panggil, dan papan antrean", ("fieldday.see",)),
    ("kerja/", "Pekerjaan dan foto", "titik kerja, ukuran, sebelum dan sesudah", ("activity.see",)),
    ("janji/", "Janji dan aduan", "siapa menepati, sampai kapan", ("followup.see",)),
    ("penyuluhan/", "Penyuluhan", "topik, narasumber, yang ditanyakan warga", ("activity.see",)),
    ("saling-bantu/", "Saling bantu", "yang diperlukan dan ditawarkan warga", ("exchange.see",)),
    ("wajah/", "Wajah", "puas, cukup, tidak puas: satu tekan", ("survey.record",)),
    ("laporan/", "Laporan dan tutup hari", "angka dengan barisnya, teks untuk dikirim", ("reporting.see",)),
)


def refuse_form(request: ConsoleRequest, event: Event) -> None:
    """No form is opened for an event that is not held; what is sent all the same is for the act to judge.

    Raises Refused: "event-cancelled".
    """
    if request.method == "GET":
        events.refuse_cancelled(event)


def links(event: Event, actor: Actor) -> list[Link]:
    """The pages of the day that this actor may open at this event; none of one that is not held."""
    if event.cancelled_at is not None:
        return []
    where = event.wilayah.path
    return [
        Link(f"/kantor/kegiatan/{event.pk}/{address}", words, remark)
        for address, words, remark, rights in DAY
        if any(actor.may(right, where) for right in rights)
    ]
