"""In which capacity somebody signs, and how that stands on the letter.

Permendagri 1/2023 (tata naskah dinas) knows a.n. for one who signs in the name of the office above, and
u.b. for one a step further below, through the office between. Plt. and Plh. are no delegation: they hold
the office itself for a time. Article 44: officials other than the head of the region sign with title,
NIP and rank.
"""

from dataclasses import dataclass
from typing import Final

from siip.letters.rules.chain import Link

LANGSUNG: Final = "langsung"
ACTING: Final = {"plt": "Plt.", "plh": "Plh."}


@dataclass(frozen=True, slots=True)
class Signing:
    """The capacity of one signature: langsung, an, ub, plt, plh; `through` the office between, under u.b."""

    capacity: str
    through: str = ""


def signing(link: Link, *, office: str, held_as: str) -> Signing | None:
    """How the holder of this kind of office, held as definitif, plt or plh, signs this link; None: not at all."""
    if office == link.office:
        return Signing(held_as if held_as in ACTING else LANGSUNG)
    deputy = next((one for one in link.deputies if one.office == office), None)
    return Signing(deputy.capacity, deputy.through) if deputy else None


def own_title(title: str, held_as: str) -> str:
    """The deputy's own office beneath a.n. or u.b.; one who only acts in it says so: "Plt. Sekretaris"."""
    return f"{ACTING[held_as]} {title}" if held_as in ACTING else title
