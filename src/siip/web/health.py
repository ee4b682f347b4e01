"""`/healthz`, for whoever watches the server: whether the database answers, and nothing about why."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from siip.kernel import cities


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    well = cities.is_reachable()
    answer = JsonResponse({"ok": well}, status=200 if well else 503)
    answer["Cache-Control"] = "no-store"
    return answer
