"""The key and the selection on a real X server, without the app: who has the key, and what a text's owner may do."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from acefone_desktop.desktop.hotkey.hotkey_news import Held, News, Pressed, Taken, Unavailable
from acefone_desktop.desktop.hotkey.x_hotkey import XHotkey
from acefone_desktop.desktop.selection.x_selection import CLIPBOARD, LARGEST, PRIMARY, read_selection
from acefone_desktop.domain.shortcut import read_shortcut
from tests.support import selection_owner
from tests.support.desktop_session import DesktopSession
from tests.support.session_processes import Process

WAIT_S = 10.0
HOLDER = """
import os, sys, threading
from acefone_desktop.desktop.hotkey.x_hotkey import XHotkey
from acefone_desktop.domain.shortcut import read_shortcut
XHotkey(read_shortcut(sys.argv[1]), os.environ["DISPLAY"], lambda news: print(news, flush=True))
threading.Event().wait()
"""


EDITOR = """
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
editor = QLineEdit()
editor.setWindowTitle("Editor")
editor.show()
application.exec()
"""


@pytest.fixture(scope="module")
def session() -> Iterator[DesktopSession]:
    """A screen with a keyboard, and little else."""
    with DesktopSession(keyring="none", tray=False, notifications=None) as session:
        yield session


class Key:
    """A key that is asked for, and what becomes of it."""

    def __init__(self, session: DesktopSession, shortcut: str) -> None:
        self._news: queue.Queue[News] = queue.Queue()
        self._hotkey = XHotkey(read_shortcut(shortcut), session.env["DISPLAY"], self._news.put)

    def next(self) -> News:
        return self._news.get(timeout=WAIT_S)

    @property
    def is_silent(self) -> bool:
        return self._news.empty()

    def close(self) -> None:
        self._hotkey.close()


@pytest.fixture
def key(session: DesktopSession) -> Iterator[Callable[[str], Key]]:
    made: list[Key] = []

    def ask(shortcut: str) -> Key:
        made.append(Key(session, shortcut))
        return made[-1]

    yield ask
    for each in made:
        each.close()
    session.run(["setxkbmap", "us"])


def layout(session: DesktopSession, name: str) -> None:
    assert session.run(["setxkbmap", name]).returncode == 0


def test_a_held_key_is_pressed_once_however_long_it_is_held_down(
    session: DesktopSession, key: Callable[[str], Key]
) -> None:
    held = key("Ctrl+Shift+F7")
    assert held.next() == Held()
    session.run(["xdotool", "keydown", "ctrl", "keydown", "shift", "keydown", "F7"])
    assert isinstance(held.next(), Pressed)
    session.run(["xdotool", "sleep", "1", "keyup", "F7", "keyup", "shift", "keyup", "ctrl"])
    session.screen.key("ctrl+shift+F7")
    assert isinstance(held.next(), Pressed)
    assert held.is_silent


def test_only_the_key_with_its_modifiers_is_ours(session: DesktopSession, key: Callable[[str], Key]) -> None:
    held = key("Ctrl+Shift+F7")
    assert held.next() == Held()
    session.screen.key("F7", "shift+F7", "ctrl+F7", "ctrl+shift+alt+F7", "ctrl+shift+F8", "ctrl+shift+F7")
    assert isinstance(held.next(), Pressed)
    assert held.is_silent


def test_a_key_that_another_program_has_is_taken_until_it_lets_go(
    session: DesktopSession, key: Callable[[str], Key]
) -> None:
    first = key("Ctrl+Alt+P")
    assert first.next() == Held()
    second = key("Ctrl+Alt+P")
    assert second.next() == Taken()
    session.screen.key("ctrl+alt+p")
    assert isinstance(first.next(), Pressed)
    first.close()
    assert key("Ctrl+Alt+P").next() == Held()
    assert second.is_silent


def test_a_taken_key_is_had_once_it_is_free_and_a_window_comes(
    session: DesktopSession, key: Callable[[str], Key]
) -> None:
    holder = session.start([sys.executable, "-c", HOLDER, "Ctrl+Alt+P"])
    session.wait_until(lambda: "Held" in holder.output, WAIT_S, "another program to have the key")
    waiting = key("Ctrl+Alt+P")
    assert waiting.next() == Taken()
    editor = session.start([sys.executable, "-c", EDITOR])
    session.screen.await_window("Editor")
    assert waiting.is_silent, "what is told once is not told again"
    holder.kill()
    editor.kill()  # its window goes
    assert waiting.next() == Held()
    session.screen.key("ctrl+alt+p")
    assert isinstance(waiting.next(), Pressed)


def test_a_program_that_is_killed_leaves_no_key_behind(session: DesktopSession, key: Callable[[str], Key]) -> None:
    holder = session.start([sys.executable, "-c", HOLDER, "Ctrl+Alt+P"])
    session.wait_until(lambda: "Held" in holder.output, WAIT_S, "another program to have the key")
    assert key("Ctrl+Alt+P").next() == Taken()
    holder.kill()
    assert key("Ctrl+Alt+P").next() == Held()


@pytest.mark.parametrize("name", ["fr", "ru", "gr", "us(dvorak)", "de"])
def test_the_key_follows_the_keyboards_layout(session: DesktopSession, key: Callable[[str], Key], name: str) -> None:
    held = key("Ctrl+Alt+Q")
    assert held.next() == Held()
    layout(session, name)
    pressed = "q" if name not in {"ru", "gr"} else "24"  # a layout without a Latin Q: the key where it usually is
    session.run(["xdotool", "key", f"ctrl+alt+{pressed}"])
    assert isinstance(held.next(), Pressed)
    layout(session, "us")
    session.screen.key("ctrl+alt+q")
    assert isinstance(held.next(), Pressed)
    assert held.is_silent


def test_the_key_survives_its_keyboard_and_works_with_every_lock(
    session: DesktopSession, key: Callable[[str], Key]
) -> None:
    held = key("Meta+Alt+3")
    assert held.next() == Held()
    for lock in ("Num_Lock", "Caps_Lock", "Scroll_Lock"):
        session.screen.key(lock)
        session.screen.key("super+alt+3")
        assert isinstance(held.next(), Pressed)
    session.screen.key("Num_Lock", "Caps_Lock", "Scroll_Lock")
    session.run(["xdotool", "key", "super+alt+3"])
    assert isinstance(held.next(), Pressed)


def test_without_a_server_or_once_it_has_gone_there_is_no_key() -> None:
    told: queue.Queue[News] = queue.Queue()
    with DesktopSession(keyring="none", tray=False, notifications=None) as session:
        hotkey = XHotkey(read_shortcut("Ctrl+Shift+F7"), session.env["DISPLAY"], told.put)
        assert told.get(timeout=WAIT_S) == Held()
    assert isinstance(told.get(timeout=WAIT_S), Unavailable)
    hotkey.close()
    hotkey = XHotkey(read_shortcut("Ctrl+Shift+F7"), ":4242", told.put)
    assert isinstance(told.get(timeout=WAIT_S), Unavailable)
    hotkey.close()
    with pytest.raises(OSError, match="No X server"):
        read_selection(":4242", PRIMARY)


def copied(session: DesktopSession, text: str, selection: str = "clipboard") -> None:
    """On return the text is there to be read: xclip's own process ends before the one it leaves behind owns it."""
    xclip = ("xclip", "-selection", selection)
    subprocess.run([*xclip, "-in"], input=text.encode(), env=session.env, check=True, timeout=WAIT_S)
    session.wait_until(lambda: session.run([*xclip, "-out"]).stdout == text, WAIT_S, "the text to be copied")


