"""Setting up a rehearsal: who plays it in the demonstration, and a server behind the scenes while it is built."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from socketserver import ThreadingMixIn
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.db import connections
from django.db.models import Min

from siip import demo, serve
from siip.people import accounts
from siip.people.models import Holding
from siip.rehearse import play
from siip.rehearse.pages import Stumbled
from siip.rehearse.play import Rehearsal
from siip.web import clock

SIZES: Final = play.SIZES
FEW: Final = 3  # so many Fridays are named one by one
WEEK: Final = timedelta(weeks=1)


def refuse_elsewhere() -> None:
    """Raises CannotServe unless this data folder holds a house, and that is the demonstration."""
    serve.refuse_unready()
    if not demo.is_built():
        raise serve.CannotServe(
            f"{settings.SIIP.data_dir} bukan rumah demonstrasi, dan latihan hanya dimainkan di sana; tidak ada yang "
            "diubah. Buat satu dengan ./siip demo, atau sebut folder datanya dengan --data."
        )


def refuse_too_early(fridays: Sequence[date]) -> None:
    """Raises CannotServe for Fridays that are planned before everybody who plays holds an office."""
    first = _earliest()
    if fridays[0] >= first:
        return
    left = sum(on >= first for on in fridays)
    way = f"--fridays {left}" if left else f"--until sesudah {first:%Y-%m-%d}"
    raise serve.CannotServe(
        f"Jumat {fridays[0]:%d-%m-%Y} terlalu awal: para pemainnya belum memegang jabatan. Yang paling awal dapat "
        f"dimainkan ialah Jumat {first:%d-%m-%Y}; tidak ada yang dimainkan. Pakai {way}."
    )


def begun(base: str) -> Rehearsal:
    """Come to the demonstration that answers at `base`, whose data folder this process holds. Raises Stumbled."""
    if not base.startswith(("http://", "https://")):
        raise Stumbled(f"{base} bukan alamat rumah. Tulis lengkap, misalnya http://localhost:8000")
    pins = {username: pin for username, _, _, pin in demo.people() if pin}
    cast = play.Cast(demo.PASSWORD, pins, _code, demo.kelurahan())
    return play.begin(base, cast, now=datetime.now(UTC), sign=clock.signed)


def left_out(rehearsal: Rehearsal, fridays: Sequence[date]) -> Iterator[str]:
    """What is said of the Fridays that are not played, since the kelurahan has an event on that day already."""
    there = [on for on in fridays if on in rehearsal.standing]
    whole = [on for on in there if rehearsal.is_whole(on)]
    if len(whole) > FEW:
        yield f"{len(whole)} Jumat dilewati, sudah dimainkan: {whole[0]:%d-%m-%Y} sampai {whole[-1]:%d-%m-%Y}."
    else:
        yield from (f"Jumat {on:%d-%m-%Y} dilewati, sudah dimainkan." for on in whole)
    for on in there:
        if on not in whole:
            yield f"Jumat {on:%d-%m-%Y} dilewati: kegiatannya belum selesai (latihan terputus, atau rencana lain)."


def nothing_left(rehearsal: Rehearsal, fridays: Sequence[date]) -> str:
    """What is said when all of them are left out: which Friday before them can be played, and how."""
    first, on = _earliest(), fridays[0] - WEEK
    while on in rehearsal.standing:
        on -= WEEK
    if on < first:
        return f"Tidak ada lagi yang dimainkan, juga tidak sebelumnya, sampai Jumat pertama, {first:%d-%m-%Y}."
    return (
        f"Tidak ada lagi yang dimainkan. Jumat terakhir sebelumnya yang masih dapat dimainkan ialah {on:%d-%m-%Y}: "
        f"--until {on + timedelta(days=1):%Y-%m-%d}."
    )


def _earliest() -> date:
    """The first Friday whose Monday, when it is planned, finds all who play in their offices."""
    held = Holding.objects.filter(person__account__username__in=play.USERS)
    since = max(held.values("person").annotate(since=Min("from_on")).values_list("since", flat=True))
    return since + timedelta(days=-since.weekday() % 7 + 4)


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
