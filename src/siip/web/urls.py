"""Every address of the house."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path


def healthz(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


handler400 = "siip.web.ui.errors.bad_request"
handler403 = "siip.web.ui.errors.denied"
handler404 = "siip.web.ui.errors.not_found"
handler500 = "siip.web.ui.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("kantor/", include("siip.web.console.urls")),
]
