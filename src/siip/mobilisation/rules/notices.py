"""What everybody is told when an event moves or is cancelled: one text for all, ready to be sent.

A head who is to answer after a move gets a text of his own, since it holds his link: the text for all is passed on.
"""

from datetime import datetime

from siip.mobilisation.rules.texts import Told, Way, day


def moved_text(
    told: Told, *, was: datetime, was_street: str, reason: str, address: str = "", again: bool = False
) -> str:
    """An event that moved; `was` is local, `address` of the public schedule. `again`: heads had answered before."""
    lines = _moved(told, was, was_street, reason)
    if again:
        lines.append("Ketua RT/RW yang sudah menjawab: mohon jawab sekali lagi lewat tautan Bapak/Ibu.")
    return _closed(lines, address)


def moved_text_for(
    told: Told, *, was: datetime, was_street: str, reason: str, name: str, office: str, way: Way, again: bool
) -> str:
    """The same to one head who is to answer, with his link; `again`: his answer is from before the move."""
    ask = (
        "Jawaban Bapak/Ibu sebelumnya adalah untuk rencana yang lama. Mohon jawab sekali lagi lewat tautan Bapak/Ibu:"
        if again
        else "Mohon jawab lewat tautan Bapak/Ibu, cukup tiga kali tekan:"
    )
    moved = (line for line in _moved(told, was, was_street, reason) if line)
    return "\n".join([f"Yth. Bapak/Ibu {name}, {office}", "", *moved, "", ask, *way.lines, "", told.kelurahan])


def cancelled_text(told: Told, *, reason: str, address: str = "") -> str:
    """An event that is not held."""
    lines = [
        f"*{told.programme} dibatalkan*",
        f"Yang dibatalkan: {told.when}, {told.street}, {told.kelurahan}",
        f"Alasan: {reason}",
        "Layanan surat tetap dibuka di kantor pada hari kerja." if told.services else "",
    ]
    return _closed(lines, address)


def _moved(told: Told, was: datetime, was_street: str, reason: str) -> list[str]:
    return [
        f"*{told.programme} dipindah*",
        f"Semula: {_moment(was, told.zone)}, {was_street}",
        f"Menjadi: {told.when}",
        f"Tempat: {told.street}, {told.kelurahan}",
        f"Berkumpul: {told.gathering}" if told.gathering else "",
        f"Alasan: {reason}",
    ]


def _moment(at: datetime, zone: str) -> str:
    return f"{day(at.date())}, pukul {at:%H.%M} {zone}"


def _closed(lines: list[str], address: str) -> str:
    end = ["", "Mohon disampaikan kepada warga dan semua yang terkait. Terima kasih."]
    return "\n".join([*(line for line in lines if line), *end, *([f"Jadwal: {address}"] if address else [])])
