"""Keys and clipboards of systems that do not run here: exactly what is asked of them."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from acefone_desktop.desktop.hotkey.choice import hotkey_mechanism
from acefone_desktop.desktop.hotkey.hotkey_news import Held, Mechanism, News, Pressed, Taken, Unavailable
from acefone_desktop.desktop.hotkey.mac_hotkey import MacHotkey
from acefone_desktop.desktop.hotkey.mac_hotkey import virtual_key as mac_key
from acefone_desktop.desktop.hotkey.native_keys import typed_key
from acefone_desktop.desktop.hotkey.windows_hotkey import WindowsHotkey, virtual_key
from acefone_desktop.desktop.selection.choice import text_sources
from acefone_desktop.desktop.selection.mac_pasteboard import LARGEST, read_pasteboard
from acefone_desktop.desktop.selection.windows_clipboard import TRIES, read_clipboard
from acefone_desktop.domain.shortcut import KEYS, read_shortcut
from tests.unit.desktop.fake_windows import WM_HOTKEY, ClipboardWindows, MessageWindows

KEY = read_shortcut("Ctrl+Shift+F7")


def on_windows(windows: MessageWindows) -> tuple[WindowsHotkey, queue.Queue[News]]:
    told: queue.Queue[News] = queue.Queue()
    return WindowsHotkey(KEY, told.put, windows, windows.last_error), told


def test_windows_is_asked_for_the_key_once_told_of_each_press_and_given_it_back() -> None:
    windows = MessageWindows()
    hotkey, told = on_windows(windows)
    assert told.get(timeout=10) == Held()
    windows.post(WM_HOTKEY)
    assert told.get(timeout=10) == Pressed()
    windows.post(WM_HOTKEY, 2)  # another key's
    windows.post(0x0400)  # another message
    windows.post(WM_HOTKEY)
    assert told.get(timeout=10) == Pressed()
    hotkey.close()
    hotkey.close()
    assert windows.calls == [("register", None, 1, 0x4006, 0x76), ("unregister", None, 1)]
    assert told.empty()


@pytest.mark.parametrize(("error", "kind"), [(1409, Taken), (87, Unavailable)])
def test_windows_says_when_another_program_has_the_key(error: int, kind: type) -> None:
    windows = MessageWindows(error)
    hotkey, told = on_windows(windows)
    assert isinstance(told.get(timeout=10), kind)
    hotkey.close()
    assert [call[0] for call in windows.calls] == ["register"]


def test_every_key_has_a_code_of_its_own_on_windows_and_on_a_mac() -> None:
    assert len({virtual_key(key) for key in KEYS}) == len(KEYS)
    on_a_mac = {key: code for key in KEYS if (code := mac_key(key)) is not None}
    assert KEYS - set(on_a_mac) == {"Pause", "F21", "F22", "F23", "F24"}
    assert len(set(on_a_mac.values())) == len(on_a_mac)
    assert [on_a_mac[key] for key in ("A", "5", "0", "M", "F7", "F13")] == [0x00, 0x17, 0x1D, 0x2E, 0x62, 0x69]


class QuickMacHotKey(ModuleType):
    """The library's one function, as its documentation describes it."""

    def __init__(self) -> None:
        super().__init__("quickmachotkey")
        self.asked: list[tuple[int, int]] = []
        self.given_back = 0
        self.press: Callable[[], None] | None = None

    def quickHotKey(self, *, virtualKey: int, modifierMask: int) -> Callable[[Callable[[], None]], object]:  # noqa: N802, N803
        def register(handler: Callable[[], None]) -> object:
            self.asked.append((virtualKey, modifierMask))
            self.press = handler
            handler.unregister = self._unregister  # type: ignore[attr-defined]
            return handler

        return register

    def _unregister(self) -> None:
        self.given_back += 1


