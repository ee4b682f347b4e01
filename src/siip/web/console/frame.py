"""What stands around every page of the console: who is here, and the places that this office uses."""

from typing import Any

from django.http import HttpRequest

from siip.letters import waiting
from siip.web.asked import ConsoleRequest
from siip.web.ui.parts import Tab

WAITING = "/kantor/menunggu/"
# (address, word, rights of which one opens it)
PLACES = (
    ("/kantor/", "Jumat ini", ()),
    (WAITING, "Menunggu saya", ("letters.paraf", "letters.sign")),
    ("/kantor/permohonan/", "Permohonan", ("services.see", "services.take")),
    ("/kantor/surat/", "Surat", ("letters.see",)),
    ("/kantor/register/", "Register", ("registers.see", "registers.manage")),
    ("/kantor/kegiatan/", "Kegiatan", ("programme.see",)),
    ("/kantor/janji/", "Janji", ("followup.see",)),
    ("/kantor/aduan/", "Aduan", ("followup.see",)),
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
        Tab(href, word, _count(href, request), exact=href == "/kantor/")
        for href, word, rights in PLACES
        if actor.grants and (not rights or any(actor.may_somewhere(right) for right in rights))
    ]


def _count(href: str, request: ConsoleRequest) -> int:
    """What waits behind a tab, for the one tab that calls somebody: where letters wait for him."""
    return waiting.waiting_count(by=request.actor, at=request.now) if href == WAITING else 0


def _who(request: ConsoleRequest) -> str:
    return request.user.person.name if request.user.is_authenticated else ""
