"""Addresses for everybody."""

from siip.web.public import check, pages, schedule, services

app_name = "public"
urlpatterns = [*pages.urlpatterns, *schedule.urlpatterns, *services.urlpatterns, *check.urlpatterns]
