"""Photos at the console: sent to a site or an event, looked at one by one, consent noted, taken away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from siip.activity import photos, sites
from siip.activity.models import Photo, WorkSite
from siip.activity.photos import RECORD, SEE, Added
from siip.activity.rules import pictures
from siip.kernel.refused import Refused
from siip.people.models import Person
from siip.programme import events
from siip.programme.models import Event
from siip.reporting import photo_sheets
from siip.web.asked import ConsoleRequest
from siip.web.console.day import refuse_form
from siip.web.console.guard import console
from siip.web.console.sites import has_begun, may_record
from siip.web.photo_uploads import takes_photos
from siip.web.ui.fields import Line, Uploads, option
from siip.web.ui.forms import REFUSED_FORM, TokenForm, attempt, show
from siip.web.ui.wording import clock, day, local

WORDS = {"sebelum": pictures.BEFORE, "sesudah": pictures.AFTER, "lainnya": pictures.OTHER}
FACES = (
    (pictures.UNASKED, option("Belum ditanyakan", "Foto hanya untuk kantor.")),
    (pictures.NONE, "Tidak ada wajah yang dikenali"),
    (pictures.AGREED, option("Orang di foto setuju", pictures.AGREEMENT)),
)


class PhotosForm(TokenForm):
    refusals = {
        "photos-missing": "photos", "photos-many": "photos", "shows-unknown": "shows", "event-ahead": "shows",
        "faces-unknown": "faces",
    }  # fmt: skip
    shows = forms.ChoiceField(label="Yang tampak", widget=forms.RadioSelect, choices=[*pictures.SHOWS.items()])
    photos = Uploads(
        label="Foto", endings=(".jpg", ".jpeg", ".png", ".webp"), mib=0, button="Pilih foto",
        help_text=f"Sampai {photos.MOST_AT_ONCE} foto sekali kirim. Lokasi dan merek telepon di dalamnya dihapus.",
    )  # fmt: skip
    faces = forms.ChoiceField(
        label="Orang di foto", widget=forms.RadioSelect, choices=FACES, initial=pictures.UNASKED, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["faces"].is_conditional = True  # type: ignore[attr-defined]  # a choice always says something


class FacesForm(TokenForm):
    refusals = {"faces-unknown": "faces"}
    faces = forms.ChoiceField(label="Orang di foto", widget=forms.RadioSelect, choices=FACES)


class DropForm(TokenForm):
    refusals = {"reason-missing": "reason", "reason-long": "reason", "nik-in-text": "reason"}
    reason = Line(
        label="Alasan", max_length=photos.LONGEST_REASON, help_text="Misalnya: buram, atau orang di foto keberatan."
    )


@csrf_exempt  # looked at by `takes_photos`
@console(RECORD)
@takes_photos
def at_site(request: ConsoleRequest, site_id: UUID) -> HttpResponse:
    row = sites.site(site_id, by=request.actor, right=RECORD)
    return _send(request, row.event, row)


@csrf_exempt  # looked at by `takes_photos`
@console(RECORD)
@takes_photos
def at_event(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    event = events.event(event_id, by=request.actor, right=RECORD)
    refuse_form(request, event)
    return _send(request, event, None)


@console(SEE)
def one(request: ConsoleRequest, photo_id: UUID) -> HttpResponse:
    row = photos.photo(photo_id, by=request.actor)
    form = FacesForm(request.POST or None, initial={"faces": row.faces})
    if form.is_valid():
        said = {"photo_id": photo_id, **form.act()}
        if attempt(form, photos.note_faces, by=request.actor, at=request.now, **said):
            messages.success(request, "Dicatat.")
            return redirect("console:photo", photo_id)
    context = {
        "row": row, "words": pictures.SHOWS[row.shows], "may_record": may_record(request, row.event),
        "facts": _facts(row), "is_public": pictures.may_be_public(row.faces),
    }  # fmt: skip
    return show(request, "console/photos/photo.html", form, context)


@console(RECORD)
def drop(request: ConsoleRequest, photo_id: UUID) -> HttpResponse:
    row = photos.photo(photo_id, by=request.actor, right=RECORD)
    form = DropForm(request.POST or None)
    if form.is_valid():
        said = {"photo_id": photo_id, **form.act()}
        if attempt(form, photos.drop_photo, by=request.actor, at=request.now, **said):
            messages.success(request, "Foto dihapus. Alasannya tetap tercatat.")
            return _back(row.event, row.site)
    return show(request, "console/photos/drop.html", form, {"row": row})


@console(SEE)
def sheet(request: ConsoleRequest, event_id: UUID) -> HttpResponse:
    """Before and after side by side, to be sent along with the report."""
    event = events.event(event_id, by=request.actor, right=SEE)
    try:
        content = photo_sheets.sheet_pdf(event, at=request.now)
    except Refused as refused:  # an old address: the photos that are to be marked stand there
        messages.warning(request, refused.message)
        return redirect("console:work", event.pk)
    headers = {"Content-Disposition": f'inline; filename="foto-{events.local_day(event):%Y%m%d}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)


@console(SEE)
def picture(request: ConsoleRequest, photo_id: UUID, size: str) -> HttpResponse:
    row = photos.photo(photo_id, by=request.actor)
    content = photos.picture(row, small=size == "kecil")
    return HttpResponse(content, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})


def _send(request: ConsoleRequest, event: Event, row: WorkSite | None) -> HttpResponse:
    asked = request.GET.get("tampak", "")
    usual = pictures.AFTER if has_begun(request, event) else pictures.BEFORE
    form = PhotosForm(request.POST or None, request.FILES or None, initial={"shows": WORDS.get(asked, usual)})
    if row is None:
        form.fields["shows"].required = False
    if form.is_valid():
        shows = form.cleaned_data["shows"] if row is not None else pictures.OTHER
        said = {
            "sent": [file.sent for file in form.cleaned_data["photos"]], "shows": shows, "site_id": row and row.pk,
            "faces": form.cleaned_data["faces"] or pictures.UNASKED, "id": form.id,
        }  # fmt: skip
        added = attempt(form, photos.add_photos, event_id=event.pk, by=request.actor, at=request.now, **said)
        if added is not None and not added.left:
            messages.success(request, f"{len(added.photos)} foto tersimpan.")
            return _back(event, row)
        if added is not None:
            return _left(request, event, row, added, shows)
    context = {"event": event, "row": row, "asked": asked}
    return show(request, "console/photos/send.html", form, context)


def _left(request: ConsoleRequest, event: Event, row: WorkSite | None, added: Added, shows: str) -> HttpResponse:
    """What was not taken in, by name and reason, with a new form for it; the others are in already."""
    form = PhotosForm(initial={"shows": shows})
    context = {"event": event, "row": row, "form": form, "added": len(added.photos), "left": added.left}
    return render(request, "console/photos/send.html", context, status=REFUSED_FORM)


def _facts(row: Photo) -> Sequence[tuple[str, Any]]:
    zone = row.event.wilayah.zone
    noted = "Dicatat setuju" if row.faces == pictures.AGREED else "Dicatat tanpa wajah"
    said = [("Menurut kamera", row.captured_at), ("Diterima", row.received_at), (noted, row.faces_at)]
    when = [(name, f"{day(local(at, zone).date())}, {clock(at, zone)}") for name, at in said if at is not None]
    person = Person.objects.filter(pk=row.by).first() if row.by else None
    return [*when, ("Dikirim oleh", person.name if person else ""), ("Sidik gambar", row.sha256[:16])]


def _back(event: Event, row: WorkSite | None) -> HttpResponse:
    return redirect("console:work-site", row.pk) if row is not None else redirect("console:work", event.pk)


urlpatterns = [
    path("kerja/<uuid:site_id>/foto/", at_site, name="photos-site"),
    path("kegiatan/<uuid:event_id>/foto/", at_event, name="photos-event"),
    path("kegiatan/<uuid:event_id>/foto/lembar.pdf", sheet, name="photos-sheet"),
    path("foto/<uuid:photo_id>/", one, name="photo"),
    path("foto/<uuid:photo_id>/hapus/", drop, name="photo-drop"),
    path("foto/<uuid:photo_id>/utuh.jpg", picture, {"size": "utuh"}, name="photo-whole"),
    path("foto/<uuid:photo_id>/kecil.jpg", picture, {"size": "kecil"}, name="photo-small"),
]
