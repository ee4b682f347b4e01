"""Who took a letter home, and when: noted by the counter, printed in the register, sealed beside the letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from siip.kernel import crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.letters.models import Letter
from siip.letters.rules import chain

HAND_OVER: Final = "services.hand_over"
GONE: Final = "dihapus"
"""Said of somebody whose key was destroyed."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who took a letter: the name, and in words what that person is to the applicant ("" for the applicant)."""

    name: str
    relation: str = ""

    @property
    def in_words(self) -> str:
        """As a register prints it: "Muhammad Rizki (anak)"."""
        return f"{self.name} ({self.relation})" if self.relation else self.name


def note_receipt(letter_id: UUID, *, receiver: Receiver, by: Actor, at: datetime, id: UUID) -> Letter:
    """Note who took a signed letter home; the first receiver stays.

    Raises Refused: "no-right", "not-found", "not-signed", "receiver-missing", "nik-in-text".
    """
    found = Letter.objects.filter(_reach(by), pk=letter_id).values_list("wilayah__path", flat=True).first()
    if found is None:
        raise Refused("not-found", "Surat ini tidak ditemukan di wilayah Anda. Kembali ke daftar, lalu pilih lagi.")
    about, body = {"letter": str(letter_id)}, [letter_id, receiver.name, receiver.relation]
    with journal.act("letters.note_receipt", id=id, by=by, at=at, where=found, about=about, body=body) as act:
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if act.repeated:
            return letter
        if not tidy(receiver.name):
            raise Refused("receiver-missing", "Nama penerima belum diisi.")
        refuse_nik(f"{receiver.name} / {receiver.relation}", "Nama penerima")
        if letter.state != chain.SIGNED:
            raise Refused("not-signed", "Surat ini belum ditandatangani, jadi belum dapat diserahkan.")
        if letter.handed_at is None:
            letter.handed_at, letter.handed_sealed = at, seal(letter.key, letter.id, receiver)
            letter.save(update_fields=["handed_at", "handed_sealed"])
    return letter


def seal(key_id: UUID, about: UUID, receiver: Receiver) -> bytes:
    """A receiver sealed under a subject's key, for the row `about`."""
    plain = crypt.plain_key(DataKey.objects.get(pk=key_id))
    return crypt.seal_json(plain, {"name": receiver.name, "relation": receiver.relation}, aad=_aad(about))


def opened(key: DataKey, about: UUID, sealed: bytes) -> Receiver:
    """The receiver again; "dihapus" once the subject's key was destroyed."""
    try:
        said = crypt.open_json(crypt.plain_key(key), bytes(sealed), aad=_aad(about))
    except crypt.Unreadable:
        if key.destroyed_at is None:
            raise
        return Receiver(GONE)
    return Receiver(said["name"], said["relation"])


def receivers(found: Iterable[Letter]) -> Mapping[UUID, Receiver]:
    """Who took each of these letters, by the letter's id; with one question for all their keys."""
    handed = [(one, bytes(one.handed_sealed)) for one in found if one.handed_sealed is not None]
    keys = DataKey.objects.in_bulk([one.key for one, _ in handed])
    return {one.id: opened(keys[one.key], one.id, sealed) for one, sealed in handed}


def _reach(by: Actor) -> Q:
    if not by.may_somewhere(HAND_OVER):
        by.require(HAND_OVER, "")
    return within("wilayah__path", by.scope(HAND_OVER))


def _aad(about: UUID) -> str:
    return f"letters.receipt:{about}"
