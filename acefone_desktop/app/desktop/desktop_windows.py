"""The windows, each built when it is first wanted."""

from __future__ import annotations

import base64
import binascii
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from acefone_desktop.app.desktop.control_desk import ControlDesk
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.ui.window.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from acefone_desktop.app.desktop.desktop_parts import DesktopParts
    from acefone_desktop.app.desktop.window_raising import WindowRaising
    from acefone_desktop.bridge.past_calls import PastCalls
    from acefone_desktop.ui.assistant.assistant_window import AssistantWindow
    from acefone_desktop.ui.look.theme import Theme
    from acefone_desktop.ui.settings.settings_system import SystemSettings
    from acefone_desktop.ui.tray.quick_dial import QuickDial
    from acefone_desktop.ui.tray.tray_icon import Tray
    from acefone_desktop.ui.window.main_window import MainWindow


class WindowHabits:
    """Remembers size and place in the settings; knows whether closing leaves the app in the tray."""

    def __init__(self, parts: DesktopParts, tray: Tray) -> None:
        self._settings, self._tray = parts.settings, tray

    def load_geometry(self) -> bytes:
        """As it was last saved; empty the first time or where it cannot be read."""
        try:
            return base64.b64decode(self._settings.state.window_geometry, validate=True)
        except (ValueError, binascii.Error):
            return b""

    def save_geometry(self, geometry: bytes) -> None:
        """Keeps it for the next run."""
        self._settings.change(window_geometry=base64.b64encode(geometry).decode())

    def stays_in_tray(self) -> bool:
        """Whether closing the window leaves a way to the app."""
        return self._settings.state.close_to_tray and self._tray.is_available