def test_a_mac_is_asked_for_the_key_and_given_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    library = QuickMacHotKey()
    monkeypatch.setitem(sys.modules, "quickmachotkey", library)
    told: list[News] = []
    hotkey = MacHotkey(KEY, told.append)
    assert library.asked == [(0x62, 0x1200)]
    assert library.press is not None
    library.press()
    hotkey.close()
    hotkey.close()
    assert (told, library.given_back) == ([Held(), Pressed()], 1)


def test_a_key_that_macs_lack_and_a_missing_library_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "quickmachotkey", None)
    told: list[News] = []
    MacHotkey(KEY, told.append).close()
    MacHotkey(read_shortcut("Pause"), told.append).close()
    assert [type(news) for news in told] == [Unavailable, Unavailable]


@pytest.mark.parametrize(
    ("environment", "platform", "mechanism"),
    [
        ({"DISPLAY": ":1"}, "linux", Mechanism.X11),
        ({"DISPLAY": ":1", "WAYLAND_DISPLAY": "wayland-0"}, "linux", Mechanism.PORTAL),
        ({"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":1"}, "linux", Mechanism.PORTAL),
        ({}, "linux", Mechanism.NONE),
        ({}, "win32", Mechanism.WINDOWS),
        ({}, "darwin", Mechanism.MACOS),
    ],
)
def test_each_desktop_is_asked_in_its_own_way(environment: dict[str, str], platform: str, mechanism: Mechanism) -> None:
    assert hotkey_mechanism(environment, platform) is mechanism


def test_copied_text_of_windows_ends_at_its_nul_and_the_clipboard_is_closed_again() -> None:
    windows = ClipboardWindows("020 7946 0123 – ask for Zoë", busy=2)
    assert read_clipboard(windows, windows) == "020 7946 0123 – ask for Zoë"
    assert windows.calls == ["open", "open", "open", "lock", "unlock", "close"]


def test_a_clipboard_of_windows_without_text_or_kept_open_by_another_holds_nothing() -> None:
    empty, busy = ClipboardWindows(None), ClipboardWindows("020 7946 0123", busy=TRIES)
    assert read_clipboard(empty, empty) == ""
    assert read_clipboard(busy, busy) == ""
    assert (empty.calls, busy.calls) == ([], ["open"] * TRIES)


def test_of_a_long_text_of_windows_only_the_beginning_is_read() -> None:
    windows = ClipboardWindows("x" * 100_000)
    assert read_clipboard(windows, windows) == "x" * (LARGEST // 2)


def test_copied_text_of_a_mac_is_bounded_in_length_and_time() -> None:
    python = (sys.executable, "-c")
    assert read_pasteboard((*python, "print('020 7946 0123', end='')"), 10) == "020 7946 0123"
    assert read_pasteboard((*python, "while True: print('x' * 1000)"), 10).count("x") > LARGEST * 0.9
    with pytest.raises(TimeoutError):
        read_pasteboard((*python, "import threading; threading.Event().wait()"), 0.05)


def test_what_is_selected_comes_first_where_the_desktop_knows_that() -> None:
    assert len(text_sources({"DISPLAY": ":1"}, "linux")) == 2
    assert text_sources({}, "win32") == (read_clipboard,)
    assert text_sources({}, "darwin") == (read_pasteboard,)
    assert text_sources({}, "linux") == ()


@pytest.mark.parametrize(
    ("scan_code", "virtual", "platform", "key"),
    [
        (13, 0x24, "linux", "4"),  # Shift and 4 write a dollar sign
        (40, 0x6C4, "linux", "D"),  # a Russian layout
        (23, 0xFF09, "linux", ""),
        (5, 0x34, "win32", "4"),
        (15, 0x09, "win32", ""),
        (0, 0x15, "darwin", "4"),
        (0, 0x30, "darwin", ""),
    ],
)
def test_a_key_is_known_by_its_place_where_it_wrote_something_else(
    scan_code: int, virtual: int, platform: str, key: str
) -> None:
    assert typed_key(scan_code, virtual, platform) == key
