"""The log: what happened and where in the code, never with which values.

An address may hold what somebody typed behind it, so of a request the log keeps the pattern that it
matched. A message of an exception repeats what it choked on ("invalid literal for int(): '1671...'"), and so
gives a NIK away. Of an exception the log keeps its class and the places that it went through.
"""

import logging
import traceback
from types import TracebackType
from typing import Any


class Plain(logging.Formatter):
    """One line for a record, then one for each place an exception went through."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name logging calls
        if hasattr(record, "request"):
            record.message = _asked(record)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the name logging calls
        kind, _, trace = ei
        return f"{kind.__module__}.{kind.__qualname__}\n{places(trace)}"


def _asked(record: logging.LogRecord) -> str:
    request = record.request  # type: ignore[attr-defined]  # Django puts it there
    match = getattr(request, "resolver_match", None)
    status = getattr(record, "status_code", "-")
    return f"{status} {getattr(request, 'method', '-')} {match.route if match else '(no such address)'}"


def places(trace: TracebackType | None) -> str:
    """Where it went wrong, "file:line in function" a line, innermost last, without a value or a message."""
    return "\n".join(
        f"  {frame.filename.rpartition('/src/')[2]}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(trace)
    )
