"""Addresses of the console, one module a noun; each module lists its own."""

from siip.web.console import (
    calls,
    events,
    home,
    journal,
    letters,
    mandates,
    moves,
    offices,
    people,
    pin,
    places,
    programme,
    registers,
    reports,
    requests,
    residents,
    wilayah,
)

app_name = "console"
urlpatterns = [
    *calls.urlpatterns,
    *events.urlpatterns,
    *home.urlpatterns,
    *journal.urlpatterns,
    *letters.urlpatterns,
    *mandates.urlpatterns,
    *moves.urlpatterns,
    *offices.urlpatterns,
    *people.urlpatterns,
    *pin.urlpatterns,
    *places.urlpatterns,
    *programme.urlpatterns,
    *registers.urlpatterns,
    *reports.urlpatterns,
    *requests.urlpatterns,
    *residents.urlpatterns,
    *wilayah.urlpatterns,
]
