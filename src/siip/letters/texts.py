"""What is sealed of a letter: the answers, and once it is signed the frozen text that the signature covers."""

import hmac
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import rfc8785

from siip.kernel import catalogue, crypt, journal
from siip.kernel.models import DataKey
from siip.kernel.paper.surat import Letterhead, Signer, letter_text, valid_until
from siip.kernel.refused import Refused
from siip.letters.courses import Seat
from siip.letters.models import Letter
from siip.letters.rules.capacity import Signing, own_title
from siip.letters.rules.validity import dated_on
from siip.people import offices
from siip.people.models import Holding, Office, OfficeKind


def kind_name(kode: str) -> str:
    """What a kind of letter is called; its code where the office has taken it out of the catalogue since.

    Letters outlive their kind: a register and a stranger's check must not stop at one.
    """
    try:
        return catalogue.letter_type(kode).name
    except (KeyError, catalogue.CatalogueError):
        return kode


def kind_of(letter: Letter) -> catalogue.LetterType:
    """The letter type of a letter. Raises Refused: "kind-gone" where the office has taken it out of the catalogue."""
    try:
        return catalogue.letter_type(letter.kind)
    except (KeyError, catalogue.CatalogueError):
        raise Refused(
            "kind-gone",
            f"Jenis surat “{letter.kind}” tidak ada lagi di katalog kantor ini. "
            "Mintalah pengelola mengembalikan folder jenis surat itu.",
        ) from None


def freeze(letter: Letter, seat: Seat, at: datetime) -> None:
    """The text as signed: what it says, who says it, in which capacity, on which day; without a number."""
    if seat.signing is None:
        raise AssertionError("a seat for signing says how")
    letter_type = kind_of(letter)
    on = letter.blank_on or dated_on(at, letter.wilayah.zone)
    said = opened(letter)["answers"]
    text = letter_text(
        letter_type, said, office=Letterhead(**offices.letterhead(letter.office)), dated=on,
        signer=_signer(letter, seat.holding, seat.signing, on),
    )  # fmt: skip
    letter.sealed = seal(letter, {"answers": said, "text": text})
    letter.frozen_digest = _digest(letter, text)
    letter.holding, letter.capacity, letter.mandate = seat.holding, seat.signing.capacity, seat.mandate
    letter.dated_on, letter.valid_until = on, valid_until(on, letter_type.validity)


def opened(letter: Letter) -> dict[str, Any]:
    """All that is sealed of a letter: {"answers": ...} and, once signed, {"text": ...}."""
    key = crypt.plain_key(DataKey.objects.get(pk=letter.key))
    content: dict[str, Any] = crypt.open_json(key, bytes(letter.sealed), aad=_aad(letter))
    return content


def frozen_text(letter: Letter) -> Mapping[str, Any]:
    """The text that was signed. Raises Unreadable when it is not the one that the signature covers."""
    text: Mapping[str, Any] = opened(letter)["text"]
    if not hmac.compare_digest(_digest(letter, text), letter.frozen_digest):
        raise crypt.Unreadable("the text is not the one that was signed")
    return text


def seal(letter: Letter, content: Mapping[str, Any]) -> bytes:
    key = crypt.plain_key(DataKey.objects.get(pk=letter.key))
    return crypt.seal_json(key, content, aad=_aad(letter))


def _digest(letter: Letter, text: Mapping[str, Any]) -> str:
    """Of the text and of which letter it is: a signature is never that of another letter with the same words."""
    return crypt.digest(rfc8785.dumps([str(letter.id), letter.code, journal.plain(text)]))


def _signer(letter: Letter, holding: Holding, how: Signing, on: date) -> Signer:
    person = holding.person
    through = ""
    if how.through:
        between = offices.holders(letter.wilayah.path, how.through, on)
        through = between[0].office.title if between else _title(letter, how.through)
    own = own_title(holding.office.title, holding.capacity) if how.capacity in ("an", "ub") else ""
    return Signer(
        capacity=how.capacity, office=letter.office.title, name=person.name, rank=person.rank,  # type: ignore[arg-type]  # one of the five
        nip=person.nip, own=own, through=through,
    )  # fmt: skip


def _title(letter: Letter, kind: str) -> str:
    found = Office.objects.filter(wilayah=letter.wilayah_id, kind=kind).first()
    return found.title if found else OfficeKind(kind).label


def _aad(letter: Letter) -> str:
    return f"letters.letter:{letter.id}:sealed"