class DesktopWindows(QObject):
    """The window (or the assistant, until there is an account) and the tray's quick dial."""

    painted = Signal()  # once: the first window is on screen
    wanted = Signal()  # a person comes to dial: the window or the quick dial is about to be shown
    hidden_to_tray = Signal()  # closing a window has left the app in the tray alone
    quit_wanted = Signal()
    demo_wanted = Signal()
    notice_acted = Signal(str)  # the code the notice was shown with
    quiet_wanted = Signal(object)  # QuietSpan
    quiet_end_wanted = Signal()

    def __init__(self, parts: DesktopParts, theme: Theme, tray: Tray, system: Callable[[], SystemSettings]) -> None:
        super().__init__()
        self._parts, self._theme, self._tray, self._system = parts, theme, tray, system
        self._habits = WindowHabits(parts, tray)
        self.control = ControlDesk(parts, theme)
        self._main: MainWindow | None = None
        self._assistant: AssistantWindow | None = None
        self._quick: QuickDial | None = None
        self._notice: tuple[str, str, str, str] | None = None

    @cached_property
    def raising(self) -> WindowRaising:
        """How they come to the front."""
        from acefone_desktop.app.desktop.window_raising import WindowRaising  # noqa: PLC0415 (with the first of them)

        return WindowRaising()

    @Slot()
    def complete_start(self) -> None:
        """What the program was started for is done: the desktop need not show any longer that it is on its way."""
        self.raising.complete_start()

    @property
    def main(self) -> MainWindow:
        """The main window, built now if need be."""
        if self._main is None:
            self._main = self._make_main()
        return self._main

    @property
    def is_watched(self) -> bool:
        """Whether the person has one of our windows in front."""
        windows = (self._main, self._quick, self._assistant)
        return self.control.is_watched or any(window is not None and window.isActiveWindow() for window in windows)

    @property
    def is_open(self) -> bool:
        """Whether a window is on screen, minimised or not."""
        return any(window is not None and window.isVisible() for window in (self._main, self._assistant))

    @property
    def is_quick_dial_open(self) -> bool:
        """Whether the popup is on screen and says itself what there is to say."""
        return self._quick is not None and self._quick.isVisible()

    @Slot()
    def open(self) -> None:
        """Brings the app to the front: the assistant while there is no account."""
        if self._parts.settings.state.account is None:
            self._open_assistant()
        else:
            self.wanted.emit()
            self.main.come_to_front()
            self.raising.bring(self.main)

    @Slot()
    def open_settings(self) -> None:
        """Shows the settings."""
        self.open()
        if self._main is not None:
            self._main.go_to(Place.SETTINGS)

    def open_history(self) -> None:
        """Shows the calls that were."""
        self.open()
        if self._main is not None:
            self._main.go_to(Place.HISTORY)

    @Slot()
    def open_colleagues(self) -> None:
        """Shows the account's live calls, where there is an account."""
        if self._parts.settings.state.account is None:
            self._open_assistant()
        else:
            self.control.open_colleagues()

    @Slot(str)
    def fill_in(self, text: str, origin: Origin = Origin.WINDOW) -> None:
        """Shows a number in the window, to be looked at and called."""
        self._parts.dial.fill_in(text, origin)
        self.open_dial()

    def open_dial(self) -> None:
        """Brings the number that is to be called to the front."""
        self.open()
        if self._main is not None:
            self._main.go_to(Place.DIAL)

    def show_notice(self, kind: str, text: str, action: str = "", code: str = "") -> None:
        """A sentence at the top of the window, at once or when the window is opened."""
        self._notice = (kind, text, action, code)
        if self._main is not None:
            self._main.show_banner(*self._notice)
        if self._assistant is not None:
            self._assistant.show_banner(kind, text)

    def is_notice_in_front(self, code: str) -> bool:
        """Whether the person has the main window in front, and the last notice is the one with this code."""
        is_last = self._notice is not None and self._notice[-1] == code
        return is_last and self._main is not None and self._main.isActiveWindow()

    def hide_notice(self, code: str) -> None:
        """What a notice with this code said no longer holds; one about something else stays."""
        if self._notice is None or self._notice[-1] != code:
            return
        self._notice = None
        if self._main is not None:
            self._main.hide_banner()
        if self._assistant is not None:
            self._assistant.hide_banner()

    @Slot()
    def open_quick_dial(self) -> None:
        """Opens the popup at the tray icon."""
        if self._parts.settings.state.account is None:
            self._open_assistant()
            return
        self.wanted.emit()
        if self._quick is None:
            self._quick = self._make_quick()
        self._quick.open_at(self._tray.geometry_hint())
        self.raising.bring(self._quick)

    def close(self) -> None:
        """Takes every window off the screen, for good."""
        if self._main is not None and self._main.isVisible():
            self._habits.save_geometry(bytes(self._main.saveGeometry().data()))
        self.control.close()
        for window in (self._main, self._assistant, self._quick):
            if window is not None:
                window.hide()
                window.deleteLater()
        self._main = self._assistant = self._quick = None

    def _open_assistant(self) -> None:
        if self._assistant is None:
            self._assistant = self._make_assistant()
        self._assistant.come_to_front()
        self.raising.bring(self._assistant)

    @Slot()
    def change_account(self) -> None:
        """Goes through the assistant again; the account stays until another is saved."""
        self._open_assistant()

    @Slot()
    def _assistant_finished(self) -> None:
        if self._assistant is not None:
            self._assistant.hide()
            self._assistant.deleteLater()
            self._assistant = None
        self.open()

    @Slot()
    def _assistant_closed(self) -> None:
        """Closing it ends the app only where it was the only window."""
        if self._main is None or not self._main.isVisible():
            self.quit_wanted.emit()

    def _make_main(self) -> MainWindow:
        from acefone_desktop.bridge.dialing.suggestion_model import SuggestionModel  # noqa: PLC0415
        from acefone_desktop.ui.dial.dial_page import DialPage  # noqa: PLC0415
        from acefone_desktop.ui.window.main_window import MainWindow  # noqa: PLC0415

        parts = self._parts
        suggestions = SuggestionModel(parts.contacts)
        parts.book.changed.connect(suggestions.refresh)
        window = MainWindow(
            DialPage(parts.dial, suggestions, self._theme, arrivals=parts.arrivals),
            self._make_card,
            parts.calls,
            {
                Place.CONTACTS: self._make_contacts,
                Place.HISTORY: self._make_history,
                Place.SETTINGS: self._make_settings,
            },
            self._habits,
            self._theme,
        )
        window.setWindowTitle(QGuiApplication.applicationDisplayName())
        window.quit_wanted.connect(self.quit_wanted)
        window.hidden_to_tray.connect(self.hidden_to_tray)
        window.painted.connect(self.painted)
        window.banner_acted.connect(self.notice_acted)
        window.colleagues_wanted.connect(self.open_colleagues)
        if self._notice is not None:
            window.show_banner(*self._notice)
        return window

    def _make_card(self) -> QWidget:
        from acefone_desktop.ui.calls.call_card import CallCard  # noqa: PLC0415

        parts, past = self._parts, self._make_past()
        wanted = self.control.transfer
        return CallCard(parts.calls, parts.faces, parts.notes, self._theme, past=past, transfer_wanted=wanted)

    def _make_past(self) -> PastCalls:
        from acefone_desktop.bridge.past_calls import PastCalls  # noqa: PLC0415

        past = PastCalls(self._parts.history, self._parts.notes)
        self._parts.account.calls_kept.connect(past.forget)
        self._parts.notes.changed.connect(past.forget)
        return past

    def _make_contacts(self) -> QWidget:
        from acefone_desktop.app.desktop.file_dialogs import file_asker  # noqa: PLC0415
        from acefone_desktop.bridge.contact_model import ContactModel  # noqa: PLC0415
        from acefone_desktop.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415

        parts = self._parts
        page = ContactsPage(
            ContactModel(parts.contacts),
            parts.book,
            self._theme,
            lambda: parts.settings.state.phone_region,
            lambda: parts.settings.state.account.caller_ids if parts.settings.state.account else (),
            file_asker(parts.network),
        )
        page.dial_wanted.connect(self._dial_contact)
        return page

    def _make_history(self) -> QWidget:
        from acefone_desktop.bridge.history_model import HistoryModel  # noqa: PLC0415
        from acefone_desktop.ui.history.history_page import HistoryPage  # noqa: PLC0415

        model = HistoryModel(self._parts.history)
        self._parts.account.calls_kept.connect(model.refresh)
        self._parts.account.changed.connect(model.refresh)  # where calls are followed no longer, none is going on
        self._parts.book.changed.connect(model.refresh)
        page = HistoryPage(model, self._parts.faces, self._parts.notes, self._theme)
        page.dial_wanted.connect(self._dial_from_history)
        page.add_contact_wanted.connect(self._add_contact)
        return page

    def _make_settings(self) -> QWidget:
        from acefone_desktop.bridge.polling_store import PollingStore  # noqa: PLC0415
        from acefone_desktop.ui.settings.settings_page import SettingsPage  # noqa: PLC0415

        parts, system = self._parts, self._system()
        polling = PollingStore(parts.account)
        page = SettingsPage(parts.settings, parts.account, self._theme, system, parts.webhooks, polling)
        page.change_account_wanted.connect(self.change_account)
        page.colleagues_wanted.connect(self.open_colleagues)
        page.quiet_wanted.connect(self.quiet_wanted)
        page.quiet_end_wanted.connect(self.quiet_end_wanted)
        return page

    def _make_assistant(self) -> AssistantWindow:
        from acefone_desktop.ui.assistant.assistant import Assistant  # noqa: PLC0415
        from acefone_desktop.ui.assistant.assistant_window import AssistantWindow  # noqa: PLC0415

        assistant = Assistant(self._parts.settings, self._parts.account, self._theme)
        assistant.finished.connect(self._assistant_finished)
        assistant.demo_wanted.connect(self.demo_wanted)
        window = AssistantWindow(assistant, self._habits)
        window.painted.connect(self.painted)
        window.quit_wanted.connect(self._assistant_closed)
        window.hidden_to_tray.connect(self.hidden_to_tray)
        if self._notice is not None:
            window.show_banner(*self._notice[:2])
        return window

    def _make_quick(self) -> QuickDial:
        from acefone_desktop.bridge.dialing.quick_model import QuickModel  # noqa: PLC0415
        from acefone_desktop.ui.tray.quick_dial import QuickDial  # noqa: PLC0415

        quick = QuickDial(self._parts.quick_dial, QuickModel(self._parts.contacts, self._parts.history), self._theme)
        quick.open_wanted.connect(self.open)
        return quick

    @Slot(str)
    def _dial_contact(self, number: str) -> None:
        self.fill_in(number, Origin.CONTACT)

    @Slot(str)
    def _dial_from_history(self, number: str) -> None:
        self.fill_in(number, Origin.HISTORY)

    @Slot(str)
    def _add_contact(self, number: str) -> None:
        self.main.go_to(Place.CONTACTS)
        page = self.main.page(Place.CONTACTS)
        from acefone_desktop.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415

        if isinstance(page, ContactsPage):
            page.edit_new(number)
