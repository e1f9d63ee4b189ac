"""What the doctor asks about the global key: whether this desktop gives one, and whether it is free."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from acefone_desktop.desktop.hotkey.hotkey_news import Held, Mechanism, Pressed, Taken
from acefone_desktop.services.diagnostics import CheckResult, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from acefone_desktop.desktop.hotkey.hotkey_news import News
    from acefone_desktop.domain.shortcut import Shortcut
    from acefone_desktop.services.ports import SettingsStore

_DEADLINE_S = 2.0


class HotkeyCheck:
    """Whether the key works, or why it does not."""

    name = "global key"

    def __init__(
        self, settings: SettingsStore, by_hand: Callable[[], str], environment: Mapping[str, str] = os.environ
    ) -> None:
        """`by_hand` gives the command to bind in the desktop's own settings."""
        self._settings, self._by_hand, self._environment = settings, by_hand, environment

    async def run(self) -> CheckResult:
        """Off is fine, and the running app has the key: then it is not free, and that is as it should be."""
        from acefone_desktop.desktop.hotkey.choice import hotkey_mechanism  # noqa: PLC0415
        from acefone_desktop.domain.shortcut import read_shortcut  # noqa: PLC0415

        wanted = self._settings.load().hotkey
        mechanism = hotkey_mechanism(self._environment)
        if not wanted.enabled:
            return self._fine("It is off.")
        if mechanism is Mechanism.NONE:
            return self._missing("This desktop gives programs no key.")
        if mechanism is Mechanism.PORTAL:
            return await self._portal()
        if mechanism is Mechanism.MACOS:
            return self._fine(f"The app asks for {wanted.shortcut} while it runs.")
        return await self._tried(mechanism, read_shortcut(wanted.shortcut))

    async def _portal(self) -> CheckResult:
        from acefone_desktop.desktop.hotkey.portal_conversation import PATH, PORTAL  # noqa: PLC0415
        from acefone_desktop.desktop.hotkey.portal_hotkey import SHORTCUTS  # noqa: PLC0415
        from acefone_desktop.desktop.session_bus import SessionBus, SessionBusError  # noqa: PLC0415

        bus = SessionBus(self._environment.get("DBUS_SESSION_BUS_ADDRESS"))
        try:
            version = await bus.property(PORTAL, PATH, SHORTCUTS, "version")
        except SessionBusError:
            return self._missing("This desktop's portal gives programs no key.")
        finally:
            await bus.close()
        return self._fine(f"The desktop's portal gives programs a key (GlobalShortcuts {version}).")

    async def _tried(self, mechanism: Mechanism, shortcut: Shortcut) -> CheckResult:
        """Asks for the key, and gives it back at once."""
        from acefone_desktop.desktop.hotkey.choice import hold_hotkey  # noqa: PLC0415

        loop = asyncio.get_running_loop()
        answer: asyncio.Future[News] = loop.create_future()

        def settle(news: News) -> None:
            if not answer.done() and not isinstance(news, Pressed):
                answer.set_result(news)

        def tell(news: News) -> None:
            loop.call_soon_threadsafe(settle, news)

        hotkey = hold_hotkey(mechanism, shortcut, self._environment, tell)
        try:
            async with asyncio.timeout(_DEADLINE_S):
                news = await answer
        except TimeoutError:
            return self._missing("The desktop does not answer.")
        finally:
            if hotkey is not None:
                hotkey.close()
        if isinstance(news, Held):
            return self._fine(f"{shortcut} is free; the app takes it when it starts.")
        if isinstance(news, Taken):
            return self._fine(f"{shortcut} is held: by this app, where it runs and Settings say so, else by another.")
        return self._missing(f"{shortcut} cannot be had here.")

    def _fine(self, found: str) -> CheckResult:
        return CheckResult(name=self.name, status=Status.OK, found=found)

    def _missing(self, found: str) -> CheckResult:
        remedy = f"Bind this command to a key in the desktop's keyboard settings: {self._by_hand()}"
        return CheckResult(name=self.name, status=Status.WARNING, found=found, remedy=remedy)
