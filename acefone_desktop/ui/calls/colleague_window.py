"""The account's live calls, for those who may listen in; looked at only while this window is open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from acefone_desktop.bridge.colleague_model import COLLEAGUE_ROLE, ColleagueModel
from acefone_desktop.bridge.colleague_store import Wish
from acefone_desktop.domain.provider_directory import CallOption
from acefone_desktop.ui.calls.call_words import duration_text
from acefone_desktop.ui.calls.control_words import customer_words, deed_word, done_words, question, state_words
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.app_mark import app_icon
from acefone_desktop.ui.look.theme import small_font, title_font
from acefone_desktop.ui.parts.layouts import button, column, dress, row
from acefone_desktop.ui.parts.row_painting import paint_person_row
from acefone_desktop.ui.parts.strip import Strip
from acefone_desktop.ui.parts.written_direction import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.bridge.colleague_store import ColleagueState, ColleagueStore
    from acefone_desktop.domain.colleague_calls import ColleagueCall
    from acefone_desktop.domain.contacts import Contact
    from acefone_desktop.ui.look.theme import Theme

_SIZE, _LEAST = QSize(460, 520), QSize(320, 360)
_TICK_MS = 1000
_OPTIONS = (CallOption.MONITOR, CallOption.WHISPER, CallOption.BARGE)


def _now() -> datetime:
    return datetime.now(UTC)


class ColleagueDelegate(QStyledItemDelegate):
    """Agent, customer, state and time."""

    def __init__(self, lines: Callable[[ColleagueCall], tuple[str, str]], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines, self._theme = lines, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802, ARG002
        return QSize(200, tokens.ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        call = index.data(COLLEAGUE_ROLE)
        paint_person_row(painter, option, self._theme, call.agent, self._lines(call))


class ColleagueWindow(QFrame):
    """Opens the store while it is on screen and closes it when it is not."""

    def __init__(
        self,
        store: ColleagueStore,
        contact_of: Callable[[str], Contact | None],
        theme: Theme,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("shell")
        self.setWindowTitle(self.tr("Colleagues' calls"))
        self.setWindowIcon(app_icon())
        self._store, self._contact_of, self._now = store, contact_of, now
        self._title, self._hint = QLabel(self.tr("Calls going on in this account")), QLabel(wordWrap=True)
        self._nothing = QLabel(wordWrap=True)
        self._model, self._list = ColleagueModel(self._describe), QListView()
        self._notice = Strip(theme)
        self._deeds = {option: button(deed_word(option)) for option in _OPTIONS}
        self._yes, self._no = button(self.tr("Yes"), "primary"), button(self.tr("Cancel"))
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._dress(theme)
        self._lay_out()
        self._connect()
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self.render_state(store.state)

    def open_beside(self) -> None:
        """Comes to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def render_state(self, state: ColleagueState) -> None:
        """The only method that writes to widgets, the ticking timer apart."""
        chosen = self._chosen()
        self._model.set_calls(state.calls)
        if chosen is not None and self._chosen() is None and (place := self._model.row_of(chosen.call_id)) >= 0:
            self._list.setCurrentIndex(self._model.index(place))
        self._list.setVisible(bool(state.calls))
        self._nothing.setVisible(not state.calls)
        self._nothing.setText(self.tr("Nobody is on a call.") if state.at else self.tr("Asking Acefone…"))
        self._render_notice(state)
        self._render_deeds()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._store.open()
        self._ticks.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Also where it is minimised: nobody looks."""
        super().hideEvent(event)
        self._ticks.stop()
        self._store.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """It is hidden, and can be opened again; the app goes on."""
        event.ignore()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self._store.decline() if self._store.state.asked else self.hide()
        else:
            super().keyPressEvent(event)

    def _render_notice(self, state: ColleagueState) -> None:
        asking = state.asked is not None
        for sign in (self._yes, self._no):
            sign.setVisible(asking)
        for deed in self._deeds.values():
            deed.setVisible(not asking)
        if state.asked is not None:
            self._notice.say("caution", question(state.asked), closable=False)
            self._yes.setText(deed_word(state.asked.option))
        elif state.sent is not None:
            self._notice.say("plain", self.tr("Asking Acefone…"), closable=False)
        elif state.refused is not None:
            self._notice.say("danger", state.refused.explanation, closable=False)
        elif state.error is not None:
            self._notice.say("danger", state.error.explanation)
        elif state.done is not None:
            self._notice.say("call", done_words(state.done))
        elif state.trouble is not None:
            self._notice.say("caution", self._stale(state), closable=False)
        else:
            self._notice.hide()

    def _stale(self, state: ColleagueState) -> str:
        sentence = state.trouble.explanation if state.trouble else ""
        return self.tr("What is shown may be out of date. {0}").format(sentence) if state.calls else sentence

    def _render_deeds(self) -> None:
        reason = self._why_not()
        for option, deed in self._deeds.items():
            deed.setEnabled(not reason)
            deed.setToolTip(reason)
            deed.setAccessibleDescription(reason or deed_word(option))

    def _why_not(self) -> str:
        state, call = self._store.state, self._chosen()
        if state.refused is not None:
            return state.refused.explanation
        if state.sent is not None:
            return self.tr("Asking Acefone…")
        if call is None:
            return self.tr("Choose a call first.")
        return self.tr("This is your own call.") if call.is_own else ""

    def _chosen(self) -> ColleagueCall | None:
        return self._model.call(self._list.currentIndex().row())

    def _lines(self, call: ColleagueCall) -> tuple[str, str]:
        agent = call.agent or self.tr("Nobody yet")
        above = self.tr("{0} (you)").format(agent) if call.is_own else agent
        seconds = (self._now() - call.since).total_seconds() if call.since else None
        customer = customer_words(call, self._contact_of(f"+{call.customer}") if call.customer else None)
        return above, side_by_side(duration_text(seconds) if seconds is not None else "", state_words(call), customer)

    def _describe(self, call: ColleagueCall) -> str:
        return ", ".join(self._lines(call))

    def _dress(self, theme: Theme) -> None:
        self._title.setFont(title_font(self.font()))
        self._hint.setText(self.tr("Looked at every few seconds while this window is open."))
        self._hint.setFont(small_font(self.font()))
        dress(self._hint, "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self._nothing, "muted")
        self._list.setModel(self._model)
        self._list.setItemDelegate(ColleagueDelegate(self._lines, theme, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self._title.text())
        palette = self._list.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self._list.setPalette(palette)
        for option, deed in self._deeds.items():
            deed.setProperty("option", option.value)

    def _lay_out(self) -> None:
        column(
            self,
            self._title,
            self._hint,
            (self._list, 1),
            (self._nothing, 1),
            self._notice,
            row(*((deed, 1) for deed in self._deeds.values()), (self._no, 1), (self._yes, 1)),
            margins=(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L),
        )

    def _connect(self) -> None:
        self._store.changed.connect(self.render_state)
        self._list.selectionModel().currentChanged.connect(self._chose)
        self._notice.closed.connect(self._store.decline)
        self._yes.clicked.connect(self._store.confirm)
        self._no.clicked.connect(self._store.decline)
        self._ticks.timeout.connect(self._tick)
        for deed in self._deeds.values():
            deed.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        sender, call = self.sender(), self._chosen()
        if isinstance(sender, QPushButton) and call is not None:
            self._store.ask(Wish(CallOption(sender.property("option")), call))
            self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _chose(self) -> None:
        self._render_deeds()

    @Slot()
    def _tick(self) -> None:
        self._list.viewport().update()
