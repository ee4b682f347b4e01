"""The measure itself: what it must see, it sees."""

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import axe, fits, tab

pytestmark = pytest.mark.browser

PAGE = "<!doctype html><html lang=id><title>Uji</title><main><h1>Uji</h1>{}</main>"


def faults(browser: Browser, body: str) -> list[str]:
    with tab(browser) as page:
        page.set_content(PAGE.format(body))
        return fits(page)


def test_page_without_fault_has_none(browser: Browser) -> None:
    assert faults(browser, '<p><a href="#x">Ubah</a></p>') == []


def test_broken_word_is_seen(browser: Browser) -> None:
    narrow = '<p style="width:1.5rem;overflow-wrap:anywhere"><a href="#x">Ubah</a></p>'
    assert faults(browser, narrow) == ["a broken word: Ubah"]


def test_too_wide_part_is_seen(browser: Browser) -> None:
    found = faults(browser, '<div style="width:400px">x</div>')
    assert any(fault.startswith("wider than the screen: div") for fault in found)
    assert any(fault.startswith("scrolls sideways") for fault in found)


def test_small_target_is_seen(browser: Browser) -> None:
    assert [fault.split(" ")[2] for fault in faults(browser, "<button>Kirim</button>")] == ["target:"]


def test_axe_sees_a_field_without_a_label(browser: Browser) -> None:
    with tab(browser) as page:
        page.set_content(PAGE.format("<input>"))
        assert any(fault.startswith("label:") for fault in axe(page))


def test_refusal_by_the_policy_fails_the_tab(browser: Browser) -> None:
    policy = """<meta http-equiv="Content-Security-Policy" content="style-src 'none'">"""
    with pytest.raises(AssertionError), tab(browser) as page:
        page.set_content(f"<!doctype html><html lang=id><head>{policy}</head><body style='top:0'>x</body>")
