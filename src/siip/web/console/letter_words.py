"""How the console says where a letter stands, and what happened to it."""

from datetime import date, datetime

from siip.letters.models import Letter, LetterStep
from siip.letters.rules import chain
from siip.people.models import OfficeKind, Person
from siip.web.ui.parts import Meaning, Step
from siip.web.ui.wording import clock, local, plain_day

STATES: dict[str, tuple[Meaning, str]] = {
    chain.CHAIN: ("wait", "Menunggu"),
    chain.RETURNED: ("no", "Dikembalikan"),
    chain.APPROVED: ("wait", "Disetujui, belum bernomor"),
    chain.NUMBERED: ("wait", "Menunggu tanda tangan"),
    chain.SIGNED: ("ok", "Ditandatangani"),
    chain.VOID: ("no", "Batal"),
    chain.REVOKED: ("no", "Dicabut"),
    chain.REVIEW: ("wait", "Ditinjau"),
}
STEPS = {
    "draft": "Dibuat", "revise": "Dibetulkan", "paraf": "Diparaf", "return": "Dikembalikan",
    "sign": "Disetujui dengan PIN", "number": "Diberi nomor", "confirm": "Ditandatangani dengan pena",
    "void": "Dibatalkan", "revoke": "Dicabut", "review": "Ditinjau", "clear": "Peninjauan selesai",
}  # fmt: skip


def said_of(letter: Letter) -> str:
    """The state in words; on its way it says whose turn it is."""
    if letter.state == chain.CHAIN and letter.waits_for:
        return f"Menunggu {OfficeKind(letter.waits_for).label}"
    return STATES[letter.state][1]


ABBREVIATED = {"an": "a.n.", "ub": "u.b.", "plt": "Plt.", "plh": "Plh."}


def signed_as(letter: Letter) -> str:
    """Who signed, in one line: "Nyimas Halimah, S.E., Sekretaris Kelurahan, a.n. Lurah Plaju Ilir"; "" before."""
    if letter.holding is None:
        return ""
    how, own, signer = ABBREVIATED.get(letter.capacity, ""), letter.holding.office.title, letter.office.title
    seat = f"{own}, {how} {signer}" if letter.capacity in ("an", "ub") else f"{how} {signer}".strip()
    return f"{letter.holding.person.name}, {seat}"


def meaning_of(letter: Letter) -> Meaning:
    """The meaning that colours the state."""
    return STATES[letter.state][0]


def course_of(letter: Letter, steps: list[LetterStep], zone: str, now: datetime) -> list[Step]:
    """What happened, by whom, when; and behind it whose turn it is."""
    today = local(now, zone).date()
    names = dict(Person.objects.filter(pk__in={step.by for step in steps}).values_list("id", "name"))
    done = [
        Step(
            STEPS[step.act], "past", _when(step, zone, today),
            note=" · ".join(part for part in (names.get(step.by, "") if step.by else "", step.reason) if part),
        )
        for step in steps
    ]  # fmt: skip
    return [*done, Step(said_of(letter), "now")] if letter.state == chain.CHAIN else done


def _when(step: LetterStep, zone: str, today: date) -> str:
    on = local(step.at, zone).date()
    return clock(step.at, zone) if on == today else f"{plain_day(on)}, {clock(step.at, zone)}"
