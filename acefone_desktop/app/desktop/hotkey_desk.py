"""Holds the global key as the settings want it, and says on the settings page how that goes."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from acefone_desktop.desktop.hotkey.choice import hold_hotkey, hotkey_mechanism
from acefone_desktop.desktop.hotkey.hotkey_news import Held, Mechanism, Pressed, Taken
from acefone_desktop.domain.errors import LinkHandlerError
from acefone_desktop.domain.shortcut import ShortcutNotUsableError, read_shortcut
from acefone_desktop.ui.settings.hotkey_status import HotkeyStanding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from acefone_desktop.app.desktop.selection_desk import SelectionDesk
    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.desktop.hotkey.hotkey_news import Hotkey, News
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.domain.shortcut import Shortcut
    from acefone_desktop.ui.settings.hotkey_status import HotkeyStatus

TRY_EVERY_MS = 5_000
"""A key that is taken is asked for again no more often for a window that comes to the front."""
_log = logging.getLogger(__name__)


class HotkeyDesk(QObject):
    """At most one key is held; nothing of it is loaded before somebody switches it on.

    `by_hand` gives the command that does the same, or raises `LinkHandlerError` where there is none.
    """

    def __init__(
        self,
        settings: SettingsStore,
        network: NetworkThread,
        selection: SelectionDesk,
        status: HotkeyStatus,
        by_hand: Callable[[], str],
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__()
        self._settings, self._network, self._selection = settings, network, selection
        self.status, self._by_hand, self._environment = status, by_hand, environment
        self._mechanism = hotkey_mechanism(environment)
        offered, chosen_there = self._mechanism is not Mechanism.NONE, self._mechanism is Mechanism.PORTAL
        status.show(replace(status.state, is_offered=offered, chosen_there=chosen_there))
        self._wanted: Shortcut | None = None
        self._is_recording = self._is_closed = False
        self._turn = 0
        self._hotkey: Hotkey | None = None
        self._portal: Future[None] | None = None
        self._asked = QElapsedTimer()

    @Slot()
    def begin(self) -> None:
        """From now on the key is held while the settings want it."""
        self._settings.changed.connect(self._follow)
        self.status.look_wanted.connect(self._look)
        self.status.recording.connect(self._record)
        QGuiApplication.instance().applicationStateChanged.connect(self._came_or_went)  # type: ignore[union-attr]
        self._follow(self._settings.state)

    def close(self) -> None:
        """Lets go of the key, for good."""
        self._is_closed = True  # windows that close write down where they were: settings change once more
        self._let_go()
        self._wanted = None

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        is_on = settings.hotkey.enabled and not (self._is_recording or self._is_closed)
        wanted = _shortcut(settings.hotkey.shortcut) if is_on else None
        if wanted == self._wanted:
            return
        self._let_go()
        self._wanted = wanted
        if wanted is None:
            self._show(HotkeyStanding.OFF)
        else:
            self._hold(wanted)

    @Slot()
    def _look(self) -> None:
        """Somebody looks: what was refused may be had meanwhile, and the command may be needed.

        A portal that said no is asked again only here: it would ask the person.
        """
        try:
            command = self._by_hand()
        except LinkHandlerError:
            command = ""
        self.status.show(replace(self.status.state, command=command))
        if self._wanted and self.status.state.standing in {HotkeyStanding.TAKEN, HotkeyStanding.UNAVAILABLE}:
            self._let_go()
            self._hold(self._wanted)

    @Slot(Qt.ApplicationState)
    def _came_or_went(self, state: Qt.ApplicationState) -> None:
        """The person comes from another program: the one that had the key may have let go of it."""
        is_taken = self.status.state.standing is HotkeyStanding.TAKEN
        if state == Qt.ApplicationState.ApplicationActive and is_taken and self._asked.hasExpired(TRY_EVERY_MS):
            self._let_go()
            if self._wanted is not None:
                self._hold(self._wanted)

    @Slot(bool)
    def _record(self, recording: bool) -> None:  # noqa: FBT001 (Qt's signal)
        """A key that we hold would never reach the field in which it is to be chosen."""
        self._is_recording = recording
        self._follow(self._settings.state)

    def _hold(self, shortcut: Shortcut) -> None:
        self._turn += 1
        self._asked.start()
        tell = partial(self._network.tell, self._hear, self._turn)
        self._show(HotkeyStanding.UNAVAILABLE if self._mechanism is Mechanism.NONE else HotkeyStanding.ASKING)
        if self._mechanism is Mechanism.PORTAL:
            from acefone_desktop.desktop.hotkey.portal_hotkey import hold_portal_key  # noqa: PLC0415

            words = self.tr("Dial the number that is selected or copied")
            name = QGuiApplication.desktopFileName()
            self._portal = self._network.run(lambda: hold_portal_key(shortcut, words, name, tell))
        else:
            self._hotkey = hold_hotkey(self._mechanism, shortcut, self._environment, tell)

    def _let_go(self) -> None:
        self._turn += 1  # what is still under way is not heard any more
        hotkey, self._hotkey = self._hotkey, None
        portal, self._portal = self._portal, None
        if hotkey is not None:
            hotkey.close()
        if portal is not None:
            portal.cancel()

    def _hear(self, turn: int, news: News) -> None:
        if turn != self._turn:
            return
        if isinstance(news, Pressed):
            self._selection.dial_selection(news.activation_token)
        elif isinstance(news, Held):
            self._show(HotkeyStanding.HELD, trigger=news.trigger)
        elif isinstance(news, Taken):
            self._show(HotkeyStanding.TAKEN)
        else:
            _log.info("No global key: %s", news.reason)
            self._show(HotkeyStanding.UNAVAILABLE)

    def _show(self, standing: HotkeyStanding, trigger: str = "") -> None:
        self.status.show(replace(self.status.state, standing=standing, trigger=trigger))


def _shortcut(text: str) -> Shortcut | None:
    try:
        return read_shortcut(text)
    except ShortcutNotUsableError:
        return None
