"""The pictures of the guide, taken of the Friday that the demonstration has rehearsed, by the clock of that Friday.

    ./siip demo --data DIR --port 8703      (in another terminal)
    SIIP_DATA_DIR=DIR python tests/pictures.py http://localhost:8703

Writes docs/pictures/jumat-*.png. Whatever the pages look like by then, the guide shows.
"""

import io
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "siip.settings"
import django

django.setup()

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402

from siip import demo  # noqa: E402
from siip.people import accounts  # noqa: E402
from siip.programme.models import Event  # noqa: E402
from siip.rehearse.hand import CLOCK, Hand, Time, log_in  # noqa: E402
from siip.reporting.models import Closing  # noqa: E402
from siip.web.clock import signed  # noqa: E402
from tests.browser.harness import chromium  # noqa: E402

TARGET = Path(__file__).parent.parent / "docs" / "pictures"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1100, "height": 760}


def main(base: str) -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    event = Closing.objects.select_related("event").latest("closed_at").event
    coming = Event.objects.filter(ends_at__gt=datetime.now(UTC)).earliest("starts_at")
    morning, at = event.starts_at + timedelta(minutes=50), f"/kantor/kegiatan/{event.pk}/"
    wanted = (
        ("jumat-1-sebelum", "/kantor/", DESK, datetime.now(UTC)),
        ("jumat-2-panggilan", f"/kantor/kegiatan/{coming.pk}/panggilan/", DESK, datetime.now(UTC)),
        ("jumat-3-hadir", f"{at}hadir/", PHONE, morning),
        ("jumat-4-antrean", f"{at}antrean/", PHONE, morning),
        ("jumat-5-kerja", f"{at}kerja/", DESK, morning),
        ("jumat-6-laporan", f"{at}laporan/", DESK, event.ends_at + timedelta(minutes=20)),
        ("jumat-7-hasil", f"/hasil/{event.pk}/", PHONE, event.ends_at + timedelta(hours=2)),
    )
    with chromium() as browser:
        session = _session(base)
        for name, path, size, moment in wanted:
            _shoot(browser, base + path, size, signed(moment), session, TARGET / f"{name}.png")
            print(name)


def _session(base: str) -> str:
    hand = Hand(base, Time(datetime.now(UTC), signed))
    log_in(hand, "rini", demo.PASSWORD, lambda name: accounts.demo_code(name, datetime.now(UTC)))
    return next(cookie.value or "" for cookie in hand.cookies if cookie.name == "sessionid")


def _shoot(browser: Browser, url: str, size: dict[str, int], clock: str, session: str, target: Path) -> None:
    context = browser.new_context(viewport=size, extra_http_headers={CLOCK: clock})  # type: ignore[arg-type]
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(500)  # photos are loaded when they are near
    taken = Image.open(io.BytesIO(page.screenshot()))
    taken.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(target, optimize=True)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
