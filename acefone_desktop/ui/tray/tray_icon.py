"""The icon in the tray: the state of the calls at a glance, and the way to everything else."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from acefone_desktop.ui.look.app_mark import tray_icon

if TYPE_CHECKING:
    from acefone_desktop.bridge.call_store import CallsState, CallStore
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.notification_settings import NotificationSettings
    from acefone_desktop.services.ports import ContactReader, HistoryReader
    from acefone_desktop.ui.calls.call_faces import CallFaces

MOST_FAVOURITES = MOST_RECENTS = 5
LONGEST_ENTRY = 48
"""Characters in a line of the menu: the longest line makes the whole menu as wide."""
_INKS = {True: "#f2f4f7", False: "#20242b"}
_HOST_LOOK_MS = 2000
_BALLOON_MS = 10_000
_BALLOON_IS_TOOL_TIP = sys.platform.startswith("linux")  # Qt's StatusNotifierItem shows one for the other
_FRAME_MS = 16
_MENU_PAUSE_MS = 1000
"""The menu follows calls at this distance: filling it reads the database, and calls can change with every frame."""


class TrayState(Enum):
    """What the dot says; the value is its colour, chosen to be told apart on light and dark panels."""

    IDLE = ""
    RINGING = "#2f7bf0"
    CONNECTED = "#1fa854"
    PERHAPS = "#f0a020"
    PROBLEM = "#e0392f"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu; without text a separator."""

    text: str = ""
    deed: str = ""
    argument: str = ""
    enabled: bool = True
    below: tuple[Entry, ...] = ()
    """What unfolds beside it."""