def owner(session: DesktopSession, folder: Path, text: str) -> Process:
    file = folder / "text"
    file.write_text(text, encoding="utf-8")
    process = session.start([sys.executable, "-m", selection_owner.__name__, "primary", str(file)])
    session.wait_until(lambda: "ready" in process.output, WAIT_S, "the text to be selected")
    return process


@pytest.mark.parametrize("text", ["020 7946 0123", "Zoë ٠٢٠ ☎ 020 7946 0123", "", "x" * 5000])
def test_a_text_is_read_as_it_was_selected(session: DesktopSession, text: str) -> None:
    copied(session, text, "primary")
    assert read_selection(session.env["DISPLAY"], PRIMARY) == text


def test_a_text_in_parts_is_read_up_to_the_bound(session: DesktopSession) -> None:
    copied(session, "0123456789" * 500_000)
    assert read_selection(session.env["DISPLAY"], CLIPBOARD) == ("0123456789" * 500_000)[:LARGEST]


def test_a_program_that_hangs_with_its_text_is_not_waited_for(session: DesktopSession, tmp_path: Path) -> None:
    hanging = owner(session, tmp_path, "020 7946 0123")
    hanging.send(signal.SIGSTOP)
    try:
        with pytest.raises(TimeoutError):
            read_selection(session.env["DISPLAY"], PRIMARY, 0.2)
    finally:
        hanging.send(signal.SIGCONT)
    assert read_selection(session.env["DISPLAY"], PRIMARY) == "020 7946 0123"
    hanging.kill()
    assert read_selection(session.env["DISPLAY"], PRIMARY) == ""


def test_no_thread_is_left_behind(session: DesktopSession) -> None:
    before = threading.active_count()
    told: queue.Queue[News] = queue.Queue()
    hotkey = XHotkey(read_shortcut("Ctrl+Shift+F7"), session.env["DISPLAY"], told.put)
    assert told.get(timeout=WAIT_S) == Held()
    hotkey.close()
    hotkey.close()
    assert threading.active_count() == before
