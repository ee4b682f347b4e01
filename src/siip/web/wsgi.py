"""The door for granian."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siip.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, with every form read as UTF-8: ours are, whatever somebody writes into the header."""
    environ["CONTENT_TYPE"] = without_charset(environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)


def without_charset(written: str) -> str:
    """A Content-Type that names no encoding.

    Of some that Python knows, such as rot13, Django crashes while it builds the request: outside of all that
    explains an error, and with what was asked in the message of the exception.
    """
    kind, said = parse_header_parameters(written)
    if "charset" not in said:
        return written
    boundary = said.get("boundary", "").replace('"', "")
    return f'{kind}; boundary="{boundary}"' if boundary else kind
