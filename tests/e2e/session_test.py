"""The desktop session that the other tests here stand on does what a real one does."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support import secret_service
from tests.support.desktop_session import KEYRING_PASSWORD, DesktopSession
from tests.support.session_processes import SessionError, SessionProcesses

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.session_processes import Process

NOTIFY = """
import asyncio
from dbus_fast import Variant
from dbus_fast.aio import MessageBus

async def main():
    bus = await MessageBus().connect()
    name, path = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
    server = bus.get_proxy_object(name, path, await bus.introspect(name, path)).get_interface(name)
    pressed = asyncio.get_running_loop().create_future()
    server.on_action_invoked(lambda number, action: pressed.set_result((number, action)))
    hints = {"urgency": Variant("y", 2)}
    actions = ["default", "Open", "hang-up", "Hang up"]
    number = await server.call_notify("Probe", 0, "", "Ringing", "Your phone", actions, hints, -1)
    print(await pressed == (number, "hang-up"), flush=True)

asyncio.run(main())
"""
KEEP = "import keyring; keyring.set_password('acefone-test', 'agent', 'a token'); print(keyring.get_keyring())"
FETCH = "import keyring; print(keyring.get_password('acefone-test', 'agent'))"


def probe(desktop: DesktopSession) -> Process:
    return desktop.start([sys.executable, "-m", "tests.e2e.session_probe"])


def test_typing_reaches_the_focused_window(desktop: DesktopSession, tmp_path: Path) -> None:
    program = probe(desktop)
    window = desktop.screen.await_window("Session probe")
    desktop.screen.focus(window)
    desktop.screen.type_text("+44 7700 900123")
    desktop.screen.key("BackSpace")
    desktop.wait_until(lambda: program.output.endswith("text +44 7700 90012\n"), what="the typed text")
    desktop.screen.click(150, 20, window)
    picture = desktop.screen.screenshot(tmp_path / "window.png", window)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert desktop.screen.size(window) == (300, 40)
    assert window.process == program.pid


def test_the_tray_shows_an_icon_with_its_menu(desktop: DesktopSession) -> None:
    program = probe(desktop)
    item = desktop.await_tray_item()
    assert (item.identifier, item.tool_tip) == ("session-probe", "Nothing to do")
    assert "tray True" in program.output
    desktop.activate_tray()
    desktop.wait_until(lambda: "activated Trigger" in program.output, what="the click")
    assert [entry.label for entry in desktop.tray_menu()] == ["Dial a number", "", "More"]
    desktop.press_menu("Dial a number")
    desktop.wait_until(lambda: "dial\n" in program.output, what="the menu's choice")
    with pytest.raises(LookupError, match="no enabled entry 'Nowhere'"):
        desktop.press_menu("Nowhere")
    desktop.press_menu("Quit")
    assert program.wait() == 0


def test_an_icon_comes_back_when_the_tray_restarts(desktop: DesktopSession) -> None:
    probe(desktop)
    desktop.await_tray_item()
    assert desktop.tray_host is not None
    desktop.tray_host.end()
    desktop.start_tray_host()
    assert desktop.await_tray_item().identifier == "session-probe"


@pytest.mark.desktop(tray=False)
def test_without_a_tray_there_is_none(desktop: DesktopSession) -> None:
    program = probe(desktop)
    desktop.wait_until(lambda: program.output, what="the probe's words")
    assert program.output == "tray False\n"


def test_a_closed_window_is_gone(desktop: DesktopSession) -> None:
    probe(desktop)
    desktop.screen.close(desktop.screen.await_window("Session probe"))
    desktop.wait_until(lambda: not desktop.screen.windows("Session probe"), what="the window to go")


def test_the_recorder_gets_a_notification_and_presses_its_button(desktop: DesktopSession) -> None:
    program = desktop.start([sys.executable, "-c", NOTIFY])
    (shown,) = desktop.wait_until(desktop.notifications, what="a notification")
    assert (shown.app_name, shown.summary, shown.body) == ("Probe", "Ringing", "Your phone")
    assert shown.actions == {"default": "Open", "hang-up": "Hang up"}
    assert shown.hints["urgency"] == 2
    desktop.press_notification(shown, "hang-up")
    assert program.wait() == 0
    assert program.output == "True\n"


@pytest.mark.desktop(notifications=None)
def test_without_a_notification_server_there_is_none(desktop: DesktopSession) -> None:
    assert not desktop.bus.has_owner("org.freedesktop.Notifications")
    program = desktop.start([sys.executable, "-c", NOTIFY])
    assert program.wait() == 1
    assert "not provided by any .service files" in program.errors


def test_a_secret_is_kept_in_the_unlocked_keyring(desktop: DesktopSession) -> None:
    kept = desktop.run([sys.executable, "-c", KEEP])
    assert "SecretService" in kept.stdout, kept.stderr
    (secret,) = desktop.secrets()
    assert secret.value == "a token"
    assert secret.attributes["username"] == "agent"


@pytest.mark.desktop(keyring="locked", tray=False)
def test_a_locked_keyring_asks_for_its_password(desktop: DesktopSession) -> None:
    assert secret_service.is_locked(desktop.bus)
    keeping = desktop.start([sys.executable, "-c", KEEP])
    prompt = desktop.screen.await_window("Unlock|Keyring")
    desktop.screen.focus(prompt)
    desktop.screen.type_text(KEYRING_PASSWORD)
    desktop.screen.key("Return")
    assert keeping.wait() == 0, keeping.errors
    assert [secret.value for secret in desktop.secrets()] == ["a token"]


@pytest.mark.desktop(keyring="none", tray=False)
def test_without_a_keyring_there_is_none(desktop: DesktopSession) -> None:
    fetched = desktop.run([sys.executable, "-c", FETCH])
    assert fetched.returncode == 1
    assert "NoKeyringError" in fetched.stderr


def test_nothing_of_a_session_is_left() -> None:
    with DesktopSession(tray=False) as session:
        folder, program = session.folder, probe(session)
        session.screen.await_window("Session probe")
        assert os.environ["HOME"] != session.env["HOME"]
    assert not folder.exists()
    assert not program.running


def test_a_part_that_cannot_start_is_named(tmp_path: Path) -> None:
    processes = SessionProcesses(tmp_path)
    with pytest.raises(SessionError, match=r"no-such-program is missing: run python3 packaging/bootstrap.py"):
        processes.start("part", ["no-such-program"], {})
    broken = processes.start("part", [sys.executable, "-c", "raise SystemExit('no screen')"], {})
    with pytest.raises(SessionError, match="part ended with 1: no screen"):
        processes.await_ready("part", broken, lambda: False)
