"""Setting up a rehearsal: who plays it in the demonstration, and a server behind the scenes while it is built."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from socketserver import ThreadingMixIn
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.db import connections

from siip import demo
from siip.people import accounts
from siip.rehearse import play
from siip.rehearse.play import Played
from siip.web import clock

SIZES: Final = play.SIZES
Progress = Callable[[date, str], None]


def played(base: str, fridays: Sequence[date], *, size: str, seed: int, progress: Progress) -> Played:
    """Play Fridays at the demonstration that answers at `base`, whose data folder this process holds.

    Raises hand.Stumbled, LookupError where a page is not as it should be.
    """
    pins = {username: pin for username, _, _, pin in demo.people() if pin}
    cast = play.Cast(demo.PASSWORD, pins, _code, demo.kelurahan())
    return play.rehearse(
        base, cast, fridays, size=SIZES[size], seed=seed, now=datetime.now(UTC), sign=clock.signed, progress=progress
    )


@contextmanager
def behind_the_scenes() -> Iterator[str]:
    """This house, answering at a port of its own for as long as it takes; gives its address."""
    from siip.web.wsgi import application

    with make_server("127.0.0.1", 0, application, _Server, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _code(username: str) -> str:
    return accounts.demo_code(username, datetime.now(UTC))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()  # of this thread, which ends here


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the progress tells where it is."""


__all__ = ["SIZES", "behind_the_scenes", "played"]
