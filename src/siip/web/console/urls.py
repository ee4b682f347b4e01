"""Addresses of the console, one module a noun; each module lists its own."""

from siip.web.console import home, offices, people, pin

app_name = "console"
urlpatterns = [
    *home.urlpatterns,
    *offices.urlpatterns,
    *people.urlpatterns,
    *pin.urlpatterns,
]
