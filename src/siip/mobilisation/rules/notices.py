"""What everybody is told when an event moves or is cancelled: one text for all, ready to be sent."""

from datetime import datetime

from siip.mobilisation.rules.texts import Told, day


def moved_text(told: Told, *, was: datetime, was_street: str, reason: str, address: str = "") -> str:
    """An event that moved; `was` is local, `address` that of the public schedule."""
    lines = [
        f"*{told.programme} dipindah*",
        f"Semula: {_moment(was, told.zone)}, {was_street}",
        f"Menjadi: {told.when}",
        f"Tempat: {told.street}, {told.kelurahan}",
        f"Berkumpul: {told.gathering}" if told.gathering else "",
        f"Alasan: {reason}",
    ]
    return _closed(lines, address)


def cancelled_text(told: Told, *, reason: str, address: str = "") -> str:
    """An event that is not held."""
    lines = [
        f"*{told.programme} dibatalkan*",
        f"Yang dibatalkan: {told.when}, {told.street}, {told.kelurahan}",
        f"Alasan: {reason}",
        "Layanan surat tetap dibuka di kantor pada hari kerja." if told.services else "",
    ]
    return _closed(lines, address)


def _moment(at: datetime, zone: str) -> str:
    return f"{day(at.date())}, pukul {at:%H.%M} {zone}"


def _closed(lines: list[str], address: str) -> str:
    end = ["", "Mohon disampaikan kepada warga dan semua yang terkait. Terima kasih."]
    return "\n".join([*(line for line in lines if line), *end, *([f"Jadwal: {address}"] if address else [])])
