"""The global key, pressed for real: what is selected in another program is shown in the app, and nothing is dialled."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.desktop.hotkey.x_hotkey import XHotkey
from acefone_desktop.domain.settings import HotkeySettings
from acefone_desktop.domain.shortcut import SUGGESTED, read_shortcut
from tests.support import selection_owner
from tests.support.app_driver import WINDOW

if TYPE_CHECKING:
    from acefone_desktop.desktop.hotkey.hotkey_news import News
    from tests.support.app_driver import AppDriver
    from tests.support.session_processes import Process

KEY = "ctrl+shift+F7"
ON = HotkeySettings(enabled=True)


def owner(app: AppDriver, folder: Path, kind: str, text: str) -> Process:
    """Another program in which this text is selected, or copied."""
    file = folder / f"{kind}.txt"
    file.write_text(text, encoding="utf-8")
    process = app.desktop.start([sys.executable, "-m", selection_owner.__name__, kind, str(file)])
    app.desktop.wait_until(lambda: "ready" in process.output, what="the text to be selected")
    return process


def await_key(app: AppDriver) -> None:
    """Returns once the app holds its key: until then another program could take it."""

    def is_taken() -> bool:
        news: list[News] = []
        probe = XHotkey(read_shortcut(SUGGESTED), app.desktop.env["DISPLAY"], news.append)
        app.desktop.wait_until(lambda: news, what="the X server's word on the key")
        probe.close()
        return type(news[0]).__name__ == "Taken"

    app.desktop.wait_until(is_taken, what="the app to hold its key")


def test_the_selected_number_is_shown_and_nothing_is_read_before_the_key(app: AppDriver, tmp_path: Path) -> None:
    app.set_up(hotkey=ON)
    selected = owner(app, tmp_path, "primary", "Please ring 020 7946 0123 about order 44 1234 5678.")
    copied = owner(app, tmp_path, "clipboard", "+44 7700 900456")
    app.start("--tray")
    app.desktop.await_tray_item()
    app.await_tool_tip("Ready")
    await_key(app)
    assert (selected.output, copied.output) == ("ready\n", "ready\n")
    app.desktop.screen.key(KEY)
    app.await_window()
    app.await_words("020 7946 0123")
    assert selected.output.count("asked") == 1
    assert "asked" not in copied.output
    assert app.simulator.dials() == []
    app.desktop.wait_until(
        lambda: app.desktop.screen.focused() == app.desktop.screen.windows(WINDOW)[0].number, what="the keyboard"
    )
    app.desktop.screen.key("Return")
    app.await_dials(1)
    assert app.simulator.dials()[0]["destination_number"] == "442079460123"


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_the_key_works_while_a_lock_is_on(app: AppDriver, tmp_path: Path, lock: str) -> None:
    app.set_up(hotkey=ON)
    owner(app, tmp_path, "primary", "07700 900123")
    app.open()
    await_key(app)
    app.desktop.screen.key(lock)
    try:
        app.desktop.screen.key(KEY)
        app.await_words("07700 900123")
    finally:
        app.desktop.screen.key(lock)


def test_a_copied_number_is_shown_where_nothing_is_selected_or_its_program_hangs(
    app: AppDriver, tmp_path: Path
) -> None:
    app.set_up(hotkey=ON)
    selected = owner(app, tmp_path, "primary", "07700 900456")
    owner(app, tmp_path, "clipboard", "07700 900123")
    app.open()
    await_key(app)
    selected.send(signal.SIGSTOP)
    try:
        app.desktop.screen.key(KEY)
        app.await_words("07700 900123")
    finally:
        selected.send(signal.SIGCONT)
