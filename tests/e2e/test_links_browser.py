"""Links in a web page, clicked in a real Chromium: each fills in its number, in the running app and from cold."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.support.accessible_tree import AccessibleTree
from tests.support.app_driver import FIELD, PATIENCE_S, WINDOW
from tests.support.web_browser import NoBrowserError, PageLink, WebBrowser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.app_driver import AppDriver

pytestmark = pytest.mark.desktop(tray=True)  # of its own: the handler is registered in this home

LINKS = (
    ("tel:+447700900101", "07700 900101", ""),
    ("tel:07700900102", "07700 900102", ""),
    ("TEL:+44-7700-900103", "07700 900103", ""),
    ("tel:+44 (0)7700 900104", "07700 900104", ""),
    ("tel://+447700900105", "07700 900105", ""),
    ("callto:+447700900106", "07700 900106", ""),
    ("callto://07700900107", "07700 900107", ""),
    ("sip:+447700900108@pbx.example.com", "07700 900108", ""),
    ("sip:07700900109@pbx.example.com;transport=tls", "07700 900109", ""),
    ("tel:%2B44%207700%20900110", "07700 900110", ""),
    ("tel:+447700900111;ext=42", "07700 900111", "42"),
    ("tel:+447700900112;ext=%34%33", "07700 900112", "43"),
    ("tel:7700900113;phone-context=+44", "07700 900113", ""),
    ("tel:07700900114;phone-context=example.com", "07700 900114", ""),
    ("tel:+447700900115;isub=77;npdi;x-note=1%3D2", "07700 900115", ""),
    ("tel:&#xFF0B;&#xFF14;&#xFF14;&#xFF17;&#xFF17;&#xFF10;&#xFF10;&#xFF19;&#xFF10;&#xFF10;116", "07700 900116", ""),
    ("tel:&#x200F;&#x202D;+44 7700 900117&#x202C;", "07700 900117", ""),
    ("tel:+44&#xA0;7700&#x2011;900118", "07700 900118", ""),
    ("tel:+44.20.7946.0119", "020 7946 0119", ""),
    ("tel:+1-202-555-0120", r"\+1 202-555-0120", ""),
)


@pytest.fixture
def browser(app: AppDriver) -> Iterator[WebBrowser]:
    try:
        browser = WebBrowser(app.desktop, [PageLink(source, source) for source, _, _ in LINKS])
        browser.open()
    except NoBrowserError as error:
        pytest.skip(str(error))
    app.set_up()
    installed = app.command("handler", "install", "--json")
    assert installed.returncode == 0, installed.stderr
    yield browser
    browser.close()


def await_shown(app: AppDriver, tree: AccessibleTree, link: tuple[str, str, str]) -> None:
    """Returns once the app's one window is in front and its field holds the link's number and extension."""
    source, number, extension = link
    wanted = number + (rf" ext\. {extension}" if extension else "")
    seen: list[object] = []

    def is_shown() -> bool:
        windows = app.desktop.screen.windows(WINDOW)
        if len(windows) != 1:
            seen[:] = windows
            return False
        (window,) = windows
        texts = [node.text for node in tree.showing(window.process) if node.name == FIELD]
        seen[:] = [*texts, app.desktop.screen.focused() == window.number]
        return any(re.fullmatch(wanted, text) for text in texts) and app.desktop.screen.focused() == window.number

    try:
        app.desktop.wait_until(is_shown, PATIENCE_S, source)
    except TimeoutError as error:
        raise TimeoutError(f"{error}; seen: {seen}") from error


def test_a_click_on_each_of_twenty_links_fills_in_its_number(app: AppDriver, browser: WebBrowser) -> None:
    window = app.open()
    tree = AccessibleTree(app.desktop.bus)
    for at, link in enumerate(LINKS):
        browser.click(at)
        await_shown(app, tree, link)
    tree.close()
    assert app.desktop.screen.windows(WINDOW) == [window]
    assert app.simulator.dials() == []


def test_a_click_on_each_of_twenty_links_starts_the_app_with_its_number(app: AppDriver, browser: WebBrowser) -> None:
    tree = AccessibleTree(app.desktop.bus)
    for at, link in enumerate(LINKS):
        browser.click(at)
        app.await_window()
        await_shown(app, tree, link)
        os.kill(app.await_window().process, signal.SIGTERM)
        app.await_no_window()
        app.desktop.wait_until(lambda: not app.desktop.tray_items(), PATIENCE_S, "the icon to go")
    tree.close()
    assert app.simulator.dials() == []
