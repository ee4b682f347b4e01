"""What a stranger with the paper in hand is told about a code: the state, and what to compare it with."""

from dataclasses import dataclass
from datetime import date

from siip.kernel import catalogue
from siip.kernel.words import masked
from siip.letters.models import Letter
from siip.letters.rules import codes
from siip.letters.rules.validity import UNKNOWN, standing_for_strangers
from siip.letters.texts import kind_name

# Looked up when the code is malformed, so that both cost the same; no letter bears it, since codes come
# from 150 random bits.
_NOBODY = "0" * codes.LENGTH


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state`: valid, lapsed, unsigned, revoked, void, review, unknown. Of the unknown nothing else is said."""

    state: str
    kind_name: str = ""
    number: str = ""
    dated_on: date | None = None
    valid_until: date | None = None
    office: str = ""
    masked_name: str = ""


def verdict(code: str, *, on: date) -> Verdict:
    """The answer for a code as typed or scanned. House-wide: a paper does not know the host it is read at."""
    known = codes.parse(code) or _NOBODY
    letter = Letter.objects.select_related("office").filter(code=known).first()
    state = standing_for_strangers(letter.state, letter.valid_until, on) if letter else UNKNOWN
    if letter is None or state == UNKNOWN or not letter.number:
        return Verdict(UNKNOWN)
    return Verdict(
        state=state,
        kind_name=kind_name(letter.kind),
        number=letter.number,
        dated_on=letter.dated_on,
        valid_until=letter.valid_until,
        office=letter.office.title,
        masked_name=_told_name(letter),
    )


def _told_name(letter: Letter) -> str:
    """Masked, unless it is a Friday's and nobody's; of a kind that is gone nobody knows any more whose it was."""
    try:
        is_person = catalogue.letter_type(letter.kind).about == "orang"
    except (KeyError, catalogue.CatalogueError):
        is_person = True
    return masked(letter.subject_name) if is_person else letter.subject_name
