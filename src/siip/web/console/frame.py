"""What stands around every page of the console: who is here, and the places that this office uses."""

from typing import Any

from django.http import HttpRequest

from siip.web.asked import ConsoleRequest
from siip.web.ui.parts import Tab

# (address, word, rights of which one opens it)
PLACES = (
    ("/kantor/", "Jumat ini", ()),
    ("/kantor/menunggu/", "Menunggu saya", ("letters.paraf", "letters.sign")),
    ("/kantor/permohonan/", "Permohonan", ("services.see", "services.take")),
    ("/kantor/surat/", "Surat", ("letters.see",)),
    ("/kantor/register/", "Register", ("registers.see", "registers.manage")),
    ("/kantor/kegiatan/", "Kegiatan", ("programme.plan",)),
    ("/kantor/penduduk/", "Penduduk", ("people.find", "people.import")),
    ("/kantor/pengaturan/", "Pengaturan", ("people.manage", "wilayah.manage", "people.mandate")),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `tabs` and `who`, lazily, for pages under /kantor/ of somebody logged in."""
    if not request.path.startswith("/kantor/") or not hasattr(request, "actor"):
        return {}
    return {"tabs": lambda: _tabs(request), "who": lambda: _who(request)}  # type: ignore[arg-type]


def _tabs(request: ConsoleRequest) -> list[Tab]:
    actor = request.actor
    return [
        Tab(href, word, exact=href == "/kantor/")
        for href, word, rights in PLACES
        if actor.grants and (not rights or any(actor.may_somewhere(right) for right in rights))
    ]


def _who(request: ConsoleRequest) -> str:
    return request.user.person.name if request.user.is_authenticated else ""
