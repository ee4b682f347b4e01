"""Uploads stay in memory and below a limit: a temporary file would hold people's papers in clear on the disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemory(MemoryFileUploadHandler):
    """Takes every file into memory; a request beyond `import_mib` is refused before a byte of it is kept."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        if content_length > settings.SIIP.import_mib * 1024 * 1024:
            raise RequestDataTooBig("larger than import_mib")
        self.activated = True
