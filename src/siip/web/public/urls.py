"""Addresses for everybody, one module a noun; each module lists its own."""

from siip.web.public import about, board, card, check, report, results, schedule, services

app_name = "public"
urlpatterns = [
    *schedule.urlpatterns,
    *results.urlpatterns,
    *services.urlpatterns,
    *check.urlpatterns,
    *report.urlpatterns,
    *about.urlpatterns,
    *card.urlpatterns,
    *board.urlpatterns,
]
