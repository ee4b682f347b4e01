"""Addresses of the console, one module a noun; each module lists its own."""

from siip.web.console import home, letters, offices, people, pin, registers

app_name = "console"
urlpatterns = [
    *home.urlpatterns,
    *letters.urlpatterns,
    *offices.urlpatterns,
    *people.urlpatterns,
    *pin.urlpatterns,
    *registers.urlpatterns,
]
