"""Giving a running call to somebody: one box searches colleagues, departments, contacts and takes a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from acefone_desktop.bridge.transfer_model import TRANSFER_ROLE, TransferModel
from acefone_desktop.ui.calls.control_words import entry_lines, hindrance_words, sent_words
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.app_mark import app_icon
from acefone_desktop.ui.look.theme import small_font, title_font
from acefone_desktop.ui.parts.elided_label import ElidedLabel
from acefone_desktop.ui.parts.layouts import button, column, dress, row
from acefone_desktop.ui.parts.row_painting import paint_person_row
from acefone_desktop.ui.parts.search_box import SearchBox
from acefone_desktop.ui.parts.strip import Strip, announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.transfer_store import TransferState, TransferStore
    from acefone_desktop.ui.calls.call_faces import CallFaces
    from acefone_desktop.ui.look.theme import Theme

_SIZE = QSize(400, 540)
_LONGEST_ON_BUTTON = 18


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_ON_BUTTON else name[: _LONGEST_ON_BUTTON - 1].rstrip() + "…"


class TransferDelegate(QStyledItemDelegate):
    """Avatar, name, and what it is with the number."""

    def __init__(self, theme: Theme, region: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._region = theme, region

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802, ARG002
        return QSize(200, tokens.ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(TRANSFER_ROLE)
        paint_person_row(painter, option, self._theme, entry.target.name, entry_lines(entry, self._region()))


class TransferPanel(QDialog):
    """Follows the store: shown while somebody chooses. Nothing is sent but by the button or Enter."""

    def __init__(self, store: TransferStore, faces: CallFaces, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Transfer a call"))
        self.setWindowIcon(app_icon())
        self._store, self._faces = store, faces
        self._title, self._sent, self._nothing = ElidedLabel(), QLabel(), QLabel(wordWrap=True)
        self._search = SearchBox(self.tr("Colleague, department, contact or number"))
        self._model = TransferModel()
        self._list = QListView()
        self._notice, self._missing = Strip(theme), QLabel(wordWrap=True)
        self._transfer, self._cancel = button(self.tr("Transfer"), "primary"), button(self.tr("Cancel"))
        self._asked = QElapsedTimer()
        self._dress(theme)
        self._lay_out()
        self._connect()
        self.resize(_SIZE)
        self.render_state(store.state)

    def open_beside(self) -> None:
        """Comes to the front with the keyboard in the search box."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def render_state(self, state: TransferState) -> None:
        """The only method that writes to widgets."""
        if state.call is None:
            self.hide()
            return
        self._title.set_whole_text(self.tr("Transfer the call with {0}").format(self._faces.title(state.call)))
        if self._search.text() != state.query:
            self._search.setText(state.query)
        self._model.set_entries(state.entries)
        place = self._model.row_of(state.chosen)
        if self._list.currentIndex().row() != place:
            self._list.setCurrentIndex(self._model.index(place) if place >= 0 else QModelIndex())
        self._list.setVisible(bool(state.entries))
        self._nothing.setVisible(not state.entries)
        self._nothing.setText(self._nothing_words(state))
        self._missing.setText(self._missing_words(state))
        self._missing.setVisible(bool(self._missing.text()))
        self._sent.setText(sent_words(state.chosen) if state.chosen and state.chosen.target.intercom else "")
        self._render_notice(state)
        self._render_button(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self._store.state.confirming:
            self._store.leave_question()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._go()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc, Cancel or the window's own cross."""
        self._store.close()
        super().reject()

    def _render_notice(self, state: TransferState) -> None:
        chosen = state.chosen
        if state.error is not None:
            self._notice.say("danger", state.error.explanation)
        elif state.refused is not None:
            self._notice.say("danger", state.refused.explanation, closable=False)
        elif state.hindrance is not None:
            self._notice.say("plain", hindrance_words(state.hindrance), closable=False)
        elif chosen is not None and chosen.verdict is not None and chosen.verdict.decision.value == "refuse":
            self._notice.say("danger", chosen.verdict.reason, closable=False)
        elif state.confirming and chosen is not None and chosen.verdict is not None:
            self._notice.say("caution", self.tr("{0} Transfer anyway?").format(chosen.verdict.reason))
        else:
            self._notice.hide()

    def _render_button(self, state: TransferState) -> None:
        self._transfer.setEnabled(state.can_transfer)
        dress(self._transfer, "caution" if state.confirming else "primary", "kind")
        if state.busy:
            text = self.tr("Asking Acefone…")
        elif state.confirming:
            text = self.tr("Transfer anyway")
        else:
            text = self.tr("Transfer")
        self._transfer.setText(text)
        name = entry_lines(state.chosen, self._faces.region())[0] if state.chosen else ""
        self._transfer.setAccessibleName(self.tr("{0} to {1}").format(text, name) if name else text)
        if name and state.can_transfer and not state.confirming:
            self._transfer.setText(self.tr("Transfer to {0}").format(_shortened(name)))

    def _nothing_words(self, state: TransferState) -> str:
        if state.directory is None and not state.query:
            return self.tr("Asking Acefone who there is…")
        if not state.query:
            return self.tr("Type a name or a number.")
        return self.tr("Nobody is called that. Type a whole number to transfer the call there.")

    def _missing_words(self, state: TransferState) -> str:
        directory = state.directory
        if directory is None:
            return ""
        parts = []
        if directory.agents_trouble is not None:
            parts.append(self.tr("Colleagues are not known: {0}").format(directory.agents_trouble.sentence))
        if directory.departments_trouble is not None:
            parts.append(self.tr("Departments are not known: {0}").format(directory.departments_trouble.sentence))
        return " ".join(parts)

    def _dress(self, theme: Theme) -> None:
        self._title.setFont(title_font(self.font()))
        for label in (self._sent, self._missing):
            label.setFont(small_font(self.font()))
            dress(label, "muted")
        self._sent.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self._nothing, "muted")
        self._list.setModel(self._model)
        self._list.setItemDelegate(TransferDelegate(theme, self._faces.region, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self.tr("To whom the call can be given"))
        palette = self._list.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self._list.setPalette(palette)

    def _lay_out(self) -> None:
        column(
            self,
            self._title,
            self._search,
            self._missing,
            (self._list, 1),
            (self._nothing, 1),
            self._notice,
            self._sent,
            row(self._cancel, 1, self._transfer),
            margins=(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L),
        )

    def _connect(self) -> None:
        self._store.changed.connect(self.render_state)
        self._search.textChanged.connect(self._store.set_query)
        self._search.stepped.connect(self._step)
        self._search.entered.connect(self._go)
        self._list.clicked.connect(self._choose)
        self._list.selectionModel().currentChanged.connect(self._choose)
        self._notice.closed.connect(self._store.leave_question)
        self._transfer.clicked.connect(self._go)
        self._cancel.clicked.connect(self.reject)

    @Slot(int)
    def _step(self, step: int) -> None:
        last = self._model.rowCount() - 1
        place = self._list.currentIndex().row()
        if last >= 0:
            self._list.setCurrentIndex(self._model.index(min(max(place + step, 0), last) if place >= 0 else 0))
            chosen = self._store.state.chosen
            if chosen is not None:
                announce(self._list, ", ".join(entry_lines(chosen, self._faces.region())))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if entry is not None:
            self._store.choose(entry)

    @Slot()
    def _go(self) -> None:
        """A question is not answered by the second half of a double click."""
        if not self._store.state.confirming:
            self._asked.start()
            self._store.transfer()
        elif self._asked.hasExpired(QApplication.doubleClickInterval()):
            self._store.transfer()
