"""Photos on their way in: each is made harmless as soon as the last byte of it is here, and only that is kept.

Thirty photos of a telephone are 100 to 300 MB. In memory there is never more than one of them whole, and none
ever lies on the disk in clear.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_protect

from siip.activity.photos import MOST_AT_ONCE, Sent, read_photo
from siip.kernel.media import MOST_BYTES
from siip.web.asked import ConsoleRequest

P = ParamSpec("P")
View = Callable[Concatenate[ConsoleRequest, P], HttpResponse]

MOST_MIB: Final = 300
"""Thirty photos of 10 MB. More in one go is lost with the first weak signal."""


class SentFile(UploadedFile):
    """What a form gets in place of a file: the photo as it was taken in, or why it was not."""

    def __init__(self, sent: Sent, size: int) -> None:
        super().__init__(None, sent.name, "image/jpeg", size)
        self.sent = sent


class Photos(FileUploadHandler):
    """Takes every file of a request for a photo; what is too big or one too many is named and not looked at."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        if content_length > MOST_MIB * 1024 * 1024:
            raise RequestDataTooBig("larger than MOST_MIB")
        self.taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.held, self.size = bytearray(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= MOST_BYTES and self.taken < MOST_AT_ONCE:
            self.held += raw_data
        else:
            self.held.clear()

    def file_complete(self, file_size: int) -> SentFile:
        sent = self._sent(str(self.file_name))
        self.held.clear()
        self.taken += sent.photo is not None
        return SentFile(sent, file_size)

    def _sent(self, name: str) -> Sent:
        if self.size > MOST_BYTES:
            limit = MOST_BYTES // 1024**2
            return Sent(name, "", reason=f"Foto ini {self.size // 1024**2} MB; paling besar {limit} MB.")
        if self.taken >= MOST_AT_ONCE:
            return Sent(name, "", reason=f"Paling banyak {MOST_AT_ONCE} foto sekali kirim. Kirim foto ini sesudahnya.")
        return read_photo(name, bytes(self.held))


def takes_photos(view: View[P]) -> View[P]:
    """A view whose posts bring photos. It stands under `csrf_exempt` and `console(...)`: the token is looked at
    here, since asking for it earlier would read the files in the usual way, and of whoever sent them."""

    @wraps(view)
    def taking(request: ConsoleRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [Photos(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return taking
