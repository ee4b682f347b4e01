"""What was taken before: where this person took last, and whether the same waits already."""

from siip.kernel.actor import Actor
from siip.kernel.paths import within
from siip.kernel.words import tidy
from siip.services.models import Request
from siip.services.requests import TAKE, open_requests


def last_place(by: Actor) -> int | None:
    """The kelurahan, by its id, where this person took a request last; None before his first."""
    if by.person is None:
        return None
    mine = Request.objects.filter(within("wilayah__path", by.scope(TAKE)), maker=by.person)
    return mine.order_by("-taken_at", "-id").values_list("wilayah", flat=True).first()


def alike(name: str, kode: str, wilayah: int, *, by: Actor) -> list[Request]:
    """What is open for the same service in the same kelurahan under the same name, the oldest first."""
    # In Python: SQLite folds the case of ASCII only, and one answer must be the other's.
    wanted = tidy(name).casefold()
    found = open_requests(by).filter(kode=kode, wilayah=wilayah)
    return [row for row in found if row.subject_name.casefold() == wanted]
