"""Wires the parts: who hears of what, from the first moment to the last."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from acefone_desktop.app.desktop.desktop_parts import dial_account
from acefone_desktop.app.desktop.desktop_windows import DesktopWindows
from acefone_desktop.app.desktop.link_desk import LinkDesk
from acefone_desktop.app.desktop.notification_desk import NotificationDesk
from acefone_desktop.bridge.account_store import AccountState, Line
from acefone_desktop.domain.errors import (
    LoginExpiredError,
    LoginFailedError,
    SecretMissingError,
    TokenRefusedError,
    VaultAbsentError,
    VaultLockedError,
    VaultUnsafeError,
)
from acefone_desktop.ui.tray.tray_icon import Tray

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.app.desktop.announcer import Announcer
    from acefone_desktop.app.desktop.desktop_parts import DesktopParts
    from acefone_desktop.app.desktop.hotkey_desk import HotkeyDesk
    from acefone_desktop.app.desktop.selection_desk import SelectionDesk
    from acefone_desktop.app.desktop.system_settings import SystemDesk
    from acefone_desktop.bridge.dialing.dial_state import DialState
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.errors import AcefoneDesktopError, LinkNotUnderstoodError
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.ui.look.theme import Theme

TRY_AGAIN, SIGN_IN, NOT_HEARD = "try-again", "sign-in", "not-heard"
TRAY_HINT = "tray-hint"
"""The key of the notification that tells once where the app is when its window is closed."""
_CURED_BY_SIGNING_IN = (
    *(SecretMissingError, TokenRefusedError, LoginFailedError, LoginExpiredError),
    *(VaultAbsentError, VaultUnsafeError),  # which no second try finds changed; the assistant goes on without one
)
_CLOSING_S = 1.5
MOST_DISMISSED = 200
"""Calls of unknown outcome that are kept off the screen; each is let go of once it is known how it went."""
LONG_LOST_MS = 5000
"""A listener that is not back by then is told of in the window: a second's gap would only make it jump."""
_SCREEN_FIRST_MS = 100
"""The window is brought to the screen first, and icon and menu to the panel: loading the account would hold that up."""


