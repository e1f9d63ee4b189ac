"""The global key, pressed for real: what is selected in another program is shown in the app, and nothing is dialled."""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.desktop.hotkey.hotkey_news import Taken
from acefone_desktop.desktop.hotkey.portal_conversation import PATH, PORTAL
from acefone_desktop.desktop.hotkey.portal_hotkey import SHORTCUTS
from acefone_desktop.desktop.hotkey.x_hotkey import XHotkey
from acefone_desktop.domain.settings import HotkeySettings
from acefone_desktop.domain.shortcut import SUGGESTED, read_shortcut
from tests.support import selection_owner, shortcuts_portal
from tests.support.app_driver import PROGRAM, WINDOW

if TYPE_CHECKING:
    from acefone_desktop.desktop.hotkey.hotkey_news import News
    from tests.support.app_driver import AppDriver
    from tests.support.session_processes import Process

KEY = "ctrl+shift+F7"
EDITOR = """
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
editor = QLineEdit()
editor.setWindowTitle("Editor")
editor.show()
application.exec()
"""
ON = HotkeySettings(enabled=True)


def owner(app: AppDriver, folder: Path, kind: str, text: str) -> Process:
    """Another program in which this text is selected, or copied."""
    file = folder / f"{kind}.txt"
    file.write_text(text, encoding="utf-8")
    process = app.desktop.start([sys.executable, "-m", selection_owner.__name__, kind, str(file)])
    app.desktop.wait_until(lambda: "ready" in process.output, what="the text to be selected")
    return process


def await_key(app: AppDriver, *, held: bool = True) -> None:
    """Returns once the app holds its key, or no longer holds it: whether another program could take it.

    The app must have asked for it before, or it would find it taken by us.
    """

    def is_as_wanted() -> bool:
        news: list[News] = []
        with closing(XHotkey(read_shortcut(SUGGESTED), app.desktop.env["DISPLAY"], news.append)):
            app.desktop.wait_until(lambda: news, what="the X server's word on the key")
        return isinstance(news[0], Taken) is held

    app.desktop.wait_until(is_as_wanted, what=f"the app to hold its key: {held}")


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


@pytest.mark.parametrize("state", ["tray", "minimised", "behind"])
def test_the_window_comes_to_the_front_and_gets_the_keyboard_wherever_it_was(app: AppDriver, state: str) -> None:
    app.set_up(hotkey=ON)
    if state == "tray":
        app.start("--tray")
        app.desktop.await_tray_item()
        app.await_tool_tip("Ready")
    else:
        window = app.open()
        if state == "minimised":
            app.desktop.run(["xdotool", "windowminimize", str(window.number)])
    await_key(app)
    app.desktop.start([sys.executable, "-c", EDITOR])
    editor = app.await_window("Editor")
    app.desktop.screen.focus(editor)
    app.desktop.screen.type_text("Ask for Tom, 07700 900123 ")
    app.desktop.screen.key("ctrl+a")
    app.desktop.screen.key(KEY)
    app.await_words("07700 900123")
    window = app.await_window()
    app.desktop.wait_until(lambda: app.desktop.screen.focused() == window.number, what="the keyboard")


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


def test_the_command_to_bind_by_hand_does_the_same_in_the_app_that_runs_and_from_cold(
    app: AppDriver, tmp_path: Path
) -> None:
    app.set_up()  # the key is off
    owner(app, tmp_path, "primary", "T: 020 7946 0123")
    assert app.start("dial-clipboard").running
    app.await_window()
    app.await_words("020 7946 0123")
    app.await_tool_tip("Ready")
    app.desktop.screen.close(app.await_window())
    app.await_no_window()
    owner(app, tmp_path, "primary", "M: 07700 900123")
    assert app.start("dial-clipboard").wait() == 0
    app.await_window()
    app.await_words("07700 900123")
    assert app.simulator.dials() == []


