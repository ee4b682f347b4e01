"""The clock of a request: the server's own, or in a training house the one that the rehearsal has signed."""

import hmac
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from siip.kernel import crypt

HEADER: Final = "SIIP-Clock"


class ForeignClock(Exception):
    """Somebody tells this house the time who may not: it is no training house, or the signature is not ours."""


def moment(request: HttpRequest) -> datetime:
    """When this request is. Raises ForeignClock for a header that this house does not take."""
    said = request.headers.get(HEADER)
    if said is None:
        return datetime.now(UTC)
    written, _, signature = said.partition(" ")
    if not settings.SIIP.training or not hmac.compare_digest(signature.encode(), _signature(written).encode()):
        raise ForeignClock(HEADER)
    return datetime.fromisoformat(written).astimezone(UTC)


def signed(at: datetime) -> str:
    """The header for a moment, as only whoever holds the keys of this house can write it."""
    written = at.astimezone(UTC).isoformat()
    return f"{written} {_signature(written)}"


def _signature(written: str) -> str:
    return crypt.blind("rehearsal-clock", written).hex()
