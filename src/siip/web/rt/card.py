"""The picture that a head sends to the groups of his residents: made by typst, kept while the house runs."""

import json
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from siip.kernel.paper import printable, render_png
from siip.mobilisation import answers, calls
from siip.mobilisation.links import Visit
from siip.mobilisation.rules.texts import Told, day
from siip.web.asked import HouseRequest
from siip.web.rt.call import own
from siip.web.rt.link import by_link, guarded

PPI = 144  # 540 points a side: 1080 pixels, what chats show without making it smaller


@guarded("GET", "HEAD")
@by_link
def card(request: HouseRequest, visit: Visit, event_id: UUID) -> HttpResponse:
    event = own(answers.events_of(visit.holding, request.now), event_id)
    content = _picture(json.dumps(_words(calls.told(event), visit.holding.office.wilayah.title), sort_keys=True))
    name = f"undangan-{visit.holding.office.wilayah.title.lower().replace(' ', '-')}.png"
    return HttpResponse(
        content,
        content_type="image/png",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, max-age=300"},
    )


def _words(told: Told, place: str) -> dict[str, str]:
    said = {
        "programme": told.programme, "place": f"Warga {place}", "day": day(told.on),
        "hours": f"{told.starts:%H.%M}–{told.ends:%H.%M} {told.zone}", "street": told.street,
        "gathering": told.gathering, "bring": told.bring, "services": ", ".join(told.services[:4]),
        "office": told.kelurahan, "training": "LATIHAN" if settings.SIIP.training else "",
    }  # fmt: skip
    return {key: printable(text) for key, text in said.items()}


@lru_cache(maxsize=64)  # 60 KB each; every RT of a kelurahan asks for its own once or twice
def _picture(words: str) -> bytes:
    return render_png("undangan", json.loads(words), ppi=PPI)


urlpatterns = [path("<uuid:event_id>/undangan.png", card, name="card")]
