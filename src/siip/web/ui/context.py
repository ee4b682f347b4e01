"""What every template knows of its house: kecamatan, zone, training, the public address.

`request.kecamatan` (name, path, zone) is set by the middleware that reads the host; a page without it (an
unknown host, an error before it ran) is the page of SIIP itself, on the clock of WIB.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `kecamatan`, `zone`, `training`, `public_url`."""
    kecamatan = getattr(request, "kecamatan", None)
    return {
        "kecamatan": kecamatan,
        "zone": getattr(kecamatan, "zone", "WIB"),
        "training": getattr(request, "training", settings.SIIP.training),
        "public_url": settings.SIIP.public_url.rstrip("/"),
    }