class Tray(QObject):
    """Nothing here needs the main window."""

    open_wanted = Signal()
    quick_dial_wanted = Signal()
    settings_wanted = Signal()
    colleagues_wanted = Signal()
    quit_wanted = Signal()
    dial_wanted = Signal(str)  # a number, to be filled in and asked about
    available_changed = Signal(bool)
    quiet_wanted = Signal(object)  # QuietSpan
    quiet_end_wanted = Signal()

    def __init__(
        self,
        calls: CallStore,
        faces: CallFaces,
        contacts: ContactReader,
        history: HistoryReader,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._calls, self._faces, self._contacts, self._history = calls, faces, contacts, history
        self._problem, self._quiet = "", ""
        self._rest = self.tr("Ready")
        self._balloon_end = QDeadlineTimer(0)
        self._icons: dict[tuple[TrayState, bool], QIcon] = {}
        self._shown: tuple[TrayState, bool] | None = None
        self._icon = QSystemTrayIcon(self)
        self._menu = QMenu()
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._menu.aboutToShow.connect(self.refresh_menu)
        self._menu.triggered.connect(self._do)
        calls.changed.connect(self.render_state)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._repaint)
        self._available = False  # looked at when it is shown: asking the session bus takes time
        self._filled: list[Entry] = []
        self._look = QTimer(self, interval=_HOST_LOOK_MS)
        self._look.timeout.connect(self._look_for_host)
        self._refill = QTimer(self, singleShot=True, interval=_MENU_PAUSE_MS)
        self._refill.timeout.connect(self._look_up)
        self._redraw = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._redraw.timeout.connect(self._fill_menu)
        self._numbers: tuple[tuple[str, list[tuple[str, str]]], ...] = ()
        self._add(Entry(self.tr("Open Acefone Desktop"), "open"))  # the rest follows when there is time
        self.render_state(calls.state)

    @property
    def is_available(self) -> bool:
        """Whether there is a tray that shows the icon; one may appear later."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def tool_tip(self) -> str:
        """What the icon says in words."""
        return self._icon.toolTip()

    @property
    def menu(self) -> QMenu:
        """As the panel shows it."""
        return self._menu

    def show(self) -> None:
        """Puts the icon into the tray, and keeps an eye on whether there is one."""
        self._icon.show()
        self._available = self.is_available
        self._look.start()

    def hide(self) -> None:
        """Takes the icon away, before the program ends."""
        self._look.stop()
        self._refill.stop()
        self._redraw.stop()
        self._icon.hide()

    def geometry_hint(self) -> tuple[int, int] | None:
        """The icon's middle on screen; None where the tray does not tell (StatusNotifierItem never does)."""
        area = self._icon.geometry()
        return None if area.isEmpty() else (area.center().x(), area.center().y())

    def show_message(self, title: str, body: str) -> None:
        """A balloon at the icon, where the desktop has no notifications of its own.

        Panels on Linux put it in the place of the tool tip, so there it reads like one.
        """
        if _BALLOON_IS_TOOL_TIP:
            line = title if body in title else f"{body}: {title}"
            title, body = self._name, line
        self._balloon_end = QDeadlineTimer(_BALLOON_MS)
        self._icon.showMessage(title, body, self._icon.icon(), _BALLOON_MS)

    def show_rest(self, sentence: str) -> None:
        """What is said while there is no call and nothing is wrong: whether calls can be placed."""
        self._rest = sentence
        self.render_state(self._calls.state)

    def show_problem(self, sentence: str) -> None:
        """Something is wrong that is not about one call (no account, token refused); empty when it is over."""
        self._problem = sentence
        self.render_state(self._calls.state)

    def show_quiet(self, settings: NotificationSettings) -> None:
        """Whether notifications are quiet: the menu says until when, and begins or ends it."""
        from acefone_desktop.ui.parts.quiet_words import quiet_words  # noqa: PLC0415 (the tray is ready sooner)

        self._quiet = quiet_words(settings)
        if self._filled:
            self.refresh_menu()

    def render_state(self, state: CallsState) -> None:
        """Icon and tool tip for the calls there are."""
        call = state.front if state.front and state.front.is_open else None
        call = call or (state.open_calls[-1] if state.open_calls else state.front)
        self._show_icon(state_of(call, problem=bool(self._problem)))
        line = self._line(call) if call else self._problem or self._rest
        if self._filled and not self._refill.isActive():
            self._refill.start()
        tip = f"{self._name}\n{line}"
        if self._icon.toolTip() != tip:
            self._icon.setToolTip(tip)
            self._end_balloon()

    @property
    def _name(self) -> str:
        return QGuiApplication.applicationDisplayName() or self.tr("Acefone Desktop")

    def _end_balloon(self) -> None:
        """Where it stands in the tool tip's place, it would hide for seconds what has changed since."""
        if _BALLOON_IS_TOOL_TIP and not self._balloon_end.hasExpired():
            self._balloon_end = QDeadlineTimer(0)
            self._icon.showMessage(self._name, "", self._icon.icon(), 1)

    def _line(self, call: Call) -> str:
        from acefone_desktop.ui.calls.call_words import words_for  # noqa: PLC0415 (the tray is ready sooner)

        who = self._faces.title(call)
        told, unseen = self._faces.customer_answers_told(), self._calls.state.unseen is not None
        status = words_for(call, who, customer_answers_told=told, is_unseen=unseen, us=self._faces.us()).status
        return status if not who or who in status else f"{who}: {status}"

    def _show_icon(self, state: TrayState) -> None:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if (state, dark) == self._shown:
            return
        self._shown = (state, dark)
        if self._shown not in self._icons:
            self._icons[self._shown] = tray_icon(_INKS[dark], state.value)
        self._icon.setIcon(self._icons[self._shown])

    @Slot()
    def _repaint(self) -> None:
        self.render_state(self._calls.state)

    @Slot()
    def _look_for_host(self) -> None:
        if not self._filled:
            self.refresh_menu()
        if self.is_available != self._available:
            self._available = not self._available
            self.available_changed.emit(self._available)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.quick_dial_wanted.emit()
        elif reason == QSystemTrayIcon.ActivationReason.MiddleClick:
            self.open_wanted.emit()

    @Slot()
    def refresh_menu(self) -> None:
        """Brings the menu up to date. Panels read it before they open it, so it is filled ahead and seldom changed."""
        self._look_up()
        self._redraw.stop()
        self._fill_menu()

    @Slot()
    def _look_up(self) -> None:
        """Reads what the menu lists; it is filled with the next frame, as both at once would hold a click up."""
        self._numbers = ((self.tr("Favourites"), self._favourites()), (self.tr("Recent"), self._recents()))
        self._redraw.start()

    @Slot()
    def _fill_menu(self) -> None:
        entries = self._entries()
        if entries != self._filled:
            self._filled = entries
            self._menu.clear()
            for unfolded in self._menu.findChildren(QMenu):
                unfolded.deleteLater()
            for entry in entries:
                self._add(entry)

    def _entries(self) -> list[Entry]:
        entries = [
            Entry(self.tr("Open Acefone Desktop"), "open"),
            Entry(self.tr("Dial…"), "quick"),
            *self._call_entries(),
        ]
        for title, numbers in self._numbers:
            if numbers:
                entries += [
                    Entry(),
                    Entry(title, enabled=False),
                    *(Entry(text, "dial", number) for text, number in numbers),
                ]
        entries += [Entry(), *self._quiet_entries()]
        return [
            *entries,
            Entry(self.tr("Colleagues' calls…"), "colleagues"),
            Entry(self.tr("Settings"), "settings"),
            Entry(self.tr("Quit"), "quit"),
        ]

    def _quiet_entries(self) -> tuple[Entry, ...]:
        from acefone_desktop.ui.parts.quiet_words import span_words  # noqa: PLC0415 (the tray is ready sooner)

        if self._quiet:
            return Entry(self._quiet, enabled=False), Entry(self.tr("Notify again"), "notify")
        spans = tuple(Entry(words, "hush", span.value) for span, words in span_words().items())
        return (Entry(self.tr("Quiet"), below=spans),)

    def _call_entries(self) -> list[Entry]:
        from acefone_desktop.ui.calls.call_words import hang_up_reason  # noqa: PLC0415 (the tray is ready sooner)

        entries: list[Entry] = []
        for call in self._calls.state.open_calls:
            possible = not hang_up_reason(call, self._faces.us()) and call.key not in self._calls.state.hanging_up
            hang_up = Entry(self.tr("Hang up"), "hang up", call.key, enabled=possible)
            entries += [Entry(), Entry(self._line(call), "open"), hang_up]
        return entries

    def _add(self, entry: Entry, menu: QMenu | None = None) -> None:
        menu = menu or self._menu
        if not entry.text:
            menu.addSeparator()
            return
        text = entry.text if len(entry.text) <= LONGEST_ENTRY else entry.text[: LONGEST_ENTRY - 1].rstrip() + "…"
        if entry.below:
            unfolded = menu.addMenu(text.replace("&", "&&"))
            for each in entry.below:
                self._add(each, unfolded)
            return
        action = menu.addAction(text.replace("&", "&&"))
        action.setEnabled(entry.enabled)
        action.setData((entry.deed, entry.argument))

    @Slot(QAction)
    def _do(self, action: QAction) -> None:
        deed, argument = action.data() or ("", "")
        match deed:
            case "open":
                self.open_wanted.emit()
            case "quick":
                self.quick_dial_wanted.emit()
            case "settings":
                self.settings_wanted.emit()
            case "colleagues":
                self.colleagues_wanted.emit()
            case "quit":
                self.quit_wanted.emit()
            case "notify":
                self.quiet_end_wanted.emit()
            case "hush":
                from acefone_desktop.domain.notification_settings import QuietSpan  # noqa: PLC0415

                self.quiet_wanted.emit(QuietSpan(argument))
            case "dial":
                self.dial_wanted.emit(argument)
            case "hang up":
                from acefone_desktop.domain.calls import CallKey  # noqa: PLC0415 (the tray is ready sooner)

                self._calls.hang_up(CallKey(argument))

    def _favourites(self) -> list[tuple[str, str]]:
        contacts = self._contacts.favourites(MOST_FAVOURITES)
        return [(contact.title, contact.numbers[0].number) for contact in contacts if contact.numbers]

    def _recents(self) -> list[tuple[str, str]]:
        calls = self._history.recent_numbers(MOST_RECENTS)
        return [(self._faces.title(call), f"+{call.customer}") for call in calls if call.customer]


def state_of(call: Call | None, *, problem: bool = False) -> TrayState:
    """What the dot says about the call that matters most."""
    if call is None:
        return TrayState.PROBLEM if problem else TrayState.IDLE
    ends = {"unknown": TrayState.PERHAPS, "refused": TrayState.PROBLEM, "failed": TrayState.PROBLEM}
    if call.is_open:
        return TrayState.CONNECTED if call.state.value == "connected" else TrayState.RINGING
    if call.state.value in ends:
        return ends[call.state.value]
    return TrayState.PROBLEM if problem else TrayState.IDLE
