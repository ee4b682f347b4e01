"""A letter that was begun in the street and is finished at the office: from then on it passes the office's chain."""

from datetime import datetime
from typing import Final
from uuid import UUID

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.refused import Refused
from siip.letters.courses import chain_of, fold_into
from siip.letters.models import Letter
from siip.letters.rules import chain
from siip.letters.rules.validity import dated_on
from siip.letters.texts import kind_of

TAKE: Final = "services.take"


def finish_at_office(letter_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Letter:
    """Give a letter of the street the chain of the office, where nobody has approved it yet.

    In the street no paraf is asked since the signer stands beside the clerk. Carried to the office he does not,
    and the shorter chain would be a way around kasi and seklur. Raises Refused: "no-right", "not-found",
    "not-in-street", "nobody-signs".
    """
    path = Letter.objects.filter(pk=letter_id).values_list("wilayah__path", flat=True).first()
    if path is None:
        raise Refused("not-found", "Surat ini tidak ditemukan di wilayah Anda. Kembali ke daftar, lalu pilih lagi.")
    about = {"letter": str(letter_id)}
    with journal.act("letters.finish_at_office", id=id, by=by, at=at, where=path, about=about, body=letter_id) as act:
        rows = Letter.objects.select_for_update(of=("self",)).select_related("office__wilayah", "wilayah")
        letter = rows.get(pk=letter_id)
        if act.repeated:
            return letter
        by.require(TAKE, path)
        if not waits_in_street(letter):
            raise Refused("not-in-street", "Surat ini tidak lagi menunggu di lapangan. Muat ulang halamannya.")
        on = dated_on(at, letter.wilayah.zone)
        letter.chain = chain_of(kind_of(letter), letter.office, False, on, letter.maker)
        letter.in_field = False
        act.enter()
        fold_into(letter, ())
        letter.save(update_fields=["chain", "in_field", "state", "waits_for", "conflicts"])
    return letter


def waits_in_street(letter: Letter) -> bool:
    """Whether it was begun in the street and nobody has approved it."""
    return letter.in_field and letter.state in (chain.CHAIN, chain.RETURNED)
