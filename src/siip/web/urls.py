"""Every address of the house."""

from django.urls import include, path

from siip.web.health import healthz

handler400 = "siip.web.ui.errors.bad_request"
handler403 = "siip.web.ui.errors.denied"
handler404 = "siip.web.ui.errors.not_found"
handler429 = "siip.web.console.accounts.too_many"
handler500 = "siip.web.ui.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("siip.web.public.urls")),
    path("rt/", include("siip.web.rt.urls")),
    path("kantor/", include("siip.web.console.urls")),
    path("akun/", include("siip.web.console.accounts")),
]
