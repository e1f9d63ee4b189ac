"""A throwaway, real desktop session without a screen: X server, bus, window manager, keyring, tray, notifications.

For tests: `with DesktopSession(...) as desktop:`. As a program:
python -m tests.support.desktop_session [--keyring unlocked|locked|none] [--no-tray] [--size WxH] -- COMMAND…
runs a command in such a session and returns its exit status.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from tests.support import notification_server, panel_configuration, secret_service, session_bus, tray_items
from tests.support.session_bus import SessionBus
from tests.support.session_processes import Process, SessionError, SessionProcesses
from tests.support.waiting import wait_until
from tests.support.x_screen import XScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from tests.support.tray_items import MenuEntry, TrayItem

T = TypeVar("T")
Keyring = Literal["unlocked", "locked", "none"]
Notifications = Literal["recorder", "dunst"]

ROOT = Path(__file__).resolve().parent.parent.parent
KEYRING_PASSWORD = "open sesame"  # of a keyring that lives for one test
_FOREIGN = ("DBUS_", "DESKTOP_", "GNOME_", "GTK_", "KDE_", "PYTEST_", "QT_", "SESSION_", "WAYLAND_", "XDG_")
_FOREIGN_NAMES = {"AT_SPI_BUS_ADDRESS", "DISPLAY", "NO_AT_BRIDGE", "PYTHONPATH", "SSH_AUTH_SOCK", "XAUTHORITY"}


@dataclass(frozen=True, slots=True)
class Notification:
    """One Notify as the server got it; `actions` maps an action's key to its label."""

    number: int
    app_name: str
    replaces: int
    summary: str
    body: str
    actions: Mapping[str, str]
    hints: Mapping[str, object]


