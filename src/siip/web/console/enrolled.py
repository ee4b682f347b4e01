"""What a session remembers of its enrolment, and the PIN that it may then prove."""

from uuid import UUID

from django.http import HttpRequest

from siip.kernel.ids import uuid7
from siip.people import enrolments, pins
from siip.web.asked import ConsoleRequest

KEY = "enrolment"


def enrolment_id(request: HttpRequest) -> UUID | None:
    """The id of this session's enrolment; whether it is still open, people.enrolments knows."""
    kept = request.session.get(KEY)
    return UUID(kept) if kept else None


def is_enrolled(request: ConsoleRequest) -> bool:
    """Whether a PIN is of use in this browser: without that no page offers a field for it."""
    return enrolments.current(enrolment_id(request), request.user.pk) is not None


def remember_enrolment(request: HttpRequest, id: UUID) -> None:
    request.session[KEY] = str(id)


def forget_enrolment(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def prove(request: ConsoleRequest, pin: str) -> pins.Proof:
    """The proof for a signing act out of the PIN that was typed; raises what `people.pins.prove` does.

    To be called outside a transaction: a wrong try is committed although it is refused.
    """
    account: int = request.user.pk
    return pins.prove(account, pin, enrolment_id(request), by=request.actor, at=request.now, id=uuid7())
