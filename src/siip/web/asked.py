"""What a request knows once the middleware has looked at it: the moment, the kecamatan, who asks."""

from datetime import datetime

from django.http import HttpRequest

from siip.kernel.actor import Actor
from siip.people.models import Account
from siip.wilayah.models import Wilayah


class HouseRequest(HttpRequest):
    """A request at a house that serves a kecamatan. `actor` is cut down to that kecamatan."""

    now: datetime
    kecamatan: Wilayah
    actor: Actor


class ConsoleRequest(HouseRequest):
    """The same, by somebody logged in."""

    user: Account