class DesktopSession:
    """Everything an agent's desktop has, with a home folder of its own, gone without a trace at the end."""

    def __init__(
        self,
        *,
        keyring: Keyring = "unlocked",
        tray: bool = True,
        notifications: Notifications | None = "recorder",
        accessibility: bool = False,
        size: str = "1280x800",
    ) -> None:
        self._keyring, self._tray, self._notifier = keyring, tray, notifications
        self._accessibility, self._size = accessibility, size
        # Short on purpose: the path of a Unix socket may hold 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="ads-"))
        self.home, self.runtime = self.folder / "home", self.folder / "run"
        self._record = self.folder / "notifications.jsonl"
        self.env = self._environment()
        self.bus = SessionBus(self.env["DBUS_SESSION_BUS_ADDRESS"])
        self.screen = XScreen(self.env)
        self._processes = SessionProcesses(self.folder)
        self.tray_host: Process | None = None

    def __enter__(self) -> Self:
        try:
            self._start_screen()
            self._start_bus()
            self._start_keyring()
            self._start_window_manager()
            if self._tray:
                self.start_tray_host()
            self._start_notifications()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Ends every process of the session and removes its folder."""
        self._processes.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- programs

    def start(self, command: Sequence[str], *, cwd: Path = ROOT, **variables: str) -> Process:
        """Starts a program in the session and returns at once."""
        return self._processes.start(Path(command[0]).name, command, {**self.env, **variables}, cwd=cwd)

    def run(
        self, command: Sequence[str], *, timeout: float = 30.0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program in the session to its end; its status is the caller's to judge."""
        return subprocess.run(
            command,
            env={**self.env, **variables},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def wait_until(self, condition: Callable[[], T], timeout: float = 10.0, what: str = "") -> T:
        """See `tests.support.waiting.wait_until`."""
        return wait_until(condition, timeout, what)

    # --- what a person sees and does

    def notifications(self) -> list[Notification]:
        """All that arrived so far at the recorder, oldest first."""
        events = (json.loads(line) for line in self._record.read_text(encoding="utf-8").splitlines())
        return [
            Notification(
                number=event["id"],
                app_name=event["app_name"],
                replaces=event["replaces_id"],
                summary=event["summary"],
                body=event["body"],
                actions=event["actions"],
                hints=event["hints"],
            )
            for event in events
            if event["event"] == "notify"
        ]

    def press_notification(self, notification: Notification, action: str) -> None:
        """Presses a notification's button ("default": the notification itself)."""
        self._as_person("Press", "us", (notification.number, action))

    def dismiss_notification(self, notification: Notification) -> None:
        self._as_person("Dismiss", "u", (notification.number,))

    def _as_person(self, member: str, signature: str, body: tuple[object, ...]) -> None:
        server = notification_server
        self.bus.call(server.NAME, server.PATH, server.PERSON, member, signature, body)

    def tray_items(self) -> list[TrayItem]:
        return tray_items.registered(self.bus)

    def await_tray_item(self, timeout: float = 15.0) -> TrayItem:
        """The first icon in the tray, as soon as there is one."""
        return wait_until(self.tray_items, timeout, "an icon in the tray")[0]

    def activate_tray(self, index: int = 0) -> None:
        """A left click on an icon."""
        tray_items.activate(self.bus, self.tray_items()[index])

    def tray_menu(self, index: int = 0) -> tuple[MenuEntry, ...]:
        return tray_items.menu(self.bus, self.tray_items()[index])

    def press_menu(self, label: str, index: int = 0) -> None:
        """Chooses an entry of an icon's menu by its label."""
        tray_items.press(self.bus, self.tray_items()[index], label)

    def secrets(self) -> list[secret_service.Secret]:
        """All that the Secret Service keeps."""
        return secret_service.secrets(self.bus)

    # --- parts

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_FOREIGN) and name not in _FOREIGN_NAMES
        }
        for folder in (self.home, self.runtime):
            folder.mkdir(mode=0o700)
        variables = {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.runtime / 'bus'}",
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_CURRENT_DESKTOP": "XFCE",
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "XDG_SESSION_TYPE": "x11",
            "XDG_STATE_HOME": str(self.home / ".local" / "state"),
        }
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            Path(variables[name]).mkdir(parents=True)
        (self.home / ".local" / "share" / "applications").mkdir()
        reader = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"} if self._accessibility else {"NO_AT_BRIDGE": "1"}
        return kept | variables | reader

    def _part(self, name: str, command: Sequence[str], ready: Callable[[], object], stdin: bytes = b"") -> Process:
        process = self._processes.start(name, command, self.env, stdin=stdin)
        self._processes.await_ready(name, process, ready)
        return process

    def _start_screen(self) -> None:
        """The server picks a free display itself, and tells it once it accepts connections."""
        told = self.folder / "display"
        with told.open("wb") as file:
            number = file.fileno()
            command = [
                "Xvfb",
                "-displayfd",
                str(number),
                "-screen",
                "0",
                f"{self._size}x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ]
            process = self._processes.start("Xvfb", command, self.env, pass_fds=(number,))
        self._processes.await_ready("Xvfb", process, lambda: told.read_bytes().endswith(b"\n"))
        self.env["DISPLAY"] = f":{told.read_text(encoding='ascii').strip()}"

    def _start_bus(self) -> None:
        configuration = self.folder / "bus.conf"
        user_services = Path(self.env["XDG_DATA_HOME"]) / "dbus-1" / "services"
        session_bus.write_configuration(
            configuration, self.runtime / "bus", self.folder / "services", user_services, self._services()
        )
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"]
        self._part("dbus-daemon", command, lambda: self.bus.has_owner("org.freedesktop.DBus"))
        if self._accessibility:
            self.bus.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")

    def _services(self) -> Iterable[str]:
        if self._keyring != "none":
            yield from (*session_bus.KEYRING_SERVICES, *session_bus.PROMPTER_SERVICES)
        if self._tray:
            yield from session_bus.PANEL_SERVICES
        if self._accessibility:
            yield from session_bus.ACCESSIBILITY_SERVICES

    def _start_keyring(self) -> None:
        """`--unlock` reads the password of a login collection from its input and makes the collection."""
        if self._keyring == "none":
            return
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        ready = lambda: self.bus.has_owner("org.freedesktop.secrets")  # noqa: E731
        self._part("gnome-keyring-daemon", command, ready, KEYRING_PASSWORD.encode())
        if self._keyring == "locked":
            secret_service.lock(self.bus)

    def _start_window_manager(self) -> None:
        def manages() -> bool:
            return "0x" in self.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]).stdout

        self._part("openbox", ["openbox", "--sm-disable"], manages)

    def start_tray_host(self) -> None:
        """Starts the panel; also after a test has ended it (`tray_host.end()`)."""
        panel_configuration.write(Path(self.env["XDG_CONFIG_HOME"]))
        command = ["xfce4-panel", "--disable-wm-check"]
        self.tray_host = self._part("xfce4-panel", command, lambda: self.bus.has_owner(tray_items.WATCHER))

    def _start_notifications(self) -> None:
        self._record.touch()
        if self._notifier is None:
            return
        recorder = [sys.executable, "-m", notification_server.__name__, str(self._record)]
        command = recorder if self._notifier == "recorder" else ["dunst"]
        process = self._processes.start("notifications", command, self.env, cwd=ROOT)
        ready = lambda: self.bus.has_owner(notification_server.NAME)  # noqa: E731
        self._processes.await_ready("notifications", process, ready)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Runs a command in a desktop session without a screen.")
    parser.add_argument("--keyring", choices=["unlocked", "locked", "none"], default="unlocked")
    parser.add_argument("--no-tray", dest="tray", action="store_false")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def main() -> int:
    """Runs the command given; SIGTERM ends it and the session."""
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with DesktopSession(keyring=given.keyring, tray=given.tray, notifications="dunst", size=given.size) as desktop:
            return subprocess.run(given.command, env=desktop.env, cwd=ROOT, check=False).returncode
    except SessionError as error:
        print(f"desktop session: {error}", file=sys.stderr)
        return 125


if __name__ == "__main__":
    sys.exit(main())
