"""Addresses of the page of a head; each module lists its own."""

from siip.web.rt import call, card, door

app_name = "rt"
urlpatterns = [*door.urlpatterns, *call.urlpatterns, *card.urlpatterns]
