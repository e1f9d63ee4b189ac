"""The whole app in the test's own process: storage on disk, the simulated account over HTTP, offscreen windows."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.adapters.vault.keyring_vault import KeyringVault
from acefone_desktop.adapters.vault.session_vault import SessionVault
from acefone_desktop.app.compose import Foundation
from acefone_desktop.app.desktop.announcer import Announcer
from acefone_desktop.app.desktop.desktop_app import DesktopApp
from acefone_desktop.app.desktop.desktop_parts import DesktopParts, Vaults
from acefone_desktop.app.desktop.system_settings import SystemDesk
from acefone_desktop.bridge.account_store import Line
from acefone_desktop.desktop.notifications.outlet import NotificationsUnavailableError, presentable
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import AccountOverview, Agent, AgentId, ApiToken, CallerId, ServiceRegion
from acefone_desktop.domain.announcements import Announcement, Deed, Importance, Press
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.account import TOKEN, AccountChoice
from acefone_desktop.ui.parts.strip import Strip
from tests.contract.fake_keyring import FakeKeyring

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path
    from typing import Any

    from pytestqt.qtbot import QtBot

    from acefone_desktop.adapters.vault.backends import Backend
    from acefone_desktop.desktop.notifications.choice import DesktopNotifier
    from acefone_desktop.services.ports import Vault
    from acefone_desktop.simulator.thread import SimulatorThread
    from acefone_desktop.ui.look.theme import Theme

T = TypeVar("T")
AGENT = Agent(AgentId("0501234560001"), "Asha Rao", phone="447700900001")
CALLER_IDS = (CallerId("442079460123", "Sales"), CallerId("442079460124", "Support"))


class Keyring(SessionVault):
    """The system's keyring: what it holds outlives the app."""

    async def close(self) -> None:
        """Keeps everything."""

    @property
    def held(self) -> dict[str, str]:
        """Everything in it."""
        return dict(self._secrets)


class PromptingKeyring(FakeKeyring):
    """A keyring that asks a person to unlock it, and waits for the answer as long as that takes."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.answered = threading.Event(), threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.answered.wait()
        return super().get_password(service, username)


def prompting_vault() -> tuple[KeyringVault, PromptingKeyring]:
    """The real vault over a keyring that waits for a person. Set `answered` at the end of the test."""
    keyring = PromptingKeyring()
    return KeyringVault("default", lambda: cast("Backend", keyring)), keyring


@dataclass
class NotificationServer:
    """What stands on the person's screen, and everything that was ever shown; `available` is whether there is one."""

    available: bool = True
    standing: dict[str, tuple[str, str]] = field(default_factory=dict)
    shown: list[tuple[str, str, str, bool]] = field(default_factory=list)
    announced: list[Announcement] = field(default_factory=list)
    on_press: Callable[[Press], None] | None = None
    closed: bool = False

    def make(self, on_press: Callable[[Press], None]) -> DesktopNotifier:
        self.on_press = on_press
        return cast("DesktopNotifier", self)

    def click(self, key: str, deed: Deed = Deed.OPEN) -> None:
        """Presses a button of a notification; without a deed the notification itself."""
        assert self.on_press is not None
        self.on_press(Press(key, deed))

    async def show(self, announcement: Announcement) -> None:
        if not self.available:
            raise NotificationsUnavailableError
        title, body = announcement.words.title, announcement.words.body
        self.standing[announcement.key] = presentable(announcement.words)
        self.announced.append(announcement)
        self.shown.append((announcement.key, title, body, announcement.importance is Importance.ALARM))

    async def withdraw(self, key: str) -> None:
        self.standing.pop(key, None)

    async def close(self) -> None:
        self.closed = True


def settled(work: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result, on a loop of its own."""
    return asyncio.run(work)


def account_of(base_url: str) -> AccountSettings:
    """The simulated account, with its first agent chosen."""
    return AccountSettings(region=ServiceRegion.OTHER, base_url=base_url, agent=AGENT, caller_ids=CALLER_IDS)


def choice_of(simulator: SimulatorThread, region: ServiceRegion = ServiceRegion.OTHER) -> AccountChoice:
    """What a person decides at the end of the assistant."""
    overview = AccountOverview((AGENT,), CALLER_IDS)
    token = ApiToken(simulator.token)
    return AccountChoice(region=region, base_url=simulator.base_url, credentials=token, agent=AGENT, overview=overview)


class Desk:
    """A person's computer: folders, keyring and notification server; apps are started on it one after the other."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        self.theme = theme
        self.places = places_for("default", folder, {})
        self.keyring = Keyring()
        self.vault: Vault = self.keyring
        self.notifications = NotificationServer()
        self.settings = SettingsFile(self.places.settings)

    def set_up(self, simulator: SimulatorThread, **wanted: object) -> None:
        """As if the assistant had been gone through."""
        self.settings.save(Settings(account=account_of(simulator.base_url), theme="light", **wanted))  # type: ignore[arg-type]
        settled(self.keyring.write(TOKEN, simulator.token))

    @contextmanager
    def running(self, *, begin: bool = True) -> Iterator[DesktopApp]:
        """The app, composed as the program composes it, until the end of the block."""
        foundation = Foundation(self.places)
        parts = DesktopParts(foundation, self.settings.load(), Vaults(self.vault, SessionVault()))
        app = DesktopApp(
            parts,
            self.theme,
            lambda: SystemDesk(self.places, parts.network, "", str(self.places.data), lasting=True),
            Announcer(parts.network, self.notifications.make),
        )
        try:
            if begin:
                app.begin(in_tray=False)
            yield app
        finally:
            app.close()
            app.tray.menu.deleteLater()
            app.deleteLater()


def await_line(qtbot: QtBot, app: DesktopApp, line: Line = Line.READY) -> None:
    qtbot.waitUntil(lambda: app.parts.account.state.line is line)


def windows(kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


def notices(window: QWidget) -> list[str]:
    """What the strips at the window's top say."""
    strips = [strip for strip in window.findChildren(Strip) if strip.isVisible()]
    return [label.text() for strip in strips for label in strip.findChildren(QLabel) if label.text()]


def said(app: DesktopApp) -> str:
    return " ".join(notices(app.windows.main))


def look_elsewhere(qtbot: QtBot) -> QWidget:
    """The person turns to another program's window."""
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    return other
