"""Addresses of the console, one module a noun; each module lists its own."""

from siip.web.console import home

app_name = "console"
urlpatterns = [
    *home.urlpatterns,
]