def test_a_text_without_a_number_is_answered_quietly_and_repeated_nowhere(app: AppDriver, tmp_path: Path) -> None:
    app.set_up(hotkey=ON)
    secret = "the password is swordfish-2026"
    owner(app, tmp_path, "primary", secret)
    app.start("--tray")
    app.desktop.await_tray_item()
    app.await_tool_tip("Ready")
    await_key(app)
    app.desktop.screen.key(KEY)
    notification = app.desktop.wait_until(app.desktop.notifications, what="a notification")[0]
    assert notification.summary == "No phone number is selected or copied."
    assert app.desktop.screen.windows(WINDOW) == []
    assert "swordfish" not in notification.summary + notification.body
    assert app.quit() == 0
    files = [path for path in app.places.data.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b"swordfish" in path.read_bytes()] == []
    assert "swordfish" not in app.running.errors + app.running.output


def test_a_call_goes_out_at_once_only_where_that_is_set_and_the_number_is_an_ordinary_one(
    app: AppDriver, tmp_path: Path
) -> None:
    app.set_up(hotkey=HotkeySettings(enabled=True, dial_at_once=True))
    app.open()
    await_key(app)
    for text, shown in (
        ("09098 790123", "0909 879 0123"),  # premium rate
        ("999", "999"),  # emergency
        ("07700 900123 or 07700 900456", "07700 900123"),  # which of the two?
    ):
        process = owner(app, tmp_path, "primary", text)
        app.desktop.screen.key(KEY)
        app.await_words(shown)
        process.end()
    assert app.simulator.dials() == []
    owner(app, tmp_path, "primary", "07700 900789")
    app.desktop.screen.key(KEY)
    app.await_dials(1)
    assert app.simulator.dials()[0]["destination_number"] == "447700900789"


def test_a_key_that_another_program_has_is_told_in_settings_and_another_can_be_chosen(
    app: AppDriver, tmp_path: Path
) -> None:
    app.set_up(hotkey=ON)
    told: list[News] = []
    with closing(XHotkey(read_shortcut(SUGGESTED), app.desktop.env["DISPLAY"], told.append)):
        app.desktop.wait_until(lambda: told, what="another program to have the key")
        window = app.open()
        app.click("Settings")
        app.await_words("Another program has this key.*")
        app.click("Key: Ctrl+Shift+F7")
        app.await_words("Press the new key…")
        app.desktop.screen.focus(window)
        app.desktop.screen.key("ctrl+alt+p")
        app.await_words("The key works in every program.")
        assert SettingsFile(app.places.settings).load().hotkey.shortcut == "Ctrl+Alt+P"
        owner(app, tmp_path, "primary", "07700 900123")
        app.desktop.screen.key("ctrl+alt+p")
        app.await_words("07700 900123")


def test_the_key_is_given_back_when_it_is_switched_off_when_the_app_ends_and_when_it_is_killed(
    app: AppDriver,
) -> None:
    app.set_up(hotkey=ON)
    app.open()
    await_key(app)
    app.click("Settings")
    app.click("Dial what is selected or copied", "check box")
    await_key(app, held=False)
    app.click("Dial what is selected or copied", "check box")
    app.await_words("The key works in every program.")
    await_key(app)
    assert app.quit() == 0
    await_key(app, held=False)
    app.open_again()
    app.await_tool_tip("Ready")
    await_key(app)
    app.running.kill()
    await_key(app, held=False)


def test_in_a_wayland_session_the_portal_gives_the_key_and_settings_say_which(app: AppDriver, tmp_path: Path) -> None:
    """The window is an X11 one, for want of a compositor: the key's way through the portal is the same."""
    portal = app.desktop.start([sys.executable, "-m", shortcuts_portal.__name__])
    app.desktop.wait_until(lambda: "ready" in portal.output, what="the portal")
    app.set_up(hotkey=ON)
    selected = owner(app, tmp_path, "primary", "ring 020 7946 0123")
    app.process = app.desktop.start([*PROGRAM, "--tray"], XDG_SESSION_TYPE="wayland", QT_QPA_PLATFORM="xcb")
    app.await_tool_tip("Ready")
    app.desktop.wait_until(lambda: "BindShortcuts" in portal.output, what="the key to be asked for")
    assert "asked" not in selected.output
    app.desktop.bus.call(PORTAL, PATH, SHORTCUTS, "Press")
    app.await_window()
    app.await_words("020 7946 0123")
    app.click("Settings")
    app.await_words("In every program: Press <Control>F9. Change it in the desktop's settings.")
    portal.end()
    app.await_words("This desktop gives the app no key. Bind the command below to one .*")
    app.await_words(".* dial-clipboard")
    assert app.simulator.dials() == []
