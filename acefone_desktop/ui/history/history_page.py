"""The place of past calls: find one, see what happened, call again."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from acefone_desktop.ui.calls.call_faces import with_extension
from acefone_desktop.ui.calls.call_words import duration_text
from acefone_desktop.ui.history.history_details import CallDetails
from acefone_desktop.ui.history.history_list import CallList
from acefone_desktop.ui.history.history_words import moment_of, outcome_word, whole_day
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.parts.deed_menu import DeedMenu
from acefone_desktop.ui.parts.empty_state import EmptyState
from acefone_desktop.ui.parts.layouts import column, row
from acefone_desktop.ui.parts.list_or_nothing import ListOrNothing
from acefone_desktop.ui.parts.search_box import SearchBox
from acefone_desktop.ui.parts.strip import announce
from acefone_desktop.ui.parts.times_of_day import time_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.call_note_store import CallNoteStore
    from acefone_desktop.bridge.history_model import HistoryModel
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.ui.calls.call_faces import CallFaces
    from acefone_desktop.ui.look.theme import Theme


def _now() -> datetime:
    return datetime.now(UTC)


class HistoryPage(QWidget):
    """`dial_wanted` and `add_contact_wanted` give the number with its + and country code."""

    dial_wanted = Signal(str)
    add_contact_wanted = Signal(str)

    def __init__(
        self,
        model: HistoryModel,
        faces: CallFaces,
        notes: CallNoteStore,
        theme: Theme,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model, self._faces, self._notes = model, faces, notes
        self._chosen: CallKey | None = None
        self.search = SearchBox(self.tr("Search names, numbers and notes"))
        self.list = CallList(model, faces, notes, theme, now)
        self.details = CallDetails(faces, notes, theme)
        self._empty = EmptyState(theme)
        self._lists = ListOrNothing(self.list, self._empty, self.search)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.search)
        model.describe_with(self._described)
        self._model.refresh()
        self._show_or_hide_list()

    @Slot()
    def _draw_details(self) -> None:
        self._show_details(self.list.current)

    def _show_details(self, call: Call | None) -> None:
        """Nothing is taken from under the hands of somebody who writes, such as a call that is found no more."""
        if call is not None or not self.details.note.is_writing:
            self.details.show_call(call)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.details.fit_into(self.height())

    def _lay_out(self) -> None:
        side = tokens.SPACE_L
        head = row((self.search, 1), margins=(side, side, side, 0))
        below = column(None, self.details, margins=(side, 0, side, tokens.SPACE_M))
        column(self, head, (self._lists, 1), below)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._model.set_text)
        self.search.textChanged.connect(self._show_or_hide_list)  # nothing found twice is no reset
        self.search.stepped.connect(self.list.step)
        self.search.entered.connect(self._call_found)
        self.list.call_wanted.connect(self._call)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.chosen.connect(self._choose)
        self.details.call_wanted.connect(self._call)
        self.details.copy_wanted.connect(self._copy)
        self.details.add_wanted.connect(self._add)
        self._model.modelReset.connect(self._after_reset)
        self._model.rowsInserted.connect(self._show_or_hide_list)
        self._model.dataChanged.connect(self._draw_details)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._find)

    def _described(self, call: Call) -> str:
        """A row as it is read out."""
        moment = moment_of(call)
        when = f"{whole_day(moment.date())}, {time_text(moment)}" if moment else ""
        name, number = self._faces.name(call), self._faces.number(call)
        length = duration_text(call.talk_seconds) if call.talk_seconds else ""
        noted = "" if self._notes.note(call).is_blank else self.tr("with a note")
        extension = self.tr("extension {0}").format(call.extension) if call.extension else ""
        outcome = outcome_word(call, self._faces.us())[0]
        return ", ".join(part for part in (name, number, extension, outcome, when, length, noted) if part)

    @Slot()
    def _after_reset(self) -> None:
        """Keeps the chosen call chosen while new ones come in above it."""
        row_number = self._model.row_of(self._chosen) if self._chosen is not None else -1
        if row_number < 0 and self._model.text and self._model.rowCount() and not self.details.note.is_writing:
            row_number = 0
        self.list.choose_row(row_number)
        if row_number < 0:
            self._show_details(None)
        self._show_or_hide_list()

    @Slot()
    def _show_or_hide_list(self) -> None:
        empty = self._model.rowCount() == 0
        self._lists.show_rows(there_are=not empty)
        if empty and self._model.text:
            text = self.tr("No call matches “{0}”.").format(self._model.text)
            self._empty.show_words(Glyph.MAGNIFYING_GLASS, self.tr("Nothing found"), text)
        elif empty:
            text = self.tr("Every call you make is kept here, with how it came out and how long it took.")
            self._empty.show_words(Glyph.CLOCK_COUNTER_CLOCKWISE, self.tr("No calls yet"), text)

    @Slot(object)
    def _choose(self, call: Call | None) -> None:
        if call is not None:
            self._chosen = call.key
        self._show_details(call)

    @Slot()
    def _call_found(self) -> None:
        call = self.list.current
        if call is not None:
            self._call(call)

    @Slot(object)
    def _call(self, call: Call) -> None:
        if call.customer:
            self.dial_wanted.emit(with_extension(_number(call), call.extension))

    @Slot(object)
    def _copy(self, call: Call) -> None:
        QGuiApplication.clipboard().setText(self._faces.number_with_extension(call))
        announce(self, self.tr("Number copied"))

    @Slot(object)
    def _add(self, call: Call) -> None:
        self.add_contact_wanted.emit(_number(call))

    @Slot(object, object)
    def _open_menu(self, call: Call, position: QPoint) -> None:
        menu = DeedMenu(self)
        known = bool(call.customer)
        menu.add(Glyph.PHONE, self.tr("Call again"), partial(self._call, call), enabled=known)
        menu.add(Glyph.COPY, self.tr("Copy number"), partial(self._copy, call), enabled=known)
        if not self._faces.name(call):
            menu.add(Glyph.USER_PLUS, self.tr("Add to contacts"), partial(self._add, call), enabled=known)
        menu.popup(position)

    @Slot()
    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


def _number(call: Call) -> str:
    """Digits of a call carry their country code."""
    return f"+{call.customer}"