class DesktopApp(QObject):
    """The running app. `begin` shows it; `close` ends it within two seconds."""

    started = Signal()  # once: what there is to see is on screen
    quit_wanted = Signal()

    def __init__(
        self, parts: DesktopParts, theme: Theme, make_system: Callable[[], SystemDesk], announcer: Announcer
    ) -> None:
        super().__init__()
        self.parts, self.theme = parts, theme
        self._make_system, self._announcer = make_system, announcer  # a signal does not keep its receiver alive
        self.tray = Tray(parts.calls, parts.faces, parts.contacts, parts.history, self)
        self.windows = DesktopWindows(parts, theme, self.tray, lambda: self.system.settings)
        announcer.use_tray(self.tray)
        self.notifications = NotificationDesk(parts, self.windows, self.tray, announcer)
        self._links = LinkDesk(parts, self.windows)
        self._hotkey: HotkeyDesk | None = None
        self._settings = parts.settings.state
        self._start_soon = QTimer(self, singleShot=True, interval=_SCREEN_FIRST_MS)
        self._start_soon.timeout.connect(self._start)
        self._was_lost = self._explained = False
        self._long_lost = QTimer(self, singleShot=True, interval=LONG_LOST_MS)
        self._long_lost.timeout.connect(self._tell_not_heard)
        self._connect()
        self.tray.show_rest(self._rest_words(parts.account.state.line))

    @cached_property
    def system(self) -> SystemDesk:
        """What is shown of the operating system, and done to it; made when something first asks for it."""
        system = self._make_system()
        system.follow(self.tray)
        return system

    @cached_property
    def selection(self) -> SelectionDesk:
        """Dials what is selected or copied, when it is asked to."""
        from acefone_desktop.app.desktop.selection_desk import SelectionDesk  # noqa: PLC0415

        return SelectionDesk(self.parts, self.windows, self.notifications)

    def begin(self, *, in_tray: bool) -> None:
        """Shows the tray icon and the window (not where only the tray was asked for, and there is one)."""
        once = Qt.ConnectionType.SingleShotConnection
        if in_tray and self.parts.settings.state.account is not None:
            self.tray.show()
            if self.tray.is_available:
                self._start_soon.start()
                return
        else:
            self.windows.painted.connect(self.tray.show, once)  # nobody looks there first
        self.windows.painted.connect(self._start_soon.start, once)
        self.windows.open()

    def show_link(self, text: str) -> None:
        """A link came in: its number is shown, or why it has none. See `LinkDesk`."""
        self._links.show_link(text)

    def refuse_link(self, error: LinkNotUnderstoodError) -> None:
        """A link came in that holds nothing to dial: whoever clicked it is told why."""
        self._links.refuse_link(error)

    def close(self) -> None:
        """Takes everything off the screen, then ends what runs behind it."""
        from concurrent.futures import wait  # noqa: PLC0415 (the window is painted without it)

        if self._hotkey is not None:
            self._hotkey.close()
        self._links.close()
        self.windows.close()
        self.tray.hide()
        parts = self.parts
        closing = [parts.account.close(), self._announcer.close(), parts.network.run(parts.vaults.lasting.close)]
        closing.extend(parts.keep_notes())
        wait(closing, timeout=_CLOSING_S)
        self.parts.network.close()
        self.parts.calls.forget()  # what waits for its frame would be painted from a closed database
        self.parts.foundation.close()

    @Slot()
    def _start(self) -> None:
        self.started.emit()
        self.notifications.begin()
        self.parts.account.open()

    @Slot()
    def _start_demo(self) -> None:
        self.system.start_demo()

    @Slot()
    def _hold_hotkey(self) -> None:
        """Nobody presses it before there is something to see."""
        from acefone_desktop.app.desktop.hotkey_desk import HotkeyDesk  # noqa: PLC0415

        status, by_hand = self.system.settings.hotkey, self.system.by_hand_command
        self._hotkey = HotkeyDesk(self.parts.settings, self.parts.network, self.selection, status, by_hand)
        self._hotkey.begin()

    def _connect(self) -> None:
        parts, tray, windows = self.parts, self.tray, self.windows
        self.started.connect(self._hold_hotkey)
        parts.account.changed.connect(self._render_account)
        parts.account.calls_changed.connect(parts.calls.apply)
        parts.account.sight_changed.connect(parts.calls.show_sight)
        parts.account.calls_taken_up.connect(self._take_up)
        parts.account.hang_up_landed.connect(self._hang_up_landed)
        parts.calls.hang_up_wanted.connect(parts.account.hang_up)
        parts.calls.dismissed.connect(self._remember_dismissal)
        parts.settings.changed.connect(self._render_settings)
        parts.settings.not_kept.connect(self._show_error)
        parts.book.failed.connect(self._show_error)
        parts.quick_dial.changed.connect(self._render_quick_dial)
        tray.open_wanted.connect(windows.open)
        tray.quick_dial_wanted.connect(windows.open_quick_dial)
        tray.settings_wanted.connect(windows.open_settings)
        tray.colleagues_wanted.connect(windows.open_colleagues)
        tray.dial_wanted.connect(windows.fill_in)
        tray.quit_wanted.connect(self.quit_wanted)
        tray.available_changed.connect(self._tray_came_or_went)
        windows.wanted.connect(parts.account.expect_call)
        windows.quit_wanted.connect(self.quit_wanted)
        windows.demo_wanted.connect(self._start_demo)
        windows.hidden_to_tray.connect(self._explain_tray)
        windows.wanted.connect(self._forget_explanation)
        windows.notice_acted.connect(self._act_on_notice)

    @Slot(object)
    def _render_account(self, state: AccountState) -> None:
        """What is wrong with the line, in the tray and at the top of the window."""
        broken = state.line is Line.BROKEN and state.trouble is not None
        self.tray.show_rest(self._rest_words(state.line))
        self.tray.show_problem(state.trouble.sentence if broken and state.trouble else "")
        if state.line is Line.SIGNED_OUT:
            self.parts.calls.forget()
        if state.trouble is not None:
            kind = "danger" if broken else "caution"
            signs_in = isinstance(state.trouble, _CURED_BY_SIGNING_IN)
            action, code = (self.tr("Sign in"), SIGN_IN) if signs_in else (self.tr("Try again"), TRY_AGAIN)
            self.windows.show_notice(kind, self._words_on(state.trouble), action, code)
        elif state.line is Line.READY:
            self.windows.hide_notice(TRY_AGAIN)
            self.windows.hide_notice(SIGN_IN)
        self._watch_listener(state)

    def _words_on(self, trouble: AcefoneDesktopError) -> str:
        """What is wrong, and what can be done about it from the window; the assistant has ways of its own."""
        if isinstance(trouble, VaultLockedError):
            remedy = self.tr("Unlock it and try again, or sign in for this session only: Settings → Account → Change.")
            return f"{trouble.sentence} {remedy}"
        return trouble.explanation

    def _watch_listener(self, state: AccountState) -> None:
        """Lost while the line is up. What kept it from beginning at all is `trouble`, and told already."""
        lost = state.listener_trouble is not None and state.trouble is None
        if not lost:
            self._long_lost.stop()
            self.windows.hide_notice(NOT_HEARD)
        elif not self._was_lost:
            self._long_lost.start()
        self._was_lost = lost

    @Slot()
    def _tell_not_heard(self) -> None:
        trouble = self.parts.account.state.listener_trouble
        if trouble is not None:
            self.windows.show_notice("caution", trouble.explanation, self.tr("Try again"), NOT_HEARD)

    def _rest_words(self, line: Line) -> str:
        """What the tray says while there is no call: it must not call ready what cannot call yet."""
        if line is Line.READY:
            return self.tr("Ready")
        return self.tr("Not signed in") if self.parts.settings.state.account is None else self.tr("Connecting…")

    @Slot(str)
    def _act_on_notice(self, code: str) -> None:
        if code in {TRY_AGAIN, NOT_HEARD}:
            self.parts.account.open()
        elif code == SIGN_IN:
            self.windows.change_account()

    @Slot(object)
    def _take_up(self, calls: tuple[Call, ...]) -> None:
        """Calls of an earlier run: those that still go on, or of which nobody knows yet how they went."""
        settings = self.parts.settings
        unsettled = {str(call.key) for call in calls if not call.is_settled}
        settings.change(dismissed_calls=tuple(key for key in settings.state.dismissed_calls if key in unsettled))
        put_away = settings.state.dismissed_calls
        unfinished = tuple(call for call in calls if call.is_open or not (call.is_settled or call.key in put_away))
        self.parts.calls.put_away(call for call in calls if call not in unfinished)
        self.parts.calls.take_in_at_once(unfinished)
        self.notifications.remember()

    @Slot(object)
    def _remember_dismissal(self, call: Call) -> None:
        """What comes of it later is for history: the card stays away when the account is opened again."""
        if not call.is_settled:
            kept = self.parts.settings.state.dismissed_calls[-MOST_DISMISSED:]
            self.parts.settings.change(dismissed_calls=(*kept, str(call.key)))

    @Slot(object, object)
    def _hang_up_landed(self, call: Call, error: AcefoneDesktopError | None) -> None:
        self.parts.calls.hang_up_landed(call.key)
        if error is not None:
            self._show_error(error)
            self.notifications.hang_up_failed(call, error)

    @Slot(object)
    def _show_error(self, error: AcefoneDesktopError) -> None:
        self.windows.show_notice("danger", error.explanation)

    @Slot(object)
    def _render_quick_dial(self, state: DialState) -> None:
        """The popup closes when it dials: what never left is told in the window."""
        if state.error is not None and not self.windows.is_quick_dial_open:
            self.windows.open()
            self._show_error(state.error)
            self.parts.quick_dial.dismiss_error()

    @Slot(object)
    def _render_settings(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        self.theme.choose(settings.theme)
        for store in (self.parts.dial, self.parts.quick_dial):
            store.set_account(dial_account(settings))
        if _line_needs(before) != _line_needs(settings):
            self.parts.account.open()

    @Slot(bool)
    def _tray_came_or_went(self, available: bool) -> None:  # noqa: FBT001 (Qt's signal)
        """Without a tray a hidden window would be lost."""
        if not available and not self.windows.is_open:
            self.windows.open()

    @Slot()
    def _explain_tray(self) -> None:
        """The first time ever, whoever closes the window is told that this does not end the app, and what does."""
        settings = self.parts.settings
        if not settings.state.tray_explained and not self.notifications.quiet.is_on:
            settings.change(tray_explained=True)
            text = self.tr("Click the icon to open it again. To end it, choose Quit in the icon's menu.")
            from acefone_desktop.domain.announcements import Announcement, Words  # noqa: PLC0415 (once ever)

            words = Words(self.tr("Acefone Desktop goes on in the tray"), text)
            self._announcer.show(Announcement(key=TRAY_HINT, words=words, locked=words, open_label=self.tr("Open")))
            self._explained = True

    @Slot()
    def _forget_explanation(self) -> None:
        if self._explained:
            self._explained = False
            self._announcer.withdraw(TRAY_HINT)

    @Slot(Qt.ApplicationState)
    def look_again(self, state: Qt.ApplicationState) -> None:
        """The person came to the app or left it."""
        if state == Qt.ApplicationState.ApplicationActive and self.windows.is_watched:
            self.notifications.see()


def _line_needs(settings: Settings) -> tuple[object, ...]:
    """What the line is opened with: where it changes, it is opened afresh."""
    return settings.polling, settings.listener, settings.account.time_zone if settings.account else ""
