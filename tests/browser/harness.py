"""Debian's chromium for the tests: open a page, ask axe, measure, take pictures.

    def test_schedule(browser, live_server):
        with tab(browser) as page:
            page.goto(live_server.url + "/jadwal/")
            assert look(page, "jadwal") == []

A tab fails its test when the browser refused something by the content security policy, or a script broke.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

# Playwright's own event loop runs in the thread of the test, where Django would then refuse its ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE, SCREEN = (360, 740), (1280, 800)
SHOTS = Path(__file__).parent.parent / "shots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

ANSWERED: list[str] = []
"""Templates of the answer that the house gave last; the conftest listens."""
LOOKED_AT: set[str] = set()
"""Templates that `look` has seen in this run."""

_RUN_AXE = """rules => axe.run(document, {runOnly: rules}).then(found => found.violations.flatMap(
  v => v.nodes.slice(0, 3).map(n => `${v.id}: ${v.help} at ${n.target} (${n.failureSummary.split('\\n')[1]})`)))"""

# A link inside a sentence, or one whose row is the target, may be lower; a control and a navigation link may not.
_MEASURE = """() => {
  const width = document.documentElement.clientWidth, faults = []
  const controls = 'button, .btn, nav a, .links a, .summary a, .rows tbody th a, select, textarea, ' +
    'input:not([type=checkbox], [type=radio], [type=hidden])'
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect()
    if (!box.width || e.closest('svg, .skip, .unseen, option')) continue
    if (getComputedStyle(e).clipPath !== 'none' || e.closest('thead')) continue
    const name = `${e.tagName.toLowerCase()}.${e.className} "${e.textContent.trim().slice(0, 24)}"`
    if (box.right > width + 1 || box.left < -1) faults.push(`wider than the screen: ${name} ${box.right}`)
    if (e.matches(controls) && box.height < 47.5) faults.push(`a small target: ${name} ${box.height}`)
    if (e.matches('.btn') && !e.closest('.file') && parseFloat(getComputedStyle(e).paddingLeft) < 7)
      faults.push(`a button without room for its words: ${name}`)
    if (e.matches('.tick') && box.height < 47.5) faults.push(`a small target: ${name} ${box.height}`)
  }
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    const node = words.currentNode, range = document.createRange()
    if (!node.parentElement.closest('a, button, .btn, h1, h2, h3, th, dt, label, legend, .tag, b')) continue
    if (node.parentElement.closest('.unseen, .skip, thead, svg, option')) continue
    for (const word of node.data.matchAll(/\\S{2,16}/g)) {
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length)
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)))
      if (lines.size > 1 && !/[-–/]/.test(word[0])) faults.push(`a broken word: ${word[0]}`)
    }
  }
  const all = document.documentElement.scrollWidth
  if (all > width) faults.push(`scrolls sideways: ${all}`)
  return faults
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running chromium; tests take the fixture `browser` instead."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, *, size: tuple[int, int] = PHONE, dark: bool = False, script: bool = True) -> Iterator[Page]:
    """A page of its own (own cookies); `script=False` is a browser with JavaScript switched off."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        locale="id-ID",
    )
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(_complaint(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert [line for line in said if line] == []


def axe(page: Page) -> list[str]:
    """What axe-core has against the page as it stands."""
    page.evaluate(AXE.read_text("utf-8") + ";0")
    found: list[str] = page.evaluate(_RUN_AXE, RULES)
    return found


def fits(page: Page, width: int = 320) -> list[str]:
    """What is too wide at that width, breaks in a navigation bar, or is a target under 48 px."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 740})
    faults: list[str] = page.evaluate(_MEASURE)
    if before:
        page.set_viewport_size(before)
    return faults


def shoot(page: Page, name: str) -> None:
    """Pictures of the page in both sizes, light and dark, into tests/shots/ (not kept by git)."""
    SHOTS.mkdir(exist_ok=True)
    before = page.viewport_size
    for width, height in (PHONE, SCREEN):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)


def look(page: Page, name: str) -> list[str]:
    """All of it for one open page: axe in light and dark at both sizes, widths, pictures. Gives the faults."""
    LOOKED_AT.update(ANSWERED)
    shoot(page, name)
    faults = [f"{name} at 320 px: {fault}" for fault in fits(page)]
    for width, height in (PHONE, SCREEN):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            faults += [f"{name} {width} {scheme}: {fault}" for fault in axe(page)]
    page.emulate_media(color_scheme="light")
    return faults


def _complaint(message: ConsoleMessage) -> str:
    # An error page is a page: chromium notes its status as a console error.
    return message.text if message.type == "error" and "Failed to load resource" not in message.text else ""
