"""Addresses of the console, one module a noun; each module lists its own."""

from siip.web.console import events, home, letters, offices, people, pin, registers, requests

app_name = "console"
urlpatterns = [
    *events.urlpatterns,
    *home.urlpatterns,
    *letters.urlpatterns,
    *offices.urlpatterns,
    *people.urlpatterns,
    *pin.urlpatterns,
    *registers.urlpatterns,
    *requests.urlpatterns,
]
