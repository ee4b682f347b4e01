"""One chromium for all browser tests of a run, and an ear for which templates its pages came from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_started
from django.test.signals import template_rendered
from playwright.sync_api import Browser

from tests.browser.harness import ANSWERED, chromium

HERE = Path(__file__).parent
LAST = HERE / "test_every_page.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whether every page was looked at is asked last, and only where all that look were asked for."""
    last = [item for item in items if item.path == LAST]
    collected = {item.path for item in items}
    is_part = (
        config.option.keyword or any("::" in arg for arg in config.args) or set(HERE.glob("test_*.py")) - collected
    )
    items[:] = [item for item in items if item.path != LAST] + ([] if is_part else last)
    config.hook.pytest_deselected(items=last if is_part else [])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(autouse=True, scope="session")
def listening() -> Iterator[None]:
    """The served house runs in this process: its signals say which templates the latest answer was made of."""

    fresh = [False]

    def asked(**_: Any) -> None:
        fresh[0] = True

    def rendered(template: Any, **_: Any) -> None:
        if fresh[0]:  # not when asked: a picture on the page is an answer too, and is made of no template
            ANSWERED.clear()
            fresh[0] = False
        ANSWERED.append(template.name)

    request_started.connect(asked)
    template_rendered.connect(rendered)
    yield
    request_started.disconnect(asked)
    template_rendered.disconnect(rendered)
