"""The board of a queue: the numbers that are called and to which counter; it renews itself, and names nobody."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import conditional_page, require_safe

from siip.fieldday import queue
from siip.web.asked import HouseRequest
from siip.web.public.frame import page
from siip.web.ui import wording

EVERY: Final = 8
"""Seconds after which a board asks again: by its ETag, so that one that stayed the same costs no page. Its clock
changes each minute; where it stands still, everybody sees that the board is out of reach."""


@require_safe
@conditional_page
def board(request: HouseRequest, board_id: UUID) -> HttpResponse:
    found = queue.board(board_id, kecamatan=request.kecamatan.path, at=request.now)
    event = found.event
    response = page(
        request, "public/board/board.html", title="Papan antrean", description="Nomor yang sedang dipanggil.",
        board=found, event=event, more=found.waiting - len(found.next),
        now=request.now, ends=wording.clock(event.ends_at, event.wilayah.zone), is_one=len(event.counter_letters) == 1,
    )  # fmt: skip
    # A header, not a meta element: that one also moves whoever reads the page with a screen reader.
    response["Refresh"] = str(EVERY)
    response["Cache-Control"] = "public, max-age=2"
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [path("papan/<uuid:board_id>/", board, name="board")]
