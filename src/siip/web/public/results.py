"""What came of each Friday, for everybody: the figures as they were closed, their rows, what changed since."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from siip.activity import photos
from siip.activity.models import Photo
from siip.programme.models import Event
from siip.reporting import baselines, closings, figures
from siip.reporting.models import Closing
from siip.reporting.rules.figures import Frozen, number
from siip.web.asked import HouseRequest
from siip.web.public import when
from siip.web.public.frame import MAX_AGE, page, shared
from siip.web.ui import wording
from siip.web.ui.parts import Figure, Link

LISTED = 30  # Fridays on the list: half a year and more
LARGE = ("hadir", "surat", "titik", "volume", "permohonan", "antrean")  # the first four there are stand large on top


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo: its address, and when it was taken as far as the camera said."""

    href: str
    taken: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One place, before and after."""

    place: str
    before: Shot
    after: Shot


@shared
def index(request: HouseRequest) -> HttpResponse:
    found = list(closings.published(request.kecamatan.path)[:LISTED])
    before = baselines.baseline_of(request.kecamatan.path)
    title = "Hasil setiap Jumat" if found else "Belum ada hasil yang terbit"
    return page(
        request,
        "public/results/index.html",
        title=title,
        description=f"Apa yang dikerjakan dan dilayani setiap Jumat di Kecamatan {request.kecamatan.name}.",
        card=f"Hasil Kecamatan {request.kecamatan.name}",
        links=[_link(one) for one in found],
        before=before.said if before else [],
    )


@shared
def one(request: HouseRequest, event_id: UUID) -> HttpResponse:
    closing = closings.published(request.kecamatan.path).filter(event=event_id).first()
    if closing is None:
        raise Http404
    event, found = closing.event, [one for one in closings.closed_figures(closing) if one.value]
    return page(
        request,
        "public/results/one.html",
        title=f"Hasil {wording.day(when.on_day(event))}",
        description=_summary(event, found),
        card=f"{event.programme.name} di {event.street}",
        event=event,
        note=closing.note,
        number=closing.letter.number,
        figures=[_part(one) for one in _large(found)],
        sections=[(one, [(said, number(amount)) for said, amount in one.rows]) for one in found],
        changes=closings.changes_since(closing, figures.figures_of(event, at=request.now)),
        pairs=_pairs(event),
    )


@require_safe
def photo(request: HouseRequest, event_id: UUID, photo_id: UUID) -> HttpResponse:
    """A picture that everybody may see, of a day that was published; kept as briefly as a page, for consent ends."""
    row = photos.public_photo(photo_id, request.kecamatan.path)
    if row.event_id != event_id or not closings.published(request.kecamatan.path).filter(event=event_id).exists():
        raise Http404
    response = HttpResponse(photos.picture(row), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


def _pairs(event: Event) -> list[Pair]:
    """Places shown before and after, as far as both may be seen; a photo that stands alone shows no change."""
    by_place: dict[str, list[Photo]] = {}
    for row in photos.public_photos(event):
        if row.site is not None:
            by_place.setdefault(row.site.place.name, []).append(row)
    return [
        Pair(place, *(_shot(event, row) for row in (before, after)))
        for place, rows in by_place.items()
        for before, after in photos.pairs(rows)
        if before is not None and after is not None
    ]


def _shot(event: Event, row: Photo) -> Shot:
    taken = wording.clock(row.captured_at, event.wilayah.zone) if row.captured_at else ""
    return Shot(f"/hasil/{event.pk}/foto/{row.pk}.jpg", taken)


def _link(closing: Closing) -> Link:
    told = [f"{one.said} {_unit(one)}" for one in closings.closed_figures(closing) if one.value][:2]
    text = f"{wording.day(when.on_day(closing.event))}, {closing.event.street}"
    return Link(f"/hasil/{closing.event_id}/", text, " · ".join(told) or "NIHIL")


def _large(found: list[Frozen]) -> list[Frozen]:
    by_kode = {one.kode: one for one in found}
    return [by_kode[kode] for kode in LARGE if kode in by_kode][:4]


def _part(one: Frozen) -> Figure:
    return Figure(one.said, one.name.lower(), f"#{one.kode}", "" if one.unit in one.name.lower() else one.unit)


def _unit(one: Frozen) -> str:
    return f"{one.unit} ({one.name.lower()})" if one.unit not in one.name.lower() else one.name.lower()


def _summary(event: Event, found: list[Frozen]) -> str:
    told = "; ".join(f"{one.name.lower()} {one.said} {one.unit}" for one in found[:3])
    return f"{when.place(event)}. {told}." if told else f"{when.place(event)}. Tidak ada yang tercatat (NIHIL)."


urlpatterns = [
    path("hasil/<uuid:event_id>/foto/<uuid:photo_id>.jpg", photo, name="result-photo"),
    path("hasil/", index, name="results"),
    path("hasil/<uuid:event_id>/", one, name="result"),
]
