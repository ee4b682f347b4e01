"""How often one address, and everybody together, may ask: counted in the cache of the database.

Two that ask at the same moment may count as one. A limit spares the machine and slows whoever tries many
codes; each face says which of its questions has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from siip.kernel import crypt


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a window of so many seconds: from one address, and from all of them."""

    name: str
    one: int
    all: int
    window: int


def seconds_to_wait(limit: Limit, request: HttpRequest, at: datetime, *, about: str = "") -> int:
    """0 and counted, when there is room; else the seconds until the window ends, and nothing is written.

    What is asked `about`, such as the beginning of a code, has the share of one address: whoever has many
    addresses tries no more of it.
    """
    number, passed = divmod(int(at.timestamp()), limit.window)
    # Only a keyed fingerprint of the address, with the window in it: tomorrow's cannot be told to be the same.
    client = crypt.blind(f"{limit.name}:{number}", _address(request)).hex()
    allowed = {f"{limit.name}:{number}:{client}": limit.one, f"{limit.name}:{number}": limit.all}
    if about:
        allowed[f"{limit.name}:{number}:{crypt.blind(f'{limit.name}:{number}:about', about).hex()}"] = limit.one
    counted: Mapping[str, int] = cache.get_many(allowed)
    if any(counted.get(key, 0) >= most for key, most in allowed.items()):
        return limit.window - passed
    for key in allowed:
        cache.set(key, counted.get(key, 0) + 1, limit.window)
    return 0


def _address(request: HttpRequest) -> str:
    given = request.META.get("REMOTE_ADDR", "")
    if settings.SIIP.behind_proxy:  # the proxy writes the address that it saw as the last one
        given = request.META.get("HTTP_X_FORWARDED_FOR", given).rpartition(",")[2].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return given
    # One subscriber of IPv6 has a network of 2^64 addresses.
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else str(address)
